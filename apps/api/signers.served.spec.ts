import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { pdfPages } from '#documents/testing/pdf-text';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

// Signers from another office, and substitutes of named signers and of the keeper of the seal, over HTTP.

const settings = [['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00'], ['approvalChain', 'full'], ['approvalWaitDays', 3], ['lateEntryLimit', 5], ['reconsiderationBody', '勉县人民政府'], ['court', '勉县人民法院']].map(([code, value], n) => `
INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ('00000000-0000-4000-8000-0000000001${10 + n}', 'mian-legal', 'parameter', '{}', 'approved', 'a', now(), 'b', now());
INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, proposal_id) VALUES ('610725', 'administrative-penalty', '${String(code)}', '${JSON.stringify(value)}', '勉政发〔2021〕1号', '2021-01-01', '00000000-0000-4000-8000-0000000001${10 + n}');`).join('');
const more = [[11, 'qian.bo', 'wuhou', 'head'], [13, 'ren.he', 'wuhou', 'deputyHead'], [14, 'xie.ke', 'mian-legal', 'legalReviewer'], [15, 'cao.ye', 'mianyang', 'deputyHead'], [15, '', 'mianyang', 'officer'], [16, 'yu.an', 'mianyang', 'sectionHead'], [17, 'yan.ju', 'mian-legal', 'head'], [17, '', 'mian-legal', 'deputyHead'], [17, '', 'mian-legal', 'countyLegalOffice']].map(([n, name, office, role]) => `${name === '' ? '' : `
INSERT INTO account (id, username, display_name) VALUES ('${person(Number(n))}', '${String(name)}', '${String(name)}');`}
INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${person(Number(n))}', '${String(office)}', '${String(role)}', '2010-01-01');`).join('');

let service: Service;
let [caseId, other] = ['', ''];
const officers = [person(1), person(2)];
const post = (url: string, as: string, body: object = {}): Promise<Answer> => service.ask('POST', url, { as, body });
const get = (url: string, as: string): Promise<Answer> => service.ask('GET', url, { as });
const codes = (answer: Answer): string[] => (answer.body['blockers'] as { code: string }[] | undefined ?? []).map((one) => one.code);
const done = async (url: string, as: string, body: object = {}): Promise<Answer> => {
  const answer = await post(url, as, body);
  if (answer.status > 201) throw new Error(`${url}: ${answer.text}`);
  return answer;
};
interface Approval { approvalId: string; turns: { turn: string; orders: Record<string, string> }[]; waitsFor: unknown }
const approval = async (): Promise<Approval> => ((await get(`/api/cases/${caseId}`, 'zhang.wei')).body['approvals'] as Approval[]).at(-1)!;
const signing = async (as: string): Promise<unknown[]> => ((await get('/api/inbox?kind=sign', as)).body['items'] as unknown[]);
const facts = { reasons: '违法事实不能成立', basis: '《中华人民共和国行政处罚法》第五十七条' };

const open = async (): Promise<string> => String((await post('/api/cases', 'zhang.wei', openPenaltyCase)).body['caseId']);

beforeAll(async () => {
  service = await Service.start(peopleSql + settings + more);
  [caseId, other] = [await open(), await open()];
  const step = (code: string, body: object, as = 'zhang.wei'): Promise<Answer> => done(`/api/cases/${caseId}/steps/${code}`, as, body);
  await step('proposeFiling', { facts: { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案' }, officers });
  await step('fileCase', { facts: { approval: '同意' } }, 'liu.yang');
  await step('takeEvidence', { facts: { evidenceKind: 'documentary', evidenceSummary: '照片三张' }, officers });
  await step('reportInvestigation', { facts: { findings: '经查，无违法事实。', evidence: '现场照片', violated: '无', reportedProposal: 'notEstablished' }, officers });
});
afterAll(async () => { await service.stop(); });

it('whoever leads the county legal office leads no township', async () => {
  await done(`/api/cases/${other}/steps/proposeFiling`, 'zhang.wei', { facts: { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案' }, officers });
  expect(codes(await post(`/api/cases/${other}/steps/fileCase`, 'yan.ju', { facts: { approval: '同意' } }))).toEqual(['roleMissing']);
  const waiting = async (as: string): Promise<unknown[]> => ((await get(`/api/inbox?kind=task&role=head&caseId=${other}`, as)).body['items'] as unknown[]);
  expect(await waiting('yan.ju')).toEqual([]);
  expect(await waiting('liu.yang')).toMatchObject([{ step: 'fileCase' }]);
  // Nor does somebody who stands in for such a leader.
  const order = { absentId: person(17), substituteId: person(8), instrument: '勉司委〔2025〕1号', roles: ['head', 'countyLegalOffice'], from: '2025-03-03', to: '2025-03-31' };
  await done(`/api/substitutions/${String((await done('/api/substitutions', 'yan.ju', order)).body['substitutionId'])}/approve`, 'wu.jun');
  expect(codes(await post(`/api/cases/${other}/steps/fileCase`, 'zhou.tao', { facts: { approval: '同意' }, actingFor: person(17) }))).toEqual(['roleMissing']);
  expect(codes(await post(`/api/cases/${caseId}/approvals`, 'zhang.wei', { approval: 'decisionApproval', items: [{ step: 'decideNotEstablished', facts }], signers: { leaders: [person(14), person(15), person(17)] } }))).toEqual(['signerWithoutRole']);
});

it('a leader of the neighbour township is lent for the approvals of one case, by both heads', async () => {
  const order = { personId: person(13), role: 'deputyHead', toOfficeId: 'mianyang', orderNumber: '勉司借〔2025〕7号', caseId, from: '2025-03-03' };
  expect(await post('/api/person-loans', 'liu.yang', order)).toMatchObject({ status: 422, body: { errors: [{ field: 'role', rule: 'approvalsOnly' }] } });
  const { caseId: _none, ...everywhere } = order;
  expect(await post('/api/person-loans', 'liu.yang', { ...everywhere, to: '2025-04-01', approvalsOnly: true })).toMatchObject({ status: 422, body: { errors: [{ field: 'caseId' }] } });
  const loan = await done('/api/person-loans', 'liu.yang', { ...order, approvalsOnly: true });
  const ask = { approval: 'decisionApproval', items: [{ step: 'decideNotEstablished', facts }], signers: { leaders: [person(13), person(14), person(15)] } };
  expect(codes(await post(`/api/cases/${caseId}/approvals`, 'zhang.wei', ask))).toEqual(['personOfOtherOffice']);
  await done(`/api/person-loans/${String(loan.body['loanId'])}/approve`, 'qian.bo');
  // Lent or not, nobody sees anything before a signature waits.
  expect((await get(`/api/cases/${caseId}`, 'ren.he')).status).toBe(404);
  expect(await signing('ren.he')).toEqual([]);
  await done(`/api/cases/${caseId}/approvals`, 'zhang.wei', ask);
  expect((await approval()).turns.find((one) => one.turn === 'leaders')?.orders).toEqual({ [person(13)]: '勉司借〔2025〕7号' });
  expect(await signing('ren.he')).toEqual([]);
  await done(`/api/cases/${caseId}/approvals/${(await approval()).approvalId}/sign`, 'wang.fang', { verdict: 'agree', opinion: '同意' });
});

it('sees the approval that waits and nothing else of the case; so does the reviewer of the county', async () => {
  const { approvalId } = await approval();
  for (const as of ['ren.he', 'xie.ke']) {
    expect(await signing(as)).toMatchObject([{ kind: 'sign', caseId, approvalId, officeId: 'mianyang' }]);
    expect(await get(`/api/cases/${caseId}/approvals/${approvalId}`, as)).toMatchObject({ status: 200, body: { caseId, approval: { approvalId, items: [{ step: 'decideNotEstablished' }] }, office: { name: '勉县勉阳街道办事处' } } });
    expect(await post(`/api/cases/${caseId}/approvals/${approvalId}/reveal`, as, { why: '审签' })).toMatchObject({ status: 200, body: { items: [{ texts: { reasons: '违法事实不能成立' } }] } });
    for (const url of [`/api/cases/${caseId}`, `/api/cases/${caseId}/events`, `/api/cases/${caseId}/files`, `/api/cases/${caseId}/process`, `/api/cases/${other}`, `/api/cases/${caseId}/approvals/${caseId}.99`]) expect({ url, status: (await get(url, as)).status }).toEqual({ url, status: 404 });
    expect((await post(`/api/cases/${caseId}/steps/issueNotice`, as, {})).status).toBe(404);
    expect((await post(`/api/cases/${caseId}/tasks/decisionApproval/urge`, as, {})).status).toBe(404);
    expect((await get('/api/cases', as)).body['items']).toEqual([]);
  }
  expect((await get(`/api/cases/${caseId}/approvals/${approvalId}`, 'sun.li')).status).toBe(404);
});

it('a substitute of a named signer finds the signature in the own inbox, within scope and dates', async () => {
  const order = { absentId: person(15), substituteId: person(16), instrument: '勉阳委〔2025〕5号', from: '2025-03-03', to: '2025-03-31' };
  const inForce = async (roles: string[]): Promise<string> => {
    const { substitutionId } = (await done('/api/substitutions', 'liu.yang', { ...order, roles })).body;
    await done(`/api/substitutions/${String(substitutionId)}/approve`, 'zhou.tao');
    return String(substitutionId);
  };
  const narrow = await inForce(['officer']);
  expect(await signing('yu.an')).toEqual([]);
  await done(`/api/substitutions/${narrow}/end`, 'liu.yang', { lastDay: '2025-03-02' });
  await inForce(['deputyHead']);
  const { approvalId } = await approval();
  expect(await signing('yu.an')).toMatchObject([{ kind: 'sign', approvalId }]);
  const sign = (as: string, body: object = {}): Promise<Answer> => post(`/api/cases/${caseId}/approvals/${approvalId}/sign`, as, { verdict: 'agree', opinion: '同意', ...body });
  expect((await sign('yu.an', { actingFor: person(15) })).status).toBe(200);
  expect(await signing('yu.an')).toEqual([]);
  // The lent leader is absent too: somebody of that office signs in that place, by an instrument of that office, and sees nothing else.
  expect([await signing('sun.li'), (await sign('sun.li', { actingFor: person(13) })).status]).toEqual([[], 404]);
  const away = { absentId: person(13), substituteId: person(7), instrument: '武侯委〔2025〕2号', roles: ['deputyHead'], from: '2025-03-03', to: '2025-03-31' };
  await done(`/api/substitutions/${String((await done('/api/substitutions', 'qian.bo', away)).body['substitutionId'])}/approve`, 'zhou.tao');
  expect(await signing('sun.li')).toMatchObject([{ kind: 'sign', caseId, approvalId, officeId: 'mianyang' }]);
  expect((await get(`/api/cases/${caseId}/approvals/${approvalId}`, 'sun.li')).status).toBe(200);
  for (const url of [`/api/cases/${caseId}`, `/api/cases/${caseId}/events`, `/api/cases/${caseId}/files`]) expect({ url, status: (await get(url, 'sun.li')).status }).toEqual({ url, status: 404 });
  expect([(await sign('sun.li')).status, (await sign('sun.li', { actingFor: person(14) })).status, (await post(`/api/cases/${caseId}/tasks/decisionApproval/urge`, 'sun.li', { actingFor: person(13) })).status]).toEqual([404, 404, 404]);
  expect((await sign('sun.li', { actingFor: person(13) })).status).toBe(200);
  expect([await signing('sun.li'), (await get(`/api/cases/${caseId}/approvals/${approvalId}`, 'sun.li')).status]).toEqual([[], 404]);
  expect((await sign('xie.ke')).status).toBe(200);
  // Signed is signed: nothing of the case is seen any more.
  expect((await get(`/api/cases/${caseId}/approvals/${approvalId}`, 'ren.he')).status).toBe(404);
  const events = (await get(`/api/cases/${caseId}/events?limit=200`, 'zhang.wei')).body['items'] as { type: string; payload: Record<string, unknown> }[];
  const signed = events.filter((one) => one.type === 'approvalSigned').map((one) => one.payload);
  expect(signed).toMatchObject([{ signedBy: person(3) }, { signedBy: person(16), actingFor: { personId: person(15), instrument: '勉阳委〔2025〕5号' } }, { signedBy: person(7), actingFor: { personId: person(13), instrument: '武侯委〔2025〕2号' }, lent: { instrument: '勉司借〔2025〕7号', officeId: 'wuhou' } }, { signedBy: person(14) }]);
  const decided = await post(`/api/cases/${caseId}/steps/decideNotEstablished`, 'liu.yang', { facts });
  expect(decided).toMatchObject({ status: 200, body: { papers: [{ paper: 'case-not-established' }, { paper: 'approval-form' }] } });
  // The sheet shows every signature: in whose place, by which order.
  const sheet = (decided.body['papers'] as { paperId: string; paper: string }[]).find((one) => one.paper === 'approval-form')!;
  const text = pdfPages((await get(`/api/cases/${caseId}/papers/${sheet.paperId}`, 'liu.yang')).bytes).join('').replaceAll(/\s/g, '');
  for (const words of ['审批表', '承办机构审核：王芳，2025年3月3日，同意', '负责人会签：yu.an受委托代行cao.ye职责', '受委托代行ren.he职责（借用，依据勉司借〔2025〕7号）', '负责人会签：xie.ke', '2025年3月3日批准', '违法事实不能成立']) expect(text).toContain(words);
});

it('a substitute asks in the place of an absent one: it is the request of both, and neither signs it', async () => {
  const id = await open();
  const step = (code: string, body: object, as = 'zhang.wei'): Promise<Answer> => done(`/api/cases/${id}/steps/${code}`, as, body);
  await step('proposeFiling', { facts: { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案' }, officers });
  await step('fileCase', { facts: { approval: '同意' } }, 'liu.yang');
  await step('takeEvidence', { facts: { evidenceKind: 'documentary', evidenceSummary: '照片三张' }, officers });
  await step('reportInvestigation', { facts: { findings: '经查，无违法事实。', evidence: '现场照片', violated: '无', reportedProposal: 'notEstablished' }, officers });
  const ask = { approval: 'decisionApproval', items: [{ step: 'decideNotEstablished', facts }], signers: { leaders: [person(14), person(15)] }, actingFor: person(3) };
  expect(codes(await post(`/api/cases/${id}/approvals`, 'chen.jie', ask))).toEqual(['substitutionMissing']);
  const order = { absentId: person(3), substituteId: person(2), instrument: '勉阳委〔2025〕6号', roles: ['sectionHead'], from: '2025-03-03', to: '2025-03-31' };
  await done(`/api/substitutions/${String((await done('/api/substitutions', 'liu.yang', order)).body['substitutionId'])}/approve`, 'zhou.tao');
  expect(await post(`/api/cases/${id}/tasks/decideNotEstablished/copy`, 'yu.an', { to: person(2), actingFor: person(2) })).toMatchObject({ status: 409, body: { blockers: [{ code: 'substitutionMissing' }] } });
  await done(`/api/cases/${id}/approvals`, 'li.na', ask);
  const [asked] = (await get(`/api/cases/${id}`, 'zhang.wei')).body['approvals'] as { approvalId: string; askedBy: string; askedFor: unknown }[];
  expect(asked).toMatchObject({ askedBy: person(2), askedFor: { personId: person(3), instrument: '勉阳委〔2025〕6号' } });
  for (const [as, body] of [['wang.fang', {}], ['li.na', { actingFor: person(3) }]] as const) expect({ as, codes: codes(await post(`/api/cases/${id}/approvals/${asked!.approvalId}/sign`, as, { verdict: 'agree', opinion: '同意', ...body })) }).toEqual({ as, codes: ['selfApproval'] });
  // Nor past the service: whoever it was asked for is as good as whoever asked.
  const owner = new Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ definition: string }>("SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'nobody_signs_what_was_asked_for_him'");
  await owner.end();
  expect(rows[0]?.definition).toContain('person_id IS DISTINCT FROM asked_for');
  expect(await post(`/api/cases/${id}/approvals/${asked!.approvalId}/withdraw`, 'wang.fang', { reason: '本人已回，重新拟稿' })).toMatchObject({ status: 200 });
});

it('the keeper of the seal has a substitute, and the register names both', async () => {
  const paper = ((await get(`/api/cases/${caseId}`, 'zhang.wei')).body['papers'] as { paperId: string; paper: string; sha256: string }[]).find((one) => one.paper === 'case-not-established')!;
  await done(`/api/cases/${caseId}/papers/${paper.paperId}/seal-requests`, 'zhang.wei', { seal: 'physical' });
  const order = { absentId: person(26), substituteId: person(16), instrument: '勉阳委〔2025〕6号', roles: ['sealKeeper'], from: '2025-03-03', to: '2025-03-31' };
  expect(codes(await post(`/api/cases/${caseId}/papers/${paper.paperId}/seals`, 'yu.an', { seal: 'physical', sha256: paper.sha256, actingFor: person(26) }))).toEqual(['substitutionMissing']);
  await done(`/api/substitutions/${String((await done('/api/substitutions', 'liu.yang', order)).body['substitutionId'])}/approve`, 'zhou.tao');
  await done(`/api/cases/${caseId}/papers/${paper.paperId}/seals`, 'yu.an', { seal: 'physical', sha256: paper.sha256, actingFor: person(26) });
  expect((await get('/api/seals', 'liu.yang')).body['items']).toMatchObject([{ applicant: { id: person(1), inPlaceOf: null }, keeper: { id: person(16), inPlaceOf: { id: person(26), name: '秦印' } } }]);
});

it('the database lends nobody for all approvals of an office, and no head to work on a case', async () => {
  const owner = new Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  const lend = (role: string, only: boolean, of: string | null): Promise<unknown> => owner.query(`
    INSERT INTO person_loan (loan_id, order_number, account_id, role, lending_office, borrowing_office, case_id, valid_from, valid_to, maker, made_at, approvals_only)
    VALUES (gen_random_uuid(), 'x', $1, $2, 'wuhou', 'mianyang', $3, '2025-03-03', '2025-03-04', 'm', now(), $4)`, [person(13), role, of, only]);
  await expect(lend('head', false, caseId)).rejects.toThrow(/person_loan_role_check/);
  await expect(lend('head', true, null)).rejects.toThrow(/approvals_of_one_case/);
  await owner.end();
});
