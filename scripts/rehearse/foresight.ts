/** What the pure engine expects of each turn of a script, to be compared with what the service answers. */
import type { CaseState } from '#cases/model';
import type { DatedTurn, Script } from './planner.ts';
import { outcomeOf, timePasses, type World } from './world.ts';

/** `done`, `form`, or the codes of the blockers in their order of the alphabet. */
export type Expected = string;

/** Plays a script through the engine alone; a turn that is refused changes nothing. */
export function foresee(world: Omit<World, 'stand'>, { stand, turns }: Script): Map<DatedTurn, Expected> {
  const found = new Map<DatedTurn, Expected>();
  const inStand: World = { ...world, stand };
  let state: CaseState | null = null;
  for (const dated of turns) {
    const { on, turn } = dated;
    if (state !== null) state = timePasses(inStand, state, on).state;
    const outcome = outcomeOf(inStand, turn.command.type === 'openCase' ? null : state, turn, on);
    // Another opening in front of a case belongs to no case.
    if ('state' in outcome && (turn.command.type !== 'openCase' || state === null)) state = outcome.state;
    found.set(dated, 'state' in outcome ? 'done' : 'blockers' in outcome ? codesOf(outcome.blockers) : 'form');
  }
  return found;
}

/** The same case up to the act by which officers note what its party wants, left there for the party to come itself; null where there is none. */
export function beforeTheRequest(script: Script, steps: ReadonlySet<string>, expected: Map<DatedTurn, Expected>): Script | null {
  const asked = script.turns.findIndex((dated) => dated.turn.command.type === 'takeStep' && steps.has(dated.turn.command.step) && expected.get(dated) === 'done');
  return asked < 1 || script.twin === true ? null : { stand: script.stand, turns: script.turns.slice(0, asked) };
}

/** The codes of refusals, each once, as one text. */
export const codesOf = (blockers: readonly { code: string }[]): Expected => [...new Set(blockers.map(({ code }) => code))].sort().join(' ');

/** Turns that the service answered otherwise than the engine expected, alike ones together. */
export class Differences {
  private readonly counts = new Map<string, { times: number; example: string }>();

  note(what: string, expected: Expected, answered: Expected, example: string): void {
    const key = `${what}: expected ${expected}, answered ${answered}`;
    const known = this.counts.get(key);
    this.counts.set(key, { times: (known?.times ?? 0) + 1, example: known?.example ?? example });
  }

  /** The most frequent first. */
  get lines(): string[] {
    return [...this.counts].sort(([, a], [, b]) => b.times - a.times).map(([key, { times, example }]) => `${times} × ${key} (${example})`);
  }
}
