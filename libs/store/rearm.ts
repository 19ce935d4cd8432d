import type { DataSource, EntityManager } from 'typeorm';
import type { LegalInstant } from '#law/dates';

/** Cases for which nobody is known to sleep until their next wake, or whose workflow has not seen the last wake. By index, without a limit. */
export async function unarmedCases(source: DataSource | EntityManager): Promise<string[]> {
  const rows = await source.query<{ id: string }[]>('SELECT unarmed_cases AS id FROM unarmed_cases()');
  return rows.map((row) => row.id);
}

/**
 * Puts an outbox row for each case that is not armed, or with `everything` for each case that is open, sleeps for
 * something or still owes a duty (Temporal lost; PostgreSQL restored behind it). Answers how many. What works in pages and has
 * not come to its end (imports of the bank, changes of law, rounds of refunds) is woken too.
 */
export async function rearmCases(source: DataSource, { everything }: { everything: boolean }): Promise<number> {
  const [row] = await source.query<{ count: number; pages: number }[]>('SELECT rearm_cases($1) AS count, wake_unfinished_pages() AS pages', [everything]);
  return row?.count ?? 0;
}

/** Puts an outbox row for each case whose next wake is due at `until`. Answers how many: for a clock that was stepped. */
export async function wakeDueCases(source: DataSource, until: LegalInstant): Promise<number> {
  const [row] = await source.query<{ count: number }[]>('SELECT wake_due_cases($1) AS count', [until]);
  return row?.count ?? 0;
}

/** Cases whose next wake is due at `until`, earliest first. */
export async function dueCases(source: DataSource | EntityManager, until: LegalInstant): Promise<{ caseId: string; wakeAt: LegalInstant }[]> {
  const rows = await source.query<{ case_id: string; wake_at: LegalInstant }[]>('SELECT case_id, wake_at FROM due_cases($1)', [until]);
  return rows.map((row) => ({ caseId: row.case_id, wakeAt: row.wake_at }));
}

/**
 * Takes cases whose next wake is due at `until`, earliest first, at most `most`, until the transaction ends. Passed over are
 * cases that another transaction has in hand, and those that could not be brought to now before.
 */
export async function takeDueCases(manager: EntityManager, until: LegalInstant, most: number): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>('SELECT take_due_cases AS id FROM take_due_cases($1, $2)', [until, most]);
  return rows.map((row) => row.id);
}

/** The earliest instant at which time alone changes any case; null when no case waits for time. */
export async function nextDueInstant(source: DataSource): Promise<LegalInstant | null> {
  const [row] = await source.query<{ at: LegalInstant | null }[]>('SELECT next_due_instant() AS at');
  return row?.at ?? null;
}

/** A page of open cases in id order, after `last`; with `notOnCalendar` only those last judged by another calendar. */
export async function openCases(source: DataSource, last: string | null, most: number, notOnCalendar: string | null = null): Promise<string[]> {
  const rows = notOnCalendar === null
    ? await source.query<{ id: string }[]>('SELECT open_cases_after AS id FROM open_cases_after($1, $2)', [last, most])
    : await source.query<{ id: string }[]>('SELECT cases_on_other_calendar AS id FROM cases_on_other_calendar($1, $2, $3)', [notOnCalendar, last, most]);
  return rows.map((row) => row.id);
}

/** Deletes idempotency keys made before an instant, at most `most`; they are kept 90 days. Answers how many went. */
export async function pruneIdempotency(source: DataSource, before: LegalInstant, most: number): Promise<number> {
  const [row] = await source.query<{ count: number }[]>('SELECT prune_idempotency($1, $2) AS count', [before, most]);
  return row?.count ?? 0;
}
