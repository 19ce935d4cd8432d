import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPack } from './pack-files.ts';
import { repeatedKeys } from './repeated-keys.ts';

describe('keys that stand twice', () => {
  it.each([
    ['{"a": 1, "b": {"a": 2}}', []],
    ['{"a": 1, "a": 2}', ['a']],
    ['{"clocks": [{"code": "x"}, {"code": "y", "ends": [], "ends": [1]}]}', ['clocks[1].ends']],
    ['{"a": {"b": ["c", {"d": "{\\"e\\": 1, \\"e\\": 2}"}], "b": null}}', ['a.b']],
    ['{"\\u0061": 1, "a": 2}', ['a']],
    ['[{"a": ":"}, {"a": "a"}, "a"]', []],
  ])('%s', (text, found) => {
    expect(repeatedKeys(text)).toEqual(found);
  });

  it('make a pack refused, by their place', () => {
    const text = readFileSync(fileURLToPath(new URL('../packs/social-maintenance-fee.json', import.meta.url)), 'utf8');
    const file = join(mkdtempSync(join(tmpdir(), 'anjuan-pack-')), 'twice.json');
    writeFileSync(file, text.replace('"packFormat": 1,', '"packFormat": 1, "packFormat": 1,'));
    expect(() => readPack(file)).toThrow(/stands twice.*packFormat/);
  });
});
