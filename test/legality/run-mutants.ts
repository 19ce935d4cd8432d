/** `npm run test:mutants`: every rule switched off alone must be noticed by some scenario. Prints those that are not; exit code 1 if there are any. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { shippedPacks } from '#law/files/pack-files';
import { lawWith, type Scenario, scenarios } from '#cases/testing/scenario';
import { Story } from '#cases/testing/story';
import { type Mutant, mutantsOf } from './mutants.ts';

const folder = fileURLToPath(new URL('../scenarios/', import.meta.url));
for (const file of readdirSync(folder).filter((name) => name.endsWith('.scenario.spec.ts')).sort()) await import(join(folder, file));

const packs = shippedPacks();
const asShipped = lawWith();
const failing = scenarios.filter((one) => failureOf(one, asShipped) !== null);
if (failing.length > 0 || scenarios.length === 0) {
  console.error(`${scenarios.length} scenarios, of which these fail on the packs as they ship: ${failing.map((one) => one.title).join('; ')}`);
  process.exit(1);
}
Story.checking = false;

const began = Date.now();
const verbose = process.argv.includes('--verbose');
/** `--only TEXT`: the mutants whose name has it. */
const only = process.argv[process.argv.indexOf('--only') + 1];
const mutants = mutantsOf(packs.map((one) => one.pack)).filter((one) => !process.argv.includes('--only') || one.name.includes(only ?? ''));
const survivors: Mutant[] = [];
/** Stories that caught the one before are likely to catch the next of the same kind. */
let order = [...scenarios];
for (const mutant of mutants) {
  const restore = mutant.switchOff?.();
  const law = mutant.mutate ? lawWith(packs.filter((one) => one.pack.id === mutant.pack).map((one) => ({ ...one, pack: mutant.mutate?.(one.pack) ?? one.pack }))) : asShipped;
  const catcher = order.find((one) => failureOf(one, law) !== null);
  restore?.();
  if (catcher === undefined) survivors.push(mutant);
  else {
    order = [catcher, ...order.filter((one) => one !== catcher)];
    if (verbose) console.log(`${mutant.name}: ${catcher.title}`);
  }
}
for (const survivor of survivors) console.log(`survived: ${survivor.name}`);
console.log(`${scenarios.length} scenarios, ${((Date.now() - began) / 1000).toFixed(1)} s`);
console.log(`${mutants.length} mutants, ${mutants.length - survivors.length} caught`);
process.exit(survivors.length === 0 ? 0 : 1);

function failureOf(scenario: Scenario, law: ReturnType<typeof lawWith>): Error | null {
  try {
    scenario.run(law);
    return null;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
