/** A case moves to another office, its file is read elsewhere, another office helps, a second officer confirms. */
import { legalDate } from '#law';
import type { Actor, CaseCommand } from '#cases/model';
import { COUNTY, DEPARTMENT, TOWN, actor, certified, ownBody, settingsWith } from '#cases/testing/county';
import { same, type Story } from '#cases/testing/story';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { penaltyDecided, penaltyFiled, penaltyLead, penaltyNoticed, penaltyReported } from './beginnings.ts';

const reason = { contentId: 'reason', commitment: 'reason' };
const NEIGHBOUR = 'neighbour-town';
const neighbourBody = { ...ownBody, officeId: NEIGHBOUR, authorityId: NEIGHBOUR };
type Changes<T extends CaseCommand['type']> = Partial<Extract<CaseCommand, { type: T }>>;

const moves = (story: Story, more: Changes<'transferCase'> = {}, by: Actor = actor('zhou')): void => story.command({ type: 'transferCase', on: story.today, instrument: '演示移〔2025〕1号', reason, to: { officeId: NEIGHBOUR, countyId: COUNTY }, body: neighbourBody, ...more }, by);
const callsIn = (story: Story, more: Changes<'callInFile'> = {}, by: Actor = actor('zhou')): void => story.command({ type: 'callInFile', on: story.today, instrument: '演示调〔2025〕1号', reason, to: { officeId: DEPARTMENT, countyId: COUNTY }, ...more }, by);
const returns = (story: Story, more: Changes<'returnFile'> = {}, by: Actor = actor('zhou')): void => story.command({ type: 'returnFile', on: story.today, loanSeq: story.state.fileLoans.at(-1)?.seq ?? 0, ...more }, by);
const neighbour: Actor = { personId: 'neighbour', officeId: NEIGHBOUR, roles: ['officer'], kind: 'person' };

scenario('a case moves with its clocks, its papers and their numbers; later acts are those of the other office', (law) => {
  const story = penaltyNoticed(law).at('2025-07-23');
  const before = { clocks: ['PEN-03', 'PEN-05', 'PEN-07'].map((code) => story.clock(code).dueOn), numbers: story.state.papers.map((one) => one.number), duties: story.state.duties };
  story.refused('roleMissing', (it) => moves(it, {}, actor('zhao')));
  moves(story);
  same({ clocks: ['PEN-03', 'PEN-05', 'PEN-07'].map((code) => story.clock(code).dueOn), numbers: story.state.papers.map((one) => one.number), duties: story.state.duties }, before, 'what goes along');
  same([story.state.officeId, story.state.body.authorityId, story.state.phase], [NEIGHBOUR, NEIGHBOUR, 'noticed'], 'where the case is');
  story.at('2025-07-30').expectLapse('PEN-05', '2025-07-29').takes('decidePenalty', {}, { body: neighbourBody });
  same(story.paper('penalty-decision').authorityId, NEIGHBOUR, 'in whose name');
});

scenario('a case moves inside the county, to an office with the power, not to itself and not back in time', (law) => {
  const story = penaltyReported(law).at('2025-07-21');
  story.refused('transferToItself', (it) => moves(it, { to: { officeId: TOWN, countyId: COUNTY }, body: ownBody }));
  story.refused('transferOutOfCounty', (it) => moves(it, { to: { officeId: NEIGHBOUR, countyId: '610727' } }));
  story.refused('grantOutsideMatters', (it) => moves(it, { body: { ...neighbourBody, basis: 'handedOver', instrument: '演示省决〔2021〕7号', publishedOn: legalDate('2021-07-20'), matters: ['social-maintenance-fee'], from: legalDate('2021-08-01') } }));
  story.refused('notDatedBack', (it) => moves(it, { on: legalDate('2025-07-17') }));
  story.refused('dateInFuture', (it) => moves(it, { on: legalDate('2025-07-22') }));
  const closed = penaltyLead(law).closes('notFiled');
  closed.refused('caseClosed', (it) => moves(it));
});

scenario('a file is called in and returned, also after the case is closed, and reading it changes nothing', (law) => {
  const story = penaltyLead(law);
  story.refused('roleMissing', (it) => callsIn(it, {}, actor('zhao'))).refused('readerIsTheOffice', (it) => callsIn(it, { to: { officeId: TOWN, countyId: COUNTY } }))
    .refused('readerOutOfCounty', (it) => callsIn(it, { to: { officeId: DEPARTMENT, countyId: '610727' } })).refused('dateInFuture', (it) => callsIn(it, { on: legalDate('2025-07-08') }));
  story.closes('notFiled').at('2025-07-08');
  callsIn(story);
  story.refused('fileOutAlready', (it) => callsIn(it)).refused('fileNotOut', (it) => returns(it, { loanSeq: 1 })).refused('roleMissing', (it) => returns(it, {}, actor('zhao')));
  story.at('2025-07-10').refused('notDatedBack', (it) => returns(it, { on: legalDate('2025-07-07') })).refused('dateInFuture', (it) => returns(it, { on: legalDate('2025-07-11') }));
  returns(story);
  same(story.state.fileLoans.map(({ kind, officeId, from, to }) => ({ kind, officeId, from, to })), [{ kind: 'calledIn', officeId: DEPARTMENT, from: '2025-07-08', to: '2025-07-10' }], 'the loan');
  story.refused('fileNotOut', (it) => returns(it));
});

scenario('the office asked for help reads the file and answers; nobody else answers for it', (law) => {
  const story = penaltyFiled(law).refused('helpOfOneself', (it) => it.takes('askHelp', { helpOffice: TOWN })).takes('askHelp');
  story.refused('helpAskedAlready', (it) => it.takes('askHelp')).refused('notAskedForHelp', (it) => it.takes('answerHelp'));
  same(story.state.fileLoans.map(({ kind, officeId, to }) => ({ kind, officeId, to })), [{ kind: 'help', officeId: NEIGHBOUR, to: null }], 'the file is lent');
  // Five working days from 9 July 2025, a Wednesday.
  story.expectClock('helpAnswerPeriod', { dueOn: '2025-07-16' }).at('2025-07-15');
  answers(story);
  same(story.state.fileLoans.at(-1)?.to, '2025-07-15', 'the file is back');
  story.expectDuties('escalate', 0).at('2025-07-17').expectLapse('helpAnswerPeriod').expectDuties('escalate', 0);
  // A second request, to another office, after the first was answered.
  story.takes('askHelp', { helpOffice: 'other-town' });
});

scenario('an office that does not answer in time is a matter of the county legal office, and may answer still', (law) => {
  const story = penaltyFiled(law).takes('askHelp').at('2025-07-17').expectLapse('helpAnswerPeriod', '2025-07-16').expectDuties('escalate', 1);
  answers(story, 'refused');
  story.refused('notAskedForHelp', (it) => answers(it));
});

scenario('a case that moves to the office that was asked for help: its own request is nobody\'s to answer', (law) => {
  const story = penaltyFiled(law).takes('askHelp');
  moves(story);
  same(story.state.fileLoans.at(-1)?.to, '2025-07-09', 'the loan has ended');
  story.refused('notAskedForHelp', (it) => answers(it));
});

scenario('a county that has set no days for the answer asks nobody', (law) => {
  penaltyFiled(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { helpPeriod: null }) }) }).refused('parameterNotSet', (it) => it.takes('askHelp'));
});

function answers(story: Story, outcome = 'given'): void {
  story.command({ type: 'takeStep', step: 'answerHelp', on: story.today, facts: { helpOutcome: { type: 'choice', value: outcome }, helpAnswer: { type: 'text', content: reason } }, officers: [], body: ownBody }, neighbour);
}

const introduced = (law: ScenarioLaw, more: Record<string, number | null> = {}): { book: ReturnType<ScenarioLaw['book']> } => ({ book: law.book({ parameters: settingsWith('administrative-penalty', { confirmationRequired: 'yes', ...more }) }) });
const confirms = (story: Story, personId: string, more: Changes<'confirmStep'> = {}, by: Actor = actor('zhang')): void => story.command({ type: 'confirmStep', stepSeq: awaiting(story), personId, confirmedAt: story.now, reason: null, ...more }, by);
const awaiting = (story: Story): number => story.state.steps.find((one) => one.awaits?.includes('li'))?.seq ?? 0;
const withPin = (story: Story, step: string, personId = 'li'): Story => {
  story.command({ type: 'takeStep', step, on: story.today, facts: step === 'takeEvidence' ? { evidenceKind: { type: 'choice', value: 'documentary' }, evidenceSummary: { type: 'text', content: reason } } : {}, officers: certified('zhang', 'li'), body: ownBody, confirmations: [{ personId, confirmedAt: story.now }] }, actor('zhang'));
  return story;
};

scenario('the second officer confirms at the time or later, and until then nothing is reported on the act', (law) => {
  const story = penaltyLead(law, introduced(law)).takes('proposeFiling');
  same(story.state.steps.at(-1)?.awaits, ['li'], 'awaited');
  story.at('2025-07-09').takes('fileCase');
  withPin(story, 'takeEvidence');
  same([story.state.steps.at(-1)?.awaits, story.eventsOf('stepTaken').at(-1)?.confirmedBy?.map((one) => one.personId)], [undefined, ['li']], 'confirmed at once');
  const [open] = story.refusal('stepsUnconfirmed', (it) => it.takes('reportInvestigation'));
  same(open?.missing?.en, 'Propose filing of 2025-07-07', 'what is missing');
  story.refused('confirmationNotAwaited', (it) => confirms(it, 'chen'));
  confirms(story, 'li');
  same(story.eventsOf('stepConfirmed').map(({ occurredOn, late, personId }) => ({ occurredOn, late, personId })), [{ occurredOn: '2025-07-09', late: false, personId: 'li' }], 'both times');
  story.refused('confirmationNotAwaited', (it) => confirms(it, 'li')).takes('reportInvestigation');
  same(story.state.steps.at(-1)?.awaits, ['li'], 'the report itself awaits a confirmation');
  story.at('2025-07-21').refused('stepsUnconfirmed', (it) => it.takes('issueNotice'));
});

scenario('after the days of the county an act is confirmed with the consent of its legal office only, and is marked late', (law) => {
  const story = penaltyLead(law, introduced(law)).takes('proposeFiling').at('2025-07-14');
  const late = story.at('2025-07-15').refused('confirmationTooLate', (it) => confirms(it, 'li')).refused('confirmationTooLate', (it) => confirms(it, 'li', { reason })).refused('confirmationTooLate', (it) => confirms(it, 'li', {}, actor('zhou')));
  confirms(late, 'li', { reason }, actor('zhou'));
  same(late.eventsOf('stepConfirmed').at(-1)?.late, true, 'late');
  const inTime = penaltyLead(law, introduced(law)).takes('proposeFiling').at('2025-07-14');
  confirms(inTime, 'li');
  same(inTime.eventsOf('stepConfirmed').at(-1)?.late, false, 'in time');
});

scenario('who confirms was named; a county that introduces it says within how many days', (law) => {
  const story = penaltyFiled(law);
  story.refused('confirmationNotNamed', (it) => withPin(it, 'takeEvidence', 'chen'));
  penaltyLead(law, introduced(law, { confirmationPeriod: null })).refused('parameterNotSet', (it) => it.takes('proposeFiling'));
  // Where the county has not introduced it, cases go on as before.
  same(penaltyDecided(law).state.steps.filter((one) => one.awaits !== undefined), [], 'nothing awaited');
});
