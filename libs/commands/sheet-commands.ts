import { z } from 'zod';
import type { LegalDate } from '#law';
import { readPaperReference } from '#documents';
import type { CaseCommand, OfficerOnDay, SheetSignature } from '#cases/model';
import { LegalDateField } from './legal-date-field.ts';
import { NotDone } from './outcome.ts';

const on = LegalDateField.optional();
const PaperId = z.string().regex(/^[0-9a-f-]{36}\.[1-9]\d{0,8}$/);
const Seal = z.enum(['physical', 'electronic']);

/** A signature on the sheet, or that it was refused and which officers noted it. */
export const EdgeSignature = z.strictObject({
  who: z.enum(['party', 'agent', 'askedPerson', 'presentPerson', 'witness', 'recipient', 'officers', 'recorder', 'chair', 'reviewer', 'participants', 'head', 'authority']),
  how: z.enum(['signature', 'fingerMark', 'seal', 'refused']),
  notedBy: z.array(z.uuid()).max(5).default([]),
});

/** `reference`: what the QR code of the sheet says. */
export const FileOriginalCommand = z.strictObject({ type: z.literal('fileOriginal'), fileId: z.uuid(), reference: z.string().max(200), on, signatures: z.array(EdgeSignature).min(1).max(20) });
export const AskSealCommand = z.strictObject({ type: z.literal('askSeal'), paperId: PaperId, seal: Seal, on });
export const UseSealCommand = z.strictObject({ type: z.literal('useSeal'), paperId: PaperId, seal: Seal, sha256: z.string().regex(/^[0-9a-f]{64}$/), on });

type Plain = z.infer<typeof FileOriginalCommand> | z.infer<typeof AskSealCommand> | z.infer<typeof UseSealCommand>;

/** As the engine takes it: the paper by the code of its sheet, officers with their certificates on the day. Throws NotDone for a code that is none of ours. */
export async function resolveSheetCommand(command: Plain, today: LegalDate, officersOf: (ids: readonly string[], on: LegalDate) => Promise<OfficerOnDay[]>): Promise<CaseCommand> {
  const day = command.on ?? today;
  if (command.type === 'askSeal') return { type: 'askSeal', paperId: command.paperId, seal: command.seal, on: day };
  if (command.type === 'useSeal') return { type: 'useSeal', paperId: command.paperId, seal: command.seal, sha256: command.sha256, on: day };
  const paperId = readPaperReference(command.reference);
  if (paperId === null) {
    throw new NotDone({ status: 'invalid', errors: [{ field: 'reference', rule: 'reference', message: { zh: '这不是本系统文书上的二维码内容。', en: 'This is not what the QR code of one of our papers says.' } }] });
  }
  const signatures: SheetSignature[] = [];
  for (const { who, how, notedBy } of command.signatures) signatures.push({ who, how, notedBy: await officersOf(notedBy, day) });
  return { type: 'fileOriginal', paperId, fileId: command.fileId, on: day, signatures };
}
