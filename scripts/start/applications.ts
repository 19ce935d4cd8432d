import { writeFileSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { startChild, type Child } from '../servers/child.ts';
import { isPortFree, until } from '../servers/ports.ts';
import { stopOrphan } from '../servers/running-process.ts';
import { errorCode, ServerProblem } from '../servers/server-problem.ts';
import type { DataFolder } from './data-folder.ts';

/** One of our programs: the two applications, and the seed. */
export interface Application {
  readonly name: 'API' | 'Worker' | 'Seed' | `API ${number}` | `Worker ${number}`;
  /** Absolute path of its built main file. */
  readonly main: string;
  readonly env: NodeJS.ProcessEnv;
}

interface Recorded {
  readonly pid: number;
  readonly main: string;
}

const record = 'applications.json';
const graceMs = 15_000;

/** Stops API, worker and seed that a killed launcher left behind; they would hold the port and the old connection strings. */
export async function stopApplicationsLeftBehind(folder: DataFolder): Promise<void> {
  const text = await readFile(folder.file(record), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '[]';
    throw error;
  });
  let recorded: Recorded[] = [];
  try {
    recorded = JSON.parse(text) as Recorded[];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  await Promise.all(recorded.map(({ pid, main }) => stopOrphan(pid, [main, folder.path], 'SIGTERM', graceMs)));
  await rm(folder.file(record), { force: true });
}

/** Starts an application; its data folder stands on its command line so that a later start knows it again. */
export async function startApplication({ name, main, env }: Application, folder: DataFolder): Promise<Child> {
  await mkdir(folder.file('logs'), { recursive: true });
  return startChild({
    name, command: process.execPath, args: ['--enable-source-maps', main, folder.path], env, cwd: folder.path,
    logFile: folder.file(`logs/${name.toLowerCase().replace(' ', '-')}.log`),
    // What the seed prints is progress for the person; its errors are not.
    ...(name === 'Seed' ? { errorFile: folder.file('logs/seed-errors.log') } : {}),
  });
}

/** Keeps the process ids for the next start; at one go, since several may be starting at a time, and halves of two files would be no file. */
export function recordApplications(folder: DataFolder, running: readonly { child: Child; application: Application }[]): void {
  const entries: Recorded[] = running.map(({ child, application }) => ({ pid: child.pid, main: application.main }));
  writeFileSync(folder.file(record), JSON.stringify(entries), { mode: 0o600 });
}

/** Drains and ends all of them; there is nothing left for the next start to look for. */
export async function stopApplications(folder: DataFolder, children: readonly Child[]): Promise<void> {
  await Promise.all(children.map((child) => child.stop('SIGTERM', graceMs)));
  await rm(folder.file(record), { force: true });
}

/** Waits until the API answers that it is ready. Throws ServerProblem when it died or does not within a minute. */
export async function apiReady(child: Child, address: string): Promise<void> {
  const ready = async (): Promise<boolean> => {
    try {
      const answer = await fetch(`${address}/api/health/ready`, { signal: AbortSignal.timeout(5_000) });
      await answer.body?.cancel();
      return answer.status === 200;
    } catch (error) {
      // Refused or reset: it is not listening yet.
      if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')) return false;
      throw error;
    }
  };
  if (!(await until(ready, 60_000, child.hasEnded, 50)) || child.hasEnded()) throw await notReady(child);
}

/** Waits until the worker prints that it is polling. */
export async function workerReady(child: Child): Promise<void> {
  const ready = async (): Promise<boolean> => /worker ready/i.test(await child.written());
  if (!(await until(ready, 90_000, child.hasEnded, 50))) throw await notReady(child);
}

async function notReady(child: Child): Promise<ServerProblem> {
  const what = child.hasEnded() ? await child.ended : 'did not become ready in time';
  return diedSentence(child.name, what, child.logFile, await child.lastLines());
}

/** The sentence about a process that ended by itself: its own where it said why it does not start, else with its last lines. */
export function diedSentence(name: string, how: string, logFile: string, lastLines: string): ServerProblem {
  const own = /^The (?:API|worker) does not start: .+$/.exec(lastLines.trimEnd().split('\n').at(-1) ?? '');
  if (own) return new ServerProblem(own[0]);
  return new ServerProblem(`${name} ${how}; its last lines (all in ${logFile}):\n${lastLines.replaceAll(/^/gm, '  ')}`);
}

/** Throws ServerProblem when something else listens on the port that the API is to have. */
export async function claimPort(port: number): Promise<void> {
  let free: boolean;
  try {
    free = await isPortFree(port);
  } catch (error) {
    throw new ServerProblem(`The API may not listen on port ${port} (${errorCode(error) ?? 'refused'}): choose another with --port N.`);
  }
  if (!free) throw new ServerProblem(`Port ${port} is taken by another program: stop it, or choose another with --port N (npm start -- --port ${port === 3000 ? 3100 : port + 1}).`);
}
