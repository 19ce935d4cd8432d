/** Which letters of authority and guardians stand on a day, and what is said where none does. */
import { type LegalDate, packCitation } from '#law';
import type { Cite, Pack } from '#law/pack-format';
import { blocker, houseRule } from '../blockers.ts';
import type { Blocker, CaseState } from '../model.ts';
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
