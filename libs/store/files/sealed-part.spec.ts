import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { frameBytes, openFrames, sealPart, storedRange } from './sealed-part.ts';

const key = randomBytes(32);
const place = (bytes: number, partId = 'p'): { fileId: string; partId: string; atOffset: number; bytes: number } => ({ fileId: 'f', partId, atOffset: 7, bytes });

/** As a storage hands it out: in chunks of any size. */
function chunked(bytes: Buffer, size: number): Readable {
  return Readable.from((function* () { for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size); })(), { objectMode: false });
}
async function opened(sealed: Buffer, where: ReturnType<typeof place>, from = 0, to = where.bytes, chunk = 5000): Promise<Buffer> {
  const range = storedRange(where, from, to);
  const frames: Buffer[] = [];
  for await (const frame of openFrames(key, where, range, chunked(sealed.subarray(range.from, range.to), chunk))) frames.push(frame);
  return Buffer.concat(frames).subarray(from - range.first * frameBytes, to - range.first * frameBytes);
}

describe('a sealed part', () => {
  it('opens to the same bytes, whole or any range of it, in chunks of any size', async () => {
    const plain = randomBytes(3 * frameBytes + 123);
    const sealed = sealPart(key, place(plain.length), plain);
    await fc.assert(fc.asyncProperty(fc.nat(plain.length - 1), fc.nat(plain.length), fc.integer({ min: 1000, max: 200_000 }), async (a, b, chunk) => {
      const [from, to] = a < b ? [a, b] : [b, a + 1];
      expect((await opened(sealed, place(plain.length), from, to, chunk)).equals(plain.subarray(from, to))).toBe(true);
    }), { numRuns: 60 });
  });

  it('has no size at which it fails', async () => {
    for (const bytes of [1, frameBytes - 1, frameBytes, frameBytes + 1, 2 * frameBytes]) {
      const plain = randomBytes(bytes);
      expect((await opened(sealPart(key, place(bytes), plain), place(bytes))).equals(plain)).toBe(true);
    }
  });

  it('does not open when changed, cut at a frame or within one, prolonged, reordered or put elsewhere', async () => {
    const plain = randomBytes(3 * frameBytes);
    const where = place(plain.length);
    const sealed = sealPart(key, where, plain);
    const frame = frameBytes + 16;
    const changed = Buffer.from(sealed);
    changed[frame + 5]! ^= 1;
    const all = (bytes: Buffer, at = where): Promise<number> => (async () => {
      let sum = 0;
      for await (const one of openFrames(key, at, { first: 0, last: 2 }, chunked(bytes, 10_000))) sum += one.length;
      return sum;
    })();
    expect(await all(sealed)).toBe(plain.length);
    await expect(all(changed)).rejects.toThrow('was changed');
    await expect(all(sealed.subarray(0, 2 * frame))).rejects.toThrow('cut off');
    await expect(all(sealed.subarray(0, -1))).rejects.toThrow('cut off');
    await expect(all(Buffer.concat([sealed, Buffer.alloc(1)]))).rejects.toThrow('too long');
    await expect(all(Buffer.concat([sealed.subarray(frame, 2 * frame), sealed.subarray(0, frame), sealed.subarray(2 * frame)]))).rejects.toThrow('was changed');
    await expect(all(sealed, { ...where, atOffset: 0 })).rejects.toThrow('was changed');
    await expect(all(sealed, { ...where, partId: 'q' })).rejects.toThrow('was changed');
  });
});
