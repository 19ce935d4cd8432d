/** What a reckoning answers. */
import type { Fen, LegalDate } from '#law';
import type { DebtKey } from './accounts.ts';
import type { Accrual, Applied, InstalmentState } from './replay.ts';
import type { TermsEvent } from './terms.ts';
import type { DebtTimeline } from './timeline.ts';

/** `fen`: what the line adds to the balance, negative where it takes away; null for a line that only explains. */
export interface BalanceLine { code: string; on: LegalDate; fen: Fen | null; zh: string; en: string }

/** All sums in fen. principal + surcharge - paid - waived - no longer collected = balance, always. */
export interface Balance {
  key: DebtKey;
  asOf: LegalDate;
  /** What the served decision orders as it stands on the day. */
  principalFen: Fen;
  /** Of the unpaid principal: what is due on the day or before, and what falls due later. */
  principalDueFen: Fen;
  principalNotDueFen: Fen;
  /** Accrued up to and with the day, paid or not, cut to the fen and to the cap. */
  surchargeFen: Fen;
  surchargeCapReached: boolean;
  paidFen: Fen;
  paidPrincipalFen: Fen;
  paidSurchargeFen: Fen;
  waivedFen: Fen;
  /** From the first refused day: what was still owed and must not be collected any more. */
  noLongerCollectedFen: Fen;
  balanceFen: Fen;
  /** Money that lies in suspense for this debt: over, twice, too early or too late. Not part of the balance. */
  suspenseFen: Fen;
  /** Ordered to go back and not gone yet; gone back. */
  refundableFen: Fen;
  refundedFen: Fen;
  /** Taken by officers on the spot and not reported by the bank yet: it has paid, and the office owes it to the bank. */
  inHandsFen: Fen;
  /** One where no terms are approved: the whole sum in one payment. */
  instalments: readonly InstalmentState[];
  /** The first day of the oldest default that lasts. */
  inDefaultSince: LegalDate | null;
  /** An application that is pending and holds the surcharge. */
  heldSince: LegalDate | null;
  acceleratedOn: LegalDate | null;
  /** The day since the end of which nothing has been owed. */
  paidInFullOn: LegalDate | null;
  /** Written when they are read. */
  readonly lines: BalanceLine[];
}

/** What stands behind a balance, for those who book or explain. */
export interface Reckoning { timeline: DebtTimeline; history: readonly TermsEvent[]; applied: ReadonlyMap<string, Applied>; accruals: readonly Accrual[]; balance: Balance }
