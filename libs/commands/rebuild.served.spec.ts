import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalDate, startOfDay } from '#law';
import { openStore, stepLegalClock, withActor } from '#store';
import type { DataSource } from 'typeorm';
import { advanceCases } from './advance-cases.ts';
import { rebuild } from './rebuild.ts';
import { noticeOfRest } from './testing/calendar-notice.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
let owner: DataSource;
beforeAll(async () => {
  county = await openCounty();
  owner = await openStore(county.database.ownerUrl, { applicationName: 'test rebuild' });
});
afterAll(async () => {
  await owner.destroy();
  await county.close();
});

it('finds nothing in an untouched record, names what differs, and mends it from the events', async () => {
  const caseId = randomUUID();
  await county.done(1, caseId, openPenaltyCase);
  await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers: [personId(1), personId(2)] });
  await county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意' } });
  expect(await rebuild(owner, county.deps.law)).toEqual({ cases: 1, differences: [] });
  const [before] = await county.owner.query("SELECT (SELECT jsonb_agg(c ORDER BY clock_id) FROM clock c) AS clocks, (SELECT jsonb_agg(to_jsonb(t) - 'created_at' ORDER BY step) FROM task t) AS tasks, (SELECT state FROM case_head) AS state");

  await county.owner.query("DELETE FROM task; UPDATE clock SET due_on = due_on + 1 WHERE due_on IS NOT NULL; UPDATE case_head SET phase = 'lost', evolve_version = 0");
  const { differences } = await rebuild(owner, county.deps.law);
  expect(new Set(differences.map(({ table, kind }) => `${table} ${kind}`))).toEqual(new Set(['task missing', 'clock different', 'case_head different']));
  expect((await rebuild(owner, county.deps.law, { apply: true })).differences).toEqual(differences);
  expect(await rebuild(owner, county.deps.law)).toEqual({ cases: 1, differences: [] });
  const [after] = await county.owner.query("SELECT (SELECT jsonb_agg(c ORDER BY clock_id) FROM clock c) AS clocks, (SELECT jsonb_agg(to_jsonb(t) - 'created_at' ORDER BY step) FROM task t) AS tasks, (SELECT state FROM case_head) AS state");
  expect(after).toEqual(before);
});

it('takes a case as it was looked at last: under a notice loaded after its last event, though a later one has passed it by', async () => {
  const caseId = randomUUID();
  await county.done(1, caseId, openPenaltyCase);
  await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers: [personId(1), personId(2)] });
  await county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意' } });
  await noticeOfRest(county, { name: 'first', publishedOn: '2025-03-10', day: '2025-12-30' });
  await stepTo('2025-03-11');
  expect(await advanceCases(county.deps, [caseId])).toMatchObject([{ status: 'advanced', appended: 0 }]);
  await noticeOfRest(county, { name: 'second', publishedOn: '2025-03-20', day: '2025-12-29' });
  await stepTo('2025-03-21');
  const [head] = await county.owner.query<{ calendar_version: string; last: string }[]>("SELECT calendar_version, (last_recorded_at AT TIME ZONE 'Asia/Shanghai')::date::text AS last FROM case_head WHERE case_id = $1", [caseId]);
  expect(head).toEqual({ calendar_version: expect.stringMatching(/^CN@2025-03-10/), last: '2025-03-03' });
  expect((await rebuild(owner, county.deps.law)).differences.filter((one) => one.caseId === caseId)).toEqual([]);
});

const stepTo = (day: string) => withActor(county.source, { actorId: 'test', offices: [] }, (manager) => stepLegalClock(manager, startOfDay(legalDate(day))));
