import type { DataSource, EntityManager } from 'typeorm';
import { CaseIdMessage, DutyIdMessage, hearingWorkflowId, serviceWorkflowId, type Activities, type CaseAdvanced, type OwedDuty } from '#contracts';
import { actForCase, MACHINE, recordIsAway, seeCase, setArmed, together, withActor } from '#store';
import type { WorkflowWaker } from '../temporal/workflow-waker.ts';
import { dutyIfThere } from './duty.ts';
import { notFound } from './failures.ts';
import type { Gathering } from './gathering.ts';
import { noteFailure } from './incidents.ts';
import { spread, wallInstantOf } from './wall-time.ts';

type CaseActivities = Pick<Activities, 'advance' | 'awaitRecord' | 'startDuties' | 'wakeDuties'>;

interface CaseRow { phase: string; closed: boolean; revision: number; seq: number; next_wake_at: string | null; duties: OwedDuty[]; lost: string[] }

/** What a case's workflow asks of the record, and the workflows of duties that it starts and wakes. */
export function caseActivities(source: DataSource, gathering: Gathering, waker: WorkflowWaker, wakeSpreadSeconds: number): CaseActivities {
  return {
    async advance(input, done = []) {
      const caseId = CaseIdMessage.parse(input);
      try {
        await gathering.advance(caseId);
      } catch (error) {
        if (!recordIsAway(error)) await noteFailure(source, caseId, error);
        throw error;
      }
      return readCase(source, caseId, { wakeSpreadSeconds, done: done.map((id) => DutyIdMessage.parse(id)) });
    },

    async awaitRecord() {
      await source.query('SELECT 1');
    },

    async startDuties(duties) {
      for (const { workflowId } of duties) await waker.wake(workflowId);
    },

    async wakeDuties(dutyIds) {
      for (const dutyId of dutyIds.map((id) => DutyIdMessage.parse(id))) {
        for (const workflowId of await workflowsOfDuty(source, dutyId)) await waker.wakeIfRunning(workflowId);
      }
    },
  };
}

/**
 * Reads where the case stands, and notes in the record until when its workflow is going to sleep. A duty that the
 * workflow has done is owed no more, and a missing notice that it has told of has its message on record; where the record
 * has it otherwise, it was restored to before that. A case that could be brought to now fails no more.
 */
function readCase(source: DataSource, caseId: string, { wakeSpreadSeconds, done }: { wakeSpreadSeconds: number; done: readonly string[] }): Promise<CaseAdvanced> {
  return withActor(source, { actorId: MACHINE, offices: [] }, async (manager) => {
    // Sent together and in this order: the case is read as it stands once it is locked.
    const [office, locked, seen] = await together([
      seeCase(manager, caseId), manager.query<object[]>('SELECT 1 FROM case_head WHERE case_id = $1 FOR NO KEY UPDATE', [caseId]), rowOf(manager, caseId, done),
      manager.query('DELETE FROM command_failure WHERE case_id = $1', [caseId]),
    ]);
    // Moved to another office between two statements: looked for where it has gone.
    const moved = office !== null && locked.length === 0 && await actForCase(manager, caseId, 'NO KEY UPDATE') !== null;
    const row = moved ? await rowOf(manager, caseId, done) : seen;
    if (row === undefined) throw notFound('such case');
    const [, wakeAt] = await together([
      setArmed(manager, caseId, row.next_wake_at as Parameters<typeof setArmed>[2], row.seq), row.next_wake_at === null ? Promise.resolve(null) : wallInstantOf(manager, row.next_wake_at),
    ]);
    return {
      phase: row.phase, closed: row.closed, duties: row.duties, revision: row.revision,
      wakeAt: wakeAt === null ? null : spread(wakeAt, caseId, wakeSpreadSeconds), ...(row.lost.length === 0 ? {} : { lost: row.lost }),
    };
  });
}

async function rowOf(manager: EntityManager, caseId: string, done: readonly string[]): Promise<CaseRow | undefined> {
  const [row] = await manager.query<CaseRow[]>(`
    SELECT h.phase, h.closed_on IS NOT NULL AS closed, h.revision, h.seq, h.next_wake_at,
      coalesce((SELECT jsonb_agg(jsonb_build_object('dutyId', d.duty_id, 'kind', d.kind, 'workflowId', d.workflow_id) ORDER BY d.duty_id)
                FROM duty d WHERE d.case_id = h.case_id AND d.status = 'owed'), '[]') AS duties,
      ARRAY(SELECT d.duty_id FROM duty d WHERE d.duty_id = ANY ($2) AND d.status = 'owed'
              AND (d.kind <> 'resolveCalendar' OR NOT EXISTS (SELECT 1 FROM gateway_message g WHERE g.duty_id = d.duty_id)) ORDER BY 1) AS lost
    FROM case_head h WHERE h.case_id = $1`, [caseId, done]);
  return row;
}

/** The workflow of a duty. Of one that is not in the record any more (PostgreSQL was restored) each that it may have had: it reads, and ends. */
async function workflowsOfDuty(source: DataSource, dutyId: string): Promise<string[]> {
  const workflowId = await dutyIfThere(source, dutyId, async (_manager, duty) => duty.workflowId);
  return workflowId === null ? [serviceWorkflowId(dutyId), hearingWorkflowId(dutyId)] : [workflowId];
}
