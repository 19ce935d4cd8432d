/** What the county sees of unpaid debts: in terms, in default, near the end of the time to ask the court, at the court; each figure with its list, and the same after a rebuild. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { DataSource } from 'typeorm';
import { advanceCases, executeCommand, rebuild } from '#commands';
import { legalDate } from '#law';
import { MACHINE, openStore } from '#store';
import { Door } from './door.module.ts';
import { AtTheDoor, parametersSql, PENALTY_PARAMETERS } from './testing/at-the-door.ts';
import { peopleSql } from './testing/people.ts';
import { Service } from './testing/service.ts';

// Fines of 300.00, served on 2025-03-12: to be paid by 2025-03-27, six months to sue to 2025-09-12, the court to be asked to 2025-12-12.
let service: Service;
let door: AtTheDoor;
let silent: string;
let inTerms: string;
let atCourt: string;
let paid: string;

beforeAll(async () => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  service = await Service.start(`${peopleSql}${parametersSql('administrative-penalty', { ...PENALTY_PARAMETERS, demandMarginDays: 5, instalmentNoticeDays: [7] })}
UPDATE office SET address = '勉县勉阳街道1号', phone = '0916-3200000';`);
  door = new AtTheDoor(service);
  await door.clock('2025-03-03', '09:00:00');
  const noticed: string[] = [];
  for (const born of ['1990-01-01', '1990-01-02', '1990-01-03', '1990-01-04']) noticed.push((await door.noticed({ born })).address);
  await door.clock('2025-03-12', '10:00:00');
  for (const address of noticed) {
    const decision = await door.step(address, 'decidePenalty', { defence: '无异议', correction: '立即改正', fine: '300.00' }, 'liu.yang');
    expect(await door.serve(address, door.paperOf(decision, 'penalty-decision'))).toMatchObject({ status: 200 });
  }
  [silent = '', inTerms = '', atCourt = '', paid = ''] = noticed;
  await receive(paid, '30000');
  const asked = await door.step(inTerms, 'applyForTerms', { termsInWriting: true, hardshipProof: true, hardship: '家庭困难。' }, 'wang.fang', { party: 'p1' });
  await door.step(inTerms, 'approveTerms', { termsApplication: seqOf(asked), planMethod: 'dates', planLines: '2025-11-30;2025-12-31', termsReasons: '困难属实。' }, 'liu.yang', { party: 'p1' });
  await door.clock('2025-10-09', '10:00:00');
  const demanded = await door.step(atCourt, 'issueDemand', {}, 'wang.fang', { party: 'p1' });
  expect(await door.serve(atCourt, door.paperOf(demanded, 'demand-letter'))).toMatchObject({ status: 200 });
  await door.clock('2025-10-30', '10:00:00');
  await door.step(atCourt, 'applyToCourt', { applicationFacts: '经催告仍不缴纳。' }, 'liu.yang', { party: 'p1' });
  await timePasses();
}, 180_000);
afterAll(async () => {
  await service.stop();
  jest.restoreAllMocks();
});

const seqOf = (answer: { body: Record<string, unknown> }): number => (answer.body.events as { seq: number; type: string }[]).find((one) => one.type === 'stepTaken')?.seq ?? 0;
/** What time alone did is recorded, as workflows do it. */
const timePasses = (): Promise<unknown> => advanceCases(service.app.get(Door).deps, [silent, inTerms, atCourt, paid].map((address) => address.slice('/api/cases/'.length)));
async function receive(address: string, fen: string, on = '2025-03-12'): Promise<void> {
  const outcome = await executeCommand(service.app.get(Door).deps, {
    actor: { kind: 'machine', personId: MACHINE }, route: 'bank receipt', idempotencyKey: `R-${address}-${fen}`, bodyHash: 'a'.repeat(64), caseId: address.slice('/api/cases/'.length),
    command: { type: 'bookPayment', receiptId: `R-${address}-${fen}`, reference: 'REF', debt: 'fine', party: 'p1', on: legalDate(on), fen },
  });
  expect(outcome).toMatchObject({ status: 'done' });
}
interface Figure { amount: string; count: number; list: string }
const standings = async (as = 'zhou.tao'): Promise<Record<string, Figure>> => {
  const { items } = (await service.ask('GET', '/api/county/money', { as })).body as { items: { officeId: string; pack: string; standing?: Record<string, Figure> }[] };
  return items.find(({ officeId, pack }) => officeId === 'mianyang' && pack === 'administrative-penalty')?.standing ?? {};
};
const rows = async (list: string, as = 'zhou.tao'): Promise<Record<string, unknown>[]> => (await service.ask('GET', list, { as })).body.items as Record<string, unknown>[];
const casesIn = async (list = ''): Promise<string[]> => (await rows(list)).map((row) => `/api/cases/${String(row['caseId'])}`).sort();

describe('unpaid debts by how they stand', () => {
  it('are counted with their unpaid principal, each figure with exactly its list', async () => {
    const found = await standings();
    expect(Object.fromEntries(Object.entries(found).map(([name, { amount, count }]) => [name, `${count} of ${amount}`]))).toEqual({
      inTerms: '1 of 300.00', termsInDefault: '0 of 0.00', inDefault: '2 of 600.00', windowAtRisk: '1 of 300.00', windowEnded: '0 of 0.00', atCourt: '1 of 300.00',
    });
    for (const { count, list } of Object.values(found)) expect({ list, count: (await rows(list)).length }).toEqual({ list, count });
    expect(await casesIn(found['inTerms']?.list)).toEqual([inTerms]);
    expect(await casesIn(found['inDefault']?.list)).toEqual([silent, atCourt].sort());
    expect(await casesIn(found['windowAtRisk']?.list)).toEqual([silent]);
    expect(await casesIn(found['atCourt']?.list)).toEqual([atCourt]);
  });

  it('say in the list what the case itself says', async () => {
    for (const row of await rows('/api/county/debts')) {
      const [debt] = (await service.ask('GET', `/api/cases/${String(row['caseId'])}/money`, { as: 'zhang.wei' })).body.debts as { inDefaultSince: string | null; terms: { planSince: string | null; courtWindow: { windows: { endsOn: string; latestSafeDemand: string }[] } | null } }[];
      const [window] = debt?.terms.courtWindow?.windows ?? [];
      const asked = row['atCourtSince'] !== null;
      expect(row).toMatchObject({ inDefaultSince: debt?.inDefaultSince, planSince: debt?.terms.planSince, windowEndsOn: asked ? null : window?.endsOn, demandBy: asked ? null : window?.latestSafeDemand });
    }
    expect((await rows('/api/county/debts?standing=atCourt'))[0]).toMatchObject({ atCourtSince: '2025-10-30' });
  });

  it('move with time and with the record: behind with terms, paid, past the last day', async () => {
    await door.clock('2025-12-13', '10:00:00');
    await timePasses();
    const found = await standings();
    expect(await casesIn(found['termsInDefault']?.list)).toEqual([inTerms]);
    expect(await casesIn(found['windowEnded']?.list)).toEqual([silent]);
    expect(found['windowAtRisk']?.count).toBe(0);
    await receive(silent, '60000');
    expect((await standings())['windowEnded']).toMatchObject({ count: 0, amount: '0.00' });
  });

  it('stand in the export, and go no further than the own office', async () => {
    const [row] = (parse((await service.ask('GET', '/api/county/money/export?format=csv&officeId=mianyang&pack=administrative-penalty', { as: 'zhou.tao' })).bytes, { bom: true, columns: true }) as Record<string, string>[]);
    expect(row).toMatchObject({ 已申请法院执行笔数: '1', '已申请法院执行（元）': '300.00', 分期逾期笔数: '1' });
    expect(await standings('sun.li')).toEqual({});
    expect(await rows('/api/county/debts?standing=atCourt', 'sun.li')).toEqual([]);
    expect(await service.ask('GET', '/api/county/debts?standing=rich', { as: 'zhou.tao' })).toMatchObject({ status: 422, body: { errors: [{ field: 'standing' }] } });
  });

  it('an agreement on one at the court shows its stages: kept, missed, still to come; what is above the debt is refused', async () => {
    const courtApplication = ((await service.ask('GET', atCourt, { as: 'zhang.wei' })).body.steps as { step: string; seq: number }[]).find(({ step }) => step === 'applyToCourt')?.seq;
    const told = { courtApplication, courtDocument: '（2025）陕0725行审1号', courtActOn: '2025-12-13' };
    await door.step(atCourt, 'recordCourtAcceptance', told, 'wang.fang', { party: 'p1' });
    await door.step(atCourt, 'recordEnforcementOrder', told, 'wang.fang', { party: 'p1' });
    const agree = (agreementStages: string) => service.ask('POST', `${atCourt}/steps/agreeOnExecution`, { as: 'liu.yang', body: { party: 'p1', facts: { courtApplication, executionAgreement: '分三个阶段履行。', agreementStages } } });
    expect(await agree('2025-12-20=100.00;2025-12-31=500.01')).toMatchObject({ status: 409, body: { blockers: [{ code: 'stagesAboveOwed', field: 'facts.agreementStages' }] } });
    expect(await agree('2025-12-20=100.00;2025-12-25=100.00;2026-01-31=400.00')).toMatchObject({ status: 200 });
    await receive(atCourt, '10000', '2025-12-13');
    await door.clock('2025-12-27', '10:00:00');
    await timePasses();
    const [debt] = (await service.ask('GET', `${atCourt}/money`, { as: 'zhang.wei' })).body.debts as { agreements: unknown[] }[];
    expect(debt?.agreements).toMatchObject([{ since: '2025-12-13', endedOn: null, article: { en: expect.stringContaining('art. 42') }, stages: [{ number: 1, amount: '100.00', keptOn: '2025-12-13', state: 'kept' }, { due: '2025-12-25', keptOn: null, state: 'missed' }, { due: '2026-01-31', state: 'running' }] }]);
    expect(((await service.ask('GET', '/api/county/clocks?clock=agreementStage&state=running', { as: 'zhou.tao' })).body.items as object[]).length).toBe(1);
    await door.step(atCourt, 'recordAgreementBreach', { breachFindings: '第二阶段未履行。' }, 'wang.fang', { party: 'p1' });
    expect((await service.ask('GET', `${atCourt}/money`, { as: 'zhang.wei' })).body.debts).toMatchObject([{ agreements: [{ endedOn: '2025-12-27', stages: [{ state: 'kept' }, { state: 'missed' }, { state: 'ended' }] }] }]);
  });

  it('are what the events give: a rebuild finds no difference, and mends a row that was lost', async () => {
    const owner = await openStore(service.database.ownerUrl, { applicationName: 'test debt standings' });
    try {
      const { law } = service.app.get(Door).deps;
      expect((await rebuild(owner, law)).differences).toEqual([]);
      await service.app.get(DataSource).transaction(async (m) => {
        await m.query("SELECT set_config('app.offices', 'mianyang', true)");
        await m.query("DELETE FROM debt_standing WHERE at_court_since IS NOT NULL");
      });
      expect((await standings())['atCourt']?.count).toBe(0);
      expect((await rebuild(owner, law, { apply: true })).differences).toMatchObject([{ table: 'debt_standing', kind: 'missing' }]);
      expect((await standings())['atCourt']?.count).toBe(1);
    } finally {
      await owner.destroy();
    }
  });
});
