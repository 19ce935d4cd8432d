import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { migratedDatabase, type TestDatabase } from '../../../test/servers/database.ts';
import { Contract } from './contract.ts';
import { Configuration } from '../configuration.ts';
import { openApiDocument } from '../openapi/document.ts';
import { createApp } from '../create-app.ts';

/** An answer as a client sees it. */
export interface Answer { status: number; headers: Record<string, string | string[] | number | undefined>; body: Record<string, unknown>; text: string; bytes: Buffer }

/** The API on a database of its own, with the people of `testing/people.ts`. */
export class Service {
  private constructor(public readonly app: NestFastifyApplication, public readonly database: TestDatabase, private readonly dataDir: string) {}
  private readonly contract = new Contract(JSON.parse(JSON.stringify(openApiDocument(this.app))) as Record<string, unknown>);
  private readonly tokens = new Map<string, string>();
  private keys = 0;

  /** Starts on an empty record at a legal day, stepped. `provision` writes offices and people as the owner. */
  public static async start(provision: string, env: Record<string, string> = {}): Promise<Service> {
    const database = await migratedDatabase();
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(provision);
    await owner.end();
    const dataDir = await mkdtemp(join(tmpdir(), 'anjuan-api-'));
    const configuration = Configuration.from({
      DATABASE_URL: database.appUrl, ANJUAN_PROFILE: 'training', ANJUAN_TRAINING_FROM: '2025-03-03', ANJUAN_DATA_DIR: dataDir, PORT: '3999', ANJUAN_LOG: 'error', ...env,
    });
    return new Service(await createApp(configuration), database, dataDir);
  }

  public async stop(): Promise<void> {
    await this.app.close();
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  public async token(username: string): Promise<string> {
    const known = this.tokens.get(username);
    if (known !== undefined) return known;
    const { body } = await this.ask('POST', '/dev/issuer/token', { body: { username, password: 'demo' } });
    const token = String(body.access_token);
    this.tokens.set(username, token);
    return token;
  }

  /** One request; fails when the answer is not as the OpenAPI document says. `as` signs in; a command gets a fresh Idempotency-Key unless headers bring one. */
  public async ask(method: 'GET' | 'POST' | 'PATCH' | 'HEAD' | 'PUT' | 'DELETE', url: string, options: { as?: string; body?: unknown; raw?: string | Buffer; headers?: Record<string, string> } = {}): Promise<Answer> {
    const { as, body, raw, headers = {} } = options;
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const answer = await this.app.inject({
      method, url,
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${await this.token(as)}` }),
        ...(body === undefined && raw === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' && headers['idempotency-key'] === undefined ? { 'idempotency-key': `test-${++this.keys}` } : {}),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    const json = /json/.test(String(answer.headers['content-type'])) && answer.body !== '';
    const read = json ? JSON.parse(answer.body) as Record<string, unknown> : {};
    const breach = this.contract.breach(method, url, answer.statusCode, String(answer.headers['content-type'] ?? ''), read);
    if (breach !== null) throw new Error(breach);
    return { status: answer.statusCode, headers: answer.headers, body: read, text: answer.body, bytes: answer.rawPayload };
  }
}
