/**
 * A hearing that is owed (听证), `hearing/<duty id>`.
 *
 *   1. The one responsible finds it in the inbox: book the day and the chair, and notify the party in time. The notice
 *      of the hearing is a paper with a service of its own.
 *   2. He is reminded when the record says so: that the booking is due, that the day has come.
 *   3. Held, or waived by the party: the duty is reported. Adjourned: it stays owed, and a new day is booked as at 1.
 *   4. If it is owed no longer (the party withdrew the request, the case closed), the process ends.
 */
import { continueAsNew } from '@temporalio/workflow';
import type { DutyInput } from '#contracts/messages';
import { followed } from './duty.ts';

export function hearing({ dutyId }: DutyInput): Promise<string> {
  return followed(dutyId, () => continueAsNew<typeof hearing>({ dutyId }));
}
