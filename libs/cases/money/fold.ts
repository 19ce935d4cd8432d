/** The fold of money events. */
import type { LegalInstant } from '#law/dates';
import type { RefundEvent, RefundState } from './refund-types.ts';
import type { BookedEntry, DepositEvent, MoneyState, PaymentEvent } from './types.ts';

export function foldMoney(before: MoneyState | undefined, event: PaymentEvent, seq: number, recordedAt: LegalInstant): MoneyState {
  const { debt, party, paidInFullOn: on } = event;
  return {
    ...withEntries(before, event.entries, seq, recordedAt),
    paid: [...(before?.paid ?? []).filter((one) => one.debt !== debt || one.party !== party), { debt, party, on, seq }],
  };
}

export function foldDeposit(before: MoneyState | undefined, event: DepositEvent, seq: number, recordedAt: LegalInstant): MoneyState {
  return withEntries(before, event.entries, seq, recordedAt);
}

/** What goes back changes nothing of what is paid: it lay in suspense. */
export function foldRefund(before: MoneyState | undefined, event: RefundEvent, seq: number, recordedAt: LegalInstant): MoneyState {
  return { ...withEntries(before, event.entries, seq, recordedAt), refunds: refundsAfter(before?.refunds ?? [], event) };
}

function refundsAfter(refunds: readonly RefundState[], event: RefundEvent): RefundState[] {
  const { refundId, occurredOn: on } = event;
  switch (event.type) {
    case 'refundOrdered': return [...refunds, { refundId, debt: event.debt, party: event.party, fen: event.fen, ground: event.ground, status: 'ordered', orderedOn: on, payBy: event.payBy, paidOn: null, returnedOn: null }];
    case 'refundPaid': return refunds.map((one) => (one.refundId === refundId ? { ...one, status: 'paid', paidOn: on } : one));
    case 'refundReturned': return refunds.map((one) => (one.refundId === refundId ? { ...one, status: 'returned', returnedOn: on } : one));
  }
}

function withEntries(before: MoneyState | undefined, entries: readonly BookedEntry[], seq: number, recordedAt: LegalInstant): MoneyState {
  return { ...before, entries: [...before?.entries ?? [], ...entries.map((entry) => ({ ...entry, seq, recordedAt }))], paid: before?.paid ?? [] };
}
