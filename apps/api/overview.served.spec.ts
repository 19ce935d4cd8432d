import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service } from './testing/service.ts';

let service: Service;
const ask = async (url: string, as: string): Promise<Record<string, unknown>> => {
  const answer = await service.ask('GET', url, { as });
  expect({ url, status: answer.status }).toEqual({ url, status: 200 });
  return answer.body;
};

beforeAll(async () => {
  service = await Service.start(peopleSql);
  for (const [code, value] of [['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00']] as const) {
    const proposed = await service.ask('POST', '/api/parameters', { as: 'zhou.tao', body: { pack: 'administrative-penalty', code, value, documentNumber: '勉政发〔2024〕1号', from: '2024-01-01' } });
    await service.ask('POST', `/api/parameters/${String(proposed.body.proposalId)}/approve`, { as: 'wu.jun' });
  }
  const open = async (as: string): Promise<string> => {
    const opened = await service.ask('POST', '/api/cases', { as, body: openPenaltyCase });
    expect(opened).toMatchObject({ status: 201 });
    return String(opened.body.caseId);
  };
  const step = async (caseId: string, code: string, as: string, facts: object, officers: string[] = []): Promise<void> => {
    expect(await service.ask('POST', `/api/cases/${caseId}/steps/${code}`, { as, body: { facts, officers, on: '2025-03-03' } })).toMatchObject({ status: 200 });
  };
  const [filed, proposed] = [await open('zhang.wei'), await open('zhang.wei')];
  await open('sun.li');
  for (const caseId of [filed, proposed]) await step(caseId, 'proposeFiling', 'zhang.wei', { basis: '《消防法》第二十八条', proposal: '建议立案。' }, [person(1), person(2)]);
  // From here the ninety days run, to 2025-06-01.
  await step(filed, 'fileCase', 'liu.yang', { approval: '同意立案。' });
});
afterAll(async () => { await service.stop(); });

interface Figure { count: number; list: string }
/** Every figure of an answer, wherever it stands. */
function figuresOf(value: unknown): Figure[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('count' in value && 'list' in value) return [value as Figure];
  return Object.values(value).flatMap(figuresOf);
}
/** All rows of a list, page by page. */
async function rowsOf(list: string, as: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: Record<string, unknown> = await ask(`${list}${list.includes('?') ? '&' : '?'}limit=1${next === '' ? '' : `&cursor=${next}`}`, as);
    rows.push(...(page['items'] as unknown[]));
    next = page['next'] as string | null;
  }
  return rows;
}
async function checkFigures(view: Record<string, unknown>, as: string): Promise<number> {
  const figures = figuresOf(view);
  for (const { count, list } of figures) {
    const rows = await rowsOf(list, as);
    expect({ list, rows: new Set(rows.map((row) => JSON.stringify(row))).size }).toEqual({ list, rows: count });
  }
  return figures.length;
}

describe('the team', () => {
  it('counts the open tasks of the own office, and every figure opens exactly its rows', async () => {
    const view = await ask('/api/team', 'liu.yang');
    expect(view).toMatchObject({ asOf: '2025-03-03', soonUntil: '2025-03-10', byOffice: [{ officeId: 'mianyang', officeName: '勉县勉阳街道办事处' }] });
    expect((view['byStep'] as { step: string; open: Figure }[]).find((one) => one.step === 'fileCase')?.open).toEqual({ count: 1, list: '/api/team/tasks?pack=administrative-penalty&step=fileCase' });
    expect((view['open'] as Figure).count).toBeGreaterThan(1);
    expect(await checkFigures(view, 'liu.yang')).toBeGreaterThan(8);
  });

  it('shows the county legal office every office, and a filter goes on into the lists', async () => {
    const all = await ask('/api/team', 'zhou.tao');
    expect((all['byOffice'] as { officeId: string }[]).map((one) => one.officeId)).toEqual(['mianyang', 'wuhou']);
    const wuhou = await ask('/api/team?officeId=wuhou', 'zhou.tao');
    expect((wuhou['open'] as Figure).list).toBe('/api/team/tasks?officeId=wuhou');
    expect(await checkFigures(wuhou, 'zhou.tao')).toBeGreaterThan(4);
    expect((await ask('/api/team?officeId=wuhou', 'liu.yang'))['open']).toMatchObject({ count: 0 });
  });

  it('refuses what is no filter', async () => {
    expect(await service.ask('GET', '/api/team/tasks?due=yesterday', { as: 'liu.yang' })).toMatchObject({ status: 422 });
    expect(await service.ask('GET', '/api/team?cursor=x', { as: 'liu.yang' })).toMatchObject({ status: 422 });
    expect(await service.ask('GET', '/api/county/clocks?cursor=abc', { as: 'zhou.tao' })).toMatchObject({ status: 422 });
  });
});

describe('the county', () => {
  it('counts open cases and clocks, and every figure opens exactly its rows', async () => {
    const view = await ask('/api/county', 'zhou.tao');
    expect(view).toMatchObject({ open: { count: 3, list: '/api/cases?closed=false' }, overdue: { count: 0 }, byOffice: [{ officeId: 'mianyang', open: { count: 2 } }, { officeId: 'wuhou', open: { count: 1 } }] });
    expect((view['clocks'] as { clock: string; running: Figure }[]).find((one) => one.clock === 'PEN-03')?.running).toMatchObject({ count: 1 });
    expect(await checkFigures(view, 'zhou.tao')).toBeGreaterThan(15);
    expect((await ask('/api/county', 'sun.li'))['open']).toMatchObject({ count: 1 });
  });

  it('sees a period that ended unmet, wherever it is read, until the case is closed', async () => {
    // What the worker of a running instance records at midnight is told to the read table here.
    const record = new Client({ connectionString: service.database.superuserUrl });
    await record.connect();
    await record.query("UPDATE clock SET status = 'lapsed' WHERE code = 'PEN-03'");
    await record.end();
    const view = await ask('/api/county', 'zhou.tao');
    expect(view).toMatchObject({ overdue: { count: 1 } });
    expect((view['clocks'] as { clock: string; overdue: Figure }[]).find((one) => one.clock === 'PEN-03')?.overdue).toMatchObject({ count: 1 });
    await checkFigures(view, 'zhou.tao');
  });
});

describe('offices and officers', () => {
  it('names the powers of the own offices with instrument and dates', async () => {
    const { items } = await ask('/api/offices?on=2021-11-30', 'zhou.tao') as { items: { officeId: string; powers: unknown[] }[] };
    expect(items.map((one) => one.officeId)).toEqual(['mian-legal', 'mianyang', 'wuhou']);
    expect(items[1]?.powers).toEqual([expect.objectContaining({ basis: 'handedOver', packs: ['administrative-penalty', 'administrative-penalty-summary'], instrument: '陕政发〔2021〕19号', from: '2021-12-01', inForce: false })]);
    expect(((await ask('/api/offices', 'zhang.wei')) as { items: { officeId: string }[] }).items.map((one) => one.officeId)).toEqual(['mianyang']);
  });

  it('names officers with certificates and qualifications as they are on a day', async () => {
    const { items } = await ask('/api/officers', 'zhang.wei') as { items: { name: string; roles: string[]; certificates: unknown[]; qualifications: unknown[] }[] };
    expect(items.find((one) => one.name === '张伟')).toMatchObject({ roles: ['officer'], certificates: [{ number: '陕F01001', valid: true }], qualifications: [] });
    expect(items.find((one) => one.name === '陈杰')).toMatchObject({ qualifications: [{ kind: 'legalProfession', valid: true }] });
    expect(items.some((one) => one.name === '孙丽')).toBe(false);
    expect(((await ask('/api/officers?certified=true', 'zhang.wei')) as { items: { name: string }[] }).items.map((one) => one.name).sort()).toEqual(['张伟', '李娜']);
    expect(((await ask('/api/officers?certified=true&on=2030-01-01', 'zhang.wei')) as { items: unknown[] }).items).toEqual([]);
  });
});
