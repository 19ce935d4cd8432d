import type { EntityManager } from 'typeorm';
import type { CaseEvent, RecordedEvent } from '#cases/model';
import type { LegalDate, LegalInstant } from '#law/dates';
import { eventHash, type ChainedEvent } from './chain.ts';
import { sendAhead } from './actor.ts';
import { upcast } from './upcast.ts';

/** By which command, under which law and when events are recorded. */
export interface Recording {
  caseId: string;
  /** Where the chain stands: number and hash of the last event, 0 and NO_EVENT_BEFORE for a new case. */
  seq: number;
  headHash: string;
  commandId: string;
  actorId: string;
  recordedAt: LegalInstant;
  machineAt: LegalInstant;
  pack: string;
  packSha256: string;
  calendarVersion: string;
}

/** An event as it stands in the record, with everything that its hash covers. */
export interface StoredEvent extends ChainedEvent { hash: string }

/** Appends events to the chain of a case, in order; answers the hash of the last one. The head must be locked. */
export async function appendEvents(manager: EntityManager, recording: Recording, events: readonly CaseEvent[]): Promise<string> {
  let previousHash = recording.headHash;
  const rows = events.map((event, index): StoredEvent & { commandIndex: number } => {
    const { type, v, occurredOn, ...payload } = event;
    const chained: ChainedEvent = {
      caseId: recording.caseId, seq: recording.seq + index + 1, previousHash, type, schemaVersion: v, occurredOn,
      recordedAt: recording.recordedAt, machineAt: recording.machineAt, actorId: recording.actorId, commandId: recording.commandId,
      pack: recording.pack, packSha256: recording.packSha256, calendarVersion: recording.calendarVersion, payload,
    };
    const hash = eventHash(chained);
    previousHash = hash;
    return { ...chained, hash, commandIndex: index };
  });
  if (rows.length === 0) return previousHash;
  await sendAhead(manager, manager.query(`
    INSERT INTO case_event (case_id, seq, type, schema_version, occurred_on, recorded_at, machine_at, actor_id, command_id, command_index, pack, pack_sha256, calendar_version, payload, previous_hash, hash)
    SELECT "caseId", seq, type, "schemaVersion", "occurredOn", "recordedAt", "machineAt", "actorId", "commandId", "commandIndex", pack, "packSha256", "calendarVersion", payload, "previousHash", hash
    FROM jsonb_to_recordset($1::jsonb) AS e("caseId" uuid, seq integer, type text, "schemaVersion" integer, "occurredOn" date, "recordedAt" timestamptz, "machineAt" timestamptz,
      "actorId" text, "commandId" uuid, "commandIndex" integer, pack text, "packSha256" text, "calendarVersion" text, payload jsonb, "previousHash" text, hash text)
    ORDER BY seq`, [JSON.stringify(rows)]));
  return previousHash;
}

interface EventRow {
  case_id: string; seq: number; type: string; schema_version: number; occurred_on: LegalDate; recorded_at: LegalInstant; machine_at: LegalInstant; actor_id: string; command_id: string;
  pack: string; pack_sha256: string; calendar_version: string; payload: Record<string, unknown>; previous_hash: string; hash: string;
}

/** Events of a case as they were written, after `afterSeq`, at most `limit` of them (all where not given). */
export async function readStoredEvents(manager: EntityManager, caseId: string, afterSeq = 0, limit: number | null = null): Promise<StoredEvent[]> {
  const rows = await manager.query<EventRow[]>(`
    SELECT case_id, seq, type, schema_version, occurred_on, recorded_at, machine_at, actor_id, command_id, pack, pack_sha256, calendar_version, payload, previous_hash, hash
    FROM case_event WHERE case_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`, [caseId, afterSeq, limit]);
  return rows.map((row) => ({
    caseId: row.case_id, seq: row.seq, type: row.type, schemaVersion: row.schema_version, occurredOn: row.occurred_on, recordedAt: row.recorded_at, machineAt: row.machine_at,
    actorId: row.actor_id, commandId: row.command_id, pack: row.pack, packSha256: row.pack_sha256, calendarVersion: row.calendar_version, payload: row.payload,
    previousHash: row.previous_hash, hash: row.hash,
  }));
}

/** Events of a case as this release knows them: older shapes are brought up to date. Throws UnreadableEventError. */
export async function readEvents(manager: EntityManager, caseId: string, afterSeq = 0, limit: number | null = null): Promise<RecordedEvent[]> {
  return (await readStoredEvents(manager, caseId, afterSeq, limit)).map(asKnownToday);
}

/** An event as this release knows it, with the pack that it names. */
export interface JudgedEvent extends RecordedEvent { packSha256: string }

/** All events of several cases as this release knows them, by case and in order. Throws UnreadableEventError. */
export async function readEventsOf(manager: EntityManager, caseIds: readonly string[]): Promise<Map<string, JudgedEvent[]>> {
  const rows = await manager.query<Pick<EventRow, 'case_id' | 'seq' | 'type' | 'schema_version' | 'occurred_on' | 'recorded_at' | 'pack_sha256' | 'payload'>[]>(
    'SELECT case_id, seq, type, schema_version, occurred_on, recorded_at, pack_sha256, payload FROM case_event WHERE case_id = ANY ($1::uuid[]) ORDER BY case_id, seq', [caseIds]);
  const found = new Map<string, JudgedEvent[]>();
  for (const row of rows) {
    const event: JudgedEvent = { seq: row.seq, recordedAt: row.recorded_at, event: upcast(row.type, row.schema_version, row.occurred_on, row.payload), packSha256: row.pack_sha256 };
    const before = found.get(row.case_id);
    if (before === undefined) found.set(row.case_id, [event]);
    else before.push(event);
  }
  return found;
}

/** A stored event as this release knows it: an older shape is brought up to date. Throws UnreadableEventError. */
export function asKnownToday({ seq, recordedAt, type, schemaVersion, occurredOn, payload }: StoredEvent): RecordedEvent {
  return { seq, recordedAt, event: upcast(type, schemaVersion, occurredOn, payload) };
}

/** Where the chain of a case breaks: the first event whose place, hash or time is wrong; null when it is whole. */
export function firstBreak(events: readonly StoredEvent[], before: { seq: number; hash: string; recordedAt: LegalInstant | null }): { seq: number; why: 'place' | 'link' | 'hash' | 'time' } | null {
  let { seq, hash, recordedAt } = before;
  for (const event of events) {
    if (event.seq !== seq + 1) return { seq: seq + 1, why: 'place' };
    if (event.previousHash !== hash) return { seq: event.seq, why: 'link' };
    if (eventHash(event) !== event.hash) return { seq: event.seq, why: 'hash' };
    if (recordedAt !== null && event.recordedAt < recordedAt) return { seq: event.seq, why: 'time' };
    ({ seq, hash, recordedAt } = event);
  }
  return null;
}
