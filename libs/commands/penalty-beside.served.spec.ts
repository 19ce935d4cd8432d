/** What goes on beside a fine, with its papers printed, its register and its workflow's wake: preservation, recusal, correction, publication, quashing, reopening. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readHead, withActor } from '#store';
import { openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';
import type { CommandDone } from './outcome.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

const officers = [personId(1), personId(2)];
const seqOf = (done: CommandDone, step: string): number => done.events.find(({ event }) => event.type === 'stepTaken' && event.step === step)?.seq ?? 0;
const papersOf = (done: CommandDone): { paper: string; number: string | null; paperId: string }[] => done.events.flatMap(({ event }) => (event.type === 'paperIssued' ? [{ paper: event.paper.paper, number: event.number, paperId: event.paper.paperId }] : []));
const take = (n: number, caseId: string, step: string, facts: Record<string, unknown>, more: Record<string, unknown> = {}) => county.done(n, caseId, { type: 'takeStep', step, facts, ...more });

async function filed(): Promise<string> {
  const caseId = randomUUID();
  await county.done(1, caseId, { ...openPenaltyCase });
  await take(1, caseId, 'proposeFiling', { basis: '甲', proposal: '乙' }, { officers });
  await take(4, caseId, 'fileCase', { approval: '同意立案。' });
  return caseId;
}

async function decided(caseId: string): Promise<CommandDone> {
  await take(1, caseId, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片三张' }, { officers });
  const report = await take(1, caseId, 'reportInvestigation', { findings: '甲', evidence: '乙', violated: '丙', reportedProposal: 'penalty' }, { officers });
  expect(papersOf(report).map(({ paper }) => paper)).toContain('evidence-list');
  const notice = await take(1, caseId, 'issueNotice', { reasons: '甲', basis: '乙', intendedFine: '1000.00', intendedReprimand: 'warning', illegalIncome: '300.00', intendedConfiscation: '300.00' });
  await serve(caseId, notice, 'penalty-notice');
  await take(3, caseId, 'waiveStatement', { waivedInWriting: true }, { party: 'p1' });
  await take(3, caseId, 'waiveHearing', { waivedInWriting: true }, { party: 'p1' });
  return take(4, caseId, 'decidePenalty', { fine: '1000.00', reprimand: 'warning', confiscation: '300.00', defence: '当事人放弃。', correction: '立即改正。' });
}

async function serve(caseId: string, issued: CommandDone, paper: string): Promise<void> {
  const [served] = papersOf(issued).filter((one) => one.paper === paper);
  await county.done(1, caseId, { type: 'recordService', paperId: served?.paperId ?? '', party: 'p1', officers, attempt: { way: 'direct', on: '2025-03-03', outcome: 'received' } });
}

it('evidence is preserved and disposed of, a request for recusal decided, an order to correct made: each with its paper', async () => {
  const caseId = await filed();
  const inspected = await take(1, caseId, 'inspectScene', { certificatesShown: true, inspectionTime: '9时', inspectionEnd: '10时', inspectionPlace: '和平路12号', inspectionFindings: '通道内停有货车。', recorder: '李强' }, { officers });
  expect(papersOf(inspected)).toMatchObject([{ paper: 'inspection-record', number: null }]);
  const first = await take(1, caseId, 'proposePreservation', { preservedItems: '货车钥匙：一把', preservationGround: 'mayBeLost', preservationPlace: '办事处保管室', preservationManner: '封存' }, { officers });
  await take(1, caseId, 'proposePreservation', { preservedItems: '账簿：两册', preservationGround: 'hardToObtainLater', preservationPlace: '办事处保管室', preservationManner: '封存' }, { officers });
  const kept = await take(4, caseId, 'approvePreservation', { preservationProposal: seqOf(first, 'proposePreservation'), approval: '同意登记保存。' });
  expect(papersOf(kept)).toMatchObject([{ paper: 'preservation-decision', number: '勉阳综执登保字〔2025〕1号' }]);
  await serve(caseId, kept, 'preservation-decision');
  const released = await take(4, caseId, 'disposePreserved', { preservation: seqOf(kept, 'approvePreservation'), disposal: 'returned', disposalReasons: '已拍照固定。' });
  expect(papersOf(released)).toMatchObject([{ paper: 'preservation-disposal', number: '勉阳综执登处字〔2025〕1号' }]);
  const request = await take(1, caseId, 'requestRecusal', { recusalPerson: personId(2), recusalBy: 'party', recusalReason: '系当事人的亲属。' });
  const recused = await take(4, caseId, 'decideRecusal', { recusalRequest: seqOf(request, 'requestRecusal'), recusalGranted: true, recusalReasons: '属实。' });
  expect(papersOf(recused)).toMatchObject([{ paper: 'recusal-decision' }]);
  expect(await county.send(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '照片' }, officers })).toMatchObject({ status: 'refused', blockers: [{ code: 'personRecused' }] });
  const order = await take(4, caseId, 'orderCorrection', { correctionFacts: '占用消防车通道。', correctionBasis: '《中华人民共和国消防法》第二十八条', correctionOrder: '驶离车辆。', correctionDueOn: '2025-03-10' });
  expect(papersOf(order)).toMatchObject([{ paper: 'correction-order', number: '勉阳综执责改字〔2025〕1号' }]);
});

it('a quashed decision is published, withdrawn, made anew under the claim of the case, and its closed case is taken up again', async () => {
  const caseId = await filed();
  const decision = await decided(caseId);
  await serve(caseId, decision, 'penalty-decision');
  expect(papersOf(await take(4, caseId, 'decidePublication', { publish: true, publicationReasons: '有一定社会影响。', redacted: true }))).toMatchObject([{ paper: 'publication-decision' }]);
  await take(4, caseId, 'recordPublication', { publicationPlace: '政府网站' });
  await take(4, caseId, 'recordQuashing', { overturnedBy: 'reconsideration', overturnedDocument: '勉政复决字〔2025〕1号', quashOutcome: 'quashed' });
  await take(4, caseId, 'withdrawPublication', { withdrawalReasons: '决定已被撤销。' });
  await take(4, caseId, 'decideAnew', { reasons: '责令重新作出。', redoDueOn: '2025-05-30' });
  const again = await decided(caseId);
  expect(papersOf(again)).toMatchObject([{ paper: 'penalty-decision', number: '勉阳综执罚决字〔2025〕2号' }]);
  await take(4, caseId, 'recordQuashing', { overturnedBy: 'court', overturnedDocument: '（2025）陕0725行初1号', quashOutcome: 'quashed' });
  await county.done(4, caseId, { type: 'closeCase', closing: 'closedAfterQuashing', reason: '决定已被撤销。' });
  await county.owner.query('DELETE FROM outbox');
  const reopened = await county.done(4, caseId, { type: 'reopenCase', reopening: 'decisionQuashed', reason: '责令重新作出。', facts: { overturnedBy: 'court', overturnedDocument: '（2025）陕0725行初1号' } });
  expect(reopened.phase).toBe('investigation');
  const head = await withActor(county.source, { actorId: 'x', offices: ['mianyang'] }, (m) => readHead(m, caseId));
  expect(head).toMatchObject({ closedOn: null, phase: 'investigation' });
  expect(await county.owner.query('SELECT workflow_id FROM outbox WHERE workflow_id = $1', [`case/${caseId}`])).toHaveLength(1);
});

it('a legal reviewer without the national qualification on the day of the review is refused', async () => {
  const caseId = await filed();
  await take(1, caseId, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片' }, { officers });
  await take(1, caseId, 'reportInvestigation', { findings: '甲', evidence: '乙', violated: '丙', reportedProposal: 'penalty', reviewGround: 'complex' }, { officers });
  await serve(caseId, await take(1, caseId, 'issueNotice', { reasons: '甲', basis: '乙', intendedFine: '1000.00' }), 'penalty-notice');
  await county.owner.query("UPDATE qualification SET valid_from = '2025-03-04'");
  expect(await county.send(5, caseId, { type: 'takeStep', step: 'reviewLegality', facts: { reviewPassed: true, reviewOpinion: '合法。' } })).toMatchObject({ status: 'refused', blockers: [{ code: 'reviewerNotQualified' }] });
  await county.owner.query("UPDATE qualification SET valid_from = '2025-03-03'");
  await take(5, caseId, 'reviewLegality', { reviewPassed: true, reviewOpinion: '合法。' });
});

it('on the spot: a numbered decision is printed, handed over and reported', async () => {
  const caseId = randomUUID();
  await county.done(1, caseId, { ...openPenaltyCase, pack: 'administrative-penalty-summary', facts: { ...openPenaltyCase.facts, cause: 'highway-stall-or-pile', causeName: '占用公路摆摊' } });
  await take(1, caseId, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片' }, { officers });
  await take(1, caseId, 'hearParty', { certificatesShown: true, told: true, intendedFine: '100.00', statement: '承认。', statementAnswer: '予以采纳。' }, { officers });
  const decided = await take(1, caseId, 'decideOnTheSpot', { actPlace: '2025年2月20日，和平路', findings: '甲', violated: '乙', basis: '丙', factsCertain: true, fine: '100.00', correction: '立即改正。' }, { officers });
  expect(papersOf(decided)).toMatchObject([{ paper: 'on-the-spot-decision', number: '勉阳综执当罚字〔2025〕1号' }]);
  await serve(caseId, decided, 'on-the-spot-decision');
  await take(1, caseId, 'reportToOffice', { recordSummary: '已交付。' });
  expect((await withActor(county.source, { actorId: 'x', offices: ['mianyang'] }, (m) => readHead(m, caseId)))?.phase).toBe('served');
});
