import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalDate } from '#law';
import { madeBands, madeCause } from '#cases/testing/causes';
import { withActor } from '#store';
import { proposeCause } from './cause-proposals.ts';
import { CauseProposal } from './county-causes.ts';
import { loadLawBook } from './law-shelf.ts';
import { approveProposal } from './proposals.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

const officers = [personId(1), personId(2)];
const proposal = (code: string, kind: 'law' | 'villageCharter' = 'law') => {
  const { sets } = madeCause('610725', code, { kind, min: '50.00', max: '500.00' });
  return CauseProposal.parse({ documentNumber: '勉司发〔2025〕6号', from: '2025-03-03', ...sets });
};
async function approved(input: CauseProposal) {
  const proposed = await proposeCause(county.deps, await county.actor(8), input);
  return proposed.status === 'done' ? approveProposal(county.deps, await county.actor(9), proposed.proposal.proposalId) : proposed;
}

/** A case up to its report, for a cause. */
async function reported(cause: string): Promise<string> {
  const caseId = randomUUID();
  await county.done(1, caseId, { ...openPenaltyCase, facts: { ...openPenaltyCase.facts, cause } });
  await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers });
  await county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意' } });
  await county.done(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'inspectionRecord', evidenceSummary: '现场检查笔录' }, officers });
  await county.done(1, caseId, { type: 'takeStep', step: 'reportInvestigation', facts: { findings: '甲', evidence: '乙', violated: '丙', reportedProposal: 'penalty' }, officers });
  return caseId;
}

const notice = (caseId: string, more: object = {}) => county.send(1, caseId, { type: 'takeStep', step: 'issueNotice', facts: { reasons: '甲', basis: '乙', intendedFine: '300.00', ...more }, officers });

it('a range that nobody has read waits for the county: one proposes, another approves, and the notice goes out', async () => {
  const caseId = await reported('street-pile');
  expect(await notice(caseId)).toMatchObject({ status: 'refused', blockers: [{ code: 'causeUnverified', message: { en: expect.stringContaining('Regulation on City Appearance and Sanitation art. 36') } }] });
  const maker = await county.actor(8);
  const proposed = await proposeCause(county.deps, maker, proposal('street-pile'));
  if (proposed.status !== 'done') throw new Error(JSON.stringify(proposed));
  expect(await approveProposal(county.deps, maker, proposed.proposal.proposalId)).toMatchObject({ status: 'refused', blockers: [{ code: 'makerIsChecker' }] });
  expect(await notice(caseId)).toMatchObject({ status: 'refused' });
  expect(await approveProposal(county.deps, await county.actor(9), proposed.proposal.proposalId)).toMatchObject({ status: 'done' });
  expect(await notice(caseId)).toMatchObject({ status: 'done' });
});

it('a village charter is refused as a basis, by the service and by the database', async () => {
  expect(await proposeCause(county.deps, await county.actor(8), proposal('charter', 'villageCharter'))).toMatchObject({ status: 'refused', blockers: [{ code: 'basisNotLaw', field: 'instruments.0.kind' }] });
  const [row] = await county.source.query<{ proposal_id: string; sets: { instruments: { kind: string }[] } }[]>('SELECT proposal_id, sets FROM county_cause LIMIT 1');
  for (const kind of ['villageCharter', 'circular', 'unitRule', 'custom']) {
    const sets = JSON.stringify({ ...row?.sets, instruments: row?.sets.instruments.map((one) => ({ ...one, kind })) });
    const written = withActor(county.source, { actorId: personId(8), offices: ['mian-legal'] }, (m) => m.query("INSERT INTO county_cause (county, code, kind, sets, document_number, valid_from, proposal_id) VALUES ('610725', 'charter', 'cause', $1, '文1号', '2025-03-03', $2)", [sets, row?.proposal_id]));
    await expect(written).rejects.toThrow('basis_is_law');
  }
  await expect(withActor(county.source, { actorId: personId(8), offices: ['mian-legal'] }, (m) => m.query("UPDATE county_cause SET sets = '{}'"))).rejects.toThrow('permission denied');
  await expect(withActor(county.source, { actorId: personId(8), offices: ['mian-legal'] }, (m) => m.query('DELETE FROM county_cause'))).rejects.toThrow('permission denied');
});

it('bands of the county bind from their day; a later document takes their place, none is set for days gone by', async () => {
  const { sets } = madeBands('610725', 'unlicensed-trade');
  const bands = (more: object = {}) => CauseProposal.parse({ documentNumber: '勉司发〔2025〕7号', from: '2025-03-03', code: 'unlicensed-trade', ...sets, ...more });
  const caseId = await reported('unlicensed-trade');
  expect(await approved(bands({ from: '2025-03-02' }))).toMatchObject({ status: 'refused', blockers: [{ code: 'causeBackdated', earliest: '2025-03-03' }] });
  expect(await approved(bands())).toMatchObject({ status: 'done' });
  expect(await notice(caseId)).toMatchObject({ status: 'refused', blockers: [{ code: 'bandMissing' }] });
  expect(await approved(bands({ documentNumber: '勉司发〔2025〕9号', from: '2025-06-01' }))).toMatchObject({ status: 'done' });
  expect(await approved(bands({ documentNumber: '勉司发〔2025〕10号', from: '2025-04-01', to: '2025-04-30' }))).toMatchObject({ status: 'refused', blockers: [{ code: 'causeGap' }] });
  const book = await withActor(county.source, { actorId: 'x', offices: [] }, (m) => loadLawBook(m, county.deps.law));
  expect(['2025-05-31', '2025-06-01'].map((on) => book.causes.find('unlicensed-trade', '610725', legalDate(on))?.bands?.documentNumber)).toEqual(['勉司发〔2025〕7号', '勉司发〔2025〕9号']);
  expect(book.causes.find('unlicensed-trade', '610726', legalDate('2025-06-01'))?.bands).toBeNull();
  expect(await approved(bands({ code: 'loitering' }))).toMatchObject({ status: 'invalid', errors: [{ rule: 'causeUnknown' }] });
  expect(await notice(caseId, { band: 'minor' })).toMatchObject({ status: 'done' });
});

it('one act, one fine: a second decision on the same act of the same person is refused and names the first', async () => {
  const decided = async (caseId: string) => {
    const done = await notice(caseId, { intendedFine: '1000.00' });
    if (done.status !== 'done') throw new Error(JSON.stringify(done));
    const paper = done.events.find(({ event }) => event.type === 'paperIssued')?.event;
    if (paper?.type !== 'paperIssued') throw new Error('No notice was issued.');
    await county.done(1, caseId, { type: 'recordService', paperId: paper.paper.paperId, party: 'p1', attempt: { way: 'direct', on: '2025-03-03', outcome: 'received' }, officers });
    for (const step of ['waiveStatement', 'waiveHearing']) await county.done(3, caseId, { type: 'takeStep', step, party: 'p1', facts: { waivedInWriting: true } });
    return county.send(4, caseId, { type: 'takeStep', step: 'decidePenalty', facts: { fine: '1000.00', defence: '无', correction: '改正' } });
  };
  const first = await decided(await reported('unlicensedStall'));
  expect(first).toMatchObject({ status: 'done' });
  const number = first.status === 'done' ? first.events.flatMap(({ event }) => (event.type === 'paperIssued' ? [event.number] : []))[0] : null;
  expect(await decided(await reported('unlicensedStall'))).toMatchObject({ status: 'refused', blockers: [{ code: 'alreadyFined', missing: { zh: expect.stringContaining(String(number)) } }] });
  const firstCase = first.status === 'done' ? first.caseId : '';
  await expect(withActor(county.source, { actorId: personId(4), offices: ['mianyang'] }, (m) => m.query('DELETE FROM register_claim WHERE case_id = $1', [firstCase]))).rejects.toThrow('stays until its document is void');
  await county.done(4, firstCase, { type: 'takeStep', step: 'recordQuashing', facts: { overturnedBy: 'reconsideration', overturnedDocument: '勉政复决〔2025〕1号', quashOutcome: 'quashed' } });
  expect(await decided(await reported('unlicensedStall'))).toMatchObject({ status: 'done' });
  // The same day, another act, and why it is another one.
  const other = randomUUID();
  expect(await county.send(1, other, { ...openPenaltyCase, facts: { ...openPenaltyCase.facts, actNumber: 2 } })).toMatchObject({ status: 'refused', blockers: [{ code: 'actNumberUnfounded' }] });
});
