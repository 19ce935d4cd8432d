/** Asking for an approval (报批), signing it, returning it (退回), refusing it, taking it back (撤回). */
import { type LawBook, type LegalDate, type LegalInstant, chinaDateOf, packCitation } from '#law';
import type { Pack, PackApproval, PackRole, PackStep } from '#law/pack-format';
import { type Around, type AskedStep, STEP_GATES, closedBlocker, roleBlockers, scopeOf } from '../act-rules.ts';
import type { EventRun } from '../event-run.ts';
import { blocker, houseRule } from '../blockers.ts';
import { measureFine } from '../causes.ts';
import { computeFacts } from '../computed-facts.ts';
import type { ConditionScope } from '../conditions.ts';
import { factBlockers, readableFacts } from '../fact-checks.ts';
import { parameterBlocker } from '../guards.ts';
import type { Blocker, CaseCommand, CaseState, Facts, PersonOnDay } from '../model.ts';
import { handsActing } from '../people/standing.ts';
import { powerBlockers } from '../powers.ts';
import { allOf, firstOf, type Rule } from '../rules.ts';
import { binding, roles } from './covered-steps.ts';
import type { ApprovalItem, ApprovalState, ApprovalTurn } from './model.ts';
import { approvalUnknown, askersOf, elsewhere, isHandler, maySign, notOpen, packOver, rolesHere, selfApproval, signsAs } from './people.ts';
import { isAwaited, isOutdated, nextTurn, proposalHash, restsOn, turnOf, waitingFor } from './turns.ts';

type Of<T extends CaseCommand['type']> = Extract<CaseCommand, { type: T }>;
type Stage = PackApproval['stages'][number];
interface Named { step: PackStep; party: string | null; facts: ApprovalItem['facts'] }

/** A request with everything its rules look at. `stages`: those that bind here. */
interface AskedApproval {
  command: Of<'askApproval'>; chain: PackApproval; named: Named[]; items: ApprovalItem[]; stages: Stage[]; unset: Blocker[]; needed: boolean;
  state: CaseState; at: LegalInstant; today: LegalDate; pack: Pack; book: LawBook; around: Around;
}

const sharesItem = (approval: ApprovalState, items: readonly { step: string | PackStep; party: string | null }[]): boolean => approval.items.some((one) => items.some(({ step, party }) => one.step === (typeof step === 'string' ? step : step.code) && one.party === party));
const stillGood = ({ state, chain }: AskedApproval, one: ApprovalState): boolean => (one.status === 'open' || (one.status === 'approved' && one.items.some((item) => item.takenSeq === null))) && !isOutdated(state, chain, one);

/** Whether it can be asked for at all; the first that stands against it is the answer. */
export const ASK_GATES: readonly Rule<AskedApproval>[] = [
  {
    codes: ['notCovered'],
    judge({ command, named, chain, pack }) {
      const wrong = command.items.length === 0 || named.length < command.items.length || named.some(({ step }) => !chain.covers.includes(step.code)) || new Set(command.items.map((item) => `${item.step}:${item.party ?? ''}`)).size < command.items.length;
      return wrong ? [blocker('notCovered', `“${chain.name.zh}”只审批所列步骤，每项一次：${chain.covers.join('、')}`, `"${chain.name.en}" covers these steps, each named once: ${chain.covers.join(', ')}`, packCitation(pack, chain.cite), { field: 'items' })] : [];
    },
  },
  {
    codes: ['partyMissing'],
    judge: ({ named, state, pack }) => named.flatMap(({ step, party }) => (step.perParty === (party !== null && state.parties.some((one) => one.partyId === party)) ? [] : [blocker('partyMissing', '须指明步骤所针对的当事人', 'name the party of the step', packCitation(pack, step.cite), { field: 'items' })])),
  },
  { codes: ['caseClosed', 'wrongPhase', 'stepAlreadyTaken', 'packNoLongerInForce'], judge: (asked) => asked.named.flatMap((one) => firstOf(STEP_GATES, stepAsked(asked, one))) },
  { codes: ['roleMissing'], judge: ({ chain, around }) => roleBlockers(chain.askedBy, around) },
  {
    codes: ['approvalUnderWay'],
    judge(asked) {
      const other = asked.state.approvals.find((one) => one.approval === asked.chain.code && sharesItem(one, asked.named) && stillGood(asked, one));
      return other === undefined ? [] : [blocker('approvalUnderWay', '同一事项的审批正在进行或者已经批准，可先撤回', 'this is asked for already, or approved and not yet used: take that back first', houseRule('同一事项不重复报批', 'one request a matter'))];
    },
  },
  { codes: ['parameterNotSet'], judge: ({ unset }) => unset },
  { codes: ['approvalNotNeeded'], judge: ({ needed, chain, pack }) => (needed ? [] : [blocker('approvalNotNeeded', `此事项不须“${chain.name.zh}”`, `this needs no "${chain.name.en}" here`, packCitation(pack, chain.cite))]) },
];

/** What must be there, all of it named at once. */
export const ASK_RULES: readonly Rule<AskedApproval>[] = [
  { codes: ['factMissing', 'factUnknown', 'factType'], judge: ({ named, pack }) => named.flatMap(({ step, facts }) => factBlockers(pack, step.facts, facts, false)) },
  {
    codes: ['approvalWithoutStage'],
    judge: ({ stages, chain, pack }) => (stages.length > 0 ? [] : [blocker('approvalWithoutStage', `“${chain.name.zh}”没有任何审批环节，不能视为批准`, `no stage of "${chain.name.en}" binds; nothing is approved by nobody`, packCitation(pack, chain.cite))]),
  },
  {
    codes: ['signersMissing'],
    judge: ({ stages, command, chain, pack }) => stages.filter((stage) => (command.signers[stage.code] ? command.signers[stage.code]?.length === 0 : stage.signing === 'all'))
      .map((stage) => blocker('signersMissing', `“${stage.name.zh}”须指定签署人`, `name the signers of "${stage.name.en}"`, packCitation(pack, chain.cite), { field: `signers.${stage.code}` })),
  },
  {
    codes: ['stageUnknown'],
    judge: ({ stages, command, chain, pack }) => Object.keys(command.signers).filter((code) => !stages.some((stage) => stage.code === code))
      .map((code) => blocker('stageUnknown', `此处没有环节“${code}”，现有：${stages.map((one) => one.code).join('、')}`, `there is no stage "${code}" here; there are: ${stages.map((one) => one.code).join(', ')}`, packCitation(pack, chain.cite), { field: `signers.${code}` })),
  },
  {
    codes: ['signerWithoutRole'],
    judge: ({ stages, command, chain, state, pack }) => stages.filter((stage) => command.signers[stage.code]?.some((one) => !stage.by.some((role) => rolesHere(state, one, stage.fromCounty).includes(role))))
      .map((stage) => blocker('signerWithoutRole', `“${stage.name.zh}”由${roles(stage.by).zh}签署`, `"${stage.name.en}" is signed by: ${roles(stage.by).en}`, packCitation(pack, chain.cite), { field: `signers.${stage.code}` })),
  },
  {
    codes: ['personOfOtherOffice'],
    judge: ({ command, state, chain }) => Object.entries(command.signers).filter(([code, people]) => people.some((one) => !maySign(state, chain.stages.filter((stage) => stage.code === code), one))).map(([code]) => elsewhere(`signers.${code}`)),
  },
  {
    codes: ['selfApproval'],
    judge: ({ command, state, pack, around }) => Object.entries(command.signers).filter(([, people]) => people.some((one) => isHandler(state, pack, handsActing(around.actor), one.personId))).map(([code]) => selfApproval(`signers.${code}`)),
  },
  {
    codes: ['signerTwice'],
    judge({ command, stages, chain, pack }) {
      const people = stages.filter((stage) => !stage.sameSigner).flatMap((stage) => command.signers[stage.code] ?? []).map((one) => one.personId);
      return new Set(people).size === people.length ? [] : [signerTwice(pack, chain)];
    },
  },
  {
    codes: ['approverMissing'],
    judge: ({ stages, command, chain, state, pack, around }) => stages.filter((stage) => command.signers[stage.code] === undefined && stage.signing === 'any' && !command.approvers[stage.code]?.some((one) => !isHandler(state, pack, handsActing(around.actor), one.personId) && stage.by.some((role) => rolesHere(state, one).includes(role))))
      .map((stage) => blocker('approverMissing', `没有人能签署“${stage.name.zh}”：本机关当日无其他${roles(stage.by).zh}`, `nobody can sign "${stage.name.en}": the office has no other ${roles(stage.by).en} today`, packCitation(pack, chain.cite))),
  },
  {
    codes: ['approvalRefusedBefore'],
    judge({ state, chain, items }) {
      const sha256 = proposalHash(chain.code, items);
      return state.approvals.some((one) => one.status === 'refused' && one.sha256 === sha256) ? [blocker('approvalRefusedBefore', '同一提议已被否决，修改后方可重新报批', 'the same proposal was refused; change it before asking again', houseRule('被否决的提议不得原样再报', 'what was refused is not asked for again unchanged'))] : [];
    },
  },
];

export const signerTwice = (pack: Pack, chain: PackApproval): Blocker => blocker('signerTwice', '同一人不得在一项审批中签署两次', 'nobody signs twice in one approval', packCitation(pack, chain.cite), { field: 'signers' });

function stepAsked({ today, state, at, pack, book, around }: AskedApproval, { step, party, facts }: Named): AskedStep {
  return { step, on: today, party, facts, officers: undefined, body: state.body, state, at, pack, book, around, mode: 'decide' };
}

export function askApproval(run: EventRun, command: Of<'askApproval'>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const { state, at } = run;
  const chain = pack.approvals.find((one) => one.code === command.approval);
  if (!chain) return [blocker('approvalUnknown', `程序没有审批“${command.approval}”`, `the procedure has no approval "${command.approval}"; there are: ${pack.approvals.map((one) => one.code).join(', ') || 'none'}`, houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'approval' })];
  const today = chinaDateOf(at);
  const named = command.items.flatMap(({ step: code, party, facts }) => { const step = pack.steps.find((one) => one.code === code && !one.byTime); return step ? [{ step, party, facts }] : []; });
  const scopes = named.map(({ party, facts }) => scopeOf(state, today, at, book, { party, facts: readableFacts(pack, facts), around }));
  const chainBinds = scopes.map((scope) => binding(pack, chain.when, scope));
  const stages = chain.stages.map((stage) => ({ stage, answers: scopes.map((scope) => binding(pack, stage.when, scope)) }));
  const bound = stages.filter(({ answers }) => answers.some(({ binds }) => binds !== false)).map(({ stage }) => stage);
  const unsetDays = bound.flatMap(({ waits }) => (waits && book.parameter(state.county, pack.id, waits.days.parameter, today) === null ? [parameterBlocker(pack, waits.days.parameter)] : []));
  const computed = named.map((one, index) => { const scope = scopes[index]; return scope ? amountsOf(one, scope, pack, book, state, today) : { facts: {}, blockers: [] }; });
  const items = named.map(({ step, party, facts }, index): ApprovalItem => ({ step: step.code, party, facts, computed: computed[index]?.facts ?? {} }));
  const asked: AskedApproval = {
    command, chain, named, items, stages: bound, needed: chainBinds.every(({ binds }) => binds !== false), state, at, today, pack, book, around,
    unset: distinct([...chainBinds.flatMap(({ unset }) => unset), ...stages.flatMap(({ answers }) => answers.flatMap(({ unset }) => unset)), ...unsetDays]),
  };
  const closedTo = firstOf(ASK_GATES, asked);
  const refused = closedTo.length > 0 ? closedTo : [...allOf(ASK_RULES, asked), ...computed.flatMap((one) => one.blockers)];
  if (refused.length > 0) return refused;
  // An open request that the record has overtaken makes room for the new one.
  for (const old of state.approvals.filter((one) => one.approval === chain.code && one.status === 'open' && sharesItem(one, items))) {
    run.add({ type: 'approvalMoved', v: 1, occurredOn: today, approvalId: old.approvalId, status: 'withdrawn', turn: null, returnedTo: null });
  }
  run.add({
    type: 'approvalAsked', v: 1, occurredOn: today, approvalId: run.nextId, approval: chain.code, sha256: proposalHash(chain.code, items), items, rests: restsOn(state, chain, []),
    turns: turnsFor(asked), askedBy: around.actor.personId, note: command.note,
  });
  return [];
}

/** The stages in their order; signers who had been added to the request before stay: asking anew does not shake them off. */
function turnsFor({ state, chain, stages, command, items, pack, around }: AskedApproval): ApprovalTurn[] {
  const turns = stages.map((stage): ApprovalTurn => ({ key: stage.code, stage: stage.code, by: stage.by, signing: stage.signing, named: command.signers[stage.code]?.map((one) => one.personId) ?? null, also: [], addedBy: null, ...lentSigners(command.signers[stage.code] ?? []) }));
  const before = state.approvals.findLast((one) => one.approval === chain.code && sharesItem(one, items));
  if (before === undefined || before.status === 'approved') return turns;
  const named = new Set(turns.flatMap((turn) => turn.named ?? []));
  const stays = (personId: string): boolean => !named.has(personId) && !isHandler(state, pack, handsActing(around.actor), personId);
  for (const turn of turns) turn.also = before.turns.find((one) => one.key === turn.key)?.also.filter((one) => stays(one.personId)) ?? [];
  before.turns.forEach((turn, index) => {
    if (turn.addedBy === null || !turn.named?.every(stays)) return;
    const stageAt = turns.findIndex((one) => one.key === turn.stage);
    const wasBefore = index < before.turns.findIndex((one) => one.key === turn.stage);
    const after = turns.findLastIndex((one) => one.stage === turn.stage) + 1;
    turns.splice(stageAt < 0 ? turns.length : wasBefore ? stageAt : after, 0, turn);
  });
  return turns;
}

/** What follows from the facts that are proposed: amounts by formula, the range by the library of causes. */
function amountsOf({ step, facts }: Named, scope: ConditionScope, pack: Pack, book: LawBook, state: CaseState, on: LegalDate): { facts: Facts; blockers: Blocker[] } {
  const computed = computeFacts(pack, step, scope);
  const given = readableFacts(pack, facts);
  const measured = measureFine({ pack, book, county: state.county, parties: state.parties, on, given, facts: { ...state.facts, ...given } }, step);
  return { facts: { ...computed.facts, ...measured.facts }, blockers: [...computed.blockers, ...measured.blockers] };
}

/** By which order signers of other offices were named. */
export function lentSigners(people: readonly PersonOnDay[]): Pick<ApprovalTurn, 'orders'> {
  const lent = people.filter((one) => one.lentBy !== undefined);
  return lent.length === 0 ? {} : { orders: Object.fromEntries(lent.map(({ personId, lentBy }) => [personId, lentBy ?? ''])) };
}

function distinct(blockers: Blocker[]): Blocker[] {
  return blockers.filter((one, index) => blockers.findIndex((other) => other.message.en === one.message.en) === index);
}

interface AskedSignature { command: Of<'signApproval'>; approval: ApprovalState; chain: PackApproval; turn: ApprovalTurn | undefined; state: CaseState; at: LegalInstant; pack: Pack; around: Around }

/** In the order in which it is worth mending. */
export const SIGN_RULES: readonly Rule<AskedSignature>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  { codes: ['packNoLongerInForce'], judge: ({ pack, at }) => packOver(pack, at) },
  { codes: ['approvalNotOpen'], judge: ({ approval }) => notOpen(approval) },
  { codes: ['selfApproval'], judge: ({ state, pack, approval, around }) => (isHandler(state, pack, askersOf(approval), ...handsActing(around.actor)) ? [selfApproval()] : []) },
  {
    codes: ['signerTwice'],
    judge({ approval, chain, turn, pack, around }) {
      // Signers who were added give their opinion; the stages are what must lie in different hands.
      const { personId } = signsAs(around.actor);
      const own = (one: ApprovalTurn | undefined): boolean => one?.addedBy === null && one.also.every((added) => added.personId !== personId);
      if (!own(turn) || chain.stages.find((stage) => stage.code === turn?.stage)?.sameSigner === true) return [];
      const signed = approval.signatures.some((one) => one.counts && [one.personId, one.by].some((signer) => handsActing(around.actor).includes(signer)) && own(turnOf(approval, one.turn)));
      return signed ? [signerTwice(pack, chain)] : [];
    },
  },
  {
    codes: ['notYourTurn'],
    judge({ approval, chain, pack, around }) {
      const waits = waitingFor(approval);
      if (waits !== null && isAwaited(waits, signsAs(around.actor).personId, signsAs(around.actor).roles)) return [];
      const who = roles(waits?.turn.by ?? []);
      return [blocker('notYourTurn', '现在不由您签署', 'it is not your turn to sign', packCitation(pack, chain.cite), { missing: { zh: `${who.zh}签署`, en: `the signature of: ${who.en}` } })];
    },
  },
  {
    codes: ['signerWithoutRole'],
    judge: ({ turn, chain, pack, around }) => (turn === undefined || turn.addedBy !== null || turn.also.some((one) => one.personId === signsAs(around.actor).personId) || turn.by.some((role) => signsAs(around.actor).roles.includes(role)) ? []
      : [blocker('signerWithoutRole', `现已不担任${roles(turn.by).zh}，不能签署`, `no longer ${roles(turn.by).en}: cannot sign`, packCitation(pack, chain.cite))]),
  },
  {
    codes: ['approvalOutdated'],
    judge: ({ command, state, chain, approval, pack }) => (command.verdict === 'agree' && isOutdated(state, chain, approval) ? [blocker('approvalOutdated', '报批之后案情已有变化，须退回或者重新报批', 'the record has changed since this was asked for: return it, or ask for it anew', packCitation(pack, chain.cite))] : []),
  },
  {
    codes: ['powersInOneHand'],
    judge({ command, chain, turn, state, around, pack }) {
      const power = turn?.addedBy === null ? chain.stages.find((stage) => stage.code === turn.stage)?.power : undefined;
      return command.verdict === 'agree' && power !== undefined ? powerBlockers({ power, cite: chain.cite }, state, handsActing(around.actor), [], pack) : [];
    },
  },
  {
    codes: ['returnTargetUnknown'],
    judge({ command, approval, turn, pack, chain }) {
      if (command.verdict !== 'return') return [];
      const earlier = ['handler', ...approval.turns.slice(0, approval.turns.findIndex((one) => one.key === turn?.key)).map((one) => one.key)];
      return command.to !== null && earlier.includes(command.to) ? [] : [blocker('returnTargetUnknown', `只能退回：${earlier.join('、')}`, `it can be returned to: ${earlier.join(', ')}`, packCitation(pack, chain.cite), { field: 'to' })];
    },
  },
];

export function signApproval(run: EventRun, command: Of<'signApproval'>, pack: Pack, around: Around): Blocker[] {
  const found = findApproval(run.state, command.approvalId, pack);
  if (found === null) return [approvalUnknown()];
  const { approval, chain } = found;
  const refused = firstOf(SIGN_RULES, { command, approval, chain, turn: turnOf(approval, approval.turn), state: run.state, at: run.at, pack, around });
  if (refused.length > 0) return refused;
  const today = chinaDateOf(run.at);
  run.add({ type: 'approvalSigned', v: 1, occurredOn: today, approvalId: approval.approvalId, turn: approval.turn ?? '', signedBy: around.actor.personId, verdict: command.verdict, to: command.verdict === 'return' ? command.to : null, opinion: command.opinion });
  const move = { type: 'approvalMoved', v: 1, occurredOn: today, approvalId: approval.approvalId } as const;
  if (command.verdict === 'refuse') run.add({ ...move, status: 'refused', turn: null, returnedTo: null });
  else if (command.verdict === 'agree') moveOn(run, approval.approvalId, approval.turn ?? '');
  else if (command.to === 'handler') run.add({ ...move, status: 'returned', turn: null, returnedTo: null });
  else run.add({ ...move, status: 'open', turn: command.to, returnedTo: command.to });
  return [];
}

/** The approval goes to the next turn that still waits, from `from` on; approved when none does. */
export function moveOn(run: EventRun, approvalId: string, from: string): void {
  const approval = run.state.approvals.find((one) => one.approvalId === approvalId);
  if (approval === undefined || approval.status !== 'open') return;
  const next = nextTurn(approval, from);
  if (next === approval.turn) return;
  run.add({ type: 'approvalMoved', v: 1, occurredOn: chinaDateOf(run.at), approvalId, status: next === null ? 'approved' : 'open', turn: next, returnedTo: null });
}

export function findApproval(state: CaseState, approvalId: string, pack: Pack): { approval: ApprovalState; chain: PackApproval } | null {
  const approval = state.approvals.find((one) => one.approvalId === approvalId);
  const chain = pack.approvals.find((one) => one.code === approval?.approval);
  return approval === undefined || chain === undefined ? null : { approval, chain };
}

interface AskedWithdrawal { approval: ApprovalState; state: CaseState; around: Around }

/** Whoever asked takes it back, or the head for him; what a step was taken under stands. */
export const WITHDRAW_RULES: readonly Rule<AskedWithdrawal>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  { codes: ['approvalNotOpen'], judge: ({ approval }) => (approval.status === 'approved' && approval.items.every((item) => item.takenSeq === null) ? [] : notOpen(approval)) },
  {
    codes: ['notYourRequest'],
    judge: ({ approval, around }) => (askersOf(approval).some((one) => handsActing(around.actor).includes(one)) || around.actor.roles.includes('head') ? [] : [blocker('notYourRequest', '只有报批人或者行政机关负责人可以撤回', 'only whoever asked, or the head, takes it back', houseRule('谁报批谁撤回', 'a request is taken back by whoever made it'))]),
  },
];

/** Who takes it back: those who may ask for it, and the head. */
export function withdrawnIn(state: CaseState, approvalId: string, pack: Pack): readonly PackRole[] {
  return [...new Set<PackRole>([...findApproval(state, approvalId, pack)?.chain.askedBy ?? [], 'head'])];
}

export function withdrawApproval(run: EventRun, command: Of<'withdrawApproval'>, around: Around): Blocker[] {
  const approval = run.state.approvals.find((one) => one.approvalId === command.approvalId);
  if (approval === undefined) return [approvalUnknown()];
  const refused = firstOf(WITHDRAW_RULES, { approval, state: run.state, around });
  if (refused.length > 0) return refused;
  run.add({ type: 'approvalWithdrawn', v: 1, occurredOn: chinaDateOf(run.at), approvalId: approval.approvalId, withdrawnBy: around.actor.personId, reason: command.reason });
  return [];
}
