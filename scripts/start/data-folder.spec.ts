import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { argumentsOf } from '../servers/running-process.ts';
import { keepFirstDay, takeDataFolder } from './data-folder.ts';

const made: string[] = [];
const others: ChildProcess[] = [];
let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'anjuan-folder-'));
  made.push(path);
});
afterAll(() => others.forEach((other) => other.kill('SIGKILL')));
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

const hold = (holder: object): Promise<void> => writeFile(join(path, 'start.lock'), JSON.stringify(holder));

async function somebody(): Promise<ChildProcess & { pid: number }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', path], { stdio: 'ignore' });
  others.push(child);
  await new Promise((resolve) => child.once('spawn', resolve));
  return child as ChildProcess & { pid: number };
}

describe('the lock of a data folder', () => {
  it('is taken, and given back', async () => {
    const folder = await takeDataFolder(path);
    expect(await readdir(path)).toEqual(['logs', 'start.lock']);
    await folder.release();
    expect(await readdir(path)).toEqual(['logs']);
  });

  it('of a start that is running is respected, in one sentence', async () => {
    const other = await somebody();
    await hold({ pid: other.pid, args: await argumentsOf(other.pid), state: 'running' });
    await expect(takeDataFolder(path)).rejects.toThrow(`Anjuan already runs on ${path} (process ${other.pid}): use it, or stop it with Ctrl-C first.`);
    other.kill('SIGKILL');
  });

  it('of a start that is leaving is waited for', async () => {
    const other = await somebody();
    await hold({ pid: other.pid, args: await argumentsOf(other.pid), state: 'leaving' });
    setTimeout(() => other.kill('SIGKILL'), 2_500);
    const began = Date.now();
    await (await takeDataFolder(path)).release();
    expect(Date.now() - began).toBeGreaterThan(2_000);
  });

  it('of a dead start is taken over, also when somebody else has its process id by now', async () => {
    await hold({ pid: process.ppid, args: 'node dist/scripts/start.js', state: 'running' });
    await (await takeDataFolder(path)).release();
  });

  it('on a path that is no folder is a sentence', async () => {
    await writeFile(join(path, 'file'), '');
    await expect(takeDataFolder(join(path, 'file'))).rejects.toThrow(/^The data folder .* cannot be used \(.*\): correct its rights, or move it away\.$/);
  });
});

describe('the first day of training data', () => {
  it('is kept, and another one refused', async () => {
    const folder = await takeDataFolder(path);
    await keepFirstDay(folder, '2018-03-01');
    await keepFirstDay(folder, '2018-03-01');
    await expect(keepFirstDay(folder, '2019-03-01')).rejects.toThrow('began on 2018-03-01, not on 2019-03-01: start with --training 2018-03-01 to go on, or delete the folder to begin anew.');
    await folder.release();
  });
});
