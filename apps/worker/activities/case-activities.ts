import type { DataSource } from 'typeorm';
import { CaseIdMessage, DutyIdMessage, type Activities, type CaseAdvanced, type OwedDuty } from '#contracts';
import { officeOfCase, setActor, setArmed, MACHINE, withActor } from '#store';
import type { WorkflowWaker } from '../temporal/workflow-waker.ts';
import { withDuty } from './duty.ts';
import { notFound, recordIsAway } from './failures.ts';
import type { Gathering } from './gathering.ts';
import { noteFailure } from './incidents.ts';
import { spread, wallInstantOf } from './wall-time.ts';

type CaseActivities = Pick<Activities, 'advance' | 'awaitRecord' | 'startDuties' | 'wakeDuties'>;

interface CaseRow { phase: string; closed: boolean; revision: number; seq: number; next_wake_at: string | null; duties: OwedDuty[] }

/** What a case's workflow asks of the record, and the workflows of duties that it starts and wakes. */
export function caseActivities(source: DataSource, gathering: Gathering, waker: WorkflowWaker, wakeSpreadSeconds: number): CaseActivities {
  return {
    async advance(input) {
      const caseId = CaseIdMessage.parse(input);
      try {
        await gathering.advance(caseId);
      } catch (error) {
        if (!recordIsAway(error)) await noteFailure(source, caseId, error);
        throw error;
      }
      return readCase(source, caseId, wakeSpreadSeconds);
    },

    async awaitRecord() {
      await source.query('SELECT 1');
    },

    async startDuties(duties) {
      for (const { workflowId } of duties) await waker.wake(workflowId);
    },

    async wakeDuties(dutyIds) {
      for (const dutyId of dutyIds.map((id) => DutyIdMessage.parse(id))) {
        const workflowId = await workflowOfDuty(source, dutyId);
        if (workflowId !== null) await waker.wakeIfRunning(workflowId);
      }
    },
  };
}

/** Reads where the case stands, and notes in the record until when its workflow is going to sleep. */
function readCase(source: DataSource, caseId: string, wakeSpreadSeconds: number): Promise<CaseAdvanced> {
  return withActor(source, { actorId: MACHINE, offices: [] }, async (manager) => {
    const office = await officeOfCase(manager, caseId);
    if (office === null) throw notFound('such case');
    await setActor(manager, { actorId: MACHINE, offices: [office] });
    const [row] = await manager.query<CaseRow[]>(`
      SELECT h.phase, h.closed_on IS NOT NULL AS closed, h.revision, h.seq, h.next_wake_at,
        coalesce((SELECT jsonb_agg(jsonb_build_object('dutyId', d.duty_id, 'kind', d.kind, 'workflowId', d.workflow_id) ORDER BY d.duty_id)
                  FROM duty d WHERE d.case_id = h.case_id AND d.status = 'owed'), '[]') AS duties
      FROM case_head h WHERE h.case_id = $1`, [caseId]);
    if (row === undefined) throw notFound('such case');
    await setArmed(manager, caseId, row.next_wake_at as Parameters<typeof setArmed>[2], row.seq);
    const wakeAt = row.next_wake_at === null ? null : await wallInstantOf(manager, row.next_wake_at);
    return {
      phase: row.phase, closed: row.closed, duties: row.duties, revision: row.revision,
      wakeAt: wakeAt === null ? null : spread(wakeAt, caseId, wakeSpreadSeconds),
    };
  });
}

async function workflowOfDuty(source: DataSource, dutyId: string): Promise<string | null> {
  return withDuty(source, dutyId, async (_manager, duty) => duty.workflowId);
}
