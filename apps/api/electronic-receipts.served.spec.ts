import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bankImportPage } from '#commands';
import { pdfPages } from '#documents/testing/pdf-text';
import { Door } from './door.module.ts';
import { AtTheDoor, parametersSql } from './testing/at-the-door.ts';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

const PACK = 'administrative-penalty-summary';
let service: Service;
let door: AtTheDoor;
let address: string;
let reference: string;
let code: string | null;
let today: string;
beforeAll(async () => {
  service = await Service.start(`${peopleSql}${parametersSql(PACK, { collectingBank: '勉县某银行', collectingBankAddress: '勉县和平路3号', reconsiderationBody: '勉县人民政府', court: '勉县人民法院', reportPeriod: 5, requestAnswerDays: 5 })}
INSERT INTO office (id, county_id, kind, name, short_name, region_code) VALUES ('mian-finance', '610725', 'countyDepartment', '勉县财政局', '勉财', '610725');
INSERT INTO account (id, username, display_name) VALUES ('${person(31)}', 'finance.31', '财务员'); INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${person(31)}', 'mian-finance', 'finance', '2010-01-01');
UPDATE office SET address = '勉县勉阳街道1号', phone = '0916-3200000';`);
  door = new AtTheDoor(service);
  today = await door.today();
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, pack: PACK, on: today, facts: { cause: 'highway-stall-or-pile', causeName: '占用公路摆摊', leadSource: 'inspection', actEndedOn: today, discoveredOn: today, summary: '现场检查。' } } });
  address = `/api/cases/${String(opened.body.caseId)}`;
  await door.step(address, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片' });
  await door.step(address, 'hearParty', { certificatesShown: true, told: true, intendedFine: '100.00', statement: '承认。', statementAnswer: '予以采纳。' });
  const decided = await door.step(address, 'decideOnTheSpot', { actPlace: '和平路', findings: '占道摆摊。', violated: '《公路法》第四十六条', basis: '《公路法》第七十七条', factsCertain: true, fine: '100.00', correction: '立即改正。' });
  code = await door.codeOn(address, door.paperOf(decided, 'on-the-spot-decision'));
  await door.serve(address, door.paperOf(decided, 'on-the-spot-decision'));
  reference = String(((await service.ask('GET', `${address}/money`, { as: 'zhang.wei' })).body.debts as { paymentReference: string }[])[0]?.paymentReference);
}, 60_000);
afterAll(async () => { await service.stop(); });

const bank = async (...receipts: object[]): Promise<void> => {
  const sent = await service.ask('POST', '/api/bank-imports', { as: 'finance.31', body: { bank: 'abc', receipts: receipts.map((one) => ({ reference, valueDate: today, payer: '张三丰', ...one })) } });
  expect(sent.status).toBe(201);
  while ((await bankImportPage(service.app.get(Door).deps, String(sent.body.importId), 10)).more);
};
const ask = (url: string, as: string): Promise<Answer> => service.ask('GET', url, { as });
const items = async (url: string, as: string): Promise<Record<string, unknown>[]> => (await ask(url, as)).body.items as Record<string, unknown>[];
const tie = async (): Promise<Record<string, unknown>> => (await ask('/api/electronic-receipts/tie', 'finance.31')).body;
const first = (): string => `610725${today.slice(2, 4)}0000000001`;

it('what the bank reports has a receipt of the next number, to be seen, printed and taken away', async () => {
  await bank({ serial: 'N-1', amount: '90.00' }, { serial: 'N-2', amount: '35.00' });
  const seen = await items(`${address}/electronic-receipts`, 'zhang.wei');
  expect(seen).toMatchObject([
    { number: first(), kind: 'payment', amount: '90.00', surcharge: '0.00', overpaid: '0.00', payer: '张**', paymentReference: reference, issuedOn: today, reversedBy: null, party: 'p1' },
    { number: `610725${today.slice(2, 4)}0000000002`, amount: '35.00', overpaid: '25.00' },
  ]);
  const [printed, again] = [await ask(String(seen[1]?.['href']), 'zhang.wei'), await ask(String(seen[1]?.['href']), 'zhang.wei')];
  const text = pdfPages(printed.bytes).join('\n');
  for (const shown of ['电子缴款凭证', `610725${today.slice(2, 4)}0000000002`, String(seen[1]?.['checkCode']), '35.00', '人民币叁拾伍元整', '多缴，待退还', '25.00', '罚款', '勉县']) expect(text).toContain(shown);
  expect(again.bytes.equals(printed.bytes)).toBe(true);
  expect(await items('/api/electronic-receipts?limit=1', 'finance.31')).toMatchObject([{ number: first(), caseId: address.split('/').at(-1) }]);
  expect((await ask('/api/electronic-receipts', 'zhang.wei')).status).toBe(403);
  expect((await ask(`${address}/electronic-receipts/610725990000000001`, 'zhang.wei')).status).toBe(404);
  expect((await ask(`/api/cases/00000000-0000-4000-8000-000000000000/electronic-receipts`, 'zhang.wei')).status).toBe(404);
  expect((await ask('/api/electronic-receipts/export?format=csv', 'finance.31')).text).toContain(first());
  expect(await tie()).toMatchObject({ ties: true, series: [{ year: Number(today.slice(0, 4)), last: 2, given: 2, leftOut: 0, missing: 0 }], booked: { count: 2, amount: '125.00' }, standing: { count: 2, amount: '125.00' }, waiting: 0 });
});

it('a receipt of another office is not seen, nor the case', async () => {
  expect((await ask(`${address}/electronic-receipts`, 'sun.li')).status).toBe(404);
});

it('the party finds its own at its door', async () => {
  const token = await door.signIn(code ?? '');
  const own = await door.outside('GET', '/api/party/electronic-receipts', { token });
  expect(own).toMatchObject({ status: 200, body: { items: [{ number: first(), amount: '90.00', href: `/api/party/electronic-receipts/${first()}` }, {}] } });
  expect((await door.outside('GET', `/api/party/electronic-receipts/${first()}`, { token })).text.slice(0, 5)).toBe('%PDF-');
  expect((await door.outside('GET', '/api/party/electronic-receipts')).status).toBe(401);
});

it('whoever is shown a receipt asks whether it is good, and learns nobody’s name; after twenty tries he waits', async () => {
  const [{ checkCode } = {}] = await items(`${address}/electronic-receipts`, 'zhang.wei');
  const shown = (check: string): Promise<{ status: number; body: Record<string, unknown> }> => door.outside('GET', `/api/electronic-receipts/${first()}/shown?check=${check}`);
  const found = await shown(String(checkCode).toLowerCase());
  expect(JSON.stringify(found.body)).not.toMatch(/张|三丰/);
  expect(found.body).toMatchObject({ number: first(), county: '610725', kind: 'payment', amount: '90.00', valueDate: today, issuedOn: today, stands: true, reversedOn: null });
  expect((await shown(checkCode === 'AAAAAA' ? 'BBBBBB' : 'AAAAAA')).status).toBe(404);
  expect((await shown('0O1I')).status).toBe(422);
  const answers: number[] = [];
  for (let times = 0; times < 42; times += 1) answers.push((await service.app.inject({ method: 'GET', url: `/api/electronic-receipts/${first()}/shown?check=AAAAAA`, remoteAddress: '203.0.113.9' })).statusCode);
  expect(new Set(answers)).toEqual(new Set([404, 429]));
});

it('what the bank takes back takes the receipt back by another; the first stands no more', async () => {
  await bank({ serial: 'R-1', kind: 'reversal', reverses: 'N-1', amount: '90.00' });
  const third = `610725${today.slice(2, 4)}0000000003`;
  const seen = await items(`${address}/electronic-receipts`, 'zhang.wei');
  expect(seen.map(({ number, kind, reverses, reversedBy, amount }) => ({ number, kind, reverses, reversedBy, amount }))).toEqual([
    { number: first(), kind: 'payment', reverses: null, reversedBy: third, amount: '90.00' }, { number: seen[1]?.['number'], kind: 'payment', reverses: null, reversedBy: null, amount: '35.00' },
    { number: third, kind: 'reversal', reverses: first(), reversedBy: null, amount: '90.00' },
  ]);
  const text = pdfPages((await ask(String(seen[2]?.['href']), 'zhang.wei')).bytes).join('\n');
  for (const shown of ['冲销', '-90.00', '（红字）人民币玖拾元整', first()]) expect(text).toContain(shown);
  expect((await door.outside('GET', `/api/electronic-receipts/${first()}/shown?check=${String(seen[0]?.['checkCode'])}`)).body).toMatchObject({ stands: false, reversedOn: today });
  expect(await tie()).toMatchObject({ ties: true, booked: { count: 1, amount: '35.00' }, standing: { count: 1, amount: '35.00' }, waiting: 0 });
});
