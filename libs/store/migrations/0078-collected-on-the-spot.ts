import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions } from './reader-function.ts';

/**
 * Money that officers collected on the spot: an account for what lies in the hands of the office, the bank's report of its
 * deposit, and a reference of its own for each debt under which it is paid in (series 02).
 */
export class CollectedOnTheSpot1763769600078 implements MigrationInterface {
  readonly name = 'CollectedOnTheSpot1763769600078';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_account_check, ADD CONSTRAINT ledger_posting_account_check
        CHECK (account IN ('principal', 'surcharge', 'paid', 'waived', 'refundable', 'suspense', 'inHands', 'treasury'));
      ALTER TABLE ledger_entry ADD CONSTRAINT deposit_has_receipt CHECK (kind <> 'depositBooked' OR receipt_id IS NOT NULL);
      -- A deposit takes the place of its receipt as a payment does: no line of the bank counts twice.
      CREATE OR REPLACE FUNCTION keep_receipt_place() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.kind IN ('receiptBooked', 'depositBooked') THEN
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
      DROP TRIGGER receipt_stands_once ON ledger_entry;
      CREATE TRIGGER receipt_stands_once AFTER INSERT ON ledger_entry FOR EACH ROW
        WHEN (NEW.receipt_id IS NOT NULL AND NEW.kind IN ('receiptBooked', 'depositBooked', 'paymentReversed', 'corrected')) EXECUTE FUNCTION keep_receipt_place();
      ALTER TABLE payment_reference DROP CONSTRAINT one_reference_a_debt;
      CREATE UNIQUE INDEX one_reference_a_debt ON payment_reference (case_id, party, debt, substr(reference::text, 7, 2));
      DROP FUNCTION debts_with_suspense(text, text, integer);`);
    await createReaderFunctions(runner, [{
      signature: 'debts_with_suspense(in_county text, last text, most integer)', returns: 'TABLE (reference text, case_id uuid, party text, debt text)', language: 'sql', volatility: 'STABLE',
      body: `SELECT r.reference::text, r.case_id, r.party, r.debt FROM payment_reference r JOIN case_head h ON h.case_id = r.case_id
        WHERE h.county_id = in_county AND substr(r.reference::text, 7, 2) = '01' AND (last IS NULL OR r.reference > last::char(20))
          AND (SELECT sum(p.fen) FROM ledger_posting p WHERE p.case_id = r.case_id AND p.party = r.party AND p.debt = r.debt AND p.account = 'suspense') < 0
        ORDER BY r.reference LIMIT most`,
    }]);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
