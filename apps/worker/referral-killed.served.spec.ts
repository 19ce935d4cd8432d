/** An application to the court by processes that die at any of their commits: it is made, told and answered once. */
import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { executeCommand, rebuild, type CommandDeps, type CommandDone, type CommandRequest } from '#commands';
import { openCounty, openPenaltyCase, personId, type TestCounty } from '#commands/testing/county';
import { mortal } from '#commands/testing/mortal';
import { legalDate, startOfDay } from '#law';
import { MACHINE, openStore, readEvents, stepLegalClock, withActor } from '#store';
import { startMessageGateway, type SimulatedGateway } from '../simulators/message-gateway.ts';
import { dutyActivities } from './activities/duty-activities.ts';
import { HttpMessageGateway } from './message-gateway.ts';

let county: TestCounty;
let gateway: SimulatedGateway;
beforeAll(async () => {
  county = await openCounty();
  gateway = await startMessageGateway({ seed: 'referral', share: 0 });
});
afterAll(async () => {
  await gateway.stop();
  await county.close();
});

const officers = [personId(1), personId(2)];
const stepTo = (day: string): Promise<unknown> => withActor(county.source, { actorId: 'test', offices: [] }, (manager) => stepLegalClock(manager, startOfDay(legalDate(day))));
const take = (n: number, caseId: string, step: string, facts: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<CommandDone> => county.done(n, caseId, { type: 'takeStep', step, facts, ...more });
const serve = async (caseId: string, done: CommandDone, paper: string, on: string): Promise<void> => {
  const paperId = done.events.flatMap(({ event }) => (event.type === 'paperIssued' && event.paper.paper === paper ? [event.paper.paperId] : []))[0];
  await county.done(1, caseId, { type: 'recordService', paperId, party: 'p1', officers, attempt: { way: 'direct', on, outcome: 'received' } });
};

/** A fine for the n-th act of the party: nobody is fined twice for one. */
async function fined(n: number): Promise<string> {
  const caseId = randomUUID();
  await county.done(1, caseId, { ...openPenaltyCase, facts: { ...openPenaltyCase.facts, actEndedOn: `2025-01-${String(n + 1).padStart(2, '0')}` } });
  await take(1, caseId, 'proposeFiling', { basis: '甲', proposal: '乙' }, { officers });
  await take(4, caseId, 'fileCase', { approval: '同意立案。' });
  await take(1, caseId, 'takeEvidence', { evidenceKind: 'documentary', evidenceSummary: '照片三张' }, { officers });
  await take(1, caseId, 'reportInvestigation', { findings: '甲', evidence: '乙', violated: '丙', reportedProposal: 'penalty' }, { officers });
  await serve(caseId, await take(1, caseId, 'issueNotice', { reasons: '甲', basis: '乙', intendedFine: '1000.00' }), 'penalty-notice', '2025-03-03');
  for (const step of ['waiveStatement', 'waiveHearing']) await take(3, caseId, step, { waivedInWriting: true }, { party: 'p1' });
  await serve(caseId, await take(4, caseId, 'decidePenalty', { fine: '1000.00', defence: '当事人放弃。', correction: '立即改正。' }), 'penalty-decision', '2025-03-03');
  return caseId;
}

const eventsOf = (caseId: string) => withActor(county.source, { actorId: MACHINE, offices: ['mianyang'] }, (manager) => readEvents(manager, caseId));

/** All that happens around an application, as a process does it that begins anew after a death: each command under the key of its person, each activity as often as it takes. */
async function referred(deps: CommandDeps, caseId: string): Promise<void> {
  const once = async (n: number, command: CommandRequest['command']): Promise<void> => {
    const bodyHash = createHash('sha256').update(JSON.stringify(command)).digest('hex');
    expect(await executeCommand(deps, { actor: await county.actor(n), route: command.type, idempotencyKey: `${command.type === 'takeStep' ? command.step : ''} ${caseId}`, bodyHash, caseId, command })).toMatchObject({ status: 'done' });
  };
  await once(4, { type: 'takeStep', step: 'applyToCourt', party: 'p1', facts: { applicationFacts: '经催告仍未缴纳。' }, officers: [] });
  const events = await eventsOf(caseId);
  const dutyId = events.flatMap(({ event }) => (event.type === 'dutyOwed' && event.duty.kind === 'referToCourt' ? [event.duty.dutyId] : []))[0] ?? '';
  const courtApplication = events.find(({ event }) => event.type === 'stepTaken' && event.step === 'applyToCourt')?.seq ?? 0;
  const { putIntoInbox, sendMessage, dutyProgress } = dutyActivities(deps, new HttpMessageGateway(gateway.url, 2_000));
  await putIntoInbox(dutyId);
  await asyncLocalStorage.run({ info: { attempt: 1 } } as Context, () => sendMessage(dutyId, 'first'));
  await once(8, { type: 'takeStep', step: 'recordCourtAcceptance', party: 'p1', facts: { courtApplication, courtDocument: '（2025）陕0725行审1号', courtActOn: '2025-10-24' }, officers });
  expect(await dutyProgress(dutyId)).toMatchObject({ status: 'fulfilled' });
}

/** More than there are commits in `referred`; the last of them dies at none. */
const MOST = 9;

it('killed just before or just after any commit, it is made, told and answered once', async () => {
  const cases = [];
  for (let n = 0; n < 2 * MOST; n += 1) cases.push(await fined(n));
  await stepTo('2025-10-09');
  for (const caseId of cases) await serve(caseId, await take(3, caseId, 'issueDemand', {}, { party: 'p1', officers }), 'demand-letter', '2025-10-09');
  await stepTo('2025-10-24');

  const deaths = new Set<boolean>();
  for (const [n, caseId] of cases.entries()) {
    const { source, commits } = mortal(county.source, { at: Math.floor(n / 2) + 1, when: n % 2 === 0 ? 'before' : 'after' });
    const died = await referred({ ...county.deps, source }, caseId).then(() => false, (error: unknown) => { expect(String(error)).toContain('killed'); return true; });
    expect(died).toBe(commits() > n / 2);
    deaths.add(died);
    await referred(county.deps, caseId);

    const events = (await eventsOf(caseId)).map(({ event }) => event);
    const dutyId = events.flatMap((event) => (event.type === 'dutyOwed' && event.duty.kind === 'referToCourt' ? [event.duty.dutyId] : []));
    expect(dutyId).toHaveLength(1);
    expect(events.filter((event) => event.type === 'dutyFulfilled' && event.dutyId === dutyId[0])).toHaveLength(1);
    expect(events.filter((event) => event.type === 'paperIssued' && event.paper.paper === 'enforcement-application')).toHaveLength(1);
    for (const step of ['applyToCourt', 'recordCourtAcceptance']) expect(events.filter((event) => event.type === 'stepTaken' && event.step === step)).toHaveLength(1);
    expect(gateway.delivered.filter(({ messageId }) => messageId === dutyId[0])).toHaveLength(1);
  }
  expect(deaths).toEqual(new Set([true, false]));
  // No number of an application was given to a process that died before it had it.
  const numbers = (await Promise.all(cases.map(eventsOf))).flatMap((events) => events.flatMap(({ event }) => (event.type === 'paperIssued' && event.paper.paper === 'enforcement-application' ? [event.number] : [])));
  expect(numbers.map((number) => Number(/(\d+)号$/.exec(number ?? '')?.[1])).sort((a, b) => a - b)).toEqual(cases.map((_, n) => n + 1));
  const owner = await openStore(county.database.ownerUrl, { applicationName: 'test referral killed' });
  try {
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  } finally {
    await owner.destroy();
  }
}, 240_000);
