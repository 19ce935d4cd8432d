/** A remedy does not stop the decision (Penalty Law art. 73(1)); where execution is suspended, the time to pay stands still until it goes on or the remedy ends. */
import { balanceOf, caseMoney } from '#cases';
import { legalDate } from '#law';
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

scenario('while execution is suspended the fine stays owed and nothing accrues; a receipt pays it and is taken back; then the period runs on', (law) => {
  const story = asked(law).at('2025-08-08');
  const remedy = lastRemedy(story);
  const fine = story.owed('fine')?.balance ?? '';
  story.takes('suspendExecution', { remedy }).at('2025-08-19');
  const debt = () => caseMoney(story.state, story.now, story.book).debts[0];
  same([story.owed('fine'), debt()?.terms.dueDate, debt()?.terms.standsSince], [{ balance: fine, surcharge: '0.00', suspense: '0.00', paidInFullOn: null, inDefaultSince: null }, null, '2025-08-08'], 'while it stands');
  const said = balanceOf(caseMoney(story.state, story.now, story.book), 'fine', 'p1', legalDate('2025-08-19'))?.lines.find(({ code }) => code === 'due');
  same([said?.on, said?.zh.includes('自2025-08-08起中止执行')], ['2025-08-08', true], 'the reason');
  story.receives('fine', '100.00', { receiptId: 'R1' }).takesBack('R1');
  same(story.owed('fine')?.balance, fine, 'after the receipt and its reversal');
  story.at('2025-08-20').takes('resumeExecution', { remedy });
  same(debt()?.terms.dueDate, '2025-08-29', 'the last day as it runs on');
  story.at('2025-08-30');
  same(story.owed('fine')?.inDefaultSince, '2025-08-30', 'default');
});
