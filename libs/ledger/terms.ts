/** The terms of a debt: when it is due, what came in the way, and by which rules its surcharge runs. All of it is data of the case and its pack. */
import type { Citation, LegalDate, LegalInstant } from '#law';
import type { Instalment } from './instalments.ts';

/** One thing that happened to the terms. `recordedAt` bounds what a recomputed past day may know. */
export type TermsEvent = { on: LegalDate; recordedAt: LegalInstant } & (
  /** An application for instalments or deferral came in. `timely`: within the time the pack gives for it. */
  | { kind: 'applied'; timely: boolean }
  /** It was refused: the first due date stands as if nobody had asked. */
  | { kind: 'refused' }
  /** Approved, or renegotiated: from this day these instalments and no others. A deferral is a plan of one instalment. */
  | { kind: 'approved'; instalments: readonly Instalment[]; acceleration?: Acceleration; cite: Citation }
  /** The terms ended before their time by a decision: what is unpaid is due on this day. */
  | { kind: 'ended'; cite: Citation });

/** Only where the approval says so: so many instalments unpaid at once make the whole rest due. */
export interface Acceleration { unpaidInstalments: number }

export interface DebtTerms {
  /** The last day to pay in one sum, rolled; null while the period to pay stands still: its end is not known yet, and nothing falls due. */
  dueDate: LegalDate | null;
  /** Since when it stands still. */
  standsSince?: LegalDate;
  dueCite: Citation;
  /** Whether the served paper states the rate: if not, nothing accrues (Compulsion Law art. 45(1)). */
  rateStated: boolean;
  history: readonly TermsEvent[];
  /** Reconsideration and litigation, both days included; `to: null` = pending. */
  remedies: readonly { from: LegalDate; to: LegalDate | null; recordedAt: LegalInstant; ground?: string }[];
}

export type SurchargeRule = {
  cite: Citation;
  /** The total does not exceed the principal from this day on (Compulsion Law art. 45(2): 2012-01-01); null: no cap. */
  cappedSince: LegalDate | null;
  capCite: Citation;
} & (
  /** 滞纳金: whole months, simple. Remedies do not stop it. */
  | { kind: 'lateFee'; perMillePerMonth: number }
  /** 加处罚款: every day; days of remedies from `pausedSince` on are left out (Penalty Law art. 73(3): 2021-07-15). */
  | { kind: 'additionalFine'; perMillePerDay: number; pausedSince: LegalDate | null; pauseCite: Citation }
);

/** What a receipt pays first. No text of the fee or the fine fixes the order: it is data of the pack. */
export type AllocationStep = 'principalDue' | 'surcharge' | 'principalNotDue';

export interface MoneyRules {
  surcharge: SurchargeRule | null;
  /** Each step once. */
  allocation: readonly AllocationStep[];
  allocationCite: Citation;
  /** Whether a timely application for terms holds the surcharge until the answer. */
  applicationHolds: boolean;
  /** From this day nothing accrues, nothing is collected, and money with such a value date goes back. */
  refusedFrom: LegalDate | null;
  refusedCite: Citation | null;
}

