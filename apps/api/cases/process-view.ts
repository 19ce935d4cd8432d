import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { caseWorkflowId } from '#contracts';
import type { BilingualText } from '#law/pack-format';
import { readHead } from '#store';
import { Bilingual, Day, Instant } from '../http/schemas.ts';
import { notFound } from '../problems/problem.ts';
import { WorkflowView, type WorkflowLook } from './workflow-look.ts';

export const ProcessView = z.strictObject({
  caseId: z.uuid(), workflowId: z.string(),
  sleepsUntil: Instant.nullable().describe('Until when the workflow of the case is known to sleep (legal time); null: until somebody wakes it.'),
  nextWakeAt: Instant.nullable().describe('When the record wants it woken next (legal time).'),
  armed: z.boolean().describe('Whether the workflow sleeps for just that instant and has seen every change.'),
  wakeUnderWay: z.strictObject({ since: Instant.describe('By the clock of the machine.'), attempts: z.number().int(), lastError: z.string().nullable() }).nullable().describe('A wake that Temporal has not yet taken.'),
  duties: z.array(z.strictObject({
    dutyId: z.string(), kind: z.string(), to: z.string().nullable(), about: Bilingual, status: z.enum(['owed', 'fulfilled', 'withdrawn']), outcome: z.string().nullable(), workflowId: z.string(), dueOn: Day.nullable(),
    owedAt: Instant, attempts: z.number().int(), lastAttemptAt: Instant.nullable(), lastError: z.string().nullable(),
  })),
  incidents: z.array(z.strictObject({ kind: z.string(), about: Bilingual, openedAt: Instant, lastAt: Instant, times: z.number().int() })).describe('Troubles of this case that stand open and that people have to look after.'),
  temporal: z.strictObject({ reachable: z.boolean(), detail: Bilingual, workflows: z.array(WorkflowView), more: z.boolean().describe('There are more workflows than Temporal is asked about at once; all stand under `duties`.') }),
}).meta({ id: 'Process' });

interface DutyRow {
  duty_id: string; kind: string; to_role: string | null; status: 'owed' | 'fulfilled' | 'withdrawn'; outcome: string | null; workflow_id: string; payload: { about: BilingualText; dueOn?: string };
  owed_at: string; attempts: number; last_attempt_at: string | null; last_error: string | null;
}

/** What the record knows of the processes of a case; Temporal is asked beside it by `look`. */
export async function processRecord(m: EntityManager, caseId: string): Promise<Omit<z.infer<typeof ProcessView>, 'temporal'>> {
  const head = await readHead(m, caseId);
  if (head === null) throw notFound();
  const workflowId = caseWorkflowId(caseId);
  const duties = await m.query<DutyRow[]>(
    `SELECT duty_id, kind, to_role, status, outcome, workflow_id, payload, owed_at, attempts, last_attempt_at, last_error FROM duty WHERE case_id = $1
       ORDER BY split_part(duty_id, '.', 2)::integer`, [caseId]);
  const incidents = await m.query<{ kind: string; about: BilingualText; opened_at: string; last_at: string; times: number }[]>('SELECT kind, about, opened_at, last_at, times FROM incident WHERE case_id = $1 AND closed_at IS NULL ORDER BY incident_id', [caseId]);
  const [wake] = await m.query<{ changed_at: string; attempts: number; last_error: string | null }[]>('SELECT changed_at, attempts, last_error FROM outbox WHERE workflow_id = $1', [workflowId]);
  return {
    caseId, workflowId, sleepsUntil: head.armedFor, nextWakeAt: head.nextWakeAt,
    armed: head.armedFor === head.nextWakeAt && head.seenRevision !== null && head.seenRevision >= head.wokenSeq,
    wakeUnderWay: wake === undefined ? null : { since: wake.changed_at, attempts: wake.attempts, lastError: wake.last_error },
    duties: duties.map((row) => ({
      dutyId: row.duty_id, kind: row.kind, to: row.to_role, about: row.payload.about, status: row.status, outcome: row.outcome, workflowId: row.workflow_id, dueOn: row.payload.dueOn ?? null,
      owedAt: row.owed_at, attempts: row.attempts, lastAttemptAt: row.last_attempt_at, lastError: row.last_error,
    })),
    incidents: incidents.map(({ kind, about: { zh, en }, opened_at: openedAt, last_at: lastAt, times }) => ({ kind, about: { zh, en }, openedAt, lastAt, times })),
  };
}

/** So many workflows are looked at for one answer. */
const MOST_ASKED = 20;

/** Adds what Temporal says of the case's workflow and those of its open duties. */
export async function withTemporal(record: Awaited<ReturnType<typeof processRecord>>, look: WorkflowLook): Promise<z.infer<typeof ProcessView>> {
  const ids = [...new Set([record.workflowId, ...record.duties.filter(({ status }) => status === 'owed').map(({ workflowId }) => workflowId)])];
  const asked = ids.slice(0, MOST_ASKED);
  const more = ids.length > asked.length;
  const found = await look.at(asked);
  if (found === null) {
    return { ...record, temporal: { reachable: false, more, detail: { zh: 'Temporal暂不可达：以上为记录所载，期限照常计算，工作流恢复后自动续办。', en: 'Temporal does not answer: what stands above is the record. Clocks run on; the workflows go on when it is back.' }, workflows: [] } };
  }
  const detail = found.length === 0 ? { zh: 'Temporal中尚无本案的工作流：唤醒尚未送达，或案件已办结。', en: 'Temporal knows no workflow of this case: its wake is under way, or the case is done.' } : { zh: '已读取工作流状态。', en: 'The state of the workflows was read.' };
  return { ...record, temporal: { reachable: true, detail, workflows: found, more } };
}
