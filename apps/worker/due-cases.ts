import { setTimeout as sleep } from 'node:timers/promises';
import { advanceDueCases, type CommandDeps } from '#commands';
import { housekeeping } from '#contracts';
import { noteFailure } from './activities/incidents.ts';

/** Records what time has reached, by the page; a case that fails is left to its workflow, which tells of it. */
export class DueCases {
  private recording: Promise<void> | undefined;

  constructor(private readonly commands: CommandDeps) {}

  /** Until nothing is due, or somebody stops it. */
  record(stopping: AbortSignal): Promise<void> {
    this.recording ??= this.pages(stopping).finally(() => { this.recording = undefined; });
    return this.recording;
  }

  /**
   * Resolves when no backlog is being recorded. A workflow that wakes into one has its turn behind it: its own case is
   * among those recorded, and asking for it alone costs more than the page does. After five seconds it goes ahead.
   */
  async recorded(): Promise<void> {
    if (this.recording === undefined) return;
    const over = new AbortController();
    await Promise.race([this.recording.catch(() => undefined), sleep(housekeeping.waitForDue, undefined, { signal: over.signal }).catch(() => undefined)]);
    over.abort();
  }

  private async pages(stopping: AbortSignal): Promise<void> {
    let more = true;
    while (more && !stopping.aborted) {
      const outcomes = await advanceDueCases(this.commands, housekeeping.dueTogether);
      for (const one of outcomes) if (one.status === 'failed') await noteFailure(this.commands.source, one.caseId, one.error);
      more = outcomes.length === housekeeping.dueTogether;
    }
  }
}
