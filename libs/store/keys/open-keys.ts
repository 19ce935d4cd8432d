import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { Keys, keyPurposes, type KeyPurpose } from './keys.ts';
import { KeysProblem } from './keys-problem.ts';
import { systemCode } from './system-code.ts';

/** Where the keys are. */
export interface KeysPlace {
  /** Folder of `keys.json` (ANJUAN_DATA_DIR); the file is made there at the first start, mode 600. */
  dataDir: string;
  /** A mounted secret (ANJUAN_KEYS_FILE) instead; never written. Production takes nothing else. */
  keysFile?: string | undefined;
  profile: 'development' | 'training' | 'production';
}

const namesOf: Record<KeyPurpose, string> = { keyEncryption: 'key-encryption key', lookup: 'lookup key', signing: 'signing key' };

/**
 * Opens the keys and makes sure that they are those of this database: the database remembers the fingerprint of each
 * key from the first start (table `instance_key`). Throws KeysProblem with one sentence if the keys are lost, foreign,
 * damaged, readable by others, or, in production, not mounted.
 */
export async function openKeys(m: EntityManager, place: KeysPlace): Promise<Keys> {
  const known = await knownFingerprints(m);
  const keys = await readKeys(place, known.size > 0);
  if (known.size === 0) {
    await m.query(
      `INSERT INTO instance_key (purpose, fingerprint, public_key) SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[]) ON CONFLICT DO NOTHING`,
      [keyPurposes, keyPurposes.map((purpose) => keys.fingerprints[purpose]), keyPurposes.map((purpose) => (purpose === 'signing' ? keys.publicKey() : null))],
    );
    // Another process may have been first, with keys of its own.
    refuseForeign(keys, await knownFingerprints(m), place);
  } else refuseForeign(keys, known, place);
  return keys;
}

/** For each purpose the fingerprints that this database has had, the one in use first. */
async function knownFingerprints(m: EntityManager): Promise<Map<string, string[]>> {
  const rows = await m.query<{ purpose: string; fingerprints: string[] }[]>('SELECT purpose, array_agg(fingerprint ORDER BY generation DESC) AS fingerprints FROM instance_key GROUP BY purpose');
  return new Map(rows.map((row) => [row.purpose, row.fingerprints]));
}

function refuseForeign(keys: Keys, known: Map<string, string[]>, place: KeysPlace): void {
  const foreign = keyPurposes.filter((purpose) => known.get(purpose)?.[0] !== keys.fingerprints[purpose]);
  if (foreign.length === 0) return;
  if (foreign.every((purpose) => known.get(purpose)?.includes(keys.fingerprints[purpose]) === true)) throw new KeysProblem(`The keys in ${fileOf(place)} were replaced by a rotation (${foreign.map((purpose) => namesOf[purpose]).join(', ')}): put the file that "npm run keys -- --rotate" wrote in its place, and keep this one for the backups made before.`);
  throw new KeysProblem(`The keys in ${fileOf(place)} do not belong to this database (${foreign.map((purpose) => namesOf[purpose]).join(', ')}): its personal data and signed heads need the keys it was made with; restore that file from its backup.`);
}

function fileOf(place: KeysPlace): string {
  return place.keysFile ?? join(place.dataDir, 'keys.json');
}

async function readKeys(place: KeysPlace, databaseHasKeys: boolean): Promise<Keys> {
  const file = fileOf(place);
  if (place.profile === 'production' && !place.keysFile) throw new KeysProblem('ANJUAN_KEYS_FILE is not set: in production the keys come from a mounted secret (npm run keys makes one).');
  const found = await readIfThere(file);
  if (found !== undefined) {
    // A mounted secret has the owner and mode that the platform gives it.
    if (!place.keysFile && process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) throw new KeysProblem(`${file} can be read by other users of this machine: run "chmod 600 ${file}" and find out who did.`);
    return Keys.parse(found, file);
  }
  if (databaseHasKeys) throw new KeysProblem(`${file} is missing, and without these keys the personal data in this database cannot be read: restore the file from its backup.`);
  if (place.keysFile) throw new KeysProblem(`${file} (ANJUAN_KEYS_FILE) does not exist: mount the secret, or make one with "npm run keys -- ${file}".`);
  return makeKeys(place.dataDir, file);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new KeysProblem(`${file} cannot be read (${systemCode(error) ?? String(error)}): give the account of the service the right to read it.`);
  }
}

/** Makes keys.json whole or not at all, and takes the file of whoever was first (api and worker start together). */
async function makeKeys(folder: string, file: string): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const half = `${file}.${randomBytes(6).toString('hex')}`;
  await writeKeysFile(half, Keys.generate());
  try {
    await link(half, file);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(half);
  }
  return Keys.parse(await readFile(file, 'utf8'), file);
}

/** Writes keys to a new file of mode 600, on disk before it returns. Throws if the file exists. */
export async function writeKeysFile(file: string, keys: Keys): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(keys.toSecretText());
    await handle.sync();
  } finally {
    await handle.close();
  }
}
