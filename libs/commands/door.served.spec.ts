import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalInstant } from '#law';
import { claimOutbox, firstBreak, NO_EVENT_BEFORE, readHead, readPaper, readStoredEvents, stepLegalClock, withActor } from '#store';
import { advanceCases } from './advance-cases.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());
const inOffice = <T>(work: Parameters<typeof withActor<T>>[2], offices = ['mianyang']) => withActor(county.source, { actorId: personId(1), offices }, work);

describe('a case through the one door', () => {
  const caseId = randomUUID();

  it('opens with a number, a hashed event, a wake, and no personal data in the record', async () => {
    const done = await county.done(1, caseId, openPenaltyCase);
    expect(done.caseNumber).toBe('勉阳综执案字〔2025〕1号');
    expect(done.seqs?.[0]).toBe(1);
    const events = await inOffice((m) => readStoredEvents(m, caseId));
    expect(firstBreak(events, { seq: 0, hash: NO_EVENT_BEFORE, recordedAt: null })).toBeNull();
    expect(JSON.stringify(events)).not.toMatch(/陈某某|999999198001010011|和平路/);
    const claimed = await claimOutbox(county.source, 10, 30);
    expect(claimed.map((row) => row.workflowId)).toContain(`case/${caseId}`);
  });

  it('goes on to the filing, whose form is numbered, printed and sealed', async () => {
    await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '《行政处罚法》第五十四条', proposal: '建议立案。' }, officers: [personId(1), personId(2)] });
    const filed = await county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意立案。' } });
    const issued = filed.events.find(({ event }) => event.type === 'paperIssued')?.event;
    expect(issued).toMatchObject({ type: 'paperIssued', number: null });
    expect(filed.phase).toBe('investigation');
    const paperId = issued?.type === 'paperIssued' ? issued.paper.paperId : '';
    const paper = await inOffice((m) => readPaper(m, caseId, paperId));
    expect(Buffer.from(paper?.sealed ?? []).includes('%PDF')).toBe(false);
    const open = await inOffice((m) => county.deps.people.openBytes(m, { keyId: paper!.keyId, id: paperId, sealed: Buffer.from(paper!.sealed) }));
    expect(open?.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('refuses with blockers and changes nothing', async () => {
    const before = await inOffice((m) => readHead(m, caseId));
    const outcome = await county.send(1, caseId, { type: 'takeStep', step: 'reportInvestigation', facts: { findings: '甲', evidence: '乙', violated: '丙', reportedProposal: 'penalty' }, officers: [personId(1)] });
    expect(outcome).toMatchObject({ status: 'refused' });
    expect(await inOffice((m) => readHead(m, caseId))).toEqual(before);
  });

  it('runs to a notice and its service, from which the citizen clocks start', async () => {
    await county.done(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '照片三张' }, officers: [personId(1), personId(2)] });
    await county.done(1, caseId, { type: 'takeStep', step: 'reportInvestigation', facts: { findings: '当事人无证经营三日。', evidence: '现场照片', violated: '《某条例》第三条', reportedProposal: 'penalty' }, officers: [personId(1), personId(2)] });
    const noticed = await county.done(1, caseId, { type: 'takeStep', step: 'issueNotice', facts: { reasons: '事实清楚', basis: '《某条例》第十条', fineMinimum: '500.00', fineMaximum: '5000.00', intendedFine: '1000.00' }, officers: [personId(1), personId(2)] });
    const issued = noticed.events.find(({ event }) => event.type === 'paperIssued')?.event;
    if (issued?.type !== 'paperIssued') throw new Error('no notice');
    expect(issued.number).toMatch(/^勉阳综执.+〔2025〕1号$/);
    const served = await county.done(1, caseId, { type: 'recordService', paperId: issued.paper.paperId, party: 'p1', officers: [personId(1), personId(2)], attempt: { way: 'direct', on: '2025-03-03', outcome: 'received', note: '本人签收' } });
    expect(served.events.map(({ event }) => event.type)).toContain('paperServed');
    const clocks = await inOffice((m) => m.query<{ code: string; due_on: string }[]>("SELECT code, due_on FROM clock WHERE case_id = $1 AND status = 'running' ORDER BY code", [caseId]));
    expect(clocks.map((clock) => clock.code)).toContain('PEN-05');
    const duties = await inOffice((m) => m.query<{ kind: string; status: string }[]>('SELECT kind, status FROM duty WHERE case_id = $1', [caseId]));
    expect(duties).toContainEqual({ kind: 'serve', status: 'fulfilled' });
  });

  it('lapses by time alone, once, also when asked twice at the same moment', async () => {
    await withActor(county.source, { actorId: 'machine', offices: [] }, (m) => stepLegalClock(m, legalInstant('2025-03-20T16:00:05.000Z')));
    const [one, two] = await Promise.all([advanceCases(county.deps, [caseId]), advanceCases(county.deps, [caseId])]);
    const appended = [one, two].map(([outcome]) => (outcome?.status === 'advanced' ? outcome.appended : -1)).sort((a, b) => a - b);
    expect(appended[0]).toBe(0);
    expect(appended[1]).toBeGreaterThan(0);
    const lapses = (await inOffice((m) => readStoredEvents(m, caseId))).filter((event) => event.type === 'clockLapsed');
    expect(new Set(lapses.map((event) => event.payload.clockId)).size).toBe(lapses.length);
  });
});

describe('what the door refuses', () => {
  it('the same key with another body, and repeats the outcome for the same body', async () => {
    const caseId = randomUUID();
    const first = await county.done(1, caseId, openPenaltyCase, { idempotencyKey: 'k1', bodyHash: 'a'.repeat(64) });
    const again = await county.done(1, randomUUID(), openPenaltyCase, { idempotencyKey: 'k1', bodyHash: 'a'.repeat(64) });
    expect(again).toEqual({ ...first, repeated: true });
    expect(await county.send(1, randomUUID(), openPenaltyCase, { idempotencyKey: 'k1', bodyHash: 'b'.repeat(64) })).toEqual({ status: 'keyReused' });
  });

  it('two requests with one key at the same time open one case', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => county.done(1, randomUUID(), openPenaltyCase, { idempotencyKey: 'k2', bodyHash: 'a'.repeat(64) })));
    expect(new Set(outcomes.map((one) => one.caseId)).size).toBe(1);
  });

  it('another office, a stale revision, and values that cannot be', async () => {
    const caseId = randomUUID();
    const opened = await county.done(1, caseId, openPenaltyCase);
    const propose = { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers: [personId(1), personId(2)] } as const;
    expect(await county.send(7, caseId, propose)).toEqual({ status: 'notFound' });
    expect(await county.send(1, randomUUID(), propose)).toEqual({ status: 'notFound' });
    expect(await county.send(1, caseId, propose, { ifMatch: opened.revision + 5 })).toEqual({ status: 'stale', revision: opened.revision });
    expect(await county.send(1, caseId, { ...propose, facts: { basis: '甲', nonsense: 'x' } })).toMatchObject({ status: 'invalid', errors: [{ field: 'facts.nonsense', rule: 'unknownFact' }] });
    expect(await county.send(1, caseId, { ...propose, officers: [personId(7)] })).toMatchObject({ status: 'invalid', errors: [{ field: 'officers.0' }] });
    const wrong = { ...openPenaltyCase, parties: [{ kind: 'citizen', identity: { ...openPenaltyCase.parties[0].identity, identityNumber: '999999198001010013' } }] };
    expect(await county.send(1, randomUUID(), wrong)).toMatchObject({ status: 'invalid', errors: [{ field: 'parties.0.identity.identityNumber', rule: 'check-digit' }] });
    expect(await county.send(1, randomUUID(), { ...openPenaltyCase, pack: 'nothing' })).toMatchObject({ status: 'invalid', errors: [{ field: 'pack' }] });
  });

  it('nothing of an act that rests on an older revision: it is judged as the case stands, and told what came in between', async () => {
    const caseId = randomUUID();
    const opened = await county.done(1, caseId, openPenaltyCase);
    const officers = [personId(1), personId(2)];
    const proposed = await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers });
    const filing = { type: 'takeStep', step: 'fileCase', facts: { approval: '同意' } } as const;
    expect(await county.send(4, caseId, { ...filing, basedOn: proposed.revision + 1 })).toMatchObject({ status: 'invalid', errors: [{ field: 'basedOn', rule: 'notReached' }] });
    const filed = await county.done(4, caseId, { ...filing, basedOn: opened.revision }, { idempotencyKey: 'based-on', bodyHash: 'c'.repeat(64) });
    expect(filed.movedSince).toMatchObject({ basedOn: opened.revision, foundAt: proposed.revision, events: proposed.events.filter(({ event }) => !event.type.startsWith('duty')).map(({ seq }) => ({ seq })) });
    expect(filed.events.filter(({ event }) => event.type === 'stepTaken').map(({ event }) => event)).toMatchObject([{ step: 'fileCase', basedOn: opened.revision }]);
    expect(await county.done(4, caseId, { ...filing, basedOn: opened.revision }, { idempotencyKey: 'based-on', bodyHash: 'c'.repeat(64) })).toEqual({ ...filed, repeated: true });
    const evidence = await county.done(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '照片' }, officers, basedOn: filed.revision });
    expect(evidence.movedSince).toBeNull();
  });

  it('a poison case holds up nobody else', async () => {
    const [good, bad] = [randomUUID(), randomUUID()];
    await county.done(1, good, openPenaltyCase);
    await county.done(1, bad, openPenaltyCase);
    await county.owner.query("UPDATE case_head SET state = jsonb_set(state::jsonb, '{pack}', '\"lost-pack\"') WHERE case_id = $1", [bad]);
    const outcomes = await advanceCases(county.deps, [bad, good, randomUUID()]);
    expect(Object.fromEntries(outcomes.map((one) => [one.caseId, one.status]))).toMatchObject({ [good]: 'advanced', [bad]: 'failed' });
    expect(outcomes.filter((one) => one.status === 'notFound')).toHaveLength(1);
  });
});
