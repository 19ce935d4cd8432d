/** Temporal's own PostgreSQL: its databases, with the schema of the server's version. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { asSuperuser, databaseExists } from '../servers/databases.ts';
import { reasonOf, ServerProblem } from '../servers/server-problem.ts';
import { DATABASES } from './temporal-config.ts';

const execute = promisify(execFile);

/** The schemas that the tool carries inside itself. */
const SCHEMAS = { store: 'postgresql/v12/temporal', visibility: 'postgresql/v12/visibility' } as const;

/**
 * Makes the databases where they are missing and brings their schema up to date. What an earlier run has noted of its
 * processes is forgotten: none of them runs when this is called. Throws ServerProblem with what the tool said.
 */
export async function prepareStore(superuserUrl: string, sqlTool: string): Promise<void> {
  for (const which of ['store', 'visibility'] as const) {
    const name = DATABASES[which];
    if (!(await databaseExists(superuserUrl, name))) {
      await asSuperuser(superuserUrl, (client) => client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`));
    }
    if (!(await hasVersion(databaseUrl(superuserUrl, name)))) await tool(superuserUrl, sqlTool, name, ['setup-schema', '-v', '0.0']);
    await tool(superuserUrl, sqlTool, name, ['update-schema', '--schema-name', SCHEMAS[which]]);
  }
  await asSuperuser(databaseUrl(superuserUrl, DATABASES.store), (client) => client.query('DELETE FROM cluster_membership'));
}

/** Removes both databases, whoever is connected. */
export async function dropStore(superuserUrl: string): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    for (const name of Object.values(DATABASES)) await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
  });
}

function databaseUrl(superuserUrl: string, name: string): string {
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Whether the tool has noted a version of the schema. */
async function hasVersion(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: [found] } = await client.query<{ there: boolean }>("SELECT to_regclass('schema_version') IS NOT NULL AS there");
    return found?.there === true && (await client.query('SELECT 1 FROM schema_version')).rowCount !== 0;
  } finally {
    await client.end();
  }
}

async function tool(superuserUrl: string, sqlTool: string, database: string, args: readonly string[]): Promise<void> {
  const { hostname, port, username, password } = new URL(superuserUrl);
  // The password goes by the environment: a command line is read by everybody.
  const env = { ...process.env, SQL_PASSWORD: decodeURIComponent(password) };
  try {
    await execute(sqlTool, ['--plugin', 'postgres12', '--ep', hostname, '-p', port, '-u', decodeURIComponent(username), '--db', database, ...args], { env, timeout: 300_000, maxBuffer: 16_000_000 });
  } catch (error) {
    const said = typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout).trim().split('\n').slice(-3).join('\n') : '';
    throw new ServerProblem(`Temporal's schema could not be brought into the database ${database} (${args[0]}): ${reasonOf(error).trim().split('\n').at(-1)}\n${said}`);
  }
}
