import { createHash } from 'node:crypto';
import type { LegalDate, LegalInstant } from '#law/dates';
import { canonicalJson } from '../canonical-json.ts';

/** What the signature of a day covers. */
export interface SignedDay {
  day: LegalDate;
  /** Cases and events in the whole record, and cases whose head is another than when it was last signed. */
  cases: number;
  events: number;
  changed: number;
  /** SHA-256 over `<case id> <seq> <hash>\n` of the changed cases in the order of their ids. */
  listHash: string;
  previousHash: string;
  keyFingerprint: string;
  signedAt: LegalInstant;
}

/** What the first signed day follows. */
export const noDayBefore = '0'.repeat(64);

/** The text that is signed; its SHA-256 is the day's hash, which the next day carries. */
export function signedText({ day, cases, events, changed, listHash, previousHash, keyFingerprint, signedAt }: SignedDay): Buffer {
  return Buffer.from(canonicalJson({ day, cases, events, changed, listHash, previousHash, keyFingerprint, signedAt }));
}

export function dayHash(text: Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** One changed case of a day. */
export interface HeadLine { case_id: string; seq: number; hash: string }

export function headLine({ case_id, seq, hash }: HeadLine): string {
  return `${case_id} ${seq} ${hash}\n`;
}
