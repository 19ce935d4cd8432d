import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openStore, withActor } from '#store';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

let service: Service;
let app: DataSource;
beforeAll(async () => {
  service = await Service.start(`${peopleSql}
    INSERT INTO account (id, username, display_name) VALUES ('${person(11)}', 'qian.bo', '钱波');
    INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${person(11)}', 'wuhou', 'head', '2010-01-01');`);
  for (const [code, value] of [['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00'], ['helpPeriod', 5]] as const) await set(code, value);
  app = await openStore(service.database.appUrl, { applicationName: 'test', poolSize: 2 });
});
afterAll(async () => {
  await app.destroy();
  await service.stop();
});

async function set(code: string, value: unknown, from = '2024-01-01'): Promise<void> {
  const proposed = await service.ask('POST', '/api/parameters', { as: 'zhou.tao', body: { pack: 'administrative-penalty', code, value, documentNumber: '勉政发〔2024〕1号', from } });
  expect(await service.ask('POST', `/api/parameters/${String(proposed.body.proposalId)}/approve`, { as: 'wu.jun' })).toMatchObject({ status: 200 });
}
const codes = (answer: Answer): string[] => (answer.body.blockers as { code: string }[] | undefined ?? []).map((one) => one.code);
const post = (url: string, as: string, body: object = {}): Promise<Answer> => service.ask('POST', url, { as, body });
const get = (url: string, as: string): Promise<Answer> => service.ask('GET', url, { as });
const open = async (): Promise<string> => String((await post('/api/cases', 'zhang.wei', openPenaltyCase)).body.caseId);
const officers = [person(1), person(2)];
const filing = { facts: { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案' }, officers };
async function filed(): Promise<string> {
  const id = await open();
  expect(await post(`/api/cases/${id}/steps/proposeFiling`, 'zhang.wei', filing)).toMatchObject({ status: 200 });
  expect(await post(`/api/cases/${id}/steps/fileCase`, 'liu.yang', { facts: { approval: '同意立案。' } })).toMatchObject({ status: 200 });
  return id;
}
const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(28, 7)]);
const upload = { purpose: 'help', mediaType: 'image/jpeg', bytes: bytes.length };

describe('a case that moves to another office', () => {
  it('takes clocks, papers, file and history along: the new office sees all of it, the old one nothing', async () => {
    const id = await filed();
    const before = await get(`/api/cases/${id}`, 'zhang.wei');
    const order = { toOfficeId: 'wuhou', instrument: '勉司移〔2025〕1号', reason: '违法行为发生地在武侯镇' };
    expect(codes(await post(`/api/cases/${id}/transfer`, 'liu.yang', order))).toEqual(['roleMissing']);
    expect(await post(`/api/cases/${id}/transfer`, 'zhou.tao', { ...order, toOfficeId: 'nowhere' })).toMatchObject({ status: 422, body: { errors: [{ field: 'toOfficeId', rule: 'unknownOffice' }] } });
    expect(codes(await post(`/api/cases/${id}/transfer`, 'zhou.tao', { ...order, toOfficeId: 'mian-legal' }))).toEqual(['noPowerForPack']);
    expect(await post(`/api/cases/${id}/transfer`, 'xu.lei', order)).toMatchObject({ status: 404 });
    const moved = await post(`/api/cases/${id}/transfer`, 'zhou.tao', order);
    expect(moved).toMatchObject({ status: 200, body: { events: [{ type: 'caseTransferred', about: 'wuhou' }] } });
    expect(moved.text).not.toContain('违法行为');
    const after = await get(`/api/cases/${id}`, 'sun.li');
    expect(after.body).toMatchObject({ caseNumber: before.body.caseNumber, office: { id: 'wuhou' }, authority: { id: 'wuhou' }, phase: before.body.phase, clocks: before.body.clocks, papers: before.body.papers });
    expect((await get(`/api/cases/${id}/events`, 'sun.li')).body.items).toHaveLength(((await get(`/api/cases/${id}/events`, 'zhou.tao')).body.items as unknown[]).length);
    const [paper] = after.body.papers as { paperId: string }[];
    expect(await get(`/api/cases/${id}/papers/${paper?.paperId ?? ''}`, 'sun.li')).toMatchObject({ status: 200 });
    expect(await post(`/api/cases/${id}/parties/p1/reveal`, 'sun.li', { why: '核对' })).toMatchObject({ status: 200 });
    expect((await get('/api/inbox', 'sun.li')).body.items).toEqual(expect.arrayContaining([expect.objectContaining({ caseId: id })]));
    for (const path of ['', '/events', '/process', '/files', `/papers/${paper?.paperId ?? ''}`]) expect({ path, status: (await get(`/api/cases/${id}${path}`, 'zhang.wei')).status }).toEqual({ path, status: 404 });
    const left = await withActor(app, { actorId: person(1), offices: ['mianyang'] }, (m) => m.query<{ name: string }[]>(`
      SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'case_id' AND NOT a.attisdropped WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND has_table_privilege(c.oid, 'SELECT')`));
    for (const { name } of left) expect({ name, seen: await withActor(app, { actorId: person(1), offices: ['mianyang'] }, (m) => m.query(`SELECT count(*)::int AS n FROM ${name} WHERE case_id = $1`, [id])) }).toEqual({ name, seen: [{ n: 0 }] });
    // The new office goes on, with its own officers, and keeps new content beside the old.
    expect(await post(`/api/cases/${id}/steps/takeEvidence`, 'zhang.wei', {})).toMatchObject({ status: 404 });
    const on = await post(`/api/cases/${id}/steps/takeEvidence`, 'sun.li', { facts: { evidenceKind: 'documentary', evidenceSummary: '现场照片三张' }, officers: [person(7), person(1)] });
    expect(on).toMatchObject({ status: 422, body: { errors: [{ field: 'officers.1', rule: 'unknownOfficer' }] } });
  });

  it('moves by its event and by nothing else', async () => {
    const id = await open();
    await expect(withActor(app, { actorId: 'x', offices: ['mianyang', 'wuhou'] }, (m) => m.query("UPDATE case_head SET office_id = 'wuhou' WHERE case_id = $1", [id]))).rejects.toThrow('moves by the event');
    await expect(withActor(app, { actorId: 'x', offices: ['mianyang', 'elsewhere'] }, (m) => m.query("UPDATE case_head SET office_id = 'elsewhere' WHERE case_id = $1", [id]))).rejects.toThrow('office of its county');
  });
});

describe('a case that both heads move', () => {
  it('is offered by one and taken over by the other, with everything; until then the receiver sees the offer only', async () => {
    const id = await filed();
    const before = (await get(`/api/cases/${id}`, 'zhang.wei')).body;
    const offer = { toOfficeId: 'wuhou', instrument: '勉阳移〔2025〕9号', reason: '违法行为发生地在武侯镇' };
    expect(codes(await post(`/api/cases/${id}/transfer-offers`, 'zhang.wei', offer))).toEqual(['roleMissing']);
    expect(await post(`/api/cases/${id}/transfer-offers`, 'liu.yang', { ...offer, toOfficeId: 'elsewhere' })).toMatchObject({ status: 422, body: { errors: [{ field: 'toOfficeId' }] } });
    expect((await post(`/api/cases/${id}/transfer-offers`, 'qian.bo', offer)).status).toBe(404);
    const declined = await post(`/api/cases/${id}/transfer-offers`, 'liu.yang', offer);
    expect(declined).toMatchObject({ status: 201, body: { status: 'open', fromOfficeId: 'mianyang' } });
    expect(codes(await post(`/api/cases/${id}/transfer-offers`, 'liu.yang', offer))).toEqual(['caseOfferedAlready']);
    expect(await post(`/api/transfer-offers/${String(declined.body.offerId)}/decline`, 'qian.bo')).toMatchObject({ status: 200, body: { status: 'rejected', checker: person(11) } });
    const { offerId } = (await post(`/api/cases/${id}/transfer-offers`, 'liu.yang', { ...offer, instrument: '勉阳移〔2025〕10号' })).body;
    expect((await get('/api/transfer-offers', 'qian.bo')).body.items).toMatchObject([{ offerId, caseId: id, caseNumber: before.caseNumber, status: 'open' }, { status: 'rejected' }]);
    expect((await get('/api/transfer-offers', 'qian.bo')).text).not.toContain('发生地');
    expect((await get(`/api/cases/${id}`, 'qian.bo')).status).toBe(404);
    const accept = (as: string): Promise<Answer> => post(`/api/transfer-offers/${String(offerId)}/accept`, as);
    expect((await accept('xu.lei')).status).toBe(404);
    expect(codes(await accept('sun.li'))).toEqual(['roleMissing']);
    expect(codes(await accept('liu.yang'))).toEqual(['transferNotAgreed']);
    expect(await accept('qian.bo')).toMatchObject({ status: 200, body: { events: [{ type: 'caseTransferred', about: 'wuhou' }] } });
    expect((await get(`/api/cases/${id}`, 'sun.li')).body).toMatchObject({ caseNumber: before.caseNumber, office: { id: 'wuhou' }, phase: before.phase, clocks: before.clocks, papers: before.papers });
    expect((await get(`/api/cases/${id}`, 'zhang.wei')).status).toBe(404);
    const events = (await get(`/api/cases/${id}/events?limit=200`, 'sun.li')).body.items as { type: string; payload: object }[];
    expect(events.at(-1)).toMatchObject({ type: 'caseTransferred', payload: { instrument: '勉阳移〔2025〕10号', agreement: { offerId, givenBy: person(4), takenBy: person(11) } } });
    expect(codes(await post(`/api/transfer-offers/${String(offerId)}/decline`, 'qian.bo'))).toEqual(['orderChecked']);
    expect((await accept('qian.bo')).status).toBe(404);
  });

  it('is held to it by the database: nobody offers what he has not, and an offer is taken up by its event only', async () => {
    const id = await filed();
    const insert = (offices: string[]): Promise<unknown> => withActor(app, { actorId: person(11), offices }, (m) => m.query("INSERT INTO transfer_offer (offer_id, case_id, case_number, from_office, to_office, instrument, reason_content, reason_commitment, maker, made_at) VALUES (gen_random_uuid(), $1, 'x', 'wuhou', 'mianyang', 'x', 'x', 'x', 'x', now())", [id]));
    await expect(insert(['wuhou'])).rejects.toThrow('row-level security');
    const { offerId } = (await post(`/api/cases/${id}/transfer-offers`, 'liu.yang', { toOfficeId: 'wuhou', instrument: '勉阳移〔2025〕11号', reason: '管辖' })).body;
    await expect(withActor(app, { actorId: person(11), offices: ['wuhou'] }, (m) => m.query("UPDATE transfer_offer SET status = 'approved', checker = 'y', checked_at = now() WHERE offer_id = $1", [offerId]))).rejects.toThrow('taken up by its event');
    // The order of the county goes before: the open offer falls.
    expect(await post(`/api/cases/${id}/transfer`, 'zhou.tao', { toOfficeId: 'wuhou', instrument: '勉司移〔2025〕5号', reason: '指定管辖' })).toMatchObject({ status: 200 });
    expect((await get('/api/transfer-offers', 'qian.bo')).body.items).toEqual(expect.arrayContaining([expect.objectContaining({ offerId, status: 'rejected', checker: person(8) })]));
  });
});

describe('a file that was called in', () => {
  it('is read and not written by the office that has it, each reading logged, until it is returned', async () => {
    const id = await filed();
    const order = { toOfficeId: 'wuhou', instrument: '勉司调〔2025〕1号', reason: '备案审查' };
    expect(codes(await post(`/api/cases/${id}/file-loans`, 'liu.yang', order))).toEqual(['roleMissing']);
    expect(await get(`/api/cases/${id}`, 'sun.li')).toMatchObject({ status: 404 });
    const called = await post(`/api/cases/${id}/file-loans`, 'zhou.tao', order);
    expect(called).toMatchObject({ status: 200, body: { events: [{ type: 'fileCalledIn' }] } });
    const [event] = called.body.events as { seq: number }[];
    const seen = await get(`/api/cases/${id}`, 'sun.li');
    expect(seen).toMatchObject({ status: 200, body: { fileLoans: [{ kind: 'calledIn', officeId: 'wuhou', to: null }] } });
    expect((seen.body.actions as { action: string; allowed: boolean; code: string }[]).filter((one) => one.action !== 'recordService' && one.allowed).map((one) => one.code)).toEqual([]);
    for (const path of ['events', 'process', 'files']) expect(await get(`/api/cases/${id}/${path}`, 'sun.li')).toMatchObject({ status: 200 });
    expect((await get('/api/cases', 'sun.li')).body.items).toEqual(expect.arrayContaining([expect.objectContaining({ caseId: id })]));
    expect(codes(await post(`/api/cases/${id}/steps/takeEvidence`, 'sun.li', { facts: { evidenceKind: 'documentary', evidenceSummary: '照片' }, officers: [person(7)] }))).toEqual(['fileOnLoanIsReadOnly']);
    expect(codes(await post(`/api/cases/${id}/close`, 'qian.bo', { closing: 'notFiled' }))).toEqual(['fileOnLoanIsReadOnly']);
    expect(codes(await post(`/api/cases/${id}/files`, 'sun.li', upload))).toEqual(['fileOnLoanIsReadOnly']);
    const asReader = { actorId: person(7), offices: ['wuhou'], readings: [id] };
    for (const sql of ["UPDATE case_head SET revision = revision WHERE case_id = $1", "DELETE FROM task WHERE case_id = $1", "UPDATE clock SET status = 'ended' WHERE case_id = $1"]) expect({ sql, rows: (await withActor(app, asReader, (m) => m.query<[unknown[], number]>(sql, [id])))[1] }).toEqual({ sql, rows: 0 });
    await expect(withActor(app, asReader, (m) => m.query("INSERT INTO task (case_id, step, office_id, role, name) VALUES ($1, 'x', 'mianyang', 'officer', '{}')", [id]))).rejects.toThrow('row-level security');
    await expect(withActor(app, asReader, (m) => m.query("INSERT INTO case_event SELECT case_id, seq + 100, type, schema_version, occurred_on, recorded_at, machine_at, actor_id, gen_random_uuid(), 0, pack, pack_sha256, calendar_version, payload, previous_hash, hash FROM case_event WHERE case_id = $1 AND seq = 1", [id]))).rejects.toThrow(/row-level security|does not follow/);
    const logged = await withActor(app, { actorId: person(8), offices: ['mianyang'] }, (m) => m.query<{ n: number }[]>('SELECT count(*)::int AS n FROM reveal_log WHERE case_id = $1 AND actor_id = $2', [id, person(7)]));
    expect(logged[0]?.n).toBeGreaterThanOrEqual(4);
    expect(await post(`/api/cases/${id}/file-loans/${event?.seq ?? 0}/return`, 'zhou.tao')).toMatchObject({ status: 200, body: { events: [{ type: 'fileReturned' }] } });
    for (const path of ['', '/events', '/process', '/files']) expect({ path, status: (await get(`/api/cases/${id}${path}`, 'sun.li')).status }).toEqual({ path, status: 404 });
    expect(JSON.stringify((await get('/api/cases?limit=200', 'sun.li')).body)).not.toContain(id);
  });

  it('called in by the county legal office itself leaves it its rights, and its readings are logged', async () => {
    const id = await filed();
    await post(`/api/cases/${id}/file-loans`, 'zhou.tao', { toOfficeId: 'mian-legal', instrument: '勉司调〔2025〕2号', reason: '备案审查' });
    expect(await get(`/api/cases/${id}`, 'wu.jun')).toMatchObject({ status: 200 });
    expect(await post(`/api/cases/${id}/transfer`, 'wu.jun', { toOfficeId: 'wuhou', instrument: '勉司移〔2025〕2号', reason: '指定管辖' })).toMatchObject({ status: 200 });
    expect(await withActor(app, { actorId: person(8), offices: ['mianyang', 'wuhou'] }, (m) => m.query('SELECT count(*)::int AS n FROM reveal_log WHERE case_id = $1 AND actor_id = $2', [id, person(9)]))).toEqual([{ n: 1 }]);
  });
});

describe('an office asked for help', () => {
  it('sees what the request shows, adds a file and answers, and does nothing else', async () => {
    const id = await filed();
    const [form] = (await get(`/api/cases/${id}`, 'zhang.wei')).body.papers as { paperId: string }[];
    const shows = { papers: [form?.paperId ?? ''], facts: ['summary'], parties: ['p1'] };
    const ask = (facts: object): Promise<Answer> => post(`/api/cases/${id}/steps/askHelp`, 'zhang.wei', { facts: { helpRequest: '请协助查明当事人在贵镇的经营情况', ...facts }, shows });
    expect(await ask({ helpOffice: 'elsewhere' })).toMatchObject({ status: 422, body: { errors: [{ field: 'facts.helpOffice', rule: 'unknownOffice' }] } });
    expect(await ask({ helpOffice: 'wuhou' })).toMatchObject({ status: 200 });
    const listed = (await get('/api/help-requests', 'sun.li')).body.items as { requestId: string }[];
    expect(listed).toMatchObject([{ caseId: id, office: 'mianyang', dueOn: '2025-03-10' }]);
    expect((await get('/api/inbox?kind=help', 'sun.li')).body.items).toMatchObject([{ kind: 'help', caseId: id, dueOn: '2025-03-10' }]);
    expect((await get('/api/inbox?kind=help', 'zhang.wei')).body.items).toEqual([]);
    const request = `/api/help-requests/${listed[0]?.requestId ?? ''}`;
    expect(await get(request, 'sun.li')).toMatchObject({ status: 200, body: { papers: [{ paperId: form?.paperId }], parties: [{ partyId: 'p1' }], files: [], answer: `/api/cases/${id}/steps/answerHelp` } });
    expect((await get(request, 'sun.li')).text).not.toContain('经营情况');
    expect(await post(`${request}/reveal`, 'sun.li', { why: '办理协助' })).toMatchObject({ status: 200, body: { texts: { helpRequest: '请协助查明当事人在贵镇的经营情况', summary: expect.any(String) }, parties: [{ partyId: 'p1', identity: { name: expect.any(String) } }] } });
    expect(await get(`/api/cases/${id}/papers/${form?.paperId ?? ''}`, 'sun.li')).toMatchObject({ status: 200 });
    // Nothing else of the file.
    for (const path of ['', '/events', '/process', '/files', `/papers/${id}.1`]) expect({ path, status: (await get(`/api/cases/${id}${path}`, 'sun.li')).status }).toEqual({ path, status: 404 });
    for (const [path, body] of [['parties/p1/reveal', { why: '核对' }], ['facts/summary/reveal', { why: '核对' }], ['close', { closing: 'notFiled' }], ['simulate', {}]] as const) expect({ path, status: (await post(`/api/cases/${id}/${path}`, 'sun.li', body)).status }).toEqual({ path, status: 404 });
    expect((await get('/api/cases', 'sun.li')).text).not.toContain(id);
    for (const as of ['xu.lei', 'zhang.wei']) expect((await get(request, as)).status).toBe(404);
    const looks = await withActor(app, { actorId: person(8), offices: ['mianyang'] }, (m) => m.query<{ n: number }[]>('SELECT count(*)::int AS n FROM reveal_log WHERE case_id = $1 AND actor_id = $2', [id, person(7)]));
    expect(looks[0]?.n).toBeGreaterThanOrEqual(3);
    expect(codes(await post(`/api/cases/${id}/steps/takeEvidence`, 'sun.li', { facts: { evidenceKind: 'documentary', evidenceSummary: '照片' }, officers: [person(7)] }))).toEqual(['fileOnLoanIsReadOnly']);
    expect(codes(await post(`/api/cases/${id}/steps/answerHelp`, 'zhang.wei', { facts: { helpOutcome: 'given', helpAnswer: '自答' } }))).toEqual(['notAskedForHelp']);
    const begun = await post(`/api/cases/${id}/files`, 'sun.li', upload);
    expect(begun).toMatchObject({ status: 201 });
    const url = `/api/cases/${id}/files/${String(begun.body.fileId)}`;
    expect(await service.ask('PATCH', url, { as: 'sun.li', raw: bytes, headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' } })).toMatchObject({ status: 204 });
    expect(await post(`${url}/complete`, 'sun.li', { sha256: createHash('sha256').update(bytes).digest('hex') })).toMatchObject({ status: 200 });
    const answered = await post(`/api/cases/${id}/steps/answerHelp`, 'sun.li', { facts: { helpOutcome: 'given', helpAnswer: '经查，当事人在本镇没有其他经营场所。' } });
    expect(answered).toMatchObject({ status: 200 });
    expect(answered.text).not.toContain('经营场所');
    expect((await get(request, 'sun.li')).status).toBe(404);
    expect((await get(`/api/cases/${id}/papers/${form?.paperId ?? ''}`, 'sun.li')).status).toBe(404);
    expect((await get('/api/help-requests', 'sun.li')).body.items).toEqual([]);
    expect((await get(`/api/cases/${id}`, 'zhang.wei')).body).toMatchObject({ files: [{ purpose: 'help' }], fileLoans: [{ kind: 'help', officeId: 'wuhou', to: '2025-03-03' }] });
  });
});

describe('the second officer', () => {
  const pin = '285714';
  it('sets an own PIN, which nobody guesses', async () => {
    expect(await post('/api/me/pin', 'li.na', { pin: '111111' })).toMatchObject({ status: 422, body: { errors: [{ field: 'pin', rule: 'guessable' }] } });
    expect(await post('/api/me/pin', 'li.na', { pin })).toMatchObject({ status: 200 });
    expect(codes(await post('/api/me/pin', 'li.na', { pin: '604815' }))).toEqual(['pinWrong']);
    expect(await post('/api/me/pin', 'li.na', { pin: '604815', before: pin })).toMatchObject({ status: 200 });
    expect(await post('/api/me/pin', 'li.na', { pin, before: '604815' })).toMatchObject({ status: 200 });
    const [row] = await app.query<{ hash: string }[]>('SELECT hash FROM officer_pin');
    expect(row?.hash).not.toContain(pin);
  });

  it('confirms on the same device at the time of the act, or afterwards; the record has both times and no PIN', async () => {
    await set('confirmationPeriod', 5, '2025-03-03');
    await set('confirmationRequired', 'yes', '2025-03-03');
    const id = await open();
    expect(codes(await post(`/api/cases/${id}/steps/proposeFiling`, 'zhang.wei', { ...filing, confirmations: [{ personId: person(2), pin: '999998' }] }))).toEqual(['pinWrong']);
    expect(codes(await post(`/api/cases/${id}/papers/${id}.9/service`, 'zhang.wei', { party: 'p1', attempt: { way: 'direct', on: '2025-03-03', outcome: 'received' }, officers, confirmations: [{ personId: person(2), pin: '999998' }] }))).toEqual(['pinWrong']);
    expect(await post(`/api/cases/${id}/steps/proposeFiling`, 'zhang.wei', filing)).toMatchObject({ status: 200 });
    const steps = (await get(`/api/cases/${id}`, 'zhang.wei')).body.steps as { seq: number; awaits: string[] }[];
    expect(steps).toMatchObject([{ awaits: [person(2)] }]);
    const confirm = (more: object = {}, as = 'zhang.wei'): Promise<Answer> => post(`/api/cases/${id}/confirmations`, as, { stepSeq: steps[0]?.seq ?? 0, confirmation: { personId: person(2), pin }, ...more });
    expect(codes(await confirm({ confirmation: { personId: person(1), pin } }))).toEqual(['pinNotSet']);
    expect(await confirm({}, 'sun.li')).toMatchObject({ status: 404 });
    expect(await confirm({ confirmation: { personId: person(7), pin } })).toMatchObject({ status: 422, body: { errors: [{ rule: 'unknownOfficer' }] } });
    expect(await confirm()).toMatchObject({ status: 200, body: { events: [{ type: 'stepConfirmed' }] } });
    expect(codes(await confirm())).toEqual(['confirmationNotAwaited']);
    expect(await post(`/api/cases/${id}/steps/fileCase`, 'liu.yang', { facts: { approval: '同意立案。' } })).toMatchObject({ status: 200 });
    const headers = { 'idempotency-key': 'with-pin' };
    const body = { facts: { evidenceKind: 'documentary', evidenceSummary: '现场照片三张' }, officers, confirmations: [{ personId: person(2), pin }] };
    expect(await service.ask('POST', `/api/cases/${id}/steps/takeEvidence`, { as: 'zhang.wei', body, headers })).toMatchObject({ status: 200, body: { repeated: false } });
    expect(await service.ask('POST', `/api/cases/${id}/steps/takeEvidence`, { as: 'zhang.wei', body, headers })).toMatchObject({ status: 200, body: { repeated: true } });
    const events = (await get(`/api/cases/${id}/events`, 'zhang.wei')).body.items as { type: string; payload: Record<string, unknown> }[];
    expect(events.filter((one) => one.type === 'stepConfirmed').map((one) => one.payload)).toMatchObject([{ personId: person(2), confirmedAt: '2025-03-02T16:00:00.000Z', late: false }]);
    expect(events.findLast((one) => one.type === 'stepTaken')?.payload).toMatchObject({ confirmedBy: [{ personId: person(2), confirmedAt: '2025-03-02T16:00:00.000Z' }] });
    expect(JSON.stringify(events)).not.toContain(pin);
  });

  it('is locked out after five wrong tries, however the commands end, until the head lifts it', async () => {
    const id = await open();
    const attempt = (value: string): Promise<Answer> => post(`/api/cases/${id}/steps/proposeFiling`, 'zhang.wei', { ...filing, confirmations: [{ personId: person(2), pin: value }] });
    for (let tries = 0; tries < 5; tries += 1) expect(codes(await attempt('000001'))).toEqual(['pinWrong']);
    expect(codes(await attempt(pin))).toEqual(['pinLocked']);
    expect(codes(await post('/api/me/pin', 'li.na', { pin: '604815', before: pin }))).toEqual(['pinLocked']);
    expect(codes(await post(`/api/people/${person(2)}/pin/unlock`, 'zhang.wei'))).toEqual(['roleMissing']);
    expect(await post(`/api/people/${person(2)}/pin/unlock`, 'qian.bo')).toMatchObject({ status: 404 });
    expect(await post(`/api/people/${person(2)}/pin/unlock`, 'liu.yang')).toMatchObject({ status: 200 });
    expect(codes(await post(`/api/people/${person(2)}/pin/unlock`, 'liu.yang'))).toEqual(['pinNotLocked']);
    expect(await attempt(pin)).toMatchObject({ status: 200 });
  });
});
