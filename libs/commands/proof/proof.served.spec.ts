import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalDate, legalInstant, type LegalDate } from '#law';
import { MACHINE, stepLegalClock, withActor } from '#store';
import { advanceCases } from '../advance-cases.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from '../testing/county.ts';
import { proveDay, readProof, type DayProof } from './prove-day.ts';

let county: TestCounty;
let caseId: string;
beforeAll(async () => {
  county = await openCounty();
  caseId = await filedCase();
});
afterAll(() => county.close());

async function filedCase(): Promise<string> {
  const id = randomUUID();
  await county.done(1, id, openPenaltyCase);
  await county.done(1, id, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers: [personId(1), personId(2)] });
  await county.done(4, id, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
  return id;
}

const moveTo = (at: string) => withActor(county.source, { actorId: MACHINE, offices: [] }, (m) => stepLegalClock(m, legalInstant(at)));
const arm = () => county.owner.query('UPDATE case_head SET armed_for = next_wake_at, seen_revision = seq');
const prove = (date: string) => proveDay(county.deps, legalDate(date));
const kinds = (proof: DayProof) => proof.differences.map(({ kind, cause }) => `${kind}: ${cause}`);

describe('the proof of a day', () => {
  it('finds nothing where record, clocks and wakes agree, and says what it does not prove', async () => {
    await arm();
    const proof = await prove('2025-03-03');
    expect(proof).toMatchObject({ cases: 1, storedCompared: true, differences: [], causes: {} });
    expect(proof.clocks).toBeGreaterThan(0);
    expect(proof.doesNotProve.length).toBeGreaterThan(3);
  });

  it('leaves no reading behind for a day on which no case was open', async () => {
    const transactions = jest.spyOn(county.source, 'transaction');
    expect(await prove('2020-01-02')).toMatchObject({ cases: 0, differences: [] });
    expect(transactions.mock.calls.filter(([isolation]) => (isolation as unknown) === 'REPEATABLE READ')).toEqual([]);
    expect((await prove('2025-03-03')).cases).toBe(1);
    expect(transactions.mock.calls.filter(([isolation]) => (isolation as unknown) === 'REPEATABLE READ')).toHaveLength(1);
    transactions.mockRestore();
  });

  it('a stored due day that the events do not give is unexplained', async () => {
    await county.owner.query("UPDATE clock SET due_on = due_on + 1 WHERE case_id = $1 AND code = 'PEN-03'", [caseId]);
    expect(kinds(await prove('2025-03-03'))).toEqual(['storedDiffers: unexplained']);
    await county.owner.query("UPDATE clock SET due_on = due_on - 1 WHERE case_id = $1 AND code = 'PEN-03'", [caseId]);
    expect(kinds(await prove('2025-03-03'))).toEqual([]);
  });

  it('a clock that is lost from the list is unexplained, one that is there too much as well', async () => {
    await county.owner.query('CREATE TABLE kept AS SELECT * FROM clock');
    await county.owner.query("DELETE FROM clock WHERE code = 'PEN-03'");
    expect(kinds(await prove('2025-03-03'))).toEqual(['storedDiffers: unexplained']);
    await county.owner.query("INSERT INTO clock SELECT * FROM kept WHERE code = 'PEN-03'; INSERT INTO clock SELECT (jsonb_populate_record(k, jsonb_build_object('clock_id', k.clock_id || 'x'))).* FROM kept k WHERE code = 'PEN-03'");
    expect(kinds(await prove('2025-03-03'))).toEqual(['storedDiffers: unexplained']);
    await county.owner.query("DELETE FROM clock WHERE clock_id LIKE '%x'");
  });

  it('a lapse that nobody recorded is an outage while nobody sleeps for the case, and is shown late when it is recorded', async () => {
    await moveTo('2025-06-04T02:00:00.000Z');
    await county.owner.query('UPDATE case_head SET armed_for = NULL');
    expect(kinds(await prove('2025-06-03'))).toContain('notRecorded: outage');
    await advanceCases(county.deps, [caseId]);
    await arm();
    const today = await prove('2025-06-04');
    expect(kinds(today)).toEqual(['recordedLate: outage']);
    expect(today.differences[0]).toMatchObject({ about: { dueAt: '2025-06-01T16:00:00.000Z', recordedAt: '2025-06-04T02:00:00.000Z' } });
    expect(kinds(await prove('2025-06-03'))).toEqual(['notRecorded: outage']);
  });

  it('a lapse that nobody recorded although somebody slept for it is unexplained', async () => {
    const other = await filedCase();
    await moveTo('2025-09-10T02:00:00.000Z');
    await arm();
    const proof = await prove('2025-09-09');
    expect(proof.differences.filter((one) => one.caseId === other).map(({ kind, cause }) => `${kind}: ${cause}`)).toContain('notRecorded: unexplained');
    expect(proof.causes.unexplained).toBeGreaterThan(0);
    await advanceCases(county.deps, [other]);
    await arm();
  });

  it('forecast: something is due within seven days and nobody sleeps for it', async () => {
    const other = await filedCase();
    await arm();
    await moveTo('2025-11-03T02:00:00.000Z');
    expect(kinds(await prove('2025-11-03'))).toEqual([]);
    await county.owner.query('UPDATE case_head SET armed_for = NULL WHERE case_id = $1', [other]);
    await moveTo('2025-11-05T02:00:00.000Z');
    expect(kinds(await prove('2025-11-05'))).toEqual(['notArmed: outage']);
    await arm();
  });

  it('is kept, one a day, and shows each office its own differences only', async () => {
    const date: LegalDate = legalDate('2025-06-03');
    const asked = (offices: string[]) => withActor(county.source, { actorId: 'test', offices }, (m) => readProof(m, date));
    expect((await asked(['mianyang']))?.differences).toHaveLength(1);
    expect((await asked(['wuhou']))?.differences).toHaveLength(0);
    expect(await withActor(county.source, { actorId: 'test', offices: ['mianyang'] }, (m) => readProof(m, legalDate('2024-01-01')))).toBeNull();
  });
});
