import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { DefaultLogger, Runtime, type WorkerOptions } from '@temporalio/worker';
import { Client as PostgresClient, type QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { openCounty, type TestCounty } from '#commands/testing/county';
import type { LegalClockSetting, Profile } from '#store';
import { freshNamespace } from '../../../test/servers/namespace.ts';
import { startMessageGateway, type SimulatedGateway } from '../../simulators/message-gateway.ts';
import { createActivities } from '../activities/index.ts';
import { tracing } from '#traces';
import { clientTraces } from '../temporal/traces.ts';
import { HttpMessageGateway } from '../message-gateway.ts';
import { OutboxRelay } from '../relay/outbox-relay.ts';
import { WorkflowHost } from '../temporal/workflow-host.ts';
import { WorkflowWaker } from '../temporal/workflow-waker.ts';

export interface WorldOrder {
  readonly profile?: Profile;
  readonly clock?: LegalClockSetting;
  /** Further options of the Temporal worker. */
  readonly options?: Partial<WorkerOptions>;
  /** False: relay and workflows are started by the test. */
  readonly running?: boolean;
}

/** A county with its record, one Temporal namespace, a gateway that misbehaves, and a worker. */
export class World {
  private constructor(
    readonly county: TestCounty, readonly gateway: SimulatedGateway, readonly client: Client, readonly namespace: string,
    private readonly connection: Connection, private readonly order: WorldOrder, readonly address: string,
  ) {}

  readonly logged: string[] = [];
  relay: OutboxRelay | undefined;
  host: WorkflowHost | undefined;

  static async open(order: WorldOrder = {}): Promise<World> {
    try {
      Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });
    } catch {
      // The runtime of this test process is installed already.
    }
    const { address, namespace } = await freshNamespace();
    const county = await openCounty(order.clock, order.profile);
    const gateway = await startMessageGateway({ seed: 'worker', late: 20 });
    const connection = await Connection.connect({ address });
    const world = new World(county, gateway, new Client({ connection, namespace, ...(tracing() ? { interceptors: clientTraces } : {}) }), namespace, connection, order, address);
    if (order.running !== false) await world.start();
    return world;
  }

  /** Starts relay and workflows; after `stop`, new ones, as another process would. */
  async start(): Promise<void> {
    this.startRelay();
    await this.startHost();
  }

  startRelay(): OutboxRelay {
    this.relay = new OutboxRelay(this.source, new WorkflowWaker(this.client), this.log);
    this.relay.start();
    return this.relay;
  }

  async startHost(options: Partial<WorkerOptions> = {}): Promise<void> {
    await new Promise<void>((resolve) => {
      this.host = new WorkflowHost({
        address: this.address, namespace: this.namespace, log: this.log, onPolling: () => { resolve(); return Promise.resolve(); },
        activities: createActivities({
          source: this.source, commands: this.county.deps, waker: new WorkflowWaker(this.client), gateway: new HttpMessageGateway(this.gateway.url, 2000), wakeSpreadSeconds: 0, log: this.log,
        }),
        options: { ...this.order.options, ...options },
      });
      this.host.start();
    });
  }

  /** The same record with another Temporal; `start` and `stop` it beside this one. */
  elsewhere(client: Client, namespace: string): World {
    return new World(this.county, this.gateway, client, namespace, this.connection, this.order, this.address);
  }

  async stop(): Promise<void> {
    await this.relay?.stop();
    await this.host?.stop();
    this.relay = undefined;
    this.host = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.gateway.stop();
    await this.connection.close();
    await this.county.close();
  }

  get source(): DataSource {
    return this.county.source;
  }

  /** Asks as superuser: sees everything. */
  async ask<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new PostgresClient(this.county.database.superuserUrl);
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** How a workflow stands, or null while there is none of this id: between a commit and the start of its workflow lies the outbox. */
  async statusOf(workflowId: string): Promise<string | null> {
    try {
      return (await this.client.workflow.getHandle(workflowId).describe()).status.name;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }

  /** Waits until the answer is given; says what was waited for when it does not come. */
  async until<T>(what: string, answer: () => Promise<T | null | undefined | false>, patience = 60_000): Promise<T> {
    const end = Date.now() + patience;
    for (;;) {
      const given = await answer();
      if (given !== null && given !== undefined && given !== false) return given;
      if (Date.now() > end) throw new Error(`Waited ${patience} ms in vain for: ${what}`);
      await sleep(30);
    }
  }

  /** What the worker logs, kept to be searched. */
  readonly log = Object.assign(Object.create(Logger.prototype) as Logger, {
    log: (line: string) => { this.logged.push(line); }, warn: (line: string) => { this.logged.push(line); }, error: (line: string) => { this.logged.push(line); },
  });
}
