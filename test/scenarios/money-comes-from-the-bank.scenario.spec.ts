/**
 * What a served decision makes a party owe, and what the bank reports of it: booked once with its value date, refused
 * before a served decision and from the first refused day of the fee, in suspense where it is too much, owed again where
 * the bank takes it back. Figures by hand.
 */
import { actor } from '#cases/testing/county';
import { same } from '#cases/testing/story';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import type { Story } from '#cases/testing/story';
import { feeDecided, penaltyDecided } from './beginnings.ts';
import { finedAndServed, lastRemedy, reconsidered } from './remedies.ts';

/** Each parent owes 32,313.00 (10,771 x 3). p1 is served on 2018-03-22 and pays by 2018-04-23; p2 on 2018-04-03, by 2018-05-03. */
const served = (law: ScenarioLaw): Story => feeDecided(law).at('2018-03-22').serves('levy-decision', {}, { party: 'p1' }).at('2018-04-03').serves('levy-decision', {}, { party: 'p2' });

scenario('two parents owe 64,626.00 together, and each own debt is paid and its clock stopped by itself', (law) => {
  const story = served(law);
  same([story.owed('fee', 'p1')?.balance, story.owed('fee', 'p2')?.balance], ['32313.00', '32313.00'], 'owed');
  story.at('2018-04-20').receives('fee', '32313.00', { party: 'p1', on: '2018-04-19' }).expectEvents('paymentBooked', 1).expectClock('SMF-01', { status: 'ended' }, 'p1').expectClock('SMF-01', { status: 'running' }, 'p2');
  same(story.owed('fee', 'p1'), { balance: '0.00', surcharge: '0.00', suspense: '0.00', paidInFullOn: '2018-04-19', inDefaultSince: null }, 'p1');
  // 32,313.00 x 0.002 x 2 = 129.252 on 2018-07-03, two whole months after 2018-05-03.
  story.at('2018-07-03').expectLapse('SMF-01', '2018-05-03');
  same(story.owed('fee', 'p2'), { balance: '32442.25', surcharge: '129.25', suspense: '0.00', paidInFullOn: null, inDefaultSince: '2018-05-04' }, 'p2');
  story.receives('fee', '32442.25', { party: 'p2' });
  same(story.owed('fee', 'p2')?.paidInFullOn, '2018-07-03', 'paid');
});

scenario('money is not a fee before the decision was served, nor from the first refused day on', (law) => {
  const story = feeDecided(law).at('2018-03-22').refused('noServedDecision', (it) => it.receives('fee', '100.00'));
  story.serves('levy-decision', {}, { party: 'p1' });
  const [early] = story.refusal('noServedDecision', (it) => it.receives('fee', '100.00', { on: '2018-03-21' }));
  same(early?.earliest, '2018-03-22', 'earliest');
  story.refused('noServedDecision', (it) => it.receives('fee', '100.00', { party: 'p2' })).receives('fee', '100.00', { on: '2018-03-22' });
  story.at('2021-08-20').refused('moneyAfterTheEnd', (it) => it.receives('fee', '100.00'));
  // Reported after the end, but paid before it.
  story.receives('fee', '200.00', { on: '2021-08-19' }).expectEvents('paymentBooked', 2);
  same([story.owed('fee', 'p1', '2021-08-19')?.balance !== '0.00', story.owed('fee')?.balance], [true, '0.00'], 'no longer collected');
  story.refused('partlyExecuted', (it) => it.closes('decided_unexecuted_closed')).closes('partly_executed_frozen').receives('fee', '1.00', { on: '2021-08-18' }).expectEvents('paymentBooked', 3);
});

scenario('a receipt is booked once, from the bank alone, and only for a debt that there is', (law) => {
  const story = served(law).receives('fee', '313.00', { receiptId: 'A' }).receives('fee', '313.00', { receiptId: 'A' }).expectEvents('paymentBooked', 1);
  same(story.owed('fee')?.balance, '32000.00', 'once');
  story.refused('moneyComesFromTheBank', (it) => it.receives('fee', '1.00', { who: actor('zhang') })).refused('moneyComesFromTheBank', (it) => it.takesBack('A', { who: actor('zhang') }));
  story.refused('debtUnknown', (it) => it.receives('fine', '1.00')).refused('debtUnknown', (it) => it.receives('fee', '1.00', { party: 'p3' }));
  story.refused('amountNotPositive', (it) => it.receives('fee', '0.00')).refused('amountNotPositive', (it) => it.receives('fee', '-1.00')).refused('valueDateInFuture', (it) => it.receives('fee', '1.00', { on: '2018-04-04' }));
});

scenario('what is too much lies in suspense, somebody is told, and pays the debt when the bank takes the first receipt back', (law) => {
  const story = served(law).at('2018-04-10').receives('fee', '32313.00', { receiptId: 'A' }).expectDuties('remind', 0).at('2018-04-12').receives('fee', '32313.00', { receiptId: 'B' }).expectDuties('remind', 1);
  same(story.owed('fee'), { balance: '0.00', surcharge: '0.00', suspense: '32313.00', paidInFullOn: '2018-04-10', inDefaultSince: null }, 'twice');
  story.at('2018-04-16').takesBack('A', { on: '2018-04-14' });
  same(story.owed('fee'), { balance: '0.00', surcharge: '0.00', suspense: '0.00', paidInFullOn: '2018-04-10', inDefaultSince: null }, 'the second pays');
  story.takesBack('A').expectEvents('paymentReversed', 1).refused('receiptUnknown', (it) => it.takesBack('C')).refused('reversalOutOfTime', (it) => it.takesBack('B', { on: '2018-04-11' })).refused('reversalOutOfTime', (it) => it.takesBack('B', { on: '2018-04-17' }));
});

scenario('a reversal by the bank lets the period to pay lapse after all, and a payment reported late withdraws a lapse', (law) => {
  const story = served(law).at('2018-04-20').receives('fee', '32313.00', { receiptId: 'A' }).at('2018-04-25').expectLapse('SMF-01').takesBack('A').expectLapse('SMF-01', '2018-04-23');
  same(story.owed('fee')?.balance, '32313.00', 'owed again');
  story.receives('fee', '32313.00', { on: '2018-04-23', receiptId: 'B' }).expectLapse('SMF-01');
  same([story.owed('fee')?.balance, story.owed('fee')?.paidInFullOn], ['0.00', '2018-04-20'], 'A paid until B did');
});

scenario('the additional fine runs at 3 % a day from the day after the period to pay and is part of what is owed', (law) => {
  const story = penaltyDecided(law).at('2025-09-20').serves('penalty-decision').expectClock('PEN-09', { dueOn: '2025-10-09' });
  const fine = Number(story.owed('fine')?.balance);
  story.at('2025-10-11');
  same(story.owed('fine'), { balance: (fine * 1.06).toFixed(2), surcharge: (fine * 0.06).toFixed(2), suspense: '0.00', paidInFullOn: null, inDefaultSince: '2025-10-10' }, 'two days');
  story.at('2025-11-12');
  same(story.owed('fine')?.surcharge, fine.toFixed(2), 'cap on day 34');
  story.receives('fine', (fine * 2).toFixed(2)).expectClock('PEN-09', { status: 'lapsed' });
  same(story.owed('fine')?.paidInFullOn, '2025-11-12', 'paid');
});

scenario('a decision that was quashed leaves nothing owed and what was paid in suspense', (law) => {
  const story = penaltyDecided(law).at('2025-09-20').serves('penalty-decision').at('2025-09-25');
  const fine = story.owed('fine')?.balance ?? '';
  story.receives('fine', fine).at('2025-10-20').takes('recordQuashing');
  same(story.owed('fine'), { balance: '0.00', surcharge: '0.00', suspense: fine, paidInFullOn: null, inDefaultSince: null }, 'quashed');
  story.refused('noServedDecision', (it) => it.receives('fine', '1.00'));
});

scenario('days of a remedy are left out of the additional fine, and what it varied stands from the beginning', (law) => {
  const story = finedAndServed(law);
  const due = story.clock('PEN-09').dueOn ?? '';
  const fine = Number(story.owed('fine')?.balance);
  reconsidered(story).at('2025-09-22');
  const asked = story.eventsOf('stepTaken').findLast(({ step }) => step === 'recordReconsideration')?.facts['remedyAppliedOn'];
  const from = asked?.type === 'date' ? asked.value : '';
  const days = Math.max(0, (Date.parse(from) - Date.parse(due)) / 86_400_000 - 1);
  same(story.owed('fine')?.surcharge, (fine * 0.03 * days).toFixed(2), 'only the days before the application');
  story.takes('remedyConciliated', { remedy: lastRemedy(story), remedyEndedOn: '2025-09-22', variedAmount: '1500.00' });
  same(story.owed('fine')?.balance, (1500 * (1 + 0.03 * days)).toFixed(2), 'varied');
  story.at('2025-09-24');
  same(story.owed('fine')?.surcharge, (1500 * 0.03 * (days + 2)).toFixed(2), 'runs on');
});

scenario('a levy that was quashed for one parent leaves the debt of the other as it is', (law) => {
  const story = served(law).at('2018-04-10').receives('fee', '32313.00', { party: 'p1' });
  story.takes('recordReconsideration', { remedyAppliedOn: '2018-04-09', remedyAcceptedOn: '2018-04-10', copyReceivedOn: '2018-04-10' }, { party: 'p1' }).at('2018-05-02');
  story.takes('remedyQuashed', { remedy: story.seqOf('recordReconsideration'), decisionServedOn: '2018-05-02' }, { party: 'p1' });
  same([story.owed('fee', 'p1')?.balance, story.owed('fee', 'p1')?.suspense, story.owed('fee', 'p2')?.balance], ['0.00', '32313.00', '32313.00'], 'each own debt');
});

scenario('a receipt that was matched wrongly counts as never booked, and may be booked anew only where it was matched anew', (law) => {
  // 32,313.00 falls due on 2018-04-23.
  const story = served(law).at('2018-04-20').receives('fee', '32313.00', { receiptId: 'A' });
  story.refused('reversalOutOfTime', (it) => it.takesBack('A', { on: '2018-04-21', wrongMatch: true })).at('2018-04-26').refused('reversalOutOfTime', (it) => it.takesBack('A', { wrongMatch: true }));
  story.takesBack('A', { on: '2018-04-20', wrongMatch: true }).expectEvents('paymentReversed', 1).expectLapse('SMF-01', '2018-04-23').takesBack('A', { on: '2018-04-20', wrongMatch: true }).expectEvents('paymentReversed', 1);
  same([story.owed('fee')?.balance, story.owed('fee', 'p1', '2018-04-21')?.balance], ['32313.00', '32313.00'], 'as if it had never come');
  // Told again by the bank it changes nothing; matched here again it pays from its own day.
  story.receives('fee', '32313.00', { receiptId: 'A', on: '2018-04-20' }).expectEvents('paymentBooked', 1).receives('fee', '32313.00', { receiptId: 'A', on: '2018-04-20', again: true }).expectEvents('paymentBooked', 2);
  same(story.owed('fee'), { balance: '0.00', surcharge: '0.00', suspense: '0.00', paidInFullOn: '2018-04-20', inDefaultSince: null }, 'booked anew');
  story.receives('fee', '32313.00', { receiptId: 'A', on: '2018-04-20', again: true }).expectEvents('paymentBooked', 2);
});
