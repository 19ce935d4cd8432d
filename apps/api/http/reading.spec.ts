import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fieldProblems } from '../problems/issues.ts';
import { rangeOf } from '../cases/file-range.ts';
import { cursorOf, readCursor } from './cursor.ts';
import { languageOf } from './language.ts';
import { DateText } from './schemas.ts';

describe('the reader’s language', () => {
  it.each([
    [undefined, 'zh'], ['', 'zh'], ['en', 'en'], ['en-GB,en;q=0.9', 'en'], ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'], ['en;q=0.3, zh;q=0.2', 'en'], ['fr', 'zh'], ['fr, en;q=0.1', 'en'], ['*', 'zh'], ['en;q=0', 'zh'], ['nonsense;;;q=x,,', 'zh'],
  ])('of "%s" is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe('cursors', () => {
  const parts = [z.string(), z.number()];
  it('come back as they went', () => {
    expect(readCursor(cursorOf('newest', ['案', 7]), 'newest', parts)).toEqual(['案', 7]);
    expect(readCursor(undefined, 'newest', parts)).toBeNull();
  });
  it.each([['another sort', cursorOf('oldest', ['a', 1])], ['other parts', cursorOf('newest', [1, 'a'])], ['fewer parts', cursorOf('newest', ['a'])], ['no JSON', 'abc'], ['another value', Buffer.from('{}').toString('base64url')]])('of %s are refused', (_, text) => {
    expect(() => readCursor(text, 'newest', parts)).toThrow('Correct the fields listed.');
  });
});

describe('ranges', () => {
  it.each([['bytes=0-99', { from: 0, to: 100 }], ['bytes=900-', { from: 900, to: 1000 }], ['bytes=-100', { from: 900, to: 1000 }], ['bytes=0-5000', { from: 0, to: 1000 }], ['bytes=-', null], ['lines=1-2', null], ['bytes=0-1,5-6', null], [undefined, null]])('%s', (header, range) => {
    expect(rangeOf(header, 1000)).toEqual(range);
  });
  it('outside the file are refused', () => {
    expect(() => rangeOf('bytes=1000-', 1000)).toThrow('1000 bytes');
  });
});

describe('what is wrong with the input', () => {
  const schema = z.strictObject({ on: DateText, kind: z.enum(['a', 'b']), n: z.number().int().min(1), inner: z.array(z.strictObject({ x: z.union([z.literal('next'), DateText]) })) });
  it('names every field and rule in both languages', () => {
    const read = schema.safeParse({ on: '2026-02-30', kind: 'c', n: 0.5, inner: [{ x: 'soon', y: 1 }], more: true });
    expect(fieldProblems(read.error?.issues ?? [], '').map(({ field, rule }) => [field, rule])).toEqual(expect.arrayContaining([['on', 'date'], ['kind', 'choice'], ['n', 'type'], ['inner.0.y', 'unknownField'], ['more', 'unknownField']]));
    for (const { message } of fieldProblems(read.error?.issues ?? [], '')) {
      expect(message.zh).toMatch(/\p{Script=Han}/u);
      expect(message.en).not.toMatch(/\p{Script=Han}/u);
    }
  });
});
