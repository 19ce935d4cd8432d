import { closeSync, openSync, readSync } from 'node:fs';

/**
 * The characters that a TrueType font can print, read from its `cmap` table (formats 4 and 12, OpenType specification).
 * Only the table directory and the `cmap` table are read, not the 15 MB of outlines.
 */
export class GlyphCoverage {
  private constructor(private readonly ranges: readonly { from: number; to: number }[]) {}

  static fromFile(path: string): GlyphCoverage {
    const file = openSync(path, 'r');
    try {
      const read = (offset: number, length: number): Buffer => {
        const bytes = Buffer.alloc(length);
        const got = readSync(file, bytes, 0, length, offset);
        if (got !== length) throw new Error(`${path} ends before byte ${offset + length}; the font file is damaged`);
        return bytes;
      };
      const count = read(4, 2).readUInt16BE(0);
      const directory = read(12, count * 16);
      for (let at = 0; at < directory.length; at += 16) {
        if (directory.toString('latin1', at, at + 4) === 'cmap') {
          return new GlyphCoverage(coveredRanges(read(directory.readUInt32BE(at + 8), directory.readUInt32BE(at + 12)), path));
        }
      }
      throw new Error(`${path} has no cmap table; it is not a usable font`);
    } finally {
      closeSync(file);
    }
  }

  /** Whether the character of this code point has a glyph of its own. */
  has(codePoint: number): boolean {
    let low = 0;
    let high = this.ranges.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const range = this.ranges[middle];
      if (range === undefined) return false;
      if (codePoint < range.from) high = middle - 1;
      else if (codePoint > range.to) low = middle + 1;
      else return true;
    }
    return false;
  }
}

/** All code points with a glyph other than 0 in the Unicode subtables, as sorted ranges that do not overlap. */
function coveredRanges(cmap: Buffer, path: string): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (let record = 0; record < cmap.readUInt16BE(2); record += 1) {
    const platform = cmap.readUInt16BE(4 + record * 8);
    const encoding = cmap.readUInt16BE(6 + record * 8);
    if (platform !== 0 && !(platform === 3 && (encoding === 1 || encoding === 10))) continue;
    const table = cmap.subarray(cmap.readUInt32BE(8 + record * 8));
    const format = table.readUInt16BE(0);
    if (format === 4) ranges.push(...segments(table));
    else if (format === 12) ranges.push(...groups(table));
  }
  if (ranges.length === 0) throw new Error(`${path} has no Unicode character map of format 4 or 12`);
  ranges.sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else merged.push({ ...range });
  }
  return merged;
}

/** Format 4: segments of the basic plane, with an optional array of glyph numbers. */
function segments(table: Buffer): { from: number; to: number }[] {
  const size = table.readUInt16BE(6);
  const ranges: { from: number; to: number }[] = [];
  for (let at = 0; at < size; at += 2) {
    const to = table.readUInt16BE(14 + at);
    const from = table.readUInt16BE(16 + size + at);
    const delta = table.readUInt16BE(16 + 2 * size + at);
    const offsetAt = 16 + 3 * size + at;
    const offset = table.readUInt16BE(offsetAt);
    for (let code = from; code <= to && code !== 0xffff; code += 1) {
      const listed = offset === 0 ? code : table.readUInt16BE(offsetAt + offset + 2 * (code - from));
      const glyph = listed === 0 && offset !== 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) ranges.push({ from: code, to: code });
    }
  }
  return ranges;
}

/** Format 12: groups over all planes. */
function groups(table: Buffer): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (let group = 0; group < table.readUInt32BE(12); group += 1) {
    const at = 16 + group * 12;
    const from = table.readUInt32BE(at);
    const firstGlyph = table.readUInt32BE(at + 8);
    ranges.push({ from: firstGlyph === 0 ? from + 1 : from, to: table.readUInt32BE(at + 4) });
  }
  return ranges.filter(({ from, to }) => from <= to);
}
