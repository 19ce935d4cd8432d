import type { DataSource, EntityManager } from 'typeorm';
import { legalNow, MACHINE, readEventsOf, setActor, withActor } from '#store';
import { chinaDateOf, type LegalDate, type LegalInstant } from '#law';
import type { CommandDeps } from '../deps.ts';
import { readKnownSettings } from '../law-shelf.ts';
import { KeptPacks, KnownLaw } from './known-law.ts';
import { proveCase, type CaseToProve, type ProofCause, type ProofDifference, type StoredClock } from './compare.ts';

/** A day's proof. */
export interface DayProof {
  date: LegalDate;
  madeAt: LegalInstant;
  cases: number;
  clocks: number;
  /** False for a proof of a day that had passed: the stored clocks are then those of a later day wherever a case went on. */
  storedCompared: boolean;
  differences: ProofDifference[];
  causes: Partial<Record<ProofCause, number>>;
  doesNotProve: readonly { zh: string; en: string }[];
}

/** What a proof without differences still leaves open. */
export const doesNotProve = [
  { zh: '不证明事实录入真实、完整，也不证明应录入的事实均已录入。', en: 'that the facts entered are true, or that everything that happened was entered' },
  { zh: '不证明程序包、参数和日历与法律一致，只证明按其计算的结果与记录一致。', en: 'that packs, parameters and calendars state the law rightly; only that the record follows them' },
  { zh: '不证明文书确已送到当事人手中，也不证明提醒已被阅读。', en: 'that a paper really reached the party, or that a reminder was read' },
  { zh: '不证明记录未被篡改：链条与签名由 npm run verify 核对。', en: 'that the record was not tampered with: chains and signed heads are checked by npm run verify' },
  { zh: '计算与记录由同一程序进行，程序自身的错误可能两边相同。', en: 'that the program is right: an error in the computation could be on both sides' },
] as const;

const pageSize = 200;

/**
 * Proves a day: for each case that was open on it, the due instants recomputed from the events alone (each under the pack that
 * it names, with the calendars published and the parameters in force by that day) against those stored and those recorded, and two forecasts. Keeps
 * the proof in place of an earlier one of the same day. `onPage` hears how many cases are done.
 */
export async function proveDay({ source, law }: Pick<CommandDeps, 'source' | 'law'>, date: LegalDate, { onPage = () => undefined }: { onPage?: (cases: number) => void } = {}): Promise<DayProof> {
  const now = await withActor(source, { actorId: MACHINE, offices: [] }, legalNow);
  const packs = new KeptPacks();
  let known: KnownLaw | undefined;
  const differences: ProofDifference[] = [];
  let cases = 0;
  let clocks = 0;
  const pageAfter = (last: string | null): Promise<PlaceOfCase[]> => source.query('SELECT case_id, office_id FROM cases_to_prove($1, $2, $3)', [date, last, pageSize]);
  const read = (page: readonly PlaceOfCase[]): Promise<{ found: CaseToProve[]; law: KnownLaw }> => asOfOneMoment(source, page.map(({ office_id: office }) => office), async (manager) => {
    const found = await readCases(manager, page);
    await packs.load(manager, new Set(found.flatMap((one) => [...one.packs.values()])));
    const book = await law.book(manager);
    if (known?.today !== book) known = new KnownLaw(book, packs, law.bundledSettings, await readKnownSettings(manager), await law.adoptedTexts(manager, book));
    return { found, law: known };
  });
  let page = await pageAfter(null);
  let reading = page.length > 0 ? read(page) : undefined;
  while (reading !== undefined) {
    const { found, law: knownLaw } = await reading;
    // The next page is read while this one is computed; whoever stops before awaiting it leaves no rejection behind.
    page = page.length < pageSize ? [] : await pageAfter(page.at(-1)?.case_id ?? null);
    reading = page.length > 0 ? read(page) : undefined;
    reading?.catch(() => undefined);
    for (const one of found) {
      const proved = proveCase(one, date, now.at, knownLaw);
      cases += 1;
      clocks += proved.clocks;
      differences.push(...proved.differences);
    }
    onPage(cases);
  }
  const causes: DayProof['causes'] = {};
  for (const { cause } of differences) causes[cause] = (causes[cause] ?? 0) + 1;
  const proof: DayProof = { date, madeAt: now.at, cases, clocks, storedCompared: chinaDateOf(now.at) <= date, differences, causes, doesNotProve };
  await keepProof(source, proof, now.machineAt);
  return proof;
}

interface PlaceOfCase { case_id: string; office_id: string }

/** Reads on behalf of the machine, in these offices, what stands in the record at one moment. */
async function asOfOneMoment<T>(source: DataSource, offices: readonly string[], work: (manager: EntityManager) => Promise<T>): Promise<T> {
  // Events, clocks and heads of a page are of the same moment, and nobody's command waits for the proof.
  return source.transaction('REPEATABLE READ', async (manager) => {
    await setActor(manager, { actorId: MACHINE, offices: [...new Set(offices)] });
    return work(manager);
  });
}

interface HeadRow { case_id: string; next_wake_at: string | null; armed: boolean; cannot_advance: boolean }
interface ClockRow { case_id: string; clock_id: string; code: string; status: string; due_on: string | null; next_at: string | null; calendar_version: string }

/** The cases of a page, in its order; one that moved to another office meanwhile is proved there the next day. */
async function readCases(manager: EntityManager, page: readonly PlaceOfCase[]): Promise<CaseToProve[]> {
  const ids = page.map(({ case_id: caseId }) => caseId);
  const heads = await manager.query<HeadRow[]>(`
    SELECT h.case_id, h.next_wake_at, h.armed_for IS NOT DISTINCT FROM h.next_wake_at AND coalesce(h.seen_revision >= h.woken_seq, false) AS armed,
      EXISTS (SELECT 1 FROM command_failure f WHERE f.case_id = h.case_id) AS cannot_advance
    FROM case_head h WHERE h.case_id = ANY ($1::uuid[])`, [ids]);
  const events = await readEventsOf(manager, ids);
  const clocks = new Map<string, StoredClock[]>(ids.map((id) => [id, []]));
  for (const row of await manager.query<ClockRow[]>('SELECT case_id, clock_id, code, status, due_on, next_at, calendar_version FROM clock WHERE case_id = ANY ($1::uuid[])', [ids])) {
    clocks.get(row.case_id)?.push({ clockId: row.clock_id, code: row.code, status: row.status, dueOn: row.due_on, nextAt: row.next_at, calendarVersion: row.calendar_version });
  }
  const headOf = new Map(heads.map((head) => [head.case_id, head]));
  return page.flatMap(({ case_id: caseId, office_id: officeId }) => {
    const head = headOf.get(caseId);
    if (head === undefined) return [];
    const recorded = events.get(caseId) ?? [];
    return [{
      caseId, officeId, events: recorded, packs: new Map(recorded.map(({ seq, packSha256 }) => [seq, packSha256])), nextWakeAt: head.next_wake_at, armed: head.armed, cannotAdvance: head.cannot_advance,
      clocks: clocks.get(caseId) ?? [],
    }];
  });
}

async function keepProof(source: DataSource, proof: DayProof, machineAt: LegalInstant): Promise<void> {
  const offices = [...new Set(proof.differences.map(({ officeId }) => officeId))];
  const all = await source.query<{ id: string }[]>('SELECT id FROM office');
  // Differences of an earlier proof of the same day may belong to offices that have none now.
  await withActor(source, { actorId: MACHINE, offices: [...new Set([...offices, ...all.map(({ id }) => id)])] }, async (manager) => {
    await manager.query(`
      INSERT INTO proof (date, made_at, machine_at, cases, clocks, causes, stored_compared) VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (date) DO UPDATE SET made_at = excluded.made_at, machine_at = excluded.machine_at, cases = excluded.cases, clocks = excluded.clocks,
        causes = excluded.causes, stored_compared = excluded.stored_compared`,
    [proof.date, proof.madeAt, machineAt, proof.cases, proof.clocks, JSON.stringify(proof.causes), proof.storedCompared]);
    await manager.query('DELETE FROM proof_difference WHERE date = $1', [proof.date]);
    await manager.query(`
      INSERT INTO proof_difference (date, place, case_id, office_id, clock_id, kind, cause, about)
      SELECT $1, place, "caseId", "officeId", "clockId", kind, cause, about
      FROM jsonb_to_recordset($2::jsonb) AS d(place integer, "caseId" uuid, "officeId" text, "clockId" text, kind text, cause text, about jsonb)`,
    [proof.date, JSON.stringify(proof.differences.map((one, place) => ({ place, ...one })))]);
  });
}

/** The kept proof of a day, with the differences in the offices of the asking transaction; null when there is none. */
export async function readProof(manager: EntityManager, date: LegalDate): Promise<DayProof | null> {
  const [row] = await manager.query<{ date: LegalDate; made_at: LegalInstant; cases: number; clocks: number; causes: DayProof['causes']; stored_compared: boolean }[]>(
    'SELECT date, made_at, cases, clocks, causes, stored_compared FROM proof WHERE date = $1', [date]);
  if (row === undefined) return null;
  const differences = await manager.query<{ case_id: string; office_id: string; clock_id: string | null; kind: ProofDifference['kind']; cause: ProofCause; about: ProofDifference['about'] }[]>(
    'SELECT case_id, office_id, clock_id, kind, cause, about FROM proof_difference WHERE date = $1 ORDER BY place', [date]);
  return {
    date: row.date, madeAt: row.made_at, cases: row.cases, clocks: row.clocks, storedCompared: row.stored_compared, causes: row.causes, doesNotProve,
    differences: differences.map((one) => ({ caseId: one.case_id, officeId: one.office_id, clockId: one.clock_id, kind: one.kind, cause: one.cause, about: one.about })),
  };
}
