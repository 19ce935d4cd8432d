import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { personId } from '#commands/testing/county';
import { caseWorkflowId } from '#contracts';
import { stepTo } from '#commands/training';
import { legalDate } from '#law';
import { rearmCases, unarmedCases } from '#store';
import { asSuperuser } from '../../scripts/servers/databases.ts';
import { filed } from './testing/penalty.ts';
import { World } from './testing/world.ts';

let world: World;
beforeAll(async () => { world = await World.open(); });
afterAll(() => world.close());

/** Keeps everybody out of the database while it is copied or replaced, as a restore does; sessions are cut. */
async function whileNobodyIsIn(names: readonly string[], work: (query: (sql: string) => Promise<unknown>) => Promise<void>): Promise<void> {
  const administration = new URL(world.county.database.superuserUrl);
  administration.pathname = '/postgres';
  await asSuperuser(administration.href, async (client) => {
    for (const name of names) {
      await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    }
    await work((sql) => client.query(sql));
  });
}

it('PostgreSQL restored behind Temporal: revisions fall, wakes still read, and what is due lapses once', async () => {
  const { name } = world.county.database;
  const backup = `${name}_backup`;
  const caseId = await filed(world);
  const revisionOf = async (): Promise<number> => (await world.ask<{ revision: number }>('SELECT revision FROM case_head WHERE case_id = $1', [caseId]))[0]?.revision ?? 0;
  const isArmed = async (): Promise<boolean> => !(await unarmedCases(world.source)).includes(caseId);
  await world.until('the workflow sleeps', isArmed);
  const atBackup = await revisionOf();
  await whileNobodyIsIn([name], async (query) => {
    await query(`CREATE DATABASE ${backup} OWNER anjuan_owner TEMPLATE ${name}`);
    await query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  });

  // The case goes on after the backup, and the workflow has seen it.
  await world.county.done(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '照片' }, officers: [personId(1), personId(2)] });
  await world.county.done(4, caseId, { type: 'takeStep', step: 'suspendDecisionPeriod', facts: { suspensionGround: '等待鉴定' } });
  await world.county.done(4, caseId, { type: 'takeStep', step: 'orderCorrection', facts: { correctionFacts: '占用消防车通道', correctionBasis: '《中华人民共和国行政处罚法》第二十八条', correctionOrder: '清除堆放物', correctionDueOn: '2025-04-30' } });
  await world.until('the workflow sleeps again', isArmed);
  const [owed] = await world.ask<{ workflow_id: string }>("SELECT workflow_id FROM duty WHERE case_id = $1 AND kind = 'serve' AND status = 'owed'", [caseId]);
  const service = world.client.workflow.getHandle(owed?.workflow_id ?? '');
  await world.until('the service of the order runs', async () => (await world.statusOf(service.workflowId)) === 'RUNNING');
  const before = await world.client.workflow.getHandle(caseWorkflowId(caseId)).describe();
  expect(await revisionOf()).toBeGreaterThan(atBackup);

  await whileNobodyIsIn([name], async (query) => {
    await query(`DROP DATABASE ${name}`);
    await query(`ALTER DATABASE ${backup} RENAME TO ${name}`);
    await query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  });
  expect(await revisionOf()).toBe(atBackup);

  // Temporal still runs the workflow that had seen the later record; a wake makes it read what there is now.
  expect(await rearmCases(world.source, { everything: true })).toBeGreaterThan(0);
  await world.until('the workflow sleeps by the restored record', isArmed);
  // Nobody owes the service of an order that the record does not have.
  expect(await service.result()).toBe('gone');
  const after = await world.client.workflow.getHandle(caseWorkflowId(caseId)).describe();
  expect([after.status.name, after.runId]).toEqual(['RUNNING', before.runId]);
  await stepTo(world.source, legalDate('2025-09-01'), { longest: 60_000 });
  expect(await world.ask("SELECT 1 FROM case_event WHERE case_id = $1 AND type = 'clockLapsed' AND payload ->> 'clock' = 'PEN-03'", [caseId])).toHaveLength(1);
}, 120_000);
