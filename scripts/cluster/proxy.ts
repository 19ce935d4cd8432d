/** A small reverse proxy before several APIs, as docker/proxy/nginx.conf has one: in turn, and to the next where one is away. */
import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { errorCode, ServerProblem } from '../servers/server-problem.ts';

export interface ProxyOrder {
  /** Port on 127.0.0.1; 0: a free one. */
  readonly port: number;
  /** Ports of the APIs on 127.0.0.1. */
  readonly upstreams: readonly number[];
  /** How long one API is waited for until it begins to answer, in milliseconds. */
  readonly patience?: number;
}

export interface Proxy {
  /** `http://127.0.0.1:3000` */
  readonly address: string;
  stop(): Promise<void>;
}

/** As `client_max_body_size` and `proxy_read_timeout` of production. */
const LARGEST_BODY = 32 * 1024 * 1024;
const PATIENCE = 65_000;

/** What belongs to one connection only (RFC 9110, 7.6.1). */
const OF_ONE_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect']);

/** Starts the proxy. Throws ServerProblem where the port cannot be had. */
export async function startProxy({ port, upstreams, patience = PATIENCE }: ProxyOrder): Promise<Proxy> {
  let turn = 0;
  const server = createServer((from, to) => {
    const first = turn;
    turn = (turn + 1) % upstreams.length;
    void pass(from, to, upstreams.map((_, n) => upstreams[(first + n) % upstreams.length] ?? 0), patience);
  });
  await listen(server, port);
  const address = server.address();
  const at = typeof address === 'object' && address !== null ? address.port : port;
  return {
    address: `http://127.0.0.1:${at}`,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      // Streams stay open for ever.
      server.closeAllConnections();
    }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new ServerProblem(`The proxy may not listen on port ${port} (${errorCode(error) ?? 'refused'}): choose another with --port N.`)));
    server.listen(port, '127.0.0.1', resolve);
  });
}

/**
 * One request. Its body is held until it is whole, so that it can be given to the next API where one cannot be reached or
 * dies before it answers: a command carries its idempotency key, so a second API knows what the first has done.
 */
async function pass(from: IncomingMessage, to: ServerResponse, upstreams: readonly number[], patience: number): Promise<void> {
  const body = await wholeBody(from);
  if (body === 'left') return;
  if (body === 'tooLarge') {
    refuse(to, 413, 'Content Too Large', 'The body is larger than 32 MiB.');
    return;
  }
  for (const port of upstreams) {
    const answer = await ask(from, to, body, { port, patience });
    if (to.destroyed) { answer?.destroy(); return; }
    if (answer === null) continue;
    to.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedOn(answer.headers));
    // A stream of events has its headers at once, and each event when it comes.
    to.flushHeaders();
    // An API that dies in the middle cuts the caller off, and a caller who leaves ends the API's answer.
    pipeline(answer, to, () => undefined);
    return;
  }
  refuse(to, 502, 'Bad Gateway', 'No API can be reached.');
}

/** The answer of one API, from its headers on; null where there is none. */
function ask(from: IncomingMessage, to: ServerResponse, body: Buffer, { port, patience }: { port: number; patience: number }): Promise<IncomingMessage | null> {
  return new Promise((resolve) => {
    const headers = passedOn(from.headers);
    // Replaced, not added to: the limits of the party's door count this address.
    headers['x-forwarded-for'] = from.socket.remoteAddress ?? '';
    headers['x-forwarded-proto'] = 'http';
    if (body.length > 0 || from.headers['transfer-encoding'] !== undefined) headers['content-length'] = body.length;
    // A connection of its own: one that was kept may have been closed by the API a moment ago.
    const asked = request({ host: '127.0.0.1', port, agent: false, method: from.method ?? 'GET', path: from.url ?? '/', headers });
    const late = setTimeout(() => asked.destroy(new Error('The API did not answer in time.')), patience);
    const leave = (): void => { asked.destroy(); };
    to.once('close', leave);
    const settle = (answer: IncomingMessage | null): void => {
      clearTimeout(late);
      to.off('close', leave);
      resolve(answer);
    };
    asked.once('response', settle);
    // Refused, reset or too late; after the answer has begun the pipeline hears of it.
    asked.on('error', () => settle(null));
    asked.end(body);
  });
}

async function wholeBody(from: IncomingMessage): Promise<Buffer | 'tooLarge' | 'left'> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of from as AsyncIterable<Buffer>) {
      length += part.length;
      // Read to its end, or the caller would be cut off before the answer.
      if (length > LARGEST_BODY) parts.length = 0;
      else parts.push(part);
    }
  } catch {
    // The caller went away in the middle of its own request: there is nobody to answer.
    return 'left';
  }
  return length > LARGEST_BODY ? 'tooLarge' : Buffer.concat(parts, length);
}

/** Headers without those of one connection, and without those that `Connection` itself names. */
function passedOn(headers: IncomingMessage['headers']): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_CONNECTION.has(name) && !named.includes(name)));
}

function refuse(to: ServerResponse, status: number, title: string, detail: string): void {
  if (to.destroyed) return;
  to.writeHead(status, { 'content-type': 'application/problem+json', connection: 'close' });
  to.end(JSON.stringify({ type: 'about:blank', title, status, detail }));
}
