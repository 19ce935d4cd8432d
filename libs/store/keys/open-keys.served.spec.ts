import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { twoOffices, type TwoOffices } from '../content/testing/two-offices.ts';
import { Keys, openKeys } from '../keys.ts';
import { writeKeysFile } from './open-keys.ts';

let world: TwoOffices;
let dataDir: string;
beforeEach(async () => {
  world = await twoOffices();
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-keys-'));
});
afterEach(async () => {
  await world.close();
  await rm(dataDir, { recursive: true });
});
const open = (place: Partial<Parameters<typeof openKeys>[1]> = {}): Promise<Keys> => openKeys(world.store.manager, { dataDir, profile: 'development', ...place });

describe('the keys at a start', () => {
  it('are made once, mode 600, and are the same at the next start', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    expect(second.fingerprints).toEqual(first.fingerprints);
    expect((await stat(join(dataDir, 'keys.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['keys.json']);
    expect((await open()).fingerprints).toEqual(first.fingerprints);
  });

  it('are refused when lost, and none are made in their place', async () => {
    await open();
    await rm(join(dataDir, 'keys.json'));
    await expect(open()).rejects.toThrow(`${join(dataDir, 'keys.json')} is missing, and without these keys the personal data in this database cannot be read: restore the file from its backup.`);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('are refused when they belong to another database, naming which', async () => {
    await open();
    await rm(join(dataDir, 'keys.json'));
    await writeKeysFile(join(dataDir, 'keys.json'), Keys.generate());
    await expect(open()).rejects.toThrow('do not belong to this database (key-encryption key, lookup key, signing key)');
  });

  it('are refused when one of them was exchanged', async () => {
    await open();
    const file = JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8')) as Record<string, string>;
    const other = JSON.parse(Keys.generate().toSecretText()) as Record<string, string>;
    await writeFile(join(dataDir, 'keys.json'), JSON.stringify({ ...file, signing: other.signing }));
    await expect(open()).rejects.toThrow('do not belong to this database (signing key)');
  });

  it('are refused when other users can read them', async () => {
    await open();
    await chmod(join(dataDir, 'keys.json'), 0o640);
    await expect(open()).rejects.toThrow('can be read by other users of this machine');
  });

  it('come from a mounted secret in production and from nowhere else', async () => {
    await expect(open({ profile: 'production' })).rejects.toThrow('ANJUAN_KEYS_FILE is not set');
    const keysFile = join(dataDir, 'mounted');
    await expect(open({ profile: 'production', keysFile })).rejects.toThrow('does not exist: mount the secret');
    const keys = Keys.generate();
    await writeKeysFile(keysFile, keys);
    await chmod(keysFile, 0o444);
    expect((await open({ profile: 'production', keysFile })).fingerprints).toEqual(keys.fingerprints);
  });

  it('are remembered in the database in a way that neither application nor owner can change', async () => {
    await open();
    await expect(world.store.query("UPDATE instance_key SET fingerprint = repeat('0', 32)")).rejects.toThrow('permission denied');
    await expect(world.asOwner('DELETE FROM instance_key')).rejects.toThrow('only appended');
  });
});
