/** The order of signing: who waits, when a turn is complete, what an approval rests on. */
import { createHash } from 'node:crypto';
import type { PackApproval, PackRole } from '#law/pack-format';
import type { CaseState, Facts } from '../model.ts';
import type { ApprovalItem, ApprovalState, ApprovalTurn, RestsOn } from './model.ts';

/** Who has still to sign a turn: any holder of `roles`, one of `oneOf`, and each of `each`. */
export interface Waiting { roles: PackRole[]; oneOf: string[]; each: string[] }

/** Who agreed in a turn, as far as it counts. */
export function signersOf(approval: ApprovalState, turn: string): string[] {
  return approval.signatures.filter((one) => one.counts && one.turn === turn).map((one) => one.personId);
}

/** Signers added beside a stage sign on top of it: theirs is not the stage's own signature. */
export function waitingIn(turn: ApprovalTurn, signed: readonly string[]): Waiting {
  const each = turn.also.map((one) => one.personId).filter((one) => !signed.includes(one));
  if (turn.named === null) {
    const own = signed.some((one) => turn.also.every((added) => added.personId !== one));
    return { roles: own ? [] : turn.by, oneOf: [], each };
  }
  if (turn.signing === 'all') return { roles: [], oneOf: [], each: [...turn.named.filter((one) => !signed.includes(one)), ...each] };
  return { roles: [], oneOf: turn.named.some((one) => signed.includes(one)) ? [] : turn.named, each };
}

export function isComplete({ roles, oneOf, each }: Waiting): boolean {
  return roles.length === 0 && oneOf.length === 0 && each.length === 0;
}

export function turnOf(approval: ApprovalState, key: string | null): ApprovalTurn | undefined {
  return key === null ? undefined : approval.turns.find((one) => one.key === key);
}

/** Who can sign now; null when nothing waits. */
export function waitingFor(approval: ApprovalState): { turn: ApprovalTurn; waiting: Waiting } | null {
  const turn = approval.status === 'open' ? turnOf(approval, approval.turn) : undefined;
  return turn === undefined ? null : { turn, waiting: waitingIn(turn, signersOf(approval, turn.key)) };
}

/** Roles of the turn that waits: a substitute signs with one of them. */
export function signersAwaited(state: CaseState, approvalId: string): readonly PackRole[] {
  const approval = state.approvals.find((one) => one.approvalId === approvalId);
  return approval === undefined ? [] : turnOf(approval, approval.turn)?.by ?? [];
}

/** Whether this person is one of those for whom the turn waits. Whoever was added beside a stage does not sign for the stage. */
export function isAwaited({ turn, waiting }: { turn: ApprovalTurn; waiting: Waiting }, personId: string, roles: readonly PackRole[]): boolean {
  if (waiting.each.includes(personId) || waiting.oneOf.includes(personId)) return true;
  return turn.also.every((one) => one.personId !== personId) && waiting.roles.some((role) => roles.includes(role));
}

/** The first turn from `key` on that is not complete; null when all are. */
export function nextTurn(approval: ApprovalState, key: string): string | null {
  const from = approval.turns.findIndex((one) => one.key === key);
  return approval.turns.slice(Math.max(0, from)).find((turn) => !isComplete(waitingIn(turn, signersOf(approval, turn.key))))?.key ?? null;
}

/** SHA-256 of a proposal: the chain and what is proposed, with commitments in place of texts. */
export function proposalHash(approval: string, items: readonly ApprovalItem[]): string {
  return createHash('sha256').update(canonical([approval, items.map(({ step, party, facts, computed }) => ({ step, party, facts, computed }))])).digest('hex');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (one !== null && typeof one === 'object' && !Array.isArray(one)
    ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one));
}

/** Facts that differ between what was approved and what is to be done; [] when they are the same. */
export function differingFacts(approved: Facts, given: Facts): string[] {
  return [...new Set([...Object.keys(approved), ...Object.keys(given)])].filter((code) => canonical(approved[code] ?? null) !== canonical(given[code] ?? null)).sort();
}

/** The steps, parties and void papers of the record on which an approval of this chain rests today. `own`: steps taken under it. */
export function restsOn(state: CaseState, chain: PackApproval, own: readonly number[]): RestsOn {
  return {
    steps: state.steps.filter((step) => !step.byTime && !own.includes(step.seq) && !chain.unaffectedBy.includes(step.step)).map((step) => step.seq),
    parties: state.parties.map((party) => party.identity.contentId),
    voided: state.papers.filter((paper) => paper.voided).length,
  };
}

/** Whether something on which the approval rests has changed since it was asked for. */
export function isOutdated(state: CaseState, chain: PackApproval, approval: ApprovalState): boolean {
  const own = approval.items.flatMap((item) => (item.takenSeq === null ? [] : [item.takenSeq]));
  return canonical(restsOn(state, chain, own)) !== canonical(approval.rests);
}

/** The last approval of a chain that names a step for a party and has not been used for it. */
export function approvalFor(state: CaseState, chain: string, step: string, party: string | null): ApprovalState | undefined {
  return state.approvals.findLast((one) => one.approval === chain && one.status === 'approved' && one.items.some((item) => item.step === step && item.party === party && item.takenSeq === null));
}
