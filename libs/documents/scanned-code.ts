import { convertIndexedToRgb, decode as decodePng, type DecodedPng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { decodeQR } from 'qr/decode.js';

/** A page of A4 at 600 dpi has 35 million points; more than this is no scan of a sheet, and is not unpacked. */
export const MOST_POINTS = 40_000_000;
/** The code is looked for in so many points: a page at 200 dpi, on which a module of the code has four. */
const ENOUGH_POINTS = 4_000_000;
/** Milliseconds for a crumpled sheet; a clean one takes some ten. */
const PATIENCE = 1500;

/** Kinds of scan in which a code is looked for. */
export type ScanType = 'image/png' | 'image/jpeg';

/** A picture by the brightness (0 to 255) of its points. */
interface Picture { width: number; height: number; brightness: (x: number, y: number) => number }

/**
 * The text of the code on a scanned sheet; null where none can be read: soiled, cut off, a damaged picture, or one
 * larger than a sheet. Computes for up to some seconds: run it beside the event loop.
 */
export function readScannedCode(bytes: Uint8Array, type: ScanType): string | null {
  const picture = whole(() => (type === 'image/png' ? pictureOfPng(bytes) : pictureOfJpeg(bytes)));
  return picture === null ? null : whole(() => decodeQR(smaller(picture), { effort: 3, timeLimit: PATIENCE }));
}

/** What these libraries throw says that nothing can be read there. */
function whole<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

function pictureOfPng(bytes: Uint8Array): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Width and height stand first (PNG, 11.2.1): a small file that would unpack to gigabytes is told by them.
  if (bytes.length < 24 || view.getUint32(16) * view.getUint32(20) > MOST_POINTS) return null;
  const png = decodePng(bytes);
  const { width, height, channels, depth, data } = png;
  if (png.palette !== undefined) return ofPalette(png);
  if (depth < 8) {
    const rowBytes = Math.ceil((width * depth) / 8);
    const full = 2 ** depth - 1;
    return { width, height, brightness: (x, y) => ((((data[y * rowBytes + ((x * depth) >> 3)] ?? 0) >> (8 - depth - ((x * depth) & 7))) & full) * 255) / full };
  }
  const middle = channels >= 3 ? 1 : 0;
  const scale = depth === 16 ? 257 : 1;
  return { width, height, brightness: (x, y) => (data[(y * width + x) * channels + middle] ?? 0) / scale };
}

function ofPalette(png: DecodedPng): Picture {
  const { width, height } = png;
  const colours = convertIndexedToRgb(png);
  const channels = png.palette?.[0]?.length ?? 3;
  return { width, height, brightness: (x, y) => colours[(y * width + x) * channels + 1] ?? 0 };
}

function pictureOfJpeg(bytes: Uint8Array): Picture {
  const { width, height, data } = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: false, maxResolutionInMP: MOST_POINTS / 1e6, maxMemoryUsageInMB: 640 });
  return { width, height, brightness: (x, y) => data[(y * width + x) * 3 + 1] ?? 0 };
}

/** The mean of each square of points, so that a fine scan costs no more than a coarse one. */
function smaller({ width, height, brightness }: Picture): { width: number; height: number; data: Uint8Array } {
  const by = Math.max(1, Math.ceil(Math.sqrt((width * height) / ENOUGH_POINTS)));
  const [columns, rows] = [Math.floor(width / by), Math.floor(height / by)];
  const data = new Uint8Array(columns * rows * 3);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      for (let y = row * by; y < (row + 1) * by; y += 1) for (let x = column * by; x < (column + 1) * by; x += 1) sum += brightness(x, y);
      data.fill(sum / (by * by), (row * columns + column) * 3, (row * columns + column) * 3 + 3);
    }
  }
  return { width: columns, height: rows, data };
}
