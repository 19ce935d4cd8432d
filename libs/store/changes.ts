import type { DataSource } from 'typeorm';

/** A case that changed, and the office whose people may hear of it. */
export interface ChangedCase { caseId: string; officeId: string }
/** What was committed between two looks. `seen` is a snapshot of PostgreSQL, to be given to the next look. */
export interface Changes { seen: string; cases: ChangedCase[] }

/**
 * Cases of all offices with events or messages committed after the look `seen`; without one, only where to begin. Each
 * commit is in exactly one look, however late it came: transactions that were open at one look are asked for at the next.
 * A look that this server has not yet reached (its record was restored from a backup) counts as none.
 */
export async function changedSince(source: DataSource, seen: string | null): Promise<Changes> {
  const [row] = await source.query<{ seen: string; cases: ChangedCase[] | null }[]>(`
    SELECT pg_current_snapshot()::text AS seen,
      (SELECT jsonb_agg(jsonb_build_object('caseId', c.case_id, 'officeId', c.office_id)) FROM changed_since(
        CASE WHEN pg_snapshot_xmax($1::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot()) THEN $1::pg_snapshot ELSE pg_current_snapshot() END) c) AS cases`, [seen]);
  if (row === undefined) throw new Error('PostgreSQL answered no snapshot.');
  return { seen: row.seen, cases: row.cases ?? [] };
}
