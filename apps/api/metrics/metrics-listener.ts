/** `GET /metrics` on an address of its own, so that a proxy in front of the API never serves it. Off unless it is configured. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { spanCounts } from '#traces';
import { logLine } from '../http/log.ts';
import { CONTENT_TYPE, Durations, exposition, type Family } from './exposition.ts';
import { recordFigures } from './record-figures.ts';

/** Durations of answered requests by route of the OpenAPI document, never by the address that was asked. */
function timeAnswers(fastify: Pick<FastifyInstance, 'addHook'>): Durations {
  const answers = new Durations('anjuan_http_request_seconds', 'Time from a request to its answer, by method, route and status.');
  fastify.addHook('onResponse', (request, reply, done) => {
    answers.observe({ method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    done();
  });
  return answers;
}

/** Begins to measure; the answer listens and is closed with the API. `address`: `host:port`. */
export function meter(fastify: Pick<FastifyInstance, 'addHook'>, source: () => DataSource, address: string): () => Promise<void> {
  const answers = timeAnswers(fastify);
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('GET /metrics\n');
      return;
    }
    void answer(response, async () => {
      const text = await scrape(source(), answers, delay.percentile(99) / 1e9);
      delay.reset();
      return text;
    });
  });
  fastify.addHook('onClose', async () => {
    delay.disable();
    await closed(server);
  });
  const at = address.lastIndexOf(':');
  return async () => {
    server.listen({ host: address.slice(0, at), port: Number(address.slice(at + 1)) });
    await once(server, 'listening');
  };
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

async function answer(response: ServerResponse, write: () => Promise<string>): Promise<void> {
  try {
    const text = await write();
    response.writeHead(200, { 'content-type': CONTENT_TYPE }).end(text);
  } catch (error) {
    logLine('error', 'metrics failed', { error: error instanceof Error ? error.message : String(error) });
    response.writeHead(500, { 'content-type': 'text/plain' }).end('the metrics cannot be written\n');
  }
}

const own = (name: string, help: string, value: number): Family => ({ name, type: 'gauge', help, samples: [{ value }] });

/** Where traces are on: how many spans the collector took, and how many were lost. */
function spanFigures(): Family[] {
  const counts = spanCounts();
  return counts === null ? [] : [{ name: 'anjuan_trace_spans_total', type: 'counter', help: 'Spans by what became of them.', samples: [{ labels: { outcome: 'exported' }, value: counts.exported }, { labels: { outcome: 'dropped' }, value: counts.dropped }] }];
}

/** Where PostgreSQL does not answer, the rest is told and `anjuan_record_reachable` is 0. */
async function scrape(source: DataSource, answers: Durations, loopDelay: number): Promise<string> {
  const record = await recordFigures(source).catch((error: unknown) => {
    logLine('error', 'the record gave no figures', { error: error instanceof Error ? error.message : String(error) });
    return [];
  });
  return exposition([
    own('anjuan_record_reachable', 'Whether PostgreSQL answered this scrape.', record.length === 0 ? 0 : 1), ...record, answers.family(), ...spanFigures(),
    own('process_resident_memory_bytes', 'Memory of the process.', process.memoryUsage.rss()),
    own('process_start_time_seconds', 'When the process began.', performance.timeOrigin / 1000),
    own('nodejs_eventloop_lag_p99_seconds', 'Delay of the event loop since the last scrape.', loopDelay),
  ]);
}
