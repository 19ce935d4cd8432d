import { afterEach, describe, expect, it } from '@jest/globals';
import { caseWorkflowId } from '#contracts';
import { advanceCases } from '#commands';
import { personId } from '#commands/testing/county';
import { stepTo } from '#commands/training';
import { legalDate, legalInstant } from '#law';
import { MACHINE, stepLegalClock, tickLegalClock, withActor } from '#store';
import { WorkflowWaker } from './temporal/workflow-waker.ts';
import { filed, opened } from './testing/penalty.ts';
import { World } from './testing/world.ts';

let world: World | undefined;
let ticking: NodeJS.Timeout | undefined;
afterEach(async () => {
  clearInterval(ticking);
  await world?.close();
  world = undefined;
});

describe('the legal clock and the sleep of a case', () => {
  it('running: the workflow sleeps until the wall instant at which the legal clock will be there, and wakes by itself', async () => {
    // Twenty days a second: the sixtieth day is three seconds away.
    world = await World.open({ clock: { mode: 'running', at: legalInstant('2025-03-03T02:00:00.000Z'), speed: 20 * 86_400 } });
    const here = world;
    ticking = setInterval(() => { void withActor(here.source, { actorId: MACHINE, offices: [] }, tickLegalClock); }, 500);
    const caseId = await filed(here);
    await here.until('the decision period has lapsed by timers alone', async () => (await here.ask("SELECT 1 FROM case_event WHERE case_id = $1 AND type = 'clockLapsed'", [caseId])).length === 1, 40_000);
    const rungs = await here.ask("SELECT 1 FROM case_event WHERE case_id = $1 AND type = 'rungReached'", [caseId]);
    expect(rungs).toHaveLength(3);
  });

  it('stepped: it sleeps without an end; a step back, a step beside another, and a clock that is not stepped are refused', async () => {
    world = await World.open();
    const caseId = await opened(world);
    await stepTo(world.source, legalDate('2025-03-10'));
    await expect(stepTo(world.source, legalDate('2025-03-09'))).rejects.toMatchObject({ code: 'goesBack' });
    const lastMinute = legalInstant('2025-03-10T23:59:00+08:00');
    expect(await stepTo(world.source, lastMinute)).toMatchObject({ at: lastMinute });
    await expect(stepTo(world.source, legalInstant('2025-03-10T23:58:00+08:00'))).rejects.toMatchObject({ code: 'goesBack' });
    const both = await Promise.allSettled([stepTo(world.source, legalDate('2025-03-11')), stepTo(world.source, legalDate('2025-03-11'))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { events } = await world.client.workflow.getHandle(caseWorkflowId(caseId)).fetchHistory();
    const timers = (events ?? []).flatMap((event) => (event.timerStartedEventAttributes ? [Number(event.timerStartedEventAttributes.startToFireTimeout?.seconds)] : []));
    expect(Math.min(...timers)).toBeGreaterThan(300 * 86_400);
  });

  it('wall: there is nothing to step', async () => {
    world = await World.open({ profile: 'production', clock: { mode: 'wall' }, running: false });
    await expect(stepTo(world.source, 'next')).rejects.toMatchObject({ code: 'notStepped' });
  });

  it('no worker: a step says that nothing comes to rest', async () => {
    world = await World.open({ running: false });
    await opened(world);
    await expect(stepTo(world.source, 'next', { longest: 300 })).rejects.toMatchObject({ code: 'noRest' });
  });

  it('an attempt of the machine counts as failed when it has ended: two failures and one under way are no three', async () => {
    world = await World.open({ running: false });
    const caseId = await filed(world);
    await withActor(world.source, { actorId: MACHINE, offices: [] }, (manager) => stepLegalClock(manager, legalInstant('2025-05-02T01:00:00.000Z')));
    await advanceCases(world.county.deps, [caseId]);
    const [duty] = await world.ask<{ duty_id: string }>("SELECT duty_id FROM duty WHERE case_id = $1 AND kind = 'escalate' AND status = 'owed'", [caseId]);
    await world.ask("INSERT INTO gateway_message (duty_id, case_id, office_id, attempts, status, last_error, changed_at) VALUES ($1, $2, 'mianyang', 2, 'owed', 'GatewayProblem', now())", [duty?.duty_id, caseId]);
    await expect(stepTo(world.source, 'next', { longest: 200 })).rejects.toMatchObject({ code: 'noRest' });
    await world.ask('UPDATE gateway_message SET attempts = 3');
    await expect(stepTo(world.source, 'next', { longest: 200 })).rejects.toMatchObject({ code: 'keepsFailing' });
  });

  it('a date before the first of the calendar, and the day on which the clock stands', async () => {
    world = await World.open({ running: false });
    await expect(stepTo(world.source, legalDate('0001-01-01'))).rejects.toMatchObject({ code: 'goesBack' });
    expect(await stepTo(world.source, legalDate('2025-03-03'))).toMatchObject({ at: '2025-03-03T02:00:00.000Z', stops: 0 });
  });
});

describe('a poison case', () => {
  it('is tried ten times, opens an incident, holds up nobody, and goes on when it is mended', async () => {
    world = await World.open();
    const here = world;
    const [bad, good] = [await filed(here), await filed(here)];
    await stepTo(here.source, legalDate('2025-03-04'));
    await here.ask("UPDATE case_head SET state = jsonb_set(state::jsonb, '{pack}', '\"lost-pack\"') WHERE case_id = $1", [bad]);
    await new WorkflowWaker(here.client).wake(caseWorkflowId(bad));
    await here.until('the first failure is noted', async () => (await here.ask('SELECT 1 FROM command_failure WHERE case_id = $1', [bad])).length === 1);
    await expect(stepTo(here.source, 'next')).rejects.toMatchObject({ code: 'keepsFailing' });
    await here.county.done(1, good, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '照片' }, officers: [personId(1), personId(2)] });
    await here.until('the incident is open', async () => (await here.ask("SELECT 1 FROM incident WHERE case_id = $1 AND kind = 'caseCannotAdvance' AND closed_at IS NULL", [bad])).length === 1, 60_000);
    const [incident] = await here.ask<{ about: { attempts: number; lastError: string } }>('SELECT about FROM incident WHERE case_id = $1', [bad]);
    expect(incident?.about.attempts).toBe(10);
    expect(incident?.about.lastError).toMatch(/^Error at libs\//);
    await here.ask("UPDATE case_head SET state = jsonb_set(state::jsonb, '{pack}', '\"administrative-penalty\"') WHERE case_id = $1", [bad]);
    await new WorkflowWaker(here.client).wake(caseWorkflowId(bad));
    await here.until('the incident is closed', async () => (await here.ask("SELECT 1 FROM incident WHERE case_id = $1 AND closed_at IS NOT NULL", [bad])).length === 1);
    expect(await here.ask('SELECT 1 FROM command_failure WHERE case_id = $1', [bad])).toEqual([]);
  }, 120_000);

  it('that failed once and was brought to now at the next attempt fails no more', async () => {
    world = await World.open();
    const here = world;
    const caseId = await filed(here);
    await here.ask("INSERT INTO command_failure SELECT case_id, office_id, 1, clock_timestamp(), clock_timestamp(), 'PostgreSQL 40001' FROM case_head WHERE case_id = $1", [caseId]);
    await new WorkflowWaker(here.client).wake(caseWorkflowId(caseId));
    await here.until('nothing is said of the failure any more', async () => (await here.ask('SELECT 1 FROM command_failure WHERE case_id = $1', [caseId])).length === 0);
  }, 120_000);
});
