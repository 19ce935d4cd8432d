/** Powers that must not meet in one hand. The database refuses the same pairs (table case_hand). */
import { POWER_NAMES, packCitation } from '#law';
import type { Pack, PackStep } from '#law/pack-format';
import type { Blocker, CaseState, OfficerOnDay } from './model.ts';
import type { ApprovalState } from './office/model.ts';

export type Power = NonNullable<PackStep['power']>;

/**
 * Maker is not checker; who investigated neither chairs the hearing (Penalty Law art. 64(4)) nor reviews (art. 58). Who
 * reviews what he drafted, or decides on what he reviewed, has reviewed nothing (inference from art. 58).
 */
export const INCOMPATIBLE_POWERS: readonly (readonly [Power, Power])[] = [
  ['filer', 'filingApprover'], ['investigator', 'hearingChair'], ['investigator', 'legalReviewer'], ['drafter', 'decider'],
  ['drafter', 'legalReviewer'], ['legalReviewer', 'decider'],
];

/** Who held which power so far: the person acting, the absent one in whose place, and the officers named. */
export function handsOf(state: CaseState, pack: Pack): { personId: string; power: Power }[] {
  return [...signedPowers(state, pack), ...state.steps.flatMap((taken) => {
    const power = pack.steps.find((step) => step.code === taken.step)?.power;
    if (!power || taken.byTime) return [];
    return [...new Set([taken.actorId, ...(taken.actingFor ? [taken.actingFor.personId] : []), ...taken.officerIds])].map((personId) => ({ personId, power }));
  })];
}

/** A signature can use a power too, such as that of the legal reviewer: of whoever gave it, and of the absent one in whose place. */
function signedPowers(state: CaseState, pack: Pack): { personId: string; power: Power }[] {
  return state.approvals.flatMap((approval) => approval.signatures.filter((one) => one.verdict === 'agree').flatMap((one) => {
    const power = powerOfTurn(pack, approval, one.turn);
    return power === undefined ? [] : [...new Set([one.by, one.personId])].map((personId) => ({ personId, power }));
  }));
}

/** The power that signing a stage of the pack uses; signers who were added use none. */
export function powerOfTurn(pack: Pack, approval: ApprovalState, turn: string): Power | undefined {
  return pack.approvals.find((one) => one.code === approval.approval)?.stages.find((one) => one.code === turn)?.power;
}

export function powerBlockers(step: Pick<PackStep, 'power' | 'cite'>, state: CaseState, actorIds: readonly string[], officers: readonly OfficerOnDay[], pack: Pack): Blocker[] {
  const { power } = step;
  if (power === undefined) return [];
  const people = new Set([...actorIds, ...officers.map((officer) => officer.personId)]);
  const against = INCOMPATIBLE_POWERS.flatMap(([one, other]) => (one === power ? [other] : other === power ? [one] : []));
  const clash = handsOf(state, pack).find((hand) => people.has(hand.personId) && against.includes(hand.power));
  if (!clash) return [];
  return [{
    code: 'powersInOneHand', article: packCitation(pack, step.cite),
    message: { zh: `同一人不得在同一案件中既${POWER_NAMES[power].zh}又${POWER_NAMES[clash.power].zh}`, en: `in one case the person who ${POWER_NAMES[clash.power].en} may not be the one who ${POWER_NAMES[power].en}` },
    missing: { zh: '由未担任该职责的人员办理', en: 'another person, who did not hold that power' },
  }];
}
