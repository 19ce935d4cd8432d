import { createHash } from 'node:crypto';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { migrations as shipped } from './migrations/index.ts';

/** The schema is not the one of this release; the message is one sentence for the person who starts it. */
export class MigrationProblem extends Error {
  override readonly name = 'MigrationProblem';
}

type Migrations = readonly (new () => MigrationInterface)[];

/**
 * SHA-256 (hex) of each migration by its name, over the statements that it would send, in order: the same whether it
 * runs from source or built. Migrations are therefore fixed lists of statements that ask nothing of the database.
 */
export async function migrationDigests(migrations: Migrations = shipped): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const Migration of migrations) {
    const migration = new Migration();
    const hash = createHash('sha256');
    const listening = { query: (statement: string, values: unknown[] = []) => { hash.update(JSON.stringify([statement, values])); return Promise.resolve([]); } };
    await migration.up(listening as unknown as QueryRunner);
    digests.set(migration.name ?? Migration.name, hash.digest('hex'));
  }
  return digests;
}

/**
 * Checks that the database was brought to where it is by the migrations as they stand here. Throws MigrationProblem that
 * names the first that was edited after it was applied, or (`complete`) one that is not applied. Migrations of a later
 * release are no fault: it migrates while this one still runs. Works as the owner and as the application.
 */
export async function checkMigrations(source: DataSource, { complete, migrations = shipped }: { complete: boolean; migrations?: Migrations }): Promise<void> {
  const [known] = await source.query<{ kept: boolean }[]>("SELECT to_regclass('public.migration_digest') IS NOT NULL AS kept");
  const rows = known?.kept === true ? await source.query<{ name: string; sha256: string }[]>('SELECT name, sha256 FROM migration_digest') : [];
  const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
  for (const [name, sha256] of await migrationDigests(migrations)) {
    const kept = applied.get(name);
    if (kept === undefined && complete) throw new MigrationProblem(`The database is not migrated to this release (${name} is missing): run "npm run migrate" with DATABASE_OWNER_URL first.`);
    if (kept !== undefined && kept !== sha256) throw new MigrationProblem(`The migration ${name} was edited after it had been applied to this database: put it back as it was, and write what must change as a new migration.`);
  }
}

/** Keeps the digests of the migrations that are applied and have none yet; as the owner. */
export async function keepMigrationDigests(owner: DataSource, migrations: Migrations = shipped): Promise<void> {
  const digests = [...await migrationDigests(migrations)].map(([name, sha256]) => ({ name, sha256 }));
  await owner.query(`
    INSERT INTO migration_digest (name, sha256)
    SELECT d.name, d.sha256 FROM jsonb_to_recordset($1::jsonb) AS d(name text, sha256 text) JOIN migrations m ON m.name = d.name
    ON CONFLICT (name) DO NOTHING`, [JSON.stringify(digests)]);
}
