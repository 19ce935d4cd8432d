/** What facts had better say so that a condition holds, or is broken. */
import type { Condition, PackStep } from '#law';
import type { Wishes } from './values.ts';

/** The parts of a condition that must all hold. */
export function partsOf(condition: Condition): Condition[] {
  return 'all' in condition ? condition.all.flatMap(partsOf) : [condition];
}

const demandsKnown = new WeakMap<PackStep, Wishes>();
/** What the guards of a step ask of facts that it does not give itself. */
export function demandsOf(step: PackStep): Wishes {
  const known = demandsKnown.get(step);
  if (known !== undefined) return known;
  const own = new Set(step.facts.map(({ fact }) => fact));
  const all = step.guards.filter((guard) => guard.when === undefined).map((guard) => wishesFor(guard.require, true));
  const conditional = step.guards.flatMap((guard) => (guard.when !== undefined && 'present' in guard.when && !own.has(guard.when.present) ? [guard.when.present] : []));
  const found: Wishes = {
    equal: new Map(step.guards.filter((guard) => guard.when === undefined).flatMap((guard) => partsOf(guard.require)).flatMap((part) => ('left' in part && part.is === '=' && 'fact' in part.left && 'value' in part.right && !own.has(part.left.fact) ? [[part.left.fact, part.right.value] as const] : []))),
    absent: new Set(conditional), present: new Set(all.flatMap((one) => [...one.present])),
  };
  demandsKnown.set(step, found);
  return found;
}

/** Values that would make a condition true, or break it. */
export function wishesFor(condition: Condition, truth: boolean): Wishes {
  const equal = new Map<string, string | number | boolean>();
  const absent = new Set<string>();
  const present = new Set<string>();
  const visit = (one: Condition, so: boolean): void => {
    if ('all' in one) for (const part of one.all) visit(part, so);
    else if ('any' in one) for (const part of one.any) visit(part, so);
    else if ('not' in one) visit(one.not, !so);
    else if ('present' in one) (so ? present : absent).add(one.present);
    else if ('left' in one) {
      for (const [, fact = ''] of JSON.stringify([one.left, one.right]).matchAll(/"fact":"([^"]+)"/g)) present.add(fact);
      if ('fact' in one.left && 'value' in one.right && (one.is === '=') === so) equal.set(one.left.fact, one.right.value);
    }
  };
  visit(condition, truth);
  for (const fact of present) absent.delete(fact);
  return { equal, absent, present };
}
