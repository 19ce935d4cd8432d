import { readFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { argumentsOf } from '../servers/running-process.ts';

const run = promisify(execFile);

/**
 * Calls `abandoned` once when the `npm start` above us is gone. npm runs us under a shell that does not pass signals on:
 * whoever ends npm alone means to end Anjuan. Started without npm, only our own parent's end would count, and a
 * launcher that somebody put in the background on purpose must live on; then nothing is watched.
 */
export async function whenAbandoned(abandoned: () => void): Promise<void> {
  const above = await npmAbove(process.ppid);
  if (above.length === 0) return;
  const look = async (): Promise<void> => {
    const there = await Promise.all(above.map(argumentsOf));
    if (there.every((args) => args !== undefined)) return;
    clearInterval(timer);
    abandoned();
  };
  const timer = setInterval(() => void look(), 300);
  timer.unref();
}

/** The processes from our parent up to npm; empty if npm is not within three steps. */
async function npmAbove(from: number): Promise<number[]> {
  const chain: number[] = [];
  for (let pid = from; chain.length < 3 && pid > 1;) {
    const args = await argumentsOf(pid);
    if (args === undefined) return [];
    chain.push(pid);
    if (/^npm\b|\bnpm(-cli\.js)?\b/.test(args)) return chain;
    pid = await parentOf(pid);
  }
  return [];
}

async function parentOf(pid: number): Promise<number> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  }
  return Number((await run('ps', ['-o', 'ppid=', '-p', String(pid)])).stdout.trim());
}
