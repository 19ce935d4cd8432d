import { encode as encodePng } from 'fast-png';
import { encodeQR } from 'qr';

/** A sheet of paper as a scanner sees it, in grey, with this text in the QR code at its top right; as PNG. */
export function scannedSheet(text: string | null): Buffer<ArrayBuffer> {
  const [width, height] = [600, 850];
  const data = new Uint8Array(width * height).fill(250);
  const code = text === null ? [] : encodeQR(text, 'raw', { ecc: 'quartile', border: 2 });
  code.forEach((row, y) => row.forEach((dark, x) => { if (dark) for (let dy = 0; dy < 4; dy += 1) data.fill(20, (40 + y * 4 + dy) * width + 420 + x * 4, (40 + y * 4 + dy) * width + 424 + x * 4); }));
  return Buffer.from(encodePng({ width, height, data, channels: 1, depth: 8 }));
}
