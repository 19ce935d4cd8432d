import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startChild, type Child } from '../servers/child.ts';
import { ServerProblem } from '../servers/server-problem.ts';
import { keepAlive, whatToKill, type Keeper, type Part } from './parts.ts';

let folder: string;
const started: Child[] = [];
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'anjuan-parts-')); });
afterEach(async () => {
  for (const child of started.splice(0)) { child.kill(); await child.ended; }
  await rm(folder, { recursive: true, force: true });
});

async function begin(): Promise<Child> {
  const child = await startChild({ name: 'API 1', command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], logFile: join(folder, 'log') });
  started.push(child);
  return child;
}

const nothing = (): void => undefined;

/** A part, what is told of it, and a promise of the next time that something is told that fits. */
async function kept(bring: (replace: (child: Child) => void) => Promise<void>, stopping = false): Promise<{ child: () => Child; told: string[]; until: (text: string) => Promise<void>; failed: Promise<ServerProblem> }> {
  let child = await begin();
  const told: string[] = [];
  const waiting: { text: string; come: () => void }[] = [];
  let fail: Keeper['fail'] = nothing;
  const failed = new Promise<ServerProblem>((resolve) => { fail = resolve; });
  const part: Part = { name: 'API 1', child: () => child, bring: () => bring((another) => { child = another; }) };
  const note: Keeper['note'] = (name, text) => {
    told.push(`${name}: ${text.replaceAll(String(child.pid), 'N')}`);
    for (const { text: wanted, come } of waiting) if (text.includes(wanted)) come();
  };
  keepAlive(part, { note, fail, isStopping: () => stopping, awaySeconds: 0 });
  return { child: () => child, told, until: (text) => new Promise((come) => { waiting.push({ text, come }); }), failed };
}

describe('a part of the cluster', () => {
  it('that is killed is started again, also the second time', async () => {
    const { child, told, until } = await kept(async (replace) => replace(await begin()));
    for (let time = 0; time < 2; time += 1) {
      const again = until('serves again');
      process.kill(child().pid, 'SIGKILL');
      await again;
    }
    const once = ['API 1: was ended by SIGKILL; it is started again in 0 s', 'API 1: serves again (process N)'];
    expect(told).toEqual([...once, ...once]);
    expect(new Set(started.map(({ pid }) => pid)).size).toBe(3);
  });

  it('that does not come back ends everything with a sentence', async () => {
    const { child, failed } = await kept(() => Promise.reject(new Error('no room')));
    process.kill(child().pid, 'SIGKILL');
    const problem = await failed;
    expect([problem.name, problem.message]).toEqual(['ServerProblem', 'API 1 does not come back: no room']);
  });

  it('is left alone once everything is being stopped', async () => {
    const { child, told } = await kept(async (replace) => replace(await begin()), true);
    process.kill(child().pid, 'SIGKILL');
    await child().ended;
    expect([told, started.length]).toEqual([[], 1]);
  });
});

const partOf = (name: string, pid: number, address?: string): Part => ({ name, child: () => ({ pid, onDeath: nothing }), bring: () => Promise.resolve(), ...(address === undefined ? {} : { address }) });

it('what may be killed is told with process and address', () => {
  expect(whatToKill([partOf('Temporal history 1', 3456), partOf('API 1', 12, 'http://127.0.0.1:4001')]).slice(2)).toEqual([
    '  API 1               kill -9 12      http://127.0.0.1:4001',
    '  Temporal history 1  kill -9 3456',
  ]);
});
