/** One levy only (Order 357 art. 5(2)): across offices that cannot see each other's cases. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalInstant } from '#law';
import { openCounty, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty({ mode: 'stepped', at: legalInstant('2018-06-04T02:00:00.000Z') }); });
afterAll(() => county.close());

const east = { officer: 1, second: 2, head: 4 };
const west = { officer: 7, second: 11, head: 12 };
const father = { kind: 'citizen', identity: { name: '陈某', identityNumber: '999999198001010011', address: '勉县勉阳街道和平路12号' } } as const;

/** A fee case of one parent, up to the served notice and the waived statement. */
async function ready(people: typeof east, identityNumber: string, childOrder = 2): Promise<string> {
  const caseId = randomUUID();
  const officers = [personId(people.officer), personId(people.second)];
  const take = (n: number, step: string, facts: Record<string, unknown>, party?: string) => county.done(n, caseId, { type: 'takeStep', step, facts, officers: n === people.head ? [] : officers, ...(party === undefined ? {} : { party }) });
  await county.done(people.officer, caseId, { type: 'openCase', pack: 'social-maintenance-fee', parties: [{ ...father, identity: { ...father.identity, identityNumber } }], facts: { childBornOn: '2017-05-01', childOrder, discoveredOn: '2018-05-30', summary: '甲' } });
  await take(people.officer, 'proposeFiling', { basis: '甲', proposal: '乙' });
  await take(people.head, 'fileCase', { approval: '同意' });
  await take(people.officer, 'takeEvidence', { evidenceSummary: '甲' });
  await take(people.officer, 'takeIncomeEvidence', { incomeEvidence: '甲', partySex: 'male' }, 'p1');
  await take(people.officer, 'reportInvestigation', { findings: '甲', evidence: '乙', levyProposed: true });
  const noticed = await take(people.officer, 'issueNotice', { baseYear: 2016, baseKind: 'rural', baseAmount: '12000.00', extraChildren: 1, basis: '甲' }, 'p1');
  const notice = noticed.events.find(({ event }) => event.type === 'paperIssued')?.event;
  if (notice?.type !== 'paperIssued') throw new Error('no notice');
  await county.done(people.officer, caseId, { type: 'recordService', paperId: notice.paper.paperId, party: 'p1', officers, attempt: { way: 'direct', on: '2018-06-04', outcome: 'received' } });
  await take(people.head, 'waiveStatement', { waivedInWriting: true }, 'p1');
  return caseId;
}
const decide = (people: typeof east, caseId: string) => county.send(people.head, caseId, { type: 'takeStep', step: 'decideLevy', party: 'p1', facts: { defence: '无' } });

it('a second levy for the same parent and child is refused in whatever office, naming the deciding office and number and nothing else', async () => {
  const first = await decide(east, await ready(east, '999999198001010011'));
  if (first.status !== 'done') throw new Error(JSON.stringify(first));
  const issued = first.events.find(({ event }) => event.type === 'paperIssued')?.event;
  const number = issued?.type === 'paperIssued' ? issued.number : null;
  expect(number).toBe('勉阳综执征决字〔2018〕1号');
  const again = await decide(west, await ready(west, '999999198001010011'));
  expect(again).toMatchObject({ status: 'refused', blockers: [{ code: 'alreadyLevied' }] });
  const text = JSON.stringify(again);
  expect(text).toContain('勉县勉阳街道办事处');
  expect(text).toContain('勉阳综执征决字〔2018〕1号');
  expect(text).not.toMatch(/陈某|9999991980/);
});

it('another child of the same parent is another levy', async () => {
  expect((await decide(west, await ready(west, '999999198001010011', 3))).status).toBe('done');
});

it('two offices that decide at the same moment: one decides, the other learns who', async () => {
  const [one, other] = [await ready(east, '999999198502020023'), await ready(west, '999999198502020023')];
  const outcomes = await Promise.all([decide(east, one), decide(west, other)]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['done', 'refused']);
  expect(outcomes.find((outcome) => outcome.status === 'refused')).toMatchObject({ blockers: [{ code: 'alreadyLevied' }] });
});

it('a decision voided before service frees the key, for its own office and for any other', async () => {
  const number = '999999199003030010';
  const [one, other] = [await ready(east, number), await ready(west, number)];
  const first = await decide(east, one);
  const issued = first.status === 'done' ? first.events.find(({ event }) => event.type === 'paperIssued')?.event : undefined;
  if (issued?.type !== 'paperIssued') throw new Error(JSON.stringify(first));
  expect(await decide(west, other)).toMatchObject({ status: 'refused', blockers: [{ code: 'alreadyLevied' }] });
  await expect(county.owner.query('DELETE FROM register_claim')).rejects.toThrow('until its document is void');
  await county.done(east.head, one, { type: 'voidPaper', paperId: issued.paper.paperId, reason: '金额有误' });
  const again = await decide(east, one);
  expect(again.status).toBe('done');
  const second = again.status === 'done' ? again.events.find(({ event }) => event.type === 'paperIssued')?.event : undefined;
  expect(JSON.stringify(await decide(west, other))).toContain(second?.type === 'paperIssued' ? String(second.number) : 'no number');
});
