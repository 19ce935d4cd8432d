import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Cases of our own making in the format of the traffic fines, so that command and tests live without the real file. */
export const MADE_FILE = fileURLToPath(new URL('../data/road-traffic-made.csv', import.meta.url));

export async function madeLines(): Promise<string[]> {
  return (await readFile(MADE_FILE, 'utf8')).trimEnd().split('\n');
}

/** Calls `use` with a file of these lines, which is gone afterwards. */
export async function withFile<T>(content: string | Buffer, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'anjuan-fines-'));
  try {
    const path = join(folder, 'fines.csv');
    await writeFile(path, content);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
