import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseUrls, keptRolePasswords, type DatabaseUrls } from './databases.ts';
import { argumentsOf } from './running-process.ts';
import { errorCode, ServerProblem } from './server-problem.ts';

/**
 * The database of an instance that `npm start` is running on `dataDir`, found by what PostgreSQL notes about itself.
 * Throws ServerProblem with one sentence when there is none; `instead` is the setting that would name a database itself.
 */
export async function instanceDatabase(dataDir: string, instead: 'DATABASE_URL' | 'DATABASE_OWNER_URL'): Promise<DatabaseUrls> {
  const cluster = (await textOf(join(dataDir, 'postgres.place')))?.trim() ?? join(dataDir, 'postgres');
  const [pid, , , port] = (await textOf(join(cluster, 'postmaster.pid')))?.split('\n') ?? [];
  const running = pid !== undefined && port !== undefined && (await argumentsOf(Number(pid)))?.includes('postgres');
  if (!running) throw new ServerProblem(`No instance is running on ${dataDir}: start it with "npm start", name another folder by ANJUAN_DATA_DIR, or set ${instead}.`);
  const passwords = await keptRolePasswords(join(dataDir, 'database-roles.json'));
  return databaseUrls(`postgres://postgres@127.0.0.1:${port.trim()}/postgres`, passwords, 'anjuan');
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
