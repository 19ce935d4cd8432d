import { describe, expect, it } from '@jest/globals';
import { databaseProblem } from './database-problem.ts';

const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });

describe('a database that cannot be used', () => {
  it('is named with the reason and what to do', () => {
    expect(databaseProblem(failure('ECONNREFUSED', ''))).toBe('PostgreSQL does not answer (ECONNREFUSED): start it, or correct the connection string.');
    expect(databaseProblem(failure('28P01', 'password authentication failed for user "x"'))).toBe('PostgreSQL does not let us in (28P01: password authentication failed for user "x"): correct the connection string.');
    expect(databaseProblem(failure('42P01', 'relation "instance" does not exist'))).toContain('run "npm run migrate" first');
    expect(databaseProblem(failure('42501', 'permission denied for schema public'))).toContain('DATABASE_OWNER_URL');
  });

  it('is not made out of other errors', () => {
    expect(databaseProblem(new Error('something else'))).toBeUndefined();
    expect(databaseProblem(failure('23505', 'duplicate key'))).toBeUndefined();
    expect(databaseProblem('text')).toBeUndefined();
  });
});
