import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource, QueryRunner } from 'typeorm';
import { openRecord, type TestRecord } from './testing/record.ts';

let record: TestRecord;
let connection: QueryRunner;
beforeAll(async () => {
  record = await openRecord();
  connection = (record.app satisfies DataSource).createQueryRunner();
});
afterAll(async () => {
  await connection.release();
  await record.close();
});

const kept = async (like: string): Promise<{ from_sql: boolean; generic: number; custom: number }[]> =>
  connection.query(`SELECT from_sql, generic_plans::int AS generic, custom_plans::int AS custom FROM pg_prepared_statements WHERE position('${like}' IN statement) > 0 AND statement NOT LIKE '%pg_prepared_statements%'`) as Promise<{ from_sql: boolean; generic: number; custom: number }[]>;

it('a statement is prepared once a connection and planned once for any values', async () => {
  for (const n of [1, 2, 3]) expect(await connection.query('SELECT $1::int + 1 AS next', [n])).toEqual([{ next: n + 1 }]);
  expect(await kept('$1::int + 1')).toEqual([{ from_sql: false, generic: 3, custom: 0 }]);
});

it('what answers all columns of a table, or has no values, is planned anew: a new column would break a kept plan', async () => {
  await connection.query('SELECT * FROM office WHERE id = $1', ['east']);
  await connection.query('SELECT 41 + 1 AS answer');
  expect([...await kept('FROM office WHERE id'), ...await kept('41 + 1')]).toEqual([]);
});

const eastSeenBy = (office: string) => record.in([office], (m) => m.query<{ mine: boolean }[]>('SELECT $1 = ANY (asking_offices()) AS mine', ['east']));

it('a statement prepared in one transaction sees the offices of the next, not its own', async () => {
  expect([await eastSeenBy('east'), await eastSeenBy('west'), await eastSeenBy('east')]).toEqual([[{ mine: true }], [{ mine: false }], [{ mine: true }]]);
});
