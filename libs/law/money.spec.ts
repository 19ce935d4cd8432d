import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { amountInWords, parseAmountInWords } from './amount-in-words.ts';
import { LawInputError } from './errors.ts';
import { fenOf, formatYuan, parseSignedYuan, parseYuan } from './money.ts';

describe('money', () => {
  it('is read and written in yuan', () => {
    expect(parseYuan('720.00')).toBe(72_000n);
    expect(parseYuan('720')).toBe(72_000n);
    expect(parseYuan('0.5')).toBe(50n);
    expect(formatYuan(5n)).toBe('0.05');
    expect(formatYuan(-72_005n)).toBe('-720.05');
    expect(parseSignedYuan('-0.05')).toBe(-5n);
  });

  it.each(['', '1.234', '01.00', '1,000.00', '1e3', ' 1.00', '.50', '1.', '+1.00', 'NaN', '１.00', '92233720368547758.08', '-1.00', '-0.00'])('refuses %j', (text) => {
    expect(() => parseYuan(text)).toThrow(LawInputError);
  });

  it('round-trips', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), (fen) => { expect(parseSignedYuan(formatYuan(fen))).toBe(fen); }));
  });

  it('refuses half a fen from a data file', () => {
    expect(fenOf(5)).toBe(5n);
    expect(() => fenOf(0.5)).toThrow(LawInputError);
    expect(() => fenOf(2 ** 53)).toThrow(LawInputError);
  });
});

describe('amounts in words', () => {
  it.each([
    [1_640_902n, '人民币壹万陆仟肆佰零玖元零贰分'], [10_700_053n, '人民币壹拾万柒仟元零伍角叁分'], [0n, '人民币零元整'], [1_000_000_000_000n, '人民币壹佰亿元整'],
    [100_010_000_000_00n, '人民币壹仟亿壹仟万元整'], [100_010_000_00n, '人民币壹亿零壹万元整'], [1_001_00n, '人民币壹仟零壹元整'], [1_010_00n, '人民币壹仟零壹拾元整'], [100_100_00n, '人民币壹拾万零壹佰元整'], [11_00n, '人民币壹拾壹元整'],
  ])('%s fen', (fen, words) => { expect(amountInWords(fen)).toBe(words); });

  it('read back to the same figure, and no two figures share a text', () => {
    const sparse = fc.array(fc.constantFrom('0', '0', '0', '1', '7', '9'), { minLength: 1, maxLength: 14 }).map((digits) => BigInt(digits.join('')));
    fc.assert(fc.property(fc.oneof(sparse, fc.bigInt({ min: 0n, max: 99_999_999_999_999n })), (fen) => {
      const words = amountInWords(fen);
      expect(parseAmountInWords(words)).toBe(fen);
      expect(words).not.toMatch(/零零|零元(?!整)|零万|零亿|undefined/);
    }), { numRuns: 2000 });
  });

  it.each(['叁佰元整', '人民币 叁佰元整', '人民币叁佰元', '人民币叁佰元零贰分整', '人民币叁叁佰元整', '人民币佰元整', '人民币壹元贰分角', '人民币', '人民币整', '人民币壹万亿元整', '人民币三百元整', '人民币零零元整', '人民币壹佰贰仟元整'])('are not %j', (text) => {
    expect(() => parseAmountInWords(text)).toThrow(LawInputError);
  });

  it('stop below a trillion yuan', () => {
    expect(amountInWords(99_999_999_999_999n)).toBe('人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分');
    expect(() => amountInWords(100_000_000_000_000n)).toThrow(LawInputError);
    expect(() => amountInWords(-1n)).toThrow(LawInputError);
  });
});
