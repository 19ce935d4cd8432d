import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { migratedDatabase, type TestDatabase } from '../../../../test/servers/database.ts';
import { openStore } from '../../open-store.ts';

/** A migrated database with one county, two townships, a case of each, and nothing else. */
export interface TwoOffices {
  database: TestDatabase;
  store: DataSource;
  here: { actorId: string; offices: string[] };
  there: { actorId: string; offices: string[] };
  hereCase: string;
  thereCase: string;
  /** SQL past every rule, as the superuser. */
  asSuperuser(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** SQL as the owner of the tables: past row security, not past triggers. */
  asOwner(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function twoOffices(): Promise<TwoOffices> {
  const database = await migratedDatabase();
  const store = await openStore(database.appUrl, { applicationName: 'test' });
  const hereCase = randomUUID();
  const thereCase = randomUUID();
  const asOwner = (sql: string, values: unknown[] = []) => run(database.ownerUrl, sql, values);
  await asOwner(`INSERT INTO county VALUES ('610725', '勉县')`);
  await asOwner(`INSERT INTO office VALUES ('T1', '610725', 'township', '勉阳街道办事处', '勉综执', '610725001'), ('T2', '610725', 'township', '武侯镇人民政府', '武综执', '610725102')`);
  for (const [caseId, office] of [[hereCase, 'T1'], [thereCase, 'T2']]) {
    await asOwner(
      `INSERT INTO case_head (case_id, office_id, county_id, pack, case_number, seq, head_hash, revision, phase, opened_on, evolve_version, state, last_recorded_at, calendar_version)
       VALUES ($1::uuid, $2, '610725', 'administrative-penalty', $1::text, 0, repeat('0', 64), 0, 'filed', '2025-09-28', 1, '{}', '2025-09-28T01:00:00Z', 'seed')`, [caseId, office]);
  }
  return {
    database, store, hereCase, thereCase, asOwner,
    here: { actorId: 'wang', offices: ['T1'] },
    there: { actorId: 'li', offices: ['T2'] },
    asSuperuser: (sql, values = []) => run(database.superuserUrl, sql, values),
    close: async () => {
      await store.destroy();
      // destroy() does not wait for the server to see the end of its sessions; killing them then would be an error of the pool.
      for (let tries = 0; tries < 100; tries += 1) {
        const [row] = await run(database.superuserUrl, "SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname = $1 AND application_name = 'test'", [database.name]);
        if (row?.open === 0) break;
        await pause(10);
      }
      await database.drop();
    },
  };
}

async function run(url: string, sql: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
