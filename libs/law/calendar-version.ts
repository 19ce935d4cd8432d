import type { LegalDate } from './dates.ts';

/**
 * One notice of the State Council on rest days (部分节假日安排), or one regional layer over it. A second notice for
 * the same year replaces the first as a whole from the day of its publication.
 */
export interface CalendarVersion {
  id: string;
  /** 'CN' for the whole country; a regional layer (minority festivals, Measures on Holidays art. 4) names its region. */
  region: string;
  /** The year that the notice arranges; its days may reach back into the last days of the December before. */
  year: number;
  notice: CalendarNotice;
  /** Only the days that differ from Monday-Friday work, Saturday-Sunday rest. */
  days: Record<string, 'work' | 'rest'>;
}

export interface CalendarNotice {
  id: string;
  title: string;
  publishedOn: LegalDate;
  source: string;
  /** 'approximate': the day of publication is not known to us; 1 December before the year stands in for it. */
  known?: 'exact' | 'approximate';
}
