import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { peopleSql } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service } from './testing/service.ts';

let service: Service;
let caseId: string;
beforeAll(async () => {
  service = await Service.start(peopleSql);
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase });
  caseId = String(opened.body.caseId);
});
afterAll(async () => { await service.stop(); });

/** How many rows each table has, and the state of the clock: what a simulation must leave as it was. */
async function everything(): Promise<unknown> {
  const owner = new Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  try {
    const { rows: tables } = await owner.query<{ name: string }>("SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
    const found: unknown[] = [];
    for (const { name } of tables) found.push([name, (await owner.query(`SELECT count(*) AS n, md5(string_agg(t::text, '|' ORDER BY t::text)) AS sum FROM ${name} t`)).rows]);
    return found;
  } finally {
    await owner.end();
  }
}

describe('POST /api/cases/:id/simulate', () => {
  it('answers a dated timeline and leaves every table as it was', async () => {
    const seen = await service.ask('GET', `/api/cases/${caseId}`, { as: 'zhang.wei' });
    const before = await everything();
    const answer = await service.ask('POST', `/api/cases/${caseId}/simulate`, { as: 'zhang.wei', body: {
      assumptions: [{ on: '2025-03-04', step: 'proposeFiling', facts: {} }, { on: '2025-03-05', step: 'fileCase' }, { on: '2025-03-06', step: 'decidePenalty', facts: { fine: '500.00' } }, { none: 'hearing' }], until: '2025-07-01',
    } });
    expect(answer.status).toBe(200);
    const moments = answer.body.moments as { on: string; kind: string; about: string; blockers?: { code: string }[] }[];
    expect(moments).toEqual(expect.arrayContaining([expect.objectContaining({ on: '2025-03-04', kind: 'happens', about: 'stepTaken' })]));
    expect(moments.find((one) => one.kind === 'refused' && one.about === 'decidePenalty')?.blockers?.map(({ code }) => code)).toContain('wrongPhase');
    expect(answer.text).not.toContain('张三丰');
    expect(await everything()).toEqual(before);
    expect((await service.ask('GET', `/api/cases/${caseId}`, { as: 'zhang.wei' })).headers.etag).toBe(seen.headers.etag);
  });

  it('names the field of a value that cannot be, and shows the case to nobody else', async () => {
    const wrong = await service.ask('POST', `/api/cases/${caseId}/simulate`, { as: 'zhang.wei', body: { assumptions: [{ on: '2025-03-06', step: 'decidePenalty', facts: { fine: 'much' } }] } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ field: 'assumptions.0.facts.fine' }] } });
    const far = await service.ask('POST', `/api/cases/${caseId}/simulate`, { as: 'zhang.wei', body: { until: '2199-01-01' } });
    expect(far).toMatchObject({ status: 422, body: { errors: [{ field: 'until' }] } });
    expect(await service.ask('POST', `/api/cases/00000000-0000-4000-8000-0000000000aa/simulate`, { as: 'zhang.wei', body: {} })).toMatchObject({ status: 404 });
  });
});
