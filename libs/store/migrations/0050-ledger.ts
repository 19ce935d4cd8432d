import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, neverChanged } from './reader-function.ts';

/**
 * The ledger: what the entries of cases post, written in the transaction of the command. Append-only; at the end of the
 * transaction debits equal credits in every entry, and what is reversed is reversed once and whole.
 */
export class Ledger1763769600050 implements MigrationInterface {
  readonly name = 'Ledger1763769600050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ledger_entry (
        case_id uuid NOT NULL REFERENCES case_head,
        entry_id text NOT NULL,
        office_id text NOT NULL REFERENCES office,
        -- The event behind it.
        seq integer NOT NULL CHECK (seq >= 1),
        kind text NOT NULL CHECK (kind ~ '^[a-z][A-Za-z]*$'),
        occurred_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        cite jsonb NOT NULL,
        receipt_id text,
        reverses text,
        adjusts text,
        PRIMARY KEY (case_id, entry_id),
        CONSTRAINT reversed_once UNIQUE (case_id, reverses),
        FOREIGN KEY (case_id, reverses) REFERENCES ledger_entry (case_id, entry_id),
        FOREIGN KEY (case_id, adjusts) REFERENCES ledger_entry (case_id, entry_id),
        CHECK (reverses IS NULL OR adjusts IS NULL),
        CHECK (kind NOT IN ('receiptBooked', 'paymentReversed') OR receipt_id IS NOT NULL)
      );
      -- A receipt of the bank is booked once, in one case.
      CREATE UNIQUE INDEX receipt_booked_once ON ledger_entry (receipt_id) WHERE kind = 'receiptBooked';
      CREATE TABLE ledger_posting (
        case_id uuid NOT NULL REFERENCES case_head,
        entry_id text NOT NULL,
        n integer NOT NULL CHECK (n >= 1),
        office_id text NOT NULL REFERENCES office,
        account text NOT NULL CHECK (account IN ('principal', 'surcharge', 'paid', 'waived', 'refundable', 'suspense', 'treasury')),
        party text NOT NULL,
        debt text NOT NULL,
        part text CHECK (part IN ('principal', 'surcharge')),
        -- Positive: debit; negative: credit.
        fen bigint NOT NULL CHECK (fen <> 0),
        PRIMARY KEY (case_id, entry_id, n),
        FOREIGN KEY (case_id, entry_id) REFERENCES ledger_entry (case_id, entry_id)
      );
      CREATE INDEX ledger_posting_by_account ON ledger_posting (case_id, party, debt, account);
      ${neverChanged('ledger_entry')}
      ${neverChanged('ledger_posting')}
      ${confinedByOffice('ledger_entry')}
      ${confinedByOffice('ledger_posting')}
      CREATE FUNCTION refuse_unbalanced_entry() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE postings integer; difference numeric;
      BEGIN
        SELECT count(*), coalesce(sum(p.fen), 0) INTO postings, difference FROM ledger_posting p WHERE p.case_id = NEW.case_id AND p.entry_id = NEW.entry_id;
        IF postings < 2 OR difference <> 0 THEN
          RAISE EXCEPTION 'Debits do not equal credits in the entry %.', NEW.entry_id USING ERRCODE = 'AJ001';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_entry();
      CREATE CONSTRAINT TRIGGER ledger_posting_balances AFTER INSERT ON ledger_posting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_entry();
      GRANT SELECT, INSERT ON ledger_entry, ledger_posting TO anjuan_app;`);
    await runner.query('SELECT confine_cases()');
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
