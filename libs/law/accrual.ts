/** Assistance by the month: whole months only, each at the rate in force in it (a change in mid-year splits the year). */
import { LawInputError } from './errors.ts';
import type { Fen } from './money.ts';

/** 'YYYY-MM'. */
export interface MonthlyRate { fromMonth: string; monthlyFen: Fen }
export interface AccrualPart { fromMonth: string; toMonth: string; months: number; monthlyFen: Fen }
export interface Accrual { parts: AccrualPart[]; totalFen: Fen }

/** Number of a month, from year 0; throws `LawInputError` when the text is no month. */
function monthIndex(text: string): number {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (!parts) throw new LawInputError(`${JSON.stringify(text)} is not a month in the form YYYY-MM.`, `${JSON.stringify(text)}不是有效的月份，应写作YYYY-MM。`);
  return Number(parts[1]) * 12 + Number(parts[2]) - 1;
}

function monthText(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/**
 * What accrues from one month to another, both included. One part for each rate that applies.
 *
 * @throws LawInputError when the end lies before the start, two rates begin in one month, a rate is negative, or the
 *   first month lies before every rate (no rate is not a rate of 0).
 */
export function accrue(fromMonth: string, toMonth: string, rates: readonly MonthlyRate[]): Accrual {
  const from = monthIndex(fromMonth);
  const to = monthIndex(toMonth);
  if (to < from) throw new LawInputError(`${toMonth} lies before ${fromMonth}.`, `${toMonth}早于${fromMonth}。`);
  const ordered = rates.map(({ fromMonth: start, monthlyFen }) => ({ start: monthIndex(start), monthlyFen })).sort((a, b) => a.start - b.start);
  for (const [i, { start, monthlyFen }] of ordered.entries()) {
    if (monthlyFen < 0n) throw new LawInputError('A monthly rate is negative.', '月标准为负数。');
    if (start === ordered[i + 1]?.start) throw new LawInputError(`Two rates begin in ${monthText(start)}.`, `${monthText(start)}有两个标准同时起算。`);
  }
  const first = ordered[0];
  if (first === undefined || from < first.start) throw new LawInputError(`No rate is known for ${fromMonth}.`, `${fromMonth}没有可适用的标准。`);
  const parts: AccrualPart[] = [];
  let totalFen = 0n;
  for (const [i, { start, monthlyFen }] of ordered.entries()) {
    const begin = Math.max(start, from);
    const end = Math.min((ordered[i + 1]?.start ?? to + 1) - 1, to);
    if (end < begin) continue;
    const months = end - begin + 1;
    parts.push({ fromMonth: monthText(begin), toMonth: monthText(end), months, monthlyFen });
    totalFen += monthlyFen * BigInt(months);
  }
  return { parts, totalFen };
}
