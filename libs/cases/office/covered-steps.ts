/** Steps that wait for an approval, and tasks that somebody else has in hand. */
import { type LegalDate, ROLE_NAMES, packCitation } from '#law';
import type { BilingualText, Condition, Pack, PackApproval, PackRole, PackStep } from '#law/pack-format';
import { blocker, houseRule } from '../blockers.ts';
import { computeFacts } from '../computed-facts.ts';
import { type ConditionScope, holds, unsetParameters } from '../conditions.ts';
import { parameterBlocker } from '../guards.ts';
import type { Blocker, CaseState, Facts } from '../model.ts';
import { handKey } from './fold.ts';
import { approvalFor, differingFacts, isOutdated, type Waiting, waitingFor } from './turns.ts';

/** A step as it is asked for, with what its approvals look at. */
export interface CoveredStep { pack: Pack; step: PackStep; party: string | null; on: LegalDate; facts: Facts; state: CaseState; scope: ConditionScope; /** The person acting, and the absent one in whose place. */
  hands: readonly string[]; /** Found by the library of causes. */ measured: Facts; mode: 'decide' | 'offer' }

/** Whether a chain or stage binds; a parameter that nobody has set never counts as "no". */
export function binding(pack: Pack, when: Condition | undefined, scope: ConditionScope): { binds: boolean | null; unset: Blocker[] } {
  if (when === undefined) return { binds: true, unset: [] };
  const binds = holds(when, scope);
  return { binds, unset: binds === null ? unsetParameters(when, scope).map((code) => parameterBlocker(pack, code)) : [] };
}

/** Chains that cover a step here. What the record does not say yet counts as binding once the step is to be taken. */
function chainsOver({ pack, step, scope, mode }: Pick<CoveredStep, 'pack' | 'step' | 'scope' | 'mode'>): { chains: PackApproval[]; unset: Blocker[] } {
  const found = pack.approvals.filter((one) => one.covers.includes(step.code)).map((chain) => ({ chain, ...binding(pack, chain.when, scope) }));
  return { chains: found.filter(({ binds, unset }) => unset.length === 0 && (binds ?? mode === 'decide')).map(({ chain }) => chain), unset: found.flatMap(({ unset }) => unset) };
}

export function approvalBlockers(asked: CoveredStep): Blocker[] {
  const { chains, unset } = chainsOver(asked);
  return [...unset, ...chains.flatMap((chain) => againstStep(asked, chain))];
}

function againstStep({ pack, step, party, on, facts, state, scope, measured, mode }: CoveredStep, chain: PackApproval): Blocker[] {
  const article = packCitation(pack, chain.cite);
  const approval = approvalFor(state, chain.code, step.code, party);
  if (approval === undefined || approval.endedOn === null) return [missing(chain, state, step, party, article)];
  if (isOutdated(state, chain, approval)) {
    return [blocker('approvalOutdated', `审批“${chain.name.zh}”之后案情已有变化，须重新报批`, `the record has changed since "${chain.name.en}" was asked for: ask for it anew`, article)];
  }
  if (approval.endedOn > on) return [{ ...missing(chain, state, step, party, article), earliest: approval.endedOn }];
  const item = approval.items.find((one) => one.step === step.code && one.party === party);
  if (mode === 'offer' || item === undefined) return [];
  const computed = { ...computeFacts(pack, step, scope).facts, ...measured };
  const differing = [...differingFacts(item.facts, facts), ...differingFacts(item.computed, computed)];
  return differing.map((code) => {
    const label = pack.facts.find((one) => one.code === code)?.label ?? { zh: code, en: code };
    return blocker('approvalDiffers', `“${label.zh}”与批准的内容不一致，须按批准的内容办理或者重新报批`, `"${label.en}" is not what was approved: do as approved, or ask anew`, article, { field: `facts.${code}` });
  });
}

function missing(chain: PackApproval, state: CaseState, step: PackStep, party: string | null, article: BilingualText): Blocker {
  const open = state.approvals.findLast((one) => one.approval === chain.code && one.status === 'open' && one.items.some((item) => item.step === step.code && item.party === party));
  const awaited = open === undefined ? null : waitingFor(open);
  if (awaited === null) {
    const askers = roles(chain.askedBy);
    return blocker('approvalMissing', `须先经“${chain.name.zh}”批准`, `this waits for the approval "${chain.name.en}"`, article, { missing: { zh: `由${askers.zh}报批`, en: `to be asked for by: ${askers.en}` } });
  }
  const stage = stageName(chain, awaited.turn.stage);
  return blocker('approvalMissing', `“${chain.name.zh}”尚待“${stage.zh}”签署`, `"${chain.name.en}" waits at the stage "${stage.en}"`, article, { missing: stillToSign(awaited.waiting) });
}

/** Who has still to sign: by role, or how many of those who were named. */
function stillToSign({ roles: byRole, oneOf, each }: Waiting): BilingualText {
  const who = roles(byRole);
  const named = each.length + (oneOf.length > 0 ? 1 : 0);
  const zh = [...(byRole.length > 0 ? [who.zh] : []), ...(named > 0 ? [`尚未签署的${named}名指定签署人`] : [])].join('、');
  const en = [...(byRole.length > 0 ? [who.en] : []), ...(named > 0 ? [`${named} of the named signers`] : [])].join(', ');
  return { zh: `${zh}签署`, en: `the signature of: ${en}` };
}

export function roles(of: readonly PackRole[]): BilingualText {
  return { zh: of.map((role) => ROLE_NAMES[role].zh).join('、'), en: of.map((role) => ROLE_NAMES[role].en).join(', ') };
}

export function stageName(chain: PackApproval | undefined, stage: string): BilingualText {
  return chain?.stages.find((one) => one.code === stage)?.name ?? { zh: stage, en: stage };
}

/** The facts of a step as they were approved, under those that are given; and the approvals that it uses up. */
export function asApproved(pack: Pack, step: PackStep, party: string | null, given: Facts, state: CaseState, scope: ConditionScope): { facts: Facts; approvals: string[] } {
  const { chains } = chainsOver({ pack, step, scope, mode: 'decide' });
  const used = chains.flatMap((chain) => approvalFor(state, chain.code, step.code, party) ?? []);
  const approved = used.flatMap((one) => one.items.filter((item) => item.step === step.code && item.party === party).map((item) => item.facts));
  return { facts: Object.assign({}, ...approved, given) as Facts, approvals: used.map((one) => one.approvalId) };
}

/** A task that is offered and that somebody has in hand is done by that person; one that was delegated, after it came back. */
export function handBlockers({ step, party, state, scope, hands }: CoveredStep): Blocker[] {
  const hand = state.taskHands[handKey(step.code, party)];
  if (hand === undefined || hand.holder === null || !step.offer || holds(step.offer, scope) !== true) return [];
  if (hand.delegators.length > 0) {
    return [blocker('taskDelegated', `“${step.name.zh}”已委派他人承办，尚未交回`, `"${step.name.en}" was delegated and has not been given back`, houseRule('委派的事项交回后由委派人办结', 'what was delegated is completed by whoever delegated it, after it came back'), { missing: { zh: '受委派人交回', en: 'the delegate gives it back' } })];
  }
  return hands.includes(hand.holder) ? [] : [blocker('taskHeldBy', `“${step.name.zh}”已由他人承办`, `"${step.name.en}" is in the hands of somebody else`, houseRule('已有承办人的事项由承办人办理', 'a task that has a holder is done by the holder'), { missing: { zh: '由承办人转办，或者由负责人改派', en: 'a transfer by the holder, or an assignment by the head' } })];
}
