import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { AtTheDoor, officers, parametersSql } from './testing/at-the-door.ts';
import { peopleSql } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service } from './testing/service.ts';

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

it('a warning on the spot carries the code; closed, the case still answers its party until the last remedy is over', async () => {
  const today = await door.today();
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, pack: PACK, on: today, facts: { cause: 'fire-lane-occupied', causeName: '占用消防车通道', leadSource: 'inspection', actEndedOn: today, discoveredOn: today, summary: '现场检查。' } } });
  expect(opened).toMatchObject({ status: 201 });
  const address = `/api/cases/${String(opened.body.caseId)}`;
  await door.step(address, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片' });
  await door.step(address, 'hearParty', { certificatesShown: true, told: true, intendedWarning: 'warning', statement: '承认。', statementAnswer: '予以采纳。' });
  const decided = await door.step(address, 'decideOnTheSpot', { actPlace: '和平路', findings: '占道摆摊。', violated: '《公路法》第四十六条', basis: '《公路法》第七十七条', factsCertain: true, warning: 'warning', correction: '立即改正。' });
  const paperId = door.paperOf(decided, 'on-the-spot-decision');
  expect(await door.serve(address, paperId)).toMatchObject({ status: 200 });
  const code = await door.codeOn(address, paperId);
  expect(code).not.toBeNull();
  const token = await door.signIn(code ?? '');
  const view = await door.outside('GET', '/api/party/case', { token });
  expect((view.body.may as { kind: string; allowed: boolean }[]).map(({ kind, allowed }) => [kind, allowed])).toEqual([['statement', true], ['fileCopy', true], ['correction', true], ['other', true], ['complaint', true]]);
  await door.step(address, 'reportToOffice', { recordSummary: '已交付当事人。' });
  expect(await service.ask('POST', `${address}/close`, { as: 'liu.yang', body: { closing: 'closedOnTheSpot' } })).toMatchObject({ status: 200 });

  const stated = await door.outside('POST', '/api/party/requests', { token, body: { kind: 'statement', text: '摊位在划线以内。' } });
  expect(stated).toMatchObject({ status: 200, body: { step: 'submitStatement', answerBy: expect.stringMatching(/^2025-/) } });
  const complained = await door.outside('POST', '/api/party/requests', { token, body: { kind: 'complaint', text: '没有出示证件。' } });
  expect(complained).toMatchObject({ status: 200, body: { step: 'complain' } });
  const seen = await service.ask('GET', address, { as: 'zhang.wei' });
  expect(seen.body.tasks).toEqual(expect.arrayContaining([expect.objectContaining({ step: 'answerRequest' }), expect.objectContaining({ step: 'answerComplaint' })]));
  expect(seen.body.clocks).toEqual(expect.arrayContaining([expect.objectContaining({ clock: 'requestPeriod', status: 'running' }), expect.objectContaining({ clock: 'complaintPeriod', status: 'running' })]));
  expect(await service.ask('POST', `${address}/steps/takeEvidence`, { as: 'zhang.wei', body: { officers, facts: { evidenceKind: 'documentary', evidenceSummary: '照片' } } })).toMatchObject({ status: 409, body: { blockers: [{ code: 'caseClosed' }] } });
  const answered = await door.step(address, 'answerRequest', { answeredRequest: stated.body.number, requestAnswer: '经复核，摊位越线，维持警告。' }, 'zhang.wei', { party: 'p1' });
  const answerId = door.paperOf(answered, 'request-answer');
  expect((await door.textOf(address, answerId)).replace(/\s/g, '')).toContain('陈述、申辩');
  const after = await door.outside('GET', '/api/party/case', { token });
  expect(after.body).toMatchObject({ requests: [{ number: stated.body.number, kind: 'statement', answeredOn: today }, { number: complained.body.number, answeredOn: null }], stands: { zh: expect.stringContaining('结案') } });
  expect((after.body.papers as { paperId: string }[]).map((paper) => paper.paperId)).toEqual([paperId, answerId]);
  // The period of the complaint runs on without anybody looking, and its lapse is on record with whatever comes next.
  await door.clock('2025-04-01');
  const late = await door.step(address, 'answerComplaint', { answeredComplaint: complained.body.number, requestAnswer: '已核实，证件已出示。' }, 'zhou.tao', { party: 'p1' });
  expect((late.body.events as { type: string; about: string }[]).map(({ type, about }) => [type, about])).toEqual(expect.arrayContaining([['clockLapsed', 'complaintPeriod']]));
  const last = String((view.body.clocks as { clock: string; lastDay: string }[]).find((one) => one.clock === 'LIT-01')?.lastDay);
  await door.clock(last, '23:59:59');
  expect(await door.outside('POST', '/api/party/requests', { token: await door.signIn(code ?? ''), body: { kind: 'fileCopy', text: '复制决定书。' } })).toMatchObject({ status: 200 });
  await door.clock(new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10));
  expect(await door.session(code ?? '')).toMatchObject({ status: 401 });
}, 60_000);
