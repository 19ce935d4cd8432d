/** The balance of a debt on any day, past or present, to the fen and with its reasons. */
import type { LegalDate, LegalInstant } from '#law';
import { knownAt } from './book.ts';
import type { DebtKey } from './accounts.ts';
import type { Entry } from './entry.ts';
import { explainBalance } from './explain-balance.ts';
import type { Balance, Reckoning } from './reckoning.ts';
import { replay } from './replay.ts';
import type { DebtTerms, MoneyRules, TermsEvent } from './terms.ts';
import { timelineOf } from './timeline.ts';

/**
 * The balance of a debt at the end of a day.
 *
 * @param known what may be known: with an instant, a past day gives what was shown at that instant; without, what is
 *   known now.
 */
export function balanceAsOf(entries: readonly Entry[], key: DebtKey, day: LegalDate, terms: DebtTerms, rules: MoneyRules, known?: LegalInstant): Balance {
  return reckon(entries, key, day, terms, rules, known).balance;
}

export function reckon(entries: readonly Entry[], key: DebtKey, day: LegalDate, terms: DebtTerms, rules: MoneyRules, known?: LegalInstant): Reckoning {
  const timeline = timelineOf(knownAt(entries, known), key, day);
  const history = terms.history.filter((event) => event.on <= day && (known === undefined || event.recordedAt <= known)).sort(byDay);
  const pauses = pausesOf(terms, rules, day, known);
  const played = replay(timeline, terms, history, pauses, rules, day);
  const refused = rules.refusedFrom !== null && day >= rules.refusedFrom;
  let principalDueFen = 0n;
  let principalNotDueFen = 0n;
  for (const { due, fen } of played.pieces) if (due <= day) principalDueFen += fen; else principalNotDueFen += fen;
  const owed = timeline.principalFen + played.accruedFen - played.paidPrincipalFen - played.paidSurchargeFen - played.waivedFen;
  const noLongerCollectedFen = refused && owed > 0n ? owed : 0n;
  let inDefaultSince: LegalDate | null = null;
  for (const one of played.instalments) {
    if (one.inDefaultSince !== null && !refused && (inDefaultSince === null || one.inDefaultSince < inDefaultSince)) inDefaultSince = one.inDefaultSince;
  }
  const balance: Balance = {
    key, asOf: day,
    principalFen: timeline.principalFen,
    principalDueFen: refused ? 0n : principalDueFen, principalNotDueFen: refused ? 0n : principalNotDueFen,
    surchargeFen: played.accruedFen, surchargeCapReached: played.capApplied,
    paidFen: played.paidPrincipalFen + played.paidSurchargeFen, paidPrincipalFen: played.paidPrincipalFen, paidSurchargeFen: played.paidSurchargeFen,
    waivedFen: played.waivedFen, noLongerCollectedFen, balanceFen: owed - noLongerCollectedFen,
    suspenseFen: played.excessFen, refundableFen: timeline.refundableFen, refundedFen: timeline.refundedFen, inHandsFen: timeline.inHandsFen,
    instalments: played.instalments, inDefaultSince, heldSince: played.heldSince, acceleratedOn: played.acceleratedOn,
    paidInFullOn: owed === 0n ? played.settledSince : null,
    get lines() { return explainBalance(reckoning, terms, rules); },
  };
  const reckoning: Reckoning = { timeline, history, applied: played.applied, accruals: played.accruals, balance };
  return reckoning;
}

/** Only where the rule leaves remedies out, and only their days since it does (Penalty Law art. 73(3): 2021-07-15). */
function pausesOf(terms: DebtTerms, rules: MoneyRules, day: LegalDate, known: LegalInstant | undefined): { from: LegalDate; to: LegalDate | null }[] {
  const rule = rules.surcharge;
  if (rule === null || rule.kind !== 'additionalFine' || rule.pausedSince === null) return [];
  const since = rule.pausedSince;
  return terms.remedies
    .filter((one) => one.from <= day && (one.to === null || one.to >= since) && (known === undefined || one.recordedAt <= known))
    .map(({ from, to }) => ({ from: from < since ? since : from, to }));
}

function byDay(a: TermsEvent, b: TermsEvent): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  return a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0;
}
