/**
 * What a county's own documents add, walked on the straight way of a case: the record of decisions (备案审查), a hearing
 * threshold for fines; and for the fee a hearing on request, legal review, collective discussion, and an earlier stop.
 */
import { type LawBook, legalDate } from '#law';
import type { CaseState } from '#cases/model';
import { COUNTY, certified, citizen, settingsWith } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import { lawWith } from '#cases/testing/scenario';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes, unserved } from './probes.ts';

const RECORD = ['notReported', 'noObjection'];
/** Guards of the penalty that bind only by a county's document; its other models leave them to this one. */
export const COUNTY_RULES_OF_THE_FINE = [...RECORD, 'nothingToReport', 'belowHearingThreshold'];
/** The same for the fee. */
export const COUNTY_RULES_OF_THE_FEE = [...RECORD, 'newActsStopped', 'hearingRequestTooLate', 'hearingOpen', 'reviewMissing', 'notDiscussed', 'discussedByOne', 'discussantWithoutOpinion'];

const stepsTaken = ({ state }: Pick<Node, 'state'>): unknown[] => [...new Set(state.steps.map((one) => one.step)), JSON.stringify(state.facts['reviewPassed'] ?? null)].sort();

function recordProbes(node: Node, probes: Probes): Probe[] {
  const taken = (code: string): boolean => node.state.steps.some((one) => one.step === code);
  const step = (code: string, facts: PlainFacts = {}): Probe => probes.step(node, code, facts);
  return [
    ...(taken('reportForRecord') ? [] : [step('reportForRecord')]), step('objectToRecord', { recordReasons: undefined }),
    ...(taken('noteRecord') || taken('objectToRecord') ? [] : [step('noteRecord'), step('objectToRecord')]), ...(taken('answerObjection') ? [] : [step('answerObjection')]),
  ];
}

/** Serves what must be served, in person. */
function services(node: Node, probes: Probes): Probe[] {
  return unserved(node.state).filter(({ paper }) => probes.pack.papers.find((one) => one.code === paper)?.serve).map(({ paperId, party }) => probes.service(node, paperId, party, {}));
}

const untaken = ({ state }: Node, code: string, ...made: Probe[]): Probe[] => (state.steps.some((one) => one.step === code) ? [] : made);

export function countyRulesOfTheFine(): Model {
  const book = lawWith().book({ parameters: settingsWith('administrative-penalty', { recordFilingPeriod: 5, hearingThresholdCitizen: '5000.00' }) });
  const probes = new Probes(book, 'administrative-penalty');
  return {
    name: 'county rules of the fine', book, county: COUNTY,
    starts: [{ name: 'an adult', on: '2025-07-07', probe: probes.opening('an adult', '2025-07-07', [citizen('p1', '1985-01-01', '2025-06-20')], { actEndedOn: '2025-06-20', discoveredOn: '2025-07-07' }) }],
    probes: (node) => [
      ...untaken(node, 'proposeFiling', probes.step(node, 'proposeFiling')), probes.step(node, 'fileCase'), ...untaken(node, 'takeEvidence', probes.step(node, 'takeEvidence')),
      ...['penalty', 'noPenalty', 'transfer'].map((reportedProposal) => probes.step(node, 'reportInvestigation', { reportedProposal })), ...(node.state.phase === 'reported' ? [probes.step(node, 'issueNotice')] : []),
      probes.step(node, 'requestHearing', {}, { party: 'p1' }), ...untaken(node, 'waiveStatement', probes.step(node, 'waiveStatement', {}, { party: 'p1' })),
      probes.step(node, 'decidePenalty'), probes.step(node, 'decideNoPenalty'), probes.step(node, 'decideTransfer'), ...services(node, probes), ...recordProbes(node, probes),
    ],
    days: () => [], marks: stepsTaken, partyMarks: () => null, remembers: (clock) => clock === 'recordFiling', ignores: (clock) => clock !== 'recordFiling',
    wrongs: (before, added) => added.flatMap((one) => wrongsOf(one, before, ['decidePenalty', 'decideNoPenalty'])),
    expectedBlockers: COUNTY_RULES_OF_THE_FINE,
  };
}

export function countyRulesOfTheFee(): Model {
  const book: LawBook = lawWith().book({ parameters: settingsWith('social-maintenance-fee', { recordFilingPeriod: 5, hearingRule: 'onRequest', hearingRequestPeriod: 2, legalReviewRule: 'everyLevy', discussionRule: 'everyLevy', stopNewActsFrom: '2018-04-01' }) });
  const probes = new Probes(book, 'social-maintenance-fee');
  const party = 'p1';
  return {
    name: 'county rules of the fee', book, county: COUNTY,
    starts: [{ name: 'one parent', on: '2018-03-01', probe: probes.opening('one parent', '2018-03-01', [citizen(party, '1984-05-05', '2018-03-01')], { childBornOn: '2017-10-05', childOrder: 3, discoveredOn: '2018-03-01' }) }],
    probes: (node) => [
      ...untaken(node, 'proposeFiling', probes.step(node, 'proposeFiling')), probes.step(node, 'fileCase'), ...untaken(node, 'takeEvidence', probes.step(node, 'takeEvidence')), ...untaken(node, 'takeIncomeEvidence', probes.step(node, 'takeIncomeEvidence', {}, { party })),
      probes.step(node, 'reportInvestigation'), ...untaken(node, 'issueNotice', probes.step(node, 'issueNotice', { baseYear: 2017 }, { party })), ...untaken(node, 'recordStatement', probes.step(node, 'recordStatement', {}, { party })),
      ...untaken(node, 'requestHearing', probes.step(node, 'requestHearing', {}, { party })), ...untaken(node, 'holdHearing', probes.step(node, 'holdHearing', {}, { party }), probes.step(node, 'holdHearing', {}, { party, officers: certified('zhang') })),
      ...untaken(node, 'reviewLegality', probes.step(node, 'reviewLegality'), probes.step(node, 'reviewLegality', { reviewPassed: false })), ...untaken(node, 'discussCollectively', probes.step(node, 'discussCollectively'), probes.step(node, 'discussCollectively', { discussant1: 'zhao' }), probes.step(node, 'discussCollectively', { discussant2: 'han' })),
      probes.step(node, 'decideLevy', {}, { party }), ...services(node, probes), ...recordProbes(node, probes),
    ],
    days: (state) => (state.openedOn < '2018-04-01' && state.phase === 'lead' ? [legalDate('2018-04-01')] : []),
    marks: (node) => [...stepsTaken(node), node.on >= '2018-04-01'], partyMarks: () => null, remembers: (clock) => clock === 'feeHearingRequest', ignores: (clock) => !['feeHearingRequest', 'recordFiling'].includes(clock),
    wrongs: (before, added) => added.flatMap((one) => [...wrongsOf(one, before, ['decideLevy']), ...wrongLevy(one, before)]),
    expectedBlockers: COUNTY_RULES_OF_THE_FEE,
  };
}

/** Nothing is reported before it is decided, nothing is examined before it is reported, an objection says why. */
function wrongsOf({ event }: Placed, before: CaseState, decisions: readonly string[]): string[] {
  if (event.type !== 'stepTaken') return [];
  const taken = (...codes: string[]): boolean => before.steps.some((one) => codes.includes(one.step));
  return [
    ...(event.step === 'reportForRecord' && !taken(...decisions) ? ['reported for the record before a decision'] : []),
    ...(['noteRecord', 'objectToRecord'].includes(event.step) && !taken('reportForRecord') ? ['examined before it was reported'] : []),
    ...(event.step === 'objectToRecord' && event.facts['recordReasons'] === undefined ? ['an objection without reasons'] : []),
  ];
}

function wrongLevy({ event }: Placed, before: CaseState): string[] {
  if (event.type !== 'stepTaken' || event.step !== 'decideLevy') return [];
  const seq = (code: string): number => before.steps.findLast((one) => one.step === code)?.seq ?? 0;
  const reviewed = before.steps.findLast((one) => one.step === 'reviewLegality')?.facts['reviewPassed'];
  return [
    ...(reviewed?.type === 'boolean' && reviewed.value ? [] : ['a levy that no review passed, though the rules ask for one']),
    ...(seq('discussCollectively') > 0 ? [] : ['a levy without the discussion that the rules ask for']),
    ...(seq('requestHearing') > Math.max(seq('holdHearing'), seq('recordHearingAbsence')) ? ['a levy over an open request for a hearing'] : []),
    ...(event.occurredOn >= '2018-04-01' ? ['a levy after the province stopped'] : []),
  ];
}
