import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of a record with a million cases: a page is read from an index in the order in which it is shown. */
export class LargeLists1763769600040 implements MigrationInterface {
  readonly name = 'LargeLists1763769600040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The earliest day on which a running clock of the case ends, written with the clocks.
      ALTER TABLE case_head ADD COLUMN next_due_on date;
      UPDATE case_head h SET next_due_on = c.due_on FROM (SELECT case_id, min(due_on) AS due_on FROM clock WHERE status = 'running' GROUP BY case_id) c WHERE c.case_id = h.case_id;
      CREATE INDEX case_head_by_due ON case_head ((coalesce(next_due_on, 'infinity'::date)), case_id);
      CREATE INDEX case_head_by_due_in_office ON case_head (office_id, (coalesce(next_due_on, 'infinity'::date)), case_id);
      CREATE INDEX case_head_by_opening ON case_head (opened_on, case_id);

      DROP INDEX task_by_role;
      CREATE INDEX task_by_role ON task (office_id, role, (coalesce(due_on, 'infinity'::date))) WHERE persons = '{}';
      DROP INDEX task_by_signer;
      CREATE INDEX task_by_person ON task USING gin (persons) WHERE persons <> '{}';

      -- What of the inbox is still to be done: messages not read, and duties still owed.
      CREATE INDEX inbox_entry_unread ON inbox_entry (office_id, role) WHERE read_at IS NULL AND kind IN ('remind', 'escalate');
      CREATE INDEX duty_owed_in_office ON duty (office_id) WHERE status = 'owed';`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
