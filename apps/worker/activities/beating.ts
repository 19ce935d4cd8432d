import { Context } from '@temporalio/activity';

/** Milliseconds between two signs of life, well under the heartbeat timeouts of `timeouts.ts`. */
const BEAT = 5_000;

/**
 * Says while work goes on that this worker is alive: when it dies, its page is given to another after the heartbeat timeout,
 * not after the longest time a page may take.
 */
export async function beating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => { context.heartbeat(); }, BEAT);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
