/** Receipts of the bank as they lie in the record, with what became of each. */
import type { EntityManager } from 'typeorm';
import type { LegalDate, LegalInstant } from '#law';
import { MACHINE, setActor, withActor } from '#store';
import type { CommandDeps } from '../deps.ts';
import { NotDone, type CommandOutcome } from '../outcome.ts';

/**
 * `waiting`: to be booked or taken back. `booked`: in the case that it names. `suspense`: it pays nothing, and people
 * decide. `reversed`: the bank took it back. `applied`: a reversal that did so. `returned`: the treasury paid it back.
 * `failed`: the case or the receipt is odd; it is tried again when somebody asks.
 */
export const receiptStatuses = ['waiting', 'booked', 'suspense', 'reversed', 'applied', 'returned', 'failed'] as const;
export type ReceiptStatus = (typeof receiptStatuses)[number];

/** Why a receipt pays nothing: the code of a blocker of the case, or of what it lacks. */
export interface ReceiptReason { code: string; zh: string; en: string }

export interface StoredReceipt {
  county: string; bank: string; serial: string; importId: string; officeId: string; line: number; kind: 'receipt' | 'reversal';
  /** As the bank reported it. */
  reference: string;
  /** Whole fen in decimal text. */
  fen: string;
  on: LegalDate;
  /** Masked. */
  payer: string;
  reverses: string | null;
  status: ReceiptStatus;
  caseId: string | null; party: string | null; debt: string | null; toReference: string | null;
  movesFrom: string | null;
  matching: number;
  overFen: string;
  reasons: ReceiptReason[];
}

export const RECEIPT_COLUMNS_SQL = `county, bank, serial, import_id AS "importId", office_id AS "officeId", line, kind, reference, fen::text AS fen, value_date::text AS "on", payer, reverses, status,
  of_case AS "caseId", party, debt, to_reference AS "toReference", moves_from AS "movesFrom", matching, over_fen::text AS "overFen", reasons`;

export interface BankImport { importId: string; officeId: string; county: string; bank: string; sha256: string; lines: number; totalFen: string; repeated: { line: number; serial: string }[]; importedBy: string; importedAt: LegalInstant }
export interface ReadImport extends BankImport { byStatus: Record<ReceiptStatus, number>; over: number }

const IMPORT = 'import_id AS "importId", office_id AS "officeId", county, bank, sha256, lines, total_fen::text AS "totalFen", repeated, imported_by AS "importedBy", imported_at AS "importedAt"';

/** An import with how far it has come; null when it is not there. */
export async function readImport(manager: EntityManager, importId: string): Promise<ReadImport | null> {
  const [found] = await manager.query<BankImport[]>(`SELECT ${IMPORT} FROM bank_import WHERE import_id = $1`, [importId]);
  if (found === undefined) return null;
  const rows = await manager.query<{ status: ReceiptStatus; count: number; over: number }[]>('SELECT status, count(*)::integer AS count, count(*) FILTER (WHERE over_fen > 0)::integer AS over FROM bank_receipt WHERE import_id = $1 GROUP BY status', [importId]);
  const byStatus = Object.fromEntries(receiptStatuses.map((status) => [status, rows.find((row) => row.status === status)?.count ?? 0])) as Record<ReceiptStatus, number>;
  return { ...found, byStatus, over: rows.reduce((sum, { over }) => sum + over, 0) };
}

/** The import of a content, if it was brought before. */
export async function importOf(manager: EntityManager, county: string, bank: string, sha256: string): Promise<string | null> {
  const [found] = await manager.query<{ id: string }[]>('SELECT import_id AS id FROM bank_import WHERE county = $1 AND bank = $2 AND sha256 = $3', [county, bank, sha256]);
  return found?.id ?? null;
}

/** Imports of the own office, the newest first. */
export function readImports(manager: EntityManager, page: { before: [LegalInstant, string] | null; limit: number }): Promise<BankImport[]> {
  return manager.query<BankImport[]>(`SELECT ${IMPORT} FROM bank_import WHERE $1::timestamptz IS NULL OR (imported_at, import_id) < ($1, $2::uuid) ORDER BY imported_at DESC, import_id DESC LIMIT $3`, [page.before?.[0] ?? null, page.before?.[1] ?? null, page.limit]);
}

/** Receipts of an import in the order of its lines. */
export function readReceiptsOf(manager: EntityManager, importId: string, page: { after: number; status: ReceiptStatus | null; limit: number }): Promise<StoredReceipt[]> {
  return manager.query<StoredReceipt[]>(`SELECT ${RECEIPT_COLUMNS_SQL} FROM bank_receipt WHERE import_id = $1 AND line > $2 AND ($3::text IS NULL OR status = $3) ORDER BY line LIMIT $4`, [importId, page.after, page.status, page.limit]);
}

/** What waits for people, the oldest value date first. */
export function readOpenReceipts(manager: EntityManager, status: 'suspense' | 'failed', page: { after: [string, string, string] | null; limit: number }): Promise<StoredReceipt[]> {
  const [on, bank, serial] = page.after ?? [null, null, null];
  return manager.query<StoredReceipt[]>(`SELECT ${RECEIPT_COLUMNS_SQL} FROM bank_receipt WHERE status = $1 AND ($2::date IS NULL OR (value_date, bank, serial) > ($2, $3, $4)) ORDER BY value_date, bank, serial LIMIT $5`, [status, on, bank, serial, page.limit]);
}

/** A receipt of the county by its serial; `hold` keeps its row until the end of the transaction. */
export async function readReceipt(manager: EntityManager, { county, bank, serial }: { county: string; bank: string; serial: string }, hold = false): Promise<StoredReceipt | null> {
  const [found] = await manager.query<StoredReceipt[]>(`SELECT ${RECEIPT_COLUMNS_SQL} FROM bank_receipt WHERE county = $1 AND bank = $2 AND serial = $3${hold ? ' FOR UPDATE' : ''}`, [county, bank, serial]);
  return found ?? null;
}

/** By what name the cases know a receipt. */
export function receiptIdOf({ county, bank, serial }: Pick<StoredReceipt, 'county' | 'bank' | 'serial'>): string {
  return `${county}.${bank}.${serial}`;
}

export type MoneyInOutcome<T> = { status: 'done'; answer: T } | Extract<CommandOutcome, { status: 'invalid' | 'refused' | 'notFound' }>;

/** A transaction of the machine that sees the receipts of the import's office. Null when there is no such import. */
export function asImporter<T>(deps: CommandDeps, importId: string, work: (manager: EntityManager) => Promise<T>): Promise<T | null> {
  return withActor(deps.source, { actorId: MACHINE, offices: [] }, async (manager) => {
    const [row] = await manager.query<{ office: string | null }[]>('SELECT bank_import_office($1) AS office', [importId]);
    if (row?.office == null) return null;
    await setActor(manager, { actorId: MACHINE, offices: [row.office] });
    return work(manager);
  });
}

/** What stands in the way is answered, troubles of the service are thrown. */
export function outcomeOf<T>(error: unknown): MoneyInOutcome<T> {
  if (error instanceof NotDone) return error.outcome as MoneyInOutcome<T>;
  throw error;
}
