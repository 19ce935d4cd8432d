/** Facts given with a command: only those the step knows, of the declared type, none missing. */
import type { LegalDate } from '#law/dates';
import type { FactDefinition, Pack } from '#law/pack-format';
import { houseRule } from './blockers.ts';
import { referredTo } from './conditions.ts';
import type { Blocker, CaseState, Facts, FactValue } from './model.ts';

function fits(definition: FactDefinition, value: FactValue | undefined): boolean {
  return value?.type === definition.type && (value.type !== 'choice' || (definition.choices ?? []).some((choice) => choice.value === value.value));
}

/** The facts that guards and formulas may read: one of a wrong type is refused by name and counts as not given. */
export function readableFacts(pack: Pack, given: Facts): Facts {
  return Object.fromEntries(Object.entries(given).filter(([code, value]) => pack.facts.some((one) => one.code === code && fits(one, value))));
}

export function factBlockers(pack: Pack, expected: readonly { fact: string; required: boolean }[], given: Facts, stillEntering: boolean): Blocker[] {
  const found: Blocker[] = [];
  for (const code of Object.keys(given)) {
    const definition = pack.facts.find((one) => one.code === code);
    if (!definition || !expected.some((one) => one.fact === code)) {
      found.push({ code: 'factUnknown', field: `facts.${code}`, message: { zh: `此步骤没有事项“${code}”`, en: `this step has no fact "${code}"; it knows: ${expected.map((one) => one.fact).join(', ') || 'none'}` }, article: houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure') });
      continue;
    }
    if (!fits(definition, given[code])) {
      const choices = definition.choices?.map((choice) => choice.value).join(', ');
      found.push({ code: 'factType', field: `facts.${code}`, message: { zh: `“${definition.label.zh}”的类型或取值不对`, en: `"${definition.label.en}" must be of type ${definition.type}${choices ? `, one of ${choices}` : ''}` }, article: houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure') });
    }
  }
  if (stillEntering) return found;
  for (const { fact } of expected.filter((one) => one.required && given[one.fact] === undefined)) {
    const label = pack.facts.find((one) => one.code === fact)?.label ?? { zh: fact, en: fact };
    found.push({ code: 'factMissing', field: `facts.${fact}`, message: { zh: `缺少“${label.zh}”`, en: `"${label.en}" is missing` }, article: houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), missing: label });
  }
  return found;
}

/** The steps of a case, by number, that a reference fact can name on a day. */
export function stepsReferredTo(definition: FactDefinition | undefined, state: CaseState, on: LegalDate): number[] {
  return state.steps.filter((step) => definition?.refersTo?.includes(step.step) && step.on <= on).map((step) => step.seq);
}

/** Required references of a step to which no step of the case answers yet: such a step is not offered. */
export function referencesOpen(pack: Pack, expected: readonly { fact: string; required: boolean }[], state: CaseState, on: LegalDate): Blocker[] {
  return expected.filter((one) => one.required).flatMap(({ fact }) => {
    const definition = pack.facts.find((one) => one.code === fact);
    return definition?.refersTo === undefined || stepsReferredTo(definition, state, on).length > 0 ? [] : [referredToUnknown(definition, [])];
  });
}

/** A reference names a step that stands and was taken by that day. */
export function referenceBlockers(pack: Pack, state: CaseState, given: Facts, on: LegalDate): Blocker[] {
  return pack.facts.filter((one) => one.refersTo !== undefined && given[one.code] !== undefined).flatMap((definition) => {
    const known = stepsReferredTo(definition, state, on);
    const asked = referredTo(given[definition.code]);
    if (asked === null || known.includes(asked)) return [];
    return [referredToUnknown(definition, known)];
  });
}

function referredToUnknown({ code, label }: FactDefinition, known: readonly number[]): Blocker {
  return {
    code: 'stepReferredToUnknown', field: `facts.${code}`, article: houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'),
    message: { zh: `“${label.zh}”应为本案已办理步骤的序号：${known.join('、') || '尚无'}`, en: `"${label.en}" is the number of a step of this case: ${known.join(', ') || 'there is none yet'}` },
  };
}
