/**
 * `npm run rebuild [-- --apply] [--training]`: folds the events of all cases again and compares with the read tables;
 * `--apply` mends them. Runs as the owner, since it looks at all offices. Exit code 1 when something differs and was not
 * mended.
 */
import { parseArgs } from 'node:util';
import { LawShelf, rebuild } from '#commands';
import { lawBookFromFiles, readPacks } from '#law/files/pack-files';
import { openStore } from '#store';
import { dataFolder, ownerUrlOf, terminalCommand } from './terminal-command.ts';

await terminalCommand('rebuild', 'npm run rebuild -- [--apply] [--training]', async () => {
  const { values } = parseArgs({ options: { apply: { type: 'boolean', default: false }, training: { type: 'boolean', default: false } } });
  const packs = process.env.ANJUAN_PACKS_DIR;
  const law = new LawShelf(lawBookFromFiles(packs === undefined ? {} : { packs: readPacks(packs) }));
  const owner = await openStore(await ownerUrlOf(dataFolder(values.training)), { applicationName: 'anjuan rebuild', poolSize: 2 });
  try {
    const { cases, differences } = await rebuild(owner, law, { apply: values.apply });
    for (const { caseId, table, key, kind } of differences) console.log(`${caseId} ${table} ${key}: ${kind}`);
    console.log(`rebuild: ${cases} cases, ${differences.length} differences${values.apply && differences.length > 0 ? ', mended' : ''}`);
    return differences.length > 0 && !values.apply ? 1 : 0;
  } finally {
    await owner.destroy();
  }
});
