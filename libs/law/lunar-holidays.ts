/** Statutory holidays (法定节假日; Measures on Holidays art. 2), those of the lunar calendar among them. */
import type { Calendar } from './calendar.ts';
import { civilOf, dayNumberOf, type LegalDate } from './dates.ts';
import { statutoryHolidayByDate } from './statutory-holidays.ts';

/**
 * First day of the first lunar month, Qingming, Dragon Boat and Mid-Autumn of the years whose notices are bundled. A test
 * holds them against the notices: each is a day of rest there.
 */
const LUNAR: Readonly<Record<number, readonly [spring: string, qingming: string, dragonBoat: string, midAutumn: string]>> = {
  2012: ['01-23', '04-04', '06-23', '09-30'], 2013: ['02-10', '04-04', '06-12', '09-19'], 2014: ['01-31', '04-05', '06-02', '09-08'], 2015: ['02-19', '04-05', '06-20', '09-27'],
  2016: ['02-08', '04-04', '06-09', '09-15'], 2017: ['01-28', '04-04', '05-30', '10-04'], 2018: ['02-16', '04-05', '06-18', '09-24'], 2019: ['02-05', '04-05', '06-07', '09-13'],
  2020: ['01-25', '04-04', '06-25', '10-01'], 2021: ['02-12', '04-04', '06-14', '09-21'], 2022: ['02-01', '04-05', '06-03', '09-10'], 2023: ['01-22', '04-05', '06-22', '09-29'],
  2024: ['02-10', '04-04', '06-10', '09-17'], 2025: ['01-29', '04-04', '05-31', '10-06'], 2026: ['02-17', '04-05', '06-19', '09-25'],
};

/** The days of the Spring Festival, counted from the first of the lunar year: from 2008 the eve and two days, from 2014 three, from 2025 the eve and three. */
function springDays(year: number): { from: number; to: number } {
  if (year >= 2025) return { from: -1, to: 2 };
  return year >= 2014 ? { from: 0, to: 2 } : { from: -1, to: 1 };
}

/**
 * Whether a day, from 2012 on, is a statutory holiday (法定节假日; Measures on Holidays art. 2). A Saturday, a Sunday and a day
 * that the yearly notice exchanges are days of rest and none. Of a year whose lunar days are not known here every weekday
 * on which its notice rests counts.
 */
export function statutoryHoliday(date: LegalDate, calendar: Pick<Calendar, 'day'>): boolean {
  const n = dayNumberOf(date);
  const { year, month, day } = civilOf(n);
  if (statutoryHolidayByDate(year, month, day)) return true;
  const lunar = LUNAR[year];
  if (lunar === undefined) return calendar.day(date).kind === 'holiday';
  const [spring, ...others] = lunar;
  const since = n - dayNumberOf(`${year}-${spring}` as LegalDate);
  const { from, to } = springDays(year);
  return (since >= from && since <= to) || others.includes(date.slice(5));
}
