/**
 * `npm run import:history -- FILE --as USERNAME --document NUMBER [--pack PACK] [--apply] [--training]`: old files, one
 * JSON line each, enter as closed cases from which nothing goes on. Without `--apply` everything is judged and nothing
 * stays. Exit code 1 when a line was refused.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { actorNow } from '#access';
import { importHistory, openCommandDeps } from '#commands';
import { lawBookFromFiles, readPacks } from '#law/files/pack-files';
import { keptProfile, openStore } from '#store';
import { openFileStorage } from '#store/files';
import { openKeys } from '#store/keys';
import { ServerProblem } from './servers/server-problem.ts';
import { appUrlOf, argumentsGiven, dataFolder, terminalCommand } from './terminal-command.ts';

const usage = 'npm run import:history -- FILE --as USERNAME --document NUMBER [--pack PACK] [--apply] [--training]';

await terminalCommand('import:history', usage, async () => {
  const { values, positionals } = argumentsGiven(usage, { allowPositionals: true, options: { as: { type: 'string' }, document: { type: 'string' }, pack: { type: 'string', default: 'social-maintenance-fee' }, apply: { type: 'boolean', default: false }, training: { type: 'boolean', default: false } } });
  const [path, ...more] = positionals;
  const { as: username, document } = values;
  if (path === undefined || more.length > 0 || username === undefined || document === undefined || document.trim().length < 3) throw new ServerProblem(`What can be given: ${usage}`);
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) throw new ServerProblem(`${path} is not a file.`);
  const dataDir = dataFolder(values.training);
  const source = await openStore(await appUrlOf(dataDir), { applicationName: 'anjuan import:history', poolSize: 4 });
  try {
    const profile = await keptProfile(source);
    if (profile === null) throw new ServerProblem('This database was never started: there is nobody in it who could import.');
    const keys = await source.transaction((m) => openKeys(m, { dataDir, keysFile: process.env.ANJUAN_KEYS_FILE, profile }));
    const packs = process.env.ANJUAN_PACKS_DIR;
    const deps = await openCommandDeps({ source, law: lawBookFromFiles(packs === undefined ? {} : { packs: readPacks(packs) }), keys, profile });
    const [account] = await source.query<{ id: string }[]>('SELECT id FROM account WHERE username = $1', [username]);
    const standing = account === undefined ? null : await actorNow(source.manager, account.id);
    if (standing === null || 'reason' in standing.actor || !standing.actor.roles.includes('countyLegalOffice')) throw new ServerProblem(`${username} holds no post in the county legal office today.`);
    const { actor } = standing;
    const storage = await openFileStorage({ dataDir, url: process.env.ANJUAN_FILES_URL });
    const counts = { imported: 0, fits: 0, alreadyThere: 0, refused: 0 };
    const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const outcome of importHistory({ deps, storage, actor, pack: values.pack, documentNumber: document.trim(), folder: resolve(dirname(path)), apply: values.apply }, lines)) {
      counts[outcome.status] += 1;
      if (outcome.status === 'refused') for (const { field, rule, message } of outcome.problems) console.log(`line ${outcome.line}, ${field === '' ? 'the whole line' : field}: ${rule}: ${message.en} ${message.zh}`);
      else if (outcome.status === 'imported') console.log(`line ${outcome.line}: ${outcome.fileNumber} is case ${outcome.caseId}`);
    }
    console.log(`import:history: ${values.apply ? `${counts.imported} imported` : `${counts.fits} would be imported (nothing was written; say --apply)`}, ${counts.alreadyThere} there already, ${counts.refused} refused`);
    return counts.refused === 0 ? 0 : 1;
  } finally {
    await source.destroy();
  }
});
