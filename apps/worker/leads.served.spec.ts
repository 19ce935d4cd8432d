import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { caseWorkflowId } from '#contracts';
import { personId } from '#commands/testing/county';
import { proveDay } from '#commands/proof';
import { rebuild } from '#commands/rebuild';
import { stepTo } from '#commands/training';
import { legalDate } from '#law';
import { openStore } from '#store';
import { textOf } from '../../test/histories/histories.ts';
import { World } from './testing/world.ts';

let world: World;
beforeAll(async () => { world = await World.open(); });
afterAll(() => world.close());

const NAME = '举报人金丝雀';
const taken = { type: 'openCase', pack: 'leads', parties: [], facts: { channel: 'telephone', receivedOn: '2025-03-03', reported: `${NAME}反映占用消防车通道。`, complainantKind: 'named', complainant: NAME, complainantContact: '13900000000' } } as const;
const entries = (caseId: string): Promise<{ kind: string; role: string | null; office_id: string }[]> => world.ask('SELECT kind, role, office_id FROM inbox_entry WHERE case_id = $1 ORDER BY entry_id', [caseId]);

it('an answer that is late goes to the county legal office when its period ends, by the clock of the workflow; the answer ends it', async () => {
  const caseId = randomUUID();
  await world.county.done(1, caseId, taken);
  await world.county.done(3, caseId, { type: 'takeStep', step: 'admitLead' });
  await world.until('the workflow sleeps for the lead', async () => (await world.statusOf(caseWorkflowId(caseId))) === 'RUNNING');
  await stepTo(world.source, legalDate('2025-03-24'));
  expect(await entries(caseId)).toEqual([expect.objectContaining({ kind: 'remind', role: 'officer' })]);
  await stepTo(world.source, legalDate('2025-04-15'));
  expect(await entries(caseId)).toHaveLength(1);
  await stepTo(world.source, legalDate('2025-04-16'));
  expect(await entries(caseId)).toEqual([expect.anything(), expect.objectContaining({ kind: 'escalate', role: 'countyLegalOffice' })]);
  const [lapse] = await world.ask<{ due: string }>("SELECT payload ->> 'dueOn' AS due FROM case_event WHERE case_id = $1 AND type = 'clockLapsed'", [caseId]);
  expect(lapse).toEqual({ due: '2025-04-15' });
  expect(world.logged.concat(world.gateway.delivered.map((message) => JSON.stringify(message))).join('\n')).not.toContain(NAME);
  await world.county.done(1, caseId, { type: 'takeStep', step: 'checkLead', facts: { checkNotes: '到场查看，未发现堆放。', checkResult: 'unfounded' } });
  await world.county.done(4, caseId, { type: 'takeStep', step: 'settleLead', facts: { outcome: 'unfounded', reasons: '经两次核查未发现。' } });
  await world.county.done(1, caseId, { type: 'takeStep', step: 'answerLead', facts: { answer: '经两次到场核查，未发现你反映的情况。', answerWay: 'posted' } });
  await world.county.done(4, caseId, { type: 'closeCase', closing: 'unfounded' });
  expect(await proveDay(world.county.deps, legalDate('2025-04-15'))).toMatchObject({ cases: 1, differences: [] });
  const owner = await openStore(world.county.database.ownerUrl, { applicationName: 'test rebuild' });
  const rebuilt = await rebuild(owner, world.county.deps.law);
  await owner.destroy();
  expect(rebuilt).toEqual({ cases: 1, differences: [] });
  const handle = world.client.workflow.getHandle(caseWorkflowId(caseId));
  await handle.result();
  expect(textOf(await handle.fetchHistory())).not.toContain(NAME);
});

it('one about an official of the township waits at the county legal office', async () => {
  const caseId = randomUUID();
  await world.county.done(2, caseId, { ...taken, facts: { ...taken.facts, receivedOn: '2025-04-16', complainedOfficer: personId(1), officerReason: '收受好处。' } });
  await world.until('its task is offered', async () => (await world.ask('SELECT 1 FROM task WHERE case_id = $1', [caseId])).length > 0);
  expect(await world.ask('SELECT office_id, role, step FROM task WHERE case_id = $1', [caseId])).toEqual([{ office_id: 'mian-legal', role: 'countyLegalOffice', step: 'admitLead' }]);
  expect((await world.county.send(1, caseId, { type: 'takeStep', step: 'admitLead' })).status).toBe('notFound');
  expect((await world.county.send(8, caseId, { type: 'takeStep', step: 'admitLead' })).status).toBe('done');
});
