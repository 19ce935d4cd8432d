import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bankImportWorkflowId, caseWorkflowId, dailyWorkflowType, lawChangeWorkflowId, proofWorkflowId, referralWorkflowId, refundRoundWorkflowId, taskQueue } from '#contracts';
import { askRefundRound, importReceipts, proposeLawChange, signLawChange, type CommandDone } from '#commands';
import { personId } from '#commands/testing/county';
import { readProof } from '#commands/proof';
import { stepTo } from '#commands/training';
import { legalDate } from '#law';
import { putOutbox, withActor } from '#store';
import { recordHistory, textOf } from '../../test/histories/histories.ts';
import { attemptService, canaries, filed, noticed } from './testing/penalty.ts';
import { World } from './testing/world.ts';

let world: World;
beforeAll(async () => { world = await World.open(); });
afterAll(() => world.close());

const messagesOf = (caseId: string): string[] => world.gateway.delivered.filter((message) => message.caseId === caseId).map(({ messageId }) => messageId.slice(caseId.length + 1)).sort();
const statusOfDuty = async (dutyId: string): Promise<string | undefined> => (await world.ask<{ status: string }>('SELECT status FROM duty WHERE duty_id = $1', [dutyId]))[0]?.status;

describe('a notice is served at the second attempt, and a hearing that was asked for is withdrawn', () => {
  let notice: { caseId: string; paperId: string; dutyId: string };
  const hearing = { dutyId: '' };

  it('the officer finds the notice in the inbox and is told once', async () => {
    notice = await noticed(world);
    await world.until('the service is told', () => Promise.resolve(world.gateway.delivered.some(({ messageId }) => messageId === notice.dutyId)));
    expect(await world.ask('SELECT kind, role FROM inbox_entry WHERE duty_id = $1', [notice.dutyId])).toEqual([{ kind: 'serve', role: 'officer' }]);
    expect(await world.statusOf(`service/${notice.dutyId}`)).toBe('RUNNING');
  });

  it('nobody was there: told again that other ways are open; then the party signs, and the service ends', async () => {
    await attemptService(world, notice, '2025-03-03', 'nobodyThere');
    await world.until('the failed attempt is told', () => Promise.resolve(messagesOf(notice.caseId).some((id) => id.includes('/attempt-'))));
    await attemptService(world, notice, '2025-03-03', 'received');
    expect(await world.client.workflow.getHandle(`service/${notice.dutyId}`).result()).toBe('fulfilled');
    expect(await statusOfDuty(notice.dutyId)).toBe('fulfilled');
    await recordHistory(world.client, 'service-01', `service/${notice.dutyId}`);
  });

  it('a training step answers which duties wait for people', async () => {
    await world.county.done(3, notice.caseId, { type: 'takeStep', step: 'requestHearing', party: 'p1' });
    const scheduled = await world.county.done(4, notice.caseId, {
      type: 'takeStep', step: 'scheduleHearing', party: 'p1', facts: { hearingOn: '2025-03-20', hearingTime: '9时', hearingPlace: '金丝雀会议室', hearingPublicity: '公开', hearingChair: personId(6) },
    });
    for (const { event } of scheduled.events) if (event.type === 'dutyOwed' && event.duty.kind === 'holdHearing') hearing.dutyId = event.duty.dutyId;
    const step = await stepTo(world.source, legalDate('2025-03-10'));
    expect(step.waiting.map(({ kind }) => kind).sort()).toEqual(['holdHearing', 'serve']);
    expect(await world.statusOf(`hearing/${hearing.dutyId}`)).toBe('RUNNING');
  });

  it('on the day of the hearing its chair is reminded; when the request is withdrawn, the process ends', async () => {
    await stepTo(world.source, legalDate('2025-03-21'));
    expect(messagesOf(notice.caseId)).toContain(`${hearing.dutyId.slice(notice.caseId.length + 1)}/due-2025-03-20`);
    await world.county.done(3, notice.caseId, { type: 'takeStep', step: 'withdrawHearingRequest', party: 'p1', facts: { waivedInWriting: true } });
    expect(await world.client.workflow.getHandle(`hearing/${hearing.dutyId}`).result()).toBe('fulfilled');
    await recordHistory(world.client, 'hearing-01', `hearing/${hearing.dutyId}`);
  });

  it('the decision period escalates by its rungs and lapses, each once', async () => {
    const other = await filed(world);
    await stepTo(world.source, legalDate('2025-07-01'));
    const rungs = await world.ask<{ rung: string }>("SELECT payload ->> 'rung' AS rung FROM case_event WHERE case_id = $1 AND type = 'rungReached' ORDER BY seq", [other]);
    expect(rungs.map(({ rung }) => rung)).toEqual(['day-60', 'day-75', 'day-85']);
    expect(await world.ask("SELECT 1 FROM duty WHERE status = 'owed' AND kind IN ('remind', 'escalate')")).toEqual([]);
  });

  it('the daily round asks for the proof of the day before, and the proof explains every difference', async () => {
    await world.client.workflow.execute(dailyWorkflowType, { workflowId: 'daily', taskQueue, args: [] });
    const date = legalDate('2025-06-30');
    await world.until('the proof is made', async () => (await world.statusOf(proofWorkflowId(date))) === 'COMPLETED');
    const proof = await withActor(world.source, { actorId: 'test', offices: ['mianyang'] }, (m) => readProof(m, date));
    expect(proof).toMatchObject({ cases: 2, causes: {}, differences: [] });
    expect(await world.ask('SELECT day::text FROM daily_head')).toEqual([{ day: '2025-06-30' }]);
    await recordHistory(world.client, 'daily-01', 'daily');
    await recordHistory(world.client, 'proof-01', proofWorkflowId(date));
  });

  it('a calendar change pages through the cases', async () => {
    await world.ask(`
      INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ('00000000-0000-4000-8000-00000000c001', 'mian-legal', 'calendar', '{}', 'approved', 'a', now(), 'b', now())`);
    await world.ask(`
      INSERT INTO calendar_version (id, region, year, notice, days, published_on, loaded_at, proposal_id)
      VALUES ('CN-2026-first', 'CN', 2026, '{"id":"n","title":"通知","publishedOn":"2025-07-01","source":"test"}', '{"2026-01-01":"rest"}', '2025-07-01', now(), '00000000-0000-4000-8000-00000000c001')`);
    await withActor(world.source, { actorId: 'test', offices: [] }, (m) => putOutbox(m, 'calendar/CN-2026-first'));
    await world.until('the change is through', async () => (await world.statusOf('calendar/CN-2026-first')) === 'COMPLETED');
    expect(await world.client.workflow.getHandle('calendar/CN-2026-first').result()).toBe(2);
    expect(await world.ask("SELECT 1 FROM case_head WHERE calendar_version LIKE 'CN@2025-07-01%'")).toHaveLength(2);
    await recordHistory(world.client, 'calendar-01', 'calendar/CN-2026-first');
  });

  it('a correction of the pack is drawn up, and once it is signed by two persons applied', async () => {
    const { county } = world;
    const [{ text } = { text: '' }] = await world.ask<{ text: string }>("SELECT convert_from(bytes, 'UTF8') AS text FROM pack_text WHERE pack = 'administrative-penalty'");
    const packText = JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === 'length' && value === 90 ? 100 : value)));
    const proposed = await proposeLawChange(county.deps, await county.actor(8), { pack: 'administrative-penalty', packText, documentNumber: '勉司发〔2025〕6号', reason: '期限录入有误' });
    if (proposed.status !== 'done') throw new Error(JSON.stringify(proposed));
    const { lawChangeId } = proposed.answer;
    const found = async () => (await world.ask<{ status: string; manifest: string | null }>('SELECT status, manifest FROM law_change WHERE law_change_id = $1', [lawChangeId]))[0];
    const workflowId = lawChangeWorkflowId(lawChangeId);
    await world.until('the lines are drawn up', async () => (await found())?.status === 'open' && (await world.statusOf(workflowId)) === 'COMPLETED');
    for (const n of [8, 9]) expect(await signLawChange(county.deps, await county.actor(n), lawChangeId, (await found())?.manifest ?? '')).toMatchObject({ status: 'done' });
    await world.until('the change is applied', async () => (await found())?.status === 'applied' && (await world.statusOf(workflowId)) === 'COMPLETED');
    expect(await world.ask("SELECT 1 FROM case_event WHERE type = 'lawChanged'")).toHaveLength(2);
    await recordHistory(world.client, 'lawchange-01', workflowId);
  });

  it('receipts of the bank are booked, or lie in suspense, until none waits', async () => {
    const { county } = world;
    const receipt = { line: 1, kind: 'receipt' as const, serial: 'N-1', reference: '', fen: 100n, on: legalDate('2025-03-03'), payer: '张三丰', reverses: null };
    const brought = await importReceipts(county.deps, await county.actor(8), { bank: 'abc', sha256: 'a'.repeat(64), receipts: [receipt, { ...receipt, line: 2, serial: 'N-2', kind: 'reversal', reverses: 'N-1' }] });
    if (brought.status !== 'done') throw new Error(JSON.stringify(brought));
    const workflowId = bankImportWorkflowId(brought.answer.importId);
    await world.until('the receipts are settled', async () => (await world.ask("SELECT 1 FROM bank_receipt WHERE status = 'waiting'")).length === 0 && (await world.statusOf(workflowId)) === 'COMPLETED');
    expect(await world.ask('SELECT status FROM bank_receipt ORDER BY line')).toEqual([{ status: 'reversed' }, { status: 'applied' }]);
    await recordHistory(world.client, 'bankimport-01', workflowId);
  });

  it('a round of refunds is drawn up; one that finds nothing is over', async () => {
    const { county } = world;
    const asked = await askRefundRound(county.deps, await county.actor(8), { reason: '清退多缴款项', payBy: legalDate('2099-06-30'), basis: null, references: null, ground: null, pack: null, decidedFrom: null, decidedTo: null });
    if (asked.status !== 'done') throw new Error(JSON.stringify(asked));
    const workflowId = refundRoundWorkflowId(asked.answer.roundId);
    await world.until('the round is over', async () => (await world.ask<{ status: string }>('SELECT status FROM refund_round'))[0]?.status === 'settled' && (await world.statusOf(workflowId)) === 'COMPLETED');
    expect(await world.client.workflow.getHandle(workflowId).result()).toBe(0);
    await recordHistory(world.client, 'refundround-01', workflowId);
  });

  it('a fine that nobody pays is handed to the court, and the referral ends with what the court says', async () => {
    const { county } = world;
    const officers = [personId(1), personId(2)];
    const take = (n: number, step: string, facts: Record<string, unknown>, more: Record<string, unknown> = {}) => county.done(n, caseId, { type: 'takeStep', step, facts, party: 'p1', ...more });
    const serve = async (done: CommandDone, paper: string, on: string): Promise<void> => {
      const paperId = done.events.flatMap(({ event }) => (event.type === 'paperIssued' && event.paper.paper === paper ? [event.paper.paperId] : []))[0];
      await county.done(1, caseId, { type: 'recordService', paperId, party: 'p1', officers, attempt: { way: 'direct', on, outcome: 'received' } });
    };
    const { caseId, paperId } = await noticed(world);
    await county.done(1, caseId, { type: 'recordService', paperId, party: 'p1', officers, attempt: { way: 'direct', on: '2025-07-01', outcome: 'received' } });
    for (const step of ['waiveStatement', 'waiveHearing']) await take(3, step, { waivedInWriting: true });
    await serve(await take(4, 'decidePenalty', { fine: '1000.00', defence: '当事人放弃。', correction: '立即改正。' }), 'penalty-decision', '2025-07-01');
    await stepTo(world.source, legalDate('2026-01-05'));
    await serve(await take(3, 'issueDemand', {}, { officers }), 'demand-letter', '2026-01-05');
    await stepTo(world.source, legalDate('2026-01-20'));
    const asked = await take(4, 'applyToCourt', { applicationFacts: '金丝雀经催告仍未缴纳。' });
    const dutyId = asked.events.flatMap(({ event }) => (event.type === 'dutyOwed' && event.duty.kind === 'referToCourt' ? [event.duty.dutyId] : []))[0] ?? '';
    await world.until('the head is told', () => Promise.resolve(world.gateway.delivered.some(({ messageId }) => messageId === dutyId)));
    expect(await world.ask('SELECT kind, role FROM inbox_entry WHERE duty_id = $1', [dutyId])).toEqual([{ kind: 'referToCourt', role: 'head' }]);
    expect(await world.statusOf(referralWorkflowId(dutyId))).toBe('RUNNING');
    const courtApplication = asked.events.find(({ event }) => event.type === 'stepTaken')?.seq;
    await take(8, 'recordCourtAcceptance', { courtApplication, courtDocument: '（2026）陕0725行审1号', courtActOn: '2026-01-20' }, { officers });
    expect(await world.client.workflow.getHandle(referralWorkflowId(dutyId)).result()).toBe('fulfilled');
    expect(await statusOfDuty(dutyId)).toBe('fulfilled');
    await recordHistory(world.client, 'referral-01', referralWorkflowId(dutyId));
  });

  it('nothing about a person is in a history, a log line or a message', async () => {
    const texts: string[] = [...world.logged, JSON.stringify(world.gateway.delivered)];
    let runs = 0;
    let caseRuns = 0;
    for await (const run of world.client.workflow.list()) {
      runs += 1;
      const handle = world.client.workflow.getHandle(run.workflowId, run.runId);
      texts.push(textOf(await handle.fetchHistory()), JSON.stringify([run.workflowId, run.memo, run.searchAttributes]));
      if (run.workflowId === caseWorkflowId(notice.caseId)) await recordHistory(world.client, `case-0${caseRuns += 1}`, run.workflowId, run.runId);
    }
    expect(runs).toBeGreaterThan(6);
    const all = texts.join('\n');
    expect(all).toContain(notice.caseId);
    for (const word of canaries) expect(all).not.toContain(word);
  });
});
