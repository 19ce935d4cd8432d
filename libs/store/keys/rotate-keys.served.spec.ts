import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { LegalDate, LegalInstant } from '#law/dates';
import { withActor } from '../actor.ts';
import { ContentStore } from '../content.ts';
import { twoOffices, type TwoOffices } from '../content/testing/two-offices.ts';
import { Keys, openKeys, rotateKeys } from '../keys.ts';
import { connectionOptions } from '../open-store.ts';
import { signDailyHeads, verifyHeads, type HeadFault } from '../verify.ts';
import { writeKeysFile } from './open-keys.ts';

let world: TwoOffices;
let owner: DataSource;
let dataDir: string;
let old: Keys;
beforeEach(async () => {
  world = await twoOffices();
  owner = await new DataSource(connectionOptions(world.database.ownerUrl, { applicationName: 'test' })).initialize();
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-keys-'));
  old = await open();
});
afterEach(async () => {
  await owner.destroy();
  await world.close();
  await rm(dataDir, { recursive: true });
});

const open = (): Promise<Keys> => openKeys(owner.manager, { dataDir, profile: 'development' });
const sign = (keys: Keys, day: string): Promise<unknown> => withActor(world.store, { actorId: 'machine', offices: [] }, (m) => signDailyHeads(m, keys, { day: day as LegalDate, at: `${day}T16:00:00.000Z` as LegalInstant }));
const faultsWith = async (keys: Keys): Promise<HeadFault[]> => (await verifyHeads(owner.manager, keys)).faults;
const put = (keys: Keys, value: string): Promise<{ contentId: string }> => withActor(world.store, world.here, (m) => new ContentStore(keys).put(m, { caseId: world.hereCase, officeId: 'T1', personRef: 'p1', value }));
const read = async (keys: Keys, contentId: string): Promise<unknown> => withActor(world.store, world.here, async (m) => (await new ContentStore(keys).read(m, [contentId])).get(contentId));

/** As the command does it: the service is stopped for it, and its connections are gone. */
async function rotated(): Promise<Keys> {
  const next = old.successor();
  await world.store.destroy();
  for (let open_ = 1; open_ > 0;) [{ open: open_ }] = await world.asSuperuser("SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname = $1 AND usename = 'anjuan_app'", [world.database.name]) as [{ open: number }];
  expect(await rotateKeys(owner, old, next)).toEqual({ made: true, dataKeys: 1 });
  await world.store.initialize();
  return next;
}

describe('replacing the keys of an instance', () => {
  it('leaves everything readable with the new keys, nothing with the old, and the signed days valid', async () => {
    const { contentId } = await put(old, '张三的陈述');
    await sign(old, '2025-09-28');
    const next = await rotated();

    expect(await read(next, contentId)).toBe('张三的陈述');
    await expect(read(old, contentId)).rejects.toThrow();
    await sign(next, '2025-09-29');
    expect(await faultsWith(next)).toEqual([]);
    expect(next.fingerprints.lookup).toBe(old.fingerprints.lookup);
    // The same command given again after a break finds its work done.
    expect(await rotateKeys(owner, old, next)).toEqual({ made: false, dataKeys: 0 });

    await expect(open()).rejects.toThrow('were replaced by a rotation (key-encryption key, signing key): put the file that "npm run keys -- --rotate" wrote in its place');
    await writeKeysFile(join(dataDir, 'new.json'), next);
    await rename(join(dataDir, 'new.json'), join(dataDir, 'keys.json'));
    expect((await open()).fingerprints).toEqual(next.fingerprints);
  });

  it('stops a process that still holds the old keys from writing with them', async () => {
    await put(old, '张三的陈述');
    await rotated();
    await expect(withActor(world.store, world.here, (m) => new ContentStore(old).put(m, { caseId: world.hereCase, officeId: 'T1', personRef: 'p2', value: '李四' }))).rejects.toThrow('The key-encryption key was replaced by a rotation');
    await expect(sign(old, '2025-09-29')).rejects.toThrow('The signing key was replaced by a rotation');
  });

  it('is refused while the service is connected, and then nothing has changed', async () => {
    const { contentId } = await put(old, '张三的陈述');
    const next = old.successor();
    await expect(rotateKeys(owner, old, next)).rejects.toThrow(/^Stop first what still uses the old keys: test \(\d+ connections\)\.$/);
    expect(await read(old, contentId)).toBe('张三的陈述');
    expect((await open()).fingerprints).toEqual(old.fingerprints);
  });

  it('takes only the keys in use and their successor', async () => {
    await put(old, '张三的陈述');
    await rotated();
    await expect(rotateKeys(owner, old, old.successor())).rejects.toThrow('not those that this database uses now');
    await expect(rotateKeys(owner, Keys.generate(), old.successor())).rejects.toThrow('not those that this database uses now');
  });

  it('finds a signing key that nobody vouched for, and days signed by a key of before', async () => {
    await put(old, '张三的陈述');
    await sign(old, '2025-09-28');
    const next = await rotated();
    await sign(next, '2025-09-29');
    // Somebody with the old key and all rights over the database signs a later day.
    await world.asSuperuser('ALTER TABLE daily_head DISABLE TRIGGER daily_head_key_in_use');
    await sign(old, '2025-09-30');
    expect(await faultsWith(next)).toEqual([{ why: 'foreignKey', day: '2025-09-30' }]);
    // Or puts a key of his own before the one in use.
    await world.asSuperuser('ALTER TABLE instance_key DISABLE TRIGGER instance_key_never_changed');
    await world.asSuperuser("UPDATE instance_key SET vouched_by = $1 WHERE purpose = 'signing' AND generation = 2", [Keys.generate().vouchFor(next)]);
    expect((await faultsWith(next))[0]).toEqual({ why: 'succession', fingerprint: next.fingerprints.signing });
  });

  it('is not for the application: it adds no generation and wraps nothing anew', async () => {
    await put(old, '张三的陈述');
    await expect(world.store.query("INSERT INTO instance_key (purpose, fingerprint, generation) VALUES ('keyEncryption', repeat('0', 32), 2)")).rejects.toThrow('permission denied');
    await expect(world.store.query("UPDATE person_key SET kek = repeat('0', 32)")).rejects.toThrow('permission denied');
    await expect(world.asOwner("UPDATE person_key SET kek = repeat('0', 32), wrapped = decode(repeat('00', 60), 'hex')")).rejects.toThrow('only made, wrapped anew by a rotation, and destroyed');
  });
});
