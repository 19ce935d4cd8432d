/** The seven things that are forbidden (七不准) in every text that people of the authority write beside the facts: refused by field, words and article, before any of it is kept. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { offerCase } from './people.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';

const WORDS = '同意，缴清后方可落户';
const DAY = '2025-03-03';
const caseId = randomUUID();
const id = `${caseId}.9`;
let county: TestCounty;
beforeAll(async () => {
  county = await openCounty();
  await county.done(1, caseId, { ...openPenaltyCase });
});
afterAll(() => county.close());

const late = { reason: WORDS, obstacleEndedOn: DAY };
const texts: [string, number, Record<string, unknown> & { type: Parameters<TestCounty['send']>[2]['type'] }][] = [
  ['opinion', 4, { type: 'signApproval', approvalId: id, verdict: 'agree', opinion: WORDS }],
  ['note', 1, { type: 'askApproval', approval: 'filingApproval', items: [], signers: {}, note: WORDS }],
  ['reason', 4, { type: 'changeSigners', approvalId: id, remove: personId(3), reason: WORDS }],
  ['reason', 4, { type: 'withdrawApproval', approvalId: id, reason: WORDS }],
  ['note', 1, { type: 'handleTask', verb: 'claim', step: 'proposeFiling', note: WORDS }],
  ['reason', 8, { type: 'transferCase', toOfficeId: 'wuhou', instrument: '勉司移〔2025〕1号', reason: WORDS }],
  ['reason', 8, { type: 'callInFile', toOfficeId: 'wuhou', instrument: '勉司调〔2025〕1号', reason: WORDS }],
  ['attempt.note', 1, { type: 'recordService', paperId: id, party: 'p1', attempt: { way: 'direct', on: DAY, outcome: 'received', note: WORDS } }],
  ['late.reason', 1, { type: 'takeStep', step: 'takeEvidence', on: DAY, late }],
  ['reason', 1, { type: 'endRepresentative', number: 1, reason: WORDS }],
  ['reason', 4, { type: 'closeCase', closing: 'notFiled', reason: WORDS }],
  ['reason', 4, { type: 'voidPaper', paperId: id, reason: WORDS }],
];

for (const [field, by, command] of texts) {
  it(`${command.type}: ${field}`, async () => {
    const kept = async (): Promise<unknown> => (await county.owner.query('SELECT count(*) FROM content'))[0];
    const before = await kept();
    expect(await county.send(by, caseId, command)).toMatchObject({ status: 'refused', blockers: [{ code: 'linkedConditions', field, article: { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) }, missing: { zh: expect.stringContaining('落户') } }] });
    expect(await kept()).toEqual(before);
  });
}

it('the offer of a case', async () => {
  expect(await offerCase(county.deps, await county.actor(4), caseId, { toOfficeId: 'wuhou', instrument: '勉司移〔2025〕2号', reason: WORDS })).toMatchObject({ status: 'refused', blockers: [{ code: 'linkedConditions', field: 'reason' }] });
});

it('other words stand', async () => {
  await county.done(1, caseId, { type: 'handleTask', verb: 'claim', step: 'proposeFiling', note: '本周内办理。' });
});
