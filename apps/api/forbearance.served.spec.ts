import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AtTheDoor, identityBornOn, officers, parametersSql } from './testing/at-the-door.ts';
import { peopleSql } from './testing/people.ts';
import { Service } from './testing/service.ts';

/**
 * A levy of one parent, served on 2018-06-04: to be paid by 2018-07-04, six months to sue to 2018-12-04, the court to 2019-03-04.
 * Collection is held back and shown; the demand is handed over by day only, and on no holiday.
 */
const FEE = 'social-maintenance-fee';
const settings = {
  lateEntryLimit: 250, baseYearRule: 'birth-1', feeRule: 'henan', feeMultiple: 3, statementPeriod: 3, payee: '勉县某银行', payeeAddress: '勉县和平路3号', reconsiderationBody: '勉县人民政府', court: '勉县人民法院',
  hearingRule: 'none', legalReviewRule: 'none', discussionRule: 'none', stopNewActsFrom: '2021-08-20', freeBirthsFrom: '2021-08-20', requestAnswerDays: 10, ladderReminderDays: [1], ladderWarningDays: [7], ladderDemandDays: 45, nightBegins: '22:00', nightEnds: '06:00',
};
let service: Service;
let door: AtTheDoor;
beforeAll(async () => {
  const sql = parametersSql(FEE, settings).replaceAll("'2021-01-01', '00", "'2000-01-01', '00");
  service = await Service.start(`${peopleSql}${sql}
    INSERT INTO authority_grant (office_id, basis, packs, valid_from) VALUES ('mianyang', 'own', '{${FEE}}', '2000-01-01');
    UPDATE office SET address = '勉县勉阳街道1号', phone = '0916-3200000';`, { ANJUAN_TRAINING_FROM: '2018-06-04' });
  door = new AtTheDoor(service);
}, 60_000);
afterAll(async () => { await service.stop(); });

const P1 = { party: 'p1' };
const codesOf = (answer: { body: Record<string, unknown> }): string[] => (answer.body.blockers as { code: string }[]).map(({ code }) => code);
async function levied(): Promise<string> {
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { pack: FEE, on: '2018-06-04', facts: { childBornOn: '2017-05-01', childOrder: 2, discoveredOn: '2018-05-30', summary: '甲' }, parties: [{ kind: 'citizen', identity: { name: '李四维', identityNumber: identityBornOn('1980-02-02'), address: '勉县勉阳街道和平路12号' } }] } });
  expect({ status: opened.status, told: opened.body.blockers ?? opened.body.errors }).toEqual({ status: 201, told: undefined });
  const address = `/api/cases/${String(opened.body.caseId)}`;
  await door.step(address, 'proposeFiling', { basis: '甲', proposal: '乙' });
  await door.step(address, 'fileCase', { approval: '同意' }, 'liu.yang');
  await door.step(address, 'takeEvidence', { evidenceSummary: '甲' });
  await door.step(address, 'takeIncomeEvidence', { incomeEvidence: '甲', partySex: 'male' }, 'zhang.wei', P1);
  await door.step(address, 'reportInvestigation', { findings: '甲', evidence: '乙', levyProposed: true });
  const noticed = await door.step(address, 'issueNotice', { baseYear: 2016, baseKind: 'rural', baseAmount: '12000.00', extraChildren: 1, basis: '甲' }, 'zhang.wei', P1);
  expect(await door.serve(address, door.paperOf(noticed, 'levy-notice'))).toMatchObject({ status: 200 });
  await door.step(address, 'waiveStatement', { waivedInWriting: true }, 'wang.fang', P1);
  const decided = await door.step(address, 'decideLevy', { defence: '无' }, 'liu.yang', P1);
  expect(await door.serve(address, door.paperOf(decided, 'levy-decision'))).toMatchObject({ status: 200 });
  return address;
}

it('held back by two hands with reason, document and last day; shown with what is withheld and what runs on; ended, demanded by day', async () => {
  const address = await levied();
  const step = (code: string, as: string, facts: object) => service.ask('POST', `${address}/steps/${code}`, { as, body: { ...P1, facts } });
  const proposal = { forbearanceReason: '当事人住院治疗。', forbearanceDocument: '勉卫发〔2018〕21号', forbearanceUntil: '2018-09-30' };
  await door.clock('2018-07-09', '10:00:00');
  // Without one of the three; by whom nothing is proposed; until a day that leaves no time for the court.
  for (const left of Object.keys(proposal)) expect(codesOf(await step('proposeForbearance', 'wang.fang', { ...proposal, [left]: undefined }))).toContain('factMissing');
  expect(codesOf(await step('proposeForbearance', 'zhou.tao', proposal))).toContain('roleMissing');
  const proposed = await step('proposeForbearance', 'wang.fang', { ...proposal, forbearanceUntil: '2019-02-20' });
  expect(proposed).toMatchObject({ status: 200 });
  const seqOf = async (code: string): Promise<number> => ((await service.ask('GET', address, { as: 'zhang.wei' })).body.steps as { step: string; seq: number }[]).findLast((one) => one.step === code)?.seq ?? 0;
  expect(codesOf(await step('grantForbearance', 'liu.yang', { forbearance: await seqOf('proposeForbearance') }))).toEqual(['forbearanceOutlastsDemand']);
  expect(await step('proposeForbearance', 'wang.fang', proposal)).toMatchObject({ status: 200 });
  const forbearance = await seqOf('proposeForbearance');
  expect(codesOf(await step('grantForbearance', 'wang.fang', { forbearance }))).toContain('roleMissing');
  // Sent again with the same key it is granted once.
  const [first, second] = [await granting(), await granting()];
  function granting() { return service.ask('POST', `${address}/steps/grantForbearance`, { as: 'liu.yang', body: { ...P1, facts: { forbearance } }, headers: { 'idempotency-key': 'grant-once' } }); }
  expect([first.status, second.status, second.body.revision === first.body.revision]).toEqual([200, 200, true]);
  expect(codesOf(await step('grantForbearance', 'liu.yang', { forbearance }))).toEqual(expect.arrayContaining(['forbearanceDecided', 'forbearanceStands']));

  await door.clock('2018-07-20', '10:00:00');
  const refused = await service.ask('POST', `${address}/steps/issueDemand`, { as: 'zhang.wei', body: { ...P1, facts: {}, officers } });
  expect(refused).toMatchObject({ status: 409, body: { blockers: [{ code: 'forborne', earliest: '2018-10-01', message: expect.stringContaining('勉卫发〔2018〕21号') }] } });
  const money = (await service.ask('GET', `${address}/money`, { as: 'zhang.wei' })).body.debts as Record<string, unknown>[];
  expect(money).toMatchObject([{ dueOn: '2018-07-04', inDefaultSince: '2018-07-05', forbearances: [{ since: '2018-07-09', until: '2018-09-30', endedOn: null, stands: true, document: '勉卫发〔2018〕21号', reason: { fact: 'forbearanceReason', step: forbearance }, consentOn: null }], terms: { courtWindow: { windows: [{ endsOn: '2019-03-04' }] } } }]);
  const [one] = (money[0]?.['forbearances'] ?? []) as { withheld: { en: string }[]; runsOn: { en: string }[] }[];
  expect(one?.withheld.map(({ en }) => en)).toContain('Demand performance');
  expect(one?.runsOn.map(({ en }) => en)).toEqual(['Period to pay', 'Instalment', 'Last safe day of a demand', 'Window to the court', 'Late fee']);
  expect(JSON.stringify(money)).not.toContain('住院');
  expect((await service.ask('POST', `${address}/parties/p1/reveal`, { as: 'zhang.wei', body: { why: '核对暂缓催缴的理由' } })).text).toContain('当事人住院治疗。');
  // Reminded before; the warning of the 7th day waits.
  const rungs = async (): Promise<string[]> => ((await service.ask('GET', `${address}/events?limit=200`, { as: 'zhang.wei' })).text.match(/"rung":"[a-z]+-\d+"/g) ?? []).map((text) => text.slice(8, -1)).filter((rung) => /^(reminder|warning)/.test(rung));
  expect(new Set(await rungs())).toEqual(new Set(['reminder-1']));

  expect(codesOf(await step('endForbearance', 'zhou.tao', { forbearanceGrant: await seqOf('grantForbearance'), forbearanceEndReason: '出院。' }))).toContain('roleMissing');
  expect(await step('endForbearance', 'wang.fang', { forbearanceGrant: await seqOf('grantForbearance'), forbearanceEndReason: '出院。' })).toMatchObject({ status: 200 });
  await door.clock('2018-09-28', '10:00:00');
  const demand = await door.step(address, 'issueDemand', {}, 'zhang.wei', P1);
  expect(new Set(await rungs())).toEqual(new Set(['reminder-1', 'warning-7']));
  const paperId = door.paperOf(demand, 'demand-letter');
  const serve = (attempt: object) => service.ask('POST', `${address}/papers/${paperId}/service`, { as: 'zhang.wei', body: { ...P1, attempt: { way: 'direct', on: '2018-10-01', outcome: 'received', ...attempt }, officers } });
  await door.clock('2018-10-01', '10:00:00');
  expect(codesOf(await serve({ time: '09:30' }))).toEqual(['executionOnHoliday']);
  expect(await serve({ time: '25:00' })).toMatchObject({ status: 422, body: { errors: [{ field: 'attempt.time' }] } });
  await door.clock('2018-10-08', '23:55:00');
  expect(codesOf(await serve({ on: '2018-10-08' }))).toEqual(['executionTimeMissing']);
  expect(codesOf(await serve({ on: '2018-10-08', time: '23:30' }))).toEqual(['executionAtNight']);
  const served = await serve({ on: '2018-10-08', time: '23:30', urgency: '当事人次日出境。' });
  expect(served).toMatchObject({ status: 200 });
  // The receipt says at what time, and why then.
  const receipt = await door.textOf(address, door.paperOf(served, 'service-receipt'));
  expect(receipt).toContain('时间：23:30');
  expect(receipt.replaceAll(/\s/g, '')).toContain('情况紧急：当事人次日出境。');
}, 90_000);
