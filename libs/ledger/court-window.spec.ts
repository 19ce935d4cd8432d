import { describe, expect, it } from '@jest/globals';
import { CalendarBook, citationOf, clockRecord, computePeriod, specOf, type LegalDate } from '#law';
import { courtWindow, latestSafeDemand, type CourtWindow, type WindowRule } from './index.ts';
import { d } from './testing/books.ts';

const calendar = CalendarBook.seed().final();
const FEE: WindowRule = { fromTermsSince: null };
const FINE: WindowRule = { fromTermsSince: d('2021-07-15') };
const ask = (rule: WindowRule, sueEnds: string | null, termsEnd: string | null, serviceMarginDays = 0): CourtWindow[] => {
  const answer = courtWindow({ rule, sueEnds: sueEnds === null ? null : d(sueEnds), termsEnd: termsEnd === null ? null : d(termsEnd), serviceMarginDays, calendar });
  return 'unknown' in answer ? [] : answer.windows;
};

describe('the window to ask the court', () => {
  it('of a fee decision served on 2019-03-05 ends on 2019-12-05 (compulsion-and-court.md C13)', () => {
    const sue = computePeriod(specOf(clockRecord('LIT-01')), d('2019-03-05'), calendar, citationOf(clockRecord('LIT-01')));
    expect(sue.due).toBe('2019-09-05');
    const [window] = ask(FEE, sue.due, null);
    expect(window).toMatchObject({ anchor: '2019-09-05', endsOn: '2019-12-05', runsFrom: 'endOfTimeToSue', termsOutlastWindow: false, provisional: false });
    // The application of 2020-08-28 lies long after it.
    expect('2020-08-28' > (window?.endsOn ?? '')).toBe(true);
  });

  it('of the fee does not wait for instalments, and says that they outlast it', () => {
    const [window] = ask(FEE, '2019-09-05', '2022-03-20');
    expect(window).toMatchObject({ endsOn: '2019-12-05', termsOutlastWindow: true });
    expect(window?.reasons[0]?.en).toContain('after 2019-12-05 the court can no longer be asked');
    expect(window?.reasons.at(-1)?.en).toContain('consent of the county legal office');
    expect(ask(FEE, '2019-09-05', '2019-12-05')[0]?.termsOutlastWindow).toBe(false);
  });

  it('of a fine runs from the end of its deferral or instalments (Penalty Law art. 72(2))', () => {
    // 2026-06-30 and three months: 2026-09-30, a Wednesday.
    expect(ask(FINE, '2026-03-20', '2026-06-30')).toMatchObject([{ anchor: '2026-06-30', endsOn: '2026-09-30', runsFrom: 'endOfTerms', termsOutlastWindow: false }]);
    expect(ask(FINE, '2026-03-20', null)).toMatchObject([{ anchor: '2026-03-20', runsFrom: 'endOfTimeToSue' }]);
    // A deferral that ends before the time to sue does not open the window before it.
    expect(ask(FINE, '2026-03-20', '2026-01-31')).toMatchObject([{ anchor: '2026-03-20' }]);
  });

  it('shows both where the rule came into force inside it', () => {
    expect(ask(FINE, '2021-06-10', '2021-12-31').map(({ runsFrom, anchor }) => [runsFrom, anchor])).toEqual([['endOfTimeToSue', '2021-06-10'], ['endOfTerms', '2021-12-31']]);
    expect(ask(FINE, '2021-05-10', '2021-07-14').map(({ runsFrom }) => runsFrom)).toEqual(['endOfTimeToSue']);
  });

  it('was 180 days before 2012-01-01, and both over the change', () => {
    expect(ask(FEE, '2010-03-01', null)).toMatchObject([{ endsOn: '2010-08-30' }]);
    // 180 days after 2010-03-01: 2010-08-28, a Saturday, rolled to Monday the 30th.
    const over = ask(FEE, '2011-09-20', null);
    expect(over.map(({ endsOn }) => endsOn)).toEqual(['2012-03-19', '2011-12-20']);
    expect(ask(FEE, '2012-01-01', null)).toMatchObject([{ endsOn: '2012-04-01' }]); // a make-up working Sunday
  });

  it('is not known while a remedy is pending', () => {
    const answer = courtWindow({ rule: FINE, sueEnds: null, termsEnd: null, serviceMarginDays: 5, calendar });
    expect('unknown' in answer && answer.unknown.en).toContain('A remedy is pending');
  });
});

/** The first day on which the court can be asked after a demand (COM-01). */
const firstFiling = (served: LegalDate): LegalDate | undefined => computePeriod(specOf(clockRecord('COM-01')), served, calendar, citationOf(clockRecord('COM-01'))).firstFilingDay;

describe('the latest safe demand', () => {
  it('leaves ten working days and a day to ask: for 2019-12-05 it is 2019-11-20', () => {
    expect(latestSafeDemand(d('2019-12-05'), 0, calendar).day).toBe('2019-11-20');
    expect(firstFiling(d('2019-11-20'))).toBe('2019-12-05');
    expect(firstFiling(d('2019-11-21'))).toBe('2019-12-06');
  });

  it('keeps the margin in working days', () => {
    expect(latestSafeDemand(d('2019-12-05'), 5, calendar).day).toBe('2019-11-13');
  });

  it('never lets the first filing day pass the window, holidays or not', () => {
    for (const end of ['2019-10-08', '2020-02-03', '2019-05-05', '2025-10-09', '2026-02-28', '2019-12-31']) {
      const { day } = latestSafeDemand(d(end), 0, calendar);
      expect((firstFiling(day) ?? '9') <= end).toBe(true);
    }
  });
});
