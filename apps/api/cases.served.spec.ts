import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { identityCheckCharacter } from '#law/identity-number';
import { peopleSql, person } from './testing/people.ts';
import { identityNumber, openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

let service: Service;
let caseId: string;
const officers = [person(1), person(2)];
beforeAll(async () => {
  service = await Service.start(peopleSql);
  for (const [code, value] of [['lateEntryLimit', 250], ['decisionPeriodRungs', [60, 75, 85]], ['reminderHour', '09:00']] as const) {
    const body = { pack: 'administrative-penalty', code, value, documentNumber: '勉政发〔2024〕1号', from: '2024-01-01' };
    const proposed = await service.ask('POST', '/api/parameters', { as: 'zhou.tao', body });
    expect(await service.ask('POST', `/api/parameters/${String(proposed.body.proposalId)}/approve`, { as: 'wu.jun' })).toMatchObject({ status: 200 });
  }
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase });
  expect(opened).toMatchObject({ status: 201 });
  caseId = String(opened.body.caseId);
});
afterAll(async () => { await service.stop(); });

const numberOf = (birth: string): string => {
  const digits = `610799${birth.replaceAll('-', '')}001`;
  return `${digits}${identityCheckCharacter(digits)}`;
};
const steps = (step: string, body: object, as = 'zhang.wei', headers: Record<string, string> = {}): Promise<Answer> => service.ask('POST', `/api/cases/${caseId}/steps/${step}`, { as, body, headers });

async function until(so: () => boolean): Promise<void> {
  for (let waited = 0; !so() && waited < 30_000; waited += 50) await new Promise((done) => { setTimeout(done, 50); });
}

describe('opening a case', () => {
  it('answers its workflow id, its address and its revision', async () => {
    const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase });
    expect(opened.body).toMatchObject({ instance: 'training', workflowId: `case/${String(opened.body.caseId)}`, phase: 'lead', repeated: false, revision: 1 });
    expect(opened.headers).toMatchObject({ location: `/api/cases/${String(opened.body.caseId)}`, etag: '"1"' });
    expect(opened.text).not.toContain('张三丰');
  });

  it('is done once for an idempotency key, and refuses the key for another body', async () => {
    const headers = { 'idempotency-key': 'open-once' };
    const first = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase, headers });
    const again = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase, headers });
    expect(again.body).toMatchObject({ caseId: first.body.caseId, repeated: true });
    const other = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, on: '2025-03-02' }, headers });
    expect(other).toMatchObject({ status: 422, body: { type: '/api/problems/idempotencyKeyReused', errors: [{ field: 'Idempotency-Key' }] } });
  });

  it('needs the idempotency key and names it', async () => {
    const answer = await service.app.inject({ method: 'POST', url: '/api/cases', headers: { authorization: `Bearer ${await service.token('zhang.wei')}`, 'accept-language': 'en' }, payload: openPenaltyCase });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ field: 'Idempotency-Key', rule: 'required', message: 'Every command needs the header Idempotency-Key.' }] });
  });

  it('opens with names as people bear them, and lines in a text', async () => {
    for (const name of ['买买提·艾力', '王 小二', 'John O\'Neill-Smith', '欧阳翀']) {
      const parties = [{ kind: 'citizen', identity: { name, identityNumber: numberOf('2025-03-01'), address: '陕西省汉中市勉县（东关）3-2号' } }];
      expect({ name, ...(await service.ask('POST', '/api/cases', { as: 'xu.lei', body: { ...openPenaltyCase, parties, facts: { ...openPenaltyCase.facts, summary: '第一行\r\n第二行\t完' } } })) }).toMatchObject({ name, status: 201 });
    }
  });

  const wrongNumber = `${identityNumber.slice(0, 17)}${identityNumber.endsWith('1') ? '2' : '1'}`;
  it.each([
    ['an unknown field', { colour: 'red' }, 'colour', 'unknownField'],
    ['a day that does not exist', { on: '2026-02-30' }, 'on', 'date'],
    ['a wrong check digit', { parties: [{ kind: 'citizen', identity: { name: '张三', identityNumber: wrongNumber, address: '某地' } }] }, 'parties.0.identity.identityNumber', 'check-digit'],
    ['a birth after the act', { parties: [{ kind: 'citizen', identity: { name: '张三', identityNumber: numberOf('2025-03-02'), address: '某地' } }] }, 'parties.0.identity.identityNumber', 'birth-date'],
    ['a name that no paper can print', { parties: [{ kind: 'citizen', identity: { name: '张😀', address: '某地' } }] }, 'parties.0.identity.name', 'printable'],
    ['a name in another script', { parties: [{ kind: 'citizen', identity: { name: 'عربي', address: '某地' } }] }, 'parties.0.identity.name', 'printable'],
    ['a name that looks empty', { parties: [{ kind: 'citizen', identity: { name: '\u200b', address: '某地' } }] }, 'parties.0.identity.name', 'printable'],
    ['a name written backwards', { parties: [{ kind: 'citizen', identity: { name: '\u202e张三', address: '某地' } }] }, 'parties.0.identity.name', 'printable'],
    ['an address of two lines', { parties: [{ kind: 'citizen', identity: { name: '张三', address: '某地\n某号' } }] }, 'parties.0.identity.address', 'printable'],
    ['a printed text with a control character', { facts: { ...openPenaltyCase.facts, causeName: '占用\u001b[31m通道' } }, 'facts.causeName', 'printable'],
    ['one person twice', { parties: [openPenaltyCase.parties[0], openPenaltyCase.parties[0]] }, 'parties.1.identity.identityNumber', 'distinct'],
    ['a credit code of a wrong form', { parties: [{ kind: 'organisation', identity: { name: '某店', creditCode: '91999999MA0ABCDE9', address: '某地' } }] }, 'parties.0.identity.creditCode', 'creditCode'],
    ['no party', { parties: [] }, 'parties', 'minimum'],
    ['an unknown pack', { pack: 'no-such-pack' }, 'pack', 'unknownPack'],
    ['a fact of a wrong type', { facts: { ...openPenaltyCase.facts, actEndedOn: 'yesterday' } }, 'facts.actEndedOn', 'date'],
    ['a day before anybody lived', { facts: { ...openPenaltyCase.facts, actEndedOn: '0001-01-01' } }, 'facts.actEndedOn', 'date'],
    ['an unknown fact', { facts: { ...openPenaltyCase.facts, weather: 'rain' } }, 'facts.weather', 'unknownFact'],
    ['text that cannot be stored', { facts: { ...openPenaltyCase.facts, summary: 'a\u0000b' } }, 'facts.summary', 'text'],
  ])('refuses %s, naming field and rule', async (_, wrong, field, rule) => {
    const before = await service.ask('GET', '/api/cases', { as: 'zhang.wei' });
    const answer = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, ...wrong } });
    expect(answer).toMatchObject({ status: 422, body: { type: '/api/problems/validation' } });
    expect(answer.body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ field, rule })]));
    expect((await service.ask('GET', '/api/cases', { as: 'zhang.wei' })).body.items).toEqual(before.body.items);
  });

  it('refuses what the law forbids with the article', async () => {
    const answer = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, on: '2021-07-01' }, headers: { 'accept-language': 'en' } });
    expect(answer).toMatchObject({ status: 409, body: { type: '/api/problems/blocked' } });
    expect(answer.body.blockers).toEqual(expect.arrayContaining([expect.objectContaining({ code: expect.any(String), message: expect.any(String), article: expect.any(String) })]));
  });

  it('is for the own office only', async () => {
    expect(await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: { ...openPenaltyCase, officeId: 'wuhou' } })).toMatchObject({ status: 403 });
  });
});

const openUnknown = async (): Promise<string> => String((await service.ask('POST', '/api/cases', { as: 'xu.lei', body: { ...openPenaltyCase, parties: [{ kind: 'citizen', identity: { name: '欧阳', address: '不详' } }] } })).body.caseId);
const amend = (id: string, body: object, as = 'xu.lei'): Promise<Answer> => service.ask('POST', `/api/cases/${id}/parties/p1/amend`, { as, body });

describe('amending a party', () => {
  const identity = { name: '欧阳翀', identityNumber: numberOf('1990-05-06'), address: '陕西省汉中市宁强县汉源街道1号' };

  it('puts the right identity in the place of the wrong one, and takes the age from it', async () => {
    const id = await openUnknown();
    const before = await service.ask('GET', `/api/cases/${id}`, { as: 'xu.lei' });
    expect(before.body.parties).toMatchObject([{ partyId: 'p1', ageOnAct: null, identity: { name: '欧*' } }]);
    const amended = await amend(id, { identity, reason: '补录公民身份号码' });
    expect(amended).toMatchObject({ status: 200, body: { events: [{ type: 'partyAmended', about: 'p1' }] } });
    expect(amended.text).not.toContain('欧阳');
    expect((await service.ask('GET', `/api/cases/${id}`, { as: 'xu.lei' })).body.parties).toMatchObject([{ partyId: 'p1', ageOnAct: 34, identity: { identityNumber: '610799********001*'.slice(0, 6) + '********' + identity.identityNumber.slice(14) } }]);
    expect((await service.ask('POST', `/api/cases/${id}/parties/p1/reveal`, { as: 'xu.lei', body: { why: '核对' } })).body.identity).toEqual(identity);
  });

  it('is held to the same rules as an opening, by field, and refused to others', async () => {
    const id = await openUnknown();
    expect(await amend(id, { identity: { ...identity, name: '😀' }, reason: '更正' })).toMatchObject({ status: 422, body: { errors: [{ field: 'identity.name', rule: 'printable' }] } });
    expect(await amend(id, { identity: { ...identity, identityNumber: numberOf('2025-03-02') }, reason: '更正' })).toMatchObject({ status: 422, body: { errors: [{ field: 'identity.identityNumber', rule: 'birth-date' }] } });
    expect(await amend(id, { identity })).toMatchObject({ status: 422, body: { errors: [{ field: 'reason', rule: 'required' }] } });
    expect(await amend(id, { identity, reason: '更正' }, 'sun.li')).toMatchObject({ status: 404 });
    expect(await service.ask('POST', `/api/cases/${id}/parties/p2/amend`, { as: 'xu.lei', body: { identity, reason: '更正' } })).toMatchObject({ status: 404 });
  });
});

describe('reading a case', () => {
  it('masks the party and explains every clock, task and refusal', async () => {
    const { status, body, headers, text } = await service.ask('GET', `/api/cases/${caseId}`, { as: 'zhang.wei' });
    expect(status).toBe(200);
    expect(headers.etag).toBe(`"${String(body.revision)}"`);
    expect(body.parties).toMatchObject([{ partyId: 'p1', ageOnAct: 35, identity: { name: '张**', identityNumber: '610799********0011', address: '陕西省汉中市勉县****', phone: '138****0001' } }]);
    expect(text).not.toMatch(/张三丰|和平路|货车/);
    expect(body.facts).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'summary', value: null, hidden: true }), expect.objectContaining({ code: 'actEndedOn', value: '2025-03-01' })]));
    expect(body.tasks).toEqual(expect.arrayContaining([expect.objectContaining({ step: 'proposeFiling' })]));
    const actions = body.actions as { code: string; allowed: boolean; blockers: unknown[] }[];
    expect(actions.find(({ code }) => code === 'fileCase')).toMatchObject({
      allowed: false, blockers: expect.arrayContaining([expect.objectContaining({ code: 'filingNotProposed', article: expect.objectContaining({ en: expect.stringContaining('art. 54'), zh: expect.stringContaining('第54条') }), missing: expect.objectContaining({ en: expect.any(String) }) })]),
    });
  });

  it('reveals the party for a reason, and logs it', async () => {
    expect(await service.ask('POST', `/api/cases/${caseId}/parties/p1/reveal`, { as: 'zhang.wei', body: {} })).toMatchObject({ status: 422, body: { errors: [{ field: 'why', rule: 'required' }] } });
    const answer = await service.ask('POST', `/api/cases/${caseId}/parties/p1/reveal`, { as: 'zhang.wei', body: { why: '核对送达地址' } });
    expect(answer).toMatchObject({ status: 200, body: { identity: { name: '张三丰', identityNumber } } });
    expect(await service.ask('POST', `/api/cases/${caseId}/facts/summary/reveal`, { as: 'zhang.wei', body: { why: '核对案情' } })).toMatchObject({ status: 200, body: { text: openPenaltyCase.facts.summary } });
    const owner = new Client({ connectionString: service.database.superuserUrl });
    await owner.connect();
    expect((await owner.query('SELECT actor_id FROM reveal_log WHERE case_id = $1', [caseId])).rows).toEqual([{ actor_id: person(1) }, { actor_id: person(1) }]);
    await owner.end();
  });

  it('answers 404 to unknown ids, whatever their form', async () => {
    for (const path of ['no-id', '00000000-0000-4000-8000-000000000000', `${caseId}x`, '%00', "1'--"]) {
      expect(await service.ask('GET', `/api/cases/${path}`, { as: 'zhang.wei' })).toMatchObject({ status: 404, body: { type: '/api/problems/notFound' } });
    }
    expect(await service.ask('GET', `/api/cases/${caseId}/papers/${caseId}.99`, { as: 'zhang.wei' })).toMatchObject({ status: 404 });
    expect(await service.ask('POST', `/api/cases/${caseId}/parties/p9/reveal`, { as: 'zhang.wei', body: { why: '没有此人' } })).toMatchObject({ status: 404 });
  });
});

describe('steps', () => {
  it('refuses a stale ETag and says where the case stands', async () => {
    const answer = await steps('proposeFiling', { facts: { basis: '甲', proposal: '乙' }, officers }, 'zhang.wei', { 'if-match': '"0"', 'accept-language': 'en' });
    expect(answer).toMatchObject({ status: 412, body: { type: '/api/problems/stale' }, headers: { etag: '"1"' } });
    expect(await steps('proposeFiling', {}, 'zhang.wei', { 'if-match': 'seven' })).toMatchObject({ status: 400, body: { errors: [{ field: 'If-Match', rule: 'form' }] } });
  });

  it('refuses a step whose facts are missing, a step that does not exist, and the wrong role', async () => {
    expect(await steps('proposeFiling', { officers })).toMatchObject({ status: 409, body: { blockers: expect.arrayContaining([expect.objectContaining({ code: 'factMissing', field: 'facts.basis' })]) } });
    expect(await steps('dance', {}, 'zhang.wei', { 'accept-language': 'en' })).toMatchObject({ status: 422, body: { errors: [{ field: 'step', rule: 'choice', message: expect.stringContaining('proposeFiling') }] } });
    expect(await service.ask('POST', `/api/cases/${caseId}/close`, { as: 'zhang.wei', body: { closing: 'forgotten' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'closing', rule: 'choice' }] } });
    expect(await steps('fileCase', { facts: { approval: '同意' } })).toMatchObject({ status: 409 });
    expect(await steps('proposeFiling', { facts: { basis: '甲', proposal: '乙' }, officers: [person(7), person(1)] })).toMatchObject({ status: 422, body: { errors: [{ field: 'officers.0', rule: 'unknownOfficer' }] } });
  });

  it('refuses a person in a fact who is unknown, of another county, or without the post', async () => {
    for (const [hearingChair, rule] of [['00000000-0000-4000-8000-000000000099', 'unknownPerson'], [person(10), 'unknownPerson'], [person(20), 'unknownPerson'], [person(1), 'personHasNoSuchRole']]) {
      expect(await steps('scheduleHearing', { facts: { hearingChair } }, 'liu.yang')).toMatchObject({ status: 422, body: { errors: [{ field: 'facts.hearingChair', rule }] } });
    }
    expect(await steps('scheduleHearing', { facts: { hearingChair: person(6) } }, 'liu.yang')).toMatchObject({ status: 409 });
  });

  it('goes from proposal to filing and issues the filing form as PDF', async () => {
    const proposed = await steps('proposeFiling', { facts: { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案' }, officers }, 'zhang.wei', { 'if-match': '"1"' });
    expect(proposed).toMatchObject({ status: 200 });
    expect(await steps('fileCase', { facts: { approval: '同意立案。' }, basedOn: 99 }, 'liu.yang')).toMatchObject({ status: 422, body: { errors: [{ field: 'basedOn', rule: 'notReached' }] } });
    const filed = await steps('fileCase', { facts: { approval: '同意立案。' }, basedOn: 1 }, 'liu.yang', { 'if-match': `"${String(proposed.body.revision)}"` });
    expect(filed).toMatchObject({ status: 200, body: { phase: 'investigation', movedSince: { basedOn: 1, foundAt: proposed.body.revision, message: { zh: expect.stringContaining('第1版') }, events: [{ type: 'stepTaken', about: 'proposeFiling' }] } } });
    const [paper] = filed.body.papers as { paperId: string; sha256: string }[];
    const pdf = await service.ask('GET', `/api/cases/${caseId}/papers/${String(paper?.paperId)}`, { as: 'zhang.wei' });
    expect(pdf.status).toBe(200);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const { body } = await service.ask('GET', `/api/cases/${caseId}`, { as: 'zhang.wei' });
    expect(body.clocks).toEqual(expect.arrayContaining([expect.objectContaining({ status: 'running', explanation: { zh: expect.any(String), en: expect.any(String) } })]));
  });

  it('shows the incidents of the case that stand open', async () => {
    const app = new Client({ connectionString: service.database.superuserUrl });
    await app.connect();
    await app.query(`INSERT INTO incident (subject, case_id, office_id, kind, about, opened_at, last_at, closed_at) VALUES
      ('a', $1, 'mianyang', 'caseCannotAdvance', '{"zh":"无法推进","en":"stuck","lastError":"x"}', '2025-03-03T02:00:00Z', '2025-03-03T03:00:00Z', NULL), ('b', $1, 'mianyang', 'messageNotDelivered', '{"zh":"甲","en":"a"}', now(), now(), now())`, [caseId]);
    expect((await service.ask('GET', `/api/cases/${caseId}/process`, { as: 'zhang.wei' })).body.incidents).toEqual([{ kind: 'caseCannotAdvance', about: { zh: '无法推进', en: 'stuck' }, openedAt: '2025-03-03T02:00:00.000Z', lastAt: '2025-03-03T03:00:00.000Z', times: 1 }]);
    await app.query('DELETE FROM incident WHERE case_id = $1', [caseId]);
    await app.end();
  });

  it('shows the record with hashes in pages, and the process with and without Temporal', async () => {
    const first = await service.ask('GET', `/api/cases/${caseId}/events?limit=2`, { as: 'zhang.wei' });
    const items = first.body.items as { seq: number; hash: string }[];
    expect(items.map(({ seq }) => seq)).toEqual([1, 2]);
    const next = await service.ask('GET', `/api/cases/${caseId}/events?limit=2&cursor=${String(first.body.next)}`, { as: 'zhang.wei' });
    expect((next.body.items as { seq: number; previousHash: string }[])[0]).toMatchObject({ seq: 3, previousHash: items[1]?.hash });
    expect(await service.ask('GET', `/api/cases/${caseId}/events?cursor=abc`, { as: 'zhang.wei' })).toMatchObject({ status: 422, body: { errors: [{ field: 'cursor' }] } });
    expect(await service.ask('GET', `/api/cases/${caseId}/process`, { as: 'zhang.wei' })).toMatchObject({ status: 200, body: { workflowId: `case/${caseId}`, wakeUnderWay: { attempts: 0 }, temporal: { reachable: false } } });
  });
});

describe('lists', () => {
  it('pages through the cases in every sort without losing or doubling one', async () => {
    for (const sort of ['newest', 'oldest', 'due', 'number']) {
      const seen: string[] = [];
      let cursor = '';
      for (let page = 0; page < 20; page += 1) {
        const { status, body } = await service.ask('GET', `/api/cases?limit=1&sort=${sort}${cursor}`, { as: 'zhang.wei' });
        expect(status).toBe(200);
        seen.push(...(body.items as { caseId: string }[]).map((item) => item.caseId));
        if (typeof body.next !== 'string') break;
        cursor = `&cursor=${body.next}`;
      }
      expect(new Set(seen).size).toBe(3);
      expect(seen).toHaveLength(3);
    }
  });

  it('filters by phase, pack, due day and number', async () => {
    const count = async (query: string): Promise<unknown> => ((await service.ask('GET', `/api/cases?${query}`, { as: 'zhou.tao' })).body.items as unknown[]).length;
    expect(await count('phase=investigation')).toBe(1);
    expect(await count('phase=lead&pack=administrative-penalty')).toBe(2);
    expect(await count('pack=social-maintenance-fee')).toBe(0);
    expect(await count('dueBefore=2099-01-01')).toBeGreaterThan(0);
    expect(await count('dueBefore=2020-01-01')).toBe(0);
    expect(await count(`q=${encodeURIComponent('案字〔2025〕1号')}`)).toBe(1);
    expect(await service.ask('GET', '/api/cases?limit=0', { as: 'zhou.tao' })).toMatchObject({ status: 422, body: { errors: [{ field: 'limit', rule: 'minimum' }] } });
    expect(await service.ask('GET', '/api/cases?colour=red', { as: 'zhou.tao' })).toMatchObject({ status: 422, body: { errors: [{ field: 'colour', rule: 'unknownField' }] } });
    expect(await service.ask('GET', '/api/cases?dueBefore=2026-02-30', { as: 'zhou.tao' })).toMatchObject({ status: 422, body: { errors: [{ field: 'dueBefore', rule: 'date' }] } });
  });

  it('puts tasks into the inbox of the role they wait for', async () => {
    const { body } = await service.ask('GET', '/api/inbox', { as: 'zhang.wei' });
    expect((body.items as { step: string; role: string }[]).every(({ role }) => role === 'officer')).toBe(true);
    expect((body.items as unknown[]).length).toBeGreaterThan(1);
    for (const sort of ['due', 'newest']) {
      const page = await service.ask('GET', `/api/inbox?limit=1&sort=${sort}`, { as: 'zhang.wei' });
      expect(await service.ask('GET', `/api/inbox?limit=1&sort=${sort}&cursor=${String(page.body.next)}`, { as: 'zhang.wei' })).toMatchObject({ status: 200, body: { items: [expect.anything()] } });
    }
    expect(await service.ask('GET', '/api/inbox', { as: 'sun.li' })).toMatchObject({ body: { items: [] } });
    // The day before which a step is not lawful is told while it lies ahead.
    const owner = new Client({ connectionString: service.database.ownerUrl });
    await owner.connect();
    const shown = async (day: string): Promise<unknown[]> => {
      await owner.query("UPDATE task SET not_before = $1 WHERE role = 'officer'", [day]);
      return ((await service.ask('GET', '/api/inbox?kind=task', { as: 'zhang.wei' })).body.items as { notBefore: unknown }[]).map(({ notBefore }) => notBefore);
    };
    expect(new Set(await shown('2030-01-02'))).toEqual(new Set(['2030-01-02']));
    expect(new Set(await shown('2025-03-01'))).toEqual(new Set([null]));
    await owner.end();
  });
});

describe('law', () => {
  it('answers a deadline with its explanation', async () => {
    const { status, body } = await service.ask('GET', '/api/law/deadline?clock=PEN-05&from=2025-09-28', { as: 'zhang.wei' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ clock: 'PEN-05', from: '2025-09-28', due: expect.any(String), explanation: { zh: expect.any(String), en: expect.any(String) } });
    expect(await service.ask('GET', '/api/law/deadline?clock=PEN-99&from=2025-09-28', { as: 'zhang.wei' })).toMatchObject({ status: 422, body: { errors: [{ field: 'clock' }] } });
    expect(await service.ask('GET', '/api/law/deadline?clock=PEN-05&from=2025-02-30', { as: 'zhang.wei' })).toMatchObject({ status: 422, body: { errors: [{ field: 'from', rule: 'date' }] } });
  });

  it('lists packs and parameters, and says which are not set', async () => {
    expect((await service.ask('GET', '/api/law/packs', { as: 'zhang.wei' })).body.items).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'administrative-penalty' })]));
    expect(await service.ask('GET', '/api/law/packs/administrative-penalty', { as: 'zhang.wei' })).toMatchObject({ status: 200, body: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    expect(await service.ask('GET', '/api/law/packs/none', { as: 'zhang.wei' })).toMatchObject({ status: 404 });
    const { body } = await service.ask('GET', '/api/law/parameters?pack=administrative-penalty', { as: 'zhang.wei' });
    expect((body.items as { code: string; set: unknown }[]).find(({ code }) => code === 'statementPeriod')).toMatchObject({ set: null });
  });

  it('puts a parameter in force by two persons only', async () => {
    const body = { pack: 'administrative-penalty', code: 'statementPeriod', value: 3, documentNumber: '勉政发〔2025〕3号', from: '2025-03-01' };
    expect(await service.ask('POST', '/api/parameters', { as: 'zhang.wei', body })).toMatchObject({ status: 403 });
    expect(await service.ask('POST', '/api/parameters', { as: 'zhou.tao', body: { ...body, value: 'three' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'value', rule: 'integer' }] } });
    const proposed = await service.ask('POST', '/api/parameters', { as: 'zhou.tao', body });
    expect(proposed).toMatchObject({ status: 201, body: { status: 'open', maker: person(8) } });
    const address = `/api/parameters/${String(proposed.body.proposalId)}/approve`;
    expect(await service.ask('POST', address, { as: 'zhou.tao' })).toMatchObject({ status: 409, body: { blockers: [{ code: 'makerIsChecker' }] } });
    expect(await service.ask('POST', address, { as: 'xu.lei' })).toMatchObject({ status: 404 });
    expect(await service.ask('POST', address, { as: 'wu.jun' })).toMatchObject({ status: 200, body: { status: 'approved', checker: person(9) } });
    expect(await service.ask('POST', address, { as: 'wu.jun' })).toMatchObject({ status: 409, body: { blockers: [{ code: 'proposalClosed' }] } });
    const after = await service.ask('GET', '/api/law/parameters', { as: 'zhang.wei' });
    expect((after.body.items as { code: string; set: unknown }[]).find(({ code }) => code === 'statementPeriod')).toMatchObject({ set: { value: 3, documentNumber: '勉政发〔2025〕3号' } });
  });

  it('loads a calendar notice by two persons only', async () => {
    const body = { year: 2025, notice: { id: 'test', title: '测试通知', publishedOn: '2025-03-02', source: 'test' }, days: { '2025-05-06': 'rest' } };
    expect(await service.ask('POST', '/api/calendars', { as: 'zhou.tao', body: { ...body, days: { '2031-01-01': 'rest' } } })).toMatchObject({ status: 422, body: { errors: [{ field: 'days' }] } });
    expect(await service.ask('POST', '/api/calendars', { as: 'zhou.tao', body: { ...body, notice: { ...body.notice, publishedOn: '2025-12-01' } } })).toMatchObject({ status: 422, body: { errors: [{ field: 'notice.publishedOn' }] } });
    const proposed = await service.ask('POST', '/api/calendars', { as: 'zhou.tao', body });
    expect(proposed).toMatchObject({ status: 201 });
    expect(await service.ask('POST', `/api/calendars/${String(proposed.body.proposalId)}/approve`, { as: 'wu.jun' })).toMatchObject({ status: 200 });
    expect(await service.ask('GET', '/api/proposals?kind=calendar', { as: 'wu.jun' })).toMatchObject({ body: { items: [{ status: 'approved' }] } });
  });
});

describe('training clock', () => {
  it('shows where it stands, and refuses to go back', async () => {
    expect(await service.ask('GET', '/api/training/clock', { as: 'zhang.wei' })).toMatchObject({ body: { mode: 'stepped', date: '2025-03-03' } });
    expect(await service.ask('POST', '/api/training/clock', { as: 'zhang.wei', body: { to: '2025-02-30' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'to' }] } });
    expect(await service.ask('POST', '/api/training/clock', { as: 'zhang.wei', body: { to: '2025-01-01' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'to', rule: 'goesBack' }] } });
    expect(await service.ask('POST', '/api/training/clock', { as: 'zhang.wei', body: { to: '2025-03-02T23:59:59+08:00' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'to', rule: 'goesBack' }] } });
    for (const to of ['2025-03-03T24:00:00+08:00', '2025-02-30T10:00:00Z', '2025-03-04T10:00:00', '2025-03-04T10:00:00+15:00']) expect({ to, ...await service.ask('POST', '/api/training/clock', { as: 'zhang.wei', body: { to } }) }).toMatchObject({ to, status: 422, body: { errors: [{ field: 'to' }] } });
  });
});

describe('another office', () => {
  it('reads nothing of a foreign case through any address that the document names', async () => {
    const { body } = await service.ask('GET', '/api/openapi.json');
    const [paper] = (await service.ask('GET', `/api/cases/${caseId}`, { as: 'zhang.wei' })).body.papers as { paperId: string }[];
    expect(paper).toBeDefined();
    const values: Record<string, string> = { id: caseId, paperId: String(paper?.paperId), date: '2025-03-02', kind: 'notFound', number: '610725250000000001' };
    const caseIds = ((await service.ask('GET', '/api/cases', { as: 'zhang.wei' })).body.items as { caseId: string; caseNumber: string }[]);
    const addresses = Object.entries(body.paths as Record<string, Record<string, unknown>>).filter(([, methods]) => methods.get !== undefined).map(([path]) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'p1'));
    expect(addresses.length).toBeGreaterThan(15);
    const queries: Record<string, string> = {
      '/api/law/deadline': '?clock=PEN-05&from=2025-03-03', '/api/county/money/export': '?format=csv', '/api/county/debts/export': '?format=csv',
      '/api/electronic-receipts/610725250000000001/shown': '?check=AAAAAA', '/api/county/entries': '?figure=decided', '/api/county/entries/export': '?figure=decided&format=csv',
    };
    for (const address of addresses.filter((path) => path !== '/api/changes')) {
      // The party's door knows no token of an office.
      const closed = address.startsWith('/api/party/') ? [401] : [200, 403, 404];
      const query = queries[address] ?? '';
      for (const as of ['sun.li', 'xu.lei']) {
        const answer = await service.ask('GET', `${address}${query}`, { as });
        // A change of law is no case: who is not of the county legal office has no part in any.
        if (address.includes(caseId) && !address.startsWith('/api/law-changes/') && !closed.includes(401)) expect({ address, status: answer.status }).toEqual({ address, status: 404 });
        for (const secret of [...caseIds.flatMap((one) => [one.caseId, one.caseNumber]).filter((text) => text !== caseId), '张三丰', identityNumber]) expect(answer.text).not.toContain(secret);
        expect({ address, status: closed.includes(answer.status) ? 'closed' : answer.status }).toEqual({ address, status: 'closed' });
      }
    }
    for (const list of ['/api/cases', '/api/inbox?state=all']) expect((await service.ask('GET', list, { as: 'sun.li' })).body.items).toEqual([]);
  });

  it('commands nothing on a foreign case, through any address that the document names', async () => {
    const { body } = await service.ask('GET', '/api/openapi.json');
    const { paths, components } = body as unknown as { paths: Record<string, { post?: { requestBody?: { content: Record<string, { schema: { $ref?: string } }> } } }>; components: { schemas: Record<string, { example?: unknown }> } };
    const [paper] = (await service.ask('GET', `/api/cases/${caseId}`, { as: 'zhang.wei' })).body.papers as { paperId: string }[];
    const proposal = { pack: 'administrative-penalty', code: 'court', value: '勉县人民法院', documentNumber: '勉政发〔2025〕4号', from: '2025-03-01' };
    const { proposalId } = (await service.ask('POST', '/api/parameters', { as: 'zhou.tao', body: proposal })).body;
    const values: Record<string, string> = { id: caseId, paperId: String(paper?.paperId), approvalId: `${caseId}.2`, partyId: 'p1', party: 'p1', step: 'takeEvidence', verb: 'claim', code: 'summary', fact: 'summary', seq: '1', fileId: '00000000-0000-4000-8000-0000000000aa', kind: 'notFound', offerId: '00000000-0000-4000-8000-0000000000ab', requestId: `${caseId}.2` };
    const posts = Object.entries(paths).flatMap(([path, { post }]) => (post === undefined || !path.includes('{') ? [] : [{ path, post }]));
    expect(posts.length).toBeGreaterThan(30);
    const before = await service.ask('GET', `/api/cases/${caseId}/events`, { as: 'zhang.wei' });
    for (const { path, post } of posts) {
      const ofCase = path.startsWith('/api/cases/');
      const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'id' && !ofCase ? String(proposalId) : values[name] ?? 'p1'));
      const named = post.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1);
      const example = named === undefined ? undefined : components.schemas[named]?.example;
      // What the body says must not be why it is refused.
      if (post.requestBody?.content['application/json'] !== undefined) expect({ path, example: typeof example }).toEqual({ path, example: 'object' });
      for (const as of ['sun.li', 'xu.lei']) {
        const { status } = await service.ask('POST', address, { as, ...(example === undefined ? {} : { body: example }) });
        expect({ path, as, status: ofCase ? status : [403, 404, ...(path.startsWith('/api/party/') ? [401] : [])].includes(status) ? 404 : status }).toEqual({ path, as, status: 404 });
      }
    }
    expect((await service.ask('GET', `/api/cases/${caseId}/events`, { as: 'zhang.wei' })).body).toEqual(before.body);
    expect((await service.ask('GET', '/api/proposals?kind=parameter', { as: 'wu.jun' })).body.items).toEqual(expect.arrayContaining([expect.objectContaining({ proposalId, status: 'open' })]));
  });

  it('is told of changes in own offices only', async () => {
    await service.app.listen(0, '127.0.0.1');
    const url = await service.app.getUrl();
    const soFar: Record<string, string> = {};
    const heard = async (as: string, abort: AbortController): Promise<string> => {
      const answer = await fetch(`${url}/api/changes`, { headers: { authorization: `Bearer ${await service.token(as)}` }, signal: abort.signal });
      expect(answer.headers.get('content-type')).toContain('text/event-stream');
      expect(answer.headers.get('anjuan-instance')).toBe('TRAINING');
      let text = '';
      const decoder = new TextDecoder();
      try {
        for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
          text += decoder.decode(part);
          soFar[as] = text;
        }
      } catch (error) {
        expect((error as Error).name).toBe('AbortError');
      }
      return text;
    };
    const [own, foreign] = [new AbortController(), new AbortController()];
    const texts = Promise.all([heard('zhang.wei', own), heard('sun.li', foreign)]);
    await until(() => ['zhang.wei', 'sun.li'].every((as) => soFar[as]?.includes('listening')));
    // No relay runs here: the stream asks the record itself.
    const changed = String((await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase })).body.caseId);
    await until(() => soFar['zhang.wei']?.includes('caseIds') === true);
    // The other stream asks as often: had it anything to tell, it would have by now.
    await new Promise((done) => { setTimeout(done, 1000); });
    own.abort();
    foreign.abort();
    const [mine, theirs] = await texts;
    expect(mine).toContain(`data: {"caseIds":["${changed}"]}`);
    expect(theirs).toContain('listening');
    expect(theirs).not.toContain('caseIds');
  });
});
