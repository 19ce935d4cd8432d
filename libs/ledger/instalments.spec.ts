import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LawInputError, addMonths, type LegalDate } from '#law';
import { firstShareOf, makeSchedule, scheduleProblems, type ScheduleLimits, type ScheduleRequest } from './index.ts';
import { d } from './testing/books.ts';

const limits: ScheduleLimits = { totalFen: 100_000n, from: d('2019-01-31'), capMonths: 36 };
const codes = (request: ScheduleRequest, over: Partial<ScheduleLimits> = {}): string[] => {
  const made = makeSchedule(request, { ...limits, ...over });
  return 'problems' in made ? made.problems.map(({ code }) => code) : [];
};

describe('a schedule', () => {
  it('of equal monthly shares counts months from the first day and leaves the remainder to the last', () => {
    expect(makeSchedule({ method: 'monthly', first: d('2019-01-31'), count: 3 }, limits)).toEqual({ instalments: [
      { due: '2019-01-31', fen: 33_333n }, { due: '2019-02-28', fen: 33_333n }, { due: '2019-03-31', fen: 33_334n },
    ] });
  });

  it('has a first share of its own, weekly days or given ones', () => {
    expect(makeSchedule({ method: 'weekly', first: d('2019-02-01'), count: 3, firstShareFen: firstShareOf(100_000n, 300) }, limits)).toEqual({ instalments: [
      { due: '2019-02-01', fen: 30_000n }, { due: '2019-02-08', fen: 35_000n }, { due: '2019-02-15', fen: 35_000n },
    ] });
    expect(makeSchedule({ method: 'dates', dates: [d('2019-02-01'), d('2019-06-30')] }, limits)).toMatchObject({ instalments: [{ fen: 50_000n }, { due: '2019-06-30' }] });
    expect(makeSchedule({ method: 'monthly', first: d('2019-02-01'), count: 1, firstShareFen: 100_000n }, limits)).toEqual({ instalments: [{ due: '2019-02-01', fen: 100_000n }] });
  });

  it('names everything that is wrong with it at once', () => {
    expect(codes({ method: 'custom', instalments: [{ due: d('2019-01-30'), fen: 0n }, { due: d('2019-01-30'), fen: 40_000n }, { due: d('2022-02-01'), fen: 50_000n }] })).toEqual(['amount', 'beforeTerms', 'dateOrder', 'sum', 'cap']);
  });

  it.each<[string, ScheduleRequest, Partial<ScheduleLimits>, string[]]>([
    ['36 months are possible', { method: 'custom', instalments: [{ due: d('2022-01-31'), fen: 100_000n }] }, {}, []],
    ['37 are too long', { method: 'monthly', first: d('2019-02-28'), count: 37 }, {}, ['cap']],
    ['where no cap is set none applies', { method: 'monthly', first: d('2019-02-28'), count: 60 }, { capMonths: null }, []],
    ['nothing falls due after the repeal', { method: 'monthly', first: d('2021-07-19'), count: 3 }, { from: d('2021-07-01'), refusedFrom: d('2021-08-20') }, ['refusedDay']],
    ['no instalments', { method: 'dates', dates: [] }, {}, ['count']],
    ['half an instalment', { method: 'weekly', first: d('2019-02-01'), count: 1.5 }, {}, ['count']],
    ['a day that does not exist', { method: 'dates', dates: ['2019-02-30' as LegalDate] }, {}, ['dateForm']],
    ['nothing to pay', { method: 'weekly', first: d('2019-02-01'), count: 2 }, { totalFen: 0n }, ['total']],
    ['more instalments than fen', { method: 'weekly', first: d('2019-02-01'), count: 3 }, { totalFen: 2n }, ['amount', 'amount']],
    ['a first share of everything', { method: 'weekly', first: d('2019-02-01'), count: 3, firstShareFen: 100_000n }, {}, ['firstShare', 'sum']],
    ['one fen too much', { method: 'custom', instalments: [{ due: d('2019-03-01'), fen: 100_001n }] }, {}, ['sum']],
  ])('%s', (_, request, over, expected) => { expect(codes(request, over)).toEqual(expected); });

  it('refuses a first share of nothing or of more than the whole', () => {
    expect(() => firstShareOf(100n, 0)).toThrow(LawInputError);
    expect(() => firstShareOf(100n, 1000)).toThrow(LawInputError);
  });

  it('adds up to the fen, on days that rise, whatever is divided', () => {
    fc.assert(fc.property(fc.bigInt({ min: 1_000_000n, max: 10n ** 12n }), fc.integer({ min: 1, max: 36 }), fc.constantFrom<'weekly' | 'monthly'>('weekly', 'monthly'), fc.option(fc.integer({ min: 1, max: 999 })), (totalFen, count, method, share) => {
      const own = { ...limits, totalFen, capMonths: null };
      const made = makeSchedule({ method, first: addMonths(d('2019-01-31'), 1), count, ...(share === null || count === 1 ? {} : { firstShareFen: firstShareOf(totalFen, share) }) }, own);
      if ('problems' in made) throw new Error(made.problems.map(({ en }) => en).join(' '));
      expect(scheduleProblems(made.instalments, own)).toEqual([]);
      expect(made.instalments.reduce((sum, { fen }) => sum + fen, 0n)).toBe(totalFen);
    }), { numRuns: 300 });
  });
});
