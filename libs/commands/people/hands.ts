/** Cases in the hands of another office: an office asked for help answers, a head takes over what another head offers. */
import type { EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { lockHead, setActor, type CaseHead } from '#store';
import type { CommandDeps } from '../deps.ts';
import type { EdgeCommand } from '../edge.ts';

/**
 * The office asked for help adds files and answers, and does nothing else; a receiving head takes the case over. The
 * transaction sees the case from here on. Null for anything else.
 */
export async function lockFromElsewhere(deps: CommandDeps, manager: EntityManager, actor: SignedInActor, caseId: string, command: EdgeCommand): Promise<CaseHead | null> {
  const helps = actor.helping.includes(caseId) && (command.type === 'attachFile' || command.type === 'takeStep');
  const takesOver = command.type === 'takeOverCase' && await isOffered(manager, actor, caseId, command.offerId);
  if (!helps && !takesOver) return null;
  await setActor(manager, { actorId: actor.personId, offices: actor.offices, cases: [...actor.cases, caseId], readings: actor.readings });
  const head = await lockHead(manager, caseId);
  if (head === null || command.type !== 'takeStep') return head;
  const answers = (await deps.law.bookFor(manager, head)).pack(head.pack).pack.steps.some((step) => step.code === command.step && step.answersHelp);
  return answers ? head : null;
}

async function isOffered(manager: EntityManager, actor: SignedInActor, caseId: string, offerId: string): Promise<boolean> {
  const rows = await manager.query<unknown[]>("SELECT 1 FROM transfer_offer WHERE offer_id = $1 AND case_id = $2 AND to_office = $3 AND status = 'open' FOR UPDATE", [offerId, caseId, actor.officeId]);
  return rows.length > 0;
}
