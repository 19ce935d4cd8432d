import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withActor } from '../actor.ts';
import { PersonKeys } from '../content.ts';
import { twoOffices, type TwoOffices } from '../content/testing/two-offices.ts';
import { legalDate, legalInstant } from '#law';
import { appendEvents } from '../events.ts';
import { CaseFiles, filesOf, type InTransaction, mostUploads, openFileStorage, sweepUploads } from '../files.ts';
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

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
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
  await files.complete(here, fileId, sha(bytes));
  return fileId;
}
async function read(fileId: string, range: { from?: number; to?: number } = {}): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of (await files.open(here, fileId, range)).stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
/** The event that a command would append. */
let seq = 0;
let headHash = '0'.repeat(64);
async function enter(fileId: string, sha256: string): Promise<void> {
  const at = legalInstant('2025-09-28T01:00:00.000Z');
  const recording = { caseId: world.hereCase, seq, headHash, commandId: randomUUID(), actorId: 'wang', recordedAt: at, machineAt: at, pack: 'p', packSha256: 'f'.repeat(64), calendarVersion: 'seed' };
  headHash = await here((m) => appendEvents(m, recording, [{ type: 'fileAttached', v: 1, occurredOn: legalDate('2025-09-28'), file: { fileId, sha256, bytes: 1, mediaType: 'application/pdf', purpose: 'scan' } }]));
  seq += 1;
}
const refused = (why: string): unknown => expect.objectContaining({ name: 'FileRefused', why });
const stored = async (): Promise<string[]> => (await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

const colleague: InTransaction = (work) => withActor(world.store, { actorId: 'zhao', offices: ['T1'] }, work);

describe('files of a case', () => {
  it('come back byte by byte, with the hash of what was sent, and lie encrypted under ids', async () => {
    const bytes = pdf(10_000_000);
    const { fileId } = await begin(bytes.length);
    expect(await files.writePart(here, fileId, 0, chunks(bytes))).toEqual({ offset: bytes.length, bytes: bytes.length, interrupted: false });
    const done = await files.complete(here, fileId, sha(bytes));
    expect(done).toMatchObject({ fileId, status: 'complete', bytes: bytes.length, mediaType: 'application/pdf', purpose: 'scan', begunBy: 'wang', sha256: sha(bytes), enteredSeq: null });
    expect(await files.complete(here, fileId, sha(bytes).toUpperCase())).toEqual(done);
    await expect(files.complete(here, fileId, sha(Buffer.from('other')))).rejects.toEqual(refused('otherHash'));
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
    await other.complete(here, fileId, sha(bytes));
    expect((await read(fileId)).equals(bytes)).toBe(true);
  });

  it('take a part once, though two requests send it', async () => {
    const bytes = pdf(300_000);
    const { fileId } = await begin(bytes.length);
    const both = await Promise.allSettled([files.writePart(here, fileId, 0, chunks(bytes)), files.writePart(here, fileId, 0, chunks(bytes))]);
    expect(both.map((one) => one.status).toSorted((a, b) => a.localeCompare(b))).toEqual(['fulfilled', 'rejected']);
    await files.complete(here, fileId, sha(bytes));
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
    await expect(files.complete(here, fileId, sha(bytes))).rejects.toEqual(expect.objectContaining({ why: 'incomplete', offset: 500 }));
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
    await expect(files.complete(here, second.fileId, sha(script))).rejects.toMatchObject({ why: 'notThatType' });
    expect(await stored()).toEqual([]);
  });

  it('of another office are not there, whatever is asked', async () => {
    const fileId = await filed(pdf(100));
    for (const asking of [files.status(there, fileId), files.open(there, fileId), files.remove(there, fileId), files.complete(there, fileId, sha(pdf(1))), files.writePart(there, fileId, 0, chunks(pdf(1)))]) {
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
    await expect(files.complete(here, fileId, sha(bytes))).rejects.toThrow('was changed');
    await rm(name!);
    await expect(files.complete(here, fileId, sha(bytes))).rejects.toThrow('ENOENT');
  });

  it('stay as they are once complete, for application and owner', async () => {
    const fileId = await filed(pdf(100));
    await expect(files.writePart(here, fileId, 0, chunks(pdf(1)))).rejects.toMatchObject({ why: 'complete' });
    await expect(world.asOwner("UPDATE case_file SET sha256 = repeat('0', 64) WHERE file_id = $1", [fileId])).rejects.toThrow('kept as it is');
    await expect(world.asOwner('DELETE FROM case_file')).rejects.toThrow('kept as it is');
    await expect(world.asOwner('DELETE FROM file_part')).rejects.toThrow('only appended');
    await expect(here((m) => m.query('UPDATE case_file SET bytes = 1'))).rejects.toThrow('permission denied');
  });

  it('are of their uploader alone until an event has entered them, and are entered by nothing else', async () => {
    const bytes = pdf(100);
    const fileId = await filed(bytes);
    const seen = (asking: InTransaction) => asking(async (m) => (await filesOf(m, world.hereCase)).some((one) => one.fileId === fileId));
    for (const asking of [files.status(colleague, fileId), files.open(colleague, fileId), files.complete(colleague, fileId, sha(bytes)), files.giveUp(colleague, fileId)]) {
      await expect(asking).rejects.toEqual(refused('notFound'));
    }
    expect([await seen(here), await seen(colleague)]).toEqual([true, false]);
    await expect(here((m) => m.query('UPDATE case_file SET entered_seq = 1 WHERE file_id = $1', [fileId]))).rejects.toThrow('entered by its event');
    await enter(fileId, sha(bytes));
    expect(await files.status(colleague, fileId)).toMatchObject({ enteredSeq: 1 });
    expect(await seen(colleague)).toBe(true);
    await expect(files.giveUp(here, fileId)).rejects.toEqual(refused('entered'));
    expect((await read(fileId)).equals(bytes)).toBe(true);
  });

  it('wait to be entered up to a number for each person and case', async () => {
    const actor = { actorId: 'qian', offices: ['T1'] };
    const asking: InTransaction = (work) => withActor(world.store, actor, work);
    const one = () => files.begin(asking, { caseId: world.hereCase, officeId: 'T1', purpose: 'scan', mediaType: 'application/pdf', bytes: 10 });
    const begun = await Promise.allSettled(Array.from({ length: mostUploads + 5 }, one));
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(mostUploads);
    await expect(one()).rejects.toEqual(refused('tooMany'));
    await begin(10);
    const first = begun.find((each) => each.status === 'fulfilled');
    await files.giveUp(asking, first!.value.fileId);
    await files.giveUp(asking, first!.value.fileId);
    await one();
  });

  it('that were begun and left for seven days are swept away, entered and fresh ones stay', async () => {
    const [entered, left, fresh, half] = [await filed(pdf(100)), await filed(pdf(100)), await filed(pdf(100)), await begin(2000)];
    await files.writePart(here, half.fileId, 0, chunks(pdf(100)));
    await world.asOwner("UPDATE case_file SET touched_at = clock_timestamp() - interval '8 days' WHERE file_id = ANY ($1)", [[entered, left, half.fileId]]);
    const { sha256 } = await files.status(here, entered);
    await enter(entered, sha256 ?? '');
    const before = await stored();
    expect(await sweepUploads(world.store, files)).toBe(2);
    expect(await stored()).toHaveLength(before.length - 2);
    await expect(files.open(here, left)).rejects.toEqual(refused('removed'));
    expect((await files.status(here, half.fileId)).status).toBe('removed');
    for (const kept of [entered, fresh]) expect((await read(kept)).length).toBeGreaterThan(100);
    expect(await sweepUploads(world.store, files)).toBe(0);
  });

  it('whose removal was interrupted lose their bytes at the next sweep', async () => {
    const fileId = await filed(pdf(100));
    const failing = new CaseFiles({ put: () => Promise.reject(new Error('away')), get: () => Promise.reject(new Error('away')), remove: () => Promise.reject(new Error('away')) }, keys);
    await expect(failing.giveUp(here, fileId)).rejects.toThrow('away');
    const before = await stored();
    expect(await sweepUploads(world.store, files)).toBe(0);
    await world.asOwner("UPDATE case_file SET touched_at = clock_timestamp() - interval '8 days' WHERE file_id = $1", [fileId]);
    expect(await sweepUploads(world.store, files)).toBe(1);
    expect(await stored()).toHaveLength(before.length - 1);
  });
});
