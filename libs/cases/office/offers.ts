/** Signatures that wait, as tasks; and what a person may do about approvals, as actions. */
import { type LawBook, type LegalDate, type LegalInstant } from '#law';
import type { Pack } from '#law/pack-format';
import { type Around, scopeOf } from '../act-rules.ts';
import type { AllowedAction, CaseState, OpenTask } from '../model.ts';
import { handsActing } from '../people/standing.ts';
import { firstOf } from '../rules.ts';
import { SIGN_RULES, WITHDRAW_RULES, findApproval } from './approvals.ts';
import { binding, stageName } from './covered-steps.ts';
import { askersOf, signsAs } from './people.ts';
import { isAwaited, turnOf, waitingFor } from './turns.ts';

/** One task for each role that can sign, or one for the people who must. Its `step` is `CHAIN.N` (N: the event of the request), with `.named` for people who are named. */
export function signatureTasks(state: CaseState, pack: Pack): OpenTask[] {
  return state.approvals.flatMap((approval) => {
    const waits = waitingFor(approval);
    const chain = pack.approvals.find((one) => one.code === approval.approval);
    const [first] = waits?.turn.by ?? [];
    if (waits === null || chain === undefined || first === undefined) return [];
    const stage = stageName(chain, waits.turn.stage);
    const { roles, oneOf, each } = waits.waiting;
    const task = { step: `${chain.code}.${approval.seq}`, name: { zh: `${chain.name.zh}：${stage.zh}`, en: `${chain.name.en}: ${stage.en}` }, party: null, dueOn: null, approvalId: approval.approvalId };
    const persons = [...oneOf, ...each];
    return [...roles.map((role) => ({ ...task, role, persons: [] })), ...(persons.length === 0 ? [] : [{ ...task, step: `${task.step}.named`, role: first, persons, roles: waits.turn.by }])];
  });
}

/** Asking where a chain binds and nothing is under way; signing and taking back what is open. */
export function approvalActions(pack: Pack, state: CaseState, at: LegalInstant, on: LegalDate, book: LawBook, around: Around): AllowedAction[] {
  if (state.closed !== null) return [];
  const plain = { party: null, allowed: true, needs: [], blockers: [] };
  const asks = pack.approvals.filter((chain) => chain.askedBy.some((role) => around.actor.roles.includes(role)) && binding(pack, chain.when, scopeOf(state, on, at, book, { around })).binds !== false
    && pack.steps.some((step) => chain.covers.includes(step.code) && step.from.includes(state.phase)) && !state.approvals.some((one) => one.approval === chain.code && one.status === 'open'))
    .map((chain) => ({ ...plain, action: 'askApproval' as const, code: chain.code, name: { zh: `报批：${chain.name.zh}`, en: `ask for "${chain.name.en}"` } }));
  const own = state.approvals.flatMap((one): AllowedAction[] => {
    const found = findApproval(state, one.approvalId, pack);
    const waits = waitingFor(one);
    if (found === null) return [];
    const { chain } = found;
    const signs = waits !== null && isAwaited(waits, signsAs(around.actor).personId, signsAs(around.actor).roles);
    const against = signs ? firstOf(SIGN_RULES, { command: { type: 'signApproval', approvalId: one.approvalId, verdict: 'agree', to: null, opinion: { contentId: '', commitment: '' } }, ...found, turn: turnOf(one, one.turn), state, at, pack, around }) : [];
    const takesBack = askersOf(one).some((asker) => handsActing(around.actor).includes(asker)) && firstOf(WITHDRAW_RULES, { approval: one, state, around }).length === 0;
    return [
      ...(signs ? [{ ...plain, action: 'signApproval' as const, code: one.approvalId, name: { zh: `签署：${chain.name.zh}`, en: `sign "${chain.name.en}"` }, allowed: against.length === 0, blockers: against }] : []),
      ...(takesBack ? [{ ...plain, action: 'withdrawApproval' as const, code: one.approvalId, name: { zh: `撤回：${chain.name.zh}`, en: `take back "${chain.name.en}"` } }] : []),
    ];
  });
  return [...asks, ...own];
}
