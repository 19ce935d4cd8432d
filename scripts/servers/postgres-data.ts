import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Account, PostgresBinaries } from './postgres-binaries.ts';
import { argumentsOf, stopOrphan } from './running-process.ts';
import { errorCode, reasonOf, ServerProblem } from './server-problem.ts';

const run = promisify(execFile);
const relocated = '/var/lib/anjuan';
/** Beside a relocated cluster: the path of the note that leads to it. */
const ownerNote = 'belongs-to';

/** A cluster on disk that can be started. */
export interface Cluster {
  /** Where it really lies; elsewhere than asked when the user `postgres` cannot reach the asked folder. */
  readonly folder: string;
  readonly superuserPassword: string;
}

/**
 * Makes sure that there is a cluster for `dataDir` and that nobody is running it: creates it, or stops the server that
 * a killed run left behind. The superuser's password lies beside it in `<dataDir>.password`, mode 600.
 * Throws ServerProblem with one sentence.
 */
export async function prepareCluster(dataDir: string, binaries: PostgresBinaries, account: Account | undefined): Promise<Cluster> {
  await mkdir(dirname(dataDir), { recursive: true });
  const folder = await reachableFolder(dataDir, account);
  const passwordFile = `${dataDir}.password`;
  if (await exists(join(folder, 'PG_VERSION'))) {
    const superuserPassword = await readFile(passwordFile, 'utf8').catch((error: unknown) => {
      throw new ServerProblem(`The database in ${folder} is there but its password file ${passwordFile} cannot be read (${reasonOf(error)}): put it back, or move the data folder away to start anew.`);
    });
    await stopPostgresLeftBehind(folder);
    return { folder, superuserPassword };
  }
  const superuserPassword = randomBytes(24).toString('hex');
  await writeFile(passwordFile, superuserPassword, { mode: 0o600 });
  await createCluster(folder, superuserPassword, binaries, account);
  return { folder, superuserPassword };
}

async function createCluster(folder: string, password: string, { initdb }: PostgresBinaries, account: Account | undefined): Promise<void> {
  const half = `${folder}.new`;
  const passwordFile = `${half}.password`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [half, passwordFile]) await chown(path, account.uid, account.gid);
  try {
    await run(initdb, [
      '--pgdata', half, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--encoding', 'UTF8',
      '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--no-instructions', '--no-sync',
    ], { cwd: '/', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' }, ...account });
  } catch (error) {
    throw new ServerProblem(`PostgreSQL could not create its data folder ${folder}: ${reasonOf(error).trim().split('\n').slice(-2).join(' ')}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  // A run killed during initdb leaves only the half: the real folder appears whole or not at all.
  await rename(half, folder);
}

/**
 * A killed launcher leaves its PostgreSQL running, and a killed machine leaves only the lock file, whose process id may
 * by now belong to somebody else; PostgreSQL then refuses to start.
 */
export async function stopPostgresLeftBehind(folder: string): Promise<void> {
  const lockFile = join(folder, 'postmaster.pid');
  const text = await readFile(lockFile, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return;
  const pid = Number(text.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) throw new ServerProblem(`The lock file ${lockFile} names no process: if no PostgreSQL is running on that folder, delete it.`);
  if (await stopOrphan(pid, ['postgres', folder], 'SIGINT', 20_000)) {
    for (let waited = 0; waited < 2_000 && await exists(lockFile); waited += 25) await sleep(25);
  }
  // Somebody else's process, or a zombie: PostgreSQL would believe that it is its own. A missing process it handles itself.
  if (await exists(lockFile) && ((await argumentsOf(pid)) !== undefined || isListed(pid))) await rm(lockFile);
}

function isListed(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** The asked folder, or one under /var/lib/anjuan that the account can reach, remembered in `<dataDir>.place`. */
async function reachableFolder(dataDir: string, account: Account | undefined): Promise<string> {
  const note = `${dataDir}.place`;
  if (await exists(note)) return (await readFile(note, 'utf8')).trim();
  if (!account || await isReachable(dirname(dataDir), account)) return dataDir;
  await removeAbandoned();
  const folder = join(relocated, randomBytes(6).toString('hex'), 'postgres');
  await mkdir(dirname(folder), { recursive: true, mode: 0o755 });
  await writeFile(join(dirname(folder), ownerNote), note);
  await writeFile(note, `${folder}\n`);
  return folder;
}

/** Removes the relocated clusters whose data folder was deleted since. */
async function removeAbandoned(): Promise<void> {
  const entries = await readdir(relocated).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  for (const name of entries) {
    const place = join(relocated, name);
    if (!(await exists(join(place, ownerNote)))) continue;
    const note = await readFile(join(place, ownerNote), 'utf8');
    if (await exists(note)) continue;
    await stopPostgresLeftBehind(join(place, 'postgres'));
    await rm(place, { recursive: true, force: true });
  }
}

async function isReachable(folder: string, { uid, gid }: Account): Promise<boolean> {
  const { mode, uid: owner, gid: group } = await stat(folder);
  const search = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  if ((mode & search) === 0) return false;
  return dirname(folder) === folder || isReachable(dirname(folder), { uid, gid });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, (error: unknown) => {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  });
}
