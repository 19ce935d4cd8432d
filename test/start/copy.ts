import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const parts = ['apps', 'libs', 'workflows', 'scripts', 'test/packs', 'test/data', 'package.json', 'package-lock.json', '.swcrc', 'tsconfig.json'];

/**
 * A copy of the sources under .cache/ of this repository, with a data folder of its own: the check neither touches
 * `.anjuan` and `dist` of the person who runs it, nor installs anything (Node finds node_modules further up).
 */
export async function copyOfTheSources(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = join(root, '.cache', `start-check-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const part of parts) await cp(join(root, part), join(folder, part), { recursive: true });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
