/**
 * Periods of the law (期间). The trigger day is never counted (Civil Procedure Law art. 85(2)); months end on the
 * corresponding day or month-end (Civil Code arts. 200-202); only the last day can roll (Civil Code art. 203(1)); a
 * legal day ends at 24:00 (Civil Code art. 203(2)).
 */
import { extremeView, type WorkingView } from './awaited-notice.ts';
import { PROVISIONAL, WORKING, type Calendar } from './calendar.ts';
import { addMonthsToDay, dateOfDay, dayNumberOf, type LegalDate, type LegalInstant } from './dates.ts';
import { LawInputError } from './errors.ts';
import { explainPeriod } from './explanation.ts';
import { mergeSuspensions, putOff, spanCovering, type DaySpan, type Suspension } from './suspension.ts';
import type { Citation, PeriodResult, PeriodSpec } from './period-types.ts';

export type { Citation, PeriodResult, PeriodSpec, PeriodUnit, RollCode } from './period-types.ts';
export type { Suspension } from './suspension.ts';

const NO_SUSPENSIONS: Suspension[] = [];
const NO_YEARS: number[] = [];
/** 27 years of days: a longer search for a working day means that the calendar is wrong. */
const LONGEST_COUNT = 10_000;

interface Outcome { raw: number | null; due: number | null; rolled: number | null }

/**
 * Computes when a period ends.
 *
 * @param anchor the trigger day, which is not counted; for a backward period the day of the event; for FIX the day
 *   itself unless the specification names one.
 * @param suspensions days that are not counted; they put off the end of forward periods and leave backward and fixed
 *   ones alone. While one is open, `due` is null.
 * @throws LawInputError for a length that is negative or no whole number, or a suspension that ends before it begins.
 */
export function computePeriod(spec: PeriodSpec, anchor: LegalDate, calendar: Calendar, citation: Citation, suspensions: readonly Suspension[] = NO_SUSPENSIONS): PeriodResult {
  if (spec.unit !== 'FIX' && !(Number.isSafeInteger(spec.length) && spec.length >= 0 && spec.length <= LONGEST_COUNT)) {
    throw new LawInputError(`${spec.length} is not a length of a period: a whole number from 0 to ${LONGEST_COUNT} is needed.`, `${spec.length}不是有效的期间长度，应为0至${LONGEST_COUNT}的整数。`);
  }
  const start = dayNumberOf(anchor);
  const movable = suspensions.length > 0 && spec.direction === 'after' && spec.unit !== 'FIX';
  const spans = movable ? mergeSuspensions(suspensions) : [];

  let doubt = 0;
  const asKnown: WorkingView = (n) => {
    const code = calendar.codeOf(n);
    doubt |= code;
    return (code & WORKING) !== 0;
  };
  const known = run(spec, start, asKnown, spans);
  const provisional = (doubt & PROVISIONAL) !== 0;

  let earliest = known.due;
  let latest = known.due;
  let other: number | null = null;
  let years = NO_YEARS;
  if (provisional && known.due !== null) {
    const candidates = [known, run(spec, start, extremeView(calendar, 'working'), spans), run(spec, start, extremeView(calendar, 'rest'), spans)]
      .map((outcome) => outcome.due).filter((day) => day !== null);
    earliest = Math.min(...candidates);
    latest = Math.max(...candidates);
    other = latest === known.due ? (earliest === known.due ? null : earliest) : latest;
    years = awaitedYears(calendar, start, earliest, latest, known.raw ?? known.due);
  }
  if (known.rolled !== null && known.rolled !== known.due && known.due !== null) {
    other = known.rolled;
    earliest = Math.min(earliest ?? known.due, known.rolled);
    latest = Math.max(latest ?? known.due, known.rolled);
  }

  const due = known.due === null ? null : dateOfDay(known.due);
  const raw = known.raw === null ? null : dateOfDay(known.raw);
  const counted = spans.length === 0 ? NO_SUSPENSIONS : suspensions.filter(({ from, to }) => (to === null || dayNumberOf(to) > start) && (known.due === null || dayNumberOf(from) <= known.due));
  const result: PeriodResult = {
    anchor, raw, due,
    lapsesAt: due === null ? null : `${due}T16:00:00.000Z` as LegalInstant,
    otherCandidate: other === null ? null : dateOfDay(other),
    earliestCandidate: earliest === null ? null : earliest === known.due ? due : dateOfDay(earliest),
    latestCandidate: latest === null ? null : latest === known.due ? due : dateOfDay(latest),
    provisional, provisionalYears: years, calendarVersion: calendar.version,
    suspensions: counted,
    get explanation() { return explainPeriod(spec, this, calendar, citation); },
  };
  if (spec.firstFilingDay === true && known.due !== null) result.firstFilingDay = dateOfDay(roll(known.due + 1, 1, asKnown));
  return result;
}

function run(spec: PeriodSpec, start: number, working: WorkingView, spans: readonly DaySpan[]): Outcome {
  const raw = rawEnd(spec, start, working, spans);
  if (raw === null || spec.unit === 'WD') return { raw, due: raw, rolled: null };
  switch (spec.roll) {
    case 'none':
    case 'absolute': return { raw, due: raw, rolled: null };
    case 'previous-working-day': return { raw, due: roll(raw, -1, working), rolled: null };
    case 'next-working-day': return { raw, due: rollPast(raw, working, spans), rolled: null };
    case 'next-working-day-citizen-only':
      if (spec.laterDateHelps === 'authority') return { raw, due: raw, rolled: null };
      if (spec.laterDateHelps === 'citizen') return { raw, due: rollPast(raw, working, spans), rolled: null };
      return { raw, due: raw, rolled: rollPast(raw, working, spans) };
  }
}

function rawEnd(spec: PeriodSpec, start: number, working: WorkingView, spans: readonly DaySpan[]): number | null {
  const sign = spec.direction === 'after' ? 1 : -1;
  const clear = spec.countMode === 'clear' ? 1 : 0;
  switch (spec.unit) {
    case 'FIX': return spec.fixedDate === undefined ? start : dayNumberOf(spec.fixedDate);
    case 'ND': return putOff(start, start + sign * (spec.length + clear), spans);
    case 'MO': return putOff(start, addMonthsToDay(start, sign * spec.length) + sign * clear, spans);
    case 'YEAR': return putOff(start, addMonthsToDay(start, sign * spec.length * 12) + sign * clear, spans);
    case 'WD': return countWorkingDays(start, spec.length + clear, sign, working, spans);
  }
}

/** The n-th working day after (or before) a day, leaving out suspended days; null while a suspension is open. */
function countWorkingDays(start: number, n: number, sign: 1 | -1, working: WorkingView, spans: readonly DaySpan[]): number | null {
  let day = start;
  for (let left = n; left > 0;) {
    day += sign;
    if (spans.length > 0) {
      const span = spanCovering(spans, day);
      if (span !== null) {
        if (span[1] === Number.POSITIVE_INFINITY) return null;
        day = span[1];
        continue;
      }
    }
    if (working(day)) left -= 1;
  }
  return day;
}

/** The first working day on or after (before) a day. */
function roll(day: number, sign: 1 | -1, working: WorkingView): number {
  let at = day;
  while (!working(at)) at += sign;
  return at;
}

/** Forward roll. A suspension that begins on the rest days before the rolled day puts it off as well. */
function rollPast(raw: number, working: WorkingView, spans: readonly DaySpan[]): number | null {
  let day = raw;
  for (;;) {
    const span = day > raw && spans.length > 0 ? spanCovering(spans, day) : null;
    if (span !== null) {
      if (span[1] === Number.POSITIVE_INFINITY) return null;
      day = span[1] + 1;
      continue;
    }
    if (working(day)) return day;
    day += 1;
  }
}

/** The years whose notices are awaited between the anchor and the candidates. */
function awaitedYears(calendar: Calendar, start: number, earliest: number, latest: number, raw: number): number[] {
  const years = new Set<number>();
  const from = Math.min(start, earliest, raw);
  for (let n = from; n <= Math.max(start, latest, raw); n += 1) {
    if ((calendar.codeOf(n) & PROVISIONAL) === 0) continue;
    const year = calendar.awaitedYear(n);
    if (year !== null) years.add(year);
  }
  return [...years].sort((a, b) => a - b);
}
