/**
 * `npm run test:faults -- --seed N [--faults a,b] [--rounds N] [--outbox ROWS] [--keep] [--cluster]`: two APIs, two
 * workers, PostgreSQL and Temporal as processes of their own; while cases move over HTTP under the stepped clock, one fault
 * after the other. After each and at the end nothing acknowledged is lost or doubled, and everything owed is on its way.
 * With `--cluster` Temporal is five processes on a PostgreSQL of its own, which takes Go; without Go nothing is run, and
 * said so. Exit code 1 on any failure.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lawBookFromFiles } from '#law/files/pack-files';
import { chosenFaults } from './faults/all-faults.ts';
import { FaultsRun } from './faults/run.ts';
import { killEveryChild } from './servers/child.ts';
import { ServerProblem } from './servers/server-problem.ts';
import { GoIsMissing, serverBinaries } from './servers/temporal-server.ts';
import { argumentsGiven } from './terminal-command.ts';

const usage = 'npm run test:faults -- [--seed N] [--faults a,b] [--rounds N] [--outbox ROWS] [--keep] [--cluster]';
const built = dirname(dirname(fileURLToPath(import.meta.url)));

function whole(text: string, name: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new ServerProblem(`--${name} ${text} is no whole number above 0; what can be given: ${usage}`);
  return n;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

let dataDir = '';
let keep = false;
let run: FaultsRun | undefined;
let leaving = false;
async function leave(code: number): Promise<never> {
  if (!leaving) {
    leaving = true;
    try {
      await run?.stop();
    } finally {
      killEveryChild();
      if (dataDir !== '' && !keep) await rm(dataDir, { recursive: true, force: true });
    }
  }
  process.exit(code);
}
process.on('SIGINT', () => void leave(1));
process.on('SIGTERM', () => void leave(1));

try {
  const { values } = argumentsGiven(usage, { options: { seed: { type: 'string', default: '1' }, faults: { type: 'string' }, rounds: { type: 'string', default: '1' }, outbox: { type: 'string', default: '10000' }, keep: { type: 'boolean', default: false }, cluster: { type: 'boolean', default: false } } });
  keep = values.keep;
  const server = values.cluster ? await serverBinaries((line) => say(`Temporal: ${line}`)) : null;
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-faults-'));
  // PostgreSQL does not run as root, and has to come to its folder.
  await chmod(dataDir, 0o711);
  run = new FaultsRun({
    seed: whole(values.seed, 'seed'), rounds: whole(values.rounds, 'rounds'), outboxRows: whole(values.outbox, 'outbox'),
    faults: chosenFaults(values.faults), book: lawBookFromFiles({}), dataDir, built, server, say,
  });
  const good = await run.run();
  if (keep) process.stdout.write(`data kept in ${dataDir}\n`);
  await leave(good ? 0 : 1);
} catch (error) {
  if (error instanceof GoIsMissing) {
    process.stdout.write(`did not run: faults on a Temporal of several processes: ${error.message}\n`);
    await leave(0);
  }
  process.stderr.write(`\nfaults: ${error instanceof ServerProblem ? error.message : error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  await leave(1);
}
