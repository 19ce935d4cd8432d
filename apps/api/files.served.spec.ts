import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { peopleSql } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

let service: Service;
let files: string;
beforeAll(async () => {
  service = await Service.start(peopleSql);
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase });
  files = `/api/cases/${String(opened.body.caseId)}/files`;
});
afterAll(async () => { await service.stop(); });

const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(6_000_000)]);
const sha256 = createHash('sha256').update(photo).digest('hex');
const begin = (more: object = {}): Promise<Answer> => service.ask('POST', files, { as: 'zhang.wei', body: { purpose: 'service-photo', mediaType: 'image/jpeg', bytes: photo.length, party: 'p1', ...more } });
const send = (address: string, offset: number, raw: Buffer, as = 'zhang.wei'): Promise<Answer> => service.ask('PATCH', address, { as, raw, headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) } });

describe('files', () => {
  it('arrive in parts, go on at the known offset, and stand in the record by their hash', async () => {
    const begun = await begin();
    expect(begun).toMatchObject({ status: 201, headers: { 'upload-offset': '0' }, body: { status: 'open', received: 0 } });
    const address = String(begun.headers.location);
    expect(await send(address, 0, photo.subarray(0, 2_500_000))).toMatchObject({ status: 204, headers: { 'upload-offset': '2500000' } });
    expect(await send(address, 7, photo.subarray(7, 100))).toMatchObject({ status: 409, headers: { 'upload-offset': '2500000' }, body: { type: '/api/problems/conflict' } });
    expect(await service.ask('HEAD', address, { as: 'zhang.wei' })).toMatchObject({ status: 200, headers: { 'upload-offset': '2500000', 'upload-length': String(photo.length) } });
    expect(await service.ask('POST', `${address}/complete`, { as: 'zhang.wei', body: { sha256 } })).toMatchObject({ status: 409, body: { type: '/api/problems/conflict' } });
    expect(await send(address, 2_500_000, photo.subarray(2_500_000))).toMatchObject({ status: 204, headers: { 'upload-offset': String(photo.length) } });
    expect(await service.ask('POST', `${address}/complete`, { as: 'zhang.wei', body: {} })).toMatchObject({ status: 422, body: { errors: [{ field: 'sha256', rule: 'required' }] } });
    const done = await service.ask('POST', `${address}/complete`, { as: 'zhang.wei', body: { sha256 } });
    expect(done).toMatchObject({ status: 200, body: { events: [{ type: 'fileAttached' }] } });
    const whole = await service.ask('GET', address, { as: 'zhang.wei' });
    expect(whole.status).toBe(200);
    expect(createHash('sha256').update(whole.bytes).digest('hex')).toBe(sha256);
    const range = await service.ask('GET', address, { as: 'zhang.wei', headers: { range: 'bytes=100-199' } });
    expect(range).toMatchObject({ status: 206, headers: { 'content-range': `bytes 100-199/${photo.length}` } });
    expect(range.bytes.equals(photo.subarray(100, 200))).toBe(true);
    expect(await service.ask('GET', address, { as: 'zhang.wei', headers: { range: 'bytes=99999999-' } })).toMatchObject({ status: 416 });
    expect(await service.ask('GET', files, { as: 'zhang.wei' })).toMatchObject({ body: { items: [{ status: 'complete', sha256, entered: true }] } });
  });

  it('are refused by type, size, content and hash', async () => {
    expect(await begin({ mediaType: 'text/html' })).toMatchObject({ status: 422, body: { errors: [{ field: 'mediaType' }] } });
    expect(await begin({ bytes: 60_000_000 })).toMatchObject({ status: 413, body: { errors: [{ field: 'bytes' }] } });
    expect(await begin({ bytes: 0 })).toMatchObject({ status: 422, body: { errors: [{ field: 'bytes', rule: 'minimum' }] } });
    expect(await begin({ purpose: '张三的照片' })).toMatchObject({ status: 422, body: { errors: [{ field: 'purpose' }] } });
    expect(await begin({ party: 'p7' })).toMatchObject({ status: 404 });
    const other = String((await begin({ bytes: 20 })).headers.location);
    expect(await send(other, 0, Buffer.from('<html>not a photo</>'))).toMatchObject({ status: 415 });
    expect(await service.ask('GET', other, { as: 'zhang.wei' })).toMatchObject({ status: 410 });
    const long = String((await begin({ bytes: 20 })).headers.location);
    expect(await send(long, 0, photo.subarray(0, 30))).toMatchObject({ status: 413 });
    expect(await service.ask('PATCH', long, { as: 'zhang.wei', body: {} })).toMatchObject({ status: 415 });
    expect(await service.ask('PATCH', long, { as: 'zhang.wei', raw: 'x', headers: { 'content-type': 'application/offset+octet-stream' } })).toMatchObject({ status: 400, body: { errors: [{ field: 'Upload-Offset' }] } });
    const hashed = String((await begin({ bytes: 20 })).headers.location);
    await send(hashed, 0, photo.subarray(0, 20));
    expect(await service.ask('POST', `${hashed}/complete`, { as: 'zhang.wei', body: { sha256 } })).toMatchObject({ status: 422, body: { errors: [{ field: 'sha256', rule: 'otherHash' }] } });
  });

  it('of another office cannot be seen, sent or completed', async () => {
    const address = String((await begin()).headers.location);
    expect(await service.ask('HEAD', address, { as: 'sun.li' })).toMatchObject({ status: 404 });
    expect(await service.ask('GET', address, { as: 'sun.li' })).toMatchObject({ status: 404 });
    expect(await send(address, 0, photo.subarray(0, 10), 'sun.li')).toMatchObject({ status: 404 });
    expect(await service.ask('POST', `${address}/complete`, { as: 'sun.li', body: { sha256 } })).toMatchObject({ status: 404 });
    expect(await service.ask('GET', files, { as: 'sun.li' })).toMatchObject({ status: 404 });
    expect(await service.ask('POST', files, { as: 'sun.li', body: { purpose: 'x', mediaType: 'image/jpeg', bytes: 10 } })).toMatchObject({ status: 404 });
  });

  it('of a colleague cannot be seen, sent or completed until they are entered; then everybody of the office reads them', async () => {
    const small = photo.subarray(0, 50);
    const hash = createHash('sha256').update(small).digest('hex');
    const begun = await begin({ bytes: small.length });
    const address = String(begun.headers.location);
    await send(address, 0, small);
    const listed = async (as: string) => ((await service.ask('GET', files, { as })).body.items as { fileId: string }[]).some(({ fileId }) => fileId === begun.body.fileId);
    expect([await listed('zhang.wei'), await listed('li.na')]).toEqual([true, false]);
    for (const method of ['HEAD', 'GET', 'DELETE'] as const) expect(await service.ask(method, address, { as: 'li.na' })).toMatchObject({ status: 404 });
    expect(await service.ask('POST', `${address}/complete`, { as: 'li.na', body: { sha256: hash } })).toMatchObject({ status: 404 });
    expect(await service.ask('POST', `${address}/complete`, { as: 'zhang.wei', body: { sha256: hash } })).toMatchObject({ status: 200 });
    expect((await service.ask('GET', address, { as: 'li.na' })).bytes.equals(small)).toBe(true);
    expect(await service.ask('DELETE', address, { as: 'zhang.wei' })).toMatchObject({ status: 409 });
  });

  it('are given up by their uploader, and no more than 20 wait in a case', async () => {
    const addresses: string[] = [];
    for (;;) {
      const begun = await begin({ bytes: 20 });
      if (begun.status !== 201) {
        expect(begun).toMatchObject({ status: 409, body: { type: '/api/problems/conflict', detail: expect.stringContaining('20个') } });
        break;
      }
      addresses.push(String(begun.headers.location));
    }
    expect(addresses.length).toBeLessThanOrEqual(20);
    for (const address of addresses) expect(await service.ask('DELETE', address, { as: 'zhang.wei' })).toMatchObject({ status: 204 });
    expect(await begin({ bytes: 20 })).toMatchObject({ status: 201 });
  });

  it('are not taken by a closed case, at the beginning, in the middle or at the end', async () => {
    const waiting = String((await begin({ bytes: 20 })).headers.location);
    const whole = String((await begin({ bytes: 50 })).headers.location);
    await send(whole, 0, photo.subarray(0, 50));
    const caseId = String(files.split('/')[3]);
    const closed = await service.ask('POST', `/api/cases/${caseId}/close`, { as: 'liu.yang', body: { closing: 'notFiled', on: '2025-03-03', reason: '没有管辖权。' } });
    expect(closed.status).toBe(200);
    const blocked = { status: 409, body: { type: '/api/problems/blocked', blockers: [{ code: 'caseClosed' }] } };
    expect(await begin({ bytes: 20 })).toMatchObject(blocked);
    expect(await send(waiting, 0, photo.subarray(0, 20))).toMatchObject(blocked);
    expect(await service.ask('POST', `${whole}/complete`, { as: 'zhang.wei', body: { sha256: createHash('sha256').update(photo.subarray(0, 50)).digest('hex') } })).toMatchObject(blocked);
  });
});
