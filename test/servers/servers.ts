import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRoles, databaseUrls, newRolePasswords } from '../../scripts/servers/databases.ts';
import { killEveryChild } from '../../scripts/servers/child.ts';
import { startPostgres, type PostgresServer } from '../../scripts/servers/postgres.ts';
import { stopPostgresLeftBehind } from '../../scripts/servers/postgres-data.ts';
import { argumentsOf } from '../../scripts/servers/running-process.ts';
import { startTemporal, stopTemporalLeftBehind, type TemporalServer } from '../../scripts/servers/temporal.ts';

interface TestServers {
  readonly folder: string;
  readonly postgres: PostgresServer;
  readonly temporal: TemporalServer;
}

declare global {
  // Setup and teardown are loaded separately; Jest keeps only globalThis between them.
  var anjuanTestServers: TestServers | undefined;
}

const prefix = 'anjuan-test-';
const temporalLog = 'temporal.log';

/**
 * One PostgreSQL (without fsync) and one Temporal (in memory) for the whole run. Their addresses reach the tests as
 * ANJUAN_TEST_POSTGRES (superuser), ANJUAN_TEST_OWNER_URL and ANJUAN_TEST_APP_URL (`{db}` stands for the database) and
 * ANJUAN_TEST_TEMPORAL.
 */
export async function startTestServers(): Promise<void> {
  await removeLeftovers();
  const folder = join(tmpdir(), `${prefix}${process.pid}`);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  // A run that is interrupted never reaches the teardown.
  process.once('exit', killEveryChild);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      killEveryChild();
      process.kill(process.pid, name);
    });
  }
  const [startedPostgres, startedTemporal] = await Promise.allSettled([
    startPostgres({ dataDir: join(folder, 'postgres'), fsync: false }),
    startTemporal({ logFile: join(folder, temporalLog) }),
  ]);
  if (startedPostgres.status === 'rejected' || startedTemporal.status === 'rejected') {
    await remove(folder);
    throw startedPostgres.status === 'rejected' ? startedPostgres.reason : (startedTemporal as PromiseRejectedResult).reason;
  }
  const { value: postgres } = startedPostgres;
  const { value: temporal } = startedTemporal;
  globalThis.anjuanTestServers = { folder, postgres, temporal };

  const passwords = newRolePasswords();
  await createRoles(postgres.superuserUrl, passwords);
  const urls = databaseUrls(postgres.superuserUrl, passwords, '{db}');
  process.env.ANJUAN_TEST_POSTGRES = postgres.superuserUrl;
  process.env.ANJUAN_TEST_OWNER_URL = urls.ownerUrl;
  process.env.ANJUAN_TEST_APP_URL = urls.appUrl;
  process.env.ANJUAN_TEST_TEMPORAL = temporal.address;
}

/** Stops both servers and removes their files. */
export async function stopTestServers(): Promise<void> {
  const servers = globalThis.anjuanTestServers;
  if (!servers) return;
  await Promise.all([servers.postgres.stop(), servers.temporal.stop()]);
  await rm(servers.folder, { recursive: true, force: true });
  globalThis.anjuanTestServers = undefined;
}

/** Ends the servers of runs that were killed, and deletes their folders. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const run = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (!Number.isInteger(run)) continue;
    if (run === process.pid || !(await argumentsOf(run))?.includes('jest')) await remove(join(tmpdir(), name));
  }
}

async function remove(folder: string): Promise<void> {
  await stopPostgresLeftBehind(join(folder, 'postgres'));
  await stopTemporalLeftBehind(join(folder, `${temporalLog}.pid`));
  await rm(folder, { recursive: true, force: true });
}
