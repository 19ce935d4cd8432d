/** What is said of an act that is entered after its time, as the engine judges it. */
import type { z } from 'zod';
import { postOnDay } from '#access';
import { chinaDateOf } from '#law';
import type { Pack } from '#law/pack-format';
import type { LateEntry } from '#cases/model';
import { invalid, keepOwn, OWN_WORDS, type Arrival } from './arrival.ts';
import type { LateEntryField } from './edge.ts';

/** The reason is kept as content; whether the person who consents holds the post that the pack asks for is looked up as of today. */
export async function readLate(late: z.infer<typeof LateEntryField> | undefined, personRef: string, pack: Pack, arrival: Arrival): Promise<{ late?: LateEntry }> {
  if (late === undefined) return {};
  const role = pack.lateEntry?.consentBy;
  if (role === undefined) throw invalid([{ field: 'late', rule: 'notOfThisProcedure', message: { zh: '本程序没有补录期限，无须说明。', en: 'This procedure has no limit for late entries: leave this out.' } }]);
  const { consent } = late;
  const post = consent === undefined ? null : await postOnDay(arrival.manager, consent.personId, chinaDateOf(arrival.at));
  const [office] = await arrival.manager.query<{ county_id: string }[]>('SELECT county_id FROM office WHERE id = $1', [arrival.officeId]);
  return {
    late: {
      reason: await keepOwn(arrival, personRef, { field: 'late.reason', label: OWN_WORDS.reason, text: late.reason }, pack.id), obstacleEndedOn: late.obstacleEndedOn,
      ...(consent === undefined ? {} : { consent: { ...consent, entitled: post !== null && post.countyId === office?.county_id && post.roles.includes(role) } }),
    },
  };
}
