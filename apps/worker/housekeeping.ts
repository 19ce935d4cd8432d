import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { CommandDeps } from '#commands';
import { housekeeping } from '#contracts';
import { addDays, chinaDateOf, startOfDay } from '#law';
import { legalNow, MACHINE, rearmCases, sweepDoorTries, tickLegalClock, withActor } from '#store';
import { sweepUploads, type CaseFiles } from '#store/files';
import { describeError } from './activities/failures.ts';
import { signYesterday } from './activities/day-activities.ts';
import { incidentActivities } from './activities/incidents.ts';
import { recordDueCases } from './due-cases.ts';

/** What must also happen while Temporal is away. */
export class Housekeeping {
  private readonly stopping = new AbortController();
  private running: Promise<unknown> | undefined;

  constructor(private readonly commands: CommandDeps, private readonly files: CaseFiles, private readonly log: Logger, private readonly lookAtTemporal: () => Promise<void>) {}

  private get source(): DataSource {
    return this.commands.source;
  }

  start(): void {
    this.running ??= Promise.all([
      this.every(housekeeping.tickClock, 'the legal clock', () => withActor(this.source, { actorId: MACHINE, offices: [] }, tickLegalClock)),
      this.every(housekeeping.lookAtTemporal, 'the look at Temporal', this.lookAtTemporal),
      this.every(housekeeping.recordDue, 'recording what is due', () => recordDueCases(this.commands, this.stopping.signal)),
      this.every(housekeeping.rearm, 'rearming', async () => { await rearmCases(this.source, { everything: false }); }),
      this.every(housekeeping.sign, 'signing the heads', () => signYesterday(this.commands)),
      this.every(housekeeping.sweepUploads, 'sweeping uploads', () => this.sweep()),
      this.every(housekeeping.sweepDoorTries, 'sweeping counts of the door', () => withActor(this.source, { actorId: MACHINE, offices: [] }, async (manager) => { await sweepDoorTries(manager); })),
      this.every(housekeeping.lookForProof, 'the look for the proof', () => this.lookForProof()),
    ]);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Uploads that their person left for a week. */
  private async sweep(): Promise<void> {
    const removed = await sweepUploads(this.source, this.files);
    if (removed > 0) this.log.log(`${removed} abandoned uploads were removed.`);
  }

  /** The proof of yesterday is missing in the morning: an alarm, from outside the Temporal that should have made it. */
  private async lookForProof(): Promise<void> {
    const missing = await withActor(this.source, { actorId: MACHINE, offices: [] }, async (manager) => {
      const { at, mode } = await legalNow(manager);
      const today = chinaDateOf(at);
      if (mode !== 'wall' || Date.parse(at) - Date.parse(startOfDay(today)) < housekeeping.proofExpectedAfter) return null;
      const yesterday = addDays(today, -1);
      const [known] = await manager.query<unknown[]>('SELECT 1 FROM proof WHERE date = $1', [yesterday]);
      const [older] = await manager.query<unknown[]>('SELECT 1 FROM instance WHERE made_at < $1', [startOfDay(today)]);
      return known === undefined && older !== undefined ? yesterday : null;
    });
    if (missing !== null) await incidentActivities(this.source, this.log).reportIncident(`proof/${missing}`, 'proofMissing');
  }

  private async every(pause: number, what: string, work: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await work().catch((error: unknown) => this.log.warn(`Housekeeping: ${what} failed (${describeError(error)}); tried again.`));
    }
  }
}
