import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalInstant } from '#law';
import { MACHINE, openStore, stepLegalClock, withActor } from '#store';
import { advanceCases } from './advance-cases.ts';
import { rebuild } from './rebuild.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());
const officers = [personId(1), personId(2)];
const notBefore = async (step: string) => (await county.owner.query<{ day: string | null }[]>('SELECT not_before::text AS day FROM task WHERE step = $1', [step])).map(({ day }) => day);

it('a decision that is offered while the party may still be heard says from which day it is lawful', async () => {
  const caseId = randomUUID();
  await county.done(1, caseId, openPenaltyCase);
  await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers });
  await county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
  expect(await notBefore('takeEvidence')).toEqual([null]);
  await county.done(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '照片三张' }, officers });
  await county.done(1, caseId, { type: 'takeStep', step: 'reportInvestigation', facts: { findings: '当事人无证经营三日。', evidence: '现场照片', violated: '《某条例》第三条', reportedProposal: 'penalty' }, officers });
  const { events } = await county.done(1, caseId, { type: 'takeStep', step: 'issueNotice', facts: { reasons: '事实清楚', basis: '《某条例》第十条', fineMinimum: '500.00', fineMaximum: '5000.00', intendedFine: '1000.00' }, officers });
  const paperId = events.flatMap(({ event }) => (event.type === 'paperIssued' ? [event.paper.paperId] : []))[0] ?? '';
  await county.done(1, caseId, { type: 'recordService', paperId, party: 'p1', officers, attempt: { way: 'direct', on: '2025-03-03', outcome: 'received' } });
  // Statement three working days, hearing five: March 10 is the last day of the later one.
  expect(await notBefore('decidePenalty')).toEqual(['2025-03-11']);
  // Once the day has come a rebuild has nothing to say of it.
  await withActor(county.source, { actorId: MACHINE, offices: [] }, (m) => stepLegalClock(m, legalInstant('2025-03-11T02:00:00.000Z')));
  await advanceCases(county.deps, [caseId]);
  expect(await notBefore('decidePenalty')).toEqual([null]);
  const owner = await openStore(county.database.ownerUrl, { applicationName: 'rebuild' });
  expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  await owner.destroy();
});
