import type { EntityManager } from 'typeorm';
import type { Entry } from '#ledger';
import type { LegalInstant } from '#law/dates';

/** An entry as the tables have it, without its postings. */
export interface LedgerRow { entryId: string; seq: number; reverses: string | null; adjusts: string | null }

/** Entries of a case as they were written, in their order. */
export async function readLedger(manager: EntityManager, caseId: string): Promise<LedgerRow[]> {
  return manager.query<LedgerRow[]>('SELECT entry_id AS "entryId", seq, reverses, adjusts FROM ledger_entry WHERE case_id = $1 ORDER BY recorded_at, seq, entry_id', [caseId]);
}

/** Writes entries of a case with their postings. The database refuses at the end of the transaction what does not balance (AJ001). */
export async function enterLedger(manager: EntityManager, of: { caseId: string; officeId: string; at: LegalInstant }, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ entryId, cause, kind, occurredOn, cite, receiptId, reverses, adjusts }) => ({ entryId, seq: 'seq' in cause ? cause.seq : null, kind, occurredOn, cite, receiptId: receiptId ?? null, reverses: reverses ?? null, adjusts: adjusts ?? null }));
  const postings = entries.flatMap(({ entryId, postings: all }) => all.map(({ account, party, debt, part, fen }, index) => ({ entryId, n: index + 1, account, party, debt, part: part ?? null, fen: String(fen) })));
  // Two statements: a posting refers to its entry, and an entry to the one that it reverses.
  await manager.query(`
    INSERT INTO ledger_entry (case_id, entry_id, office_id, seq, kind, occurred_on, recorded_at, cite, receipt_id, reverses, adjusts)
    SELECT $1, "entryId", $2, seq, kind, "occurredOn", $3, cite, "receiptId", reverses, adjusts
    FROM jsonb_to_recordset($4::jsonb) AS e("entryId" text, seq integer, kind text, "occurredOn" date, cite jsonb, "receiptId" text, reverses text, adjusts text)`, [of.caseId, of.officeId, of.at, JSON.stringify(rows)]);
  await manager.query(`
    INSERT INTO ledger_posting (case_id, entry_id, n, office_id, account, party, debt, part, fen)
    SELECT $1, "entryId", n, $2, account, party, debt, part, fen
    FROM jsonb_to_recordset($3::jsonb) AS p("entryId" text, n integer, account text, party text, debt text, part text, fen bigint)`, [of.caseId, of.officeId, JSON.stringify(postings)]);
}

/** What an account holds; fen as text, positive on the debit side. */
export interface LedgerBalance { account: string; party: string; debt: string; part: string | null; fen: string }

/** What the accounts of a case hold, by the tables. */
export async function ledgerBalances(manager: EntityManager, caseId: string): Promise<LedgerBalance[]> {
  return manager.query<LedgerBalance[]>(`
    SELECT account, party, debt, part, sum(fen)::text AS fen FROM public.ledger_posting WHERE case_id = $1
    GROUP BY account, party, debt, part HAVING sum(fen) <> 0 ORDER BY account, party, debt, part`, [caseId]);
}
