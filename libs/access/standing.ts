import type { ActingFor, LentBy } from '#cases/people/types';
import type { LegalDate } from '#law/dates';
import type { PackRole } from '#law/pack-format';
import { COUNTY_ROLES } from '#law/role-names';
import type { EntityManager } from 'typeorm';
import type { SignedInActor } from './actor.ts';
import { postOnDay } from './posts.ts';

/** How a person stands to a case today: the roles in which he may act there, and the loan by which, where it is a loan. */
export interface Standing { roles: PackRole[]; lent: LentBy | null }

/**
 * At home a person has the roles of his post; in a case of another office those for which he was lent, and none by
 * reading its file. The county legal office is that, its reviewers and its chairs in every case of the county: whoever
 * heads it heads no township.
 */
export function standingIn(actor: SignedInActor, of: { caseId: string; officeId: string }): Standing {
  if (actor.officeId === of.officeId) return { roles: actor.roles, lent: null };
  const county = actor.ownOffices.includes(of.officeId) ? rolesFromCounty(actor.roles) : [];
  const loans = actor.loans.filter((loan) => (loan.caseId === null ? loan.borrowingOffice === of.officeId : loan.caseId === of.caseId) && !county.includes(loan.role));
  // Where two orders count on one day, the earlier one is written down.
  const [first] = loans;
  if (first === undefined) return { roles: county, lent: null };
  return { roles: [...new Set([...county, ...loans.map((loan) => loan.role)])], lent: { instrument: first.orderNumber, officeId: first.lendingOffice, from: first.from, to: first.to } };
}

/** The roles that count in a case of another office of the county, for somebody of its legal office. */
export const rolesFromCounty = (roles: readonly PackRole[]): PackRole[] => roles.filter((role) => COUNTY_ROLES.includes(role));

interface SubstitutionRow { instrument: string; roles: PackRole[]; packs: string[]; valid_from: LegalDate; valid_to: LegalDate }

/**
 * The written authority of a person to act for an absent one: the one that covers the day, else the latest, else none
 * (`instrument` null), so that the case engine refuses it by name. Roles of the absent person are those of the day.
 */
export async function actingForOn(m: EntityManager, actor: SignedInActor, absentId: string, on: LegalDate): Promise<ActingFor> {
  const post = await postOnDay(m, absentId, on);
  const held = post !== null && post.officeId === actor.officeId ? post.roles : [];
  const substitutions = await m.query<SubstitutionRow[]>(`
    SELECT instrument, roles, packs, valid_from::text, least(valid_to, ended_on)::text AS valid_to FROM substitution
      WHERE office_id = $1 AND absent_id::text = $2 AND substitute_id::text = $3 AND status = 'approved'
      ORDER BY (valid_from <= $4 AND least(valid_to, ended_on) >= $4) DESC, valid_from DESC, made_at DESC LIMIT 1`, [actor.officeId, absentId, actor.personId, on]);
  const handedOn = await m.query<{ role: PackRole }[]>(`
    SELECT DISTINCT unnest(roles) AS role FROM substitution
      WHERE office_id = $1 AND substitute_id::text = $2 AND status = 'approved' AND valid_from <= $3 AND least(valid_to, ended_on) >= $3`, [actor.officeId, absentId, on]);
  const [found] = substitutions;
  return {
    personId: absentId, instrument: found?.instrument ?? null, roles: found?.roles ?? [], packs: found?.packs ?? [], from: found?.valid_from ?? null, to: found?.valid_to ?? null,
    heldRoles: held, substitutedRoles: handedOn.map(({ role }) => role).filter((role) => !held.includes(role)),
  };
}
