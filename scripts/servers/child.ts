import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { reasonOf, ServerProblem } from './server-problem.ts';
import { signal } from './running-process.ts';

/** What is started, and where it writes. */
export interface ChildOrder {
  /** How the process is called in sentences: `PostgreSQL`, `API`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Standard output and error are appended to this file. */
  readonly logFile: string;
  /** Standard error goes to a file of its own; lastLines then reads that one. */
  readonly errorFile?: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
}

/** A process that we started and watch. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Where its errors are written. */
  readonly logFile: string;
  /** Becomes the sentence of its end (`exited with code 1`) when the process has ended. */
  readonly ended: Promise<string>;
  readonly hasEnded: () => boolean;
  /** Called once if the process ends although nobody asked it to. */
  readonly onDeath: (tell: (how: string) => void) => void;
  /** Everything it wrote since this start. */
  written(): Promise<string>;
  /** Its last lines of this start, for an error message. */
  readonly lastLines: (count?: number) => Promise<string>;
  /** Asks it to end with `gently`, waits, and ends its whole process group after `graceMs`. */
  stop(gently: NodeJS.Signals, graceMs: number): Promise<void>;
  /** Ends its whole process group at once. */
  readonly kill: () => void;
}

const living = new Map<number, () => void>();

/** Ends every process that startChild has started here and that still runs, at once: the last resort of a second Ctrl-C. */
export function killEveryChild(): void {
  for (const kill of living.values()) kill();
}

/**
 * Starts a process in a process group of its own: a Ctrl-C in the terminal reaches only the launcher, which then ends
 * the applications before their servers. Output goes to a file and not to a pipe, so the child survives the launcher's
 * death unharmed until the next start finds it.
 * Throws ServerProblem if the program cannot be run.
 */
export async function startChild(order: ChildOrder): Promise<Child> {
  const { name, logFile, errorFile = logFile } = order;
  const log = openSync(logFile, 'a', 0o600);
  const errors = openSync(errorFile, 'a', 0o600);
  const from = fstatSync(log).size;
  const errorsFrom = fstatSync(errors).size;
  const child = spawn(order.command, order.args, {
    detached: true,
    stdio: ['ignore', log, errors],
    cwd: order.cwd ?? '/',
    env: order.env ?? process.env,
    ...(order.uid === undefined ? {} : { uid: order.uid }),
    ...(order.gid === undefined ? {} : { gid: order.gid }),
  });
  closeSync(log);
  closeSync(errors);

  let asked = false;
  let over: string | undefined;
  const listeners: ((how: string) => void)[] = [];
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, by) => {
      over = by === null ? `exited with code ${code}` : `was ended by ${by}`;
      if (child.pid !== undefined) living.delete(child.pid);
      resolve(over);
      if (!asked) for (const tell of listeners) tell(over);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new ServerProblem(`${name} cannot be run (${order.command}): ${reasonOf(error)}.`)));
  });
  const pid = child.pid;
  if (pid === undefined) throw new ServerProblem(`${name} was started but the system gave no process id.`);

  const kill = (): void => {
    asked = true;
    if (over === undefined) signal(-pid, 'SIGKILL');
  };
  if (over === undefined) living.set(pid, kill);
  return {
    name, pid, logFile: errorFile, ended, kill,
    written: () => textFrom(logFile, from),
    hasEnded: () => over !== undefined,
    onDeath: (tell) => {
      if (over !== undefined && !asked) tell(over);
      else listeners.push(tell);
    },
    lastLines: async (count = 16) => (await textFrom(errorFile, errorsFrom)).trimEnd().split('\n').slice(-count).join('\n'),
    stop: async (gently, graceMs) => {
      asked = true;
      if (over !== undefined) return;
      signal(pid, gently);
      const late = setTimeout(kill, graceMs);
      await ended;
      clearTimeout(late);
    },
  };
}

/** What a file holds from this byte on. */
async function textFrom(path: string, from: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.max(0, size - from);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
