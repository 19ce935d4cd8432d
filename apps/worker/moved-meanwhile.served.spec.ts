import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { caseWorkflowId } from '#contracts';
import { unarmedCases, withCase } from '#store';
import { createActivities } from './activities/index.ts';
import { WorkflowWaker } from './temporal/workflow-waker.ts';
import { filed } from './testing/penalty.ts';
import { World } from './testing/world.ts';

let world: World;
let holder: Client;
beforeAll(async () => {
  world = await World.open();
  holder = new Client(world.county.database.superuserUrl);
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await world.close();
});

const waiting = async (): Promise<number> => (await world.ask<{ n: number }>("SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"))[0]?.n ?? 0;

it('a case that moves to another office while its workflow looks at it is found there: the workflow goes on and the case is armed', async () => {
  const caseId = await filed(world);
  await world.until('the workflow sleeps', async () => !(await unarmedCases(world.source)).includes(caseId));
  // Nobody else looks from here on.
  await world.stop();
  await world.ask('UPDATE case_head SET seen_revision = NULL WHERE case_id = $1', [caseId]);

  // Both wait for the case, the transfer first; the look has asked for the office before that.
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM case_head WHERE case_id = $1 FOR UPDATE', [caseId]);
  const moved = world.county.done(8, caseId, { type: 'transferCase', toOfficeId: 'wuhou', instrument: '勉司移〔2025〕1号', reason: '指定管辖' });
  await world.until('the transfer waits', async () => await waiting() === 1);
  const activities = createActivities({ source: world.source, commands: world.county.deps, waker: new WorkflowWaker(world.client), gateway: { send: () => Promise.resolve('taken') }, wakeSpreadSeconds: 0, log: world.log });
  const looked = activities.advance(caseId);
  const seen = withCase(world.source, caseId, async (manager, office) => ({ office, heads: await manager.query<object[]>('SELECT office_id FROM case_head WHERE case_id = $1', [caseId]) }));
  await world.until('both looks wait', async () => await waiting() === 3, 8_000);
  await holder.query('COMMIT');

  expect((await moved).status).toBe('done');
  await expect(looked).resolves.toMatchObject({ phase: 'investigation', closed: false });
  expect(await seen).toEqual({ office: 'wuhou', heads: [{ office_id: 'wuhou' }] });
  expect(await world.ask('SELECT office_id, seen_revision = seq AS seen FROM case_head WHERE case_id = $1', [caseId])).toEqual([{ office_id: 'wuhou', seen: true }]);
  expect(await unarmedCases(world.source)).not.toContain(caseId);
  expect((await world.client.workflow.getHandle(caseWorkflowId(caseId)).describe()).status.name).toBe('RUNNING');
}, 120_000);
