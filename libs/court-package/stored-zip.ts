/**
 * A ZIP archive of stored, uncompressed files (PKWARE APPNOTE 6.3.3), names in UTF-8, every time the same: equal files give
 * equal archives, whichever release of the compressor is installed. Sizes and checksums stand before the bytes, so that an
 * archive of any size is written as it is sent. ZIP64 where 32 bits do not hold a size or a place.
 */
import { crc32 } from 'node:zlib';

/** `crc` and `bytes` of what `open` yields; an archive whose files turn out otherwise fails while it is read. */
export interface ZipMember { path: string; crc: number; bytes: number; open: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array> }

/** The first day that the format can express. */
const DOS_DATE = 0x21;
const MOST = 0xffff_ffff;
const MOST_FILES = 0xffff;

export function bytesMember(path: string, content: Uint8Array): ZipMember {
  return { path, crc: crc32(content), bytes: content.length, open: () => [content] };
}

/** How many bytes the archive has. */
export function zipBytes(members: readonly ZipMember[], most = MOST): number {
  let [at, directory] = [0, 0];
  for (const member of members) {
    directory += directoryEntry(member, at, most).length;
    at += localHeader(member, most).length + member.bytes;
  }
  return at + directory + end(members.length, directory, at, most).length;
}

/** The archive in order. `most`: from which size on 64 bits are used; smaller only to try them. */
export async function* storedZip(members: readonly ZipMember[], most = MOST): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const header = localHeader(member, most);
    directory.push(directoryEntry(member, at, most));
    yield header;
    let [crc, bytes] = [0, 0];
    for await (const part of member.open()) {
      crc = crc32(part, crc);
      bytes += part.length;
      yield part;
    }
    if (crc !== member.crc || bytes !== member.bytes) throw new Error(`${member.path} is not as it was measured.`);
    at += header.length + bytes;
  }
  const index = Buffer.concat(directory);
  yield Buffer.concat([index, end(members.length, index.length, at, most)]);
}

/** What local header and directory say alike: version, flags (UTF-8 names), method (stored), time, checksum, sizes. */
function fields({ crc, bytes }: ZipMember, name: Buffer, large: boolean, most: number): Buffer {
  const out = Buffer.alloc(24);
  out.writeUInt16LE(large ? 45 : 20, 0);
  out.writeUInt16LE(0x0800, 2);
  out.writeUInt16LE(DOS_DATE, 8);
  out.writeUInt32LE(crc, 10);
  out.writeUInt32LE(bytes >= most ? MOST : bytes, 14);
  out.writeUInt32LE(bytes >= most ? MOST : bytes, 18);
  out.writeUInt16LE(name.length, 22);
  return out;
}

function localHeader(member: ZipMember, most: number): Buffer {
  const name = Buffer.from(member.path, 'utf8');
  const large = member.bytes >= most;
  const extra = large ? extra64([member.bytes, member.bytes]) : Buffer.alloc(0);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(extra.length);
  return Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields(member, name, large, most), length, name, extra]);
}

function directoryEntry(member: ZipMember, at: number, most: number): Buffer {
  const name = Buffer.from(member.path, 'utf8');
  const wide = [...(member.bytes >= most ? [member.bytes, member.bytes] : []), ...(at >= most ? [at] : [])];
  const extra = wide.length > 0 ? extra64(wide) : Buffer.alloc(0);
  const rest = Buffer.alloc(16);
  rest.writeUInt16LE(extra.length, 0);
  rest.writeUInt32LE(at >= most ? MOST : at, 12);
  return Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), fields(member, name, wide.length > 0, most), rest, name, extra]);
}

function extra64(values: readonly number[]): Buffer {
  const out = Buffer.alloc(4 + 8 * values.length);
  out.writeUInt16LE(1, 0);
  out.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) out.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return out;
}

/** The end of the directory, with its 64-bit form before it where the short one does not hold. */
function end(files: number, size: number, at: number, most: number): Buffer {
  const large = files >= MOST_FILES || size >= most || at >= most;
  const short = Buffer.alloc(18);
  short.writeUInt16LE(large ? MOST_FILES : files, 4);
  short.writeUInt16LE(large ? MOST_FILES : files, 6);
  short.writeUInt32LE(large ? MOST : size, 8);
  short.writeUInt32LE(large ? MOST : at, 12);
  const last = Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), short]);
  if (!large) return last;
  const long = Buffer.alloc(52);
  long.writeBigUInt64LE(44n, 0);
  long.writeUInt16LE(45, 8);
  long.writeUInt16LE(45, 10);
  for (const [index, value] of [files, files, size, at].entries()) long.writeBigUInt64LE(BigInt(value), 20 + 8 * index);
  const locator = Buffer.alloc(16);
  locator.writeBigUInt64LE(BigInt(at + size), 4);
  locator.writeUInt32LE(1, 12);
  return Buffer.concat([Buffer.from('PK\u0006\u0006', 'latin1'), long, Buffer.from('PK\u0006\u0007', 'latin1'), locator, last]);
}
