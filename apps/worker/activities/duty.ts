import type { DataSource, EntityManager } from 'typeorm';
import { caseOfDuty, DutyIdMessage, type DutyKindName } from '#contracts';
import { withCase } from '#store';
import type { DutyOwed } from '#cases/model';
import { notFound } from './failures.ts';

/** A duty as the record has it. */
export interface DutyRow {
  dutyId: string;
  caseId: string;
  officeId: string;
  kind: DutyKindName;
  toRole: string;
  status: 'owed' | 'fulfilled' | 'withdrawn';
  workflowId: string;
  payload: DutyOwed;
}

/** Works on one duty in a transaction that sees the office of its case. Throws NotFound when there is no such duty. */
export async function withDuty<T>(source: DataSource, dutyId: string, work: (manager: EntityManager, duty: DutyRow) => Promise<T>): Promise<T> {
  const done = await dutyIfThere(source, dutyId, async (manager, duty) => ({ answer: await work(manager, duty) }));
  if (done === null) throw notFound('such duty');
  return done.answer;
}

/** As `withDuty`; null when there is no such duty, or no such case. */
export async function dutyIfThere<T>(source: DataSource, input: string, work: (manager: EntityManager, duty: DutyRow) => Promise<T>): Promise<T | null> {
  const dutyId = DutyIdMessage.parse(input);
  return withCase(source, caseOfDuty(dutyId), async (manager) => {
    const [row] = await manager.query<{ case_id: string; office_id: string; kind: DutyKindName; to_role: string | null; status: DutyRow['status']; workflow_id: string; payload: DutyOwed }[]>(
      'SELECT case_id, office_id, kind, to_role, status, workflow_id, payload FROM duty WHERE duty_id = $1', [dutyId]);
    if (row === undefined) return null;
    return work(manager, {
      dutyId, caseId: row.case_id, officeId: row.office_id, kind: row.kind, toRole: row.to_role ?? 'officer', status: row.status, workflowId: row.workflow_id, payload: row.payload,
    });
  });
}

/** Notes an attempt of ours at a duty and how it ended; people and a training step see it. */
export async function noteAttempt(manager: EntityManager, dutyId: string, error: string | null): Promise<void> {
  await manager.query('UPDATE duty SET attempts = attempts + 1, last_attempt_at = clock_timestamp(), last_error = $2 WHERE duty_id = $1', [dutyId, error]);
}
