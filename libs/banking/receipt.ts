import type { Fen, LegalDate } from '#law';

/** A line of a bank's receipt file: money that came, or money that the bank took back. */
export interface BankReceipt {
  /** Line in the file, from 1; place in the list for receipts that came as JSON. */
  line: number;
  kind: 'receipt' | 'reversal';
  /** The bank's own number of the movement; the same number is the same money. */
  serial: string;
  /** As the bank reports it, whether or not it is one of ours. */
  reference: string;
  /** Above 0, for a reversal too. */
  fen: Fen;
  /** The value date. */
  on: LegalDate;
  payer: string;
  /** Serial of the receipt that a reversal takes back. */
  reverses: string | null;
}

export const RECEIPT_COLUMNS = ['serial', 'kind', 'reference', 'amount', 'valueDate', 'payer', 'reverses'] as const;
export type ReceiptColumn = (typeof RECEIPT_COLUMNS)[number];

export const RECEIPT_RULES = [
  'encoding', 'csv', 'tooLong', 'truncated', 'header', 'columns', 'fields', 'serial', 'kind', 'reference', 'amount', 'valueDate', 'payer', 'reverses', 'repeatedSerial', 'count', 'total',
] as const;

/** What is wrong with a file, with the line (from 1) and the column where there is one. */
export interface ReceiptProblem { line: number; column: ReceiptColumn | null; rule: (typeof RECEIPT_RULES)[number]; zh: string; en: string }

/** A file that is not taken, with everything that was found, up to `MOST_PROBLEMS`. Nothing of it may be used. */
export class ReceiptFileRefused extends Error {
  override readonly name = 'ReceiptFileRefused';
  constructor(readonly problems: readonly ReceiptProblem[]) {
    super(problems.map(({ line, en }) => `line ${line}: ${en}`).join(' '));
  }
}

/** A file with more is refused at that many. */
export const MOST_PROBLEMS = 100;
