/**
 * The way to the court: the window in which it can be asked to enforce a debt, by when a demand must be served for it, and
 * what is overdue. Like every clock it is derived from the record each time (Administrative Compulsion Law arts. 53, 54).
 */
import { addDays, chinaDateOf, computePeriod, type Calendar, type Citation, type LawBook, type LegalDate, type PeriodResult } from '#law';
import type { Pack, PackDebt } from '#law/pack-format';
import { courtWindow, type WindowAnswer } from '#ledger';
import { lastPaper, referredTo } from '../conditions.ts';
import type { CaseState, LapseState } from '../model.ts';
import { balanceOf, type CaseDebt, type CaseMoney } from './debts.ts';
import type { WindowStanding } from './window-standing.ts';

/** Of a clock's running, as `clocks.ts` computes it. */
export interface SueClock { code: string; party: string | null; endsOn: LegalDate | null; endedOn: LegalDate | null }
/** Where windows are looked for: the record, and the runnings of its clocks that are known so far. */
export interface WindowPlace { state: CaseState; pack: Pack; book: LawBook; calendar: Calendar; instances: readonly SueClock[] }

/**
 * The window for terms that end on a day, by the clocks of the time to sue as they stand. A running that another replaced
 * (the period after a reconsideration, after remedies were told) counts only while nothing has replaced it.
 *
 * @param pending whether a remedy is pending: then there is no window yet.
 * @returns null where the pack has no window, or no time to sue has begun.
 */
export function windowFor({ state, pack, book, calendar, instances }: WindowPlace, { terms }: PackDebt, party: string, on: LegalDate, termsEnd: LegalDate | null, pending: boolean): WindowAnswer | null {
  if (terms?.window === undefined) return null;
  const { sue, fromTermsSince, rule, margin } = terms.window;
  const own = instances.filter((one) => sue.includes(one.code) && one.party === party && one.endsOn !== null);
  const live = own.filter(({ endedOn, endsOn }) => endedOn === null || endsOn === null || endedOn > endsOn);
  const sueEnds = (live.length > 0 ? live : own).map(({ endsOn }) => endsOn).filter((day) => day !== null).sort().at(-1);
  if (sueEnds === undefined) return null;
  const set = rule === undefined ? null : book.parameter(state.county, pack.id, rule, on);
  const kept = margin === undefined ? null : book.parameter(state.county, pack.id, margin, on)?.value;
  const judgmentOn = judgmentOf(state, terms.window, party, on);
  return courtWindow({
    rule: set?.value === 'endOfTerms' ? { fromTermsSince: pack.inForce.from as LegalDate, countyDocument: set.documentNumber } : { fromTermsSince: fromTermsSince as LegalDate | null },
    sueEnds: pending ? null : sueEnds, termsEnd, serviceMarginDays: typeof kept === 'number' ? kept : 0, calendar, ...(judgmentOn === null ? {} : { judgmentOn }),
  });
}

/** The force of the last judgment that left the decision standing. */
function judgmentOf(state: CaseState, { judgments }: NonNullable<NonNullable<PackDebt['terms']>['window']>, party: string, on: LegalDate): LegalDate | null {
  if (judgments === undefined) return null;
  const last = state.steps.findLast((step) => judgments.steps.includes(step.step) && step.on <= on && (step.party === null || step.party === party));
  const fact = last?.facts[judgments.on];
  return fact?.type === 'date' ? fact.value : null;
}

/** Whether a remedy of the party is on record and not ended on a day. */
export function remedyPending(state: CaseState, { terms }: PackDebt, party: string, on: LegalDate): boolean {
  const remedies = terms?.window?.remedies;
  if (remedies === undefined) return false;
  const own = state.steps.filter((step) => step.on <= on && (step.party === null || step.party === party));
  return own.some((begun) => remedies.begin.includes(begun.step) && !own.some((step) => remedies.end.includes(step.step) && referredTo(step.facts[remedies.ref]) === begun.seq));
}

/** The window of a debt as it stands on a day, under the terms that are in force on it. */
export function windowOfDebt(place: WindowPlace, one: CaseDebt, money: CaseMoney, on: LegalDate): WindowAnswer | null {
  const { definition, key, quashed } = one;
  if (quashed !== null && quashed.on <= on) return null;
  return windowFor(place, definition, key.party, on, termsEndOn(one, money, on), remedyPending(place.state, definition, key.party, on));
}

/** The last day of the terms in force on a day; null: none are. */
function termsEndOn({ terms, key }: CaseDebt, money: CaseMoney, on: LegalDate): LegalDate | null {
  const inForce = terms.history.filter((event) => event.on <= on).reduce((stands, { kind }) => (kind === 'approved' ? true : kind === 'ended' ? false : stands), false);
  return inForce ? balanceOf(money, key.debt, key.party, on)?.instalments.flatMap(({ due }) => due ?? []).at(-1) ?? null : null;
}

/** A window that does not exist yet has not begun, and it is not over. */
export function standingOf(answer: WindowAnswer | null, chosen: 'earlier' | 'later' | null, on: LegalDate): WindowStanding {
  if (answer === null || 'unknown' in answer) return { window: null, decided: true, begun: false, open: true };
  const inOrder = [...answer.windows].sort((a, b) => (a.endsOn < b.endsOn ? -1 : 1));
  // Until somebody has chosen, nobody is told that there is more time than there may be.
  const window = (chosen === 'later' ? inOrder.at(-1) : inOrder[0]) ?? answer.windows[0];
  return { window, decided: answer.windows.length === 1 || chosen !== null, begun: on > window.anchor, open: on <= window.endsOn };
}

/** Which of two windows the county has chosen, by a day. */
export function chosenWindow(state: CaseState, { terms }: PackDebt, party: string, on: LegalDate): 'earlier' | 'later' | null {
  const chosen = terms?.window?.chosen;
  if (chosen === undefined) return null;
  const fact = state.steps.findLast((step) => step.step === chosen.step && step.on <= on && (step.party === null || step.party === party))?.facts[chosen.fact];
  return fact?.type === 'choice' && (fact.value === 'earlier' || fact.value === 'later') ? fact.value : null;
}

/** Since when the party has been behind with a debt on a day: with a sum, an instalment, or the surcharge alone; null: it is not. */
export function overdueSince(money: CaseMoney, debt: string, party: string, on: LegalDate): LegalDate | null {
  const balance = balanceOf(money, debt, party, on);
  if (balance === null || balance.balanceFen <= 0n) return null;
  if (balance.inDefaultSince !== null) return balance.inDefaultSince;
  const last = balance.instalments.flatMap(({ due }) => due ?? []).at(-1);
  return balance.principalDueFen === 0n && balance.principalNotDueFen === 0n && last !== undefined && last < on ? addDays(last, 1) : null;
}

/** One running of a clock of the window: until its last day, or until what it waits for was done. */
export interface WindowRunning { party: string; from: LegalDate; seq: number; period: PeriodResult; endedOn: LegalDate | null }

/** The window of each party as runnings of a clock: until the court was asked, or until a demand was served on what is overdue. */
export function windowRunnings(place: WindowPlace, money: CaseMoney, debt: string, last: 'demand' | 'application', cite: Citation): WindowRunning[] {
  const { state, pack, calendar } = place;
  const on = money.entries.reduce((day, { occurredOn }) => (occurredOn > day ? occurredOn : day), chinaDateOf(state.lastRecordedAt));
  return money.debts.filter(({ key }) => key.debt === debt).flatMap((one) => {
    const { party } = one.key;
    const { window } = standingOf(windowOfDebt(place, one, money, on), chosenWindow(state, one.definition, party, on), on);
    if (window === null) return [];
    const day = last === 'demand' ? window.latestSafeDemand : window.endsOn;
    const { reasons, provisional } = window;
    const bare = computePeriod({ length: 0, unit: 'ND', direction: 'after', roll: 'absolute' }, day, calendar, cite);
    // The agency's day counts at once; it says that no notice has settled it yet.
    const period: PeriodResult = { ...bare, ...(provisional ? { provisional, earliestCandidate: day, latestCandidate: day } : {}), explanation: { zh: reasons.map(({ zh }) => zh).join(''), en: reasons.map(({ en }) => en).join(' ') } };
    const paidOn = state.money?.paid.find((paid) => paid.debt === debt && paid.party === party)?.on ?? null;
    const done = last === 'demand' ? demandServedOn(state, pack, one) : askedOn(state, one);
    return [{ party, from: one.establishedOn, seq: one.establishedSeq, period, endedOn: [paidOn, done].filter((end) => end !== null).sort()[0] ?? null }];
  });
}

/**
 * The last day on which a demand leaves time for the court, under the terms in force on a day. A pending remedy can only move
 * it to a later day, so it is looked at without one. Null: none is known, or a demand was served on what is overdue, the
 * court was asked, or nothing is owed.
 */
export function lastSafeDemand(place: WindowPlace, money: CaseMoney, debt: string, party: string, on: LegalDate): LegalDate | null {
  const one = money.debts.find(({ key }) => key.debt === debt && key.party === party);
  if (one === undefined || one.quashed !== null || balanceOf(money, debt, party, on)?.paidInFullOn != null) return null;
  if (demandServedOn(place.state, place.pack, one) !== null || askedOn(place.state, one) !== null) return null;
  return standingOf(windowFor(place, one.definition, party, on, termsEndOn(one, money, on), false), chosenWindow(place.state, one.definition, party, on), on).window?.latestSafeDemand ?? null;
}

/** The day on which the last demand reached the party, if nothing fell overdue since. */
function demandServedOn(state: CaseState, pack: Pack, { definition, key: { party }, establishedSeq }: CaseDebt): LegalDate | null {
  const demand = definition.terms?.window?.demand;
  const served = demand === undefined ? undefined : lastPaper(state, demand, party)?.served[party];
  if (served === undefined || served.seq < establishedSeq) return null;
  const since = overdueLapses(state, pack, definition, party).some(({ dueOn }) => dueOn >= served.effectiveOn);
  return since ? null : served.effectiveOn;
}

function askedOn(state: CaseState, { definition, key: { party }, establishedSeq }: CaseDebt): LegalDate | null {
  const application = definition.terms?.window?.application;
  return state.steps.find((step) => step.step === application && step.seq > establishedSeq && (step.party === null || step.party === party))?.on ?? null;
}

/** Lapses of the period to pay and of instalments. */
function overdueLapses(state: CaseState, pack: Pack, { code, due }: PackDebt, party: string): LapseState[] {
  const clocks = [due, ...pack.clocks.filter(({ start }) => start !== undefined && 'instalments' in start && start.instalments === code).map((clock) => clock.code)];
  return state.lapses.filter((lapse) => !lapse.withdrawn && lapse.party === party && clocks.includes(lapse.clock));
}
