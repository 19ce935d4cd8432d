/** The county's view of money: each figure opens the list behind it, and each sum is what the cases' own reckonings come to. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { integer, sample } from 'fast-check';
import { executeCommand } from '#commands';
import { legalDate, parseSignedYuan, parseYuan } from '#law';
import { shippedPacks } from '#law/files/pack-files';
import { MACHINE } from '#store';
import { Door } from './door.module.ts';
import { AtTheDoor, parametersSql } from './testing/at-the-door.ts';
import { peopleSql } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service } from './testing/service.ts';

const PACK = 'administrative-penalty-summary';
const SEED = Number(process.env['ANJUAN_SEED'] ?? Date.now() % 100_000);
const CASES = 5;
/** Of the ordinary procedure, as its pack has it. */
const HAS_MONEY = shippedPacks().some(({ pack }) => pack.id === 'administrative-penalty' && pack.money !== undefined);
let service: Service;
let door: AtTheDoor;
const cases: string[] = [];
let receipts = 0;

const receive = async (caseId: string, fen: number, on: string): Promise<string> => {
  receipts += 1;
  const outcome = await executeCommand(service.app.get(Door).deps, {
    actor: { kind: 'machine', personId: MACHINE }, route: 'bank receipt', idempotencyKey: `R-${receipts}`, bodyHash: 'a'.repeat(64), caseId,
    command: { type: 'bookPayment', receiptId: `R-${receipts}`, reference: 'REF', debt: 'fine', party: 'p1', on: legalDate(on), fen: String(fen) },
  });
  return outcome.status;
};

beforeAll(async () => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  service = await Service.start(`${peopleSql}${parametersSql(PACK, { collectingBank: '勉县某银行', collectingBankAddress: '勉县和平路3号', reconsiderationBody: '勉县人民政府', court: '勉县人民法院', reportPeriod: 5, requestAnswerDays: 5 })}${parametersSql('administrative-penalty', { decisionPeriodRungs: [20, 30, 40], reminderHour: '09:00' }, 50)}
INSERT INTO authority_grant (office_id, basis, packs, instrument, published_on, valid_from) SELECT 'mianyang', 'handedOver', '{${PACK}}', '陕政发〔2021〕19号', '2021-12-01', '2021-12-01' WHERE NOT EXISTS (SELECT 1 FROM authority_grant WHERE office_id = 'mianyang' AND '${PACK}' = ANY (packs));
UPDATE office SET address = '勉县勉阳街道1号', phone = '0916-3200000';
UPDATE office SET name = '=勉县勉阳街道办事处' WHERE id = 'mianyang';`);
  door = new AtTheDoor(service);
  expect(await service.ask('POST', '/api/cases', { as: 'sun.li', body: openPenaltyCase })).toMatchObject({ status: 201 });
  // Filed on 2025-03-03: on 04-10 the rung of the 30th day is the last one reached, and the 90 days end on 06-01.
  const filed = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase });
  await door.step(`/api/cases/${String(filed.body.caseId)}`, 'proposeFiling', { basis: '《消防法》第二十八条', proposal: '建议立案。' });
  await door.step(`/api/cases/${String(filed.body.caseId)}`, 'fileCase', { approval: '同意立案。' }, 'liu.yang');
  const fines = sample(integer({ min: 101, max: 200 }), { numRuns: CASES, seed: SEED });
  const today = await door.today();
  for (const [index, fine] of fines.entries()) {
    const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, pack: PACK, on: today, facts: { cause: 'highway-stall-or-pile', causeName: '占用公路摆摊', leadSource: 'inspection', actEndedOn: `2025-02-1${index}`, discoveredOn: today, summary: '现场检查。' } } });
    expect(opened).toMatchObject({ status: 201 });
    const caseId = String(opened.body.caseId);
    const address = `/api/cases/${caseId}`;
    cases.push(caseId);
    await door.step(address, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片' });
    await door.step(address, 'hearParty', { certificatesShown: true, told: true, intendedFine: `${fine}.00`, statement: '承认。', statementAnswer: '予以采纳。' });
    const decided = await door.step(address, 'decideOnTheSpot', { actPlace: '和平路', findings: '占道摆摊。', violated: '《公路法》第四十六条', basis: '《公路法》第七十七条', factsCertain: true, fine: `${fine}.00`, correction: '立即改正。' });
    expect(await door.serve(address, door.paperOf(decided, 'on-the-spot-decision'))).toMatchObject({ status: 200 });
  }
  await door.clock('2025-04-10', '10:00:00');
  await door.step(`/api/cases/${String(filed.body.caseId)}`, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片' });
  // The first pays nothing, the second too much, the others what chance gives, in one to three sums, in time or late.
  const days = sample(integer({ min: 4, max: 30 }), { numRuns: 40, seed: SEED + 1 });
  const sums = sample(integer({ min: 1, max: 15_000 }), { numRuns: 40, seed: SEED + 2 });
  for (const [index, caseId] of cases.entries()) {
    const count = index === 0 ? 0 : index === 1 ? 1 : 1 + (sums[index] ?? 0) % 3;
    for (let n = 0; n < count; n += 1) expect(await receive(caseId, index === 1 ? 45_000 : sums[index * 3 + n] ?? 1, `2025-03-${String(days[index * 3 + n] ?? 4).padStart(2, '0')}`)).toBe('done');
  }
}, 120_000);
afterAll(async () => {
  await service.stop();
  jest.restoreAllMocks();
});

interface Figure { count: number; list: string; amount?: string }
interface Row { officeId: string; officeName: string; pack: string; open: Figure; decided?: Figure; paid?: Figure; inSuspense?: Figure; unpaid?: Figure; waived?: Figure; refunded?: Figure; byRung: object[]; openByPhase: { phase: string; open: Figure }[]; clocksDueIn7Days: Figure; clocksDueIn30Days: Figure }

const ask = async (url: string, as = 'zhou.tao'): Promise<Record<string, unknown>> => {
  const answer = await service.ask('GET', url, { as });
  expect({ url, status: answer.status }).toEqual({ url, status: 200 });
  return answer.body;
};
function figuresOf(value: unknown): Figure[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('count' in value && 'list' in value) return [value as Figure];
  return Object.values(value).flatMap(figuresOf);
}
async function rowsOf(list: string, as = 'zhou.tao'): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: Record<string, unknown> = await ask(`${list}&limit=2${next === '' ? '' : `&cursor=${next}`}`, as);
    rows.push(...(page['items'] as Record<string, unknown>[]));
    next = page['next'] as string | null;
  }
  return rows;
}
const total = (rows: readonly Record<string, unknown>[], field: string): bigint => rows.reduce((sum, row) => sum + parseSignedYuan(String(row[field])), 0n);

describe('the money of the county', () => {
  it(`each sum is what the cases come to by their own reckonings (ANJUAN_SEED=${SEED})`, async () => {
    const { items } = await ask('/api/county/money') as unknown as { items: Row[] };
    expect(items.map(({ officeId, pack }) => `${officeId} ${pack}`)).toEqual(['mianyang administrative-penalty', `mianyang ${PACK}`, 'wuhou administrative-penalty']);
    const [, mine] = items;
    const debts = (await Promise.all(cases.map((caseId) => ask(`/api/cases/${caseId}/money`, 'zhang.wei')))).flatMap((one) => one['debts'] as Record<string, unknown>[]);
    expect(debts).toHaveLength(CASES);
    expect({ decided: mine?.decided?.amount, paid: mine?.paid?.amount, inSuspense: mine?.inSuspense?.amount }).toEqual({
      decided: yuan(total(debts, 'principal')), paid: yuan(total(debts, 'paid')), inSuspense: yuan(total(debts, 'suspense')),
    });
    expect(parseYuan(mine?.inSuspense?.amount ?? '0')).toBeGreaterThan(0n);
    // Nobody waived or refunded anything: no figure says that it was nought.
    expect(mine).not.toHaveProperty('waived');
    expect(mine).not.toHaveProperty('refunded');
    const unpaid = await rowsOf(mine?.unpaid?.list ?? '');
    for (const row of unpaid) {
      const [debt] = (await ask(`/api/cases/${String(row['caseId'])}/money`, 'zhang.wei'))['debts'] as Record<string, unknown>[];
      expect(row).toMatchObject({ balance: debt?.['balance'], inDefaultSince: debt?.['inDefaultSince'], dueOn: debt?.['dueOn'], planSince: (debt?.['terms'] as { planSince: string | null } | null | undefined)?.planSince ?? null });
    }
    expect(unpaid.map((row) => String(row['caseId'])).sort()).toEqual(debts.flatMap((debt, index) => (parseYuan(String(debt['principalDue'])) + parseYuan(String(debt['principalNotDue'])) > 0n ? [cases[index] ?? ''] : [])).sort());
    expect(total(unpaid, 'unpaidPrincipal')).toBe(parseYuan(mine?.unpaid?.amount ?? '0'));
  });

  it('every figure opens exactly its rows, and the rows of a sum add up to it', async () => {
    const view = await ask('/api/county/money');
    const figures = figuresOf(view);
    expect(figures.length).toBeGreaterThan(12);
    for (const { count, list, amount } of figures) {
      const rows = await rowsOf(list);
      expect({ list, rows: new Set(rows.map((row) => JSON.stringify(row))).size }).toEqual({ list, rows: count });
      if (amount !== undefined) expect({ list, sum: yuan(total(rows, list.includes('/debts') ? 'unpaidPrincipal' : 'amount')) }).toEqual({ list, sum: amount });
    }
    // A procedure without money shows none, rather than nought.
    expect((view['items'] as Row[]).map((item) => 'decided' in item)).toEqual([HAS_MONEY, true, HAS_MONEY]);
    expect((view['items'] as Row[])[0]?.byRung).toMatchObject([{ clock: 'PEN-03', rung: 'day-30', reached: { count: 1, list: '/api/county/clocks?officeId=mianyang&pack=administrative-penalty&clock=PEN-03&state=rung&rung=day-30' } }]);
    expect(await rowsOf('/api/county/clocks?state=rung&rung=day-20')).toEqual([]);
    const march = await ask('/api/county/money?from=2025-03-04&to=2025-03-31&officeId=mianyang') as unknown as { items: Row[] };
    expect(march.items[1]).toMatchObject({ decided: { amount: '0.00', count: 0 } });
    for (const { count, list } of figuresOf({ paid: march.items[1]?.paid })) expect(await rowsOf(list)).toHaveLength(count);
  });

  it('goes no further than the own office', async () => {
    expect((await ask('/api/county/money', 'sun.li'))['items']).toMatchObject([{ officeId: 'wuhou', open: { count: 1 } }]);
    expect(await rowsOf('/api/county/entries?figure=paid', 'sun.li')).toEqual([]);
    expect(await rowsOf('/api/county/debts?officeId=mianyang', 'sun.li')).toEqual([]);
  });

  it('is neither sorted nor exported by sums, and says why', async () => {
    for (const address of ['/api/county/money?', '/api/county/money/export?format=csv&', '/api/county/entries?figure=paid&', '/api/county/debts?']) {
      for (const field of ['sort', 'rate', 'target']) {
        expect(await service.ask('GET', `${address}${field}=paid`, { as: 'zhou.tao' })).toMatchObject({ status: 422, body: { errors: [{ field, rule: 'noRanking', message: expect.stringContaining('国务院令第281号第8条') }] } });
      }
    }
    expect(await service.ask('GET', '/api/county/money?orderBy=paid', { as: 'zhou.tao' })).toMatchObject({ status: 422, body: { errors: [{ rule: 'unknownField' }] } });
    expect(JSON.stringify(await ask('/api/county/money'))).not.toMatch(/rate|target|quota|ratio|percent/i);
  });

  it('is exported as CSV and XLSX with the same rows, and no name becomes a formula', async () => {
    const { items } = await ask('/api/county/money') as unknown as { items: Row[] };
    const csv = await service.ask('GET', '/api/county/money/export?format=csv', { as: 'zhou.tao' });
    expect(csv).toMatchObject({ status: 200, headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="county-money.csv"' } });
    const rows = parse(csv.bytes, { bom: true, columns: true }) as Record<string, string>[];
    expect(rows.map((row) => [row['机关代码'], row['机关'], row['在办案件'], row['决定金额（元）'], row['已缴金额（元）']])).toEqual(items.map((item) => [item.officeId, item.officeName.startsWith('=') ? `'${item.officeName}` : item.officeName, String(item.open.count), item.decided?.amount ?? '', item.paid?.amount ?? '']));
    const xlsx = await service.ask('GET', '/api/county/money/export?format=xlsx', { as: 'zhou.tao' });
    expect([xlsx.status, xlsx.bytes.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    const entries = parse((await service.ask('GET', '/api/county/entries/export?figure=paid&format=csv', { as: 'zhou.tao' })).bytes, { bom: true, columns: true }) as Record<string, string>[];
    expect(yuan(entries.reduce((sum, row) => sum + parseSignedYuan(row['已缴金额（元）'] ?? ''), 0n))).toBe(items[1]?.paid?.amount);
    const unpaid = parse((await service.ask('GET', '/api/county/debts/export?format=csv', { as: 'zhou.tao' })).bytes, { bom: true, columns: true });
    expect(unpaid).toHaveLength(items[1]?.unpaid?.count ?? -1);
    expect(await service.ask('GET', '/api/county/debts/export?format=pdf', { as: 'zhou.tao' })).toMatchObject({ status: 422 });
  });
});

function yuan(fen: bigint): string {
  return `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
}
