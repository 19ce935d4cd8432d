import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { fileFromTarGz, fileFromZip } from './archives.ts';

/** A zip of two files, the second deflated; checksums are left 0, we check SHA-256 of the content instead. */
function zip(files: readonly (readonly [path: string, content: string, deflated: boolean])[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content, deflated] of files) {
    const packed = deflated ? deflateRawSync(Buffer.from(content)) : Buffer.from(content);
    const name = Buffer.from(path);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(4, 28);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(deflated ? 8 : 0, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    const whole = Buffer.concat([local, name, Buffer.from('more'), packed]);
    locals.push(whole);
    directory.push(entry, name);
    offset += whole.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

function tar(files: readonly (readonly [path: string, content: string])[]): Buffer {
  const blocks = files.flatMap(([path, content]) => {
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    body.write(content);
    return [header, body];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1_024)]));
}

const wanted = (path: string): boolean => path.endsWith('/temporal');

describe('a program inside an archive', () => {
  it('is taken out of a zip, stored or deflated', () => {
    const long = 'program '.repeat(10_000);
    expect(fileFromZip(zip([['a/LICENSE', 'MIT', false], ['a/bin/temporal', long, true]]), wanted)?.toString()).toBe(long);
    expect(fileFromZip(zip([['a/LICENSE', 'MIT', true], ['a/bin/temporal', long, false]]), wanted)?.toString()).toBe(long);
  });

  it('is taken out of a gzipped tar', () => {
    const long = 'program '.repeat(1_000);
    expect(fileFromTarGz(tar([['LICENSE', 'MIT'], ['bin/temporal', long]]), wanted)?.toString()).toBe(long);
  });

  it('may be missing', () => {
    expect(fileFromZip(zip([['LICENSE', 'MIT', false]]), wanted)).toBeUndefined();
    expect(fileFromTarGz(tar([['LICENSE', 'MIT']]), wanted)).toBeUndefined();
  });

  it('is not looked for in something that is no archive', () => {
    expect(() => fileFromZip(Buffer.from('<html>'), wanted)).toThrow('Not a zip archive');
    expect(() => fileFromTarGz(Buffer.from('<html>'), wanted)).toThrow('incorrect header check');
    expect(() => fileFromTarGz(gzipSync(Buffer.from('<html>'.repeat(200))), wanted)).toThrow('damaged');
  });
});
