/**
 * A change of law, `lawchange/<id>`: draws up what would be rewritten in the open cases, and once two persons have
 * signed it applies it, a page at a time with a pause between pages, so that people's commands go first. Where it
 * stands is kept in the record: it ends while people are asked, and is started again by their signature.
 */
import { continueAsNew, sleep } from '@temporalio/workflow';
import type { LawChangeInput } from '#contracts/messages';
import { calendarPace, calendarPagesARun } from '#contracts/timeouts';
import { lawChangePages } from './record.ts';
import { Wakes } from './wakes.ts';

export async function lawChange({ lawChangeId, seen = 0 }: LawChangeInput): Promise<number> {
  const wakes = new Wakes();
  let cases = seen;
  for (let page = 0; page < calendarPagesARun; page += 1) {
    wakes.lookingNow();
    const done = await lawChangePages.workLawChangePage(lawChangeId);
    cases += done.cases;
    // A signature that came during the last page is heard here.
    if (!done.more && !wakes.heardMore()) return cases;
    await sleep(calendarPace);
  }
  return continueAsNew<typeof lawChange>({ lawChangeId, seen: cases });
}
