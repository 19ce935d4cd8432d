import type { SignedInActor } from '#access';
import { readProposals, type CommandDeps, type ProposalOutcome } from '#commands';
import type { Door } from '../door.module.ts';
import type { CommandHeaders } from '../http/command.ts';
import { onceApart } from '../http/once.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { proposalView, type ProposalView } from './proposal-page.ts';

/** Does once what a proposal asks, and answers what became of it. */
export function settleProposal(door: Door, actor: SignedInActor, headers: CommandHeaders, work: () => Promise<ProposalOutcome>): Promise<ProposalView> {
  return onceApart((inTransaction) => door.as(actor, inTransaction), actor, headers, async () => {
    const outcome = await work();
    switch (outcome.status) {
      case 'done': return proposalView(outcome.proposal);
      case 'invalid': throw new Problem('validation', { zh: '请改正所列各项。', en: 'Correct the fields listed.' }, { errors: outcome.errors });
      case 'refused': throw new Problem('blocked', { zh: '不能办理，原因见blockers。', en: 'This cannot be done; see blockers.' }, { blockers: outcome.blockers });
      case 'notFound': throw notFound();
    }
  });
}

/** Approves or rejects a proposal of this kind; one of another kind is not there. */
export async function checkProposal(door: Door, actor: SignedInActor, headers: CommandHeaders, kind: ProposalView['kind'], id: string, judge: (deps: CommandDeps, actor: SignedInActor, id: string) => Promise<ProposalOutcome>): Promise<ProposalView> {
  const [proposal] = await door.as(actor, (m) => readProposals(m, id));
  if (proposal?.kind !== kind) throw notFound();
  return settleProposal(door, actor, headers, () => judge(door.deps, actor, id));
}
