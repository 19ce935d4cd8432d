import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, createReaderFunctions, neverChanged, type ReaderFunction } from './reader-function.ts';

/** What row-level security asks across offices about the person of the transaction: ids, and yes or no. */
export const leadReaderFunctions: readonly ReaderFunction[] = [
  {
    // Cases that are about the asking person himself.
    signature: 'barred_cases()', returns: 'uuid[]', language: 'sql', volatility: 'STABLE',
    body: "SELECT coalesce(array_agg(b.case_id), '{}') FROM case_bar b WHERE b.person_id = asking_actor()",
  },
  {
    // Sealed content is open to who entered it and to the county legal office.
    signature: 'content_open_to_asking(wanted uuid)', returns: 'boolean', language: 'sql', volatility: 'STABLE',
    body: `
      SELECT NOT EXISTS (SELECT 1 FROM content_seal s WHERE s.content_id = wanted AND s.taker IS DISTINCT FROM asking_actor() AND NOT EXISTS (
        SELECT 1 FROM case_head h JOIN office o ON o.county_id = h.county_id AND o.kind = 'countyLegalOffice' WHERE h.case_id = s.case_id AND o.id = ANY (asking_offices())))`,
  },
];

/** Leads (举报线索): what is sealed, whom a case is about and who therefore sees nothing of it, and which cases name each other. */
export class Leads1763769600027 implements MigrationInterface {
  readonly name = 'Leads1763769600027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Content that only its taker and the county legal office read: who complained, and how he is reached (Civil Code art. 1039).
      CREATE TABLE content_seal (
        content_id uuid PRIMARY KEY REFERENCES content,
        case_id uuid NOT NULL REFERENCES case_head DEFERRABLE INITIALLY DEFERRED,
        office_id text NOT NULL REFERENCES office,
        fact text NOT NULL CHECK (fact ~ '^[A-Za-z][A-Za-z0-9_-]*$'),
        taker text NOT NULL CHECK (taker <> '')
      );
      CREATE INDEX content_seal_by_case ON content_seal (case_id);
      ${neverChanged('content_seal')}
      ${confinedByOffice('content_seal')}
      GRANT SELECT, INSERT ON content_seal TO anjuan_app;
      GRANT SELECT ON content_seal TO anjuan_reader;

      -- An official whom a case is about sees nothing of it (Penalty Law art. 43).
      CREATE TABLE case_bar (
        case_id uuid NOT NULL REFERENCES case_head,
        office_id text NOT NULL REFERENCES office,
        person_id text NOT NULL CHECK (person_id <> ''),
        seq integer NOT NULL CHECK (seq >= 1),
        PRIMARY KEY (case_id, person_id)
      );
      CREATE INDEX case_bar_of_person ON case_bar (person_id);
      ${neverChanged('case_bar')}
      ${confinedByOffice('case_bar')}
      GRANT SELECT, INSERT ON case_bar TO anjuan_app;
      GRANT SELECT ON case_bar TO anjuan_reader;

      -- A case that a fact names, once in each of the two: a lead and the case to which it went, a duplicate and the first lead.
      CREATE TABLE case_link (
        link_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES case_head,
        office_id text NOT NULL REFERENCES office,
        other_case_id uuid NOT NULL REFERENCES case_head,
        fact text NOT NULL CHECK (fact ~ '^[A-Za-z][A-Za-z0-9_-]*$'),
        -- The event of the case that names the other, and whether that case is this one.
        seq integer NOT NULL CHECK (seq >= 1),
        names_other boolean NOT NULL,
        CHECK (case_id <> other_case_id),
        UNIQUE (case_id, other_case_id, fact, seq, names_other)
      );
      ${neverChanged('case_link')}
      ${confinedByOffice('case_link')}
      GRANT SELECT, INSERT ON case_link TO anjuan_app;`);
    await createReaderFunctions(runner, leadReaderFunctions);
    await runner.query(`
      CREATE POLICY content_sealed ON content AS RESTRICTIVE FOR SELECT USING (content_open_to_asking(content_id));
      CREATE POLICY case_link_not_to_barred ON case_link AS RESTRICTIVE FOR SELECT USING (other_case_id <> ALL ((SELECT barred_cases())::uuid[]));

      -- What every table with rows of cases gets at the end of each migration: sight beside the office, as before, and none for whom the case is about.
      ALTER FUNCTION confine_cases() RENAME TO confine_cases_to_sight;
      CREATE FUNCTION confine_cases() RETURNS void LANGUAGE plpgsql AS $$
      DECLARE place text;
      BEGIN
        PERFORM confine_cases_to_sight();
        FOR place IN
          SELECT c.relname FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'case_id' AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity
              AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = c.relname || '_not_for_complained_of')
        LOOP
          EXECUTE format('CREATE POLICY %I ON %I AS RESTRICTIVE USING (case_id IS NULL OR case_id <> ALL ((SELECT barred_cases())::uuid[]))', place || '_not_for_complained_of', place);
        END LOOP;
      END $$;
      REVOKE ALL ON FUNCTION confine_cases() FROM PUBLIC;
      SELECT confine_cases();`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
