import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { Connection, Client as TemporalClient } from '@temporalio/client';
import { Client } from 'pg';
import { freshDatabase, migratedDatabase, type TestDatabase } from './database.ts';
import { freshNamespace } from './namespace.ts';

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

describe('the PostgreSQL of the test run', () => {
  let database: TestDatabase;
  beforeAll(async () => { database = await freshDatabase(); });
  afterAll(() => database.drop());

  it('is version 18, in UTC, without fsync', async () => {
    const [row] = await query(database.ownerUrl, "SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('TimeZone') AS zone, current_setting('fsync') AS fsync");
    expect(row).toEqual({ major: 18, zone: 'UTC', fsync: 'off' });
  });

  it('has three roles: an owner past row security, a confined application, a reader nobody logs in as', async () => {
    const rows = await query(database.ownerUrl, "SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname LIKE 'anjuan%' ORDER BY 1");
    expect(rows).toEqual([
      { rolname: 'anjuan_app', rolsuper: false, rolbypassrls: false, rolcanlogin: true },
      { rolname: 'anjuan_owner', rolsuper: false, rolbypassrls: true, rolcanlogin: true },
      { rolname: 'anjuan_reader', rolsuper: false, rolbypassrls: true, rolcanlogin: false },
    ]);
  });

  it('lets the owner create tables and hand a function to the reader, and the application nothing of it', async () => {
    await query(database.ownerUrl, `CREATE SCHEMA app; GRANT USAGE, CREATE ON SCHEMA app TO anjuan_reader; CREATE TABLE app.note (id int);
      CREATE FUNCTION app.notes() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = app AS 'SELECT count(*) FROM app.note';
      GRANT SELECT ON app.note TO anjuan_reader; ALTER FUNCTION app.notes() OWNER TO anjuan_reader; REVOKE CREATE ON SCHEMA app FROM anjuan_reader`);
    await expect(query(database.appUrl, 'CREATE TABLE mine (id int)')).rejects.toThrow('permission denied for schema public');
    await expect(query(database.appUrl, 'SELECT * FROM app.note')).rejects.toThrow('permission denied for schema app');
    await expect(query(database.appUrl, 'SET ROLE anjuan_reader')).rejects.toThrow('permission denied to set role');
  });

  it('confines row security to the application: it sees nothing where the owner sees all', async () => {
    await query(database.ownerUrl, `CREATE SCHEMA shown; CREATE TABLE shown.paper (id int); INSERT INTO shown.paper VALUES (1);
      ALTER TABLE shown.paper ENABLE ROW LEVEL SECURITY; ALTER TABLE shown.paper FORCE ROW LEVEL SECURITY;
      CREATE POLICY nobody ON shown.paper USING (false); GRANT USAGE ON SCHEMA shown TO anjuan_app; GRANT SELECT ON shown.paper TO anjuan_app`);
    expect(await query(database.ownerUrl, 'SELECT id FROM shown.paper')).toEqual([{ id: 1 }]);
    expect(await query(database.appUrl, 'SELECT id FROM shown.paper')).toEqual([]);
  });

  it('gives each caller a database of its own, and deletes it while a session is open', async () => {
    const other = await freshDatabase();
    expect(other.name).not.toBe(database.name);
    const client = new Client({ connectionString: other.appUrl });
    client.on('error', () => undefined);
    await client.connect();
    await other.drop();
    expect(await query(database.superuserUrl, `SELECT 1 FROM pg_database WHERE datname = '${other.name}'`)).toEqual([]);
    await client.end();
  });

  it('writes neither the statement nor the detail of an error to its log', async () => {
    await query(database.ownerUrl, 'CREATE TABLE person (name text UNIQUE); INSERT INTO person VALUES ($$canary-8431$$)');
    await expect(query(database.ownerUrl, 'INSERT INTO person VALUES ($$canary-8431$$)')).rejects.toThrow('duplicate key');
    const [row] = await query(database.superuserUrl, "SELECT current_setting('data_directory') || '.log' AS log");
    const log = await readFile(String(row?.log), 'utf8');
    expect(log).toContain('duplicate key value');
    expect(log).not.toContain('canary-8431');
  });
});

describe('the Temporal of the test run', () => {
  it('starts a workflow in a namespace of its own', async () => {
    const { address, namespace } = await freshNamespace();
    const connection = await Connection.connect({ address });
    try {
      const client = new TemporalClient({ connection, namespace });
      const handle = await client.workflow.start('nobodyRunsThis', { taskQueue: 'none', workflowId: 'case/1' });
      expect((await handle.describe()).status.name).toBe('RUNNING');
      const elsewhere = new TemporalClient({ connection });
      await expect(elsewhere.workflow.getHandle('case/1').describe()).rejects.toThrow('not found');
    } finally {
      await connection.close();
    }
  });
});

describe('a migrated database', () => {
  it('is a copy of one template, also when several files ask for it at once, and none sees the rows of another', async () => {
    const databases = await Promise.all([migratedDatabase(), migratedDatabase(), migratedDatabase()]);
    const [first, second] = databases;
    await query(first?.ownerUrl ?? '', "INSERT INTO county (id, name) VALUES ('610725', '勉县')");
    expect(await query(first?.ownerUrl ?? '', 'SELECT id FROM county')).toEqual([{ id: '610725' }]);
    expect(await query(second?.ownerUrl ?? '', 'SELECT id FROM county')).toEqual([]);
    await expect(query(second?.appUrl ?? '', "INSERT INTO county (id, name) VALUES ('1', 'x')")).rejects.toThrow('permission denied');
    await Promise.all(databases.map((database) => database.drop()));
  });
});
