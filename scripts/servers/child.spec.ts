import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startChild, type Child } from './child.ts';
import { until } from './ports.ts';
import { argumentsOf, stopOrphan } from './running-process.ts';

const patient = "console.log('ready'); process.on('SIGTERM', () => { console.log('drained'); process.exit(0); }); setInterval(() => {}, 1000);";
const stubborn = "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000);";

const ready = (child: Child): Promise<boolean> => until(async () => (await child.written()).includes('ready'), 20_000, child.hasEnded);

describe('a process that we start', () => {
  let folder: string;
  let count = 0;
  beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'anjuan-child-')); });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const start = async (program: string, mark = 'mark'): Promise<Child> => {
    count += 1;
    return startChild({ name: 'Example', command: process.execPath, args: ['-e', program, mark], logFile: join(folder, `${count}.log`) });
  };

  it('is asked to end, drains, and its end is not reported as a death', async () => {
    const child = await start(patient);
    let died = false;
    child.onDeath(() => { died = true; });
    await ready(child);
    await child.stop('SIGTERM', 10_000);
    expect(await child.written()).toBe('ready\ndrained\n');
    expect(await child.ended).toBe('exited with code 0');
    expect(died).toBe(false);
  });

  it('is killed when it does not end in time', async () => {
    const child = await start(stubborn);
    await ready(child);
    await child.stop('SIGTERM', 200);
    expect(await child.ended).toBe('was ended by SIGKILL');
  });

  it('that dies tells how, and with which last lines, also to who asks later', async () => {
    const child = await start("console.log('fine'); console.error('Error: no more paper'); process.exit(3);");
    const how = await new Promise<string>((resolve) => child.onDeath(resolve));
    expect(how).toBe('exited with code 3');
    expect(await child.lastLines(1)).toBe('Error: no more paper');
    expect(await new Promise<string>((resolve) => child.onDeath(resolve))).toBe('exited with code 3');
  });

  it('that cannot be run is told in one sentence', async () => {
    await expect(startChild({ name: 'Example', command: '/no/such/program', args: [], logFile: join(folder, 'none.log') })).rejects.toThrow('Example cannot be run (/no/such/program)');
  });

  it('is found again by its command line, and only by its own', async () => {
    const child = await start(patient, folder);
    await ready(child);
    expect(await argumentsOf(child.pid)).toContain(folder);
    expect(await stopOrphan(child.pid, ['another folder'], 'SIGTERM', 10_000)).toBe(false);
    expect(child.hasEnded()).toBe(false);
    expect(await stopOrphan(child.pid, ['-e', folder], 'SIGTERM', 10_000)).toBe(true);
    expect(await child.ended).toBe('exited with code 0');
    expect(await argumentsOf(child.pid)).toBeUndefined();
    expect(await stopOrphan(child.pid, [folder], 'SIGTERM', 10_000)).toBe(false);
  });
});
