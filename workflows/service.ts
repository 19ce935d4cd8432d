/**
 * Service of one paper on one party (送达), `service/<duty id>`.
 *
 *   1. The officer finds the paper in the inbox, and one message says that there is something.
 *   2. He serves it in one of the ways that the law allows next, and records each attempt. A failed attempt opens the
 *      next way (a co-resident adult, leaving it in place, post, at last the announcement): the record says which.
 *   3. When the record has something new for him (an attempt failed, the limit has come near), he is told once.
 *   4. Once the record shows the paper served, the duty is reported.
 *   5. If it is owed no longer (the paper was voided, the case closed), the process ends. A letter that is at the
 *      printer by then is a fact: its outcome is recorded like any other, and nothing is undone.
 */
import { continueAsNew } from '@temporalio/workflow';
import type { DutyInput } from '#contracts/messages';
import { followed } from './duty.ts';

export function serviceOfPaper({ dutyId }: DutyInput): Promise<string> {
  return followed(dutyId, () => continueAsNew<typeof serviceOfPaper>({ dutyId }));
}
