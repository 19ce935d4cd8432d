import { describe, expect, it } from '@jest/globals';
import { legalDate, legalInstant } from '#law';
import { dayOfCommand } from './day-of-command.ts';

/** Two minutes around midnight in China. */
const around = { receivedAt: legalInstant('2025-07-21T23:59:59+08:00'), at: legalInstant('2025-07-22T00:00:01+08:00') };

describe('a command that names no day and arrives before midnight', () => {
  it('bears the day of recording where it is done in the record itself', () => {
    expect(dayOfCommand({ type: 'closeCase', closing: 'notFiled' }, around)).toBe('2025-07-22');
    expect(dayOfCommand({ type: 'voidPaper', paperId: 'x.1', reason: '有误' }, around)).toBe('2025-07-22');
    expect(dayOfCommand({ type: 'askSeal', paperId: 'x.1', seal: 'electronic' }, around)).toBe('2025-07-22');
  });

  it('bears the day of its arrival where it was done outside', () => {
    expect(dayOfCommand({ type: 'takeStep', step: 'submitStatement', facts: {}, officers: [] }, around)).toBe('2025-07-21');
    expect(dayOfCommand({ type: 'endRepresentative', number: 3, reason: '解除委托' }, around)).toBe('2025-07-21');
  });
});

it('the day that a command names is the day that is judged', () => {
  expect(dayOfCommand({ type: 'closeCase', closing: 'notFiled', on: legalDate('2025-07-01') }, around)).toBe('2025-07-01');
  expect(dayOfCommand({ type: 'recordService', paperId: 'x.1', party: 'p1', officers: [], attempt: { way: 'direct', outcome: 'received', on: legalDate('2025-07-02') } }, around)).toBe('2025-07-02');
});
