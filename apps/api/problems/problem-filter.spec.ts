import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { problemOf } from './problem-filter.ts';

const ofDatabase = (code: string): unknown => new QueryFailedError('INSERT', [], Object.assign(new Error('no'), { code }));

describe('what an error amounts to', () => {
  it.each(['08006', '53100', '53200', '53300', '55P03', '57P01', '57P03', '58030'])('%s of PostgreSQL is away for the moment', (code) => {
    expect(problemOf(ofDatabase(code)).kind).toBe('unavailable');
  });
  it.each(['ECONNREFUSED', 'ENOSPC', 'EDQUOT'])('%s of the machine is away for the moment', (code) => {
    expect(problemOf(Object.assign(new Error('no'), { code })).kind).toBe('unavailable');
  });
  it.each(['23505', '42P01', 'EACCES'])('%s is a defect', (code) => {
    expect(problemOf(Object.assign(new Error('no'), { code })).kind).toBe('internal');
  });
});
