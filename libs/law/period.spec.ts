import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { CalendarBook, type Calendar } from './calendar.ts';
import { addDays, addMonths, dateOfDay, dayNumberOf, daysBetween, legalDate, type LegalDate } from './dates.ts';
import { LawInputError } from './errors.ts';
import { computePeriod, type Citation, type PeriodResult, type PeriodSpec, type Suspension } from './period.ts';

const book = CalendarBook.seed();
const calendar = book.final();
const d = legalDate;
const law: Citation = { instrument: { zh: '《行政处罚法》', en: 'Administrative Penalty Law' }, article: 'art. 64(1), 85' };
const spec = (length: number, unit: PeriodSpec['unit'], roll: PeriodSpec['roll'] = 'none', more: Partial<PeriodSpec> = {}): PeriodSpec => ({ length, unit, direction: 'after', roll, ...more });
const period = (what: PeriodSpec, anchor: string, suspensions?: readonly Suspension[], by: Calendar = calendar): PeriodResult => computePeriod(what, d(anchor), by, law, suspensions);
const pause = (from: string, to: string | null): Suspension => ({ from: d(from), to: to === null ? null : d(to), ground: 'reconsideration' });

const anyDate = fc.integer({ min: dayNumberOf(d('2007-02-01')), max: dayNumberOf(d('2025-10-31')) }).map(dateOfDay);
const workingBetween = (from: LegalDate, to: LegalDate): number => {
  let count = 0;
  for (let n = dayNumberOf(from) + 1; n <= dayNumberOf(to); n += 1) if (calendar.isWorkingDay(dateOfDay(n))) count += 1;
  return count;
};

describe('a period', () => {
  it('lapses at 24:00 China time of its last day', () => {
    expect(period(spec(5, 'WD'), '2025-09-28')).toMatchObject({ raw: '2025-10-11', due: '2025-10-11', lapsesAt: '2025-10-11T16:00:00.000Z', provisional: false, provisionalYears: [], otherCandidate: null, earliestCandidate: '2025-10-11', latestCandidate: '2025-10-11' });
  });

  it('of natural days without a roll ends on any day and is never provisional', () => {
    expect(period(spec(90, 'ND', 'absolute'), '2026-11-01')).toMatchObject({ due: '2027-01-30', provisional: false, provisionalYears: [] });
    expect(period(spec(2, 'YEAR', 'absolute'), '2026-11-01')).toMatchObject({ due: '2028-11-01', provisional: false });
    expect(period(spec(30, 'ND', 'next-working-day-citizen-only', { laterDateHelps: 'authority' }), '2026-12-02')).toMatchObject({ due: '2027-01-01', provisional: false });
  });

  it('of working days n holds n working days', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: 1, max: 40 }), (anchor, n) => {
      const { due } = computePeriod(spec(n, 'WD'), anchor, calendar, law);
      expect(calendar.isWorkingDay(due as LegalDate)).toBe(true);
      expect(workingBetween(anchor, due as LegalDate)).toBe(n);
    }));
  });

  it('rolls forward only, to the first working day', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: 0, max: 90 }), fc.constantFrom<PeriodSpec['unit']>('ND', 'MO'), (anchor, n, unit) => {
      const { raw, due } = computePeriod(spec(unit === 'MO' ? n % 12 : n, unit, 'next-working-day'), anchor, calendar, law);
      expect((due as string) >= (raw as string)).toBe(true);
      expect(due).toBe(calendar.nextWorkingDay(raw as LegalDate));
    }));
  });

  it('rolls back for payment runs', () => {
    expect(period(spec(0, 'FIX', 'previous-working-day', { fixedDate: d('2026-02-17') }), '2026-01-01').due).toBe('2026-02-14');
    expect(period(spec(0, 'FIX', 'previous-working-day'), '2024-06-10').due).toBe('2024-06-07');
  });

  it('shows both days where a roll is not settled', () => {
    expect(period(spec(30, 'ND', 'next-working-day-citizen-only', { laterDateHelps: null }), '2019-09-05')).toMatchObject({ due: '2019-10-05', otherCandidate: '2019-10-08', earliestCandidate: '2019-10-05', latestCandidate: '2019-10-08' });
    expect(period(spec(30, 'ND', 'next-working-day-citizen-only', { laterDateHelps: 'citizen' }), '2019-09-05')).toMatchObject({ raw: '2019-10-05', due: '2019-10-08', otherCandidate: null });
  });

  it('counted backwards leaves so many clear days between', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: 1, max: 15 }), (event, n) => {
      const { due } = computePeriod(spec(n, 'WD', 'previous-working-day', { direction: 'before', countMode: 'clear' }), event, calendar, law);
      expect(calendar.isWorkingDay(due as LegalDate)).toBe(true);
      expect(workingBetween(due as LegalDate, addDays(event, -1))).toBe(n);
    }));
    expect(period(spec(3, 'ND', 'none', { direction: 'before' }), '2026-03-10').due).toBe('2026-03-07');
    expect(period(spec(3, 'ND', 'none', { direction: 'before', countMode: 'clear' }), '2026-03-10').due).toBe('2026-03-06');
    expect(period(spec(1, 'MO', 'previous-working-day', { direction: 'before' }), '2026-03-31')).toMatchObject({ raw: '2026-02-28', due: '2026-02-28' });
  });

  it('refuses a length that is none', () => {
    for (const length of [-1, 1.5, Number.NaN, 10_001]) expect(() => period(spec(length, 'ND'), '2026-01-01')).toThrow(LawInputError);
  });

  it('names the first filing day when asked', () => {
    expect(period(spec(10, 'WD', 'none', { firstFilingDay: true }), '2026-02-09').firstFilingDay).toBe('2026-03-02');
    expect(period(spec(10, 'WD'), '2026-02-09').firstFilingDay).toBeUndefined();
  });
});

describe('suspensions', () => {
  it('leave out both of their days, and overlapping ones count once', () => {
    expect(period(spec(30, 'ND', 'absolute'), '2026-03-01', [pause('2026-03-11', '2026-03-20')]).due).toBe('2026-04-10');
    expect(period(spec(30, 'ND', 'absolute'), '2026-03-01', [pause('2026-03-15', '2026-03-20'), pause('2026-03-11', '2026-03-15')]).due).toBe('2026-04-10');
    expect(period(spec(3, 'MO', 'absolute'), '2026-03-01', [pause('2026-05-31', '2026-06-01')]).due).toBe('2026-06-03');
    expect(period(spec(5, 'WD'), '2026-03-02', [pause('2026-03-04', '2026-03-04')]).due).toBe('2026-03-10');
  });

  it('count from the day after the trigger, and those after the end change nothing', () => {
    expect(period(spec(10, 'ND'), '2026-03-10', [pause('2026-03-01', '2026-03-12')])).toMatchObject({ due: '2026-03-22' });
    const untouched = period(spec(10, 'ND'), '2026-03-10', [pause('2026-03-21', null), pause('2026-01-01', '2026-03-10')]);
    expect(untouched).toMatchObject({ due: '2026-03-20', suspensions: [] });
  });

  it('leave the end open while they last', () => {
    const open = period(spec(10, 'WD'), '2026-03-02', [pause('2026-03-05', null)]);
    expect(open).toMatchObject({ raw: null, due: null, lapsesAt: null, earliestCandidate: null, latestCandidate: null });
    expect(open.suspensions).toHaveLength(1);
    expect(open.explanation.en).toContain('suspended and its end is not known yet');
    expect(period(spec(3, 'MO'), '2026-03-02', [pause('2026-03-05', null)]).due).toBeNull();
  });

  it('that begin on the rest days before the rolled end put it off as well', () => {
    const what = spec(5, 'ND', 'next-working-day');
    expect(period(what, '2026-03-02')).toMatchObject({ raw: '2026-03-07', due: '2026-03-09' });
    expect(period(what, '2026-03-02', [pause('2026-03-08', '2026-03-10')])).toMatchObject({ raw: '2026-03-07', due: '2026-03-11' });
    expect(period(what, '2026-03-02', [pause('2026-03-08', null)])).toMatchObject({ raw: '2026-03-07', due: null });
  });

  it('do not move backward counts and fixed dates', () => {
    expect(period(spec(7, 'WD', 'previous-working-day', { direction: 'before', countMode: 'clear' }), '2025-10-20', [pause('2025-10-10', null)])).toMatchObject({ due: '2025-10-09', suspensions: [] });
    expect(period(spec(0, 'FIX', 'absolute', { fixedDate: d('2021-08-20') }), '2021-01-01', [pause('2021-01-01', null)]).due).toBe('2021-08-20');
  });

  it('that end before they begin are refused', () => {
    expect(() => period(spec(5, 'ND'), '2026-03-02', [pause('2026-03-08', '2026-03-07')])).toThrow(LawInputError);
  });

  it('put a period of days off by exactly the days they cover', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: 1, max: 60 }), fc.array(fc.tuple(fc.integer({ min: -10, max: 90 }), fc.integer({ min: 0, max: 20 })), { maxLength: 4 }), (anchor, n, pauses) => {
      const spans = pauses.map(([at, days]) => pause(addDays(anchor, at), addDays(anchor, at + days)));
      const covered = (day: LegalDate): boolean => spans.some(({ from, to }) => day >= from && to !== null && day <= to);
      const { due } = computePeriod(spec(n, 'ND', 'absolute'), anchor, calendar, law, spans);
      let counted = 0;
      for (let day = addDays(anchor, 1); day <= (due as string); day = addDays(day, 1)) if (!covered(day)) counted += 1;
      expect(counted).toBe(n);
      expect(covered(due as LegalDate)).toBe(false);
    }));
  });
});

describe('a year without a notice', () => {
  it('makes a count and a roll provisional, with the earliest and the latest day', () => {
    const count = period(spec(10, 'WD'), '2026-12-23');
    expect(count).toMatchObject({ provisional: true, provisionalYears: [2027] });
    expect(String(count.earliestCandidate) <= String(count.due) && String(count.due) <= String(count.latestCandidate)).toBe(true);
    expect(count.explanation.zh).toContain('暂定：2027年节假日安排通知尚未载入');
    expect(period(spec(30, 'ND', 'next-working-day'), '2026-12-02')).toMatchObject({ raw: '2027-01-01', due: '2027-01-04', provisional: true, provisionalYears: [2027] });
    expect(period(spec(5, 'WD'), '2003-06-02')).toMatchObject({ provisional: true, provisionalYears: [2003] });
    expect(period(spec(5, 'WD'), '2026-12-01').provisional).toBe(false);
  });

  it('is settled by its notice', () => {
    const loaded = book.with({ id: 'CN-2027', region: 'CN', year: 2027, notice: { id: 'CN-2027', title: '', publishedOn: d('2026-11-10'), source: 'test' }, days: { '2027-01-01': 'rest', '2027-01-04': 'rest' } });
    expect(period(spec(30, 'ND', 'next-working-day'), '2026-12-02', [], loaded.final())).toMatchObject({ due: '2027-01-05', provisional: false, provisionalYears: [] });
    expect(period(spec(30, 'ND', 'next-working-day'), '2026-12-02', [], loaded.asKnownOn(d('2026-11-09')))).toMatchObject({ due: '2027-01-04', provisional: true });
  });
});

describe('the explanation', () => {
  it('names article, anchor, count, roll and calendar in both languages', () => {
    const { explanation } = period(spec(30, 'ND', 'next-working-day-citizen-only', { laterDateHelps: 'citizen' }), '2020-01-01', [], book.asKnownOn(d('2020-01-27')));
    expect(explanation.en).toBe("Administrative Penalty Law art. 64(1), 85. The trigger day 2020-01-01 is not counted. 30 natural day(s) after 2020-01-01 end on 2020-01-31 (Friday, holiday). The first working day after it is 2020-02-03 (Monday, working day) (by analogy, in the citizen's favour: inference). It lapses at 24:00 China time on 2020-02-03. Calendar CN@2020-01-27.");
    expect(explanation.zh).toBe('依据：《行政处罚法》第64条第1项、第85条。2020-01-01为起算事由发生日，不计入期间。30日的最后一日为2020-01-31（星期五，节假日）。最后一日为休息日，顺延至其后第一个工作日2020-02-03（星期一，工作日）（参照适用，有利于当事人：推定）。期间于2020-02-03二十四时（北京时间）届满。日历版本：CN@2020-01-27。');
  });

  it('survives copying and JSON', () => {
    const result = period(spec(5, 'WD'), '2025-09-28', [pause('2025-10-09', '2025-10-09')]);
    expect({ ...result }.explanation).toEqual(result.explanation);
    expect(JSON.parse(JSON.stringify(result)).explanation).toEqual(result.explanation);
    expect(result.explanation.en).toContain('Not counted: 2025-10-09 to 2025-10-09, both days included (reconsideration).');
  });

  it('is written for every unit, direction and roll', () => {
    const specs = (['ND', 'WD', 'MO', 'YEAR', 'FIX'] as const).flatMap((unit) => (['after', 'before'] as const).flatMap((direction) => (['next-working-day', 'next-working-day-citizen-only', 'none', 'previous-working-day', 'absolute'] as const).flatMap((roll) => ([undefined, 'clear'] as const).flatMap((countMode) => (['citizen', 'authority', null] as const).map((laterDateHelps) => spec(3, unit, roll, { direction, laterDateHelps, ...(countMode ? { countMode } : {}) }))))));
    for (const what of specs) {
      for (const status of ['verified', 'inference', 'unverified'] as const) {
        const { explanation, due } = computePeriod(what, d('2026-12-29'), calendar, { ...law, status });
        for (const text of [explanation.en, explanation.zh]) {
          expect(text).not.toMatch(/undefined|null|NaN/);
          expect(text).toContain(String(due));
        }
        expect(explanation.en.includes('(inference).') || status !== 'inference').toBe(true);
      }
    }
  });
});

it('a month period ends on the corresponding day before its roll', () => {
  fc.assert(fc.property(anyDate, fc.integer({ min: 1, max: 24 }), (anchor, n) => {
    expect(computePeriod(spec(n, 'MO', 'next-working-day'), anchor, calendar, law).raw).toBe(addMonths(anchor, n));
    expect(daysBetween(anchor, computePeriod(spec(n, 'ND'), anchor, calendar, law).due as LegalDate)).toBe(n);
  }));
});
