import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { relay } from '#contracts';
import { spanned } from '#traces';
import { claimOutbox, failOutbox, settleOutbox, type OutboxClaim } from '#store';
import { describeError } from '../activities/failures.ts';
import { temporalIsAway, type WorkflowWaker } from '../temporal/workflow-waker.ts';

/**
 * Carries wakes from the record to Temporal. A row is claimed by a lease that is committed before Temporal is called, so
 * no lock is held meanwhile; it goes away only where nobody wrote it since. A relay that dies leaves its lease to run
 * out, and another signals again: a wake that comes twice does nothing.
 */
export class OutboxRelay {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private complainedAt = 0;
  private away = 0;

  constructor(private readonly source: DataSource, private readonly waker: Pick<WorkflowWaker, 'wake'>, private readonly log: Pick<Logger, 'warn' | 'log'>) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Ends after the signals under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** One round: claims, signals, settles. Answers how many rows it claimed; throws only when PostgreSQL does not answer. */
  async round(): Promise<number> {
    const claimed = await claimOutbox(this.source, relay.claimAtOnce, relay.leaseSeconds);
    if (claimed.length === 0) return 0;
    const waiting = [...claimed];
    let temporalAway: unknown;
    const carry = async (): Promise<void> => {
      for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
        // Once Temporal is known to be away, the rest of the batch is handed back without asking.
        const failure = await this.signal(row, temporalAway);
        if (failure !== undefined && temporalIsAway(failure)) temporalAway = failure;
      }
    };
    await Promise.all(Array.from({ length: relay.signalsAtOnce }, carry));
    if (temporalAway === undefined) {
      if (this.away > 0) this.log.log('Temporal answers again; the wakes that waited are on their way.');
      this.away = 0;
    } else {
      this.away += 1;
      this.complain(`Temporal does not take wakes (${describeError(temporalAway)}); people's commands go on, and the relay tries again.`);
    }
    return claimed.length;
  }

  /** A wake that a traced command wrote is a part of its trace; what time or rearm wakes is none. */
  private signal(row: OutboxClaim, knownTrouble: unknown): Promise<unknown> {
    if (row.traceparent === undefined) return this.deliver(row, knownTrouble);
    return spanned('outbox delivery', { kind: 'consumer', under: row.traceparent, facts: { 'anjuan.workflow': row.workflowId, 'anjuan.attempts': row.attempts } }, async (note) => {
      const failure = await this.deliver(row, knownTrouble);
      if (failure !== undefined) note({ 'anjuan.outcome': 'postponed' });
      return failure;
    });
  }

  private async deliver({ workflowId, version, attempts }: OutboxClaim, knownTrouble: unknown): Promise<unknown> {
    try {
      if (knownTrouble !== undefined) throw knownTrouble;
      await this.waker.wake(workflowId);
    } catch (error) {
      const [first, longest] = relay.backOff;
      const pause = temporalIsAway(error) ? first : Math.min(first * 2 ** attempts, longest);
      if (!temporalIsAway(error)) this.complain(`${workflowId} could not be woken (${describeError(error)}).`);
      await failOutbox(this.source, workflowId, describeError(error), pause / 1000);
      return error;
    }
    await settleOutbox(this.source, { workflowId, version });
    return undefined;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      let claimed = 0;
      try {
        claimed = await this.round();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.complain(`The outbox cannot be read (${describeError(error)}); the relay tries again.`);
      }
      const trouble = Math.max(failures, this.away);
      const [first, longest] = relay.backOff;
      const pause = trouble > 0 ? Math.min(first * 2 ** (trouble - 1), longest / 6) : claimed === relay.claimAtOnce ? 0 : relay.pollEvery;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One line a minute, however often it fails. */
  private complain(sentence: string): void {
    if (Date.now() - this.complainedAt < relay.complainEvery) return;
    this.complainedAt = Date.now();
    this.log.warn(sentence);
  }
}
