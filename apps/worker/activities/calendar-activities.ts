import type { DataSource } from 'typeorm';
import { advanceTogether, caseWorkflowId, type Activities } from '#contracts';
import { openCases, putOutbox, withCase } from '#store';
import type { AdvanceTogether } from './gathering.ts';

/** A changed calendar, a page of open cases at a time. */
export function calendarActivities(source: DataSource, advance: AdvanceTogether): Pick<Activities, 'advanceCalendarPage'> {
  return {
    async advanceCalendarPage(version, after) {
      const page = await openCases(source, after, advanceTogether, version);
      const failures = await advance(page);
      // A case that does not advance is a matter for its own workflow: it counts the attempts and calls people.
      for (const [caseId, failure] of failures) {
        if (failure !== null) await withCase(source, caseId, (manager, officeId) => putOutbox(manager, caseWorkflowId(caseId), { caseId, officeId }));
      }
      return { last: page.length < advanceTogether ? null : page.at(-1) ?? null, cases: page.length };
    },
  };
}
