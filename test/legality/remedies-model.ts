/**
 * What comes after a decision: reconsideration and suit, admitted or not, answered, suspended, ended in each way, once
 * each and in any order, in an open case and in a closed one. The course to the decision is walked straight.
 */
import { type LawBook, type LegalDate, addDays } from '#law';
import type { Pack } from '#law/pack-format';
import { openClocks } from '#cases';
import type { CaseState, Party } from '#cases/model';
import { COUNTY } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { instant } from '#cases/testing/story';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes, unserved } from './probes.ts';

const BROUGHT = ['recordReconsideration', 'recordSuit'];
const OUTCOMES = ['remedyUpheld', 'remedyVaried', 'remedyQuashed', 'remedyUnlawful', 'remedyConciliated', 'remedyWithdrawn'];
const REMEDIES = [...BROUGHT, ...OUTCOMES, 'recordNotAdmitted', 'extendReconsideration', 'answerReconsideration', 'answerSuit', 'suspendExecution', 'resumeExecution', 'recordRemedyNotTold', 'tellRemedies'];
/** What can go on beside the remedies; one of these a case, so that the states stay few. */
const FAMILIES: readonly (readonly string[])[] = [['answerReconsideration', 'answerSuit'], ['suspendExecution', 'resumeExecution'], ['extendReconsideration'], ['recordNotAdmitted'], ['recordRemedyNotTold', 'tellRemedies']];
/** Guards of closings that bind only because of a remedy. */
const OF_CLOSINGS = ['remedyPending', 'redoOwed'];

/** Blockers that this model must have seen, and the models of the courses need not. */
export function remedyBlockers(pack: Pack): string[] {
  const closings = new Set(pack.closings.flatMap((one) => one.guards.map((guard) => guard.code)));
  return [...new Set([...pack.steps.filter((step) => REMEDIES.includes(step.code)).flatMap((step) => step.guards.map((guard) => guard.code)), ...OF_CLOSINGS.filter((code) => closings.has(code))])];
}

export interface Course {
  pack: string; opening: PlainFacts; on: string; party: Party;
  /** Steps that lead straight to a served decision, in their order, each with its facts; `perParty` ones name the party. */
  straight: readonly (readonly [string, PlainFacts])[];
  /** The fact with the amount that can be varied. */
  amount: string;
}

export function remediesModel(book: LawBook, course: Course): Model {
  const probes = new Probes(book, course.pack);
  return {
    name: `remedies of ${course.pack}`, book, county: COUNTY,
    starts: [{ name: 'one party', on: course.on, probe: probes.opening('one party', course.on, [course.party], course.opening) }],
    probes: (node) => [...straightOn(node, probes, course), ...remediesTried(node, probes)],
    days: () => [],
    partyMarks: () => null,
    marks: ({ state }) => [[...new Set(state.steps.map((one) => one.step))].sort(), pendingOf(state).map((one) => one.step), state.facts['redoOrdered'] ?? null, state.steps.filter((one) => OUTCOMES.includes(one.step)).length],
    remembers: (clock) => clock === 'REC-08' || clock === 'reconsiderationExtended',
    ignores: (clock) => !['REC-08', 'reconsiderationExtended'].includes(clock),
    wrongs: (before, added, after) => added.flatMap((one) => wrongsOf(one, before, after, probes, course)),
    expectedBlockers: remedyBlockers(probes.pack),
  };
}

const taken = (state: CaseState, code: string): boolean => state.steps.some((one) => one.step === code);
const named = (step: CaseState['steps'][number]): number => { const ref = step.facts['remedy']; return ref?.type === 'integer' ? ref.value : 0; };
const pendingOf = (state: CaseState): CaseState['steps'] => state.steps.filter((one) => BROUGHT.includes(one.step) && !state.steps.some((other) => OUTCOMES.includes(other.step) && named(other) === one.seq));

function straightOn(node: Node, probes: Probes, course: Course): Probe[] {
  const { state } = node;
  return [
    ...courseOf(node, probes, course),
    ...(course.straight.every(([code]) => taken(state, code)) || pendingOf(state).length > 0 ? probes.pack.closings.map((closing) => probes.closing(node, closing.code)) : []),
  ];
}

/** The next step of a straight course, and the service of what was issued on it, but for the papers named. */
export function courseOf(node: Node, probes: Probes, { straight, party: { partyId } }: Course, unserviced: readonly string[] = []): Probe[] {
  const { state } = node;
  const next = straight.find(([code]) => !taken(state, code));
  return [
    ...(next === undefined ? [] : [probes.step(node, next[0], next[1], probes.pack.steps.find((one) => one.code === next[0])?.perParty ? { party: partyId } : {})]),
    ...unserved(state).filter(({ paper }) => !unserviced.includes(paper) && probes.pack.papers.find((one) => one.code === paper)?.serve).map((one) => probes.service(node, one.paperId, one.party, {})),
  ];
}

function remediesTried(node: Node, probes: Probes): Probe[] {
  const { state, on } = node;
  const party = state.parties[0]?.partyId;
  const step = (code: string, facts: PlainFacts = {}): Probe => probes.step(node, code, facts, { party });
  const days = { remedyAppliedOn: on, remedyAcceptedOn: on, copyReceivedOn: on };
  if (!taken(state, 'takeEvidence') || !probes.pack.steps.some((one) => one.power === 'decider' && taken(state, one.code))) return [step('recordReconsideration', days), step('recordSuit', days), step('recordNotAdmitted', { remedyAppliedOn: on, remedyRefusedOn: on }), step('recordRemedyNotTold', { suitUntoldSince: on }), step('remedyVaried', { remedy: 1, variedAmount: '1.00' })];
  const once = (code: string, ...made: Probe[]): Probe[] => (taken(state, code) ? [] : made);
  const of = (code: string): number => state.steps.findLast((one) => one.step === code)?.seq ?? 1;
  const last = state.steps.findLast((one) => BROUGHT.includes(one.step));
  const remedy = last?.seq ?? 1;
  const served = last?.step === 'recordSuit' ? { judgmentEffectiveOn: on } : { decisionServedOn: on };
  const other = last?.step === 'recordSuit' ? { decisionServedOn: on } : { judgmentEffectiveOn: on };
  const over = OUTCOMES.filter((code) => taken(state, code));
  // A second remedy is tried after two outcomes of the first; once it is over too only what repeats them.
  const ended = over.length > 1 || (over.length === 1 && !['remedyUpheld', 'remedyWithdrawn'].includes(over[0] ?? ''));
  const beside = FAMILIES.find((family) => family.some((code) => taken(state, code)));
  const besideOnly = (code: string, ...made: Probe[]): Probe[] => (beside === undefined || beside.includes(code) ? once(code, ...made) : []);
  return [
    // Once both remedies are over only what repeats them is tried.
    ...(ended ? [] : [
      ...once('recordReconsideration', step('recordReconsideration', days), step('recordReconsideration', { ...days, reconsiderationBodyKind: 'higherDepartment', remedyAppliedOn: '2024-01-01' }), step('recordReconsideration', { ...days, copyReceivedOn: addDays(on, 1) })),
      ...once('recordSuit', step('recordSuit', days), step('recordSuit', { ...days, remedyAppliedOn: addDays(on, 1) })),
      ...(pendingOf(state).length === 0 ? besideOnly('recordNotAdmitted', step('recordNotAdmitted', { remedyAppliedOn: on, remedyRefusedOn: on }), step('recordNotAdmitted', { remedyAppliedOn: on, remedyRefusedOn: addDays(on, -1) })) : []),
    ]),
    ...besideOnly('extendReconsideration', step('extendReconsideration', { remedy, extendedUntil: addDays(on, 30) })), step('extendReconsideration', { remedy, extendedUntil: addDays(on, -400) }),
    ...besideOnly('answerReconsideration', step('answerReconsideration', { remedy: of('recordReconsideration') })), step('answerReconsideration', { remedy: of('recordReconsideration') }),
    ...besideOnly('answerSuit', step('answerSuit', { remedy: of('recordSuit') })), step('answerSuit', { remedy }),
    ...(over.length > 0 ? [] : [...(taken(state, 'resumeExecution') ? [] : besideOnly('suspendExecution', step('suspendExecution', { remedy }))), ...(taken(state, 'suspendExecution') ? [step('suspendExecution', { remedy })] : []), step('resumeExecution', { remedy })]),
    ...OUTCOMES.flatMap((code): Probe[] => {
      if (code === 'remedyConciliated' || code === 'remedyWithdrawn') return [step(code, { remedy, remedyEndedOn: on }), step(code, { remedy, remedyEndedOn: addDays(on, 1) }), ...(code === 'remedyConciliated' ? [step(code, { remedy, remedyEndedOn: on, variedAmount: '1.00' })] : [])];
      const amount: PlainFacts = code === 'remedyVaried' ? { variedAmount: '1.00' } : {};
      return [step(code, { remedy, ...served, ...amount }), step(code, { remedy, ...other, ...amount }), step(code, { remedy, ...amount }), step(code, { remedy, ...amount, ...served, ...Object.fromEntries(Object.keys(served).map((key) => [key, addDays(on, 1)])) })];
    }),
    step('remedyVaried', { remedy, ...served, variedAmount: '0.00' }), step('remedyVaried', { remedy, ...served, variedAmount: '900000.00' }),
    step('remedyQuashed', { remedy, ...served, redoDueOn: addDays(on, 30) }), ...(probes.pack.closings.some((one) => one.code === 'closedAfterQuashing') ? [step('remedyQuashed', { remedy, ...served, redoOrdered: true })] : []),
    ...once('tellRemedies', step('tellRemedies', { remediesToldOn: on })), step('tellRemedies', { remediesToldOn: addDays(on, 1) }), ...(BROUGHT.some((code) => taken(state, code)) ? [] : besideOnly('recordRemedyNotTold', step('recordRemedyNotTold', { suitUntoldSince: on }))),
    step('recordRemedyNotTold'), step('recordRemedyNotTold', { reconsiderationUntoldSince: '2023-12-31' }), step('recordRemedyNotTold', { suitUntoldSince: '2018-02-07' }), step('recordRemedyNotTold', { suitUntoldSince: addDays(on, 1) }),
    // What moves the case stays closed when the case is.
    ...(state.closed === null ? [] : [probes.step(node, 'takeEvidence')]),
  ];
}

/** Litigation Law arts. 45, 67, Reconsideration Law arts. 48, 62, 63, each as a sentence about one event, said from the articles and not from the pack. */
function wrongsOf({ event, recordedOn }: Placed, before: CaseState, after: Node, probes: Probes, course: Course): string[] {
  const found: string[] = [];
  if (event.type === 'caseClosed' && pendingOf(before).length > 0) found.push('closed over a pending remedy');
  if (event.type === 'clockLapsed') {
    const answer = event.clock === 'REC-06' ? 'answerReconsideration' : event.clock === 'LIT-06' ? 'answerSuit' : null;
    if (answer !== null && before.steps.some((one) => one.step === answer && one.on <= event.dueOn)) found.push('an answer in time that counts as none');
    if (recordedOn <= event.dueOn) found.push('a lapse before its last day was over');
  }
  if (event.type !== 'stepTaken') return found;
  const step = after.state.steps.find((one) => one.step === event.step && one.on === event.occurredOn && !before.steps.some((other) => other.seq === one.seq));
  const target = step === undefined ? undefined : before.steps.find((one) => one.seq === named(step));
  if (before.closed !== null && probes.pack.steps.find((one) => one.code === event.step)?.forward !== false) found.push(`${event.step} in a closed case`);
  if (BROUGHT.includes(event.step) && !course.straight.some(([code]) => probes.pack.steps.find((one) => one.code === code)?.power === 'decider' && taken(before, code))) found.push('a remedy against no decision');
  if (event.step === 'recordSuit') {
    const open = pendingOf(before).find((one) => one.step === 'recordReconsideration');
    // What was extended after its end had ended.
    const extended = before.steps.find((one) => one.step === 'extendReconsideration' && open !== undefined && one.on <= addDays(open.on, 60))?.facts['extendedUntil'];
    const last = open === undefined ? null : extended?.type === 'date' ? extended.value : addDays(open.on, 60);
    if (last !== null && event.occurredOn <= last) found.push('a suit over a pending reconsideration (art. 45)');
  }
  if (event.step === 'recordReconsideration' && pendingOf(before).some((one) => one.step === 'recordSuit')) found.push('reconsideration beside a suit (Interpretation art. 57)');
  if (OUTCOMES.includes(event.step)) {
    if (target === undefined || !pendingOf(before).some((one) => one.seq === target.seq)) found.push('the end of a remedy that was none');
    const decided = step?.facts['decisionServedOn'];
    if (target?.step === 'recordReconsideration' && OUTCOMES.indexOf(event.step) < 4) found.push(...withoutPeriodToSue(decided?.type === 'date' ? decided.value : null, after, probes.book));
    const varied = step?.facts['variedAmount'];
    const amount = before.facts[course.amount] ?? before.partyFacts[course.party.partyId]?.[course.amount];
    if (event.step === 'remedyVaried' && target?.step === 'recordReconsideration' && (varied?.type !== 'money' || amount?.type !== 'money' || BigInt(varied.fen) > BigInt(amount.fen))) found.push('varied for the worse (art. 63(2))');
  }
  const answers = event.step === 'answerReconsideration' ? 'recordReconsideration' : event.step === 'answerSuit' ? 'recordSuit' : null;
  if (answers !== null && target?.step !== answers) found.push('an answer to what was not asked');
  return found;
}

function withoutPeriodToSue(served: LegalDate | null, after: Node, book: LawBook): string[] {
  if (served === null) return ['a reconsideration decision without the day on which it was served (art. 75)'];
  const clock = openClocks(after.state, instant(after.on, '12:00'), book).findLast((one) => one.clock === 'LIT-02' && one.anchorOn === served);
  return clock === undefined || (clock.rawOn !== null && clock.rawOn !== addDays(served, 15)) ? ['no fifteen days to sue after reconsideration (art. 45)'] : [];
}
