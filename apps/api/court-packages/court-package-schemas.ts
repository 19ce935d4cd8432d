import { z } from 'zod';
import { KINDS } from '#court-package';
import { Bilingual, Day, Instant } from '../http/schemas.ts';

const Sha256 = z.string().meta({ pattern: '^[0-9a-f]{64}$' });
const Kind = z.enum(KINDS).describe('Items 1 to 5 of Administrative Compulsion Law art. 55(1).');

export const CourtPackageManifest = z.strictObject({
  format: z.literal('anjuan-court-package'), formatVersion: z.literal(1), training: z.boolean().describe('Made from a record to practise on.'),
  caseId: z.uuid(), caseNumber: z.string(), procedure: z.string(), authority: z.strictObject({ id: z.string(), name: z.string() }), party: z.string().describe('An id: names stand in the papers only.'),
  step: z.strictObject({ seq: z.number().int(), code: z.string(), name: Bilingual }), day: Day,
  record: z.strictObject({ seq: z.number().int(), headHash: Sha256, recordedAt: Instant }).describe('The record from which it was made: its last event, and the hash that chains all before.'),
  entries: z.array(z.strictObject({ number: z.number().int(), path: z.string(), title: Bilingual, kind: Kind, article: Bilingual, mediaType: z.string(), sha256: Sha256, bytes: z.number().int(), recordSeq: z.number().int().nullable().describe('The event that brought it on record; null for pages reckoned from the record.') })),
  notEnclosed: z.array(z.strictObject({ kind: Kind, what: Bilingual, why: Bilingual })).describe('What one might look for, and why it is not there.'),
  tools: z.array(z.strictObject({ path: z.string(), sha256: Sha256, bytes: z.number().int() })).describe('README.txt and check-package.mjs.'),
  keyFingerprint: z.string().meta({ pattern: '^[0-9a-f]{32}$' }).describe('Of the public key whose private half signs.'),
}).meta({ id: 'CourtPackageManifest' });

/** The number (seq) of the step that asks the court. */
export const StepSeq = z.coerce.number().int().min(1).max(999_999_999);
