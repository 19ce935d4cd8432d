const MB = 1_000_000;

interface MediaType {
  /** At most so many bytes: what a scanner, a camera, a recorder of a day's hearing produces, with room. */
  readonly limit: number;
  readonly begins: (head: Buffer) => boolean;
}

/** Enough of the beginning of a file to tell its type. */
export const headBytes = 16;

const text = (head: Buffer, from: number, to: number): string => head.toString('latin1', from, to);
const isoMedia = (head: Buffer): boolean => text(head, 4, 8) === 'ftyp';
/** Brands of MP4, of phone recordings (3GPP) and of audio files; not of pictures (heic, avif) or QuickTime. */
const mp4Brand = /^(?:isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash|3gp[4-9]|3g2[a-c])$/;
const audioBrand = /^M4[AB] $/;

/** What may be filed. The bytes decide, never a file's name, which is not kept: it often names a person. */
const mediaTypes: Readonly<Record<string, MediaType>> = {
  'image/jpeg': { limit: 50 * MB, begins: (head) => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff },
  'image/png': { limit: 50 * MB, begins: (head) => text(head, 0, 8) === '\x89PNG\r\n\x1a\n' },
  'image/tiff': { limit: 200 * MB, begins: (head) => text(head, 0, 4) === 'II*\0' || text(head, 0, 4) === 'MM\0*' },
  'application/pdf': { limit: 200 * MB, begins: (head) => text(head, 0, 5) === '%PDF-' },
  'audio/wav': { limit: 1000 * MB, begins: (head) => text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WAVE' },
  'audio/mp4': { limit: 500 * MB, begins: (head) => isoMedia(head) && (audioBrand.test(text(head, 8, 12)) || mp4Brand.test(text(head, 8, 12))) },
  'video/mp4': { limit: 4000 * MB, begins: (head) => isoMedia(head) && mp4Brand.test(text(head, 8, 12)) },
};

/** Media types with the most bytes that each may have. */
export const acceptedMediaTypes: Readonly<Record<string, number>> = Object.fromEntries(Object.entries(mediaTypes).map(([name, { limit }]) => [name, limit]));

/** Whether the first bytes (16, or the whole of a shorter file) are of this type. */
export function looksLike(mediaType: string, head: Buffer): boolean {
  return Object.hasOwn(mediaTypes, mediaType) && mediaTypes[mediaType]?.begins(head) === true;
}
