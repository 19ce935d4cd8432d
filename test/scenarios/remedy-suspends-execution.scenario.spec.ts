/** A remedy does not stop the decision (Penalty Law art. 73(1)); where execution is suspended, the time to pay stands still until it goes on or the remedy ends. */
import { scenario } from '#cases/testing/scenario';
import { same } from '#cases/testing/story';
import { ENDS_OF_RECONSIDERATION, finedAndServed, lastRemedy, reconsidered } from './remedies.ts';

/** Asked for on the day after service, so that the fifteen days to pay (to 2025-08-18) still run. */
const early = { remedyAppliedOn: '2025-08-02', remedyAcceptedOn: '2025-08-04', copyReceivedOn: '2025-08-06' };
const asked = (law: Parameters<typeof finedAndServed>[0]) => finedAndServed(law).at('2025-08-06').takes('recordReconsideration', early);

scenario('without an order to suspend the fifteen days to pay run on', (law) => {
  asked(law).expectClock('PEN-09', { dueOn: '2025-08-18', status: 'running' }).at('2025-08-19').expectLapse('PEN-09', '2025-08-18');
});

scenario('suspended on 2025-08-08 and resumed on 2025-08-20: the days between are not counted', (law) => {
  const story = asked(law).at('2025-08-08');
  const remedy = lastRemedy(story);
  story.refused('executionNotSuspended', (it) => it.takes('resumeExecution', { remedy })).takes('suspendExecution', { remedy }).expectClock('PEN-09', { status: 'suspended' }).refused('executionSuspended', (it) => it.takes('suspendExecution', { remedy }));
  story.at('2025-08-20').expectLapse('PEN-09').takes('resumeExecution', { remedy }).expectClock('PEN-09', { status: 'running', dueOn: '2025-08-29' });
  story.takes('remedyWithdrawn', { remedy, remedyEndedOn: '2025-08-20' }).refused('remedyNotPending', (it) => it.takes('suspendExecution', { remedy }));
});

scenario('suspended after the fifteen days: what has lapsed has lapsed', (law) => {
  const story = reconsidered(finedAndServed(law)).at('2025-08-25').expectLapse('PEN-09', '2025-08-18');
  story.takes('suspendExecution', { remedy: lastRemedy(story), suspendedBy: 'ownOffice' }).expectLapse('PEN-09', '2025-08-18').at('2025-09-22').takes('remedyUpheld', { remedy: lastRemedy(story), decisionServedOn: '2025-09-22' }).expectLapse('PEN-09', '2025-08-18');
});

scenario('whatever ends the remedy ends the suspension', (law) => {
  for (const [step, facts] of ENDS_OF_RECONSIDERATION) {
    const story = asked(law).at('2025-08-08').takes('suspendExecution', { remedy: lastRemedy(asked(law)) }).at('2025-09-22').takes(step, { remedy: lastRemedy(asked(law)), ...facts });
    same([step, story.state.suspensions.map((one) => [one.from, one.to])], [step, [['2025-08-08', '2025-09-22']]], 'suspension');
    story.refused('executionNotSuspended', (it) => it.takes('resumeExecution', { remedy: lastRemedy(it) }));
  }
});
