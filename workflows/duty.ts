/** A duty that waits for people: what the record says about it, telling them, sleeping, and the end. */
import { allHandlersFinished, condition, workflowInfo } from '@temporalio/workflow';
import type { DutyProgress } from '#contracts/messages';
import { longestHistory, longestRun, poisonPause } from '#contracts/timeouts';
import { Beside } from './beside.ts';
import { known, lookAt, must, record, reportFulfilled } from './record.ts';
import { tell } from './telling.ts';
import { Wakes } from './wakes.ts';

/**
 * Follows a duty that waits for people until the record shows it done, or owed no longer: tells the one responsible what
 * the record says, and sleeps. `anew` begins a run that has become long again from nothing.
 */
export async function followed(dutyId: string, anew: () => Promise<never>): Promise<string> {
  const owed = new FollowedDuty(dutyId);
  for (;;) {
    const now = await owed.asTheRecordHasIt();
    if (now === null || now.status !== 'owed') {
      await owed.end();
      return now?.status ?? 'gone';
    }
    if (now.outcome !== null) {
      await owed.report(now.outcome);
      await owed.end();
      return now.outcome;
    }
    if (now.tell !== null) owed.tellOnce(now.tell);
    if (await owed.sleepUntil(now.wakeAt) === 'beginAnew') {
      await owed.end();
      await anew();
    }
  }
}

class FollowedDuty {
  private readonly wakes = new Wakes();
  private readonly beside = new Beside(() => this.wakes.lookAgain());
  private readonly begun = Date.now();

  constructor(private readonly dutyId: string) {}

  /** Where the duty stands; null if the record knows no such duty. One that cannot be read calls people and is tried again. */
  async asTheRecordHasIt(): Promise<DutyProgress | null> {
    for (let called = false; ; called = true) {
      this.wakes.lookingNow();
      const look = await lookAt(() => record.dutyProgress(this.dutyId, ...known(this.beside.finished)));
      if (look.is !== 'poisoned') {
        if (called) await must.endIncident(this.dutyId, 'dutyCannotBeRead');
        if (look.is !== 'read') return null;
        this.beside.forget(look.answer.lost);
        return look.answer;
      }
      if (!called) await must.reportIncident(this.dutyId, 'dutyCannotBeRead');
      await this.wakes.sleepUntil(null, poisonPause);
    }
  }

  /** Tells the one who must act, once for each key, while the process goes on. */
  tellOnce(key: string): void {
    this.beside.begin(key, async () => { await tell(this.dutyId, key); });
  }

  async report(outcome: string): Promise<void> {
    await reportFulfilled(this.dutyId, outcome, 1);
  }

  /** What is still being told has no object any more. */
  async end(): Promise<void> {
    this.beside.cancelExcept();
    await condition(() => this.beside.quiet);
    await condition(allHandlersFinished);
  }

  /** Sleeps until something changes or until that instant; true when this run has become long and should begin anew. */
  async sleepUntil(instant: string | null): Promise<'lookAgain' | 'beginAnew'> {
    await this.wakes.sleepUntil(instant, Math.max(1, this.begun + longestRun - Date.now()));
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    const long = continueAsNewSuggested || historyLength > longestHistory || Date.now() >= this.begun + longestRun;
    return long && this.beside.quiet ? 'beginAnew' : 'lookAgain';
  }
}
