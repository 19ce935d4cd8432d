/**
 * The receipts of a bank's file, `bankimport/<id>`: each is booked in the case whose reference it bears, or taken back
 * there, a page at a time. Where it stands is kept in the record, so a run that breaks off is continued by the next, and
 * a receipt that somebody matched later starts it again.
 */
import { continueAsNew, sleep } from '@temporalio/workflow';
import type { BankImportInput } from '#contracts/messages';
import { calendarPagesARun, receiptPace } from '#contracts/timeouts';
import { receiptPages } from './record.ts';
import { Wakes } from './wakes.ts';

export async function bankImport({ importId, seen = 0 }: BankImportInput): Promise<number> {
  const wakes = new Wakes();
  let receipts = seen;
  for (let page = 0; page < calendarPagesARun; page += 1) {
    wakes.lookingNow();
    const done = await receiptPages.bookReceiptPage(importId);
    receipts += done.receipts;
    if (!done.more && !wakes.heardMore()) return receipts;
    await sleep(receiptPace);
  }
  return continueAsNew<typeof bankImport>({ importId, seen: receipts });
}
