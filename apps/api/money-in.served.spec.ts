import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bankImportPage, refundRoundPage } from '#commands';
import { encodeText } from '#law';
import { Door } from './door.module.ts';
import { AtTheDoor, parametersSql } from './testing/at-the-door.ts';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

const PACK = 'administrative-penalty-summary';
let service: Service;
let address: string;
let reference: string;
let printed: string;
beforeAll(async () => {
  service = await Service.start(`${peopleSql}${parametersSql(PACK, { collectingBank: '勉县某银行', collectingBankAddress: '勉县和平路3号', reconsiderationBody: '勉县人民政府', court: '勉县人民法院', reportPeriod: 5, requestAnswerDays: 5 })}
INSERT INTO office (id, county_id, kind, name, short_name, region_code) VALUES ('mian-finance', '610725', 'countyDepartment', '勉县财政局', '勉财', '610725');
${[31, 32].map((n) => `INSERT INTO account (id, username, display_name) VALUES ('${person(n)}', 'finance.${n}', '财务员'); INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${person(n)}', 'mian-finance', 'finance', '2010-01-01');`).join('\n')}
UPDATE office SET address = '勉县勉阳街道1号', phone = '0916-3200000';`);
  const door = new AtTheDoor(service);
  const today = await door.today();
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, pack: PACK, on: today, facts: { cause: 'highway-stall-or-pile', causeName: '占用公路摆摊', leadSource: 'inspection', actEndedOn: today, discoveredOn: today, summary: '现场检查。' } } });
  address = `/api/cases/${String(opened.body.caseId)}`;
  await door.step(address, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片' });
  await door.step(address, 'hearParty', { certificatesShown: true, told: true, intendedFine: '100.00', statement: '承认。', statementAnswer: '予以采纳。' });
  const decided = await door.step(address, 'decideOnTheSpot', { actPlace: '和平路', findings: '占道摆摊。', violated: '《公路法》第四十六条', basis: '《公路法》第七十七条', factsCertain: true, fine: '100.00', correction: '立即改正。' });
  printed = await door.textOf(address, door.paperOf(decided, 'on-the-spot-decision'));
  expect(await door.serve(address, door.paperOf(decided, 'on-the-spot-decision'))).toMatchObject({ status: 200 });
  reference = String((await debt()).paymentReference);
}, 60_000);
afterAll(async () => { await service.stop(); });

const debt = async (): Promise<Record<string, unknown>> => ((await service.ask('GET', `${address}/money`, { as: 'zhang.wei' })).body.debts as Record<string, unknown>[])[0] ?? {};
const file = (text: string, query = 'bank=abc', as = 'finance.31'): Promise<Answer> => service.ask('POST', `/api/bank-imports/file?${query}`, { as, raw: Buffer.from(encodeText(text, 'gb18030')), headers: { 'content-type': 'application/offset+octet-stream' } });
const work = async (importId: unknown): Promise<void> => { while ((await bankImportPage(service.app.get(Door).deps, String(importId), 10)).more); };
const tasks = async (as: string, query = ''): Promise<string[]> => ((await service.ask('GET', `/api/finance/tasks${query}`, { as })).body.items as { kind: string; amount: string }[]).map(({ kind, amount }) => `${kind} ${amount}`);
const post = (url: string, as: string, body?: object): Promise<Answer> => service.ask('POST', url, { as, ...(body === undefined ? {} : { body }) });

it('the bank file pays by the reference that the debt shows; the same file again is the same import', async () => {
  expect(await debt()).toMatchObject({ paymentReference: expect.stringMatching(/^\d{20}$/), paymentCode: `AJP1:${reference}`, balance: '100.00' });
  expect(printed).toContain(`缴款码：${reference}`);
  expect(printed).toContain('缴款通知');
  const text = `汇总,2,140.00\n流水号,缴款码,金额,入账日期,付款人\nN-1,${reference},90.00,2025-03-03,张三丰\nN-2,不详,50.00,2025-03-03,李㐀\n`;
  expect(await file(text, 'bank=abc', 'zhang.wei')).toMatchObject({ status: 403 });
  const sent = await file(text);
  expect(sent).toMatchObject({ status: 201, body: { known: false, lines: 2, total: '140.00', byStatus: { waiting: 1, suspense: 1 } } });
  const { importId } = sent.body;
  await work(importId);
  expect(await debt()).toMatchObject({ balance: '10.00', paid: '90.00' });
  expect(await file(text)).toMatchObject({ status: 201, body: { known: true, importId } });
  expect(await service.ask('GET', `/api/bank-imports/${String(importId)}`, { as: 'finance.32' })).toMatchObject({ status: 200, body: { byStatus: { booked: 1, suspense: 1, waiting: 0 } } });
  const rows = await service.ask('GET', `/api/bank-imports/${String(importId)}/rows?limit=1`, { as: 'finance.31' });
  expect(rows).toMatchObject({ status: 200, body: { items: [{ serial: 'N-1', status: 'booked', paymentReference: reference, payer: '张**' }] } });
  expect(await service.ask('GET', `/api/bank-imports/${String(importId)}/rows?cursor=${String(rows.body.next)}`, { as: 'finance.31' })).toMatchObject({ body: { items: [{ serial: 'N-2', status: 'suspense', reasons: [{ code: 'referenceUnreadable' }] }], next: null } });
  expect((await service.ask('GET', '/api/bank-imports', { as: 'finance.31' })).body).toMatchObject({ items: [{ importId }], next: null });
});

it('a faulty file is refused whole, line by line; so is JSON', async () => {
  expect(await file('汇总,1,1.005\n')).toMatchObject({ status: 422, body: { errors: [{ field: 'receipts.1', rule: 'header' }] } });
  expect(await file('汇总,2,2.00\n流水号,缴款码,金额,入账日期,付款人\nA-1,R,1.005,2025-03-03,张\nA-2,R,1.00,2025-03-03,张\n')).toMatchObject({ status: 422, body: { errors: [{ field: 'receipts.3.amount', rule: 'amount', message: expect.stringMatching(/^第3行：/) }] } });
  expect(await service.ask('POST', '/api/bank-imports/file?bank=abc', { as: 'finance.31', body: {} })).toMatchObject({ status: 415 });
  const receipt = { serial: 'J-1', reference, amount: '5.00', valueDate: '2025-03-03', payer: '张三丰' };
  expect(await post('/api/bank-imports', 'finance.31', { bank: 'abc', receipts: [receipt, { ...receipt, amount: '-1' }, receipt] })).toMatchObject({ status: 422, body: { errors: [{ field: 'receipts.2.amount' }, { field: 'receipts.3.serial', rule: 'repeatedSerial' }] } });
  const sent = await post('/api/bank-imports', 'finance.31', { bank: 'abc', receipts: [receipt] });
  expect(sent).toMatchObject({ status: 201, body: { known: false, byStatus: { waiting: 1 } } });
  await work(sent.body.importId);
  expect(await debt()).toMatchObject({ balance: '5.00' });
  expect(await post(`/api/bank-imports/${String(sent.body.importId)}/retry`, 'finance.31')).toMatchObject({ status: 200, body: { byStatus: { booked: 1, failed: 0 } } });
});

it('money in suspense is matched by two, or goes back with the voucher of the treasury', async () => {
  const waiting = (await service.ask('GET', '/api/bank-receipts', { as: 'finance.32' })).body.items as { bank: string; serial: string; importId: string }[];
  expect(waiting).toMatchObject([{ serial: 'N-2', amount: '50.00' }]);
  expect(await tasks('finance.32')).toEqual(['settleReceipt 50.00']);
  const of = { bank: 'abc', serial: 'N-2', reason: '付款人来电说明' };
  const asked = await post('/api/receipt-decisions', 'finance.31', { kind: 'match', reference, ...of });
  expect(asked).toMatchObject({ status: 201, body: { status: 'asked', reference } });
  const at = `/api/receipt-decisions/${String(asked.body.decisionId)}`;
  // It waits for the other one, with the addresses by which it is done.
  expect(await tasks('finance.31')).toEqual([]);
  expect((await service.ask('GET', '/api/finance/tasks', { as: 'finance.32' })).body).toMatchObject({ items: [{ kind: 'checkDecision', address: '/api/receipt-decisions', acts: [`${at}/approve`, `${at}/reject`], dueOn: null, overdue: false }], byKind: [{ kind: 'checkDecision', count: 1 }], next: null });
  expect(await post(`${at}/approve`, 'finance.31')).toMatchObject({ status: 409, body: { blockers: [{ code: 'makerIsChecker' }] } });
  expect(await post(`${at}/reject`, 'finance.32')).toMatchObject({ status: 200, body: { status: 'rejected' } });
  const back = `/api/receipt-decisions/${String((await post('/api/receipt-decisions', 'finance.32', { kind: 'return', ...of })).body.decisionId)}`;
  expect(await post(`${back}/approve`, 'finance.31')).toMatchObject({ status: 200, body: { status: 'approved' } });
  expect((await service.ask('GET', '/api/receipt-decisions', { as: 'finance.31' })).body.items).toMatchObject([{ status: 'approved', kind: 'return' }]);
  expect([await tasks('finance.31'), await tasks('finance.32')]).toEqual([['enterReturn 50.00'], ['enterReturn 50.00']]);
  expect(await post(`${back}/returned`, 'finance.31', { voucher: '国库退〔2025〕12号', on: '2025-03-03' })).toMatchObject({ status: 200, body: { status: 'returned' } });
  const all = (await service.ask('GET', '/api/receipt-decisions?which=all', { as: 'finance.31' })).body.items as { status: string }[];
  expect(all.map(({ status }) => status).sort()).toEqual(['rejected', 'returned']);
  expect((await service.ask('GET', '/api/bank-receipts', { as: 'finance.32' })).body).toMatchObject({ items: [], next: null });
});

it('what was paid beyond the debt is listed, asked back by one, approved by another, and paid by the treasury; what comes back lies in suspense again', async () => {
  const sent = await post('/api/bank-imports', 'finance.31', { bank: 'abc', receipts: [{ serial: 'J-9', reference, amount: '35.00', valueDate: '2025-03-03', payer: '张三丰' }] });
  await work(sent.body.importId);
  expect(await debt()).toMatchObject({ balance: '0.00', suspense: '30.00' });
  expect((await service.ask('GET', '/api/refundables', { as: 'zhang.wei' })).status).toBe(403);
  expect((await service.ask('GET', '/api/refundables?limit=1', { as: 'finance.31' })).body).toMatchObject({ items: [{ reference, amount: '30.00', ground: 'overpaid' }] });
  expect(await tasks('finance.31')).toEqual(['askRefund 30.00']);
  const body = { reference, amount: '30.00', reason: '多缴', payBy: '2099-01-01' };
  expect(await post('/api/refunds', 'finance.31', { ...body, amount: '30.001' })).toMatchObject({ status: 422 });
  expect(await post('/api/refunds', 'finance.31', { ...body, amount: '0.00' })).toMatchObject({ status: 422 });
  expect(await post('/api/refunds', 'finance.31', { ...body, payBy: '2001-01-01' })).toMatchObject({ status: 422, body: { errors: [{ field: 'payBy' }] } });
  expect(await post('/api/refunds', 'finance.31', { ...body, amount: '30.01' })).toMatchObject({ status: 409, body: { blockers: [{ code: 'aboveRefundable' }] } });
  const asked = await post('/api/refunds', 'finance.31', body);
  expect(asked).toMatchObject({ status: 201, body: { status: 'asked', amount: '30.00', reference } });
  const at = `/api/refunds/${String(asked.body.refundId)}`;
  expect(await post(`${at}/approve`, 'finance.31')).toMatchObject({ status: 409, body: { blockers: [{ code: 'makerIsChecker' }] } });
  expect([await tasks('finance.31'), await tasks('finance.32')]).toEqual([[], ['checkRefund 30.00']]);
  expect(await post(`${at}/approve`, 'finance.32')).toMatchObject({ status: 200, body: { status: 'ordered' } });
  expect([await tasks('finance.31'), await tasks('finance.31', '?kind=checkRefund')]).toEqual([['enterRefund 30.00'], []]);
  expect((await service.ask('GET', '/api/finance/tasks', { as: 'zhang.wei' })).status).toBe(403);
  expect((await service.ask('GET', '/api/refunds', { as: 'finance.31' })).body).toMatchObject({ items: [{ status: 'ordered', toBeGivenUp: false }], next: null });
  expect(await debt()).toMatchObject({ suspense: '0.00', refundable: '30.00' });
  // A voucher of the treasury that stands for a returned receipt stands for no refund.
  const on = await new AtTheDoor(service).today();
  expect(await post(`${at}/paid`, 'finance.31', { voucher: '国库退〔2025〕12号', on })).toMatchObject({ status: 409, body: { blockers: [{ code: 'voucherUsed' }] } });
  expect(await post(`${at}/paid`, 'finance.31', { voucher: '国库退〔2025〕13号', on })).toMatchObject({ status: 200, body: { status: 'paid' } });
  expect(await debt()).toMatchObject({ refundable: '0.00', refunded: '30.00' });
  expect(await post(`${at}/returned`, 'finance.31', { on, reason: '收款账户已销户' })).toMatchObject({ status: 200, body: { status: 'returned' } });
  expect(await debt()).toMatchObject({ suspense: '30.00', refunded: '0.00' });
  // In pages: what has a day comes first.
  const late = await post('/api/bank-imports', 'finance.31', { bank: 'abc', receipts: [{ serial: 'Z-1', reference: '不详', amount: '7.00', valueDate: '2025-03-02', payer: '张三丰' }] });
  await work(late.body.importId);
  expect(await post(`/api/refunds/${String((await post('/api/refunds', 'finance.32', { ...body, amount: '10.00', payBy: '2025-03-09' })).body.refundId)}/approve`, 'finance.31')).toMatchObject({ status: 200 });
  const pages: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: Answer = await service.ask('GET', `/api/finance/tasks?limit=1${next === '' ? '' : `&cursor=${next}`}`, { as: 'finance.31' });
    pages.push(...(page.body.items as { kind: string; amount: string }[]).map(({ kind, amount }) => `${kind} ${amount}`));
    next = page.body.next as string | null;
  }
  expect(pages).toEqual(['enterRefund 10.00', 'settleReceipt 7.00', 'askRefund 20.00']);
});

it('a round of refunds is asked for, read line by line, approved by another with its manifest, and paid by a list of vouchers', async () => {
  const asked = await post('/api/refund-rounds', 'finance.31', { reason: '清退多缴款项', payBy: '2099-06-30', ground: 'overpaid' });
  expect(asked).toMatchObject({ status: 201, body: { status: 'drafting', lines: null, manifest: null, workflowId: `refundround/${String(asked.body.roundId)}` } });
  const at = `/api/refund-rounds/${String(asked.body.roundId)}`;
  const pages = async (): Promise<void> => { while ((await refundRoundPage(service.app.get(Door).deps, String(asked.body.roundId), 10)).more); };
  await pages();
  expect(await tasks('finance.32', '?kind=checkRefundRound')).toEqual(['checkRefundRound 20.00']);
  const drawn = await service.ask('GET', at, { as: 'finance.32' });
  expect(drawn).toMatchObject({ status: 200, body: { status: 'asked', lines: 1, total: '20.00', byStatus: { asked: 1, ordered: 0 } } });
  expect(await post(`${at}/approve`, 'finance.32', { manifest: '0'.repeat(64) })).toMatchObject({ status: 409, body: { blockers: [{ code: 'manifestDiffers' }] } });
  expect(await post(`${at}/approve`, 'finance.32', { manifest: 'x' })).toMatchObject({ status: 422 });
  expect(await post(`${at}/approve`, 'finance.32', { manifest: drawn.body.manifest })).toMatchObject({ status: 200, body: { status: 'approved' } });
  await pages();
  const [line] = (await service.ask('GET', `${at}/refunds?status=ordered`, { as: 'finance.31' })).body.items as { refundId: string; reference: string; amount: string }[];
  expect(line).toMatchObject({ amount: '20.00' });
  const on = await new AtTheDoor(service).today();
  const paid = await post(`${at}/paid`, 'finance.31', { payments: [{ refundId: line?.refundId, voucher: '国库退〔2025〕21号', on }, { refundId: '00000000-0000-4000-8000-000000000000', voucher: '国库退〔2025〕22号', on }] });
  expect(paid).toMatchObject({ status: 200, body: { payments: [{ refund: { status: 'paid' }, reasons: [] }, { refund: null, reasons: [{ code: 'notFound' }] }] } });
  expect((await service.ask('GET', '/api/refund-rounds', { as: 'finance.31' })).body).toMatchObject({ items: [{ status: 'settled', byStatus: { paid: 1 } }], next: null });
  const file = await service.ask('GET', `${at}/refunds/export?format=csv`, { as: 'finance.31' });
  expect([file.status, file.headers['content-type'], file.text.split('\r\n').slice(1)]).toEqual([200, 'text/csv; charset=utf-8', [expect.stringMatching(/^\d{20},20\.00,2099-06-30,已退付,国库退〔2025〕21号,/), '']]);
  // One that is taken back by whoever asked; what was wanted and got no line is listed.
  const wanted = await post('/api/refund-rounds', 'finance.31', { reason: '清退多缴款项', basis: { document: '勉财发〔2025〕18号', article: '第二条' }, payBy: '2099-06-30', references: [line?.reference], pack: 'administrative-penalty', decidedFrom: '2000-01-01', decidedTo: '2099-12-31' });
  expect(wanted).toMatchObject({ status: 201, body: { basis: { document: '勉财发〔2025〕18号', article: '第二条' }, decidedFrom: '2000-01-01', leftOut: 0 } });
  const apart = `/api/refund-rounds/${String(wanted.body.roundId)}`;
  expect(await post(`${apart}/withdraw`, 'finance.32', {})).toMatchObject({ status: 409, body: { blockers: [{ code: 'notAsker' }] } });
  while ((await refundRoundPage(service.app.get(Door).deps, String(wanted.body.roundId), 10)).more);
  expect((await service.ask('GET', `${apart}/left-out`, { as: 'finance.32' })).body).toMatchObject({ items: [{ reference: line?.reference, code: 'nothingRefundable' }], next: null });
  expect(await post('/api/refund-rounds', 'finance.31', { reason: '清退多缴款项', payBy: '2099-06-30', pack: 'no-such-pack' })).toMatchObject({ status: 422, body: { errors: [{ field: 'pack' }] } });
  for (const path of [at, `${at}/left-out`, `${at}/refunds/export?format=csv`]) expect((await service.ask('GET', path, { as: 'zhang.wei' })).status).toBe(403);
  expect((await service.ask('GET', '/api/refund-rounds/00000000-0000-4000-8000-000000000000', { as: 'finance.31' })).status).toBe(404);
});
