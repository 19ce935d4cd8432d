import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions } from './reader-function.ts';

/**
 * The inbox of a record with a million cases: signatures that wait by name come from the index of names, which holds
 * only tasks that name somebody, and the tasks of a place are counted from the index alone.
 */
export class InboxByIndex1763769600052 implements MigrationInterface {
  readonly name = 'InboxByIndex1763769600052';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX task_by_role;
      CREATE INDEX task_by_role ON task (office_id, role, (coalesce(due_on, 'infinity'::date)), case_id) INCLUDE (step, party) WHERE persons = '{}';
      DROP FUNCTION signatures_awaited();
      DROP FUNCTION signatures_awaited_in_place(date);`);
    await createReaderFunctions(runner, [
      {
        signature: 'signatures_awaited()', language: 'sql', volatility: 'STABLE',
        returns: 'TABLE (case_id uuid, office_id text, case_number text, pack text, phase text, step text, party text, role text, about jsonb, approval_id text, due_on date, created_at timestamptz)',
        body: `
          SELECT t.case_id, t.office_id, h.case_number, h.pack, h.phase, t.step, t.party, t.role, t.name, t.approval_id, t.due_on, t.created_at
            FROM task t JOIN case_head h ON h.case_id = t.case_id WHERE t.approval_id IS NOT NULL AND t.persons <> '{}' AND t.persons @> ARRAY[asking_actor()]`,
      },
      {
        signature: 'signatures_awaited_in_place(on_day date)', language: 'sql', volatility: 'STABLE',
        returns: 'TABLE (case_id uuid, office_id text, case_number text, pack text, phase text, step text, party text, role text, about jsonb, approval_id text, due_on date, created_at timestamptz, absent_id text)',
        body: `
          SELECT DISTINCT t.case_id, t.office_id, h.case_number, h.pack, h.phase, t.step, t.party, t.role, t.name, t.approval_id, t.due_on, t.created_at, s.absent_id::text
            FROM substitution s
              JOIN role_assignment r ON r.account_id = s.absent_id AND r.office_id = s.office_id AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day) AND r.role = ANY (s.roles)
              JOIN task t ON t.approval_id IS NOT NULL AND t.persons <> '{}' AND t.persons @> ARRAY[s.absent_id::text] AND (r.role = t.role OR r.role = ANY (t.roles))
              JOIN case_head h ON h.case_id = t.case_id
            WHERE s.substitute_id::text = asking_actor() AND s.status = 'approved' AND s.valid_from <= on_day AND least(s.valid_to, s.ended_on) >= on_day AND (cardinality(s.packs) = 0 OR h.pack = ANY (s.packs))`,
      },
    ]);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
