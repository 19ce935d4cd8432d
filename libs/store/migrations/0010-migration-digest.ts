import type { MigrationInterface, QueryRunner } from 'typeorm';
import { neverChanged } from './reader-function.ts';

/** What each applied migration said, by the SHA-256 of its statements: one that was edited afterwards is noticed at the next start. */
export class MigrationDigest1763769600010 implements MigrationInterface {
  readonly name = 'MigrationDigest1763769600010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE migration_digest (
        name text PRIMARY KEY,
        sha256 char(64) NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        kept_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      ${neverChanged('migration_digest')}
      GRANT SELECT ON migration_digest TO anjuan_app;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
