/** The manifest of a package: what lies in it, from which record, and the text that is signed. */
import { createHash } from 'node:crypto';
import type { LegalDate, LegalInstant } from '#law';
import type { BilingualText } from '#law/pack-format';
import { KIND_WORDS, type PackageKind } from './kinds.ts';
import type { NotEnclosed, PlannedEntry } from './package-record.ts';

export const MANIFEST_FORMAT = 'anjuan-court-package';
export const FORMAT_VERSION = 1;

export interface ManifestEntry { number: number; path: string; title: BilingualText; kind: PackageKind; article: BilingualText; mediaType: string; sha256: string; bytes: number; recordSeq: number | null }

/** Identities stand in the papers only: the party is an id here. */
export interface Manifest {
  format: typeof MANIFEST_FORMAT;
  formatVersion: typeof FORMAT_VERSION;
  training: boolean;
  caseId: string;
  caseNumber: string;
  procedure: string;
  authority: { id: string; name: string };
  party: string;
  step: { seq: number; code: string; name: BilingualText };
  day: LegalDate;
  /** The record from which it was made: its last event, and the hash that chains all before. */
  record: { seq: number; headHash: string; recordedAt: LegalInstant };
  entries: ManifestEntry[];
  notEnclosed: NotEnclosed[];
  /** What lies beside the entries to read and check them. */
  tools: { path: string; sha256: string; bytes: number }[];
  /** Of the public key whose private half signs. */
  keyFingerprint: string;
}

/** What is known of the bytes of an entry. */
export interface Measured { sha256: string; bytes: number }

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Entries with their numbers, in the order of the plan. Items follow each other, so numbers run through the folders. */
export function numbered(entries: readonly (PlannedEntry & Measured)[]): ManifestEntry[] {
  return entries.map(({ kind, name, title, mediaType, recordSeq, sha256, bytes }, index) => {
    const { folder, article } = KIND_WORDS[kind];
    return { number: index + 1, path: `${folder}/${String(index + 1).padStart(3, '0')}-${name}`, title, kind, article, mediaType, sha256, bytes, recordSeq };
  });
}

/** The manifest as it lies in the package, byte for byte. */
export function manifestText(manifest: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** What is signed for a manifest with this hash: no other text of ours that the key signs begins so. */
export function packageSignedText(manifestSha256: string): Buffer {
  return Buffer.from(`anjuan court package ${FORMAT_VERSION}|${manifestSha256}`);
}

/** A signing key of the instance with the vouching of the one before it; null of the first. Keys and signatures in base64. */
export interface LineKey { fingerprint: string; publicKey: string; vouchedBy: string | null }

/** The signature as it lies beside the manifest. `line`: the keys of the instance, the oldest first, so that whoever knows an earlier one can follow. */
export function signatureText(of: { manifestSha256: string; signature: Buffer; publicKey: Buffer; fingerprint: string; line: readonly LineKey[] }): Buffer {
  const { manifestSha256, signature, publicKey, fingerprint, line } = of;
  return Buffer.from(`${JSON.stringify({
    format: `${MANIFEST_FORMAT}-signature`, formatVersion: FORMAT_VERSION, algorithm: 'Ed25519', manifestSha256,
    signature: signature.toString('base64'), publicKey: publicKey.toString('base64'), fingerprint, line,
  }, null, 2)}\n`);
}
