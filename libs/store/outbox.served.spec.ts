import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { legalInstant } from '#law';
import { setArmed } from './case-head.ts';
import { noteTemporalNamespace, useProfile } from './instance.ts';
import { claimOutbox, failOutbox, outboxState, putOutbox, settleOutbox } from './outbox.ts';
import { dueCases, nextDueInstant, rearmCases, unarmedCases, wakeDueCases } from './rearm.ts';
import { insertCase, openRecord, type TestRecord } from './testing/record.ts';

let record: TestRecord;
beforeAll(async () => {
  record = await openRecord();
  await useProfile(record.app, 'training', { mode: 'stepped', at: legalInstant('2025-03-03T00:00:00.000Z') });
});
afterAll(() => record.close());
beforeEach(() => record.owner.query('DELETE FROM outbox'));
/** As if the time of every lease and every delay were over: no test waits for a clock that others slow down. */
const timePasses = () => record.owner.query("UPDATE outbox SET claimed_until = clock_timestamp() - interval '1 second'");
const put = (workflowId: string) => record.in(['east'], (m) => putOutbox(m, workflowId));

it('holds one open row a workflow, whoever writes', async () => {
  await Promise.all([put('case/1'), put('case/1'), put('case/1')]);
  expect(await claimOutbox(record.app, 10, 30)).toEqual([{ workflowId: 'case/1', version: '3', attempts: 0 }]);
});

it('a claim is a lease: nobody else claims it until it is over, then somebody does', async () => {
  await put('case/1');
  expect(await claimOutbox(record.app, 10, 30)).toHaveLength(1);
  expect(await claimOutbox(record.app, 10, 30)).toEqual([]);
  await timePasses();
  expect(await claimOutbox(record.app, 10, 30)).toHaveLength(1);
});

it('a lease given before the clock of the machine was set back holds up nothing', async () => {
  await put('case/1');
  await put('case/2');
  await claimOutbox(record.app, 1, 60);
  await record.owner.query("UPDATE outbox SET claimed_until = clock_timestamp() + interval '3 hours' WHERE workflow_id = 'case/2'");
  expect((await claimOutbox(record.app, 10, 30)).map(({ workflowId }) => workflowId)).toEqual(['case/2']);
});

it('relays that claim together get disjoint rows', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, n) => put(`case/${n}`)));
  const claims = (await Promise.all([1, 2, 3, 4].map(() => claimOutbox(record.app, 10, 30)))).flat().map((row) => row.workflowId);
  expect(new Set(claims).size).toBe(claims.length);
  const rest = (await claimOutbox(record.app, 100, 30)).map((row) => row.workflowId);
  expect(new Set([...claims, ...rest]).size).toBe(30);
});

it('what was written while the signal was under way is signalled once more', async () => {
  await put('case/1');
  const [claim] = await claimOutbox(record.app, 1, 30);
  await put('case/1');
  expect(await settleOutbox(record.app, claim!)).toBe(false);
  const [again] = await claimOutbox(record.app, 1, 30);
  expect(again?.version).toBe('2');
  expect(await settleOutbox(record.app, again!)).toBe(true);
  expect(await outboxState(record.app)).toEqual({ waiting: 0, failing: 0, oldest: null });
});

it('a failed signal waits its turn and is counted', async () => {
  await put('case/1');
  await claimOutbox(record.app, 1, 30);
  await failOutbox(record.app, 'case/1', 'Temporal does not answer', 30);
  expect(await claimOutbox(record.app, 1, 30)).toEqual([]);
  expect(await outboxState(record.app)).toMatchObject({ waiting: 1, failing: 1 });
  await timePasses();
  expect(await claimOutbox(record.app, 1, 30)).toMatchObject([{ attempts: 1 }]);
});

it('a case is unarmed until its workflow sleeps for its next wake and has seen the last; another Temporal disarms all', async () => {
  const caseId = await insertCase(record, 'east');
  const wakeAt = legalInstant('2025-04-01T16:00:00.000Z');
  await record.owner.query('UPDATE case_head SET next_wake_at = $2, woken_seq = 1 WHERE case_id = $1', [caseId, wakeAt]);
  expect(await unarmedCases(record.app)).toContain(caseId);
  await record.in(['east'], (m) => setArmed(m, caseId, wakeAt, 1));
  expect(await unarmedCases(record.app)).not.toContain(caseId);
  await record.owner.query('UPDATE case_head SET seq = 2, woken_seq = 2 WHERE case_id = $1', [caseId]);
  expect(await unarmedCases(record.app)).toContain(caseId);
  await record.in(['east'], (m) => setArmed(m, caseId, wakeAt, 2));
  expect(await rearmCases(record.app, { everything: false })).toBe(0);
  expect(await rearmCases(record.app, { everything: true })).toBe(1);
  expect(await noteTemporalNamespace(record.app, 'first')).toBe(true);
  await record.in(['east'], (m) => setArmed(m, caseId, wakeAt, 2));
  expect(await noteTemporalNamespace(record.app, 'first')).toBe(false);
  expect(await noteTemporalNamespace(record.app, 'second')).toBe(true);
  expect(await unarmedCases(record.app)).toContain(caseId);
  expect(await rearmCases(record.app, { everything: false })).toBe(1);
});

it('what is due at an instant is found and woken across offices', async () => {
  await record.owner.query('UPDATE case_head SET next_wake_at = NULL');
  const [east, west] = [await insertCase(record, 'east'), await insertCase(record, 'west')];
  await record.owner.query("UPDATE case_head SET next_wake_at = CASE office_id WHEN 'east' THEN timestamptz '2025-05-02Z' ELSE '2025-05-01Z' END WHERE case_id = ANY ($1)", [[east, west]]);
  expect(await nextDueInstant(record.app)).toBe('2025-05-01T00:00:00.000Z');
  expect(await dueCases(record.app, legalInstant('2025-05-01T00:00:00.000Z'))).toEqual([{ caseId: west, wakeAt: '2025-05-01T00:00:00.000Z' }]);
  expect(await wakeDueCases(record.app, legalInstant('2025-05-02T00:00:00.000Z'))).toBe(2);
  expect((await claimOutbox(record.app, 10, 30)).map((row) => row.workflowId).sort()).toEqual([`case/${east}`, `case/${west}`].sort());
});
