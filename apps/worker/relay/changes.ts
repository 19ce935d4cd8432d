import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { relay } from '#contracts';
import { describeError } from '../activities/failures.ts';

/** Channel of "something changed" for the streams of the API; its payload is a JSON list of `{caseId, officeId}`. */
export const changedChannel = 'changed';
/** A notification holds 8,000 bytes at most. */
const atOnce = 50;

interface Change { reached: string; case_id: string | null; office_id: string | null }

/**
 * Tells the API's streams which cases changed: by one reader of committed events, not by the commands, since NOTIFY takes
 * a lock of the whole database at commit. Ids only. Two workers tell everything twice, which does no harm.
 */
export class ChangeTeller {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private position: string | null = null;
  private complainedAt = 0;

  constructor(private readonly source: DataSource, private readonly log: Pick<Logger, 'warn'>) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** One look; the first only notes where the record stands. Answers how many cases changed. */
  async round(): Promise<number> {
    const rows = await this.source.query<Change[]>('SELECT reached, case_id, office_id FROM changes_since($1)', [this.position]);
    const changed = rows.flatMap(({ case_id: caseId, office_id: officeId }) => (caseId === null ? [] : [{ caseId, officeId }]));
    for (let from = 0; from < changed.length; from += atOnce) {
      await this.source.query('SELECT pg_notify($1, $2)', [changedChannel, JSON.stringify(changed.slice(from, from + atOnce))]);
    }
    this.position = rows[0]?.reached ?? this.position;
    return changed.length;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.round().catch((error: unknown) => {
        if (Date.now() - this.complainedAt < relay.complainEvery) return;
        this.complainedAt = Date.now();
        this.log.warn(`Changes cannot be told (${describeError(error)}); tried again.`);
      });
      await sleep(relay.pollEvery, undefined, { signal }).catch(() => undefined);
    }
  }
}
