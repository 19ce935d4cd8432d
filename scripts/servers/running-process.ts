import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from './server-problem.ts';

const run = promisify(execFile);

/**
 * The command line of a running process, or undefined if there is none with this id or it is only a zombie.
 * Linux reads /proc (a slim container has no `ps`), other systems ask `ps`.
 */
export async function argumentsOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
      if (state === 'Z' || state === 'X') return undefined;
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    } catch (error) {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return undefined;
      throw error;
    }
  }
  try {
    const { stdout } = await run('ps', ['-o', 'stat=,args=', '-p', String(pid)]);
    const [, stat, args] = /^\s*(\S+)\s+(.*)$/.exec(stdout) ?? [];
    return stat === undefined || stat.startsWith('Z') ? undefined : args;
  } catch (error) {
    if (errorCode(error) === 1) return undefined;
    throw error;
  }
}

/** Sends a signal; answers false when the process is gone already. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    throw error;
  }
}

/**
 * Stops a process that an earlier, killed run left behind. It is touched only if its command line holds every one of
 * `marks`: process ids are used again. Ends it with SIGKILL when it has not left after `graceMs`.
 * Answers whether there was one.
 */
export async function stopOrphan(pid: number, marks: readonly string[], gently: NodeJS.Signals, graceMs: number): Promise<boolean> {
  const isOurs = async (): Promise<boolean> => {
    const args = await argumentsOf(pid);
    return args !== undefined && marks.every((mark) => args.includes(mark));
  };
  if (pid === process.pid || !(await isOurs())) return false;
  signal(pid, gently);
  const end = Date.now() + graceMs;
  let killed = false;
  while (await isOurs()) {
    if (!killed && Date.now() > end) killed = signal(pid, 'SIGKILL');
    await sleep(25);
  }
  return true;
}
