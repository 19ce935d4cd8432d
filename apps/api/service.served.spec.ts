import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type AddressInfo } from 'node:net';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Validator } from '@seriousme/openapi-schema-validator';
import { peopleSql } from './testing/people.ts';
import { Service } from './testing/service.ts';

let service: Service;
beforeAll(async () => { service = await Service.start(peopleSql); });
afterAll(async () => { await service.stop(); });

describe('health and the document', () => {
  it('is live and ready, and says it is a training instance', async () => {
    const live = await service.ask('GET', '/api/health/live');
    expect(live).toMatchObject({ status: 200, body: { instance: 'training', status: 'live' } });
    expect(live.headers['anjuan-instance']).toBe('TRAINING');
    expect(await service.ask('GET', '/api/health/ready')).toMatchObject({ status: 200, body: { legalClock: { mode: 'stepped', at: '2025-03-02T16:00:00.000Z' } } });
  });

  it('serves a valid OpenAPI 3.1 document and a page to browse it', async () => {
    const { body } = await service.ask('GET', '/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(await new Validator().validate(body)).toMatchObject({ valid: true });
    // Every command's body has an example, and the one that opens a case opens one.
    const { paths, components } = body as unknown as { paths: Record<string, { post?: { requestBody?: { content: Record<string, { schema?: { $ref?: string } }> } } }>; components: { schemas: Record<string, { example?: object }> } };
    for (const [path, { post }] of Object.entries(paths)) {
      const name = post?.requestBody?.content['application/json']?.schema?.$ref?.split('/').at(-1);
      if (name !== undefined) expect({ path, example: components.schemas[name]?.example }).toEqual({ path, example: expect.anything() });
    }
    // An example is as its schema says.
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(body, 'document');
    const shown = Object.entries(components.schemas).filter(([, { example }]) => example !== undefined);
    expect(shown.length).toBeGreaterThan(15);
    for (const [name, { example }] of shown) expect({ name, valid: ajv.compile({ $ref: `document#/components/schemas/${name}` })(example) }).toEqual({ name, valid: true });
    expect(await service.ask('POST', '/api/cases', { as: 'xu.lei', body: components.schemas['OpenCase']?.example })).toMatchObject({ status: 201 });
    const page = await service.ask('GET', '/api/docs');
    expect(page.status).toBe(200);
    expect(page.text).toContain('swagger');
  });
});

describe('signing in', () => {
  it('knows the person, the office and the roles', async () => {
    expect(await service.ask('GET', '/api/me', { as: 'zhang.wei' })).toMatchObject({ status: 200, body: { displayName: '张伟', officeId: 'mianyang', roles: ['officer'], offices: ['mianyang'] } });
    expect(await service.ask('GET', '/api/me', { as: 'zhou.tao' })).toMatchObject({ body: { offices: ['mian-legal', 'mianyang', 'wuhou'] } });
  });

  it('refuses nobody, a wrong password, a broken token and a person without a post', async () => {
    const nobody = await service.ask('GET', '/api/me', { headers: { 'accept-language': 'en' } });
    expect(nobody).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' }, body: { type: '/api/problems/unauthenticated', title: 'Not signed in', instance: '/api/me' } });
    expect(await service.ask('POST', '/dev/issuer/token', { body: { username: 'zhang.wei', password: 'Demo' } })).toMatchObject({ status: 401 });
    expect(await service.ask('GET', '/api/me', { headers: { authorization: 'Bearer a.b.c' } })).toMatchObject({ status: 401, body: { detail: '令牌无效。' } });
    expect(await service.ask('GET', '/api/me', { as: 'no.post' })).toMatchObject({ status: 403 });
  });
});

describe('bad input', () => {
  it.each([
    ['malformed JSON', { raw: '{"username":' }, 400, 'malformed'],
    ['an empty body', { raw: '' }, 400, 'malformed'],
    ['an unknown field', { body: { username: 'a', password: 'b', admin: true } }, 422, 'validation'],
    ['a missing field', { body: { username: 'a' } }, 422, 'validation'],
    ['a wrong type', { body: { username: 7, password: 'b' } }, 422, 'validation'],
    ['a list instead of an object', { body: [] }, 422, 'validation'],
    ['a NUL character', { body: { username: 'a\u0000', password: 'b' } }, 422, 'validation'],
    ['half of a character', { raw: '{"username":"\\ud800","password":"b"}' }, 422, 'validation'],
    ['a prototype', { raw: '{"__proto__":{"x":1},"username":"a","password":"b"}' }, 400, 'malformed'],
    ['deep nesting', { raw: `{"username":${'['.repeat(20_000)}${']'.repeat(20_000)}}` }, 422, 'validation'],
    ['a number without end', { raw: '{"username":1e999,"password":"b"}' }, 422, 'validation'],
    ['an oversized body', { raw: JSON.stringify({ username: 'a'.repeat(1_100_000), password: 'b' }) }, 413, 'tooLarge'],
    ['another media type', { raw: 'username=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'unsupportedMediaType'],
  ])('answers a problem to %s', async (_, request, status, kind) => {
    const answer = await service.ask('POST', '/dev/issuer/token', request);
    expect(answer).toMatchObject({ status, body: { type: `/api/problems/${kind}`, status, training: true } });
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('names the unknown field and the rule in the language asked for', async () => {
    const body = { username: 'a', password: 'b', admin: true };
    expect((await service.ask('POST', '/dev/issuer/token', { body, headers: { 'accept-language': 'en-GB,zh;q=0.5' } })).body.errors).toEqual([{ field: 'admin', rule: 'unknownField', message: 'There is no such field.' }]);
    expect((await service.ask('POST', '/dev/issuer/token', { body })).body.errors).toEqual([{ field: 'admin', rule: 'unknownField', message: '没有这一字段。' }]);
  });

  it('says which methods an address takes', async () => {
    expect(await service.ask('PUT', '/api/cases')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, POST' }, body: { type: '/api/problems/methodNotAllowed', status: 405, training: true } });
    expect(await service.ask('DELETE', '/api/cases/x/steps/y?z=1', { headers: { 'accept-language': 'en' } })).toMatchObject({ status: 405, headers: { allow: 'POST' }, body: { detail: 'This address takes POST.' } });
  });

  it('answers a problem to an unknown address and a broken one', async () => {
    expect(await service.ask('GET', '/api/nothing')).toMatchObject({ status: 404, body: { type: '/api/problems/notFound' } });
    expect(await service.ask('GET', '/api/%zz')).toMatchObject({ status: 400, body: { type: '/api/problems/malformed' } });
  });
});

describe('the proof of a day', () => {
  it('is made for a day that is over, once, and kept', async () => {
    for (const as of ['zhang.wei', 'liu.yang']) expect({ as, ...await service.ask('GET', '/api/proofs/2025-03-02', { as }) }).toMatchObject({ as, status: 403, body: { type: '/api/problems/forbidden' } });
    const [first, second] = await Promise.all(['zhou.tao', 'wu.jun'].map((as) => service.ask('GET', '/api/proofs/2025-03-02', { as })));
    expect(first).toMatchObject({ status: 200, body: { date: '2025-03-02', cases: 0, causes: {}, differences: [], storedCompared: false } });
    expect(second?.body).toEqual(first?.body);
    expect((await service.ask('GET', '/api/proofs/2025-03-02', { as: 'zhang.wei' })).body.madeAt).toBe(first?.body.madeAt);
  });

  it('names the field for a day that is not over or does not exist', async () => {
    for (const [date, rule] of [['2025-03-03', 'past'], ['2026-01-01', 'past'], ['2026-02-30', 'date'], ['yesterday', 'date']]) {
      expect(await service.ask('GET', `/api/proofs/${date}`, { as: 'zhang.wei' })).toMatchObject({ status: 422, body: { errors: [{ field: 'date', rule }] } });
    }
  });
});

/** Sends bytes on a connection of their own and reads the answer to its end. */
const sent = (text: string): Promise<{ status: number; head: string; body: Record<string, unknown> }> => new Promise((resolve, reject) => {
  const { port } = service.app.getHttpServer().address() as AddressInfo;
  let answer = '';
  const socket = connect(port, '127.0.0.1', () => { socket.write(text); });
  socket.on('data', (part) => { answer += part.toString('utf8'); });
  socket.on('error', reject);
  socket.on('end', () => {
    socket.destroy();
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    resolve({ status: Number(head.split(' ')[1]), head, body: JSON.parse(body) as Record<string, unknown> });
  });
});

describe('what cannot be read as HTTP', () => {
  it('is a problem too: an address of 20,000 or 200,000 characters, and bytes that are no request', async () => {
    await service.app.listen(0, '127.0.0.1');
    for (const length of [20_000, 200_000]) {
      const long = await sent(`GET /api/me?q=${'x'.repeat(length)} HTTP/1.1\r\nHost: a\r\nAccept-Language: en\r\n\r\n`);
      expect(long).toMatchObject({ status: 431, head: expect.stringContaining('content-type: application/problem+json'), body: { type: '/api/problems/headersTooLarge', status: 431, instance: '/', training: true } });
    }
    expect(await sent(`GET /api/me HTTP/1.1\r\nHost: a\r\nAccept-Language: en\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatchObject({ status: 431, body: { title: 'Address or headers too long' } });
    expect(await sent('HELLO\r\n\r\n')).toMatchObject({ status: 400, body: { type: '/api/problems/malformed', title: '请求格式错误' } });
    expect(await service.ask('GET', '/api/problems/headersTooLarge')).toMatchObject({ status: 200, body: { status: 431 } });
  });
});
