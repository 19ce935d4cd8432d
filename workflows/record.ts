/** The ways in which a process asks the record and the world. Each is an activity of the worker; see `#contracts/timeouts`. */
import { ActivityFailure, ApplicationFailure, isCancellation, patched, proxyActivities, proxyLocalActivities, TemporalFailure } from '@temporalio/workflow';
import { failureTypes } from '#contracts/failures';
import type { Activities } from '#contracts/messages';
import { timeouts } from '#contracts/timeouts';

/** Short reads and writes of our own PostgreSQL. While it is away they end at once, and the process waits with patience (`lookAt`). */
export const record = proxyLocalActivities<Pick<Activities, 'advance' | 'dutyProgress'>>({ ...timeouts.record, retry: { ...timeouts.record.retry, nonRetryableErrorTypes: [failureTypes.recordUnavailable] } });

/** What must reach the record in the end. */
export const must = proxyActivities<Pick<Activities, 'startDuties' | 'wakeDuties' | 'putIntoInbox' | 'reportFulfilled' | 'reportIncident' | 'endIncident' | 'beginDay'>>(timeouts.mustSucceed);

const atOnce = proxyLocalActivities<Pick<Activities, 'putIntoInbox' | 'reportFulfilled'>>(timeouts.atOnce);

/** An entry in the inbox of the one who must act. */
export const putIntoInbox = (dutyId: string): Promise<void> => written(() => atOnce.putIntoInbox(dutyId), () => must.putIntoInbox(dutyId));

/** The report that a duty is done. */
export const reportFulfilled = (dutyId: string, outcome: string, attempts: number): Promise<void> => written(() => atOnce.reportFulfilled(dutyId, outcome, attempts), () => must.reportFulfilled(dutyId, outcome, attempts));

/**
 * Written by an activity of its own, which never gives up and is idempotent. Runs begun before wrote it by a local activity:
 * two of these that ended one after the other come back in one turn when the run is replayed, and a process that looks
 * at the record after each of them then looks once instead of twice (TMPRL1100). So no process has two of them at once.
 */
async function written(now: () => Promise<void>, inTheEnd: () => Promise<void>): Promise<void> {
  if (patched('written-by-activity') || !patched('written-at-once')) return inTheEnd();
  try {
    await now();
  } catch (error) {
    if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error;
    await inTheEnd();
  }
}

/** The message gateway, which may fail, be slow, or take a message twice. */
export const gateway = proxyActivities<Pick<Activities, 'sendMessage'>>(timeouts.message);

export const calendarPages = proxyActivities<Pick<Activities, 'advanceCalendarPage'>>(timeouts.calendarPage);
export const lawChangePages = proxyActivities<Pick<Activities, 'workLawChangePage'>>(timeouts.lawChangePage);
export const receiptPages = proxyActivities<Pick<Activities, 'bookReceiptPage'>>(timeouts.bankImportPage);
export const refundPages = proxyActivities<Pick<Activities, 'workRefundRoundPage'>>(timeouts.refundRoundPage);
export const proofs = proxyActivities<Pick<Activities, 'proveDay'>>(timeouts.proof);
const patience = proxyActivities<Pick<Activities, 'awaitRecord'>>(timeouts.recordUnavailable);

/** What a process tells the record of itself with a look, where there is something to tell. */
export const known = (ids: string[]): [] | [string[]] => (ids.length === 0 ? [] : [ids]);

/** How a look at the record ended. */
export type Look<T> = { is: 'read'; answer: T } | { is: 'gone' } | { is: 'poisoned' };

/**
 * Looks at the record. When PostgreSQL is away it waits, however long that takes; a case or duty that is not there is
 * `gone`; one that cannot be read after all attempts is `poisoned`, and the caller carries on without it.
 */
export async function lookAt<T>(read: () => Promise<T>): Promise<Look<T>> {
  for (;;) {
    try {
      return { is: 'read', answer: await read() };
    } catch (error) {
      if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error;
      // A local activity fails with its cause itself, another one wraps it.
      const cause = error instanceof ActivityFailure ? error.cause : error;
      const type = cause instanceof ApplicationFailure ? cause.type : undefined;
      if (type === failureTypes.notFound) return { is: 'gone' };
      if (type !== failureTypes.recordUnavailable) return { is: 'poisoned' };
      await patience.awaitRecord();
    }
  }
}
