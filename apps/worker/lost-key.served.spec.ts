import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { legalInstant } from '#law';
import { MACHINE, openStore, useProfile, withActor } from '#store';
import { openKeys } from '#store/keys';
import { migratedDatabase, type TestDatabase } from '../../test/servers/database.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await migratedDatabase();
  folder = await mkdtemp(join(tmpdir(), 'anjuan-worker-'));
  const source = await openStore(database.appUrl, { applicationName: 'test', poolSize: 2 });
  await useProfile(source, 'training', { mode: 'stepped', at: legalInstant('2025-03-03T02:00:00.000Z') });
  await withActor(source, { actorId: MACHINE, offices: [] }, (m) => openKeys(m, { dataDir: folder, profile: 'training' }));
  await source.destroy();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** The worker by itself, as a service manager starts it. */
async function startWorker(dataDir: string): Promise<{ code: number | null; told: string }> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const child = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', 'apps/worker/main.ts'], {
    cwd: root, env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1', DATABASE_URL: database.appUrl, ANJUAN_PROFILE: 'training', ANJUAN_TRAINING_FROM: '2025-03-03', ANJUAN_DATA_DIR: dataDir, TEMPORAL_ADDRESS: '127.0.0.1:1' },
  });
  let told = '';
  child.stdout.resume();
  child.stderr.on('data', (part: Buffer) => { told += part.toString('utf8'); });
  const code = await new Promise<number | null>((resolve, reject) => { child.once('error', reject); child.once('close', resolve); });
  return { code, told };
}

it('a worker whose keys are lost says so in one sentence and ends', async () => {
  const empty = join(folder, 'empty');
  const { code, told } = await startWorker(empty);
  expect(told.trim()).toBe(`The worker does not start: ${join(empty, 'keys.json')} is missing, and without these keys the personal data in this database cannot be read: restore the file from its backup.`);
  expect(code).toBe(1);
});
