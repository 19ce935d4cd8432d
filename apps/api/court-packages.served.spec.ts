import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { paperReference } from '#documents';
import { scannedSheet } from '#documents/testing/scanned-sheet';
import { lawBookFromFiles } from '#law/files/pack-files';
import { readZip } from '#court-package/testing/read-zip';
import { pdfPages } from '#documents/testing/pdf-text';
import { AtTheDoor, parametersSql, PENALTY_PARAMETERS } from './testing/at-the-door.ts';
import { peopleSql } from './testing/people.ts';
import { Service, type Answer } from './testing/service.ts';

// A fine of 300.00, served on 2025-03-12: to be paid by 2025-03-27, six months to sue to 2025-09-12, the court to be asked to
// 2025-12-12. Demanded on 2025-10-09, answered, asked on 2025-10-30.
const PACK = 'administrative-penalty';
const days = { notice: '2025-03-03', decision: '2025-03-12', demand: '2025-10-09', application: '2025-10-30' };
let service: Service;
let door: AtTheDoor;
let dir: string;
let address: string;
let caseId: string;
let decided: Answer;
let applied: Answer;
let applicationSeq: number;
let photo: Buffer;

const seqOf = (answer: Answer, type: string): number => (answer.body.events as { seq: number; type: string }[]).find((one) => one.type === type)?.seq ?? 0;
const ask = (path: string, as = 'zhang.wei'): Promise<Answer> => service.ask('GET', `${address}/court-packages/${path}`, { as });

beforeAll(async () => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  await start();
  dir = mkdtempSync(join(tmpdir(), 'anjuan-court-'));
  const whole = await asked('1990-01-01', async (of) => {
    photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(5_000_000)]);
    await upload(of, photo, 'evidence');
    await upload(of, photo.subarray(0, 400), 'sealed', true);
  });
  ({ address, caseId, decided, applied, applicationSeq } = whole);
}, 120_000);
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await service.stop();
  jest.restoreAllMocks();
});

async function start(env: Record<string, string> = {}): Promise<void> {
  service = await Service.start(`${peopleSql}${parametersSql(PACK, { ...PENALTY_PARAMETERS, demandMarginDays: 5 })}
UPDATE office SET address = '勉县勉阳街道1号', phone = '0916-3200000';`, env);
  door = new AtTheDoor(service);
}

interface Asked { address: string; caseId: string; decided: Answer; applied: Answer; applicationSeq: number }

/** A case up to its application. `noticed`: what is done beside, after the notice. */
async function asked(born: string, noticed: (of: string) => Promise<unknown> = () => Promise.resolve()): Promise<Asked> {
  await door.clock(days.notice, '09:00:00');
  const begun = await door.noticed({ born });
  const of = begun.address;
  await noticed(of);
  await door.clock(days.decision, '10:00:00');
  const decision = await door.step(of, 'decidePenalty', { defence: '无异议', correction: '立即改正', fine: '300.00' }, 'liu.yang');
  expect(await door.serve(of, door.paperOf(decision, 'penalty-decision'))).toMatchObject({ status: 200 });
  await door.clock(days.demand, '10:00:00');
  const demanded = await door.step(of, 'issueDemand', {}, 'wang.fang', { party: 'p1' });
  expect(await door.serve(of, door.paperOf(demanded, 'demand-letter'))).toMatchObject({ status: 200 });
  const replied = await door.step(of, 'recordDemandReply', { demandReplyText: '资金困难，请求宽限。' }, 'wang.fang', { party: 'p1' });
  await door.step(of, 'examineDemandReply', { demandReply: seqOf(replied, 'stepTaken'), demandReplyFounded: false, demandReplyAnswer: '理由不成立。' }, 'liu.yang', { party: 'p1' });
  await door.clock(days.application, '10:00:00');
  const application = await door.step(of, 'applyToCourt', { applicationFacts: '当事人经催告仍不缴纳罚款。' }, 'liu.yang', { party: 'p1' });
  return { address: of, caseId: begun.caseId, decided: decision, applied: application, applicationSeq: seqOf(application, 'stepTaken') };
}

async function upload(of: string, bytes: Buffer, purpose: string, sealed = false): Promise<string> {
  const begun = await service.ask('POST', `${of}/files`, { as: 'zhang.wei', body: { purpose, mediaType: 'image/jpeg', bytes: bytes.length } });
  // As a procedure with `sealedFiles` keeps its files; none of those goes to the court.
  if (sealed) await asOwner(`ALTER TABLE case_file DISABLE TRIGGER USER; UPDATE case_file SET handlers_only = true WHERE file_id = '${String(begun.body.fileId)}'; ALTER TABLE case_file ENABLE TRIGGER USER`);
  const path = `${of}/files/${String(begun.body.fileId)}`;
  await service.ask('PATCH', path, { as: 'zhang.wei', raw: bytes, headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' } });
  expect(await service.ask('POST', `${path}/complete`, { as: 'zhang.wei', body: { sha256: createHash('sha256').update(bytes).digest('hex') } })).toMatchObject({ status: 200 });
  return String(begun.body.fileId);
}

/** Unpacked as a clerk would, and checked with the script that lies in it. */
function unpacked(archive: Buffer, name: string): { folder: string; check: () => { status: number | null; stdout: string } } {
  for (const [path, bytes] of readZip(archive)) {
    mkdirSync(dirname(join(dir, name, path)), { recursive: true });
    writeFileSync(join(dir, name, path), bytes);
  }
  const folder = join(dir, name, `court-package-${applicationSeq}`);
  return { folder, check: () => { const { status, stdout } = spawnSync(process.execPath, [join(folder, 'check-package.mjs')], { encoding: 'utf8' }); return { status, stdout }; } };
}

interface Entry { number: number; path: string; kind: string; sha256: string; bytes: number }

describe('the package of an application', () => {
  it('says what it holds without a name, from the record as it stood at the step', async () => {
    const answer = await ask(String(applicationSeq));
    expect(answer).toMatchObject({ status: 200, body: { format: 'anjuan-court-package', formatVersion: 1, training: true, caseId, procedure: PACK, party: 'p1', day: '2025-10-30', step: { seq: applicationSeq, code: 'applyToCourt' }, authority: { id: 'mianyang', name: '勉县勉阳街道办事处' } } });
    expect(answer.text).not.toMatch(/张三丰|610799|和平路|资金困难/);
    const events = (await service.ask('GET', `${address}/events?limit=200`, { as: 'zhang.wei' })).body.items as { seq: number; hash: string }[];
    const { record, entries } = answer.body as { record: { seq: number; headHash: string }; entries: Entry[] };
    expect(record.headHash).toBe(events.find(({ seq }) => seq === record.seq)?.hash);
    expect(record.seq).toBe(Math.max(...(applied.body.events as { seq: number }[]).map(({ seq }) => seq)));
    expect(entries[0]).toMatchObject({ number: 1, path: '1-application/001-enforcement-application.pdf', kind: 'application' });
    expect(entries.map(({ path }) => path.replace(/^\d-[a-z-]+\/\d{3}-/, ''))).toEqual(expect.arrayContaining(['penalty-decision.pdf', 'service-receipt.pdf', 'evidence-evidence.jpg', 'demand-letter.pdf', 'statements-of-the-party.html', 'money-fine.html', 'clocks.html']));
  });

  it('is a ZIP that checks itself, the same every time', async () => {
    const [one, two] = [await ask(`${applicationSeq}/download`), await ask(`${applicationSeq}/download`)];
    expect(one).toMatchObject({ status: 200, headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="court-package-${caseId}-${applicationSeq}.zip"`, 'content-length': String(one.bytes.length) } });
    expect(one.bytes.equals(two.bytes)).toBe(true);
    const { folder, check } = unpacked(one.bytes, 'whole');
    expect(check()).toMatchObject({ status: 0, stdout: expect.stringContaining('结论：全部相符') });
    const files = readZip(one.bytes);
    const text = (name: string): Buffer => [...files].find(([path]) => path.endsWith(name))?.[1] ?? Buffer.alloc(0);
    expect(createHash('sha256').update(text('manifest.json')).digest('hex')).toBe(one.headers['anjuan-manifest-sha256']);
    expect(text('evidence-evidence.jpg').equals(photo)).toBe(true);
    expect(pdfPages(text('001-enforcement-application.pdf')).join('\n')).toContain('张三丰');
    expect(text('statements-of-the-party.html').toString()).toContain('资金困难，请求宽限。');
    // 300.00 and as much again at most.
    expect(text('money-fine.html').toString()).toContain('600.00');
    expect(text('README.txt').toString()).toContain('node check-package.mjs');
    writeFileSync(join(folder, '5-other/extra.txt'), '');
    expect(check()).toMatchObject({ status: 1, stdout: expect.stringContaining('多出文件，不在清单内：5-other/extra.txt') });
  });

  it('is for those who see the case, and the look is logged', async () => {
    for (const path of [String(applicationSeq), `${applicationSeq}/download`]) expect(await ask(path, 'sun.li')).toMatchObject({ status: 404 });
    expect(await ask(`${applicationSeq}/download`, 'zhou.tao')).toMatchObject({ status: 200 });
    const logged = await looks();
    await ask(String(applicationSeq));
    expect(await looks()).toBe(logged);
    await ask(`${applicationSeq}/download`, 'li.na');
    expect(await looks()).toBeGreaterThan(logged);
  });

  it('is none for another step, another number, another case', async () => {
    for (const path of [String(seqOf(decided, 'stepTaken')), '999999', String(applicationSeq + 1)]) expect(await ask(path)).toMatchObject({ status: 404, body: { type: '/api/problems/notFound' } });
    for (const path of ['x', '0', '1.5', `${applicationSeq}/more`]) expect(await ask(path)).toMatchObject({ status: 404 });
  });

  it('takes in the signed application once it is on file, and nothing else that came later', async () => {
    const before = (await ask(String(applicationSeq))).body as { entries: Entry[]; record: object; notEnclosed: { kind: string }[] };
    expect(before.notEnclosed.filter(({ kind }) => kind === 'application')).toHaveLength(1);
    await upload(address, Buffer.concat([photo.subarray(0, 300), randomBytes(50)]), 'later');
    expect((await ask(String(applicationSeq))).body).toEqual(before);
    const sheet = Buffer.from(scannedSheet(paperReference(door.paperOf(applied, 'enforcement-application'))));
    expect(await service.ask('POST', '/api/scans?signed=asAsked', { as: 'zhang.wei', raw: sheet, headers: { 'content-type': 'application/offset+octet-stream' } })).toMatchObject({ status: 200, body: { filed: true } });
    const after = (await ask(String(applicationSeq))).body as typeof before;
    expect(after.record).toEqual(before.record);
    expect(after.entries).toHaveLength(before.entries.length + 1);
    expect(after.entries[1]).toMatchObject({ path: '1-application/002-enforcement-application-signed.png', kind: 'application', sha256: createHash('sha256').update(sheet).digest('hex') });
    expect(after.notEnclosed.filter(({ kind }) => kind === 'application')).toHaveLength(0);
    expect(unpacked((await ask(`${applicationSeq}/download`)).bytes, 'signed').check()).toMatchObject({ status: 0 });
  });
});

describe('a package that is given in part, or not', () => {
  it('leaves out a file that is sealed from whoever asks, and says so', async () => {
    const [all, less] = [await ask(String(applicationSeq)), await ask(String(applicationSeq), 'chen.jie')];
    expect((less.body.entries as Entry[]).filter(({ path }) => path.includes('evidence-sealed'))).toEqual([]);
    expect((all.body.entries as Entry[]).length).toBe((less.body.entries as Entry[]).length + 1);
    expect(less.body.notEnclosed).toContainEqual(expect.objectContaining({ kind: 'decision', why: expect.objectContaining({ en: expect.stringContaining('sealed') }) }));
    const { check } = unpacked((await ask(`${applicationSeq}/download`, 'chen.jie')).bytes, 'sealed');
    expect(check()).toMatchObject({ status: 0 });
  });

  it('is gone with the person', async () => {
    await asOwner("UPDATE person_key SET wrapped = NULL, subject_hash = NULL, destroyed_at = clock_timestamp(), destroyed_by = 'test' WHERE case_id = $1", [caseId]);
    for (const path of [String(applicationSeq), `${applicationSeq}/download`]) expect(await ask(path)).toMatchObject({ status: 410, body: { type: '/api/problems/gone' } });
  });
});

describe('a package of an incomplete record', () => {
  it('is refused with everything that is missing, each with its article', async () => {
    // A procedure that keeps no receipts of service.
    const packs = join(dir, 'packs');
    mkdirSync(packs);
    for (const { pack } of lawBookFromFiles().packs) writeFileSync(join(packs, `${pack.id}.json`), JSON.stringify(pack.id === PACK ? { ...pack, servicePapers: undefined } : pack));
    await service.stop();
    await start({ ANJUAN_PACKS_DIR: packs });
    const one = await asked('1990-01-01');
    for (const path of ['', '/download']) {
      expect(await service.ask('GET', `${one.address}/court-packages/${one.applicationSeq}${path}`, { as: 'zhang.wei' })).toMatchObject({
        status: 409, headers: { 'content-type': expect.stringContaining('application/problem+json') },
        body: { type: '/api/problems/blocked', blockers: [
          { code: 'decisionServiceNotRecorded', article: '《中华人民共和国行政强制法》第55条第1款第2项' }, { code: 'demandServiceNotRecorded', article: '《中华人民共和国行政强制法》第55条第1款第3项' },
        ] },
      });
    }
  }, 60_000);
});

async function asOwner<T extends object>(sql: string, values?: unknown[]): Promise<T[]> {
  const owner = new Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  try {
    return (await owner.query<T>(sql, values)).rows;
  } finally {
    await owner.end();
  }
}

async function looks(): Promise<number> {
  return Number((await asOwner<{ count: string }>('SELECT count(*) FROM reveal_log WHERE case_id = $1', [caseId]))[0]?.count);
}
