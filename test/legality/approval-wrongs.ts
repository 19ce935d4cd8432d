/**
 * What must never be of approvals, said anew from the events and not from the engine: nothing is approved without each
 * stage having signed since the last return to or over it, by nobody, by time, or by whoever asked or worked on it.
 */
import type { ApprovalTurn, CaseEvent } from '#cases/model';

interface Followed { askedBy: string; turns: ApprovalTurn[]; valid: { turn: string; by: string }[] }

/** Sentences about the steps taken under approvals, and about approvals themselves; `handlers`: who worked on the case. */
export function approvalWrongs(events: readonly { event: CaseEvent; seq: number }[], handlers: ReadonlySet<string>): string[] {
  const followed = new Map<string, Followed>();
  const found: string[] = [];
  let signedSeq = 0;
  for (const { event, seq } of events) {
    if (event.type === 'approvalAsked') followed.set(event.approvalId, { askedBy: event.askedBy, turns: event.turns, valid: [] });
    if (event.type === 'approvalSigned' || event.type === 'signersChanged') signedSeq = seq;
    const one = 'approvalId' in event ? followed.get(event.approvalId) : undefined;
    if (one !== undefined && event.type === 'approvalSigned') {
      if (event.signedBy === one.askedBy || handlers.has(event.signedBy)) found.push(`${event.signedBy} signed what he asked for or worked on`);
      if (event.verdict === 'agree') one.valid.push({ turn: event.turn, by: event.signedBy });
    }
    if (one !== undefined && event.type === 'signersChanged') one.turns = event.turns;
    if (one !== undefined && event.type === 'approvalMoved') {
      if (event.returnedTo !== null) {
        const from = one.turns.findIndex((turn) => turn.key === event.returnedTo);
        one.valid = one.valid.filter((signature) => one.turns.findIndex((turn) => turn.key === signature.turn) < from);
      }
      if (event.status === 'approved') {
        if (seq !== signedSeq + 1) found.push('approved by something else than a signature');
        found.push(...unsigned(one));
      }
    }
    if (event.type === 'stepTaken') for (const id of event.approvals ?? []) found.push(...unsigned(followed.get(id)).map((wrong) => `${event.step}: ${wrong}`));
    if (event.type === 'stepTaken' && (event.step === 'issueNotice' || event.step === 'decideNotEstablished') && event.approvals === undefined) found.push(`${event.step} without an approval`);
  }
  return found;
}

function unsigned(approval: Followed | undefined): string[] {
  if (approval === undefined || approval.turns.length === 0) return ['approved by nobody'];
  const own = new Set<string>();
  return approval.turns.flatMap((turn) => {
    const signed = approval.valid.filter((one) => one.turn === turn.key).map((one) => one.by);
    const missing = turn.also.filter((added) => !signed.includes(added.personId)).map((added) => `${turn.key} without ${added.personId}`);
    const stage = signed.filter((by) => turn.also.every((added) => added.personId !== by));
    const enough = turn.named === null ? stage.length > 0 : turn.signing === 'all' ? turn.named.every((by) => stage.includes(by)) : turn.named.some((by) => stage.includes(by));
    const twice = turn.addedBy === null ? stage.filter((by) => own.has(by)).map((by) => `${by} signed two stages`) : [];
    if (turn.addedBy === null) stage.forEach((by) => own.add(by));
    return [...missing, ...(enough ? [] : [`${turn.key} has not signed since the last return`]), ...twice];
  });
}
