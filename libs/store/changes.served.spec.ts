import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { changedSince } from './changes.ts';
import { append, insertCase, openRecord, phase, type TestRecord } from './testing/record.ts';

let record: TestRecord;
beforeAll(async () => { record = await openRecord(); });
afterAll(() => record.close());

const cases = (changes: { cases: { caseId: string }[] }): string[] => changes.cases.map(({ caseId }) => caseId);

it('answers each commit in one look, with the office, also the one that comes after a later one', async () => {
  const [early, late] = [await insertCase(record, 'east'), await insertCase(record, 'west')];
  const first = await changedSince(record.app, null);
  expect(first.cases).toEqual([]);

  const gate = new EventEmitter();
  const [written, mayCommit] = [once(gate, 'written'), once(gate, 'commit')];
  const slow = record.in(['east'], async (m) => {
    await append(m, early, [phase('a')]);
    gate.emit('written');
    await mayCommit;
  });
  await written;
  await record.in(['west'], (m) => append(m, late, [phase('a')]));
  const second = await changedSince(record.app, first.seen);
  expect(second.cases).toEqual([{ caseId: late, officeId: 'west' }]);
  gate.emit('commit');
  await slow;
  const third = await changedSince(record.app, second.seen);
  expect(third.cases).toEqual([{ caseId: early, officeId: 'east' }]);
  expect(cases(await changedSince(record.app, third.seen))).toEqual([]);
  expect(cases(await changedSince(record.app, first.seen)).sort()).toEqual([early, late].sort());
});

it('tells a message that came without an event, and nothing of what was rolled back', async () => {
  const caseId = await insertCase(record, 'east');
  const { seen } = await changedSince(record.app, null);
  await expect(record.in(['east'], async (m) => {
    await append(m, caseId, [phase('b')]);
    throw new Error('refused');
  })).rejects.toThrow('refused');
  expect((await changedSince(record.app, seen)).cases).toEqual([]);
  await record.in(['east'], (m) => m.query("INSERT INTO inbox_entry (duty_id, case_id, office_id, role, kind, about, created_at) VALUES ($1, $2, 'east', 'officer', 'remind', '{}', now())", [`${caseId}.1`, caseId]));
  expect(cases(await changedSince(record.app, seen))).toEqual([caseId]);
});

it('begins anew where the record was restored and lies behind the last look', async () => {
  await insertCase(record, 'east');
  const ahead = await changedSince(record.app, '99999999990:99999999999:');
  expect(ahead.cases).toEqual([]);
  const caseId = await insertCase(record, 'west');
  expect(cases(await changedSince(record.app, ahead.seen))).toEqual([caseId]);
});
