/** PostgreSQL, Temporal, two APIs and two workers of one rehearsal, each of which can be killed and comes back at the same place. */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { LegalDate, Pack, ParameterSetting } from '#law';
import { readClock, whatMoves } from '#commands/training';
import { migrate, openStore } from '#store';
import { startMessageGateway, TREATED_BADLY, type SimulatedGateway } from '../../apps/simulators/message-gateway.ts';
import { provision } from '../seed/provision.ts';
import { startChild, type Child } from '../servers/child.ts';
import { createDatabases, keptRolePasswords, type DatabaseUrls } from '../servers/databases.ts';
import { freePort } from '../servers/ports.ts';
import { startPostgres, type PostgresServer } from '../servers/postgres.ts';
import { startTemporal, type TemporalServer } from '../servers/temporal.ts';
import { apiReady, workerReady } from '../start/applications.ts';
import { claimRecord } from '../start/record.ts';
import { basisOf, EVERYBODY, GRANT, SINCE, STANDS } from './cast.ts';
import { qualificationsOf } from './world.ts';

export type Part = 'api' | 'worker' | 'temporal' | 'postgres';
export const PARTS: readonly Part[] = ['api', 'worker', 'temporal', 'postgres'];

export interface StageSetting { dataDir: string; built: string; packs: readonly Pack[]; packFile: string | null; parameters: readonly ParameterSetting[]; firstDay: LegalDate }

export class Stage {
  protected postgres: PostgresServer | null = null;
  protected temporal: TemporalServer | null = null;
  private gateway: SimulatedGateway | null = null;
  protected readonly apis: (Child | null)[] = [null, null];
  protected readonly workers: (Child | null)[] = [null, null];
  protected ports = { postgres: 0, temporal: 0, apis: [0, 0] };
  private urls: DatabaseUrls | null = null;

  constructor(protected readonly setting: StageSetting) {}

  get database(): DatabaseUrls {
    if (this.urls === null) throw new Error('The stage is not set.');
    return this.urls;
  }
  get addresses(): string[] { return this.ports.apis.map((port) => `http://127.0.0.1:${port}`); }
  get logs(): string { return join(this.setting.dataDir, 'logs'); }
  get packsDir(): string | null { return this.setting.packFile === null ? null : join(this.setting.dataDir, 'packs'); }

  async start(): Promise<void> {
    const { dataDir, packFile, firstDay, packs, parameters } = this.setting;
    await mkdir(this.logs, { recursive: true });
    if (packFile !== null && this.packsDir !== null) {
      await mkdir(this.packsDir, { recursive: true });
      await copyFile(packFile, join(this.packsDir, 'rehearsed.json'));
    }
    this.ports = { postgres: await freePort(), temporal: await freePort(), apis: [await freePort(), await freePort()] };
    await Promise.all([this.startPostgres(), this.startTemporal()]);
    this.urls = await createDatabases(this.postgres?.superuserUrl ?? '', await keptRolePasswords(join(dataDir, 'database-roles.json')));
    await migrate(this.urls.ownerUrl);
    await claimRecord(this.urls, { profile: 'training', dataDir, port: 0, trainingFrom: firstDay, temporalNamespace: 'default' }, false);
    await provision(this.urls.ownerUrl, packs);
    await enterCast(this.urls.ownerUrl, packs, parameters);
    this.gateway = await startMessageGateway({ seed: 'rehearsal', share: TREATED_BADLY, file: join(dataDir, 'simulators', 'messages.jsonl') });
    await Promise.all([this.startApi(0), this.startApi(1), this.startWorker(0), this.startWorker(1)]);
  }

  /** What the machine still has to do, as the record tells it. */
  async whatMoves(): Promise<string> {
    const source = await openStore(this.database.appUrl, { applicationName: 'anjuan rehearse', poolSize: 1 });
    try {
      return (await whatMoves(source, (await readClock(source)).at))?.en ?? 'nothing is left to do';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await source.destroy();
    }
  }

  /** Ends a part at once (kill -9) and starts it again; of two, the first. */
  async kill(part: Part): Promise<void> {
    switch (part) {
      case 'api': this.apis[0]?.kill(); await this.apis[0]?.ended; return this.startApi(0);
      case 'worker': this.workers[0]?.kill(); await this.workers[0]?.ended; return this.startWorker(0);
      case 'temporal': this.temporal?.kill(); return this.startTemporal();
      case 'postgres': this.postgres?.kill(); return this.startPostgres();
    }
  }

  /** Temporal comes back without any memory. */
  async wipeTemporal(): Promise<void> {
    await this.temporal?.stop();
    for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${this.temporalFile}${end}`, { force: true });
    await this.startTemporal();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.apis, ...this.workers].map((child) => child?.stop('SIGTERM', 15_000) ?? Promise.resolve()));
    await this.gateway?.stop();
    await this.temporal?.stop();
    await this.postgres?.stop();
  }

  /** What the environment of PostgreSQL and of the applications has besides. */
  protected get surroundings(): NodeJS.ProcessEnv { return {}; }

  get temporalFile(): string { return join(this.setting.dataDir, 'temporal.db'); }

  protected async startPostgres(): Promise<void> {
    this.postgres = await startPostgres({ dataDir: join(this.setting.dataDir, 'postgres'), logFile: join(this.logs, 'postgresql.log'), port: this.ports.postgres, env: this.surroundings });
  }

  protected async startTemporal(): Promise<void> {
    this.temporal = await startTemporal({ dbFile: this.temporalFile, logFile: join(this.logs, 'temporal.log'), port: this.ports.temporal });
  }

  protected async startApi(n: number): Promise<void> {
    const port = this.ports.apis[n] ?? 0;
    const child = await this.run(`API ${n + 1}`, 'apps/api/main.js', `api-${n + 1}.log`, port);
    this.apis[n] = child;
    await apiReady(child, `http://127.0.0.1:${port}`);
  }

  protected async startWorker(n: number): Promise<void> {
    const child = await this.run(`Worker ${n + 1}`, 'apps/worker/main.js', `worker-${n + 1}.log`, 0);
    this.workers[n] = child;
    await workerReady(child);
  }

  private run(name: string, main: string, log: string, port: number): Promise<Child> {
    const { dataDir, built, firstDay } = this.setting;
    const { DATABASE_OWNER_URL: _, ...inherited } = process.env;
    return startChild({
      name, command: process.execPath, args: ['--enable-source-maps', join(built, main), dataDir], cwd: dataDir, logFile: join(this.logs, log),
      env: {
        ...inherited, ...this.surroundings, TZ: 'UTC', DATABASE_URL: this.database.appUrl, TEMPORAL_ADDRESS: `127.0.0.1:${this.ports.temporal}`, TEMPORAL_NAMESPACE: 'default', PORT: String(port), ANJUAN_PROFILE: 'training',
        // Both answer under one name, so that a token of one is good at the other.
        ANJUAN_PUBLIC_URL: this.addresses[0], ANJUAN_DATA_DIR: dataDir, ANJUAN_TRAINING_FROM: firstDay, ANJUAN_WAKE_SPREAD: '0', ANJUAN_TRUSTED_PROXIES: '127.0.0.1', ANJUAN_MESSAGE_GATEWAY: this.gateway?.url ?? '', ...(this.packsDir === null ? {} : { ANJUAN_PACKS_DIR: this.packsDir }),
      },
    });
  }
}

/** People of the rehearsal with posts and certificates, the grants of their offices, the parameters of their county. */
async function enterCast(ownerUrl: string, packs: readonly Pack[], parameters: readonly ParameterSetting[]): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const one of EVERYBODY) {
      await client.query('INSERT INTO account (id, username, display_name) VALUES ($1, $2, $3)', [one.id, one.username, one.name]);
      for (const role of one.roles) await client.query('INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ($1, $2, $3, $4)', [one.id, one.officeId, role, SINCE]);
      if (one.certified) await client.query("INSERT INTO certificate (account_id, number, valid_from, valid_to) VALUES ($1, $2, $3, '2199-12-31')", [one.id, `排演${one.id.slice(-6)}`, SINCE]);
    }
    for (const one of EVERYBODY.filter(({ qualified }) => qualified)) {
      for (const kind of new Set(packs.flatMap(qualificationsOf))) await client.query('INSERT INTO qualification (account_id, kind, number, valid_from) VALUES ($1, $2, $3, $4)', [one.id, kind, `排演${one.id.slice(-6)}`, SINCE]);
    }
    for (const officeId of STANDS.flatMap((stand) => [stand.officeId, ...(stand.neighbour === null ? [] : [stand.neighbour.officeId])])) {
      await client.query('DELETE FROM authority_grant WHERE office_id = $1', [officeId]);
      for (const pack of packs) await client.query(...grantOf(officeId, pack));
    }
    for (const [n, setting] of parameters.entries()) {
      const { rowCount } = await client.query('SELECT 1 FROM parameter_setting WHERE county = $1 AND pack = $2 AND code = $3', [setting.county, setting.pack, setting.code]);
      if (rowCount !== 0) continue;
      const proposal = `00000000-0000-4000-8000-${String(800_000 + n).padStart(12, '0')}`;
      await client.query("INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ($1, $2, 'parameter', $3, 'approved', 'r.legal.a', (SELECT at FROM legal_now()), 'r.legal.b', (SELECT at FROM legal_now()))", [proposal, `${setting.county}-legal`, JSON.stringify(setting)]);
      await client.query('INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, valid_to, proposal_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [setting.county, setting.pack, setting.code, JSON.stringify(setting.value), setting.documentNumber, setting.from, setting.to, proposal]);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

function grantOf(officeId: string, pack: Pack): [string, unknown[]] {
  const basis = basisOf(pack);
  return ['INSERT INTO authority_grant (office_id, principal_office_id, basis, packs, matters, instrument, published_on, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [officeId, basis === 'entrusted' ? GRANT.principal : null, basis, [pack.id], basis === 'entrusted' ? [pack.id] : [], basis === 'own' ? null : GRANT.instrument, basis === 'own' ? null : SINCE, SINCE, basis === 'entrusted' ? GRANT.to : null]];
}
