import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A number that counts falls back with a restore and comes to the same again with other law: what was loaded is known by a mark that no other load has. */
export class LawMark1763769600045 implements MigrationInterface {
  readonly name = 'LawMark1763769600045';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE law_revision ADD COLUMN mark uuid NOT NULL DEFAULT gen_random_uuid()');
    await runner.query(`
      CREATE OR REPLACE FUNCTION count_law_revision() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN UPDATE law_revision SET revision = revision + 1, mark = gen_random_uuid(); RETURN NULL; END $$;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
