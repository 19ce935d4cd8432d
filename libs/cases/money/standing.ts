/**
 * How each debt of a case stands: in terms, in default, how long the court can still be asked, at the court. As of the day of
 * the last event: each due day that passes is an event, so between two of them none of it changes.
 */
import { chinaDateOf, type LawBook, type LegalDate, type LegalInstant } from '#law';
import type { DebtTerms } from '#ledger';
import { caseMoney, clockReader, courtWindowOf, lastSafeDemandOf } from '../clocks.ts';
import { holds } from '../conditions.ts';
import type { CaseState } from '../model.ts';
import { chosenWindow, standingOf } from './court.ts';
import { balanceOf, type CaseDebt } from './debts.ts';

export interface DebtStanding {
  party: string;
  debt: string;
  /** Since when approved instalments or a deferral are in force; null: the sum is due at once. */
  planSince: LegalDate | null;
  /** Since when the party has been behind with a sum or an instalment. */
  inDefaultSince: LegalDate | null;
  /** The last day on which the court can be asked (Compulsion Law art. 53); null: there is no window yet, or the court was asked. */
  windowEndsOn: LegalDate | null;
  /** The last day on which a demand leaves time for the court (art. 54); null: none is known, or a demand was served on what is overdue. */
  demandBy: LegalDate | null;
  /** Since when an application for this debt has been before the court. */
  atCourtSince: LegalDate | null;
}

/** Since when approved instalments or a deferral are in force on a day; null: none are. */
export function planInForceSince({ history }: DebtTerms, day: LegalDate): LegalDate | null {
  return history.filter(({ on }) => on <= day).reduce<LegalDate | null>((since, { kind, on }) => (kind === 'approved' ? on : kind === 'ended' ? null : since), null);
}

/** Of every debt that a served decision established, in the order of the record; none where the procedure has no money. */
export function debtStandings(state: CaseState, at: LegalInstant, book: LawBook): DebtStanding[] {
  const { pack } = book.pack(state.pack);
  if (pack.money === undefined) return [];
  const day = chinaDateOf(state.lastRecordedAt);
  const money = caseMoney(state, at, book);
  return money.debts.flatMap((one) => {
    const { party, debt } = one.key;
    const balance = balanceOf(money, debt, party, day);
    if (balance === null) return [];
    const atCourtSince = appliedOn(state, at, book, one, day);
    if (balance.balanceFen <= 0n) return [{ party, debt, planSince: null, inDefaultSince: null, windowEndsOn: null, demandBy: null, atCourtSince }];
    const answer = courtWindowOf(state, at, book, one, day);
    const { window } = standingOf(answer, chosenWindow(state, one.definition, party, day), day);
    return [{
      party, debt, planSince: planInForceSince(one.terms, day), inDefaultSince: balance.inDefaultSince,
      windowEndsOn: atCourtSince === null ? window?.endsOn ?? null : null, demandBy: atCourtSince === null ? lastSafeDemandOf(state, at, book, debt, party, day) : null, atCourtSince,
    }];
  });
}

/** The day of the application that is before the court, by the guard of the pack that stands against another one. */
function appliedOn(state: CaseState, at: LegalInstant, book: LawBook, { definition, key: { party } }: CaseDebt, day: LegalDate): LegalDate | null {
  const window = definition.terms?.window;
  const applied = state.steps.findLast(({ step, on, party: of }) => step === window?.application && on <= day && (of === null || of === party));
  if (applied === undefined || window?.atCourt === undefined) return null;
  const guard = book.pack(state.pack).pack.steps.find(({ code }) => code === window.application)?.guards.find(({ code }) => code === window.atCourt);
  const clocks = clockReader(state, book.calendars.asKnownOn(chinaDateOf(at)), book);
  return guard !== undefined && holds(guard.require, { state, book, clocks, on: day, party }) === false ? applied.on : null;
}
