import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createActivities } from './activities/index.ts';
import { stepTo } from '#commands/training';
import { legalDate, legalInstant } from '#law';
import { putOutbox, withActor } from '#store';
import { WorkflowWaker } from './temporal/workflow-waker.ts';
import { attemptService, noticed } from './testing/penalty.ts';
import { World } from './testing/world.ts';

let world: World;
beforeAll(async () => { world = await World.open({ clock: { mode: 'stepped', at: legalInstant('2026-12-30T02:00:00.000Z') } }); });
afterAll(() => world.close());

const incidents = () => world.ask<{ subject: string; open: boolean }>("SELECT subject, closed_at IS NULL AS open FROM incident WHERE kind = 'calendarNoticeMissing' ORDER BY incident_id");

/** The notice of 2027 by two persons, as far as the record goes. */
async function loadNotice(): Promise<void> {
  await world.ask("INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ('00000000-0000-4000-8000-00000000c001', 'mian-legal', 'calendar', '{}', 'approved', 'a', now(), 'b', now())");
  await world.ask(`
    INSERT INTO calendar_version (id, region, year, notice, days, published_on, loaded_at, proposal_id)
    VALUES ('CN-2027-first', 'CN', 2027, '{"id":"n","title":"通知","publishedOn":"2027-01-05","source":"test"}', '{"2027-01-01":"rest"}', '2027-01-05', now(), '00000000-0000-4000-8000-00000000c001')`);
  await withActor(world.source, { actorId: 'test', offices: [] }, (m) => putOutbox(m, 'calendar/CN-2027-first'));
}

it('a year without a notice opens an incident for each period that waits; the notice ends them, and a late report opens none again', async () => {
  const notice = await noticed(world);
  await attemptService(world, notice, '2026-12-30', 'received');
  await stepTo(world.source, legalDate('2027-02-01'));
  const open = await incidents();
  expect(open.length).toBeGreaterThan(0);
  expect(open.every((one) => one.open)).toBe(true);

  await loadNotice();
  await world.until('the incidents have ended', async () => (await incidents()).every((one) => !one.open));

  // The report of a duty that was withdrawn meanwhile, as an attempt that was cut off would repeat it.
  const again = createActivities({ source: world.source, commands: world.county.deps, waker: new WorkflowWaker(world.client), gateway: { send: () => Promise.resolve('taken') }, wakeSpreadSeconds: 0, log: world.log });
  const [dutyId = ''] = open.map(({ subject }) => subject.slice(subject.indexOf(':') + 1, subject.indexOf('@')));
  await again.reportIncident(dutyId, 'calendarNoticeMissing');
  expect(await incidents()).toHaveLength(open.length);
  expect((await incidents()).filter((one) => one.open)).toEqual([]);
}, 120_000);
