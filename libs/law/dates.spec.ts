import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  addDays, addMonths, addYears, ageOn, chinaDateOf, compareDates, dateOfDay, dayNumberOf, daysBetween, endOfDay, isLegalDate, legalDate, legalInstant, startOfDay, weekdayOf,
} from './dates.ts';
import { LawInputError } from './errors.ts';

const months = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
const anyDate = fc.integer({ min: dayNumberOf(legalDate('1890-01-01')), max: dayNumberOf(legalDate('2199-12-31')) }).map(dateOfDay);

describe('dates of the law', () => {
  it.each(['2026-02-30', '2026-13-01', '2026-00-10', '2026-1-05', '20260105', '2026-01-05T00:00', '', '２０２６-01-05', '2025-02-29', '1900-02-29', '0000-01-01', '2026-01-00', ' 2026-01-05'])('refuses %j', (text) => {
    expect(isLegalDate(text)).toBe(false);
    expect(() => legalDate(text)).toThrow(LawInputError);
  });

  it('says in both languages what is wrong', () => {
    expect(() => legalDate('2026-02-30')).toThrow('"2026-02-30" is not a date of the calendar in the form YYYY-MM-DD.');
    try { legalDate('2026-02-30'); } catch (error) { expect((error as LawInputError).zh).toContain('不是有效的日期'); }
  });

  it('agrees with the calendar of the machine on every day from 1890 to 2199', () => {
    for (let n = dayNumberOf(legalDate('1890-01-01')); n <= dayNumberOf(legalDate('2199-12-31')); n += 1) {
      const date = dateOfDay(n);
      const machine = new Date(n * 86_400_000);
      if (date !== machine.toISOString().slice(0, 10) || dayNumberOf(date) !== n || weekdayOf(date) !== machine.getUTCDay()) throw new Error(`day ${n}: ${date}`);
    }
  });

  it('counts months from the original day', () => {
    expect(addMonths(legalDate('2025-01-31'), 1)).toBe('2025-02-28');
    expect(addMonths(legalDate('2025-01-31'), 2)).toBe('2025-03-31');
    expect(addMonths(legalDate('2019-08-31'), 6)).toBe('2020-02-29');
    expect(addMonths(legalDate('2025-03-31'), -1)).toBe('2025-02-28');
    expect(addYears(legalDate('2024-02-29'), 2)).toBe('2026-02-28');
    expect(addMonths(legalDate('2025-12-15'), -12)).toBe('2024-12-15');
  });

  it('refuses to leave the calendar', () => {
    expect(() => addDays(legalDate('9999-12-31'), 1)).toThrow(LawInputError);
    expect(() => addDays(legalDate('0001-01-01'), -1)).toThrow(LawInputError);
    expect(() => addDays(legalDate('2026-01-01'), 0.5)).toThrow(LawInputError);
  });

  it('adds and takes away the same days, and keeps the order', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: -20_000, max: 20_000 }), (date, n) => {
      const later = addDays(date, n);
      expect(addDays(later, -n)).toBe(date);
      expect(daysBetween(date, later)).toBe(n);
      expect(compareDates(date, later)).toBe(n === 0 ? 0 : n > 0 ? -1 : 1);
    }));
  });

  it('anchors months: the same day number or month-end, always in the n-th month', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: -600, max: 600 }), (date, n) => {
      const end = addMonths(date, n);
      expect(months(end) - months(date)).toBe(n);
      if (end.slice(8) !== date.slice(8)) {
        expect(addDays(end, 1).slice(8)).toBe('01');
        expect(end.slice(8) < date.slice(8)).toBe(true);
      }
    }));
  });
});

describe('instants', () => {
  it('are UTC, and a legal day lapses at 24:00 in China', () => {
    expect(startOfDay(legalDate('2026-03-01'))).toBe('2026-02-28T16:00:00.000Z');
    expect(endOfDay(legalDate('2026-02-28'))).toBe('2026-02-28T16:00:00.000Z');
    expect(legalInstant('2026-03-05T00:00:05+08:00')).toBe('2026-03-04T16:00:05.000Z');
    expect(legalInstant('2026-03-05T00:00:05.1239Z')).toBe('2026-03-05T00:00:05.123Z');
    expect(legalInstant(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
    expect(chinaDateOf(legalInstant('2026-03-04T15:59:59.999Z'))).toBe('2026-03-04');
    expect(chinaDateOf(legalInstant('2026-03-04T16:00:00Z'))).toBe('2026-03-05');
  });

  it.each(['2026-03-05', '2026-03-05T00:00:00', '2026-02-30T00:00:00Z', '2026-03-05T24:00:00Z', 'now', '2026-03-05 00:00:00Z'])('refuses %j', (text) => {
    expect(() => legalInstant(text)).toThrow(LawInputError);
  });

  it('refuses a date of the machine that is none', () => {
    expect(() => legalInstant(new Date(Number.NaN))).toThrow(LawInputError);
  });

  it('the end of a day is the start of the next, and each instant lies in its day', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: 0, max: 86_399_999 }), (date, ms) => {
      expect(endOfDay(date)).toBe(startOfDay(addDays(date, 1)));
      expect(chinaDateOf(legalInstant(new Date(Date.parse(startOfDay(date)) + ms)))).toBe(date);
    }));
  });
});

describe('age', () => {
  it('counts full years, the birthday included', () => {
    expect(ageOn(legalDate('2007-06-15'), legalDate('2025-06-14'))).toBe(17);
    expect(ageOn(legalDate('2007-06-15'), legalDate('2025-06-15'))).toBe(18);
    expect(ageOn(legalDate('2008-02-29'), legalDate('2026-02-27'))).toBe(17);
    expect(ageOn(legalDate('2008-02-29'), legalDate('2026-02-28'))).toBe(18);
    expect(ageOn(legalDate('2026-01-01'), legalDate('2026-01-01'))).toBe(0);
    expect(() => ageOn(legalDate('2026-01-02'), legalDate('2026-01-01'))).toThrow(LawInputError);
  });
});
