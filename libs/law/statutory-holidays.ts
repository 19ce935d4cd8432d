/**
 * The public holidays that the Measures on Holidays (全国年节及纪念日放假办法, art. 2) fix by a date of the solar
 * calendar. They are rest days even before a year's notice is published; which days around them are exchanged, and the
 * holidays of the lunar calendar, wait for the notice.
 */
export function statutoryHolidayByDate(year: number, month: number, day: number): boolean {
  if (month === 1) return day === 1;
  if (month === 5) return day <= labourDays(year);
  if (month === 10) return day <= (year >= 1999 ? 3 : 2);
  return false;
}

/** 3 days under the text of 1999, 1 from 2008, 2 from 2025. */
function labourDays(year: number): number {
  if (year >= 2025) return 2;
  return year >= 2000 && year <= 2007 ? 3 : 1;
}
