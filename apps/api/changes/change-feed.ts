import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Client } from 'pg';
import { Subject } from 'rxjs';
import { z } from 'zod';
import { Configuration } from '../configuration.ts';
import { logLine } from '../http/log.ts';

const Changed = z.array(z.strictObject({ caseId: z.string(), officeId: z.string() }));
export type Change = z.infer<typeof Changed>[number];

/** Milliseconds before listening is tried again. */
const again = 2000;

/** What the relay notifies (ids only), for everybody who listens. */
@Injectable()
export class ChangeFeed implements OnModuleInit, BeforeApplicationShutdown {
  public readonly changes = new Subject<Change[]>();
  /** The service goes down: streams end. */
  public readonly closed = new Subject<true>();
  private client: Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private closing = false;

  public constructor(private readonly configuration: Configuration) {}

  public async onModuleInit(): Promise<void> {
    await this.listen();
  }

  public async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.closed.next(true);
    await this.client?.end();
  }

  private async listen(): Promise<void> {
    const client = new Client({ connectionString: this.configuration.databaseUrl, application_name: 'anjuan-api-changes' });
    client.on('error', () => { this.lost(client); });
    client.on('end', () => { this.lost(client); });
    client.on('notification', ({ payload }) => { this.heard(payload ?? ''); });
    this.client = client;
    try {
      await client.connect();
      await client.query('LISTEN changed');
    } catch {
      // The database is away; readiness tells it, and listening is tried again.
      this.lost(client);
    }
  }

  private lost(client: Client): void {
    if (this.closing || this.client !== client) return;
    this.client = null;
    logLine('warn', 'changes not heard', {});
    void client.end().catch(() => undefined);
    this.timer = setTimeout(() => { void this.listen(); }, again);
  }

  private heard(payload: string): void {
    let read: unknown;
    try {
      read = JSON.parse(payload);
    } catch {
      read = null;
    }
    const changed = Changed.safeParse(read);
    if (changed.success) this.changes.next(changed.data);
    else logLine('warn', 'change not understood', { length: payload.length });
  }
}
