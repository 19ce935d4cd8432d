import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowedActions, fold } from '#cases';
import { actor as person } from '#cases/testing/county';
import { legalInstant } from '#law';
import { firstBreak, MACHINE, NO_EVENT_BEFORE, openStore, readEvents, readHead, readStoredEvents, withActor, withCase } from '#store';
import { CaseFiles, openFileStorage, type FileStorage } from '#store/files';
import { verifyAll } from '#store/verify';
import { advanceCases } from '../advance-cases.ts';
import { rebuild } from '../rebuild.ts';
import { openCounty, personId, type TestCounty } from '../testing/county.ts';
import { mortal } from '../testing/mortal.ts';
import { importHistory, type HistoryOutcome } from './import-files.ts';

let county: TestCounty;
let dataDir: string;
let storage: FileStorage;
const pdf = Buffer.from('%PDF-1.7 征收决定书');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
beforeAll(async () => {
  county = await openCounty();
  dataDir = await mkdtemp(join(tmpdir(), 'anjuan-history-'));
  storage = await openFileStorage({ dataDir });
  await writeFile(join(dataDir, 'decision.pdf'), pdf);
});
afterAll(async () => {
  await county.close();
  await rm(dataDir, { recursive: true });
});

const identity = { name: '陈某某', identityNumber: '999999198001010011', address: '勉县勉阳街道和平路12号' };
const paid = { kind: 'citizen', identity, decidedOn: '2012-05-02', servedOn: '2012-05-04', decided: '32313.00', received: '1000.00', lastReceivedOn: '2013-01-10' };
const old = (fileNumber: string, more: object = {}) => ({
  fileNumber, office: 'mianyang', filedOn: '2012-03-05', closing: 'partly_executed_frozen', closedOn: '2021-09-01', reason: '余款不再征收。', parties: [paid],
  papers: [{ path: 'decision.pdf', sha256: sha256(pdf), mediaType: 'application/pdf', purpose: 'levy-decision' }], ...more,
});
const { decidedOn: _d, servedOn: _s, decided: _a, received: _r, lastReceivedOn: _l, ...undecided } = paid;
const unpaid = { ...paid, received: '0.00', lastReceivedOn: undefined };

async function runs(lines: readonly unknown[], more: { apply?: boolean; deps?: TestCounty['deps']; n?: number } = {}): Promise<HistoryOutcome[]> {
  const outcomes: HistoryOutcome[] = [];
  const input = { deps: more.deps ?? county.deps, storage, actor: await county.actor(more.n ?? 8), pack: 'social-maintenance-fee', documentNumber: '勉司发〔2025〕9号', folder: dataDir, apply: more.apply ?? true };
  for await (const outcome of importHistory(input, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))))) outcomes.push(outcome);
  return outcomes;
}
const rulesOf = (outcome: HistoryOutcome | undefined): string[] => (outcome?.status === 'refused' ? outcome.problems.map(({ field, rule }) => `${outcome.line} ${field} ${rule}`) : [outcome?.status ?? 'nothing']);
const count = async (table: string): Promise<number> => Number((await county.owner.query<{ n: string }[]>(`SELECT count(*) AS n FROM ${table}`))[0]?.n);
const parts = async (): Promise<number> => (await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true }).catch(() => [])).filter((one) => one.isFile()).length;

describe('the import of old files', () => {
  it('judges every line first, and without being told to apply leaves nothing behind', async () => {
    expect((await runs([old('1号'), old('2号', { closing: 'archived_executed' })], { apply: false })).map(rulesOf)).toEqual([['fits'], ['2 closing stateDoesNotFit']]);
    expect([await count('case_head'), await count('case_event'), await count('case_file'), await count('content'), await parts()]).toEqual([0, 0, 0, 0, 0]);
  });

  it('takes the states that the pack admits, each on what its file says', async () => {
    const outcomes = await runs([
      old('部分'), old('执行', { closing: 'archived_executed', closedOn: '2013-02-01', parties: [{ ...paid, received: '32313.00' }] }),
      old('未执行', { closing: 'decided_unexecuted_closed', parties: [unpaid] }), old('未决定', { closing: 'undecided_closed', parties: [undecided], papers: [] }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['imported', 'imported', 'imported', 'imported']);
    const heads = await withActor(county.source, { actorId: MACHINE, offices: ['mianyang'] }, (m) => m.query<{ caseNumber: string; closedOn: string; wake: string | null }[]>('SELECT case_number AS "caseNumber", closed_on AS "closedOn", next_wake_at AS wake FROM case_head ORDER BY case_number'));
    expect(heads).toContainEqual({ caseNumber: '勉阳综执旧档 部分', closedOn: '2021-09-01', wake: null });
    expect(await county.owner.query('SELECT 1 FROM duty UNION ALL SELECT 1 FROM task UNION ALL SELECT 1 FROM clock UNION ALL SELECT 1 FROM outbox')).toEqual([]);
  });

  it('takes the same line once, however it is written, and refuses another content under its number', async () => {
    const before = await count('case_event');
    const line = old('部分');
    const other = Object.fromEntries(Object.entries(line).toReversed());
    expect((await runs([line])).map(rulesOf)).toEqual([['alreadyThere']]);
    expect((await runs([JSON.stringify(other, null, 1).replaceAll('\n', ' ')])).map(rulesOf)).toEqual([['alreadyThere']]);
    expect((await runs([old('部分', { closedOn: '2021-09-02' })])).map(rulesOf)).toEqual([['1 fileNumber otherContent']]);
    expect((await runs([old('重号'), old('重号')])).map(rulesOf)).toEqual([['imported'], ['2 fileNumber repeated']]);
    expect(await count('case_event')).toBe(before + 5);
  });

  it('refuses a line by number, field and rule, and the others go in', async () => {
    const wrong: [unknown, string][] = [
      ['{"fileNumber"', ' json'], ['\uFFFD{}', ' utf8'], [old('x', { surplus: 1 }), ' unrecognized_keys'], [old('x', { filedOn: '2012-02-30' }), 'filedOn form'],
      [old('x', { parties: [{ ...paid, decided: '32313.005' }] }), 'parties.0.decided form'], [old('x', { parties: [{ ...paid, decided: '-1.00' }] }), 'parties.0.decided form'],
      [old('x', { parties: [{ ...paid, decided: '99999999999999999999' }] }), 'parties.0.decided form'], [old('x', { parties: [{ ...paid, decided: '0.00' }] }), 'parties.0.decided notPositive'],
      [old('x', { parties: [{ ...undecided, servedOn: '2012-05-04' }] }), 'parties.0.decidedOn form'], [old('x', { parties: [{ ...paid, decided: undefined }] }), 'parties.0.decided form'],
      [old('x', { parties: [{ ...paid, identity: { ...identity, identityNumber: '999999198001010012' } }] }), 'parties.0.identity.identityNumber check-digit'],
      [old('x', { parties: [paid, paid] }), 'parties.1.identity.identityNumber distinct'], [old('x', { office: 'nowhere' }), 'office unknownOffice'],
      [old('x', { filedOn: '2002-08-31' }), 'filedOn outsidePack'], [old('x', { filedOn: '2021-08-20' }), 'filedOn outsidePack'],
      [old('x', { closedOn: '2021-08-19' }), 'closedOn beforeTheEnd'], [old('x', { closedOn: '2030-01-01' }), 'closedOn inFuture'], [old('x', { closedOn: '2012-03-04' }), 'closedOn beforeFiling'],
      [old('x', { closing: 'notFiled' }), 'closing noSuchState'], [old('x', { closing: 'undecided_closed' }), 'closing stateDoesNotFit'], [old('x', { closing: 'decided_unexecuted_closed' }), 'closing stateDoesNotFit'],
      [old('x', { parties: [undecided] }), 'closing stateDoesNotFit'],
      [old('x', { parties: [{ ...paid, servedOn: undefined }] }), 'parties.0.received noServedDecision'], [old('x', { parties: [{ ...paid, servedOn: '2012-05-01' }] }), 'parties.0.servedOn datesOutOfOrder'],
      [old('x', { parties: [{ ...paid, lastReceivedOn: '2021-08-20' }] }), 'parties.0.lastReceivedOn afterTheEnd'], [old('x', { parties: [{ ...paid, lastReceivedOn: undefined }] }), 'parties.0.lastReceivedOn receivedOn'],
      [old('x', { closing: 'archived_executed', closedOn: '2012-12-31', parties: [{ ...paid, received: '32313.00' }] }), 'parties.0.lastReceivedOn afterClosing'],
      [old('x', { papers: [{ path: 'none.pdf', sha256: sha256(pdf), mediaType: 'application/pdf', purpose: 'p' }] }), 'papers.0.path missing'], [old('x', { papers: [{ path: '../decision.pdf', sha256: sha256(pdf), mediaType: 'application/pdf', purpose: 'p' }] }), 'papers.0.path outsideFolder'],
      [old('x', { papers: [{ path: 'decision.pdf', sha256: 'f'.repeat(64), mediaType: 'application/pdf', purpose: 'p' }] }), 'papers.0.sha256 sha256'], [old('x', { papers: [{ path: 'decision.pdf', sha256: sha256(pdf), mediaType: 'text/x-unknown', purpose: 'p' }] }), 'papers.0.mediaType mediaType'],
      [old('x', { papers: [{ path: 'decision.pdf', sha256: sha256(pdf), mediaType: 'image/jpeg', purpose: 'p' }] }), 'papers notThatType'], [old('x', { reason: '欠费，扣押' }), ''],
    ];
    const kept = wrong.filter(([, rule]) => rule !== '');
    const [before, bytes] = [await count('case_head'), await parts()];
    const outcomes = await runs(kept.map(([line], index) => (typeof line === 'string' ? line : { ...(line as object), fileNumber: `x${index}` })));
    expect(outcomes.map((outcome) => rulesOf(outcome)[0])).toEqual(kept.map(([, rule], index) => `${index + 1} ${rule}`));
    expect([await count('case_head'), await parts()]).toEqual([before, bytes]);
    expect((await runs(['{', old('之后'), ''])).map(({ status }) => status)).toEqual(['refused', 'imported']);
  });

  it('offers no forward act, folds, verifies and rebuilds like any other case, and its papers can be read', async () => {
    const book = await withActor(county.source, { actorId: MACHINE, offices: [] }, (m) => county.deps.law.book(m));
    const { pack } = book.pack('social-maintenance-fee');
    const ids = (await county.owner.query<{ id: string }[]>('SELECT case_id AS id FROM case_head')).map(({ id }) => id);
    await advanceCases(county.deps, ids);
    const everybody = { ...person('zhao'), roles: [...new Set(pack.steps.flatMap(({ by }) => by))] };
    for (const id of ids) {
      const [events, stored, head] = (await withCase(county.source, id, async (m) => [await readEvents(m, id), await readStoredEvents(m, id), (await readHead(m, id))!] as const))!;
      expect(firstBreak(stored, { seq: 0, hash: NO_EVENT_BEFORE, recordedAt: null })).toBeNull();
      const state = fold(id, events)!;
      expect(state).toEqual(head.state);
      const forward = allowedActions(state, everybody, legalInstant('2025-03-03T02:00:00.000Z'), book).filter(({ allowed, code }) => allowed && pack.steps.find((step) => step.code === code)?.forward !== false);
      expect(forward).toEqual([]);
      expect(await county.send(4, id, { type: 'closeCase', closing: 'undecided_closed' })).toMatchObject({ status: 'refused', blockers: [{ code: 'caseClosed' }] });
      expect(await county.send(1, id, { type: 'takeStep', step: 'takeEvidence', facts: {}, officers: [personId(1), personId(2)] })).toMatchObject({ status: 'refused' });
      for (const { fileId } of state.files) {
        const read: Buffer[] = [];
        for await (const part of (await new CaseFiles(storage, county.deps.keys).open((work) => withActor(county.source, { actorId: 'x', offices: ['mianyang'] }, work), fileId)).stream) read.push(part as Buffer);
        expect(Buffer.concat(read)).toEqual(pdf);
      }
    }
    const owner = await openStore(county.database.ownerUrl, { applicationName: 'rebuild' });
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
    expect(await verifyAll(owner, county.deps.keys, {})).toMatchObject({ cases: ids.length, brokenCases: 0 });
    await owner.destroy();
  });

  it.each(['before', 'after'] as const)('killed at its commit, just %s the server has it: the file is there whole or not at all, and the next run has it once', async (when) => {
    for (let at = 1; at <= 3; at += 1) {
      const numbers = ['甲', '乙', '丙'].map((name) => `${name}${when}${at}`);
      const lines = numbers.map((name) => old(name));
      const there = () => county.owner.query<{ caseId: string; seq: number; files: number }[]>('SELECT h.case_id AS "caseId", h.seq, (SELECT count(*)::integer FROM case_file f WHERE f.case_id = h.case_id AND f.entered_seq IS NOT NULL) AS files FROM case_head h WHERE case_number LIKE $1', [`%${when}${at}`]);
      const { source } = mortal(county.source, { at, when });
      await expect(runs(lines, { deps: { ...county.deps, source } })).rejects.toThrow('killed');
      expect((await there()).map(({ seq, files }) => [seq, files])).toEqual(Array.from({ length: when === 'before' ? at - 1 : at }, () => [5, 1]));
      expect((await runs(lines)).map(({ status }) => status)).toEqual(numbers.map((_, index) => (index < (when === 'before' ? at - 1 : at) ? 'alreadyThere' : 'imported')));
      expect(await there()).toHaveLength(3);
    }
    // No paper of a case that stayed was taken away.
    for (const { id, bytes } of await county.owner.query<{ id: string; bytes: number }[]>('SELECT part_id AS id, bytes FROM file_part')) (await storage.get(id, 0, bytes)).destroy();
  });
});
