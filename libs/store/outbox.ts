import type { DataSource, EntityManager } from 'typeorm';
import { traceparent } from '#traces';
import { sendAhead } from './actor.ts';

/** A workflow to be signalled, as the relay claimed it. `traceparent`: of the command that wrote it last, if that was traced. */
export interface OutboxClaim { workflowId: string; version: string; attempts: number; traceparent?: string }

/**
 * Notes, inside the transaction of what changed, that a workflow has to look at the record. One open row a workflow:
 * what is written while a signal is under way raises the version, so that the relay signals once more.
 */
export async function putOutbox(manager: EntityManager, workflowId: string, of: { caseId: string; officeId: string } | null = null): Promise<void> {
  await sendAhead(manager, manager.query(`
    INSERT INTO outbox AS o (workflow_id, case_id, office_id, traceparent) VALUES ($1, $2, $3, $4)
    ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, changed_at = clock_timestamp(), traceparent = excluded.traceparent`, [workflowId, of?.caseId ?? null, of?.officeId ?? null, traceparent()]));
}

/** Claims up to `most` rows for the next `leaseSeconds`; the claim is committed when this answers. */
export async function claimOutbox(source: DataSource, most: number, leaseSeconds: number): Promise<OutboxClaim[]> {
  const rows = await source.query<{ workflow_id: string; version: string; attempts: number; traceparent: string | null }[]>('SELECT workflow_id, version, attempts, traceparent FROM claim_outbox($1, make_interval(secs => $2))', [most, leaseSeconds]);
  return rows.map((row) => ({ workflowId: row.workflow_id, version: row.version, attempts: row.attempts, ...(row.traceparent === null ? {} : { traceparent: row.traceparent }) }));
}

/** After the signal. False: the row was written again meanwhile and stays, free to be claimed. */
export async function settleOutbox(source: DataSource, { workflowId, version }: Pick<OutboxClaim, 'workflowId' | 'version'>): Promise<boolean> {
  const [row] = await source.query<{ settled: boolean }[]>('SELECT settle_outbox($1, $2) AS settled', [workflowId, version]);
  return row?.settled ?? false;
}

/** The signal failed: the row may be claimed again after `againAfterSeconds`. `error` must not carry values of a case. */
export async function failOutbox(source: DataSource, workflowId: string, error: string, againAfterSeconds: number): Promise<void> {
  await source.query('SELECT fail_outbox($1, $2, make_interval(secs => $3))', [workflowId, error, againAfterSeconds]);
}

/** How many rows wait, how many of them failed, and since when the oldest waits. */
export async function outboxState(source: DataSource | EntityManager): Promise<{ waiting: number; failing: number; oldest: string | null }> {
  const [row] = await source.query<{ waiting: number; failing: number; oldest: string | null }[]>('SELECT waiting, failing, oldest FROM outbox_state()');
  return row ?? { waiting: 0, failing: 0, oldest: null };
}
