/** Random cases: what people might do, lawfully or not, at random days; for properties that must hold whatever happens. */
import { type LawBook, type LegalInstant, chinaDateOf } from '#law';
import { type CaseState, type RecordedEvent, advance, decide, evolve } from '#cases';
import type { Model, Probe } from './model-check.ts';

/** Refused one after another before a choice is given up. */
const MOST_TRIES = 40;

/** One choice: wait some hours, or try the probe of that number (modulo how many there are) and those after it until one is done. */
export type Choice = { wait: number } | { probe: number };

export class Walk {
  readonly model: Model;
  book: LawBook;
  at: LegalInstant;
  state: CaseState;
  readonly events: RecordedEvent[] = [];
  readonly acts: { probe: Probe; at: LegalInstant }[] = [];

  /** Opens the case of the model's first start. */
  constructor(model: Model, at: LegalInstant) {
    this.model = model;
    this.book = model.book;
    this.at = at;
    const [start] = model.starts;
    if (!start) throw new Error('A model without a beginning.');
    const opened = decide(null, start.probe.command, at, this.book, this.#around(start.probe));
    if ('blockers' in opened) throw new Error(`The case could not be opened: ${opened.blockers.map((one) => one.code).join(', ')}`);
    let state: CaseState | null = null;
    for (const event of opened.events) {
      state = evolve(state, event, (state?.seq ?? 0) + 1, at, CASE);
      this.events.push({ seq: state.seq, recordedAt: at, event });
    }
    if (state === null) throw new Error('Opened without an event.');
    this.state = state;
  }

  go(choices: readonly Choice[]): this {
    for (const choice of choices) {
      if ('wait' in choice) this.wait(choice.wait);
      else {
        const probes = this.model.probes({ state: this.state, on: chinaDateOf(this.at), events: [], depth: 0, path: [] });
        // Closing ends the walk, so it is tried seldom.
        const open = probes.filter((one) => one.command.type !== 'closeCase' || choice.probe % 40 === 0);
        const from = choice.probe % Math.max(1, open.length);
        [...open.slice(from), ...open.slice(0, from)].slice(0, MOST_TRIES).some((probe) => this.tries(probe));
      }
    }
    return this;
  }

  wait(hours: number): void {
    this.at = later(this.at, hours);
    this.#record(advance(this.state, this.at, this.book));
  }

  /** Answers whether it was done. */
  tries(probe: Probe): boolean {
    const lapsed = advance(this.state, this.at, this.book);
    const decision = decide(this.state, probe.command, this.at, this.book, this.#around(probe));
    if ('blockers' in decision) return false;
    this.#record([...lapsed, ...decision.events]);
    this.acts.push({ probe, at: this.at });
    return true;
  }

  #record(events: readonly RecordedEvent['event'][]): void {
    for (const event of events) {
      this.state = evolve(this.state, event, this.state.seq + 1, this.at, CASE);
      this.events.push({ seq: this.state.seq, recordedAt: this.at, event });
    }
  }

  #around(probe: Probe) {
    return { actor: probe.actor, county: this.model.county, claims: probe.claims ?? {}, profile: 'production' as const, caseId: CASE };
  }
}

export const CASE = '00000000-0000-4000-8000-000000000001';

export function later(at: LegalInstant, hours: number): LegalInstant {
  return new Date(Date.parse(at) + hours * 3_600_000).toISOString() as LegalInstant;
}
