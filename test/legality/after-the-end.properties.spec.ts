/**
 * From 00:00 of 2021-08-20 nothing of the fee goes forward (fee.md A18, A20): not by time, not by people, whatever day
 * they claim. Remedies, answers, files and closing stay possible.
 */
import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, legalDate, type LegalDate, type LegalInstant } from '#law';
import { advance, decide, evolve, openTasks, type CaseCommand, type CaseEvent, type CaseState } from '#cases';
import { actor, certified, citizen, COUNTY, holderOf, machine, ownBody, people, settingsWith } from '#cases/testing/county';
import { factsFor } from '#cases/testing/facts';
import { lawWith } from '#cases/testing/scenario';
import { instant, type Story } from '#cases/testing/story';
import { atDoor, self } from '../scenarios/representation.ts';
import { feeDecided, feeFiled, feeLead, feeNoticed, feeReady, feeReported } from '../scenarios/beginnings.ts';

const LAST_DAY = legalDate('2021-08-19');
const law = lawWith();
const book = law.book({ parameters: settingsWith('social-maintenance-fee', { requestAnswerDays: 2 }) });
const { pack } = book.pack('social-maintenance-fee');
const posted = { way: 'announcement', outcome: 'posted', ground: 'whereaboutsUnknown' } as const;
const summer = { on: '2021-06-01', facts: { childBornOn: '2019-06-01' } };
/** Open cases of every phase, as they stood before the end: long ago, and in the last weeks with something still running. */
const cases: readonly (() => Story)[] = [
  () => feeLead(law), () => feeFiled(law), () => feeReported(law), () => feeNoticed(law), () => feeReady(law), () => feeDecided(law),
  () => feeDecided(law).serves('levy-decision', {}, { party: 'p1' }),
  () => atDoor(feeDecided(law, { book }).serves('levy-decision', {}, { party: 'p1' }).receives('fee', '100.00').at('2021-08-19'), self(), 'askByParty', { requestKind: 'fileCopy' }),
  () => feeNoticed(law, summer, '2021-06-10', { baseYear: 2020 }),
  () => { const story = feeNoticed(law, summer, '2021-06-10', { baseYear: 2020 }); for (const party of ['p1', 'p2']) story.serves('levy-notice', {}, { party }).takes('recordStatement', {}, { party }).takes('decideLevy', {}, { party }).takes('inquireWhereabouts', {}, { party }); return story.at('2021-06-21').serves('levy-decision', posted, { party: 'p1' }); },
];
const begun = cases.map((make) => make().state);

const reason = { contentId: 'reason', commitment: 'reason' };
const ref = <T>(all: readonly T[], n: number): T | undefined => all[n % Math.max(1, all.length)];

/** Anything that anybody might send, on any claimed day. */
function commandOf(state: CaseState, kind: number, n: number, on: LegalDate): CaseCommand {
  const paper = ref(state.papers, n);
  const party = ref(state.parties, n)?.partyId ?? 'p1';
  const paperId = paper?.paperId ?? 'none';
  const to = paper?.party ?? party;
  const step = ref(pack.steps, n);
  const served = [{ way: 'direct', outcome: 'received' }, { way: 'post', outcome: 'received', itemNumber: 'XA1', returnSlipOn: on }, posted, { way: 'leftInPlace', outcome: 'refused', refusedBy: 'addressee', recorded: 'photo' }] as const;
  const approval = ref(state.approvals, n)?.approvalId ?? 'none';
  const commands: readonly (() => CaseCommand)[] = [
    () => ({ type: 'takeStep', step: step?.code ?? '', on, facts: factsFor(pack, step?.facts ?? [], {}), officers: certified('zhang', 'li'), body: ownBody, ...(step?.perParty === true ? { party } : {}) }),
    () => ({ type: 'recordService', paperId, party: to, attempt: { ...(served[n % served.length] ?? served[0]), on }, officers: certified('zhang', 'li'), body: ownBody }),
    () => ({ type: 'voidPaper', paperId, on, reason }),
    () => ({ type: 'amendParty', party: citizen(party, '1983-01-01', '2018-03-01'), on, reason }),
    () => ({ type: 'closeCase', closing: ref(pack.closings, n)?.code ?? '', on, reason: null }),
    () => ({ type: 'askSeal', paperId, seal: n % 2 === 0 ? 'electronic' : 'physical', on }),
    () => ({ type: 'useSeal', paperId, seal: n % 2 === 0 ? 'electronic' : 'physical', sha256: paper?.sha256 ?? '', on }),
    () => ({ type: 'askApproval', approval: ref(pack.approvals, n)?.code ?? '', items: [{ step: ref(pack.approvals, n)?.covers[0] ?? '', party, facts: {} }], note: null, signers: {}, approvers: {} }),
    () => ({ type: 'signApproval', approvalId: approval, verdict: 'agree', to: null, opinion: reason }),
    () => ({ type: 'withdrawApproval', approvalId: approval, reason }),
    () => ({ type: 'handleTask', verb: 'claim', step: step?.code ?? '', party: step?.perParty === true ? party : null, to: null, note: null }),
    () => ({ type: 'attachFile', file: { fileId: `f${n}`, sha256: 'f'.repeat(64), bytes: 1, mediaType: 'image/jpeg', purpose: 'evidence' } }),
    () => ({ type: 'fulfilDuty', dutyId: ref(state.duties, n)?.dutyId ?? 'none', outcome: 'done', attempts: 1 }),
    () => ({ type: 'advance' }),
  ];
  return (ref(commands, kind) ?? commands[0]!)();
}

const ANSWERS = new Set(pack.steps.filter((step) => !step.forward).map((step) => step.code));
const SURVIVING = new Set(pack.clocks.filter((clock) => clock.survivesEnd).map((clock) => clock.code));
const surviving = (clockId: string | undefined): boolean => SURVIVING.has(clockId?.split('.')[1] ?? '');
const ANSWERED = new Set(pack.clocks.filter((clock) => clock.survivesEnd).flatMap((clock) => clock.ends.flatMap((end) => ('step' in end ? [end.step] : []))));
const answerPapers = new Set(pack.steps.filter((step) => !step.forward).flatMap((step) => step.issues.map(({ paper }) => paper)));
const NEVER_FORWARD = new Set<CaseEvent['type']>(['packEnded', 'dutyWithdrawn', 'dutyFulfilled', 'fileAttached', 'caseClosed', 'lapseWithdrawn']);
/** What may be recorded after the end besides what time had brought by the last day. */
function forward(event: CaseEvent, byTime: boolean): boolean {
  // What time had done by the last day may be found out later.
  if (byTime && event.occurredOn <= LAST_DAY) return false;
  if (event.type === 'clockLapsed') return !SURVIVING.has(event.clock);
  if (event.type === 'stepTaken') return !ANSWERS.has(event.step);
  if (event.type === 'paperIssued') return event.paper.closing === undefined && !answerPapers.has(event.paper.paper);
  // A request left unanswered is told to the county legal office.
  if (event.type === 'dutyOwed') return event.duty.kind !== 'resolveCalendar' && event.duty.kind !== 'remind' && !(event.duty.kind === 'escalate' && surviving(event.duty.clockId));
  return !NEVER_FORWARD.has(event.type);
}

const after = (state: CaseState, events: readonly CaseEvent[], at: LegalInstant): CaseState => events.reduce((now, event) => evolve(now, event, now.seq + 1, at, now.caseId), state);
const runs = { numRuns: process.env['ANJUAN_TEST_TIER'] === 'fast' ? 100 : 400 };
const who = Object.keys(people);

function entitled(command: CaseCommand): string {
  if (command.type !== 'takeStep') return command.type === 'recordService' ? 'zhang' : 'zhao';
  const by = pack.steps.find(({ code }) => code === command.step)?.by ?? [];
  return by.length > 0 ? holderOf(by) : 'zhang';
}

it('no clock, reminder, announcement, rung or act of time goes on after the end, however late it is found', () => {
  fc.assert(fc.property(fc.nat({ max: begun.length - 1 }), fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 4 }), (which, days) => {
    let state = begun[which]!;
    for (const day of [0, ...days.sort((a, b) => a - b)]) {
      const at = instant(addDays(legalDate('2021-08-20'), day), '00:00');
      const events = advance(state, at, book);
      expect(events.filter((event) => forward(event, true))).toEqual([]);
      state = after(state, events, at);
    }
    expect([state.packEnded, state.duties.filter(({ status, kind, fulfilledBy, clockId }) => status === 'owed' && kind !== 'resolveCalendar' && !(fulfilledBy ?? []).some((step) => ANSWERED.has(step)) && !surviving(clockId))]).toEqual([true, []]);
    expect(openTasks(state, state.lastRecordedAt, book).filter(({ step }) => !ANSWERED.has(step))).toEqual([]);
    // Never served: what was not served by the last day has no service, of whatever day.
    for (const paper of state.papers) for (const service of Object.values(paper.served)) expect(service.effectiveOn <= LAST_DAY).toBe(true);
  }), runs);
});

it('no forward act of the authority after the end, by anybody, on whatever day is claimed', () => {
  const done = new Set<string>();
  const refused = new Set<string>();
  fc.assert(fc.property(
    fc.nat({ max: begun.length - 1 }), fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 1900 })), fc.array(fc.record({ kind: fc.oneof(fc.constantFrom(0, 1), fc.nat({ max: 13 })), n: fc.nat({ max: 60 }), by: fc.nat({ max: who.length }), back: fc.oneof(fc.constant(0), fc.nat({ max: 75 }), fc.nat({ max: 3000 })) }), { minLength: 1, maxLength: 12 }),
    (which, day, tried) => {
      const at = instant(addDays(legalDate('2021-08-20'), day));
      let state = begun[which]!;
      for (const { kind, n, by, back } of tried) {
        const command = commandOf(state, kind, n, addDays(legalDate('2021-08-20'), day - back));
        // Half of them by whoever may do it.
        const name = by % 2 === 0 ? entitled(command) : who[by];
        const brought = advance(state, at, book);
        const decision = decide(state, command, at, book, { actor: name === undefined ? machine : actor(name), county: COUNTY, claims: {}, profile: 'production', caseId: state.caseId });
        if ('blockers' in decision) { for (const { code } of decision.blockers) refused.add(code); continue; }
        expect({ command: command.type, events: decision.events.filter((event) => forward(event, false)) }).toEqual({ command: command.type, events: [] });
        if (decision.events.length > 0) done.add(command.type === 'closeCase' ? `closeCase ${command.closing}` : command.type);
        state = after(after(state, brought, at), decision.events, at);
      }
    }), runs);
  // What was tried was refused for the end itself, and what stays possible was done.
  expect(refused.has('packNoLongerInForce')).toBe(true);
  expect([done.has('attachFile'), [...done].some((one) => one.startsWith('closeCase'))]).toEqual([true, true]);
});
