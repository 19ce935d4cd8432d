import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions } from './reader-function.ts';

/** Debts with money in suspense are found by their postings to it, with the sum and the day of the first, not by looking at every debt of the county. */
export class DebtsInSuspense1763769600086 implements MigrationInterface {
  readonly name = 'DebtsInSuspense1763769600086';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX ledger_posting_in_suspense ON ledger_posting (case_id, party, debt) WHERE account = 'suspense';
      DROP FUNCTION debts_with_suspense(text, text, integer);
      GRANT SELECT ON ledger_entry TO anjuan_reader;`);
    await createReaderFunctions(runner, [{
      signature: 'debts_with_suspense(in_county text, last text, most integer)', returns: 'TABLE (reference text, case_id uuid, party text, debt text, fen bigint, since date)', language: 'sql', volatility: 'STABLE',
      body: `SELECT r.reference::text, s.case_id, s.party, s.debt, s.fen, (SELECT min(e.occurred_on) FROM ledger_posting p JOIN ledger_entry e USING (case_id, entry_id) WHERE (p.case_id, p.party, p.debt) = (s.case_id, s.party, s.debt) AND p.account = 'suspense')
        FROM (SELECT p.case_id, p.party, p.debt, -sum(p.fen)::bigint AS fen FROM ledger_posting p WHERE p.account = 'suspense' GROUP BY p.case_id, p.party, p.debt HAVING sum(p.fen) < 0) s
        JOIN payment_reference r ON (r.case_id, r.party, r.debt) = (s.case_id, s.party, s.debt) JOIN case_head h ON h.case_id = s.case_id
        WHERE h.county_id = in_county AND (last IS NULL OR r.reference > last::char(20)) AND substr(r.reference::text, 7, 2) = '01'
        ORDER BY r.reference LIMIT most`,
    }]);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
