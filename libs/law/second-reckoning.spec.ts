/**
 * The date rules a second time, from the words of the law and other people's libraries: Day.js counts days, months and
 * years, chinese-days knows the working days of 2007 to 2026. Nothing of our own reckoning is used on this side.
 */
import { describe, expect, it } from '@jest/globals';
import { isWorkday } from 'chinese-days';
import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';
import * as fc from 'fast-check';
import { CalendarBook } from './calendar.ts';
import { addDays, addMonths, addYears, ageOn, daysBetween, endOfDay, legalDate, startOfDay, weekdayOf } from './dates.ts';
import { computePeriod, type Citation, type PeriodSpec } from './period.ts';

dayjs.extend(utc);
const calendar = CalendarBook.seed().final();
const law: Citation = { instrument: { zh: '《民法典》', en: 'Civil Code' }, article: 'arts. 200-203' };
const CASES = process.env['ANJUAN_TEST_TIER'] === 'all' ? 40_000 : process.env['ANJUAN_TEST_TIER'] === 'fast' ? 500 : 2_000;

interface Pause { from: string; to: string }
const day = (text: string): dayjs.Dayjs => dayjs.utc(text);
const text = (at: dayjs.Dayjs): string => at.format('YYYY-MM-DD');
const known = new Map<string, boolean>();
function works(at: dayjs.Dayjs): boolean {
  const date = text(at);
  const answer = known.get(date) ?? isWorkday(date);
  known.set(date, answer);
  return answer;
}
function paused(at: dayjs.Dayjs, pauses: readonly Pause[]): boolean {
  const date = text(at);
  return pauses.some(({ from, to }) => from <= date && date <= to);
}

/** Day after day from the day after the anchor until `n` days have counted. */
function walk(anchor: dayjs.Dayjs, n: number, step: 1 | -1, counts: (at: dayjs.Dayjs) => boolean): dayjs.Dayjs {
  let at = anchor;
  for (let left = n; left > 0;) {
    at = at.add(step, 'day');
    if (counts(at)) left -= 1;
  }
  return at;
}

/** The end of a period before any roll, and the binding end. */
function reckoned(spec: PeriodSpec, anchor: string, pauses: readonly Pause[]): { raw: string; due: string } {
  const start = day(anchor);
  const step = spec.direction === 'after' ? 1 : -1;
  const clear = spec.countMode === 'clear' ? 1 : 0;
  const pausing = spec.direction === 'after' ? pauses : [];
  if (spec.unit === 'WD') {
    const end = text(walk(start, spec.length + clear, step, (at) => works(at) && !paused(at, pausing)));
    return { raw: end, due: end };
  }
  const unit = { ND: 'day', MO: 'month', YEAR: 'year', FIX: 'day' } as const;
  const plain = start.add(step * spec.length, unit[spec.unit]).add(step * clear, 'day');
  const raw = pausing.length === 0 ? plain : walk(start, plain.diff(start, 'day'), 1, (at) => !paused(at, pausing));
  const forward = spec.roll === 'next-working-day' || (spec.roll === 'next-working-day-citizen-only' && spec.laterDateHelps === 'citizen');
  let due = raw;
  if (forward) while (!works(due) || (due.isAfter(raw) && paused(due, pausing))) due = due.add(1, 'day');
  while (spec.roll === 'previous-working-day' && !works(due)) due = due.subtract(1, 'day');
  return { raw: text(raw), due: text(due) };
}

const dateBetween = (from: string, to: string): fc.Arbitrary<string> => fc.integer({ min: 0, max: day(to).diff(day(from), 'day') }).map((n) => text(day(from).add(n, 'day')));
const lengths = { ND: 90, MO: 30, YEAR: 5, WD: 40 } as const;
const anySpec: fc.Arbitrary<PeriodSpec> = fc.constantFrom<keyof typeof lengths>('ND', 'MO', 'YEAR', 'WD').chain((unit) => fc.record({
  unit: fc.constant(unit), length: fc.integer({ min: 0, max: lengths[unit] }), direction: fc.constantFrom<PeriodSpec['direction']>('after', 'before'),
  roll: fc.constantFrom<PeriodSpec['roll']>('next-working-day', 'next-working-day-citizen-only', 'none', 'previous-working-day', 'absolute'),
  laterDateHelps: fc.constantFrom<'citizen' | 'authority'>('citizen', 'authority'), clear: fc.boolean(),
})).map(({ clear, ...spec }) => (clear ? { ...spec, countMode: 'clear' as const } : spec));

describe('the date rules, reckoned a second time', () => {
  it(`agrees on ${CASES} random periods of days, working days, months and years, with their rolls`, () => {
    fc.assert(fc.property(anySpec, dateBetween('2013-01-01', '2020-12-31'), (spec, anchor) => {
      const { raw, due, provisional, lapsesAt } = computePeriod(spec, legalDate(anchor), calendar, law);
      expect({ raw, due, provisional }).toEqual({ ...reckoned(spec, anchor, []), provisional: false });
      // 24:00 of the last day in China is 16:00 of the same day in UTC, summer and winter.
      expect(lapsesAt).toBe(day(due ?? '').add(16, 'hour').toISOString());
    }), { numRuns: CASES });
  });

  it(`agrees on ${CASES / 4} random periods that were suspended`, () => {
    const pause = fc.tuple(dateBetween('2013-01-01', '2021-06-30'), fc.integer({ min: 0, max: 60 })).map(([from, more]) => ({ from, to: text(day(from).add(more, 'day')) }));
    // Walked day by day: of months and years the first suffice.
    const shorter = anySpec.map((spec) => (spec.unit === 'MO' || spec.unit === 'YEAR' ? { ...spec, length: spec.length % (spec.unit === 'MO' ? 7 : 2) } : spec));
    fc.assert(fc.property(shorter, dateBetween('2013-01-01', '2019-12-31'), fc.array(pause, { minLength: 1, maxLength: 12 }), (spec, anchor, pauses) => {
      const suspensions = pauses.map(({ from, to }) => ({ from: legalDate(from), to: legalDate(to), ground: 'demo' }));
      const { raw, due } = computePeriod(spec, legalDate(anchor), calendar, law, suspensions);
      expect({ raw, due }).toEqual(reckoned(spec, anchor, pauses));
    }), { numRuns: CASES / 4 });
  });

  it(`agrees on ${CASES} days, months, years, weekdays and ages between 1900 and 2199, summer time or not`, () => {
    fc.assert(fc.property(dateBetween('1900-01-01', '2199-12-31'), fc.integer({ min: -1200, max: 1200 }), dateBetween('1900-01-01', '2199-12-31'), (from, n, other) => {
      const date = legalDate(from);
      const [birth = '', on = ''] = [from, other].sort();
      let age = 0;
      while (!day(birth).add(age + 1, 'year').isAfter(day(on))) age += 1;
      expect({
        days: addDays(date, n), months: addMonths(date, n), years: addYears(date, Math.trunc(n / 12)), weekday: weekdayOf(date), between: daysBetween(date, legalDate(other)),
        starts: startOfDay(date), ends: endOfDay(date), age: ageOn(legalDate(birth), legalDate(on)),
      }).toEqual({
        days: text(day(from).add(n, 'day')), months: text(day(from).add(n, 'month')), years: text(day(from).add(Math.trunc(n / 12), 'year')), weekday: day(from).day(), between: day(other).diff(day(from), 'day'),
        starts: day(from).subtract(8, 'hour').toISOString(), ends: day(from).add(16, 'hour').toISOString(), age,
      });
    }), { numRuns: CASES });
  });

  it('would see a day too many, a day too few, and a month that ends on the wrong day', () => {
    const spec: PeriodSpec = { length: 1, unit: 'MO', direction: 'after', roll: 'none' };
    expect(reckoned(spec, '2020-01-31', [])).toEqual({ raw: '2020-02-29', due: '2020-02-29' });
    expect(reckoned({ ...spec, length: 5, unit: 'WD' }, '2020-01-20', [])).toEqual({ raw: '2020-02-04', due: '2020-02-04' });
  });
});
