/** A case about an official leaves the sight of its office: whoever is not of the county legal office finds it no more. */
import type { Guard, Pack } from '#law';
import { complainedOfInCase } from '#cases/complained-of';
import type { Actor, Blocker, CaseState } from '#cases/model';
import { OFFICE } from '../seed/county.ts';
import type { Stand } from './cast.ts';
import type { Player } from './player.ts';

/** What stands in a list for the answer that there is no such case. */
export const OUT_OF_SIGHT = 'outOfSight';

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

/** Whether a case that was not found has gone out of sight: the county legal office still finds it. */
export async function isOutOfSight(player: Player, pack: Pack | undefined, stand: Stand, caseId: string | null): Promise<boolean> {
  const clerk = stand.members.find(({ officeId }) => LEGAL_OFFICES.includes(officeId));
  if (pack?.complainedOf === undefined || caseId === null || clerk === undefined) return false;
  return (await player.ask('GET', `/api/cases/${caseId}`, clerk.username)).status === 200;
}
