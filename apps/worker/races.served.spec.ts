import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { caseWorkflowId } from '#contracts';
import { personId } from '#commands/testing/county';
import { stepTo } from '#commands/training';
import { legalDate } from '#law';
import { noteTemporalNamespace, rearmCases, unarmedCases } from '#store';
import { freshNamespace } from '../../test/servers/namespace.ts';
import { OutboxRelay } from './relay/outbox-relay.ts';
import { recognizeTemporal } from './relay/recognize-temporal.ts';
import { WorkflowWaker } from './temporal/workflow-waker.ts';
import { filed, noticed, opened } from './testing/penalty.ts';
import { World } from './testing/world.ts';

let world: World;
beforeAll(async () => { world = await World.open(); });
afterAll(() => world.close());

const statusOf = (workflowId: string): Promise<string | null> => world.statusOf(workflowId);
const runOf = async (workflowId: string): Promise<string> => (await world.client.workflow.getHandle(workflowId).describe()).runId;
const eventsOf = async (caseId: string): Promise<number> => (await world.ask<{ seq: number }>('SELECT seq FROM case_head WHERE case_id = $1', [caseId]))[0]?.seq ?? 0;
const isArmed = async (caseId: string): Promise<boolean> => !(await unarmedCases(world.source)).includes(caseId);
const outboxIsEmpty = async (): Promise<boolean> => (await world.ask('SELECT 1 FROM outbox')).length === 0;
const close = (caseId: string): Promise<unknown> => world.county.done(4, caseId, { type: 'closeCase', closing: 'notFiled', reason: '不予立案' });

describe('races between the record and Temporal', () => {
  it('wake lost: rearm finds the case for which nobody sleeps, and the workflow starts', async () => {
    await world.relay?.stop();
    const caseId = await opened(world);
    await world.ask('DELETE FROM outbox');
    world.startRelay();
    expect(await unarmedCases(world.source)).toContain(caseId);
    expect(await statusOf(caseWorkflowId(caseId))).toBeNull();
    expect(await rearmCases(world.source, { everything: false })).toBeGreaterThan(0);
    await world.until('the workflow sleeps', () => isArmed(caseId));
    expect(await statusOf(caseWorkflowId(caseId))).toBe('RUNNING');
  });

  it('wake doubled and late: a look that finds nothing', async () => {
    const caseId = await filed(world);
    await world.until('the workflow sleeps', () => isArmed(caseId));
    const before = await eventsOf(caseId);
    const waker = new WorkflowWaker(world.client);
    const handle = world.client.workflow.getHandle(caseWorkflowId(caseId));
    const history = async () => (await handle.fetchHistory()).events ?? [];
    const signals = async (): Promise<number> => (await history()).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
    // The workflow has looked after the last wake and waits again: nothing of it is under way.
    const heard = async (count: number): Promise<boolean> => {
      const last = (await history()).at(-1);
      const { raw } = await handle.describe();
      return (await signals()) >= count && (raw.pendingActivities ?? []).length === 0 && Boolean(last?.workflowTaskCompletedEventAttributes ?? last?.timerStartedEventAttributes);
    };
    const sent = await signals();
    await Promise.all(Array.from({ length: 8 }, () => waker.wake(caseWorkflowId(caseId))));
    await world.until('all wakes are heard', () => heard(sent + 8));
    expect(await eventsOf(caseId)).toBe(before);
    await waker.wake(caseWorkflowId(caseId));
    await world.until('a late wake is heard', () => heard(sent + 9));
    expect(await eventsOf(caseId)).toBe(before);
    expect(await isArmed(caseId)).toBe(true);
  });

  it('wakes during continue-as-new: the next run reads first, and none is lost', async () => {
    const caseId = await opened(world);
    await world.until('the workflow sleeps', () => isArmed(caseId));
    const firstRun = await runOf(caseWorkflowId(caseId));
    const waker = new WorkflowWaker(world.client);
    const noisy = new AbortController();
    const noise = (async () => { while (!noisy.signal.aborted) await waker.wake(caseWorkflowId(caseId)); })();
    await world.county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers: [personId(1), personId(2)] });
    await world.county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
    await world.until('the phase has changed and a new run sleeps', async () => (await runOf(caseWorkflowId(caseId))) !== firstRun && await outboxIsEmpty() && await isArmed(caseId));
    noisy.abort();
    await noise;
    const [head] = await world.ask<{ next_wake_at: Date; armed_for: Date }>('SELECT next_wake_at, armed_for FROM case_head WHERE case_id = $1', [caseId]);
    expect(head?.armed_for.toISOString()).toBe(head?.next_wake_at.toISOString());
  });

  it('wake to a closed case: a new run reads and ends', async () => {
    const caseId = await opened(world);
    await world.until('the workflow sleeps', () => isArmed(caseId));
    await close(caseId);
    await world.until('the workflow ends', async () => (await statusOf(caseWorkflowId(caseId))) === 'COMPLETED');
    const before = { events: await eventsOf(caseId), run: await runOf(caseWorkflowId(caseId)) };
    await new WorkflowWaker(world.client).wake(caseWorkflowId(caseId));
    await world.until('the new run ends', async () => (await runOf(caseWorkflowId(caseId))) !== before.run && (await statusOf(caseWorkflowId(caseId))) === 'COMPLETED');
    expect(await eventsOf(caseId)).toBe(before.events);
  });

  it('reopened case: the same workflow id starts again, and sleeps for what is owed', async () => {
    const caseId = await opened(world);
    await world.until('the workflow sleeps', () => isArmed(caseId));
    await close(caseId);
    await world.until('the workflow ends', async () => (await statusOf(caseWorkflowId(caseId))) === 'COMPLETED' && await outboxIsEmpty());
    const closedRun = await runOf(caseWorkflowId(caseId));
    await world.county.done(4, caseId, { type: 'reopenCase', reopening: 'filedAfterAll', facts: {}, reason: '出现新的证据。' });
    await world.until('a new run of the same id sleeps', async () => (await runOf(caseWorkflowId(caseId))) !== closedRun && await isArmed(caseId));
    expect(await statusOf(caseWorkflowId(caseId))).toBe('RUNNING');
    await world.county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers: [personId(1), personId(2)] });
    await world.county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
    await world.until('it sleeps until the first warning of the 90 days', async () => (await world.ask<{ armed_for: Date | null }>('SELECT armed_for FROM case_head WHERE case_id = $1', [caseId]))[0]?.armed_for != null);
  });

  it('duty withdrawn: the workflow of the service looks, and ends', async () => {
    const notice = await noticed(world);
    await world.until('the service runs', async () => (await statusOf(`service/${notice.dutyId}`)) === 'RUNNING');
    await world.county.done(1, notice.caseId, { type: 'voidPaper', paperId: notice.paperId, reason: '文书有误' });
    await world.until('the service ends', async () => (await statusOf(`service/${notice.dutyId}`)) === 'COMPLETED');
    expect(await world.client.workflow.getHandle(`service/${notice.dutyId}`).result()).toBe('withdrawn');
  });

  it('gateway down: a training step says so, and the message goes out once when it is back', async () => {
    const caseId = await filed(world);
    world.gateway.down = true;
    await expect(stepTo(world.source, 'next')).rejects.toMatchObject({ name: 'TrainingProblem', code: 'keepsFailing' });
    expect(world.gateway.delivered.filter((message) => message.caseId === caseId)).toHaveLength(0);
    world.gateway.down = false;
    await world.until('the message goes out in the end', async () => (await world.ask("SELECT 1 FROM duty WHERE case_id = $1 AND kind = 'escalate' AND status = 'owed'", [caseId])).length === 0, 40_000);
    expect(world.gateway.delivered.filter((message) => message.caseId === caseId)).toHaveLength(1);
  });

  it('Temporal away: commands go on, the relay keeps the wakes, and delivers them when it answers again', async () => {
    await world.relay?.stop();
    const nowhere = Connection.lazy({ address: '127.0.0.1:1' });
    const lost = new OutboxRelay(world.source, new WorkflowWaker(new Client({ connection: nowhere, namespace: world.namespace })), world.log);
    const caseId = await opened(world);
    const logged = world.logged.length;
    await lost.round();
    await lost.round();
    expect(await outboxIsEmpty()).toBe(false);
    expect(world.logged.slice(logged)).toEqual([expect.stringContaining('Temporal does not take wakes')]);
    await nowhere.close();
    world.startRelay();
    await world.until('the workflow sleeps', () => isArmed(caseId));
  });

  it('a relay that dies between claim and signal: its lease runs out and another delivers; two relays claim disjoint rows', async () => {
    await world.relay?.stop();
    const cases = await Promise.all([opened(world), opened(world), opened(world)]);
    await world.source.query('SELECT claim_outbox(1, make_interval(secs => 0.5))');
    const woken: string[] = [];
    const waker = { wake: (id: string) => { woken.push(id); return Promise.resolve(); } };
    const relays = [new OutboxRelay(world.source, waker, world.log), new OutboxRelay(world.source, waker, world.log)];
    await world.until('all rows are settled', async () => { await Promise.all(relays.map((relay) => relay.round())); return outboxIsEmpty(); });
    expect(woken.filter((id) => cases.some((caseId) => id === caseWorkflowId(caseId))).sort()).toEqual(cases.map(caseWorkflowId).sort());
    world.startRelay();
    await rearmCases(world.source, { everything: false });
    for (const caseId of cases) await world.until('armed', () => isArmed(caseId));
  });

  it('written while it is signalled: the row stays and is signalled once more', async () => {
    await world.relay?.stop();
    const caseId = await opened(world);
    let signals = 0;
    const relay = new OutboxRelay(world.source, { wake: async (id) => { if (id === caseWorkflowId(caseId) && (signals += 1) === 1) await world.ask('UPDATE outbox SET version = version + 1 WHERE workflow_id = $1', [id]); } }, world.log);
    await world.until('settled', async () => { await relay.round(); return outboxIsEmpty(); });
    expect(signals).toBe(2);
    await rearmCases(world.source, { everything: false });
    world.startRelay();
  });

  it('Temporal lost: another namespace is recognized, everything owed starts again, and what is due lapses', async () => {
    const caseId = await filed(world);
    await world.until('the workflow sleeps', () => isArmed(caseId));
    await recognizeTemporal(world.source, world.client, world.namespace);
    await world.stop();
    const { address, namespace } = await freshNamespace();
    const connection = await Connection.connect({ address });
    const client = new Client({ connection, namespace });
    const next = world.elsewhere(client, namespace);
    await next.start();
    expect(await recognizeTemporal(world.source, client, namespace)).toBe(true);
    expect(await recognizeTemporal(world.source, client, namespace)).toBe(false);
    expect(await rearmCases(world.source, { everything: false })).toBeGreaterThan(0);
    await world.until('the workflow sleeps in the new Temporal', () => isArmed(caseId));
    const step = await stepTo(world.source, legalDate('2025-09-01'), { longest: 60_000 });
    expect(step.at).toBe('2025-08-31T16:00:00.000Z');
    expect(await world.ask("SELECT 1 FROM case_event WHERE case_id = $1 AND type = 'clockLapsed' AND payload ->> 'clock' = 'PEN-03'", [caseId])).toHaveLength(1);
    await next.stop();
    await connection.close();
    await noteTemporalNamespace(world.source, 'none');
  }, 90_000);
});
