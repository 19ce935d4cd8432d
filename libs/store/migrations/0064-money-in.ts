import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, createReaderFunctions, neverChanged, type ReaderFunction } from './reader-function.ts';

/** Across offices: whose import it is, and which debt a reference names. */
export const moneyInReaderFunctions: readonly ReaderFunction[] = [
  {
    signature: 'bank_import_office(wanted uuid)', returns: 'text', language: 'sql', volatility: 'STABLE',
    body: 'SELECT office_id FROM bank_import WHERE import_id = wanted',
  },
  {
    signature: 'debts_of_references(in_county text, wanted text[])', returns: 'TABLE (reference text, case_id uuid, party text, debt text)', language: 'sql', volatility: 'STABLE',
    body: 'SELECT r.reference::text, r.case_id, r.party, r.debt FROM payment_reference r JOIN case_head h ON h.case_id = r.case_id WHERE r.reference = ANY (wanted::char(20)[]) AND h.county_id = in_county',
  },
];

/**
 * Money in: a reference for each debt, the bank's receipts as they came with what became of each, and what two persons
 * decided of those that found no debt. A receipt stands in one case at a time; after it was taken back there it may be
 * booked in another.
 */
export class MoneyIn1763769600064 implements MigrationInterface {
  readonly name = 'MoneyIn1763769600064';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE role_assignment DROP CONSTRAINT role_assignment_role_check, ADD CONSTRAINT role_assignment_role_check
        CHECK (role IN ('officer', 'sectionHead', 'deputyHead', 'head', 'legalReviewer', 'hearingChair', 'countyLegalOffice', 'sealKeeper', 'finance'));

      CREATE TABLE payment_reference_series (
        county char(6) NOT NULL REFERENCES county,
        series char(2) NOT NULL CHECK (series ~ '^[0-9]{2}$'),
        year integer NOT NULL CHECK (year BETWEEN 2000 AND 2099),
        last_number integer NOT NULL CHECK (last_number BETWEEN 1 AND 99999999),
        PRIMARY KEY (county, series, year)
      );
      CREATE TABLE payment_reference (
        reference char(20) PRIMARY KEY CHECK (reference ~ '^[0-9]{20}$' AND reference::numeric % 97 = 1),
        case_id uuid NOT NULL REFERENCES case_head,
        office_id text NOT NULL REFERENCES office,
        party text NOT NULL,
        debt text NOT NULL,
        given_at timestamptz NOT NULL,
        CONSTRAINT one_reference_a_debt UNIQUE (case_id, party, debt)
      );
      ${neverChanged('payment_reference')}
      -- Debts established before there were references.
      INSERT INTO payment_reference (reference, case_id, office_id, party, debt, given_at)
      SELECT n.body || lpad((98 - (n.body::numeric * 100) % 97)::text, 2, '0'), n.case_id, n.office_id, n.party, n.debt, n.recorded_at
      FROM (
        SELECT o.*, o.county_id || '01' || lpad((o.year % 100)::text, 2, '0') || lpad(row_number() OVER (PARTITION BY o.county_id, o.year ORDER BY o.recorded_at, o.case_id, o.party, o.debt)::text, 8, '0') AS body
        FROM (
          SELECT DISTINCT ON (e.case_id, p.party, p.debt) h.county_id, extract(year FROM e.occurred_on)::integer AS year, e.case_id, h.office_id, p.party, p.debt, e.recorded_at
          FROM ledger_entry e JOIN ledger_posting p ON p.case_id = e.case_id AND p.entry_id = e.entry_id AND p.account = 'principal' JOIN case_head h ON h.case_id = e.case_id
          WHERE e.kind = 'obligationEstablished' ORDER BY e.case_id, p.party, p.debt, e.recorded_at
        ) o
      ) n;
      INSERT INTO payment_reference_series (county, series, year, last_number)
      SELECT left(reference, 6), '01', 2000 + substr(reference, 9, 2)::integer, max(substr(reference, 11, 8)::integer) FROM payment_reference GROUP BY 1, 3;
      ${confinedByOffice('payment_reference')}
      GRANT SELECT, INSERT, UPDATE ON payment_reference_series TO anjuan_app;
      GRANT SELECT, INSERT ON payment_reference TO anjuan_app;
      GRANT SELECT ON payment_reference TO anjuan_reader;
      SELECT confine_cases();

      -- In which case a receipt stands. One at a time; a booking that is taken back frees it.
      CREATE TABLE receipt_place (receipt_id text PRIMARY KEY, at_case uuid NOT NULL REFERENCES case_head);
      INSERT INTO receipt_place SELECT e.receipt_id, e.case_id FROM ledger_entry e WHERE e.kind = 'receiptBooked' AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.case_id = e.case_id AND r.reverses = e.entry_id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON receipt_place TO anjuan_app;
      CREATE FUNCTION keep_receipt_place() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.kind = 'receiptBooked' THEN
          INSERT INTO receipt_place AS p (receipt_id, at_case) VALUES (NEW.receipt_id, NEW.case_id)
            ON CONFLICT (receipt_id) DO UPDATE SET at_case = p.at_case WHERE p.at_case = NEW.case_id;
          IF NOT FOUND THEN
            RAISE EXCEPTION 'The receipt stands in another case.' USING ERRCODE = '23505', CONSTRAINT = 'receipt_booked_once';
          END IF;
        ELSE
          DELETE FROM receipt_place WHERE receipt_id = NEW.receipt_id AND at_case = NEW.case_id;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER receipt_stands_once AFTER INSERT ON ledger_entry FOR EACH ROW
        WHEN (NEW.receipt_id IS NOT NULL AND NEW.kind IN ('receiptBooked', 'paymentReversed', 'corrected')) EXECUTE FUNCTION keep_receipt_place();
      DROP INDEX receipt_booked_once;
      CREATE INDEX ledger_entry_by_receipt ON ledger_entry (receipt_id) WHERE receipt_id IS NOT NULL;

      CREATE TABLE bank_import (
        import_id uuid PRIMARY KEY,
        office_id text NOT NULL REFERENCES office,
        county char(6) NOT NULL REFERENCES county,
        bank text NOT NULL CHECK (bank ~ '^[a-z0-9-]{1,30}$'),
        -- Of the file as it came, or of the receipts as JSON: the same content is the same import.
        sha256 char(64) NOT NULL,
        lines integer NOT NULL CHECK (lines >= 0),
        total_fen numeric NOT NULL,
        -- Lines whose serial another import had brought already, with the same content.
        repeated jsonb NOT NULL,
        imported_by text NOT NULL,
        imported_at timestamptz NOT NULL,
        CONSTRAINT imported_once UNIQUE (county, bank, sha256)
      );
      ${confinedByOffice('bank_import')}
      ${neverChanged('bank_import')}
      GRANT SELECT, INSERT ON bank_import TO anjuan_app;
      GRANT SELECT ON bank_import TO anjuan_reader;

      CREATE TABLE bank_receipt (
        county char(6) NOT NULL REFERENCES county,
        bank text NOT NULL,
        serial text NOT NULL,
        import_id uuid NOT NULL CONSTRAINT bank_receipt_of_import REFERENCES bank_import DEFERRABLE INITIALLY DEFERRED,
        office_id text NOT NULL REFERENCES office,
        line integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('receipt', 'reversal')),
        reference text NOT NULL,
        fen bigint NOT NULL CHECK (fen > 0),
        value_date date NOT NULL,
        -- Masked: the name as a whole stays in the bank's file.
        payer text NOT NULL,
        reverses text,
        status text NOT NULL CHECK (status IN ('waiting', 'booked', 'suspense', 'reversed', 'applied', 'returned', 'failed')),
        -- Of the debt to which it was matched. of_case, not case_id: it belongs to the office that imported it and does not move with the case.
        of_case uuid REFERENCES case_head,
        party text,
        debt text,
        to_reference char(20) REFERENCES payment_reference,
        -- The case out of which it is to be taken first: it had been matched wrongly.
        moves_from uuid REFERENCES case_head,
        -- Counts how often it was matched.
        matching integer NOT NULL DEFAULT 1,
        -- What of it paid nothing when it was booked.
        over_fen bigint NOT NULL DEFAULT 0,
        reasons jsonb NOT NULL DEFAULT '[]',
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (county, bank, serial),
        CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
        CHECK (status <> 'booked' OR of_case IS NOT NULL AND to_reference IS NOT NULL)
      );
      CREATE INDEX bank_receipt_by_import ON bank_receipt (import_id, line);
      CREATE INDEX bank_receipt_waiting ON bank_receipt (import_id, (kind = 'reversal'), value_date, line) WHERE status = 'waiting';
      CREATE INDEX bank_receipt_by_status ON bank_receipt (office_id, status, value_date, bank, serial) WHERE status IN ('suspense', 'failed');
      ${confinedByOffice('bank_receipt')}
      GRANT SELECT, INSERT ON bank_receipt TO anjuan_app;
      GRANT UPDATE (status, of_case, party, debt, to_reference, moves_from, matching, over_fen, reasons, changed_at) ON bank_receipt TO anjuan_app;

      -- What finance decided of a receipt that found no debt, or a wrong one. Who asks does not settle.
      CREATE TABLE receipt_decision (
        decision_id uuid PRIMARY KEY,
        office_id text NOT NULL REFERENCES office,
        county char(6) NOT NULL,
        bank text NOT NULL,
        serial text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('match', 'move', 'return')),
        -- The reference of the debt to which it belongs; none where it goes back.
        to_reference char(20) REFERENCES payment_reference,
        reason text NOT NULL CHECK (reason <> ''),
        status text NOT NULL DEFAULT 'asked' CHECK (status IN ('asked', 'approved', 'rejected', 'returned')),
        asked_by text NOT NULL,
        asked_at timestamptz NOT NULL,
        settled_by text,
        settled_at timestamptz,
        -- The treasury's own confirmation that it paid the money back.
        voucher text CHECK (voucher <> ''),
        returned_on date,
        FOREIGN KEY (county, bank, serial) REFERENCES bank_receipt,
        CONSTRAINT two_hands CHECK (settled_by <> asked_by),
        CHECK ((kind = 'return') = (to_reference IS NULL)),
        CHECK ((status = 'returned') = (voucher IS NOT NULL AND returned_on IS NOT NULL)),
        CHECK (status <> 'returned' OR kind = 'return'),
        CHECK ((status = 'asked') = (settled_by IS NULL))
      );
      CREATE UNIQUE INDEX one_open_decision ON receipt_decision (county, bank, serial) WHERE status = 'asked' OR (status = 'approved' AND kind = 'return');
      CREATE UNIQUE INDEX voucher_used_once ON receipt_decision (county, voucher) WHERE voucher IS NOT NULL;
      ${confinedByOffice('receipt_decision')}
      GRANT SELECT, INSERT ON receipt_decision TO anjuan_app;
      GRANT UPDATE (status, settled_by, settled_at, voucher, returned_on) ON receipt_decision TO anjuan_app;`);
    await createReaderFunctions(runner, moneyInReaderFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
