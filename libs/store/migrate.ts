import { DataSource } from 'typeorm';
import { checkMigrations, keepMigrationDigests } from './migration-digests.ts';
import { migrations } from './migrations/index.ts';
import { connectionOptions } from './open-store.ts';

/** Any number: who holds this advisory lock migrates, so that two processes started together do not. */
const MIGRATION_LOCK = 7_203_311;

/**
 * Brings the schema up to date as the owner (`DATABASE_OWNER_URL`); each migration is one transaction. Answers the
 * names of those that ran, none when the schema was up to date. Needs the three roles of docs/database-roles.sql.
 * Throws MigrationProblem, and changes nothing, when a migration was edited after it had been applied.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const source = new DataSource({
    ...connectionOptions(ownerUrl, { applicationName: 'anjuan migrate', poolSize: 2 }),
    migrations,
    migrationsTransactionMode: 'each',
  });
  await source.initialize();
  const guard = source.createQueryRunner();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await checkMigrations(source, { complete: false });
    const ran = await source.runMigrations();
    // Tables that a migration after the one of this function has added follow lent cases, files on loan and transfers too.
    await source.query('SELECT confine_cases()');
    await keepMigrationDigests(source);
    return ran.map((migration) => migration.name);
  } finally {
    await guard.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await guard.release();
    await source.destroy();
  }
}
