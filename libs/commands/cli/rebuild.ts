import { parseArgs } from 'node:util';
import { lawBookFromFiles } from '#law/files/pack-files';
import { openStore } from '#store';
import { LawShelf } from '../law-shelf.ts';
import { rebuild } from '../rebuild.ts';

/** `npm run rebuild [-- --apply]`: folds all cases again and compares; exit code 1 when something differs and was not mended. */
const { values } = parseArgs({ options: { apply: { type: 'boolean', default: false } } });
const url = process.env.DATABASE_OWNER_URL;
if (url === undefined || url === '') {
  console.error('DATABASE_OWNER_URL is not set: a rebuild looks at all offices, so it runs as the owner of the database.');
  process.exitCode = 1;
} else {
  const owner = await openStore(url, { applicationName: 'anjuan rebuild', poolSize: 2 });
  try {
    const { cases, differences } = await rebuild(owner, new LawShelf(lawBookFromFiles()), { apply: values.apply });
    for (const { caseId, table, key, kind } of differences) console.log(`${caseId} ${table} ${key}: ${kind}`);
    console.log(`${cases} cases, ${differences.length} differences${values.apply && differences.length > 0 ? ', mended' : ''}`);
    if (differences.length > 0 && !values.apply) process.exitCode = 1;
  } finally {
    await owner.destroy();
  }
}
