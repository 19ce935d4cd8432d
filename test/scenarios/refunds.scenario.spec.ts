/** Money that goes back: never more than lies in suspense, each refund once, and not any more where the money was taken back meanwhile. */
import { actor } from '#cases/testing/county';
import { same } from '#cases/testing/story';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import type { Story } from '#cases/testing/story';
import { feeDecided, penaltyDecided } from './beginnings.ts';
import { finedAndServed, lastRemedy, reconsidered } from './remedies.ts';

const FIRST = '10000000-0000-4000-8000-000000000001';
const SECOND = '10000000-0000-4000-8000-000000000002';

/** 32,313.00 are owed and paid twice, on 2018-04-10 and 2018-04-12. */
const paidTwice = (law: ScenarioLaw): Story => feeDecided(law).at('2018-03-22').serves('levy-decision', {}, { party: 'p1' })
  .at('2018-04-10').receives('fee', '32313.00', { receiptId: 'A' }).at('2018-04-12').receives('fee', '32313.00', { receiptId: 'B' });
const refundsOf = (story: Story): [string, string, string][] => (story.state.money?.refunds ?? []).map(({ fen, ground, status }) => [fen, ground, status]);

scenario('what was paid twice goes back once, in parts, and never more than lies in suspense', (law) => {
  const story = paidTwice(law).refused('aboveRefundable', (it) => it.refunds(FIRST, 'fee', '32313.01')).refused('amountNotPositive', (it) => it.refunds(FIRST, 'fee', '0.00')).refused('payByPast', (it) => it.refunds(FIRST, 'fee', '1.00', { payBy: '2018-04-11' }));
  story.refused('debtUnknown', (it) => it.refunds(FIRST, 'fine', '1.00')).refused('refundNeedsTwo', (it) => it.refunds(FIRST, 'fee', '1.00', { who: actor('zhang') }));
  story.refunds(FIRST, 'fee', '30000.00').refunds(FIRST, 'fee', '30000.00').expectEvents('refundOrdered', 1).refused('aboveRefundable', (it) => it.refunds(SECOND, 'fee', '2313.01')).refunds(SECOND, 'fee', '2313.00');
  same(story.owed('fee'), { balance: '0.00', surcharge: '0.00', suspense: '0.00', paidInFullOn: '2018-04-10', inDefaultSince: null }, 'ordered back');
  same(refundsOf(story), [['3000000', 'overpaid', 'ordered'], ['231300', 'overpaid', 'ordered']], 'refunds');
});

scenario('the treasury pays with its own day, once, and what does not arrive lies in suspense and may be ordered again', (law) => {
  const story = paidTwice(law).refunds(FIRST, 'fee', '32313.00').at('2018-04-16');
  story.refused('refundOutOfTime', (it) => it.refundSettled('payRefund', FIRST, { on: '2018-04-11' })).refused('refundOutOfTime', (it) => it.refundSettled('payRefund', FIRST, { on: '2018-04-17' })).refused('refundUnknown', (it) => it.refundSettled('payRefund', SECOND));
  story.refused('refundNeedsTwo', (it) => it.refundSettled('payRefund', FIRST, { who: actor('zhang') })).refundSettled('payRefund', FIRST, { on: '2018-04-15' }).refundSettled('payRefund', FIRST).expectEvents('refundPaid', 1);
  story.refused('refundOutOfTime', (it) => it.refundSettled('returnRefund', FIRST, { on: '2018-04-14' })).refused('refundUnknown', (it) => it.refundSettled('returnRefund', SECOND)).refused('refundNeedsTwo', (it) => it.refundSettled('returnRefund', FIRST, { who: actor('zhang') }));
  story.refundSettled('returnRefund', FIRST).refundSettled('returnRefund', FIRST).expectEvents('refundReturned', 1).refused('refundReturned', (it) => it.refundSettled('payRefund', FIRST));
  same([story.owed('fee')?.suspense, story.owed('fee')?.balance], ['32313.00', '0.00'], 'in suspense again');
  story.refunds(SECOND, 'fee', '32313.00').refundSettled('payRefund', SECOND);
  same(refundsOf(story), [['3231300', 'overpaid', 'returned'], ['3231300', 'overpaid', 'paid']], 'refunds');
});

scenario('what was paid on a fine that is quashed goes back, also while it is decided anew', (law) => {
  const story = finedAndServed(law).at('2025-08-10').receives('fine', '3000.00', { receiptId: 'A' }).at('2025-09-01').takes('recordQuashing');
  same([story.owed('fine')?.suspense, story.owed('fine')?.balance], ['3000.00', '0.00'], 'in suspense');
  story.takes('decideAnew', { redoDueOn: '2025-11-01' });
  same([story.owed('fine')?.suspense, story.owed('fine')?.balance], ['3000.00', '0.00'], 'still, while there is no fine');
  story.refunds(FIRST, 'fine', '3000.00').refundSettled('payRefund', FIRST);
  same(story.owed('fine')?.suspense, '0.00', 'gone back');
});

scenario('a receipt taken back after the order stops its payment, until the order is given up', (law) => {
  const story = paidTwice(law).refunds(FIRST, 'fee', '32313.00').at('2018-04-13').takesBack('B').refused('noLongerRefundable', (it) => it.refundSettled('payRefund', FIRST));
  story.refundSettled('returnRefund', FIRST);
  same([story.owed('fee')?.suspense, story.owed('fee')?.balance], ['0.00', '0.00'], 'nothing to give back');
  story.refused('aboveRefundable', (it) => it.refunds(SECOND, 'fee', '0.01'));
});

scenario('a receipt reported late, and a correction of an earlier one, leave what went out covered or refused', (law) => {
  const late = paidTwice(law).refunds(FIRST, 'fee', '32313.00').at('2018-04-16').receives('fee', '100.00', { receiptId: 'C', on: '2018-04-09' });
  late.refundSettled('payRefund', FIRST);
  same([late.owed('fee')?.suspense, late.owed('fee')?.balance], ['100.00', '0.00'], 'the late one is refundable too');
  paidTwice(law).refunds(FIRST, 'fee', '32313.00').at('2018-04-16').takesBack('A', { on: '2018-04-10', wrongMatch: true }).refused('noLongerRefundable', (it) => it.refundSettled('payRefund', FIRST));
});

scenario('what a quashed decision had brought goes back whole, what a varied one has over goes back', (law) => {
  const quashed = penaltyDecided(law).at('2025-09-20').serves('penalty-decision').at('2025-09-25');
  const fine = quashed.owed('fine')?.balance ?? '';
  quashed.receives('fine', fine).refused('aboveRefundable', (it) => it.refunds(FIRST, 'fine', '0.01')).at('2025-10-20').takes('recordQuashing').refunds(FIRST, 'fine', fine).refundSettled('payRefund', FIRST);
  same([refundsOf(quashed).map(([, ground, status]) => [ground, status]), quashed.owed('fine')?.suspense], [[['quashed', 'paid']], '0.00'], 'quashed');
  const varied = reconsidered(finedAndServed(law).at('2025-08-05').receives('fine', '3000.00')).at('2025-09-22');
  varied.takes('remedyConciliated', { remedy: lastRemedy(varied), remedyEndedOn: '2025-09-22', variedAmount: '1500.00' }).refunds(FIRST, 'fine', '1500.00');
  same(refundsOf(varied), [['150000', 'varied', 'ordered']], 'varied');
});

scenario('after the repeal of the fee what was paid in time is kept, and only what was over goes back', (law) => {
  const story = paidTwice(law).at('2021-08-23').refused('aboveRefundable', (it) => it.refunds(FIRST, 'fee', '32313.01')).refunds(FIRST, 'fee', '32313.00').refundSettled('payRefund', FIRST);
  same([story.owed('fee')?.suspense, refundsOf(story)[0]?.[2]], ['0.00', 'paid'], 'executed after the end');
});
