import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withActor } from '../actor.ts';
import { PersonKeys } from '../content.ts';
import { twoOffices, type TwoOffices } from '../content/testing/two-offices.ts';
import { CaseFiles, type InTransaction, openFileStorage } from '../files.ts';
import { Keys } from '../keys.ts';

const keys = Keys.generate();
const pdf = (bytes: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.7 张三的身份证\n'), randomBytes(bytes)]);
let world: TwoOffices;
let dataDir: string;
let files: CaseFiles;
let here: InTransaction;
let there: InTransaction;

beforeAll(async () => {
  world = await twoOffices();
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-files-'));
  files = new CaseFiles(await openFileStorage({ dataDir }), keys);
  here = (work) => withActor(world.store, world.here, work);
  there = (work) => withActor(world.store, world.there, work);
});
afterAll(async () => {
  await world.close();
  await rm(dataDir, { recursive: true });
});
beforeEach(() => rm(join(dataDir, 'files'), { recursive: true, force: true }));

const begin = (bytes: number, more: { mediaType?: string; personRef?: string } = {}): ReturnType<CaseFiles['begin']> =>
  files.begin(here, { caseId: world.hereCase, officeId: 'T1', purpose: 'scan', mediaType: 'application/pdf', bytes, ...more });
async function* chunks(bytes: Buffer, breaksOffAfter = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 60_000) {
    if (at >= breaksOffAfter) throw new Error('aborted');
    yield bytes.subarray(at, at + 60_000);
  }
}
async function filed(bytes: Buffer, more: Parameters<typeof begin>[1] = {}): Promise<string> {
  const { fileId } = await begin(bytes.length, more);
  await files.writePart(here, fileId, 0, chunks(bytes));
  await files.complete(here, fileId);
  return fileId;
}
async function read(fileId: string, range: { from?: number; to?: number } = {}): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of (await files.open(here, fileId, range)).stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
const refused = (why: string): unknown => expect.objectContaining({ name: 'FileRefused', why });
const stored = async (): Promise<string[]> => (await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

describe('files of a case', () => {
  it('come back byte by byte, with the hash of what was sent, and lie encrypted under ids', async () => {
    const bytes = pdf(10_000_000);
    const { fileId } = await begin(bytes.length);
    expect(await files.writePart(here, fileId, 0, chunks(bytes))).toEqual({ offset: bytes.length, bytes: bytes.length, interrupted: false });
    const done = await files.complete(here, fileId, createHash('sha256').update(bytes).digest('hex'));
    expect(done).toMatchObject({ fileId, status: 'complete', bytes: bytes.length, mediaType: 'application/pdf', purpose: 'scan', begunBy: 'wang', sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(await files.complete(here, fileId)).toEqual(done);
    expect((await read(fileId)).equals(bytes)).toBe(true);
    expect((await read(fileId, { from: 4_194_000, to: 8_500_000 })).equals(bytes.subarray(4_194_000, 8_500_000))).toBe(true);
    const names = await stored();
    expect(names).toHaveLength(3);
    for (const name of names) {
      expect(name).toMatch(/\/files\/[0-9a-f]{2}\/[0-9a-f-]{36}$/);
      expect((await stat(name)).mode & 0o777).toBe(0o600);
      expect((await readFile(name)).includes(Buffer.from('张三'))).toBe(false);
    }
  });

  it('go on after a broken connection where they stopped, also from another process', async () => {
    const bytes = pdf(9_000_000);
    const { fileId } = await begin(bytes.length);
    const first = await files.writePart(here, fileId, 0, chunks(bytes, 5_000_000));
    expect(first.interrupted).toBe(true);
    expect((await files.status(here, fileId)).received).toBe(first.offset);
    expect(first.offset).toBeGreaterThanOrEqual(5_000_000);
    const other = new CaseFiles(await openFileStorage({ dataDir }), Keys.parse(keys.toSecretText(), ''));
    await other.writePart(here, fileId, first.offset, chunks(bytes.subarray(first.offset)));
    await other.complete(here, fileId);
    expect((await read(fileId)).equals(bytes)).toBe(true);
  });

  it('take a part once, though two requests send it', async () => {
    const bytes = pdf(300_000);
    const { fileId } = await begin(bytes.length);
    const both = await Promise.allSettled([files.writePart(here, fileId, 0, chunks(bytes)), files.writePart(here, fileId, 0, chunks(bytes))]);
    expect(both.map((one) => one.status).toSorted((a, b) => a.localeCompare(b))).toEqual(['fulfilled', 'rejected']);
    await files.complete(here, fileId);
    expect((await read(fileId)).equals(bytes)).toBe(true);
    expect(await stored()).toHaveLength(1);
  });

  it('are refused with the reason: type, size, offset, too many bytes, too few, other hash', async () => {
    await expect(begin(10, { mediaType: 'text/html' })).rejects.toEqual(refused('mediaType'));
    for (const bytes of [0, -1, 1.5, 201_000_000]) await expect(begin(bytes)).rejects.toEqual(refused('size'));
    const bytes = pdf(1000);
    const { fileId } = await begin(bytes.length);
    await expect(files.writePart(here, fileId, 5, chunks(bytes))).rejects.toEqual(expect.objectContaining({ why: 'offset', offset: 0 }));
    await expect(files.writePart(here, fileId, 0, chunks(Buffer.concat([bytes, bytes])))).rejects.toEqual(refused('tooLong'));
    await files.writePart(here, fileId, 0, chunks(bytes.subarray(0, 500)));
    await expect(files.complete(here, fileId)).rejects.toEqual(expect.objectContaining({ why: 'incomplete', offset: 500 }));
    await expect(files.open(here, fileId)).rejects.toEqual(refused('incomplete'));
    await files.writePart(here, fileId, 500, chunks(bytes.subarray(500)));
    await expect(files.complete(here, fileId, '0'.repeat(64))).rejects.toEqual(refused('otherHash'));
    expect(await stored()).toEqual([]);
    await expect(files.open(here, fileId)).rejects.toEqual(refused('removed'));
  });

  it('are refused when the bytes are another type, at once or at the end, and nothing stays', async () => {
    const script = Buffer.from(`<script>${'x'.repeat(500)}</script>`);
    const first = await begin(script.length);
    await expect(files.writePart(here, first.fileId, 0, chunks(script))).rejects.toMatchObject({ why: 'notThatType' });
    const second = await begin(script.length);
    await files.writePart(here, second.fileId, 0, chunks(script.subarray(0, 4)));
    await files.writePart(here, second.fileId, 4, chunks(script.subarray(4)));
    await expect(files.complete(here, second.fileId)).rejects.toMatchObject({ why: 'notThatType' });
    expect(await stored()).toEqual([]);
  });

  it('of another office are not there, whatever is asked', async () => {
    const fileId = await filed(pdf(100));
    for (const asking of [files.status(there, fileId), files.open(there, fileId), files.remove(there, fileId), files.complete(there, fileId), files.writePart(there, fileId, 0, chunks(pdf(1)))]) {
      await expect(asking).rejects.toMatchObject({ why: 'notFound' });
    }
    await expect(files.begin(there, { caseId: world.hereCase, officeId: 'T2', purpose: 'scan', mediaType: 'application/pdf', bytes: 10 })).rejects.toThrow('row-level security');
  });

  it('of a person are erased with the person, those of the case stay', async () => {
    const [ofPerson, ofCase] = [await filed(pdf(100), { personRef: 'p3' }), await filed(pdf(100))];
    await here((m) => new PersonKeys(keys).destroyPersonKey(m, world.hereCase, 'p3'));
    await expect(files.open(here, ofPerson)).rejects.toMatchObject({ why: 'erased' });
    await files.remove(here, ofPerson);
    expect((await read(ofCase)).length).toBeGreaterThan(100);
  });

  it('that were changed in the storage fail while they are read and cannot be completed', async () => {
    const bytes = pdf(200_000);
    const { fileId } = await begin(bytes.length);
    await files.writePart(here, fileId, 0, chunks(bytes));
    const [name] = await stored();
    const sealed = await readFile(name!);
    sealed[100_000]! ^= 1;
    await writeFile(name!, sealed);
    await expect(files.complete(here, fileId)).rejects.toThrow('was changed');
    await rm(name!);
    await expect(files.complete(here, fileId)).rejects.toThrow('ENOENT');
  });

  it('stay as they are once complete, for application and owner', async () => {
    const fileId = await filed(pdf(100));
    await expect(files.writePart(here, fileId, 0, chunks(pdf(1)))).rejects.toMatchObject({ why: 'complete' });
    await expect(world.asOwner("UPDATE case_file SET sha256 = repeat('0', 64) WHERE file_id = $1", [fileId])).rejects.toThrow('kept as it is');
    await expect(world.asOwner('DELETE FROM case_file')).rejects.toThrow('kept as it is');
    await expect(world.asOwner('DELETE FROM file_part')).rejects.toThrow('only appended');
    await expect(here((m) => m.query('UPDATE case_file SET bytes = 1'))).rejects.toThrow('permission denied');
  });
});
