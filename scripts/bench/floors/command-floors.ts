/** What the same machine does without us: a route, a commit, the transaction of a command, a Temporal Update. */
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Pool } from 'pg';
import { startChild } from '../../servers/child.ts';
import { freePort, accepts, until } from '../../servers/ports.ts';
import type { BenchInstance } from '../bench-instance.ts';
import { closedLoop, Target, type Load } from '../load.ts';
import type { floorUpdate } from './update-workflow.ts';

export interface Floor { name: string; load: Load }

export async function measureFloors(instance: BenchInstance, built: string, many: number, clients: number): Promise<Floor[]> {
  return [
    { name: 'bare HTTP route', load: await bareRoute(instance, built, many, clients) },
    ...await bareDatabase(instance.database.ownerUrl, many, clients),
    { name: 'Temporal Update with one activity', load: await temporalUpdate(instance, built, Math.ceil(many / 8), clients) },
  ];
}

/** The same server library, a token compared, a constant answer. */
async function bareRoute({ dataDir }: BenchInstance, built: string, many: number, clients: number): Promise<Load> {
  const port = await freePort();
  const child = await startChild({ name: 'Bare route', command: process.execPath, args: [join(built, 'scripts/bench/floors/bare-route.js'), String(port)], logFile: join(dataDir, 'bare-route.log') });
  const target = new Target(`http://127.0.0.1:${port}`);
  try {
    if (!(await until(() => accepts(port), 20_000, child.hasEnded))) throw new Error(`The bare route did not answer: ${await child.lastLines()}`);
    return await closedLoop(clients, many, async () => {
      const { status } = await target.ask({ method: 'POST', path: '/step', token: 'bench', body: { facts: { a: 1 } } });
      return status === 200 ? null : `bare route: ${status}`;
    });
  } finally {
    target.close();
    await child.stop('SIGTERM', 5_000);
  }
}

const TABLES = `
  CREATE SCHEMA bench_floor;
  CREATE TABLE bench_floor.head (id int PRIMARY KEY, seq int NOT NULL, state jsonb NOT NULL);
  CREATE TABLE bench_floor.event (id int NOT NULL, seq int NOT NULL, payload jsonb NOT NULL, hash text NOT NULL, PRIMARY KEY (id, seq));
  CREATE TABLE bench_floor.key (key uuid PRIMARY KEY, outcome jsonb);
  CREATE TABLE bench_floor.clock (id int PRIMARY KEY, view jsonb NOT NULL);
  CREATE TABLE bench_floor.outbox (id int PRIMARY KEY, version int NOT NULL);
  INSERT INTO bench_floor.head SELECT n, 0, jsonb_build_object('text', repeat('state ', 800)) FROM generate_series(1, 320) n;
  INSERT INTO bench_floor.clock SELECT n, '{}' FROM generate_series(1, 320) n;`;

/** One row committed; and the statements of a command (key, lock, event, clock, head, outbox, outcome) without law, rights or keys. */
async function bareDatabase(url: string, many: number, clients: number): Promise<Floor[]> {
  const pool = new Pool({ connectionString: url, max: clients });
  try {
    await pool.query(TABLES);
    const commit = await closedLoop(clients, many, async () => { await pool.query('INSERT INTO bench_floor.key (key) VALUES ($1)', [randomUUID()]); return null; });
    const state = JSON.stringify({ text: 'state '.repeat(800) });
    const transaction = await closedLoop(clients, many, async (n) => {
      const id = 1 + (n % 320);
      const client = await pool.connect();
      try {
        const key = randomUUID();
        await client.query('BEGIN');
        await client.query({ name: 'actor', text: "SELECT set_config('app.actor', $1, true)", values: ['bench'] });
        await client.query({ name: 'key', text: 'INSERT INTO bench_floor.key (key) VALUES ($1) ON CONFLICT DO NOTHING', values: [key] });
        const { rows: [head] } = await client.query<{ seq: number }>({ name: 'lock', text: 'SELECT seq, state FROM bench_floor.head WHERE id = $1 FOR UPDATE', values: [id] });
        const seq = (head?.seq ?? 0) + 1;
        await client.query({ name: 'now', text: 'SELECT clock_timestamp()', values: [] });
        await client.query({ name: 'event', text: 'INSERT INTO bench_floor.event (id, seq, payload, hash) VALUES ($1, $2, $3, $4)', values: [id, seq, '{"step":"takeEvidence"}', key] });
        await client.query({ name: 'clock', text: "UPDATE bench_floor.clock SET view = jsonb_build_object('seq', $2::int) WHERE id = $1", values: [id, seq] });
        await client.query({ name: 'head', text: 'UPDATE bench_floor.head SET seq = $2, state = $3 WHERE id = $1', values: [id, seq, state] });
        await client.query({ name: 'outbox', text: 'INSERT INTO bench_floor.outbox AS o (id, version) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET version = o.version + 1', values: [id] });
        await client.query({ name: 'outcome', text: 'UPDATE bench_floor.key SET outcome = $2 WHERE key = $1', values: [key, '{"done":true}'] });
        await client.query('COMMIT');
      } finally {
        client.release();
      }
      return null;
    });
    return [{ name: 'bare PostgreSQL commit', load: commit }, { name: 'bare transaction', load: transaction }];
  } finally {
    await pool.query('DROP SCHEMA IF EXISTS bench_floor CASCADE');
    await pool.end();
  }
}

/** What waiting for Temporal would cost: an Update to a running workflow whose one activity writes one row. */
async function temporalUpdate({ temporalAddress, database }: BenchInstance, built: string, many: number, clients: number): Promise<Load> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const pool = new Pool({ connectionString: database.ownerUrl, max: clients });
  const native = await NativeConnection.connect({ address: temporalAddress });
  const connection = await Connection.connect({ address: temporalAddress });
  const taskQueue = `bench-${randomUUID()}`;
  try {
    await pool.query('CREATE TABLE IF NOT EXISTS public.bench_update (id uuid PRIMARY KEY)');
    const worker = await Worker.create({ connection: native, namespace: 'default', taskQueue, workflowsPath: join(built, 'scripts/bench/floors/update-workflow.js'), activities: { writeRow: async () => { await pool.query('INSERT INTO public.bench_update VALUES ($1)', [randomUUID()]); } } });
    const running = worker.run();
    const client = new TemporalClient({ connection });
    const handles = await Promise.all(Array.from({ length: clients }, () => client.workflow.start<typeof floorUpdate>('floorUpdate', { taskQueue, workflowId: randomUUID() })));
    const load = await closedLoop(clients, many, async (n) => {
      await handles[n % handles.length]?.executeUpdate('write');
      return null;
    });
    await Promise.all(handles.map((handle) => handle.terminate('the floor was measured')));
    worker.shutdown();
    await running;
    return load;
  } finally {
    await pool.query('DROP TABLE IF EXISTS public.bench_update');
    await pool.end();
    await connection.close();
    await native.close();
  }
}
