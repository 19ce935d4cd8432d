import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Connection } from '@temporalio/client';
import { startChild, type Child } from './child.ts';
import { accepts, freePort, until } from './ports.ts';
import { stopOrphan } from './running-process.ts';
import { errorCode, ServerProblem } from './server-problem.ts';
import { temporalCli } from './temporal-cli.ts';

/** What to start. */
export interface TemporalOrder {
  /** Absolute path of the server's SQLite file; in memory when not given. */
  readonly dbFile?: string;
  /** Absolute path of the log file; `<dbFile>.log` when not given, or a file in the system's temporary folder. */
  readonly logFile?: string;
  /** Port on 127.0.0.1; a free one when not given. */
  readonly port?: number;
  /** Further namespace to have beside `default`. */
  readonly namespace?: string;
  /** Called before the program is downloaded. */
  readonly onFetch?: () => void;
}

/** A Temporal development server that is running and answers. */
export interface TemporalServer {
  /** `127.0.0.1:port`, for TEMPORAL_ADDRESS. */
  readonly address: string;
  readonly port: number;
  readonly pid: number;
  /** Shuts down cleanly (about one second). */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
  /** Called once if it ends by itself, with how it ended. */
  onDeath(tell: (how: string) => void): void;
  lastLines(): Promise<string>;
}

/**
 * The development server keeps all in one SQLite file, which one connection writes. Of its own accord it works on 512
 * timers at once. When five thousand ended at the same midnight, thousands of its updates and reads were given up after
 * three seconds, and for half a minute next to none got through (docs/performance.md); a few at once keep the connection
 * busy. One partition keeps a queue in the order in which it was filled; what
 * an earlier start left in the other three is still read.
 */
const settings: Readonly<Record<string, number>> = {
  'history.timerProcessorSchedulerWorkerCount': 8,
  'history.transferProcessorSchedulerWorkerCount': 8,
  'history.visibilityProcessorSchedulerWorkerCount': 4,
  'matching.numTaskqueueWritePartitions': 1,
};

/**
 * Starts a Temporal development server and waits until its namespace answers. A second server on the same file would
 * start without complaint and ruin it, so the process id is kept in `<dbFile>.pid` (of a server in memory: `<logFile>.pid`), and a server left behind by a
 * killed run is stopped first; the launcher's own lock keeps a living one away.
 * Throws ServerProblem with one sentence.
 */
export async function startTemporal(order: TemporalOrder): Promise<TemporalServer> {
  const { path } = await temporalCli(order.onFetch);
  const logFile = order.logFile ?? (order.dbFile === undefined ? join(tmpdir(), `anjuan-temporal-${process.pid}.log`) : `${order.dbFile}.log`);
  const pidFile = `${order.dbFile ?? logFile}.pid`;
  await mkdir(dirname(logFile), { recursive: true });
  if (order.dbFile !== undefined) await mkdir(dirname(order.dbFile), { recursive: true });
  await stopTemporalLeftBehind(pidFile);

  for (let attempt = 1; ; attempt += 1) {
    const port = order.port ?? await freePort();
    const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--headless', '--log-level', 'error', ...Object.entries(settings).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`])];
    // With a log of its own the file takes four times as many workflow starts a second as with SQLite's rollback journal.
    // What a loss of power takes is owed by the record and woken again (`npm run rearm`).
    if (order.dbFile !== undefined) args.push('--db-filename', order.dbFile, '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal');
    if (order.namespace !== undefined && order.namespace !== 'default') args.push('--namespace', order.namespace);
    const child = await startChild({ name: 'Temporal', command: path, args, logFile, env: { ...process.env, TZ: 'UTC' } });
    await writeFile(pidFile, `${child.pid} ${port}\n`);
    const address = `127.0.0.1:${port}`;
    // The first gRPC attempt must not come too early: its back-off alone costs a second.
    const listening = await until(() => accepts(port), 60_000, () => child.hasEnded());
    if (listening && await until(() => hasNamespace(address, order.namespace ?? 'default'), 60_000, () => child.hasEnded())) {
      return serverOf(child, port, address, pidFile);
    }
    const lines = await child.lastLines();
    await child.stop('SIGTERM', 2_000);
    const taken = /address already in use|port .* (is|not) /i.test(lines);
    if (taken && order.port === undefined && attempt < 5) continue;
    if (taken) throw new ServerProblem(`Port ${port} is taken, so Temporal cannot listen there: stop what uses it, or choose another port.`);
    throw new ServerProblem(`Temporal (${path}) did not start; its last lines (${logFile}):\n${lines}`);
  }
}

function serverOf(child: Child, port: number, address: string, pidFile: string): TemporalServer {
  return {
    address, port, pid: child.pid,
    stop: async () => {
      await child.stop('SIGTERM', 10_000);
      await rm(pidFile, { force: true });
    },
    kill: child.kill,
    onDeath: child.onDeath,
    lastLines: child.lastLines,
  };
}

/** Stops the server of a killed run that `pidFile` (process id and port) names, if it still runs, and removes the file. */
export async function stopTemporalLeftBehind(pidFile: string): Promise<void> {
  const text = await readFile(pidFile, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return;
  const [, pid, port] = /^(\d+) (\d+)$/.exec(text.trim()) ?? [];
  if (pid !== undefined) await stopOrphan(Number(pid), ['start-dev', `--port ${port}`], 'SIGTERM', 10_000);
  await rm(pidFile, { force: true });
}

/** Whether the server knows the namespace by now. */
export async function hasNamespace(address: string, namespace: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: '10s' }).catch(() => undefined);
  if (!connection) return false;
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  } catch (error) {
    // gRPC 5: the namespace is not there yet; 14: the service is not up yet.
    if (errorCode(error) === 5 || errorCode(error) === 14) return false;
    throw error;
  } finally {
    await connection.close();
  }
}
