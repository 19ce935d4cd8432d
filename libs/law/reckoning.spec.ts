import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { accrue } from './accrual.ts';
import { addDays, addMonths, dateOfDay, dayNumberOf, legalDate } from './dates.ts';
import { LawInputError } from './errors.ts';
import { feeAmount } from './fee-amount.ts';
import { additionalFine, completedMonths, lateFee, lateFeeForMonths } from './surcharge.ts';

const d = legalDate;
const anyDate = fc.integer({ min: dayNumberOf(d('2003-01-01')), max: dayNumberOf(d('2026-12-31')) }).map(dateOfDay);
const fen = fc.bigInt({ min: 0n, max: 10n ** 12n });

describe('the late fee of the levy', () => {
  it('completes a month on its corresponding day', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: 0, max: 240 }), (due, n) => {
      expect(completedMonths(due, addMonths(due, n))).toBe(n);
      if (n > 0) expect(completedMonths(due, addDays(addMonths(due, n), -1))).toBe(n - 1);
    }));
  });

  it('never exceeds the principal and never falls', () => {
    fc.assert(fc.property(fen, fc.integer({ min: 0, max: 800 }), (unpaid, months) => {
      const { lateFeeFen, capApplied } = lateFeeForMonths(2, unpaid, months);
      expect(lateFeeFen <= unpaid && lateFeeFen <= lateFeeForMonths(2, unpaid, months + 1).lateFeeFen).toBe(true);
      expect(capApplied).toBe(months > 500 && unpaid > 0n);
    }));
  });

  it('is history only from the day of abolition', () => {
    const input = { perMillePerMonth: 2, unpaidFen: 6_462_600n, dueDate: d('2019-04-04'), abolishedFrom: d('2021-08-20') };
    expect(lateFee({ ...input, asOf: d('2021-08-19') })).toEqual({ completedMonths: 28, lateFeeFen: 361_905n, capApplied: false, collectableFen: 361_905n });
    expect(lateFee({ ...input, asOf: d('2021-08-20') }).collectableFen).toBe(0n);
    expect(lateFee({ ...input, asOf: d('2030-01-01') }).lateFeeFen).toBe(361_905n);
    expect(lateFee({ ...input, asOf: d('2019-04-03') })).toMatchObject({ completedMonths: 0, lateFeeFen: 0n });
  });

  it('refuses negative figures', () => {
    expect(() => lateFeeForMonths(2, -1n, 1)).toThrow(LawInputError);
    expect(() => lateFeeForMonths(0.5, 1n, 1)).toThrow(LawInputError);
    expect(() => lateFeeForMonths(2, 1n, -1)).toThrow(LawInputError);
  });
});

describe('the additional fine', () => {
  it('counts each day outside the pauses once, up to the fine', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: 0, max: 120 }), fc.array(fc.tuple(fc.integer({ min: -20, max: 130 }), fc.option(fc.integer({ min: 0, max: 40 }))), { maxLength: 4 }), fen, (due, days, spans, fineFen) => {
      const asOf = addDays(due, days);
      const pauses = spans.map(([at, length]) => ({ from: addDays(due, at), to: length === null ? null : addDays(due, at + length) }));
      let counted = 0;
      for (let i = 1; i <= days; i += 1) if (!pauses.some(({ from, to }) => addDays(due, i) >= from && (to === null || addDays(due, i) <= to))) counted += 1;
      const result = additionalFine({ perMillePerDay: 30, fineFen, dueDate: due, asOf, pauses });
      expect(result.countedDays).toBe(counted);
      expect(result.additionalFineFen).toBe(counted > 33 ? fineFen : (fineFen * 30n * BigInt(counted)) / 1000n);
    }));
  });

  it('refuses a pause that ends before it begins, and a negative fine', () => {
    const input = { perMillePerDay: 30, fineFen: 1n, dueDate: d('2026-01-05'), asOf: d('2026-01-06'), pauses: [] };
    expect(() => additionalFine({ ...input, pauses: [{ from: d('2026-01-06'), to: d('2026-01-05') }] })).toThrow(LawInputError);
    expect(() => additionalFine({ ...input, fineFen: -1n })).toThrow(LawInputError);
  });
});

const month = (i: number): string => addMonths(d('2004-01-01'), i).slice(0, 7);

describe('monthly accrual', () => {
  it('splits at a change of rate, in any order of the rates', () => {
    const rates = [{ fromMonth: '2022-07', monthlyFen: 59_000n }, { fromMonth: '2022-01', monthlyFen: 45_000n }];
    expect(accrue('2022-01', '2022-12', rates)).toEqual({
      parts: [{ fromMonth: '2022-01', toMonth: '2022-06', months: 6, monthlyFen: 45_000n }, { fromMonth: '2022-07', toMonth: '2022-12', months: 6, monthlyFen: 59_000n }], totalFen: 624_000n,
    });
  });

  it('of a span is the sum over its months', () => {
    const rates = [{ fromMonth: '2004-01', monthlyFen: 5000n }, { fromMonth: '2009-01', monthlyFen: 6000n }, { fromMonth: '2012-01', monthlyFen: 8000n }];
    fc.assert(fc.property(fc.integer({ min: 0, max: 150 }), fc.integer({ min: 0, max: 60 }), (from, length) => {
      let sum = 0n;
      for (let i = from; i <= from + length; i += 1) sum += accrue(month(i), month(i), rates).totalFen;
      expect(accrue(month(from), month(from + length), rates).totalFen).toBe(sum);
    }));
  });

  it.each([
    ['no rate for the first month', () => accrue('2021-12', '2022-01', [{ fromMonth: '2022-01', monthlyFen: 1n }])],
    ['no rate at all', () => accrue('2021-12', '2022-01', [])],
    ['an end before the start', () => accrue('2022-02', '2022-01', [{ fromMonth: '2022-01', monthlyFen: 1n }])],
    ['a month that is none', () => accrue('2022-13', '2023-01', [{ fromMonth: '2022-01', monthlyFen: 1n }])],
    ['two rates in one month', () => accrue('2022-01', '2022-02', [{ fromMonth: '2022-01', monthlyFen: 1n }, { fromMonth: '2022-01', monthlyFen: 2n }])],
    ['a negative rate', () => accrue('2022-01', '2022-02', [{ fromMonth: '2022-01', monthlyFen: -1n }])],
  ])('refuses %s', (_, call) => { expect(call).toThrow(LawInputError); });
});

describe('the amount of the levy', () => {
  it('is computed for each parent, and not again for one already levied', () => {
    const baseFen = { man: 1_294_850n, woman: 1_077_100n };
    expect(feeAmount({ rule: 'shandong-2016', baseFen })).toEqual({ perPersonFen: { man: 3_884_550n, woman: 3_231_300n }, totalFen: 7_115_850n });
    expect(feeAmount({ rule: 'henan', baseFen, alreadyLevied: { man: true } })).toEqual({ perPersonFen: { man: 0n, woman: 3_231_300n }, totalFen: 3_231_300n });
    expect(feeAmount({ rule: 'jiangsu', baseFen: { man: 333n }, realIncomeFen: { man: 1000n }, excessFactor: '1.5' }).totalFen).toBe(2332n);
  });

  it.each([
    ['Jiangsu without income', () => feeAmount({ rule: 'jiangsu', baseFen: { man: 1n } })],
    ['Jiangsu with a great income and no factor', () => feeAmount({ rule: 'jiangsu', baseFen: { man: 1n }, realIncomeFen: { man: 2n } })],
    ['a factor above 2', () => feeAmount({ rule: 'jiangsu', baseFen: { man: 1n }, realIncomeFen: { man: 2n }, excessFactor: 3 })],
    ['another multiple in Henan', () => feeAmount({ rule: 'henan', baseFen: { man: 1n }, multiple: 2 })],
    ['nobody', () => feeAmount({ rule: 'henan', baseFen: {} })],
    ['half a child', () => feeAmount({ rule: 'shandong-2016', baseFen: { man: 1n }, extraChildren: 0.5 })],
    ['a negative base', () => feeAmount({ rule: 'shandong-2016', baseFen: { man: -1n } })],
    ['a multiple that is none', () => feeAmount({ rule: 'shandong-2016', baseFen: { man: 1n }, multiple: -3 })],
  ])('refuses %s', (_, call) => { expect(call).toThrow(LawInputError); });
});
