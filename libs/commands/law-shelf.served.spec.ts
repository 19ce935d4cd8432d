import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { asSuperuser } from '../../scripts/servers/databases.ts';
import { LawShelf } from './law-shelf.ts';
import { openCounty, type TestCounty } from './testing/county.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

it('law loaded after a restore is read, though it is counted by the number that the lost one had', async () => {
  const { source } = county.deps;
  const shelf = new LawShelf(await county.deps.law.book(source.manager));
  const query = <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> => asSuperuser(county.database.superuserUrl, async (client) => (await client.query<Row>(sql, values)).rows);
  const counted = async (): Promise<{ revision: string; mark: string }> => (await query<{ revision: string; mark: string }>('SELECT revision, mark FROM law_revision'))[0]!;
  // Loads nothing, and counts as a load.
  const load = (): Promise<object[]> => query('UPDATE parameter_setting SET valid_to = valid_to WHERE false');

  const atBackup = await counted();
  await shelf.book(source.manager);
  await load();
  const lost = await shelf.book(source.manager);
  expect(await shelf.book(source.manager)).toBe(lost);
  const { revision } = await counted();
  await query('UPDATE law_revision SET revision = $1, mark = $2', [atBackup.revision, atBackup.mark]);
  await load();
  expect((await counted()).revision).toBe(revision);
  expect(await shelf.book(source.manager)).not.toBe(lost);
});
