import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { sendAhead } from './actor.ts';
import type { CaseEvent, DutyState, OpenClock, OpenTask } from '#cases/model';
import type { DebtStanding } from '#cases/money/standing';
import type { LegalDate, LegalInstant } from '#law/dates';

/** What the lists of officers and the relay read, written in the transaction of the events. */
export interface ReadTables {
  caseId: string;
  officeId: string;
  clocks: readonly OpenClock[];
  /** `notBefore`: the earliest lawful day of the step, as far as it is known now. */
  tasks: readonly (OpenTask & { notBefore: LegalDate | null })[];
  duties: readonly DutyState[];
  /** Of every debt of the case; `before`: whether it had any, so that rows can be there to be taken away. */
  debts: { standings: readonly DebtStanding[]; before: boolean };
  at: LegalInstant;
  wakes: (clock: OpenClock) => string;
  dutyWorkflow: (duty: DutyState) => string;
}

/** Raised when the rows are made otherwise from the same case, so that those of all cases are written again. */
const ROWS_VERSION = 1;

/**
 * Brings the read tables of a case up to date; rows that stayed the same are not written, and nothing is sent where
 * clocks and tasks are those of which `known` is the hash and no duty was touched. Answers the hash.
 */
export async function writeReadTables(manager: EntityManager, tables: ReadTables, known: string | null = null): Promise<string> {
  const { caseId, officeId, at } = tables;
  const clocks = tables.clocks.map((view) => ({
    clock_id: view.clockId, code: view.clock, party: view.party, status: view.status, anchor_on: view.anchorOn, due_on: view.dueOn, next_at: view.nextAt,
    wakes: tables.wakes(view), calendar_version: view.calendarVersion, provisional: view.provisional, view,
  }));
  const tasks = tables.tasks.map((task) => ({ step: task.step, party: task.party ?? '', role: task.role, due_on: task.dueOn, not_before: task.notBefore, name: task.name, persons: task.persons, roles: task.roles ?? [], approval_id: task.approvalId }));
  const duties = tables.duties.map(({ seq: _seq, status, outcome, ...payload }) => ({
    duty_id: payload.dutyId, kind: payload.kind, to_role: payload.to, status, outcome: outcome ?? null, workflow_id: tables.dutyWorkflow({ seq: _seq, status, ...payload }), payload,
  }));
  const [clockRows, taskRows] = [JSON.stringify(clocks), JSON.stringify(tasks)];
  const debtRows = JSON.stringify(tables.debts.standings);
  const hash = createHash('sha256').update(`${ROWS_VERSION} ${officeId} ${clockRows} ${taskRows}${tables.debts.standings.length === 0 ? '' : ` ${debtRows}`}`).digest('hex');
  if (hash === known && duties.length === 0) return hash;
  if (hash !== known && (tables.debts.before || tables.debts.standings.length > 0)) await writeDebtStandings(manager, { caseId, officeId }, debtRows);
  // One statement, since each is a round trip while the case is locked.
  await sendAhead(manager, manager.query(`
    WITH wanted_clock AS (
        SELECT * FROM jsonb_to_recordset($4::jsonb) AS n(clock_id text, code text, party text, status text, anchor_on date, due_on date, next_at timestamptz, wakes text, calendar_version text, provisional boolean, view jsonb)),
      gone_clock AS (DELETE FROM clock WHERE case_id = $1 AND clock_id <> ALL (SELECT clock_id FROM wanted_clock)),
      kept_clock AS (
        INSERT INTO clock AS c (clock_id, case_id, office_id, code, party, status, anchor_on, due_on, next_at, wakes, calendar_version, provisional, view)
        SELECT clock_id, $1, $2, code, party, status, anchor_on, due_on, next_at, wakes, calendar_version, provisional, view FROM wanted_clock
        ON CONFLICT (clock_id) DO UPDATE SET status = excluded.status, due_on = excluded.due_on, next_at = excluded.next_at, wakes = excluded.wakes,
          calendar_version = excluded.calendar_version, provisional = excluded.provisional, view = excluded.view
        WHERE (c.view, c.wakes, c.status, c.due_on, c.next_at) IS DISTINCT FROM (excluded.view, excluded.wakes, excluded.status, excluded.due_on, excluded.next_at)),
      wanted_task AS (SELECT * FROM jsonb_to_recordset($5::jsonb) AS n(step text, party text, role text, due_on date, not_before date, name jsonb, persons text[], roles text[], approval_id text)),
      gone_task AS (DELETE FROM task t WHERE case_id = $1 AND NOT EXISTS (SELECT 1 FROM wanted_task w WHERE (w.step, w.party, w.role) = (t.step, t.party, t.role))),
      kept_task AS (
        INSERT INTO task AS t (case_id, office_id, step, party, role, due_on, not_before, name, persons, roles, approval_id, created_at) SELECT $1, $2, step, party, role, due_on, not_before, name, persons, roles, approval_id, $3 FROM wanted_task
        ON CONFLICT (case_id, step, party, role) DO UPDATE SET due_on = excluded.due_on, not_before = excluded.not_before, name = excluded.name, persons = excluded.persons, roles = excluded.roles
        WHERE (t.due_on, t.not_before, t.name, t.persons, t.roles) IS DISTINCT FROM (excluded.due_on, excluded.not_before, excluded.name, excluded.persons, excluded.roles))
    INSERT INTO duty AS d (duty_id, case_id, office_id, kind, to_role, status, outcome, workflow_id, payload, owed_at)
    SELECT duty_id, $1, $2, kind, to_role, status, outcome, workflow_id, payload, $3
    FROM jsonb_to_recordset($6::jsonb) AS n(duty_id text, kind text, to_role text, status text, outcome text, workflow_id text, payload jsonb)
    ON CONFLICT (duty_id) DO UPDATE SET status = excluded.status, outcome = excluded.outcome, payload = excluded.payload
    WHERE (d.status, d.outcome, d.payload) IS DISTINCT FROM (excluded.status, excluded.outcome, excluded.payload)`,
  [caseId, officeId, at, clockRows, taskRows, JSON.stringify(duties)]));
  return hash;
}

/** Most cases have no debt, and send nothing of this. */
function writeDebtStandings(manager: EntityManager, { caseId, officeId }: Pick<ReadTables, 'caseId' | 'officeId'>, rows: string): Promise<void> {
  return sendAhead(manager, manager.query(`
    WITH wanted AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS n(party text, debt text, "planSince" date, "inDefaultSince" date, "windowEndsOn" date, "demandBy" date, "atCourtSince" date)),
      gone AS (DELETE FROM debt_standing s WHERE case_id = $1 AND NOT EXISTS (SELECT 1 FROM wanted w WHERE (w.party, w.debt) = (s.party, s.debt)))
    INSERT INTO debt_standing AS s (case_id, office_id, party, debt, plan_since, in_default_since, window_ends_on, demand_by, at_court_since)
    SELECT $1, $2, party, debt, "planSince", "inDefaultSince", "windowEndsOn", "demandBy", "atCourtSince" FROM wanted
    ON CONFLICT (case_id, party, debt) DO UPDATE SET plan_since = excluded.plan_since, in_default_since = excluded.in_default_since, window_ends_on = excluded.window_ends_on, demand_by = excluded.demand_by, at_court_since = excluded.at_court_since
    WHERE (s.plan_since, s.in_default_since, s.window_ends_on, s.demand_by, s.at_court_since) IS DISTINCT FROM (excluded.plan_since, excluded.in_default_since, excluded.window_ends_on, excluded.demand_by, excluded.at_court_since)`,
  [caseId, officeId, rows]));
}

/** A person's hand in a case: one of the powers that the database keeps apart. */
export interface CaseHand { personId: string; power: string; seq: number }

/** Enters who used which power. The database refuses (23P01, by the name of the constraint) two that must not meet in one hand. */
export async function enterHands(manager: EntityManager, caseId: string, officeId: string, hands: readonly CaseHand[]): Promise<void> {
  if (hands.length === 0) return;
  await manager.query(`
    INSERT INTO case_hand (case_id, office_id, person_id, power, seq)
    SELECT DISTINCT ON ("personId", power) $1::uuid, $2, "personId", power, seq FROM jsonb_to_recordset($3::jsonb) AS h("personId" text, power text, seq integer)
    WHERE NOT EXISTS (SELECT 1 FROM case_hand k WHERE (k.case_id, k.person_id, k.power) = ($1::uuid, h."personId", h.power))
    ORDER BY "personId", power, seq`, [caseId, officeId, JSON.stringify(hands)]);
}

/** Enters the rungs that events reached; each stands once for a due instant. */
export async function enterRungs(manager: EntityManager, caseId: string, officeId: string, afterSeq: number, events: readonly CaseEvent[]): Promise<void> {
  const rungs = events.flatMap((event, index) => (event.type === 'rungReached' ? [{ clockId: event.clockId, rung: event.rung, dueAt: event.dueAt, seq: afterSeq + index + 1 }] : []));
  if (rungs.length === 0) return;
  await manager.query(`
    INSERT INTO clock_rung (clock_id, rung, due_at, case_id, office_id, seq)
    SELECT "clockId", rung, "dueAt", $1, $2, seq FROM jsonb_to_recordset($3::jsonb) AS r("clockId" text, rung text, "dueAt" timestamptz, seq integer)`, [caseId, officeId, JSON.stringify(rungs)]);
}
