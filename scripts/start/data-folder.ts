import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { argumentsOf } from '../servers/running-process.ts';
import { errorCode, reasonOf, ServerProblem } from '../servers/server-problem.ts';

/** The data folder of one instance, held by this process alone. */
export interface DataFolder {
  readonly path: string;
  file(name: string): string;
  /** Tells a start that waits for this folder that we are about to leave. */
  leaving(): Promise<void>;
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  /** Its command line: process ids are used again. */
  readonly args: string;
  readonly state: 'running' | 'leaving';
}

const lockName = 'start.lock';

/**
 * Creates the data folder and takes its lock. A lock of a dead process is taken over; a start that is just leaving is
 * waited for (30 s). Throws ServerProblem if another start holds it.
 */
export async function takeDataFolder(path: string): Promise<DataFolder> {
  const lock = join(path, lockName);
  try {
    await mkdir(path, { recursive: true, mode: 0o711 });
    await mkdir(join(path, 'logs'), { recursive: true, mode: 0o700 });
    await takeLock(lock, path);
  } catch (error) {
    if (error instanceof ServerProblem) throw error;
    throw new ServerProblem(`The data folder ${path} cannot be used (${reasonOf(error)}): correct its rights, or move it away.`);
  }
  return {
    path,
    file: (name) => join(path, name),
    leaving: async () => { await writeFile(lock, await holding('leaving')); },
    release: () => rm(lock, { force: true }),
  };
}

async function holding(state: Holder['state']): Promise<string> {
  return JSON.stringify({ pid: process.pid, args: await argumentsOf(process.pid) ?? '', state } satisfies Holder);
}

async function takeLock(lock: string, path: string): Promise<void> {
  const patience = Date.now() + 30_000;
  for (let seen = 0; ;) {
    try {
      const file = await open(lock, 'wx', 0o600);
      await file.writeFile(await holding('running'));
      await file.close();
      return;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const holder = await living(lock);
    if (!holder) {
      await rm(lock, { force: true });
      continue;
    }
    // The first second: its npm may have been killed just now, and it is about to notice.
    seen += 1;
    if (holder.state === 'running' && seen > 10) {
      throw new ServerProblem(`Anjuan already runs on ${path} (process ${holder.pid}): use it, or stop it with Ctrl-C first.`);
    }
    if (Date.now() > patience) throw new ServerProblem(`The earlier start on ${path} (process ${holder.pid}) does not end: stop it with "kill -9 ${holder.pid}" and start again.`);
    await sleep(150);
  }
}

/** Who holds the lock, if that process is still a launcher of ours. */
async function living(lock: string): Promise<Holder | undefined> {
  let holder: Holder;
  try {
    holder = JSON.parse(await readFile(lock, 'utf8')) as Holder;
  } catch (error) {
    // Gone meanwhile, or cut off by a crash while it was written.
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return settled(lock);
    throw error;
  }
  if (holder.pid === process.pid) return undefined;
  return (await argumentsOf(holder.pid)) === holder.args ? holder : undefined;
}

/** An unreadable lock counts as held while it is younger than two seconds: somebody may be writing it. */
async function settled(lock: string): Promise<Holder | undefined> {
  const age = await stat(lock).then(({ mtimeMs }) => Date.now() - mtimeMs, () => Number.POSITIVE_INFINITY);
  return age < 2_000 ? { pid: 0, args: '', state: 'leaving' } : undefined;
}

/**
 * A training instance keeps its first day: the clock goes on from where it stood. Throws ServerProblem if another day
 * is asked for than the one these data began with.
 */
export async function keepFirstDay(folder: DataFolder, trainingFrom: string): Promise<void> {
  const file = folder.file('training-from');
  const kept = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (kept === undefined) await writeFile(file, trainingFrom);
  else if (kept.trim() !== trainingFrom) {
    throw new ServerProblem(`The training data in ${folder.path} began on ${kept.trim()}, not on ${trainingFrom}: start with --training ${kept.trim()} to go on, or delete the folder to begin anew.`);
  }
}
