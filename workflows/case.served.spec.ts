import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { caseWorkflowId, workflowTypes, taskQueue, type CaseAdvanced, type OwedDuty } from '#contracts';
import { failureOf } from '../apps/worker/activities/failures.ts';
import { Procedures } from './testing/procedures.ts';

const caseId = 'c0000000-0000-4000-8000-000000000001';
const duty = (n: number, kind: OwedDuty['kind']): OwedDuty => ({ dutyId: `${caseId}.${n}`, kind, workflowId: kind === 'serve' ? `service/${caseId}.${n}` : caseWorkflowId(caseId) });
const sleeping: CaseAdvanced = { phase: 'lead', closed: false, duties: [], wakeAt: null, revision: 1 };

let procedures: Procedures;
beforeAll(async () => { procedures = await Procedures.open(); });
afterAll(() => procedures.close());
beforeEach(() => procedures.forget());

const away = (): never => { throw failureOf(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })); };
const start = (n: number) => procedures.client.workflow.start(workflowTypes.case, { workflowId: `case/${n}`, taskQueue, args: [{ caseId }] });

/** How long the last timer of a run was set for, in seconds. */
const lastTimer = async (n: number): Promise<number> => {
  const { events } = await procedures.client.workflow.getHandle(`case/${n}`).fetchHistory();
  const timers = (events ?? []).flatMap((event) => (event.timerStartedEventAttributes ? [Number(event.timerStartedEventAttributes.startToFireTimeout?.seconds ?? 0)] : []));
  return timers.at(-1) ?? 0;
};
/** What a run has left to the server: not what it did within its own tasks. */
const activitiesOf = async (n: number): Promise<(string | null | undefined)[]> => {
  const { events } = await procedures.client.workflow.getHandle(`case/${n}`).fetchHistory();
  return (events ?? []).flatMap((event) => (event.activityTaskScheduledEventAttributes ? [event.activityTaskScheduledEventAttributes.activityType?.name] : []));
};
const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

describe('the life of a case', () => {
  it('starts the services that are owed once, lets those owed no longer look for themselves, and ends with the case', async () => {
    procedures.answers.advance = () => ({ ...sleeping, duties: [duty(4, 'serve')] });
    const handle = await start(1);
    await procedures.called('startDuties', [[duty(4, 'serve')]]);
    await handle.signal('wake');
    await procedures.calledTimes('advance', 2);
    expect(procedures.timesOf('startDuties')).toBe(1);
    procedures.answers.advance = () => ({ ...sleeping, closed: true });
    await handle.signal('wake');
    await handle.result();
    expect(procedures.callsOf('wakeDuties')).toEqual([[[`${caseId}.4`]]]);
  });

  it('puts a reminder into the inbox, sends it, and reports it with its attempts', async () => {
    procedures.answers.advance = () => ({ ...sleeping, duties: procedures.timesOf('reportFulfilled') === 0 ? [duty(7, 'remind')] : [] });
    procedures.answers.sendMessage = () => ({ attempts: 3 });
    const handle = await start(2);
    await procedures.called('reportFulfilled', [`${caseId}.7`, 'sent', 3]);
    expect(procedures.callsOf('putIntoInbox')).toEqual([[`${caseId}.7`]]);
    await handle.terminate();
  });

  it('entry, message and report are activities of the server: two local ones at once could not be replayed', async () => {
    procedures.answers.advance = () => ({ ...sleeping, duties: procedures.timesOf('reportFulfilled') === 0 ? [duty(7, 'escalate')] : [] });
    procedures.answers.sendMessage = () => ({ attempts: 1 });
    const handle = await start(41);
    await procedures.calledTimes('advance', 2);
    await procedures.until(async () => (await activitiesOf(41)).length > 2);
    expect(await activitiesOf(41)).toEqual(['putIntoInbox', 'sendMessage', 'reportFulfilled']);
    await handle.terminate();
  });

  it('what the record does not take at once is asked of it again until it does', async () => {
    procedures.answers.advance = () => ({ ...sleeping, duties: [duty(7, 'remind')] });
    procedures.answers.sendMessage = () => ({ attempts: 1 });
    procedures.answers.putIntoInbox = () => (procedures.timesOf('putIntoInbox') < 4 ? away() : undefined);
    procedures.answers.reportFulfilled = () => { if (procedures.timesOf('reportFulfilled') < 3) throw ApplicationFailure.create({ type: 'ReportRefused', message: 'refused' }); };
    const handle = await start(42);
    await procedures.calledTimes('reportFulfilled', 3);
    expect([procedures.timesOf('putIntoInbox'), procedures.timesOf('sendMessage')]).toEqual([4, 1]);
    await procedures.until(async () => (await activitiesOf(42)).length > 2);
    expect(await activitiesOf(42)).toEqual(['putIntoInbox', 'sendMessage', 'reportFulfilled']);
    await handle.terminate();
  });

  it('reports a message that could not be sent as inbox only, with an incident', async () => {
    procedures.answers.advance = () => ({ ...sleeping, duties: procedures.timesOf('reportFulfilled') === 0 ? [duty(7, 'escalate')] : [] });
    procedures.answers.sendMessage = () => { throw ApplicationFailure.nonRetryable('the day is over'); };
    const handle = await start(3);
    await procedures.called('reportFulfilled', [`${caseId}.7`, 'inboxOnly', 0]);
    expect(procedures.callsOf('reportIncident')).toEqual([[`${caseId}.7`, 'messageNotDelivered']]);
    await handle.terminate();
  });

  it('duty withdrawn while the message is under way: it is cancelled, nothing is reported, and the case goes on', async () => {
    procedures.answers.sendMessage = () => procedures.held({ attempts: 1 });
    procedures.answers.advance = () => ({ ...sleeping, duties: [duty(7, 'remind')] });
    const handle = await start(4);
    await procedures.calledTimes('sendMessage', 1);
    procedures.answers.advance = () => ({ ...sleeping, closed: true });
    await handle.signal('wake');
    await handle.result();
    expect(procedures.timesOf('reportFulfilled')).toBe(0);
  });

  it('a missing calendar notice is told once and stays owed', async () => {
    procedures.answers.advance = () => ({ ...sleeping, duties: [duty(9, 'resolveCalendar')] });
    procedures.answers.sendMessage = () => ({ attempts: 1 });
    const handle = await start(5);
    await procedures.calledTimes('sendMessage', 1);
    for (let n = 1; n <= 3; n += 1) {
      await handle.signal('wake');
      await procedures.calledTimes('advance', n + 1);
    }
    expect(procedures.callsOf('reportIncident')).toEqual([[`${caseId}.9`, 'calendarNoticeMissing']]);
    expect(procedures.timesOf('sendMessage')).toBe(1);
    expect(procedures.timesOf('reportFulfilled')).toBe(0);
    await handle.terminate();
  });

  it('a record restored to before a reminder: it is sent and reported again, and the look tells what was done', async () => {
    const owed = duty(6, 'remind');
    procedures.answers.sendMessage = () => ({ attempts: 1 });
    procedures.answers.advance = () => (procedures.timesOf('reportFulfilled') === 0 ? { ...sleeping, duties: [owed] } : sleeping);
    const handle = await start(15);
    await procedures.called('advance', [caseId, [owed.dutyId]]);
    procedures.answers.advance = () => (procedures.timesOf('reportFulfilled') === 1 ? { ...sleeping, duties: [owed], lost: [owed.dutyId] } : { ...sleeping, closed: true });
    await handle.signal('wake');
    await handle.result();
    expect(procedures.callsOf('sendMessage')).toEqual([[owed.dutyId, 'first'], [owed.dutyId, 'first']]);
    expect(procedures.timesOf('reportFulfilled')).toBe(2);
  });

  it('a poisoned case opens one incident, sleeps, and closes it when it advances again', async () => {
    procedures.answers.advance = () => { throw ApplicationFailure.nonRetryable('pack not loaded', 'Error'); };
    const handle = await start(6);
    await procedures.called('reportIncident', [caseId, 'caseCannotAdvance']);
    await handle.signal('wake');
    await procedures.calledTimes('advance', 2);
    procedures.answers.advance = () => sleeping;
    await handle.signal('wake');
    await procedures.called('endIncident', [caseId, 'caseCannotAdvance']);
    expect(procedures.timesOf('reportIncident')).toBe(1);
    await handle.terminate();
  });

  it('waits for a PostgreSQL that is away, without an incident', async () => {
    procedures.answers.advance = () => { throw ApplicationFailure.nonRetryable('away', 'RecordUnavailable'); };
    procedures.answers.awaitRecord = () => { procedures.answers.advance = () => ({ ...sleeping, closed: true }); };
    await (await start(7)).result();
    expect(procedures.timesOf('awaitRecord')).toBe(1);
    expect(procedures.timesOf('reportIncident')).toBe(0);
  });

  it('a PostgreSQL that stays away ends no process: what waits for it tries again', async () => {
    procedures.answers.advance = away;
    procedures.answers.awaitRecord = () => {
      if (procedures.timesOf('awaitRecord') < 3) away();
      procedures.answers.advance = () => ({ ...sleeping, duties: [duty(4, 'serve')] });
    };
    procedures.answers.startDuties = () => {
      if (procedures.timesOf('startDuties') < 3) away();
      procedures.answers.advance = () => ({ ...sleeping, closed: true });
    };
    const handle = await start(14);
    await procedures.calledTimes('startDuties', 3);
    await handle.signal('wake');
    await handle.result();
    // The look itself is not repeated by its own short policy.
    expect(procedures.timesOf('advance')).toBeLessThanOrEqual(4);
    expect(procedures.timesOf('reportIncident')).toBe(0);
  });

  it('ends where the record knows no such case', async () => {
    procedures.answers.advance = () => { throw ApplicationFailure.nonRetryable('gone', 'NotFound'); };
    await (await start(8)).result();
  });

  it('begins a new run when the phase changes, and carries over which services run', async () => {
    procedures.answers.advance = () => ({ ...sleeping, duties: [duty(4, 'serve')] });
    const handle = await start(9);
    await procedures.calledTimes('startDuties', 1);
    procedures.answers.advance = () => ({ ...sleeping, phase: 'investigation', duties: [duty(4, 'serve')] });
    await handle.signal('wake');
    await procedures.until(async () => (await procedures.client.workflow.getHandle('case/9').describe()).runId !== handle.firstExecutionRunId);
    await procedures.calledTimes('advance', 3);
    expect(procedures.timesOf('startDuties')).toBe(1);
    await procedures.client.workflow.getHandle('case/9').terminate();
  });

  it('wakes by itself at the instant that the record named, and does not spin when that instant has passed', async () => {
    procedures.answers.advance = () => ({ ...sleeping, wakeAt: new Date(Date.now() + (procedures.timesOf('advance') === 1 ? 300 : -1000)).toISOString() });
    const handle = await start(10);
    await procedures.calledTimes('advance', 2);
    await new Promise((resolve) => { setTimeout(resolve, 2500); });
    // One second, then two: not one look a millisecond.
    expect(procedures.timesOf('advance')).toBeLessThan(5);
    await handle.terminate();
  });

  it('race: due date moved earlier: the wake re-arms, and it wakes by itself at the new instant', async () => {
    procedures.answers.advance = () => ({ ...sleeping, wakeAt: inAnHour() });
    const handle = await start(11);
    await procedures.until(async () => (await lastTimer(11)) > 3_000, 'a timer of an hour');
    procedures.answers.advance = () => ({ ...sleeping, wakeAt: procedures.timesOf('advance') === 2 ? new Date(Date.now() + 400).toISOString() : inAnHour() });
    await handle.signal('wake');
    await procedures.calledTimes('advance', 3);
    await handle.terminate();
  });

  it('race: due date moved later: the early timer finds nothing and sleeps again', async () => {
    procedures.answers.advance = () => ({ ...sleeping, wakeAt: procedures.timesOf('advance') === 1 ? new Date(Date.now() + 400).toISOString() : inAnHour() });
    const handle = await start(12);
    await procedures.calledTimes('advance', 2);
    await procedures.until(async () => (await lastTimer(12)) > 3_000, 'a timer of an hour');
    expect(procedures.timesOf('advance')).toBe(2);
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.terminate();
  });
});
