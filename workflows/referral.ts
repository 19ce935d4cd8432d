/**
 * An application to the court to enforce (申请人民法院强制执行), `referral/<duty id>`.
 *
 *   1. The head finds it in the inbox: the package is drawn from the record, checked and signed where it is fetched
 *      (docs/court-package.md), and handed to the court.
 *   2. The court has five working days to say whether it accepts; when it is late, the workflow of the case reminds the head.
 *   3. What the court says is recorded as a step of the case; accepted, refused or withdrawn, the duty is done. What
 *      follows at the court (its ruling, the higher court, the execution) runs as clocks of the case.
 *   4. If it is owed no longer (the case closed, the pack ended), the process ends.
 */
import { continueAsNew } from '@temporalio/workflow';
import type { DutyInput } from '#contracts/messages';
import { followed } from './duty.ts';

export function referralToCourt({ dutyId }: DutyInput): Promise<string> {
  return followed(dutyId, () => continueAsNew<typeof referralToCourt>({ dutyId }));
}
