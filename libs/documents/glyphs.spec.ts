import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { chineseCount, dateInCharacters, readCalendarDay } from './chinese-date.ts';
import { GlyphCoverage } from './glyphs.ts';

const font = (weight: string): GlyphCoverage => GlyphCoverage.fromFile(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-serif-sc/${weight}`));

describe('characters of the font', () => {
  it('both weights cover the same characters, so that one check serves headings and text', () => {
    const [regular, bold] = [font('400Regular/NotoSerifSC_400Regular.ttf'), font('700Bold/NotoSerifSC_700Bold.ttf')];
    let covered = 0;
    for (let code = 0; code <= 0x3ffff; code += 1) {
      if (regular.has(code) !== bold.has(code)) throw new Error(`U+${code.toString(16)} differs`);
      if (regular.has(code)) covered += 1;
    }
    expect(covered).toBeGreaterThan(20_000);
  });

  it('knows the characters of the papers, and not others', () => {
    const regular = font('400Regular/NotoSerifSC_400Regular.ttf');
    for (const character of '勉县〔2025〕〇第·“”《》：；，。（）犇喆堃\u3000 Aa0-') expect([character, regular.has(character.codePointAt(0)!)]).toEqual([character, true]);
    for (const code of [0x20bb7, 0x10ffff, 0xffff, 0x1f600, 0x05d0]) expect([code, regular.has(code)]).toEqual([code, false]);
  });

  it('a file that is no font is refused', () => {
    expect(() => GlyphCoverage.fromFile(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-serif-sc/package.json'))).toThrow();
  });
});

describe('dates in print', () => {
  it.each([[1, '一'], [10, '十'], [11, '十一'], [20, '二十'], [28, '二十八'], [31, '三十一'], [99, '九十九']])('%d is %s', (count, text) => {
    expect(chineseCount(count)).toBe(text);
  });
  it.each(['2026-02-30', '2025-2-3', '2025-13-01', '', '2025-09-28T00:00:00Z'])('"%s" is no calendar date', (text) => {
    expect(readCalendarDay(text)).toBeNull();
  });
  it('writes zero as 〇', () => {
    expect(dateInCharacters(readCalendarDay('2020-10-01')!)).toBe('二〇二〇年十月一日');
  });
});
