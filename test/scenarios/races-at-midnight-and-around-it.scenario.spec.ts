/** The races of the design notes that the pure engine decides, each by its name. Those of store and workflows stand with them. */
import { advance, nextWake } from '#cases';
import { settingsWith } from '#cases/testing/county';
import { instant, same } from '#cases/testing/story';
import { scenario } from '#cases/testing/scenario';
import { feeDecided, feeReady, hearingScheduled, penaltyDecided, penaltyNoticed, penaltyReady, penaltyReported } from './beginnings.ts';

scenario('race: command at 00:00:05, timer not fired', (law) => {
  const story = penaltyNoticed(law).takes('waiveHearing').silentlyAt('2025-07-26', '00:00:05').takes('decidePenalty');
  same(story.codes.slice(-4), ['clockLapsed', 'stepTaken', 'paperIssued', 'dutyOwed'], 'the lapse is recorded inside the command');
  same(advance(story.state, story.now, story.book), [], 'the timer finds nothing');
});

scenario('race: request received 23:59:59, locked 00:00:01 after the lapse', (law) => {
  const story = penaltyNoticed(law).at('2025-07-30', '00:00:01').expectLapse('PEN-05', '2025-07-29').takes('requestHearing', {}, { on: '2025-07-29' }).expectLapse('PEN-05');
  same(story.eventsOf('lapseWithdrawn').map((one) => one.because), [{ reason: 'inTime', newDueOn: '2025-07-29' }], 'withdrawn');
  story.refused('hearingOpen', (it) => it.takes('decidePenalty'));
});

scenario('race: suspension and firing together', (law) => {
  const book = law.book({ parameters: settingsWith('administrative-penalty', { suspensionGrounds: '鉴定' }) });
  const story = penaltyReported(law, { book }).silentlyAt('2025-10-08', '00:00:01').takes('suspendDecisionPeriod', {}, { on: '2025-10-07' });
  story.expectLapse('PEN-03').expectEvents('lapseWithdrawn', 1);
});

scenario('race: due date moved earlier, or later: the early timer finds nothing, and the wake moves with the date', (law) => {
  const book = law.book({ parameters: settingsWith('administrative-penalty', { suspensionGrounds: '鉴定', decisionPeriodRungs: [85] }) });
  const story = penaltyReported(law, { book }).at('2025-10-02', '10:00');
  same(nextWake(story.state, story.now, story.book), instant('2025-10-08', '00:00'), 'wake before');
  story.takes('suspendDecisionPeriod', {}, { on: '2025-10-01' }).takes('resumeDecisionPeriod');
  same(nextWake(story.state, story.now, story.book), instant('2025-10-04', '09:00'), 'wake after: the rung moved by two days');
  same(advance(story.state, instant('2025-10-03'), story.book), [], 'an early timer');
});

scenario('race: due date moved by a calendar that is published before the wake: the record wakes for it', (law) => {
  const story = feeReady(law, {});
  const decided = feeDecided(law);
  same(nextWake(story.state, story.now, story.book), instant('2021-08-20', '00:00'), 'nothing runs but the pack');
  decided.at('2018-11-20').serves('levy-decision', {}, { party: 'p1' });
  // 30 days from 2018-11-20 do not touch the notice of 2018-12-06; 60 days and six months do not move by it either.
  same(nextWake(decided.state, decided.now, decided.book), instant('2018-12-06', '00:00'), 'the notice settles days of 2019');
});

scenario('race: wake lost, doubled, late, to a closed case: no-op', (law) => {
  const story = penaltyDecided(law).at('2025-12-31');
  same(advance(story.state, instant('2025-12-31'), story.book), [], 'doubled');
  same(advance(story.state, instant('2025-07-01'), story.book), [], 'from the past');
  const closed = penaltyReported(law, {}, { reportedProposal: 'notEstablished' }).at('2025-08-01').takes('decideNotEstablished').serves('case-not-established').closes('closedWithoutPenalty');
  same([advance(closed.state, instant('2030-01-01'), closed.book), nextWake(closed.state, closed.now, closed.book)], [[], null], 'closed');
});

scenario('race: duty withdrawn while the letter is at the printer', (law) => {
  const story = hearingScheduled(law).takes('scheduleHearing', { hearingOn: '2025-09-05' });
  const [withdrawn] = story.duties('holdHearing', 'withdrawn');
  story.fulfils(String(withdrawn?.dutyId), 'sent');
  same(story.eventsOf('dutyFulfilled').at(-1)?.outcome, 'afterWithdrawal:sent', 'kept as a fact');
});

scenario('race: a duty reported twice is fulfilled once, and only by the machine', (law) => {
  const story = penaltyReady(law).at('2025-09-08');
  const [duty] = story.duties('escalate');
  story.fulfils(String(duty?.dutyId)).fulfils(String(duty?.dutyId)).expectEvents('dutyFulfilled', 2);
  story.refused('onlyTheMachine', (it) => it.command({ type: 'fulfilDuty', dutyId: String(duty?.dutyId), outcome: 'done', attempts: 1 }, { personId: 'zhang', officeId: 'mian-town', roles: ['officer'], kind: 'person' }));
});

scenario('race: wall clock set back: recordedAt never falls', (law) => {
  const story = penaltyNoticed(law).at('2025-07-24', '12:00');
  const before = story.state.lastRecordedAt;
  story.silentlyAt('2025-07-20', '08:00').attaches('photo-1');
  same(story.state.lastRecordedAt >= before, true, 'not below');
});

scenario('a closed case takes no step, no service, no voiding and no file; a file is entered once', (law) => {
  const story = penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-08-01').takes('decideNoPenalty').refused('decisionNotServed', (it) => it.closes('closedWithoutPenalty')).serves('no-penalty-decision').attaches('scan').attaches('scan').expectEvents('fileAttached', 1).closes('closedWithoutPenalty');
  story.refused('caseClosed', (it) => it.takes('inquireWhereabouts')).refused('caseClosed', (it) => it.serves('no-penalty-decision')).refused('caseClosed', (it) => it.voids('no-penalty-decision')).refused('caseClosed', (it) => it.attaches('scan'));
});

scenario('closing without a penalty: the paper that says so is served, and no penalty stands', (law) => {
  penaltyReported(law, {}, { reportedProposal: 'transfer' }).at('2025-08-01').takes('decideTransfer').closes('closedWithoutPenalty');
  penaltyDecided(law).at('2025-08-01').serves('penalty-decision').refused(['decisionNotServed', 'penaltyStands'], (it) => it.closes('closedWithoutPenalty'));
  penaltyReported(law, {}, { reportedProposal: 'noPenalty' }).at('2025-07-21').refused('penaltyNotProposed', (it) => it.takes('issueNotice'));
});
