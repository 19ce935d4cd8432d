import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { legalDate, legalInstant, type LegalInstant } from '#law';
import type { CaseEvent, CaseState } from '#cases/model';
import { migratedDatabase, type TestDatabase } from '../../../test/servers/database.ts';
import { withActor } from '../actor.ts';
import { insertHead, lockHead, updateHead } from '../case-head.ts';
import { appendEvents } from '../events.ts';
import { openStore } from '../open-store.ts';

/** An empty record with two townships of one county, as owner and as the application. */
export interface TestRecord {
  readonly database: TestDatabase;
  readonly owner: DataSource;
  readonly app: DataSource;
  in<T>(offices: string[], work: (manager: EntityManager) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openRecord(): Promise<TestRecord> {
  const database = await migratedDatabase();
  const owner = await new DataSource({ type: 'postgres', url: database.ownerUrl }).initialize();
  await owner.query(`
    INSERT INTO county VALUES ('610725', '勉县');
    INSERT INTO office (id, county_id, kind, name, short_name, region_code) VALUES ('east', '610725', 'township', '东镇', '东综执', '610725100'), ('west', '610725', 'township', '西镇', '西综执', '610725101')`);
  const app = await openStore(database.appUrl, { applicationName: 'test', poolSize: 20 });
  return {
    database, owner, app,
    in: (offices, work) => withActor(app, { actorId: 'tester', offices }, work),
    async close() {
      await app.destroy();
      await owner.destroy();
      await database.drop();
    },
  };
}

const at = legalInstant('2025-03-03T02:00:00.000Z');
let count = 0;

/** A case of an office with one event, written past the engine. */
export async function insertCase(record: TestRecord, office: string): Promise<string> {
  const caseId = randomUUID();
  count += 1;
  await record.in([office], async (manager) => {
    await insertHead(manager, { caseId, officeId: office, countyId: '610725', pack: 'p', caseNumber: `案字〔2025〕${count}号`, openedOn: legalDate('2025-03-03'), at });
    await append(manager, caseId, [phase('lead')]);
  });
  return caseId;
}

export const phase = (name: string): CaseEvent => ({ type: 'phaseEntered', v: 1, occurredOn: legalDate('2025-03-03'), phase: name, because: 'test' });

/** Appends events as a command would. */
export async function append(manager: EntityManager, caseId: string, events: CaseEvent[], recordedAt: LegalInstant = at): Promise<void> {
  const head = await lockHead(manager, caseId);
  if (head === null) throw new Error('no such case');
  const headHash = await appendEvents(manager, {
    caseId, seq: head.seq, headHash: head.headHash, commandId: randomUUID(), actorId: 'tester', recordedAt, machineAt: recordedAt,
    pack: 'p', packSha256: 'f'.repeat(64), calendarVersion: 'CN@2024-11-12',
  }, events);
  const state = { caseId, officeId: head.officeId, seq: head.seq + events.length, revision: head.revision + 1, phase: 'x', lastRecordedAt: recordedAt } as CaseState;
  await updateHead(manager, { state, headHash, evolveVersion: 1, closedOn: null, calendarVersion: 'CN@2024-11-12', nextWakeAt: null, nextDueOn: null, woken: false, armedStill: false, readTablesSha256: '', packSha256: 'f'.repeat(64) });
}
