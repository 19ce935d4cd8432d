import { describe, expect, it } from '@jest/globals';
import type { WorkflowInterceptors } from '@temporalio/workflow';
import { traceHeader } from '#contracts';
import { interceptors } from './traces.ts';

type Headers = Record<string, unknown>;
type Method = (input: { headers?: Headers; attempt?: number }, next: (input: { headers?: Headers }) => Promise<unknown>) => Promise<unknown>;

const call = (of: object | undefined, method: string, input: { headers?: Headers; attempt?: number }, next: (input: { headers?: Headers }) => Promise<unknown>): Promise<unknown> =>
  (Reflect.get(of ?? {}, method) as Method)(input, next);

/** The interceptors as the SDK calls them, for one process. */
function process() {
  const { inbound: [inbound], outbound: [outbound] } = interceptors() as Required<WorkflowInterceptors>;
  const sent = async (method: string, attempt = 1): Promise<unknown> => {
    let headers: Headers | undefined;
    await call(outbound, method, { headers: { own: 1 }, attempt }, (input) => {
      headers = input.headers;
      return Promise.resolve();
    });
    expect(headers).toHaveProperty('own', 1);
    return headers?.[traceHeader];
  };
  return {
    sent,
    starts: (trace?: string) => call(inbound, 'execute', { headers: trace === undefined ? {} : { [traceHeader]: trace } }, () => Promise.resolve()),
    isWoken: (trace?: string) => call(inbound, 'handleSignal', { headers: trace === undefined ? {} : { [traceHeader]: trace } }, () => Promise.resolve()),
    sleeps: (timer: Promise<void>) => call(outbound, 'startTimer', {}, () => timer),
  };
}

describe('the trace of a wake', () => {
  it('is handed on to activities of both kinds and to the next run, until another wake comes', async () => {
    const one = process();
    expect(await one.sent('scheduleActivity')).toBeUndefined();
    await one.starts('first');
    expect([await one.sent('scheduleActivity'), await one.sent('scheduleLocalActivity'), await one.sent('continueAsNew')]).toEqual(['first', 'first', 'first']);
    await one.isWoken('second');
    expect(await one.sent('scheduleLocalActivity')).toBe('second');
    await one.isWoken();
    expect(await one.sent('scheduleLocalActivity')).toBeUndefined();
    expect(await process().sent('scheduleActivity')).toBeUndefined();
  });

  it('ends with the next timer that ends, and not with one that is cancelled by a wake', async () => {
    const one = process();
    await one.starts('first');
    await one.sleeps(Promise.reject(new Error('cancelled'))).catch(() => undefined);
    expect(await one.sent('scheduleActivity')).toBe('first');
    await one.sleeps(Promise.resolve());
    expect(await one.sent('scheduleActivity')).toBeUndefined();
    // What failed before the timer and is tried again after it goes on where it was.
    expect([await one.sent('scheduleLocalActivity'), await one.sent('scheduleLocalActivity', 2)]).toEqual([undefined, 'first']);
  });

  it('gives the promises of the SDK back as they are: the order of what a process does stays as it was recorded', async () => {
    const timer = Promise.resolve();
    const one = process();
    expect(one.sleeps(timer)).toBe(timer);
    await timer;
  });
});
