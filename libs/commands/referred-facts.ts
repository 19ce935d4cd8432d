import type { Pack } from '#law/pack-format';
import { stepOfPaper } from '#cases/evolve';
import type { CaseState, Facts, TakenStep } from '#cases/model';

/**
 * The case as a paper of a step sees it whose facts name another step by its number: what was entered there stands over
 * what any later step of that kind entered, so that of two requests the one that is decided is printed.
 */
export function withReferredFacts(state: CaseState, pack: Pack, paperSeq: number): CaseState {
  const step = stepOfPaper(state, paperSeq);
  if (step === undefined) return state;
  const referred = factsReferredTo(step, state, pack, new Set([step.seq]));
  return Object.keys(referred).length === 0 ? state : { ...state, facts: { ...state.facts, ...referred, ...step.facts } };
}

/** Facts of the steps that a step names, and of those that these name. */
function factsReferredTo(step: TakenStep, state: CaseState, pack: Pack, seen: Set<number>): Facts {
  return stepsNamed(step, state, pack).filter((one) => !seen.has(one.seq)).reduce<Facts>((all, one) => {
    seen.add(one.seq);
    return { ...all, ...factsReferredTo(one, state, pack, seen), ...one.facts };
  }, {});
}

function stepsNamed(step: TakenStep, state: CaseState, pack: Pack): TakenStep[] {
  return pack.facts.filter((fact) => fact.refersTo !== undefined).flatMap(({ code }) => {
    const value = step.facts[code];
    return value?.type === 'integer' ? state.steps.filter((one) => one.seq === value.value) : [];
  });
}

/** The step that a reference fact of the case names, as it stands for this paper. */
export function stepNamedBy(code: string, state: CaseState): TakenStep | undefined {
  const value = state.facts[code];
  return value?.type === 'integer' ? state.steps.find((one) => one.seq === value.value) : undefined;
}
