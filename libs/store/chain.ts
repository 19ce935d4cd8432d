import { createHash } from 'node:crypto';
import type { LegalDate, LegalInstant } from '#law/dates';
import { canonicalJson } from './canonical-json.ts';

/** What the first event of a case follows. */
export const NO_EVENT_BEFORE = '0'.repeat(64);

/** Everything that the hash of an event covers. `payload` is the event without its type, version and day. */
export interface ChainedEvent {
  caseId: string;
  seq: number;
  previousHash: string;
  type: string;
  schemaVersion: number;
  occurredOn: LegalDate;
  recordedAt: LegalInstant;
  machineAt: LegalInstant;
  actorId: string;
  commandId: string;
  pack: string;
  packSha256: string;
  calendarVersion: string;
  payload: Record<string, unknown>;
}

/** SHA-256 (lower-case hex) over the canonical JSON of the event and the hash of the event before it. */
export function eventHash(event: ChainedEvent): string {
  const { caseId, seq, previousHash, type, schemaVersion, occurredOn, recordedAt, machineAt, actorId, commandId, pack, packSha256, calendarVersion, payload } = event;
  return createHash('sha256')
    .update(canonicalJson({ caseId, seq, previousHash, type, schemaVersion, occurredOn, recordedAt, machineAt, actorId, commandId, pack, packSha256, calendarVersion, payload }))
    .digest('hex');
}
