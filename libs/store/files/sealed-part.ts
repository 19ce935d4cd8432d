import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Readable } from 'node:stream';

/** Bytes of plaintext in a frame: a reader never holds, and never hands on unauthenticated, more than one. */
export const frameBytes = 65_536;
const tagBytes = 16;

/** Which part: what its frames are bound to, so that none can be moved, repeated or left out. */
export interface PartPlace { fileId: string; partId: string; atOffset: number; bytes: number }

/** Encrypts a part frame by frame with AES-256-GCM under a key of its own. */
export function sealPart(dataKey: Buffer, place: PartPlace, plain: Buffer): Buffer {
  const key = partKey(dataKey, place);
  const frames: Buffer[] = [];
  for (let index = 0; index * frameBytes < plain.length; index += 1) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(index)).setAAD(context(place));
    frames.push(cipher.update(plain.subarray(index * frameBytes, (index + 1) * frameBytes)), cipher.final(), cipher.getAuthTag());
  }
  return Buffer.concat(frames);
}

/** Where in the stored part the frames lie that hold the bytes `from` up to and without `to` of the plaintext. */
export function storedRange(place: PartPlace, from: number, to: number): { first: number; last: number; from: number; to: number } {
  const first = Math.floor(from / frameBytes);
  const last = Math.floor((to - 1) / frameBytes);
  const stored = place.bytes + Math.ceil(place.bytes / frameBytes) * tagBytes;
  return { first, last, from: first * (frameBytes + tagBytes), to: Math.min((last + 1) * (frameBytes + tagBytes), stored) };
}

/** Decrypts the frames `first` to `last` as they come. Throws when one was changed, is missing, or belongs elsewhere. */
export async function* openFrames(dataKey: Buffer, place: PartPlace, { first, last }: { first: number; last: number }, stored: Readable): AsyncGenerator<Buffer> {
  const key = partKey(dataKey, place);
  const frames = Math.ceil(place.bytes / frameBytes);
  let index = first;
  const sizeOf = (frame: number): number => (frame === frames - 1 ? place.bytes - frame * frameBytes : frameBytes) + tagBytes;
  let waiting: Buffer[] = [];
  let held = 0;
  for await (const chunk of stored as AsyncIterable<Buffer>) {
    waiting.push(chunk);
    held += chunk.length;
    if (index > last || held < sizeOf(index)) continue;
    let all = Buffer.concat(waiting);
    while (index <= last && all.length >= sizeOf(index)) {
      yield openFrame(key, place, index, all.subarray(0, sizeOf(index)));
      all = all.subarray(sizeOf(index));
      index += 1;
    }
    waiting = [all];
    held = all.length;
  }
  if (held > 0 || index !== last + 1) throw new Error(`Part ${place.partId} of file ${place.fileId} is cut off or too long.`);
}

function openFrame(key: Buffer, place: PartPlace, index: number, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index), { authTagLength: tagBytes }).setAAD(context(place)).setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new Error(`Part ${place.partId} of file ${place.fileId} was changed.`, { cause });
  }
}

/** Each part has a key of its own, so that counting the frames gives nonces that never repeat. */
function partKey(dataKey: Buffer, { partId }: PartPlace): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, partId, 'anjuan file part 1', 32));
}

function nonce(index: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(index, 8);
  return bytes;
}

function context({ fileId, partId, atOffset, bytes }: PartPlace): Buffer {
  return Buffer.from(`anjuan file part 1|${fileId}|${partId}|${atOffset}|${bytes}`);
}
