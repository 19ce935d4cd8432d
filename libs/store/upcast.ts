import type { CaseEvent, CaseEventType } from '#cases/model';

/** The body of an event as some release wrote it. */
export type StoredBody = Record<string, unknown>;
/** Turns the body of one schema version into that of the next. Pure, and never changed once released. */
export type Upcast = (body: StoredBody) => StoredBody;

/** The schema version in which each type of event is written today. */
export const currentVersions: Record<CaseEventType, number> = {
  caseOpened: 1, stepTaken: 1, stepFellDue: 1, paperIssued: 1, paperVoided: 1, serviceAttempted: 1, paperServed: 1,
  clockLapsed: 1, lapseWithdrawn: 1, rungReached: 1, phaseEntered: 1, dutyOwed: 1, dutyFulfilled: 1, dutyWithdrawn: 1,
  fileAttached: 1, packEnded: 1, lawChanged: 1, historyImported: 1, partyAmended: 1, caseClosed: 1, caseReopened: 1, originalFiled: 1, sealAsked: 1, sealUsed: 1,
  approvalAsked: 1, approvalSigned: 1, approvalMoved: 1, signersChanged: 1, approvalWithdrawn: 1, approvalWaited: 1, taskHandled: 1,
  caseTransferred: 1, fileCalledIn: 1, fileReturned: 1, stepConfirmed: 1, representativeFiled: 1, representativeEnded: 1, paymentBooked: 1, paymentReversed: 1, moneyCollected: 1, depositBooked: 1, depositReversed: 1, refundOrdered: 1, refundPaid: 1, refundReturned: 1,
};

/** `type` -> version -> how its body becomes that of the next version. Empty until an event changes its shape. */
export const upcasts: Partial<Record<CaseEventType, Record<number, Upcast>>> = {};

/** The record holds an event that this release cannot read: it was written by a later one. */
export class UnreadableEventError extends Error {
  override readonly name = 'UnreadableEventError';
  constructor(readonly type: string, readonly version: number) {
    super(`The record holds an event ${type} of version ${version}, which this release does not know: start the release that wrote it, or a later one.`);
  }
}

/** The event as this release knows it, whatever release wrote it. Throws UnreadableEventError. */
export function upcast(type: string, version: number, occurredOn: string, stored: StoredBody, table: typeof upcasts = upcasts, current: Record<string, number> = currentVersions): CaseEvent {
  const target = current[type];
  if (target === undefined || version > target) throw new UnreadableEventError(type, version);
  let body = stored;
  for (let v = version; v < target; v += 1) {
    const step = table[type as CaseEventType]?.[v];
    if (step === undefined) throw new UnreadableEventError(type, v);
    body = step(body);
  }
  return { ...body, type, v: target, occurredOn } as unknown as CaseEvent;
}
