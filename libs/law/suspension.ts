import { dayNumberOf, type LegalDate } from './dates.ts';
import { LawInputError } from './errors.ts';

/** A time that is not counted into a period. Both days inclusive; `to: null` = still open. */
export interface Suspension { from: LegalDate; to: LegalDate | null; ground: string; article?: string }

/** Merged, in order: [first day, last day], the last day Infinity while open. */
export type DaySpan = readonly [number, number];

/** Overlapping suspensions count once. Throws `LawInputError` when one ends before it begins. */
export function mergeSuspensions(suspensions: readonly { from: LegalDate; to: LegalDate | null }[]): DaySpan[] {
  const spans = suspensions.map(({ from, to }): [number, number] => {
    const first = dayNumberOf(from);
    const last = to === null ? Number.POSITIVE_INFINITY : dayNumberOf(to);
    if (last < first) throw new LawInputError('A suspension ends before it begins.', '中止的结束日早于开始日。');
    return [first, last];
  }).sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [first, last] of spans) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** The suspension in which a day lies, or null. */
export function spanCovering(spans: readonly DaySpan[], day: number): DaySpan | null {
  for (const span of spans) if (day >= span[0] && day <= span[1]) return span;
  return null;
}

/**
 * The end of a period of days, months or years that would run from the day after `anchor` to `end`, put off by each
 * suspended day in it; null while one of them is open.
 */
export function putOff(anchor: number, end: number, spans: readonly DaySpan[]): number | null {
  let last = end;
  for (const [from, to] of spans) {
    // The anchor is no day of the period, so a suspended day can only be one after it.
    const first = Math.max(from, anchor + 1);
    if (first > last) break;
    if (to < first) continue;
    if (to === Number.POSITIVE_INFINITY) return null;
    last += to - first + 1;
  }
  return last;
}

