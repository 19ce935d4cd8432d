import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { personId } from '#commands/testing/county';
import { closeTraces, openTraces, spanned } from '#traces';
import { SpanReceiver, type ReceivedSpan } from '../../libs/traces/testing/span-receiver.ts';
import { canaries, filed, noticed } from './testing/penalty.ts';
import { World } from './testing/world.ts';

let receiver: SpanReceiver;
let world: World;
beforeAll(async () => {
  receiver = await SpanReceiver.listen();
  await openTraces({ service: 'test', environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, OTEL_BSP_SCHEDULE_DELAY: '50' }, say: (sentence) => { throw new Error(sentence); } });
  world = await World.open();
}, 90_000);
afterAll(async () => {
  await world.close();
  await closeTraces();
  await receiver.close();
});

const named = (name: string, facts: Record<string, unknown> = {}): ReceivedSpan[] =>
  receiver.named(name).filter((span) => Object.entries(facts).every(([key, value]) => span.facts[key] === value));
const one = (name: string, facts: Record<string, unknown>): Promise<ReceivedSpan> =>
  world.until(`a span ${name} of ${JSON.stringify(facts)}; there are ${[...new Set(receiver.spans.map((span) => span.name))].join(', ')}`, () => Promise.resolve(named(name, facts)[0]));

/** From the beginning of its trace to a span, as soon as all between has been received: a span is sent when it ends. */
const pathTo = (span: ReceivedSpan): Promise<string[]> => world.until('the spans above', () => {
  const path = receiver.pathTo(span);
  return Promise.resolve(path[0] !== '…' && path);
});

/** All wakes of a case are delivered and its process sleeps: what it does from here on is done because of what comes from here on. */
async function settled(caseId: string): Promise<void> {
  await world.until('the process sleeps', async () => {
    if ((await world.ask('SELECT 1 FROM outbox WHERE case_id = $1', [caseId])).length > 0) return false;
    const { events } = await world.client.workflow.getHandle(`case/${caseId}`).fetchHistory();
    return events?.at(-1)?.timerStartedEventAttributes != null;
  });
}

describe('the trace of a command', () => {
  let notice: Awaited<ReturnType<typeof noticed>>;

  it('shows what its transaction did: operations and tables', async () => {
    notice = await noticed(world, settled);
    const command = await one('command takeStep', { 'anjuan.step': 'issueNotice' });
    expect(command).toMatchObject({ parent: undefined, failed: false, facts: { 'anjuan.case': notice.caseId, 'anjuan.pack': 'administrative-penalty', 'anjuan.actor': 'person', 'anjuan.outcome': 'done' } });
    const put = await world.until('its outbox row', () => Promise.resolve(receiver.named('INSERT outbox', command.traceId)[0]));
    expect(await pathTo(put)).toEqual(['command takeStep', 'transaction', 'INSERT outbox']);
    expect(put.facts).toEqual({ 'db.system.name': 'postgresql', 'db.operation.name': 'INSERT', 'db.collection.name': 'outbox', 'db.response.returned_rows': 1 });
    expect(receiver.named('COMMIT', command.traceId).length).toBeGreaterThan(0);
  });

  it('goes on over the outbox to the case, and through it to the service of the paper and its message', async () => {
    const sent = await one('message to the gateway', { 'anjuan.case': notice.caseId, 'anjuan.duty.kind': 'serve' });
    const command = await one('command takeStep', { 'anjuan.step': 'issueNotice' });
    expect(sent.traceId).toBe(command.traceId);
    const path = ['command takeStep', 'transaction', 'outbox delivery', 'Temporal signal', 'activity startDuties', 'Temporal signalWithStart', 'activity sendMessage', 'message to the gateway'];
    expect(await pathTo(sent)).toEqual(path);
    const look = await world.until('the look of the case', () => Promise.resolve(receiver.named('activity advance', command.traceId)[0]));
    expect(await pathTo(look)).toEqual([...path.slice(0, 4), 'activity advance']);
    expect(look.facts).toMatchObject({ 'anjuan.workflow': `case/${notice.caseId}`, 'anjuan.workflow.type': 'caseLife', 'anjuan.activity': 'advance', 'anjuan.local': true });
    expect(await pathTo(await world.until('its reading', () => Promise.resolve(receiver.named('advance cases', command.traceId)[0])))).toEqual([...path.slice(0, 4), 'activity advance', 'advance cases']);
  });

  it('is its own: what a case of long standing does for a later command is no part of the earlier one', async () => {
    const opening = await one('command openCase', { 'anjuan.case': notice.caseId });
    expect(receiver.named('activity startDuties', opening.traceId)).toEqual([]);
  });

  it('tells of a refusal its codes, and of a step that there is not nothing of what was written', async () => {
    const caseId = await filed(world);
    await world.county.send(1, caseId, { type: 'takeStep', step: 'decidePenalty', facts: {}, officers: [personId(1), personId(2)] });
    await world.county.send(1, caseId, { type: 'takeStep', step: 'zhang-san-feng', facts: { summary: '金丝雀' } });
    const outcomes = await world.until('both outcomes', () => {
      const found = receiver.spans.filter((span) => span.facts['anjuan.case'] === caseId && span.name === 'command takeStep' && span.facts['anjuan.outcome'] !== 'done');
      return Promise.resolve(found.length === 2 && found);
    });
    expect(outcomes.map(({ failed }) => failed)).toEqual([false, false]);
    expect(JSON.stringify(outcomes)).toMatch(/anjuan\.(blockers|rules)":\["/);
    expect(receiver.text).not.toContain('zhang-san-feng');
  });

  it('says nothing of a person, and no word of a case', async () => {
    await spanned('the last', {}, () => Promise.resolve());
    await one('the last', {});
    expect(receiver.text).toContain(notice.caseId);
    for (const word of canaries) expect(receiver.text).not.toContain(word);
    expect(/\p{Script=Han}+/u.exec(receiver.text)?.[0]).toBeUndefined();
  });
});
