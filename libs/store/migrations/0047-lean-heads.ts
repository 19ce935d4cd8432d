import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each command writes the snapshot of its case whole: as text it is neither taken apart nor compressed on the way, which
 * cost more than the bytes do. `read_tables_sha256` is of what the read tables of the case were last given, so that a
 * command that changes nothing there (a piece of evidence) leaves them alone.
 */
export class LeanHeads1763769600047 implements MigrationInterface {
  readonly name = 'LeanHeads1763769600047';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE case_head ALTER COLUMN state TYPE json USING state::text::json;
      ALTER TABLE case_head ALTER COLUMN state SET STORAGE EXTERNAL;
      ALTER TABLE case_head ADD COLUMN read_tables_sha256 text;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
