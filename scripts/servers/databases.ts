import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { Client } from 'pg';
import { errorCode } from './server-problem.ts';

/** Passwords of the two roles that log in. */
export interface RolePasswords {
  readonly owner: string;
  readonly app: string;
}

/** Connection strings of one database. */
export interface DatabaseUrls {
  /** `DATABASE_OWNER_URL`: owns the database and runs the migrations; BYPASSRLS, no superuser. */
  readonly ownerUrl: string;
  /** `DATABASE_URL`: the application, confined by grants and row-level security. */
  readonly appUrl: string;
}

/** The role that owns the SECURITY DEFINER functions; nobody logs in as it. */
export const readerRole = 'anjuan_reader';
export const ownerRole = 'anjuan_owner';
export const appRole = 'anjuan_app';

/** Fresh random passwords. */
export function newRolePasswords(): RolePasswords {
  return { owner: randomBytes(24).toString('hex'), app: randomBytes(24).toString('hex') };
}

/** Reads the passwords of the roles from a file of mode 600, or makes them at the first start. */
export async function keptRolePasswords(file: string): Promise<RolePasswords> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as RolePasswords;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    const passwords = newRolePasswords();
    await writeFile(file, JSON.stringify(passwords), { mode: 0o600, flag: 'wx' });
    return passwords;
  }
}

/**
 * Creates the three roles of Anjuan in the cluster, or sets what they may do and their passwords if they exist. Roles
 * belong to the cluster, so all its databases share them. Rights on tables are the migrations' business.
 */
export async function createRoles(superuserUrl: string, passwords: RolePasswords): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    const roles = [
      [ownerRole, `LOGIN BYPASSRLS PASSWORD ${client.escapeLiteral(passwords.owner)}`],
      [appRole, `LOGIN NOBYPASSRLS PASSWORD ${client.escapeLiteral(passwords.app)}`],
      [readerRole, 'NOLOGIN BYPASSRLS'],
    ] as const;
    for (const [role, rights] of roles) {
      const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      await client.query(`${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${role} NOSUPERUSER NOCREATEDB NOCREATEROLE ${rights}`);
    }
    // The owner may hand functions to the reader, but does not have the reader's rights by itself.
    await client.query(`GRANT ${readerRole} TO ${ownerRole} WITH INHERIT FALSE, SET TRUE`);
  });
}

/** Creates a database owned by `anjuan_owner` into which only the two roles may log in; copies `template` if given. */
export async function createDatabase(superuserUrl: string, name: string, template?: string): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    const database = client.escapeIdentifier(name);
    await client.query(`CREATE DATABASE ${database} OWNER ${ownerRole}${template === undefined ? '' : ` TEMPLATE ${client.escapeIdentifier(template)}`}`);
  });
  await confineDatabase(superuserUrl, name);
}

/** Only the owner and the application may log in to the database. Repeated at each start: a killed one may have stopped short of it. */
async function confineDatabase(superuserUrl: string, name: string): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    const database = client.escapeIdentifier(name);
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${appRole}`);
  });
}

/** Whether the cluster has this database. */
export function databaseExists(superuserUrl: string, name: string): Promise<boolean> {
  return asSuperuser(superuserUrl, async (client) => (await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])).rowCount !== 0);
}

/** Connection strings of a database in the cluster of `superuserUrl`. */
export function databaseUrls(superuserUrl: string, passwords: RolePasswords, name: string): DatabaseUrls {
  const { host } = new URL(superuserUrl);
  return {
    ownerUrl: `postgres://${ownerRole}:${passwords.owner}@${host}/${name}`,
    appUrl: `postgres://${appRole}:${passwords.app}@${host}/${name}`,
  };
}

/** What a development installation needs: the roles, and the database `anjuan`, created at the first start. */
export async function createDatabases(superuserUrl: string, passwords: RolePasswords, name = 'anjuan'): Promise<DatabaseUrls> {
  await createRoles(superuserUrl, passwords);
  if (await databaseExists(superuserUrl, name)) await confineDatabase(superuserUrl, name);
  else await createDatabase(superuserUrl, name);
  return databaseUrls(superuserUrl, passwords, name);
}

/** Runs `work` on one connection of the superuser and closes it. */
export async function asSuperuser<T>(superuserUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
