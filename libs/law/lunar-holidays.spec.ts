/** Statutory holidays (法定节假日) and mere days of rest, held against the notices that are bundled. */
import { describe, expect, it } from '@jest/globals';
import { CalendarBook } from './calendar.ts';
import { CALENDAR_SEED } from './calendar-seed.ts';
import { addDays, legalDate, type LegalDate } from './dates.ts';
import { statutoryHoliday } from './lunar-holidays.ts';

const calendar = CalendarBook.seed().final();
const of = (year: number): LegalDate[] => {
  const found: LegalDate[] = [];
  for (let day = legalDate(`${year}-01-01`); day <= `${year}-12-31`; day = addDays(day, 1)) if (statutoryHoliday(day, calendar)) found.push(day);
  return found;
};
const years = [...new Set(CALENDAR_SEED.map(({ year }) => year))].filter((year) => year >= 2012).sort((a, b) => a - b);

describe('statutory holidays', () => {
  it('each is a day of rest of its notice', () => {
    expect(years.length).toBeGreaterThan(14);
    for (const year of years) expect(of(year).filter((day) => calendar.isWorkingDay(day))).toEqual([]);
  });

  it('eleven a year, thirteen from 2025 on, one less where two of them meet', () => {
    for (const year of years) expect([year, of(year).length + (year === 2020 ? 1 : 0)]).toEqual([year, year >= 2025 ? 13 : 11]);
  });

  it('the eve of the lunar year: to 2013, and again from 2025 on', () => {
    expect(['2013-02-09', '2014-01-30', '2018-02-15', '2025-01-28', '2026-02-16'].map((day) => statutoryHoliday(legalDate(day), calendar))).toEqual([true, false, false, true, true]);
  });

  it('days that a notice exchanges, and weekends, are days of rest and none', () => {
    expect(['2018-10-04', '2018-10-06', '2020-02-02', '2026-02-20'].map((day) => [calendar.isWorkingDay(legalDate(day)), statutoryHoliday(legalDate(day), calendar)])).toEqual([[false, false], [false, false], [false, false], [false, false]]);
  });

  it('of a year whose lunar days are not known every weekday on which its notice rests counts', () => {
    const later = CalendarBook.seed().with({ id: 'CN-2027', region: 'CN', year: 2027, notice: { id: 'CN-2027', title: '通知', publishedOn: legalDate('2026-11-10'), source: 'test' }, days: { '2027-02-08': 'rest', '2027-02-14': 'work' } }).final();
    expect(['2027-02-08', '2027-02-09', '2027-02-13', '2027-10-01'].map((day) => statutoryHoliday(legalDate(day), later))).toEqual([true, false, false, true]);
  });
});
