import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime, type WorkerOptions } from '@temporalio/worker';
import { Client as PostgresClient, type QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import type { SignedInActor } from '#access';
import { executeCommand, openCommandDeps, type CommandDeps, type CommandDone, type CommandOutcome, type EdgeCommand } from '#commands';
import { legalDate, startOfDay } from '#law';
import { lawBookFromFiles } from '#law/files/pack-files';
import type { PackRole } from '#law/pack-format';
import { openStore, useProfile, type LegalClockSetting, type Profile } from '#store';
import { Keys } from '#store/keys';
import { migratedDatabase, type TestDatabase } from '../../../test/servers/database.ts';
import { freshNamespace } from '../../../test/servers/namespace.ts';
import { startMessageGateway, type SimulatedGateway } from '../../simulators/message-gateway.ts';
import { createActivities } from '../activities/index.ts';
import { HttpMessageGateway } from '../message-gateway.ts';
import { OutboxRelay } from '../relay/outbox-relay.ts';
import { WorkflowHost } from '../temporal/workflow-host.ts';
import { WorkflowWaker } from '../temporal/workflow-waker.ts';

/** People of the township T1 and of the county legal office L1. */
export interface People { officer: SignedInActor; second: SignedInActor; head: SignedInActor; reviewer: SignedInActor; chair: SignedInActor; county: SignedInActor }

export interface WorldOrder {
  readonly profile?: Profile;
  readonly clock?: LegalClockSetting;
  /** Further options of the Temporal worker. */
  readonly options?: Partial<WorkerOptions>;
  /** False: relay and workflows are started by the test. */
  readonly running?: boolean;
}

/** A township, its county legal office, one PostgreSQL database, one Temporal namespace, a gateway that misbehaves, and a worker. */
export class World {
  private constructor(
    readonly database: TestDatabase, readonly source: DataSource, readonly commands: CommandDeps, readonly people: People,
    readonly gateway: SimulatedGateway, readonly client: Client, readonly namespace: string, readonly logged: string[],
    private readonly connection: Connection, private readonly order: WorldOrder, private readonly address: string,
  ) {}

  relay: OutboxRelay | undefined;
  host: WorkflowHost | undefined;

  static async open(order: WorldOrder = {}): Promise<World> {
    try {
      Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });
    } catch {
      // The runtime of this test process is installed already.
    }
    const database = await migratedDatabase();
    const { address, namespace } = await freshNamespace();
    const source = await openStore(database.appUrl, { applicationName: 'worker test' });
    await useProfile(source, order.profile ?? 'training', order.clock ?? { mode: 'stepped', at: startOfDay(legalDate('2025-03-03')) });
    const people = await settle(database.superuserUrl);
    const commands = await openCommandDeps({ source, law: lawBookFromFiles(), keys: Keys.generate(), profile: order.profile ?? 'training' });
    const gateway = await startMessageGateway({ seed: 'worker', late: 20 });
    const connection = await Connection.connect({ address });
    const world = new World(database, source, commands, people, gateway, new Client({ connection, namespace }), namespace, [], connection, order, address);
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
          source: this.source, commands: this.commands, waker: new WorkflowWaker(this.client), gateway: new HttpMessageGateway(this.gateway.url, 2000), wakeSpreadSeconds: 0, log: this.log,
        }),
        options: { ...this.order.options, ...options },
      });
      this.host.start();
    });
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
    await this.source.destroy();
    await this.database.drop();
  }

  /** A command that the law allows. */
  async done(actor: SignedInActor, caseId: string, command: EdgeCommand): Promise<CommandDone> {
    const outcome = await this.command(actor, caseId, command);
    if (outcome.status !== 'done') throw new Error(`${command.type} was not done: ${JSON.stringify(outcome)}`);
    return outcome;
  }

  command(actor: SignedInActor, caseId: string, command: EdgeCommand): Promise<CommandOutcome> {
    return executeCommand(this.commands, { actor, route: 'test', idempotencyKey: randomUUID(), bodyHash: 'x', caseId, command });
  }

  /** Asks as superuser: sees everything. */
  async ask<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new PostgresClient(this.database.superuserUrl);
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Waits until the answer is given; says what was waited for when it does not come. */
  async until<T>(what: string, answer: () => Promise<T | null | undefined | false>, patience = 20_000): Promise<T> {
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

const county = '610725';

async function settle(superuserUrl: string): Promise<People> {
  const client = new PostgresClient(superuserUrl);
  await client.connect();
  try {
    await client.query(`INSERT INTO county VALUES ('${county}', '勉县')`);
    await client.query(`INSERT INTO office (id, county_id, kind, name, short_name, region_code) VALUES
      ('T1', '${county}', 'township', '勉阳街道办事处', '勉勉综执', '610725001000'), ('T2', '${county}', 'township', '武侯镇人民政府', '勉武综执', '610725100000'),
      ('L1', '${county}', 'countyLegalOffice', '勉县司法局', '勉司', '610725000000')`);
    await client.query(`INSERT INTO authority_grant (office_id, basis, packs, valid_from) SELECT id, 'own', ARRAY['administrative-penalty', 'social-maintenance-fee'], '2002-01-01' FROM office`);
    const person = async (username: string, displayName: string, officeId: string, roles: PackRole[]): Promise<SignedInActor> => {
      const personId = randomUUID();
      await client.query('INSERT INTO account (id, username, display_name) VALUES ($1, $2, $3)', [personId, username, displayName]);
      for (const role of roles) await client.query(`INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ($1, $2, $3, '2002-01-01')`, [personId, officeId, role]);
      await client.query(`INSERT INTO certificate VALUES ($1, $2, '2002-01-01', '2040-12-31')`, [personId, `陕-${username}`]);
      return { kind: 'person', personId, username, displayName, officeId, countyId: county, roles, offices: roles.includes('countyLegalOffice') ? ['T1', 'T2', 'L1'] : [officeId] };
    };
    const people: People = {
      officer: await person('officer', '甲办案', 'T1', ['officer']), second: await person('second', '乙协办', 'T1', ['officer']), head: await person('head', '丙负责', 'T1', ['head']),
      reviewer: await person('reviewer', '丁审核', 'T1', ['legalReviewer']), chair: await person('chair', '戊主持', 'T1', ['hearingChair']), county: await person('county', '己县司', 'L1', ['countyLegalOffice']),
    };
    const values: [string, unknown][] = [['statementPeriod', 3], ['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00'], ['collectingBank', '勉县农商行'], ['collectingBankAddress', '勉阳街道和平路1号'],
      ['reconsiderationBody', '勉县人民政府'], ['court', '勉县人民法院'], ['suspensionGrounds', '鉴定、检测期间']];
    for (const [code, value] of values) {
      const proposal = randomUUID();
      await client.query(`INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ($1, 'L1', 'parameter', '{}', 'approved', 'a', now(), 'b', now())`, [proposal]);
      await client.query(`INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, proposal_id) VALUES ($1, 'administrative-penalty', $2, $3, '勉政发〔2021〕1号', '2021-01-01', $4)`, [county, code, JSON.stringify(value), proposal]);
    }
    return people;
  } finally {
    await client.end();
  }
}
