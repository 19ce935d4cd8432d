import { z } from 'zod';
import { addDays, chinaDateOf, type LegalDate } from '#law';
import type { LegalInstant } from '#law/dates';

/** What ends within so many days is due soon. */
const SOON_DAYS = 7;

/** A number, and the list that holds exactly what was counted. */
export const Figure = z.strictObject({ count: z.number().int(), list: z.string().describe('The address whose pages hold exactly these rows.') })
  .meta({ id: 'Figure', examples: [{ count: 3, list: '/api/team/tasks?role=head&due=overdue' }] });
export type Figure = z.infer<typeof Figure>;

/** Today in China, and the last day that counts as soon. */
export interface Days { today: LegalDate; soonUntil: LegalDate }
export function daysAt(at: LegalInstant): Days {
  const today = chinaDateOf(at);
  return { today, soonUntil: addDays(today, SOON_DAYS) };
}

/** The address of a list with its filters; those left out do not stand in it. */
export function listAt(path: string, filters: Record<string, string | undefined>): string {
  const query = new URLSearchParams(Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** Rows put together by a key, in the order in which the keys first come. */
export function grouped<T>(rows: readonly T[], key: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return [...groups.values()];
}
