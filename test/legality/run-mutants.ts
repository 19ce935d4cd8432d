/**
 * `npm run test:mutants [-- --only TEXT] [--verbose]`: every rule switched off alone must be noticed by some scenario.
 * Prints those that are not; exit code 1 if there are any. `--only`: those whose name holds the text. It shares the work
 * among the processors; a process among them is given `--part K/N`, every Nth mutant from the Kth on.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { shippedPacks } from '#law/files/pack-files';
import { lawWith, type Scenario, scenarios } from '#cases/testing/scenario';
import { Story } from '#cases/testing/story';
import { EQUIVALENT, type Mutant, mutantsOf } from './mutants.ts';

const { values: { verbose, only, part } } = parseArgs({ options: { verbose: { type: 'boolean', default: false }, only: { type: 'string', default: '' }, part: { type: 'string' } } });
const began = Date.now();
if (part === undefined) process.exit(await inParts(availableParallelism()));
const [nth = 0, parts = 1] = part.split('/').map(Number);

const folder = fileURLToPath(new URL('../scenarios/', import.meta.url));
for (const file of readdirSync(folder).filter((name) => name.endsWith('.scenario.spec.ts')).sort()) await import(join(folder, file));

const packs = shippedPacks();
const asShipped = lawWith();
/** Codes that each scenario comes across. */
const touched = new Map(scenarios.map((one): [Scenario, ReadonlySet<string>] => {
  const codes = new Set<string>();
  Story.touched = codes;
  const failure = failureOf(one, asShipped);
  if (failure !== null) {
    console.error(`This scenario fails on the packs as they ship: ${one.title}: ${failure.message}`);
    process.exit(1);
  }
  return [one, codes];
}));
if (touched.size === 0) throw new Error('There are no scenarios.');
Story.touched = null;
Story.checking = false;

const all = mutantsOf(packs.map((one) => one.pack));
const stale = [...EQUIVALENT.keys()].filter((name) => !all.some((one) => one.name === name));
if (stale.length > 0) throw new Error(`No longer mutants: ${stale.join('; ')}`);
const mutants = all.filter((one) => one.name.includes(only) && !EQUIVALENT.has(one.name)).filter((_, index) => index % parts === nth);
let tried = 0;
for (const mutant of mutants) {
  const restore = mutant.switchOff?.();
  const law = mutant.mutate ? lawWith(packs.filter((one) => one.pack.id === mutant.pack).map((one) => ({ ...one, pack: mutant.mutate?.(one.pack) ?? one.pack }))) : asShipped;
  const catcher = likely(mutant).find((one) => {
    tried += 1;
    return failureOf(one, law) !== null;
  });
  restore?.();
  console.log(JSON.stringify({ mutant: mutant.name, caughtBy: catcher?.title ?? null, tried } satisfies Tried));
  tried = 0;
}
process.exit(0);

/** What a part says of each mutant: the scenario that noticed it (null: none), and how many were told until then. */
interface Tried { mutant: string; caughtBy: string | null; tried: number }

/** Runs every part in a process of its own and tells the whole; the exit code. */
async function inParts(count: number): Promise<number> {
  const told: Tried[] = [];
  const codes = await Promise.all(Array.from({ length: count }, (_, one) => new Promise<number>((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', '--part', `${one}/${count}`, '--only', only], { stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const outcome = JSON.parse(line) as Tried;
      told.push(outcome);
      if (outcome.caughtBy === null) console.log(`survived: ${outcome.mutant}`);
      else if (verbose) console.log(`${outcome.mutant}: ${outcome.caughtBy}`);
      if (told.length % 50 === 0) console.error(`${told.length} tried, ${((Date.now() - began) / 1000).toFixed(0)} s`);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  })));
  const caught = told.filter(({ caughtBy }) => caughtBy !== null).length;
  console.log(`${count} processes, scenarios told ${told.reduce((sum, { tried: times }) => sum + times, 0)} times, ${((Date.now() - began) / 1000).toFixed(1)} s`);
  console.log(`${told.length} mutants, ${caught} caught`);
  return told.length > 0 && caught === told.length && codes.every((code) => code === 0) ? 0 : 1;
}

/** Scenarios that can notice it, first those that come across most of what its name tells. A pack matters to its own cases, and to stories without a case. */
function likely({ name, pack }: Mutant): Scenario[] {
  const words = new Set(name.match(/[\w-]+/g));
  const shared = (one: Scenario): number => [...words].filter((word) => touched.get(one)?.has(word)).length;
  return [...touched].filter(([, codes]) => pack === null || codes.has(pack) || !packs.some((one) => codes.has(one.pack.id))).map(([one]) => ({ one, score: shared(one) })).sort((a, b) => b.score - a.score).map(({ one }) => one);
}

function failureOf(scenario: Scenario, law: ReturnType<typeof lawWith>): Error | null {
  try {
    scenario.run(law);
    return null;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
