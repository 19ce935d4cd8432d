/**
 * What goes on beside the course of a fine: preservation and exclusion of evidence, recusal, correction, publication,
 * quashing, transfer and return, reopening. Walked on the straight way of an adult's case, one of these families a case,
 * so that the states stay few; the course itself is the model next door.
 */
import { type LawBook, type LegalDate, addDays } from '#law';
import type { Pack } from '#law/pack-format';
import type { CaseState, Party } from '#cases/model';
import { PART_RULES, RECUSAL_RULES } from '#cases/recusal';
import { REOPENING_GATES, REOPENING_RULES } from '#cases/reopen';
import { COUNTY, NEW_REVIEWER, certified, ownBody } from '#cases/testing/county';
import type { PlainFacts } from '#cases/testing/facts';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes, unserved } from './probes.ts';
import { REOPENING } from './terms-model.ts';

const PACK = 'administrative-penalty';
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  evidence: ['inspectScene', 'proposePreservation', 'approvePreservation', 'disposePreserved', 'excludeEvidence'],
  recusal: ['requestRecusal', 'decideRecusal'],
  correction: ['orderCorrection', 'checkCorrection'],
  after: ['decidePublication', 'recordPublication', 'recordChange', 'recordQuashing', 'withdrawPublication', 'decideAnew', 'receiveBack', 'withdrawCase'],
};
const CLOCKS = new Set(['PEN-04', 'COR-01', 'PEN-13', 'RED-01']);
/** Papers whose service moves the case; that of the others changes nothing here. */
const ON_THE_WAY = new Set(['penalty-notice', 'penalty-decision', 'no-penalty-decision']);
/** Guards of steps of the ordinary course that bind only because of these families, or after what this model alone reports. */
const ON_THE_COURSE = [
  'evidenceGone', 'recusalUndecided', 'preservedNotDisposed', 'publicationStands', 'decisionNotQuashed', 'mustNotBePunished', 'limitationFound', 'notUnder14', 'limitationNotPassed', 'groundNotProven', 'reviewerNotQualified',
  'correctionDuePast', 'nothingIntended', 'confiscationDiffers', 'nothingImposed', 'reprimandNotNotified', 'confiscationAboveNotice', 'goodsNotNotified',
];

/** Blockers that this model must have seen, and the model of the course need not. */
export function besideBlockers(pack: Pack): string[] {
  const beside = new Set(Object.values(FAMILIES).flat());
  const elsewhere = new Set(pack.steps.filter((step) => !beside.has(step.code)).flatMap((step) => step.guards.map((guard) => guard.code)));
  const own = [...pack.steps.filter((step) => beside.has(step.code)), ...pack.reopenings.filter(({ code }) => code !== REOPENING)].flatMap((one) => one.guards.map((guard) => guard.code)).filter((code) => !elsewhere.has(code));
  const engine = [...RECUSAL_RULES, ...PART_RULES, ...REOPENING_GATES, ...REOPENING_RULES].flatMap((rule) => rule.codes).filter((code) => !['packNoLongerInForce', 'roleMissing', 'bodyWithoutPower'].includes(code));
  return [...new Set([...own, ...engine, ...ON_THE_COURSE, 'stepReferredToUnknown', 'reopeningUnknown'])];
}

export function penaltyBesideModel(book: LawBook, party: Party): Model {
  const probes = new Probes(book, PACK);
  return {
    name: 'beside the fine', book, county: COUNTY,
    starts: [{ name: 'an adult', on: '2025-07-07', probe: probes.opening('an adult', '2025-07-07', [party], { actEndedOn: '2025-06-20', discoveredOn: '2025-07-07' }) }],
    probes: (node) => besideProbes(node, probes),
    days: () => [],
    partyMarks: () => null,
    marks: ({ state }) => [[...new Set(state.steps.map((one) => one.step))].sort(), state.facts['reportedProposal'], state.facts['recusalPerson'] ?? null, state.steps.some((one) => one.step === 'takeEvidence' && one.officerIds.includes('zhao')), state.facts['noPenaltyGround'] ?? null, state.facts['actEndedFound'] ?? null, Math.min(2, state.steps.filter((one) => one.step === 'reportInvestigation').length)],
    remembers: (clock) => clock === 'PEN-04',
    ignores: (clock) => !CLOCKS.has(clock),
    wrongs: (before, added, after) => added.flatMap((one) => wrongsOf(one, before, after, book)),
    expectedBlockers: besideBlockers(probes.pack),
  };
}

function besideProbes(node: Node, probes: Probes): Probe[] {
  const { state, on } = node;
  const taken = (code: string): boolean => state.steps.some((one) => one.step === code);
  const seqOf = (code: string): number => state.steps.findLast((one) => one.step === code)?.seq ?? 0;
  const again = taken('decideAnew') || taken('receiveBack') || probes.pack.reopenings.some((one) => taken(one.code));
  const family = Object.entries(FAMILIES).find(([, steps]) => steps.some(taken))?.[0];
  const step = (code: string, facts: PlainFacts = {}, options: Parameters<Probes['step']>[3] = {}): Probe => probes.step(node, code, facts, options);
  const once = (code: string, ...made: Probe[]): Probe[] => (taken(code) ? [] : made);
  const of = (name: string, ...made: Probe[]): Probe[] => (family === name || (family === undefined && (name === 'after' || (state.phase === 'investigation' && !again && !taken('takeEvidence')))) ? made : []);
  const withoutZhang = { by: 'li', officers: certified('li', 'chen') };
  // What was taken up again has been walked once already: only its beginning is tried.
  const proposals = again ? ['noPenalty'] : family === undefined ? ['penalty', 'noPenalty', 'transfer'] : ['penalty'];
  const straight = [
    ...once('proposeFiling', step('proposeFiling')), step('fileCase'), ...once('takeEvidence', family === undefined || family === 'recusal' ? step('takeEvidence') : step('takeEvidence', {}, withoutZhang)), step('reportInvestigation', {}, withoutZhang),
    ...(taken('takeEvidence') ? proposals.map((reportedProposal) => step('reportInvestigation', { reportedProposal }, withoutZhang)) : []),
    ...(taken('takeEvidence') && !again && family === undefined ? [step('reportInvestigation', { noPenaltyGround: 'noFault' }, withoutZhang), step('reportInvestigation', { actEndedFound: '2023-07-06' }, withoutZhang), step('reportInvestigation', { reviewGround: 'complex' }, withoutZhang)] : []),
    ...(state.phase === 'reported' ? [step('issueNotice', {}, { by: 'wang' }), step('issueNotice', { intendedFine: undefined }, { by: 'wang' }), step('issueNotice', { illegalIncome: '10.00' }, { by: 'wang' })] : []),
    step('decidePenalty', { fine: undefined }), step('decidePenalty', { reprimand: 'warning', confiscation: '1.00', confiscatedGoods: '货架' }), ...(state.phase === 'noticed' ? [step(taken('waiveStatement') ? 'waiveHearing' : 'waiveStatement', {}, { party: 'p1', by: 'wang', officers: [] })] : []),
    step('reviewLegality', {}, { by: NEW_REVIEWER }), step('decidePenalty'), step('decideNoPenalty'), step('decideTransfer'), step('decideNoPenalty', { groundEvidence: undefined }),
    step('decideNoPenalty', { noPenaltyGround: 'under14' }), step('decideNoPenalty', { noPenaltyGround: 'limitation' }),
    ...unserved(state).filter(({ paper }) => ON_THE_WAY.has(paper)).map(({ paperId, party }) => probes.service(node, paperId, party, {}, certified('li', 'chen'), 'li')),
    ...probes.pack.closings.map((closing) => probes.closing(node, closing.code)),
  ];
  const reopen = (reopening: string, facts: PlainFacts = {}, day: LegalDate = on): Probe => probes.reopening(node, reopening, facts, day);
  return [
    ...straight,
    ...of('evidence',  step('inspectScene', {}, { officers: [] }), step('inspectScene', { certificatesShown: false }),
      ...once('proposePreservation', step('proposePreservation', {}, { officers: certified('li', 'zhao') })), step('proposePreservation', {}, { officers: [] }),
      step('approvePreservation', { preservationProposal: seqOf('proposePreservation') }), step('approvePreservation', { preservationProposal: seqOf('proposePreservation') }, { by: 'ma' }), step('approvePreservation', { preservationProposal: 1 }),
      step('disposePreserved', { preservation: seqOf('approvePreservation') }), step('disposePreserved', { preservation: seqOf('approvePreservation'), disposal: 'seized' }),
      step('excludeEvidence', { excludedItem: seqOf('takeEvidence') }), step('excludeEvidence', { excludedItem: seqOf('takeEvidence') }, { by: 'sun' }), ...(taken('takeEvidence') || family === undefined ? [] : [step('takeEvidence', {}, { officers: certified('li', 'zhao') })]), ...(taken('approvePreservation') ? [] : once('inspectScene', step('inspectScene', {}, withoutZhang)))),
    ...of('recusal', ...once('requestRecusal', step('requestRecusal', { recusalPerson: 'zhang' }), step('requestRecusal', { recusalPerson: 'zhao' })),
      step('decideRecusal', { recusalRequest: seqOf('requestRecusal') }), step('decideRecusal', { recusalRequest: seqOf('requestRecusal') }, { by: 'ma' }), step('decideRecusal', { recusalRequest: seqOf('requestRecusal'), recusalGranted: false }, { by: 'ma' })),
    ...of('correction', ...once('orderCorrection', step('orderCorrection', { correctionDueOn: addDays(on, 5) })), step('orderCorrection', { correctionDueOn: addDays(on, -1) }), ...once('checkCorrection', step('checkCorrection', { correctionChecked: seqOf('orderCorrection') })), step('checkCorrection', { correctionChecked: seqOf('orderCorrection') }, { officers: [] })),
    ...of('after', step('decidePublication', { redacted: false }), ...once('decidePublication', step('decidePublication')), step('recordPublication'), ...(again ? [] : once('recordChange', step('recordChange'))), ...once('recordQuashing', step('recordQuashing')),
      step('withdrawPublication'), ...(again ? [] : [step('decideAnew', { redoDueOn: addDays(on, 10) }), step('withdrawCase'), step('receiveBack')]), ...(taken('recordQuashing') ? [] : [step('decideAnew')])),
    ...(again ? [] : probes.pack.reopenings.map((one) => reopen(one.code))), reopen('filedAfterAll', {}, addDays(on, -20)), reopen('filedAfterAll', {}, addDays(on, 1)), reopen('filedAfterAll', {}, '2025-07-01' as LegalDate),
    reopen('decisionQuashed', { overturnedDocument: undefined }), reopen('decisionQuashed', { cause: 'x' }), reopen('unheardOf'),
    { ...reopen('decisionQuashed'), command: { type: 'reopenCase', reopening: 'decisionQuashed', on, body: ownBody, reason: { contentId: 'reason', commitment: 'reason' }, facts: { overturnedDocument: { type: 'integer', value: 1 } } } },
  ];
}

const ref = (step: CaseState['steps'][number], fact: string): number => { const value = step.facts[fact]; return value?.type === 'integer' ? value.value : 0; };

/** Arts. 43, 46, 48, 56, each as a sentence about one event, said from the articles and not from the pack. */
function wrongsOf({ event }: Placed, before: CaseState, after: Node, book: LawBook): string[] {
  const found: string[] = [];
  const done = (code: string) => before.steps.filter((one) => one.step === code);
  if (event.type === 'caseReopened' && before.closed === null) found.push('an open case was taken up again');
  if (event.type === 'caseClosed' && done('approvePreservation').some((one) => !done('disposePreserved').some((other) => ref(other, 'preservation') === one.seq))) found.push('closed over goods that are kept (art. 56)');
  if (event.type !== 'stepTaken') return found;
  const recused = done('decideRecusal').filter((one) => one.facts['recusalGranted']?.type === 'boolean' && one.facts['recusalGranted'].value)
    .flatMap((one) => { const person = before.steps.find((other) => other.seq === ref(one, 'recusalRequest'))?.facts['recusalPerson']; return person?.type === 'person' && one.on <= event.occurredOn ? [person.personId] : []; });
  if (recused.includes(event.actorId) || event.officers.some((one) => recused.includes(one.personId))) found.push('a recused person acted (art. 43)');
  if (['decidePenalty', 'decideNoPenalty'].includes(event.step) && done('requestRecusal').length > done('decideRecusal').length) found.push('a decision over an open request for recusal');
  const excluded = new Set(done('excludeEvidence').map((one) => ref(one, 'excludedItem')));
  const evidence = ['takeEvidence', 'recordInquiry', 'inspectScene'].flatMap((code) => done(code)).filter((one) => !excluded.has(one.seq));
  if (['reportInvestigation', 'decidePenalty'].includes(event.step) && evidence.length === 0) found.push('a finding without evidence (art. 46)');
  if (event.step === 'disposePreserved') {
    const kept = before.steps.find((one) => one.seq === ref(after.state.steps.at(-1) as CaseState['steps'][number], 'preservation'));
    const calendar = book.calendars.asKnownOn(after.on);
    let last = kept?.on ?? event.occurredOn;
    for (let left = 7; left > 0;) { last = addDays(last, 1); if (calendar.isWorkingDay(last)) left -= 1; }
    const disposal = event.facts['disposal'];
    if (event.occurredOn > last && disposal?.type === 'choice' && disposal.value !== 'returned') found.push('kept beyond seven working days (art. 56)');
  }
  const overturned = ['recordChange', 'recordQuashing'].flatMap((code) => done(code)).at(-1);
  if (event.step === 'recordPublication' && overturned && overturned.seq > (done('decidePenalty').at(-1)?.seq ?? 0)) found.push('a decision that was overturned is published (art. 48)');
  return found;
}
