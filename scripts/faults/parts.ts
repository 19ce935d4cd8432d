/** The rehearsal's stage with what a fault needs: parts that stop and come back by themselves, a disk of its own, a clock that can be set back, on demand a Temporal of several processes. */
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { TemporalCluster } from '../cluster/temporal-cluster.ts';
import { Stage, type StageSetting } from '../rehearse/stage.ts';
import type { Child } from '../servers/child.ts';
import { until } from '../servers/ports.ts';
import { startPostgres } from '../servers/postgres.ts';
import type { ServerBinaries } from '../servers/temporal-server.ts';
import { SmallDisk } from './small-disk.ts';

/** The two of each kind. */
export const TWO = [0, 1] as const;
export type One = (typeof TWO)[number];

export class Parts extends Stage {
  /** Where PostgreSQL and the files of cases lie; null where this machine mounts nothing for us. */
  disk: SmallDisk | null = null;
  private around: NodeJS.ProcessEnv = {};

  /** `server`: the programs of a Temporal of several processes; null: one development server. */
  constructor(setting: StageSetting, private readonly server: ServerBinaries | null) {
    super(setting);
  }

  override async start(): Promise<void> {
    this.disk = await SmallDisk.mount(join(this.setting.dataDir, 'disk'));
    if (this.disk !== null) {
      await mkdir(join(this.disk.folder, 'files'));
      await symlink(join(this.disk.folder, 'files'), join(this.setting.dataDir, 'files'));
    }
    await super.start();
  }

  override async stop(): Promise<void> {
    await this.disk?.widen();
    await super.stop();
    await this.disk?.unmount();
  }

  get dataDir(): string { return this.setting.dataDir; }
  get temporalAddress(): string { return `127.0.0.1:${this.ports.temporal}`; }
  get clusterFolder(): string { return join(this.disk?.folder ?? this.dataDir, 'postgres'); }

  api(one: One): Child { return present(this.apis[one]); }
  worker(one: One): Child { return present(this.workers[one]); }

  /** Ends an API or a worker at once and waits until the system has taken note. */
  async killApi(one: One): Promise<void> { this.api(one).kill(); await this.api(one).ended; }
  async killWorker(one: One): Promise<void> { this.worker(one).kill(); await this.worker(one).ended; }
  bringApi(one: One): Promise<void> { return this.startApi(one); }
  bringWorker(one: One): Promise<void> { return this.startWorker(one); }

  async stopTemporal(): Promise<void> { await this.temporal?.stop(); }
  bringTemporal(): Promise<void> { return this.startTemporal(); }

  /** The Temporal of several processes; null where it is one development server. */
  get cluster(): TemporalCluster | null { return this.temporal instanceof TemporalCluster ? this.temporal : null; }

  override async wipeTemporal(): Promise<void> {
    if (this.cluster === null) await super.wipeTemporal();
    else await this.cluster.wipe();
  }

  /** Ends PostgreSQL as an administrator would (`fast`) or as a power cut does. */
  async stopPostgres(how: 'fast' | 'kill'): Promise<void> {
    if (how === 'fast') await this.postgres?.stop();
    else this.postgres?.kill();
  }
  bringPostgres(): Promise<void> { return this.startPostgres(); }

  /** PostgreSQL, both APIs and both workers begin again with these settings around them. */
  async beginAgainWith(around: NodeJS.ProcessEnv): Promise<void> {
    await Promise.all(TWO.flatMap((one) => [this.api(one).stop('SIGTERM', 15_000), this.worker(one).stop('SIGTERM', 15_000)]));
    await this.stopPostgres('fast');
    this.around = around;
    await this.startPostgres();
    await Promise.all(TWO.flatMap((one) => [this.startApi(one), this.startWorker(one)]));
  }

  /** Whether PostgreSQL opens a session within some seconds. */
  postgresAnswers(): Promise<boolean> {
    return until(() => this.asSuperuser((client) => client.query('SELECT 1')).then(() => true, () => false), 8_000, () => false);
  }

  /** Runs work on one connection of the owner. */
  async asOwner<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: this.database.ownerUrl, application_name: 'anjuan faults' });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** Runs work on one connection of the superuser: what only it may do to other sessions. */
  async asSuperuser<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: (this.postgres?.superuserUrl ?? '').replace(/\/postgres$/, '/anjuan'), application_name: 'anjuan faults' });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  protected override get surroundings(): NodeJS.ProcessEnv { return this.around; }

  protected override async startTemporal(): Promise<void> {
    if (this.server === null) return super.startTemporal();
    const { dataDir, built } = this.setting;
    // Its PostgreSQL lies beside the small disk, not on it: a full disk is a fault of the record.
    this.temporal = await TemporalCluster.start({
      binaries: this.server, folder: join(dataDir, 'temporal'), logs: this.logs, port: this.ports.temporal, namespace: 'default',
      dynamicConfig: join(dirname(built), 'docker/temporal/dynamic-config.yaml'),
    });
  }

  protected override async startPostgres(): Promise<void> {
    this.postgres = await startPostgres({ dataDir: this.clusterFolder, logFile: join(this.logs, 'postgresql.log'), port: this.ports.postgres, env: this.around });
  }
}

function present(child: Child | null | undefined): Child {
  if (child === null || child === undefined) throw new Error('The part has not been started.');
  return child;
}
