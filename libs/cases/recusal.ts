/** Recusal (回避, Penalty Law art. 43): who is recused takes no further part; nobody decides on his own. What went before stands. */
import { type LegalDate, packCitation } from '#law';
import type { Pack } from '#law/pack-format';
import { blocker } from './blockers.ts';
import { referredTo } from './conditions.ts';
import type { CaseState, Facts } from './model.ts';
import type { Rule } from './rules.ts';

/** An act as recusal sees it; `step` is null for service and closing. */
export interface AskedOfPeople { state: CaseState; pack: Pack; on: LegalDate; people: readonly string[]; step: string | null; facts: Facts }

/** Persons whose recusal was granted by a day, with the day. */
export function recusedPeople(state: CaseState, pack: Pack, on: LegalDate): Map<string, LegalDate> {
  const { recusal } = pack;
  if (recusal === undefined) return new Map();
  return new Map(state.steps.flatMap((step): [string, LegalDate][] => {
    const granted = step.facts[recusal.granted];
    if (step.step !== recusal.decision || step.on > on || granted?.type !== 'boolean' || !granted.value) return [];
    const personId = personAsked(state, pack, step.facts);
    return personId === null ? [] : [[personId, step.on]];
  }));
}

/** The person of the request that a decision's facts name. */
function personAsked(state: CaseState, { recusal }: Pack, facts: Facts): string | null {
  if (recusal === undefined) return null;
  const asked = referredTo(facts[recusal.ref]);
  const person = state.steps.find((one) => one.seq === asked)?.facts[recusal.person];
  return person?.type === 'person' ? person.personId : null;
}

export const RECUSAL_RULES: readonly Rule<AskedOfPeople>[] = [
  {
    codes: ['personRecused'],
    judge({ state, pack, on, people, step, facts }) {
      if (pack.recusal === undefined) return [];
      const recused = recusedPeople(state, pack, on);
      // Whoever is appointed by the act takes part as well; the person of a request does not.
      const appointed = step === pack.recusal.request ? [] : Object.values(facts).flatMap((fact) => (fact.type === 'person' ? [fact.personId] : []));
      const since = [...people, ...appointed].map((person) => recused.get(person)).find((day) => day !== undefined);
      return since === undefined ? [] : [blocker('personRecused', `该人员已于${since}决定回避，不得再参与本案`, `this person was recused on ${since} and takes no further part in the case`, packCitation(pack, pack.recusal.cite), { missing: { zh: '由未被决定回避的人员办理', en: 'a person who was not recused' } })];
    },
  },
  {
    codes: ['ownRecusal'],
    judge({ state, pack, people, step, facts }) {
      if (pack.recusal === undefined || step !== pack.recusal.decision) return [];
      const person = personAsked(state, pack, facts);
      return person === null || !people.includes(person) ? [] : [blocker('ownRecusal', '不得决定本人的回避', 'nobody decides on his own recusal', packCitation(pack, pack.recusal.cite), { missing: { zh: '由其他负责人决定', en: 'another head decides' } })];
    },
  },
];
