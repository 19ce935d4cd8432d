import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A mistaken parameter can be set right for the same days: the later approval stands, the earlier stays on record. */
export class CorrectedParameters1763769600006 implements MigrationInterface {
  readonly name = 'CorrectedParameters1763769600006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE parameter_setting
        DROP CONSTRAINT parameter_setting_pkey,
        DROP CONSTRAINT one_value_a_day,
        ADD COLUMN replaced_by uuid REFERENCES proposal,
        ADD PRIMARY KEY (proposal_id),
        ADD CONSTRAINT one_value_a_day EXCLUDE USING gist (county WITH =, pack WITH =, code WITH =, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (replaced_by IS NULL);
      GRANT UPDATE (replaced_by) ON parameter_setting TO anjuan_app;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
