import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startProxy, type Proxy } from './proxy.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const close of open.splice(0).toReversed()) await close(); });

async function api(listener: RequestListener): Promise<number> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  open.push(() => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }));
  return (server.address() as AddressInfo).port;
}

async function before(upstreams: readonly number[], patience = 60_000): Promise<Proxy> {
  const proxy = await startProxy({ port: 0, upstreams, patience });
  open.push(() => proxy.stop());
  return proxy;
}

async function bodyOf(from: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of from as AsyncIterable<Buffer>) text += part.toString('utf8');
  return text;
}

/** A port that only the system itself could listen on, and nobody does. */
const AWAY = 1;

const nothing = (): void => undefined;
const named = (name: string): RequestListener => (_from, to) => { to.end(name); };
const textOf = async (address: string): Promise<string> => (await fetch(address)).text();

describe('the proxy before two APIs', () => {
  it('asks them in turn', async () => {
    const { address } = await before([await api(named('one')), await api(named('two'))]);
    expect([await textOf(address), await textOf(address), await textOf(address), await textOf(address)]).toEqual(['one', 'two', 'one', 'two']);
  });

  it('gives a command with its body and its key to the other where one cannot be reached', async () => {
    const seen: string[] = [];
    const living = await api((from, to) => void bodyOf(from).then((text) => { seen.push(`${from.method} ${from.url} ${String(from.headers['idempotency-key'])} ${text}`); return to.writeHead(201).end(); }));
    const { address } = await before([AWAY, living]);
    for (let time = 0; time < 2; time += 1) {
      const { status } = await fetch(`${address}/api/cases?a=b`, { method: 'POST', body: '{"on":"2025-03-03"}', headers: { 'idempotency-key': `k${time}` } });
      expect(status).toBe(201);
    }
    expect(seen).toEqual(['POST /api/cases?a=b k0 {"on":"2025-03-03"}', 'POST /api/cases?a=b k1 {"on":"2025-03-03"}']);
  });

  it.each<[string, RequestListener, number]>([
    ['dies before it answers', (from) => { from.socket.destroy(); }, 60_000],
    ['does not answer in time', () => undefined, 4_000],
  ])('gives a command to the other where one %s', async (_how, away, patience) => {
    const { address } = await before([await api(away), await api((from, to) => void bodyOf(from).then((text) => to.end(text)))], patience);
    expect(await (await fetch(address, { method: 'POST', body: 'whole' })).text()).toBe('whole');
  });

  it('says so where none can be reached', async () => {
    const answer = await fetch((await before([AWAY, AWAY])).address);
    expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toEqual([502, 'application/problem+json', { type: 'about:blank', title: 'Bad Gateway', status: 502, detail: 'No API can be reached.' }]);
  });

  it('passes answers on as they are: status, headers, several cookies', async () => {
    const { address } = await before([await api((_from, to) => { to.writeHead(409, { 'content-type': 'application/problem+json', etag: '"7"', 'set-cookie': ['a=1', 'b=2'] }).end('{}'); })]);
    const answer = await fetch(address);
    expect([answer.status, answer.headers.get('etag'), answer.headers.getSetCookie(), await answer.text()]).toEqual([409, '"7"', ['a=1', 'b=2'], '{}']);
  });

  it('names the address of the caller, whatever the caller says of it', async () => {
    const { address } = await before([await api((from, to) => { to.end(JSON.stringify([from.headers['x-forwarded-for'], from.headers.host])); })]);
    expect(await (await fetch(address, { headers: { 'x-forwarded-for': '10.1.2.3' } })).json()).toEqual(['127.0.0.1', new URL(address).host]);
  });

  it('passes a stream of events on event by event, and ends it for the API when the caller leaves', async () => {
    let left = nothing;
    const hasLeft = new Promise<void>((resolve) => { left = resolve; });
    let tell: (text: string) => void = nothing;
    const { address } = await before([await api((_from, to) => {
      to.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      tell = (text) => { to.write(text); };
      to.once('close', left);
    })]);
    const leaving = new AbortController();
    // The headers come before the first event does.
    const answer = await fetch(address, { signal: leaving.signal });
    const reader = answer.body!.getReader();
    for (const event of ['data: one\n\n', 'data: two\n\n']) {
      tell(event);
      // Nothing more is written until this event has come through.
      expect(Buffer.from((await reader.read()).value ?? []).toString('utf8')).toBe(event);
    }
    leaving.abort();
    await hasLeft;
  });

  it('cuts the caller off where an API dies in the middle of its answer', async () => {
    const { address } = await before([await api((from, to) => { to.writeHead(200, { 'content-length': '100' }); to.write('half', () => from.socket.destroy()); })]);
    await expect(textOf(address)).rejects.toThrow();
  });

  it('refuses a body that production would refuse too', async () => {
    const { address } = await before([await api(named('never'))]);
    const { status } = await fetch(address, { method: 'POST', body: new Uint8Array(33 * 1024 * 1024) });
    expect(status).toBe(413);
  });

  it('does not stumble over a caller who leaves in the middle of a request', async () => {
    const { address } = await before([await api(named('one'))]);
    const caller = connect(Number(new URL(address).port), '127.0.0.1');
    await new Promise<void>((resolve) => { caller.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nhalf', () => resolve()); });
    caller.destroy();
    expect(await textOf(address)).toBe('one');
  });

  it('says in one sentence that its port is taken', async () => {
    const port = await api(named('another'));
    await expect(startProxy({ port, upstreams: [1] })).rejects.toThrow(`The proxy may not listen on port ${port} (EADDRINUSE): choose another with --port N.`);
  });
});
