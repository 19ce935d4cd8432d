import { randomBytes } from 'node:crypto';
import { asSuperuser, createDatabase, databaseExists, type DatabaseUrls } from '../../scripts/servers/databases.ts';

/** A database of one test file. */
export interface TestDatabase extends DatabaseUrls {
  readonly name: string;
  /** Superuser in this database: for looking at what no role of ours may see. */
  readonly superuserUrl: string;
  /** Deletes it, also while sessions are open. */
  drop(): Promise<void>;
}

const template = 'anjuan_migrated';
/** Any number: whoever holds this advisory lock makes the template. */
const templateLock = 4_018_224;

/** An empty database owned by `anjuan_owner` (about 30 ms). */
export function freshDatabase(): Promise<TestDatabase> {
  return create();
}

/** A database with all migrations applied: a copy of one that the first caller of the run migrates. */
export async function migratedDatabase(): Promise<TestDatabase> {
  const superuserUrl = addressFrom('ANJUAN_TEST_POSTGRES');
  await asSuperuser(superuserUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
    if (await databaseExists(superuserUrl, template)) return;
    const making = `${template}_${randomBytes(4).toString('hex')}`;
    await createDatabase(superuserUrl, making);
    const { migrate } = await import('#store');
    await migrate(urlsOf(making).ownerUrl);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [making]);
    await client.query(`ALTER DATABASE ${making} RENAME TO ${template}`);
    await client.query(`ALTER DATABASE ${template} ALLOW_CONNECTIONS false`);
  });
  return create(template);
}

async function create(from?: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const superuserUrl = addressFrom('ANJUAN_TEST_POSTGRES');
  await createDatabase(superuserUrl, name, from);
  const inDatabase = new URL(superuserUrl);
  inDatabase.pathname = `/${name}`;
  return {
    name,
    ...urlsOf(name),
    superuserUrl: inDatabase.href,
    drop: () => asSuperuser(superuserUrl, async (client) => { await client.query(`DROP DATABASE ${name} WITH (FORCE)`); }),
  };
}

function urlsOf(name: string): DatabaseUrls {
  return {
    ownerUrl: addressFrom('ANJUAN_TEST_OWNER_URL').replace('{db}', name),
    appUrl: addressFrom('ANJUAN_TEST_APP_URL').replace('{db}', name),
  };
}

function addressFrom(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: a test that needs servers is named *.served.spec.ts and runs in the Jest project "served".`);
  return value;
}
