import { afterEach, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { legalDate, startOfDay } from '#law';
import { openStore, setLegalClock, withActor } from '#store';
import { Configuration } from '../../apps/api/configuration.ts';
import { createApp } from '../../apps/api/create-app.ts';
import { migratedDatabase } from '../../test/servers/database.ts';
import { Service } from '../demo-office/client.ts';
import { plantPast } from './past.ts';
import { provision } from './provision.ts';

const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (let end = ended.pop(); end; end = ended.pop()) await end(); });

const setClock = (source: DataSource, day: string): Promise<unknown> => withActor(source, { actorId: 'seed', offices: [] }, (m) => setLegalClock(m, { mode: 'stepped', at: startOfDay(legalDate(day)) }));

// A newcomer starts on any day: in a year whose holiday notice is not in this version, on the last day of a year, in a holiday week.
it.each(['2027-03-01', '2026-12-31', '2026-10-05'])('the past can be played on %s, and leaves cases in different phases', async (now) => {
  const database = await migratedDatabase();
  ended.push(() => database.drop());
  const dataDir = await mkdtemp(join(tmpdir(), 'anjuan-seed-'));
  ended.push(() => rm(dataDir, { recursive: true, force: true }));
  const api = await createApp(Configuration.from({ DATABASE_URL: database.appUrl, ANJUAN_PROFILE: 'training', ANJUAN_TRAINING_FROM: '2018-03-01', ANJUAN_DATA_DIR: dataDir, ANJUAN_LOG: 'error' }));
  ended.push(() => api.close());
  await provision(database.ownerUrl);
  await api.listen(0, '127.0.0.1');
  const source = await openStore(database.appUrl, { applicationName: 'anjuan seed test', poolSize: 1 });
  ended.push(() => source.destroy());

  // No worker runs: every command brings its case to now by itself.
  const service = new Service(await api.getUrl(), 'en');
  await plantPast({ service, now: legalDate(now), date: legalDate, say: () => undefined, stepTo: async (day) => { await setClock(source, day); } });
  await setClock(source, now);
  const { items } = await (await service.signIn('zhou.lan')).get<{ items: { pack: string; phase: string; closing: string | null }[] }>('/api/cases?limit=100');
  expect(items.filter(({ pack }) => pack === 'administrative-penalty').map(({ phase }) => phase).sort()).toEqual(['decided', 'investigation', 'lead', 'noticed', 'served']);
  expect(items.filter(({ pack }) => pack === 'social-maintenance-fee').map(({ closing }) => String(closing)).sort()).toEqual(['decided_unexecuted_closed', 'undecided_closed']);
});
