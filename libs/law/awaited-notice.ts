/**
 * What a notice that is not published yet could do to a count. Every notice since 2007 moves days only around the
 * seven holidays; within such a window it turns a limited number of weekdays into rest days and of weekend days into
 * working days. A count is run twice: once with the most rest days, once with the most working days that a notice in
 * the manner of 2007-2026 can bring. The two results are the earliest and latest candidates. They are a forecast for
 * planning, not law: the notice decides, and the period is computed again when it is loaded.
 */
import { PROVISIONAL, WORKING, type Calendar } from './calendar.ts';
import { civilOf, weekdayOfDay } from './dates.ts';
import { statutoryHolidayByDate } from './statutory-holidays.ts';

interface Window { name: string; from: number; to: number; restWeekdays: number; workedWeekendDays: number }

/** Month and day as MMDD; at least as wide as every notice for 2007-2026 (shown by awaited-notice.spec.ts). */
const WINDOWS: readonly Window[] = [
  { name: 'new-year', from: 1225, to: 1231, restWeekdays: 3, workedWeekendDays: 2 },
  { name: 'new-year', from: 101, to: 110, restWeekdays: 3, workedWeekendDays: 2 },
  { name: 'spring', from: 111, to: 117, restWeekdays: 0, workedWeekendDays: 2 },
  { name: 'spring', from: 118, to: 310, restWeekdays: 6, workedWeekendDays: 2 },
  { name: 'qingming', from: 325, to: 417, restWeekdays: 3, workedWeekendDays: 2 },
  { name: 'labour', from: 418, to: 515, restWeekdays: 5, workedWeekendDays: 3 },
  { name: 'dragon-boat', from: 516, to: 705, restWeekdays: 3, workedWeekendDays: 2 },
  { name: 'autumn', from: 825, to: 1020, restWeekdays: 7, workedWeekendDays: 4 },
];

/** Decides for days in increasing or decreasing order; each day is asked once. */
export type WorkingView = (dayNumber: number) => boolean;

/** The view of a calendar in which the awaited notices bring as many working days (or rest days) as early as they can. */
export function extremeView(calendar: Calendar, most: 'working' | 'rest'): WorkingView {
  const used = new Map<string, number>();
  return (n) => {
    const code = calendar.codeOf(n);
    if ((code & PROVISIONAL) === 0) return (code & WORKING) !== 0;
    const { year, month, day } = civilOf(n);
    if (statutoryHolidayByDate(year, month, day)) return false;
    const weekday = weekdayOfDay(n);
    const weekend = weekday === 0 || weekday === 6;
    if (weekend === (most === 'rest')) return !weekend;
    const at = month * 100 + day;
    const window = WINDOWS.find(({ from, to }) => at >= from && at <= to);
    if (window === undefined) return !weekend;
    const key = `${window.name}/${month === 12 ? year + 1 : year}`;
    const count = used.get(key) ?? 0;
    if (count >= (most === 'rest' ? window.restWeekdays : window.workedWeekendDays)) return !weekend;
    used.set(key, count + 1);
    return weekend;
  };
}
