/**
 * What comes after a served decision about its money: asked for, answered, fixed, changed, paid, taken back, closed as
 * performed, once each and in any order. The course to the decision is walked straight.
 */
import { type LawBook, type LegalDate, addDays } from '#law';
import type { Pack } from '#law/pack-format';
import { balanceOf, caseMoney } from '#cases';
import { TERMS_RULES } from '#cases/money/terms';
import type { CaseState } from '#cases/model';
import { COUNTY, entrusted, machine } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { instant } from '#cases/testing/story';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes } from './probes.ts';
import { courtBlockers, WINDOW_CLOCKS } from './court-model.ts';
import { courseOf, type Course } from './remedies-model.ts';

const STEPS = ['applyForTerms', 'forwardApplication', 'consentToTerms', 'approveTerms', 'refuseTerms', 'renegotiateTerms', 'recordPerformance'];

/** By which a case is taken up again after the bank took a payment back. */
export const REOPENING = 'paymentTakenBack';

/** Blockers that this model must have seen, and the models of the courses need not. */
export function termsBlockers(pack: Pack): string[] {
  const closing = pack.closings.find(({ code }) => code === 'performed');
  const reopening = pack.reopenings.find(({ code }) => code === REOPENING);
  return [...new Set([...(reopening?.guards ?? []).map(({ code }) => code), ...pack.steps.filter(({ code }) => STEPS.includes(code)).flatMap((step) => step.guards.map(({ code }) => code)), ...(closing?.guards ?? []).map(({ code }) => code).filter((code) => !['remedyPending', 'noPenaltyToPerform'].includes(code))])];
}

const WRITTEN: PlainFacts = { termsInWriting: true, hardshipProof: true };
const custom = (planLines: string): PlainFacts => ({ planMethod: 'custom', planLines });
const taken = (state: CaseState, code: string): boolean => state.steps.some((one) => one.step === code);
const times = (state: CaseState, code: string): number => state.steps.filter((one) => one.step === code).length;

export function termsModel(book: LawBook, course: Course, debt: string): Model {
  const probes = new Probes(book, course.pack);
  const ofEngine = TERMS_RULES.flatMap(({ codes }) => codes).filter((code) => debt === 'fee' || !['termsNotDecidedHere', 'planBeyondCap', 'termsOutlastWindow'].includes(code));
  return {
    name: `terms of ${course.pack}`, book, county: COUNTY,
    starts: [{ name: 'one party', on: course.on, probe: probes.opening('one party', course.on, [course.party], course.opening) }],
    probes: (node) => [...courseOf(node, probes, course, ['instalment-agreement', 'terms-refusal']), ...termsTried(node, probes, course.party.partyId, debt)],
    days: () => [],
    partyMarks: () => null,
    marks: ({ state }) => [[...new Set(state.steps.map((one) => one.step))].sort(), state.papers.filter((one) => Object.keys(one.served).length > 0).length, state.closed?.closing ?? null, state.money?.entries.length ?? 0],
    remembers: (clock) => clock === 'instalment' || clock === 'SMF-02',
    ignores: (clock) => WINDOW_CLOCKS.includes(clock),
    wrongs: (before, added, after) => added.flatMap((one) => wrongsOf(one, before, after, course.party.partyId, debt, book)),
    expectedBlockers: [...termsBlockers(probes.pack).filter((code) => !courtBlockers(probes.pack).includes(code)), ...ofEngine],
  };
}

function termsTried(node: Node, probes: Probes, party: string, debt: string): Probe[] {
  const { state, on } = node;
  const step = (code: string, facts: PlainFacts = {}, body?: 'entrusted'): Probe => probes.step(node, code, facts, { party, ...(body === undefined ? {} : { body: entrusted }) });
  const once = (code: string, ...made: Probe[]): Probe[] => (times(state, code) > 0 ? [] : made);
  const known = (code: string): boolean => probes.pack.steps.some((one) => one.code === code);
  const decided = ['decidePenalty', 'decideLevy'].some((code) => taken(state, code));
  if (!decided) return [];
  const termsApplication = state.steps.findLast((one) => one.step === 'applyForTerms')?.seq ?? 1;
  const two: PlainFacts = { planMethod: 'monthly', planFirst: addDays(on, 10), planCount: 2 };
  const money = (fen: string, receiptId: string): Probe => ({ name: `receipt ${receiptId}`, actor: machine, command: { type: 'bookPayment', receiptId, reference: 'REF1', debt, party, on, fen } });
  const owed = balanceOf(caseMoney(state, instant(on, '12:00'), probes.book), debt, party, on)?.balanceFen ?? 0n;
  return [
    ...once('approveTerms', ...once('applyForTerms', step('applyForTerms', WRITTEN))), step('applyForTerms', { termsInWriting: false, hardshipProof: false }), ...(taken(state, 'applyForTerms') ? [step('applyForTerms', WRITTEN)].filter(() => !taken(state, 'approveTerms') && !taken(state, 'refuseTerms')) : []),
    ...(known('forwardApplication') ? [...once('forwardApplication', step('forwardApplication', { termsApplication })), ...once('consentToTerms', step('consentToTerms', { termsApplication })), step('approveTerms', { termsApplication, ...two }, 'entrusted'), step('approveTerms', { termsApplication, planMethod: 'monthly', planFirst: addDays(on, 10), planCount: 40 })] : []),
    ...once('approveTerms', ...once('refuseTerms', step('approveTerms', { termsApplication, ...two }), step('refuseTerms', { termsApplication }))),
    step('approveTerms', { termsApplication, ...custom(`${addDays(on, 10)}=1.00`) }), step('approveTerms', { termsApplication, ...custom('2018-02-30=1.00') }), ...(taken(state, 'approveTerms') ? [step('refuseTerms', { termsApplication })] : []),
    ...(known('forwardApplication') && !taken(state, 'approveTerms') && !taken(state, 'refuseTerms') ? [step('approveTerms', { termsApplication, planMethod: 'monthly', planFirst: addDays(on, 10), planCount: 12 })] : []),
    ...once('renegotiateTerms', step('renegotiateTerms', two)),
    ...(owed > 0n && (state.money?.entries.length ?? 0) === 0 ? [money(String(owed), 'A')] : []),
    ...once('recordPerformance', ...(known('recordPerformance') ? [probes.step(node, 'recordPerformance')] : [])),
    probes.closing(node, 'performed'),
    ...(state.closed !== null && state.money?.entries.length === 1 ? [{ name: 'receipt A taken back', actor: machine, command: { type: 'reversePayment', receiptId: 'A', on } } satisfies Probe] : []),
    ...(state.closed === null ? [] : [probes.reopening(node, REOPENING)]),
  ];
}

/** Order 357 art. 6, Penalty Law art. 66, each as a sentence about one event, said from the articles and not from the pack. */
function wrongsOf({ event, recordedOn }: Placed, before: CaseState, after: Node, party: string, debt: string, book: LawBook): string[] {
  const found: string[] = [];
  const balance = (on: LegalDate) => balanceOf(caseMoney(after.state, instant(after.on, '12:00'), book), debt, party, on);
  if (event.type === 'caseClosed' && event.closing === 'performed' && (balance(recordedOn)?.balanceFen ?? 0n) > 0n) found.push('closed as performed, and money is owed');
  if (event.type === 'clockLapsed' && event.clock === 'instalment') {
    if (recordedOn <= event.dueOn) found.push('a default before its day was over');
    if (balance(event.dueOn)?.paidInFullOn != null) found.push('a default of who had paid');
  }
  if (event.type !== 'stepTaken') return found;
  if (event.step === 'applyForTerms' && (event.facts['termsInWriting']?.type !== 'boolean' || !event.facts['termsInWriting'].value || event.facts['hardshipProof']?.type !== 'boolean' || !event.facts['hardshipProof'].value)) found.push('an application without writing or proof');
  if (event.step === 'approveTerms') {
    if (!taken(before, 'applyForTerms')) found.push('terms that nobody asked for');
    const plan = event.partyFacts['planSchedule'];
    const sum = plan?.type === 'code' ? plan.value.split(';').reduce((all, line) => all + BigInt((line.split('=')[1] ?? '0').replace('.', '')), 0n) : 0n;
    const owed = balanceOf(caseMoney(before, instant(after.on, '12:00'), book), debt, party, event.occurredOn);
    if (owed === null || sum !== owed.principalDueFen + owed.principalNotDueFen) found.push('a plan that does not add up to what is owed');
  }
  return found;
}
