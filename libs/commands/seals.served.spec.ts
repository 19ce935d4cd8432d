import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { pdfPages } from '#documents/testing/pdf-text';
import { readPaper, withActor } from '#store';
import { openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
let caseId: string;
beforeAll(async () => {
  county = await openCounty();
  caseId = randomUUID();
  await county.done(1, caseId, openPenaltyCase);
  const officers = [personId(1), personId(2)];
  await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '《行政处罚法》第五十四条', proposal: '建议立案。' }, officers });
  await county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
  await county.done(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '照片三张' }, officers });
  await county.done(1, caseId, { type: 'takeStep', step: 'reportInvestigation', facts: { findings: '当事人无证经营三日。', evidence: '现场照片', violated: '《某条例》第三条', reportedProposal: 'noPenalty' }, officers });
});
afterAll(() => county.close());

/** Writes into the register past the service, as the application's own role. */
const enter = (seq: number, row: { paperId: string; sha256: string; seal?: string; applicant?: string; keeper?: string }): Promise<unknown> => withActor(county.source, { actorId: personId(26), offices: ['mianyang'] }, (m) => m.query(
  "INSERT INTO seal_use (case_id, seq, office_id, paper_id, sha256, seal, applicant_id, keeper_id, asked_on, used_on, recorded_at) VALUES ($1, $2, 'mianyang', $3, $4, $5, $6, $7, '2025-03-03', '2025-03-03', clock_timestamp())",
  [caseId, seq, row.paperId, row.sha256, row.seal ?? 'electronic', row.applicant ?? personId(1), row.keeper ?? personId(26)]));

describe('the register of the seals', () => {
  it('holds what the events say, and the database takes nothing else', async () => {
    const decided = await county.done(4, caseId, { type: 'takeStep', step: 'decideNoPenalty', facts: { noPenaltyGround: 'slightCorrected', groundEvidence: '现场复查照片', reasons: '轻微并及时改正。', basis: '《中华人民共和国行政处罚法》第三十三条第一款' } });
    const issued = decided.events.flatMap(({ event }) => (event.type === 'paperIssued' ? [{ paperId: event.paper.paperId, sha256: event.sha256 ?? '' }] : []))[0]!;
    await county.done(1, caseId, { type: 'askSeal', paperId: issued.paperId, seal: 'physical' });
    const used = await county.done(26, caseId, { type: 'useSeal', paperId: issued.paperId, seal: 'physical', sha256: issued.sha256 });
    const rows = await county.owner.query<{ seq: number; applicant_id: string; keeper_id: string }[]>('SELECT seq, applicant_id, keeper_id FROM seal_use WHERE case_id = $1', [caseId]);
    expect(rows).toEqual([{ seq: used.seqs?.[0], applicant_id: personId(1), keeper_id: personId(26) }]);
    const seq = used.seqs?.[0] ?? 0;
    await expect(enter(seq, issued)).rejects.toMatchObject({ driverError: { code: '23505' } });
    await expect(enter(seq - 1, issued)).rejects.toMatchObject({ driverError: { code: 'AJ001' } });
    await expect(enter(seq + 1, { ...issued, keeper: personId(1) })).rejects.toMatchObject({ driverError: { code: 'AJ001' } });
    await expect(county.owner.query("UPDATE seal_use SET keeper_id = 'x'")).rejects.toMatchObject({ driverError: { code: 'AJ001' } });
    await expect(county.owner.query('DELETE FROM seal_use')).rejects.toMatchObject({ driverError: { code: 'AJ001' } });
    // Hands that meet and bytes of no paper are refused by the table itself, whatever its trigger says.
    await county.owner.query('ALTER TABLE seal_use DISABLE TRIGGER seal_use_recorded');
    await expect(enter(seq + 1, { ...issued, keeper: personId(1) })).rejects.toMatchObject({ driverError: { constraint: 'keeper_is_not_applicant' } });
    await expect(enter(seq + 1, { ...issued, sha256: 'b'.repeat(64) })).rejects.toMatchObject({ driverError: { constraint: 'sealed_as_issued' } });
    await expect(enter(seq + 1, { ...issued, seal: 'physical' })).rejects.toMatchObject({ driverError: { constraint: 'a_seal_once_a_paper' } });
    await county.owner.query('ALTER TABLE seal_use ENABLE TRIGGER seal_use_recorded');
    await expect(withActor(county.source, { actorId: personId(7), offices: ['wuhou'] }, (m) => m.query('SELECT 1 FROM seal_use'))).resolves.toEqual([]);
  });
});

describe('a closing', () => {
  it('prints its report with its reason, and the index of what is in the file', async () => {
    const papers = await county.owner.query<{ paper_id: string }[]>("SELECT paper_id FROM paper WHERE case_id = $1 AND paper = 'no-penalty-decision'", [caseId]);
    await county.done(1, caseId, { type: 'recordService', paperId: papers[0]!.paper_id, party: 'p1', officers: [personId(1), personId(2)], attempt: { way: 'direct', on: '2025-03-03', outcome: 'received' } });
    const closed = await county.done(4, caseId, { type: 'closeCase', closing: 'closedWithoutPenalty', reason: '不予处罚决定已送达，无需执行。' });
    const [report = '', index = ''] = await Promise.all(closed.events.flatMap(({ event }) => (event.type === 'paperIssued' ? [textOf(event.paper.paperId)] : [])));
    for (const wanted of ['结案报告', '无处罚结案', '不予处罚决定已送达，无需执行。', '《不予行政处罚决定书》：勉阳综执不罚决字〔2025〕1号', '本文书一式一份：案卷一份。']) expect(report).toContain(wanted);
    for (const wanted of ['卷内文件目录', '立案审批表', '案件调查终结报告', '勉阳综执不罚决字〔2025〕1号，2025年3月3日', '送达回证']) expect(index).toContain(wanted);
    expect(JSON.stringify(closed.events)).not.toContain('无需执行');
  });
});

function textOf(paperId: string): Promise<string> {
  return withActor(county.source, { actorId: personId(1), offices: ['mianyang'] }, async (m) => {
    const paper = await readPaper(m, caseId, paperId);
    const bytes = paper === null ? null : await county.deps.people.openBytes(m, { keyId: paper.keyId, id: paperId, sealed: Buffer.from(paper.sealed) });
    return bytes === null ? '' : pdfPages(bytes).join('');
  });
}
