import { gunzipSync, inflateRawSync } from 'node:zlib';

/**
 * The first file of a zip archive (a Python wheel) whose path satisfies `wanted`, unpacked in memory.
 * Throws if the archive is damaged; answers undefined if no path fits. Source: APPNOTE.TXT 6.3.9, 4.3.12 and 4.3.16.
 */
export function fileFromZip(zip: Buffer, wanted: (path: string) => boolean): Buffer | undefined {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) throw new Error('Not a zip archive: it has no end record.');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error('The directory of the zip archive is damaged.');
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const path = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (wanted(path)) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const packed = zip.subarray(start, start + size);
      if (method === 0) return packed;
      if (method === 8) return inflateRawSync(packed);
      throw new Error(`The zip archive packs ${path} in a way that is not known here (${method}).`);
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return undefined;
}

/** The first file of a gzipped tar archive whose path satisfies `wanted`; undefined if no path fits. Source: POSIX ustar. */
export function fileFromTarGz(archive: Buffer, wanted: (path: string) => boolean): Buffer | undefined {
  const tar = gunzipSync(archive);
  const text = (from: number, length: number): string => tar.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    if (!Number.isInteger(size)) throw new Error('The tar archive is damaged.');
    if (wanted(text(at, 100))) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return undefined;
}
