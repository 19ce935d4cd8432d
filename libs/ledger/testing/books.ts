/** Books for the specs: a fee and a fine with their rules, and entries that arrive one after the other. */
import type { Citation, Fen, LegalDate, LegalInstant } from '#law';
import { bookDeposit, bookReceipt, establishObligation, reversePayment, type DebtAccount, type DebtKey, type DebtTerms, type Entry, type MoneyRules, type Voucher } from '../index.ts';

export const d = (text: string): LegalDate => text as LegalDate;
export const at = (text: string): LegalInstant => `${text}T04:00:00.000Z` as LegalInstant;

const cite = (zh: string, en: string, article: string, status: Citation['status'] = 'verified'): Citation => ({ instrument: { zh, en }, article, ...(status === undefined ? {} : { status }) });
const ORDER_357 = (article: string): Citation => cite('社会抚养费征收管理办法（国务院令第357号）', 'Order 357', article);
const PENALTY = (article: string): Citation => cite('中华人民共和国行政处罚法', 'Administrative Penalty Law', article);
const COMPULSION = (article: string): Citation => cite('中华人民共和国行政强制法', 'Administrative Compulsion Law', article);
const COUNTY = cite('县级规定', 'County rule', '', 'inference');

export const FEE_RULES: MoneyRules = {
  surcharge: { kind: 'lateFee', perMillePerMonth: 2, cite: ORDER_357('art. 8'), cappedSince: d('2012-01-01'), capCite: COMPULSION('art. 45(2)') },
  allocation: ['principalDue', 'surcharge', 'principalNotDue'], allocationCite: COUNTY, applicationHolds: true,
  refusedFrom: d('2021-08-20'), refusedCite: cite('财政违法行为处罚处分条例', 'Order 427', 'art. 3(3)'),
};
export const FINE_RULES: MoneyRules = {
  surcharge: { kind: 'additionalFine', perMillePerDay: 30, cite: PENALTY('art. 72(1)(1)'), cappedSince: d('2012-01-01'), capCite: COMPULSION('art. 45(2)'), pausedSince: d('2021-07-15'), pauseCite: PENALTY('art. 73(3)') },
  allocation: ['principalDue', 'surcharge', 'principalNotDue'], allocationCite: COUNTY, applicationHolds: false, refusedFrom: null, refusedCite: null,
};

/** Served 2019-03-05; thirty days end on 2019-04-04. */
export const FEE_TERMS: DebtTerms & { dueDate: LegalDate } = { dueDate: d('2019-04-04'), dueCite: ORDER_357('art. 6(1)'), rateStated: true, history: [], remedies: [] };
/** Received 2025-09-20; fifteen days roll to 2025-10-09. */
export const FINE_TERMS: DebtTerms & { dueDate: LegalDate } = { dueDate: d('2025-10-09'), dueCite: PENALTY('art. 67'), rateStated: true, history: [], remedies: [] };
export const PLAN_CITE = ORDER_357('art. 6(2)');

/** A book that grows; each entry arrives a second after the one before it. */
export class Book {
  entries: Entry[] = [];
  private arrivals = 0;

  constructor(readonly key: DebtKey, public terms: DebtTerms, readonly rules: MoneyRules) {}

  get account(): DebtAccount { return { key: this.key, entries: this.entries, terms: this.terms, rules: this.rules }; }

  voucher(day: string, recordedAt?: LegalInstant, id?: string): Voucher {
    this.arrivals += 1;
    return { entryId: id ?? `${this.key.caseId}:${this.arrivals}`, occurredOn: d(day), recordedAt: recordedAt ?? at(day), cause: { caseId: this.key.caseId, seq: this.arrivals }, cite: PLAN_CITE };
  }

  add(entries: Entry | readonly Entry[] | null): this {
    if (entries !== null) this.entries.push(...(Array.isArray(entries) ? entries as readonly Entry[] : [entries as Entry]));
    return this;
  }

  serve(day: string, fen: Fen): this { return this.add(establishObligation(this.key, fen, this.voucher(day))); }

  pay(day: string, fen: Fen, recordedAt?: LegalInstant, receiptId = `R-${this.arrivals + 1}`): this {
    return this.add(bookReceipt(this.account, { receiptId, fen, origin: 'bank' }, this.voucher(day, recordedAt, receiptId)));
  }

  collect(day: string, fen: Fen, recordedAt?: LegalInstant, receiptId = `S-${this.arrivals + 1}`): this {
    return this.add(bookReceipt(this.account, { receiptId, fen, origin: 'hands' }, this.voucher(day, recordedAt, receiptId)));
  }

  deposit(day: string, fen: Fen, recordedAt?: LegalInstant, receiptId = `D-${this.arrivals + 1}`): this {
    return this.add(bookDeposit(this.account, { receiptId, fen }, this.voucher(day, recordedAt, receiptId)));
  }

  reverse(receiptId: string, day: string, recordedAt?: LegalInstant): this {
    return this.add(reversePayment(this.account, receiptId, this.voucher(day, recordedAt, `${receiptId}-back`)));
  }
}

export const fee = (party = 'P1'): Book => new Book({ caseId: 'C1', party, debt: 'fee' }, FEE_TERMS, FEE_RULES);
export const fine = (): Book => new Book({ caseId: 'C2', party: 'P1', debt: 'fine' }, FINE_TERMS, FINE_RULES);
