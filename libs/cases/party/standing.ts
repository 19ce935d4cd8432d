/** Which letters of authority and guardians stand on a day, and what is said where none does. */
import { type LegalDate, packCitation } from '#law';
import type { Cite, Pack } from '#law/pack-format';
import { blocker, houseRule } from '../blockers.ts';
import type { Actor, Blocker, CaseState } from '../model.ts';
import { handsActing } from '../people/standing.ts';
import { handsOf } from '../powers.ts';
import type { RepresentativeState } from './types.ts';

export const written = houseRule('代理须有入卷的授权委托书，载明代理人、代理事项、权限和期限', 'an agent acts by a letter of authority on file that names the agent, the acts, the powers and the dates');

/** The article of the pack for it, or what this service says. */
export function citeOf(pack: Pack, cite: Cite | undefined): Blocker['article'] {
  return cite === undefined ? written : packCitation(pack, cite);
}

/** Whether it can be acted on on a day: within its dates and not ended by then. */
export function stands({ from, to, ended }: RepresentativeState, on: LegalDate): boolean {
  return from <= on && (to === null || on <= to) && (ended === null || on < ended.on);
}

/** Those who act for a party on a day. */
export function representativesOf(state: CaseState, party: string, on: LegalDate, as?: RepresentativeState['as']): RepresentativeState[] {
  return state.representatives.filter((one) => one.party === party && (as === undefined || one.as === as) && stands(one, on));
}

/** Steps that give a right up: only a special letter that names them covers them. */
export function specialSteps(pack: Pack): readonly string[] {
  return pack.representation?.special?.steps ?? [];
}

export function authorityUnknown(state: CaseState, number: number): Blocker {
  return blocker('authorityUnknown', `案卷中没有第${number}号代理或者监护`, `the case has no letter of authority or guardian no ${number}; known: ${state.representatives.map((one) => one.seq).join(', ') || 'none'}`, written, { field: 'number' });
}

/** Whoever investigates or drafts the report does not take down what is said against it, nor settle who speaks for the party. */
export function byInvestigator({ actor, state, pack }: { actor: Actor; state: CaseState; pack: Pack }): Blocker[] {
  if (actor.kind !== 'person') return [];
  const acting = handsActing(actor);
  if (!handsOf(state, pack).some((hand) => (hand.power === 'investigator' || hand.power === 'drafter') && acting.includes(hand.personId))) return [];
  return [blocker('enteredByInvestigator', '当事人的陈述、申请、放弃和撤回，代理人、监护人的登记和终止，查询码的发放和解锁，均不由本案调查人员办理', 'what a party says, asks for or gives up, who acts for it, and its code to the door are not entered by an officer who investigates the case',
    houseRule('录入人员不参与本案调查', 'who enters it takes no part in the inquiry'), { missing: { zh: '由未参与本案调查的人员办理，或者由当事人通过自己的查询入口办理', en: 'somebody who takes no part in the inquiry, or the party itself through its own door' } })];
}
