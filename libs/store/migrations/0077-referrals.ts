import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions } from './reader-function.ts';

/** What is handed over to the court has a workflow of its own, which `rearm` and the reminders wake like those of service and hearings. */
export class Referrals1763769600077 implements MigrationInterface {
  readonly name = 'Referrals1763769600077';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION wake_duties(timestamptz)');
    await createReaderFunctions(runner, [{
      signature: 'wake_duties(until timestamptz)', returns: 'integer', language: 'sql', volatility: 'VOLATILE',
      body: `
      WITH woken AS (
        INSERT INTO outbox AS o (workflow_id, case_id, office_id)
        SELECT d.workflow_id, d.case_id, d.office_id FROM duty d
        WHERE d.status = 'owed' AND d.kind IN ('serve', 'holdHearing', 'referToCourt') AND (until IS NULL OR d.remind_at <= until)
        ORDER BY d.workflow_id
        ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, claimed_until = NULL, changed_at = clock_timestamp()
        RETURNING 1)
      SELECT count(*)::integer FROM woken`,
    }]);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
