import type { EntityManager } from 'typeorm';
import { rolesFromCounty, signersLent, type SignedInActor, type Standing } from '#access';
import type { Actor } from '#cases/model';
import { chinaDateOf, type LegalDate } from '#law';
import { legalNow, lockHead, setActor, type CaseHead } from '#store';
import type { EdgeCommand } from '../edge.ts';

/**
 * Whether a signature of this approval waits for the asking person by name, in whatever office the case is: for the
 * person himself, or for `absent` of the same office, in whose place he acts today (`anybody`: for either).
 */
export async function signatureAwaited(manager: EntityManager, caseId: string, approvalId: string, inPlaceOf: { absent: string | undefined } | 'anybody' = 'anybody'): Promise<boolean> {
  const absent = inPlaceOf === 'anybody' ? null : inPlaceOf.absent;
  const own = absent === null || absent === undefined ? await manager.query<unknown[]>('SELECT 1 FROM signatures_awaited() WHERE case_id = $1 AND approval_id = $2', [caseId, approvalId]) : [];
  if (own.length > 0 || absent === undefined) return own.length > 0;
  const today = chinaDateOf((await legalNow(manager)).at);
  return (await manager.query<unknown[]>('SELECT 1 FROM signatures_awaited_in_place($3::date) WHERE case_id = $1 AND approval_id = $2 AND ($4::text IS NULL OR absent_id = $4)', [caseId, approvalId, today, absent])).length > 0;
}

/**
 * A named signer from another office, or whoever acts for him there, signs, or adds a signer, and does nothing else in the case: the transaction sees
 * the case from here on. Null where no signature waits for this person.
 */
export async function lockForSigner(manager: EntityManager, actor: SignedInActor, caseId: string, command: EdgeCommand): Promise<CaseHead | null> {
  if (command.type !== 'signApproval' && command.type !== 'changeSigners') return null;
  if (!await signatureAwaited(manager, caseId, command.approvalId, { absent: command.actingFor })) return null;
  await setActor(manager, { actorId: actor.personId, offices: actor.offices, cases: [...actor.cases, caseId], readings: actor.readings });
  return lockHead(manager, caseId);
}

/** In which roles such a signer signs: those of the loan, or of the post in the county legal office. */
export async function standingOfSigner(manager: EntityManager, actor: Pick<SignedInActor, 'personId' | 'officeId' | 'roles'>, of: { caseId: string; officeId: string }, on: LegalDate): Promise<Standing> {
  const loans = (await signersLent(manager, of, on)).filter((one) => one.personId === actor.personId && one.lendingOffice === actor.officeId);
  const [first] = loans;
  if (first !== undefined) return { roles: [...new Set(loans.map((one) => one.role))], lent: { instrument: first.orderNumber, officeId: first.lendingOffice, from: first.from, to: first.to } };
  const [legal] = await manager.query<{ id: string }[]>("SELECT l.id FROM office l JOIN office own ON own.county_id = l.county_id WHERE l.id = $1 AND l.kind = 'countyLegalOffice' AND own.id = $2", [actor.officeId, of.officeId]);
  return { roles: legal === undefined ? [] : actor.roles, lent: null };
}

/**
 * An absent official as his substitute brings him into a case of another office: in the roles that he has there himself,
 * by the order that lends him or from the county legal office. Nobody gets more by acting for another than that other has.
 */
export async function absentElsewhere(manager: EntityManager, actor: SignedInActor, command: EdgeCommand, found: NonNullable<Actor['actingFor']>, of: { caseId: string; officeId: string }, on: LegalDate): Promise<{ actingFor: NonNullable<Actor['actingFor']>; lent: Standing['lent'] }> {
  const county = rolesFromCounty(found.heldRoles);
  if (command.type !== 'signApproval' && command.type !== 'changeSigners') return { actingFor: { ...found, heldRoles: county }, lent: null };
  const { roles, lent } = await standingOfSigner(manager, { personId: found.personId, officeId: actor.officeId, roles: found.heldRoles }, of, on);
  return { actingFor: { ...found, heldRoles: [...new Set([...county, ...roles.filter((role) => found.heldRoles.includes(role))])] }, lent };
}
