/** What unpaid money brings on top: the late fee of the levy and the additional fine of the penalty. Never the same thing. */
import { addDays, addMonthsToDay, dayNumberOf, type LegalDate } from './dates.ts';
import { LawInputError } from './errors.ts';
import type { Fen } from './money.ts';
import { mergeSuspensions } from './suspension.ts';

export interface LateFeeInput {
  /** 2 under Order 357 art. 8. */
  perMillePerMonth: number;
  unpaidFen: Fen;
  dueDate: LegalDate;
  asOf: LegalDate;
  /** From this day nothing accrues and nothing may be collected any more (Order 427 art. 3(3)). */
  abolishedFrom?: LegalDate;
}

export interface LateFee {
  completedMonths: number;
  lateFeeFen: Fen;
  /** The uncapped figure would exceed the principal. */
  capApplied: boolean;
  /** 0 after abolition: the figure is then history only. */
  collectableFen: Fen;
}

/** Whole months completed from a due date to a day: the month is complete on its corresponding day (Civil Code art. 202). */
export function completedMonths(dueDate: LegalDate, asOf: LegalDate): number {
  const due = dayNumberOf(dueDate);
  const on = dayNumberOf(asOf);
  let months = Math.max(0, (Number(asOf.slice(0, 4)) - Number(dueDate.slice(0, 4))) * 12 + Number(asOf.slice(5, 7)) - Number(dueDate.slice(5, 7)));
  while (months > 0 && addMonthsToDay(due, months) > on) months -= 1;
  return months;
}

/**
 * What one unpaid sum brings from its due date to a day, in thousandths of a fen and before any cap. Parts of a
 * principal that are paid on different days, or due on different days as instalments, are added in thousandths and cut
 * down to the fen once, by `cutToFen`: cutting each part would lose the party's fen on the way, rounding would invent one.
 */
export function lateFeeThousandths(perMillePerMonth: number, unpaidFen: Fen, dueDate: LegalDate, until: LegalDate): { count: number; thousandths: bigint } {
  const count = completedMonths(dueDate, until);
  return { count, thousandths: notNegative(unpaidFen) * BigInt(rate(perMillePerMonth)) * BigInt(count) };
}

/** As `lateFeeThousandths` for the additional fine: natural days from the day after the due date, days of the pauses left out. */
export function additionalFineThousandths(perMillePerDay: number, unpaidFen: Fen, dueDate: LegalDate, until: LegalDate, pauses: readonly { from: LegalDate; to: LegalDate | null }[]): { count: number; thousandths: bigint } {
  const first = dayNumberOf(dueDate) + 1;
  const last = dayNumberOf(until);
  let count = Math.max(0, last - first + 1);
  if (count > 0 && pauses.length > 0) for (const [from, to] of mergeSuspensions(pauses)) count -= Math.max(0, Math.min(to, last) - Math.max(from, first) + 1);
  return { count, thousandths: notNegative(unpaidFen) * BigInt(rate(perMillePerDay)) * BigInt(count) };
}

/** Thousandths of a fen cut down to the fen, and to the cap where there is one (Compulsion Law art. 45(2): not above the principal). */
export function cutToFen(thousandths: bigint, capFen: Fen | null): { fen: Fen; capApplied: boolean } {
  const capApplied = capFen !== null && thousandths > capFen * 1000n;
  return { fen: capApplied ? capFen : thousandths / 1000n, capApplied };
}

/**
 * Late fee (滞纳金) of a number of completed months: simple, cut down to the fen, capped at the principal
 * (Order 357 art. 8; Compulsion Law art. 45(2), from 2012-01-01). Whole months and cutting are inference, in the
 * party's favour.
 */
export function lateFeeForMonths(perMillePerMonth: number, unpaidFen: Fen, months: number): { lateFeeFen: Fen; capApplied: boolean } {
  const { fen, capApplied } = cutToFen(notNegative(unpaidFen) * BigInt(rate(perMillePerMonth)) * BigInt(rate(months)), unpaidFen);
  return { lateFeeFen: fen, capApplied };
}

/** Late fee on a day, from the binding due date (the rolled one, where it rolled). */
export function lateFee(input: LateFeeInput): LateFee {
  const abolished = input.abolishedFrom !== undefined && input.asOf >= input.abolishedFrom;
  const until = abolished && input.abolishedFrom !== undefined ? addDays(input.abolishedFrom, -1) : input.asOf;
  const months = completedMonths(input.dueDate, until);
  const fee = lateFeeForMonths(input.perMillePerMonth, input.unpaidFen, months);
  return { completedMonths: months, ...fee, collectableFen: abolished ? 0n : fee.lateFeeFen };
}

export interface AdditionalFineInput {
  /** 30 (3 %) under Penalty Law art. 72(1)(1). */
  perMillePerDay: number;
  fineFen: Fen;
  dueDate: LegalDate;
  asOf: LegalDate;
  /** Reconsideration and litigation are not counted (Penalty Law art. 73(3)), both days included; `to: null` = pending. */
  pauses: readonly { from: LegalDate; to: LegalDate | null }[];
}

export interface AdditionalFine { countedDays: number; additionalFineFen: Fen; capApplied: boolean }

/** Additional fine (加处罚款): natural days from the day after the due date, overlapping pauses once, capped at the fine. */
export function additionalFine(input: AdditionalFineInput): AdditionalFine {
  // The pauses are read even where no day has accrued yet, so that a pause that ends before it begins is always refused.
  mergeSuspensions(input.pauses);
  const { count, thousandths } = additionalFineThousandths(input.perMillePerDay, input.fineFen, input.dueDate, input.asOf, input.pauses);
  const { fen, capApplied } = cutToFen(thousandths, input.fineFen);
  return { countedDays: count, additionalFineFen: fen, capApplied };
}

function rate(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new LawInputError(`${value} is not a whole number from 0.`, `${value}不是非负整数。`);
  return value;
}

function notNegative(fen: Fen): Fen {
  if (fen < 0n) throw new LawInputError('The amount is negative.', '金额为负数。');
  return fen;
}
