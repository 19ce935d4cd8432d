import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** Across offices: whose round it is; and what works in pages and has not come to its end, woken. */
export const refundRoundReaderFunctions: readonly ReaderFunction[] = [
  { signature: 'refund_round_office(wanted uuid)', returns: 'text', language: 'sql', volatility: 'STABLE', body: 'SELECT office_id FROM refund_round WHERE round_id = wanted' },
  {
    signature: 'wake_unfinished_pages()', returns: 'integer', language: 'sql', volatility: 'VOLATILE',
    body: `
      WITH unfinished AS (
        SELECT 'lawchange/' || law_change_id AS workflow_id FROM law_change WHERE status IN ('drafting', 'applying')
        UNION ALL SELECT DISTINCT 'bankimport/' || import_id FROM bank_receipt WHERE status = 'waiting'
        UNION ALL SELECT 'refundround/' || round_id FROM refund_round WHERE status IN ('drafting', 'approved')),
      woken AS (
        INSERT INTO outbox AS o (workflow_id) SELECT workflow_id FROM unfinished ORDER BY workflow_id
        ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, claimed_until = NULL, changed_at = clock_timestamp()
        RETURNING 1)
      SELECT count(*)::integer FROM woken`,
  },
];

/** Rounds of refunds: drawn up together, decided by a second person together, each judged and paid by itself. */
export class RefundRounds1763769600087 implements MigrationInterface {
  readonly name = 'RefundRounds1763769600087';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE refund_round (
        round_id uuid PRIMARY KEY,
        office_id text NOT NULL REFERENCES office,
        county char(6) NOT NULL REFERENCES county,
        reason text NOT NULL CHECK (reason <> ''),
        pay_by date NOT NULL,
        -- What was asked for: debts by their references, or all on a ground; NULL: every one.
        of_references char(20)[],
        ground text,
        -- drafting, approved: refundround/<id> is at work.
        status text NOT NULL DEFAULT 'drafting' CHECK (status IN ('drafting', 'asked', 'rejected', 'approved', 'settled')),
        after_reference char(20),
        lines integer, total_fen numeric, manifest char(64),
        asked_by text NOT NULL,
        asked_at timestamptz NOT NULL,
        settled_by text,
        settled_at timestamptz,
        CONSTRAINT refund_round_by_two CHECK (settled_by <> asked_by),
        CHECK (status NOT IN ('asked', 'approved', 'settled') OR (lines IS NOT NULL AND total_fen IS NOT NULL AND manifest IS NOT NULL)),
        CHECK (status <> 'approved' OR settled_by IS NOT NULL)
      );
      ${confinedByOffice('refund_round')}
      GRANT SELECT, INSERT ON refund_round TO anjuan_app;
      GRANT UPDATE (status, after_reference, lines, total_fen, manifest, settled_by, settled_at) ON refund_round TO anjuan_app;
      ALTER TABLE debt_refund ADD COLUMN round_id uuid REFERENCES refund_round;
      CREATE INDEX debt_refund_of_round ON debt_refund (round_id, reference) WHERE round_id IS NOT NULL;
      GRANT SELECT ON refund_round, law_change, bank_receipt TO anjuan_reader;
      GRANT SELECT, INSERT, UPDATE ON outbox TO anjuan_reader;`);
    await createReaderFunctions(runner, refundRoundReaderFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
