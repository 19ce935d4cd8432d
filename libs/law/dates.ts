/**
 * Dates of the law and instants of the machine. A legal date is a calendar date in China; an instant is UTC. China
 * has kept UTC+8 without summer time since 1992, so the two are joined by fixed arithmetic and never by the time zone
 * of the machine.
 */
import { LawInputError } from './errors.ts';

/** 'YYYY-MM-DD', a China calendar date. */
export type LegalDate = string & { readonly __legalDate: true };
/** UTC in ISO 8601 with milliseconds and Z. */
export type LegalInstant = string & { readonly __legalInstant: true };

const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;
const MIN_DAY = civilToDay(1, 1, 1);
const MAX_DAY = civilToDay(9999, 12, 31);
const TWO_DIGITS = Array.from({ length: 32 }, (_, n) => (n < 10 ? `0${n}` : `${n}`));

/** Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant's algorithm, integers only). */
function civilToDay(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** Year, month and day of a day number; the inverse of `dayNumberOf`, as numbers. */
export function civilOf(dayNumber: number): { year: number; month: number; day: number } {
  const z = dayNumber + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

/** Day number of a text of the form YYYY-MM-DD, or NaN when it is not a date of the calendar. */
function parseDay(text: string): number {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return Number.NaN;
  const year = digit(text, 0) * 1000 + digit(text, 1) * 100 + digit(text, 2) * 10 + digit(text, 3);
  const month = digit(text, 5) * 10 + digit(text, 6);
  const day = digit(text, 8) * 10 + digit(text, 9);
  // A comparison with NaN is false, so a character that is no digit is refused here too.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return Number.NaN;
  return civilToDay(year, month, day);
}

/** Days since 1970-01-01 in the calendar of China. Inside the library dates are counted by this number. */
export function dayNumberOf(date: LegalDate): number {
  const day = parseDay(date);
  if (Number.isNaN(day)) throw notADate(date);
  return day;
}

/** Texts of the days from 1950 to 2100, written when first asked for: writing a date costs more than counting it. */
const FIRST_TEXT = civilToDay(1950, 1, 1);
const TEXTS = Array.from<LegalDate | undefined>({ length: civilToDay(2101, 1, 1) - FIRST_TEXT });

/** The date of a day number; refused outside the years 0001 to 9999. */
export function dateOfDay(dayNumber: number): LegalDate {
  const at = dayNumber - FIRST_TEXT;
  const known = at >= 0 && at < TEXTS.length ? TEXTS[at] : undefined;
  if (known !== undefined) return known;
  const text = writeDay(dayNumber);
  if (at >= 0 && at < TEXTS.length) TEXTS[at] = text;
  return text;
}

function writeDay(dayNumber: number): LegalDate {
  if (!(dayNumber >= MIN_DAY && dayNumber <= MAX_DAY)) {
    throw new LawInputError('The date lies outside the years 0001 to 9999.', '日期超出公元1年至9999年的范围。');
  }
  const { year, month, day } = civilOf(dayNumber);
  const yearText = year >= 1000 ? `${year}` : String(year).padStart(4, '0');
  return `${yearText}-${TWO_DIGITS[month]}-${TWO_DIGITS[day]}` as LegalDate;
}

function notADate(text: string): LawInputError {
  const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
  return new LawInputError(`${shown} is not a date of the calendar in the form YYYY-MM-DD.`, `${shown}不是有效的日期，应写作YYYY-MM-DD且该日存在。`);
}

/** Reads a China calendar date. Throws `LawInputError` for any other form and for days that do not exist (2026-02-30). */
export function legalDate(text: string): LegalDate {
  if (Number.isNaN(parseDay(text))) throw notADate(text);
  return text as LegalDate;
}

/** Whether the text is a China calendar date that exists. */
export function isLegalDate(text: string): boolean {
  return !Number.isNaN(parseDay(text));
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/**
 * Reads an instant: a Date, or ISO 8601 text with a zone (`Z` or an offset). Answers UTC with milliseconds; finer
 * digits are cut. Throws `LawInputError` for text without a zone, since it would mean another instant on every machine.
 */
export function legalInstant(text: string | Date): LegalInstant {
  if (text instanceof Date) {
    if (Number.isNaN(text.getTime())) throw new LawInputError('The instant is not a valid date and time.', '时刻无效。');
    return instantOfMs(text.getTime());
  }
  const parts = INSTANT.exec(text);
  const dayText = parts?.[1];
  if (parts === null || dayText === undefined || Number.isNaN(parseDay(dayText))) {
    const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
    throw new LawInputError(`${shown} is not an instant in ISO 8601 with a time zone.`, `${shown}不是带时区的ISO 8601时刻。`);
  }
  const zone = parts[6] ?? 'Z';
  const offsetMinutes = zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));
  const ms = parseDay(dayText) * DAY_MS + Number(parts[2]) * 3_600_000 + Number(parts[3]) * 60_000 + Number(parts[4] ?? '0') * 1000
    + Number((parts[5] ?? '0').padEnd(3, '0').slice(0, 3)) - offsetMinutes * 60_000;
  return instantOfMs(ms);
}

function instantOfMs(ms: number): LegalInstant {
  if (ms < MIN_DAY * DAY_MS || ms >= (MAX_DAY + 1) * DAY_MS) throw new LawInputError('The instant lies outside the years 0001 to 9999.', '时刻超出公元1年至9999年的范围。');
  return new Date(ms).toISOString() as LegalInstant;
}

/** The China calendar date on which an instant lies (UTC+8). */
export function chinaDateOf(at: LegalInstant): LegalDate {
  return dateOfDay(Math.floor((Date.parse(at) + CHINA_OFFSET_MS) / DAY_MS));
}

/** 00:00 China time of a date. */
export function startOfDay(date: LegalDate): LegalInstant {
  return `${dateOfDay(dayNumberOf(date) - 1)}T16:00:00.000Z` as LegalInstant;
}

/** 24:00 China time of a date: the instant at which a period that ends on it has lapsed (Civil Code art. 203(2)). */
export function endOfDay(date: LegalDate): LegalInstant {
  return `${legalDate(date)}T16:00:00.000Z` as LegalInstant;
}

/** The date n days later (earlier when n is negative). */
export function addDays(date: LegalDate, n: number): LegalDate {
  return dateOfDay(dayNumberOf(date) + whole(n));
}

/** Day number of the corresponding day `months` months after a day number, or of the month's end where there is none. */
export function addMonthsToDay(dayNumber: number, months: number): number {
  const { year, month, day } = civilOf(dayNumber);
  const index = year * 12 + month - 1 + months;
  const targetYear = Math.floor(index / 12);
  const targetMonth = index - targetYear * 12 + 1;
  return civilToDay(targetYear, targetMonth, Math.min(day, daysInMonth(targetYear, targetMonth)));
}

/**
 * The corresponding day n months later, or the month's end where there is none (Civil Code art. 202). Always counted
 * from the day given: two months from 31 January is 31 March, not 28.
 */
export function addMonths(date: LegalDate, n: number): LegalDate {
  return dateOfDay(addMonthsToDay(dayNumberOf(date), whole(n)));
}

/** The corresponding day n years later; 29 February becomes 28 February in a common year (Civil Code art. 202). */
export function addYears(date: LegalDate, n: number): LegalDate {
  return dateOfDay(addMonthsToDay(dayNumberOf(date), whole(n) * 12));
}

function whole(n: number): number {
  if (!Number.isSafeInteger(n)) throw new LawInputError(`${n} is not a whole number.`, `${n}不是整数。`);
  return n;
}

/** Days from a to b: 0 for the same day, negative when b is earlier. */
export function daysBetween(a: LegalDate, b: LegalDate): number {
  return dayNumberOf(b) - dayNumberOf(a);
}

/** Order of two dates. */
export function compareDates(a: LegalDate, b: LegalDate): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Weekday of a day number: 0 Sunday to 6 Saturday. */
export function weekdayOfDay(dayNumber: number): number {
  return (((dayNumber + 4) % 7) + 7) % 7;
}

/** Weekday of a date: 0 Sunday to 6 Saturday. */
export function weekdayOf(date: LegalDate): number {
  return weekdayOfDay(dayNumberOf(date));
}

/**
 * Full years (周岁) reached on a day; the birthday itself counts, and a child of 29 February reaches a year on
 * 28 February of a common year (by analogy to Civil Code art. 202: inference). Throws when the day lies before birth.
 */
export function ageOn(birth: LegalDate, on: LegalDate): number {
  const born = civilOf(dayNumberOf(birth));
  const now = civilOf(dayNumberOf(on));
  if (on < birth) throw new LawInputError('The day lies before the date of birth.', '该日早于出生日期。');
  const years = now.year - born.year;
  return addYears(birth, years) <= on ? years : years - 1;
}
