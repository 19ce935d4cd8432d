/** What is recorded of a remedy against a levy: decided first, before the right body, one at a time, with days in their order. */
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import type { PlainFacts } from '#cases/testing/facts';
import type { Story } from '#cases/testing/story';
import { feeDecided, feeReported } from './beginnings.ts';

const p1 = { party: 'p1' };
const DAY = '2018-04-10';
const NEXT = '2018-04-11';
const served = (law: ScenarioLaw): Story => feeDecided(law).at('2018-03-22').serves('levy-decision', {}, p1).serves('levy-decision', {}, { party: 'p2' });
const days = (day: string): PlainFacts => ({ remedyAppliedOn: day, remedyAcceptedOn: day, copyReceivedOn: day });
const BROUGHT = ['recordReconsideration', 'recordSuit'] as const;
const lastRemedy = (story: Story): number => story.state.steps.findLast(({ step }) => step === 'recordReconsideration' || step === 'recordSuit')?.seq ?? 0;

scenario('no remedy against a levy is recorded before one is decided', (law) => {
  const early = feeReported(law).at(DAY);
  for (const step of BROUGHT) early.refused('nothingDecided', (it) => it.takes(step, days(DAY), p1));
  early.refused('nothingDecided', (it) => it.takes('recordNotAdmitted', { remedyAppliedOn: DAY, remedyRefusedOn: DAY }, p1));
  early.refused('nothingDecided', (it) => it.takes('recordRemedyNotTold', { suitUntoldSince: '2018-03-22' }, p1));
});

scenario('days of a remedy against a levy stand in their order, none after the day of recording', (law) => {
  for (const step of BROUGHT) {
    for (const wrong of [{ remedyAcceptedOn: '2018-04-05' }, { copyReceivedOn: '2018-04-05' }, { copyReceivedOn: NEXT }]) served(law).at(DAY).refused('remedyDatesOutOfOrder', (it) => it.takes(step, { ...days('2018-04-06'), ...wrong }, p1));
  }
  const story = served(law).at(DAY);
  story.refused('remedyDatesOutOfOrder', (it) => it.takes('recordNotAdmitted', { remedyAppliedOn: DAY, remedyRefusedOn: '2018-04-09' }, p1)).refused('remedyDatesOutOfOrder', (it) => it.takes('recordNotAdmitted', { remedyAppliedOn: DAY, remedyRefusedOn: NEXT }, p1));
  story.takes('recordNotAdmitted', { remedyAppliedOn: '2018-04-09', remedyRefusedOn: DAY }, p1).expectClock('REC-01', { status: 'running' }, 'p1');
});

scenario('a levy goes before one body at a time; the court after a reconsideration whose period is over', (law) => {
  const sued = served(law).at(DAY).takes('recordSuit', days(DAY), p1);
  sued.refused('suitPending', (it) => it.takes('recordReconsideration', days(DAY), p1));
  sued.takes('remedyWithdrawn', { remedy: lastRemedy(sued), remedyEndedOn: DAY }, p1).takes('recordReconsideration', days(DAY), p1);
  sued.refused('reconsiderationPending', (it) => it.takes('recordSuit', days(DAY), p1)).at('2018-06-12').expectLapse('REC-08', '2018-06-11').takes('recordSuit', days('2018-06-12'), p1);
});

scenario('since 2024 the higher department is asked no more, of a levy neither', (law) => {
  const story = served(law).at('2024-01-03');
  story.refused('wrongReconsiderationBody', (it) => it.takes('recordReconsideration', { ...days('2024-01-02'), reconsiderationBodyKind: 'higherDepartment' }, p1));
  story.takes('recordReconsideration', { ...days('2024-01-02'), remedyAppliedOn: '2023-12-29', reconsiderationBodyKind: 'higherDepartment' }, p1);
});

scenario('what was not told of the remedies against a levy is named, from the day since which the law knows it', (law) => {
  const story = served(law).at(DAY).refused('nothingUntold', (it) => it.takes('recordRemedyNotTold', {}, p1));
  story.refused('stretchNotInForce', (it) => it.takes('recordRemedyNotTold', { reconsiderationUntoldSince: '2018-03-22' }, p1)).refused('suitStretchNotInForce', (it) => it.takes('recordRemedyNotTold', { suitUntoldSince: '2018-02-07' }, p1));
  story.refused('remedyDatesOutOfOrder', (it) => it.takes('recordRemedyNotTold', { suitUntoldSince: NEXT }, p1));
  story.takes('recordRemedyNotTold', { suitUntoldSince: '2018-03-22' }, p1).expectClock('LIT-01b', { dueOn: '2019-03-22', status: 'running' }, 'p1').refused('remedyDatesOutOfOrder', (it) => it.takes('tellRemedies', { remediesToldOn: NEXT }, p1));
  const later = served(law).at('2024-01-10');
  later.refused('remedyDatesOutOfOrder', (it) => it.takes('recordRemedyNotTold', { reconsiderationUntoldSince: '2024-01-11' }, p1)).takes('recordRemedyNotTold', { reconsiderationUntoldSince: '2024-01-02' }, p1);
});
