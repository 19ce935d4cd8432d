/** A case about an official leaves the sight of its office: whoever is not of the county legal office finds it no more. */
import type { Guard, Pack } from '#law';
import { complainedOfInCase } from '#cases/complained-of';
import type { Actor, Blocker, CaseState } from '#cases/model';
import { OFFICE } from '../seed/county.ts';
import type { Stand } from './cast.ts';

/** Whoever asks the service in somebody's name. */
interface Asker { ask(method: 'GET', path: string, username: string): Promise<{ status: number; body: object }> }

/** What stands in a list for the answer that there is no such case. */
export const OUT_OF_SIGHT = 'outOfSight';
/** The same answer, since the case belongs to another office. */
export const ELSEWHERE = 'elsewhere';

const LEGAL_OFFICES: readonly string[] = [OFFICE.legal, OFFICE.bareLegal];

/** What the door would answer to somebody from whose sight the case has gone. */
export function outOfSight(pack: Pack, state: CaseState | null, { officeId }: Actor): Blocker[] {
  if (state === null || complainedOfInCase(pack, state).length === 0 || LEGAL_OFFICES.includes(officeId)) return [];
  const words = { zh: '没有这个案件，或者它不属于本机关', en: 'there is no such case, or it does not belong to your office' };
  return [{ code: OUT_OF_SIGHT, message: words, article: words }];
}

/** Whether a guard only keeps from a case about an official whoever does not see it any more: the door answers before it. */
export function answeredByDoor(pack: Pack, { when, require }: Guard): boolean {
  const person = pack.complainedOf?.person;
  return person !== undefined && JSON.stringify(when) === JSON.stringify({ present: person }) && JSON.stringify(require) === JSON.stringify({ actorRole: ['countyLegalOffice'] });
}

/**
 * Why a case was not found that the county legal office still finds: it is about an official, or it lies with another
 * office than that of the stand, as one that the county legal office has opened itself. null: nothing explains it.
 */
export async function whyNotFound(player: Asker, pack: Pack | undefined, stand: Stand, caseId: string | null): Promise<typeof OUT_OF_SIGHT | typeof ELSEWHERE | null> {
  const clerk = stand.members.find(({ officeId }) => LEGAL_OFFICES.includes(officeId));
  if (caseId === null || clerk === undefined) return null;
  const { status, body } = await player.ask('GET', `/api/cases/${caseId}`, clerk.username);
  if (status !== 200) return null;
  const { office, facts } = body as unknown as { office: { id: string }; facts: { code: string }[] };
  if (pack?.complainedOf !== undefined && facts.some(({ code }) => code === pack.complainedOf?.person)) return OUT_OF_SIGHT;
  return office.id === stand.officeId ? null : ELSEWHERE;
}
