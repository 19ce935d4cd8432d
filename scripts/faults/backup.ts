/** A backup of PostgreSQL as its manual describes one at file level: while the server works, with the log that makes it whole. */
import { chown, copyFile, lchown, mkdir, readdir, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';

/** Files of the running server that a copy must not have. */
const OF_THE_PROCESS = new Set(['postmaster.pid', 'postmaster.opts']);

/**
 * Copies the cluster of a running server. `beforeEnd` runs when all but the end of the log is copied: what is committed
 * by the time it answers is in the backup, and nothing else should be committed until `backUp` answers.
 */
export async function backUp(superuser: Client, cluster: string, to: string, beforeEnd: () => Promise<void>): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await superuser.query("SELECT pg_backup_start('faults', true)");
  await copyFolder(cluster, to, (path) => path !== 'pg_wal' && !OF_THE_PROCESS.has(path));
  await beforeEnd();
  const { rows: [end] } = await superuser.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
  await copyFolder(join(cluster, 'pg_wal'), join(to, 'pg_wal'), () => true);
  const label = join(to, 'backup_label');
  await writeFile(label, end?.labelfile ?? '');
  const { uid, gid } = await stat(cluster);
  await chown(label, uid, gid);
}

/** Puts the backup in the place of the cluster, whose server has ended. */
export async function putBack(from: string, cluster: string): Promise<void> {
  await rm(cluster, { recursive: true, force: true });
  await copyFolder(from, cluster, () => true);
}

async function copyFolder(from: string, to: string, wanted: (path: string) => boolean): Promise<void> {
  const { mode, uid, gid } = await stat(from);
  await mkdir(to, { mode: mode & 0o777, recursive: true });
  await chown(to, uid, gid);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!wanted(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target, () => true);
    else if (entry.isSymbolicLink()) { await symlink(await readlink(source), target); await lchown(target, uid, gid); }
    else await copyOne(source, target, { uid, gid });
  }
}

/** A running server removes files while they are copied; the log knows of that. */
async function copyOne(source: string, target: string, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  try {
    await copyFile(source, target);
    await chown(target, uid, gid);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
  }
}
