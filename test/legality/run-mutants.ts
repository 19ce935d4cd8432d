/**
 * `npm run test:mutants [-- --only TEXT] [--verbose]`: every rule switched off alone must be noticed by some scenario.
 * Prints those that are not; exit code 1 if there are any. `--only`: those whose name holds the text.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { shippedPacks } from '#law/files/pack-files';
import { lawWith, type Scenario, scenarios } from '#cases/testing/scenario';
import { Story } from '#cases/testing/story';
import { EQUIVALENT, type Mutant, mutantsOf } from './mutants.ts';

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

const began = Date.now();
const { values: { verbose, only } } = parseArgs({ options: { verbose: { type: 'boolean', default: false }, only: { type: 'string', default: '' } } });
const all = mutantsOf(packs.map((one) => one.pack));
const stale = [...EQUIVALENT.keys()].filter((name) => !all.some((one) => one.name === name));
if (stale.length > 0) throw new Error(`No longer mutants: ${stale.join('; ')}`);
const mutants = all.filter((one) => one.name.includes(only) && !EQUIVALENT.has(one.name));
const survivors: Mutant[] = [];
let tried = 0;
for (const mutant of mutants) {
  const restore = mutant.switchOff?.();
  const law = mutant.mutate ? lawWith(packs.filter((one) => one.pack.id === mutant.pack).map((one) => ({ ...one, pack: mutant.mutate?.(one.pack) ?? one.pack }))) : asShipped;
  const catcher = likely(mutant).find((one) => {
    tried += 1;
    return failureOf(one, law) !== null;
  });
  restore?.();
  if (catcher === undefined) survivors.push(mutant);
  else if (verbose) console.log(`${mutant.name}: ${catcher.title}`);
}
for (const survivor of survivors) console.log(`survived: ${survivor.name}`);
console.log(`${scenarios.length} scenarios, told ${tried} times, ${((Date.now() - began) / 1000).toFixed(1)} s`);
console.log(`${mutants.length} mutants, ${mutants.length - survivors.length} caught`);
process.exit(survivors.length === 0 ? 0 : 1);

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
