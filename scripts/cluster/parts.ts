/** Processes that may be killed: each comes back at its place, as the compose file asks of Docker (`restart: unless-stopped`). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../servers/child.ts';
import { reasonOf, ServerProblem } from '../servers/server-problem.ts';

export interface Part {
  readonly name: string;
  /** Its address where people may ask it directly. */
  readonly address?: string;
  readonly child: () => Pick<Child, 'pid' | 'onDeath'>;
  /** Starts it anew and waits until it serves. */
  readonly bring: () => Promise<void>;
}

/** How long a killed process stays away, so that one sees the others serve: seconds. */
export const AWAY_SECONDS = 5;

export interface Keeper {
  readonly note: (name: string, text: string) => void;
  /** Called where a part does not come back. */
  readonly fail: (problem: ServerProblem) => void;
  readonly isStopping: () => boolean;
  readonly awaySeconds: number;
}

/** Starts a part again whenever it ends by itself, until everything is being stopped. */
export function keepAlive(part: Part, { note, fail, isStopping, awaySeconds }: Keeper): void {
  const again = async (how: string): Promise<void> => {
    if (isStopping()) return;
    note(part.name, `${how}; it is started again in ${awaySeconds} s`);
    await sleep(awaySeconds * 1_000);
    if (isStopping()) return;
    try {
      await part.bring();
    } catch (error) {
      fail(error instanceof ServerProblem ? error : new ServerProblem(`${part.name} does not come back: ${reasonOf(error)}`));
      return;
    }
    note(part.name, `serves again (process ${part.child().pid})`);
    watch();
  };
  const watch = (): void => part.child().onDeath((how) => void again(how));
  watch();
}

/** The table of what may be killed, by name. */
export function whatToKill(running: readonly Part[]): string[] {
  const parts = running.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const wide = Math.max(...parts.map(({ name }) => name.length));
  return [
    '',
    `What may be killed at any moment; it is started again after ${AWAY_SECONDS} s, and of two the other serves meanwhile:`,
    ...parts.map(({ name, child, address }) => `  ${name.padEnd(wide)}  kill -9 ${String(child().pid).padEnd(8)}${address ?? ''}`.trimEnd()),
  ];
}
