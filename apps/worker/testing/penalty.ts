import { randomUUID } from 'node:crypto';
import { citizen, openPenaltyCase, personId } from '#commands/testing/county';
import type { CaseEvent } from '#cases';
import type { World } from './world.ts';

/** Words about persons in the cases below, which must turn up nowhere outside the record. */
export const canaries = [citizen.identity.name, citizen.identity.identityNumber, citizen.identity.address, citizen.identity.phone, '金丝雀', '办案员'];

const two = [personId(1), personId(2)];

/** A penalty case against one citizen, opened on the day of the legal clock (from 2025-03-03). */
export async function opened(world: World): Promise<string> {
  const caseId = randomUUID();
  await world.county.done(1, caseId, { ...openPenaltyCase, facts: { ...openPenaltyCase.facts, summary: '金丝雀在和平路无证经营。' } });
  return caseId;
}

/** Filing proposed by two officers and approved by the head: the decision period of 90 days begins. */
export async function filed(world: World): Promise<string> {
  const caseId = await opened(world);
  await world.county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '《行政处罚法》第五十四条', proposal: '金丝雀，建议立案。' }, officers: two });
  await world.county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
  return caseId;
}

/** The notice is issued and its service is owed. `before`: called with the case when all is ready for the notice. */
export async function noticed(world: World, before: (caseId: string) => Promise<void> = () => Promise.resolve()): Promise<{ caseId: string; paperId: string; dutyId: string }> {
  const caseId = await filed(world);
  await world.county.done(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '金丝雀照片三张' }, officers: two });
  await world.county.done(1, caseId, { type: 'takeStep', step: 'reportInvestigation', facts: { findings: '金丝雀无证经营三日。', evidence: '现场照片', violated: '《某条例》第三条', reportedProposal: 'penalty' }, officers: two });
  await before(caseId);
  const { events } = await world.county.done(1, caseId, { type: 'takeStep', step: 'issueNotice', facts: { reasons: '事实清楚', basis: '《某条例》第十条', fineMinimum: '500.00', fineMaximum: '5000.00', intendedFine: '1000.00' }, officers: two });
  const paperId = events.map(({ event }) => (event.type === 'paperIssued' ? event.paper.paperId : null)).find((id) => id !== null);
  const dutyId = events.map(({ event }) => dutyIn(event)).find((id) => id !== null);
  if (paperId == null || dutyId == null) throw new Error('No notice was issued.');
  return { caseId, paperId, dutyId };
}

function dutyIn(event: CaseEvent): string | null {
  return event.type === 'dutyOwed' ? event.duty.dutyId : null;
}

/** An attempt at serving the notice on the citizen, on a day. */
export async function attemptService(world: World, { caseId, paperId }: { caseId: string; paperId: string }, on: string, outcome: 'received' | 'nobodyThere'): Promise<void> {
  await world.county.done(1, caseId, { type: 'recordService', paperId, party: 'p1', officers: two, attempt: { way: 'direct', on, outcome, note: '金丝雀' } });
}
