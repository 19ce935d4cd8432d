/**
 * `npm run county-year -- [--seed N] [--cases N]`: a county's decisions in training, from the levies of 2018 to the end of
 * the fee and the fines of 2025 until the last period has passed, over API, record and workflows. Ends with the county's
 * view and the daily proof; exit code 1 when a figure differs from the cases' own reckonings, or a proof is not good.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lawBookFromFiles } from '#law/files/pack-files';
import { CountyYear } from './county-year/county-year.ts';
import { killEveryChild } from './servers/child.ts';
import { ServerProblem } from './servers/server-problem.ts';
import { argumentsGiven } from './terminal-command.ts';

const usage = 'npm run county-year -- [--seed N] [--cases N]';
const built = dirname(dirname(fileURLToPath(import.meta.url)));
/** Decisions a year, as county reports have them; half of them levies of 2018, half fines of 2025. */
const DECISIONS = '396';

const { values } = argumentsGiven(usage, { options: { seed: { type: 'string', default: '1' }, cases: { type: 'string', default: DECISIONS } } });
const [seed, cases] = [Number(values.seed), Number(values.cases)];
if (!Number.isInteger(seed) || seed < 1 || !Number.isInteger(cases) || cases < 2) throw new ServerProblem(`--seed and --cases are whole numbers, from 1 and from 2; what can be given: ${usage}`);
const dataDir = await mkdtemp(join(tmpdir(), 'anjuan-county-year-'));
const year = new CountyYear({ seed, cases, dataDir, built, packs: lawBookFromFiles().packs.map(({ pack }) => pack), say: (line) => console.error(line) });
async function leave(code: number): Promise<never> {
  await year.stop();
  killEveryChild();
  await rm(dataDir, { recursive: true, force: true });
  process.exit(code);
}
process.on('SIGINT', () => void leave(1));
process.on('SIGTERM', () => void leave(1));
try {
  const good = await year.run();
  await leave(good ? 0 : 1);
} catch (error) {
  console.error(error instanceof ServerProblem ? error.message : error);
  await leave(1);
}
