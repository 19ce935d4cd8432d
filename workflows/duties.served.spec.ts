import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { taskQueue, workflowTypes, type DutyProgress } from '#contracts';
import { Procedures } from './testing/procedures.ts';

const caseId = 'c0000000-0000-4000-8000-000000000002';
const dutyId = `${caseId}.5`;
const owed: DutyProgress = { status: 'owed', outcome: null, nextWays: ['direct'], tell: null, wakeAt: null };

// A cache of none: every workflow task replays from the beginning.
let procedures: Procedures;
beforeAll(async () => { procedures = await Procedures.open({ maxCachedWorkflows: 0 }); });
afterAll(() => procedures.close());
beforeEach(() => procedures.forget());

const start = (kind: 'service' | 'hearing' | 'referral', n: number) => procedures.client.workflow.start(workflowTypes[kind], { workflowId: `${kind}/${n}`, taskQueue, args: [{ dutyId }] });

describe.each(['service', 'hearing', 'referral'] as const)('a duty that waits for people: %s', (kind) => {
  it('tells once for each thing that there is to tell, waits, and ends when the record shows it done', async () => {
    procedures.answers.sendMessage = () => ({ attempts: 1 });
    procedures.answers.dutyProgress = () => ({ ...owed, tell: 'first' });
    const handle = await start(kind, 1);
    await procedures.called('sendMessage', [dutyId, 'first']);
    await handle.signal('wake');
    await procedures.calledTimes('dutyProgress', 2);
    procedures.answers.dutyProgress = () => ({ ...owed, tell: 'attempt-9' });
    await handle.signal('wake');
    await procedures.called('sendMessage', [dutyId, 'attempt-9']);
    procedures.answers.dutyProgress = () => ({ ...owed, status: 'fulfilled' });
    await handle.signal('wake');
    expect(await handle.result()).toBe('fulfilled');
    expect(procedures.callsOf('sendMessage')).toEqual([[dutyId, 'first'], [dutyId, 'attempt-9']]);
  });

  it('a record restored to before it told somebody: it tells again', async () => {
    procedures.answers.sendMessage = () => ({ attempts: 1 });
    procedures.answers.dutyProgress = () => ({ ...owed, tell: 'first' });
    const handle = await start(kind, 7);
    await procedures.called('dutyProgress', [dutyId, ['first']]);
    procedures.answers.dutyProgress = () => (procedures.timesOf('sendMessage') < 2 ? { ...owed, tell: 'first', lost: ['first'] } : { ...owed, status: 'fulfilled' });
    await handle.signal('wake');
    expect(await handle.result()).toBe('fulfilled');
    expect(procedures.callsOf('sendMessage')).toEqual([[dutyId, 'first'], [dutyId, 'first']]);
  });

  it('wakes by itself at the instant that the record names', async () => {
    procedures.answers.dutyProgress = () => (procedures.timesOf('dutyProgress') === 1 ? { ...owed, wakeAt: new Date(Date.now() + 400).toISOString() } : { ...owed, status: 'fulfilled' });
    expect(await (await start(kind, 2)).result()).toBe('fulfilled');
  });

  it('withdrawn while it is being told: the message is cancelled and the process ends', async () => {
    procedures.answers.sendMessage = () => procedures.held({ attempts: 1 });
    procedures.answers.dutyProgress = () => ({ ...owed, tell: 'first' });
    const handle = await start(kind, 3);
    await procedures.calledTimes('sendMessage', 1);
    procedures.answers.dutyProgress = () => ({ ...owed, status: 'withdrawn' });
    await handle.signal('wake');
    expect(await handle.result()).toBe('withdrawn');
    expect(procedures.timesOf('reportFulfilled')).toBe(0);
  });

  it('reports what the record shows to have happened', async () => {
    procedures.answers.dutyProgress = () => ({ ...owed, outcome: 'held' });
    expect(await (await start(kind, 4)).result()).toBe('held');
    expect(procedures.callsOf('reportFulfilled')).toEqual([[dutyId, 'held', 1]]);
  });

  it('ends where there is no such duty; calls people about one that cannot be read', async () => {
    procedures.answers.dutyProgress = () => { throw ApplicationFailure.nonRetryable('gone', 'NotFound'); };
    expect(await (await start(kind, 5)).result()).toBe('gone');
    procedures.answers.dutyProgress = () => { throw ApplicationFailure.nonRetryable('bug', 'TypeError'); };
    const handle = await start(kind, 6);
    await procedures.called('reportIncident', [dutyId, 'dutyCannotBeRead']);
    procedures.answers.dutyProgress = () => ({ ...owed, status: 'fulfilled' });
    await handle.signal('wake');
    expect(await handle.result()).toBe('fulfilled');
    expect(procedures.callsOf('endIncident')).toEqual([[dutyId, 'dutyCannotBeRead']]);
  });
});

describe('what concerns no single case', () => {
  it('a calendar change pages through the cases to the last page', async () => {
    const pages = [{ last: caseId, cases: 100 }, { last: caseId, cases: 100 }, { last: null, cases: 7 }];
    procedures.answers.advanceCalendarPage = () => pages[procedures.timesOf('advanceCalendarPage') - 1]!;
    const handle = await procedures.client.workflow.start(workflowTypes.calendar, { workflowId: 'calendar/CN@2020-01-27', taskQueue, args: [{ version: 'CN@2020-01-27' }] });
    await handle.signal('wake');
    expect(await handle.result()).toBe(207);
    expect(procedures.callsOf('advanceCalendarPage')).toEqual([['CN@2020-01-27', null], ['CN@2020-01-27', caseId], ['CN@2020-01-27', caseId]]);
  });

  it('a change of law goes on while pages wait, and ends when people are asked', async () => {
    const pages = [{ cases: 25, more: true }, { cases: 25, more: true }, { cases: 3, more: false }];
    procedures.answers.workLawChangePage = () => pages[procedures.timesOf('workLawChangePage') - 1]!;
    const lawChangeId = caseId;
    expect(await procedures.client.workflow.execute(workflowTypes.lawchange, { workflowId: `lawchange/${lawChangeId}`, taskQueue, args: [{ lawChangeId }] })).toBe(53);
    expect(procedures.callsOf('workLawChangePage')).toEqual([[lawChangeId], [lawChangeId], [lawChangeId]]);
  });

  it('an import of receipts goes on while pages wait', async () => {
    const pages = [{ receipts: 100, more: true }, { receipts: 7, more: false }];
    procedures.answers.bookReceiptPage = () => pages[procedures.timesOf('bookReceiptPage') - 1]!;
    expect(await procedures.client.workflow.execute(workflowTypes.bankimport, { workflowId: `bankimport/${caseId}`, taskQueue, args: [{ importId: caseId }] })).toBe(107);
    expect(procedures.callsOf('bookReceiptPage')).toEqual([[caseId], [caseId]]);
  });

  it('a round of refunds goes on while pages wait', async () => {
    const pages = [{ refunds: 25, more: true }, { refunds: 3, more: false }];
    procedures.answers.workRefundRoundPage = () => pages[procedures.timesOf('workRefundRoundPage') - 1]!;
    expect(await procedures.client.workflow.execute(workflowTypes.refundround, { workflowId: `refundround/${caseId}`, taskQueue, args: [{ roundId: caseId }] })).toBe(28);
    expect(procedures.callsOf('workRefundRoundPage')).toEqual([[caseId], [caseId]]);
  });

  it('the proof of a day calls people only about differences without a cause', async () => {
    procedures.answers.proveDay = () => ({ cases: 3, clocks: 9, differences: 2, unexplained: 0 });
    const prove = (date: string) => procedures.client.workflow.execute(workflowTypes.proof, { workflowId: `proof/${date}`, taskQueue, args: [{ date }] });
    await prove('2025-03-03');
    expect(procedures.timesOf('reportIncident')).toBe(0);
    procedures.answers.proveDay = () => ({ cases: 3, clocks: 9, differences: 2, unexplained: 1 });
    await prove('2025-03-04');
    expect(procedures.callsOf('reportIncident')).toEqual([['proof/2025-03-04', 'proofDiffers']]);
  });
});
