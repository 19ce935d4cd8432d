import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseWorkflowId } from '#contracts';
import { stepTo } from '#commands/training';
import { legalDate } from '#law';
import { filed } from './testing/penalty.ts';
import { World } from './testing/world.ts';

let world: World;
beforeAll(async () => { world = await World.open(); });
afterAll(() => world.close());

describe('a case, its workflow and the legal clock', () => {
  it('the workflow starts through the outbox, the rungs escalate at their office hour, and the lapse is recorded at its own instant', async () => {
    const caseId = await filed(world);
    await world.until('the workflow runs', async () => (await world.statusOf(caseWorkflowId(caseId))) === 'RUNNING');

    const first = await stepTo(world.source, 'next');
    expect(first.at).toBe('2025-05-02T01:00:00.000Z');
    expect(first.stops).toBe(1);
    const inbox = await world.ask<{ role: string; kind: string }>('SELECT role, kind FROM inbox_entry WHERE case_id = $1', [caseId]);
    expect(inbox).toEqual([{ role: 'countyLegalOffice', kind: 'escalate' }]);
    const duty = await world.ask<{ status: string; outcome: string }>("SELECT status, outcome FROM duty WHERE case_id = $1 AND kind = 'escalate'", [caseId]);
    expect(duty).toEqual([{ status: 'fulfilled', outcome: 'sent' }]);

    const last = await stepTo(world.source, legalDate('2025-06-03'));
    expect(last.stops).toBe(3);
    const lapse = await world.ask<{ recorded_at: Date; occurred_on: string }>("SELECT recorded_at, occurred_on::text FROM case_event WHERE case_id = $1 AND type = 'clockLapsed'", [caseId]);
    expect(lapse.map(({ recorded_at, occurred_on }) => [recorded_at.toISOString(), occurred_on])).toEqual([['2025-06-01T16:00:00.000Z', '2025-06-01']]);
    expect(world.gateway.delivered.filter((message) => message.caseId === caseId)).toHaveLength(4); // three rungs, and the lapse
  });
});
