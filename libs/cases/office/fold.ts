/** What approvals and tasks come to after one more event. */
import type { LegalInstant } from '#law/dates';
import type { ApprovalState, OfficeEvent, TaskHand } from './model.ts';

interface Office { approvals: ApprovalState[]; taskHands: Record<string, TaskHand> }

export function handKey(step: string, party: string | null): string {
  return `${step}:${party ?? ''}`;
}

/** The part of a state that these events write. */
export function foldOffice({ approvals, taskHands }: Office, event: OfficeEvent, seq: number, recordedAt: LegalInstant): Office {
  if (event.type === 'taskHandled') return { approvals, taskHands: { ...taskHands, [handKey(event.step, event.party)]: event.hand } };
  if (event.type === 'approvalAsked') {
    const { approvalId, approval, askedBy, sha256, rests, turns, occurredOn } = event;
    const asked: ApprovalState = {
      approvalId, seq, approval, status: 'open', askedBy, askedFor: event.actingFor ?? null, askedOn: occurredOn, sha256, rests, turns, turn: turns[0]?.key ?? null, since: recordedAt,
      items: event.items.map((item) => ({ ...item, takenSeq: null })), note: event.note, signatures: [], waited: [], endedOn: null,
    };
    return { taskHands, approvals: [...approvals, asked] };
  }
  return { taskHands, approvals: approvals.map((one) => (one.approvalId === event.approvalId ? after(one, event, seq, recordedAt) : one)) };
}

function after(approval: ApprovalState, event: Exclude<OfficeEvent, { type: 'taskHandled' | 'approvalAsked' }>, seq: number, recordedAt: LegalInstant): ApprovalState {
  switch (event.type) {
    case 'approvalSigned': return {
      ...approval,
      signatures: [...approval.signatures, { seq, turn: event.turn, personId: event.actingFor?.personId ?? event.signedBy, by: event.signedBy, verdict: event.verdict, to: event.to, opinion: event.opinion, on: event.occurredOn, counts: event.verdict === 'agree' }],
    };
    case 'approvalMoved': {
      const again = event.returnedTo === null ? [] : approval.turns.slice(approval.turns.findIndex((turn) => turn.key === event.returnedTo)).map((turn) => turn.key);
      return {
        ...approval, status: event.status, turn: event.turn, since: recordedAt, endedOn: event.status === 'open' ? null : event.occurredOn,
        signatures: approval.signatures.map((one) => (again.includes(one.turn) ? { ...one, counts: false } : one)),
      };
    }
    case 'signersChanged': return { ...approval, turns: event.turns };
    case 'approvalWithdrawn': return { ...approval, status: 'withdrawn', turn: null, endedOn: event.occurredOn };
    case 'approvalWaited': return { ...approval, waited: [...approval.waited, { turn: event.turn, dueAt: event.dueAt }] };
  }
}

/** A step was taken: its approvals are used for it, and nobody has it in hand any more. */
export function officeAfterStep({ approvals, taskHands }: Office, step: string, party: string | null, used: readonly string[], seq: number): Office {
  const { [handKey(step, party)]: _done, ...others } = taskHands;
  return {
    taskHands: others,
    approvals: used.length === 0 ? approvals : approvals.map((one) => (used.includes(one.approvalId)
      ? { ...one, items: one.items.map((item) => (item.step === step && item.party === party && item.takenSeq === null ? { ...item, takenSeq: seq } : item)) } : one)),
  };
}
