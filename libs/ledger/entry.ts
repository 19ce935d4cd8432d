/**
 * Entries: double entry in fen. An entry is balanced when it is made and never changed; what was wrong is reversed by
 * an entry that names it, or adjusted by one that moves the same money between the accounts of the debt.
 */
import { LawInputError, formatYuan, type Citation, type Fen, type LegalDate, type LegalInstant } from '#law';
import type { Account, DebtKey, DebtPart } from './accounts.ts';

/**
 * What an entry does (`posts` = debit / credit):
 *
 * - `obligationEstablished` a decision was served: principal / treasury
 * - `obligationVaried` a remedy varied it: principal / treasury, or the other way round
 * - `obligationQuashed` a remedy quashed it: treasury / principal, all of it
 * - `receiptBooked` money with a value date: treasury / paid and suspense; what it pays of the surcharge is recognised
 *   in the same entry: surcharge / treasury. Money that lay unmatched comes from suspense instead of the treasury, and
 *   what officers took on the spot from inHands
 * - `depositBooked` the bank reports what the office paid in of it: treasury / inHands. It pays nothing a second time
 * - `moneyUnmatched` money whose reference names no debt: treasury / suspense of nobody
 * - `reallocated` the same money moved between paid (principal, surcharge) and suspense, after something earlier became
 *   known: names the receipt it adjusts
 * - `paymentReversed` the bank took the money back, from its own value date: the mirror of the receipt as adjusted, or of
 *   the deposit, and then the office holds the money again
 * - `corrected` an entry that should never have been: its mirror, with the same day in law
 * - `surchargeWaived` Compulsion Law art. 42: surcharge / waived, the sum recognised and given up at once (in the books
 *   surcharge / treasury and treasury / waived)
 * - `refundOrdered` money goes back: suspense / refundable
 * - `refundPaid` through the treasury: refundable / treasury
 * - `refundReturned` a refund did not reach the party: what was ordered and not paid, refundable / suspense; what the
 *   treasury had paid and got back, treasury / suspense. It may be ordered again
 * - `woundDown` the charge was repealed: treasury / principal, the balance written to zero to collect (fee.md A20)
 */
export const ENTRY_KINDS = [
  'obligationEstablished', 'obligationVaried', 'obligationQuashed', 'receiptBooked', 'depositBooked', 'moneyUnmatched', 'reallocated', 'paymentReversed',
  'corrected', 'surchargeWaived', 'refundOrdered', 'refundPaid', 'refundReturned', 'woundDown',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface Posting {
  account: Account;
  /** All three null only in the suspense and treasury postings of money that nobody could match. */
  caseId: string | null;
  party: string | null;
  debt: string | null;
  /** On `paid` and `waived`: what of the debt it covers. */
  part?: DebtPart;
  /** Positive: debit; negative: credit. Never 0. */
  fen: Fen;
}

/** What made the entry: an event of a case, or a line of the bank that no case answers to yet. */
export type EntryCause = { caseId: string; seq: number } | { receiptId: string };

export interface Entry {
  entryId: string;
  /** The day in law: the day of service, the bank's value date, the day of the ruling. */
  occurredOn: LegalDate;
  /** When it became known to the record. */
  recordedAt: LegalInstant;
  cause: EntryCause;
  kind: EntryKind;
  cite: Citation;
  /** The bank's receipt, on entries of money. */
  receiptId?: string;
  /** The entry that this one takes back, whole. */
  reverses?: string;
  /** The receipt whose money this one moves. */
  adjusts?: string;
  postings: readonly Posting[];
}

/** What a new entry says of itself; its postings follow from what it does. */
export interface Voucher { entryId: string; occurredOn: LegalDate; recordedAt: LegalInstant; cause: EntryCause; cite: Citation }

/** Makes an entry; postings of 0 fall away. Throws `LawInputError` when debits and credits differ, or nothing is left to post. */
export function makeEntry(fields: Entry): Entry {
  const postings = fields.postings.filter(({ fen }) => fen !== 0n);
  const entry = { ...fields, postings };
  const problem = entryProblem(entry);
  if (problem !== null) throw new LawInputError(problem.en, problem.zh);
  return entry;
}

/** Why an entry cannot stand, or null. */
export function entryProblem(entry: Entry): { zh: string; en: string } | null {
  if (entry.postings.length < 2) return { en: `Entry ${entry.entryId} posts nothing.`, zh: `分录${entry.entryId}没有可入账的金额。` };
  let debits = 0n;
  let credits = 0n;
  for (const { fen } of entry.postings) {
    if (fen === 0n) return { en: `Entry ${entry.entryId} has a posting of 0.`, zh: `分录${entry.entryId}含有零金额。` };
    if (fen > 0n) debits += fen; else credits -= fen;
  }
  if (debits === credits) return null;
  return { en: `Entry ${entry.entryId} does not balance: debits ${formatYuan(debits)}, credits ${formatYuan(credits)}.`, zh: `分录${entry.entryId}借贷不平：借方${formatYuan(debits)}元，贷方${formatYuan(credits)}元。` };
}

/** A posting to an account of a debt. */
export function post(account: Account, key: DebtKey, fen: Fen, part?: DebtPart): Posting {
  return { account, caseId: key.caseId, party: key.party, debt: key.debt, ...(part === undefined ? {} : { part }), fen };
}

export function isOf(posting: Posting, key: DebtKey): boolean {
  return posting.caseId === key.caseId && posting.party === key.party && posting.debt === key.debt;
}
