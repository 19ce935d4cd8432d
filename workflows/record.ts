/** The ways in which a process asks the record and the world. Each is an activity of the worker; see `#contracts/timeouts`. */
import { ActivityFailure, ApplicationFailure, isCancellation, proxyActivities, proxyLocalActivities, TemporalFailure } from '@temporalio/workflow';
import { failureTypes } from '#contracts/failures';
import type { Activities } from '#contracts/messages';
import { timeouts } from '#contracts/timeouts';

/** Short reads and writes of our own PostgreSQL. While it is away they end at once, and the process waits with patience (`lookAt`). */
export const record = proxyLocalActivities<Pick<Activities, 'advance' | 'dutyProgress'>>({ ...timeouts.record, retry: { ...timeouts.record.retry, nonRetryableErrorTypes: [failureTypes.recordUnavailable] } });

/** What must reach the record in the end. */
export const must = proxyActivities<Pick<Activities, 'startDuties' | 'wakeDuties' | 'putIntoInbox' | 'reportFulfilled' | 'reportIncident' | 'endIncident' | 'beginDay'>>(timeouts.mustSucceed);

/** The message gateway, which may fail, be slow, or take a message twice. */
export const gateway = proxyActivities<Pick<Activities, 'sendMessage'>>(timeouts.message);

export const calendarPages = proxyActivities<Pick<Activities, 'advanceCalendarPage'>>(timeouts.calendarPage);
export const lawChangePages = proxyActivities<Pick<Activities, 'workLawChangePage'>>(timeouts.lawChangePage);
export const receiptPages = proxyActivities<Pick<Activities, 'bookReceiptPage'>>(timeouts.bankImportPage);
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
