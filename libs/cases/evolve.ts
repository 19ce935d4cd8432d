/** The fold: what the record says after one more event. Pure, total over the event types, and the only writer of state. */
import type { LegalDate, LegalInstant } from '#law/dates';
import type { CaseEvent, CaseState, Facts, PaperState, RecordedEvent, TakenStep } from './model.ts';
import { foldOffice, officeAfterStep } from './office/fold.ts';
import { foldDeposit, foldMoney, foldRefund } from './money/fold.ts';
import { foldRepresentatives } from './party/fold.ts';
import { fileLoansAfter, foldPeople } from './people/fold.ts';

/** What does not change the revision (the ETag): reminders and the machine's own bookkeeping. */
export const QUIET: ReadonlySet<CaseEvent['type']> = new Set<CaseEvent['type']>(['rungReached', 'dutyOwed', 'dutyFulfilled', 'dutyWithdrawn', 'approvalWaited']);

/** Id of a thing that an event brought into being; deterministic, so that a replay makes the same ids. */
export function idOf(caseId: string, seq: number): string {
  return `${caseId}.${seq}`;
}

export class FoldError extends Error {
  constructor(message: string) { super(message); this.name = 'FoldError'; }
}

/** State after `event`, which stands at `seq`. Throws `FoldError` when the chain does not fit (a gap, a second opening). */
export function evolve(before: CaseState | null, event: CaseEvent, seq: number, recordedAt: LegalInstant, caseId: string): CaseState {
  if (before === null) {
    if (event.type !== 'caseOpened' || seq !== 1) throw new FoldError(`Case ${caseId} must begin with caseOpened at 1, not ${event.type} at ${seq}.`);
    return {
      caseId, seq, pack: event.pack, county: event.county, officeId: event.officeId, openedOn: event.occurredOn,
      lastRecordedAt: recordedAt, phase: event.phase, phaseDays: { [event.phase]: event.occurredOn }, closed: null, packEnded: false, body: event.body,
      parties: event.parties, openingFacts: event.facts, facts: event.facts, partyFacts: {}, steps: [], papers: [], lapses: [], rungs: [],
      suspensions: [], duties: [], files: [], fileLoans: [], representatives: [], approvals: [], taskHands: {}, revision: 1,
    };
  }
  if (seq !== before.seq + 1) throw new FoldError(`Case ${caseId} stands at ${before.seq}; event ${seq} does not follow it.`);
  const state: CaseState = { ...before, seq, lastRecordedAt: recordedAt > before.lastRecordedAt ? recordedAt : before.lastRecordedAt, revision: QUIET.has(event.type) ? before.revision : before.revision + 1 };
  switch (event.type) {
    case 'caseOpened': throw new FoldError(`Case ${caseId} was opened twice.`);
    case 'stepTaken': return {
      ...state,
      steps: [...state.steps, { seq, step: event.step, on: event.occurredOn, party: event.party, actorId: event.actorId, officerIds: event.officers.map((officer) => officer.personId), facts: { ...event.facts, ...event.partyFacts }, partyFacts: Object.keys(event.partyFacts).sort(), byTime: false, ...(event.clears ? { clears: event.clears } : {}), ...(event.actingFor ? { actingFor: event.actingFor } : {}), ...(event.late ? { late: { doneOn: event.late.doneOn, obstacleEndedOn: event.late.obstacleEndedOn, documentNumber: event.late.consent?.documentNumber ?? null } } : {}), ...(event.awaits ? { awaits: event.awaits } : {}), ...(event.forParty ? { forParty: event.forParty } : {}), ...(before.closed === null ? {} : { afterClosing: true }), phases: event.phase === null ? null : { from: state.phase, to: event.phase } }],
      facts: { ...withoutFacts(state.facts, event.clears), ...event.facts },
      partyFacts: event.party === null ? state.partyFacts : { ...state.partyFacts, [event.party]: { ...state.partyFacts[event.party], ...event.partyFacts } },
      ...inPhase(state, event.phase, event.occurredOn),
      suspensions: suspended(state, event.suspends, event.resumes, event.step, event.occurredOn),
      body: event.body,
      ...officeAfterStep(state, event.step, event.party, event.approvals ?? [], seq),
      fileLoans: fileLoansAfter(state.fileLoans, event, seq, event.occurredOn),
    };
    case 'stepFellDue': return { ...state, steps: [...state.steps, { seq, step: event.step, on: event.occurredOn, party: event.party, actorId: '', officerIds: [], facts: {}, partyFacts: [], byTime: true, phases: null }] };
    case 'paperIssued': return {
      ...state,
      papers: [...state.papers, { ...event.paper, seq, issuedOn: event.occurredOn, number: event.number, sha256: event.sha256, voided: false, attempts: [], served: {}, original: null, seals: [] }],
    };
    case 'paperVoided': return withoutStepOf(event.paperId, event.occurredOn, { ...state, papers: state.papers.map((paper) => (paper.paperId === event.paperId ? { ...paper, voided: true } : paper)) });
    case 'serviceAttempted': return {
      ...state,
      papers: state.papers.map((paper) => (paper.paperId === event.paperId
        ? { ...paper, attempts: [...paper.attempts, { seq, party: event.party, attempt: event.attempt, result: event.result, officerIds: event.officers.map((officer) => officer.personId), ...(event.awaits ? { awaits: event.awaits } : {}) }] } : paper)),
    };
    case 'paperServed': return {
      ...state,
      papers: state.papers.map((paper) => (paper.paperId === event.paperId
        ? { ...paper, served: { ...paper.served, [event.party]: { seq, way: event.way, rawOn: event.rawOn, rolledOn: event.rolledOn, effectiveOn: event.effectiveOn } } } : paper)),
    };
    case 'clockLapsed': return { ...state, lapses: [...state.lapses, { seq, clockId: event.clockId, clock: event.clock, party: event.party, dueOn: event.dueOn, withdrawn: false, phaseBefore: state.phase }] };
    case 'lapseWithdrawn': return {
      ...state,
      lapses: state.lapses.map((lapse) => (lapse.seq === event.lapseSeq ? { ...lapse, withdrawn: true } : lapse)),
      // What time alone had produced falls with the lapse that produced it.
      steps: state.steps.filter((step) => !(step.byTime && event.fallen.includes(step.seq))),
    };
    case 'rungReached': return { ...state, rungs: [...state.rungs, { seq, clockId: event.clockId, rung: event.rung, dueAt: event.dueAt }] };
    case 'phaseEntered': return { ...state, ...inPhase(state, event.phase, event.occurredOn) };
    case 'dutyOwed': return { ...state, duties: [...state.duties, { ...event.duty, seq, status: 'owed' }] };
    case 'dutyFulfilled': return { ...state, duties: state.duties.map((duty) => (duty.dutyId === event.dutyId ? { ...duty, status: 'fulfilled', outcome: event.outcome } : duty)) };
    case 'dutyWithdrawn': return { ...state, duties: state.duties.map((duty) => (duty.dutyId === event.dutyId ? { ...duty, status: 'withdrawn', outcome: event.because } : duty)) };
    case 'fileAttached': return { ...state, files: [...state.files, { fileId: event.file.fileId, sha256: event.file.sha256, purpose: event.file.purpose }] };
    case 'originalFiled': return withPaper(state, event.paperId, () => ({ original: { seq, fileId: event.fileId, sha256: event.sha256, on: event.occurredOn, signatures: event.signatures } }));
    case 'sealAsked': return withPaper(state, event.paperId, ({ seals }) => ({ seals: [...seals, { seq, seal: event.seal, askedOn: event.occurredOn, applicantId: event.applicantId, ...(event.actingFor ? { inPlaceOf: event.actingFor.personId } : {}), used: null }] }));
    case 'sealUsed': return withPaper(state, event.paperId, ({ seals }) => ({ seals: seals.map((one) => (one.seq === event.requestSeq ? { ...one, used: { seq, on: event.occurredOn, keeperId: event.keeperId, ...(event.actingFor ? { inPlaceOf: event.actingFor.personId } : {}), sha256: event.sha256 } } : one)) }));
    case 'partyAmended': return { ...state, parties: state.parties.map((party) => (party.partyId === event.party.partyId ? event.party : party)) };
    case 'caseTransferred': case 'fileCalledIn': case 'fileReturned': case 'stepConfirmed': return foldPeople(state, event, seq);
    case 'representativeFiled': case 'representativeEnded': return { ...state, representatives: foldRepresentatives(state.representatives, event, seq) };
    case 'paymentBooked': case 'paymentReversed': case 'moneyCollected': return { ...state, money: foldMoney(state.money, event, seq, recordedAt) };
    case 'depositBooked': case 'depositReversed': return { ...state, money: foldDeposit(state.money, event, seq, recordedAt) };
    case 'refundOrdered': case 'refundPaid': case 'refundReturned': return { ...state, money: foldRefund(state.money, event, seq, recordedAt) };
    // Which text of the pack counts stands in the events and in the head, so the state itself is as it was.
    case 'lawChanged': return state;
    case 'historyImported': return { ...state, imported: { fileNumber: event.fileNumber, levies: event.levies } };
    case 'packEnded': return { ...state, packEnded: true };
    case 'caseClosed': return { ...state, closed: { closing: event.closing, on: event.occurredOn } };
    case 'caseReopened': return {
      ...state, closed: null, facts: { ...withoutFacts(state.facts, event.clears), ...event.facts }, body: event.body, ...inPhase(state, event.phase, event.occurredOn), suspensions: suspended(state, [], event.resumes, event.reopening, event.occurredOn),
      steps: [...state.steps, { seq, step: event.reopening, on: event.occurredOn, party: null, actorId: event.actorId, officerIds: [], facts: event.facts, partyFacts: [], byTime: false, ...(event.clears ? { clears: event.clears } : {}), phases: { from: state.phase, to: event.phase } }],
    };
    case 'approvalAsked': case 'approvalSigned': case 'approvalMoved': case 'signersChanged': case 'approvalWithdrawn': case 'approvalWaited': case 'taskHandled':
      return { ...state, ...foldOffice(state, event, seq, recordedAt) };
  }
}

function withPaper(state: CaseState, paperId: string, change: (paper: PaperState) => Partial<PaperState>): CaseState {
  return { ...state, papers: state.papers.map((paper) => (paper.paperId === paperId ? { ...paper, ...change(paper) } : paper)) };
}

function inPhase(state: CaseState, phase: string | null, on: LegalDate): Pick<CaseState, 'phase' | 'phaseDays'> {
  return phase === null || phase === state.phase ? { phase: state.phase, phaseDays: state.phaseDays } : { phase, phaseDays: { ...state.phaseDays, [phase]: on } };
}

function suspended(state: CaseState, suspends: string[], resumes: string[], step: string, on: LegalDate): CaseState['suspensions'] {
  const resumed = state.suspensions.map((one) => (one.to === null && one.from <= on && resumes.includes(one.clock) ? { ...one, to: on } : one));
  return [...resumed, ...suspends.map((clock) => ({ clock, from: on, to: null, step }))];
}

/** The step by which a paper was issued: its events follow directly on the step's. */
export function stepOfPaper(state: CaseState, paperSeq: number): TakenStep | undefined {
  return state.steps.findLast((step) => !step.byTime && step.seq < paperSeq);
}

/** A step whose papers are all void before anybody received them is undone: facts, phase and clocks as without it. */
function withoutStepOf(paperId: string, on: LegalDate, state: CaseState): CaseState {
  const paper = state.papers.find((one) => one.paperId === paperId);
  const step = paper && stepOfPaper(state, paper.seq);
  if (!step || state.papers.some((one) => !one.voided && one.about === undefined && one.closing === undefined && one.approval === undefined && stepOfPaper(state, one.seq) === step)) return state;
  const later = state.steps.find((one) => one.seq > step.seq && one.phases !== null);
  const steps = state.steps.filter((one) => one !== step).map((one) => (one === later && one.phases && step.phases ? { ...one, phases: { ...one.phases, from: step.phases.from } } : one));
  const back = step.phases !== null && later === undefined && state.phase === step.phases.to ? step.phases.from : state.phase;
  // The case comes back to its phase on the day of the voiding: what is done anew is not dated before it.
  return { ...state, steps, ...inPhase(state, back, on), ...factsOf(state.openingFacts, steps) };
}

/** Facts without those that are set anew; of the case, not of a party. */
export function withoutFacts(facts: Facts, cleared: readonly string[] | undefined): Facts {
  return cleared === undefined || cleared.length === 0 ? facts : Object.fromEntries(Object.entries(facts).filter(([code]) => !cleared.includes(code)));
}

/** Facts as they stand after the opening and these steps, the later over the earlier. */
function factsOf(opening: Facts, steps: readonly TakenStep[]): Pick<CaseState, 'facts' | 'partyFacts'> {
  const facts = { ...opening };
  const partyFacts: CaseState['partyFacts'] = {};
  for (const step of steps) {
    const own = new Set(step.partyFacts);
    for (const code of step.clears ?? []) delete facts[code];
    for (const [code, value] of Object.entries(step.facts)) {
      if (!own.has(code)) facts[code] = value;
      else if (step.party !== null) partyFacts[step.party] = { ...partyFacts[step.party], [code]: value };
    }
  }
  return { facts, partyFacts };
}

/** Folds recorded events in order. */
export function fold(caseId: string, events: readonly RecordedEvent[], from: CaseState | null = null): CaseState | null {
  return events.reduce<CaseState | null>((state, { event, seq, recordedAt }) => evolve(state, event, seq, recordedAt, caseId), from);
}
