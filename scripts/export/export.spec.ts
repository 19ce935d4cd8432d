import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#cases/model';
import { legalDate, legalInstant } from '#law';
import { OcelLog } from './ocel.ts';
import type { ToldCase } from './told-cases.ts';
import { toldEvent } from './told-event.ts';
import { xesTrace } from './xes.ts';

const caseId = '00000000-0000-4000-8000-00000000000a';
const occurredOn = legalDate('2025-03-03');
const recordedAt = legalInstant('2025-03-03T02:00:00.000Z');
const salted = { contentId: 'c1', commitment: 'x' } as never;

/** A paper issued, served, and a step with a text and an amount, which must stay at home. */
const events: RecordedEvent[] = [
  { seq: 1, recordedAt, event: { type: 'paperIssued', v: 1, occurredOn, paper: { paperId: `${caseId}.1`, paper: 'penalty-notice', party: 'p1', series: null, authorityId: 'o' }, number: '勉〔2025〕1号 <"&>', sha256: 'ab', templateSha256: null } },
  { seq: 2, recordedAt, event: { type: 'paperServed', v: 1, occurredOn, paperId: `${caseId}.1`, party: 'p1', way: 'post', rawOn: occurredOn, rolledOn: occurredOn, effectiveOn: occurredOn } },
  { seq: 3, recordedAt, event: { type: 'stepTaken', v: 1, occurredOn, step: 'decidePenalty', party: 'p1', facts: { fine: 500_000n, summary: salted } as never, partyFacts: {}, officers: [], actorId: 'person-7', body: {} as never, phase: 'decided', claims: [], suspends: [], resumes: [] } },
];

function told(): ToldCase {
  const papers = new Map<string, string>();
  return { caseId, caseNumber: '勉阳综执案字〔2025〕1号', pack: 'administrative-penalty', officeId: '610725001', openedOn: '2025-03-03', closedOn: null, events: events.map((one) => toldEvent(caseId, one, { actorId: 'person-7', hash: `h${one.seq}` }, papers)) };
}

describe('an exported log', () => {
  it('tells service by the code of the paper that was issued before', () => {
    expect(told().events.map((one) => one.activity)).toEqual(['paperIssued:penalty-notice', 'paperServed:penalty-notice', 'stepTaken:decidePenalty']);
  });

  it('holds no fact, amount or text of the case', () => {
    const text = JSON.stringify(told()) + xesTrace(told());
    for (const kept of ['500000', 'fine', 'summary', 'contentId', 'commitment']) expect(text).not.toContain(kept);
  });

  it('is well-formed XES whatever a number says', () => {
    expect(xesTrace(told())).toContain('value="勉〔2025〕1号 &lt;&quot;&amp;&gt;"');
  });

  it('names in OCEL every object to which an event is related, and every type that occurs', () => {
    const log = new OcelLog();
    const rows = log.events(told()).map((row) => JSON.parse(row) as { type: string; relationships: { objectId: string }[] });
    const objects = log.objects(told()).map((row) => JSON.parse(row) as { id: string; type: string });
    const known = new Set(objects.map((one) => one.id));
    expect(rows.flatMap((row) => row.relationships.map((one) => one.objectId)).filter((id) => !known.has(id))).toEqual([]);
    const types = log.types();
    expect((JSON.parse(types.eventTypes) as { name: string }[]).map((one) => one.name)).toEqual(rows.map((row) => row.type));
    expect((JSON.parse(types.objectTypes) as { name: string }[]).map((one) => one.name)).toEqual(['case', 'paper', 'party']);
  });
});
