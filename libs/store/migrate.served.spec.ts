import { expect, it } from '@jest/globals';
import { freshDatabase } from '../../test/servers/database.ts';
import { migrate } from './migrate.ts';

it('migrates an empty database once', async () => {
  const database = await freshDatabase();
  expect((await migrate(database.ownerUrl))[0]).toBe('Record1763769600001');
  expect(await migrate(database.ownerUrl)).toEqual([]);
  await database.drop();
});
