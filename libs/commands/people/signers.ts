import type { EntityManager } from 'typeorm';
import { signersLent, type SignedInActor, type Standing } from '#access';
import type { LegalDate } from '#law';
import { lockHead, setActor, type CaseHead } from '#store';
import type { EdgeCommand } from '../edge.ts';

/** Whether a signature of this approval waits for the asking person by name, in whatever office the case is. */
export async function signatureAwaited(manager: EntityManager, caseId: string, approvalId: string): Promise<boolean> {
  const rows = await manager.query<{ approval_id: string }[]>('SELECT approval_id FROM signatures_awaited() WHERE case_id = $1 AND approval_id = $2', [caseId, approvalId]);
  return rows.length > 0;
}

/**
 * A named signer from another office signs, or adds a signer, and does nothing else in the case: the transaction sees
 * the case from here on. Null where no signature waits for this person.
 */
export async function lockForSigner(manager: EntityManager, actor: SignedInActor, caseId: string, command: EdgeCommand): Promise<CaseHead | null> {
  if (command.type !== 'signApproval' && command.type !== 'changeSigners') return null;
  if (!await signatureAwaited(manager, caseId, command.approvalId)) return null;
  await setActor(manager, { actorId: actor.personId, offices: actor.offices, cases: [...actor.cases, caseId], readings: actor.readings });
  return lockHead(manager, caseId);
}

/** In which roles such a signer signs: those of the loan, or of the post in the county legal office. */
export async function standingOfSigner(manager: EntityManager, actor: SignedInActor, of: { caseId: string; officeId: string }, on: LegalDate): Promise<Standing> {
  const loans = (await signersLent(manager, of, on)).filter((one) => one.personId === actor.personId && one.lendingOffice === actor.officeId);
  const [first] = loans;
  if (first !== undefined) return { roles: [...new Set(loans.map((one) => one.role))], lent: { instrument: first.orderNumber, officeId: first.lendingOffice, from: first.from, to: first.to } };
  const [legal] = await manager.query<{ id: string }[]>("SELECT l.id FROM office l JOIN office own ON own.county_id = l.county_id WHERE l.id = $1 AND l.kind = 'countyLegalOffice' AND own.id = $2", [actor.officeId, of.officeId]);
  return { roles: legal === undefined ? [] : actor.roles, lent: null };
}
