/** Cases whose workflows sleep until one midnight: armed, woken, looked at, and the same with bare Temporal. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { type Client, Pool } from 'pg';
import { workflowTasks } from '#contracts';
import type { LegalDate } from '#law';
import { openStore, rearmCases } from '#store';
import type { BenchInstance } from './bench-instance.ts';
import { closedLoop } from './load.ts';
import type { floorTimer } from './floors/timer-workflow.ts';

/** Brings the legal clock of the instance to a day, and waits until everything due on the way is done. */
export async function stepTo(instance: BenchInstance, day: LegalDate): Promise<void> {
  const { status, body } = await instance.target.ask({ method: 'POST', path: '/api/training/clock', token: await instance.tokenOf('zhang.min'), body: { to: day }, key: randomUUID() });
  if (status !== 200) throw new Error(`The legal clock could not be stepped to ${day}: ${status} ${body}`);
}

/** As `npm run rearm` does it. */
export async function rearm({ database }: BenchInstance, everything: boolean): Promise<void> {
  const source = await openStore(database.appUrl, { applicationName: 'anjuan bench', poolSize: 1 });
  try {
    await rearmCases(source, { everything });
  } finally {
    await source.destroy();
  }
}

/** Waits until a workflow is known to sleep for each case. Answers after how many milliseconds. */
export async function whenAllArmed(instance: BenchInstance, owner: Client, cases: readonly string[], longest: number): Promise<number> {
  const began = Date.now();
  await rearm(instance, false);
  for (;;) {
    const { rows: [row] } = await owner.query<{ waiting: number }>('SELECT count(*)::int AS waiting FROM case_head WHERE case_id = ANY ($1::uuid[]) AND (armed_for IS DISTINCT FROM next_wake_at OR seen_revision IS DISTINCT FROM seq)', [cases]);
    if (row?.waiting === 0) return Date.now() - began;
    if (Date.now() - began > longest) throw new Error(`${row?.waiting} of ${cases.length} workflows were not asleep before midnight: this machine is too slow for the benchmark.`);
    await sleep(lookEvery(cases.length));
  }
}

export interface Lapses { /** Seconds from the end of the period to the last record. */ last: number; endedAt: number; broken: string[] }

/** Milliseconds between two looks at so many cases: to look is work for the database that is being measured. */
const lookEvery = (cases: number): number => Math.max(250, cases);

/** Waits until this clock has lapsed in every case, for `longest` milliseconds at most; then looks whether it has in each once, on its day. `onLook` hears how many have. */
export async function lapsesOf(owner: Client, { cases, clock, dueOn }: { cases: readonly string[]; clock: string; dueOn: LegalDate }, longest: number, onLook: (lapsed: number) => void = () => undefined): Promise<Lapses> {
  const began = Date.now();
  for (;;) {
    const { rows: [row] } = await owner.query<{ n: number }>("SELECT count(DISTINCT case_id)::int AS n FROM case_event WHERE case_id = ANY ($1::uuid[]) AND type = 'clockLapsed' AND payload->>'clock' = $2", [cases, clock]);
    if (row?.n === cases.length) break;
    onLook(row?.n ?? 0);
    if (Date.now() - began > longest) return { last: Number.NaN, endedAt: Date.now(), broken: [`${cases.length - (row?.n ?? 0)} of ${cases.length} lapses were never recorded.`] };
    await sleep(lookEvery(cases.length));
  }
  const { rows: [row] } = await owner.query<{ ended: Date; last: string; twice: number; other: number }>(`
    SELECT max(machine_at) AS ended, extract(epoch FROM max(recorded_at) - $2::timestamptz) AS last, count(*)::int - count(DISTINCT case_id)::int AS twice, (count(*) FILTER (WHERE occurred_on <> $3::date))::int AS other
    FROM case_event WHERE case_id = ANY ($1::uuid[]) AND type = 'clockLapsed' AND payload->>'clock' = $4`, [cases, `${dueOn}T16:00:00Z`, dueOn, clock]);
  return {
    last: Number(row?.last ?? Number.NaN), endedAt: row?.ended.getTime() ?? Date.now(),
    broken: [...(row?.twice === 0 ? [] : [`${row?.twice} lapses were recorded twice.`]), ...(row?.other === 0 ? [] : [`${row?.other} lapses bear another day than ${dueOn}.`])],
  };
}

/** Workflows that sleep until one instant and then write a row in a local activity. Answers seconds from that instant to the last row. */
export async function bareTimers({ temporalAddress, database }: BenchInstance, built: string, many: number, { armingMs, patienceMs }: { armingMs: number; patienceMs: number }): Promise<number> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const pool = new Pool({ connectionString: database.ownerUrl, max: 10 });
  const native = await NativeConnection.connect({ address: temporalAddress });
  const connection = await Connection.connect({ address: temporalAddress });
  const taskQueue = `bench-${randomUUID()}`;
  let [end, running] = [(): void => undefined, Promise.resolve()];
  try {
    await pool.query('CREATE TABLE public.bench_timer (id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp())');
    // Its workflows wait for their worker as ours do.
    const worker = await Worker.create({ connection: native, namespace: 'default', taskQueue, stickyQueueScheduleToStartTimeout: workflowTasks.waitForWorker, workflowsPath: join(built, 'scripts/bench/floors/timer-workflow.js'), activities: { writeRow: async () => { await pool.query('INSERT INTO public.bench_timer (id) VALUES ($1)', [randomUUID()]); } } });
    running = worker.run();
    end = () => { worker.shutdown(); };
    const client = new TemporalClient({ connection });
    const instant = Date.now() + armingMs;
    await closedLoop(16, many, async () => { await client.workflow.start<typeof floorTimer>('floorTimer', { taskQueue, workflowId: randomUUID(), args: [instant] }); return null; });
    if (Date.now() > instant) throw new Error('The bare timers could not be started before their instant: this machine is too slow for the benchmark.');
    for (const until = instant + patienceMs; Date.now() < until;) {
      const { rows: [row] } = await pool.query<{ n: number; last: Date }>('SELECT count(*)::int AS n, max(at) AS last FROM public.bench_timer');
      if (row?.n === many) return (row.last.getTime() - instant) / 1000;
      await sleep(lookEvery(many));
    }
    throw new Error('The bare timers did not all fire.');
  } finally {
    end();
    await running;
    await pool.query('DROP TABLE IF EXISTS public.bench_timer');
    await pool.end();
    await connection.close();
    await native.close();
  }
}
