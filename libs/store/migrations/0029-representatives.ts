import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A code of an agent or guardian names the number under which the case has the letter or the guardian. Name, scope and
 * dates stand in the record alone: what nobody ever wrote into the columns of the first draft goes.
 */
export class Representatives1763769600029 implements MigrationInterface {
  readonly name = 'Representatives1763769600029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE party_code
        DROP COLUMN name_content_id, DROP COLUMN letter_file_id, DROP COLUMN relation, DROP COLUMN scope, DROP COLUMN valid_from, DROP COLUMN valid_to,
        ADD COLUMN representative bigint CHECK (representative > 0),
        ADD CONSTRAINT party_code_of_representative CHECK ((holder = 'party') = (representative IS NULL));
    `);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
