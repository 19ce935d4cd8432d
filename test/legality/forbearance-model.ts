/**
 * Collection held back beside what follows on a missed day: proposed, consented to, granted, ended, demanded, in any order that
 * the rules let through. A short forbearance, and one that goes beyond the last day on which a demand leaves time for the court.
 */
import { type LawBook, type LegalDate, addDays, chinaDateOf, legalDate } from '#law';
import type { Pack } from '#law/pack-format';
import { openClocks } from '#cases';
import { FORBEARANCE_RULES } from '#cases/money/forbearance-grant';
import type { CaseState, TakenStep } from '#cases/model';
import { COUNTY } from '#cases/testing/county';
import { instant } from '#cases/testing/story';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes } from './probes.ts';
import { courseOf, type Course } from './remedies-model.ts';

const STEPS = ['proposeForbearance', 'consentToForbearance', 'grantForbearance', 'endForbearance'];
const LONG = legalDate('2018-12-20');

/** Blockers that this model must have seen, and the others need not. */
export function forbearanceBlockers(pack: Pack): string[] {
  return [...new Set(pack.steps.filter(({ code }) => STEPS.includes(code)).flatMap(({ guards }) => guards.map(({ code }) => code)))];
}

const times = (state: CaseState, code: string): number => state.steps.filter((one) => one.step === code).length;
const untilOf = (step: TakenStep | undefined): LegalDate | null => { const fact = step?.facts['forbearanceUntil']; return fact?.type === 'date' ? fact.value : null; };
const named = (step: TakenStep, fact: string): number | null => { const value = step.facts[fact]; return value?.type === 'integer' ? value.value : null; };

/** Days on which the record says that nothing is demanded: from each grant to its day, or to the day before it was ended. */
function heldBack(state: CaseState, on: LegalDate): boolean {
  return state.steps.some((grant) => {
    if (grant.step !== 'grantForbearance' || grant.on > on) return false;
    const until = untilOf(state.steps.find(({ seq }) => seq === named(grant, 'forbearance')));
    const ended = state.steps.find((step) => step.step === 'endForbearance' && named(step, 'forbearanceGrant') === grant.seq)?.on;
    return until !== null && on <= until && (ended === undefined || on < ended);
  });
}

export function forbearanceModel(book: LawBook, course: Course): Model {
  const probes = new Probes(book, course.pack);
  const { partyId } = course.party;
  return {
    name: `forbearance of ${course.pack}`, book, county: COUNTY,
    starts: [{ name: 'one party', on: course.on, probe: probes.opening('one party', course.on, [course.party], course.opening) }],
    probes: (node) => [...courseOf(node, probes, course, ['demand-letter']), ...tried(node, probes, partyId)],
    days: () => [],
    partyMarks: () => null,
    marks: ({ state, on }) => [[...new Set(state.steps.map((one) => one.step))].sort(), STEPS.map((code) => times(state, code)), times(state, 'issueDemand'), untilOf(state.steps.findLast(({ step }) => step === 'proposeForbearance')) === LONG, heldBack(state, on)],
    remembers: (clock) => ['SMF-01', 'overdueLadder', 'forbearance', 'demandBy'].includes(clock),
    ignores: (clock) => ['REC-01', 'SMF-02', 'COM-01'].includes(clock),
    wrongs: (before, added, after) => added.flatMap((one) => wrongsOf(one, before, after, book)),
    expectedBlockers: [...forbearanceBlockers(probes.pack), ...FORBEARANCE_RULES.flatMap(({ codes }) => codes), 'forborne'],
  };
}

function tried(node: Node, probes: Probes, party: string): Probe[] {
  const { state, on } = node;
  if (times(state, 'decideLevy') === 0 || on > '2019-02-01') return [];
  const of = (code: string): number => state.steps.findLast((one) => one.step === code)?.seq ?? 1;
  const demand = state.papers.findLast((one) => one.paper === 'demand-letter' && !one.voided);
  const propose = (until: LegalDate): Probe => probes.step(node, 'proposeForbearance', { forbearanceDocument: '演示〔2018〕21号', forbearanceUntil: until }, { party, by: 'zhao' });
  return [
    propose(on), ...(times(state, 'proposeForbearance') < 2 ? [propose(addDays(on, 30)), propose(LONG)] : []),
    ...(times(state, 'consentToForbearance') < 2 ? [probes.step(node, 'consentToForbearance', { forbearance: of('proposeForbearance') }, { party })] : []),
    ...['zhao', 'ma'].map((by) => probes.step(node, 'grantForbearance', { forbearance: of('proposeForbearance') }, { party, by })),
    probes.step(node, 'endForbearance', { forbearanceGrant: of('grantForbearance') }, { party, by: 'wang' }),
    ...(times(state, 'issueDemand') === 0 ? [probes.step(node, 'issueDemand', {}, { party })] : []),
    ...(demand !== undefined && demand.served[party] === undefined ? [probes.service(node, demand.paperId, party, {})] : []),
  ];
}

/** What forbearance is for, each as a sentence about one event, said from the record and not from the pack. */
function wrongsOf({ event, seq }: Placed, before: CaseState, after: Node, book: LawBook): string[] {
  const found: string[] = [];
  if (event.type === 'rungReached' && /^(reminder|warning)/.test(event.rung) && heldBack(after.state, chinaDateOf(event.dueAt))) found.push('a word to the party while collection is held back');
  if (event.type === 'rungReached' && after.state.rungs.filter(({ clockId, rung }) => clockId === event.clockId && rung === event.rung).length > 1) found.push('the same word twice for one missed day');
  if (event.type === 'clockLapsed' && event.clock === 'overdueLadder' && heldBack(after.state, event.dueOn)) found.push('a demand asked for while collection is held back');
  if (event.type !== 'stepTaken') return found;
  if (event.step === 'issueDemand' && heldBack(before, event.occurredOn)) found.push('a demand while collection is held back');
  if (event.step !== 'grantForbearance') return found;
  if (before.papers.some((one) => one.paper === 'demand-letter' && !one.voided && Object.keys(one.served).length === 0)) found.push('collection held back while a demand is on its way');
  const grant = after.state.steps.find((one) => one.seq === seq);
  const proposal = before.steps.find((one) => one.seq === (grant === undefined ? null : named(grant, 'forbearance')));
  const until = untilOf(proposal);
  if (proposal === undefined || until === null) return [...found, 'collection held back that nobody proposed'];
  if (proposal.actorId === event.actorId) found.push('proposed and granted by one hand');
  if (until < event.occurredOn) found.push('collection held back to a day that is past');
  const safe = openClocks(before, instant(after.on, '12:00'), book).find(({ clock, status }) => clock === 'demandBy' && status === 'running')?.dueOn ?? null;
  const consented = before.steps.some((one) => one.step === 'consentToForbearance' && named(one, 'forbearance') === proposal.seq);
  if (safe !== null && until >= safe && event.occurredOn <= safe && !consented) found.push('the court given up without the county legal office');
  return found;
}
