import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { Client } from 'pg';
import { readPacks } from '#law/files/pack-files';
import { migrate } from '#store';
import { provision } from '../seed/provision.ts';
import type { Child } from '../servers/child.ts';
import { createDatabases, keptRolePasswords, type DatabaseUrls } from '../servers/databases.ts';
import { startPostgres } from '../servers/postgres.ts';
import { reasonOf, ServerProblem } from '../servers/server-problem.ts';
import { startTemporal } from '../servers/temporal.ts';
import { apiReady, claimPort, diedSentence, recordApplications, startApplication, stopApplications, stopApplicationsLeftBehind, workerReady, type Application } from './applications.ts';
import { keepFirstDay, takeDataFolder, type DataFolder } from './data-folder.ts';
import type { StartOptions } from './options.ts';
import { claimRecord } from './record.ts';
import { progressTo, type Progress } from './progress.ts';
import { demoUsers, exists, followSeed, isSeeded, type DemoUser } from './plant-past.ts';

/** A whole Anjuan: servers, API and worker. */
export interface Instance {
  /** Address of the API, `http://127.0.0.1:3000`. */
  readonly address: string;
  readonly dataDir: string;
  readonly database: DatabaseUrls;
  readonly temporalAddress: string;
  readonly users: readonly DemoUser[];
  /** Resolves with the sentence when one of the processes ends by itself. */
  readonly failed: Promise<ServerProblem>;
}

/** How an instance is started. */
export interface Launch {
  readonly options: StartOptions;
  /** Folder of the built `apps/` and `scripts/` (dist). */
  readonly built: string;
  readonly print: (line: string) => void;
  /** Leave the seed out; for tests and the demo, which bring their own. */
  readonly withoutSeed?: boolean;
}

/**
 * Starts and stops one instance. `start` may be called once; `stop` may be called at any time, also while `start` is
 * still under way, and ends what has been started by then in the reverse order: worker and API, Temporal, PostgreSQL.
 */
export class Launcher {
  protected readonly undo: (() => Promise<void>)[] = [];
  protected readonly progress: Progress;
  protected readonly running: { child: Child; application: Application }[] = [];
  private folder: DataFolder | undefined;
  private stopped: Promise<void> | undefined;
  protected fail: (problem: ServerProblem) => void = () => undefined;
  /** Resolves with the sentence when a process ends by itself after it was ready. */
  private readonly failed = new Promise<ServerProblem>((resolve) => { this.fail = resolve; });

  constructor(protected readonly launch: Launch) {
    this.progress = progressTo((line) => {
      if (!this.stopped) launch.print(line);
    });
  }

  /** Starts everything and answers once API and worker are ready and the seed is in. Throws ServerProblem. */
  start(): Promise<Instance> {
    return Promise.race([this.startAll(), this.failed.then((problem) => Promise.reject(problem))]);
  }

  private async startAll(): Promise<Instance> {
    const { options, print } = this.launch;
    const { dataDir, port } = options;
    print(`Anjuan ${await this.version()}, ${options.profile} instance, data in ${dataDir}`);
    const folder = await takeDataFolder(dataDir);
    this.folder = folder;
    if (options.trainingFrom !== undefined) await keepFirstDay(folder, options.trainingFrom);
    await stopApplicationsLeftBehind(folder);
    await claimPort(port);

    const [database, temporalAddress] = await this.servers(folder);
    await this.progress.step('Migrations', () => migrate(database.ownerUrl), (done) => (done.length === 0 ? 'up to date' : `${done.length} applied`));
    const seeds = !this.launch.withoutSeed && await exists(this.seedScript);
    await this.progress.step('Record', () => claimRecord(database, options, seeds), (clock) => `${options.profile} instance, legal clock: ${clock}`);
    if (seeds) {
      await this.progress.step('County', () => provision(database.ownerUrl, options.packsDir === undefined ? [] : readPacks(options.packsDir).map(({ pack }) => pack)), ({ offices, people }) => `${offices} offices, ${people} demo people`);
    }
    const env = this.environment(database, temporalAddress);
    const address = `http://127.0.0.1:${port}`;
    await this.applications(folder, address, env);
    if (seeds) await this.seeded(folder, address, env, database);
    return { address, dataDir, database, temporalAddress, users: await demoUsers(folder), failed: this.failed };
  }

  /** Ends everything, in order. Calling it again answers the same promise. */
  stop(): Promise<void> {
    this.stopped ??= (async () => {
      await this.folder?.leaving();
      for (let undo = this.undo.pop(); undo; undo = this.undo.pop()) await undo();
      await this.folder?.release();
    })();
    return this.stopped;
  }

  /** Whether it is being stopped, or has been. */
  protected get isStopping(): boolean { return this.stopped !== undefined; }

  /** PostgreSQL and Temporal side by side; external ones are only looked at. */
  private async servers(folder: DataFolder): Promise<[DatabaseUrls, string]> {
    const { options } = this.launch;
    const both = await Promise.allSettled([
      this.progress.step('PostgreSQL', () => (options.database ? lookAtDatabase(options.database) : this.ownPostgres(folder)), ({ ownerUrl }) => `ready on ${new URL(ownerUrl).host}`),
      this.progress.step('Temporal', () => (options.temporalAddress ? lookAtTemporal(options.temporalAddress) : this.ownTemporal(folder)), (address) => `ready on ${address}`),
    ]);
    const [database, temporal] = both;
    if (database.status === 'rejected') throw database.reason;
    if (temporal.status === 'rejected') throw temporal.reason;
    return [database.value, temporal.value];
  }

  private async ownPostgres(folder: DataFolder): Promise<DatabaseUrls> {
    const logFile = folder.file('logs/postgresql.log');
    const server = await startPostgres({ dataDir: folder.file('postgres'), logFile });
    // PostgreSQL ends last: what is undone first was pushed last.
    this.undo.unshift(() => server.stop());
    this.watch('PostgreSQL', server, logFile);
    return createDatabases(server.superuserUrl, await keptRolePasswords(folder.file('database-roles.json')));
  }

  protected async ownTemporal(folder: DataFolder): Promise<string> {
    const logFile = folder.file('logs/temporal.log');
    const server = await startTemporal({
      dbFile: folder.file('temporal.db'), logFile, namespace: this.launch.options.temporalNamespace,
      onFetch: () => this.progress.note('Temporal', 'not installed here; downloading it once (45 MB) …'),
    });
    this.undo.push(() => server.stop());
    this.watch('Temporal', server, logFile);
    return server.address;
  }

  protected async applications(folder: DataFolder, address: string, env: NodeJS.ProcessEnv): Promise<void> {
    this.undo.push(() => stopApplications(folder, this.running.map(({ child }) => child)));
    const api = await this.run({ name: 'API', main: join(this.launch.built, 'apps/api/main.js'), env }, folder);
    const worker = await this.run({ name: 'Worker', main: join(this.launch.built, 'apps/worker/main.js'), env }, folder);
    await Promise.all([
      this.progress.step('API', () => apiReady(api, address), () => `ready on ${new URL(address).host}`),
      this.progress.step('Worker', () => workerReady(worker), () => 'ready'),
    ]);
    for (const child of [api, worker]) this.watch(child.name, child, child.logFile);
  }

  protected async run(application: Application, folder: DataFolder): Promise<Child> {
    const child = await startApplication(application, folder);
    this.running.push({ child, application });
    recordApplications(folder, this.running);
    return child;
  }

  private async seeded(folder: DataFolder, address: string, env: NodeJS.ProcessEnv, database: DatabaseUrls): Promise<void> {
    const { host, pathname } = new URL(database.ownerUrl);
    // Our own server has another port at each start; what lies in its data folder is the same database.
    const name = this.launch.options.database ? `${host}${pathname}` : 'own';
    if (await isSeeded(folder, name)) {
      this.progress.note('Seed', 'already in');
      return;
    }
    await this.progress.step('Seed', async () => {
      const seed = await this.run({ name: 'Seed', main: this.seedScript, env: { ...env, DATABASE_OWNER_URL: database.ownerUrl, ANJUAN_API_ADDRESS: address } }, folder);
      await followSeed(seed, folder, name, (line) => this.progress.note('Seed', line));
    }, () => 'done');
  }

  /** What API, worker and seed are told. The owner's connection string is not among it. */
  private environment(database: DatabaseUrls, temporalAddress: string): NodeJS.ProcessEnv {
    const { options } = this.launch;
    const { DATABASE_OWNER_URL: _, ...inherited } = process.env;
    return {
      ...inherited,
      TZ: 'UTC',
      DATABASE_URL: database.appUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: options.temporalNamespace,
      PORT: String(options.port),
      ANJUAN_PROFILE: options.profile,
      ANJUAN_DATA_DIR: options.dataDir,
      ...(options.trainingFrom === undefined ? {} : { ANJUAN_TRAINING_FROM: options.trainingFrom }),
      ...(options.speed === undefined ? {} : { ANJUAN_SPEED: options.speed }),
      ...(options.packsDir === undefined ? {} : { ANJUAN_PACKS_DIR: options.packsDir }),
    };
  }

  protected watch(name: string, process: { onDeath: Child['onDeath']; lastLines: Child['lastLines'] }, logFile: string): void {
    process.onDeath((how) => {
      void process.lastLines().then((lines) => this.fail(diedSentence(name, how, logFile, lines)), (error: unknown) => this.fail(diedSentence(name, how, logFile, reasonOf(error))));
    });
  }

  private get seedScript(): string {
    return join(this.launch.built, 'scripts/seed.js');
  }

  private async version(): Promise<string> {
    return (JSON.parse(await readFile(join(this.launch.built, 'package.json'), 'utf8')) as { version: string }).version;
  }
}

async function lookAtDatabase(database: DatabaseUrls): Promise<DatabaseUrls> {
  for (const [name, url] of [['DATABASE_OWNER_URL', database.ownerUrl], ['DATABASE_URL', database.appUrl]] as const) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      throw new ServerProblem(`The PostgreSQL of ${name} does not let us in (${reasonOf(error)}): correct ${name}, or unset DATABASE_URL and DATABASE_OWNER_URL to have one started here.`);
    } finally {
      await client.end();
    }
  }
  return database;
}

async function lookAtTemporal(address: string): Promise<string> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: '10s' });
    await connection.close();
    return address;
  } catch (error) {
    throw new ServerProblem(`No Temporal answers at TEMPORAL_ADDRESS ${address} (${reasonOf(error)}): correct it, or unset it to have one started here.`);
  }
}
