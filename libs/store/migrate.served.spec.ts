import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../test/servers/database.ts';
import { migrate } from './migrate.ts';
import { checkMigrations, MigrationProblem } from './migration-digests.ts';
import { migrations } from './migrations/index.ts';
import { openStore } from './open-store.ts';

let database: TestDatabase;
let owner: DataSource;
beforeAll(async () => {
  database = await freshDatabase();
  owner = await new DataSource({ type: 'postgres', url: database.ownerUrl }).initialize();
});
afterAll(async () => {
  await owner.destroy();
  await database.drop();
});

/** The last migration, with one more statement than it had. */
const Last = migrations.at(-1)!;
class Edited extends Last {
  override async up(runner: Parameters<InstanceType<typeof Last>['up']>[0]): Promise<void> {
    await super.up(runner);
    await runner.query('SELECT 1');
  }
}

describe('migrations', () => {
  it('bring an empty database up to date once', async () => {
    const ran = await migrate(database.ownerUrl);
    expect(ran[0]).toBe('Record1763769600001');
    expect(ran).toHaveLength(migrations.length);
    expect(await migrate(database.ownerUrl)).toEqual([]);
  });

  it('that were edited after they had been applied are named, to the owner and to the application', async () => {
    const edited = [...migrations.slice(0, -1), Edited];
    const app = await openStore(database.appUrl, { applicationName: 'test' });
    await checkMigrations(app, { complete: true });
    for (const source of [owner, app]) {
      const refusal = checkMigrations(source, { complete: false, migrations: edited });
      await expect(refusal).rejects.toThrow(MigrationProblem);
      await expect(refusal).rejects.toThrow(`The migration ${new Last().name} was edited after it had been applied to this database`);
    }
    await app.destroy();
  });

  it('cannot be made to forget what they said', async () => {
    await expect(owner.query("UPDATE migration_digest SET sha256 = repeat('0', 64)")).rejects.toThrow('only appended');
    await expect(owner.query('DELETE FROM migration_digest')).rejects.toThrow('only appended');
  });

  it('that are missing are named before anything starts', async () => {
    class Later {
      readonly name = 'Later1763769700000';
      up = (): Promise<void> => Promise.resolve();
      down = (): Promise<void> => Promise.resolve();
    }
    await expect(checkMigrations(owner, { complete: true, migrations: [...migrations, Later] })).rejects.toThrow('Later1763769700000 is missing');
    const empty = await freshDatabase();
    const source = await new DataSource({ type: 'postgres', url: empty.ownerUrl }).initialize();
    await expect(checkMigrations(source, { complete: true })).rejects.toThrow('not migrated to this release');
    await source.destroy();
    await empty.drop();
  });

  it('of a database from before digests were kept are taken as they stand, from then on', async () => {
    const old = await freshDatabase();
    const source = await new DataSource({ type: 'postgres', url: old.ownerUrl, migrations: migrations.slice(0, 7), migrationsTransactionMode: 'each' }).initialize();
    await source.runMigrations();
    expect((await migrate(old.ownerUrl))).toHaveLength(migrations.length - 7);
    expect(await source.query('SELECT count(*)::int AS count FROM migration_digest')).toEqual([{ count: migrations.length }]);
    await source.destroy();
    await old.drop();
  });
});
