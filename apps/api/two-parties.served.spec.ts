import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AtTheDoor, identityBornOn, officers, parametersSql } from './testing/at-the-door.ts';
import { peopleSql } from './testing/people.ts';
import { Service } from './testing/service.ts';

/** Two parents of one case at the door at once: each sees the own papers, requests and codes, and nothing of the other. */
const FEE = 'social-maintenance-fee';
const settings = {
  lateEntryLimit: 250, baseYearRule: 'birth-1', feeRule: 'henan', feeMultiple: 3, statementPeriod: 3, payee: '勉县某银行', payeeAddress: '勉县和平路3号', reconsiderationBody: '勉县人民政府', court: '勉县人民法院',
  hearingRule: 'none', legalReviewRule: 'none', discussionRule: 'none', stopNewActsFrom: '2021-08-20', freeBirthsFrom: '2021-08-20', requestAnswerDays: 10,
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

it('each comes in by the code of its own notice; both speak at one moment', async () => {
  const parents = [['李四维', '1980-02-02', 'male'], ['王五洲', '1982-03-03', 'female']] as const;
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: {
    pack: FEE, on: '2018-06-04', facts: { childBornOn: '2017-05-01', childOrder: 2, discoveredOn: '2018-05-30', summary: '超生一孩。' },
    parties: parents.map(([name, born], n) => ({ kind: 'citizen', identity: { name, identityNumber: identityBornOn(born, 11 + n), address: '勉县勉阳街道和平路12号' } })),
  } });
  expect({ status: opened.status, told: opened.body.blockers ?? opened.body.errors }).toEqual({ status: 201, told: undefined });
  const address = `/api/cases/${String(opened.body.caseId)}`;
  await door.step(address, 'proposeFiling', { basis: '甲', proposal: '乙' });
  await door.step(address, 'fileCase', { approval: '同意' }, 'liu.yang');
  await door.step(address, 'takeEvidence', { evidenceSummary: '甲' });
  for (const [n, [, , partySex]] of parents.entries()) await door.step(address, 'takeIncomeEvidence', { incomeEvidence: '甲', partySex }, 'zhang.wei', { party: `p${n + 1}` });
  await door.step(address, 'reportInvestigation', { findings: '甲', evidence: '乙', levyProposed: true });
  const notices: string[] = [];
  const tokens: string[] = [];
  for (const party of ['p1', 'p2']) {
    const { body } = await door.step(address, 'issueNotice', { baseYear: 2016, baseKind: 'rural', baseAmount: '12000.00', extraChildren: 1, basis: '甲' }, 'zhang.wei', { party });
    const id = (body.papers as { paperId: string }[])[0]?.paperId ?? '';
    notices.push(id);
    expect(await service.ask('POST', `${address}/papers/${id}/service`, { as: 'zhang.wei', body: { party, attempt: { way: 'direct', on: '2018-06-04', outcome: 'received' }, officers } })).toMatchObject({ status: 200 });
    tokens.push(await door.signIn(String(await door.codeOn(address, id))));
  }
  const views = await Promise.all(tokens.map((token) => door.outside('GET', '/api/party/case', { token })));
  expect(views.map(({ body }) => body.you)).toMatchObject([{ party: 'p1', name: '李四维' }, { party: 'p2', name: '王五洲' }]);
  expect(views.map(({ body }) => (body.papers as { paperId: string }[]).map((one) => one.paperId))).toEqual(notices.map((id) => [id]));
  for (const [n, { text }] of views.entries()) expect({ n, sees: text.includes(parents[1 - n]?.[0] ?? '') }).toEqual({ n, sees: false });
  expect(await Promise.all(tokens.flatMap((token) => notices.map(async (id) => (await door.outside('GET', `/api/party/papers/${id}`, { token })).status)))).toEqual([200, 404, 404, 200]);
  const said = await Promise.all(tokens.map((token, n) => door.outside('POST', '/api/party/requests', { token, body: { kind: 'statement', text: `第${n + 1}名当事人的陈述。` } })));
  expect(said.map(({ status, text }) => (status === 200 ? status : text))).toEqual([200, 200]);
  const after = await Promise.all(tokens.map((token) => door.outside('GET', '/api/party/case', { token })));
  expect(after.map(({ body }) => (body.requests as { step: string }[]).length)).toEqual([1, 1]);
  expect(after.map(({ body }) => (body.codes as { what: string }[]).map((one) => one.what))).toEqual([['printed', 'pinSet'], ['printed', 'pinSet']]);
});
