/** A fine that nobody pays, through the door: the demand and the application as they are printed, the gate, the court's acts, and what a rebuild finds. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { pdfPages } from '#documents/testing/pdf-text';
import { legalDate, startOfDay } from '#law';
import { openStore, readPaper, stepLegalClock, withActor } from '#store';
import type { CommandDone } from './outcome.ts';
import { rebuild } from './rebuild.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

const officers = [personId(1), personId(2)];
const stepTo = (day: string): Promise<unknown> => withActor(county.source, { actorId: 'test', offices: [] }, (manager) => stepLegalClock(manager, startOfDay(legalDate(day))));
const take = (n: number, caseId: string, step: string, facts: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<CommandDone> => county.done(n, caseId, { type: 'takeStep', step, facts, ...more });
const issued = (done: CommandDone, paper: string): { paperId: string; number: string | null } => done.events.flatMap(({ event }) => (event.type === 'paperIssued' && event.paper.paper === paper ? [{ paperId: event.paper.paperId, number: event.number }] : []))[0] ?? { paperId: '', number: null };
const serve = (caseId: string, paperId: string, on: string): Promise<CommandDone> => county.done(1, caseId, { type: 'recordService', paperId, party: 'p1', officers, attempt: { way: 'direct', on, outcome: 'received' } });
const printed = (caseId: string, paperId: string): Promise<string> => withActor(county.source, { actorId: personId(1), offices: ['mianyang'] }, async (m) => {
  const paper = await readPaper(m, caseId, paperId);
  const bytes = paper === null ? null : await county.deps.people.openBytes(m, { keyId: paper.keyId, id: paperId, sealed: Buffer.from(paper.sealed) });
  return bytes === null ? '' : pdfPages(bytes).join('');
});

/** 1,000.00, served on 2025-03-03: to be paid by 2025-03-18, six months to sue to 2025-09-03, the court to 2025-12-03. */
async function fined(): Promise<string> {
  const caseId = randomUUID();
  await county.done(1, caseId, { ...openPenaltyCase });
  await take(1, caseId, 'proposeFiling', { basis: '甲', proposal: '乙' }, { officers });
  await take(4, caseId, 'fileCase', { approval: '同意立案。' });
  await take(1, caseId, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片三张' }, { officers });
  await take(1, caseId, 'reportInvestigation', { findings: '甲', evidence: '乙', violated: '丙', reportedProposal: 'penalty' }, { officers });
  const notice = await take(1, caseId, 'issueNotice', { reasons: '甲', basis: '乙', intendedFine: '1000.00' });
  await serve(caseId, issued(notice, 'penalty-notice').paperId, '2025-03-03');
  await take(3, caseId, 'waiveStatement', { waivedInWriting: true }, { party: 'p1' });
  await take(3, caseId, 'waiveHearing', { waivedInWriting: true }, { party: 'p1' });
  const decision = await take(4, caseId, 'decidePenalty', { fine: '1000.00', defence: '当事人放弃。', correction: '立即改正。' });
  await serve(caseId, issued(decision, 'penalty-decision').paperId, '2025-03-03');
  return caseId;
}

it('a fine that is not paid is demanded to the fen, taken to the court, ordered and ended; the record is rebuilt as it stands', async () => {
  const caseId = await fined();
  expect(await county.send(3, caseId, { type: 'takeStep', step: 'issueDemand', party: 'p1', facts: {}, officers })).toMatchObject({ status: 'refused', blockers: [{ code: 'nothingOverdue' }] });
  await stepTo('2025-10-09');
  const demand = issued(await take(3, caseId, 'issueDemand', {}, { party: 'p1', officers }), 'demand-letter');
  expect(demand.number).toBe('勉阳综执催字〔2025〕1号');
  // 3% a day reached the fine itself on the 34th day (Penalty Law art. 72(1)).
  const letter = await printed(caseId, demand.paperId);
  expect(letter).toContain('2000.00');
  expect(letter).toContain('贰仟元整');
  expect(letter).toContain('十个工作日');
  await serve(caseId, demand.paperId, '2025-10-09');
  expect(await county.send(4, caseId, { type: 'takeStep', step: 'applyToCourt', party: 'p1', facts: { applicationFacts: '逾期未缴。' } })).toMatchObject({ status: 'refused', blockers: [{ code: 'demandPeriodRunning', earliest: '2025-10-23' }] });
  await stepTo('2025-10-24');
  const asked = await take(4, caseId, 'applyToCourt', { applicationFacts: '经催告仍未缴纳。' }, { party: 'p1' });
  const application = issued(asked, 'enforcement-application');
  const text = await printed(caseId, application.paperId);
  for (const part of ['勉县人民法院', '2000.00', demand.number ?? '', '经催告仍未缴纳。']) expect(text).toContain(part);
  const courtApplication = asked.events.find(({ event }) => event.type === 'stepTaken' && event.step === 'applyToCourt')?.seq ?? 0;
  const told = { courtApplication, courtDocument: '（2025）陕0725行审1号', courtActOn: '2025-10-24' };
  await take(8, caseId, 'recordCourtAcceptance', told, { party: 'p1', officers });
  await take(8, caseId, 'recordEnforcementOrder', told, { party: 'p1', officers });
  expect(await county.send(4, caseId, { type: 'closeCase', closing: 'performed', reason: '已履行。' })).toMatchObject({ status: 'refused', blockers: expect.arrayContaining([expect.objectContaining({ code: 'atCourt' })]) });
  await take(8, caseId, 'recordExecutionTerminated', { ...told, terminationCause: 'other' }, { party: 'p1', officers });
  expect(await county.done(4, caseId, { type: 'closeCase', closing: 'executionEnded', reason: '人民法院裁定终结执行。' })).toMatchObject({ status: 'done' });
  const owner = await openStore(county.database.ownerUrl, { applicationName: 'test way to court' });
  try {
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  } finally {
    await owner.destroy();
  }
});
