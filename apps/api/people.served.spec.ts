import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, EntityManager } from 'typeorm';
import { pdfPages } from '#documents/testing/pdf-text';
import { openStore, withActor } from '#store';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

let service: Service;
let app: DataSource;
let [lentCase, otherCase] = ['', ''];
beforeAll(async () => {
  service = await Service.start(`${peopleSql}
    INSERT INTO account (id, username, display_name) VALUES ('${person(11)}', 'qian.bo', '钱波'), ('${person(12)}', 'he.li', '何丽');
    INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${person(11)}', 'wuhou', 'head', '2010-01-01'), ('${person(12)}', 'wuhou', 'officer', '2010-01-01');
    INSERT INTO certificate (account_id, number, valid_from, valid_to) VALUES ('${person(12)}', '陕F02002', '2015-01-01', '2029-12-31');`);
  for (const [code, value] of [['lateEntryLimit', 250], ['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00']] as const) {
    const proposed = await service.ask('POST', '/api/parameters', { as: 'zhou.tao', body: { pack: 'administrative-penalty', code, value, documentNumber: '勉政发〔2024〕1号', from: '2024-01-01' } });
    await service.ask('POST', `/api/parameters/${String(proposed.body.proposalId)}/approve`, { as: 'wu.jun' });
  }
  app = await openStore(service.database.appUrl, { applicationName: 'test', poolSize: 2 });
  const open = async (): Promise<string> => String((await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase })).body.caseId);
  [lentCase, otherCase] = [await open(), await open()];
});
afterAll(async () => {
  await app.destroy();
  await service.stop();
});

const codes = (answer: Answer): string[] => (answer.body.blockers as { code: string }[] | undefined ?? []).map((one) => one.code);
const post = (url: string, as: string, body?: object): Promise<Answer> => service.ask('POST', url, { as, ...(body === undefined ? {} : { body }) });
const get = (url: string, as: string): Promise<Answer> => service.ask('GET', url, { as });
const filing = { facts: { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案' } };

/** The stepped clock of the instance, moved without its machine. */
const until = (day: string): Promise<unknown> => app.query('UPDATE legal_clock SET at = $1', [`${day}T02:00:00Z`]);

/** Every address of a case that answers something of it. */
const looks = (caseId: string): [method: 'GET' | 'POST', url: string, body?: object][] => [
  ['GET', `/api/cases/${caseId}`], ['GET', `/api/cases/${caseId}/events`], ['GET', `/api/cases/${caseId}/process`], ['GET', `/api/cases/${caseId}/files`], ['GET', `/api/cases/${caseId}/papers/${caseId}.9`],
  ['POST', `/api/cases/${caseId}/parties/p1/reveal`, { why: '核对' }], ['POST', `/api/cases/${caseId}/facts/summary/reveal`, { why: '核对' }], ['POST', `/api/cases/${caseId}/steps/proposeFiling`, filing],
  ['POST', `/api/cases/${caseId}/close`, { closing: 'notFiled' }], ['POST', `/api/cases/${caseId}/parties/p1/amend`, { identity: { name: '张三', address: '某地' }, reason: '更正' }],
  ['POST', `/api/cases/${caseId}/papers/${caseId}.9/void`, { reason: '有误' }], ['POST', `/api/cases/${caseId}/papers/${caseId}.9/service`, { party: 'p1', attempt: { way: 'direct', on: '2025-03-03', outcome: 'received' } }],
  ['POST', `/api/cases/${caseId}/files`, { purpose: 'evidence', mediaType: 'image/jpeg', bytes: 10 }],
];
async function seesNothing(as: string, caseId: string): Promise<void> {
  for (const [method, url, body] of looks(caseId)) expect({ method, url, status: (await service.ask(method, url, { as, ...(body ? { body } : {}) })).status }).toEqual({ method, url, status: 404 });
  const list = await get('/api/cases?limit=200', as);
  expect((list.body.items as { caseId: string }[]).map((row) => row.caseId)).not.toContain(caseId);
  expect(((await get('/api/inbox?limit=200', as)).body.items as { caseId: string }[]).map((row) => row.caseId)).not.toContain(caseId);
}

describe('an officer lent for one case', () => {
  let loanId = '';

  it('is nobody there before the order is approved by a second person', async () => {
    const order = { personId: person(7), role: 'officer', toOfficeId: 'mianyang', orderNumber: '勉司借〔2025〕1号', caseId: lentCase, from: '2025-03-03' };
    expect(codes(await post('/api/person-loans', 'zhang.wei', order))).toEqual(['roleMissing']);
    expect(await post('/api/person-loans', 'liu.yang', { ...order, from: '2025-03-02' })).toMatchObject({ status: 422, body: { errors: [{ field: 'from' }] } });
    expect(await post('/api/person-loans', 'liu.yang', { ...order, role: 'hearingChair' })).toMatchObject({ status: 422, body: { errors: [{ field: 'role', rule: 'personHasNoSuchRole' }] } });
    expect(await post('/api/person-loans', 'liu.yang', { ...order, toOfficeId: 'wuhou' })).toMatchObject({ status: 422, body: { errors: [{ field: 'toOfficeId' }] } });
    expect(await post('/api/person-loans', 'xu.lei', order)).toMatchObject({ status: 422, body: { errors: [{ field: 'personId', rule: 'unknownPerson' }] } });
    expect(await post('/api/person-loans', 'liu.yang', { ...order, caseId: person(7) })).toMatchObject({ status: 422, body: { errors: [{ field: 'caseId', rule: 'unknownCase' }] } });
    const proposed = await post('/api/person-loans', 'liu.yang', order);
    expect(proposed).toMatchObject({ status: 201, body: { status: 'open', lendingOffice: 'wuhou', borrowingOffice: 'mianyang', to: null } });
    loanId = String(proposed.body.loanId);
    expect(codes(await post(`/api/person-loans/${loanId}/approve`, 'liu.yang'))).toEqual(['makerIsChecker']);
    expect(codes(await post(`/api/person-loans/${loanId}/approve`, 'sun.li'))).toEqual(['roleMissing']);
    expect(await post(`/api/person-loans/${loanId}/approve`, 'xu.lei')).toMatchObject({ status: 404 });
    expect(await post(`/api/cases/${lentCase}/steps/proposeFiling`, 'zhang.wei', { ...filing, officers: [person(1), person(7)] })).toMatchObject({ status: 422, body: { errors: [{ field: 'officers.1', rule: 'unknownOfficer' }] } });
    await seesNothing('sun.li', lentCase);
  });

  it('sees that case and no other, with the role of the loan, in every list and at every address', async () => {
    expect(await post(`/api/person-loans/${loanId}/approve`, 'qian.bo')).toMatchObject({ status: 200, body: { status: 'approved', checker: person(11) } });
    expect((await get('/api/cases', 'sun.li')).body.items).toMatchObject([{ caseId: lentCase, officeId: 'mianyang' }]);
    const seen = await get(`/api/cases/${lentCase}`, 'sun.li');
    expect(seen).toMatchObject({ status: 200, body: { caseId: lentCase } });
    const inbox = (await get('/api/inbox', 'sun.li')).body.items as { caseId: string; role: string }[];
    expect(inbox.length).toBeGreaterThan(0);
    expect(inbox.filter((one) => one.caseId !== lentCase || one.role !== 'officer')).toEqual([]);
    await seesNothing('sun.li', otherCase);
    await seesNothing('he.li', lentCase);
    expect((await get('/api/me', 'sun.li')).body).toMatchObject({ offices: ['wuhou'], roles: ['officer'] });
  });

  it('acts there as an officer of the case, names its officers and not those at home, and the event says by which order', async () => {
    const url = `/api/cases/${lentCase}/steps/proposeFiling`;
    expect(await post(url, 'sun.li', { ...filing, officers: [person(7), person(12)] })).toMatchObject({ status: 422, body: { errors: [{ field: 'officers.1', rule: 'unknownOfficer' }] } });
    const done = await post(url, 'sun.li', { ...filing, officers: [person(7), person(1)] });
    expect(done).toMatchObject({ status: 200 });
    const events = (await get(`/api/cases/${lentCase}/events`, 'zhang.wei')).body.items as { type: string; payload: Record<string, unknown> }[];
    expect(events.find((one) => one.type === 'stepTaken')?.payload).toMatchObject({
      actorId: person(7), lent: { instrument: '勉司借〔2025〕1号', officeId: 'wuhou' }, officers: [{ personId: person(7), certificate: '陕F02001', lentBy: '勉司借〔2025〕1号' }, { personId: person(1), certificate: '陕F01001' }],
    });
    expect(codes(await post(`/api/cases/${lentCase}/steps/fileCase`, 'sun.li', {}))).toContain('roleMissing');
  });

  it('is held to it by the database itself', async () => {
    const asLent = <T>(work: (m: EntityManager) => Promise<T>): Promise<T> => withActor(app, { actorId: person(7), offices: ['wuhou'], cases: [lentCase] }, work);
    const tables = await asLent((m) => m.query<{ name: string }[]>(`
      SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'case_id' AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND has_table_privilege(c.oid, 'SELECT')`));
    expect(tables.length).toBeGreaterThan(15);
    for (const { name } of tables) expect({ name, others: await asLent((m) => m.query(`SELECT count(*)::int AS n FROM ${name} WHERE case_id <> $1`, [lentCase])) }).toEqual({ name, others: [{ n: 0 }] });
    for (const name of ['case_head', 'case_event', 'task', 'content', 'person_key', 'document_number']) expect({ name, own: await asLent((m) => m.query(`SELECT count(*) > 0 AS some FROM ${name}`)) }).toEqual({ name, own: [{ some: true }] });
    const [, changed] = await asLent((m) => m.query<[unknown[], number]>('UPDATE case_head SET revision = revision WHERE case_id = $1', [otherCase]));
    expect(changed).toBe(0);
    await expect(asLent((m) => m.query("INSERT INTO task (case_id, step, office_id, role, name) VALUES ($1, 'x', 'mianyang', 'officer', '{}')", [otherCase]))).rejects.toThrow('row-level security');
    await expect(asLent((m) => m.query("INSERT INTO task (case_id, step, office_id, role, name) VALUES ($1, 'x', 'wuhou', 'officer', '{}')", [lentCase]))).rejects.toThrow('row-level security');
    // A case is not taken home.
    await expect(asLent((m) => m.query("UPDATE case_head SET office_id = 'wuhou' WHERE case_id = $1", [lentCase]))).rejects.toThrow('moves by the event');
    await expect(withActor(app, { actorId: person(7), offices: ['wuhou', 'mianyang'] }, (m) => m.query("UPDATE person_loan SET valid_to = '2099-01-01'"))).rejects.toThrow('permission denied');
    await expect(withActor(app, { actorId: person(7), offices: ['wuhou', 'mianyang'] }, (m) => m.query("UPDATE person_loan SET status = 'open'"))).rejects.toThrow('checked once');
  });

  it('every table with rows of cases knows lent cases and readers, whichever migration made it', async () => {
    const bare = await app.query(`
      SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'case_id' AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity AND c.relname NOT IN ('person_loan')
          AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = c.relname || '_not_by_readers_insert')`);
    expect(bare).toEqual([]);
  });

  it('sees nothing any more after the last day', async () => {
    expect(codes(await post(`/api/person-loans/${loanId}/end`, 'liu.yang', { lastDay: '2025-03-01' }))).toEqual(['orderEndedInThePast']);
    expect(await post(`/api/person-loans/${loanId}/end`, 'liu.yang', { lastDay: '2025-03-02' })).toMatchObject({ status: 200, body: { endedOn: '2025-03-02' } });
    expect(codes(await post(`/api/person-loans/${loanId}/end`, 'liu.yang', {}))).toEqual(['orderNotInForce']);
    await seesNothing('sun.li', lentCase);
  });
});

describe('an officer lent to an office for days', () => {
  it('works on all its cases on these days, and on none outside them', async () => {
    const order = { personId: person(12), role: 'officer', toOfficeId: 'mianyang', orderNumber: '勉司借〔2025〕2号', from: '2025-03-04', to: '2025-03-04' };
    const proposed = await post('/api/person-loans', 'zhou.tao', order);
    expect(await post(`/api/person-loans/${String(proposed.body.loanId)}/approve`, 'wu.jun')).toMatchObject({ status: 200 });
    await seesNothing('he.li', otherCase);
    await until('2025-03-04');
    expect((await get('/api/me', 'he.li')).body).toMatchObject({ offices: ['wuhou', 'mianyang'] });
    expect(await get(`/api/cases/${otherCase}`, 'he.li')).toMatchObject({ status: 200 });
    expect(codes(await post(`/api/cases/${otherCase}/steps/proposeFiling`, 'he.li', { ...filing, on: '2025-03-03', officers: [person(1), person(2)] }))).toEqual(['loanOutsideDates']);
    expect(await post(`/api/cases/${otherCase}/steps/proposeFiling`, 'he.li', { ...filing, officers: [person(12), person(2)] })).toMatchObject({ status: 200 });
    await until('2025-03-05');
    await seesNothing('he.li', otherCase);
  });
});

const insert = (values: string): Promise<unknown> => withActor(app, { actorId: 'x', offices: ['mianyang'] }, (m) => m.query(`INSERT INTO substitution (substitution_id, office_id, absent_id, substitute_id, instrument, roles, valid_from, valid_to, maker, made_at, status, checker, checked_at) VALUES (gen_random_uuid(), 'mianyang', ${values})`));
describe('a substitute', () => {
  it('acts for the absent head by an authority that a second person approved, and the paper says so', async () => {
    const authority = { absentId: person(4), substituteId: person(3), instrument: '勉阳委〔2025〕3号', roles: ['head'], from: '2025-03-05', to: '2025-03-07' };
    const fileIt = (more: object = {}): Promise<Answer> => post(`/api/cases/${otherCase}/steps/fileCase`, 'wang.fang', { actingFor: person(4), facts: { approval: '同意立案。' }, ...more });
    expect(codes(await fileIt())).toEqual(['substitutionMissing']);
    for (const role of ['legalReviewer', 'deputyHead', 'sealKeeper']) expect({ role, ...await post('/api/substitutions', 'liu.yang', { ...authority, roles: [role] }) }).toMatchObject({ role, status: 422, body: { errors: [{ field: 'roles', rule: 'rolesNotHeld' }] } });
    expect(await post('/api/substitutions', 'liu.yang', { ...authority, substituteId: person(7) })).toMatchObject({ status: 422, body: { errors: [{ field: 'substituteId' }] } });
    expect(await post('/api/substitutions', 'liu.yang', { ...authority, from: '2025-03-04' })).toMatchObject({ status: 422, body: { errors: [{ field: 'from', rule: 'period' }] } });
    expect(codes(await post('/api/substitutions', 'liu.yang', { ...authority, substituteId: person(4) }))).toEqual(['substituteForOneself']);
    expect(codes(await post('/api/substitutions', 'zhang.wei', authority))).toEqual(['roleMissing']);
    const proposed = await post('/api/substitutions', 'liu.yang', authority);
    expect(proposed).toMatchObject({ status: 201, body: { status: 'open' } });
    const approve = `/api/substitutions/${String(proposed.body.substitutionId)}/approve`;
    expect(codes(await post(approve, 'liu.yang'))).toEqual(['makerIsChecker']);
    expect(codes(await fileIt())).toEqual(['substitutionMissing']);
    expect(await post(approve, 'zhou.tao')).toMatchObject({ status: 200 });
    expect((await get('/api/inbox?role=head', 'wang.fang')).body.items).toEqual(expect.arrayContaining([expect.objectContaining({ step: 'fileCase', caseId: otherCase })]));
    expect(codes(await fileIt({ on: '2025-03-04' }))).toEqual(['substitutionOutsideDates']);
    expect(codes(await post(`/api/cases/${otherCase}/steps/fileCase`, 'chen.jie', { actingFor: person(3) }))).toEqual(['substitutionChained']);
    const done = await fileIt();
    expect(done).toMatchObject({ status: 200 });
    const [paper] = done.body.papers as { paperId: string }[];
    const printed = await get(`/api/cases/${otherCase}/papers/${paper?.paperId ?? ''}`, 'wang.fang');
    expect(pdfPages(printed.bytes).join('').replaceAll(/\s/g, '')).toContain('王芳受委托代行刘洋职责，依据勉阳委〔2025〕3号');
    expect(await post(`/api/substitutions/${String(proposed.body.substitutionId)}/end`, 'zhou.tao', {})).toMatchObject({ status: 200, body: { endedOn: '2025-03-05' } });
  });

  it('the database takes no authority approved by its maker or its substitute, and none for oneself', async () => {
    const [a, b] = [`'${person(1)}'`, `'${person(2)}'`];
    await expect(insert(`${a}, ${a}, 'x', '{officer}', '2025-03-05', '2025-03-05', 'm', now(), 'open', NULL, NULL`)).rejects.toThrow('nobody_substitutes_himself');
    await expect(insert(`${a}, ${b}, 'x', '{officer}', '2025-03-05', '2025-03-05', 'm', now(), 'approved', 'm', now()`)).rejects.toThrow('maker_is_not_checker');
    await expect(insert(`${a}, ${b}, 'x', '{officer}', '2025-03-05', '2025-03-05', 'm', now(), 'approved', ${b}, now()`)).rejects.toThrow('substitute_approves_not');
    await expect(insert(`${a}, ${b}, '', '{officer}', '2025-03-05', '2025-03-05', 'm', now(), 'open', NULL, NULL`)).rejects.toThrow('instrument');
    await expect(insert(`${a}, ${b}, 'x', '{mayor}', '2025-03-05', '2025-03-05', 'm', now(), 'open', NULL, NULL`)).rejects.toThrow('substitution_roles_check');
    await insert(`${a}, ${b}, 'x', '{deputyHead,sealKeeper}', '2025-03-05', '2025-03-05', 'm', now(), 'open', NULL, NULL`);
  });
});
