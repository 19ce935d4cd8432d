/** Clients that ask an API over kept-alive connections: each sends its next request when the last is answered, or at a fixed rate. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile, rounded, type Figure } from './figures.ts';

export interface Ask { method: 'GET' | 'POST'; path: string; token: string | null; body?: unknown; key?: string }
export interface Answer { status: number; body: string }

/** One HTTP/1.1 service, asked by many clients. */
export class Target {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256 });
  private readonly at: { hostname: string; port: string };

  constructor(address: string) {
    const { hostname, port } = new URL(address);
    this.at = { hostname, port };
  }

  ask({ method, path, token, body, key }: Ask): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request({
        ...this.at, path, method, agent: this.agent,
        headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(key === undefined ? {} : { 'idempotency-key': key }), ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }) },
      }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }));
        answer.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }

  close(): void { this.agent.destroy(); }
}

export interface Load { seconds: number; latencies: number[]; /** What did not end as it should, each a sentence; the first twenty. */ wrong: string[] }

/** `clients` clients do `work` one after the other until `many` have been done. `work` answers a sentence when something is wrong. */
export async function closedLoop(clients: number, many: number, work: (n: number) => Promise<string | null>): Promise<Load> {
  const latencies: number[] = [];
  const wrong: string[] = [];
  let next = 0;
  const from = performance.now();
  await Promise.all(Array.from({ length: clients }, async () => {
    for (let n = next; n < many; n = next) {
      next += 1;
      const began = performance.now();
      const trouble = await work(n);
      latencies.push(performance.now() - began);
      if (trouble !== null && wrong.length < 20) wrong.push(trouble);
    }
  }));
  return { seconds: (performance.now() - from) / 1000, latencies, wrong };
}

/** Starts `work` at a fixed rate for some seconds, whatever the answers take; waits for the last. Latency counts from the planned start. */
export async function openLoop(perSecond: number, seconds: number, work: (n: number) => Promise<string | null>): Promise<Load> {
  const latencies: number[] = [];
  const wrong: string[] = [];
  const many = Math.round(perSecond * seconds);
  const under: Promise<void>[] = [];
  const one = async (n: number, planned: number): Promise<void> => {
    const trouble = await work(n);
    latencies.push(performance.now() - planned);
    if (trouble !== null && wrong.length < 20) wrong.push(trouble);
  };
  const from = performance.now();
  for (let n = 0; n < many; n += 1) {
    const planned = from + (n * 1000) / perSecond;
    const wait = planned - performance.now();
    if (wait > 1) await sleep(wait);
    under.push(one(n, planned));
  }
  await Promise.all(under);
  return { seconds: (performance.now() - from) / 1000, latencies, wrong };
}

/** Median, 99th percentile and rate of a load, named. */
export function figuresOf(name: string, { seconds, latencies }: Load): Figure[] {
  return [
    { name: `${name}: p50`, value: rounded(percentile(latencies, 50)), unit: 'ms' }, { name: `${name}: p99`, value: rounded(percentile(latencies, 99)), unit: 'ms' },
    { name, value: rounded(latencies.length / seconds), unit: 'per second' },
  ];
}
