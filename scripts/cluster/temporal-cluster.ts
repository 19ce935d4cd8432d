/** A Temporal of several processes on a PostgreSQL of its own, each of which can be killed and comes back at its place. */
import { writeFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { startChild, type Child } from '../servers/child.ts';
import { accepts, steadyPorts, until } from '../servers/ports.ts';
import { startPostgres, type PostgresServer } from '../servers/postgres.ts';
import { stopOrphan } from '../servers/running-process.ts';
import { errorCode, ServerProblem } from '../servers/server-problem.ts';
import type { ServerBinaries } from '../servers/temporal-server.ts';
import { hasNamespace, type TemporalServer } from '../servers/temporal.ts';
import { clusterPorts, commandOf, configOf, MEMBERS, PORTS_NEEDED, type ClusterPorts, type Member } from './temporal-config.ts';
import { dropStore, prepareStore } from './temporal-store.ts';

export interface TemporalClusterOrder {
  readonly binaries: ServerBinaries;
  /** Absolute folder of configuration, store and process ids. */
  readonly folder: string;
  /** Absolute folder of the logs. */
  readonly logs: string;
  /** Absolute path of the file with dynamic settings. */
  readonly dynamicConfig: string;
  /** Of the frontend, on 127.0.0.1; a free one when not given. */
  readonly port?: number;
  readonly namespace: string;
}

/** How long closed workflows are kept, as in production (docker/.env.example). */
const RETENTION = '90 days';

/** A process that is not there after this time will not come: the machine may be slow. */
const patience = 120_000;

export class TemporalCluster implements TemporalServer {
  private readonly members = new Map<Member, Child>();
  private readonly listeners: ((how: string) => void)[] = [];

  private constructor(private readonly order: TemporalClusterOrder, private readonly ports: ClusterPorts, private readonly store: PostgresServer) {}

  /** Starts PostgreSQL and all processes, and waits until the namespace answers. Throws ServerProblem with one sentence. */
  static async start(order: TemporalClusterOrder): Promise<TemporalCluster> {
    await mkdir(order.folder, { recursive: true });
    await mkdir(order.logs, { recursive: true });
    await stopMembersLeftBehind(order.folder);
    const store = await startPostgres({ dataDir: join(order.folder, 'store'), logFile: join(order.logs, 'temporal-store.log') });
    try {
      const cluster = new TemporalCluster(order, clusterPorts(await steadyPorts(PORTS_NEEDED), order.port), store);
      store.onDeath((how) => cluster.died(`The PostgreSQL of Temporal ${how}`));
      await cluster.begin();
      return cluster;
    } catch (error) {
      await store.stop();
      throw error;
    }
  }

  get port(): number { return this.ports.frontend.grpc; }
  get address(): string { return `127.0.0.1:${this.port}`; }
  /** Of the frontend, which speaks for all. */
  get pid(): number { return this.child('frontend').pid; }

  child(member: Member): Child {
    const child = this.members.get(member);
    if (child === undefined) throw new Error(`${nameOf(member)} has not been started.`);
    return child;
  }

  /** Ends one process at once and waits until the system has taken note. */
  async killMember(member: Member): Promise<void> {
    this.child(member).kill();
    await this.child(member).ended;
  }

  /** Starts one process at its place. */
  async bringMember(member: Member): Promise<void> {
    await this.launch(member);
    await this.listening(member);
  }

  /** Comes back without any memory. */
  async wipe(): Promise<void> {
    await this.stopMembers();
    await dropStore(this.store.superuserUrl);
    await this.begin();
  }

  async stop(): Promise<void> {
    await this.stopMembers();
    await this.store.stop();
  }

  kill(): void {
    for (const child of this.members.values()) child.kill();
    this.store.kill();
  }

  onDeath(tell: (how: string) => void): void { this.listeners.push(tell); }
  lastLines(): Promise<string> { return this.child('frontend').lastLines(); }

  private died(how: string): void {
    for (const tell of this.listeners) tell(how);
  }

  private async begin(): Promise<void> {
    const { binaries, namespace } = this.order;
    await prepareStore(this.store.superuserUrl, binaries.sqlTool);
    try {
      const [first, ...others] = MEMBERS;
      // Alone: the first that starts notes the cluster's address in the store, and of several at once all but one would end.
      await this.bringMember(first);
      for (const member of others) await this.launch(member);
      for (const member of others) await this.listening(member);
      await enterNamespace(this.address, namespace, () => this.members.get('frontend')?.hasEnded() ?? true);
    } catch (error) {
      await this.stopMembers();
      throw error;
    }
  }

  private async launch(member: Member): Promise<void> {
    const { binaries, folder, logs, dynamicConfig } = this.order;
    const file = configFile(folder, member);
    // The file holds the password of the store.
    await writeFile(file, configOf(member, { ports: this.ports, storeUrl: this.store.superuserUrl, dynamicConfig }), { mode: 0o600 });
    const child = await startChild({
      name: nameOf(member), command: binaries.server, args: commandOf(member, file),
      logFile: join(logs, `temporal-${member}.log`), cwd: folder, env: { ...process.env, TZ: 'UTC' },
    });
    this.members.set(member, child);
    // At one go: several may be coming back at a time, and halves of two files would be no file.
    writeFileSync(processFile(folder), JSON.stringify(Object.fromEntries([...this.members].map(([one, { pid }]) => [one, pid]))), { mode: 0o600 });
  }

  private async listening(member: Member): Promise<void> {
    const child = this.child(member);
    if (await until(() => accepts(this.ports[member].grpc), patience, child.hasEnded, 50)) return;
    const how = child.hasEnded() ? await child.ended : 'did not listen in time';
    throw new ServerProblem(`${child.name} ${how}; its last lines (all in ${child.logFile}):\n${(await child.lastLines()).replaceAll(/^/gm, '  ')}`);
  }

  private async stopMembers(): Promise<void> {
    await Promise.all([...this.members.values()].map((child) => child.stop('SIGTERM', 10_000)));
    await rm(processFile(this.order.folder), { force: true });
  }
}

/** `Temporal history 1` */
export function nameOf(member: Member): string {
  return `Temporal ${member.replace('-', ' ')}`;
}

const configFile = (folder: string, member: Member): string => join(folder, `${member}.json`);
const processFile = (folder: string): string => join(folder, 'processes.json');

/** Stops what a killed launcher left running: two clusters on one store would ruin it. */
async function stopMembersLeftBehind(folder: string): Promise<void> {
  const text = await readFile(processFile(folder), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '{}';
    throw error;
  });
  let recorded: Partial<Record<Member, number>> = {};
  try {
    recorded = JSON.parse(text) as typeof recorded;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  await Promise.all(MEMBERS.map(async (member) => {
    const pid = recorded[member];
    if (pid !== undefined) await stopOrphan(pid, ['--config-file', configFile(folder, member)], 'SIGTERM', 10_000);
  }));
  await rm(processFile(folder), { force: true });
}

/** The namespace with its retention, answering for workflows too: each process learns of a new one after a while. */
async function enterNamespace(address: string, namespace: string, gaveUp: () => boolean): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '60s' });
  try {
    const known = await until(() => registered(connection, namespace), patience, gaveUp, 250);
    const answers = known && await until(() => hasNamespace(address, namespace), patience, gaveUp, 100) && await until(() => counts(connection, namespace), patience, gaveUp, 250);
    if (!answers) throw new ServerProblem(`Temporal at ${address} does not answer for the namespace ${namespace}: see the logs of its processes.`);
  } finally {
    await connection.close();
  }
}

/** gRPC: not found, already exists, unavailable, deadline exceeded. */
const GRPC = { deadline: 4, notFound: 5, exists: 6, unavailable: 14 } as const;

async function registered(connection: Connection, namespace: string): Promise<boolean> {
  try {
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs(RETENTION) });
    return true;
  } catch (error) {
    if (errorCode(error) === GRPC.exists) return true;
    if (errorCode(error) === GRPC.unavailable || errorCode(error) === GRPC.deadline) return false;
    throw error;
  }
}

/** Whether the namespace's workflows can be asked for. */
async function counts(connection: Connection, namespace: string): Promise<boolean> {
  try {
    await new Client({ connection, namespace }).workflow.count();
    return true;
  } catch (error) {
    const code = errorCode(error) ?? (error instanceof Error ? errorCode(error.cause) : undefined);
    if (code === GRPC.notFound || code === GRPC.unavailable || code === GRPC.deadline || (error instanceof Error && error.name === 'NamespaceNotFoundError')) return false;
    throw error;
  }
}
