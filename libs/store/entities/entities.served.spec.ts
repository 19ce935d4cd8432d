import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { insertCase, openRecord, type TestRecord } from '../testing/record.ts';
import { CaseRow, Office } from './index.ts';

let record: TestRecord;
beforeAll(async () => { record = await openRecord(); });
afterAll(() => record.close());

it('read a case with its clocks, tasks and duties, dates as dates and instants as instants, and only of the asking offices', async () => {
  const caseId = await insertCase(record, 'east');
  await record.in(['east'], async (m) => {
    await m.query("INSERT INTO clock VALUES ($1, $2, 'east', 'PEN-05', NULL, 'running', '2025-03-03', '2025-03-10', NULL, 'case/x', 'v', false, '{}')", [`${caseId}.c`, caseId]);
    await m.query("INSERT INTO task (case_id, step, office_id, role, name) VALUES ($1, 's', 'east', 'officer', '{\"zh\":\"甲\",\"en\":\"a\"}')", [caseId]);
    await m.query("INSERT INTO duty (duty_id, case_id, office_id, kind, status, workflow_id, payload, owed_at) VALUES ($1, $2, 'east', 'remind', 'owed', 'case/x', '{}', '2025-03-03T02:00:00Z')", [`${caseId}.d`, caseId]);
  });
  const find = (offices: string[]) => record.in(offices, (m) => m.findOne(CaseRow, { where: { caseId }, relations: { clocks: true, tasks: true, duties: true, office: { county: true } } }));
  expect(await find(['east'])).toMatchObject({
    caseId, openedOn: '2025-03-03', closedOn: null, lastRecordedAt: '2025-03-03T02:00:00.000Z', nextWakeAt: null, office: { name: '东镇', county: { name: '勉县' } },
    clocks: [{ code: 'PEN-05', dueOn: '2025-03-10' }], tasks: [{ step: 's', name: { en: 'a' } }], duties: [{ owedAt: '2025-03-03T02:00:00.000Z', attempts: 0 }],
  });
  expect(await find(['west'])).toBeNull();
  expect(await record.in([], (m) => m.count(Office))).toBe(2);
});
