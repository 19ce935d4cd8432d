/** Money in a case: what the bank reports, as commands, events and state have it. Sums are whole fen in decimal text, so that they stay JSON. */
import type { LegalDate, LegalInstant } from '#law/dates';
import type { BookedEntry } from './booked-entry.ts';
import type { RefundCommand, RefundEvent, RefundState } from './refund-types.ts';

export type { BookedEntry };

/** From the bank, by the machine that reads its receipts; nobody enters money by hand (Penalty Law art. 67, Order 357 art. 10). What officers collect comes with their step. */
export type MoneyCommand =
  /** A receipt matched to a debt of a party. `on`: its value date; `fen` above 0. `again`: after an earlier booking of it here was taken back. */
  | { type: 'bookPayment'; receiptId: string; reference: string; debt: string; party: string; on: LegalDate; fen: string; again?: true | undefined }
  /** The bank took a receipt back, with the value date `on`; or (`wrongMatch`) it was never for this case, and `on` is its own day. */
  | { type: 'reversePayment'; receiptId: string; on: LegalDate; wrongMatch?: true | undefined }
  /** A deposit of money that officers took on the spot, as the bank reports it. It pays nothing a second time. */
  | { type: 'bookDeposit'; receiptId: string; reference: string; debt: string; party: string; on: LegalDate; fen: string; again?: true | undefined }
  | RefundCommand;

/** What the bank reported, what officers took, and what goes back. */
export type MoneyEvent = PaymentEvent | DepositEvent | RefundEvent;

/** `paidInFullOn`: the value date with which the debt is paid in full as all is known with this event; null: it is not. */
export type PaymentEvent =
  /** Officers took it on the spot, by the step before it (Penalty Law arts. 68, 69). */
  | { type: 'moneyCollected'; v: 1; occurredOn: LegalDate; receiptId: string; debt: string; party: string; fen: string; entries: BookedEntry[]; paidInFullOn: LegalDate | null }
  | { type: 'paymentBooked'; v: 1; occurredOn: LegalDate; receiptId: string; reference: string; debt: string; party: string; fen: string; entries: BookedEntry[]; paidInFullOn: LegalDate | null }
  | { type: 'paymentReversed'; v: 1; occurredOn: LegalDate; receiptId: string; debt: string; party: string; fen: string; entries: BookedEntry[]; paidInFullOn: LegalDate | null };

/** What the office paid in of it, as the bank reports it or takes it back: nothing changes of what is paid. */
export type DepositEvent =
  | { type: 'depositBooked'; v: 1; occurredOn: LegalDate; receiptId: string; reference: string; debt: string; party: string; fen: string; entries: BookedEntry[] }
  | { type: 'depositReversed'; v: 1; occurredOn: LegalDate; receiptId: string; debt: string; party: string; fen: string; entries: BookedEntry[] };

/** The receipts of a case and what is paid by them; what is owed follows from the served papers. */
export interface MoneyState {
  entries: (BookedEntry & { seq: number; recordedAt: LegalInstant })[];
  /** Of each debt of each party that money came for. */
  paid: { debt: string; party: string; on: LegalDate | null; seq: number }[];
  /** Only once something goes back. */
  refunds?: RefundState[];
}
