/** Originals and seals as people send them. */
import { z } from 'zod';
import { LateEntryField } from './edge-fields.ts';
import { LegalDateField } from './legal-date-field.ts';

const on = LegalDateField.optional();
const PaperId = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[1-9]\d{0,8}$/);
/** The absent person in whose place the sender acts, by written authority. */
const actingFor = z.uuid().optional();
const Seal = z.enum(['physical', 'electronic']);
/** Of a seal of rubber: why its use comes after the county's limit. */
const late = LateEntryField.optional();

/** A signature on the sheet, or that it was refused and which officers noted it. */
export const EdgeSignature = z.strictObject({
  who: z.enum(['party', 'agent', 'askedPerson', 'presentPerson', 'witness', 'recipient', 'officers', 'recorder', 'chair', 'reviewer', 'participants', 'head', 'authority']),
  how: z.enum(['signature', 'fingerMark', 'seal', 'refused']),
  notedBy: z.array(z.uuid()).max(5).default([]),
});

/** `reference`: what the QR code of the sheet says. */
export const FileOriginalCommand = z.strictObject({ type: z.literal('fileOriginal'), fileId: z.uuid(), reference: z.string().max(200), on, signatures: z.array(EdgeSignature).min(1).max(20) });
export const AskSealCommand = z.strictObject({ type: z.literal('askSeal'), paperId: PaperId, seal: Seal, on, late, actingFor });
export const UseSealCommand = z.strictObject({ type: z.literal('useSeal'), paperId: PaperId, seal: Seal, sha256: z.string().regex(/^[0-9a-f]{64}$/), on, late, actingFor });
export type SheetCommand = z.infer<typeof FileOriginalCommand> | z.infer<typeof AskSealCommand> | z.infer<typeof UseSealCommand>;
