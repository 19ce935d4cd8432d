import { spawn } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { argumentsOf, signal } from '../../scripts/servers/running-process.ts';

/** An `npm …` that was started, with what it printed so far. */
export interface Npm {
  readonly pid: number;
  readonly printed: () => string;
  /** The exit code, when it has ended. */
  readonly ended: Promise<number>;
}

/** Runs npm in a copy without its pre-scripts (they would install), in a process group of its own as a terminal does. */
export function npm(folder: string, ...args: string[]): Npm {
  const child = spawn('npm', ['--ignore-scripts', '--loglevel=error', ...args], { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => { text += part.toString('utf8'); });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, by) => resolve(code ?? (by === 'SIGINT' ? 130 : 1)));
  });
  if (child.pid === undefined) throw new Error('npm cannot be run.');
  return { pid: child.pid, printed: () => text, ended };
}

/** Waits until it says that everything runs. Throws with what it printed if it ends before, or does not get there. */
export async function untilItRuns(started: Npm, withinMs = 240_000): Promise<void> {
  for (const end = Date.now() + withinMs; !started.printed().includes('Ctrl-C stops everything');) {
    const over = await Promise.race([started.ended.then(() => true), sleep(100, false)]);
    if (over || Date.now() > end) throw new Error(`It ${over ? 'ended' : 'was not ready in time'} and had printed:\n${started.printed()}`);
  }
}

/** Ctrl-C in a terminal: the signal goes to the whole process group. */
export function ctrlC({ pid }: Npm): void {
  signal(-pid, 'SIGINT');
}

/** The launcher's process id, from the lock of its data folder. */
export async function launcherOf(dataDir: string): Promise<number> {
  return (JSON.parse(await readFile(join(dataDir, 'start.lock'), 'utf8')) as { pid: number }).pid;
}

/** Every process whose command line names this folder. Linux only: elsewhere none is found. */
export async function processesOf(folder: string): Promise<{ pid: number; args: string }[]> {
  if (process.platform !== 'linux') return [];
  const found: { pid: number; args: string }[] = [];
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const args = await argumentsOf(pid);
    if (args?.includes(folder)) found.push({ pid, args });
  }
  return found;
}
