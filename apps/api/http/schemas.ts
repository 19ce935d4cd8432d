import { z } from 'zod';
import { isLegalDate, type LegalDate } from '#law/dates';
import type { RuleText } from '../problems/issues.ts';

const rule = (text: RuleText): { params: Record<string, unknown> } => ({ params: { ...text } });

/** A China calendar date that exists. */
export const DateText = z.string().refine((text): text is LegalDate => isLegalDate(text), rule({ rule: 'date', zh: '应为实际存在的日期，写作YYYY-MM-DD。', en: 'This must be a date that exists, in the form YYYY-MM-DD.' }))
  .meta({ type: 'string', format: 'date', examples: ['2026-03-05'] });
/** A China calendar date of the years for which periods are counted. */
export const NearDate = DateText.refine((date) => date >= '1900-01-01' && date <= '2199-12-31', rule({ rule: 'range', zh: '应为1900年至2199年间的日期。', en: 'This must be a date from 1900 to 2199.' })).meta({ type: 'string', format: 'date', examples: ['2026-03-05'] });
export const Day = z.string().meta({ format: 'date', examples: ['2026-03-05'] });
export const Instant = z.string().meta({ format: 'date-time', examples: ['2026-03-05T16:00:00.000Z'] });
export const Bilingual = z.strictObject({ zh: z.string(), en: z.string() }).meta({ id: 'Bilingual' });
export const CaseId = z.uuid().transform((text) => text.toLowerCase());
export const PartyId = z.string().regex(/^p[1-9]\d{0,3}$/);
export const Code = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,79}$/);
/** `<caseId>.<seq>` */
export const PaperId = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\d{1,9}$/);
export const PersonId = z.uuid();
/** Text that a person writes. */
export const FreeText = z.string().trim().min(1).max(20_000).meta({ pattern: String.raw`\S` });
export const Why = z.string().trim().min(2).max(500).meta({ pattern: String.raw`\S[\s\S]*\S` });
export const Limit = z.coerce.number().int().min(1).max(200).default(50);
export const Cursor = z.string().regex(/^[A-Za-z0-9_-]{1,500}$/).optional().describe('`next` of the page before.');
export const DocumentNumberText = z.string().trim().min(3).max(100).meta({ pattern: String.raw`\S[\s\S]+\S`, description: '发文字号 of the document that sets this' });

export const BlockerView = z.strictObject({
  code: z.string(), message: Bilingual, article: Bilingual, field: z.string().optional(), missing: Bilingual.optional(), earliest: Day.optional(),
}).meta({ id: 'Blocker' });

/** A page of a list. `next` is null on the last one. */
export function pageOf<T extends z.ZodType>(item: T, id: string): z.ZodObject<{ items: z.ZodArray<T>; next: z.ZodNullable<z.ZodString> }, z.core.$strict> {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() }).meta({ id });
}
