import { createHash } from 'node:crypto';
import { encodeQR } from 'qr';

/** Our codes begin with this; the 1 is the version of what follows. */
const KIND = 'AJ1';
const FORM = new RegExp(`^${KIND}:([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\\.[1-9]\\d{0,8}):([0-9A-F]{4})$`);

/** Capitals and figures only, so that the code stays small and a dirty sheet is still read. */
function checkOf(paperId: string): string {
  return createHash('sha256').update(`${KIND}:${paperId}`).digest('hex').slice(0, 4).toUpperCase();
}

/** What the QR code on a paper says: the paper's id and four check characters. It names no person and opens nothing by itself. */
export function paperReference(paperId: string): string {
  const id = paperId.toUpperCase();
  return `${KIND}:${id}:${checkOf(id)}`;
}

/** The paper's id from a code that was read or typed; null for any other code, and for one with a slip of the pen. */
export function readPaperReference(text: string): string | null {
  const [, id, check] = FORM.exec(text.trim().toUpperCase()) ?? [];
  return id === undefined || checkOf(id) !== check ? null : id.toLowerCase();
}

/** The same in words under the code, short: the first figures of the case, the number within it, the check. */
export function referenceInWords(reference: string): string {
  const [, id = '', check = ''] = reference.split(':');
  return `${id.slice(0, 8)}.${id.split('.')[1] ?? ''}-${check}`;
}

/** The code as a picture with a quiet margin, the same for the same text. A quarter of it may be soiled. */
export function qrPicture(text: string): string {
  return encodeQR(text, 'svg', { ecc: 'quartile', border: 2, optimize: true });
}
