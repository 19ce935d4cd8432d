/**
 * A mass refund, `refundround/<id>`: draws up what can go back, and once a second person has approved it asks the case of each,
 * a page at a time. Where it stands is kept in the record: it ends while people are asked, and their approval starts it again.
 */
import { continueAsNew, sleep } from '@temporalio/workflow';
import type { RefundRoundInput } from '#contracts/messages';
import { calendarPagesARun, receiptPace } from '#contracts/timeouts';
import { refundPages } from './record.ts';
import { Wakes } from './wakes.ts';

export async function refundRound({ roundId, seen = 0 }: RefundRoundInput): Promise<number> {
  const wakes = new Wakes();
  let refunds = seen;
  for (let page = 0; page < calendarPagesARun; page += 1) {
    wakes.lookingNow();
    const done = await refundPages.workRefundRoundPage(roundId);
    refunds += done.refunds;
    // An approval that came during the last page is heard here.
    if (!done.more && !wakes.heardMore()) return refunds;
    await sleep(receiptPace);
  }
  return continueAsNew<typeof refundRound>({ roundId, seen: refunds });
}
