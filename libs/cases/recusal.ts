/** Recusal (回避, Penalty Law art. 43): who is recused takes no further part; nobody decides on his own. What went before stands. */
import { type LegalDate, packCitation } from '#law';
import type { Pack } from '#law/pack-format';
import { blocker } from './blockers.ts';
import { referredTo } from './conditions.ts';
import type { Actor, Blocker, CaseCommand, CaseState, Facts } from './model.ts';
import { handsActing } from './people/standing.ts';
import { allOf, type Rule } from './rules.ts';

/** A step or a service as recusal sees it, on the day that counts for it; `step` is null for service. */
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

const personRecused = (pack: Pack, { cite }: NonNullable<Pack['recusal']>, since: LegalDate): Blocker => blocker('personRecused', `该人员已于${since}决定回避，不得再参与本案`, `this person was recused on ${since} and takes no further part in the case`, packCitation(pack, cite), { missing: { zh: '由未被决定回避的人员办理', en: 'a person who was not recused' } });

/** The law does not say who decides on the only head of an office: the case goes to an office that has another. */
const ANOTHER_HEAD = {
  zh: '由其他负责人决定；本机关没有其他负责人的，由县司法局将案件移交有负责人可以决定的机关（transferCase）',
  en: 'another head decides; where the office has no other, the county legal office transfers the case to an office whose head can (transferCase)',
};

export const RECUSAL_RULES: readonly Rule<AskedOfPeople>[] = [
  {
    codes: ['personRecused'],
    judge({ state, pack, on, people, step, facts }) {
      if (pack.recusal === undefined) return [];
      const recused = recusedPeople(state, pack, on);
      // Whoever is appointed by the act takes part as well; the person of a request does not.
      const appointed = step === pack.recusal.request ? [] : Object.values(facts).flatMap((fact) => (fact.type === 'person' ? [fact.personId] : []));
      const since = [...people, ...appointed].map((person) => recused.get(person)).find((day) => day !== undefined);
      return since === undefined ? [] : [personRecused(pack, pack.recusal, since)];
    },
  },
  {
    codes: ['ownRecusal'],
    judge({ state, pack, people, step, facts }) {
      if (pack.recusal === undefined || step !== pack.recusal.decision) return [];
      const person = personAsked(state, pack, facts);
      return person === null || !people.includes(person) ? [] : [blocker('ownRecusal', '不得决定本人的回避', 'nobody decides on his own recusal', packCitation(pack, pack.recusal.cite), { missing: ANOTHER_HEAD })];
    },
  },
];

/** Whatever a person of the office asks of the case, as recusal sees it. `command` null: something beside the record, as a code for the door. */
export interface AskedPart { state: CaseState; pack: Pack; actor: Actor; command: CaseCommand | null; today: LegalDate }

/**
 * Steps and services have a day of their own that counts (`RECUSAL_RULES`); who was recused says of an act before it
 * that he was there (`confirmStep`). For anything else the day of recording counts: there is no entry of it afterwards.
 */
const BY_THE_DAY_OF_THE_ACT = new Set<CaseCommand['type']>(['takeStep', 'recordService', 'confirmStep']);

export const PART_RULES: readonly Rule<AskedPart>[] = [
  {
    codes: ['personRecused'],
    judge({ state, pack, actor, command, today }) {
      if (pack.recusal === undefined || actor.kind !== 'person' || (command !== null && BY_THE_DAY_OF_THE_ACT.has(command.type))) return [];
      const recused = recusedPeople(state, pack, today);
      const since = [...handsActing(actor), ...(command === null ? [] : peopleNamed(command))].map((person) => recused.get(person)).find((day) => day !== undefined);
      return since === undefined ? [] : [personRecused(pack, pack.recusal, since)];
    },
  },
];

/** Who is given something to do by a command: named signers, the next holder of a task, the head who handed the case over. */
function peopleNamed(command: CaseCommand): string[] {
  if (command.type === 'askApproval') return Object.values(command.signers).flat().map((one) => one.personId);
  if (command.type === 'changeSigners') return command.add === null ? [] : [command.add.person.personId];
  if (command.type === 'handleTask') return command.to === null ? [] : [command.to.personId];
  return command.type === 'transferCase' && command.agreement !== undefined ? [command.agreement.givenBy.personId] : [];
}

/** What stands against these people taking part. */
export function partBlockers(asked: AskedPart): Blocker[] {
  return allOf(PART_RULES, asked);
}
