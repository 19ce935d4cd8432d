import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { openFileStorage } from './open-file-storage.ts';
import { S3Bucket } from './s3-bucket.ts';
import { accessKeyId, secretAccessKey, SignatureCheckingBucket } from './testing/signature-checking-bucket.ts';

async function bytesOf(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

let service: SignatureCheckingBucket;
let storage: S3Bucket;
beforeEach(async () => {
  service = await SignatureCheckingBucket.start();
  storage = new S3Bucket({ bucket: 'files', prefix: 'mian/', region: 'cn-north-1', endpoint: service.endpoint, credentials: { accessKeyId, secretAccessKey }, attempts: 2 });
});
afterEach(async () => {
  storage.close();
  await service.stop();
});

describe('a bucket of an S3-compatible service', () => {
  it('keeps parts under prefix and id, signed with the hash of their bytes, and gives back ranges', async () => {
    const name = randomUUID();
    const bytes = randomBytes(300_000);
    await storage.put(name, bytes);
    expect([...service.objects.keys()]).toEqual([`/files/mian/${name}`]);
    expect(service.objects.get(`/files/mian/${name}`)?.equals(bytes)).toBe(true);
    expect((await bytesOf(await storage.get(name, 0, bytes.length))).equals(bytes)).toBe(true);
    expect((await bytesOf(await storage.get(name, 1000, 250_001))).equals(bytes.subarray(1000, 250_001))).toBe(true);
    await storage.remove(name);
    await storage.remove(name);
    expect(service.objects.size).toBe(0);
    expect(service.refused).toBe(0);
    await expect(storage.get(name, 0, 1)).rejects.toThrow('NoSuchKey');
  });

  it('tries again when the service is slow, and gives up when it stays so', async () => {
    const name = randomUUID();
    service.slowDowns = 1;
    await storage.put(name, Buffer.from('part'));
    expect(service.objects.size).toBe(1);
    service.slowDowns = 100;
    await expect(storage.put(randomUUID(), Buffer.from('part'))).rejects.toThrow('SlowDown');
  });

  it('fails with wrong credentials', async () => {
    const stranger = new S3Bucket({ bucket: 'files', region: 'cn-north-1', endpoint: service.endpoint, credentials: { accessKeyId, secretAccessKey: 'another' } });
    await expect(stranger.put(randomUUID(), Buffer.from('part'))).rejects.toThrow('SignatureDoesNotMatch');
    expect(service.objects.size).toBe(0);
    stranger.close();
  });

  it('takes nothing but ids for names', async () => {
    for (const name of ['', '../keys.json', '张三.pdf', `${randomUUID()}/x`]) await expect(storage.put(name, Buffer.from('x'))).rejects.toThrow('is an id');
  });
});

describe('the setting that names the storage', () => {
  it('is a bucket, or the data folder when it is left out', async () => {
    expect((await openFileStorage({ dataDir: '/x' })).constructor.name).toBe('LocalFolder');
    expect(await openFileStorage({ dataDir: '/x', url: 's3://files/mian?region=cn-north-1&endpoint=https://storage.county.example' })).toBeInstanceOf(S3Bucket);
    for (const url of ['', 'files', 'https://files/', 's3://files', 's3://files?region=r&endpoint=nowhere']) await expect(openFileStorage({ dataDir: '/x', url })).rejects.toThrow('ANJUAN_FILES_URL is not understood');
  });
});

/** A real service, for instance `moto_server -p 5555` with a bucket `files`: ANJUAN_TEST_S3_URL and the AWS_… credentials. */
const real = process.env.ANJUAN_TEST_S3_URL;
if (real === undefined) {
  process.stdout.write('did not run: files in a real S3-compatible service; set ANJUAN_TEST_S3_URL (the wire requests are checked against a local server above)\n');
} else {
  it('does the same in a real S3-compatible service (ANJUAN_TEST_S3_URL)', async () => {
    const bucket = await openFileStorage({ dataDir: '/x', url: real });
    const name = randomUUID();
    const bytes = randomBytes(4_195_328);
    await bucket.put(name, bytes);
    expect((await bytesOf(await bucket.get(name, 0, bytes.length))).equals(bytes)).toBe(true);
    expect((await bytesOf(await bucket.get(name, 65_552, 131_104))).equals(bytes.subarray(65_552, 131_104))).toBe(true);
    await bucket.remove(name);
    await bucket.remove(name);
    await expect(bucket.get(name, 0, 1)).rejects.toThrow(/NoSuchKey|does not exist/);
  });
}
