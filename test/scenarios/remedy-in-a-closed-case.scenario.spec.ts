/** A case is not closed over a remedy; one brought after the closing is recorded, answered and carried out in the closed case. */
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { same, type Story } from '#cases/testing/story';
import { penaltyReported } from './beginnings.ts';
import { finedAndServed, lastRemedy, reconsidered } from './remedies.ts';

const notPunished = (law: ScenarioLaw): Story => penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-07-21').takes('decideNoPenalty').serves('no-penalty-decision');
const closed = (law: ScenarioLaw): Story => notPunished(law).at('2025-07-28').closes('closedWithoutPenalty');

scenario('no closing over a pending remedy', (law) => {
  const story = reconsidered(notPunished(law)).refused('remedyPending', (it) => it.closes('closedWithoutPenalty')).at('2025-09-22');
  story.takes('remedyUpheld', { remedy: lastRemedy(story), decisionServedOn: '2025-09-22' }).closes('closedWithoutPenalty');
  const overturned = reconsidered(finedAndServed(law)).takes('recordQuashing').refused('remedyPending', (it) => it.closes('closedAfterQuashing'));
  overturned.at('2025-09-22').takes('remedyWithdrawn', { remedy: lastRemedy(overturned), remedyEndedOn: '2025-09-22' }).closes('closedAfterQuashing');
});

scenario('after the closing: reconsidered, answered, upheld, sued, answered, upheld', (law) => {
  const story = reconsidered(closed(law)).expectClock('REC-06', { dueOn: '2025-09-01', status: 'running' }).expectDuties('remind', 1).expectDuties('escalate', 1);
  same(story.tasks(), ['answerReconsideration'], 'tasks of a closed case');
  const first = lastRemedy(story);
  story.at('2025-08-25').takes('extendReconsideration', { remedy: first, extendedUntil: '2025-11-12' }).takes('suspendExecution', { remedy: first }).takes('resumeExecution', { remedy: first });
  story.takes('answerReconsideration', { remedy: first }).expectDuties('remind', 0).at('2025-09-22').takes('remedyUpheld', { remedy: first, decisionServedOn: '2025-09-22' }).expectClock('LIT-02', { status: 'running', dueOn: '2025-10-09' });
  story.at('2025-10-10').expectLapse('LIT-02', '2025-10-09').takes('recordSuit', { remedyAppliedOn: '2025-10-09', remedyAcceptedOn: '2025-10-10', copyReceivedOn: '2025-10-10' }).expectLapse('LIT-02');
  story.at('2025-10-27').expectClock('LIT-06', { dueOn: '2025-10-27', status: 'running' }).takes('answerSuit', { remedy: lastRemedy(story) });
  story.takes('remedyUpheld', { remedy: lastRemedy(story), judgmentEffectiveOn: '2025-10-27' });
  same([story.state.closed !== null, story.tasks()], [true, []], 'the case stays closed');
  for (const step of ['recordQuashing', 'decideAnew', 'takeEvidence']) story.refused('caseClosed', (it) => it.takes(step));
});

scenario('after the closing: varied, settled, found unlawful, withdrawn, not admitted, not told', (law) => {
  for (const [step, facts] of [['remedyUnlawful', { decisionServedOn: '2025-09-22' }], ['remedyConciliated', { remedyEndedOn: '2025-09-22' }], ['remedyWithdrawn', { remedyEndedOn: '2025-09-22' }]] as const) {
    const story = reconsidered(closed(law)).at('2025-09-22');
    story.takes(step, { remedy: lastRemedy(story), ...facts }).expectDuties('remind', 0);
  }
  const quashed = finedAndServed(law).takes('recordQuashing').closes('closedAfterQuashing');
  reconsidered(quashed).at('2025-09-22').takes('remedyVaried', { remedy: lastRemedy(quashed), decisionServedOn: '2025-09-22', variedAmount: '10.00' });
  closed(law).at('2025-08-20').takes('recordNotAdmitted', { remedyAppliedOn: '2025-08-11', remedyRefusedOn: '2025-08-12' }).takes('recordRemedyNotTold', { suitUntoldSince: '2025-07-21' }).expectClock('LIT-01b', { status: 'running' }).takes('tellRemedies', { remediesToldOn: '2025-08-20' });
});

scenario('a publication is withdrawn in a closed case too', (law) => {
  const published = finedAndServed(law).takes('decidePublication').at('2025-08-04').takes('recordPublication').takes('recordQuashing').takes('withdrawPublication').closes('closedAfterQuashing');
  published.refused('notPublished', (it) => it.takes('withdrawPublication'));
});
