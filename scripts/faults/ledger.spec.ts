import { describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { memberOf } from '../rehearse/cast.ts';
import { chosenFaults, ALL_FAULTS } from './all-faults.ts';
import { Ledger, type Acknowledged } from './ledger.ts';

const personId = memberOf('r.officer.a').id;
const entry = (key: string, first: number, last: number, caseId = 'a'): Acknowledged => ({ key, personId, what: 'POST /steps', caseId, first, last });
const row = (first: number, last: number, more: object = {}): object => ({ case_id: 'a', command_id: `c${first}`, actor_id: personId, first, last, events: last - first + 1, ...more });
const record = (...rows: object[]): Client => ({ query: () => Promise.resolve({ rows }) }) as unknown as Client;
const ledger = (...entries: Acknowledged[]): Ledger => {
  const made = new Ledger();
  for (const one of entries) made.note(one);
  return made;
};

describe('what was acknowledged, against the record', () => {
  it('agrees where each command stands once', async () => {
    expect(await ledger(entry('k1', 1, 3), entry('k2', 4, 4)).compare(record(row(1, 3), row(4, 4)))).toEqual({ commands: 2, faults: [] });
  });

  it('an answer that came twice is one command', async () => {
    expect((await ledger(entry('k1', 1, 3), entry('k1', 1, 3)).compare(record(row(1, 3)))).faults).toEqual([]);
  });

  it.each([
    ['lost', ledger(entry('k1', 1, 3)), record(), /k1 .* is not in the record/],
    ['doubled', ledger(entry('k1', 1, 3)), record(row(1, 3), row(4, 6)), /was acknowledged to nobody/],
    ['recorded in part', ledger(entry('k1', 1, 3)), record(row(1, 2)), /stands otherwise/],
    ['with an event missing in it', ledger(entry('k1', 1, 3)), record(row(1, 3, { events: 2 })), /stands otherwise/],
    ['recorded as another\'s', ledger(entry('k1', 1, 3)), record(row(1, 3, { actor_id: memberOf('r.head.a').id })), /stands otherwise/],
    ['answered for two keys', ledger(entry('k1', 1, 3), entry('k2', 1, 3)), record(row(1, 3)), /k1 and k2 were acknowledged with the same events/],
    ['answered in two places', ledger(entry('k1', 1, 3), entry('k1', 4, 6)), record(row(4, 6)), /k1 .* was answered with events 1-3 of a and with 4-6/],
  ])('finds a command that is %s', async (_what, kept, client, fault) => {
    expect((await kept.compare(client)).faults.join('\n')).toMatch(fault);
  });

  it('after a restore only what the backup had counts', async () => {
    const kept = ledger(entry('k1', 1, 3));
    const backup = kept.all;
    kept.note(entry('k2', 4, 4));
    expect(kept.forgetExcept(backup)).toBe(1);
    expect((await kept.compare(record(row(1, 3)))).faults).toEqual([]);
    expect((await kept.compare(record(row(1, 3), row(4, 4)))).faults).toHaveLength(1);
  });
});

describe('the choice of faults', () => {
  it('takes all, or those named, in that order', () => {
    expect(chosenFaults(undefined)).toBe(ALL_FAULTS);
    expect(chosenFaults('wipe, api').map(({ code }) => code)).toEqual(['wipe', 'api']);
    expect(() => chosenFaults('flood')).toThrow('There is no fault "flood"; there are: worker, api,');
    expect(new Set(ALL_FAULTS.map(({ code }) => code)).size).toBe(ALL_FAULTS.length);
  });
});
