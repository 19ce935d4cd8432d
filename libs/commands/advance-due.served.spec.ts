import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalInstant } from '#law';
import { advanceDueCases } from './advance-cases.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty({ mode: 'running', at: legalInstant('2025-03-03T02:00:00.000Z'), speed: 1 }); });
afterAll(() => county.close());

/** The decision period (Penalty Law art. 60) of what is filed on 3 March is over. */
const AFTER_PERIOD = '2025-06-02T01:00:00.000Z';
const clockAt = (mode: 'running' | 'stepped') => county.owner.query("UPDATE legal_clock SET mode = $1, at = $2, speed = CASE WHEN $1 = 'running' THEN 1 END, anchored_at = CASE WHEN $1 = 'running' THEN clock_timestamp() END", [mode, AFTER_PERIOD]);

async function filedCase(): Promise<string> {
  const id = randomUUID();
  await county.done(1, id, openPenaltyCase);
  await county.done(1, id, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers: [personId(1), personId(2)] });
  await county.done(4, id, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
  return id;
}

const lapsesOf = async (ids: readonly string[]) => (await county.owner.query<{ case_id: string; days: string[] }[]>(
  "SELECT case_id, array_agg(occurred_on::text) AS days FROM case_event WHERE case_id = ANY ($1::uuid[]) AND type = 'clockLapsed' AND payload->>'clock' = 'PEN-03' GROUP BY 1", [ids])).map(({ days }) => days);

it('what time has reached is recorded by the page, each case by one of those who look at once, on its own day, and nobody is woken', async () => {
  const cases = [await filedCase(), await filedCase(), await filedCase(), await filedCase(), await filedCase()];
  expect(await advanceDueCases(county.deps, 10)).toEqual([]);
  await clockAt('stepped');
  // A step of the clock wakes by itself; whoever looked earlier would leave it nobody to wake.
  expect(await advanceDueCases(county.deps, 10)).toEqual([]);
  await clockAt('running');
  await county.owner.query('DELETE FROM outbox');
  await county.owner.query("INSERT INTO command_failure (case_id, office_id, attempts, first_at, last_at, last_error) VALUES ($1, 'mianyang', 1, now(), now(), 'x')", [cases[4]]);

  const holder = county.owner.createQueryRunner();
  await holder.startTransaction();
  await holder.query('SELECT 1 FROM case_head WHERE case_id = $1 FOR UPDATE', [cases[3]]);
  const pages = await Promise.all([advanceDueCases(county.deps, 2), advanceDueCases(county.deps, 2), advanceDueCases(county.deps, 2)]);
  await holder.rollbackTransaction();
  await holder.release();
  expect(pages.flat().map((one) => `${one.status} ${one.caseId}`).sort()).toEqual(cases.slice(0, 3).map((id) => `advanced ${id}`).sort());

  expect((await advanceDueCases(county.deps, 10)).map(({ caseId }) => caseId)).toEqual([cases[3]]);
  expect(await advanceDueCases(county.deps, 10)).toEqual([]);
  expect(await lapsesOf(cases)).toEqual(Array.from({ length: 4 }, () => ['2025-06-01']));
  expect(await county.owner.query('SELECT workflow_id FROM outbox')).toEqual([]);
});
