import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Client } from 'pg';
import { startChild, type Child } from './child.ts';
import { freePort, until } from './ports.ts';
import { postgresAccount, postgresBinaries } from './postgres-binaries.ts';
import { prepareCluster, type Cluster } from './postgres-data.ts';
import { errorCode, ServerProblem } from './server-problem.ts';

/** What to start. */
export interface PostgresOrder {
  /** Absolute folder of the cluster; created when missing. `<dataDir>.password` beside it keeps the superuser's password. */
  readonly dataDir: string;
  /** Absolute path of the log file; `<dataDir>.log` when not given. */
  readonly logFile?: string;
  /** Port on 127.0.0.1; a free one when not given. */
  readonly port?: number;
  /** false: faster, loses data when the machine (not the process) dies. For tests only. */
  readonly fsync?: boolean;
  /** What its environment has besides ours. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A PostgreSQL that is running and answers. */
export interface PostgresServer {
  readonly port: number;
  readonly pid: number;
  /** Connection string of the superuser `postgres`, database `postgres`. */
  readonly superuserUrl: string;
  /** Ends connections and shuts down cleanly. */
  stop(): Promise<void>;
  /** Ends it at once; the next start recovers from the log. */
  kill(): void;
  /** Called once if it ends by itself, with how it ended. */
  onDeath(tell: (how: string) => void): void;
  lastLines(): Promise<string>;
}

/** A child that crashed leaves sessions that hold its memory for a moment longer. */
const passing = /pre-existing shared memory block|lock file .* already exists/;
const portTaken = /Address already in use/;

/**
 * Starts the PostgreSQL of the npm package on a data folder and waits until it answers (0.1 s; with a new folder about
 * one second). A server left behind on the same folder by a killed run is stopped first.
 * Throws ServerProblem with one sentence.
 */
export async function startPostgres(order: PostgresOrder): Promise<PostgresServer> {
  const account = await postgresAccount();
  const binaries = await postgresBinaries(account);
  const cluster = await prepareCluster(order.dataDir, binaries, account);
  const logFile = order.logFile ?? `${order.dataDir}.log`;
  await mkdir(dirname(logFile), { recursive: true });

  for (let attempt = 1; ; attempt += 1) {
    const port = order.port ?? await freePort();
    const child = await startChild({
      name: 'PostgreSQL', command: binaries.postgres, args: serverArguments(cluster, port, order.fsync ?? true), logFile,
      env: { ...process.env, ...order.env, LC_ALL: 'C', TZ: 'UTC' }, ...account,
    });
    const superuserUrl = `postgres://postgres:${cluster.superuserPassword}@127.0.0.1:${port}/postgres`;
    if (await until(() => answers(superuserUrl), 60_000, () => child.hasEnded())) return serverOf(child, port, superuserUrl);

    const lines = await child.lastLines();
    await child.stop('SIGQUIT', 2_000);
    const again = passing.test(lines) || (order.port === undefined && portTaken.test(lines));
    if (again && attempt < 5) continue;
    if (portTaken.test(lines)) throw new ServerProblem(`Port ${port} is taken, so PostgreSQL cannot listen there: stop what uses it, or choose another port.`);
    throw new ServerProblem(`PostgreSQL did not start on ${cluster.folder}; its last lines (${logFile}):\n${lines}`);
  }
}

function serverOf(child: Child, port: number, superuserUrl: string): PostgresServer {
  return {
    port, pid: child.pid, superuserUrl,
    stop: () => child.stop('SIGINT', 20_000),
    kill: child.kill,
    onDeath: child.onDeath,
    lastLines: child.lastLines,
  };
}

function serverArguments({ folder }: Cluster, port: number, fsync: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The statement and the detail of an error may hold personal data; its message and code do not.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', folder, '-p', String(port), ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])];
}

/** Whether a session can be opened. Throws when a server answers that does not know our password. */
async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03') return false;
    if (code === '28P01') throw new ServerProblem(`The PostgreSQL that answers at ${new URL(url).host} does not know our password: either another server has the port, or the password file in the data folder was changed.`);
    throw error;
  } finally {
    await client.end();
  }
}
