import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { executeCommand } from '#commands';
import { legalDate } from '#law';
import { MACHINE } from '#store';
import { Door } from './door.module.ts';
import { AtTheDoor, parametersSql } from './testing/at-the-door.ts';
import { peopleSql } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service } from './testing/service.ts';

/** A fine of 100.00 yuan on the spot, handed over on 2025-03-03: to be paid by 2025-03-18. */
const PACK = 'administrative-penalty-summary';
let service: Service;
let door: AtTheDoor;
beforeAll(async () => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  service = await Service.start(`${peopleSql}${parametersSql(PACK, { collectingBank: '勉县某银行', collectingBankAddress: '勉县和平路3号', reconsiderationBody: '勉县人民政府', court: '勉县人民法院', reportPeriod: 5, requestAnswerDays: 5 })}
INSERT INTO authority_grant (office_id, basis, packs, instrument, published_on, valid_from) SELECT 'mianyang', 'handedOver', '{${PACK}}', '陕政发〔2021〕19号', '2021-12-01', '2021-12-01' WHERE NOT EXISTS (SELECT 1 FROM authority_grant WHERE office_id = 'mianyang' AND '${PACK}' = ANY (packs));
UPDATE office SET address = '勉县勉阳街道1号', phone = '0916-3200000';`);
  door = new AtTheDoor(service);
}, 60_000);
afterAll(async () => {
  await service.stop();
  jest.restoreAllMocks();
});

it('shows what is owed on any day, past or present, with its reasons, and closes the case once it is paid', async () => {
  const today = await door.today();
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, pack: PACK, on: today, facts: { cause: 'highway-stall-or-pile', causeName: '占用公路摆摊', leadSource: 'inspection', actEndedOn: today, discoveredOn: today, summary: '现场检查。' } } });
  expect(opened).toMatchObject({ status: 201 });
  const caseId = String(opened.body.caseId);
  const address = `/api/cases/${caseId}`;
  const money = async (query = '') => (await service.ask('GET', `${address}/money${query}`, { as: 'zhang.wei' })).body;
  await door.step(address, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片' });
  await door.step(address, 'hearParty', { certificatesShown: true, told: true, intendedFine: '100.00', statement: '承认。', statementAnswer: '予以采纳。' });
  const decided = await door.step(address, 'decideOnTheSpot', { actPlace: '和平路', findings: '占道摆摊。', violated: '《公路法》第四十六条', basis: '《公路法》第七十七条', factsCertain: true, fine: '100.00', correction: '立即改正。' });
  expect(await money()).toMatchObject({ caseId, asOf: '2025-03-03', known: null, debts: [] });
  expect(await door.serve(address, door.paperOf(decided, 'on-the-spot-decision'))).toMatchObject({ status: 200 });
  expect(await money()).toMatchObject({ debts: [{ debt: 'fine', party: 'p1', establishedOn: '2025-03-03', dueOn: '2025-03-18', principal: '100.00', principalDue: '0.00', balance: '100.00', instalments: [{ number: 1, due: '2025-03-18', amount: '100.00', state: 'notYetDue' }] }] });
  await door.step(address, 'reportToOffice', { recordSummary: '已交付当事人。' });
  expect(await service.ask('POST', `${address}/close`, { as: 'liu.yang', body: { closing: 'closedOnTheSpot' } })).toMatchObject({ status: 409, body: { blockers: [{ code: 'fineNotSettled' }] } });

  await door.clock('2025-03-20', '10:00:00');
  const shown = (await money('?asOf=2025-03-20')).debts as { surcharge: string; balance: string; inDefaultSince: string; lines: { text: { en: string } }[] }[];
  expect(shown).toMatchObject([{ surcharge: '6.00', balance: '106.00', inDefaultSince: '2025-03-19' }]);
  expect(shown[0]?.lines.map(({ text }) => text.en)).toContain('100.00 yuan unpaid from 2025-03-18 to 2025-03-20: 100.00 x 30 per mille x 2 day(s), days of remedies left out = 6.00 (Administrative Penalty Law art. 72(1)(1)).');

  // The bank tells on the 21st of what was paid on the 17th.
  await door.clock('2025-03-21', '10:00:00');
  const paid = await executeCommand(service.app.get(Door).deps, {
    actor: { kind: 'machine', personId: MACHINE }, route: 'bank receipt', idempotencyKey: 'R-1', bodyHash: 'a'.repeat(64), caseId,
    command: { type: 'bookPayment', receiptId: 'R-1', reference: 'REF1', debt: 'fine', party: 'p1', on: legalDate('2025-03-17'), fen: '10000' },
  });
  expect(paid).toMatchObject({ status: 'done' });
  expect(await money()).toMatchObject({ debts: [{ balance: '0.00', surcharge: '0.00', paid: '100.00', paidInFullOn: '2025-03-17', inDefaultSince: null }] });
  expect(await money('?asOf=2025-03-20')).toMatchObject({ debts: [{ balance: '0.00', surcharge: '0.00' }] });
  expect((await money('?asOf=2025-03-20&known=2025-03-20T10:00:00Z')).debts).toEqual(shown);
  expect(await service.ask('GET', `${address}/money?asOf=2025-02-30`, { as: 'zhang.wei' })).toMatchObject({ status: 422 });
  expect(await service.ask('GET', `${address}/money`, { as: 'sun.li' })).toMatchObject({ status: 404 });
  expect((await service.ask('GET', `${address}/events?limit=200`, { as: 'zhang.wei' })).text).toContain('paymentBooked');
  expect(await service.ask('POST', `${address}/close`, { as: 'liu.yang', body: { closing: 'closedOnTheSpot' } })).toMatchObject({ status: 200 });
}, 60_000);
