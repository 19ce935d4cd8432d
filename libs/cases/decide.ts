/**
 * Judges one command on the state that time has already advanced: events, or blockers that say what is missing, by
 * which article, and the earliest lawful day. The rules of a procedure come from its pack; the rules here hold for
 * every pack: time, competence, closed vocabularies.
 */
import { type LawBook, type LegalDate, type LegalInstant, chinaDateOf } from '#law';
import type { Pack, PackClosing, PackStep } from '#law/pack-format';
import { EventRun, advance, settle } from './advance.ts';
import { blocker, refuse } from './blockers.ts';
import { articleText, clockReader } from './clocks.ts';
import { bodyBlockers } from './competence.ts';
import { computeFacts } from './computed-facts.ts';
import type { ConditionScope } from './conditions.ts';
import { holds } from './conditions.ts';
import { evolve, stepOfPaper } from './evolve.ts';
import { factBlockers } from './fact-checks.ts';
import { guardBlockers, parameterBlockers } from './guards.ts';
import type { ActingBody, Blocker, CaseCommand, CaseEvent, CaseState, Decision, Facts, OfficerOnDay, Surroundings } from './model.ts';
import { powerBlockers } from './powers.ts';
import { serviceDecision } from './service.ts';

export type Around = Surroundings & { caseId: string };
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
    return before === null ? openCase(command, at, book, around) : refuse(blocker('caseExists', '案件已存在', 'the case exists already', 'Anjuan'));
  }
  if (before === null) return refuse(blocker('caseUnknown', '没有这个案件', 'there is no such case', 'Anjuan'));
  const state = advance(before, at, book).reduce((now, event) => evolve(now, event, now.seq + 1, at, now.caseId), before);
  const run = new EventRun(state, at);
  const { pack } = book.pack(state.pack);
  const blockers = command.type === 'advance' ? [] : perform(run, command, pack, book, around);
  if (blockers.length > 0) return { blockers };
  settle(run, book.calendars.asKnownOn(chinaDateOf(at)), book);
  return { events: [...run.events, ...advance(run.state, at, book)] };
}

function perform(run: EventRun, command: Exclude<CaseCommand, Of<'openCase'> | Of<'advance'>>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  switch (command.type) {
    case 'takeStep': return takeStep(run, command, pack, book, around);
    case 'recordService': return recordService(run, command, pack, book, around);
    case 'voidPaper': return voidPaper(run, command, pack, around);
    case 'attachFile': run.add({ type: 'fileAttached', v: 1, occurredOn: chinaDateOf(run.at), file: command.file }); return [];
    case 'closeCase': return closeCase(run, command, pack, book, around);
    case 'fulfilDuty': return fulfilDuty(run, command, around);
  }
}

/** A scope for conditions on the day of an act. */
export function scopeOf(state: CaseState, on: LegalDate, at: LegalInstant, book: LawBook, more: { party?: string | null; facts?: Facts; officers?: readonly OfficerOnDay[]; around?: Surroundings }): ConditionScope {
  const calendar = book.calendars.asKnownOn(chinaDateOf(at));
  return {
    state, book, clocks: clockReader(state, calendar, book), on, party: more.party ?? null,
    ...(more.facts ? { facts: more.facts } : {}), ...(more.officers ? { officers: more.officers } : {}), ...(more.around ? { around: more.around } : {}),
  };
}

/** A pack is in force on the day of the act, and a forward act is also recorded while it is: a back-dated one is refused. */
export function forceBlockers(pack: Pack, on: LegalDate, at: LegalInstant, forward: boolean): Blocker[] {
  if (on < pack.inForce.from) return [packBlocker(pack, 'packNotYetInForce', pack.inForce.before)];
  const end = pack.inForce.to;
  if (!forward || end === null || (on <= end && chinaDateOf(at) <= end)) return [];
  return [packBlocker(pack, 'packNoLongerInForce', pack.inForce.after ?? pack.inForce.before)];
}

function packBlocker(pack: Pack, code: string, rule: Pack['inForce']['before']): Blocker {
  const instrument = pack.instruments.find((one) => one.id === rule.cite.instrument);
  return { code, message: rule.message, article: instrument ? `${instrument.name.en} (${instrument.name.zh}) ${rule.cite.article}` : rule.cite.article };
}

export function dateBlockers(state: CaseState | null, on: LegalDate, at: LegalInstant, pack: Pack): Blocker[] {
  const today = chinaDateOf(at);
  if (on > today) return [blocker('dateInFuture', `日期 ${on} 晚于今天 ${today}`, `the date ${on} lies after today, ${today}`, 'Anjuan: an act is recorded when it has been done', { field: 'on' })];
  if (state === null) return [];
  if (on < state.openedOn) return [blocker('dateBeforeOpening', `日期 ${on} 早于受理日 ${state.openedOn}`, `the date ${on} lies before the case was opened on ${state.openedOn}`, 'Anjuan: no act of a case precedes it', { field: 'on', earliest: state.openedOn })];
  const filed = pack.filingStep === undefined ? undefined : state.steps.find((step) => step.step === pack.filingStep)?.on;
  return filed !== undefined && on < filed
    ? [blocker('dateBeforeFiling', `日期 ${on} 早于立案日 ${filed}`, `the date ${on} lies before the filing on ${filed}`, 'Anjuan: no act of a filed case precedes its filing', { field: 'on', earliest: filed })] : [];
}

function openCase(command: Of<'openCase'>, at: LegalInstant, book: LawBook, around: Around): Decision {
  const loaded = book.find(command.pack);
  if (!loaded) return refuse(blocker('packUnknown', `没有名为“${command.pack}”的程序包`, `there is no pack "${command.pack}"; known: ${book.packs.map((one) => one.pack.id).join(', ')}`, 'Anjuan', { field: 'pack' }));
  const { pack } = loaded;
  const state: CaseState = evolve(null, openedEvent(command, pack, around), 1, at, around.caseId);
  const scope = scopeOf(state, command.on, at, book, { facts: command.facts, around });
  const blockers = [
    ...dateBlockers(null, command.on, at, pack), ...forceBlockers(pack, command.on, at, true),
    ...roleBlockers(pack.opening.by, around), ...bodyBlockers(pack, command.body, command.on, command.facts),
    ...partyBlockers(pack, command), ...factBlockers(pack, pack.opening.facts, command.facts, false),
    ...guardBlockers(pack, pack.opening.guards, scope, 'decide'),
  ];
  if (blockers.length > 0) return { blockers };
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
    found.push(blocker('partyCount', `“${name.zh}”须为${min}至${max}人，现为${command.parties.length}人`, `the case needs ${min} to ${max} of "${name.en}", not ${command.parties.length}`, articleText(pack, pack.opening.cite), { field: 'parties' }));
  }
  for (const party of command.parties.filter((one) => !kinds.includes(one.kind))) {
    found.push(blocker('partyKind', '此程序不适用于该类当事人', `this procedure does not apply to a party of the kind ${party.kind}`, articleText(pack, pack.opening.cite), { field: 'parties' }));
  }
  return found;
}

function roleBlockers(by: readonly string[], around: Around): Blocker[] {
  if (by.length === 0 || around.actor.roles.some((role) => by.includes(role))) return [];
  return [blocker('roleMissing', `此步骤由${by.join('、')}办理`, `this is done by: ${by.join(', ')}`, 'Anjuan: roles of the office', { missing: { zh: by.join('、'), en: by.join(', ') } })];
}

/** What stands against a step now, in the order in which people mend it. `mode: offer` leaves out what is still to be entered. */
export function stepBlockers(step: PackStep, command: { on: LegalDate; party: string | null; facts: Facts; officers: readonly OfficerOnDay[] | undefined; body: ActingBody }, state: CaseState, at: LegalInstant, pack: Pack, book: LawBook, around: Around, mode: 'decide' | 'offer'): Blocker[] {
  const force = forceBlockers(pack, command.on, at, step.forward);
  if (force.length > 0) return force;
  if (state.closed !== null) return [closedBlocker(state.closed.on)];
  if (!step.from.includes(state.phase)) {
    const names = step.from.map((code) => pack.phases.find((phase) => phase.code === code)?.name ?? { zh: code, en: code });
    return [blocker('wrongPhase', `须处于阶段：${names.map((name) => name.zh).join('、')}`, `possible only in: ${names.map((name) => name.en).join(', ')}`, articleText(pack, step.cite))];
  }
  const done = state.steps.find((one) => one.step === step.code && (one.party === null || one.party === command.party));
  if (step.repeat === 'once' && done) return [blocker('stepAlreadyTaken', `“${step.name.zh}”已于${done.on}办理`, `"${step.name.en}" was done on ${done.on}`, articleText(pack, step.cite))];
  const scope = scopeOf(state, command.on, at, book, { party: command.party, facts: command.facts, ...(command.officers ? { officers: command.officers } : {}), around });
  return [
    ...dateBlockers(state, command.on, at, pack), ...roleBlockers(step.by, around),
    ...bodyBlockers(pack, command.body, command.on, { ...state.facts, ...command.facts }),
    ...parameterBlockers(pack, step, scope), ...factBlockers(pack, step.facts, command.facts, mode === 'offer'),
    ...powerBlockers(step, state, around.actor.personId, command.officers ?? [], pack),
    ...guardBlockers(pack, step.guards, scope, mode),
  ];
}

function takeStep(run: EventRun, command: Of<'takeStep'>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const step = pack.steps.find((one) => one.code === command.step && !one.byTime);
  if (!step) return [blocker('stepUnknown', `程序“${pack.name.zh}”没有步骤“${command.step}”`, `"${pack.name.en}" has no step "${command.step}"`, 'Anjuan', { field: 'step' })];
  const { state } = run;
  if (step.perParty && (command.party === undefined || !state.parties.some((party) => party.partyId === command.party))) {
    return [blocker('partyMissing', '此步骤须对各当事人分别办理，请指明当事人', `this is done for each party: name one of ${state.parties.map((party) => party.partyId).join(', ')}`, articleText(pack, step.cite), { field: 'party' })];
  }
  const party = step.perParty ? command.party ?? null : null;
  const asked = { on: command.on, party, facts: command.facts, officers: command.officers, body: command.body };
  const computed = computeFacts(step, scopeOf(state, command.on, run.at, book, { party, facts: command.facts }));
  const facts = { ...command.facts, ...computed.facts };
  const blockers = [...stepBlockers(step, asked, state, run.at, pack, book, around, 'decide'), ...computed.blockers];
  if (blockers.length > 0) return blockers;
  const perParty = new Set(pack.facts.filter((fact) => fact.perParty).map((fact) => fact.code));
  const scope = scopeOf(state, command.on, run.at, book, { party, facts, officers: command.officers, around });
  const others = state.parties.filter((one) => one.partyId !== party);
  const each = others.every((one) => state.steps.some((taken) => taken.step === step.code && taken.party === one.partyId));
  run.add({
    type: 'stepTaken', v: 1, occurredOn: command.on, step: step.code, party, officers: command.officers, actorId: around.actor.personId, body: command.body,
    facts: Object.fromEntries(Object.entries(facts).filter(([code]) => !perParty.has(code))), partyFacts: Object.fromEntries(Object.entries(facts).filter(([code]) => perParty.has(code))),
    phase: step.to !== undefined && (!step.toWhenEach || each) ? step.to : null,
    claims: step.claims.filter((claim) => !claim.when || holds(claim.when, scope) === true).map((claim) => claim.register),
    suspends: step.suspends, resumes: step.resumes,
  });
  issuePapers(run, step, command, party, pack, scope);
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
      if (paper.serve) for (const addressee of addressees) run.owe({ kind: 'serve', to: 'officer', paperId, party: addressee, about: { zh: `送达《${paper.title.zh}》`, en: `serve "${paper.title.en}"` } }, command.on);
    }
  }
}

/** Who serves and who takes a paper back. */
const SERVERS = ['officer', 'sectionHead', 'head'];

function recordService(run: EventRun, command: Of<'recordService'>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const { state } = run;
  if (state.closed !== null) return [closedBlocker(state.closed.on)];
  const refused = [...forceBlockers(pack, command.attempt.on, run.at, true), ...dateBlockers(state, command.attempt.on, run.at, pack)];
  if (refused.length > 0) return refused;
  const wrongRole = roleBlockers(SERVERS, around);
  const judged = serviceDecision(state, command, chinaDateOf(run.at), pack, book);
  if ('blockers' in judged) return [...wrongRole, ...judged.blockers];
  if (wrongRole.length > 0) return wrongRole;
  run.add({ type: 'serviceAttempted', v: 1, occurredOn: command.attempt.on, paperId: command.paperId, party: command.party, attempt: command.attempt, officers: command.officers, result: judged.result });
  if (judged.servedOn !== null) {
    run.add({ type: 'paperServed', v: 1, occurredOn: judged.servedOn, paperId: command.paperId, party: command.party, way: command.attempt.way, rawOn: judged.servedOn, rolledOn: judged.servedOn, effectiveOn: judged.servedOn });
  }
  return [];
}

/**
 * Takes back a paper before anybody received it: its number stays, void, and the step that issued it is undone, so that
 * it can be taken again. Records and forms of the file are not papers to take back.
 */
function voidPaper(run: EventRun, command: Of<'voidPaper'>, pack: Pack, around: Around): Blocker[] {
  const { state } = run;
  if (state.closed !== null) return [closedBlocker(state.closed.on)];
  const paper = state.papers.find((one) => one.paperId === command.paperId);
  if (!paper) return [blocker('paperUnknown', '案卷中没有这份文书', 'the case has no such paper', 'Anjuan', { field: 'paperId' })];
  if (paper.voided) return [blocker('paperVoided', '文书已作废', 'the paper is void already', 'Anjuan')];
  if (!pack.papers.find((one) => one.code === paper.paper)?.serve) return [blocker('paperNotVoidable', '此文书属于案卷记录，不得作废', 'this paper is a record of the file and is not taken back', 'Anjuan: records of a file stand')];
  if (Object.keys(paper.served).length > 0) return [blocker('paperServed', '文书已送达，不能作废；应另行作出变更或撤销决定', 'the paper was served and cannot be voided; it is changed or quashed by a decision of its own', 'Anjuan: what reached the party stands')];
  const refused = [
    ...dateBlockers(state, command.on, run.at, pack), ...roleBlockers(SERVERS, around),
    ...(command.on < paper.issuedOn ? [blocker('voidedBeforeIssue', `作废日早于文书作出日${paper.issuedOn}`, `the paper was issued on ${paper.issuedOn}, after that day`, 'Anjuan', { field: 'on', earliest: paper.issuedOn })] : []),
  ];
  if (refused.length > 0) return refused;
  const step = stepOfPaper(state, paper.seq);
  run.add({ type: 'paperVoided', v: 1, occurredOn: command.on, paperId: command.paperId, reason: command.reason });
  if (!step || run.state.steps.some((one) => one.seq === step.seq)) return [];
  const next = state.steps.find((one) => one.seq > step.seq)?.seq ?? Number.POSITIVE_INFINITY;
  for (const duty of state.duties.filter((one) => one.status === 'owed' && one.fulfilledBy !== undefined && one.seq > step.seq && one.seq < next)) {
    run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: command.on, dutyId: duty.dutyId, because: 'paperVoided' });
  }
  return [];
}

function closedBlocker(on: LegalDate): Blocker {
  return blocker('caseClosed', `案件已于${on}结案`, `the case was closed on ${on}`, 'Anjuan: a closed case is not continued');
}

/** What stands against a way of closing. Closing is never a forward act: it stays possible after the end of the pack. */
export function closingBlockers(closing: PackClosing, on: LegalDate, state: CaseState, at: LegalInstant, pack: Pack, book: LawBook, around: Around, mode: 'decide' | 'offer'): Blocker[] {
  if (state.closed !== null) return [closedBlocker(state.closed.on)];
  if (!closing.from.includes(state.phase)) {
    const names = closing.from.map((code) => pack.phases.find((phase) => phase.code === code)?.name ?? { zh: code, en: code });
    return [blocker('wrongPhase', `须处于阶段：${names.map((name) => name.zh).join('、')}`, `possible only in: ${names.map((name) => name.en).join(', ')}`, articleText(pack, closing.cite))];
  }
  return [...dateBlockers(state, on, at, pack), ...roleBlockers(closing.by, around), ...guardBlockers(pack, closing.guards, scopeOf(state, on, at, book, { around }), mode)];
}

function closeCase(run: EventRun, command: Of<'closeCase'>, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const closing = pack.closings.find((one) => one.code === command.closing);
  if (!closing) return [blocker('closingUnknown', `没有结案方式“${command.closing}”`, `there is no closing "${command.closing}"; known: ${pack.closings.map((one) => one.code).join(', ')}`, 'Anjuan', { field: 'closing' })];
  const blockers = closingBlockers(closing, command.on, run.state, run.at, pack, book, around, 'decide');
  if (blockers.length > 0) return blockers;
  run.add({ type: 'caseClosed', v: 1, occurredOn: command.on, closing: closing.code, reason: command.reason });
  for (const duty of run.state.duties.filter((one) => one.status === 'owed')) {
    run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: command.on, dutyId: duty.dutyId, because: 'caseClosed' });
  }
  return [];
}

/** A machine's report that a duty is done; a second report changes nothing, a late one after withdrawal is a fact that is kept. */
function fulfilDuty(run: EventRun, command: Of<'fulfilDuty'>, around: Around): Blocker[] {
  if (around.actor.kind !== 'machine') return [blocker('onlyTheMachine', '此项由系统报告', 'only the machine that fulfils duties reports them', 'Anjuan')];
  const duty = run.state.duties.find((one) => one.dutyId === command.dutyId);
  if (!duty) return [blocker('dutyUnknown', '案件没有这项待办职责', 'the case owes no such duty', 'Anjuan', { field: 'dutyId' })];
  if (duty.status === 'fulfilled') return [];
  run.add({ type: 'dutyFulfilled', v: 1, occurredOn: chinaDateOf(run.at), dutyId: command.dutyId, outcome: duty.status === 'withdrawn' ? `afterWithdrawal:${command.outcome}` : command.outcome, attempts: command.attempts });
  return [];
}
