/**
 * Judges one command on the state that time has already advanced: events, or blockers that say what is missing, by
 * which article, and the earliest lawful day. The rules of a procedure come from its pack; the rules here hold for
 * every pack: time, competence, closed vocabularies.
 */
import { type LawBook, type LegalDate, type LegalInstant, chinaDateOf, packCitation } from '#law';
import type { Pack, PackPaper, PackRole, PackStep } from '#law/pack-format';
import { type Around, closedBlocker, closingBlockers, dateBlockers, forceBlockers, roleBlockers, scopeOf, stepBlockers } from './act-rules.ts';
import { advance, settle } from './advance.ts';
import { blocker, houseRule, refuse } from './blockers.ts';
import { judgeLateEntry, type LateJudged } from './late-entry.ts';
import { measureFine, openingCauseBlockers } from './causes.ts';
import { bodyBlockers } from './competence.ts';
import { computeFacts } from './computed-facts.ts';
import { type ConditionScope, holds } from './conditions.ts';
import { EventRun } from './event-run.ts';
import { evolve, stepOfPaper, withoutFacts } from './evolve.ts';
import { factBlockers, readableFacts } from './fact-checks.ts';
import { actGuards, guardBlockers } from './guards.ts';
import type { Blocker, CaseCommand, CaseEvent, CaseState, Decision, PaperState, Party } from './model.ts';
import { askApproval, signApproval, withdrawApproval } from './office/approvals.ts';
import { signersAwaited } from './office/turns.ts';
import { asApproved } from './office/covered-steps.ts';
import { changeSigners } from './office/signers.ts';
import { handleTask } from './office/tasks.ts';
import { onItsWay, papersReplaced } from './replaced-papers.ts';
import { performPeople } from './people/acts.ts';
import { confirmationsOf, serviceConfirmations, WITH_SERVICE_RULES, WITH_STEP_RULES } from './people/confirmations.ts';
import { helpAround } from './people/help.ts';
import { actedAs, handsActing, rolesActing, standingBlockers } from './people/standing.ts';
import { RECUSAL_RULES } from './recusal.ts';
import { reopenCase } from './reopen.ts';
import { allOf, firstOf, type Rule } from './rules.ts';
import { serviceDecision } from './service.ts';
import { actOfParty, PARTY_RULES } from './party-acts.ts';
import { issueClosingPapers } from './sheets/closing-papers.ts';
import { fileOriginal, SHEET_FILERS } from './sheets/originals.ts';
import { askSeal, SEAL_APPLICANTS, SEAL_KEEPERS, unsealedBlockers, useSeal } from './sheets/seals.ts';

export type { Around } from './act-rules.ts';
type Of<T extends CaseCommand['type']> = Extract<CaseCommand, { type: T }>;

/**
 * Decides a command at an instant. Events follow those of `advance(state, at)`, which the caller appends first; they
 * include what the command makes untrue or fulfils. Never throws for bad input; throws when the record and the loaded
 * law do not fit together (a poison case).
 */
export function decide(before: CaseState | null, command: CaseCommand, now: LegalInstant, book: LawBook, around: Around): Decision {
  // The record never goes back, whatever the machine's clock does.
  const at = before !== null && before.lastRecordedAt > now ? before.lastRecordedAt : now;
  if (command.type === 'openCase') {
    return before === null ? openCase(command, at, book, around) : refuse(blocker('caseExists', '案件已存在', 'the case exists already', houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure')));
  }
  if (before === null) return refuse(blocker('caseUnknown', '没有这个案件', 'there is no such case', houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure')));
  const state = advance(before, at, book).reduce((now, event) => evolve(now, event, now.seq + 1, at, now.caseId), before);
  const { pack } = book.pack(state.pack);
  const { actor } = around;
  const beyond = firstOf(PARTY_RULES, { command, pack, actor });
  if (beyond.length > 0) return { blockers: beyond };
  const standing = actor.kind !== 'person' ? [] : standingBlockers(actor, dayOf(command, at), whoMay(command, state, pack), pack.id);
  if (standing.length > 0) return { blockers: standing };
  const run = new EventRun(state, at, actedAs(actor));
  const blockers = command.type === 'advance' ? [] : perform(run, command, pack, book, { ...around, actor: { ...actor, roles: rolesActing(actor) } });
  if (blockers.length > 0) return { blockers };
  settle(run, book.calendars.asKnownOn(chinaDateOf(at)), book);
  return { events: [...run.events, ...advance(run.state, at, book)] };
}

/** The day on which an act is done; what names none is done when it is recorded. */
function dayOf(command: CaseCommand, at: LegalInstant): LegalDate {
  return command.type === 'recordService' ? command.attempt.on : 'on' in command ? command.on : chinaDateOf(at);
}

/** Roles of the office that may do it; none: anybody of the office. */
function whoMay(command: CaseCommand, state: CaseState, pack: Pack): readonly PackRole[] {
  if (command.type === 'takeStep') return pack.steps.find((one) => one.code === command.step)?.by ?? [];
  if (command.type === 'closeCase') return pack.closings.find((one) => one.code === command.closing)?.by ?? [];
  if (command.type === 'reopenCase') return pack.reopenings.find((one) => one.code === command.reopening)?.by ?? [];
  if (command.type === 'recordService') return SERVERS;
  if (command.type === 'voidPaper') return voidedBy(command.paperId, state, pack);
  if (command.type === 'amendParty') return pack.opening.by;
  if (command.type === 'fileOriginal') return SHEET_FILERS;
  if (command.type === 'askSeal') return SEAL_APPLICANTS;
  if (command.type === 'useSeal') return SEAL_KEEPERS;
  if (command.type === 'signApproval') return signersAwaited(state, command.approvalId);
  return [];
}

function perform(run: EventRun, command: Exclude<CaseCommand, Of<'openCase'> | Of<'advance'>>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  switch (command.type) {
    case 'takeStep': return takeStep(run, command, pack, book, around);
    case 'recordService': return recordService(run, command, pack, book, around);
    case 'voidPaper': return voidPaper(run, command, pack, around);
    case 'attachFile': return attachFile(run, command);
    case 'amendParty': return amendParty(run, command, pack, around);
    case 'closeCase': return closeCase(run, command, pack, book, around);
    case 'reopenCase': return reopenCase(run, command, pack, book, around);
    case 'fileOriginal': return enter(run, fileOriginal(run.state, command, run.at, pack, around));
    case 'askSeal': return enter(run, askSeal(run.state, command, run.at, pack, around));
    case 'useSeal': return enter(run, useSeal(run.state, command, run.at, pack, around));
    case 'transferCase': case 'callInFile': case 'returnFile': case 'confirmStep': return performPeople(run, command, pack, book, around);
    case 'fulfilDuty': return fulfilDuty(run, command, around);
    case 'askApproval': return askApproval(run, command, pack, book, around);
    case 'signApproval': return signApproval(run, command, pack, around);
    case 'changeSigners': return changeSigners(run, command, pack, around);
    case 'withdrawApproval': return withdrawApproval(run, command, around);
    case 'handleTask': return handleTask(run, command, pack, book, around);
  }
}

/** One event, or what stands against it. */
function enter(run: EventRun, judged: { event: CaseEvent } | { blockers: Blocker[] }): Blocker[] {
  if ('blockers' in judged) return judged.blockers;
  run.add(judged.event);
  return [];
}

function openCase(command: Of<'openCase'>, at: LegalInstant, book: LawBook, around: Around): Decision {
  const loaded = book.find(command.pack);
  if (!loaded) return refuse(blocker('packUnknown', `没有名为“${command.pack}”的程序包`, `there is no pack "${command.pack}"; known: ${book.packs.map((one) => one.pack.id).join(', ')}`, houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'pack' }));
  const { pack } = loaded;
  const state: CaseState = evolve(null, openedEvent({ ...command, facts: readableFacts(pack, command.facts) }, pack, around), 1, at, around.caseId);
  const scope = scopeOf(state, command.on, at, book, { around });
  const force = forceBlockers(pack, command.on, at, true);
  if (force.length > 0) return { blockers: force };
  const blockers = [
    ...dateBlockers(null, command.on, at, pack), ...roleBlockers(pack.opening.by, around), ...bodyBlockers(pack, command.body, command.on, command.facts),
    ...partyBlockers(pack, command), ...factBlockers(pack, pack.opening.facts, command.facts, false),
    ...guardBlockers(pack, [...actGuards(pack, 'opening'), ...pack.opening.guards], scope, 'decide'),
  ];
  // The cause is looked up when nothing else stands against the case: what another rule forbids need not be in the library.
  const refused = blockers.length > 0 ? blockers : openingCauseBlockers({ pack, book, county: around.county, parties: command.parties, on: command.on, given: readableFacts(pack, command.facts) });
  if (refused.length > 0) return { blockers: refused };
  const run = new EventRun(state, at);
  settle(run, book.calendars.asKnownOn(chinaDateOf(at)), book);
  return { events: [openedEvent(command, pack, around), ...run.events, ...advance(run.state, at, book)] };
}

function openedEvent(command: Of<'openCase'>, pack: Pack, around: Around): Extract<CaseEvent, { type: 'caseOpened' }> {
  return { type: 'caseOpened', v: 1, occurredOn: command.on, pack: pack.id, phase: pack.initialPhase, officeId: command.body.officeId, county: around.county, parties: command.parties, facts: command.facts, body: command.body, actorId: around.actor.personId };
}

function partyBlockers(pack: Pack, command: Of<'openCase'>): Blocker[] {
  const found: Blocker[] = [];
  const { min, max, kinds, name } = pack.party;
  if (command.parties.length < min || command.parties.length > max) {
    found.push(blocker('partyCount', `“${name.zh}”须为${min}至${max}人，现为${command.parties.length}人`, `the case needs ${min} to ${max} of "${name.en}", not ${command.parties.length}`, packCitation(pack, pack.opening.cite), { field: 'parties' }));
  }
  for (const party of command.parties.filter((one) => !kinds.includes(one.kind))) {
    found.push(blocker('partyKind', '此程序不适用于该类当事人', `this procedure does not apply to a party of the kind ${party.kind}`, packCitation(pack, pack.opening.cite), { field: 'parties' }));
  }
  return found;
}

function takeStep(run: EventRun, sent: Of<'takeStep'>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const step = pack.steps.find((one) => one.code === sent.step && !one.byTime);
  if (!step) return [blocker('stepUnknown', `程序“${pack.name.zh}”没有步骤“${sent.step}”`, `"${pack.name.en}" has no step "${sent.step}"`, houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'step' })];
  const state = step.clears.length === 0 ? run.state : { ...run.state, facts: withoutFacts(run.state.facts, step.clears) };
  const late = judgeLateEntry({ on: sent.on, late: sent.late, helps: step.helps ?? 'authority' }, { at: run.at, pack, book, county: state.county, actorId: around.actor.personId });
  const command = { ...sent, on: late.countsOn };
  if (step.perParty && (command.party === undefined || !state.parties.some((party) => party.partyId === command.party))) {
    return [blocker('partyMissing', '此步骤须对各当事人分别办理，请指明当事人', `this is done for each party: name one of ${state.parties.map((party) => party.partyId).join(', ')}`, packCitation(pack, step.cite), { field: 'party' })];
  }
  const party = step.perParty ? command.party ?? null : null;
  const approved = asApproved(pack, step, party, command.facts, state, scopeOf(state, command.on, run.at, book, { party, facts: readableFacts(pack, command.facts) }));
  const asked = { on: command.on, party, facts: approved.facts, officers: command.officers, body: command.body };
  const given = readableFacts(pack, asked.facts);
  const computed = computeFacts(pack, step, scopeOf(state, command.on, run.at, book, { party, facts: given }));
  const fine = measureFine({ pack, book, county: state.county, parties: state.parties, on: command.on, given, facts: { ...state.facts, ...given } }, step);
  const facts = { ...asked.facts, ...computed.facts, ...fine.facts };
  const blockers = [...stepBlockers({ step, ...asked, measured: fine, state, at: run.at, pack, book, around, mode: 'decide' }), ...late.blockers, ...computed.blockers, ...fine.blockers];
  const withStep = { step, on: command.on, facts, officers: command.officers, confirmations: command.confirmations ?? [], actor: around.actor, state, pack, book };
  blockers.push(...allOf(WITH_STEP_RULES, withStep));
  if (blockers.length > 0) return blockers;
  const perParty = new Set(pack.facts.filter((fact) => fact.perParty).map((fact) => fact.code));
  const scope = scopeOf(state, command.on, run.at, book, { party, facts, officers: command.officers, around });
  const others = state.parties.filter((one) => one.partyId !== party);
  const each = others.every((one) => state.steps.some((taken) => taken.step === step.code && taken.party === one.partyId));
  run.add({
    type: 'stepTaken', v: 1, occurredOn: command.on, step: step.code, party, officers: command.officers, actorId: around.actor.personId, body: command.body,
    facts: Object.fromEntries(Object.entries(facts).filter(([code]) => !perParty.has(code))), partyFacts: Object.fromEntries(Object.entries(facts).filter(([code]) => perParty.has(code))),
    phase: step.to !== undefined && (!step.toWhenEach || each) ? step.to : null,
    claims: step.claims.filter((claim) => !claim.when || holds(claim.when, scope) === true).map((claim) => claim.register), ...(step.releases.length > 0 ? { releases: step.releases } : {}),
    suspends: step.suspends, resumes: step.resumes, ...(late.mark === null ? {} : { late: late.mark }), ...confirmationsOf(withStep), ...helpAround(withStep), ...(approved.approvals.length === 0 ? {} : { approvals: approved.approvals }), ...(step.clears.length > 0 ? { clears: step.clears } : {}), ...actOfParty(around.actor),
  });
  issuePapers(run, step, command, party, pack, scope);
  voidReplaced(run, papersReplaced(state, step, party, pack), command.on);
  for (const { owe, when } of step.owes) {
    if (when && holds(when, scope) !== true) continue;
    const due = owe.dueFact === undefined ? undefined : facts[owe.dueFact];
    run.owe({
      kind: owe.duty, to: owe.to, about: owe.about, ...(party === null ? {} : { party }),
      ...(owe.fulfilledBy ? { fulfilledBy: owe.fulfilledBy } : {}), ...(due?.type === 'date' ? { dueOn: due.value } : {}),
    }, command.on);
  }
  return [];
}

/** Papers of a step, one for each party where the pack says so, and the duty to serve them. */
function issuePapers(run: EventRun, step: PackStep, command: Of<'takeStep'>, party: string | null, pack: Pack, scope: ConditionScope): void {
  for (const issue of step.issues.filter(({ when }) => !when || holds(when, scope) === true)) {
    const paper = pack.papers.find((one) => one.code === issue.paper);
    if (!paper) throw new Error(`Step ${step.code} of pack ${pack.id} issues an unknown paper ${issue.paper}.`);
    const receivers = party !== null ? [party] : paper.perParty ? run.state.parties.map((one) => one.partyId) : [null];
    for (const receiver of receivers) {
      const paperId = run.nextId;
      run.add({ type: 'paperIssued', v: 1, occurredOn: command.on, paper: { paperId, paper: paper.code, party: receiver, series: paper.series, authorityId: command.body.authorityId }, number: null, sha256: null, templateSha256: null });
      const addressees = receiver === null ? run.state.parties.map((one) => one.partyId) : [receiver];
      const dueOn = serviceDueOn(paper, command.on, pack, scope);
      if (paper.serve) for (const addressee of addressees) run.owe({ kind: 'serve', to: 'officer', paperId, party: addressee, ...(dueOn === null ? {} : { dueOn }), about: { zh: `送达《${paper.title.zh}》`, en: `serve "${paper.title.en}"` } }, command.on);
    }
  }
}

/** The earlier papers fall only where the step has issued the new one. */
function voidReplaced(run: EventRun, replaced: readonly PaperState[], on: LegalDate): void {
  for (const paper of replaced) {
    const successor = run.state.papers.findLast((one) => one.paper === paper.paper && one.party === paper.party);
    if (successor !== undefined && successor.paperId !== paper.paperId) run.add({ type: 'paperVoided', v: 1, occurredOn: on, paperId: paper.paperId, reason: null, replacedBy: successor.paperId });
  }
}

/** Who serves. */
const SERVERS: readonly PackRole[] = ['officer', 'sectionHead', 'head'];

interface AskedService { command: Of<'recordService'>; state: CaseState; at: LegalInstant; pack: Pack; book: LawBook; around: Around }

/** The day by which a paper is to be served, where a clock runs from its issue to its service. */
function serviceDueOn(paper: PackPaper, issuedOn: LegalDate, pack: Pack, scope: ConditionScope): LegalDate | null {
  const clock = pack.clocks.find(({ start, startAlso, ends }) => (start ? [start, ...startAlso] : []).some((one) => 'issued' in one && one.issued === paper.code) && ends.some((one) => 'served' in one && one.served === paper.code));
  return clock ? scope.clocks.periodEnd(clock.code, issuedOn, null) : null;
}

/** What holds for every attempt at service before it is looked at. Service is a forward act. */
export const ATTEMPT_RULES: readonly Rule<AskedService>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  { codes: ['packNoLongerInForce'], judge: ({ command, at, pack }) => forceBlockers(pack, command.attempt.on, at, true) },
  { codes: ['dateInFuture', 'dateBeforeOpening'], judge: ({ command, state, at, pack }) => dateBlockers(state, command.attempt.on, at, pack) },
  { codes: ['roleMissing'], judge: ({ around }) => roleBlockers(SERVERS, around) },
  // Service is an act of the body too: outside matters or term of its grant it is refused (Penalty Law art. 20).
  { codes: ['grantOutsideTerm'], judge: ({ command, state, pack }) => bodyBlockers(pack, command.body ?? state.body, command.attempt.on, state.facts) },
  { codes: [], judge: ({ command, state, pack, around }) => allOf(RECUSAL_RULES, { state, pack, on: command.attempt.on, people: [...handsActing(around.actor), ...command.officers.map((one) => one.personId)], step: null, facts: {} }) },
  { codes: [], judge: ({ command, state, at, pack, book, around }) => guardBlockers(pack, actGuards(pack, 'service'), scopeOf(state, command.attempt.on, at, book, { party: command.party, officers: command.officers, around }), 'decide') },
  { codes: ['paperNotSealed'], judge: ({ command, state, pack, book }) => unsealedBlockers(state, command, pack, book) },
];

interface AskedLateService { command: Of<'recordService'>; late: LateJudged; pack: Pack }

/** A public announcement counts from a posting that everybody could see: one entered after the limit is posted again. */
export const LATE_SERVICE_RULES: readonly Rule<AskedLateService>[] = [
  {
    codes: ['lateEntryAnnouncement'],
    judge: ({ command, late, pack }) => (command.attempt.outcome !== 'posted' || late.countsOn === command.attempt.on || pack.lateEntry === undefined ? []
      : [blocker('lateEntryAnnouncement', '公告送达逾期未录入的，应重新公告', 'an announcement that was not entered in time is posted again', packCitation(pack, pack.lateEntry.cite), { field: 'attempt.on' })]),
  },
];

function recordService(run: EventRun, command: Of<'recordService'>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const refused = firstOf(ATTEMPT_RULES, { command, state: run.state, at: run.at, pack, book, around });
  if (refused.length > 0) return refused;
  const late = judgeLateEntry({ on: command.attempt.on, late: command.late, helps: 'authority' }, { at: run.at, pack, book, county: run.state.county, actorId: around.actor.personId });
  const served = { command, actor: around.actor, state: run.state, pack, book };
  const untimely = [...late.blockers, ...firstOf(LATE_SERVICE_RULES, { command, late, pack }), ...allOf(WITH_SERVICE_RULES, served)];
  if (untimely.length > 0) return untimely;
  const judged = serviceDecision(run.state, command, chinaDateOf(run.at), pack, book);
  if ('blockers' in judged) return judged.blockers;
  run.add({ type: 'serviceAttempted', v: 1, occurredOn: command.attempt.on, paperId: command.paperId, party: command.party, attempt: command.attempt, officers: command.officers, result: judged.result, ...(late.mark === null ? {} : { late: late.mark }), ...serviceConfirmations(served) });
  if (judged.servedOn !== null) {
    // Entered after the limit it counts for the party from the day of recording; the true day stays on record.
    const effectiveOn = late.countsOn > judged.servedOn && late.countsOn !== command.attempt.on ? late.countsOn : judged.servedOn;
    run.add({ type: 'paperServed', v: 1, occurredOn: judged.servedOn, paperId: command.paperId, party: command.party, way: command.attempt.way, rawOn: judged.servedOn, rolledOn: judged.servedOn, effectiveOn });
  }
  issueServicePaper(run, command, judged.result, judged.servedOn ?? command.attempt.on, pack);
  return [];
}

/** The receipt of what was served (Civil Procedure Law art. 87), filled in when it has been, or the announcement itself (art. 95). */
function issueServicePaper(run: EventRun, command: Of<'recordService'>, result: 'served' | 'failed' | 'pending', on: LegalDate, pack: Pack): void {
  const code = result === 'served' ? pack.servicePapers?.receipt : command.attempt.outcome === 'posted' ? pack.servicePapers?.announcement : undefined;
  const definition = pack.papers.find((one) => one.code === code);
  const about = run.state.papers.find((one) => one.paperId === command.paperId);
  if (!definition || !about) return;
  run.add({
    type: 'paperIssued', v: 1, occurredOn: on, number: null, sha256: null, templateSha256: null,
    paper: { paperId: run.nextId, paper: definition.code, party: command.party, series: definition.series, authorityId: about.authorityId, about: command.paperId },
  });
}

/** `by`: who may take the step that issued the paper; nobody else takes it back. */
interface AskedVoiding { command: Of<'voidPaper'>; paper: PaperState; by: readonly PackRole[]; state: CaseState; at: LegalInstant; pack: Pack; around: Around }

/** Whether a paper can be taken back at all, then by whom and as of when. */
export const VOID_GATES: readonly Rule<AskedVoiding>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  // After the end of a pack a decision stands as it is and the case is closed accordingly: nothing is undone, whatever day is claimed.
  { codes: ['packNoLongerInForce'], judge: ({ command, at, pack }) => forceBlockers(pack, command.on, at, true) },
  { codes: ['paperVoided'], judge: ({ paper }) => (paper.voided ? [blocker('paperVoided', '文书已作废', 'the paper is void already', houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'))] : []) },
  {
    codes: ['paperNotVoidable'],
    judge: ({ paper, pack }) => (pack.papers.find((one) => one.code === paper.paper)?.serve ? [] : [blocker('paperNotVoidable', '此文书属于案卷记录，不得作废', 'this paper is a record of the file and is not taken back', houseRule('案卷记录不得撤回', 'records of a file stand'))]),
  },
  {
    // A letter on its way can still turn out to have been served.
    codes: ['paperOnItsWay'],
    judge: ({ paper }) => (onItsWay(paper) ? [blocker('paperOnItsWay', '文书正在邮寄途中，结果记录后方可作废', 'the paper is in the post; it can be voided once the outcome is recorded', houseRule('已发出的文书不得撤回', 'what is on its way to the party is not taken back'))] : []),
  },
  {
    codes: ['paperServed'],
    judge: ({ paper }) => (Object.keys(paper.served).length === 0 ? [] : [blocker('paperServed', '文书已送达，不能作废；应另行作出变更或撤销决定', 'the paper was served and cannot be voided; it is changed or quashed by a decision of its own', houseRule('已送达当事人的文书不得撤回', 'what reached the party stands'))]),
  },
];
export const VOID_RULES: readonly Rule<AskedVoiding>[] = [
  { codes: ['dateInFuture', 'dateBeforeOpening'], judge: ({ command, state, at, pack }) => dateBlockers(state, command.on, at, pack) },
  { codes: ['roleMissing'], judge: ({ by, around }) => roleBlockers(by, around) },
  {
    codes: ['voidedBeforeIssue'],
    judge: ({ command, paper }) => (command.on >= paper.issuedOn ? [] : [blocker('voidedBeforeIssue', `作废日早于文书作出日${paper.issuedOn}`, `the paper was issued on ${paper.issuedOn}, after that day`, houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'on', earliest: paper.issuedOn })]),
  },
];

/** Who may take the step that issued a paper. */
function voidedBy(paperId: string, state: CaseState, pack: Pack): readonly PackRole[] {
  const paper = state.papers.find((one) => one.paperId === paperId);
  const step = paper && stepOfPaper(state, paper.seq);
  return pack.steps.find((one) => one.code === step?.step)?.by ?? [];
}

/**
 * Takes back a paper before anybody received it: its number stays, void, and the step that issued it is undone, so that
 * it can be taken again. Records and forms of the file are not papers to take back.
 */
function voidPaper(run: EventRun, command: Of<'voidPaper'>, pack: Pack, around: Around): Blocker[] {
  const { state } = run;
  const paper = state.papers.find((one) => one.paperId === command.paperId);
  if (!paper) return [blocker('paperUnknown', '案卷中没有这份文书', 'the case has no such paper', houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'paperId' })];
  const step = stepOfPaper(state, paper.seq);
  const asked = { command, paper, by: voidedBy(paper.paperId, state, pack), state, at: run.at, pack, around };
  const closedTo = firstOf(VOID_GATES, asked);
  const refused = closedTo.length > 0 ? closedTo : allOf(VOID_RULES, asked);
  if (refused.length > 0) return refused;
  run.add({ type: 'paperVoided', v: 1, occurredOn: command.on, paperId: command.paperId, reason: command.reason });
  if (!step || run.state.steps.some((one) => one.seq === step.seq)) return [];
  const next = state.steps.find((one) => one.seq > step.seq)?.seq ?? Number.POSITIVE_INFINITY;
  for (const duty of state.duties.filter((one) => one.status === 'owed' && one.fulfilledBy !== undefined && one.seq > step.seq && one.seq < next)) {
    run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: command.on, dutyId: duty.dutyId, because: 'paperVoided' });
  }
  return [];
}

/** A file is entered once, however often its upload is reported; a closed file takes no more. */
function attachFile(run: EventRun, command: Of<'attachFile'>): Blocker[] {
  const { state } = run;
  if (state.closed !== null) return [closedBlocker(state.closed.on)];
  if (!state.files.some((one) => one.fileId === command.file.fileId)) run.add({ type: 'fileAttached', v: 1, occurredOn: chinaDateOf(run.at), file: command.file });
  return [];
}

interface AskedAmendment { command: Of<'amendParty'>; party: Party; state: CaseState; at: LegalInstant; pack: Pack; around: Around }

/** A party's identity is corrected or completed by the office, and only before a paper has reached that party under the old one. */
export const AMENDMENT_RULES: readonly Rule<AskedAmendment>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  { codes: ['packNoLongerInForce'], judge: ({ command, at, pack }) => forceBlockers(pack, command.on, at, true) },
  { codes: ['dateInFuture', 'dateBeforeOpening'], judge: ({ command, state, at, pack }) => dateBlockers(state, command.on, at, pack) },
  { codes: ['roleMissing'], judge: ({ pack, around }) => roleBlockers(pack.opening.by, around) },
  {
    codes: ['partyKindFixed'],
    judge: ({ command, party, pack }) => (command.party.kind === party.kind ? [] : [blocker('partyKindFixed', '公民与组织之间不能更改，应另行立案', 'a citizen does not become an organisation by correction: open another case', packCitation(pack, pack.opening.cite), { field: 'party.kind' })]),
  },
  {
    codes: ['partyAlreadyServed'],
    judge: ({ party, state, pack }) => (state.papers.every((paper) => !paper.served[party.partyId]) ? [] : [blocker('partyAlreadyServed', '已有文书以原身份送达该当事人，不得再更改', 'a paper has reached this party under its present identity', packCitation(pack, pack.opening.cite))]),
  },
  {
    // What was printed for one person is never served on another.
    codes: ['paperUnderOldIdentity'],
    judge: ({ party, state, pack }) => (state.papers.every((paper) => paper.voided || (paper.party !== null && paper.party !== party.partyId) || !pack.papers.find((one) => one.code === paper.paper)?.serve) ? [] : [blocker('paperUnderOldIdentity', '已有以原身份制作、尚未送达的文书，应先作废，更改后重新制作', 'a paper stands that was made out to the present identity: void it, correct the party, issue it again', packCitation(pack, pack.opening.cite))]),
  },
  {
    codes: ['nothingToCorrect'],
    judge: ({ command }) => (command.unchanged ? [blocker('nothingToCorrect', '所填身份信息与案卷中的完全相同，无须更改', 'the identity is the one that the record has already: there is nothing to correct', houseRule('更正须有所更改', 'a correction changes something'), { field: 'identity' })] : []),
  },
];

function amendParty(run: EventRun, command: Of<'amendParty'>, pack: Pack, around: Around): Blocker[] {
  const party = run.state.parties.find((one) => one.partyId === command.party.partyId);
  if (!party) return [blocker('partyUnknown', '案件中没有这名当事人', 'the case has no such party', houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'party' })];
  const refused = firstOf(AMENDMENT_RULES, { command, party, state: run.state, at: run.at, pack, around });
  if (refused.length > 0) return refused;
  run.add({ type: 'partyAmended', v: 1, occurredOn: command.on, party: command.party, reason: command.reason });
  return [];
}

function closeCase(run: EventRun, command: Of<'closeCase'>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const closing = pack.closings.find((one) => one.code === command.closing);
  if (!closing) return [blocker('closingUnknown', `没有结案方式“${command.closing}”`, `there is no closing "${command.closing}"; known: ${pack.closings.map((one) => one.code).join(', ')}`, houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'closing' })];
  const blockers = closingBlockers({ closing, on: command.on, state: run.state, at: run.at, pack, book, around, mode: 'decide' });
  if (blockers.length > 0) return blockers;
  issueClosingPapers(run, command, closing, book, around);
  run.add({ type: 'caseClosed', v: 1, occurredOn: command.on, closing: closing.code, reason: command.reason });
  for (const duty of run.state.duties.filter((one) => one.status === 'owed')) {
    run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: command.on, dutyId: duty.dutyId, because: 'caseClosed' });
  }
  return [];
}

/** A machine's report that a duty is done; a second report changes nothing, a late one after withdrawal is a fact that is kept. */
function fulfilDuty(run: EventRun, command: Of<'fulfilDuty'>, around: Around): Blocker[] {
  if (around.actor.kind !== 'machine') return [blocker('onlyTheMachine', '此项由系统报告', 'only the machine that fulfils duties reports them', houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'))];
  const duty = run.state.duties.find((one) => one.dutyId === command.dutyId);
  if (!duty) return [blocker('dutyUnknown', '案件没有这项待办职责', 'the case owes no such duty', houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'), { field: 'dutyId' })];
  if (duty.status === 'fulfilled') return [];
  run.add({ type: 'dutyFulfilled', v: 1, occurredOn: chinaDateOf(run.at), dutyId: command.dutyId, outcome: duty.status === 'withdrawn' ? `afterWithdrawal:${command.outcome}` : command.outcome, attempts: command.attempts });
  return [];
}
