import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { Client } from 'pg';
import { Configuration } from '../../apps/api/configuration.ts';
import { createApp } from '../../apps/api/create-app.ts';
import { readSettings } from '../../apps/worker/settings.ts';
import { WorkerModule } from '../../apps/worker/worker.module.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { migratedDatabase, type TestDatabase } from '../servers/database.ts';
import { freshNamespace } from '../servers/namespace.ts';

const OFFICER = '00000000-0000-4000-8000-000000000001';

/** A police office with one officer and a power of its own for the test pack. */
const officeSql = `
INSERT INTO county (id, name) VALUES ('610725', '勉县');
INSERT INTO office (id, county_id, kind, name, short_name, region_code, address, phone) VALUES ('police', '610725', 'countyDepartment', '勉县公安局', '勉公', '610725', '勉县和平路1号', '0916-0000001');
INSERT INTO account (id, username, display_name) VALUES ('${OFFICER}', 'police.officer', '民警');
INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${OFFICER}', 'police', 'officer', '2000-01-01');
INSERT INTO authority_grant (office_id, basis, packs, valid_from) VALUES ('police', 'own', '{road-traffic-fine}', '1993-01-01');
`;

export interface HttpAnswer { status: number; body: Record<string, unknown> }

/** API and worker as they run in production, on a database and a namespace of their own, in training with the stepped clock and the test packs. */
export class RunningService {
  readonly #parts: INestApplicationContext[];
  readonly #database: TestDatabase;
  readonly #dataDir: string;
  readonly #address: string;
  #token = '';
  #keys = 0;

  private constructor(parts: INestApplicationContext[], database: TestDatabase, dataDir: string, address: string) {
    this.#parts = parts;
    this.#database = database;
    this.#dataDir = dataDir;
    this.#address = address;
  }

  static async start(firstDay: string): Promise<RunningService> {
    try {
      Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });
    } catch {
      // The runtime of this test process is installed already.
    }
    const database = await migratedDatabase();
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(officeSql);
    await owner.end();
    const { address: temporalAddress, namespace } = await freshNamespace();
    const dataDir = await mkdtemp(join(tmpdir(), 'anjuan-replay-'));
    const port = await freePort();
    const env = {
      DATABASE_URL: database.appUrl, TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: namespace, PORT: String(port), ANJUAN_PROFILE: 'training', ANJUAN_DATA_DIR: dataDir,
      ANJUAN_TRAINING_FROM: firstDay, ANJUAN_PACKS_DIR: fileURLToPath(new URL('../packs/', import.meta.url)), ANJUAN_LOG: 'error', ANJUAN_WAKE_SPREAD: '0',
    };
    const api = await createApp(Configuration.from(env));
    await api.listen({ host: '127.0.0.1', port });
    const worker = await NestFactory.createApplicationContext(WorkerModule.with(readSettings(env)), { logger: ['error'], abortOnError: false });
    const service = new RunningService([api, worker], database, dataDir, `http://127.0.0.1:${port}`);
    const { body } = await service.post('/dev/issuer/token', { username: 'police.officer', password: 'demo' });
    service.#token = String(body['access_token']);
    return service;
  }

  async stop(): Promise<void> {
    for (const part of this.#parts) await part.close();
    await this.#database.drop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  /** A command over HTTP, with a key of its own. */
  post(path: string, body: unknown): Promise<HttpAnswer> {
    return this.#ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': `replay-${++this.#keys}` } });
  }

  get(path: string): Promise<HttpAnswer> {
    return this.#ask(path, { method: 'GET', headers: {} });
  }

  async #ask(path: string, request: { method: string; body?: string; headers: Record<string, string> }): Promise<HttpAnswer> {
    const answer = await fetch(`${this.#address}${path}`, { ...request, headers: { ...request.headers, 'accept-language': 'en', ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }) } });
    return { status: answer.status, body: await answer.json() as Record<string, unknown> };
  }
}
