import { expect, it } from '@jest/globals';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { recordIsAway } from './away.ts';

it('tells a PostgreSQL that is away from one that refuses', () => {
  const refused = new QueryFailedError('INSERT INTO party', [], Object.assign(new Error('duplicate key'), { code: '23505', severity: 'ERROR' }));
  expect(recordIsAway(refused)).toBe(false);
  expect(recordIsAway(new RangeError('no'))).toBe(false);
  expect(recordIsAway(new QueryFailedError('SELECT 1', [], Object.assign(new Error('idle in transaction'), { code: '25P03', severity: 'FATAL' })))).toBe(true);
  expect(recordIsAway(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))).toBe(true);
  expect(recordIsAway(new QueryFailedError('SELECT 1', [], Object.assign(new Error('terminating'), { code: '57P01' })))).toBe(true);
  expect(recordIsAway(new Error('Connection terminated unexpectedly'))).toBe(true);
  expect(recordIsAway(new QueryFailedError('INSERT', [], Object.assign(new Error('could not extend file'), { code: '53100' })))).toBe(true);
  expect(recordIsAway(new QueryRunnerAlreadyReleasedError())).toBe(true);
  expect(recordIsAway(new QueryFailedError('SELECT 1 FROM case_head FOR UPDATE', [], Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' })))).toBe(true);
});
