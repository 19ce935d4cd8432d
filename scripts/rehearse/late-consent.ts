/** Consent to a late entry is given first, by its own request; its id is what the entry names. */
import { LATE_CONSENT, type Turn } from './world.ts';

/** Whoever asks the service in somebody's name. */
interface Asker { ask(method: 'POST', path: string, username: string, body: object): Promise<{ status: number; body: object }> }

/** The step with the consent that was recorded for it. */
export async function withConsent(player: Asker, caseId: string, command: Turn['command'], { by, on }: NonNullable<Turn['consent']>): Promise<Turn['command']> {
  if (command.type !== 'takeStep' || command.late === undefined) throw new Error(`Consent to a late ${command.type} is not rehearsed.`);
  const { status, body } = await player.ask('POST', '/api/late-consents', by.username, { act: 'step', caseId, step: command.step, on, documentNumber: LATE_CONSENT });
  // Without it the answer to the step is not the expected one, and is told as such.
  return status === 201 ? { ...command, late: { ...command.late, consentId: (body as { consentId: string }).consentId } } : command;
}
