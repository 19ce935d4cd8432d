import { z } from 'zod';
import { AskSealCommand, FileOriginalCommand, UseSealCommand } from '#commands';
import { Bilingual, Cursor, DateText, Day, Instant, Limit, pageOf, PersonId } from '../http/schemas.ts';

export const ScanBody = FileOriginalCommand.omit({ type: true }).extend({
  reference: z.string().max(200).optional().describe('What the QR code says, as a scanner read it or as it is typed. Of PNG and JPEG the service reads it from the scan itself; both must agree.'),
}).meta({ id: 'FileScan', examples: [{ fileId: '7c9e6679-7425-40de-944b-e07fc1f90ae7', on: '2025-07-10', signatures: [{ who: 'askedPerson', how: 'refused', notedBy: ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] }, { who: 'officers', how: 'signature' }] }] });
export const AskSealBody = AskSealCommand.omit({ type: true, paperId: true }).meta({ id: 'AskSeal', examples: [{ seal: 'physical' }] });
export const UseSealBody = UseSealCommand.omit({ type: true, paperId: true }).meta({ id: 'UseSeal', examples: [{ seal: 'physical', sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }] });

export const SheetPlace = z.strictObject({
  caseId: z.uuid(), caseNumber: z.string(), paperId: z.string(), paper: z.string(), title: Bilingual, number: z.string().nullable(), issuedOn: Day, voided: z.boolean(),
  originalOn: Day.nullable().describe('When its signed original was filed; null while there is none.'),
}).meta({ id: 'SheetPlace' });

export const SealQuery = z.strictObject({ from: DateText.optional(), to: DateText.optional(), keeper: PersonId.optional(), cursor: Cursor, limit: Limit });
const Named = { id: z.string(), name: z.string() };
const Hand = z.strictObject({ ...Named, inPlaceOf: z.strictObject(Named).nullable().describe('The absent person for whom, by written authority.') });
export const SealUseView = z.strictObject({
  caseId: z.uuid(), caseNumber: z.string(), seq: z.number().int(), office: z.string(), paperId: z.string(), paper: z.string(), title: Bilingual, number: z.string().nullable(), sha256: z.string(),
  seal: z.enum(['physical', 'electronic']), applicant: Hand, keeper: Hand, askedOn: Day, usedOn: Day, recordedAt: Instant,
}).meta({ id: 'SealUse' });
export const SealPage = pageOf(SealUseView, 'SealPage');
