/** Which acts rested on a lapse: steps whose guards ask for it, taken after it stood. */
import type { LawBook } from '#law';
import type { BilingualText, Condition } from '#law/pack-format';
import type { CaseState, LapseState } from './model.ts';

export function stepsRestingOn(state: CaseState, lapse: LapseState, book: LawBook): { code: string; name: BilingualText }[] {
  const { pack } = book.pack(state.pack);
  const codes = new Set(state.steps.filter((step) => step.seq > lapse.seq && !step.byTime && (step.party === null || lapse.party === null || step.party === lapse.party)).map((step) => step.step));
  return pack.steps.filter((step) => codes.has(step.code) && step.guards.some((guard) => asksFor(guard.require, lapse.clock)))
    .map((step) => ({ code: step.code, name: step.name }));
}

function asksFor(condition: Condition, clock: string): boolean {
  if ('all' in condition) return condition.all.some((one) => asksFor(one, clock));
  if ('any' in condition) return condition.any.some((one) => asksFor(one, clock));
  if ('not' in condition) return asksFor(condition.not, clock);
  return 'lapsed' in condition && condition.lapsed === clock;
}
