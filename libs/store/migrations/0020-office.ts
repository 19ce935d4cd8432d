import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, createReaderFunctions, neverChanged, type ReaderFunction } from './reader-function.ts';

/** Who could sign, asked across offices: ids and posts only. */
export const officeReaderFunctions: readonly ReaderFunction[] = [
  {
    // Holders of a role on a day in an office, or in the legal office of its county.
    signature: 'holders_of(office text, wanted text[], on_day date)', returns: 'TABLE (person_id text, office_id text, roles text[])', language: 'sql', volatility: 'STABLE',
    body: `
      SELECT r.account_id::text, r.office_id, array_agg(r.role ORDER BY r.role) FROM role_assignment r
        JOIN account a ON a.id = r.account_id JOIN office o ON o.id = r.office_id
        WHERE r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day) AND (a.disabled_on IS NULL OR a.disabled_on > on_day)
          AND (r.office_id = holders_of.office OR (o.kind = 'countyLegalOffice' AND o.county_id = (SELECT county_id FROM office WHERE id = holders_of.office)))
        GROUP BY r.account_id, r.office_id HAVING array_agg(r.role) && wanted`,
  },
];

/** Deputy heads, tasks in somebody's hand, messages to one person, and signatures that the database refuses to whoever asked for them. */
export class Office1763769600020 implements MigrationInterface {
  readonly name = 'Office1763769600020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE role_assignment DROP CONSTRAINT role_assignment_role_check, ADD CONSTRAINT role_assignment_role_check
        CHECK (role IN ('officer', 'sectionHead', 'deputyHead', 'head', 'legalReviewer', 'hearingChair', 'countyLegalOffice', 'sealKeeper'));

      -- Empty: anybody of the role. approval_id: a signature waits, not a step.
      ALTER TABLE task ADD COLUMN persons text[] NOT NULL DEFAULT '{}', ADD COLUMN approval_id text;
      -- None: everybody of the role.
      ALTER TABLE inbox_entry ADD COLUMN person_id text;
      CREATE INDEX inbox_entry_by_person ON inbox_entry (person_id, created_at DESC, entry_id DESC) WHERE person_id IS NOT NULL;

      -- Signatures under approvals: never of whoever asked, and one person signs a turn once in each wait.
      CREATE TABLE approval_signature (
        case_id uuid NOT NULL REFERENCES case_head,
        office_id text NOT NULL,
        approval_id text NOT NULL,
        seq integer NOT NULL,
        turn text NOT NULL,
        person_id text NOT NULL CHECK (person_id <> ''),
        asked_by text NOT NULL,
        verdict text NOT NULL CHECK (verdict IN ('agree', 'return', 'refuse')),
        PRIMARY KEY (case_id, seq),
        CONSTRAINT nobody_signs_what_he_asked_for CHECK (person_id <> asked_by)
      );
      ${neverChanged('approval_signature')}
      -- What an event of the record says, and nothing else: the asker and the signer are taken from the events.
      CREATE FUNCTION refuse_unrecorded_signature() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = NEW.case_id AND e.seq = NEW.seq AND e.type = 'approvalSigned' AND e.payload ->> 'approvalId' = NEW.approval_id
            AND e.payload ->> 'signedBy' = NEW.person_id AND e.payload ->> 'turn' = NEW.turn AND e.payload ->> 'verdict' = NEW.verdict)
          OR NOT EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = NEW.case_id AND e.type = 'approvalAsked' AND e.payload ->> 'approvalId' = NEW.approval_id AND e.payload ->> 'askedBy' = NEW.asked_by) THEN
          RAISE EXCEPTION 'A signature stands for its event and for nothing else.' USING ERRCODE = 'AJ001';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER approval_signature_recorded BEFORE INSERT ON approval_signature FOR EACH ROW EXECUTE FUNCTION refuse_unrecorded_signature();
      -- Entered with its event, so that no writer can leave it out: the event is refused where the signature would be.
      CREATE FUNCTION enter_approval_signature() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO approval_signature (case_id, office_id, approval_id, seq, turn, person_id, asked_by, verdict)
        SELECT NEW.case_id, h.office_id, NEW.payload ->> 'approvalId', NEW.seq, NEW.payload ->> 'turn', NEW.payload ->> 'signedBy', a.payload ->> 'askedBy', NEW.payload ->> 'verdict'
        FROM case_head h JOIN case_event a ON a.case_id = h.case_id AND a.type = 'approvalAsked' AND a.payload ->> 'approvalId' = NEW.payload ->> 'approvalId'
        WHERE h.case_id = NEW.case_id;
        IF NOT FOUND THEN RAISE EXCEPTION 'Nobody has asked for the approval %.', NEW.payload ->> 'approvalId' USING ERRCODE = 'AJ001'; END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER case_event_enters_signature AFTER INSERT ON case_event FOR EACH ROW WHEN (NEW.type = 'approvalSigned') EXECUTE FUNCTION enter_approval_signature();
      ${confinedByOffice('approval_signature')}
      GRANT SELECT, INSERT ON approval_signature TO anjuan_app;`);
    await createReaderFunctions(runner, officeReaderFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
