/** A levy before the reconsideration body or the court: each parent for itself, and beyond the end of the fee. */
import { settingsWith } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { same, type Story } from '#cases/testing/story';
import { feeDecided, feeNoticed } from './beginnings.ts';

const PACK = 'social-maintenance-fee';
const p1 = { party: 'p1' };
const p2 = { party: 'p2' };
const of = (story: Story, party: string): number => story.state.steps.findLast((one) => ['recordReconsideration', 'recordSuit'].includes(one.step) && one.party === party)?.seq ?? 0;

/** Decided on 2018-03-20, served on both parents on 2018-03-22. */
const levied = (law: ScenarioLaw): Story => feeDecided(law, { book: law.book({ parameters: settingsWith(PACK, { remedyAnswerRungs: [4] }) }) }).at('2018-03-22').serves('levy-decision', {}, p1).serves('levy-decision', {}, p2);
const asked = (story: Story, day: string, party = p1, facts = {}): Story => story.at(day).takes('recordReconsideration', { remedyAppliedOn: day, remedyAcceptedOn: day, copyReceivedOn: day, ...facts }, party);
const sued = (story: Story, day: string, party = p1, facts = {}): Story => story.at(day).takes('recordSuit', { remedyAppliedOn: day, remedyAcceptedOn: day, copyReceivedOn: day, ...facts }, party);

scenario('one parent asks the higher department in 2018: ten natural days to answer, and the other parent keeps every period', (law) => {
  const story = asked(levied(law), '2018-04-02', p1, { reconsiderationBodyKind: 'higherDepartment' }).expectClock('REC-06', { dueOn: '2018-04-12', status: 'running' }, 'p1');
  story.expectClock('REC-01', { status: 'ended' }, 'p1').expectClock('REC-01', { status: 'running' }, 'p2').at('2018-04-06').expectEvents('rungReached', 1).expectDuties('escalate', 2);
  const remedy = of(story, 'p1');
  story.refused('nothingToAnswer', (it) => it.takes('answerReconsideration', { remedy }, p2)).takes('answerReconsideration', { remedy }, p1).expectDuties('escalate', 0).expectDuties('remind', 0);
  same(story.paper('reconsideration-answer', 'p1').party, 'p1', 'whose answer');
  story.refused('remedyNotPending', (it) => it.takes('remedyUpheld', { remedy, decisionServedOn: '2018-04-06' }, p2));
  story.at('2018-05-15').takes('remedyVaried', { remedy, decisionServedOn: '2018-05-15', variedAmount: '10771.00' }, p1).expectClock('LIT-02', { dueOn: '2018-05-30' }, 'p1').expectClock('LIT-01', { status: 'ended' }, 'p1').expectClock('LIT-01', { status: 'running' }, 'p2');
  same([story.state.partyFacts['p1']?.['variedAmount'], story.state.partyFacts['p2']?.['variedAmount']], [{ type: 'money', fen: '1077100' }, undefined], 'the amount of this parent');
});

scenario('sued over the end of the fee: the answer stays owed, the period lapses, and the outcome is recorded; no forward act is', (law) => {
  const late = feeNoticed(law, { book: law.book({ parameters: settingsWith(PACK, { remedyAnswerRungs: [4, 10] }) }), on: '2021-06-01', facts: { childBornOn: '2020-11-02' } }, '2021-06-10', { baseYear: 2020 });
  for (const party of ['p1', 'p2']) late.serves('levy-notice', {}, { party }).takes('recordStatement', {}, { party }).takes('decideLevy', {}, { party }).serves('levy-decision', {}, { party });
  sued(late, '2021-08-16').expectClock('LIT-06', { dueOn: '2021-08-31' }, 'p1').expectDuties('remind', 1).expectDuties('escalate', 1).at('2021-08-20').expectDuties('remind', 1).expectEvents('packEnded', 1);
  same(late.tasks(), ['answerSuit'], 'what is still to be done');
  const other = asked(late, '2021-08-23', p2).expectClock('REC-06', { dueOn: '2021-09-02' }, 'p2');
  other.refused('packNoLongerInForce', (it) => it.takes('reportForRecord')).at('2021-08-26');
  const first = of(late, 'p1');
  late.takes('answerSuit', { remedy: first }, p1).refused('remedyPending', (it) => it.closes('decided_unexecuted_closed')).at('2021-09-03').expectLapse('LIT-06').expectLapse('REC-06', '2021-09-02');
  late.takes('suspendExecution', { remedy: first, suspendedBy: 'court' }, p1).takes('resumeExecution', { remedy: first }, p1).takes('answerReconsideration', { remedy: of(late, 'p2') }, p2).expectDuties('remind', 0).expectDuties('escalate', 0);
  late.at('2021-12-01').takes('remedyQuashed', { remedy: first, judgmentEffectiveOn: '2021-11-30', redoOrdered: true }, p1).takes('remedyWithdrawn', { remedy: of(late, 'p2'), remedyEndedOn: '2021-11-30' }, p2);
  same(late.eventsOf('stepTaken').find((one) => one.step === 'remedyQuashed')?.releases, ['oneLevy'], 'the fact is no longer levied');
  late.closes('decided_unexecuted_closed');
  sued(late, '2021-12-06', p2).expectClock('LIT-06', { status: 'running' }, 'p2').takes('answerSuit', { remedy: of(late, 'p2') }, p2).takes('remedyUpheld', { remedy: of(late, 'p2'), judgmentEffectiveOn: '2021-12-06' }, p2);
});
