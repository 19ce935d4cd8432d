import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { readHead, readStoredEvents } from '#store';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { Cursor, Day, Instant, Limit } from '../http/schemas.ts';
import { notFound } from '../problems/problem.ts';

export const EventQuery = z.strictObject({ cursor: Cursor, limit: Limit });
export const EventView = z.strictObject({
  seq: z.number().int(), type: z.string(), schemaVersion: z.number().int(), occurredOn: Day.describe('The legal day of the fact.'), recordedAt: Instant, machineAt: Instant,
  actorId: z.string(), commandId: z.string(), pack: z.string(), packSha256: z.string(), calendarVersion: z.string(),
  payload: z.record(z.string(), z.unknown()).describe('As recorded: ids and commitments in place of personal content.'), previousHash: z.string(), hash: z.string(),
}).meta({
  id: 'Event', examples: [{
    seq: 4, type: 'phaseEntered', schemaVersion: 1, occurredOn: '2025-03-04', recordedAt: '2025-03-04T02:00:00.000Z', machineAt: '2025-03-04T02:00:00.012Z', actorId: '00000000-0000-4000-8000-000000000004',
    commandId: '5f0c9d4e-2c39-4c0a-9a06-6f2b1d0c7b21', pack: 'administrative-penalty', packSha256: '3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f', calendarVersion: 'CN@2024-11-12',
    payload: { phase: 'investigation', because: 'fileCase' }, previousHash: 'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1', hash: 'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2',
  }],
});
export const EventPage = z.strictObject({ caseId: z.uuid(), headHash: z.string().describe('Hash of the last event of the case.'), items: z.array(EventView), next: z.string().nullable() }).meta({ id: 'EventPage' });

/** The record of a case with its chain, in order. */
export async function eventPage(m: EntityManager, caseId: string, { cursor, limit }: z.infer<typeof EventQuery>): Promise<z.infer<typeof EventPage>> {
  const head = await readHead(m, caseId);
  if (head === null) throw notFound();
  const after = Number(readCursor(cursor, 'events', [z.number().int().min(0).max(2_000_000_000)])?.[0] ?? 0);
  const events = await readStoredEvents(m, caseId, after, limit + 1);
  const shown = events.slice(0, limit);
  const last = shown.at(-1);
  return {
    caseId, headHash: head.headHash,
    items: shown.map(({ caseId: _caseId, ...event }) => event),
    next: events.length > limit && last !== undefined ? cursorOf('events', [last.seq]) : null,
  };
}
