/** Rehearsals of several seeds one after another, each a process of its own; one line each. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SeedsSetting { program: string; seeds: readonly number[]; /** What every one of them is given beside its seed. */ args: readonly string[]; say: (line: string) => void }

let running: ChildProcess | null = null;

/** Ends the rehearsal under way; its own end cleans up after it. */
export function stopSeeds(): void {
  running?.kill('SIGTERM');
}

/** Plays every seed to its end and answers whether all passed; what each printed stays in a folder that is told first. */
export async function playSeeds({ program, seeds, args, say }: SeedsSetting): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'anjuan-rehearsals-'));
  say(`what each prints is kept in ${folder}`);
  let passed = 0;
  for (const seed of seeds) {
    const { code, verdict } = await playOne(program, seed, args, join(folder, `seed-${seed}.log`));
    if (code === 0) passed += 1;
    say(verdict === '' ? `rehearse: ended with code ${code} without a verdict (seed ${seed})` : verdict);
  }
  say(`${passed} of ${seeds.length} seeds passed`);
  return passed === seeds.length;
}

async function playOne(program: string, seed: number, args: readonly string[], logFile: string): Promise<{ code: number | null; verdict: string }> {
  const log = createWriteStream(logFile);
  const child = spawn(process.execPath, ['--enable-source-maps', program, '--seed', String(seed), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running = child;
  let text = '';
  child.stdout.on('data', (bytes: Buffer) => { text = (text + bytes.toString('utf8')).slice(-200_000); log.write(bytes); });
  child.stderr.on('data', (bytes: Buffer) => { log.write(bytes); });
  const code = await new Promise<number | null>((resolve, reject) => { child.on('error', reject); child.on('close', resolve); });
  running = null;
  await new Promise((resolve) => { log.end(resolve); });
  const told = text.split('\n');
  const verdict = told.findLast((line) => line.startsWith('rehearse: ')) ?? '';
  return { code, verdict: [verdict, ...told.filter((line) => /^(NEVER SEEN|NOT GOOD|ERROR|NOT PLAYED) /.test(line)).slice(0, 12).map((line) => `  ${line}`)].join('\n') };
}
