import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AtTheDoor, officers, parametersSql, PENALTY_PARAMETERS } from './testing/at-the-door.ts';
import { peopleSql, person } from './testing/people.ts';
import { Service } from './testing/service.ts';

let service: Service;
let door: AtTheDoor;
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-represent-'));
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  service = await Service.start(`${peopleSql}${parametersSql('administrative-penalty', { ...PENALTY_PARAMETERS, guardianRequired: 'yes' })}\nUPDATE office SET address = '勉县勉阳街道1号', phone = '0916-3200000';`, { ANJUAN_DATA_DIR: dataDir });
  door = new AtTheDoor(service);
}, 60_000);
afterAll(async () => {
  await service.stop();
  await rm(dataDir, { recursive: true, force: true });
  jest.restoreAllMocks();
});

const agentOf = (fileId: string, more: object = {}) => ({ as: 'agent', authority: 'general', scope: ['submitStatement'], profession: 'lawyer', from: '2025-03-03', to: '2025-12-31', fileId, person: { name: '钱正义', licence: '16101201510123456', firm: '陕西某律师事务所' }, ...more });
const numberOf = (answer: { body: Record<string, unknown> }): number => (answer.body.events as { seq: number; type: string }[]).find((event) => event.type === 'representativeFiled')?.seq ?? 0;
const file = (address: string, body: object, as = 'wang.fang') => service.ask('POST', `${address}/parties/p1/representatives`, { as, body });
const ask = (token: string, body: object) => door.outside('POST', '/api/party/requests', { token, body });

describe('an agent by letter of authority', () => {
  it('has a code of his own, acts within the letter and is out as soon as it is withdrawn', async () => {
    const { address, noticeId } = await door.noticed();
    const fileId = await door.scan(address);
    expect(await file(address, agentOf(fileId, { person: { name: '钱正义' } }))).toMatchObject({ status: 422, body: { errors: [{ field: 'person.licence' }] } });
    expect(await file(address, agentOf(fileId, { to: '2025-03-01' }))).toMatchObject({ status: 422, body: { errors: [{ field: 'to' }] } });
    expect(await file(address, agentOf('00000000-0000-4000-8000-00000000aaaa'))).toMatchObject({ status: 409, body: { blockers: [{ code: 'letterNotOnFile' }] } });
    expect(await file(address, agentOf(fileId), 'sun.li')).toMatchObject({ status: 404 });
    const filed = await file(address, agentOf(fileId));
    expect(filed).toMatchObject({ status: 200 });
    const number = numberOf(filed);
    const list = await service.ask('GET', `${address}/parties/p1/representatives`, { as: 'zhang.wei' });
    expect(list.body.items).toMatchObject([{ number, as: 'agent', name: '钱**', authority: 'general', scope: [{ step: 'submitStatement' }], stands: true, fileId }]);
    expect(await service.ask('POST', `${address}/parties/p1/representatives/${number}/reveal`, { as: 'zhang.wei', body: { why: '核对委托书' } })).toMatchObject({ status: 200, body: { name: '钱正义', licence: '16101201510123456' } });
    const wrong = await service.ask('POST', `${address}/parties/p1/door-code`, { as: 'wang.fang', body: { identityShown: 'identityCard', representative: 999 } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ field: 'representative' }] } });
    const own = await door.signIn(await door.codeOn(address, noticeId) ?? '');
    const agent = await door.signIn(await door.slip(address, { representative: number }));
    const view = await door.outside('GET', '/api/party/case', { token: agent });
    expect(view).toMatchObject({ status: 200, body: { you: { as: 'agent', authority: number }, papers: [{ paperId: noticeId }], representatives: [{ number, name: '钱正义', stands: true }] } });
    const may = view.body.may as { kind: string; allowed: boolean; blockers: { code: string; missing?: { zh: string } }[] }[];
    expect(may.find((one) => one.kind === 'statement')).toMatchObject({ allowed: true });
    expect(may.find((one) => one.kind === 'complaint')).toMatchObject({ allowed: false, blockers: [{ code: 'authorityOutsideScope', missing: { zh: expect.stringContaining('当事人投诉') } }] });
    expect(await ask(agent, { kind: 'complaint', text: '态度粗暴。' })).toMatchObject({ status: 409, body: { blockers: [{ code: 'authorityOutsideScope' }] } });
    const stated = await ask(agent, { kind: 'statement', text: '当时车辆故障。' });
    expect(stated).toMatchObject({ status: 200 });
    const seen = await service.ask('GET', address, { as: 'zhang.wei' });
    expect(seen.body.steps).toEqual(expect.arrayContaining([expect.objectContaining({ seq: stated.body.number, by: 'agent:p1', forParty: { party: 'p1', as: 'agent', authority: number } })]));
    // The agent withdraws no letter, the party its own: from then on the code opens nothing.
    expect(await door.outside('POST', `/api/party/representatives/${number}/end`, { token: agent, body: { reason: '不再代理' } })).toMatchObject({ status: 409 });
    expect(await door.outside('POST', `/api/party/representatives/${number}/end`, { token: own, body: { reason: '解除委托' } })).toMatchObject({ status: 200, body: { number } });
    expect(await door.outside('GET', '/api/party/case', { token: agent })).toMatchObject({ status: 401 });
    expect((await door.outside('GET', '/api/party/case', { token: own })).body).toMatchObject({ representatives: [{ number, stands: false }], requests: [{ number: stated.body.number, by: 'agent', atHall: false }] });
    const log = await service.ask('GET', `${address}/parties/p1/door-log`, { as: 'zhang.wei' });
    expect(log.body.items).toEqual(expect.arrayContaining([expect.objectContaining({ holder: 'agent', representative: number, what: 'ended', by: 'party:p1' })]));
    expect(await service.ask('POST', `${address}/parties/p1/door-code`, { as: 'wang.fang', body: { identityShown: 'identityCard', representative: number } })).toMatchObject({ status: 422 });
  }, 60_000);

  it('is let in from the first day of the letter to the last', async () => {
    const { address } = await door.noticed();
    const today = await door.today();
    const filed = await file(address, agentOf(await door.scan(address), { from: today, to: today }));
    const code = await door.slip(address, { representative: numberOf(filed) });
    await door.signIn(code);
    await door.clock(today, '23:59:59');
    await door.signIn(code);
    await door.clock(new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10));
    expect(await door.session(code)).toMatchObject({ status: 401 });
  }, 60_000);
});

describe('a minor', () => {
  it('is served through the guardian, whose code is on the paper and who acts for him', async () => {
    const { address, noticeId } = await door.noticed({ born: '2010-03-03', name: '张小明', served: false, notice: { mitigation: 'minor' } });
    expect(await door.codeOn(address, noticeId)).toBeNull();
    expect(await door.serve(address, noticeId)).toMatchObject({ status: 409, body: { blockers: [{ code: 'guardianMissing', missing: expect.stringContaining('监护人') }] } });
    const filed = await file(address, { as: 'guardian', relation: 'father', ground: 'minor', fileId: await door.scan(address, 'household'), person: { name: '张大明', phone: '13800000000' } });
    expect(filed).toMatchObject({ status: 200 });
    const number = numberOf(filed);
    // Issued anew, the notice is addressed to the guardian and carries his code.
    const issued = await door.step(address, 'issueNotice', { reasons: '事实清楚。', basis: '《中华人民共和国消防法》第六十条', intendedFine: '300.00', mitigation: 'minor' }, 'wang.fang');
    const paperId = door.paperOf(issued, 'penalty-notice');
    expect((await door.textOf(address, paperId)).replace(/\s/g, '')).toContain('张小明（监护人：张大明）');
    expect(await door.serve(address, paperId)).toMatchObject({ status: 200 });
    const guardian = await door.signIn(await door.codeOn(address, paperId) ?? '');
    expect(await door.outside('GET', '/api/party/case', { token: guardian })).toMatchObject({ status: 200, body: { you: { as: 'guardian', authority: number, name: '张小明' } } });
    expect(await ask(guardian, { kind: 'statement', text: '已批评教育。' })).toMatchObject({ status: 200 });
    expect(await service.ask('POST', `${address}/parties/p1/door-code`, { as: 'wang.fang', body: { identityShown: 'identityCard' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'representative', rule: 'guardian' }] } });
    const alone = await service.ask('POST', `${address}/steps/recordStatement`, { as: 'zhang.wei', body: { party: 'p1', officers, facts: { statement: '无异议。', statementAnswer: '予以采纳。' } } });
    expect(alone).toMatchObject({ status: 409, body: { blockers: [{ code: 'guardianNotPresent' }] } });
    await door.step(address, 'recordStatement', { statement: '无异议。', statementAnswer: '予以采纳。', guardianPresent: true }, 'zhang.wei', { party: 'p1' });
    const events = await service.app.get(DataSource).transaction(async (m) => { await m.query("SELECT set_config('app.offices', 'mianyang', true)"); return JSON.stringify(await m.query('SELECT * FROM case_event')); });
    for (const secret of ['张大明', '钱正义', '16101201510123456', '2010-03-03']) expect({ secret, kept: events.includes(secret) }).toEqual({ secret, kept: false });
  }, 60_000);
});
describe('at the hall', () => {
  it('what a party says is taken down, read back and signed, and counts like a request through the door', async () => {
    const { address, noticeId } = await door.noticed();
    const say = (body: object, as = 'wang.fang') => service.ask('POST', `${address}/parties/p1/requests`, { as, body });
    const words = { kind: 'statement', text: '口头陈述：当时车辆故障。', readBack: true, signed: 'fingerMark' };
    expect(await say(words, 'zhang.wei')).toMatchObject({ status: 409, body: { blockers: [{ code: 'enteredByInvestigator' }] } });
    expect(await say({ ...words, readBack: false })).toMatchObject({ status: 409, body: { blockers: [{ code: 'notReadBack' }] } });
    expect(await say({ ...words, signed: 'refused', witnesses: [person(5)] })).toMatchObject({ status: 409, body: { blockers: [{ code: 'refusalNotWitnessed' }] } });
    expect(await say({ ...words, signed: 'refused', witnesses: [person(5), '00000000-0000-4000-8000-00000000ffff'] })).toMatchObject({ status: 422, body: { errors: [{ field: 'hall.witnesses.1' }] } });
    expect(await say(words, 'sun.li')).toMatchObject({ status: 404 });
    const taken = await say(words);
    expect(taken).toMatchObject({ status: 200, body: { step: 'submitStatement', repeated: false } });
    const refused = await say({ kind: 'fileCopy', text: '复制照片。', readBack: true, signed: 'refused', witnesses: [person(5), person(6)] });
    expect(refused).toMatchObject({ status: 200, body: { answerBy: expect.stringMatching(/^2025-/) } });
    const seen = await service.ask('GET', address, { as: 'zhang.wei' });
    expect(seen.body.steps).toEqual(expect.arrayContaining([expect.objectContaining({ seq: taken.body.number, by: person(3), forParty: { party: 'p1', as: 'party', hall: { signed: 'fingerMark', witnesses: [] } } })]));
    expect(JSON.stringify(seen.body)).not.toContain('车辆故障');
    const token = await door.signIn(await door.codeOn(address, noticeId) ?? '');
    expect((await door.outside('GET', '/api/party/case', { token })).body.requests).toMatchObject([{ number: taken.body.number, atHall: true, by: 'party' }, { number: refused.body.number, kind: 'fileCopy', atHall: true }]);
  }, 60_000);
});
