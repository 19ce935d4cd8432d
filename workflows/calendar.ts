/**
 * A calendar notice was loaded or amended, `calendar/<version>`: bring every open case whose clocks it touches to now,
 * a page at a time, with a pause between pages so that people's commands go first. A case that somebody touches before
 * its turn is right already, since every command compares calendars first.
 */
import { continueAsNew, sleep } from '@temporalio/workflow';
import type { CalendarInput } from '#contracts/messages';
import { calendarPace, calendarPagesARun } from '#contracts/timeouts';
import { calendarPages } from './record.ts';
import { hearWakes } from './wakes.ts';

export async function calendarChange({ version, after = null, seen = 0 }: CalendarInput): Promise<number> {
  // A second wake finds the change under way, or begins it again after its end: advancing twice changes nothing.
  hearWakes();
  let last = after;
  let cases = seen;
  for (let page = 0; page < calendarPagesARun; page += 1) {
    const done = await calendarPages.advanceCalendarPage(version, last);
    cases += done.cases;
    if (done.last === null) return cases;
    last = done.last;
    await sleep(calendarPace);
  }
  return continueAsNew<typeof calendarChange>({ version, after: last, seen: cases });
}
