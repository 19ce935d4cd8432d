/** Catching a process in the middle of its work: somebody holds a case, and whoever comes for it waits inside his transaction. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { caseWorkflowId } from '#contracts';
import type { Parts } from './parts.ts';
import { withTemporal } from './temporal-look.ts';

/** Names under which the applications open their sessions. */
export const SESSIONS = { api: 'anjuan-api', worker: 'anjuan worker' } as const;
/** What was meant for a worker that was killed comes to another after `workflowTasks.waitForWorker`, half a minute. */
const PATIENCE = 90_000;
/** Events of a workflow's history that are told where nothing was caught. */
const LAST_EVENTS = 12;

/** Holds cases while `work` runs; answers what it answers. `waiting` becomes the sessions of an application that wait for one of them. */
export async function holding<T>(parts: Parts, caseIds: readonly string[], work: (waiting: (application: string) => Promise<number[]>) => Promise<T>): Promise<T> {
  return parts.asSuperuser(async (holder) => {
    await holder.query('BEGIN');
    try {
      await holder.query('SELECT 1 FROM case_head WHERE case_id = ANY ($1::uuid[]) FOR UPDATE', [caseIds]);
      return await work((application) => sessionsWaiting(holder, application, () => whatTemporalHas(parts, caseIds)));
    } finally {
      // A holder whose session was cut holds nothing any more.
      await holder.query('ROLLBACK').catch((error: unknown) => { if (!(error instanceof Error) || !/terminated|not queryable/i.test(error.message)) throw error; });
    }
  });
}

/**
 * Sessions of an application that stand in a transaction and wait for a lock of this session, or in the queue behind one
 * that does. Throws where none comes. Within a transaction PostgreSQL keeps its first answer about who is connected: a
 * session opened later is seen only once that is dropped.
 */
async function sessionsWaiting(holder: Client, application: string, elsewhere: () => Promise<string>): Promise<number[]> {
  for (const until = Date.now() + PATIENCE; Date.now() < until;) {
    await holder.query('SELECT pg_stat_clear_snapshot()');
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
  const { rows: wakes } = await holder.query<{ told: string }>("SELECT concat_ws(' ', workflow_id, 'version', version, 'attempts', attempts, 'claimed until', claimed_until) AS told FROM outbox LIMIT 10");
  throw new Error(`No session of "${application}" came to wait within ${PATIENCE / 1000} s: nothing was caught in the middle. At work: ${rows.map(({ told }) => told).join('; ') || 'nobody'}. Wakes: ${wakes.map(({ told }) => told).join('; ') || 'none'}. ${await elsewhere()}`);
}

/** What Temporal says of the workflows of these cases: what is pending, and the last of their histories. */
function whatTemporalHas(parts: Parts, caseIds: readonly string[]): Promise<string> {
  return withTemporal(parts.temporalAddress, async (client) => {
    const told = await Promise.all(caseIds.map(async (caseId) => {
      const handle = client.workflow.getHandle(caseWorkflowId(caseId));
      const { pendingActivities, pendingWorkflowTask } = await client.workflowService.describeWorkflowExecution({ namespace: 'default', execution: { workflowId: handle.workflowId } });
      const { events } = await handle.fetchHistory();
      const last = (events ?? []).slice(-LAST_EVENTS).map((event) => `${clockTime(Number(event.eventTime?.seconds ?? 0) * 1000)} ${Object.entries(event).find(([name, value]) => name.endsWith('EventAttributes') && value !== null)?.[0].replace('EventAttributes', '') ?? '?'}`);
      return `${handle.workflowId}: workflow task ${JSON.stringify(pendingWorkflowTask ?? null)}, activities ${JSON.stringify(pendingActivities ?? [])}, history … ${last.join(', ')}`;
    }));
    return `In Temporal, at ${clockTime(Date.now())}: ${told.join('; ')}`;
  });
}

const clockTime = (instant: number): string => new Date(instant).toISOString().slice(11, 19);

/** Puts a wake of a case into the outbox. */
export function wakeCase(parts: Parts, caseId: string): Promise<unknown> {
  return parts.asSuperuser((superuser) => superuser.query(
    "INSERT INTO outbox AS o (workflow_id, case_id, office_id) SELECT 'case/' || case_id, case_id, office_id FROM case_head WHERE case_id = $1 ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, claimed_until = NULL", [caseId]));
}
