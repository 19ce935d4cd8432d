/**
 * Rules of the engine that hold for every pack, kept in lists: what a list holds is what is checked, and a test that
 * takes one rule out of its list shows that something notices (`npm run test:mutants`).
 */
import type { Blocker } from './model.ts';

export interface Rule<Asked> {
  /** The codes of its blockers, for lists of what can be refused. */
  codes: readonly string[];
  judge(asked: Asked): Blocker[];
}

/** The first rule that stands against it; the later ones are not worth asking then. */
export function firstOf<Asked>(rules: readonly Rule<Asked>[], asked: Asked): Blocker[] {
  for (const rule of rules) {
    const found = rule.judge(asked);
    if (found.length > 0) return found;
  }
  return [];
}

/** Everything that stands against it. */
export function allOf<Asked>(rules: readonly Rule<Asked>[], asked: Asked): Blocker[] {
  return rules.flatMap((rule) => rule.judge(asked));
}
