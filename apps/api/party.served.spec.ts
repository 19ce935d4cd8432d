import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { pdfPages } from '#documents/testing/pdf-text';
import { legalInstant } from '#law/dates';
import { stepLegalClock, sweepDoorTries } from '#store';
import { Configuration } from './configuration.ts';
import { createApp } from './create-app.ts';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

const PIN = '204917';
const officers = [person(1), person(2)];
const parameters = [['statementPeriod', 3], ['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00'], ['approvalChain', 'head'], ['approvalWaitDays', 3], ['collectingBank', '勉县某银行'], ['collectingBankAddress', '勉县和平路3号'], ['reconsiderationBody', '勉县人民政府'], ['reconsiderationAddress', '勉县演示路2号，电话0916-0000002'], ['court', '勉县人民法院'], ['requestAnswerDays', 5]] as const;
const parametersSql = parameters.map(([code, value], n) => `
INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ('00000000-0000-4000-8000-0000000001${10 + n}', 'mian-legal', 'parameter', '{}', 'approved', 'a', now(), 'b', now());
INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, proposal_id) VALUES ('610725', 'administrative-penalty', '${code}', '${JSON.stringify(value)}', '勉政发〔2021〕1号', '2021-01-01', '00000000-0000-4000-8000-0000000001${10 + n}');`).join('\n');

let service: Service;
let other: NestFastifyApplication;
let dataDir: string;
let logged = '';
const codes: string[] = [];
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-door-'));
  jest.spyOn(process.stderr, 'write').mockImplementation((part) => { logged += String(part); return true; });
  service = await Service.start(`${peopleSql}${parametersSql}\nUPDATE office SET address = '勉县勉阳街道1号', phone = '0916-3200000';`, { ANJUAN_DATA_DIR: dataDir, ANJUAN_LOG: 'info' });
  other = await createApp(Configuration.from({ DATABASE_URL: service.database.appUrl, ANJUAN_PROFILE: 'training', ANJUAN_TRAINING_FROM: '2025-03-03', ANJUAN_DATA_DIR: dataDir, PORT: '3998', ANJUAN_LOG: 'info' }));
}, 60_000);
afterAll(async () => {
  await other.close();
  await service.stop();
  await rm(dataDir, { recursive: true, force: true });
  jest.restoreAllMocks();
});

let keys = 0;
/** A request of somebody outside, from an address, to one of the two processes. */
async function outside(method: 'GET' | 'POST', url: string, options: { token?: string; body?: object; from?: string; app?: NestFastifyApplication; key?: string } = {}): Promise<{ status: number; body: Record<string, unknown>; bytes: Buffer; text: string }> {
  const answer = await (options.app ?? service.app).inject({
    method, url, remoteAddress: options.from ?? '198.51.100.1',
    headers: { ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }), ...(method === 'POST' ? { 'idempotency-key': options.key ?? `door-${keys += 1}` } : {}), ...(options.body ? { 'content-type': 'application/json' } : {}) },
    ...(options.body ? { payload: JSON.stringify(options.body) } : {}),
  });
  const json = /json/.test(String(answer.headers['content-type']));
  return { status: answer.statusCode, body: json ? JSON.parse(answer.body) as Record<string, unknown> : {}, bytes: answer.rawPayload, text: answer.body };
}
const session = (code: string, pin = PIN, more: { from?: string; app?: NestFastifyApplication } = {}) => outside('POST', '/api/party/sessions', { body: { code, pin }, ...more });
async function signedIn(code: string, from: string): Promise<string> {
  const answer = await session(code, PIN, { from });
  expect(answer).toMatchObject({ status: 200, body: { expiresIn: 1800 } });
  return String(answer.body.token);
}
async function clock(day: string, time = '00:00:00'): Promise<void> {
  await service.app.get(DataSource).transaction((m) => stepLegalClock(m, legalInstant(`${day}T${time}+08:00`)));
}

interface TestCase { address: string; caseId: string; code: string; noticeId: string }
const papersOf = (answer: Answer): { paperId: string; paper: string }[] => answer.body.papers as { paperId: string; paper: string }[];
async function step(address: string, code: string, facts: object, as = 'zhang.wei', more: object = {}): Promise<Answer> {
  const answer = await service.ask('POST', `${address}/steps/${code}`, { as, body: { facts, ...(as === 'zhang.wei' ? { officers } : {}), ...more } });
  expect({ code, status: answer.status, told: answer.body.blockers ?? answer.body.errors }).toEqual({ code, status: 200, told: undefined });
  return answer;
}
async function serve(address: string, paperId: string): Promise<void> {
  expect(await service.ask('POST', `${address}/papers/${paperId}/service`, { as: 'zhang.wei', body: { party: 'p1', attempt: { way: 'direct', on: (await today()), outcome: 'received' }, officers } })).toMatchObject({ status: 200 });
}
async function today(): Promise<string> {
  return String((await service.ask('GET', '/api/training/clock', { as: 'zhang.wei' })).body.date);
}
/** The code as it is printed on the paper, read from its PDF. */
async function codeOn(address: string, paperId: string): Promise<string> {
  const paper = await service.ask('GET', `${address}/papers/${paperId}`, { as: 'zhang.wei' });
  const code = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z*~$=]/.exec(pdfPages(paper.bytes).join('\n'))?.[0] ?? '';
  expect(code).not.toBe('');
  codes.push(code);
  return code;
}

/** A fine whose notice was served. */
async function noticed(name = '张三丰'): Promise<TestCase> {
  const [party] = openPenaltyCase.parties;
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, on: await today(), parties: [{ ...party, identity: { ...party?.identity, name } }] } });
  expect(opened).toMatchObject({ status: 201 });
  const address = `/api/cases/${String(opened.body.caseId)}`;
  await step(address, 'proposeFiling', { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案。' });
  await step(address, 'fileCase', { approval: '同意立案。' }, 'liu.yang');
  await step(address, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片三张' });
  await step(address, 'reportInvestigation', { findings: '占用消防车通道停放货车。', evidence: '照片三张', violated: '《中华人民共和国消防法》第二十八条', reportedProposal: 'penalty' });
  const notice = await step(address, 'issueNotice', { reasons: '事实清楚。', basis: '《中华人民共和国消防法》第六十条', intendedFine: '300.00' }, 'wang.fang');
  const noticeId = papersOf(notice).find((one) => one.paper === 'penalty-notice')?.paperId ?? '';
  await serve(address, noticeId);
  return { address, caseId: String(opened.body.caseId), noticeId, code: await codeOn(address, noticeId) };
}

/** A try at the door that says in a header from where it comes. */
const from = (app: NestFastifyApplication, client: string) => app.inject({ method: 'POST', url: '/api/party/sessions', remoteAddress: '198.51.100.99', headers: { 'content-type': 'application/json', 'x-forwarded-for': client }, payload: JSON.stringify({ code: '2222-2222-2222-2222-2', pin: PIN }) });

describe('the code on a served paper', () => {
  let one: TestCase;
  beforeAll(async () => { one = await noticed(); }, 60_000);

  it('opens the own case with a PIN that its first use sets', async () => {
    const token = await signedIn(one.code.toLowerCase().replaceAll('-', ' '), '198.51.100.2');
    const view = await outside('GET', '/api/party/case', { token });
    expect(view).toMatchObject({ status: 200, body: { you: { party: 'p1', name: '张三丰', as: 'party' }, authority: { name: '勉县勉阳街道办事处' }, remedies: { reconsiderationBody: '勉县人民政府', reconsiderationAddress: '勉县演示路2号，电话0916-0000002', court: '勉县人民法院', courtAddress: null } } });
    expect((view.body.papers as { paperId: string }[]).map((paper) => paper.paperId)).toEqual([one.noticeId]);
    const clocks = view.body.clocks as { clock: string; status: string; explanation: { zh: string } }[];
    expect(clocks.filter((each) => each.status === 'running').map((each) => each.clock)).toEqual(expect.arrayContaining(['PEN-03', 'PEN-05', 'PEN-07']));
    for (const each of clocks) expect(each.explanation.zh).not.toBe('');
    // Who looked: the officer who opened the paper, by office and role, without a name.
    expect(view.body.opened).toMatchObject([{ office: '勉县勉阳街道办事处', roles: [{ en: expect.any(String) }], yourself: false }]);
    expect(JSON.stringify(view.body.opened)).not.toContain('张伟');
    // Who acts and decides is named: officers show their certificates, and the party may ask that one step back.
    expect(view.body.handlers).toEqual(expect.arrayContaining([expect.objectContaining({ person: person(1), name: '张伟' }), expect.objectContaining({ person: person(4), name: '刘洋' })]));
    const paper = await outside('GET', `/api/party/papers/${one.noticeId}`, { token });
    expect([paper.status, paper.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect((await outside('GET', '/api/party/case', { token })).body.opened).toMatchObject([{ yourself: true }, { yourself: false }]);
    // Its code: made by whoever issued the paper, its PIN set at the door.
    expect(view.body.codes).toMatchObject([{ what: 'printed', holder: 'party', by: '王芳', identityShown: null }, { what: 'pinSet', holder: 'party', by: null }]);
    expect(await session(one.code, '999999', { from: '198.51.100.2' })).toMatchObject({ status: 401 });
    expect(await session(one.code, PIN, { from: '198.51.100.2' })).toMatchObject({ status: 200 });
  });

  it('shows every look at its data, also when there were very many', async () => {
    const owner = new Client({ connectionString: service.database.ownerUrl });
    await owner.connect();
    const [content] = (await owner.query<{ content_id: string }>("SELECT c.content_id FROM content c JOIN person_key k USING (key_id) WHERE c.case_id = $1 AND k.person_ref = 'p1' LIMIT 1", [one.caseId])).rows;
    await owner.query(`INSERT INTO reveal_log (actor_id, case_id, office_id, content_id, why_content_id, at)
      SELECT CASE WHEN n % 2 = 0 THEN '${person(1)}' ELSE '${person(2)}' END, $1, 'mianyang', $2, $2, timestamptz '2024-01-01' + (n / 2) * interval '1 minute' FROM generate_series(1, 230) n`, [one.caseId, content?.content_id]);
    await owner.end();
    const token = await signedIn(one.code, '198.51.100.4');
    const first = (await outside('GET', '/api/party/case', { token })).body;
    const all = [...first.opened as { at: string }[]];
    expect(all).toHaveLength(50);
    for (let next = first.openedNext as string | null; next !== null;) {
      const { body } = await outside('GET', `/api/party/opened?cursor=${next}&limit=60`, { token });
      all.push(...body.items as { at: string }[]);
      next = body.next as string | null;
    }
    expect(all.filter(({ at }) => at < '2025')).toHaveLength(230);
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).sort().toReversed());
    expect((await outside('GET', '/api/party/opened')).status).toBe(401);
  });

  it('opens nothing else: no paper that was not served on the party, no other case, no office, and no office opens it', async () => {
    const token = await signedIn(one.code, '198.51.100.3');
    const form = ((await service.ask('GET', one.address, { as: 'zhang.wei' })).body.papers as { paperId: string; paper: string }[]).find((paper) => paper.paper === 'filing-approval-form');
    expect(await outside('GET', `/api/party/papers/${form?.paperId ?? ''}`, { token })).toMatchObject({ status: 404 });
    const two = await noticed('李四光');
    expect(await outside('GET', `/api/party/papers/${two.noticeId}`, { token })).toMatchObject({ status: 404 });
    for (const url of ['/api/me', '/api/cases', one.address, '/api/inbox', `${one.address}/papers/${one.noticeId}`]) expect({ url, ...await outside('GET', url, { token }) }).toMatchObject({ url, status: 401 });
    expect(await outside('POST', `${one.address}/steps/requestHearing`, { token, body: { party: 'p1' } })).toMatchObject({ status: 401 });
    for (const url of ['/api/party/case', `/api/party/papers/${one.noticeId}`]) {
      expect({ url, ...await outside('GET', url, { token: await service.token('zhang.wei') }) }).toMatchObject({ url, status: 401 });
      expect({ url, ...await outside('GET', url) }).toMatchObject({ url, status: 401 });
    }
    expect(await outside('POST', '/api/party/requests', { token: await service.token('zhou.tao'), body: { kind: 'hearing' } })).toMatchObject({ status: 401 });
    // The transaction of a party sees its case alone.
    expect((await outside('GET', '/api/party/case', { token })).text).not.toContain('李四光');
  });

  it('no header names the address that is counted, unless a proxy is trusted with it', async () => {
    const began = performance.now();
    expect((await from(service.app, '203.0.113.1')).statusCode).toBe(401);
    expect(performance.now() - began).toBeGreaterThanOrEqual(390);
    const tries = () => service.app.get(DataSource).query<{ n: number }[]>('SELECT count(*)::int AS n FROM door_try');
    const [before] = await tries();
    await from(service.app, '203.0.113.2');
    expect((await tries())[0]?.n).toBe(before?.n);
    const trusting = await createApp(Configuration.from({ DATABASE_URL: service.database.appUrl, ANJUAN_PROFILE: 'training', ANJUAN_TRAINING_FROM: '2025-03-03', ANJUAN_DATA_DIR: dataDir, PORT: '3997', ANJUAN_LOG: 'error', ANJUAN_TRUSTED_PROXIES: '198.51.100.0/24' }));
    await from(trusting, '203.0.113.2');
    await trusting.close();
    expect((await tries())[0]?.n).toBe((before?.n ?? 0) + 1);
  });

  it('unknown code, ended code and wrong PIN are answered alike; nonsense in the form of no code too', async () => {
    const said = async (code: string, pin: string, from: string): Promise<unknown> => { const { status, body } = await session(code, pin, { from }); return { status, ...body, instance: null }; };
    const wrongPin = await said(one.code, '000000', '198.51.100.4');
    expect(wrongPin).toMatchObject({ status: 401 });
    for (const code of ['0000-0000-0000-0000-0', 'K7QM-2XVT', '密码', one.code.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))]) expect(await said(code, PIN, '198.51.100.4')).toEqual(wrongPin);
    expect(await session(one.code, '12345', { from: '198.51.100.4' })).toMatchObject({ status: 422, body: { errors: [{ field: 'pin' }] } });
    await signedIn(one.code, '198.51.100.4');
  });
});

describe('locks and limits', () => {
  it('five wrong PINs lock the code until the hall lifts it; each is on record', async () => {
    const one = await noticed();
    const token = await signedIn(one.code, '198.51.100.10');
    for (const n of [1, 2, 3, 4, 5]) expect({ n, ...await session(one.code, '111111', { from: '198.51.100.10' }) }).toMatchObject({ n, status: 401 });
    expect(await session(one.code, PIN, { from: '198.51.100.11' })).toMatchObject({ status: 403 });
    expect(await outside('GET', '/api/party/case', { token })).toMatchObject({ status: 401 });
    expect(await service.ask('POST', `${one.address}/parties/p1/door-unlock`, { as: 'sun.li', body: { identityShown: 'identityCard' } })).toMatchObject({ status: 404 });
    expect(await service.ask('POST', `${one.address}/parties/p1/door-unlock`, { as: 'zhang.wei', body: { identityShown: 'identityCard' } })).toMatchObject({ status: 409, body: { blockers: [{ code: 'enteredByInvestigator' }] } });
    expect(await service.ask('POST', `${one.address}/parties/p1/door-unlock`, { as: 'wang.fang', body: { identityShown: 'identityCard' } })).toMatchObject({ status: 200, body: { unlocked: 1 } });
    await signedIn(one.code, '198.51.100.12');
    const log = await service.ask('GET', `${one.address}/parties/p1/door-log`, { as: 'zhang.wei' });
    expect(log.body.items).toMatchObject([{ what: 'printed', by: person(3) }, { what: 'pinSet', by: 'party:p1' }, { what: 'locked' }, { what: 'unlocked', by: person(3), identityShown: 'identityCard' }]);
  });

  it('a renewed code ends the old one, its session and its PIN', async () => {
    const one = await noticed();
    const token = await signedIn(one.code, '198.51.100.20');
    expect(await service.ask('POST', `${one.address}/parties/p9/door-code`, { as: 'wang.fang', body: { identityShown: 'identityCard' } })).toMatchObject({ status: 404 });
    expect(await service.ask('POST', `${one.address}/parties/p1/door-code`, { as: 'sun.li', body: { identityShown: 'identityCard' } })).toMatchObject({ status: 404 });
    expect(await service.ask('POST', `${one.address}/parties/p1/door-code`, { as: 'zhang.wei', body: { identityShown: 'knownToOfficer' } })).toMatchObject({ status: 409, body: { blockers: [{ code: 'enteredByInvestigator', missing: expect.any(String) }] } });
    const slip = await service.ask('POST', `${one.address}/parties/p1/door-code`, { as: 'wang.fang', body: { identityShown: 'knownToOfficer' } });
    expect(slip).toMatchObject({ status: 200, body: { ended: 1 } });
    // Sent again with its key, it makes no third code and ends none; without a key it is no command.
    const again = { as: 'wang.fang', body: { identityShown: 'knownToOfficer' }, headers: { 'idempotency-key': 'slip-renewed-again' } };
    const renewed = await service.ask('POST', `${one.address}/parties/p1/door-code`, again);
    expect(renewed).toMatchObject({ status: 200, body: { ended: 1 } });
    const repeated = await service.ask('POST', `${one.address}/parties/p1/door-code`, again);
    expect(repeated).toMatchObject({ status: 409 });
    expect(repeated.body.code).toBeUndefined();
    expect(await service.ask('POST', `${one.address}/parties/p1/door-code`, { ...again, headers: { 'idempotency-key': '' } })).toMatchObject({ status: 400 });
    codes.push(String(renewed.body.code));
    expect(await outside('GET', '/api/party/case', { token })).toMatchObject({ status: 401 });
    expect(await session(one.code, PIN, { from: '198.51.100.20' })).toMatchObject({ status: 401 });
    expect(await session(String(renewed.body.code), '7654321', { from: '198.51.100.20' })).toMatchObject({ status: 200 });
    expect(await session(String(renewed.body.code), PIN, { from: '198.51.100.20' })).toMatchObject({ status: 401 });
    // The party sees that codes were made and ended, by whom, and by what the hall knew the person who asked for them.
    const mine = await outside('GET', '/api/party/case', { token: String((await session(String(renewed.body.code), '7654321', { from: '198.51.100.21' })).body.token) });
    const hall = { by: '王芳', identityShown: 'knownToOfficer' };
    expect(mine.body.codes).toMatchObject([{ what: 'printed', by: '王芳', identityShown: null }, { what: 'pinSet', by: null }, { what: 'ended', by: '王芳' }, { what: 'printed', ...hall }, { what: 'ended', by: '王芳' }, { what: 'printed', ...hall }, { what: 'pinSet', by: null }]);
  });

  it('two processes share one count: by address and by code', async () => {
    // Tries are counted by the minute of the database: with the first seconds of one before them, none turns in between.
    await quietMinute();
    const answers = await Promise.all(Array.from({ length: 22 }, async (_, n) => (await session(`0000-0000-0000-0000-${n % 10}`, PIN, { from: '198.51.100.30', app: n % 2 === 0 ? service.app : other })).status));
    expect([answers.filter((status) => status === 401).length, answers.filter((status) => status === 429).length]).toEqual([20, 2]);
    // Counts of a minute long gone are swept; those of now stay.
    const sweep = () => service.app.get(DataSource).transaction((m) => sweepDoorTries(m));
    expect(await sweep()).toBe(0);
    await service.app.get(DataSource).query("UPDATE door_try SET minute = minute - interval '2 hours'");
    expect(await sweep()).toBeGreaterThan(0);
    await quietMinute();
    const byCode = await Promise.all(Array.from({ length: 22 }, async (_, n) => (await session('1111-1111-1111-1111-1', PIN, { from: `198.51.101.${n}`, app: n % 2 === 0 ? service.app : other })).status));
    expect([byCode.filter((status) => status === 401).length, byCode.filter((status) => status === 429).length]).toEqual([10, 12]);
  });
});

/** Waits, if less than half a minute of the database's minute is left, until the next one has begun. */
async function quietMinute(): Promise<void> {
  const [row] = await service.app.get(DataSource).query<{ left: number }[]>("SELECT extract(epoch FROM date_trunc('minute', clock_timestamp()) + interval '1 minute' - clock_timestamp())::float8 AS left");
  if ((row?.left ?? 0) < 30) await new Promise((resolve) => { setTimeout(resolve, (row?.left ?? 0) * 1000 + 200); });
}

describe('what a party asks for', () => {
  it('counts from its arrival: a hearing at 23:59:59 is in time, and at midnight too late', async () => {
    const [one, two] = [await noticed(), await noticed()];
    const token = await signedIn(one.code, '198.51.100.40');
    const late = await signedIn(two.code, '198.51.100.40');
    const view = await outside('GET', '/api/party/case', { token });
    const last = String((view.body.clocks as { clock: string; lastDay: string }[]).find((each) => each.clock === 'PEN-05')?.lastDay);
    expect(view.body.may).toMatchObject([{ kind: 'statement', allowed: true }, { kind: 'hearing', allowed: true }, { kind: 'withdrawHearing', allowed: false, blockers: [{ code: 'hearingNotAsked' }] }, {}, { kind: 'fileCopy', name: { zh: '查阅、复制案卷' } }, {}, {}, {}, { kind: 'complaint', allowed: true }]);
    const statementDay = String((view.body.clocks as { clock: string; lastDay: string }[]).find((each) => each.clock === 'PEN-07')?.lastDay);
    await clock(statementDay, '23:59:59');
    const stated = await outside('POST', '/api/party/requests', { token, key: 'same', body: { kind: 'statement', text: '当时车辆故障，已联系拖车。' } });
    expect(stated).toMatchObject({ status: 200, body: { step: 'submitStatement', on: statementDay, repeated: false } });
    expect(await outside('POST', '/api/party/requests', { token, key: 'same', body: { kind: 'statement', text: '当时车辆故障，已联系拖车。' } })).toMatchObject({ status: 200, body: { number: stated.body.number, repeated: true } });
    // The same key and words of another party in another case are another request.
    expect(await outside('POST', '/api/party/requests', { token: late, key: 'same', body: { kind: 'statement', text: '当时车辆故障，已联系拖车。' } })).toMatchObject({ status: 200, body: { repeated: false } });
    await clock(last, '23:59:59');
    expect(await outside('POST', '/api/party/requests', { token, body: { kind: 'hearing' } })).toMatchObject({ status: 200, body: { step: 'requestHearing', on: last } });
    await clock(new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10));
    expect(await outside('POST', '/api/party/requests', { token: late, body: { kind: 'hearing' } })).toMatchObject({ status: 409, body: { blockers: [{ code: 'hearingRequestTooLate' }] } });
    const seen = await service.ask('GET', one.address, { as: 'zhang.wei' });
    expect(seen.body.steps).toEqual(expect.arrayContaining([expect.objectContaining({ step: 'submitStatement', by: 'party:p1', on: statementDay }), expect.objectContaining({ step: 'requestHearing', by: 'party:p1', on: last })]));
  });

  it('is answered in writing, and the answer lies at the door; a complaint goes to the county', async () => {
    const one = await noticed();
    const token = await signedIn(one.code, '198.51.100.50');
    const asked = await outside('POST', '/api/party/requests', { token, body: { kind: 'fileCopy', text: '请复制检查照片。' } });
    expect(asked).toMatchObject({ status: 200, body: { step: 'askByParty', answerBy: expect.stringMatching(/^2025-/) } });
    expect(await outside('POST', '/api/party/requests', { token, body: { kind: 'fileCopy' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'text' }] } });
    expect(await outside('POST', '/api/party/requests', { token, body: { kind: 'hearing', text: '要求听证' } })).toMatchObject({ status: 422 });
    expect(await outside('POST', '/api/party/requests', { token, body: { kind: 'decidePenalty', text: '免罚' } })).toMatchObject({ status: 422 });
    const complained = await outside('POST', '/api/party/requests', { token, body: { kind: 'complaint', text: '执法人员态度粗暴。' } });
    expect(complained).toMatchObject({ status: 200, body: { step: 'complain' } });
    const seen = await service.ask('GET', one.address, { as: 'zhang.wei' });
    expect(seen.body.duties).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'remind', to: 'countyLegalOffice' }), expect.objectContaining({ kind: 'remind', to: 'officer' })]));
    expect(JSON.stringify(seen.body)).not.toContain('粗暴');
    const answer = await step(one.address, 'answerRequest', { answeredRequest: asked.body.number, requestAnswer: '准予复制，请于工作日到办事处领取。' }, 'zhang.wei', { party: 'p1' });
    const [paper] = papersOf(answer);
    const view = await outside('GET', '/api/party/case', { token });
    expect(view.body.papers).toMatchObject([{ paperId: one.noticeId, by: '王芳', handledBy: [] }, { paperId: paper?.paperId, title: { zh: '申请事项答复书' }, by: '张伟' }]);
    expect(view.body.requests).toMatchObject([{ number: asked.body.number, kind: 'fileCopy', answeredOn: await today(), answeredBy: '张伟' }, { number: complained.body.number, answeredOn: null, answeredBy: null }]);
    expect(await outside('GET', `/api/party/papers/${paper?.paperId ?? ''}`, { token })).toMatchObject({ status: 200 });
    expect(await service.ask('POST', `${one.address}/steps/answerComplaint`, { as: 'zhang.wei', body: { party: 'p1', facts: { answeredComplaint: complained.body.number, requestAnswer: '已核实。' } } })).toMatchObject({ status: 409, body: { blockers: [{ code: 'roleMissing' }] } });
    await step(one.address, 'answerComplaint', { answeredComplaint: complained.body.number, requestAnswer: '已核实。' }, 'zhou.tao', { party: 'p1' });
  });

  it('a recusal is asked for by the step of the procedure; the head’s decision is the answer and lies at the door', async () => {
    const one = await noticed();
    const token = await signedIn(one.code, '198.51.100.55');
    const text = '承办人与邻居系亲属。';
    expect(await outside('POST', '/api/party/requests', { token, body: { kind: 'recusal', text } })).toMatchObject({ status: 422, body: { errors: [{ field: 'person', rule: 'required' }] } });
    expect(await outside('POST', '/api/party/requests', { token, body: { kind: 'recusal', text, person: person(7) } })).toMatchObject({ status: 422, body: { errors: [{ field: 'person', rule: 'choice' }] } });
    expect(await outside('POST', '/api/party/requests', { token, body: { kind: 'fileCopy', text, person: person(1) } })).toMatchObject({ status: 422, body: { errors: [{ field: 'person' }] } });
    const asked = await outside('POST', '/api/party/requests', { token, body: { kind: 'recusal', text, person: person(2) } });
    expect(asked).toMatchObject({ status: 200, body: { step: 'requestRecusal', answerBy: expect.stringMatching(/^2025-/) } });
    const decided = await step(one.address, 'decideRecusal', { recusalRequest: asked.body.number, recusalGranted: false, recusalReasons: '不属于近亲属。' }, 'liu.yang');
    const paperId = papersOf(decided).find((paper) => paper.paper === 'recusal-decision')?.paperId ?? '';
    const view = await outside('GET', '/api/party/case', { token });
    expect(view.body.requests).toMatchObject([{ number: asked.body.number, kind: 'recusal', step: 'requestRecusal', answeredOn: await today() }]);
    expect(view.body.papers).toMatchObject([{ paperId: one.noticeId }, { paperId }]);
    expect(await outside('GET', `/api/party/papers/${paperId}`, { token })).toMatchObject({ status: 200 });
    // What the head decides on a request of the office is none of the party's answers.
    const own = await step(one.address, 'requestRecusal', { recusalPerson: person(1), recusalBy: 'self', recusalReason: '本人系当事人邻居。' }, 'wang.fang');
    const seq = (own.body.events as { seq: number; type: string }[]).find((event) => event.type === 'stepTaken')?.seq;
    await step(one.address, 'decideRecusal', { recusalRequest: seq, recusalGranted: false, recusalReasons: '不影响公正执法。' }, 'liu.yang');
    expect(((await outside('GET', '/api/party/case', { token })).body.papers as unknown[]).length).toBe(2);
  });

  it('the code is over when the last remedy is over, and not before', async () => {
    const one = await noticed();
    await clock('2025-04-01');
    await step(one.address, 'recordStatement', { statement: '无异议。', statementAnswer: '予以采纳。' }, 'zhang.wei', { party: 'p1' });
    await clock('2025-04-15');
    const decided = await step(one.address, 'decidePenalty', { defence: '无异议', correction: '立即改正', fine: '300.00' }, 'liu.yang');
    const paperId = papersOf(decided).find((paper) => paper.paper === 'penalty-decision')?.paperId ?? '';
    await serve(one.address, paperId);
    const code = await codeOn(one.address, paperId);
    // The decision names whoever answers for it.
    const decision = pdfPages((await service.ask('GET', `${one.address}/papers/${paperId}`, { as: 'zhang.wei' })).bytes).join('').replace(/\s/g, '');
    expect(decision).toContain('向勉县人民政府（勉县演示路2号，电话0916-0000002）申请行政复议');
    expect(decision).toContain('依法向勉县人民法院提起行政诉讼');
    expect(decision).toContain('决定人：刘洋；承办人：张伟（执法证号陕F01001）、李娜（执法证号陕F01002）');
    const token = await signedIn(code, '198.51.100.60');
    const told = (await outside('GET', '/api/party/case', { token })).body;
    expect((told.papers as { paperId: string }[]).find((each) => each.paperId === paperId)).toMatchObject({ by: '刘洋', handledBy: ['张伟', '李娜'] });
    const last = told.clocks as { clock: string; lastDay: string }[];
    const until = String(last.find((each) => each.clock === 'LIT-01')?.lastDay);
    await clock(until, '23:59:59');
    await signedIn(code, '198.51.100.61');
    await clock(new Date(Date.parse(until) + 86_400_000).toISOString().slice(0, 10));
    expect(await session(code, PIN, { from: '198.51.100.61' })).toMatchObject({ status: 401 });
    expect(await outside('GET', '/api/party/case', { token })).toMatchObject({ status: 401 });
  });
});

/** Past the service, as the role of the application that sees this office. */
const asRole = (office: string, sql: string) => service.app.get(DataSource).transaction(async (m) => { await m.query("SELECT set_config('app.offices', $1, true)", [office]); return m.query<unknown[]>(sql); });

describe('what is nowhere', () => {
  it('no code, PIN or token in the logs, in names of files, or in the database', async () => {
    expect(codes.length).toBeGreaterThan(5);
    expect(logged).toContain('/api/party/requests');
    const names = (await readdir(dataDir, { recursive: true })).join('\n');
    const rows = await service.app.get(DataSource).transaction(async (m) => {
      await m.query("SELECT set_config('app.offices', 'mianyang', true)");
      const found: string[] = [];
      for (const table of ['party_code', 'party_code_log', 'door_try', 'case_event', 'idempotency', 'outbox', 'duty', 'task']) found.push(JSON.stringify(await m.query(`SELECT * FROM ${table}`)));
      return found.join('\n');
    });
    expect(rows).toContain('party:p1');
    for (const secret of [...codes, ...codes.map((code) => code.replaceAll('-', '')), PIN, '7654321', '张三丰', '198.51.100']) {
      expect({ secret, logged: logged.includes(secret), named: names.includes(secret), kept: rows.includes(secret) }).toEqual({ secret, logged: false, named: false, kept: false });
    }
  });

  it('past the service, as the application’s role: no other office sees a code, no hash or log is changed', async () => {
    expect(await asRole('wuhou', 'SELECT 1 FROM party_code UNION ALL SELECT 1 FROM party_code_log')).toEqual([]);
    expect((await asRole('mianyang', 'SELECT 1 FROM party_code')).length).toBeGreaterThan(5);
    for (const sql of ["UPDATE party_code SET code_hash = decode(repeat('00', 32), 'hex')", "UPDATE party_code SET party = 'p2'", 'DELETE FROM party_code', "UPDATE party_code_log SET by_whom = 'x'", 'DELETE FROM party_code_log']) await expect(asRole('mianyang', sql)).rejects.toThrow('permission denied');
  });
});
