import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** Across offices: the open cases of the county under another text of the pack, and whose change it is. */
export const lawChangeReaderFunctions: readonly ReaderFunction[] = [
  {
    signature: 'law_change_office(wanted uuid)', returns: 'text', language: 'sql', volatility: 'STABLE',
    body: 'SELECT office_id FROM law_change WHERE law_change_id = wanted',
  },
  {
    signature: 'cases_under_other_pack(county text, of_pack text, sha text, last uuid, most integer)', returns: 'SETOF uuid', language: 'sql', volatility: 'STABLE',
    body: 'SELECT case_id FROM case_head WHERE county_id = county AND pack = of_pack AND closed_on IS NULL AND pack_sha256 <> sha AND (last IS NULL OR case_id > last) ORDER BY case_id LIMIT most',
  },
];

/**
 * An open case keeps the text of the pack under which it was judged until a signed change of law brings it to another:
 * lines with before and after, signed by two persons, applied case by case.
 */
export class LawChanges1763769600058 implements MigrationInterface {
  readonly name = 'LawChanges1763769600058';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The text of the pack that the last event of the case names.
      ALTER TABLE case_head ADD COLUMN pack_sha256 text;
      UPDATE case_head h SET pack_sha256 = coalesce((SELECT e.pack_sha256 FROM case_event e WHERE e.case_id = h.case_id AND e.seq = h.seq), '');
      DO $$ BEGIN IF EXISTS (SELECT 1 FROM case_head h WHERE h.seq > 0 AND h.pack_sha256 = '') THEN RAISE EXCEPTION 'The last event of a case was not seen: this migration runs as a role that sees all rows.'; END IF; END $$;
      ALTER TABLE case_head ALTER COLUMN pack_sha256 SET NOT NULL, ALTER COLUMN pack_sha256 SET DEFAULT '';
      CREATE INDEX case_head_open_by_pack ON case_head (county_id, pack, case_id) WHERE closed_on IS NULL;

      CREATE TABLE law_change (
        law_change_id uuid PRIMARY KEY,
        office_id text NOT NULL REFERENCES office,
        county char(6) NOT NULL REFERENCES county,
        pack text NOT NULL CHECK (pack <> ''),
        kind text NOT NULL CHECK (kind IN ('changeOfLaw', 'correction')),
        to_sha256 char(64) NOT NULL REFERENCES pack_text (sha256),
        -- The file of the release that was loaded when this one was proposed.
        file_sha256 char(64) NOT NULL,
        document_number text NOT NULL CHECK (document_number <> ''),
        reason text NOT NULL CHECK (reason <> ''),
        status text NOT NULL DEFAULT 'drafting' CHECK (status IN ('drafting', 'open', 'applying', 'applied', 'rejected')),
        -- Counts the signatures asked for: the first over all lines, each later one over those held back.
        round integer NOT NULL DEFAULT 1 CHECK (round > 0),
        -- The last case that drafting or applying has come to in this round.
        after_case uuid,
        manifest char(64),
        proposed_by text NOT NULL,
        proposed_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      -- Of one pack one change at a time: two would rewrite each other.
      CREATE UNIQUE INDEX law_change_one_at_a_time ON law_change (county, pack) WHERE status IN ('drafting', 'open', 'applying');
      ${confinedByOffice('law_change')}
      GRANT SELECT, INSERT ON law_change TO anjuan_app;
      GRANT UPDATE (status, round, after_case, manifest, changed_at) ON law_change TO anjuan_app;

      -- of_case, not case_id: a line belongs to the change and to the office that signs it, and does not move with the case.
      CREATE TABLE law_change_line (
        law_change_id uuid NOT NULL REFERENCES law_change,
        of_case uuid NOT NULL REFERENCES case_head,
        office_id text NOT NULL REFERENCES office,
        round integer NOT NULL,
        revision integer NOT NULL,
        before jsonb NOT NULL,
        after jsonb NOT NULL,
        rewritten boolean NOT NULL,
        hash char(64) NOT NULL,
        status text NOT NULL DEFAULT 'listed' CHECK (status IN ('listed', 'applied', 'heldBack', 'failed', 'closed')),
        -- Number of the event by which the case came under the new text.
        seq integer,
        error text,
        PRIMARY KEY (law_change_id, of_case)
      );
      ${confinedByOffice('law_change_line')}
      GRANT SELECT, INSERT ON law_change_line TO anjuan_app;
      GRANT UPDATE (round, revision, before, after, rewritten, hash, status, seq, error) ON law_change_line TO anjuan_app;

      -- Maker and checker of each round: two persons over one manifest, which holds case, revision, before and after of every line.
      CREATE TABLE law_change_signature (
        law_change_id uuid NOT NULL REFERENCES law_change,
        round integer NOT NULL,
        place integer NOT NULL CHECK (place IN (1, 2)),
        person_id text NOT NULL,
        office_id text NOT NULL REFERENCES office,
        manifest char(64) NOT NULL,
        signed_at timestamptz NOT NULL,
        PRIMARY KEY (law_change_id, round, place),
        CONSTRAINT two_persons_sign UNIQUE (law_change_id, round, person_id)
      );
      ${confinedByOffice('law_change_signature')}
      GRANT SELECT, INSERT ON law_change_signature TO anjuan_app;

      -- What a county goes by for new cases, and whose end stops the old ones, until a release brings another file than file_sha256.
      CREATE TABLE pack_adoption (
        law_change_id uuid PRIMARY KEY REFERENCES law_change,
        county char(6) NOT NULL REFERENCES county,
        pack text NOT NULL,
        sha256 char(64) NOT NULL REFERENCES pack_text (sha256),
        file_sha256 char(64) NOT NULL,
        adopted_at timestamptz NOT NULL
      );
      CREATE TRIGGER pack_adoption_counts AFTER INSERT OR UPDATE OR DELETE ON pack_adoption FOR EACH STATEMENT EXECUTE FUNCTION count_law_revision();
      GRANT SELECT, INSERT ON pack_adoption TO anjuan_app;
      GRANT SELECT ON law_change TO anjuan_reader;
      GRANT SELECT ON case_head TO anjuan_reader;`);
    await createReaderFunctions(runner, lawChangeReaderFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
