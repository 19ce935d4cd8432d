import { describe, expect, it } from '@jest/globals';
import { LawInputError, type LegalDate } from '#law';
import { accountBalance, balanceAsOf, bookDeposit, checkBook, orderRefund, payRefund, quashObligation, reverseEntry, varyObligation, waiveSurcharge, windDown, type Balance } from './index.ts';
import { Book, FEE_RULES, FEE_TERMS, FINE_TERMS, PLAN_CITE, at, d, fee, fine } from './testing/books.ts';

const on = (book: Book, day: string): Balance => balanceAsOf(book.entries, book.key, d(day), book.terms, book.rules);

/** principal + surcharge - paid - waived - no longer collected = balance; and the books agree with it. */
function holds(book: Book, day: string): Balance {
  const one = on(book, day);
  expect(one.principalFen + one.surchargeFen - one.paidFen - one.waivedFen - one.noLongerCollectedFen).toBe(one.balanceFen);
  expect(checkBook(book.entries)).toEqual([]);
  return one;
}

describe('two parents, 10,771 x 3 x 2 = 64,626.00 yuan', () => {
  // Chengwu: 10,771 x 3 = 32,313.00 for each parent; two debts, each its own.
  const mother = fee('mother').serve('2019-03-05', 3_231_300n);
  const father = fee('father').serve('2019-03-05', 3_231_300n);

  it('is owed and not due on the day of service, due on 2019-04-04, in default from 2019-04-05', () => {
    expect(on(mother, '2019-03-05').balanceFen + on(father, '2019-03-05').balanceFen).toBe(6_462_600n);
    expect(on(mother, '2019-03-05')).toMatchObject({ principalDueFen: 0n, principalNotDueFen: 3_231_300n, inDefaultSince: null });
    expect(on(mother, '2019-04-04')).toMatchObject({ principalDueFen: 3_231_300n, inDefaultSince: null });
    expect(on(mother, '2019-04-05')).toMatchObject({ inDefaultSince: '2019-04-05', surchargeFen: 0n });
    expect(on(mother, '2019-03-04').balanceFen).toBe(0n);
  });

  it('lets one parent pay in full while the other brings 2 per mille a month: 32,313 x 0.002 x 2 = 129.252, cut to 129.25', () => {
    const paid = fee('mother').serve('2019-03-05', 3_231_300n).pay('2019-04-01', 3_231_300n);
    expect(holds(paid, '2019-06-04')).toMatchObject({ balanceFen: 0n, paidInFullOn: '2019-04-01', surchargeFen: 0n });
    expect(holds(father, '2019-06-03').surchargeFen).toBe(6_462n);
    expect(holds(father, '2019-06-04')).toMatchObject({ surchargeFen: 12_925n, balanceFen: 3_244_225n, paidInFullOn: null });
  });

  it('accrues on what stays unpaid: 20,000 paid after one month, the rest after three', () => {
    // 20,000 x 0.002 x 1 = 40.00; 12,313 x 0.002 x 3 = 73.878; together 113.878, cut once to 113.87.
    const book = fee().serve('2019-03-05', 3_231_300n).pay('2019-05-04', 2_000_000n);
    expect(holds(book, '2019-07-04')).toMatchObject({ principalDueFen: 1_231_300n, surchargeFen: 11_387n, balanceFen: 1_242_687n });
    // The sum shown for a day is the sum that pays on it.
    book.pay('2019-07-04', 1_242_687n);
    expect(holds(book, '2020-07-04')).toMatchObject({ balanceFen: 0n, paidPrincipalFen: 3_231_300n, paidSurchargeFen: 11_387n, suspenseFen: 0n });
    expect(accountBalance(book.entries, book.key, 'surcharge')).toBe(11_387n);
  });

  it('explains itself in both languages with dates, rate and article, and its lines add up', () => {
    const lines = on(father, '2019-06-04').lines;
    expect(lines.map(({ code }) => code)).toEqual(['ordered', 'due', 'surcharge', 'surchargeTotal', 'balance']);
    expect(lines.reduce((sum, { fen }) => sum + (fen ?? 0n), 0n)).toBe(3_244_225n);
    expect(lines[2]?.en).toBe('32313.00 yuan unpaid from 2019-04-04 to 2019-06-04: 32313.00 x 2 per mille x 2 whole month(s) = 129.252 (Order 357 art. 8).');
    expect(lines[2]?.zh).toBe('32313.00元自2019-04-04次日起至2019-06-04未缴：32313.00×2‰×2个整月＝129.252（《社会抚养费征收管理办法》（国务院令第357号）第8条）。');
  });
});

describe('the additional fine', () => {
  it('stands at 99 % on day 33 and reaches its cap on day 34', () => {
    const book = fine().serve('2025-09-20', 300_000n);
    expect(holds(book, '2025-10-09').surchargeFen).toBe(0n);
    expect(holds(book, '2025-10-10')).toMatchObject({ surchargeFen: 9_000n, inDefaultSince: '2025-10-10' });
    expect(holds(book, '2025-11-11')).toMatchObject({ surchargeFen: 297_000n, surchargeCapReached: false });
    expect(holds(book, '2025-11-12')).toMatchObject({ surchargeFen: 300_000n, surchargeCapReached: true });
    expect(holds(book, '2026-11-12')).toMatchObject({ surchargeFen: 300_000n, balanceFen: 600_000n });
  });

  it('leaves out the days of a remedy, both included, and all later ones while it is pending', () => {
    const book = fine().serve('2025-09-20', 300_000n);
    book.terms = { ...FINE_TERMS, remedies: [{ from: d('2025-10-12'), to: d('2025-10-21'), recordedAt: at('2025-10-12') }] };
    // 13 days after the due date, ten of them left out: three days at 90.00.
    expect(holds(book, '2025-10-22').surchargeFen).toBe(27_000n);
    book.terms = { ...FINE_TERMS, remedies: [{ from: d('2025-10-12'), to: null, recordedAt: at('2025-10-12') }] };
    expect(holds(book, '2026-10-22').surchargeFen).toBe(18_000n);
  });

  it('counts days of remedies before 2021-07-15, when no text left them out', () => {
    const book = fine().serve('2021-06-01', 300_000n);
    book.terms = { ...FINE_TERMS, dueDate: d('2021-07-10'), remedies: [{ from: d('2021-07-11'), to: null, recordedAt: at('2021-07-11') }] };
    expect(holds(book, '2021-08-01').surchargeFen).toBe(4n * 9_000n);
  });

  it('does not accrue when the served paper does not state the rate', () => {
    const book = fine().serve('2025-09-20', 300_000n);
    book.terms = { ...FINE_TERMS, rateStated: false };
    expect(holds(book, '2026-01-01').surchargeFen).toBe(0n);
    expect(on(book, '2026-01-01').lines.find(({ code }) => code === 'surcharge')?.en).toContain('does not state the rate');
  });

  it('falls with a part payment: 1,000 paid on day 3, then 60.00 a day', () => {
    const book = fine().serve('2025-09-20', 300_000n).pay('2025-10-12', 100_000n);
    // Three days at 90.00, then two at 60.00.
    expect(holds(book, '2025-10-14')).toMatchObject({ surchargeFen: 39_000n, balanceFen: 239_000n });
  });

  it('is waived only as far as it is unpaid; the principal cannot be', () => {
    const book = fine().serve('2025-09-20', 300_000n);
    expect(() => waiveSurcharge(book.account, 300_001n, book.voucher('2025-12-01'))).toThrow(LawInputError);
    book.add(waiveSurcharge(book.account, 200_000n, book.voucher('2025-12-01')));
    expect(holds(book, '2025-12-02')).toMatchObject({ waivedFen: 200_000n, balanceFen: 400_000n });
    book.pay('2025-12-10', 400_000n);
    expect(holds(book, '2025-12-10')).toMatchObject({ balanceFen: 0n, paidSurchargeFen: 100_000n, suspenseFen: 0n, paidInFullOn: '2025-12-10' });
  });
});

describe('money that pays nothing', () => {
  it('lies in suspense when it is too much, and goes back through the treasury', () => {
    const book = fee().serve('2019-03-05', 100_000n).pay('2019-04-01', 100_000n, undefined, 'A').pay('2019-04-02', 100_000n, undefined, 'B');
    expect(holds(book, '2019-04-02')).toMatchObject({ balanceFen: 0n, suspenseFen: 100_000n, paidInFullOn: '2019-04-01' });
    expect(() => orderRefund(book.account, 100_001n, book.voucher('2019-04-10'))).toThrow(LawInputError);
    book.add(orderRefund(book.account, 100_000n, book.voucher('2019-04-10')));
    expect(holds(book, '2019-04-10')).toMatchObject({ suspenseFen: 0n, refundableFen: 100_000n });
    expect(() => payRefund(book.account, 100_001n, book.voucher('2019-04-12'))).toThrow(LawInputError);
    book.add(payRefund(book.account, 100_000n, book.voucher('2019-04-12')));
    expect(holds(book, '2019-04-12')).toMatchObject({ refundableFen: 0n, refundedFen: 100_000n, balanceFen: 0n });
    expect(on(book, '2019-04-11')).toMatchObject({ refundableFen: 100_000n, refundedFen: 0n });
  });

  it('is never fee or fine before a decision was served, nor on or after the first refused day', () => {
    const early = fee().pay('2019-03-04', 100_000n).serve('2019-03-05', 100_000n);
    expect(holds(early, '2019-03-05')).toMatchObject({ balanceFen: 100_000n, paidFen: 0n, suspenseFen: 100_000n });
    const late = fee().serve('2019-03-05', 100_000n).pay('2021-08-19', 40_000n).pay('2021-08-20', 60_000n);
    expect(holds(late, '2021-08-19')).toMatchObject({ paidFen: 40_000n });
    expect(holds(late, '2021-08-20')).toMatchObject({ paidFen: 40_000n, suspenseFen: 60_000n, balanceFen: 0n, principalDueFen: 0n, inDefaultSince: null });
  });

  it('booked after the repeal with a value date before it is paid all the same', () => {
    const book = fee().serve('2019-03-05', 100_000n).pay('2021-08-19', 40_000n, at('2021-09-01'));
    expect(holds(book, '2021-09-01').paidFen).toBe(40_000n);
    expect(accountBalance(book.entries, book.key, 'paid')).toBe(-40_000n);
  });
});

describe('what is taken back', () => {
  it('a reversal by the bank makes the sum owed again from its own day, with nothing for the days between', () => {
    const book = fee().serve('2019-03-05', 100_000n).pay('2019-04-01', 100_000n, undefined, 'A').reverse('A', '2019-06-10');
    expect(holds(book, '2019-06-09')).toMatchObject({ balanceFen: 0n, paidInFullOn: '2019-04-01' });
    expect(holds(book, '2019-06-10')).toMatchObject({ balanceFen: 100_000n, surchargeFen: 0n, paidInFullOn: null });
    expect(holds(book, '2019-06-11').inDefaultSince).toBe('2019-06-11');
    expect(holds(book, '2019-07-10').surchargeFen).toBe(200n);
    expect(() => book.reverse('A', '2019-06-11')).toThrow(LawInputError);
  });

  it('a reversal lets the second payment, until then in suspense, pay the debt', () => {
    const book = fee().serve('2019-03-05', 100_000n).pay('2019-04-01', 100_000n, undefined, 'A').pay('2019-04-02', 100_000n, undefined, 'B').reverse('A', '2019-04-03');
    // At the end of no day since the first was anything owed.
    expect(holds(book, '2019-04-03')).toMatchObject({ balanceFen: 0n, suspenseFen: 0n, paidInFullOn: '2019-04-01' });
    expect(accountBalance(book.entries, book.key, 'paid')).toBe(-100_000n);
  });

  it('a correction counts as though the entry had never been', () => {
    const book = fee().serve('2019-03-05', 100_000n).pay('2019-04-01', 100_000n, undefined, 'A');
    book.add(reverseEntry(book.entries, 'A', 'corrected', book.voucher('2019-04-01', at('2019-07-01'))));
    expect(holds(book, '2019-07-04')).toMatchObject({ balanceFen: 100_600n, surchargeFen: 600n });
    expect(balanceAsOf(book.entries, book.key, d('2019-06-30'), book.terms, book.rules, at('2019-06-30')).balanceFen).toBe(0n);
  });

  it('a decision varied leaves its surplus, surcharge included, in suspense; one quashed leaves all of it', () => {
    const book = fee().serve('2019-03-05', 100_000n).pay('2019-06-04', 100_400n);
    expect(holds(book, '2019-06-04')).toMatchObject({ balanceFen: 0n, paidSurchargeFen: 400n });
    book.add(varyObligation(book.account, 50_000n, book.voucher('2019-08-01')));
    expect(holds(book, '2019-08-01')).toMatchObject({ principalFen: 50_000n, surchargeFen: 200n, paidFen: 50_200n, suspenseFen: 50_200n, balanceFen: 0n });
    expect(on(book, '2019-07-31').suspenseFen).toBe(0n);
    book.add(quashObligation(book.account, book.voucher('2019-09-01')));
    expect(holds(book, '2019-09-01')).toMatchObject({ principalFen: 0n, paidFen: 0n, suspenseFen: 100_400n, balanceFen: 0n });
    expect(accountBalance(book.entries, book.key, 'suspense')).toBe(-100_400n);
    expect(accountBalance(book.entries, book.key, 'surcharge')).toBe(0n);
    expect(() => quashObligation(book.account, book.voucher('2019-09-02'))).toThrow(LawInputError);
  });
});

describe('the repeal', () => {
  it('stops the late fee with the day before, and the rest is no longer collected', () => {
    const book = fee().serve('2019-03-05', 100_000n).pay('2019-05-01', 30_000n);
    // 28 whole months from 2019-04-04 to 2021-08-19: 700.00 x 0.002 x 28 = 39.20.
    expect(holds(book, '2021-08-19')).toMatchObject({ balanceFen: 73_920n, noLongerCollectedFen: 0n });
    expect(holds(book, '2021-08-20')).toMatchObject({ surchargeFen: 3_920n, balanceFen: 0n, noLongerCollectedFen: 73_920n, paidFen: 30_000n });
    expect(() => windDown(book.account, book.voucher('2021-08-19'))).toThrow(LawInputError);
    book.add(windDown(book.account, book.voucher('2021-08-20')));
    expect(holds(book, '2030-01-01')).toMatchObject({ balanceFen: 0n, noLongerCollectedFen: 73_920n, paidFen: 30_000n });
    expect(accountBalance(book.entries, book.key, 'principal')).toBe(30_000n);
  });
});

const plan = (history: Book['terms']['history']): Book['terms'] => ({ ...FEE_TERMS, history });

describe('instalments', () => {
  const three = [{ due: d('2019-05-04'), fen: 30_000n }, { due: d('2019-06-04'), fen: 30_000n }, { due: d('2019-07-04'), fen: 40_000n }];
  const approved = { kind: 'approved', on: d('2019-04-20'), recordedAt: at('2019-04-20'), instalments: three, cite: PLAN_CITE } as const;
  const applied = { kind: 'applied', on: d('2019-04-01'), recordedAt: at('2019-04-01'), timely: true } as const;

  it('each has its own due date, default and cure, and brings late fee on its own sum', () => {
    const book = fee().serve('2019-03-05', 100_000n);
    book.terms = plan([applied, approved]);
    book.pay('2019-05-04', 30_000n).pay('2019-08-04', 30_000n);
    expect(on(book, '2019-06-04').instalments.map(({ state }) => state)).toEqual(['paid', 'dueToday', 'notYetDue']);
    expect(on(book, '2019-06-05')).toMatchObject({ inDefaultSince: '2019-06-05', principalDueFen: 30_000n, principalNotDueFen: 40_000n });
    const end = holds(book, '2019-08-04');
    // 300.00 x 0.002 x 2 = 1.20; 400.00 x 0.002 x 1 = 0.80.
    expect(end.surchargeFen).toBe(200n);
    expect(end.instalments).toMatchObject([{ state: 'paid', curedOn: null, paidOn: '2019-05-04' }, { state: 'paid', curedOn: '2019-08-04' }, { state: 'inDefault', inDefaultSince: '2019-07-05' }]);
  });

  it('money pays what is due that day before surcharge, and surcharge before what is due later', () => {
    const book = fee().serve('2019-03-05', 100_000n);
    book.terms = plan([applied, approved]);
    // On 2019-06-04: instalment 1 a month in default (300.00 x 0.002 = 0.60), instalment 2 due today.
    book.pay('2019-06-04', 60_050n);
    expect(holds(book, '2019-06-04')).toMatchObject({ paidPrincipalFen: 60_000n, paidSurchargeFen: 50n, principalNotDueFen: 40_000n });
  });

  it('a timely application holds the late fee until the answer; a refusal restores the first due date', () => {
    const book = fee().serve('2019-03-05', 100_000n);
    book.terms = plan([applied]);
    expect(holds(book, '2019-06-04')).toMatchObject({ surchargeFen: 0n, heldSince: '2019-04-01' });
    book.terms = plan([applied, { kind: 'refused', on: d('2019-06-10'), recordedAt: at('2019-06-10') }]);
    expect(holds(book, '2019-06-09').surchargeFen).toBe(0n);
    expect(holds(book, '2019-06-10')).toMatchObject({ surchargeFen: 400n, heldSince: null });
  });

  it('a late application holds nothing, and what accrued before the approval stays', () => {
    const book = fee().serve('2019-03-05', 100_000n);
    book.terms = plan([{ ...applied, on: d('2019-05-10'), timely: false }, { ...approved, on: d('2019-05-20'), instalments: [{ due: d('2019-06-20'), fen: 50_000n }, { due: d('2019-07-20'), fen: 50_000n }] }]);
    expect(holds(book, '2019-06-19').surchargeFen).toBe(200n);
    expect(holds(book, '2019-07-20').surchargeFen).toBe(300n);
  });

  it('does not become due as a whole by one default, unless the approval says so', () => {
    const book = fee().serve('2019-03-05', 100_000n);
    book.terms = plan([applied, approved]);
    expect(on(book, '2019-05-05')).toMatchObject({ principalDueFen: 30_000n, principalNotDueFen: 70_000n });
    book.terms = plan([applied, { ...approved, acceleration: { unpaidInstalments: 2 } }]);
    expect(on(book, '2019-05-05')).toMatchObject({ principalDueFen: 30_000n, acceleratedOn: null });
    expect(holds(book, '2019-06-04')).toMatchObject({ principalDueFen: 100_000n, acceleratedOn: '2019-06-04' });
    // 300.00 for two months, 700.00 for one.
    expect(holds(book, '2019-07-04').surchargeFen).toBe(60n * 2n + 140n);
  });

  it('renegotiated terms replace the old from their day; a payment taken back after it is due at once', () => {
    const book = fee().serve('2019-03-05', 100_000n);
    book.terms = plan([applied, approved, { ...approved, on: d('2019-06-20'), recordedAt: at('2019-06-20'), instalments: [{ due: d('2019-09-20'), fen: 70_000n }] }]);
    book.pay('2019-05-04', 30_000n, undefined, 'A');
    expect(on(book, '2019-06-19').inDefaultSince).toBe('2019-06-05');
    expect(holds(book, '2019-06-20')).toMatchObject({ inDefaultSince: null, principalNotDueFen: 70_000n });
    book.reverse('A', '2019-07-01');
    expect(holds(book, '2019-07-02')).toMatchObject({ principalDueFen: 30_000n, principalNotDueFen: 70_000n });
  });

  it('an application that is approved on its own day holds nothing afterwards', () => {
    const book = fee().serve('2019-03-05', 100_000n);
    book.terms = plan([{ ...applied, on: d('2019-04-20') }, approved]);
    expect(holds(book, '2019-06-04').surchargeFen).toBe(60n);
  });

  it('a deferral of a fine is a plan of one, and the additional fine runs from its end', () => {
    const book = fine().serve('2025-09-20', 300_000n);
    book.terms = { ...FINE_TERMS, history: [{ kind: 'approved', on: d('2025-10-05'), recordedAt: at('2025-10-05'), instalments: [{ due: d('2025-12-31'), fen: 300_000n }], cite: PLAN_CITE }] };
    expect(holds(book, '2025-12-31').surchargeFen).toBe(0n);
    expect(holds(book, '2026-01-01').surchargeFen).toBe(9_000n);
  });
});

describe('a past day', () => {
  it('gives what was shown then, with what was known then, and what is known now without', () => {
    const book = fee().serve('2019-03-05', 100_000n);
    const shown = on(book, '2019-06-04');
    book.pay('2019-04-02', 60_000n, at('2019-07-01'));
    const then = balanceAsOf(book.entries, book.key, d('2019-06-04'), book.terms, book.rules, at('2019-06-05'));
    expect(then.lines).toEqual(shown.lines);
    expect(then.balanceFen).toBe(100_400n);
    expect(on(book, '2019-06-04').balanceFen).toBe(40_160n);
  });

  it('before 2012 the late fee had no cap; at 2 per mille it bites after 500 months', () => {
    const book = new Book({ caseId: 'C', party: 'P', debt: 'fee' }, { ...FEE_TERMS, dueDate: '1960-01-01' as LegalDate }, { ...FEE_RULES, refusedFrom: null }).serve('1959-12-01', 100_000n);
    expect(on(book, '2011-12-31').surchargeFen).toBe(100_000n * 2n * 623n / 1000n);
    expect(on(book, '2012-01-01')).toMatchObject({ surchargeFen: 100_000n, surchargeCapReached: true });
  });
});

const taken = () => fine().serve('2025-09-20', 10_000n).collect('2025-09-20', 10_000n, undefined, 'S');
const refused = (book: Book, day: string, fen: bigint) => expect(() => bookDeposit(book.account, { receiptId: 'X', fen }, book.voucher(day))).toThrow(LawInputError);

describe('money that officers took on the spot (Penalty Law arts. 68, 69, 71)', () => {
  it('pays on the day of the collection, and the office owes it to the bank', () => {
    const one = holds(taken(), '2025-12-31');
    expect(one).toMatchObject({ balanceFen: 0n, paidInFullOn: '2025-09-20', surchargeFen: 0n, inHandsFen: 10_000n, suspenseFen: 0n });
    expect(one.lines.map(({ code }) => code)).toContain('inHands');
  });

  it('is at the bank with the deposit, which pays nothing a second time', () => {
    const book = taken().deposit('2025-09-24', 10_000n);
    expect(holds(book, '2025-09-23')).toMatchObject({ paidFen: 10_000n, inHandsFen: 10_000n });
    expect(holds(book, '2025-09-24')).toMatchObject({ paidFen: 10_000n, inHandsFen: 0n, suspenseFen: 0n });
    expect(accountBalance(book.entries, book.key, 'inHands')).toBe(0n);
  });

  it('takes no deposit of more than is in hands, before it was taken, or twice', () => {
    refused(taken(), '2025-09-24', 10_001n);
    refused(taken(), '2025-09-19', 1n);
    refused(taken().deposit('2025-09-24', 10_000n), '2025-09-24', 1n);
    refused(fine().serve('2025-09-20', 10_000n).pay('2025-09-20', 10_000n), '2025-09-24', 1n);
    // A deposit that is known already is not taken out of an earlier day again.
    refused(taken().deposit('2025-09-24', 10_000n), '2025-09-22', 1n);
  });

  it('is in hands again where the bank takes the deposit back, and the party has still paid', () => {
    const book = taken().deposit('2025-09-24', 10_000n, undefined, 'D').reverse('D', '2025-09-26');
    expect(holds(book, '2025-10-31')).toMatchObject({ balanceFen: 0n, paidInFullOn: '2025-09-20', inHandsFen: 10_000n });
    expect(holds(book.deposit('2025-09-28', 10_000n), '2025-10-31').inHandsFen).toBe(0n);
  });

  it('lies in suspense where more was taken than is owed', () => {
    expect(holds(taken().pay('2025-09-20', 10_000n), '2025-10-31')).toMatchObject({ paidFen: 10_000n, suspenseFen: 10_000n, inHandsFen: 10_000n });
  });
});
