/** An official whom a lead is about takes no part in it: does nothing, is named for nothing, is given nothing to do. */
import { packCitation } from '#law';
import type { Pack, PackRole } from '#law/pack-format';
import { blocker } from './blockers.ts';
import type { Actor, Blocker, CaseCommand, CaseState, Facts } from './model.ts';
import { handsActing, rolesActing } from './people/standing.ts';
import { allOf, type Rule } from './rules.ts';

/** `named`: whom the record names already. */
export interface AskedOfComplaint { pack: Pack; named: readonly string[]; command: CaseCommand; actor: Actor }

/** The officials whom some facts say the matter is about. */
export function complainedOf(pack: Pack, ...given: readonly Facts[]): string[] {
  const { complainedOf: rule } = pack;
  return rule === undefined ? [] : given.flatMap((facts) => { const fact = facts[rule.person]; return fact?.type === 'person' ? [fact.personId] : []; });
}

/** All of them that the record has ever named: who was named once stays out of it. */
export function complainedOfInCase(pack: Pack, state: CaseState): string[] {
  return complainedOf(pack, state.openingFacts, ...state.steps.map((step) => step.facts));
}

/** Who is told and who has to act: the role of the office, or the county legal office where the case is about an official. */
export function receiverOf(pack: Pack, state: CaseState, role: PackRole): PackRole {
  return complainedOfInCase(pack, state).length > 0 ? 'countyLegalOffice' : role;
}

export const COMPLAINT_RULES: readonly Rule<AskedOfComplaint>[] = [
  {
    codes: ['complainedOfTakesPart'],
    judge({ pack, named, command, actor }) {
      if (pack.complainedOf === undefined || actor.kind !== 'person') return [];
      const about = [...named, ...complainedOf(pack, 'facts' in command ? command.facts : {})];
      const taking = [...handsActing(actor), ...('officers' in command ? command.officers.map((one) => one.personId) : []), ...(command.type === 'handleTask' && command.to !== null ? [command.to.personId] : [])];
      return !about.some((person) => taking.includes(person)) ? [] : [blocker('complainedOfTakesPart', '举报反映的工作人员与该事项有直接利害关系，不得受理、核查、答复或者以其他方式参与办理', 'the official whom the lead is about has an interest in it and neither takes it in, checks, answers nor handles it', packCitation(pack, pack.complainedOf.cite), { missing: { zh: '由其他人员办理', en: 'another person' } })];
    },
  },
  {
    // What is about an official of an office is not handed from head to head.
    codes: ['complaintMovedByHeads'],
    judge: ({ pack, named, command, actor }) => (pack.complainedOf === undefined || named.length === 0 || command.type !== 'transferCase' || rolesActing(actor).includes('countyLegalOffice') ? []
      : [blocker('complaintMovedByHeads', '反映工作人员的线索只能由县司法行政机关移送', 'a lead about an official moves by the county legal office only', packCitation(pack, pack.complainedOf.cite), { missing: { zh: '县司法行政机关的决定', en: 'an order of the county legal office' } })]),
  },
];

/** What stands against these people taking part. */
export function complaintBlockers(asked: AskedOfComplaint): Blocker[] {
  return allOf(COMPLAINT_RULES, asked);
}
