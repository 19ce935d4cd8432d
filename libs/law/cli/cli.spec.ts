import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const law = (...args: string[]): { code: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', '@swc-node/register/esm-register', 'libs/law/cli/main.ts', ...args], { cwd: root, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};
const file = (content: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'law-')), 'vectors.json');
  writeFileSync(path, content);
  return path;
};

describe('the law command', () => {
  it('check: ends with the count and exits 1 when something failed', () => {
    expect(law('check', 'libs/law/reference/vectors.json')).toEqual({ code: 0, out: '179 passed, 0 failed\n', err: '' });
    const { code, out } = law('check', file('[{"id":"A","kind":"amount-in-words","input":{"amountFen":5},"expected":{"text":"人民币伍分"}},{"id":"B","kind":"tarot","input":{},"expected":{"x":1}}]'));
    expect(code).toBe(1);
    expect(out).toMatch(/^B: unknown kind "tarot".*\n1 passed, 1 failed\n$/);
  });

  it('check: says what is wrong with the file', () => {
    expect(law('check', '/nowhere.json')).toMatchObject({ code: 1, err: expect.stringContaining('cannot be read') });
    expect(law('check', file('{'))).toMatchObject({ code: 1, err: expect.stringContaining('is not JSON') });
    expect(law('check')).toMatchObject({ code: 1, err: expect.stringContaining('Usage: npm run law -- check FILE') });
  });

  it('deadline: answers in both languages, and as JSON', () => {
    const words = law('deadline', '--clock', 'PEN-05', '--from', '2025-09-28');
    expect(words.out).toContain('due 2025-10-11');
    expect(words.out).toContain('第64条第1项');
    expect(words.out).toContain('art. 64(1), 85');
    const json = law('deadline', '--clock', 'SMF-01', '--from', '2020-01-01', '--known-on', '2020-01-05', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ clock: 'SMF-01', result: { due: '2020-01-31', calendarVersion: 'CN@2019-11-21' } });
  });

  it('refuses with one sentence and no stack', () => {
    for (const args of [['deadline', '--clock', 'PEN-05', '--from', '2026-02-30'], ['deadline', '--clok', 'PEN-05'], ['tarot']]) {
      const { code, err } = law(...args);
      expect(code).toBe(1);
      expect(err).not.toMatch(/ at .*\.ts:/);
      expect(err.length).toBeGreaterThan(10);
    }
    expect(law('help')).toMatchObject({ code: 0, err: '' });
  });
});
