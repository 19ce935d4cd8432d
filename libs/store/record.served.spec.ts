import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalInstant } from '#law';
import { asSuperuser } from '../../scripts/servers/databases.ts';
import { NO_EVENT_BEFORE } from './chain.ts';
import { firstBreak, readEvents, readStoredEvents } from './events.ts';
import { insertPaper, markVoided } from './papers.ts';
import { enterHands } from './read-tables.ts';
import { append, insertCase, openRecord, phase, type TestRecord } from './testing/record.ts';

let record: TestRecord;
beforeAll(async () => { record = await openRecord(); });
afterAll(() => record.close());

const whole = { seq: 0, hash: NO_EVENT_BEFORE, recordedAt: null };
const paperOf = (caseId: string, paperId: string) => ({
  paperId, caseId, officeId: 'east', seq: 1, paper: 'notice', party: null, number: null, authorityId: 'east', sha256: 'a'.repeat(64), templateSha256: 'b'.repeat(64),
  mediaType: 'application/pdf', sealed: Buffer.from('sealed'), keyId: randomUUID(), issuedOn: '2025-03-03' as never, handlersOnly: false,
});

describe('the chain of a case', () => {
  it('is whole when read back, whatever order the database keeps members in', async () => {
    const caseId = await insertCase(record, 'east');
    await record.in(['east'], (m) => append(m, caseId, [phase('one'), phase('two'), phase('three')]));
    const events = await record.in(['east'], (m) => readStoredEvents(m, caseId));
    expect(events.map((event) => event.seq)).toEqual([1, 2, 3, 4]);
    expect(firstBreak(events, whole)).toBeNull();
    expect(await record.in(['east'], (m) => readEvents(m, caseId, 2, 1))).toEqual([{ seq: 3, recordedAt: '2025-03-03T02:00:00.000Z', event: phase('two') }]);
  });

  it('shows a changed payload, a changed time and a missing event when somebody gets past the triggers', async () => {
    const caseId = await insertCase(record, 'east');
    await record.in(['east'], (m) => append(m, caseId, [phase('one'), phase('two')]));
    const tamper = (sql: string) => asSuperuser(record.database.superuserUrl, async (client) => {
      await client.query('ALTER TABLE case_event DISABLE TRIGGER ALL');
      await client.query(sql, [caseId]);
      await client.query('ALTER TABLE case_event ENABLE TRIGGER ALL; ALTER TABLE case_event ENABLE ALWAYS TRIGGER case_event_never_changed; ALTER TABLE case_event ENABLE ALWAYS TRIGGER case_event_never_emptied');
    });
    const broken = async () => firstBreak(await record.in(['east'], (m) => readStoredEvents(m, caseId)), whole);
    await tamper("UPDATE case_event SET payload = jsonb_set(payload, '{phase}', '\"other\"') WHERE case_id = $1 AND seq = 2");
    expect(await broken()).toEqual({ seq: 2, why: 'hash' });
    await tamper("UPDATE case_event SET payload = jsonb_set(payload, '{phase}', '\"one\"') WHERE case_id = $1 AND seq = 2");
    expect(await broken()).toBeNull();
    await tamper('DELETE FROM case_event WHERE case_id = $1 AND seq = 2');
    expect(await broken()).toEqual({ seq: 2, why: 'place' });
  });

  it('does not take an event that follows no other, or one recorded before the event it follows', async () => {
    const caseId = await insertCase(record, 'east');
    await expect(record.in(['east'], (m) => append(m, caseId, [phase('x')], legalInstant('2025-03-03T01:59:59.999Z')))).rejects.toThrow('recorded before the event it follows');
    await expect(record.in(['east'], async (m) => {
      await m.query("UPDATE case_head SET head_hash = repeat('e', 64) WHERE case_id = $1", [caseId]);
      await append(m, caseId, [phase('x')]);
    })).rejects.toThrow('does not follow');
  });
});

describe('what was recorded stays', () => {
  const tables = ['case_event', 'document_number', 'clock_rung', 'case_hand', 'paper'];

  it.each(tables)('%s is not changed, deleted or emptied by the application', async (table) => {
    for (const sql of [`DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
      await expect(record.app.query(sql)).rejects.toThrow(/permission denied/);
    }
    if (table !== 'paper') await expect(record.app.query(`UPDATE ${table} SET office_id = 'x'`)).rejects.toThrow(/permission denied|does not exist/);
  });

  it('events are not changed, deleted or emptied by the owner either', async () => {
    await insertCase(record, 'east');
    await expect(record.owner.query("UPDATE case_event SET actor_id = 'x'")).rejects.toThrow('only appended to');
    await expect(record.owner.query('DELETE FROM case_event')).rejects.toThrow('only appended to');
    await expect(record.owner.query('TRUNCATE case_event')).rejects.toThrow('only appended to');
    await expect(record.owner.query('TRUNCATE case_head CASCADE')).rejects.toThrow(/only appended to|kept|stays|destroyed/);
    await expect(record.owner.query("SET session_replication_role = replica; DELETE FROM case_event")).rejects.toThrow();
  });

  it('a paper keeps its bytes for the owner too, and can only be voided, once', async () => {
    const caseId = await insertCase(record, 'east');
    const paperId = `${caseId}.1`;
    await record.in(['east'], (m) => insertPaper(m, paperOf(caseId, paperId)));
    await expect(record.owner.query("UPDATE paper SET bytes = 'x' WHERE paper_id = $1", [paperId])).rejects.toThrow('kept as it was issued');
    await expect(record.owner.query('DELETE FROM paper WHERE paper_id = $1', [paperId])).rejects.toThrow('kept as it was issued');
    await record.in(['east'], (m) => markVoided(m, [paperId]));
    await expect(record.owner.query('UPDATE paper SET voided = false WHERE paper_id = $1', [paperId])).rejects.toThrow('kept as it was issued');
    await expect(record.in(['east'], (m) => insertPaper(m, { ...paperOf(caseId, `${caseId}.2`), sealed: Buffer.alloc(1_200_000) }))).rejects.toThrow('violates check constraint');
  });
});

describe('another office', () => {
  it('every table with rows of a case is under forced row security with a policy', async () => {
    const rows = await record.owner.query<{ table: string; forced: boolean; policies: number }[]>(`
      SELECT c.relname AS table, c.relrowsecurity AND c.relforcerowsecurity AS forced, (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('case_id', 'office_id') AND NOT a.attisdropped)`);
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((row) => !row.forced || row.policies === 0)).toEqual([]);
  });

  it('sees no row of a case, in no table, and cannot write one', async () => {
    const caseId = await insertCase(record, 'east');
    await record.in(['east'], async (m) => {
      await m.query("INSERT INTO clock VALUES ('c1', $1, 'east', 'PEN-05', NULL, 'running', '2025-03-03', '2025-03-10', NULL, 'case/x', 'v', false, '{}')", [caseId]);
      await m.query("INSERT INTO clock_rung VALUES ('c1', 'r', '2025-03-03', $1, 'east', 1)", [caseId]);
      await m.query("INSERT INTO task (case_id, step, office_id, role, name) VALUES ($1, 's', 'east', 'officer', '{}')", [caseId]);
      await m.query("INSERT INTO duty (duty_id, case_id, office_id, kind, status, workflow_id, payload, owed_at) VALUES ('d1', $1, 'east', 'remind', 'owed', 'case/x', '{}', now())", [caseId]);
      await m.query("INSERT INTO inbox_entry (duty_id, case_id, office_id, role, kind, about, created_at) VALUES ('d1', $1, 'east', 'officer', 'remind', '{}', now())", [caseId]);
      await m.query("INSERT INTO gateway_message (duty_id, case_id, office_id, status, changed_at) VALUES ('d1', $1, 'east', 'owed', now())", [caseId]);
      await m.query("INSERT INTO incident (subject, case_id, office_id, kind, about, opened_at, last_at) VALUES ('s', $1, 'east', 'k', '{}', now(), now())", [caseId]);
      await m.query("INSERT INTO command_failure VALUES ($1, 'east', 1, now(), now(), 'x')", [caseId]);
      await m.query("INSERT INTO outbox (workflow_id, case_id, office_id) VALUES ('case/x', $1, 'east')", [caseId]);
      await m.query("INSERT INTO proposal (proposal_id, office_id, kind, payload, maker, made_at) VALUES (gen_random_uuid(), 'east', 'calendar', '{}', 'a', now())");
      await enterHands(m, caseId, 'east', [{ personId: 'a', power: 'filer', seq: 1 }]);
      await insertPaper(m, paperOf(caseId, `${caseId}.9`));
    });
    const tables = ['case_head', 'case_event', 'clock', 'clock_rung', 'task', 'duty', 'paper', 'case_hand', 'inbox_entry', 'gateway_message', 'incident', 'command_failure', 'outbox', 'proposal'];
    for (const table of tables) {
      const [own] = await record.in(['east'], (m) => m.query<{ n: string }[]>(`SELECT count(*) AS n FROM ${table}`));
      const [west] = await record.in(['west'], (m) => m.query<{ n: string }[]>(`SELECT count(*) AS n FROM ${table}`));
      const [nobody] = await record.in([], (m) => m.query<{ n: string }[]>(`SELECT count(*) AS n FROM ${table}`));
      expect({ table, own: Number(own?.n) > 0, west: west?.n, nobody: nobody?.n }).toEqual({ table, own: true, west: '0', nobody: '0' });
    }
    await expect(record.in(['west'], (m) => append(m, caseId, [phase('x')]))).rejects.toThrow('no such case');
    await expect(record.in(['west'], (m) => m.query("INSERT INTO task (case_id, step, office_id, role, name) VALUES ($1, 'z', 'east', 'officer', '{}')", [caseId]))).rejects.toThrow('row-level security');
  });

  it('keys of another person are not seen', async () => {
    await record.in(['east'], (m) => m.query("INSERT INTO idempotency (actor_id, route, key, body_hash) VALUES ('tester', 'r', 'k', repeat('a', 64))"));
    await expect(record.in(['east'], (m) => m.query("INSERT INTO idempotency (actor_id, route, key, body_hash) VALUES ('other', 'r', 'k', repeat('a', 64))"))).rejects.toThrow('row-level security');
  });

  it('an office name with a comma cannot widen what is seen', async () => {
    await expect(record.in(['west,east'], (m) => m.query('SELECT 1'))).rejects.toThrow('is not the id of an office');
  });
});

describe('powers that must not meet in one hand', () => {
  it.each([['filer', 'filingApprover'], ['investigator', 'hearingChair'], ['investigator', 'legalReviewer'], ['drafter', 'decider'], ['drafter', 'legalReviewer'], ['legalReviewer', 'decider']])('%s and %s are refused by the database, in either order', async (one, other) => {
    const caseId = await insertCase(record, 'east');
    for (const [person, first, second] of [['a', one, other], ['b', other, one]] as const) {
      await record.in(['east'], (m) => enterHands(m, caseId, 'east', [{ personId: person, power: first, seq: 1 }]));
      await expect(record.in(['east'], (m) => m.query('INSERT INTO case_hand VALUES ($1, $2, $3, $4, 2)', [caseId, 'east', person, second]))).rejects.toThrow(/conflicting key value violates exclusion constraint/);
    }
    await record.in(['east'], (m) => enterHands(m, caseId, 'east', [{ personId: 'c', power: one, seq: 1 }, { personId: 'd', power: other, seq: 1 }, { personId: 'c', power: one, seq: 3 }]));
  });

  it('maker and checker of a proposal are two, and no setting counts without an approved proposal', async () => {
    const propose = (checker: string) => record.in(['east'], (m) => m.query(
      "INSERT INTO proposal (proposal_id, office_id, kind, payload, maker, made_at, status, checker, checked_at) VALUES (gen_random_uuid(), 'east', 'parameter', '{}', 'a', now(), 'approved', $1, now()) RETURNING proposal_id", [checker]));
    await expect(propose('a')).rejects.toThrow('maker_is_not_checker');
    await expect(record.in(['east'], (m) => m.query(
      "INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, proposal_id) VALUES ('610725', 'p', 'c', '1', '文1号', '2025-01-01', gen_random_uuid())"))).rejects.toThrow('foreign key');
    const [open] = await record.in(['east'], (m) => m.query<{ proposal_id: string }[]>("INSERT INTO proposal (proposal_id, office_id, kind, payload, maker, made_at) VALUES (gen_random_uuid(), 'east', 'parameter', '{}', 'a', now()) RETURNING proposal_id"));
    await expect(record.in(['east'], (m) => m.query(
      "INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, proposal_id) VALUES ('610725', 'p', 'c', '1', '文1号', '2025-01-01', $1)", [open?.proposal_id]))).rejects.toThrow('foreign key');
  });
});

describe('functions that work across offices', () => {
  it('are those of the published lists, owned by the role nobody logs in as, with a fixed search path, closed to the public', async () => {
    const { securityDefinerFunctions } = await import('./security-definer-functions.ts');
    const rows = await record.owner.query<{ name: string; owner: string; path: string[] | null; public: boolean }[]>(`
      SELECT p.oid::regprocedure::text AS name, p.proowner::regrole::text AS owner, p.proconfig AS path, has_function_privilege('public', p.oid, 'EXECUTE') AS public
      FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace ORDER BY 1`);
    expect(rows.map((row) => row.name.replace(/\(.*/, '')).sort()).toEqual(securityDefinerFunctions().toSorted());
    for (const row of rows) expect(row).toMatchObject({ owner: 'anjuan_reader', public: false, path: [expect.stringMatching(/^search_path=(pg_catalog, )?public, pg_temp$/)] });
  });
});

it('errors of the database come out without the values of the statement', async () => {
  const error: unknown = await record.in(['east'], (m) => m.query("INSERT INTO county VALUES ('610725', $1)", ['canary-7261'])).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(Error);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error as object))).not.toContain('canary-7261');
});
