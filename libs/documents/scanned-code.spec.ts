import { describe, expect, it } from '@jest/globals';
import { encode as encodePng } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { encodeQR } from 'qr';
import { paperReference, qrPicture, readPaperReference } from './paper-reference.ts';
import { readScannedCode } from './scanned-code.ts';

const PAPER = '0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11.5';

/** A sheet with the code at its top right, in grey values, as a scanner sees it. */
function sheet(text: string, module = 4): { width: number; height: number; data: Uint8Array } {
  const code = encodeQR(text, 'raw', { ecc: 'quartile', border: 2 });
  const [width, height] = [code.length * module * 5, code.length * module * 7];
  const data = new Uint8Array(width * height).fill(245);
  code.forEach((row, y) => row.forEach((dark, x) => {
    if (dark) for (let dy = 0; dy < module; dy += 1) data.fill(30, (y * module + dy + 60) * width + width - (code.length - x) * module - 40, (y * module + dy + 60) * width + width - (code.length - x - 1) * module - 40);
  }));
  return { width, height, data };
}
const rgba = ({ width, height, data }: ReturnType<typeof sheet>) => ({ width, height, data: Uint8Array.from({ length: data.length * 4 }, (_, at) => (at % 4 === 3 ? 255 : data[at >> 2]!)) });

describe('the code on a paper', () => {
  it('says the paper and four check characters, and nothing else', () => {
    expect(paperReference(PAPER)).toMatch(/^AJ1:0B0A7C1E-5D0C-4C57-9A5E-3A3F2F6F1C11\.5:[0-9A-F]{4}$/);
    expect(readPaperReference(` ${paperReference(PAPER).toLowerCase()}\n`)).toBe(PAPER);
  });

  it('a slip of the pen, another case, another kind of code are no reference', () => {
    const reference = paperReference(PAPER);
    for (const wrong of [reference.replace('.5:', '.6:'), reference.replace('0B0A', '0B0B'), reference.slice(0, -1), `${reference}0`, 'https://example.org', '', reference.replace('AJ1', 'AJ2')]) expect({ wrong, read: readPaperReference(wrong) }).toEqual({ wrong, read: null });
  });

  it('is the same picture for the same text', () => {
    expect(qrPicture(paperReference(PAPER))).toBe(qrPicture(paperReference(PAPER)));
    expect(qrPicture(paperReference(PAPER))).not.toBe(qrPicture(paperReference(PAPER.replace('.5', '.6'))));
  });
});

describe('a scanned sheet', () => {
  const reference = paperReference(PAPER);
  const page = sheet(reference);

  it.each([
    ['grey PNG', encodePng({ ...page, channels: 1, depth: 8 }), 'image/png'],
    ['coloured PNG', encodePng({ ...rgba(page), channels: 4, depth: 8 }), 'image/png'],
    ['PNG of 16 bits', encodePng({ ...page, data: Uint16Array.from(page.data, (value) => value * 257), channels: 1, depth: 16 }), 'image/png'],
    ['JPEG', encodeJpeg(rgba(page), 60).data, 'image/jpeg'],
  ] as const)('%s: its code is read', (_, bytes, type) => {
    expect(readScannedCode(bytes, type)).toBe(reference);
  });

  it('a fine scan is read at a coarser grain', () => {
    const fine = sheet(reference, 14);
    expect(fine.width * fine.height).toBeGreaterThan(4_000_000);
    expect(readScannedCode(encodePng({ ...fine, channels: 1, depth: 8 }), 'image/png')).toBe(reference);
  });

  it('soiled over a part it is still read, soiled over half it is not', () => {
    const soiled = (share: number): Uint8Array => {
      const { width, height, data } = sheet(reference);
      const from = width - 37 * 4;
      for (let y = 60 + 60; y < 60 + 60 + share * 132; y += 1) data.fill(90, y * width + from + 50, y * width + from + 50 + share * 80);
      return encodePng({ width, height, data, channels: 1, depth: 8 });
    };
    expect(readScannedCode(soiled(0.25), 'image/png')).toBe(reference);
    expect(readScannedCode(soiled(1), 'image/png')).toBeNull();
  });

  it('nothing is read from an empty sheet, a damaged picture, or one that would unpack to gigabytes', () => {
    const empty = encodePng({ width: 200, height: 300, data: new Uint8Array(60_000).fill(255), channels: 1, depth: 8 });
    const huge = Uint8Array.from(empty);
    new DataView(huge.buffer).setUint32(16, 60_000);
    new DataView(huge.buffer).setUint32(20, 60_000);
    const whole = encodePng({ ...page, channels: 1, depth: 8 });
    for (const [bytes, type] of [[empty, 'image/png'], [huge, 'image/png'], [whole.slice(0, 200), 'image/png'], [new Uint8Array(3), 'image/png'], [whole, 'image/jpeg'], [new Uint8Array(0), 'image/jpeg']] as const) expect(readScannedCode(bytes, type)).toBeNull();
  });
});
