import type { DataSource, EntityManager } from 'typeorm';
import { caseWorkflowId, dutyWorkflowId } from '#contracts';
import { debtStandings, fold, isAtRest, nextWake, openClocks } from '#cases';
import { evolveVersion, type CaseState } from '#cases/model';
import { chinaDateOf, startOfDay, type LawBook, type LegalInstant } from '#law';
import { canonicalJson, legalNow, readEvents, readHead, setActor, MACHINE, writeFileLoans, writeReadTables, type CaseHead } from '#store';
import { datedTasks } from './dated-tasks.ts';
import type { LawShelf } from './law-shelf.ts';
import { ledgerDifferences, mendLedger } from './ledger.ts';
import { later } from './door.ts';
import { nextDue } from './record.ts';

/** What a rebuild from the events found. */
export interface RebuildReport {
  cases: number;
  /** Rows of read tables, snapshots and next wakes that differ from what the events give. */
  differences: { caseId: string; table: 'clock' | 'task' | 'duty' | 'debt_standing' | 'case_head' | 'ledger_posting'; key: string; kind: 'missing' | 'surplus' | 'different'; /** Of a row that differs: in which columns. */ columns?: string[] }[];
}

/** Key of each table, and the columns that events do not give: since when a task or duty stands, from which day it may be done (which says nothing more once the day has come), how attempts went, and when a person is reminded. */
const SHADOWS = { clock: ['clock_id', "''"], task: ['step, party, role', "'created_at,not_before'"], duty: ['duty_id', "'owed_at,attempts,last_attempt_at,last_error,remind_at'"], debt_standing: ['party, debt', "''"] } as const;

/**
 * Folds every case from its events again, writes its read tables into shadow tables and compares them with those in
 * use; with `apply` the ones in use are then brought up to date. As the owner (`DATABASE_OWNER_URL`), which sees all
 * offices; one transaction a case, so the service may go on working. Events are never touched.
 */
export async function rebuild(owner: DataSource, law: LawShelf, { apply = false }: { apply?: boolean } = {}): Promise<RebuildReport> {
  const report: RebuildReport = { cases: 0, differences: [] };
  let last: string | null = null;
  for (;;) {
    const page: { case_id: string }[] = await owner.query('SELECT case_id FROM case_head WHERE $1::uuid IS NULL OR case_id > $1 ORDER BY case_id LIMIT 200', [last]);
    if (page.length === 0) return report;
    for (const { case_id: caseId } of page) {
      report.differences.push(...await rebuildCase(owner, law, caseId, apply));
      report.cases += 1;
      last = caseId;
    }
  }
}

async function rebuildCase(owner: DataSource, law: LawShelf, caseId: string, apply: boolean): Promise<RebuildReport['differences']> {
  return owner.transaction(async (manager) => {
    await setActor(manager, { actorId: MACHINE, offices: [] });
    await manager.query('SELECT 1 FROM case_head WHERE case_id = $1 FOR UPDATE', [caseId]);
    const head = await readHead(manager, caseId);
    const state = fold(caseId, await readEvents(manager, caseId));
    if (head === null || state === null) return [{ caseId, table: 'case_head', key: caseId, kind: 'missing' }];
    const named = await packNamed(manager, caseId, state.seq);
    const book = await law.bookFor(manager, { ...head, packSha256: named });
    // Nothing wakes a closed case in which nobody has asked for anything since: its periods stand as they were when it was closed.
    const at = isAtRest(state) ? head.lastRecordedAt : lastLook(head, later((await legalNow(manager)).at, head.lastRecordedAt), book);
    for (const table of Object.keys(SHADOWS)) await manager.query(`CREATE TEMPORARY TABLE ${table} (LIKE public.${table} INCLUDING ALL) ON COMMIT DROP`);
    // Temporary tables come first in the search path, so the one writer of read tables writes the shadows.
    await manager.query('SET LOCAL search_path = pg_temp, public');
    await write(manager, head, state, at, book);
    const accounts = await ledgerDifferences(manager, state, book, at);
    const differences = [...await compareTables(manager, caseId), ...compareHead(head, state, at, book), ...(head.packSha256 === named ? [] : [{ caseId, table: 'case_head' as const, key: 'pack_sha256', kind: 'different' as const }]), ...accounts.map((key) => ({ caseId, table: 'ledger_posting' as const, key, kind: 'different' as const }))];
    // Not named, the temporary schema would still come first.
    await manager.query('SET LOCAL search_path = public, pg_temp');
    if (apply && differences.length > 0) {
      await write(manager, head, state, at, book);
      await writeFileLoans(manager, state);
      if (accounts.length > 0) await mendLedger(manager, { state, officeId: head.officeId, at, book });
      await manager.query('UPDATE case_head SET state = $2, evolve_version = $3, phase = $4, revision = $5, next_wake_at = $6, closed_on = $7, next_due_on = $8, pack_sha256 = $9, read_tables_sha256 = NULL WHERE case_id = $1',
        [caseId, JSON.stringify(state), evolveVersion, state.phase, state.revision, nextWake(state, at, book), state.closed?.on ?? null, nextDue(openClocks(state, at, book)), named]);
    }
    return differences;
  });
}

/** The text of the pack that the last event of the case names. */
async function packNamed(manager: EntityManager, caseId: string, seq: number): Promise<string> {
  const [row] = await manager.query<{ sha: string }[]>('SELECT pack_sha256 AS sha FROM case_event WHERE case_id = $1 AND seq = $2', [caseId, seq]);
  return row?.sha ?? '';
}

/**
 * A case keeps what was written under the calendar by which it was looked at last: that of its last event, or a notice
 * loaded since whose page came to it. A later notice that touches none of its clocks changes nothing in it.
 */
function lastLook({ calendarVersion, lastRecordedAt }: CaseHead, now: LegalInstant, book: LawBook): LegalInstant {
  const notices = book.calendars.versions.map(({ notice }) => startOfDay(notice.publishedOn)).filter((at) => at > lastRecordedAt && at < now).toReversed();
  return [now, ...notices].find((at) => book.calendars.asKnownOn(chinaDateOf(at)).version === calendarVersion) ?? lastRecordedAt;
}

async function write(manager: EntityManager, { caseId, officeId }: CaseHead, state: CaseState, at: LegalInstant, book: LawBook): Promise<void> {
  await writeReadTables(manager, {
    caseId, officeId, at, clocks: openClocks(state, at, book), tasks: datedTasks(state, at, book), duties: state.duties, debts: { standings: debtStandings(state, at, book), before: true },
    wakes: () => caseWorkflowId(caseId), dutyWorkflow: (duty) => dutyWorkflowId(duty.kind, duty.dutyId),
  });
}

async function compareTables(manager: EntityManager, caseId: string): Promise<RebuildReport['differences']> {
  const differences: RebuildReport['differences'] = [];
  for (const [table, [key, outside]] of Object.entries(SHADOWS) as [keyof typeof SHADOWS, readonly [string, string]][]) {
    const rows = await manager.query<{ key: string; kind: 'missing' | 'surplus' | 'different'; columns: string[] }[]>(`
      WITH kept AS (SELECT concat_ws('.', ${key}) AS key, to_jsonb(t) - string_to_array(${outside}, ',') AS row FROM public.${table} t WHERE case_id = $1),
        made AS (SELECT concat_ws('.', ${key}) AS key, to_jsonb(t) - string_to_array(${outside}, ',') AS row FROM pg_temp.${table} t)
      SELECT coalesce(kept.key, made.key) AS key, CASE WHEN kept.key IS NULL THEN 'missing' WHEN made.key IS NULL THEN 'surplus' ELSE 'different' END AS kind,
        ARRAY(SELECT k.key FROM jsonb_each(kept.row) k WHERE made.key IS NOT NULL AND k.value IS DISTINCT FROM made.row -> k.key ORDER BY 1) AS columns
      FROM kept FULL JOIN made ON made.key = kept.key WHERE kept.row IS DISTINCT FROM made.row ORDER BY 1`, [caseId]);
    differences.push(...rows.map(({ key: name, kind, columns }) => ({ caseId, table, key: name, kind, ...(columns.length === 0 ? {} : { columns }) })));
  }
  return differences;
}

function compareHead(head: CaseHead, state: CaseState, at: LegalInstant, book: LawBook): RebuildReport['differences'] {
  const parts: [string, unknown, unknown][] = [
    ['state', head.evolveVersion === evolveVersion ? canonicalJson(head.state) : null, canonicalJson(state)],
    ['seq', head.seq, state.seq], ['revision', head.revision, state.revision], ['phase', head.phase, state.phase],
    ['office_id', head.officeId, state.officeId],
    ['next_wake_at', head.nextWakeAt, nextWake(state, at, book)], ['next_due_on', head.nextDueOn, nextDue(openClocks(state, at, book))], ['closed_on', head.closedOn, state.closed?.on ?? null],
  ];
  return parts.filter(([, kept, made]) => kept !== made).map(([key]) => ({ caseId: head.caseId, table: 'case_head', key, kind: 'different' }));
}
