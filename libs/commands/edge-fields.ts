/** Fields that commands share, as people send them. */
import { z } from 'zod';
import { LegalDateField } from './legal-date-field.ts';

export const Code = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);
export const PartyId = z.string().regex(/^p[1-9]\d{0,2}$/);
export const PaperId = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[1-9]\d{0,8}$/);
export const PersonId = z.uuid();
/** Blanks at the ends are cut, so that blanks alone are no text: the pattern tells those who read the document only. */
const trimmed = { pattern: String.raw`\S` };
export const Words = z.string().trim().min(1).max(20_000).meta(trimmed);
export const Line = z.string().trim().min(1).max(500).meta(trimmed);

/** Values by fact code: a date or text as a string, money in yuan ("720.00"), whole numbers, true or false, a person's id. */
export const EdgeFacts = z.record(Code, z.union([z.string().max(20_000), z.number(), z.boolean()]));
export type EdgeFacts = z.infer<typeof EdgeFacts>;

/** What is said of an act that is entered after the county's limit; the recorded consent where its time from the end of the obstacle has passed too. */
export const LateEntryField = z.strictObject({
  reason: Words,
  obstacleEndedOn: LegalDateField,
  consentId: z.uuid().optional(),
});
