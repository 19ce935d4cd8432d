/** Catching a process in the middle of its work: somebody holds a case, and whoever comes for it waits inside his transaction. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Parts } from './parts.ts';

/** Names under which the applications open their sessions. */
export const SESSIONS = { api: 'anjuan-api', worker: 'anjuan worker' } as const;
/** A worker that was killed keeps its queue for ten seconds: what was meant for it comes to another only then. */
const PATIENCE = 60_000;

/** Holds cases while `work` runs; answers what it answers. `waiting` becomes the sessions of an application that wait for one of them. */
export async function holding<T>(parts: Parts, caseIds: readonly string[], work: (waiting: (application: string) => Promise<number[]>) => Promise<T>): Promise<T> {
  return parts.asSuperuser(async (holder) => {
    await holder.query('BEGIN');
    try {
      await holder.query('SELECT 1 FROM case_head WHERE case_id = ANY ($1::uuid[]) FOR UPDATE', [caseIds]);
      return await work((application) => sessionsWaiting(holder, application));
    } finally {
      // A holder whose session was cut holds nothing any more.
      await holder.query('ROLLBACK').catch((error: unknown) => { if (!(error instanceof Error) || !/terminated|not queryable/i.test(error.message)) throw error; });
    }
  });
}

/**
 * Sessions of an application that stand in a transaction and wait for a lock of this session, or in the queue behind one
 * that does. Throws where none comes.
 */
async function sessionsWaiting(holder: Client, application: string): Promise<number[]> {
  for (const until = Date.now() + PATIENCE; Date.now() < until;) {
    const { rows } = await holder.query<{ pid: number }>(`
      WITH RECURSIVE waiter AS (SELECT pid, application_name, pg_blocking_pids(pid) AS behind FROM pg_stat_activity WHERE wait_event_type = 'Lock'),
        held AS (SELECT pg_backend_pid() AS pid UNION SELECT w.pid FROM waiter w JOIN held h ON h.pid = ANY (w.behind))
      SELECT pid FROM held JOIN waiter USING (pid) WHERE application_name = $1`, [application]);
    if (rows.length > 0) return rows.map(({ pid }) => pid);
    await sleep(5);
  }
  const { rows } = await holder.query<{ told: string }>(`
    SELECT concat_ws(' ', application_name, pid, state, wait_event_type, wait_event, 'for', extract(epoch FROM clock_timestamp() - state_change)::int, 's, behind', pg_blocking_pids(pid)::text, left(query, 60)) AS told
    FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`);
  throw new Error(`No session of "${application}" came to wait within ${PATIENCE / 1000} s: nothing was caught in the middle. At work: ${rows.map(({ told }) => told).join('; ') || 'nobody'}`);
}

/** Puts a wake of a case into the outbox. */
export function wakeCase(parts: Parts, caseId: string): Promise<unknown> {
  return parts.asSuperuser((superuser) => superuser.query(
    "INSERT INTO outbox AS o (workflow_id, case_id, office_id) SELECT 'case/' || case_id, case_id, office_id FROM case_head WHERE case_id = $1 ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, claimed_until = NULL", [caseId]));
}
