import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice } from './reader-function.ts';

/** How each debt stands (terms, default, window to the court, at the court), for the county's figures: made from the record like clocks and tasks, compared and mended by the rebuild. */
export class DebtStanding1763769600085 implements MigrationInterface {
  readonly name = 'DebtStanding1763769600085';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE debt_standing (
        case_id uuid NOT NULL REFERENCES case_head,
        office_id text NOT NULL REFERENCES office,
        party text NOT NULL,
        debt text NOT NULL,
        plan_since date,
        in_default_since date,
        window_ends_on date,
        demand_by date,
        at_court_since date,
        PRIMARY KEY (case_id, party, debt)
      );
      ${confinedByOffice('debt_standing')}
      GRANT SELECT, INSERT, UPDATE, DELETE ON debt_standing TO anjuan_app;`);
    await runner.query('SELECT confine_cases()');
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
