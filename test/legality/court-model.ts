/**
 * From a served decision that is not performed to the court and through it: demanded, replied to, asked for, accepted or
 * not, gone upward, ordered, suspended, ended, withdrawn, closed; each once and in any order that the rules let through.
 * The course to the decision is walked straight, and nobody demands before the time to sue is over.
 */
import { type LawBook, addDays, addMonths, legalDate } from '#law';
import type { Pack } from '#law/pack-format';
import { openClocks } from '#cases';
import type { CaseState } from '#cases/model';
import { COUNTY } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { instant } from '#cases/testing/story';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes } from './probes.ts';
import { courseOf, type Course } from './remedies-model.ts';

/** Clocks of the window; the other models look past them. */
export const WINDOW_CLOCKS: readonly string[] = ['courtWindow', 'demandBy'];

const WAIVER = ['proposeWaiver', 'confirmWaiver'];
const BEFORE = ['issueDemand', 'recordDemandReply', 'examineDemandReply', 'decideWindow', 'applyToCourt'];
/** What the court and the office do since, each once a case. */
const ACTS = [
  'recordCourtAcceptance', 'recordCourtRefusal', 'appealToHigherCourt', 'recordHigherCourtAcceptance', 'recordHigherCourtOrder', 'recordHigherCourtRejection', 'recordCourtHearing', 'recordEnforcementOrder', 'recordEnforcementRefusal',
  'recordExecutionSuspended', 'recordExecutionResumed', 'recordExecutionTerminated', 'agreeOnExecution', 'recordAgreementBreach', 'withdrawFromCourt',
];
const REPLIES = ['recordDemandReply', 'examineDemandReply'];
/** An agreement and a suspension go on beside each other: one of them a case, so that the states stay few. */
const AGREEMENT = ['agreeOnExecution', 'recordAgreementBreach'];
const CLOSINGS = ['executionEnded', 'in_court_withdraw'];
/** What the models of the courses see. */
const ELSEWHERE = ['remedyPending', 'executionSuspended', 'paidInFull', 'packStillInForce'];
/** What a plan, a change of law, years, or money taken on the spot are needed for, and what two hands do with the surcharge: scenarios see it. */
const IN_SCENARIOS = ['moneyInHands', 'demandBeforeDefault', 'courtWindowUndecided', 'suspendedThreeYears', 'waiverDecided', 'waiverOwnProposal', 'waiverAboveSurcharge', 'noStageMissed'];

/** Blockers that this model must have seen, and the others need not. */
export function courtBlockers(pack: Pack): string[] {
  const steps = pack.steps.filter(({ code }) => BEFORE.includes(code) || ACTS.includes(code) || WAIVER.includes(code)).flatMap(({ guards }) => guards.map(({ code }) => code));
  const closings = pack.closings.filter(({ code }) => CLOSINGS.includes(code)).flatMap(({ guards }) => guards.map(({ code }) => code));
  return [...new Set([...steps, ...closings])].filter((code) => !ELSEWHERE.includes(code));
}

const taken = (state: CaseState, code: string): boolean => state.steps.some((one) => one.step === code);

export function courtModel(book: LawBook, course: Course, debt: string): Model {
  const probes = new Probes(book, course.pack);
  const { pack } = probes;
  const end = pack.inForce.to === null ? [] : [addDays(legalDate(pack.inForce.to), 1)];
  return {
    name: `court and ${course.pack}`, book, county: COUNTY,
    starts: [{ name: 'one party', on: course.on, probe: probes.opening('one party', course.on, [course.party], course.opening) }],
    probes: (node) => [...courseOf(node, probes, course, ['demand-letter']), ...tried(node, probes, course.party.partyId)],
    days: () => end,
    partyMarks: () => null,
    // What was said to the demand matters to nothing once the court was asked.
    marks: ({ state }) => [[...new Set(state.steps.map((one) => one.step))].filter((code) => !taken(state, 'applyToCourt') || !REPLIES.includes(code)).sort(), state.steps.filter(({ step }) => step === 'applyToCourt').length, taken(state, 'applyToCourt') ? null : state.facts['demandReplyFounded'] ?? null],
    remembers: (clock) => ['COM-01', 'COM-05', 'COM-10', 'COM-12', 'LIT-01', 'courtWindow'].includes(clock),
    ignores: (clock) => ['COM-04', 'COM-06', 'COM-07', 'COM-08', 'COM-11'].includes(clock),
    wrongs: (before, added, after) => added.flatMap((one) => wrongsOf(one, before, after, course.party.partyId, debt)),
    expectedBlockers: courtBlockers(pack).filter((code) => !IN_SCENARIOS.includes(code)),
  };
}

function tried(node: Node, probes: Probes, party: string): Probe[] {
  const { state, on } = node;
  if (!['decidePenalty', 'decideLevy'].some((code) => taken(state, code)) || state.closed !== null) return [];
  const step = (code: string, facts: PlainFacts = {}): Probe => probes.step(node, code, facts, { party });
  const once = (code: string, facts: PlainFacts = {}): Probe[] => (taken(state, code) ? [] : [step(code, facts)]);
  const due = state.lapses.some(({ clock, withdrawn }) => clock === 'LIT-01' && !withdrawn);
  const asked = state.steps.findLast((one) => one.step === 'applyToCourt')?.seq;
  const demand = state.papers.findLast((one) => one.paper === 'demand-letter');
  const closings = probes.pack.closings.filter(({ code }) => CLOSINGS.includes(code)).map(({ code }) => probes.closing(node, code));
  if (asked === undefined) {
    return [
      step('applyToCourt'), ...(probes.pack.steps.some(({ code }) => code === 'decideWindow') ? [step('decideWindow')] : []), ...(due ? once('issueDemand') : openClocks(state, instant(on, '12:00'), probes.book).some(({ clock, status }) => ['PEN-09', 'SMF-01'].includes(clock) && status === 'running') ? [step('issueDemand')] : []),
      ...(demand !== undefined && demand.served[party] === undefined ? [probes.service(node, demand.paperId, party, {})] : []),
      ...once('recordDemandReply'), ...[false, true].map((demandReplyFounded) => step('examineDemandReply', { demandReply: state.steps.find((one) => one.step === 'recordDemandReply')?.seq ?? 1, demandReplyFounded })).slice(0, taken(state, 'examineDemandReply') ? 1 : 2),
      ...(on > (state.phaseDays['served'] ?? on) && taken(state, 'issueDemand') ? closings : []),
    ];
  }
  const told: PlainFacts = { courtApplication: asked, courtActOn: on };
  const received: PlainFacts = { ...told, courtReceivedOn: on };
  const facts = (code: string): PlainFacts => {
    const wanted = probes.pack.steps.find((one) => one.code === code)?.facts.map(({ fact }) => fact) ?? [];
    return Object.fromEntries(Object.entries({ ...received, courtAcceptedOn: on }).filter(([fact]) => wanted.includes(fact)));
  };
  return [step('applyToCourt'), ...ACTS.filter((code) => !(AGREEMENT.includes(code) && taken(state, 'recordExecutionSuspended')) && !(code === 'recordExecutionSuspended' && AGREEMENT.some((one) => taken(state, one)))).flatMap((code) => once(code, facts(code))), ...['recordExecutionSuspended', 'recordExecutionTerminated', 'withdrawFromCourt', 'recordAgreementBreach'].filter((code) => taken(state, code)).map((code) => step(code, facts(code))), step('recordCourtAcceptance', { ...told, courtActOn: addDays(on, -90) }), ...closings];
}

/** Administrative Compulsion Law arts. 53-58, each as a sentence about one event, said from the articles and not from the pack. */
function wrongsOf({ event, recordedOn }: Placed, before: CaseState, after: Node, party: string, debt: string): string[] {
  const found: string[] = [];
  const has = (...codes: string[]): boolean => codes.some((code) => taken(before, code));
  if (event.type === 'caseClosed' && event.closing === 'executionEnded' && !has('recordExecutionTerminated')) found.push('closed as ended, and no court has ended the execution (art. 40)');
  if (event.type === 'caseClosed' && event.closing === 'in_court_withdraw' && (!has('withdrawFromCourt', 'recordExecutionTerminated') || recordedOn < '2021-08-20')) found.push('closed as withdrawn, and nothing was');
  if (event.type !== 'stepTaken') return found;
  const service = before.papers.findLast((one) => one.paper === 'demand-letter' && !one.voided)?.served[party];
  const decision = before.papers.find((one) => ['penalty-decision', 'levy-decision'].includes(one.paper))?.served[party];
  switch (event.step) {
    case 'issueDemand': if (!before.lapses.some(({ clock, withdrawn }) => ['PEN-09', 'SMF-01', 'instalment'].includes(clock) && !withdrawn)) found.push('a demand before anything was due (art. 53)'); break;
    case 'applyToCourt': {
      if (service === undefined) found.push('an application without a demand (art. 54)');
      else if (event.occurredOn < addDays(service.effectiveOn, 12)) found.push('an application before ten working days were over (arts. 54, 69)');
      if (decision === undefined) found.push('an application on a decision that nobody received');
      else {
        if (event.occurredOn <= addMonths(decision.effectiveOn, 6)) found.push('an application while the party can sue (art. 53)');
        // Two rolls over the longest holidays.
        if (event.occurredOn > addDays(addMonths(addMonths(decision.effectiveOn, 6), 3), 20)) found.push('an application after the window (art. 53)');
      }
      if (debt === 'fee' && after.on >= '2021-08-20') found.push('the court is asked to enforce a fee that has ended');
      break;
    }
    case 'recordEnforcementOrder': case 'recordEnforcementRefusal': if (!has('recordCourtAcceptance', 'recordHigherCourtAcceptance')) found.push('a ruling on what was not accepted (art. 57)'); break;
    case 'recordExecutionSuspended': case 'recordExecutionTerminated': case 'agreeOnExecution': if (!has('recordEnforcementOrder', 'recordHigherCourtOrder')) found.push('an execution that no court ordered'); break;
    case 'appealToHigherCourt': if (!has('recordCourtRefusal', 'recordEnforcementRefusal')) found.push('an appeal against nothing (arts. 56, 58)'); break;
    case 'recordHigherCourtAcceptance': case 'recordHigherCourtOrder': case 'recordHigherCourtRejection': if (!has('appealToHigherCourt')) found.push('a higher court that nobody asked'); break;
  }
  return found;
}
