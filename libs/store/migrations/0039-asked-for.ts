import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** What a substitute asks across offices: whose signature waits for him to give it. */
export const inPlaceReaderFunctions: readonly ReaderFunction[] = [
  {
    // Signatures that wait for somebody by name in whose place the asking person acts on that day, by an authority of their own office that names a role of the turn.
    signature: 'signatures_awaited_in_place(on_day date)', language: 'sql', volatility: 'STABLE',
    returns: 'TABLE (case_id uuid, office_id text, case_number text, pack text, phase text, step text, party text, role text, about jsonb, approval_id text, due_on date, created_at timestamptz, absent_id text)',
    body: `
      SELECT DISTINCT t.case_id, t.office_id, h.case_number, h.pack, h.phase, t.step, t.party, t.role, t.name, t.approval_id, t.due_on, t.created_at, s.absent_id::text
        FROM substitution s
          JOIN role_assignment r ON r.account_id = s.absent_id AND r.office_id = s.office_id AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day) AND r.role = ANY (s.roles)
          JOIN task t ON t.approval_id IS NOT NULL AND t.persons @> ARRAY[s.absent_id::text] AND (r.role = t.role OR r.role = ANY (t.roles))
          JOIN case_head h ON h.case_id = t.case_id
        WHERE s.substitute_id::text = asking_actor() AND s.status = 'approved' AND s.valid_from <= on_day AND least(s.valid_to, s.ended_on) >= on_day AND (cardinality(s.packs) = 0 OR h.pack = ANY (s.packs))`,
  },
];

/** Who asked for an approval in the place of an absent one makes it that person's request too: neither signs it. */
export class AskedFor1763769600039 implements MigrationInterface {
  readonly name = 'AskedFor1763769600039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE approval_signature ADD COLUMN asked_for text, ADD COLUMN in_place_of text,
        ADD CONSTRAINT nobody_signs_what_was_asked_for_him CHECK (person_id IS DISTINCT FROM asked_for AND in_place_of IS DISTINCT FROM asked_by AND (in_place_of IS NULL OR in_place_of IS DISTINCT FROM asked_for));
      CREATE OR REPLACE FUNCTION refuse_unrecorded_signature() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = NEW.case_id AND e.seq = NEW.seq AND e.type = 'approvalSigned' AND e.payload ->> 'approvalId' = NEW.approval_id
            AND e.payload ->> 'signedBy' = NEW.person_id AND e.payload #>> '{actingFor,personId}' IS NOT DISTINCT FROM NEW.in_place_of AND e.payload ->> 'turn' = NEW.turn AND e.payload ->> 'verdict' = NEW.verdict)
          OR NOT EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = NEW.case_id AND e.type = 'approvalAsked' AND e.payload ->> 'approvalId' = NEW.approval_id
            AND e.payload ->> 'askedBy' = NEW.asked_by AND e.payload #>> '{actingFor,personId}' IS NOT DISTINCT FROM NEW.asked_for) THEN
          RAISE EXCEPTION 'A signature stands for its event and for nothing else.' USING ERRCODE = 'AJ001';
        END IF;
        RETURN NEW;
      END $$;
      CREATE OR REPLACE FUNCTION enter_approval_signature() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO approval_signature (case_id, office_id, approval_id, seq, turn, person_id, in_place_of, asked_by, asked_for, verdict)
        SELECT NEW.case_id, h.office_id, NEW.payload ->> 'approvalId', NEW.seq, NEW.payload ->> 'turn', NEW.payload ->> 'signedBy', NEW.payload #>> '{actingFor,personId}',
          a.payload ->> 'askedBy', a.payload #>> '{actingFor,personId}', NEW.payload ->> 'verdict'
        FROM case_head h JOIN case_event a ON a.case_id = h.case_id AND a.type = 'approvalAsked' AND a.payload ->> 'approvalId' = NEW.payload ->> 'approvalId'
        WHERE h.case_id = NEW.case_id;
        IF NOT FOUND THEN RAISE EXCEPTION 'Nobody has asked for the approval %.', NEW.payload ->> 'approvalId' USING ERRCODE = 'AJ001'; END IF;
        RETURN NULL;
      END $$;`);
    await createReaderFunctions(runner, inPlaceReaderFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
