/** Reads an archive of stored files by its directory (PKWARE APPNOTE 6.3.3), as other programs do: 32 and 64 bits. */
import { crc32 } from 'node:zlib';

/** Throws where directory, headers and bytes do not fit each other. */
export function readZip(archive: Buffer): Map<string, Buffer> {
  const { at, files } = directoryOf(archive);
  const found = new Map<string, Buffer>();
  let place = at;
  for (let file = 0; file < files; file += 1) {
    expectMark(archive, place, 'PK\u0001\u0002');
    const nameBytes = archive.readUInt16LE(place + 28);
    const extraBytes = archive.readUInt16LE(place + 30);
    const name = archive.toString('utf8', place + 46, place + 46 + nameBytes);
    const wide = wideOf(archive.subarray(place + 46 + nameBytes, place + 46 + nameBytes + extraBytes));
    const next = (short: number): number => (short === 0xffff_ffff ? wide.shift() ?? Number.NaN : short);
    const bytes = next(archive.readUInt32LE(place + 24));
    if (next(archive.readUInt32LE(place + 20)) !== bytes || archive.readUInt16LE(place + 10) !== 0) throw new Error(`${name} is not stored.`);
    const header = next(archive.readUInt32LE(place + 42));
    expectMark(archive, header, 'PK\u0003\u0004');
    if (archive.toString('utf8', header + 30, header + 30 + nameBytes) !== name) throw new Error(`${name} has another name before its bytes.`);
    const begins = header + 30 + nameBytes + archive.readUInt16LE(header + 28);
    const content = archive.subarray(begins, begins + bytes);
    for (const crc of [archive.readUInt32LE(place + 16), archive.readUInt32LE(header + 14)]) if (crc32(content) !== crc) throw new Error(`${name} has another checksum.`);
    found.set(name, content);
    place += 46 + nameBytes + extraBytes;
  }
  return found;
}

function directoryOf(archive: Buffer): { at: number; files: number } {
  const end = archive.length - 22;
  expectMark(archive, end, 'PK\u0005\u0006');
  if (archive.readUInt16LE(end + 10) !== 0xffff) return { at: archive.readUInt32LE(end + 16), files: archive.readUInt16LE(end + 10) };
  expectMark(archive, end - 20, 'PK\u0006\u0007');
  const long = Number(archive.readBigUInt64LE(end - 12));
  expectMark(archive, long, 'PK\u0006\u0006');
  return { at: Number(archive.readBigUInt64LE(long + 48)), files: Number(archive.readBigUInt64LE(long + 32)) };
}

function wideOf(extra: Buffer): number[] {
  if (extra.length === 0) return [];
  if (extra.readUInt16LE(0) !== 1 || extra.readUInt16LE(2) !== extra.length - 4) throw new Error('The extra field is none of 64 bits.');
  return Array.from({ length: (extra.length - 4) / 8 }, (_, at) => Number(extra.readBigUInt64LE(4 + 8 * at)));
}

function expectMark(archive: Buffer, at: number, mark: string): void {
  if (archive.toString('latin1', at, at + 4) !== mark) throw new Error(`There is no ${JSON.stringify(mark)} at ${at}.`);
}
