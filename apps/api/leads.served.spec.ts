import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { ChangeFeed } from './changes/change-feed.ts';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

/** Leads over HTTP: who complained is sealed, whom it is about sees nothing, a case and its lead show each other, figures open their lists. */
const NAME = '欧阳举报人';
const PHONE = '13911112222';
const grants = `INSERT INTO authority_grant (office_id, basis, packs, valid_from) VALUES ${['mianyang', 'wuhou', 'mian-legal'].map((office) => `('${office}', 'own', '{leads}', '2021-07-15')`).join(', ')};
UPDATE office SET address = '勉县和平路1号', phone = '0916-0000001';`;
const taken = { pack: 'leads', facts: { channel: 'telephone', receivedOn: '2025-03-03', reported: '和平路12号门前堆放货物，占用消防车通道。', place: '和平路12号', complainantKind: 'named', complainant: NAME, complainantContact: PHONE } };

let service: Service;
let owner: Client;
beforeAll(async () => {
  service = await Service.start(`${peopleSql}${grants}`);
  owner = new Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  for (const [pack, code, value] of [['leads', 'admissionPeriod', 5], ['leads', 'answerPeriod', 15], ['leads', 'answerReminders', [10]], ['leads', 'reminderHour', '09:00'], ['leads', 'lateEntryLimit', 5]] as const) {
    const proposed = await service.ask('POST', '/api/parameters', { as: 'zhou.tao', body: { pack, code, value, documentNumber: '勉政发〔2024〕1号', from: '2024-01-01' } });
    expect(await service.ask('POST', `/api/parameters/${String(proposed.body.proposalId)}/approve`, { as: 'wu.jun' })).toMatchObject({ status: 200 });
  }
});
afterAll(async () => {
  await owner.end();
  await service.stop();
});

const open = async (as: string, facts: Record<string, unknown> = {}): Promise<Answer> => service.ask('POST', '/api/cases', { as, body: { ...taken, facts: { ...taken.facts, ...facts } } });
const lead = async (as: string, facts: Record<string, unknown> = {}): Promise<{ id: string; number: string }> => {
  const answer = await open(as, facts);
  expect({ status: answer.status, text: answer.status === 201 ? '' : answer.text }).toEqual({ status: 201, text: '' });
  return { id: String(answer.body.caseId), number: String(answer.body.caseNumber) };
};
const see = (as: string, id: string, more = ''): Promise<Answer> => service.ask('GET', `/api/cases/${id}${more}`, { as });
const step = (as: string, id: string, code: string, facts: Record<string, unknown> = {}, officers: string[] = []): Promise<Answer> => service.ask('POST', `/api/cases/${id}/steps/${code}`, { as, body: { facts, officers } });
const done = async (...args: Parameters<typeof step>): Promise<Answer> => {
  const answer = await step(...args);
  expect({ step: args[2], status: answer.status, text: answer.status === 200 ? '' : answer.text }).toEqual({ step: args[2], status: 200, text: '' });
  return answer;
};
const reveal = (as: string, id: string, fact: string): Promise<Answer> => service.ask('POST', `/api/cases/${id}/facts/${fact}/reveal`, { as, body: { why: '寄送答复' } });
const rows = (answer: Answer): Record<string, unknown>[] => answer.body.items as Record<string, unknown>[];
const codes = (answer: Answer): string[] => (answer.body.blockers as { code: string }[] | undefined)?.map((one) => one.code) ?? [];

/** What the app's own role reads and writes for a person, past the service. */
async function asApp<T>(n: number, offices: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: service.database.appUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.actor', $1, true), set_config('app.offices', $2, true)", [person(n), offices]);
    return await work(client);
  } finally {
    await client.query('ROLLBACK');
    await client.end();
  }
}

/** A photo with the lead, as the one who took it in files it. */
const filed = async (as: string, id: string): Promise<string> => {
  const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 60 }, (_, n) => n)]);
  const begun = await service.ask('POST', `/api/cases/${id}/files`, { as, body: { purpose: 'letter', mediaType: 'image/jpeg', bytes: bytes.length } });
  const address = String(begun.headers.location);
  await service.ask('PATCH', address, { as, raw: bytes, headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' } });
  expect(await service.ask('POST', `${address}/complete`, { as, body: { sha256: createHash('sha256').update(bytes).digest('hex') } })).toMatchObject({ status: 200 });
  return address;
};

describe('who complained', () => {
  it('is read by whoever took it in and by the county legal office, with a reason that is logged, and by nobody else', async () => {
    const { id, number } = await lead('zhang.wei');
    expect(number).toBe('勉阳综执线字〔2025〕1号');
    const seen = await see('li.na', id);
    expect(seen.body.facts).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'complainant', value: null, hidden: true, sealed: true }), expect.objectContaining({ code: 'reported', value: null, hidden: true, sealed: 'handlers' })]));
    for (const as of ['li.na', 'wang.fang', 'liu.yang']) for (const fact of ['complainant', 'complainantContact']) {
      const refused = await reveal(as, id, fact);
      expect({ as, status: refused.status, told: refused.text.includes('第1039条') }).toEqual({ as, status: 403, told: true });
    }
    expect((await reveal('zhang.wei', id, 'complainant')).body).toMatchObject({ text: NAME });
    expect((await reveal('zhou.tao', id, 'complainantContact')).body).toMatchObject({ text: PHONE });
    const { rows: log } = await owner.query<{ actor_id: string }>('SELECT l.actor_id FROM reveal_log l JOIN content_seal s USING (content_id) WHERE l.case_id = $1 ORDER BY l.reveal_id', [id]);
    expect(log.map((one) => one.actor_id)).toEqual([person(1), person(8)]);
  });

  it('stands in no event, list, paper, task or answer, also where the database is asked past the service', async () => {
    const { id } = await lead('zhang.wei');
    await done('wang.fang', id, 'settleLead', { outcome: 'passedOn', passedTo: '勉县消防救援大队', reasons: '不属于本机关职权。' });
    const { body: { papers } } = await done('zhang.wei', id, 'answerLead', { answer: '你反映的事项已移送勉县消防救援大队。', answerWay: 'posted' });
    const [paper] = papers as { paperId: string; number: string }[];
    expect(paper?.number).toMatch(/^勉阳综执线复字〔2025〕\d+号$/);
    const texts = await Promise.all(['', '/events?limit=200', '/process'].map(async (part) => (await see('li.na', id, part)).text));
    for (const list of ['/api/leads', '/api/cases?pack=leads', '/api/team/tasks', '/api/inbox']) texts.push((await service.ask('GET', list, { as: 'wang.fang' })).text);
    expect(texts.some((text) => text.includes(NAME) || text.includes(PHONE))).toBe(false);
    const { rows: kept } = await owner.query<{ text: string }>("SELECT payload::text AS text FROM case_event UNION ALL SELECT state::text FROM case_head UNION ALL SELECT view::text FROM clock");
    expect(kept.some(({ text }) => text.includes(NAME) || text.includes(PHONE))).toBe(false);
    const sealedOf = (n: number, offices: string, readers = 'taker'): Promise<number | null> => asApp(n, offices, async (client) => (await client.query('SELECT 1 FROM content c JOIN content_seal s USING (content_id) WHERE c.case_id = $1 AND s.readers = $2', [id, readers])).rowCount);
    expect([await sealedOf(1, 'mianyang'), await sealedOf(2, 'mianyang'), await sealedOf(4, 'mianyang'), await sealedOf(8, 'mian-legal,mianyang')]).toEqual([2, 0, 0, 2]);
    expect([await sealedOf(1, 'mianyang', 'handlers'), await sealedOf(2, 'mianyang', 'handlers'), await sealedOf(3, 'mianyang', 'handlers'), await sealedOf(8, 'mian-legal,mianyang', 'handlers')]).toEqual([2, 0, 2, 2]);
    await expect(asApp(2, 'mianyang', (client) => client.query('DELETE FROM content_seal'))).rejects.toThrow(/permission denied/);
  });

  it('is entered later by another, who then is the one to read it', async () => {
    const { id } = await lead('zhang.wei', { channel: 'letter', complainantKind: 'anonymous', complainant: undefined, complainantContact: undefined });
    await done('li.na', id, 'recordComplainant', { complainantKind: 'named', complainant: NAME });
    expect([(await reveal('li.na', id, 'complainant')).status, (await reveal('zhang.wei', id, 'complainant')).status]).toEqual([200, 403]);
  });
});

describe('what was reported', () => {
  it('is read, with its files, by whoever handles the lead and by the county legal office, each time on record', async () => {
    const { id } = await lead('zhang.wei');
    const address = await filed('zhang.wei', id);
    const looks = async (as: string): Promise<number[]> => [(await reveal(as, id, 'reported')).status, (await reveal(as, id, 'place')).status, (await service.ask('GET', address, { as })).status];
    expect(await looks('zhang.wei')).toEqual([200, 200, 200]);
    expect(await looks('zhou.tao')).toEqual([200, 200, 200]);
    for (const as of ['li.na', 'wang.fang', 'liu.yang']) expect({ as, looks: await looks(as) }).toEqual({ as, looks: [403, 403, 403] });
    const refused = await reveal('li.na', id, 'reported');
    expect({ told: refused.text.includes('领取待办'), words: refused.text.includes(taken.facts.reported) }).toEqual({ told: true, words: false });
    expect((await see('li.na', id, '/files')).body).toMatchObject({ items: [], withheld: 1 });
    expect((await see('zhang.wei', id, '/files')).body).toMatchObject({ items: [{ purpose: 'letter' }], withheld: 0 });
    // Whoever takes a task of it upon himself reads it, and no longer once the task went to another.
    expect(await service.ask('POST', `/api/cases/${id}/tasks/admitLead/claim`, { as: 'wang.fang', body: {} })).toMatchObject({ status: 200 });
    expect(await looks('wang.fang')).toEqual([200, 200, 200]);
    expect(await service.ask('POST', `/api/cases/${id}/tasks/admitLead/release`, { as: 'wang.fang', body: {} })).toMatchObject({ status: 200 });
    expect(await looks('wang.fang')).toEqual([403, 403, 403]);
    await done('wang.fang', id, 'admitLead');
    expect(await looks('wang.fang')).toEqual([200, 200, 200]);
    const { rows: log } = await owner.query<{ actor_id: string; n: number }>('SELECT actor_id, count(*)::int AS n FROM reveal_log WHERE case_id = $1 GROUP BY 1 ORDER BY 1', [id]);
    expect(log).toEqual([{ actor_id: person(1), n: 3 }, { actor_id: person(3), n: 6 }, { actor_id: person(8), n: 3 }]);
    const past = (n: number): Promise<(number | null)[]> => asApp(n, 'mianyang', async (client) => [
      (await client.query('SELECT 1 FROM case_file WHERE case_id = $1', [id])).rowCount, (await client.query('SELECT 1 FROM file_part p JOIN case_file f USING (file_id) WHERE f.case_id = $1', [id])).rowCount]);
    expect([await past(1), await past(2), await past(3)]).toEqual([[1, 1], [0, 0], [1, 1]]);
    await expect(asApp(1, 'mianyang', (client) => client.query('UPDATE case_file SET handlers_only = false'))).rejects.toThrow(/permission denied/);
  });

  it('is printed in the letter that passes the lead on, and that letter is theirs too', async () => {
    const { id } = await lead('zhang.wei');
    // The head has read nothing; the letter is complete all the same.
    const { body: { papers } } = await done('wang.fang', id, 'settleLead', { outcome: 'passedOn', passedTo: '勉县消防救援大队', reasons: '不属于本机关职权。' });
    const [paper] = papers as { paperId: string }[];
    const opened = async (as: string): Promise<number> => (await service.ask('GET', `/api/cases/${id}/papers/${String(paper?.paperId)}`, { as })).status;
    expect([await opened('zhang.wei'), await opened('wang.fang'), await opened('zhou.tao'), await opened('li.na'), await opened('sun.li')]).toEqual([200, 200, 200, 403, 404]);
    expect(await asApp(2, 'mianyang', async (client) => (await client.query('SELECT 1 FROM paper WHERE case_id = $1', [id])).rowCount)).toBe(0);
    expect((await owner.query('SELECT 1 FROM reveal_log WHERE case_id = $1', [id])).rowCount).toBe(3);
    // The answer prints none of it, and is the office's.
    const answer = await done('li.na', id, 'answerLead', { answer: '已移送勉县消防救援大队。', answerWay: 'posted' });
    const [letter] = answer.body.papers as { paperId: string }[];
    expect((await service.ask('GET', `/api/cases/${id}/papers/${String(letter?.paperId)}`, { as: 'liu.yang' })).status).toBe(200);
  });
});

describe('a lead and its case', () => {
  it('show each other, by the number that the step names', async () => {
    const { id, number } = await lead('zhang.wei');
    const other = await lead('zhang.wei');
    const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase });
    const foreign = await service.ask('POST', '/api/cases', { as: 'sun.li', body: openPenaltyCase });
    const settle = (facts: Record<string, unknown>): Promise<Answer> => step('wang.fang', id, 'settleLead', { reasons: '经核查属实，已立案。', ...facts });
    for (const [fact, value, rule] of [['linkedCase', '勉阳综执案字〔2025〕99号', 'unknownCase'], ['linkedCase', String(foreign.body.caseNumber), 'unknownCase'], ['linkedCase', other.number, 'otherKindOfCase'], ['duplicateOf', number, 'sameCase'], ['duplicateOf', String(opened.body.caseNumber), 'otherKindOfCase']] as const) {
      const refused = await settle({ outcome: fact === 'linkedCase' ? 'linked' : 'duplicate', [fact]: value });
      expect({ value, status: refused.status, errors: refused.body.errors }).toMatchObject({ value, status: 422, errors: [{ field: `facts.${fact}`, rule }] });
    }
    expect(await settle({ outcome: 'linked', linkedCase: String(opened.body.caseNumber) })).toMatchObject({ status: 200 });
    const caseId = String(opened.body.caseId);
    expect((await see('li.na', id)).body.links).toEqual([expect.objectContaining({ caseId, caseNumber: opened.body.caseNumber, pack: 'administrative-penalty', fact: 'linkedCase', namesOther: true })]);
    expect((await see('li.na', caseId)).body.links).toEqual([expect.objectContaining({ caseId: id, caseNumber: number, pack: 'leads', fact: 'linkedCase', namesOther: false })]);
    // The lead turns out to be about an officer of the case: its office still works on the case and no longer sees the lead.
    await done('wang.fang', id, 'nameOfficer', { complainedOfficer: person(2), officerReason: '反映其事先通风报信。' });
    expect((await see('li.na', caseId)).body.links).toEqual([]);
    expect([(await see('liu.yang', caseId)).body.links, (await see('zhou.tao', caseId)).body.links]).toEqual([[], [expect.objectContaining({ caseId: id })]]);
    await expect(asApp(1, 'mianyang', (client) => client.query('UPDATE case_link SET other_case_id = case_id'))).rejects.toThrow(/permission denied/);
  });
});

describe('a lead about an official', () => {
  it('is the county legal office’s from the beginning: neither the official nor his office sees it', async () => {
    expect(codes(await open('zhang.wei', { complainedOfficer: person(1), officerReason: '收受好处。' }))).toEqual(['complainedOfTakesPart']);
    const answer = await open('li.na', { complainedOfficer: person(1), officerReason: '收受好处。' });
    expect(answer.body.warnings).toMatchObject([{ field: 'facts.complainedOfficer', rule: 'countyLegalOffice' }]);
    const { id, number } = { id: String(answer.body.caseId), number: String(answer.body.caseNumber) };
    expect(number).toBe('勉司线字〔2025〕1号');
    for (const as of ['zhang.wei', 'li.na', 'wang.fang', 'sun.li']) expect({ as, status: (await see(as, id)).status }).toEqual({ as, status: 404 });
    const seen = await see('zhou.tao', id);
    expect(seen.body).toMatchObject({ office: { id: 'mian-legal' }, tasks: [{ step: 'admitLead', role: 'countyLegalOffice' }] });
    expect((await reveal('zhou.tao', id, 'complainant')).body).toMatchObject({ text: NAME });
    await done('zhou.tao', id, 'admitLead');
    await done('wu.jun', id, 'checkLead', { checkNotes: '查阅案卷，询问有关人员。', checkResult: 'notVerifiable' });
    expect(rows(await service.ask('GET', '/api/inbox?kind=task', { as: 'zhou.tao' })).map((one) => one.caseId)).toContain(id);
  });

  it('that turns out to be about one later is gone at once from his sight and from that of his office', async () => {
    const { id } = await lead('zhang.wei');
    const other = await lead('zhang.wei');
    await done('wang.fang', id, 'admitLead');
    const named = await done('wang.fang', id, 'nameOfficer', { complainedOfficer: person(1), officerReason: '反映其收受好处。' });
    expect(named.body.warnings).toMatchObject([{ field: 'facts.complainedOfficer', rule: 'countyLegalOffice' }]);
    for (const part of ['', '/events', '/process', '/files']) expect({ part, status: (await see('zhang.wei', id, part)).status }).toEqual({ part, status: 404 });
    expect((await step('zhang.wei', id, 'checkLead', { checkNotes: '无', checkResult: 'unfounded' })).status).toBe(404);
    expect((await reveal('zhang.wei', id, 'complainant')).status).toBe(404);
    for (const list of ['/api/leads?limit=200', '/api/cases?limit=200', '/api/team/tasks?limit=200', '/api/county/clocks?limit=200', '/api/inbox?limit=200']) {
      const ids = rows(await service.ask('GET', list, { as: 'zhang.wei' })).map((one) => one.caseId);
      expect({ list, seen: ids.includes(id), others: list.startsWith('/api/inbox') || ids.includes(other.id) }).toEqual({ list, seen: false, others: true });
    }
    expect(await service.app.get(ChangeFeed).withoutBarred({ personId: person(1), offices: ['mianyang'] }, [id, other.id])).toEqual([other.id]);
    for (const as of ['li.na', 'wang.fang', 'liu.yang']) {
      for (const part of ['', '/events', '/process', '/files']) expect({ as, part, status: (await see(as, id, part)).status }).toEqual({ as, part, status: 404 });
      expect({ as, status: (await step(as, id, 'checkLead', { checkNotes: '查看现场。', checkResult: 'unfounded' })).status, words: (await reveal(as, id, 'reported')).status }).toEqual({ as, status: 404, words: 404 });
      for (const list of ['/api/leads?limit=200', '/api/cases?limit=200', '/api/team/tasks?limit=200', '/api/county/clocks?limit=200', '/api/inbox?limit=200']) expect({ list, as, seen: rows(await service.ask('GET', list, { as })).some((one) => one.caseId === id) }).toEqual({ list, as, seen: false });
      expect(await service.app.get(ChangeFeed).withoutBarred({ personId: person({ 'li.na': 2, 'wang.fang': 3, 'liu.yang': 4 }[as] ?? 0), offices: ['mianyang'] }, [id, other.id])).toEqual([other.id]);
    }
    expect(await service.app.get(ChangeFeed).withoutBarred({ personId: person(8), offices: ['mian-legal', 'mianyang'] }, [id, other.id])).toEqual([id, other.id]);
    expect((await see('zhou.tao', id)).status).toBe(200);
    expect((await reveal('zhou.tao', id, 'officerReason')).status).toBe(200);
    expect(rows(await service.ask('GET', '/api/inbox?limit=200', { as: 'zhou.tao' })).some((one) => one.caseId === id)).toBe(true);
    const moved = await service.ask('POST', `/api/cases/${id}/transfer`, { as: 'zhou.tao', body: { toOfficeId: 'mian-legal', instrument: '勉司移〔2025〕1号', reason: '反映工作人员，由本局办理。' } });
    expect(moved.status).toBe(200);
    expect([(await see('li.na', id)).status, (await see('zhou.tao', id)).status]).toEqual([404, 200]);
    expect(codes(await step('zhou.tao', id, 'checkLead', { checkNotes: '查看现场。', checkResult: 'unfounded' }, [person(1)]))).toEqual([]);
    // Past the service: no row of it for him, and none written.
    const counts = await asApp(1, 'mianyang,mian-legal', async (client) => (await client.query<{ n: number }>(`SELECT (SELECT count(*) FROM case_head WHERE case_id = $1)::int + (SELECT count(*) FROM case_event WHERE case_id = $1)::int + (SELECT count(*) FROM clock WHERE case_id = $1)::int
      + (SELECT count(*) FROM content WHERE case_id = $1)::int + (SELECT count(*) FROM duty WHERE case_id = $1)::int + (SELECT count(*) FROM case_bar WHERE case_id = $1)::int AS n`, [id])).rows[0]?.n);
    expect(counts).toBe(0);
    await expect(asApp(1, 'mianyang,mian-legal', (client) => client.query("INSERT INTO case_bar (case_id, office_id, person_id, seq) VALUES ($1, 'mian-legal', 'x', 1)", [id]))).rejects.toThrow(/row-level security/);
    await expect(asApp(8, 'mian-legal,mianyang', (client) => client.query('DELETE FROM case_bar'))).rejects.toThrow(/permission denied/);
    const { rows: open } = await owner.query<{ name: string }>(`SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'case_id' AND a.atttypid = 'uuid'::regtype
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname LIKE '%not_for_complained_of')`);
    expect(open).toEqual([]);
  });
});

describe('figures', () => {
  it('open the lists that they count: of leads, of the team and of the county', async () => {
    // Entered long after it was received: its days are over.
    await lead('sun.li', { channel: 'hotline', receivedOn: '2025-01-06', sourceDocument: 'RX-2025-0317' });
    const figures = await service.ask('GET', '/api/leads/figures', { as: 'zhou.tao' });
    const county = await service.ask('GET', '/api/county', { as: 'zhou.tao' });
    const team = await service.ask('GET', '/api/team', { as: 'sun.li' });
    expect(figures.body).toMatchObject({ byChannel: expect.arrayContaining([expect.objectContaining({ channel: 'hotline', name: { zh: '12345政务服务便民热线', en: 'by the 12345 hotline' }, open: { count: 1, list: '/api/leads?channel=hotline&closed=false' } })]) });
    const found: { list: string; count: number; as: string }[] = [];
    const collect = (value: unknown, as: string): void => {
      if (value === null || typeof value !== 'object') return;
      if ('list' in value && 'count' in value) found.push({ ...(value as { list: string; count: number }), as });
      else for (const part of Object.values(value)) collect(part, as);
    };
    collect(figures.body, 'zhou.tao');
    collect(county.body.leads, 'zhou.tao');
    collect(team.body.leads, 'sun.li');
    expect(found.length).toBeGreaterThan(20);
    for (const { list, count, as } of found) expect({ list, rows: rows(await service.ask('GET', `${list}&limit=200`, { as })).length }).toEqual({ list, rows: count });
    expect(county.body.leads).toMatchObject({ late: { count: expect.any(Number) } });
    expect((county.body.leads as { late: { count: number } }).late.count).toBeGreaterThan(0);
    const page = await service.ask('GET', '/api/leads?limit=2', { as: 'zhou.tao' });
    const next = await service.ask('GET', `/api/leads?limit=200&cursor=${String(page.body.next)}`, { as: 'zhou.tao' });
    expect(new Set([...rows(page), ...rows(next)].map((one) => one.caseId)).size).toBe(rows(await service.ask('GET', '/api/leads?limit=200', { as: 'zhou.tao' })).length);
  });
});

describe('taking in', () => {
  it('is refused with the articles where who complained is not as it is said, and before the county has set its days', async () => {
    const refused = await open('zhang.wei', { complainantKind: 'anonymous' });
    expect(refused).toMatchObject({ status: 409, body: { blockers: [{ code: 'complainantNamedAllTheSame', article: '《中华人民共和国民法典》第1039条' }] } });
    expect((await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...taken, parties: openPenaltyCase.parties } })).body.blockers).toMatchObject([{ code: 'partyCount' }]);
    const states = await service.ask('GET', '/api/law/parameters?pack=leads', { as: 'zhang.wei' });
    expect(rows(states).find((one) => one.code === 'answerPeriod')).toMatchObject({ steps: expect.arrayContaining(['opening']) });
  });
});
