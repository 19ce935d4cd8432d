/** A script through the engine alone: what it shows, and in which turns. */
import type { LegalDate } from '#law';
import type { CaseState } from '#cases/model';
import { type Item, item } from './declared.ts';
import type { Script } from './planner.ts';
import { itemsOf, withNumbers } from './shown.ts';
import { outcomeOf, timePasses, type World } from './world.ts';

/** Everything that a script shows; a turn that is refused changes nothing. */
export function shownBy(world: World, { turns, until }: Script): Set<Item> {
  const shown = new Set<Item>();
  let state: CaseState | null = null;
  let day: LegalDate | null = null;
  const note = (all: readonly Item[]): void => { for (const one of all) shown.add(one); };
  for (const { on, turn } of turns) {
    const opens = turn.command.type === 'openCase';
    if (state === null && !opens) continue;
    if (state !== null && day !== on) { const passed = timePasses(world, state, on); note(itemsOf(null, passed.events)); state = passed.state; }
    day = on;
    // A further opening is only there to be refused.
    const outcome = outcomeOf(world, opens ? null : state, withNumbers(turn, state), on);
    if ('blockers' in outcome) note(outcome.blockers.map(({ code }) => item('blocker', code)));
    if (!('state' in outcome) || (opens && state !== null)) continue;
    note(itemsOf(turn, outcome.events));
    state = outcome.state;
  }
  if (state !== null && until !== undefined && day !== null && until > day) note(itemsOf(null, timePasses(world, state, until).events));
  return shown;
}
