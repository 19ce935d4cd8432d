import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Client, Connection } from '@temporalio/client';
import { DataSource } from 'typeorm';
import { rearmCases } from '#store';
import { CaseFiles } from '#store/files';
import type { CommandDeps } from '#commands';
import { closeTraces, tracing } from '#traces';
import { createActivities } from './activities/index.ts';
import { describeError } from './activities/failures.ts';
import { Housekeeping } from './housekeeping.ts';
import { MESSAGE_GATEWAY, type GatewayService } from './gateway-service.ts';
import { OutboxRelay } from './relay/outbox-relay.ts';
import { recognizeTemporal } from './relay/recognize-temporal.ts';
import { WORKER_SETTINGS, type WorkerSettings } from './settings.ts';
import { scheduleDailyRound } from './temporal/daily-schedule.ts';
import { clientTraces } from './temporal/traces.ts';
import { WorkflowHost } from './temporal/workflow-host.ts';
import { WorkflowWaker } from './temporal/workflow-waker.ts';

/** Injection token of what the one door needs. */
export const COMMAND_DEPS = Symbol('command deps');

/** What this process does, in the order in which it begins, and ends in reverse: relay, workflows, housekeeping. */
@Injectable()
export class WorkerProcess implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('worker');
  /** Connects on its first use, so a Temporal that is away keeps nothing from starting. */
  private readonly connection: Connection;
  private readonly client: Client;
  private readonly relay: OutboxRelay;
  private readonly host: WorkflowHost;
  private readonly housekeeping: Housekeeping;
  private ready = false;

  constructor(
    private readonly source: DataSource,
    @Inject(COMMAND_DEPS) commands: CommandDeps,
    @Inject(CaseFiles) files: CaseFiles,
    @Inject(MESSAGE_GATEWAY) private readonly gateway: GatewayService,
    @Inject(WORKER_SETTINGS) private readonly settings: WorkerSettings,
  ) {
    this.connection = Connection.lazy({ address: settings.temporalAddress });
    this.client = new Client({ connection: this.connection, namespace: settings.temporalNamespace, ...(tracing() ? { interceptors: clientTraces } : {}) });
    const waker = new WorkflowWaker(this.client);
    this.relay = new OutboxRelay(source, waker, this.log);
    this.host = new WorkflowHost({
      address: settings.temporalAddress, namespace: settings.temporalNamespace, log: this.log, onPolling: () => this.onPolling(),
      activities: createActivities({ source, commands, waker, gateway: gateway.gateway, wakeSpreadSeconds: settings.wakeSpreadSeconds, log: this.log }),
    });
    this.housekeeping = new Housekeeping(commands, files, this.log, () => this.lookAtTemporal());
  }

  onApplicationBootstrap(): void {
    this.relay.start();
    this.host.start();
    this.housekeeping.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.housekeeping.stop();
    await this.relay.stop();
    await this.host.stop();
    await this.connection.close();
    await this.gateway.stop();
    await this.source.destroy();
    await closeTraces();
  }

  private async onPolling(): Promise<void> {
    try {
      await this.lookAtTemporal();
      const woken = await rearmCases(this.source, { everything: false });
      if (woken > 0) this.log.log(`${woken} cases were not armed and are woken.`);
    } catch (error) {
      this.log.warn(`The start is not complete (${describeError(error)}); housekeeping tries again.`);
    }
    if (this.ready) return;
    this.ready = true;
    // The launcher waits for this line.
    console.log('worker ready');
  }

  /** A Temporal that was wiped or replaced knows nothing: everything owed is woken again. */
  private async lookAtTemporal(): Promise<void> {
    const other = await recognizeTemporal(this.source, this.client, this.settings.temporalNamespace);
    if (other) {
      const woken = await rearmCases(this.source, { everything: true });
      this.log.log(`Another Temporal than before answers; ${woken} cases are woken.`);
    }
    await scheduleDailyRound(this.client);
  }
}
