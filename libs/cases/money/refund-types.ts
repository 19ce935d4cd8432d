/** Money that goes back, as commands, events and state have it. */
import type { LegalDate } from '#law/dates';
import type { BookedEntry } from './booked-entry.ts';

/**
 * Why money goes back. `overpaid`: more than was owed, or twice. `quashed`, `varied`: the decision that ordered it was
 * quashed, or now orders less. `afterRepeal`: it came from the day on from which nothing may be collected.
 */
export const REFUND_GROUNDS = ['quashed', 'varied', 'afterRepeal', 'overpaid'] as const;
export type RefundGround = (typeof REFUND_GROUNDS)[number];

/** Decided by two of finance in their register; the machine that keeps it alone sends these (收支两条线). */
export type RefundCommand =
  /** `payBy`: the day by which the party is told to have the money. */
  | { type: 'orderRefund'; refundId: string; debt: string; party: string; fen: string; payBy: LegalDate }
  /** The treasury's confirmation that it paid, with its own day. */
  | { type: 'payRefund'; refundId: string; on: LegalDate }
  /** It did not reach the party: given up before it was paid, or it came back to the treasury. */
  | { type: 'returnRefund'; refundId: string; on: LegalDate };

export type RefundEvent =
  | { type: 'refundOrdered'; v: 1; occurredOn: LegalDate; refundId: string; debt: string; party: string; fen: string; ground: RefundGround; payBy: LegalDate; entries: BookedEntry[] }
  | { type: 'refundPaid'; v: 1; occurredOn: LegalDate; refundId: string; debt: string; party: string; fen: string; entries: BookedEntry[] }
  | { type: 'refundReturned'; v: 1; occurredOn: LegalDate; refundId: string; debt: string; party: string; fen: string; entries: BookedEntry[] };

export interface RefundState { refundId: string; debt: string; party: string; fen: string; ground: RefundGround; status: 'ordered' | 'paid' | 'returned'; orderedOn: LegalDate; payBy: LegalDate; paidOn: LegalDate | null; returnedOn: LegalDate | null }
