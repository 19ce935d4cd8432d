import type { z } from 'zod';
import type { LegalDate } from '#law';
import { readPaperReference } from '#documents';
import type { CaseCommand, LateEntry, OfficerOnDay, SheetSignature } from '#cases/model';
import { NotDone } from './outcome.ts';
import type { AskSealCommand, SheetCommand } from './sheet-edge.ts';

/** What is looked up for the day of the act. */
interface OnThatDay { officersOf: (ids: readonly string[]) => Promise<OfficerOnDay[]>; lateOf: (late: z.infer<typeof AskSealCommand>['late'], paperId: string) => Promise<{ late?: LateEntry }> }

/** As the engine takes it: the paper by the code of its sheet, officers with their certificates on the day. Throws NotDone for a code that is none of ours. */
export async function resolveSheetCommand(command: SheetCommand, on: LegalDate, { officersOf, lateOf }: OnThatDay): Promise<CaseCommand> {
  if (command.type !== 'fileOriginal') {
    const late = await lateOf(command.late, command.paperId);
    if (command.type === 'askSeal') return { type: 'askSeal', paperId: command.paperId, seal: command.seal, on, ...late };
    return { type: 'useSeal', paperId: command.paperId, seal: command.seal, sha256: command.sha256, on, ...late };
  }
  const paperId = readPaperReference(command.reference);
  if (paperId === null) {
    throw new NotDone({ status: 'invalid', errors: [{ field: 'reference', rule: 'reference', message: { zh: '这不是本系统文书上的二维码内容。', en: 'This is not what the QR code of one of our papers says.' } }] });
  }
  const signatures: SheetSignature[] = [];
  for (const { who, how, notedBy } of command.signatures) signatures.push({ who, how, notedBy: await officersOf(notedBy) });
  return { type: 'fileOriginal', paperId, fileId: command.fileId, on, signatures };
}
