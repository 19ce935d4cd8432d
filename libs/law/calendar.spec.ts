import { describe, expect, it } from '@jest/globals';
import { isWorkday } from 'chinese-days';
import { CalendarBook, type CalendarVersion } from './calendar.ts';
import { addDays, dateOfDay, dayNumberOf, legalDate } from './dates.ts';
import { LawInputError } from './errors.ts';

const book = CalendarBook.seed();
const d = legalDate;
const notice = (id: string, publishedOn: string, days: CalendarVersion['days'], year = 2027, region = 'CN'): CalendarVersion => ({
  id, region, year, notice: { id, title: 'notice', publishedOn: d(publishedOn), source: 'test' }, days,
});

describe('the bundled calendar', () => {
  it('agrees with chinese-days on all 7,305 days of 2007-2026', () => {
    const calendar = book.final();
    let days = 0;
    for (let n = dayNumberOf(d('2007-01-01')); n <= dayNumberOf(d('2026-12-31')); n += 1) {
      const date = dateOfDay(n);
      if (calendar.isWorkingDay(date) !== isWorkday(date)) throw new Error(`${date} differs`);
      days += 1;
    }
    expect(days).toBe(7305);
  });

  it('holds both notices of an amended year', () => {
    const first = book.asKnownOn(d('2020-01-26'));
    expect(first.version).toBe('CN@2019-11-21');
    expect(['2020-01-31', '2020-02-01', '2020-02-02'].map((day) => first.isWorkingDay(d(day)))).toEqual([true, true, false]);
    const second = book.asKnownOn(d('2020-01-27'));
    expect(second.version).toBe('CN@2020-01-27');
    expect(['2020-01-31', '2020-02-01', '2020-02-02', '2020-02-03'].map((day) => second.isWorkingDay(d(day)))).toEqual([false, false, false, true]);
    const labour = ['2019-04-28', '2019-05-01', '2019-05-02', '2019-05-03', '2019-05-04', '2019-05-05'];
    expect(labour.map((day) => book.asKnownOn(d('2019-03-21')).isWorkingDay(d(day)))).toEqual([false, false, true, true, false, false]);
    expect(labour.map((day) => book.asKnownOn(d('2019-03-22')).isWorkingDay(d(day)))).toEqual([true, false, false, false, false, true]);
    expect(book.asKnownOn(d('2015-05-12')).isWorkingDay(d('2015-09-03'))).toBe(true);
    expect(book.final().isWorkingDay(d('2015-09-03'))).toBe(false);
  });

  it('knows the last days of a December only with the next notice', () => {
    const before = book.asKnownOn(d('2018-12-05'));
    expect(before.day(d('2018-12-31'))).toEqual({ working: true, provisional: true, kind: 'weekday' });
    expect(before.day(d('2018-12-27')).provisional).toBe(false);
    expect(book.asKnownOn(d('2018-12-06')).day(d('2018-12-31'))).toEqual({ working: false, provisional: false, kind: 'holiday' });
    expect(book.final().awaitedYear(dayNumberOf(d('2026-12-31')))).toBe(2027);
  });

  it('is provisional for years without a notice, which rest at least on the days that the Measures fix', () => {
    const calendar = book.final();
    expect([2002, 2003, 2004, 2026, 2027].map((year) => calendar.isProvisional(year))).toEqual([true, true, false, false, true]);
    expect(calendar.day(d('2027-01-01'))).toEqual({ working: false, provisional: true, kind: 'holiday' });
    expect(calendar.day(d('2027-05-03'))).toEqual({ working: true, provisional: true, kind: 'weekday' });
    expect(calendar.day(d('2002-05-03'))).toEqual({ working: false, provisional: true, kind: 'holiday' });
    expect(calendar.day(d('2027-07-11'))).toEqual({ working: false, provisional: true, kind: 'weekend' });
    expect(calendar.isWorkingDay(d('2150-07-13'))).toBe(true);
    expect(calendar.day(d('2150-07-13')).provisional).toBe(true);
  });

  it('names four kinds of days', () => {
    const calendar = book.final();
    expect(['2026-02-13', '2026-02-14', '2026-02-17', '2026-02-21'].map((day) => calendar.day(d(day)).kind)).toEqual(['weekday', 'makeUp', 'holiday', 'weekend']);
    expect(calendar.nextWorkingDay(d('2026-02-15'))).toBe('2026-02-24');
    expect(calendar.previousWorkingDay(d('2026-02-23'))).toBe('2026-02-14');
    expect(calendar.nextWorkingDay(d('2026-02-14'))).toBe('2026-02-14');
  });
});

describe('a book with another notice', () => {
  it('settles the year, and its version is another one', () => {
    const loaded = book.with(notice('CN-2027', '2026-11-05', { '2027-02-08': 'rest', '2027-02-20': 'work', '2027-01-01': 'rest' }));
    const calendar = loaded.final();
    expect(calendar.isProvisional(2027)).toBe(false);
    expect(calendar.day(d('2027-02-20'))).toEqual({ working: true, provisional: false, kind: 'makeUp' });
    expect(calendar.version).toMatch(/^CN@2026-11-05\+[0-9a-f]{8}$/);
    expect(loaded.asKnownOn(d('2026-11-04')).version).toBe('CN@2025-11-04');
    expect(book.final().isProvisional(2027)).toBe(true);
  });

  it('tells apart two loads of one day, and gives the same name to the same load', () => {
    const one = book.with(notice('a', '2026-11-05', { '2027-01-01': 'rest' })).final().version;
    const two = book.with(notice('a', '2026-11-05', { '2027-01-04': 'rest' })).final().version;
    expect(one).not.toBe(two);
    expect(book.with(notice('a', '2026-11-05', { '2027-01-01': 'rest' })).final().version).toBe(one);
  });

  it('lays a region over the country', () => {
    const regional = book.with(notice('GX-2026', '2026-01-01', { '2026-04-20': 'rest' }, 2026, 'CN-GX'));
    expect(regional.final().isWorkingDay(d('2026-04-20'))).toBe(true);
    expect(regional.final('CN-GX').isWorkingDay(d('2026-04-20'))).toBe(false);
    expect(regional.final('CN-GX').isWorkingDay(addDays(d('2026-04-20'), 1))).toBe(true);
  });

  it.each([
    ['a day of another year', notice('x', '2026-11-05', { '2026-07-01': 'rest' })],
    ['a day that does not exist', notice('x', '2026-11-05', { '2027-02-30': 'rest' })],
    ['a word that is neither', notice('x', '2026-11-05', { '2027-02-20': 'half' as 'rest' })],
    ['an id taken', notice('CN-2026', '2026-11-05', {})],
    ['a day of publication that is none', notice('x', '2026-11-05', {}) && { ...notice('x', '2026-11-05', {}), notice: { id: 'x', title: '', publishedOn: '2026-11-31' as never, source: '' } }],
    ['a year that is none', notice('x', '2026-11-05', {}, 27)],
  ])('refuses %s', (_, version) => {
    expect(() => book.with(version)).toThrow(LawInputError);
  });
});
