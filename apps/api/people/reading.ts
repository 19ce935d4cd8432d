import type { EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { signatureAwaited } from '#commands/people';
import { readHead } from '#store';
import type { Door } from '../door.module.ts';
import { onlyHelps } from './helping.ts';
import { Problem } from '../problems/problem.ts';

/** Reading a file that is here on loan is kept as a reveal is: person, time, and what was read. */
export async function noteReading(m: EntityManager, door: Door, actor: SignedInActor, caseId: string, what: string): Promise<void> {
  if (!actor.filesOnLoan.includes(caseId)) return;
  const head = await readHead(m, caseId);
  if (head === null) return;
  await door.deps.content.logReveal(m, { caseId, officeId: head.officeId, contentIds: head.state.parties.map(({ identity }) => identity.contentId), why: `file on loan: ${what}` });
}

/** A transaction that sees an approval: of whoever sees the case, or of a named signer from another office while the signature waits. Throws `notFound`. */
export async function asSigner<T>(door: Door, actor: SignedInActor, caseId: string, approvalId: string, work: (m: EntityManager) => Promise<T>): Promise<T> {
  const elsewhere = await door.as(actor, async (m) => await readHead(m, caseId) === null && await signatureAwaited(m, caseId, approvalId));
  return door.as(elsewhere ? { ...actor, cases: [...actor.cases, caseId] } : actor, work);
}

/** A transaction that may add to the case: an office that was asked for help adds files to its answer, any other reader nothing. Throws `blocked`. */
export function asContributor<T>(door: Door, actor: SignedInActor, caseId: string, work: (m: EntityManager) => Promise<T>): Promise<T> {
  if (onlyHelps(actor, caseId)) return door.as({ ...actor, cases: [...actor.cases, caseId] }, work);
  if (!actor.readings.includes(caseId) || actor.cases.includes(caseId)) return door.as(actor, work);
  throw new Problem('blocked', { zh: '依法尚不能办理，原因见blockers。', en: 'The law does not allow this now; see blockers.' }, {
    blockers: [{ code: 'fileOnLoanIsReadOnly', message: { zh: '本案卷系调阅，只能阅看，不能办理。', en: 'This file is on loan to your office: it is read and not worked on.' }, article: { zh: '本系统规则：调阅的案卷只供阅看', en: 'Anjuan: a file on loan is for reading' } }],
  });
}
