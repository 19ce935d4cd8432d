/** Quashed or found void: the fine is not owed, one may be imposed anew, and an order to decide anew is kept to its day (Litigation Law art. 70). */
import { settingsWith } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { same, type Story } from '#cases/testing/story';
import { finedAndServed, lastRemedy, reconsidered, sued } from './remedies.ts';
import { penaltyReported } from './beginnings.ts';

const quashed = (law: ScenarioLaw, facts = {}): Story => {
  const story = reconsidered(finedAndServed(law), { remedyAppliedOn: '2025-08-04', remedyAcceptedOn: '2025-08-05', copyReceivedOn: '2025-08-06' });
  return story.at('2025-08-18').takes('remedyQuashed', { remedy: lastRemedy(story), decisionServedOn: '2025-08-18', ...facts });
};

scenario('quashed without more: the fine is not owed, the case is closed as quashed', (law) => {
  const story = quashed(law).expectClock('PEN-09', { status: 'ended' }).expectClock('LIT-01', { status: 'running' }).expectDuties('remind', 0);
  same(story.eventsOf('stepTaken').at(-1)?.releases, ['oneFine'], 'the act may be fined anew');
  same(story.hasClock('RED-01'), false, 'no day to decide anew');
  story.closes('closedAfterQuashing');
});

scenario('quashed with the order to decide anew: not closed as quashed, decided anew by its day', (law) => {
  const story = quashed(law, { redoOrdered: true, redoDueOn: '2025-10-31' }).expectClock('RED-01', { dueOn: '2025-10-31', status: 'running' }).expectDuties('remind', 1);
  story.refused('redoOwed', (it) => it.closes('closedAfterQuashing')).at('2025-08-25').takes('decideAnew').expectPhase('investigation').expectDuties('remind', 0);
  story.takes('takeEvidence').takes('reportInvestigation').takes('issueNotice', { intendedFine: '2000.00' }).serves('penalty-notice').takes('waiveStatement').takes('waiveHearing').takes('decidePenalty', { fine: '2000.00' }).expectClock('RED-01', { status: 'ended' });
  // Quashed once more, this time without an order: nothing of the first one stands in the way.
  story.serves('penalty-decision').takes('recordQuashing').closes('closedAfterQuashing');
});

scenario('ordered to decide anew, and the day passes', (law) => {
  quashed(law, { redoOrdered: true, redoDueOn: '2025-09-30' }).at('2025-10-09').expectLapse('RED-01', '2025-09-30').expectDuties('escalate', 1);
});

scenario('a day to decide anew without the order is refused; a decision that stands is neither closed as quashed nor decided anew', (law) => {
  const story = sued(finedAndServed(law)).at('2025-12-01');
  const remedy = lastRemedy(story);
  const told = { remedy, judgmentEffectiveOn: '2025-11-28' };
  story.refused('redoNotOrdered', (it) => it.takes('remedyQuashed', { ...told, redoDueOn: '2026-01-30' })).refused('decisionStands', (it) => it.takes('decideAnew')).refused(['remedyPending', 'decisionNotQuashed'], (it) => it.closes('closedAfterQuashing'));
  story.refused('judgmentDayMissing', (it) => it.takes('remedyQuashed', { remedy })).refused('remedyDatesOutOfOrder', (it) => it.takes('remedyQuashed', { remedy, judgmentEffectiveOn: '2025-12-02' }));
  story.takes('remedyQuashed', { ...told, quashOutcome: 'void' }).refused('remedyNotPending', (it) => it.takes('remedyQuashed', told)).closes('closedAfterQuashing');
  const other = reconsidered(finedAndServed(law)).at('2025-09-22');
  other.refused('decisionServiceMissing', (it) => it.takes('remedyQuashed', { remedy: lastRemedy(it) }));
  other.takes('remedyUnlawful', { remedy: lastRemedy(other), decisionServedOn: '2025-09-22' }).refused('decisionNotQuashed', (it) => it.closes('closedAfterQuashing'));
});

scenario('closed without a penalty, quashed by the court, and taken up again by its day', (law) => {
  const story = penaltyReported(law, { book: law.book({ parameters: settingsWith('administrative-penalty', { remedyAnswerRungs: [5] }) }) }, { reportedProposal: 'noPenalty' }).at('2025-07-21').takes('decideNoPenalty').serves('no-penalty-decision').at('2025-07-28').closes('closedWithoutPenalty');
  sued(story).expectClock('LIT-06', { status: 'running', dueOn: '2025-09-04' }).at('2025-08-26').expectEvents('rungReached', 1).expectDuties('escalate', 2);
  const remedy = lastRemedy(story);
  story.takes('answerSuit', { remedy }).expectDuties('escalate', 0).at('2025-11-03').takes('remedyQuashed', { remedy, judgmentEffectiveOn: '2025-10-31', redoOrdered: true, redoDueOn: '2025-12-31' });
  story.expectClock('RED-01', { status: 'running', dueOn: '2025-12-31' }).expectDuties('remind', 1).refused('caseClosed', (it) => it.takes('takeEvidence'));
  story.at('2025-11-10').reopens('decisionQuashed').expectPhase('investigation').expectDuties('remind', 0);
});
