import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { Keys, KeysProblem } from '../keys.ts';

const keys = Keys.generate();

describe('the keys of an installation', () => {
  it('come back from their file as the same keys', () => {
    const again = Keys.parse(keys.toSecretText(), 'keys.json');
    const dataKey = randomBytes(32);
    expect(again.fingerprints).toEqual(keys.fingerprints);
    expect(again.unwrap(keys.wrap(dataKey, 'a'), 'a')).toEqual(dataKey);
    expect(again.keyedHash('x', Buffer.from('1'))).toEqual(keys.keyedHash('x', Buffer.from('1')));
    expect(again.verify(Buffer.from('head'), keys.sign(Buffer.from('head')))).toBe(true);
  });

  it('show nothing but fingerprints when printed or turned into JSON', () => {
    const secret = JSON.parse(keys.toSecretText()) as Record<string, string>;
    for (const shown of [inspect(keys, { depth: 9, showHidden: true }), JSON.stringify({ keys }), Object.values(keys.toJSON()).join(' ')]) {
      for (const name of ['keyEncryption', 'lookup', 'signing']) {
        expect(shown).not.toContain(secret[name]);
        expect(shown).not.toContain(Buffer.from(secret[name]!, 'base64').toString('hex'));
      }
    }
  });

  it('open a wrapped key only unchanged, in its context and with the same keys', () => {
    const wrapped = keys.wrap(randomBytes(32), 'case 1');
    expect(() => keys.unwrap(wrapped, 'case 2')).toThrow();
    expect(() => Keys.generate().unwrap(wrapped, 'case 1')).toThrow();
    for (let at = 0; at < wrapped.length; at += 7) {
      const changed = Buffer.from(wrapped);
      changed[at]! ^= 1;
      expect(() => keys.unwrap(changed, 'case 1')).toThrow();
    }
  });

  it('hash differently for each use', () => {
    expect(keys.keyedHash('person', Buffer.from('1'))).not.toEqual(keys.keyedHash('register', Buffer.from('1')));
  });

  it('refuse a damaged file without quoting it', () => {
    const text = keys.toSecretText();
    for (const bad of ['', '{}', text.slice(0, 100), text.replace('"version": 1', '"version": 2'), text.replace(/"lookup": "...../, '"lookup": "')]) {
      expect(() => Keys.parse(bad, '/etc/keys.json')).toThrow(new KeysProblem('/etc/keys.json is not a keys file of Anjuan or is damaged: restore it from its backup.'));
    }
  });
});
