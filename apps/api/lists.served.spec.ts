import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

/** Lists of orders have an end that they tell: page by page everything comes, once and in order, also what was made at one instant. */
const MANY = 23;
let service: Service;
let owner: Client;
beforeAll(async () => {
  service = await Service.start(peopleSql);
  owner = new Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  const cases: string[] = [];
  for (let n = 0; n < 7; n += 1) cases.push(String((await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase })).body.caseId));
  // Most at one instant, as a batch is entered; some before and after.
  const at = "'2025-03-03T01:00:00Z'::timestamptz + CASE WHEN n % 4 = 0 THEN n * interval '1 second' ELSE interval '0' END";
  await owner.query(`
    INSERT INTO substitution (substitution_id, office_id, absent_id, substitute_id, instrument, roles, valid_from, valid_to, maker, made_at, status)
      SELECT gen_random_uuid(), 'mianyang', '${person(1)}', '${person(2)}', 'x', '{officer}', '2025-03-05', '2025-03-05', 'm', ${at}, 'open' FROM generate_series(1, ${MANY}) n;
    INSERT INTO person_loan (loan_id, order_number, account_id, role, lending_office, borrowing_office, valid_from, valid_to, maker, made_at, status)
      SELECT gen_random_uuid(), 'x', '${person(1)}', 'officer', 'mianyang', 'wuhou', '2025-03-05', '2025-03-05', 'm', ${at}, 'open' FROM generate_series(1, ${MANY}) n;
    INSERT INTO transfer_offer (offer_id, case_id, case_number, from_office, to_office, instrument, reason_content, reason_commitment, maker, made_at, status, checker, checked_at)
      SELECT gen_random_uuid(), c, 'x', 'mianyang', 'wuhou', 'x', 'x', 'x', 'm', ${at}, CASE WHEN n < 7 THEN 'open' ELSE 'rejected' END, CASE WHEN n < 7 THEN NULL ELSE 'y' END, CASE WHEN n < 7 THEN NULL ELSE now() END
      FROM generate_series(1, ${MANY}) n, unnest(ARRAY['${cases.join("','")}']::uuid[]) WITH ORDINALITY AS list(c, k) WHERE k = CASE WHEN n < 7 THEN n ELSE 7 END;
    INSERT INTO file_loan (case_id, seq, office_id, to_office_id, kind, from_on) SELECT c, 1, 'mianyang', 'wuhou', 'help', '2025-03-03' FROM unnest(ARRAY['${cases.join("','")}']::uuid[]) c;`);
}, 120_000);
afterAll(async () => {
  await owner.end();
  await service.stop();
});

const page = (list: string, as: string, cursor?: string): Promise<Answer> => service.ask('GET', `/api/${list}?limit=5${cursor === undefined ? '' : `&cursor=${cursor}`}`, { as });

it.each([
  ['substitutions', 'substitutionId', 'zhang.wei', MANY], ['person-loans', 'loanId', 'zhang.wei', MANY], ['transfer-offers', 'offerId', 'sun.li', MANY], ['help-requests', 'requestId', 'sun.li', 7],
] as const)('%s', async (list, id, as, count) => {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const { status, body } = await page(list, as, cursor);
    expect(status).toBe(200);
    const items = body.items as Record<string, string>[];
    ids.push(...items.map((one) => one[id] ?? ''));
    expect(body.next === null).toBe(pages === Math.ceil(count / 5));
    if (body.next === null) break;
    expect(items).toHaveLength(5);
    cursor = body.next as string;
  }
  expect(new Set(ids).size).toBe(count);
  const whole = (await service.ask('GET', `/api/${list}?limit=200`, { as })).body;
  expect({ next: whole.next, ids: (whole.items as Record<string, string>[]).map((one) => one[id]) }).toEqual({ next: null, ids });
  // A cursor of another list leads nowhere.
  const other = list === 'substitutions' ? 'person-loans' : 'substitutions';
  const cursorOfOther = String((await page(other, 'zhang.wei')).body.next);
  expect(await page(list, as, cursorOfOther)).toMatchObject({ status: 422, body: { errors: [{ field: 'cursor' }] } });
});

it('a request with more faults than are named says so', async () => {
  const answer = await service.ask('POST', '/api/person-loans', { as: 'zhang.wei', body: Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`unknown${n}`, n])) });
  const errors = answer.body.errors as { rule: string; message: string }[];
  expect({ status: answer.status, named: errors.length, last: errors.at(-1)?.rule }).toEqual({ status: 422, named: 51, last: 'more' });
});
