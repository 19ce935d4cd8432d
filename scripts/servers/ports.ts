import { randomInt } from 'node:crypto';
import { createServer, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, ServerProblem } from './server-problem.ts';

const host = '127.0.0.1';

/** A TCP port of 127.0.0.1 that was free a moment ago. Somebody else may take it before it is used: callers try again. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close((error) => {
        if (error) reject(error);
        else if (address === null || typeof address === 'string') reject(new Error('The system named no port.'));
        else resolve(address.port);
      });
    });
  });
}

/** Below what systems hand out by themselves (Linux from 32768 on, others from 49152), above what services are known for. */
const STEADY = { from: 20_000, below: 32_000 } as const;

/**
 * Different free TCP ports of 127.0.0.1 that the system gives nobody by itself: a process that is away for a while finds
 * its own free when it comes back. Throws ServerProblem where too few of many tried are free.
 */
export async function steadyPorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let tried = 0; tried < 100 + count; tried += 1) {
    if (found.size === count) return [...found];
    const port = randomInt(STEADY.from, STEADY.below);
    // Some systems refuse whole ranges to everybody: such a port is as good as taken.
    const free = await isPortFree(port).catch((error: unknown) => {
      if (errorCode(error) === 'EACCES') return false;
      throw error;
    });
    if (free) found.add(port);
  }
  throw new ServerProblem(`Too few ports between ${STEADY.from} and ${STEADY.below} are free: end programs that hold them.`);
}

/** Whether a port can be listened on, on all addresses of this machine and on 127.0.0.1. Rejects on any other failure. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const address of ['0.0.0.0', host]) {
    const free = await new Promise<boolean>((resolve, reject) => {
      const server = createServer();
      server.once('error', (error) => (errorCode(error) === 'EADDRINUSE' ? resolve(false) : reject(error)));
      server.listen(port, address, () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}

/** Whether something accepts TCP connections at this port of 127.0.0.1 now. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => { socket.destroy(); resolve(false); });
  });
}

/**
 * Asks `ready` every `everyMs` until it answers true. Answers false when `withinMs` have gone by or `given up` is
 * already true (the process died); an error of `ready` is passed on.
 */
export async function until(ready: () => Promise<boolean>, withinMs: number, gaveUp: () => boolean, everyMs = 25): Promise<boolean> {
  const end = Date.now() + withinMs;
  while (!gaveUp()) {
    if (await ready()) return true;
    if (Date.now() > end) return false;
    await sleep(everyMs);
  }
  return false;
}
