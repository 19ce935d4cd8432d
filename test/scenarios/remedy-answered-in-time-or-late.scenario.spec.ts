/** Our duty to answer: ten working days in reconsideration (ten natural days before 2024, five working days in the simple procedure), fifteen natural days in a suit. */
import { settingsWith } from '#cases/testing/county';
import { scenario } from '#cases/testing/scenario';
import { same } from '#cases/testing/story';
import { ENDS_OF_RECONSIDERATION, finedAndServed, lastRemedy, reconsidered, sued } from './remedies.ts';

scenario('a reconsideration is answered on the tenth working day: officer and county are told at once, and again on the days of the county', (law) => {
  const book = law.book({ parameters: settingsWith('administrative-penalty', { remedyAnswerRungs: [3, 7] }) });
  const story = reconsidered(finedAndServed(law, { book })).expectClock('REC-06', { anchorOn: '2025-08-18', dueOn: '2025-09-01', status: 'running' }).expectClock('REC-01', { status: 'ended' }).expectDuties('remind', 1).expectDuties('escalate', 1);
  same(story.tasks().includes('answerReconsideration'), true, 'offered');
  story.at('2025-08-21').expectEvents('rungReached', 1).expectDuties('escalate', 2).at('2025-08-25').expectEvents('rungReached', 2).at('2025-09-01', '23:00');
  const remedy = lastRemedy(story);
  story.refused('noSuitToAnswer', (it) => it.takes('answerSuit', { remedy })).refused('roleMissing', (it) => it.takes('answerReconsideration', { remedy }, { by: 'zhang' }));
  story.takes('answerReconsideration', { remedy }).expectDuties('remind', 0).expectDuties('escalate', 0).refused('nothingToAnswer', (it) => it.takes('answerReconsideration', { remedy }));
  same([story.paper('reconsideration-answer').series, story.paper('reconsideration-evidence').issuedOn, story.tasks().includes('answerReconsideration')], ['复答字', '2025-09-01', false], 'what went out');
  story.at('2025-09-10').expectLapse('REC-06').expectEvents('rungReached', 2);
});

scenario('no answer in the ten working days: the county legal office hears of it, and a late answer is recorded all the same', (law) => {
  const story = reconsidered(finedAndServed(law)).at('2025-09-02').expectLapse('REC-06', '2025-09-01').expectDuties('escalate', 2);
  story.takes('answerReconsideration', { remedy: lastRemedy(story) }).expectLapse('REC-06', '2025-09-01').expectDuties('escalate', 0);
});

scenario('a suit is answered in fifteen natural days, whatever the county has set', (law) => {
  const story = sued(finedAndServed(law)).expectClock('LIT-06', { dueOn: '2025-09-04' }).expectClock('LIT-01', { status: 'ended' });
  same(story.hasClock('answerWatch'), false, 'the days of a county that has set none');
  const remedy = lastRemedy(story);
  same(story.tasks().includes('answerSuit'), true, 'offered');
  story.expectDuties('remind', 1).expectDuties('escalate', 1).refused('nothingToAnswer', (it) => it.takes('answerReconsideration', { remedy })).at('2025-09-04').takes('answerSuit', { remedy }).expectDuties('escalate', 0).at('2025-09-10').expectLapse('LIT-06');
  same([story.paper('suit-answer').series, story.paper('suit-evidence').issuedOn], ['诉答字', '2025-09-04'], 'what went out');
  const late = sued(finedAndServed(law)).at('2025-09-05').expectLapse('LIT-06', '2025-09-04').expectDuties('escalate', 2);
  late.takes('answerSuit', { remedy: lastRemedy(late) }).expectDuties('escalate', 0).refused('noSuitToAnswer', (it) => it.takes('answerSuit', { remedy: lastRemedy(it) }));
});

scenario('the simple procedure leaves five working days, and a later reconsideration changes nothing of an earlier one', (law) => {
  const story = reconsidered(finedAndServed(law), { simpleProcedure: true }).expectClock('REC-06', { dueOn: '2025-08-25' }).expectClock('REC-08', { dueOn: '2025-09-15' });
  story.at('2025-08-20').takes('remedyWithdrawn', { remedy: lastRemedy(story), remedyEndedOn: '2025-08-20' }).at('2025-08-26').expectLapse('REC-06');
  reconsidered(story.at('2025-08-26'), { remedyAppliedOn: '2025-08-18', remedyAcceptedOn: '2025-08-18' });
  same(story.state.steps.filter((one) => one.step === 'recordReconsideration').length, 2, 'both stand');
  const [first, second] = story.eventsOf('stepTaken').filter((one) => one.step === 'recordReconsideration');
  same([first?.facts['simpleProcedure'], second?.facts['simpleProcedure']].map((one) => one?.type === 'boolean' && one.value), [true, false], 'each says its own');
  story.expectClock('REC-06', { dueOn: '2025-09-01' }).at('2025-09-10').expectLapse('REC-06', '2025-09-01').expectLapse('answerWatch');
});

scenario('before 2024 the ten days are natural ones', (law) => {
  const story = finedAndServed(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { remedyAnswerRungs: [3] }) }) });
  // Told of late: the copy came on a Monday of 2023, the tenth natural day is Thursday.
  reconsidered(story, { remedyAppliedOn: '2023-12-01', remedyAcceptedOn: '2023-12-04', copyReceivedOn: '2023-12-11' }).expectClock('REC-06', { dueOn: '2023-12-21', status: 'lapsed' });
  const rolled = reconsidered(finedAndServed(law), { remedyAppliedOn: '2023-12-01', remedyAcceptedOn: '2023-12-04', copyReceivedOn: '2023-12-13' });
  rolled.expectClock('REC-06', { rawOn: '2023-12-23', dueOn: '2023-12-25' });
});

scenario('what ends before it was answered needs no answer any more', (law) => {
  for (const [step, facts] of ENDS_OF_RECONSIDERATION) {
    const story = reconsidered(finedAndServed(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { remedyAnswerRungs: [10] }) }) })).at('2025-08-22');
    const day = 'decisionServedOn' in facts ? { decisionServedOn: '2025-08-22' } : { remedyEndedOn: '2025-08-22' };
    story.takes(step, { remedy: lastRemedy(story), ...facts, ...day }).expectDuties('remind', 0).expectDuties('escalate', 0).refused('nothingToAnswer', (it) => it.takes('answerReconsideration', { remedy: lastRemedy(it) }));
    story.at('2025-09-30').expectLapse('REC-06').expectEvents('rungReached', 0);
    const suit = sued(finedAndServed(law)).at('2025-08-22');
    suit.takes(step, { remedy: lastRemedy(suit), ...facts, ...('decisionServedOn' in facts ? { decisionServedOn: undefined, judgmentEffectiveOn: '2025-08-22' } : day) }).at('2025-09-30').expectLapse('LIT-06');
  }
});
