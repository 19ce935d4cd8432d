import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

// An approval and a task in hand over HTTP: asked, signed, returned, co-signed by an added signer, used.

const parametersSql = [['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00'], ['approvalChain', 'full'], ['approvalWaitDays', 3], ['reconsiderationBody', '勉县人民政府'], ['court', '勉县人民法院']].map(([code, value], n) => `
INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ('00000000-0000-4000-8000-0000000001${10 + n}', 'mian-legal', 'parameter', '{}', 'approved', 'a', now(), 'b', now());
INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, proposal_id) VALUES ('610725', 'administrative-penalty', '${String(code)}', '${JSON.stringify(value)}', '勉政发〔2021〕1号', '2021-01-01', '00000000-0000-4000-8000-0000000001${10 + n}');`).join('');

let service: Service;
let caseId: string;
const officers = [person(1), person(2)];
const ask = (path: string, body: object, as = 'zhang.wei'): Promise<Answer> => service.ask('POST', `/api/cases/${caseId}/${path}`, { as, body });
const done = async (path: string, body: object, as?: string): Promise<Answer> => {
  const answer = await ask(path, body, as);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  return answer;
};
const seen = async (as = 'zhang.wei'): Promise<Answer> => service.ask('GET', `/api/cases/${caseId}`, { as });
const codes = (answer: Answer): string[] => (answer.body['blockers'] as { code: string }[]).map((one) => one.code);
interface Approval { approvalId: string; status: string; turn: string | null; waitsFor: unknown; signatures: { by: string; counts: boolean }[]; turns: { turn: string }[]; items: unknown[] }
const approval = async (): Promise<Approval> => ((await seen()).body['approvals'] as Approval[]).at(-1)!;

beforeAll(async () => {
  service = await Service.start(peopleSql + parametersSql);
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase });
  caseId = String(opened.body['caseId']);
  await done('steps/proposeFiling', { facts: { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案' }, officers });
  await done('steps/fileCase', { facts: { approval: '同意' } }, 'liu.yang');
  await done('steps/takeEvidence', { facts: { evidenceKind: 'documentary', evidenceSummary: '照片三张' }, officers });
});
afterAll(async () => { await service.stop(); });

it('a task is claimed, delegated and given back; another officer is refused meanwhile', async () => {
  await done('tasks/reportInvestigation/claim', {});
  const facts = { findings: '经查，无违法事实。', evidence: '现场照片', violated: '无', reportedProposal: 'notEstablished' };
  const other = await ask('steps/reportInvestigation', { facts, officers }, 'li.na');
  expect([other.status, codes(other)]).toEqual([409, ['taskHeldBy']]);
  await done('tasks/reportInvestigation/delegate', { to: person(2), note: '请代拟' });
  const inbox = await service.ask('GET', '/api/inbox?kind=task', { as: 'li.na' });
  expect(inbox.body['items']).toContainEqual(expect.objectContaining({ caseId, step: 'reportInvestigation' }));
  expect((await service.ask('GET', '/api/inbox?kind=task', { as: 'zhang.wei' })).body['items']).not.toContainEqual(expect.objectContaining({ step: 'reportInvestigation' }));
  expect(codes(await ask('steps/reportInvestigation', { facts, officers }))).toEqual(['taskDelegated']);
  await done('tasks/reportInvestigation/giveBack', { note: '已拟好，见附件' }, 'li.na');
  expect((await seen()).body).toMatchObject({ tasksInHand: [{ step: 'reportInvestigation', holder: person(1), results: 1 }], people: { [person(1)]: '张伟' } });
  expect((await done('tasks/reportInvestigation/reveal', { why: '核对' })).body).toMatchObject({ results: ['已拟好，见附件'] });
  expect(await ask('tasks/reportInvestigation/transfer', { to: person(20) })).toMatchObject({ status: 422, body: { errors: [{ field: 'to', rule: 'unknownPerson' }] } });
  expect(codes(await ask('tasks/reportInvestigation/transfer', { to: person(7) }))).toEqual(['personOfOtherOffice']);
  await done('steps/reportInvestigation', { facts, officers });
});

it('a decision waits for its approval; returned, asked for anew, signed by each, it is taken as it was approved', async () => {
  const facts = { reasons: '违法事实不能成立', basis: '《中华人民共和国行政处罚法》第五十七条' };
  expect(codes(await ask('steps/decideNotEstablished', { facts }, 'liu.yang'))).toContain('approvalMissing');
  const items = [{ step: 'decideNotEstablished', facts }];
  expect(codes(await ask('approvals', { approval: 'decisionApproval', items }))).toEqual(['signersMissing']);
  await done('approvals', { approval: 'decisionApproval', items, signers: { leaders: [person(5)] }, note: '请审批' });
  const { approvalId } = await approval();
  expect((await service.ask('GET', '/api/inbox?kind=sign', { as: 'wang.fang' })).body['items']).toMatchObject([{ caseId, kind: 'sign', approvalId }]);
  expect(codes(await ask(`approvals/${approvalId}/sign`, { verdict: 'agree', opinion: '同意' }))).toEqual(['selfApproval']);
  expect(codes(await ask(`approvals/${approvalId}/sign`, { verdict: 'agree', opinion: '同意' }, 'chen.jie'))).toEqual(['notYourTurn']);
  await done(`approvals/${approvalId}/sign`, { verdict: 'return', to: 'handler', opinion: '理由不充分' }, 'wang.fang');
  expect(await approval()).toMatchObject({ status: 'returned', turn: null });

  await done('approvals', { approval: 'decisionApproval', items: [{ step: 'decideNotEstablished', facts: { ...facts, reasons: '违法事实不能成立，证据不足' } }], signers: { leaders: [person(5)] } });
  const again = await approval();
  const sign = (as: string, body: object = {}): Promise<Answer> => done(`approvals/${again.approvalId}/sign`, { verdict: 'agree', opinion: '同意', ...body }, as);
  await sign('wang.fang');
  // The reviewer wants to hear the county legal office first.
  await done(`approvals/${again.approvalId}/signers`, { add: { person: person(8), place: 'before' }, reason: '请县司法局先提意见' }, 'chen.jie');
  expect((await approval()).waitsFor).toEqual({ roles: [], oneOf: [], each: [person(8)] });
  await done('tasks/decisionApproval/urge', {});
  await sign('zhou.tao');
  await sign('chen.jie', { verdict: 'return', to: 'section' });
  expect((await approval()).signatures.map((one) => [one.by, one.counts])).toEqual([[person(3), false], [person(8), false], [person(5), false]]);
  for (const as of ['wang.fang', 'zhou.tao', 'chen.jie']) await sign(as);
  expect(await approval()).toMatchObject({ status: 'approved', outdated: false, turn: null });
  expect((await done(`approvals/${again.approvalId}/reveal`, { why: '核对意见' })).body).toMatchObject({ items: [{ texts: { reasons: '违法事实不能成立，证据不足' } }], opinions: expect.arrayContaining([{ seq: expect.any(Number), text: '同意' }]) });

  expect(codes(await ask('steps/decideNotEstablished', { facts }, 'liu.yang'))).toEqual(['approvalDiffers']);
  // The same words again are what was approved, and what is left out is as approved.
  const decided = await done('steps/decideNotEstablished', { facts: { reasons: '违法事实不能成立，证据不足' } }, 'liu.yang');
  expect(decided.body).toMatchObject({ phase: 'decided', papers: [{ paper: 'case-not-established' }, { paper: 'approval-form' }] });
  expect((await approval()).items).toMatchObject([{ taken: true }]);
});

it('an opinion is nowhere in the record in clear, and the database refuses a signature of whoever asked', async () => {
  const owner = new Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  const { rows: [all] } = await owner.query<{ record: string }>('SELECT string_agg(payload::text, \'\') AS record FROM case_event WHERE case_id = $1', [caseId]);
  expect(all?.record).not.toMatch(/同意|理由不充分|代拟|证据不足/);
  const { rows } = await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM approval_signature WHERE case_id = $1', [caseId]);
  expect(rows).toEqual([{ n: 7 }]);
  await owner.end();

  const app = new Client({ connectionString: service.database.appUrl });
  await app.connect();
  await app.query("SELECT set_config('app.offices', 'mianyang', false), set_config('app.actor', 'x', false)");
  const { rows: [last] } = await app.query<{ seq: number; hash: string; recorded_at: string; approval: string }>(`
    SELECT e.seq, e.hash, e.recorded_at, (SELECT payload ->> 'approvalId' FROM case_event a WHERE a.case_id = e.case_id AND a.type = 'approvalAsked' LIMIT 1) AS approval FROM case_event e WHERE e.case_id = $1 ORDER BY e.seq DESC LIMIT 1`, [caseId]);
  const signed = (by: string): Promise<unknown> => app.query(`
    INSERT INTO case_event (case_id, seq, type, schema_version, occurred_on, recorded_at, machine_at, actor_id, command_id, command_index, pack, pack_sha256, calendar_version, payload, previous_hash, hash)
    VALUES ($1, $2, 'approvalSigned', 1, '2025-03-03', $3, now(), 'x', gen_random_uuid(), 0, 'administrative-penalty', repeat('a', 64), 'v', $4, $5, repeat('b', 64))`,
  [caseId, last!.seq + 1, last!.recorded_at, JSON.stringify({ approvalId: last!.approval, signedBy: by, turn: 'section', verdict: 'agree' }), last!.hash]);
  await expect(signed(person(1))).rejects.toThrow(/nobody_signs_what_he_asked_for/);
  await expect(app.query('INSERT INTO approval_signature VALUES ($1, $2, $3, 1, $4, $5, $6, $7)', [caseId, 'mianyang', last!.approval, 'section', person(3), person(1), 'agree'])).rejects.toThrow(/stands for its event/);
  await expect(app.query("UPDATE approval_signature SET verdict = 'agree'")).rejects.toThrow();
  await expect(app.query('DELETE FROM approval_signature')).rejects.toThrow();
  await app.query("SELECT set_config('app.offices', 'wuhou', false)");
  expect((await app.query('SELECT 1 FROM approval_signature')).rows).toEqual([]);
  await app.end();
});
