import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';

/** A value as it lies in the database, and the commitment that an event carries. */
export interface Sealed { sealed: Buffer; commitment: string }

/** Bytes of salt; 256 bits, so that an identity number cannot be guessed from the commitment in the record. */
const saltBytes = 32;

/**
 * Encrypts a JSON value with AES-256-GCM under a key derived for this one content, and computes the commitment
 * SHA-256(salt ‖ canonical JSON). The salt is encrypted together with the value: an identity number has so few
 * possible values that a salt in the open would let anybody with the table guess it, and an erased person must not be
 * guessable either.
 */
export function seal(dataKey: Buffer, contentId: string, caseId: string, value: unknown): Sealed {
  const salt = randomBytes(saltBytes);
  const text = Buffer.from(canonicalJson(value));
  return { sealed: sealBytes(dataKey, 'content', contentId, caseId, [salt, text]), commitment: commitmentOf(salt, text) };
}

/** The value again, with the commitment computed anew. Throws if a bit was changed or the row was moved. */
export function unseal(dataKey: Buffer, contentId: string, caseId: string, sealed: Buffer): { value: unknown; commitment: string } {
  const open = unsealBytes(dataKey, 'content', contentId, caseId, sealed);
  const text = open.subarray(saltBytes);
  return { value: JSON.parse(text.toString('utf8')) as unknown, commitment: commitmentOf(open.subarray(0, saltBytes), text) };
}

function commitmentOf(salt: Buffer, text: Buffer): string {
  return createHash('sha256').update(salt).update(text).digest('hex');
}

/** What a sealed row holds; a row of one kind is never opened as the other. */
export type SealedKind = 'content' | 'paper';

/** Encrypts bytes under a key derived for this one row: iv, ciphertext, tag. */
export function sealBytes(dataKey: Buffer, kind: SealedKind, id: string, caseId: string, parts: readonly Buffer[]): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', rowKey(dataKey, kind, id), iv).setAAD(context(kind, id, caseId));
  return Buffer.concat([iv, ...parts.map((part) => cipher.update(part)), cipher.final(), cipher.getAuthTag()]);
}

/** The bytes again. Throws if a bit was changed or the row was moved. */
export function unsealBytes(dataKey: Buffer, kind: SealedKind, id: string, caseId: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', rowKey(dataKey, kind, id), sealed.subarray(0, 12), { authTagLength: 16 }).setAAD(context(kind, id, caseId)).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}

function rowKey(dataKey: Buffer, kind: SealedKind, id: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, id, `anjuan ${kind} 1`, 32));
}

function context(kind: SealedKind, id: string, caseId: string): Buffer {
  return Buffer.from(`anjuan ${kind} 1|${id}|${caseId}`);
}
