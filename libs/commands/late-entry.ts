/** What is said of an act that is entered after its time, as the engine judges it. */
import type { z } from 'zod';
import { postOnDay } from '#access';
import { chinaDateOf, type LegalDate } from '#law';
import type { Pack } from '#law/pack-format';
import type { LateEntry } from '#cases/model';
import { invalid, keepOwn, OWN_WORDS, type Arrival } from './arrival.ts';
import type { LateEntryField } from './edge-fields.ts';
import { takeLateConsent, type GivenConsent } from './people/late-consents.ts';

/** The act that is entered; `about`: code of the step, id of the paper, the party, number of the letter or guardian. */
export interface LateAct { act: GivenConsent['act']; about: string | null; on: LegalDate }

/** The reason is kept as content; the consent is looked up, and held against the act. */
export async function readLate(late: z.infer<typeof LateEntryField> | undefined, entry: LateAct, personRef: string, pack: Pack, arrival: Arrival): Promise<{ late?: LateEntry }> {
  if (late === undefined) return {};
  const role = pack.lateEntry?.consentBy;
  if (role === undefined) throw invalid([{ field: 'late', rule: 'notOfThisProcedure', message: { zh: '本程序没有补录期限，无须说明。', en: 'This procedure has no limit for late entries: leave this out.' } }]);
  return {
    late: {
      reason: await keepOwn(arrival, personRef, { field: 'late.reason', label: OWN_WORDS.reason, text: late.reason }, pack.id), obstacleEndedOn: late.obstacleEndedOn,
      ...(late.consentId === undefined ? {} : { consent: await readConsent(late.consentId, entry, pack, role, arrival) }),
    },
  };
}

async function readConsent(consentId: string, { act, about, on }: LateAct, pack: Pack, role: NonNullable<Pack['lateEntry']>['consentBy'], { manager, caseId, officeId, state }: Arrival): Promise<NonNullable<LateEntry['consent']>> {
  const given = await takeLateConsent(manager, consentId);
  if (given === null) throw invalid([{ field: 'late.consentId', rule: 'unknownConsent', message: { zh: '没有这份同意。', en: 'There is no such consent.' } }]);
  const post = await postOnDay(manager, given.givenBy, chinaDateOf(given.givenAt));
  const [office] = await manager.query<{ county_id: string }[]>('SELECT county_id FROM office WHERE id = $1', [officeId]);
  const where = state === null ? given.caseId === null && given.officeId === officeId : given.caseId === caseId;
  const fits = where && given.pack === pack.id && given.act === act && given.about === about && given.on === on;
  return {
    consentId, documentNumber: given.documentNumber, personId: given.givenBy, entitled: post !== null && post.countyId === office?.county_id && post.roles.includes(role),
    ...(fits ? given.used ? { against: 'used' as const } : {} : { against: 'otherAct' as const }),
  };
}
