import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { describeError, failureOf } from './failures.ts';

const refused = new QueryFailedError('INSERT INTO party VALUES ($1)', ['张三'], Object.assign(new Error('duplicate key (name)=(张三)'), { code: '23505', constraint: 'party_pkey', detail: 'Key (name)=(张三)' }));

describe('what Temporal may know of an error', () => {
  it('names code and constraint of a refusal, never the row', () => {
    const failure = failureOf(refused);
    expect(failure.message).toBe('PostgreSQL 23505 (party_pkey)');
    expect(JSON.stringify([failure, failure.message, failure.stack, failure.cause])).not.toContain('张三');
  });
  it('names kind and place of an error of ours, never its sentence', () => {
    const failure = failureOf(new RangeError('陈小明 has no age'));
    expect(failure.message).toMatch(/^RangeError/);
    expect(`${failure.message}${failure.stack ?? ''}${describeError(new Error('陈小明'))}`).not.toContain('陈小明');
  });
  it('a PostgreSQL that is away is worth another attempt', () => {
    expect(failureOf(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toMatchObject({ type: 'RecordUnavailable', nonRetryable: false });
  });
});
