import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCounty, type TestCounty } from '#commands/testing/county';

let county: TestCounty;
let dataDir: string;
let file: string;
beforeAll(async () => {
  county = await openCounty();
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-import-'));
  file = join(dataDir, 'old.jsonl');
});
afterAll(async () => {
  await county.close();
  await rm(dataDir, { recursive: true });
});

function run(...args: string[]): Promise<{ code: number | null; said: string[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', 'scripts/import-history.ts', ...args], { env: { ...process.env, DATABASE_URL: county.database.appUrl, ANJUAN_DATA_DIR: dataDir } });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => { text += part.toString(); });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said: text.trim().split('\n') }));
  });
}

it('says what it would do, does it when told to, and names each line that it refuses', async () => {
  const line = { fileNumber: '勉卫征〔2012〕35号', office: 'mianyang', filedOn: '2012-03-05', closing: 'undecided_closed', closedOn: '2021-09-01', parties: [{ kind: 'citizen', identity: { name: '陈某某', address: '勉县和平路12号' } }] };
  await writeFile(file, `${JSON.stringify(line)}\r\n${JSON.stringify({ ...line, fileNumber: '36号', closedOn: '2021-08-19' })}\n`);
  const given = [file, '--as', 'person.8', '--document', '勉司发〔2025〕9号'];
  expect(await run(file)).toEqual({ code: 1, said: [expect.stringContaining('What can be given')] });
  expect(await run(file, '--as', 'person.1', '--document', '勉司发〔2025〕9号')).toEqual({ code: 1, said: ['import:history: person.1 holds no post in the county legal office today.'] });
  expect(await run(...given)).toEqual({ code: 1, said: [expect.stringMatching(/^line 2, closedOn: beforeTheEnd: /), 'import:history: 1 would be imported (nothing was written; say --apply), 0 there already, 1 refused'] });
  expect((await run(...given, '--apply')).said.at(-1)).toBe('import:history: 1 imported, 0 there already, 1 refused');
  expect((await run(...given, '--apply')).said.at(-1)).toBe('import:history: 0 imported, 1 there already, 1 refused');
});
