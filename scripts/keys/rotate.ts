import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DataSource } from 'typeorm';
import { keptProfile } from '#store';
import { Keys, rotateKeys } from '#store/keys';
import { writeKeysFile } from '#store/keys/open-keys';
import { connectionOptions } from '#store/open-store';
import { databaseUrls, keptRolePasswords } from '../servers/databases.ts';
import { startPostgres } from '../servers/postgres.ts';
import { errorCode, reasonOf, ServerProblem } from '../servers/server-problem.ts';
import { takeDataFolder } from '../start/data-folder.ts';
import { dataFolder, ownerUrlOf } from '../terminal-command.ts';

const SHOWN_EVERY = 20_000;

/**
 * Replaces the keys of an instance that stands still. The new file is on disk before anything is changed, so that a
 * break at any point is mended by giving the command again.
 */
export async function rotate(newFile: string, training: boolean): Promise<void> {
  const dataDir = dataFolder(training);
  const oldFile = process.env.ANJUAN_KEYS_FILE ?? join(dataDir, 'keys.json');
  if (resolve(newFile) === resolve(oldFile)) throw new ServerProblem(`${newFile} holds the keys in use: name another file for the new ones.`);
  const old = Keys.parse(await textOf(oldFile), oldFile);
  await atRest(dataDir, async (url) => {
    const source = await new DataSource(connectionOptions(url, { applicationName: 'anjuan keys', poolSize: 1 })).initialize();
    try {
      if (await keptProfile(source) === null) throw new ServerProblem('This database was never started: there are no keys to replace.');
      const next = await successorIn(newFile, old);
      let shown = 0;
      const { made, dataKeys } = await rotateKeys(source, old, next, (done, of) => {
        if (done - shown < SHOWN_EVERY) return;
        shown = done;
        console.log(`… ${done} of ${of} data keys`);
      });
      console.log(made ? `Replaced: ${dataKeys} data keys are wrapped anew, and the new signing key is vouched for by the old one.` : 'This rotation was made before: nothing was left to do.');
      for (const [purpose, fingerprint] of Object.entries(next.fingerprints)) console.log(`  ${purpose.padEnd(14)} ${fingerprint}${purpose === 'lookup' ? ' (as before)' : ''}`);
      console.log(`  public key of the signed heads: ${next.publicKey().toString('base64')}`);
      console.log(`Now put ${resolve(newFile)} in the place of ${resolve(oldFile)}, keep a copy apart from the database backups, and start. Keep the old file as long as a backup from before is kept: only it opens them.`);
    } finally {
      await source.destroy();
    }
  });
}

/** Works on the database that is named, or on the instance's own, which is started for the time. */
async function atRest(dataDir: string, work: (ownerUrl: string) => Promise<void>): Promise<void> {
  if (process.env.DATABASE_OWNER_URL) return work(await ownerUrlOf(dataDir));
  const folder = await takeDataFolder(dataDir);
  try {
    const server = await startPostgres({ dataDir: folder.file('postgres'), logFile: folder.file('logs/postgresql.log') });
    try {
      await work(databaseUrls(server.superuserUrl, await keptRolePasswords(folder.file('database-roles.json')), 'anjuan').ownerUrl);
    } finally {
      await server.stop();
    }
  } finally {
    await folder.release();
  }
}

/** The new keys: those that a rotation broken off has written already, or new ones, written before they are used. */
async function successorIn(file: string, old: Keys): Promise<Keys> {
  const next = old.successor();
  try {
    await writeKeysFile(file, next);
    return next;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw new ServerProblem(`${file} could not be written (${reasonOf(error)}).`);
  }
  const found = Keys.parse(await textOf(file), file);
  if (found.fingerprints.lookup !== old.fingerprints.lookup) throw new ServerProblem(`${file} exists already and holds keys of another instance: name another file.`);
  return found;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ServerProblem(`${file} could not be read (${reasonOf(error)}): name the keys in use by ANJUAN_KEYS_FILE, or the data folder by ANJUAN_DATA_DIR.`);
  }
}
