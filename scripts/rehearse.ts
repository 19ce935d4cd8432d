/**
 * `npm run rehearse -- --seed N --cases 200 [--pack FILE | --only PACK,PACK]`: random lawful and unlawful turns over HTTP under the stepped
 * clock, on two API and two worker processes that are killed in the middle, steered to what no turn has shown yet. Ends
 * with everything the packs declare and how often it occurred; exit code 1 when something never did, or when proof,
 * chains, rebuild or canaries are not as they must be.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadedPack } from '#law';
import { lawBookFromFiles, readPack } from '#law/files/pack-files';
import { Rehearsal } from './rehearse/rehearsal.ts';
import { playSeeds, stopSeeds } from './rehearse/seeds.ts';
import { killEveryChild } from './servers/child.ts';
import { ServerProblem } from './servers/server-problem.ts';
import { argumentsGiven } from './terminal-command.ts';

const usage = 'npm run rehearse -- [--seed N | --seeds A..B] [--cases N] [--pack FILE | --only PACK,PACK] [--keep]';
const built = dirname(dirname(fileURLToPath(import.meta.url)));

function whole(text: string, name: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new ServerProblem(`--${name} ${text} is no whole number above 0; what can be given: ${usage}`);
  return n;
}

/** `3..7`, or single numbers with commas. */
function seedsOf(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [from = '', to = from] = part.split('..');
    const first = whole(from, 'seeds');
    const last = whole(to, 'seeds');
    if (last < first) throw new ServerProblem(`--seeds ${text} goes backwards; what can be given: ${usage}`);
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  });
}

/** The shipped packs of these ids. */
function chosen(packs: readonly LoadedPack[], only: string | undefined): readonly LoadedPack[] {
  if (only === undefined) return packs;
  return only.split(',').map((id) => {
    const found = packs.find(({ pack }) => pack.id === id);
    if (found === undefined) throw new ServerProblem(`--only ${id} is no shipped pack; there are: ${packs.map(({ pack }) => pack.id).join(', ')}.`);
    return found;
  });
}

let dataDir = '';
let keep = false;
let rehearsal: Rehearsal | undefined;
let leaving = false;
async function leave(code: number, keep: boolean): Promise<never> {
  if (!leaving) {
    leaving = true;
    stopSeeds();
    await rehearsal?.stop();
    killEveryChild();
    if (dataDir !== '' && !keep) await rm(dataDir, { recursive: true, force: true });
  }
  process.exit(code);
}
process.on('SIGINT', () => void leave(1, false));
process.on('SIGTERM', () => void leave(1, false));

try {
  const { values } = argumentsGiven(usage, { options: { seed: { type: 'string', default: '1' }, seeds: { type: 'string' }, only: { type: 'string' }, cases: { type: 'string', default: '200' }, pack: { type: 'string' }, keep: { type: 'boolean', default: false } } });
  keep = values.keep;
  if (values.seeds !== undefined) {
    const args = ['--cases', values.cases, ...(values.pack === undefined ? [] : ['--pack', values.pack]), ...(values.only === undefined ? [] : ['--only', values.only]), ...(keep ? ['--keep'] : [])];
    const all = await playSeeds({ program: fileURLToPath(import.meta.url), seeds: seedsOf(values.seeds), args, say: (line) => process.stdout.write(`${line}\n`) });
    await leave(all ? 0 : 1, true);
  }
  const packFile = values.pack === undefined ? null : resolve(values.pack);
  const further = packFile === null ? [] : [readPack(packFile)];
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-rehearse-'));
  const book = lawBookFromFiles({ packs: further });
  rehearsal = new Rehearsal({ seed: whole(values.seed, 'seed'), cases: whole(values.cases, 'cases'), book, rehearsed: further.length > 0 ? further : chosen(book.packs, values.only), packFile, dataDir, built, say: (line) => process.stdout.write(`${line}\n`) });
  const good = await rehearsal.run();
  if (keep) process.stdout.write(`data kept in ${dataDir}\n`);
  await leave(good ? 0 : 1, keep);
} catch (error) {
  process.stderr.write(`\nrehearse: ${error instanceof ServerProblem ? error.message : error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  await leave(1, keep);
}
