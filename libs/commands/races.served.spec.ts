/** Races of docs/design.md, "Races", as far as the door decides them; what Temporal decides is tested with the worker. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalInstant } from '#law';
import { legalNow, readHead, readStoredEvents, setLegalClock, withActor } from '#store';
import { advanceCases } from './advance-cases.ts';
import { executeCommand } from './door.ts';
import { openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty({ mode: 'stepped', at: legalInstant('2022-01-01T00:00:00.000Z') }); });
afterAll(() => county.close());

/** Legal time only goes forward in one instance: each test stands a year after the one before. */
let year = 2021;
const step = (at: string) => withActor(county.source, { actorId: 'machine', offices: [] }, (m) => setLegalClock(m, { mode: 'stepped', at: legalInstant(at) }));
const eventsOf = (caseId: string) => withActor(county.source, { actorId: 'x', offices: ['mianyang'] }, (m) => readStoredEvents(m, caseId));
const lapsesOf = async (caseId: string) => (await eventsOf(caseId)).filter((event) => event.type === 'clockLapsed' && event.payload.clock === 'PEN-05');

/** A case whose notice was served on 2 June, with the last day to ask for a hearing. */
async function notified(): Promise<{ caseId: string; lastDay: string }> {
  year += 1;
  const day = `${year}-06-02`;
  await step(`${day}T02:00:00.000Z`);
  const caseId = randomUUID();
  const officers = [personId(1), personId(2)];
  await county.done(1, caseId, { ...openPenaltyCase, facts: { ...openPenaltyCase.facts, actEndedOn: `${year}-05-20`, discoveredOn: `${year}-06-01` } });
  await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers });
  await county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意' } });
  await county.done(1, caseId, { type: 'takeStep', step: 'takeEvidence', facts: { evidenceKind: 'documentary', evidenceSummary: '照片' }, officers });
  await county.done(1, caseId, { type: 'takeStep', step: 'reportInvestigation', facts: { findings: '甲', evidence: '乙', violated: '丙', reportedProposal: 'penalty' }, officers });
  const noticed = await county.done(1, caseId, { type: 'takeStep', step: 'issueNotice', facts: { reasons: '甲', basis: '乙', fineMinimum: '500.00', fineMaximum: '5000.00', intendedFine: '1000.00' } });
  const issued = noticed.events.find(({ event }) => event.type === 'paperIssued')?.event;
  if (issued?.type !== 'paperIssued') throw new Error('no notice');
  await county.done(1, caseId, { type: 'recordService', paperId: issued.paper.paperId, party: 'p1', officers, attempt: { way: 'direct', on: day, outcome: 'received' } });
  const [clock] = await withActor(county.source, { actorId: 'x', offices: ['mianyang'] }, (m) => m.query<{ due_on: string }[]>("SELECT due_on FROM clock WHERE case_id = $1 AND code = 'PEN-05'", [caseId]));
  return { caseId, lastDay: clock?.due_on ?? '' };
}

it('command at 00:00:05, timer not fired: advance inside the command records the lapse; the timer finds nothing', async () => {
  const { caseId, lastDay } = await notified();
  await step(`${lastDay}T16:00:05.000Z`);
  await county.done(1, caseId, { type: 'takeStep', step: 'recordStatement', party: 'p1', officers: [personId(1), personId(2)], facts: { statement: '甲', statementAnswer: '乙' } });
  expect(await lapsesOf(caseId)).toMatchObject([{ occurredOn: lastDay, recordedAt: `${lastDay}T16:00:05.000Z` }]);
  expect(await advanceCases(county.deps, [caseId])).toMatchObject([{ status: 'advanced', appended: 0 }]);
});

it('request received 23:59:59, locked 00:00:01 after the lapse: in time; lapse withdrawn', async () => {
  const { caseId, lastDay } = await notified();
  await step(`${lastDay}T16:00:01.000Z`);
  await advanceCases(county.deps, [caseId]);
  expect(await lapsesOf(caseId)).toHaveLength(1);
  const asked = await county.done(3, caseId, { type: 'takeStep', step: 'requestHearing', party: 'p1' }, { receivedAt: legalInstant(`${lastDay}T15:59:59.000Z`) });
  expect(asked.events.map(({ event }) => event.type)).toContain('lapseWithdrawn');
  expect(asked.events.find(({ event }) => event.type === 'stepTaken')?.event.occurredOn).toBe(lastDay);
});

it('a request that arrived after midnight is late, whatever its sender waited for', async () => {
  const { caseId, lastDay } = await notified();
  await step(`${lastDay}T16:00:03.000Z`);
  const outcome = await county.send(3, caseId, { type: 'takeStep', step: 'requestHearing', party: 'p1' }, { receivedAt: legalInstant(`${lastDay}T16:00:01.000Z`) });
  expect(outcome).toMatchObject({ status: 'refused', blockers: [{ code: 'hearingRequestTooLate' }] });
});

it('wake doubled: two advances at the same moment record one lapse', async () => {
  const { caseId, lastDay } = await notified();
  await step(`${lastDay}T16:00:00.000Z`);
  await Promise.all(Array.from({ length: 6 }, () => advanceCases(county.deps, [caseId])));
  expect(await lapsesOf(caseId)).toHaveLength(1);
});

it('timer and person at the same moment: the row lock orders them, and the record is whole', async () => {
  const { caseId, lastDay } = await notified();
  await step(`${lastDay}T16:00:00.000Z`);
  await Promise.all([
    advanceCases(county.deps, [caseId]),
    county.done(3, caseId, { type: 'takeStep', step: 'requestHearing', party: 'p1', on: lastDay }),
    advanceCases(county.deps, [caseId]),
  ]);
  const lapses = await lapsesOf(caseId);
  const withdrawn = (await eventsOf(caseId)).filter((event) => event.type === 'lapseWithdrawn' && lapses.some((lapse) => lapse.seq === event.payload.lapseSeq));
  expect(withdrawn).toHaveLength(lapses.length);
});

it('suspension and firing together: the row lock orders them; a suspension from an earlier date withdraws the lapse', async () => {
  const { caseId } = await notified();
  const dueOn = `${year}-08-31`;
  await step(`${dueOn}T16:00:00.000Z`);
  await Promise.all([
    advanceCases(county.deps, [caseId]),
    county.done(4, caseId, { type: 'takeStep', step: 'suspendDecisionPeriod', on: `${year}-08-30`, facts: { suspensionGround: '等待鉴定' } }),
    advanceCases(county.deps, [caseId]),
  ]);
  const events = await eventsOf(caseId);
  const lapses = events.filter((event) => event.type === 'clockLapsed' && event.payload.clock === 'PEN-03');
  const withdrawn = events.filter((event) => event.type === 'lapseWithdrawn' && lapses.some((lapse) => lapse.seq === event.payload.lapseSeq));
  expect(withdrawn).toHaveLength(lapses.length);
  expect(await withActor(county.source, { actorId: 'x', offices: ['mianyang'] }, (m) => m.query<{ status: string }[]>("SELECT status FROM clock WHERE case_id = $1 AND code = 'PEN-03'", [caseId]))).toEqual([{ status: 'suspended' }]);
});

it('what comes later wakes nobody: whoever sleeps for the earlier instant wakes in time; what comes sooner wakes the case', async () => {
  const { caseId } = await notified();
  const head = async () => (await county.owner.query<{ armed: boolean; next: string | null; woken: string[] }[]>(
    "SELECT armed_for IS NOT DISTINCT FROM next_wake_at AND seen_revision >= woken_seq AS armed, next_wake_at::text AS next, ARRAY(SELECT workflow_id FROM outbox) AS woken FROM case_head WHERE case_id = $1", [caseId]))[0];
  const armed = () => county.owner.query('UPDATE case_head SET armed_for = next_wake_at, seen_revision = seq WHERE case_id = $1', [caseId]);
  const take = async (name: string, facts = {}) => {
    await county.owner.query('DELETE FROM outbox');
    await county.done(4, caseId, { type: 'takeStep', step: name, facts });
    return head();
  };
  // What the notice started is over; only the decision period runs.
  await step(`${year}-06-20T02:00:00.000Z`);
  await advanceCases(county.deps, [caseId]);
  await armed();
  expect(await take('suspendDecisionPeriod', { suspensionGround: '等待鉴定' })).toEqual({ armed: true, next: null, woken: [] });
  expect(await take('resumeDecisionPeriod')).toEqual({ armed: false, next: expect.any(String), woken: [`case/${caseId}`] });
  // A workflow that has not looked yet stays unarmed, whatever comes later.
  expect(await take('suspendDecisionPeriod', { suspensionGround: '等待鉴定' })).toMatchObject({ armed: false, woken: [] });
});

it('wall clock set back: recordedAt never falls; at worst late', async () => {
  const { caseId } = await notified();
  const ahead = await withActor(county.source, { actorId: 'x', offices: [] }, async (m) => legalInstant(new Date(Date.parse((await legalNow(m)).at) + 3_600_000)));
  await county.owner.query("UPDATE case_head SET last_recorded_at = $2::timestamptz, state = jsonb_set(state::jsonb, '{lastRecordedAt}', to_jsonb($3::text)) WHERE case_id = $1", [caseId, ahead, ahead]);
  const done = await county.done(1, caseId, { type: 'takeStep', step: 'recordStatement', party: 'p1', officers: [personId(1), personId(2)], facts: { statement: '甲', statementAnswer: '乙' } });
  expect(done.events.map((event) => event.recordedAt)).toEqual(done.events.map(() => ahead));
  const head = await withActor(county.source, { actorId: 'x', offices: ['mianyang'] }, (m) => readHead(m, caseId));
  expect(head?.lastRecordedAt).toBe(ahead);
});

it('a duty reported by the own workflow of the case wakes nobody, for it looks again; reported by anybody else it wakes the case', async () => {
  const { caseId } = await notified();
  await step(`${year}-12-28T02:00:00.000Z`);
  await advanceCases(county.deps, [caseId]);
  const owed = await county.owner.query<{ duty_id: string }[]>("SELECT duty_id FROM duty WHERE case_id = $1 AND status = 'owed' AND kind IN ('remind', 'escalate') ORDER BY duty_id", [caseId]);
  const report = async (dutyId: string, byOwnWorkflow: boolean): Promise<string[]> => {
    await county.owner.query('DELETE FROM outbox');
    const outcome = await executeCommand(county.deps, { actor: { kind: 'machine', personId: 'machine' }, route: 'duty', idempotencyKey: dutyId, bodyHash: '0'.repeat(64), caseId, command: { type: 'fulfilDuty', dutyId, outcome: 'sent', attempts: 1 }, ...(byOwnWorkflow ? { byOwnWorkflow } : {}) });
    expect(outcome).toMatchObject({ status: 'done', events: [{ event: { type: 'dutyFulfilled', dutyId } }] });
    return (await county.owner.query<{ workflow_id: string }[]>('SELECT workflow_id FROM outbox')).map(({ workflow_id: id }) => id);
  };
  const [first, second] = owed.map(({ duty_id: id }) => id);
  expect([await report(first ?? '', true), await report(second ?? '', false)]).toEqual([[], [`case/${caseId}`]]);
});
