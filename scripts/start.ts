/**
 * `npm start`: starts the servers that are missing, the API and the worker, seeds a fresh database, says where everything
 * is, and stops it all on Ctrl-C. Whatever goes wrong is said in one sentence and ends with exit code 1.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MigrationProblem } from '#store';
import { killEveryChild } from './servers/child.ts';
import { ServerProblem } from './servers/server-problem.ts';
import { closingWords } from './start/closing-words.ts';
import { Launcher } from './start/instance.ts';
import { readOptions } from './start/options.ts';
import { whenAbandoned } from './start/parents.ts';

// From dist/scripts/start.js: the built programs lie in dist, the data in the folder above it.
const built = dirname(dirname(fileURLToPath(import.meta.url)));

// A reader of our output that goes away (npm start | head) must not take the instance with it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
const print = (line: string): void => { process.stdout.write(`${line}\n`); };

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

function complain(error: unknown): void {
  const text = error instanceof ServerProblem || error instanceof MigrationProblem ? error.message : error instanceof Error ? error.stack ?? error.message : String(error);
  process.stderr.write(`\n${text}\n`);
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
  const options = readOptions(process.argv.slice(2), process.env, dirname(built));
  await whenAbandoned(() => void leave(0, 'npm was ended'));
  launcher = new Launcher({ options, built, print });
  const instance = await launcher.start();
  for (const line of closingWords({ ...instance, profile: options.profile })) print(line);
  await fail(await instance.failed);
} catch (error) {
  await fail(error);
}
