import type { LegalDate, LegalInstant } from './dates.ts';
import type { Suspension } from './suspension.ts';

/** ND natural days, WD working days, MO calendar months, YEAR years, FIX a fixed calendar date. */
export type PeriodUnit = 'ND' | 'WD' | 'MO' | 'YEAR' | 'FIX';

/** What happens when the last day is a rest day. `citizen-only`: the statute is silent, see `laterDateHelps`. */
export type RollCode = 'next-working-day' | 'next-working-day-citizen-only' | 'none' | 'previous-working-day' | 'absolute';

export interface PeriodSpec {
  length: number;
  unit: PeriodUnit;
  direction: 'after' | 'before';
  roll: RollCode;
  /** For `next-working-day-citizen-only`: 'citizen' = the rolled date binds, 'authority' = the raw date binds, null = not settled: both are shown. */
  laterDateHelps?: 'citizen' | 'authority' | null;
  /** `clear`: so many full days lie between the two days. */
  countMode?: 'clear';
  fixedDate?: LegalDate;
  /** Also answer the first working day after the end (the day on which the court can be applied to). */
  firstFilingDay?: boolean;
}

/** The rule that sets the period. `status` as in the law reference: an inference says so wherever it is applied. */
export interface Citation {
  instrument: { zh: string; en: string };
  article: string;
  status?: 'verified' | 'unverified' | 'inference';
}

export interface PeriodResult {
  anchor: LegalDate;
  /** The last day before any roll; null while a suspension is open. */
  raw: LegalDate | null;
  /** The binding last day; null while a suspension is open. */
  due: LegalDate | null;
  /** 24:00 China time of `due`. */
  lapsesAt: LegalInstant | null;
  /** The other possible day: the rolled one where the roll is not settled, or another candidate of a provisional period. */
  otherCandidate: LegalDate | null;
  earliestCandidate: LegalDate | null;
  latestCandidate: LegalDate | null;
  /** A working-day count or a roll touches days that no notice has settled. */
  provisional: boolean;
  /** Years whose notice is awaited. */
  provisionalYears: number[];
  calendarVersion: string;
  /** Those that put the end off. */
  suspensions: Suspension[];
  /** First working day after the end, if the specification asks for it. */
  firstFilingDay?: LegalDate;
  /** Written when it is read. */
  readonly explanation: { zh: string; en: string };
}
