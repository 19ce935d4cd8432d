/** An approval as a model: a notice under the whole chain, with whatever people might try to get it past the stages, and tasks in hand. */
import { type LawBook, addDays, chinaDateOf } from '#law';
import { ASK_GATES, ASK_RULES, SIGN_RULES, WITHDRAW_RULES } from '#cases/office/approvals';
import { SIGNER_RULES } from '#cases/office/signers';
import { TASK_RULES } from '#cases/office/tasks';
import type { CaseCommand, SignerPlace, TaskVerb, Verdict } from '#cases/model';
import { isOutdated, signersOf } from '#cases/office/turns';
import { COUNTY, actor, citizen, holderOf, people } from '#cases/testing/county';
import { factsFor } from '#cases/testing/facts';
import { personOnDay } from '#cases/testing/office';
import { approvalWrongs } from './approval-wrongs.ts';
import type { Model, Node, Probe } from './model-check.ts';
import { Probes } from './probes.ts';

const PACK = 'administrative-penalty';
export const HANDLERS = new Set(['zhang', 'li']);
/** What another model reaches, or what only a pack made for it can: scenarios show those. */
const ELSEWHERE = new Set(['packNoLongerInForce', 'parameterNotSet', 'approvalWithoutStage', 'stepAlreadyTaken', 'powersInOneHand', 'factType', 'approvalNotNeeded']);
export const OFFICE_BLOCKERS: readonly string[] = [...new Set([ASK_GATES, ASK_RULES, SIGN_RULES, SIGNER_RULES, WITHDRAW_RULES, TASK_RULES].flatMap((list) => list.flatMap((rule) => rule.codes as string[])).concat('approvalMissing', 'approvalOutdated', 'approvalDiffers', 'taskHeldBy', 'taskDelegated', 'approvalUnknown', 'taskUnknown'))];

export function officeModel(book: LawBook): Model {
  const probes = new Probes(book, PACK);
  const party = citizen('p1', '1985-01-01', '2025-06-20');
  return {
    name: 'approval', book, county: COUNTY,
    starts: [{ name: 'an adult', on: '2025-07-07', probe: probes.opening('an adult', '2025-07-07', [party], { actEndedOn: '2025-06-20', discoveredOn: '2025-07-07' }) }],
    probes: (node) => officeProbes(node, probes),
    // A stage warns after three days; nothing else that time does is looked at here.
    days: (state) => state.approvals.filter((one) => one.status === 'open').map((one) => addDays(chinaDateOf(one.since), 3)),
    partyMarks: () => null,
    marks({ state }) {
      const chain = book.pack(PACK).pack.approvals.find((one) => one.code === 'noticeApproval');
      const order = (key: string, at: number): string => { const turn = state.approvals[at]?.turns.find((one) => one.key === key); return turn?.addedBy == null ? key : `+${turn.named?.join() ?? ''}`; };
      if (state.phase === 'noticed') return [];
      // Of requests that have ended only the outcome matters.
      return [
        state.approvals.slice(0, -1).map((one) => one.status), ['proposeFiling', 'takeEvidence'].map((code) => state.steps.some((one) => one.step === code)), state.parties[0]?.identity.contentId,
        state.approvals.map((one, at) => (at < state.approvals.length - 1 ? null : [one.status, order(one.turn ?? '', at), one.turns.map((turn) => [order(turn.key, at), turn.named, turn.also, signersOf(one, turn.key).sort()]), one.items.map((item) => item.takenSeq !== null), chain !== undefined && isOutdated(state, chain, one), one.status === 'open' && one.waited.length > 0, one.signatures.some((signature) => signature.to !== null)])),
        Object.values(state.taskHands).map((hand) => [hand.step, hand.holder, hand.delegators, hand.copies, hand.urged.map((one) => one.on === state.openedOn)]),
      ];
    },
    remembers: () => false,
    ignores: () => true,
    wrongs: (_before, _added, after) => approvalWrongs(after.events, HANDLERS),
    expectedBlockers: OFFICE_BLOCKERS.filter((code) => !ELSEWHERE.has(code)),
  };
}

function officeProbes(node: Node, probes: Probes): Probe[] {
  const { state, on } = node;
  if (state.phase === 'lead') return [probes.step(node, 'proposeFiling'), probes.step(node, 'fileCase'), probes.closing(node, 'notFiled'), ask(node, probes)].filter((one) => one.name !== 'proposeFiling' || !state.steps.some((step) => step.step === 'proposeFiling'));
  if (state.phase === 'investigation') return [...(state.steps.some((one) => one.step === 'takeEvidence') ? [probes.step(node, 'reportInvestigation')] : [probes.step(node, 'takeEvidence')]), ...(state.taskHands['takeEvidence:'] ? [] : [task('wang', 'assign', 'takeEvidence', 'gao')])];
  if (state.phase !== 'reported') return [];
  const last = state.approvals.at(-1);
  const id = last?.approvalId ?? 'none';
  // Two requests, one return in each, one signer added: enough for each to meet the others.
  const returned = last?.signatures.some((one) => one.verdict === 'return') === true || last?.turns[0]?.named != null;
  const added = state.approvals.length > 1 || last?.turns.some((turn) => turn.addedBy !== null || turn.also.length > 0) === true;
  const found: Probe[] = [
    ...(state.approvals.length < 2 && Object.keys(state.taskHands).length === 0 ? [ask(node, probes), ...(last?.status === 'refused' ? [ask(node, probes, { fine: '1000.00' })] : [])] : []), ...unlawfulAsks(node, probes), probes.step(node, 'issueNotice'), takeAsApproved(node), probes.step(node, 'issueNotice', { intendedFine: '2999.99' }),
    ...['wang', 'sun', 'lin', 'zhao', 'gao', 'zhang', 'zhou'].map((by) => sign(by, id)), sign('wang', id, 'return'), sign('wang', id, 'return', 'legal'), ...(returned ? [] : [sign('wang', id, 'return', 'handler'), sign('lin', id, 'return', 'section'), sign('zhao', id, 'return', 'legal')]),
    ...(state.approvals.length < 2 ? [sign('zhao', id, 'refuse')] : []), { ...sign('lin', id), name: 'lin as head', actor: { ...actor('lin'), roles: ['deputyHead', 'head'] } }, { ...sign('lin', id), name: 'lin without a post', actor: { ...actor('lin'), roles: ['officer'] } },
    ...(added ? [] : (['before', 'after', 'parallel'] as const).map((place) => signers('sun', id, { add: 'gao', place }))), signers('sun', id, { add: 'zhang', place: 'after' }), signers('wang', id, { add: 'wang', place: 'after' }), signers('wang', id, {}), signers('wang', id, { add: 'he', place: 'after' }),
    signers('sun', id, { remove: 'gao' }), signers('wang', id, { remove: 'gao' }), signers('zhao', id, { remove: 'chen' }), signers('zhao', id, { remove: 'sun' }), withdraw('li', id), ...(state.approvals.length < 2 ? [withdraw('zhang', id)] : []),
    ...(last?.status === 'approved' && state.parties[0]?.identity.contentId === 'identity-p1' ? [{ name: 'amend', actor: actor('zhang'), command: { type: 'amendParty' as const, party: { ...citizen('p1', '1985-01-01', '2025-06-20'), identity: { contentId: 'identity-other', commitment: 'x' } }, on, reason: content } }] : []),
    ...(last === undefined ? [...unlawfulTasks(node), ...tasks()] : []),
    // A stage whose signers are named, where the last is to be taken out.
    ...(last === undefined && Object.keys(state.taskHands).length === 0 ? [ask(node, probes, { signers: { section: ['wang'], legal: ['sun'] } })] : []),
  ];
  return found;
}

const content = { contentId: 'words', commitment: 'words' };

function ask({ state }: Node, probes: Probes, more: { fine?: string; approval?: string; step?: string; party?: string; items?: number; by?: string; signers?: Record<string, string[]>; approvers?: boolean; facts?: Parameters<typeof factsFor>[2] } = {}): Probe {
  const step = more.step ?? 'issueNotice';
  const { pack } = probes;
  const chain = pack.approvals.find((one) => one.code === (more.approval ?? 'noticeApproval'));
  const item = { step, party: more.party ?? null, facts: factsFor(pack, pack.steps.find((one) => one.code === step)?.facts ?? [], { ...(step === 'issueNotice' && more.fine ? { intendedFine: more.fine } : {}), ...more.facts }) };
  return {
    name: `ask ${JSON.stringify(more)} ${state.phase}`, actor: actor(more.by ?? 'zhang'),
    command: {
      type: 'askApproval', approval: more.approval ?? 'noticeApproval', items: Array.from({ length: more.items ?? 1 }, () => item), note: null,
      signers: Object.fromEntries(Object.entries(more.signers ?? {}).map(([stage, named]) => [stage, named.map((one) => (one === 'he' ? { personId: 'he', officeId: 'elsewhere', roles: ['deputyHead' as const] } : personOnDay(one)))])),
      approvers: Object.fromEntries((chain?.stages ?? []).map((stage) => [stage.code, more.approvers === false ? [] : Object.keys(people).filter((one) => stage.by.includes(people[one] ?? 'officer')).map((one) => personOnDay(one))])),
    },
  };
}

function unlawfulAsks(node: Node, probes: Probes): Probe[] {
  if (node.state.approvals.length > 0) return [];
  const decision = { approval: 'decisionApproval', step: 'decideNoPenalty' };
  return [
    ask(node, probes, { approval: 'none' }), ask(node, probes, { items: 0 }), ask(node, probes, { items: 2 }), ask(node, probes, { party: 'p1' }), ask(node, probes, { by: 'gao' }), ask(node, probes, { facts: { reasons: undefined } }), ask(node, probes, { facts: { childOrder: 1 } }),
    ask(node, probes, { approvers: false }), ask(node, probes, decision), ask(node, probes, { ...decision, signers: { leaders: ['lin'], mayor: ['zhao'] } }), ask(node, probes, { ...decision, signers: { leaders: ['gao'] } }), ask(node, probes, { ...decision, signers: { leaders: ['lin', 'lin'] } }),
    ask(node, probes, { ...decision, signers: { leaders: ['he'] } }), ask(node, probes, { ...decision, by: 'wang', signers: { leaders: ['wang'] } }), ask(node, probes, { approval: 'decisionApproval', step: 'decidePenalty', signers: { leaders: ['lin'] } }),
  ];
}

function sign(by: string, approvalId: string, verdict: Verdict = 'agree', to: string | null = null): Probe {
  return { name: `${by} ${verdict} ${to ?? ''}`, actor: actor(by), command: { type: 'signApproval', approvalId, verdict, to, opinion: content } };
}

function signers(by: string, approvalId: string, change: { add?: string; place?: SignerPlace; remove?: string }): Probe {
  const person = change.add === 'he' ? { personId: 'he', officeId: 'elsewhere', roles: ['head' as const] } : change.add === undefined ? null : personOnDay(change.add);
  return { name: `${by} ${JSON.stringify(change)}`, actor: actor(by), command: { type: 'changeSigners', approvalId, add: person === null ? null : { person, place: change.place ?? 'after' }, remove: change.remove ?? null, reason: content } };
}

function withdraw(by: string, approvalId: string): Probe {
  return { name: `${by} withdraws`, actor: actor(by), command: { type: 'withdrawApproval', approvalId, reason: content } };
}

function takeAsApproved({ state, on }: Node): Probe {
  return { name: 'as approved', actor: actor('zhang'), command: { type: 'takeStep', step: 'issueNotice', on, facts: {}, officers: ['zhang', 'li'].map((personId) => ({ personId, certificate: 'x', certifiedOnDay: true })), body: state.body } };
}

function task(by: string, verb: TaskVerb, step: string, to?: string, party?: string): Probe {
  const command: CaseCommand = { type: 'handleTask', verb, step, party: party ?? null, to: to === undefined ? null : to === 'he' ? { personId: 'he', officeId: 'elsewhere', roles: ['officer'] } : personOnDay(to), note: null };
  return { name: `${by} ${verb} ${step} ${to ?? ''}`, actor: actor(by), command };
}

/** Lawful ones, tried before anybody asks for an approval. */
function tasks(): Probe[] {
  return [task('zhang', 'claim', 'issueNotice'), task('zhang', 'delegate', 'issueNotice', 'li'), task('li', 'giveBack', 'issueNotice'), task('zhang', 'release', 'issueNotice')];
}

function unlawfulTasks(node: Node): Probe[] {
  return [
    task('zhang', 'claim', 'noSuch'), task('zhang', 'claim', 'issueNotice', undefined, 'p1'), task('zhang', 'claim', 'fileCase'), task('gao', 'claim', 'issueNotice'), task('li', 'claim', 'issueNotice'), task('li', 'transfer', 'issueNotice', 'chen'),
    task('zhang', 'giveBack', 'issueNotice'), task('li', 'transfer', 'issueNotice', 'zhang'), task('li', 'release', 'issueNotice'), task('zhang', 'transfer', 'issueNotice'), task('zhang', 'transfer', 'issueNotice', 'he'), task('zhang', 'transfer', 'issueNotice', 'gao'),
    task('zhang', 'transfer', 'issueNotice', 'zhang'), task('zhang', 'claim', 'noticeApproval'), { ...takeAsApproved(node), name: 'by another', actor: actor('li') },
    ...((node.state.taskHands['issueNotice:']?.urged.length ?? 2) < 2 ? [task(holderOf(['sectionHead']), 'urge', 'issueNotice')] : []),
  ];
}
