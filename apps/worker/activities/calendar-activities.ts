import { advanceTogether, caseWorkflowId, type Activities } from '#contracts';
import type { CommandDeps } from '#commands';
import { chinaDateOf } from '#law';
import { legalNow, MACHINE, openCases, putOutbox, withActor, withCase } from '#store';
import { beating } from './beating.ts';
import type { AdvanceTogether } from './gathering.ts';

/** A changed calendar, a page of open cases at a time. */
export function calendarActivities({ source, law }: Pick<CommandDeps, 'source' | 'law'>, advance: AdvanceTogether): Pick<Activities, 'advanceCalendarPage'> {
  return {
    advanceCalendarPage: (_version, after) => beating(async () => {
      // A case that was judged by the calendar of today already has nothing to catch up with.
      const today = await withActor(source, { actorId: MACHINE, offices: [] }, async (manager) => (await law.book(manager)).calendars.asKnownOn(chinaDateOf((await legalNow(manager)).at)).version);
      const page = await openCases(source, after, advanceTogether, today);
      const failures = await advance(page);
      // A case that does not advance is a matter for its own workflow: it counts the attempts and calls people.
      for (const [caseId, failure] of failures) {
        if (failure !== null) await withCase(source, caseId, (manager, officeId) => putOutbox(manager, caseWorkflowId(caseId), { caseId, officeId }));
      }
      return { last: page.length < advanceTogether ? null : page.at(-1) ?? null, cases: page.length };
    }),
  };
}
