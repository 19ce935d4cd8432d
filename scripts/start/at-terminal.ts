/** How an instance runs at a terminal: it says what goes wrong in one sentence and exits with 1, and leaves in order on Ctrl-C. */
import { MigrationProblem } from '#store';
import { killEveryChild } from '../servers/child.ts';
import { ServerProblem } from '../servers/server-problem.ts';
import type { Instance, Launcher } from './instance.ts';
import { whenAbandoned } from './parents.ts';

/** What is started, and what is said once it runs. */
export interface AtTerminal {
  readonly launcher: Launcher;
  readonly words: (instance: Instance) => readonly string[];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(error: unknown): void {
  const text = error instanceof ServerProblem || error instanceof MigrationProblem ? error.message : error instanceof Error ? error.stack ?? error.message : String(error);
  process.stderr.write(`\n${text}\n`);
}

/** Prepares, starts, and never returns: the process ends with the instance. */
export async function runAtTerminal(prepare: (print: (line: string) => void) => AtTerminal | Promise<AtTerminal>): Promise<void> {
  // A reader of our output that goes away (npm start | head) must not take the instance with it.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }

  let launcher: Launcher | undefined;
  let leaving: { since: number; code: number } | undefined;

  async function leave(code: number, why: string): Promise<void> {
    if (leaving) {
      // npm repeats the signal that the terminal has sent already; a person's second Ctrl-C comes later.
      if (Date.now() - leaving.since < 700) return;
      killEveryChild();
      process.exit(1);
    }
    leaving = { since: Date.now(), code };
    if (code === 0) print(`\n${why}: stopping API and worker, then Temporal, then PostgreSQL …`);
    try {
      await launcher?.stop();
      if (code === 0) print('Stopped.');
    } catch (error) {
      complain(error);
      leaving.code = 1;
    }
    // Whatever was just being started when we were told to stop.
    killEveryChild();
    process.exit(leaving.code);
  }

  async function fail(error: unknown): Promise<void> {
    // What breaks because we are stopping is no news.
    if (leaving) return;
    complain(error);
    await leave(1, '');
  }

  process.on('SIGINT', () => void leave(0, 'Ctrl-C'));
  process.on('SIGTERM', () => void leave(0, 'SIGTERM'));
  process.on('SIGHUP', () => void leave(0, 'The terminal is gone'));
  process.on('uncaughtException', (error) => void fail(error));
  process.on('unhandledRejection', (error) => void fail(error));

  try {
    await whenAbandoned(() => void leave(0, 'npm was ended'));
    const prepared = await prepare(print);
    launcher = prepared.launcher;
    const instance = await launcher.start();
    for (const line of prepared.words(instance)) print(line);
    await fail(await instance.failed);
  } catch (error) {
    await fail(error);
  }
}
