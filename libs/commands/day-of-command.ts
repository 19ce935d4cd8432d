/** The day of an act that names none. */
import { chinaDateOf, type LegalDate, type LegalInstant } from '#law';
import type { EdgeCommand } from './edge.ts';

/** Done in the record itself, and so on the day of recording (decision 36), also where the request arrived before midnight. */
const IN_THE_RECORD: ReadonlySet<EdgeCommand['type']> = new Set<EdgeCommand['type']>(['voidPaper', 'amendParty', 'closeCase', 'reopenCase', 'transferCase', 'takeOverCase', 'callInFile', 'returnFile', 'askSeal', 'useSeal']);

/** The day that the command names, else that of recording or, for what people did outside, of the arrival of the request. */
export function dayOfCommand(command: EdgeCommand, { receivedAt, at }: { receivedAt: LegalInstant; at: LegalInstant }): LegalDate {
  const named = command.type === 'recordService' ? command.attempt.on : 'on' in command ? command.on : undefined;
  return named ?? chinaDateOf(IN_THE_RECORD.has(command.type) ? at : receivedAt);
}
