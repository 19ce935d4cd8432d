/** A fine collected on the spot, the whole way through the API: receipt, hand-in, slip, the bank's file, and what finance moves. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bankImportPage } from '#commands';
import { Door } from './door.module.ts';
import { AtTheDoor, officers, parametersSql } from './testing/at-the-door.ts';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

const PACK = 'administrative-penalty-summary';
let service: Service;
let door: AtTheDoor;
beforeAll(async () => {
  service = await Service.start(`${peopleSql}${parametersSql(PACK, { collectingBank: '勉县某银行', collectingBankAddress: '勉县和平路3号', reconsiderationBody: '勉县人民政府', court: '勉县人民法院', reportPeriod: 5, requestAnswerDays: 5, guardianRequired: 'no' })}
INSERT INTO office (id, county_id, kind, name, short_name, region_code) VALUES ('mian-finance', '610725', 'countyDepartment', '勉县财政局', '勉财', '610725');
${[31, 32].map((n) => `INSERT INTO account (id, username, display_name) VALUES ('${person(n)}', 'finance.${n}', '财务员'); INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${person(n)}', 'mian-finance', 'finance', '2010-01-01');`).join('\n')}
UPDATE office SET address = '勉县勉阳街道1号', phone = '0916-3200000';`);
  door = new AtTheDoor(service);
}, 60_000);
afterAll(async () => { await service.stop(); });

/** Fined 100 yuan on the spot, the decision handed over; `act` tells two acts of one party and day apart. */
async function fined(act: string): Promise<string> {
  const today = await door.today();
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, pack: PACK, on: today, facts: { cause: 'highway-stall-or-pile', causeName: '占用公路摆摊', leadSource: 'inspection', actEndedOn: today, discoveredOn: today, summary: '现场检查。', actNumber: Number(act), ...(act === '1' ? {} : { separateAct: '另一地点的另一行为' }) } } });
  expect(opened.status).toBe(201);
  const address = `/api/cases/${String(opened.body.caseId)}`;
  await door.step(address, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片' });
  await door.step(address, 'hearParty', { certificatesShown: true, told: true, intendedFine: '100.00', statement: '承认。', statementAnswer: '予以采纳。' });
  const decided = await door.step(address, 'decideOnTheSpot', { actPlace: '和平路', findings: '占道摆摊。', violated: '《公路法》第四十六条', basis: '《公路法》第七十七条', factsCertain: true, fine: '100.00', correction: '立即改正' });
  expect(await door.serve(address, door.paperOf(decided, 'on-the-spot-decision'))).toMatchObject({ status: 200 });
  return address;
}
const debtOf = async (address: string): Promise<Record<string, unknown>> => ((await service.ask('GET', `${address}/money`, { as: 'zhang.wei' })).body.debts as Record<string, unknown>[])[0] ?? {};
const post = (url: string, as: string, body?: object): Promise<Answer> => service.ask('POST', url, { as, ...(body === undefined ? {} : { body }) });
const UP_TO_100 = { collectedAmount: '100.00', collectionGround: 'upTo100', collectionReceiptIssuer: 'provincialFinance', collectionReceipt: 'SN0000123' };
const collect = (address: string, facts: object): Promise<Answer> => post(`${address}/steps/collectOnTheSpot`, 'zhang.wei', { party: 'p1', officers, facts: { ...UP_TO_100, ...facts } });
const seqOf = async (address: string, step: string): Promise<number> => ((await service.ask('GET', address, { as: 'zhang.wei' })).body.steps as { step: string; seq: number }[]).findLast((one) => one.step === step)?.seq ?? 0;
const handIn = async (address: string): Promise<Answer> => door.step(address, 'handInCollection', { handedInCollection: await seqOf(address, 'collectOnTheSpot') }, 'wang.fang', { party: 'p1' });
/** The bank reports, and its workflow books it. */
async function bank(...receipts: { serial: string; reference: unknown; kind?: string; reverses?: string }[]): Promise<unknown[]> {
  const valueDate = await door.today();
  const sent = await post('/api/bank-imports', 'finance.31', { bank: 'abc', receipts: receipts.map((one) => ({ amount: '100.00', valueDate, payer: '张三丰', ...one })) });
  expect(sent.status).toBe(201);
  while ((await bankImportPage(service.app.get(Door).deps, String(sent.body.importId), 10)).more);
  const rows = await service.ask('GET', `/api/bank-imports/${String(sent.body.importId)}/rows`, { as: 'finance.31' });
  return (rows.body.items as { status: string; reasons: { code: string }[] }[]).map(({ status, reasons }) => [status, ...reasons.map(({ code }) => code)]);
}

let first: string;

it('nobody takes money without a ground; against the special receipt it pays at once, and the party has a numbered receipt', async () => {
  first = await fined('1');
  expect(await collect(first, { collectionGround: undefined })).toMatchObject({ status: 409, body: { blockers: [{ code: 'noGroundToCollect', article: '《中华人民共和国行政处罚法》第67条第2款' }] } });
  expect(await collect(first, { collectionReceipt: undefined })).toMatchObject({ status: 409, body: { blockers: [{ code: 'noSpecialReceipt', article: '《中华人民共和国行政处罚法》第70条' }] } });
  const collected = await collect(first, {});
  expect(collected).toMatchObject({ status: 200, body: { papers: [{ paper: 'collection-receipt', number: expect.stringMatching(/当收字〔\d{4}〕1号$/) }] } });
  const printed = await door.textOf(first, door.paperOf(collected, 'collection-receipt'));
  for (const words of ['SN0000123', '壹佰元整', '有权拒绝缴纳罚款']) expect(printed).toContain(words);
  const events = (await service.ask('GET', `${first}/events?limit=200`, { as: 'zhang.wei' })).text;
  expect(events).toMatch(/当收字〔\d{4}〕1号/);
  expect(events).toContain('moneyCollected');
  expect(await debtOf(first)).toMatchObject({ balance: '0.00', paid: '100.00', inHands: '100.00', suspense: '0.00', depositReference: null, paidInFullOn: await door.today() });
});

it('a special receipt is given once in the county, and a refusal takes no number of the series', async () => {
  const second = await fined('2');
  expect(await collect(second, {})).toMatchObject({ status: 409, body: { blockers: [{ code: 'receiptNumberUsed' }] } });
  expect(await collect(second, { collectionReceipt: 'SN0000124' })).toMatchObject({ status: 200, body: { papers: [{ number: expect.stringMatching(/〕2号$/) }] } });
});

it('handed in by the officers, the slip names the office\'s own reference; the bank file settles what is in hands and pays nothing twice', async () => {
  expect(await post(`${first}/steps/handInCollection`, 'zhang.wei', { party: 'p1', officers, facts: { handedInCollection: await seqOf(first, 'collectOnTheSpot') } })).toMatchObject({ status: 409, body: { blockers: [{ code: 'receivedByCollector' }] } });
  const handed = await handIn(first);
  const { paymentReference, depositReference } = await debtOf(first);
  expect([String(depositReference).slice(6, 8), String(paymentReference).slice(6, 8)]).toEqual(['02', '01']);
  expect(await door.textOf(first, door.paperOf(handed, 'deposit-slip'))).toContain(`缴款码：${String(depositReference)}`);
  await door.step(first, 'depositCollection', { depositedHandIn: await seqOf(first, 'handInCollection'), depositSlipNumber: 'YH-1' }, 'wang.fang', { party: 'p1' });
  await door.step(first, 'reportToOffice', { recordSummary: '报备案。' });
  expect(await post(`${first}/close`, 'liu.yang', { closing: 'closedOnTheSpot' })).toMatchObject({ status: 409, body: { blockers: [{ code: 'moneyInHands' }] } });
  expect(await bank({ serial: 'D-1', reference: depositReference })).toEqual([['booked']]);
  const settled = { balance: '0.00', paid: '100.00', inHands: '0.00', suspense: '0.00' };
  expect(await debtOf(first)).toMatchObject(settled);
  // The same line in another file is the same money; another line of the kind has nothing left to settle.
  expect(await bank({ serial: 'D-1', reference: depositReference }, { serial: 'D-2', reference: depositReference })).toEqual([['suspense', 'depositAboveHands']]);
  expect(await debtOf(first)).toMatchObject(settled);
  expect(await post('/api/refunds', 'finance.31', { reference: depositReference, amount: '1.00', reason: '多缴', payBy: '2099-01-01' })).toMatchObject({ status: 422, body: { errors: [{ rule: 'referenceUnknown' }] } });
  expect((await service.ask('GET', '/api/refundables', { as: 'finance.31' })).body).toMatchObject({ items: [] });
  expect(await post(`${first}/close`, 'liu.yang', { closing: 'closedOnTheSpot' })).toMatchObject({ status: 200 });
});

it('a deposit that the bank takes back is in hands again, in a closed case too, and the party has still paid', async () => {
  const { depositReference } = await debtOf(first);
  expect(await bank({ serial: 'B-1', kind: 'reversal', reference: depositReference, reverses: 'D-1' })).toEqual([['applied']]);
  expect(await debtOf(first)).toMatchObject({ balance: '0.00', paid: '100.00', inHands: '100.00' });
  const row = ((await service.ask('GET', `/api/county/money?pack=${PACK}`, { as: 'zhou.tao' })).body.items as Record<string, unknown>[]).find(({ inHands }) => inHands !== undefined);
  expect(row).toMatchObject({ paid: { amount: '200.00' }, inHands: { amount: '200.00' } });
  expect(await bank({ serial: 'D-3', reference: depositReference })).toEqual([['booked']]);
  expect(await debtOf(first)).toMatchObject({ inHands: '0.00', suspense: '0.00' });
});

it('paid in by the slip of the party it lies in suspense with the debt, until two of finance move it to the deposit', async () => {
  const third = await fined('3');
  expect(await collect(third, { collectionReceipt: 'SN0000125' })).toMatchObject({ status: 200 });
  await handIn(third);
  const { paymentReference, depositReference } = await debtOf(third);
  expect(await bank({ serial: 'W-1', reference: paymentReference })).toEqual([['booked']]);
  expect(await debtOf(third)).toMatchObject({ balance: '0.00', suspense: '100.00', inHands: '100.00' });
  const asked = await post('/api/receipt-decisions', 'finance.31', { kind: 'move', bank: 'abc', serial: 'W-1', reference: depositReference, reason: '误用当事人缴款码' });
  expect(asked).toMatchObject({ status: 201 });
  expect(await post(`/api/receipt-decisions/${String(asked.body.decisionId)}/approve`, 'finance.32')).toMatchObject({ status: 200 });
  const imports = (await service.ask('GET', '/api/bank-imports', { as: 'finance.31' })).body.items as { importId: string }[];
  for (const one of imports) while ((await bankImportPage(service.app.get(Door).deps, one.importId, 10)).more);
  expect(await debtOf(third)).toMatchObject({ balance: '0.00', paid: '100.00', suspense: '0.00', inHands: '0.00' });
});
