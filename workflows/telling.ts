/** Telling people: an entry in the inbox of the one who must act, and one message that there is something. */
import { ActivityFailure, isCancellation } from '@temporalio/workflow';
import type { OwedDuty } from '#contracts/messages';
import { gateway, must, putIntoInbox, reportFulfilled } from './record.ts';

/** Reminders, escalations and missing calendar notices, from owed to reported. */
export async function fulfilByTelling(duty: OwedDuty): Promise<void> {
  if (duty.kind === 'resolveCalendar') await must.reportIncident(duty.dutyId, 'calendarNoticeMissing');
  const { outcome, attempts } = await tell(duty.dutyId, 'first');
  // A calendar notice that is missing stays owed until it is loaded: the record withdraws the duty then.
  if (duty.kind !== 'resolveCalendar') await reportFulfilled(duty.dutyId, outcome, attempts);
}

/**
 * The inbox entry first, then one message, sent until the gateway has taken it. If it does not in a day, the inbox entry
 * has to do: the outcome says so and people see an incident. Once in effect for the same duty and key.
 */
export async function tell(dutyId: string, key: string): Promise<{ outcome: 'sent' | 'inboxOnly'; attempts: number }> {
  await putIntoInbox(dutyId);
  try {
    const { attempts } = await gateway.sendMessage(dutyId, key);
    return { outcome: 'sent', attempts };
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    await must.reportIncident(dutyId, 'messageNotDelivered');
    return { outcome: 'inboxOnly', attempts: 0 };
  }
}
