/** Who may act on an approval: never whoever asked for it, proposed it or worked on the case. */
import { COUNTY_ROLES, type LegalInstant, chinaDateOf } from '#law';
import type { Pack, PackApproval, PackRole } from '#law/pack-format';
import { forceBlockers } from '../act-rules.ts';
import { blocker, houseRule } from '../blockers.ts';
import type { Actor, Blocker, CaseState, PersonOnDay } from '../model.ts';
import { rolesActing } from '../people/standing.ts';
import { handsOf } from '../powers.ts';
import type { ApprovalState } from './model.ts';

/** Whose request it is: whoever asked, and the absent person in whose place. */
export function askersOf({ askedBy, askedFor }: Pick<ApprovalState, 'askedBy' | 'askedFor'>): string[] {
  return askedFor === null ? [askedBy] : [askedBy, askedFor.personId];
}

/** Whoever asked, and whoever investigated or drafted: they have their say in the proposal. */
export function isHandler(state: CaseState, pack: Pack, askers: readonly string[], ...people: readonly string[]): boolean {
  return people.some((one) => askers.includes(one)) || handsOf(state, pack).some((hand) => people.includes(hand.personId) && (hand.power === 'investigator' || hand.power === 'drafter'));
}

export const selfApproval = (field?: string): Blocker => blocker('selfApproval', '报批人、承办人不得审批自己提出的事项', 'nobody approves what he has proposed or worked on', houseRule('不得自己审批自己的提议', 'maker is not checker'), field === undefined ? {} : { field });

/** In whose place among the signers a person signs: the absent one's, or the own. */
export function signsAs(actor: Actor): { personId: string; roles: PackRole[] } {
  return { personId: actor.actingFor?.personId ?? actor.personId, roles: rolesActing(actor) };
}

/** In the office of the case, lent to it by an order, or in the county legal office: nobody else sees the case. */
export function worksOnCase(state: CaseState, person: PersonOnDay): boolean {
  return person.officeId === state.officeId || person.lentBy !== undefined || person.roles.includes('countyLegalOffice');
}

/** The roles that count in this case: of whoever sees it from the county legal office those that it has in every case, and those that the pack lets sign from there. */
export function rolesHere(state: CaseState, person: PersonOnDay, fromCounty: readonly PackRole[] = []): PackRole[] {
  if (person.officeId === state.officeId || person.lentBy !== undefined || !person.roles.includes('countyLegalOffice')) return person.roles;
  return person.roles.filter((role) => COUNTY_ROLES.includes(role) || fromCounty.includes(role));
}

/** Who can be named as a signer of these stages: beside those who work on the case, people of the county legal office whose role the pack lets sign from there. */
export function maySign(state: CaseState, stages: PackApproval['stages'], person: PersonOnDay): boolean {
  return worksOnCase(state, person) || (person.countyLegal === true && stages.some(({ fromCounty }) => fromCounty.some((role) => person.roles.includes(role))));
}

export const elsewhere = (field: string): Blocker => blocker('personOfOtherOffice', '该人员不在本机关任职，不能接触本案', 'this person holds no post in the office of the case', houseRule('案件由本机关人员办理', 'a case is worked on in its office'), { field });

export const approvalUnknown = (): Blocker => blocker('approvalUnknown', '案件没有这项审批', 'the case has no such approval', houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'approvalId' });

/** After the end of a pack nothing forward is prepared any more. */
export function packOver(pack: Pack, at: LegalInstant): Blocker[] {
  return forceBlockers(pack, chinaDateOf(at), at, true);
}

export function notOpen(approval: ApprovalState): Blocker[] {
  if (approval.status === 'open') return [];
  const words = { approved: ['已批准', 'was approved'], returned: ['已退回', 'was returned'], refused: ['未获批准', 'was refused'], withdrawn: ['已撤回', 'was withdrawn'] } as const;
  const [zh, en] = words[approval.status];
  return [blocker('approvalNotOpen', `该审批${zh}（${approval.endedOn ?? ''}）`, `this approval ${en} on ${approval.endedOn ?? ''}`, houseRule('已有结果的审批不再签署', 'nothing is signed that has its outcome'))];
}
