const DIGITS = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

interface CalendarDay { year: number; month: number; day: number }

/** Reads a calendar date `YYYY-MM-DD`; null if it is not written so or the day does not exist (2026-02-30). */
export function readCalendarDay(text: string): CalendarDay | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : null;
}

/** Reads a calendar date written `2025-09-28` or 2025年9月28日; null for anything else. */
export function readPrintedDay(text: string): CalendarDay | null {
  const parts = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(text);
  return readCalendarDay(parts ? `${parts[1] ?? ''}-${(parts[2] ?? '').padStart(2, '0')}-${(parts[3] ?? '').padStart(2, '0')}` : text);
}

/** A number from 1 to 99 in Chinese: 二十八. */
export function chineseCount(count: number): string {
  const [tens, units] = [Math.floor(count / 10), count % 10];
  return `${tens > 1 ? DIGITS[tens] ?? '' : ''}${tens > 0 ? '十' : ''}${units > 0 ? DIGITS[units] ?? '' : ''}`;
}

/** Day of issue in the form of the closing line: 二〇二五年九月二十八日. */
export function dateInCharacters({ year, month, day }: CalendarDay): string {
  const years = String(year).padStart(4, '0').replaceAll(/\d/g, (digit) => DIGITS[Number(digit)] ?? '');
  return `${years}年${chineseCount(month)}月${chineseCount(day)}日`;
}

/** A date within the text, in figures: 2025年9月28日. */
export function dateInFigures({ year, month, day }: CalendarDay): string {
  return `${year}年${month}月${day}日`;
}
