import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { pdfPages } from '#documents/testing/pdf-text';
import { readPaper, withActor } from '#store';
import type { CommandDone } from './outcome.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());
const officers = [personId(1), personId(2)];

/** A case with an issued notice; answers the notice's id. */
async function noticed(caseId: string): Promise<string> {
  await county.done(1, caseId, openPenaltyCase);
  await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '《行政处罚法》第五十四条', proposal: '建议立案。' }, officers });
  await county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
  await county.done(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '照片三张' }, officers });
  await county.done(1, caseId, { type: 'takeStep', step: 'inquireWhereabouts', party: 'p1', facts: { whereaboutsInquiry: '村委会、派出所均称去向不明。' }, officers });
  await county.done(1, caseId, { type: 'takeStep', step: 'reportInvestigation', facts: { findings: '当事人无证经营三日。', evidence: '现场照片', violated: '《某条例》第三条', reportedProposal: 'penalty' }, officers });
  const done = await county.done(1, caseId, { type: 'takeStep', step: 'issueNotice', facts: { reasons: '事实清楚', basis: '《某条例》第十条', fineMinimum: '500.00', fineMaximum: '5000.00', intendedFine: '1000.00' }, officers });
  return issuedIn(done)[0]!.paperId;
}

const issuedIn = (done: CommandDone) => done.events.flatMap(({ event }) => (event.type === 'paperIssued' ? [event.paper] : []));

async function pdf(caseId: string, paperId: string): Promise<Buffer> {
  return withActor(county.source, { actorId: personId(1), offices: ['mianyang'] }, async (m) => {
    const paper = await readPaper(m, caseId, paperId);
    const bytes = paper === null ? null : await county.deps.people.openBytes(m, { keyId: paper.keyId, id: paperId, sealed: Buffer.from(paper.sealed) });
    if (!bytes) throw new Error('no paper');
    return bytes;
  });
}

const printed = async (caseId: string, paperId: string): Promise<string> => pdfPages(await pdf(caseId, paperId)).join('').replace(/\s/g, '');

describe('papers that service issues', () => {
  it('a receipt for what was left in place, in the command that records it, about the paper it is for', async () => {
    const caseId = randomUUID();
    const notice = await noticed(caseId);
    const failed = await county.done(1, caseId, { type: 'recordService', paperId: notice, party: 'p1', officers, attempt: { way: 'direct', on: '2025-03-03', outcome: 'nobodyThere' } });
    expect(issuedIn(failed)).toEqual([]);
    const served = await county.done(1, caseId, { type: 'recordService', paperId: notice, party: 'p1', officers, attempt: { way: 'leftInPlace', on: '2025-03-03', outcome: 'received', refusedBy: 'addressee', witnesses: 2, recorded: 'video', note: '当事人称不认可，拒绝签字。' } });
    const [receipt] = issuedIn(served);
    expect(receipt).toMatchObject({ paper: 'service-receipt', party: 'p1', about: notice, series: null });
    expect((await pdf(caseId, receipt!.paperId)).subarray(0, 5).toString()).toBe('%PDF-');
    // A receipt is a record of the file: nobody serves it, nobody takes it back.
    expect(served.events.filter(({ event }) => event.type === 'dutyOwed')).toEqual([]);
    expect(await county.send(4, caseId, { type: 'voidPaper', paperId: receipt!.paperId, reason: '有误' })).toMatchObject({ status: 'refused', blockers: [{ code: 'paperNotVoidable' }] });
  });

  it('a receipt says where the paper was handed over; the paper itself, who handled the case, with certificates', async () => {
    const caseId = randomUUID();
    const notice = await noticed(caseId);
    expect(await printed(caseId, notice)).toMatch(/承办人：[^（]+（执法证号[^）]+）、[^（]+（执法证号[^）]+）/);
    expect(await printed(caseId, notice)).not.toContain('批准人');
    expect(await county.send(1, caseId, { type: 'recordService', paperId: notice, party: 'p1', officers, attempt: { way: 'direct', on: '2025-03-03', outcome: 'received', place: '和平路\u{1F600}' } })).toMatchObject({ status: 'invalid', errors: [{ field: 'attempt.place' }] });
    const served = await county.done(1, caseId, { type: 'recordService', paperId: notice, party: 'p1', officers, attempt: { way: 'direct', on: '2025-03-03', outcome: 'received', place: '和平路十二号店内' } });
    expect(JSON.stringify(served.events)).not.toContain('和平路');
    expect(await printed(caseId, issuedIn(served)[0]!.paperId)).toContain('送达地点和平路十二号店内');
    const order = issuedIn(await county.done(4, caseId, { type: 'takeStep', step: 'orderCorrection', facts: { correctionFacts: '占道经营。', correctionBasis: '《某条例》第三条', correctionOrder: '立即清除。', correctionDueOn: '2025-03-10' } }))[0]!;
    expect(await printed(caseId, order.paperId)).toMatch(/批准人：[^；]+；承办人：[^（]+（执法证号/);
  });

  it('a public announcement when it is posted, and nothing yet for a letter on its way', async () => {
    const caseId = randomUUID();
    const notice = await noticed(caseId);
    const sent = await county.done(1, caseId, { type: 'recordService', paperId: notice, party: 'p1', officers, attempt: { way: 'post', on: '2025-03-03', outcome: 'sent', itemNumber: 'EMS123456' } });
    expect(issuedIn(sent)).toEqual([]);
    const posted = await county.done(1, caseId, { type: 'recordService', paperId: notice, party: 'p1', officers, attempt: { way: 'announcement', on: '2025-03-03', outcome: 'posted', ground: 'whereaboutsUnknown' } });
    const [announcement] = issuedIn(posted);
    expect(announcement).toMatchObject({ paper: 'public-announcement', party: 'p1', about: notice });
    expect((await pdf(caseId, announcement!.paperId)).length).toBeGreaterThan(10_000);
  });
});
