import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { legalDate, legalInstant, PackFormat, type LawBook, type LoadedPack } from '#law';
import { keepPacks, MACHINE, openStore, stepLegalClock, withActor } from '#store';
import { asSuperuser } from '../../../scripts/servers/databases.ts';
import { advanceCases } from '../advance-cases.ts';
import { LawShelf } from '../law-shelf.ts';
import { approveProposal, ParameterProposal, proposeParameter } from '../proposals.ts';
import { rebuild } from '../rebuild.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from '../testing/county.ts';
import { proveDay, type DayProof } from './prove-day.ts';

const officers = [personId(1), personId(2)];
const arm = (county: TestCounty) => county.owner.query('UPDATE case_head SET armed_for = next_wake_at, seen_revision = seq');
const moveTo = (county: TestCounty, at: string) => withActor(county.source, { actorId: MACHINE, offices: [] }, (m) => stepLegalClock(m, legalInstant(at)));
const bookOf = (county: TestCounty): Promise<LawBook> => withActor(county.source, { actorId: MACHINE, offices: [] }, (m) => county.deps.law.book(m));
/** What the proof says of the statement period. */
const late = (proof: DayProof) => proof.differences.filter(({ clockId }) => clockId?.includes('.PEN-07.') === true).map(({ kind, cause, about }) => [kind, cause, about.parameterKnownFrom ?? null]);
const kinds = (proof: DayProof) => proof.differences.map(({ kind, cause }) => `${kind}: ${cause}`);

async function filed(county: TestCounty): Promise<string> {
  const caseId = randomUUID();
  await county.done(1, caseId, openPenaltyCase);
  await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers });
  await county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
  return caseId;
}

/** The penalty pack with a decision period of 60 days instead of 90. */
function shortened({ pack, bytes }: LoadedPack): LoadedPack {
  const text = JSON.parse(Buffer.from(bytes).toString('utf8')) as { clocks: { code: string; period: { length: number } }[] };
  for (const clock of text.clocks) if (clock.code === 'PEN-03') clock.period.length = 60;
  const changed = Buffer.from(JSON.stringify(text));
  return { pack: PackFormat.parse({ ...text, id: pack.id }), bytes: changed, sha256: createHash('sha256').update(changed).digest('hex') };
}

describe('a pack that was changed since', () => {
  let county: TestCounty;
  let changed: TestCounty['deps'];
  let old: LoadedPack;
  beforeAll(async () => {
    county = await openCounty();
    await filed(county);
    await arm(county);
    const book = await bookOf(county);
    old = book.pack('administrative-penalty');
    changed = { ...county.deps, law: new LawShelf(book.with({ packs: [...book.packs.filter((one) => one !== old), shortened(old)] })) };
  });
  afterAll(() => county.close());
  const day = legalDate('2025-03-03');

  it('leaves the proof as it was: events are judged again under the pack that they name', async () => {
    expect(kinds(await proveDay(county.deps, day))).toEqual([]);
    expect(kinds(await proveDay(changed, day))).toEqual([]);
  });

  it('explains rows that were written under it though no event names it', async () => {
    const owner = await openStore(county.database.ownerUrl, { applicationName: 'rebuild' });
    // A rebuild goes by the text that the events name, so only another hand writes such rows.
    expect((await rebuild(owner, changed.law)).differences).toEqual([]);
    await owner.query("UPDATE clock SET due_on = '2025-05-02' WHERE code = 'PEN-03'");
    const proof = await proveDay(changed, day);
    expect(kinds(proof)).toEqual(['storedDiffers: packChanged']);
    expect(proof.differences[0]?.about).toMatchObject({ computedDueOn: '2025-06-01', storedDueOn: '2025-05-02', packNow: shortened(old).sha256 });
    await rebuild(owner, county.deps.law, { apply: true });
    await owner.destroy();
  });

  it('whose old text is gone is named, and nothing is explained away by it', async () => {
    await asSuperuser(county.database.superuserUrl, async (client) => {
      await client.query(`ALTER TABLE pack_text DISABLE TRIGGER ALL; DELETE FROM pack_text WHERE sha256 = '${old.sha256}'; ALTER TABLE pack_text ENABLE ALWAYS TRIGGER pack_text_never_changed; ALTER TABLE pack_text ENABLE ALWAYS TRIGGER pack_text_never_emptied`);
    });
    const proof = await proveDay(changed, day);
    expect(kinds(proof)).toEqual(['packMissing: unexplained', 'storedDiffers: unexplained']);
    expect(proof.differences[0]?.about).toEqual({ packSha256: old.sha256, fromSeq: '1' });
    await withActor(county.source, { actorId: MACHINE, offices: [] }, (m) => keepPacks(m, [{ sha256: old.sha256, pack: old.pack.id, bytes: old.bytes }]));
    expect(kinds(await proveDay(changed, day))).toEqual([]);
  });

  it('is kept as what its hash says and is never changed, for the owner neither', async () => {
    await expect(county.owner.query("UPDATE pack_text SET pack = 'x'")).rejects.toThrow('only appended');
    await expect(county.owner.query('DELETE FROM pack_text')).rejects.toThrow('only appended');
    await expect(county.owner.query("INSERT INTO pack_text (sha256, pack, bytes) VALUES (repeat('0', 64), 'x', 'x')")).rejects.toThrow('check constraint');
  });
});

describe('a parameter that was set for days gone by', () => {
  let county: TestCounty;
  let caseId: string;
  beforeAll(async () => {
    county = await openCounty();
    const book = await bookOf(county);
    // Until March 5 the county has a statement period, and none after it.
    const parameters = book.settings.map((one) => (one.code === 'statementPeriod' ? { ...one, to: legalDate('2025-03-05') } : one));
    Object.assign(county.deps, { law: new LawShelf(book.with({ parameters })) });
    caseId = await filed(county);
    await county.done(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '照片三张' }, officers });
    await county.done(1, caseId, { type: 'takeStep', step: 'reportInvestigation', facts: { findings: '当事人无证经营三日。', evidence: '现场照片', violated: '《某条例》第三条', reportedProposal: 'penalty' }, officers });
    const { events } = await county.done(1, caseId, { type: 'takeStep', step: 'issueNotice', facts: { reasons: '事实清楚', basis: '《某条例》第十条', fineMinimum: '500.00', fineMaximum: '5000.00', intendedFine: '1000.00' }, officers });
    const paperId = events.flatMap(({ event }) => (event.type === 'paperIssued' ? [event.paper.paperId] : []))[0]!;
    await moveTo(county, '2025-03-10T02:00:00.000Z');
    await county.done(1, caseId, { type: 'recordService', paperId, party: 'p1', officers, attempt: { way: 'direct', on: '2025-03-10', outcome: 'received' } });
    await arm(county);
  });
  afterAll(() => county.close());

  async function setStatementPeriod(): Promise<void> {
    const proposed = await proposeParameter(county.deps, await county.actor(8), ParameterProposal.parse({ pack: 'administrative-penalty', code: 'statementPeriod', value: 3, documentNumber: '勉政发〔2025〕9号', from: '2025-03-06' }));
    if (proposed.status !== 'done') throw new Error(JSON.stringify(proposed));
    expect(await approveProposal(county.deps, await county.actor(9), proposed.proposal.proposalId)).toMatchObject({ status: 'done' });
  }

  it('is the cause of what was recorded late by it, and of nothing that was missed', async () => {
    await moveTo(county, '2025-03-20T02:00:00.000Z');
    expect(late(await proveDay(county.deps, legalDate('2025-03-14')))).toEqual([]);
    await setStatementPeriod();
    await advanceCases(county.deps, [caseId]);
    await arm(county);
    expect(late(await proveDay(county.deps, legalDate('2025-03-20')))).toEqual([['recordedLate', 'parameterKnownLate', '2025-03-20T02:00:00.000Z']]);
    expect(late(await proveDay(county.deps, legalDate('2025-03-14')))).toEqual([['notRecorded', 'parameterKnownLate', '2025-03-20T02:00:00.000Z']]);
  });

  it('does not excuse who then let days go by', async () => {
    await moveTo(county, '2025-06-04T02:00:00.000Z');
    await county.owner.query('UPDATE case_head SET armed_for = NULL');
    const missed = (await proveDay(county.deps, legalDate('2025-06-03'))).differences.filter(({ kind, clockId }) => kind === 'notRecorded' && clockId?.includes('.PEN-03.') === true);
    expect(missed).toMatchObject([{ cause: 'outage' }]);
  });
});
