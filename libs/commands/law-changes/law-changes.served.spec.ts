import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalDate, legalInstant, type LoadedPack } from '#law';
import { firstBreak, keepPacks, MACHINE, NO_EVENT_BEFORE, openStore, readHead, readStoredEvents, rearmCases, stepLegalClock, withActor, withCase } from '#store';
import { advanceCases } from '../advance-cases.ts';
import { LawShelf } from '../law-shelf.ts';
import { proveDay } from '../proof/prove-day.ts';
import { rebuild } from '../rebuild.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from '../testing/county.ts';
import { mortal } from '../testing/mortal.ts';
import { proposeLawChange, readLawChange, readLines, rejectLawChange, signLawChange, tryLawChange, type LawChangeOutcome } from './changes.ts';
import { lawChangePage } from './pages.ts';

const PACK = 'administrative-penalty';
const officers = [personId(1), personId(2)];
const asked = { pack: PACK, documentNumber: '勉司发〔2025〕6号', reason: '期限录入有误，予以更正' };
type PackJson = { inForce: Record<string, unknown>; clocks: { code: string; period: { length: number } }[]; money?: { debts: { surcharge: { perMillePerDay: number } }[] } };

const machine = <T>(county: TestCounty, work: Parameters<typeof withActor<T>>[2]): Promise<T> => withActor(county.source, { actorId: MACHINE, offices: ['mian-legal', 'mianyang', 'wuhou'] }, work);
const moveTo = (county: TestCounty, at: string): Promise<unknown> => machine(county, (m) => stepLegalClock(m, legalInstant(at)));
const inUse = async (county: TestCounty, pack = PACK): Promise<LoadedPack> => (await machine(county, (m) => county.deps.law.book(m))).pack(pack);

/** A text of the pack with another decision period, and changed otherwise as asked. */
async function text(county: TestCounty, days: number, change: (pack: PackJson) => void = () => undefined, pack = PACK): Promise<string> {
  const json = JSON.parse(Buffer.from((await inUse(county, pack)).bytes).toString('utf8')) as PackJson;
  for (const clock of json.clocks) if (clock.code === 'PEN-03') clock.period.length = days;
  change(json);
  return JSON.stringify(json);
}

async function filed(county: TestCounty): Promise<string> {
  const caseId = randomUUID();
  await county.done(1, caseId, openPenaltyCase);
  await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers });
  await county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
  return caseId;
}

function done<T>(outcome: LawChangeOutcome<T>): T {
  if (outcome.status !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.answer;
}
const seen = async (county: TestCounty, id: string) => (await machine(county, (m) => readLawChange(m, id)))!;
const lines = (county: TestCounty, id: string) => machine(county, (m) => readLines(m, id, { after: null, limit: 100, status: null, everything: true }));
const head = async (county: TestCounty, id: string) => (await withCase(county.source, id, (m) => readHead(m, id)))!;
const dueOn = async (county: TestCounty, id: string) => (await machine(county, (m) => m.query<{ due_on: string }[]>("SELECT due_on FROM clock WHERE case_id = $1 AND code = 'PEN-03'", [id])))[0]?.due_on;

/** Works until people are asked, as the workflow does: a page of `most` cases at a time. */
async function worked(county: TestCounty, id: string, most = 2): Promise<number> {
  for (let pages = 1; ; pages += 1) if (!(await lawChangePage(county.deps, id, most)).more) return pages;
}
async function drawnUp(county: TestCounty, packText: string): Promise<string> {
  const { lawChangeId } = done(await proposeLawChange(county.deps, await county.actor(8), { ...asked, packText }));
  await worked(county, lawChangeId);
  return lawChangeId;
}
async function signedByTwo(county: TestCounty, id: string): Promise<void> {
  const { manifest } = await seen(county, id);
  for (const n of [8, 9]) done(await signLawChange(county.deps, await county.actor(n), id, manifest ?? ''));
}

describe('a correction of a pack', () => {
  let county: TestCounty;
  let cases: string[];
  let change: string;
  let corrected: string;
  beforeAll(async () => {
    county = await openCounty();
    cases = [];
    for (let n = 0; n < 5; n += 1) cases.push(await filed(county));
    cases.sort();
    corrected = await text(county, 60);
  });
  afterAll(() => county.close());

  it('is tried: each open case with what would be rewritten, page by page, and nothing is written', async () => {
    const counts = () => machine(county, (m) => m.query('SELECT (SELECT count(*) FROM case_event) AS events, (SELECT count(*) FROM law_change) AS changes, (SELECT count(*) FROM pack_text) AS texts, (SELECT count(*) FROM outbox) AS wakes'));
    const before = await counts();
    const first = done(await tryLawChange(county.deps, await county.actor(8), { ...asked, packText: corrected }, { after: null, limit: 3 }));
    const second = done(await tryLawChange(county.deps, await county.actor(8), { ...asked, packText: corrected }, { after: first.next, limit: 3 }));
    expect([first.kind, first.lines.length, second.lines.length, second.next]).toEqual(['correction', 3, 2, null]);
    expect([...first.lines, ...second.lines].map(({ caseId }) => caseId)).toEqual(cases);
    const place = Object.keys(first.lines[0]?.before ?? {});
    expect(place).toEqual([expect.stringMatching(/^clock PEN-03\./)]);
    expect([first.lines[0]?.before[place[0] ?? ''], first.lines[0]?.after[place[0] ?? '']]).toMatchObject([{ dueOn: '2025-06-01' }, { dueOn: '2025-05-02' }]);
    expect(await counts()).toEqual(before);
  });

  it('that is no whole pack, none at all, or brings back what has ended is refused by name', async () => {
    const actor = await county.actor(8);
    const rules = async (input: Partial<Parameters<typeof tryLawChange>[2]>) => { const outcome = await tryLawChange(county.deps, actor, { ...asked, ...input }, { after: null, limit: 5 }); return outcome.status === 'invalid' ? outcome.errors.map(({ field, rule }) => `${field} ${rule}`) : outcome.status === 'refused' ? outcome.blockers.map(({ code }) => code) : outcome.status; };
    expect(await rules({ packText: '{' })).toEqual(['packText json']);
    expect(await rules({ packText: '{}' })).toEqual(['packText pack']);
    expect(await rules({ packText: corrected.replaceAll('"template":"penalty-notice"', '"template":"no-such-template"') })).toEqual(['packText pack']);
    expect(await rules({ packText: corrected, packSha256: 'f'.repeat(64) })).toEqual(['packText oneOfTwo']);
    expect(await rules({ packSha256: 'f'.repeat(64) })).toEqual(['packSha256 notKept']);
    expect(await rules({ packSha256: (await inUse(county)).sha256 })).toEqual(['packSha256 nothingToChange']);
    expect(await rules({ pack: 'leads', packText: corrected })).toEqual(['pack otherPack']);
    expect(await rules({ pack: 'unknown', packText: corrected })).toEqual(['pack unknownPack']);
    const revived = await text(county, 60, (json) => { json.inForce['to'] = null; }, 'social-maintenance-fee');
    expect(await rules({ pack: 'social-maintenance-fee', packText: revived })).toEqual(['packNoLongerInForce']);
  });

  it('is drawn up by pages, and signed by two persons who name the lines that they have seen', async () => {
    change = done(await proposeLawChange(county.deps, await county.actor(8), { ...asked, packText: corrected })).lawChangeId;
    expect(await proposeLawChange(county.deps, await county.actor(9), { ...asked, packText: await text(county, 61) })).toMatchObject({ status: 'refused', blockers: [{ code: 'lawChangeUnderWay' }] });
    expect(await signLawChange(county.deps, await county.actor(8), change, 'f'.repeat(64))).toMatchObject({ status: 'refused', blockers: [{ code: 'lawChangeNotOpen' }] });
    // Temporal may have forgotten it: while it is drawn up it is woken again, while people are asked it is not.
    const wokenAgain = async (): Promise<number> => {
      await county.owner.query('DELETE FROM outbox');
      await rearmCases(county.source, { everything: true });
      return (await county.owner.query<object[]>('SELECT 1 FROM outbox WHERE workflow_id = $1', [`lawchange/${change}`])).length;
    };
    expect(await wokenAgain()).toBe(1);
    expect(await worked(county, change)).toBe(3);
    expect(await wokenAgain()).toBe(0);
    const { manifest, progress, status } = await seen(county, change);
    expect([status, progress.lines, progress.rewritten]).toEqual(['open', 5, 5]);
    expect(await signLawChange(county.deps, await county.actor(8), change, 'f'.repeat(64))).toMatchObject({ status: 'refused', blockers: [{ code: 'manifestDiffers' }] });
    expect(done(await signLawChange(county.deps, await county.actor(8), change, manifest ?? '')).status).toBe('open');
    expect(await signLawChange(county.deps, await county.actor(8), change, manifest ?? '')).toMatchObject({ status: 'refused', blockers: [{ code: 'makerIsChecker' }] });
    expect(await signLawChange(county.deps, { ...await county.actor(1), offices: ['wuhou'] }, change, manifest ?? '')).toEqual({ status: 'notFound' });
    // Nothing was rewritten so far.
    expect(await dueOn(county, cases[0] ?? '')).toBe('2025-06-01');
  });

  it('is applied where it does what was signed; another effect is held back, an odd case stops no other', async () => {
    const [untouched = '', moved = '', served = '', odd = ''] = cases;
    // The revision moves, the effect stays.
    await county.done(1, moved, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '现场照片' }, officers });
    // The clock is another than the one signed.
    await county.owner.query("UPDATE law_change_line SET after = replace(after::text, '2025-05-02', '2025-05-03')::jsonb WHERE law_change_id = $1 AND of_case = $2", [change, served]);
    await county.owner.query('UPDATE case_head SET pack_sha256 = $2 WHERE case_id = $1', [odd, 'e'.repeat(64)]);
    const tried = done(await tryLawChange(county.deps, await county.actor(8), { ...asked, packText: corrected }, { after: null, limit: 10 }));
    expect(tried.lines.map(({ caseId, error }) => [caseId, error])).toEqual(cases.map((id) => [id, id === odd ? 'Error' : null]));
    done(await signLawChange(county.deps, await county.actor(9), change, (await seen(county, change)).manifest ?? ''));
    expect(await worked(county, change)).toBe(3);
    const byCase = new Map((await lines(county, change)).map((line) => [line.caseId, line.status]));
    expect(cases.map((id) => byCase.get(id))).toEqual(['applied', 'applied', 'heldBack', 'failed', 'applied']);
    expect([await dueOn(county, untouched), await dueOn(county, moved), await dueOn(county, served)]).toEqual(['2025-05-02', '2025-05-02', '2025-06-01']);
    const { status, round } = await seen(county, change);
    expect([status, round]).toEqual(['open', 2]);
    await county.owner.query('UPDATE case_head SET pack_sha256 = $2 WHERE case_id = $1', [odd, (await inUse(county)).sha256]);
  });

  it('stands in the chain of the case: who was signed for, from which text to which', async () => {
    const [first = ''] = cases;
    const events = (await withCase(county.source, first, (m) => readStoredEvents(m, first)))!;
    expect(firstBreak(events, { seq: 0, hash: NO_EVENT_BEFORE, recordedAt: null })).toBeNull();
    const line = (await lines(county, change)).find(({ caseId }) => caseId === first)!;
    const event = events.find(({ seq }) => seq === line.seq)!;
    expect([event.type, event.payload]).toEqual(['lawChanged', { lawChangeId: change, kind: 'correction', fromSha256: (await inUse(county)).sha256, toSha256: (await seen(county, change)).toSha256, lineHash: line.hash }]);
    expect([events.at(-1)?.packSha256, (await head(county, first)).packSha256]).toEqual([event.payload['toSha256'], event.payload['toSha256']]);
  });

  it('done twice changes nothing; what was held back waits for a second signature of two persons', async () => {
    const events = () => machine(county, (m) => m.query<{ n: number }[]>('SELECT count(*)::integer AS n FROM case_event'));
    const before = await events();
    expect(await worked(county, change)).toBe(1);
    expect(await events()).toEqual(before);
    await signedByTwo(county, change);
    await worked(county, change);
    expect((await seen(county, change)).status).toBe('applied');
    expect((await lines(county, change)).map(({ status }) => status)).toEqual(Array.from(cases, () => 'applied'));
    expect(await Promise.all(cases.map((id) => dueOn(county, id)))).toEqual(cases.map(() => '2025-05-02'));
    expect((await seen(county, change)).signatures.map(({ round, place }) => [round, place])).toEqual([[1, 1], [1, 2], [2, 1], [2, 2]]);
  });

  it('is the law of what is done from then on, in these cases and in new ones; record, rebuild and proof agree', async () => {
    const fresh = await filed(county);
    expect(await dueOn(county, fresh)).toBe('2025-05-02');
    expect((await head(county, fresh)).packSha256).toBe((await seen(county, change)).toSha256);
    const owner = await openStore(county.database.ownerUrl, { applicationName: 'rebuild' });
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
    await owner.destroy();
    await county.owner.query('UPDATE case_head SET armed_for = next_wake_at, seen_revision = seq');
    expect((await proveDay(county.deps, legalDate('2025-03-03'))).differences).toEqual([]);
  });
});

describe('a text that a release brings', () => {
  let county: TestCounty;
  let after: TestCounty;
  let caseId: string;
  beforeAll(async () => {
    county = await openCounty();
    caseId = await filed(county);
    const book = await machine(county, (m) => county.deps.law.book(m));
    const bytes = Buffer.from(await text(county, 60));
    const { createHash } = await import('node:crypto');
    const { checkPack } = await import('#law/packs/check-pack');
    const { pack } = checkPack(JSON.parse(bytes.toString('utf8')));
    const brought: LoadedPack = { pack: pack!, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    await machine(county, (m) => keepPacks(m, [{ sha256: brought.sha256, pack: PACK, bytes }]));
    after = { ...county, deps: { ...county.deps, law: new LawShelf(book.with({ packs: [...book.packs.filter(({ pack: one }) => one.id !== PACK), brought] })) } };
  });
  afterAll(() => county.close());

  it('reaches an open case by a signed change only', async () => {
    await advanceCases(after.deps, [caseId]);
    expect(await dueOn(after, caseId)).toBe('2025-06-01');
    const { sha256 } = await inUse(after);
    const { lawChangeId } = done(await proposeLawChange(after.deps, await after.actor(8), { ...asked, packSha256: sha256 }));
    await worked(after, lawChangeId);
    await signedByTwo(after, lawChangeId);
    await worked(after, lawChangeId);
    expect([await dueOn(after, caseId), (await head(after, caseId)).packSha256]).toEqual(['2025-05-02', sha256]);
  });
});

describe('a change of law', () => {
  let county: TestCounty;
  beforeAll(async () => { county = await openCounty(); });
  afterAll(() => county.close());

  it('rewrites by signature, but its end of force binds by itself: a case held back stops too, and new ones are refused', async () => {
    const cases = [await filed(county), await filed(county)].sort();
    const ended = await text(county, 90, (json) => {
      json.inForce['to'] = '2025-03-31';
      json.inForce['after'] = { message: { zh: '本程序自2025年4月1日起停止施行', en: 'this procedure ended on 2025-04-01' }, cite: { instrument: 'APL', article: 'art. 1' } };
    });
    const outcome = await tryLawChange(county.deps, await county.actor(8), { ...asked, packText: ended }, { after: null, limit: 5 });
    expect(done(outcome).kind).toBe('changeOfLaw');
    const change = await drawnUp(county, ended);
    await county.owner.query("UPDATE law_change_line SET after = '{\"phase\": \"elsewhere\"}' WHERE law_change_id = $1 AND of_case = $2", [change, cases[1]]);
    await signedByTwo(county, change);
    await worked(county, change);
    expect((await lines(county, change)).map(({ status }) => status)).toEqual(['applied', 'heldBack']);
    await moveTo(county, '2025-03-31T16:00:00.000Z');
    await advanceCases(county.deps, cases);
    for (const id of cases) expect((await head(county, id)).state.packEnded).toBe(true);
    for (const id of cases) expect(await county.send(1, id, { type: 'takeStep', step: 'takeEvidence', facts: {}, officers })).toMatchObject({ status: 'refused', blockers: [{ code: 'packNoLongerInForce' }] });
    expect(await county.send(1, randomUUID(), openPenaltyCase)).toMatchObject({ status: 'refused', blockers: [{ code: 'packNoLongerInForce' }] });
    // What was held back can be left as it is.
    expect(done(await rejectLawChange(county.deps, await county.actor(8), change)).status).toBe('applied');
  });
});

describe('a change that is given up', () => {
  let county: TestCounty;
  beforeAll(async () => { county = await openCounty(); });
  afterAll(() => county.close());

  it('before it was signed changes nothing', async () => {
    await filed(county);
    const change = await drawnUp(county, await text(county, 80));
    expect(done(await rejectLawChange(county.deps, await county.actor(9), change)).status).toBe('rejected');
    expect(await signLawChange(county.deps, await county.actor(8), change, (await seen(county, change)).manifest ?? '')).toMatchObject({ status: 'refused', blockers: [{ code: 'lawChangeNotOpen' }] });
  });
});


describe('a correction of the money section', () => {
  const SUMMARY = 'administrative-penalty-summary';
  let county: TestCounty;
  beforeAll(async () => { county = await openCounty(); });
  afterAll(() => county.close());

  let acts = 0;
  /** A fine of 100.00 yuan on the spot; the paper that orders it. */
  async function fined(): Promise<{ caseId: string; paperId: string }> {
    const caseId = randomUUID();
    await county.done(1, caseId, { ...openPenaltyCase, pack: SUMMARY, facts: { ...openPenaltyCase.facts, cause: 'highway-stall-or-pile', causeName: '占用公路摆摊', actEndedOn: `2025-02-${10 + (acts += 1)}` } });
    await county.done(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '照片' }, officers });
    await county.done(1, caseId, { type: 'takeStep', step: 'hearParty', facts: { certificatesShown: true, told: true, intendedFine: '100.00', statement: '承认。', statementAnswer: '予以采纳。' }, officers });
    const decided = await county.done(1, caseId, { type: 'takeStep', step: 'decideOnTheSpot', facts: { actPlace: '和平路', findings: '甲', violated: '乙', basis: '丙', factsCertain: true, fine: '100.00', correction: '立即改正。' }, officers });
    const paperId = decided.events.flatMap(({ event }) => (event.type === 'paperIssued' && event.paper.paper === 'on-the-spot-decision' ? [event.paper.paperId] : []))[0];
    return { caseId, paperId: paperId ?? '' };
  }
  const serve = ({ caseId, paperId }: { caseId: string; paperId: string }, on: string) => county.done(1, caseId, { type: 'recordService', paperId, party: 'p1', attempt: { way: 'direct', on, outcome: 'received', place: '和平路' }, officers });
  const pays = (caseId: string, fen: string, on: string) => county.done(1, caseId, { type: 'bookPayment', receiptId: `B-${caseId.slice(0, 8)}`, reference: 'REF1', debt: 'fine', party: 'p1', on: legalDate(on), fen }, { actor: { kind: 'machine', personId: MACHINE } as never });
  /** 20 instead of 30 per mille a day. */
  const lowered = () => text(county, 90, (json) => { for (const debt of json.money?.debts ?? []) debt.surcharge.perMillePerDay = 20; }, SUMMARY);

  it('lists the sums that it would rewrite; days that pass hold nothing back, a payment and an act in between do', async () => {
    const [untouched, paid, unserved] = [await fined(), await fined(), await fined()];
    for (const one of [untouched, paid]) await serve(one, '2025-03-03');
    await moveTo(county, '2025-03-23T02:00:00.000Z');
    const { lawChangeId } = done(await proposeLawChange(county.deps, await county.actor(8), { ...asked, pack: SUMMARY, packText: await lowered() }));
    await worked(county, lawChangeId);
    const listed = new Map((await lines(county, lawChangeId)).map((line) => [line.caseId, line]));
    const line = listed.get(untouched.caseId);
    expect([Object.keys(line?.before ?? {}), line?.drawnOn]).toEqual([['money fine p1'], '2025-03-23']);
    expect([line?.before['money fine p1'], line?.after['money fine p1']]).toMatchObject([
      { reckonedOn: '2025-03-23', dueOn: '2025-03-18', principal: '100.00', surcharge: '15.00', balance: '115.00', received: '0.00', surchargeRule: { perMillePerDay: 30 } },
      { reckonedOn: '2025-03-23', dueOn: '2025-03-18', principal: '100.00', surcharge: '10.00', balance: '110.00', received: '0.00', surchargeRule: { perMillePerDay: 20 } },
    ]);
    expect(listed.get(unserved.caseId)?.rewritten).toBe(false);
    await signedByTwo(county, lawChangeId);
    // Between signature and application: two days, a receipt of the bank, a service that makes a fine due.
    await moveTo(county, '2025-03-25T02:00:00.000Z');
    await pays(paid.caseId, '4000', '2025-03-24');
    await serve(unserved, '2025-03-25');
    await worked(county, lawChangeId);
    const after = new Map((await lines(county, lawChangeId)).map((one) => [one.caseId, one]));
    expect([untouched, paid, unserved].map(({ caseId }) => after.get(caseId)?.status)).toEqual(['applied', 'heldBack', 'heldBack']);
    expect(after.get(paid.caseId)).toMatchObject({ drawnOn: '2025-03-25', before: { 'money fine p1': { received: '40.00', surcharge: '19.80' } }, after: { 'money fine p1': { received: '40.00', surcharge: '13.20' } } });
    await signedByTwo(county, lawChangeId);
    await worked(county, lawChangeId);
    expect((await seen(county, lawChangeId)).status).toBe('applied');
    const owner = await openStore(county.database.ownerUrl, { applicationName: 'rebuild' });
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
    await owner.destroy();
  });

  it('writes what it changes in the ledger in the transaction of its event', async () => {
    const one = await fined();
    await serve(one, '2025-03-25');
    await county.done(1, one.caseId, { type: 'takeStep', step: 'reportToOffice', facts: { recordSummary: '已交付当事人。' }, officers });
    const principal = async () => (await county.owner.query<{ fen: string }[]>("SELECT sum(fen)::text AS fen FROM ledger_posting WHERE case_id = $1 AND account = 'principal'", [one.caseId]))[0]?.fen;
    expect(await principal()).toBe('10000');
    const packText = await text(county, 90, (json) => { for (const debt of json.money?.debts ?? []) { debt.surcharge.perMillePerDay = 20; Object.assign(debt, { quashedBy: ['reportToOffice'] }); } }, SUMMARY);
    const { lawChangeId } = done(await proposeLawChange(county.deps, await county.actor(8), { ...asked, pack: SUMMARY, packText }));
    await worked(county, lawChangeId);
    await signedByTwo(county, lawChangeId);
    await worked(county, lawChangeId);
    expect((await lines(county, lawChangeId)).find(({ caseId }) => caseId === one.caseId)?.status).toBe('applied');
    expect(await principal()).toBe('0');
  });
});

describe('a worker that is killed at a commit', () => {
  let county: TestCounty;
  let cases: string[];
  beforeAll(async () => {
    county = await openCounty();
    cases = (await Promise.all([filed(county), filed(county), filed(county)])).sort();
  }, 60_000);
  afterAll(() => county.close());

  const changesOf = async (id: string) => (await withCase(county.source, id, (m) => readStoredEvents(m, id)))!.filter(({ type }) => type === 'lawChanged').length;

  it.each(['before', 'after'] as const)('%s the server has it: whoever goes on applies each case once', async (when) => {
    let days = when === 'before' ? 60 : 40;
    for (let at = 1; ; at += 1) {
      const before = await Promise.all(cases.map(changesOf));
      const { lawChangeId } = done(await proposeLawChange(county.deps, await county.actor(8), { ...asked, packText: await text(county, days += 1) }));
      const life = async (once: { at: number }): Promise<boolean> => {
        const { source, commits } = mortal(county.source, { ...once, when });
        const deps = { ...county.deps, source };
        try {
          for (;;) if (!(await lawChangePage(deps, lawChangeId, 2)).more) return commits() < once.at;
        } catch (error) {
          expect(String(error)).toContain('killed');
          return false;
        }
      };
      // Killed while the lines are drawn up, and again while they are applied.
      const drawn = await life({ at });
      await worked(county, lawChangeId);
      await signedByTwo(county, lawChangeId);
      const applied = await life({ at });
      await worked(county, lawChangeId);
      expect((await seen(county, lawChangeId)).status).toBe('applied');
      expect((await lines(county, lawChangeId)).map(({ caseId, status }) => [caseId, status])).toEqual(cases.map((id) => [id, 'applied']));
      expect(await Promise.all(cases.map(changesOf))).toEqual(before.map((n) => n + 1));
      expect(await Promise.all(cases.map((id) => dueOn(county, id)))).toEqual(Array.from(cases, () => expect.stringMatching(/^2025-0[4-6]-/)));
      // It outlived its commits, all of them: no point is left.
      if (drawn && applied) break;
    }
  }, 240_000);
});
