/**
 * Which days state organs work. Saturday and Sunday rest; the yearly notices of the State Council move days in both
 * directions and are amended in mid-year (Labour Day 2019, Spring Festival 2020), so a calendar is always the
 * calendar *as known on* a day.
 */
import { CALENDAR_SEED } from './calendar-seed.ts';
import type { CalendarVersion } from './calendar-version.ts';
import { addMonthsToDay, civilOf, dateOfDay, dayNumberOf, isLegalDate, weekdayOfDay, type LegalDate } from './dates.ts';
import { LawInputError } from './errors.ts';
import { statutoryHolidayByDate } from './statutory-holidays.ts';

export type { CalendarNotice, CalendarVersion } from './calendar-version.ts';

export interface CalendarDay {
  working: boolean;
  /** No notice is loaded that settles this day: it may still change. */
  provisional: boolean;
  kind: 'weekday' | 'weekend' | 'holiday' | 'makeUp';
}

/** A day in one number, for loops over many days: bit 0 = working; 0 weekend, 1 weekday, 2 holiday, 3 make-up; bit 2 = provisional. */
export type DayCode = number;
export const WORKING = 1;
export const PROVISIONAL = 4;
const KINDS = ['weekend', 'weekday', 'holiday', 'makeUp'] as const;

export interface Calendar {
  /** Region and publication day of the latest notice known, e.g. 'CN@2020-01-27'; notices beyond the bundled ones add '+' and a digest. */
  readonly version: string;
  readonly region: string;
  day(date: LegalDate): CalendarDay;
  /** The day with this day number (`dayNumberOf`). */
  codeOf(dayNumber: number): DayCode;
  isWorkingDay(date: LegalDate): boolean;
  /** Whether no notice for the year is loaded. The last days of a December belong to the notice of the next year too. */
  isProvisional(year: number): boolean;
  /** The year whose notice would settle the day, or null when it is settled. */
  awaitedYear(dayNumber: number): number | null;
  /** The first working day on or after the date. */
  nextWorkingDay(date: LegalDate): LegalDate;
  /** The last working day on or before the date. */
  previousWorkingDay(date: LegalDate): LegalDate;
}

/** From this day on, a December may be arranged by the notice for the next year (the notice for 2019 moved 29-31 December 2018). */
const NEXT_NOTICE_FROM = { month: 12, day: 28 };

class TableCalendar implements Calendar {
  private readonly first: number;
  private readonly codes: Uint8Array;
  /** The year whose notice a day awaits; 0 for none. Asked for every day of a long period. */
  private readonly awaits: Int16Array;

  constructor(readonly version: string, readonly region: string, private readonly noticed: ReadonlySet<number>, days: ReadonlyMap<number, 'work' | 'rest'>) {
    const years = [...noticed];
    const from = years.length === 0 ? 2000 : Math.min(...years) - 1;
    const to = years.length === 0 ? 2030 : Math.max(...years) + 4;
    this.first = dayNumberOf(`${String(from).padStart(4, '0')}-01-01` as LegalDate);
    const last = dayNumberOf(`${String(to).padStart(4, '0')}-12-31` as LegalDate);
    this.codes = new Uint8Array(last - this.first + 1);
    this.awaits = new Int16Array(last - this.first + 1);
    for (let n = this.first; n <= last; n += 1) {
      this.awaits[n - this.first] = this.noticeMissing(n) ?? 0;
      this.codes[n - this.first] = this.plainCode(n);
    }
    for (const [n, kind] of days) {
      const weekend = isWeekend(n);
      const code = kind === 'work' ? (weekend ? 3 : 1) : (weekend ? 0 : 2);
      this.codes[n - this.first] = code | (this.codes[n - this.first] ?? 0) & PROVISIONAL;
    }
  }

  codeOf(dayNumber: number): DayCode {
    return this.codes[dayNumber - this.first] ?? this.plainCode(dayNumber);
  }

  /** Without a notice: Monday to Friday, less the holidays that the Measures themselves fix by date. */
  private plainCode(n: number): DayCode {
    if (this.awaitedYear(n) === null) return isWeekend(n) ? 0 : 1;
    const { year, month, day } = civilOf(n);
    if (isWeekend(n)) return PROVISIONAL;
    return PROVISIONAL | (this.isProvisional(year) && statutoryHolidayByDate(year, month, day) ? 2 : 1);
  }

  awaitedYear(dayNumber: number): number | null {
    const year = this.awaits[dayNumber - this.first];
    return year === undefined ? this.noticeMissing(dayNumber) : year === 0 ? null : year;
  }

  private noticeMissing(dayNumber: number): number | null {
    const { year, month, day } = civilOf(dayNumber);
    if (!this.noticed.has(year)) return year;
    if (month === NEXT_NOTICE_FROM.month && day >= NEXT_NOTICE_FROM.day && !this.noticed.has(year + 1)) return year + 1;
    return null;
  }

  day(date: LegalDate): CalendarDay {
    const code = this.codeOf(dayNumberOf(date));
    return { working: (code & WORKING) !== 0, provisional: (code & PROVISIONAL) !== 0, kind: KINDS[code & 3] ?? 'weekday' };
  }

  isWorkingDay(date: LegalDate): boolean {
    return (this.codeOf(dayNumberOf(date)) & WORKING) !== 0;
  }

  isProvisional(year: number): boolean {
    return !this.noticed.has(year);
  }

  nextWorkingDay(date: LegalDate): LegalDate {
    let n = dayNumberOf(date);
    while ((this.codeOf(n) & WORKING) === 0) n += 1;
    return dateOfDay(n);
  }

  previousWorkingDay(date: LegalDate): LegalDate {
    let n = dayNumberOf(date);
    while ((this.codeOf(n) & WORKING) === 0) n -= 1;
    return dateOfDay(n);
  }
}

function isWeekend(dayNumber: number): boolean {
  const weekday = weekdayOfDay(dayNumber);
  return weekday === 0 || weekday === 6;
}

/** All notices, and the calendar as known on any day. Immutable: `with` answers a new book. */
export class CalendarBook {
  readonly versions: readonly CalendarVersion[];
  private readonly calendars = new Map<string, Calendar>();
  /** Asked for many times a day: the calendar of a region as known on a day. */
  private readonly onDay = new Map<string, Calendar>();
  private static bundled: CalendarBook | undefined;

  /** @throws LawInputError for a day that is not of the notice's year, an unknown kind of day, or two versions with one id. */
  constructor(versions: readonly CalendarVersion[]) {
    const ids = new Set<string>();
    for (const version of versions) {
      checkVersion(version);
      if (ids.has(version.id)) throw new LawInputError(`Two calendar versions have the id ${version.id}.`, `日历版本编号${version.id}重复。`);
      ids.add(version.id);
    }
    // The sort is stable: of two versions published on one day, the one added later wins.
    this.versions = [...versions].sort((a, b) => (a.notice.publishedOn < b.notice.publishedOn ? -1 : a.notice.publishedOn > b.notice.publishedOn ? 1 : 0));
  }

  /** The bundled notices for 2004-2026, with both versions of the amended ones of 2015, 2019 and 2020. */
  static seed(): CalendarBook {
    CalendarBook.bundled ??= new CalendarBook(CALENDAR_SEED);
    return CalendarBook.bundled;
  }

  /** The calendar from the notices published on or before a day; for a region, its layer over the national one. */
  asKnownOn(date: LegalDate, region = 'CN'): Calendar {
    const key = `${region} ${date}`;
    const known = this.onDay.get(key) ?? this.calendarOf(this.versions.filter((version) => version.notice.publishedOn <= date && inRegion(version, region)), region);
    this.onDay.set(key, known);
    return known;
  }

  /** The calendar with every notice of the book. */
  final(region = 'CN'): Calendar {
    return this.calendarOf(this.versions.filter((version) => inRegion(version, region)), region);
  }

  /** A new book that also holds this version. */
  with(version: CalendarVersion): CalendarBook {
    return new CalendarBook([...this.versions, version]);
  }

  private calendarOf(known: readonly CalendarVersion[], region: string): Calendar {
    const name = versionName(known, region);
    const cached = this.calendars.get(name);
    if (cached !== undefined) return cached;
    const latest = new Map<string, CalendarVersion>();
    for (const version of known) latest.set(`${version.region}/${version.year}`, version);
    const ordered = [...latest.values()].sort((a, b) => Number(a.region !== 'CN') - Number(b.region !== 'CN') || a.year - b.year);
    const days = new Map<number, 'work' | 'rest'>();
    for (const version of ordered) for (const [day, kind] of Object.entries(version.days)) days.set(dayNumberOf(day as LegalDate), kind);
    const noticed = new Set(ordered.filter((version) => version.region === 'CN').map((version) => version.year));
    const calendar = new TableCalendar(name, region, noticed, days);
    this.calendars.set(name, calendar);
    return calendar;
  }
}

function inRegion(version: CalendarVersion, region: string): boolean {
  return version.region === 'CN' || version.region === region;
}

const SEED_IDS = new Set(CALENDAR_SEED.map((version) => version.id));

function versionName(known: readonly CalendarVersion[], region: string): string {
  const last = known.at(-1);
  const added = known.filter((version) => !SEED_IDS.has(version.id));
  const digest = added.length === 0 ? '' : `+${fnv1a(JSON.stringify(added))}`;
  return `${region}@${last === undefined ? 'none' : last.notice.publishedOn}${digest}`;
}

/** FNV-1a, 32 bits, over UTF-16 units: tells two calendars apart, protects nothing. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function checkVersion(version: CalendarVersion): void {
  if (!Number.isInteger(version.year) || version.year < 1950 || version.year > 2200) {
    throw new LawInputError(`${version.year} is not a year that a calendar notice can arrange.`, `${version.year}不是节假日通知可以安排的年份。`);
  }
  if (!isLegalDate(version.notice.publishedOn)) throw new LawInputError('The day of publication of the notice is not a date.', '通知的发布日期无效。');
  const from = addMonthsToDay(dayNumberOf(`${version.year}-01-01` as LegalDate), 0) - 17;
  const to = dayNumberOf(`${version.year}-12-31` as LegalDate);
  for (const [day, kind] of Object.entries(version.days)) {
    if (!isLegalDate(day)) throw new LawInputError(`${JSON.stringify(day)} is not a date of the calendar.`, `${JSON.stringify(day)}不是有效的日期。`);
    const n = dayNumberOf(day as LegalDate);
    if (n < from || n > to) throw new LawInputError(`${day} is not a day that the notice for ${version.year} can arrange.`, `${day}不属于${version.year}年通知可以安排的日期。`);
    if (kind !== 'work' && kind !== 'rest') throw new LawInputError(`${day} must be "work" or "rest".`, `${day}应为"work"或"rest"。`);
  }
}
