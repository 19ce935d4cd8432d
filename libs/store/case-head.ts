import type { EntityManager } from 'typeorm';
import type { CaseState } from '#cases/model';
import type { LegalDate, LegalInstant } from '#law/dates';
import { sendAhead } from './actor.ts';
import { NO_EVENT_BEFORE } from './chain.ts';

/** One row a case: what a command locks, and where the chain stands. */
export interface CaseHead {
  caseId: string;
  officeId: string;
  countyId: string;
  pack: string;
  /** SHA-256 of the pack under which the case was judged last; it keeps this text until a signed change of law brings it to another. */
  packSha256: string;
  caseNumber: string;
  seq: number;
  headHash: string;
  revision: number;
  phase: string;
  openedOn: LegalDate;
  closedOn: LegalDate | null;
  evolveVersion: number;
  /** The fold of the events up to `seq`, as `evolve` of `evolveVersion` made it. */
  state: CaseState;
  lastRecordedAt: LegalInstant;
  calendarVersion: string;
  nextWakeAt: LegalInstant | null;
  /** The earliest day on which a running clock of the case ends. */
  nextDueOn: LegalDate | null;
  armedFor: LegalInstant | null;
  seenRevision: number | null;
  wokenSeq: number;
  /** Of what the read tables of the case were last given. */
  readTablesSha256: string | null;
}

interface HeadRow {
  case_id: string; office_id: string; county_id: string; pack: string; pack_sha256: string; case_number: string; seq: number; head_hash: string; revision: number; phase: string;
  opened_on: LegalDate; closed_on: LegalDate | null; evolve_version: number; state: CaseState; last_recorded_at: LegalInstant; calendar_version: string;
  next_wake_at: LegalInstant | null; next_due_on: LegalDate | null; armed_for: LegalInstant | null; seen_revision: number | null; woken_seq: number; read_tables_sha256: string | null;
}

const COLUMNS = `case_id, office_id, county_id, pack, pack_sha256, case_number, seq, head_hash, revision, phase, opened_on, closed_on, evolve_version, state, last_recorded_at, calendar_version,
  next_wake_at, next_due_on, armed_for, seen_revision, woken_seq, read_tables_sha256`;

/** Locks the head of a case until the end of the transaction. Null when there is no such case, or it belongs to another office. */
export function lockHead(manager: EntityManager, caseId: string): Promise<CaseHead | null> {
  return select(manager, caseId, 'FOR UPDATE');
}

/** The head without a lock, for reading. */
export function readHead(manager: EntityManager, caseId: string): Promise<CaseHead | null> {
  return select(manager, caseId, '');
}

async function select(manager: EntityManager, caseId: string, lock: 'FOR UPDATE' | ''): Promise<CaseHead | null> {
  const [row] = await manager.query<HeadRow[]>(`SELECT ${COLUMNS} FROM case_head WHERE case_id = $1 ${lock}`, [caseId]);
  if (row === undefined) return null;
  return {
    caseId: row.case_id, officeId: row.office_id, countyId: row.county_id, pack: row.pack, packSha256: row.pack_sha256, caseNumber: row.case_number, seq: row.seq, headHash: row.head_hash,
    revision: row.revision, phase: row.phase, openedOn: row.opened_on, closedOn: row.closed_on, evolveVersion: row.evolve_version, state: row.state,
    lastRecordedAt: row.last_recorded_at, calendarVersion: row.calendar_version, nextWakeAt: row.next_wake_at, nextDueOn: row.next_due_on, armedFor: row.armed_for,
    seenRevision: row.seen_revision, wokenSeq: row.woken_seq, readTablesSha256: row.read_tables_sha256,
  };
}

/** Makes the head of a new case, before its first event: the rights on events come from here. */
export async function insertHead(manager: EntityManager, head: { caseId: string; officeId: string; countyId: string; pack: string; caseNumber: string; openedOn: LegalDate; at: LegalInstant }): Promise<void> {
  await manager.query(`
    INSERT INTO case_head (case_id, office_id, county_id, pack, case_number, seq, head_hash, revision, phase, opened_on, evolve_version, state, last_recorded_at, calendar_version)
    VALUES ($1, $2, $3, $4, $5, 0, $6, 0, '', $7, 0, '{}', $8, '')`,
  [head.caseId, head.officeId, head.countyId, head.pack, head.caseNumber, NO_EVENT_BEFORE, head.openedOn, head.at]);
}

/**
 * Writes where the case stands after a command; `woken` when an outbox row was put in the same transaction. `armedStill`:
 * nobody is woken since nothing comes sooner, so whoever slept for the wake before wakes in time for this one.
 */
export async function updateHead(manager: EntityManager, head: {
  state: CaseState; headHash: string; evolveVersion: number; closedOn: LegalDate | null; calendarVersion: string; nextWakeAt: LegalInstant | null; nextDueOn: LegalDate | null; woken: boolean; armedStill: boolean; readTablesSha256: string; packSha256: string;
}): Promise<void> {
  const { state } = head;
  await sendAhead(manager, manager.query(`
    UPDATE case_head SET seq = $2, head_hash = $3, revision = $4, phase = $5, closed_on = $6, evolve_version = $7, state = $8, last_recorded_at = $9,
      calendar_version = $10, next_wake_at = $11, woken_seq = CASE WHEN $12 THEN $2 ELSE woken_seq END, office_id = $13, next_due_on = $14, read_tables_sha256 = $15, pack_sha256 = $16,
      armed_for = CASE WHEN $17 AND armed_for = next_wake_at THEN $11::timestamptz ELSE armed_for END
    WHERE case_id = $1`,
  [state.caseId, state.seq, head.headHash, state.revision, state.phase, head.closedOn, head.evolveVersion, JSON.stringify(state), state.lastRecordedAt,
    head.calendarVersion, head.nextWakeAt, head.woken, state.officeId, head.nextDueOn, head.readTablesSha256, head.packSha256, head.armedStill]));
}

/** Notes for what instant the workflow of a case sleeps, and the last event (`seq`) that it has seen. */
export async function setArmed(manager: EntityManager, caseId: string, armedFor: LegalInstant | null, seenSeq: number): Promise<void> {
  await manager.query('UPDATE case_head SET armed_for = $2, seen_revision = $3 WHERE case_id = $1 AND (armed_for, seen_revision) IS DISTINCT FROM ($2::timestamptz, $3::integer)', [caseId, armedFor, seenSeq]);
}
