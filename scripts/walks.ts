/**
 * `npm run walks [-- --only PACK,PACK] [--seeds A..B] [--looks N] [--anew]`: searches the shipped packs by looking ahead
 * (no servers) and keeps in `test/walks` what it finds, so that every rehearsal starts from it. `--check` only says what
 * the kept walks show and what they no longer do; exit code 1 when something is missing.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lawBookFromFiles } from '#law/files/pack-files';
import { Keeper } from './rehearse/keeper.ts';
import { parametersFor } from './rehearse/parameters.ts';
import { readWalks, writeWalks } from './rehearse/walk-files.ts';
import { ServerProblem } from './servers/server-problem.ts';
import { terminalCommand } from './terminal-command.ts';

const usage = 'npm run walks -- [--only PACK,PACK] [--seeds A..B] [--looks N] [--anew] | --check';
const folder = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'test/walks');
const say = (line: string): void => { process.stdout.write(`${line}\n`); };

await terminalCommand('walks', usage, async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, seeds: { type: 'string', default: '1..5' }, looks: { type: 'string', default: '60000' }, anew: { type: 'boolean', default: false }, check: { type: 'boolean', default: false } } });
  const [first, last] = values.seeds.split('..').map(Number);
  const looks = Number(values.looks);
  if (first === undefined || !Number.isInteger(first) || !Number.isInteger(last ?? first) || !Number.isInteger(looks)) throw new ServerProblem(`What can be given: ${usage}`);

  const bare = lawBookFromFiles();
  const book = bare.with({ parameters: parametersFor(bare.packs.map(({ pack }) => pack)) });
  let good = true;
  for (const { pack } of book.packs.filter((one) => values.only === undefined || values.only.split(',').includes(one.pack.id))) {
    const known = readWalks(pack.id);
    if (known === null) { say(`${pack.id}: there is no file for it in test/walks`); good = false; continue; }
    const keeper = new Keeper(pack, book, known, say);
    for (const { walk, items } of keeper.lost) say(`${pack.id}: walk ${walk} no longer shows ${items.join(', ')}`);
    if (!values.check) {
      for (let seed = first; seed <= (last ?? first) && (values.anew || keeper.missing.length > 0); seed += 1) {
        keeper.search(seed, looks, values.anew);
        writeWalks(join(folder, `${pack.id}.json`), keeper.kept);
      }
    }
    say(`${pack.id}: ${keeper.kept.walks.length} walks; shown by none: ${keeper.missing.join(', ') || 'nothing'}`);
    good &&= keeper.missing.length === 0 && keeper.lost.length === 0;
  }
  return good ? 0 : 1;
});
