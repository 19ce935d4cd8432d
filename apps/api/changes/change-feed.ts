import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Subject } from 'rxjs';
import { DataSource } from 'typeorm';
import { barredCases, changedSince, type ChangedCase } from '#store';
import { logLine } from '../http/log.ts';

/** Milliseconds between two looks, and while the database is away. */
const everyLook = 500;
const whileAway = 2000;

/**
 * Which cases changed, for everybody who listens: asked of the record twice a second, so that commands need to tell
 * nobody (NOTIFY takes a lock of the whole database at commit) and nothing is missed while the database is away.
 */
@Injectable()
export class ChangeFeed implements OnModuleInit, BeforeApplicationShutdown {
  public readonly changes = new Subject<ChangedCase[]>();
  /** The service goes down: streams end. */
  public readonly closed = new Subject<true>();
  private readonly closing = new AbortController();
  private seen: string | null = null;
  private looking: Promise<void> | null = null;

  public constructor(@Inject(DataSource) private readonly source: DataSource) {}

  public async onModuleInit(): Promise<void> {
    // From here on nothing is missed: the first look is taken before anybody can listen.
    this.seen = (await changedSince(this.source, null)).seen;
    this.looking = this.look();
  }

  /** These cases without those about an official that the person does not see; none while the database is away. */
  public async withoutBarred(person: { personId: string; offices: readonly string[] }, caseIds: readonly string[]): Promise<string[]> {
    if (caseIds.length === 0) return [];
    try {
      const barred = await barredCases(this.source, person);
      return caseIds.filter((caseId) => !barred.includes(caseId));
    } catch (error) {
      logLine('warn', 'changes not told', { reason: error instanceof Error ? error.name : 'unknown' });
      return [];
    }
  }

  public async beforeApplicationShutdown(): Promise<void> {
    this.closing.abort();
    this.closed.next(true);
    await this.looking;
  }

  private async look(): Promise<void> {
    const { signal } = this.closing;
    let away = false;
    while (!signal.aborted) {
      await sleep(away ? whileAway : everyLook, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        const { seen, cases } = await changedSince(this.source, this.seen);
        this.seen = seen;
        if (cases.length > 0) this.changes.next(cases);
        away = false;
      } catch (error) {
        // Readiness tells that the database is away; the next look begins where the last one ended.
        if (!away) logLine('warn', 'changes not seen', { reason: error instanceof Error ? error.name : 'unknown' });
        away = true;
      }
    }
  }
}
