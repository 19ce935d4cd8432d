/** What a remedy against a levy refuses, what it suspends and resumes, in an open case and in one that is closed. */
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import type { PlainFacts } from '#cases/testing/facts';
import { same, type Story } from '#cases/testing/story';
import { feeDecided, feeNoticed, feeReported } from './beginnings.ts';

const p1 = { party: 'p1' };
const DAY = '2018-04-10';
const NEXT = '2018-04-11';
const served = (law: ScenarioLaw): Story => feeDecided(law).at('2018-03-22').serves('levy-decision', {}, p1).serves('levy-decision', {}, { party: 'p2' });
const brought = (story: Story, step: 'recordReconsideration' | 'recordSuit', day = DAY, party = 'p1'): number => story.at(day).takes(step, { remedyAppliedOn: day, remedyAcceptedOn: day, copyReceivedOn: day }, { party }).seqOf(step);
const DECIDED: readonly (readonly [string, PlainFacts])[] = [['remedyUpheld', {}], ['remedyVaried', { variedAmount: '10.00' }], ['remedyQuashed', {}], ['remedyUnlawful', {}]];
const ENDED = ['remedyConciliated', 'remedyWithdrawn'] as const;

for (const [step, facts] of DECIDED) {
  scenario(`a levy, ${step}: with the day of its kind, in its order, once`, (law) => {
    const story = served(law);
    const remedy = brought(story, 'recordReconsideration');
    story.refused('decisionServiceMissing', (it) => it.takes(step, { remedy, ...facts }, p1)).refused('remedyDatesOutOfOrder', (it) => it.takes(step, { remedy, decisionServedOn: NEXT, ...facts }, p1));
    story.takes('suspendExecution', { remedy }, p1).takes(step, { remedy, decisionServedOn: DAY, ...facts }, p1).refused('executionNotSuspended', (it) => it.takes('resumeExecution', { remedy }, p1)).refused('remedyNotPending', (it) => it.takes(step, { remedy, decisionServedOn: DAY, ...facts }, p1));
    const suit = brought(story, 'recordSuit');
    story.refused('judgmentDayMissing', (it) => it.takes(step, { remedy: suit, ...facts }, p1)).refused('remedyDatesOutOfOrder', (it) => it.takes(step, { remedy: suit, judgmentEffectiveOn: NEXT, ...facts }, p1));
    story.takes(step, { remedy: suit, judgmentEffectiveOn: DAY, ...facts }, p1);
  });
}

for (const step of ENDED) {
  scenario(`a levy, ${step}: not after the day of recording, once`, (law) => {
    const story = served(law);
    const remedy = brought(story, 'recordReconsideration');
    story.refused('remedyDatesOutOfOrder', (it) => it.takes(step, { remedy, remedyEndedOn: NEXT }, p1)).takes('suspendExecution', { remedy }, p1).takes(step, { remedy, remedyEndedOn: DAY }, p1);
    story.refused('remedyNotPending', (it) => it.takes(step, { remedy, remedyEndedOn: DAY }, p1)).refused('executionNotSuspended', (it) => it.takes('resumeExecution', { remedy }, p1));
  });
}

scenario('an amount of the levy is varied to less, never to nothing, and not where none was set', (law) => {
  const story = served(law);
  const remedy = brought(story, 'recordReconsideration');
  const varied = (variedAmount: string): PlainFacts => ({ remedy, decisionServedOn: DAY, variedAmount });
  story.refused('variedForTheWorse', (it) => it.takes('remedyVaried', varied('900000.00'), p1)).refused('variedToNothing', (it) => it.takes('remedyVaried', varied('0.00'), p1));
  const undecided = feeReported(law).at(DAY);
  undecided.refused(['stepReferredToUnknown', 'remedyNotPending', 'nothingToVary'], (it) => it.takes('remedyVaried', { remedy: 1, decisionServedOn: DAY, variedAmount: '10.00' }, p1));
  undecided.refused(['stepReferredToUnknown', 'remedyNotPending', 'nothingToVary'], (it) => it.takes('remedyConciliated', { remedy: 1, remedyEndedOn: DAY, variedAmount: '10.00' }, p1));
});

scenario('a levy quashed with the order to decide anew reminds the head', (law) => {
  const story = served(law);
  story.takes('remedyQuashed', { remedy: brought(story, 'recordReconsideration'), decisionServedOn: DAY, redoOrdered: true }, p1).expectClock('SMF-01', { status: 'ended' }, 'p1').expectClock('SMF-01', { status: 'running' }, 'p2');
  same(story.duties('remind').map((one) => one.to), ['head'], 'who is reminded');
});

scenario('in a closed case every end of a remedy is recorded', (law) => {
  const closed = (): Story => {
    const late = feeNoticed(law, { on: '2021-06-01', facts: { childBornOn: '2020-11-02' } }, '2021-06-10', { baseYear: 2020 });
    for (const party of ['p1', 'p2']) late.serves('levy-notice', {}, { party }).takes('recordStatement', {}, { party }).takes('decideLevy', {}, { party }).serves('levy-decision', {}, { party });
    return late.at('2021-08-25').closes('decided_unexecuted_closed');
  };
  for (const [step, facts] of DECIDED) { const story = closed(); story.takes(step, { remedy: brought(story, 'recordReconsideration', '2021-08-26'), decisionServedOn: '2021-08-26', ...facts }, p1); }
  for (const step of ENDED) { const story = closed(); story.takes(step, { remedy: brought(story, 'recordReconsideration', '2021-08-26'), remedyEndedOn: '2021-08-26' }, p1); }
});
