/** What a replay found, as one JSON object. */
import type { LegalDate } from '#law';
import type { MoneyReport } from './money-report.ts';
import type { RefusedFact, ReplayedCase } from './replay-case.ts';

/** A penalty that stands in the log and not in the record, or the other way round. */
export interface Difference { case: string; logged: LegalDate[]; produced: LegalDate[] }
export interface Reason { activity: string; code: string; message: string; article: string; facts: number; firstCase: string; firstLine: number }

export interface ReplayReport {
  file: string;
  cases: number;
  /** Rows of the file. */
  events: number;
  /** Rows fed to the engine: all but the penalties, which it must produce. */
  factsFed: number;
  /** Events that the engine recorded for them. */
  eventsRecorded: number;
  penaltiesLogged: number;
  penaltiesProducedOnLoggedDay: number;
  /** Logged penalties without one produced on their day. */
  penaltiesNotProduced: number;
  /** Produced penalties without one logged on their day. */
  penaltiesProducedButNotLogged: number;
  /** Of those, how many fell due after the last day of the file, when the log could no longer show them. */
  producedAfterLogEnds: number;
  /** The first differences, by case. */
  differences: Difference[];
  refusedFacts: { total: number; reasons: Reason[] };
  money: MoneyReport;
  logEndsOn: LegalDate;
  /** Time ran up to the end of this day for every case. */
  horizon: LegalDate;
  seconds: number;
  casesPerSecond: number;
}

const DIFFERENCES_SHOWN = 20;

export class Tally {
  readonly #logEndsOn: LegalDate;
  readonly #reasons = new Map<string, Reason>();
  readonly #differences: Difference[] = [];
  #refusedRows = 0;
  cases = 0;
  #recorded = 0;
  #logged = 0;
  #matched = 0;
  #notProduced = 0;
  #notLogged = 0;
  #afterEnd = 0;

  constructor(logEndsOn: LegalDate) { this.#logEndsOn = logEndsOn; }

  add(one: ReplayedCase): void {
    this.cases += 1;
    this.#recorded += one.recorded;
    this.#logged += one.logged.length;
    const notProduced = without(one.logged, one.produced);
    const notLogged = without(one.produced, one.logged);
    this.#matched += one.logged.length - notProduced.length;
    this.#notProduced += notProduced.length;
    this.#notLogged += notLogged.length;
    this.#afterEnd += notLogged.filter((day) => day > this.#logEndsOn).length;
    if (notProduced.length + notLogged.length > 0 && this.#differences.length < DIFFERENCES_SHOWN) this.#differences.push({ case: one.caseId, logged: one.logged, produced: one.produced });
    this.#refusedRows += new Set(one.refused.map((refusal) => refusal.row.line)).size;
    for (const refusal of one.refused) this.#addReason(refusal);
  }

  #addReason({ row, code, message, article }: RefusedFact): void {
    const key = `${row.activityName}\n${code}\n${article}`;
    const reason = this.#reasons.get(key) ?? { activity: row.activityName, code, message, article, facts: 0, firstCase: row.caseId, firstLine: row.line };
    this.#reasons.set(key, { ...reason, facts: reason.facts + 1 });
  }

  report(input: { file: string; events: number; horizon: LegalDate; seconds: number; money: MoneyReport }): ReplayReport {
    return {
      file: input.file, cases: this.cases, events: input.events, factsFed: input.events - this.#logged, eventsRecorded: this.#recorded,
      penaltiesLogged: this.#logged, penaltiesProducedOnLoggedDay: this.#matched, penaltiesNotProduced: this.#notProduced,
      penaltiesProducedButNotLogged: this.#notLogged, producedAfterLogEnds: this.#afterEnd, differences: this.#differences,
      refusedFacts: { total: this.#refusedRows, reasons: [...this.#reasons.values()].sort((a, b) => b.facts - a.facts || a.firstLine - b.firstLine) },
      money: input.money, logEndsOn: this.#logEndsOn, horizon: input.horizon, seconds: Math.round(input.seconds * 1000) / 1000, casesPerSecond: Math.round(this.cases / Math.max(input.seconds, 0.001)),
    };
  }
}

/** The days of `these` for which `those` has no equal left. */
function without(these: readonly LegalDate[], those: readonly LegalDate[]): LegalDate[] {
  const left = [...those];
  return these.filter((day) => {
    const at = left.indexOf(day);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
