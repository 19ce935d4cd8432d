import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkDigits, partsOfReference, paymentCode, paymentReference, readPaymentReference, referenceInGroups } from './payment-reference.ts';

const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''));
const parts = fc.record({ county: digits(6), series: digits(2), year: fc.integer({ min: 2000, max: 2099 }), number: fc.integer({ min: 1, max: 99_999_999 }) });

describe('a payment reference', () => {
  it('carries the check of ISO 7064 MOD 97-10, worked by hand: 794 is followed by 44', () => {
    // 79400 = 97 x 818 + 54, and 98 - 54 = 44 (the example of the standard).
    expect(checkDigits('794')).toBe('44');
    expect(paymentReference({ county: '610725', series: '01', year: 2025, number: 12 })).toMatch(/^610725012500000012\d\d$/);
  });

  it('is read back whole, typed in groups, in full width, or from its QR code', () => {
    fc.assert(fc.property(parts, (given) => {
      const reference = paymentReference(given);
      expect(reference).toHaveLength(20);
      expect(partsOfReference(reference)).toEqual(given);
      for (const typed of [reference, referenceInGroups(reference), ` ${reference}\t`, paymentCode(reference), reference.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))]) expect(readPaymentReference(typed)).toBe(reference);
    }));
  });

  it('notices one wrong digit and two that changed places', () => {
    fc.assert(fc.property(parts, fc.nat(19), fc.nat(19), fc.integer({ min: 1, max: 9 }), (given, at, other, by) => {
      const reference = paymentReference(given);
      const signs = reference.split('');
      const wrong = signs.with(at, String((Number(signs[at]) + by) % 10)).join('');
      expect(readPaymentReference(wrong)).toBeNull();
      const swapped = signs.with(at, signs[other]!).with(other, signs[at]!).join('');
      // Places 96 apart would be equal modulo 97; within 20 digits none are.
      expect(readPaymentReference(swapped)).toBe(swapped === reference ? reference : null);
    }));
  });

  it('refuses what is none', () => {
    for (const text of ['', '610725', 'x'.repeat(20), '0'.repeat(20), '6107250125000000121', `AJ1:${'1'.repeat(20)}`]) expect(readPaymentReference(text)).toBeNull();
    expect(() => partsOfReference('12')).toThrow('not a payment reference');
    expect(() => paymentReference({ county: '6107', series: '01', year: 2025, number: 1 })).toThrow('six digits');
    expect(() => paymentReference({ county: '610725', series: '01', year: 1999, number: 1 })).toThrow('year');
    expect(() => paymentReference({ county: '610725', series: '01', year: 2025, number: 0 })).toThrow('number');
  });
});
