import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkCreditCode, creditCodeCheckCharacter } from './credit-code.ts';
import { formatDocumentNumber, parseDocumentNumber } from './document-number.ts';
import { decodeText, encodability, encodeText } from './encoding.ts';
import { LawInputError } from './errors.ts';
import { checkIdentityNumber, identityCheckCharacter } from './identity-number.ts';

describe('citizen numbers', () => {
  it('tell birth and sex', () => {
    expect(checkIdentityNumber('11010519491231002X')).toEqual({ outcome: 'accept', reason: null, birth: '1949-12-31', sex: 'female' });
    expect(checkIdentityNumber('440524188001010014')).toMatchObject({ birth: '1880-01-01', sex: 'male' });
    expect(checkIdentityNumber('330106990131004')).toMatchObject({ outcome: 'warn', birth: '1999-01-31', sex: 'female' });
  });

  it.each([['11010519491231002x', 'format'], ['1101051949123100', 'format'], ['', 'format'], ['110105194902300027', 'birth-date'], ['01010519491231002X', 'format'], ['330106991331004', 'birth-date'], ['1101051949123100２X', 'format']])('%j is rejected for %s', (number, reason) => {
    expect(checkIdentityNumber(number)).toEqual({ outcome: 'reject', reason, birth: null, sex: null });
  });

  it('notice every single wrong digit and every swap of neighbours', () => {
    const number = fc.tuple(fc.integer({ min: 100_000, max: 999_999 }), fc.integer({ min: 0, max: 999 })).map(([area, sequence]) => {
      const digits = `${area}19850617${String(sequence).padStart(3, '0')}`;
      return digits + identityCheckCharacter(digits);
    });
    fc.assert(fc.property(number, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (valid, at, add) => {
      expect(checkIdentityNumber(valid).outcome).toBe('accept');
      const wrong = `${valid.slice(0, at)}${(Number(valid[at]) + add) % 10}${valid.slice(at + 1)}`;
      expect(checkIdentityNumber(wrong).outcome).toBe('reject');
      const swapped = at < 16 ? valid.slice(0, at) + valid[at + 1] + valid[at] + valid.slice(at + 2) : valid;
      if (swapped !== valid) expect(checkIdentityNumber(swapped).outcome).toBe('reject');
    }));
  });
});

describe('credit codes', () => {
  it('warn of every single wrong character, and reject other letters', () => {
    const valid = '91350200MA2YJ1XR9G';
    for (let at = 0; at < 17; at += 1) {
      const wrong = `${valid.slice(0, at)}${valid[at] === '7' ? '8' : '7'}${valid.slice(at + 1)}`;
      expect(checkCreditCode(wrong)).toMatchObject({ outcome: 'warn', reason: 'check-digit', computedCheck: creditCodeCheckCharacter(wrong) });
    }
    for (const letter of ['I', 'O', 'S', 'V', 'Z', 'g', '-']) expect(checkCreditCode(`${letter}${valid.slice(1)}`)).toEqual({ outcome: 'reject', reason: 'format', computedCheck: null });
  });
});

describe('document numbers', () => {
  it('are written and read', () => {
    expect(formatDocumentNumber('某卫征决字', 2019, 12)).toBe('某卫征决字〔2019〕12号');
    expect(parseDocumentNumber('某卫征决字〔2019〕12号')).toEqual({ agencyCode: '某卫征决字', year: 2019, number: 12 });
  });

  it.each(['某卫征决字[2019]12号', '某卫征决字（2019）12号', '某卫征决字〔2019〕012号', '某卫征决字〔2019〕12', '〔2019〕12号', '某卫征决字〔19〕12号', '某卫征决字〔2019〕0号'])('are not %s', (text) => {
    expect(() => parseDocumentNumber(text)).toThrow(LawInputError);
  });

  it('refuse a code, a year and a number that are none', () => {
    expect(() => formatDocumentNumber('某卫〔征〕', 2019, 1)).toThrow(LawInputError);
    expect(() => formatDocumentNumber('', 2019, 1)).toThrow(LawInputError);
    expect(() => formatDocumentNumber('某卫', 19, 1)).toThrow(LawInputError);
    expect(() => formatDocumentNumber('某卫', 2019, 0)).toThrow(LawInputError);
  });

  it('round-trip', () => {
    fc.assert(fc.property(fc.integer({ min: 1949, max: 9999 }), fc.integer({ min: 1, max: 999_999_999 }), (year, number) => {
      expect(parseDocumentNumber(formatDocumentNumber('勉卫罚告字', year, number))).toEqual({ agencyCode: '勉卫罚告字', year, number });
    }));
  });
});

describe('bank encodings', () => {
  it('never lose a character: what is written reads back, or is refused', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('gbk' as const, 'gb18030' as const), (text, encoding) => {
      let bytes: Uint8Array;
      try { bytes = encodeText(text, encoding, { editionAgreed: true }); } catch (error) {
        expect(error).toBeInstanceOf(LawInputError);
        return;
      }
      expect(decodeText(bytes, encoding)).toBe(text);
    }), { numRuns: 3000 });
  });

  it('name the character that would be lost', () => {
    expect(() => encodeText('周𠮷', 'gbk')).toThrow('The character U+20BB7 cannot be written in gbk without loss.');
    expect(() => encodeText('龴', 'gb18030')).toThrow('U+9FB4');
    expect(Buffer.from(encodeText('龴', 'gb18030', { editionAgreed: true })).toString('hex')).toBe('82359037');
    expect(() => encodeText('\uD842', 'gb18030')).toThrow(LawInputError);
    expect(() => encodeText('€', 'gbk')).toThrow('U+20AC');
    expect(encodability('\uD842').outcome).toBe('refuse');
    expect(() => decodeText(Uint8Array.of(0xff, 0xff), 'gb18030')).toThrow(LawInputError);
  });
});
