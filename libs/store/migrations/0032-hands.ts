import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** What an office that is asked for help knows of the case: its number, and by when it is to answer. */
export const handsReaderFunctions: readonly ReaderFunction[] = [
  {
    signature: 'help_asked_of(reader text)', language: 'sql', volatility: 'STABLE',
    returns: 'TABLE (case_id uuid, seq integer, office_id text, case_number text, pack text, phase text, from_on date, due_on date, asked_at timestamptz)',
    body: `
      SELECT f.case_id, f.seq, h.office_id, h.case_number, h.pack, h.phase, f.from_on,
          (SELECT min(c.due_on) FROM clock c WHERE c.case_id = f.case_id AND c.status = 'running' AND c.clock_id LIKE f.case_id || '.%.' || f.seq || '.%'), e.recorded_at
        FROM file_loan f JOIN case_head h ON h.case_id = f.case_id JOIN case_event e ON e.case_id = f.case_id AND e.seq = f.seq
        WHERE f.kind = 'help' AND f.returned_on IS NULL AND f.to_office_id = reader`,
  },
];

/** A case that one head offers and another takes over; and what a request for help shows. */
export class Hands1763769600032 implements MigrationInterface {
  readonly name = 'Hands1763769600032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE transfer_offer (
        offer_id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES case_head,
        case_number text NOT NULL,
        from_office text NOT NULL REFERENCES office,
        to_office text NOT NULL REFERENCES office,
        instrument text NOT NULL CHECK (instrument <> ''),
        reason_content text NOT NULL,
        reason_commitment text NOT NULL,
        status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'approved', 'rejected')),
        maker text NOT NULL,
        made_at timestamptz NOT NULL,
        checker text,
        checked_at timestamptz,
        CHECK ((status = 'open') = (checker IS NULL)),
        CHECK ((checker IS NULL) = (checked_at IS NULL)),
        CONSTRAINT offered_to_another_office CHECK (from_office <> to_office),
        CONSTRAINT nobody_takes_over_what_he_gives CHECK (status <> 'approved' OR maker <> checker)
      );
      CREATE UNIQUE INDEX one_open_offer_a_case ON transfer_offer (case_id) WHERE status = 'open';
      CREATE INDEX transfer_offer_by_receiver ON transfer_offer (to_office, made_at DESC);
      CREATE FUNCTION keep_transfer_offer() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE checking text[] := '{status,checker,checked_at}';
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.status = 'open' AND NEW.status <> 'open' AND to_jsonb(NEW) - checking = to_jsonb(OLD) - checking THEN
          IF NEW.status = 'rejected' OR EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = NEW.case_id AND e.type = 'caseTransferred' AND e.payload -> 'agreement' ->> 'offerId' = NEW.offer_id::text) THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION 'An offer of a case is answered once, taken up by its event and by nothing else.' USING ERRCODE = 'AJ001';
      END $$;
      CREATE TRIGGER transfer_offer_kept BEFORE UPDATE OR DELETE ON transfer_offer FOR EACH ROW EXECUTE FUNCTION keep_transfer_offer();
      CREATE TRIGGER transfer_offer_never_emptied BEFORE TRUNCATE ON transfer_offer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      ALTER TABLE transfer_offer ENABLE ALWAYS TRIGGER transfer_offer_kept;
      ALTER TABLE transfer_offer ENABLE ALWAYS TRIGGER transfer_offer_never_emptied;
      ALTER TABLE transfer_offer ENABLE ROW LEVEL SECURITY;
      ALTER TABLE transfer_offer FORCE ROW LEVEL SECURITY;
      CREATE POLICY transfer_offer_of_both_offices ON transfer_offer
        USING (from_office = ANY ((SELECT asking_offices())::text[]) OR to_office = ANY ((SELECT asking_offices())::text[]))
        WITH CHECK (from_office = ANY ((SELECT asking_offices())::text[]) OR to_office = ANY ((SELECT asking_offices())::text[]));
      -- Offered by the office that has the case.
      CREATE POLICY transfer_offer_by_the_cases_office ON transfer_offer AS RESTRICTIVE FOR INSERT WITH CHECK (case_office(case_id) = from_office AND from_office = ANY ((SELECT asking_offices())::text[]));
      GRANT SELECT, INSERT ON transfer_offer TO anjuan_app;
      GRANT UPDATE (status, checker, checked_at) ON transfer_offer TO anjuan_app;`);
    await createReaderFunctions(runner, handsReaderFunctions);
    await runner.query('SELECT confine_cases()');
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
