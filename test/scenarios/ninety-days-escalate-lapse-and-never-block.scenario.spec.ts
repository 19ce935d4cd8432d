/**
 * The 90 days (Penalty Law art. 60). Filed 2025-07-09: day 60 is 2025-09-07, day 75 2025-09-22, day 85 2025-10-02, day
 * 90 2025-10-07. Warnings go out at 09:00; the lapse is recorded and escalated and never blocks the decision. What is
 * not counted is set by the county, by name; then the period can be suspended.
 */
import { settingsWith } from '#cases/testing/county';
import { instant, same, type Story } from '#cases/testing/story';
import { type ScenarioLaw, scenario } from '#cases/testing/scenario';
import { nextWake } from '#cases';
import { penaltyFiled, penaltyNoticed, penaltyReported } from './beginnings.ts';

const rungs = (story: Story): string[] => story.eventsOf('rungReached').map((one) => `${one.rung} ${one.dueAt}`);
const suspendable = (law: ScenarioLaw) => ({ book: law.book({ parameters: settingsWith('administrative-penalty', { suspensionGrounds: '鉴定、听证' }) }) });

scenario('warnings at day 60, 75 and 85 at the office hour, then the lapse, then the decision all the same', (law) => {
  const story = penaltyNoticed(law);
  same(nextWake(story.state, story.now, story.book), instant('2025-07-26', '00:00'), 'next wake: the statement period ends');
  story.at('2025-09-07', '08:59').expectEvents('rungReached', 0);
  same(nextWake(story.state, story.now, story.book), instant('2025-09-07', '09:00'), 'next wake: day 60');
  story.at('2025-09-07', '09:00').expectEvents('rungReached', 1).expectDuties('escalate', 1).at('2025-10-07', '23:59').expectEvents('rungReached', 3);
  same(rungs(story), ['day-60 2025-09-07T01:00:00.000Z', 'day-75 2025-09-22T01:00:00.000Z', 'day-85 2025-10-02T01:00:00.000Z'], 'rungs');
  story.at('2025-10-08', '00:00').expectLapse('PEN-03', '2025-10-07').expectDuties('escalate', 4);
  same(story.duties('escalate').every((one) => one.to === 'countyLegalOffice'), true, 'escalated to the county');
  story.at('2025-10-20').takes('decidePenalty').expectLapse('PEN-03', '2025-10-07').expectClock('PEN-03', { status: 'lapsed' });
});

scenario('decided in time: the warnings that are still owed are withdrawn, and no lapse comes', (law) => {
  const story = penaltyNoticed(law).at('2025-09-08').expectDuties('escalate', 1).takes('decidePenalty').expectDuties('escalate', 0).expectDuties('escalate', 1, 'withdrawn');
  story.at('2026-01-01').expectLapse('PEN-03').expectEvents('rungReached', 1);
});

scenario('a decision dated on the last day is in time also when it is recorded the day after', (law) => {
  const story = penaltyNoticed(law).at('2025-10-08', '09:00').expectLapse('PEN-03', '2025-10-07').takes('decidePenalty', {}, { on: '2025-10-07' }).expectLapse('PEN-03');
  same(story.eventsOf('lapseWithdrawn')[0]?.because.reason, 'inTime', 'reason');
  story.expectDuties('escalate', 0);
});

scenario('suspended and resumed: the end moves by the days that are not counted, a rung is not repeated', (law) => {
  const story = penaltyReported(law, suspendable(law)).at('2025-09-10').expectEvents('rungReached', 1);
  story.takes('suspendDecisionPeriod').expectClock('PEN-03', { status: 'suspended', dueOn: null });
  story.refused('decisionPeriodSuspended', (it) => it.takes('suspendDecisionPeriod')).at('2025-11-01').expectEvents('rungReached', 1).expectLapse('PEN-03');
  // 2025-09-10 to 2025-11-05 are 57 days, both counted out: 2025-10-07 becomes 2025-12-03.
  story.at('2025-11-05').takes('resumeDecisionPeriod').expectClock('PEN-03', { status: 'running', dueOn: '2025-12-03' });
  story.at('2025-12-04').expectLapse('PEN-03', '2025-12-03');
  same(rungs(story).map((one) => one.slice(0, 17)), ['day-60 2025-09-07', 'day-75 2025-11-18', 'day-85 2025-11-28'], 'rungs');
});

scenario('suspension and firing together: a suspension from an earlier day withdraws the lapse', (law) => {
  const story = penaltyReported(law, suspendable(law)).at('2025-10-08', '00:01').expectLapse('PEN-03', '2025-10-07').expectDuties('escalate', 4);
  story.takes('suspendDecisionPeriod', {}, { on: '2025-10-06' }).expectLapse('PEN-03').expectDuties('escalate', 3);
  same(story.eventsOf('lapseWithdrawn')[0]?.because.reason, 'suspended', 'reason');
  story.at('2025-10-10').takes('resumeDecisionPeriod').expectClock('PEN-03', { dueOn: '2025-10-12' }).at('2025-10-13').expectLapse('PEN-03', '2025-10-12');
});

scenario('no suspension without the county\'s rule, after the end, and nothing to resume', (law) => {
  const [unset] = penaltyReported(law).refusal('parameterNotSet', (it) => it.takes('suspendDecisionPeriod'));
  same(unset?.message.en.includes('suspensionGrounds'), true, 'the parameter names itself');
  const story = penaltyReported(law, suspendable(law));
  story.refused('nothingSuspended', (it) => it.takes('resumeDecisionPeriod'));
  story.takes('suspendDecisionPeriod').at('2025-07-25').refused('nothingSuspended', (it) => it.takes('resumeDecisionPeriod', {}, { on: '2025-07-17' }));
  story.takes('resumeDecisionPeriod').refused('nothingSuspended', (it) => it.takes('resumeDecisionPeriod'));
  story.at('2025-10-30').refused('decisionPeriodNotRunning', (it) => it.takes('suspendDecisionPeriod'));
});

scenario('the other decisions end the 90 days as well', (law) => {
  for (const [step, proposal] of [['decideNoPenalty', 'noPenalty'], ['decideNotEstablished', 'notEstablished']] as const) {
    penaltyReported(law, {}, { reportedProposal: proposal }).at('2025-08-01').takes(step).expectClock('PEN-03', { status: 'ended' }).at('2025-12-01').expectLapse('PEN-03');
  }
});

scenario('filed late into the record: warnings and lapse stand on the days that the law gives them', (law) => {
  const story = penaltyFiled(law, { recordedOn: '2025-12-01', filedOn: '2025-12-01' });
  story.expectClock('PEN-03', { anchorOn: '2025-12-01' });
});
