import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, createReaderFunctions, neverChanged, type ReaderFunction } from './reader-function.ts';

/** Across offices: whether a receipt that somebody shows is one of ours, how many numbers a series has given, which imports are unfinished. */
export const electronicReceiptReaderFunctions: readonly ReaderFunction[] = [
  {
    signature: 'electronic_receipt_shown(wanted text, shown_check text)', returns: 'TABLE (county text, kind text, fen bigint, value_date date, issued_on date, reversed_on date)', language: 'sql', volatility: 'STABLE',
    body: `SELECT e.county::text, e.kind, e.fen, e.value_date, e.issued_on, r.issued_on FROM electronic_receipt e LEFT JOIN electronic_receipt r ON r.reverses = e.number
      WHERE e.number = wanted::char(18) AND e.check_code = shown_check::char(6)`,
  },
  {
    signature: 'electronic_receipts_counted(in_county text)', returns: 'TABLE (year integer, last_number bigint, given bigint, left_out bigint)', language: 'sql', volatility: 'STABLE',
    body: `SELECT s.year, s.last_number, (SELECT count(*) FROM electronic_receipt e WHERE e.number BETWEEN (s.county || lpad((s.year % 100)::text, 2, '0') || '0000000000')::char(18) AND (s.county || lpad((s.year % 100)::text, 2, '0') || '9999999999')::char(18)),
        (SELECT coalesce(sum(o.to_number - o.from_number + 1), 0)::bigint FROM electronic_receipt_left_out o WHERE o.county = s.county AND o.year = s.year)
      FROM electronic_receipt_series s WHERE s.county = in_county ORDER BY s.year`,
  },
];

/** As before, and imports of which something waits for its electronic receipt. */
const wakeUnfinishedPages: ReaderFunction =
{
    signature: 'wake_unfinished_pages()', returns: 'integer', language: 'sql', volatility: 'VOLATILE',
    body: `
      WITH unfinished AS (
        SELECT 'lawchange/' || law_change_id AS workflow_id FROM law_change WHERE status IN ('drafting', 'applying')
        UNION ALL SELECT DISTINCT 'bankimport/' || import_id FROM bank_receipt WHERE status = 'waiting' OR wants_electronic_receipt
        UNION ALL SELECT 'refundround/' || round_id FROM refund_round WHERE status IN ('drafting', 'approved')),
      woken AS (
        INSERT INTO outbox AS o (workflow_id) SELECT workflow_id FROM unfinished ORDER BY workflow_id
        ON CONFLICT (workflow_id) DO UPDATE SET version = o.version + 1, claimed_until = NULL, changed_at = clock_timestamp()
        RETURNING 1)
      SELECT count(*)::integer FROM woken`,
  };

/** Electronic receipts: one for each booking of a payment, another that takes it back where the booking is undone; numbered without a gap, never changed. */
export class ElectronicReceipts1763769600089 implements MigrationInterface {
  readonly name = 'ElectronicReceipts1763769600089';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE bank_receipt
        -- What of it paid a surcharge when it was booked; null where that was not kept.
        ADD COLUMN surcharge_fen bigint,
        -- The matching for which an electronic receipt stands.
        ADD COLUMN receipted integer,
        -- A booked payment without one, or one whose booking was undone. Deposits (series 02) are no payments of the party.
        ADD COLUMN wants_electronic_receipt boolean NOT NULL GENERATED ALWAYS AS (
          (status = 'booked' AND receipted IS DISTINCT FROM matching AND (receipted IS NOT NULL OR substr(to_reference, 7, 2) = '01'))
          OR (receipted IS NOT NULL AND status IN ('reversed', 'returned', 'suspense'))) STORED;
      CREATE INDEX bank_receipt_to_receipt ON bank_receipt (office_id, value_date, bank, serial) WHERE wants_electronic_receipt;
      GRANT UPDATE (surcharge_fen, receipted) ON bank_receipt TO anjuan_app;

      CREATE TABLE electronic_receipt_series (
        county char(6) NOT NULL REFERENCES county,
        year integer NOT NULL CHECK (year BETWEEN 2000 AND 2099),
        last_number bigint NOT NULL CHECK (last_number BETWEEN 0 AND 9999999999),
        PRIMARY KEY (county, year)
      );
      -- Numbers left out after a restore: papers of the lost hours may bear them.
      CREATE TABLE electronic_receipt_left_out (
        county char(6) NOT NULL, year integer NOT NULL, from_number bigint NOT NULL, to_number bigint NOT NULL CHECK (to_number >= from_number), at timestamptz NOT NULL,
        PRIMARY KEY (county, year, from_number), FOREIGN KEY (county, year) REFERENCES electronic_receipt_series
      );
      CREATE TABLE electronic_receipt (
        -- county (6), year (2), number (10)
        number char(18) PRIMARY KEY CHECK (number ~ '^[0-9]{18}$'),
        check_code char(6) NOT NULL CHECK (check_code ~ '^[2-9A-HJ-NP-Z]{6}$'),
        kind text NOT NULL CHECK (kind IN ('payment', 'reversal')),
        reverses char(18) UNIQUE REFERENCES electronic_receipt,
        office_id text NOT NULL REFERENCES office,
        county char(6) NOT NULL REFERENCES county,
        bank text NOT NULL,
        serial text NOT NULL,
        matching integer NOT NULL,
        -- of_case, not case_id: it belongs to the office of finance and does not move with the case.
        of_case uuid NOT NULL REFERENCES case_head,
        party text NOT NULL,
        debt text NOT NULL,
        reference char(20) NOT NULL REFERENCES payment_reference,
        -- Masked, as with the bank's receipt.
        payer text NOT NULL,
        value_date date NOT NULL,
        fen bigint NOT NULL CHECK (fen > 0),
        surcharge_fen bigint CHECK (surcharge_fen BETWEEN 0 AND fen),
        over_fen bigint NOT NULL CHECK (over_fen BETWEEN 0 AND fen),
        issued_on date NOT NULL,
        issued_at timestamptz NOT NULL,
        FOREIGN KEY (county, bank, serial) REFERENCES bank_receipt,
        CONSTRAINT receipted_once UNIQUE (county, bank, serial, matching, kind),
        CHECK ((kind = 'reversal') = (reverses IS NOT NULL))
      );
      CREATE INDEX electronic_receipt_by_case ON electronic_receipt (of_case, number);
      CREATE INDEX electronic_receipt_by_office ON electronic_receipt (office_id, number);
      ${confinedByOffice('electronic_receipt')}
      -- Whoever sees the case sees the receipts for what was paid in it.
      CREATE POLICY electronic_receipt_of_seen_cases ON electronic_receipt FOR SELECT USING (EXISTS (SELECT 1 FROM case_head h WHERE h.case_id = of_case));
      ${neverChanged('electronic_receipt')}
      ${neverChanged('electronic_receipt_left_out')}
      GRANT SELECT, INSERT ON electronic_receipt, electronic_receipt_left_out TO anjuan_app;
      GRANT SELECT, INSERT, UPDATE ON electronic_receipt_series TO anjuan_app;
      GRANT SELECT ON electronic_receipt, electronic_receipt_series, electronic_receipt_left_out TO anjuan_reader;
      DROP FUNCTION wake_unfinished_pages();`);
    await createReaderFunctions(runner, [...electronicReceiptReaderFunctions, wakeUnfinishedPages]);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
