import type { LegalDate } from '#law';
import { readPaperReference } from '#documents';
import type { CaseCommand, OfficerOnDay, SheetSignature } from '#cases/model';
import { NotDone } from './outcome.ts';
import type { SheetCommand } from './sheet-edge.ts';

/** As the engine takes it: the paper by the code of its sheet, officers with their certificates on the day. Throws NotDone for a code that is none of ours. */
export async function resolveSheetCommand(command: SheetCommand, today: LegalDate, officersOf: (ids: readonly string[], on: LegalDate) => Promise<OfficerOnDay[]>): Promise<CaseCommand> {
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
