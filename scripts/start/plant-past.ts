import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../servers/child.ts';
import { errorCode } from '../servers/server-problem.ts';
import { diedSentence } from './applications.ts';
import type { DataFolder } from './data-folder.ts';

/** One person who can sign in to a development or training instance. */
export interface DemoUser {
  readonly username: string;
  readonly name: string;
  readonly office: string;
  readonly roles: readonly string[];
}

/** Whether this database was seeded from this data folder; external databases each have a mark of their own. */
export async function isSeeded(folder: DataFolder, database: string): Promise<boolean> {
  return exists(mark(folder, database));
}

/**
 * Passes on the lines of a running seed until it ends. It is marked as done only when it ended well, so an interrupted
 * seed runs again at the next start and must find its own work. Throws ServerProblem when it fails.
 */
export async function followSeed(seed: Child, folder: DataFolder, database: string, print: (line: string) => void): Promise<void> {
  let printed = 0;
  const pass = async (): Promise<void> => {
    const lines = (await seed.written()).split('\n').slice(0, -1);
    for (const line of lines.slice(printed)) print(line);
    printed = lines.length;
  };
  while (!seed.hasEnded()) {
    await pass();
    await sleep(100);
  }
  await pass();
  const how = await seed.ended;
  if (how !== 'exited with code 0') throw diedSentence(seed.name, how, seed.logFile, await seed.lastLines());
  await writeFile(mark(folder, database), `${new Date().toISOString()}\n`);
}

/** The people whom the seed wrote down; none if this instance was not seeded. */
export async function demoUsers(folder: DataFolder): Promise<readonly DemoUser[]> {
  try {
    return JSON.parse(await readFile(folder.file('demo-users.json'), 'utf8')) as DemoUser[];
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function mark(folder: DataFolder, database: string): string {
  return folder.file(`seeded-${createHash('sha256').update(database).digest('hex').slice(0, 8)}`);
}

/** Whether a file is there. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, (error: unknown) => {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  });
}
