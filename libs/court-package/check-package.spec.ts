import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { Keys } from '#store/keys';
import { bytesMember, packageSignedText, sha256Of, storedZip, zipBytes, type Manifest, type ZipMember } from './index.ts';
import { readZip } from './testing/read-zip.ts';
import { manifestText, signatureText, type LineKey } from './manifest.ts';

const script = readFileSync(fileURLToPath(new URL('check-package.mjs', import.meta.url)));
/** Keys as an instance has them: the second took over from the first, the stranger is of another instance. */
const first = Keys.generate();
const [second, stranger] = [first.successor(), Keys.generate()];
const printOf = (keys: Keys): string => keys.fingerprints.signing;
const vouched = (by: Keys | null, keys: Keys): LineKey => ({ fingerprint: printOf(keys), publicKey: keys.publicKey().toString('base64'), vouchedBy: by === null ? null : by.vouchFor(keys).toString('base64') });

let dir: string;
let whole: string;
let made = 0;
const files = { '1-application/001-enforcement-application.pdf': '%PDF application', '2-decision/002-penalty-decision.pdf': '%PDF decision' };

function manifest(): Manifest {
  return {
    format: 'anjuan-court-package', formatVersion: 1, training: false, caseId: '00000000-0000-4000-8000-000000000001', caseNumber: '演示立案〔2025〕1号', procedure: 'administrative-penalty', authority: { id: 'mianyang', name: '勉县勉阳街道办事处' }, party: 'p1',
    step: { seq: 40, code: 'applyToCourt', name: { zh: '申请人民法院强制执行', en: 'Ask the court to enforce' } }, day: '2026-03-02' as Manifest['day'], record: { seq: 41, headHash: 'a'.repeat(64), recordedAt: '2026-03-02T02:00:00.000Z' as Manifest['record']['recordedAt'] },
    entries: Object.entries(files).map(([path, text], at) => ({ number: at + 1, path, title: { zh: '某文书', en: 'A paper' }, kind: 'decision', article: { zh: '第55条', en: 'art. 55' }, mediaType: 'application/pdf', sha256: sha256Of(Buffer.from(text)), bytes: Buffer.byteLength(text), recordSeq: 1 })),
    notEnclosed: [], tools: [{ path: 'check-package.mjs', sha256: sha256Of(script), bytes: script.length }], keyFingerprint: printOf(second),
  };
}

/** Signs the manifest of a folder anew, as whoever holds the key could. */
function signed(folder: string, what: Manifest, by: Keys): void {
  const text = manifestText(what);
  const manifestSha256 = sha256Of(text);
  writeFileSync(join(folder, 'manifest.json'), text);
  writeFileSync(join(folder, 'signature.json'), signatureText({ manifestSha256, signature: by.sign(packageSignedText(manifestSha256)), publicKey: by.publicKey(), fingerprint: printOf(by), line: [vouched(null, first), vouched(first, second)] }));
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'anjuan-package-'));
  whole = join(dir, 'whole');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(whole, path)), { recursive: true });
    writeFileSync(join(whole, path), text);
  }
  writeFileSync(join(whole, 'check-package.mjs'), script);
  signed(whole, manifest(), second);
});
afterAll(() => { rmSync(dir, { recursive: true, force: true }); });

function copy(change: (folder: string) => void = () => {}): string {
  const folder = join(dir, `copy-${made += 1}`);
  cpSync(whole, folder, { recursive: true });
  change(folder);
  return folder;
}
/** Runs the script that lies in the folder, or a copy of it from elsewhere. */
function check(folder: string, more: string[] = [], from = folder): { status: number | null; text: string; failed: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(from, 'check-package.mjs'), ...(from === folder ? [] : [folder]), ...more], { encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } });
  return { status, text: stdout + stderr, failed: stdout.split('\n').filter((line) => line.startsWith('[不符 FAIL]')).map((line) => line.slice('[不符 FAIL] '.length)) };
}
type Broken = [string, (folder: string) => void, string[]];
const NOT_SUCH = '没有多出的文件。';

describe('the check that lies in the package', () => {
  it('holds for an untouched package, in Chinese with English beside it', () => {
    const { status, text, failed } = check(copy());
    expect({ status, failed }).toEqual({ status: 0, failed: [] });
    for (const words of ['清单所列3个文件齐全', 'All 3 files', NOT_SUCH, '签名有效。', printOf(second), '结论：全部相符。Result: all holds.', '演示立案〔2025〕1号']) expect(text).toContain(words);
  });

  it.each<Broken>([
    ['a changed byte', (folder) => { writeFileSync(join(folder, '2-decision/002-penalty-decision.pdf'), '%PDF decisioN'); }, ['文件已被改动：2-decision/002-penalty-decision.pdf（某文书）']],
    ['another length', (folder) => { writeFileSync(join(folder, '2-decision/002-penalty-decision.pdf'), '%PDF'); }, ['文件已被改动：2-decision/002-penalty-decision.pdf（某文书）']],
    ['a missing file', (folder) => { rmSync(join(folder, '1-application/001-enforcement-application.pdf')); }, ['缺少文件：1-application/001-enforcement-application.pdf（某文书）']],
    ['an extra file', (folder) => { writeFileSync(join(folder, '2-decision/003-more.pdf'), ''); }, ['多出文件，不在清单内：2-decision/003-more.pdf']],
    // Links are for everybody elsewhere than on Windows.
    ...(process.platform === 'win32' ? [] : [['a link', (folder: string) => { symlinkSync('/etc/hostname', join(folder, '5-other')); }, ['多出文件，不在清单内：5-other']] satisfies Broken]),
    ['a changed manifest', (folder) => { writeFileSync(join(folder, 'manifest.json'), manifestText({ ...manifest(), day: '2026-03-03' as Manifest['day'] })); }, ['清单（manifest.json）已被改动。']],
    ['a manifest with the hash put right', (folder) => {
      const text = manifestText({ ...manifest(), party: 'p2' });
      writeFileSync(join(folder, 'manifest.json'), text);
      const signature = JSON.parse(readFileSync(join(folder, 'signature.json'), 'utf8')) as Record<string, unknown>;
      writeFileSync(join(folder, 'signature.json'), JSON.stringify({ ...signature, manifestSha256: sha256Of(text) }));
    }, ['签名无效。']],
    ['a foreign key', (folder) => { signed(folder, manifest(), stranger); }, [`签名密钥不是清单所载的密钥：清单为${printOf(second)}，实为${printOf(stranger)}。`]],
    ['no signature', (folder) => { rmSync(join(folder, 'signature.json')); }, ['缺少signature.json。']],
    ['no manifest', (folder) => { rmSync(join(folder, 'manifest.json')); }, ['缺少manifest.json。']],
    ['a damaged manifest', (folder) => { writeFileSync(join(folder, 'manifest.json'), '{'); }, ['manifest.json已损坏，不能读取。']],
    ['another format', (folder) => { writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest(), formatVersion: 2 })); }, ['manifest.json不是本程序认识的格式（需要anjuan-court-package第1版）。']],
    ['a path that leads out', (folder) => { signed(folder, { ...manifest(), entries: manifest().entries.map((one, at) => (at === 0 ? { ...one, path: '../001-enforcement-application.pdf' } : one)) }, second); }, ['清单所列路径不合格式：../001-enforcement-application.pdf', '多出文件，不在清单内：1-application/001-enforcement-application.pdf']],
  ])('finds %s', (_, change, failed) => {
    const found = check(copy(change));
    expect(found).toMatchObject({ status: 1, failed });
    expect(found.text).toContain(`有${failed.length}项不符`);
  });

  it('finds a manifest that is none inside', () => {
    const found = check(copy((folder) => { writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ format: 'anjuan-court-package', formatVersion: 1 })); }));
    expect(found.status).toBe(1);
    expect(found.failed.join()).toContain('核对未能完成');
  });

  it('finds a package that somebody else made throughout only by a key that is known from elsewhere', () => {
    const forged = copy((folder) => { signed(folder, { ...manifest(), keyFingerprint: printOf(stranger) }, stranger); });
    expect(check(forged)).toMatchObject({ status: 0 });
    expect(check(forged).text).toContain('请将上述指纹与申请机关另行告知的指纹比对');
    expect(check(forged, ['--key', printOf(second)])).toMatchObject({ status: 1, failed: [`签名密钥与您所给的密钥（${printOf(second)}）无关。`] });
  });

  it('follows the line of keys from an earlier one, and only forward', () => {
    expect(check(copy(), ['--key', printOf(second)])).toMatchObject({ status: 0 });
    expect(check(copy(), ['--key', printOf(first).replaceAll(/(.{4})/g, '$1 ').trim()])).toMatchObject({ status: 0 });
    const key = join(dir, 'key.txt');
    writeFileSync(key, first.publicKey().toString('base64'));
    expect(check(copy(), ['--key', key])).toMatchObject({ status: 0 });
    const older = copy((folder) => { signed(folder, { ...manifest(), keyFingerprint: printOf(first) }, first); });
    expect(check(older, ['--key', printOf(second)])).toMatchObject({ status: 1 });
    const broken = copy((folder) => {
      const signature = JSON.parse(readFileSync(join(folder, 'signature.json'), 'utf8')) as { line: LineKey[] };
      writeFileSync(join(folder, 'signature.json'), JSON.stringify({ ...signature, line: [signature.line[0], { ...signature.line[1], vouchedBy: vouched(stranger, second).vouchedBy }] }));
    });
    expect(check(broken, ['--key', printOf(first)])).toMatchObject({ status: 1 });
  });

  it('checks from elsewhere what was made with another script', () => {
    const changed = copy((folder) => { writeFileSync(join(folder, 'check-package.mjs'), 'console.log("全部相符")'); });
    expect(check(changed, [], whole)).toMatchObject({ status: 1, failed: ['文件已被改动：check-package.mjs'] });
  });

  it('refuses what it does not understand', () => {
    for (const more of [['--what'], ['nowhere'], ['--key', 'xyz']]) expect(check(copy(), more).status).toBe(1);
  });
});

describe('the archive', () => {
  const members = [bytesMember('a/001.txt', Buffer.from('hello')), bytesMember('README.txt', Buffer.alloc(70_000, 7))];

  it.each([['as it is', undefined], ['with 64 bits for the large one', 60_000], ['with 64 bits throughout', 1]])('is read by its directory %s, and as long as it says', async (_, most) => {
    const bytes = await collect(members, most);
    expect(bytes.length).toBe(zipBytes(members, most));
    const found = readZip(bytes);
    expect([...found.keys()]).toEqual(['a/001.txt', 'README.txt']);
    expect(found.get('a/001.txt')?.toString()).toBe('hello');
    expect(found.get('README.txt')?.length).toBe(70_000);
  });

  it('is the same every time, and fails when a file is not as it was measured', async () => {
    expect((await collect(members)).equals(await collect(members))).toBe(true);
    await expect(collect([{ path: 'a', crc: crc32('b'), bytes: 1, open: () => [Buffer.from('a')] }])).rejects.toThrow('not as it was measured');
  });
});

async function collect(of: readonly ZipMember[], most?: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of storedZip(of, most)) parts.push(part);
  return Buffer.concat(parts);
}
