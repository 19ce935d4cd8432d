import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** What row-level security asks about the person of the transaction in one case: yes or no. */
export const sealedLeadReaderFunctions: readonly ReaderFunction[] = [
  {
    // Whoever opened it, took a step of it or is named in one, has a task of it in hand, or is recording an act in it just now.
    signature: 'handles_case(wanted uuid)', returns: 'boolean', language: 'sql', volatility: 'STABLE',
    body: `
      SELECT wanted::text = coalesce(nullif(current_setting('app.handling', true), ''), '-')
        OR EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = wanted AND e.type IN ('caseOpened', 'stepTaken', 'caseClosed', 'caseReopened')
          AND (e.actor_id = asking_actor() OR e.payload -> 'officers' @> jsonb_build_array(jsonb_build_object('personId', asking_actor()))))
        OR EXISTS (SELECT 1 FROM task t WHERE t.case_id = wanted AND t.persons @> ARRAY[asking_actor()])`,
  },
  {
    // Somebody of the legal office of the county in which the case is.
    signature: 'county_of_case_asks(wanted uuid)', returns: 'boolean', language: 'sql', volatility: 'STABLE',
    body: "SELECT EXISTS (SELECT 1 FROM case_head h JOIN office o ON o.county_id = h.county_id AND o.kind = 'countyLegalOffice' WHERE h.case_id = wanted AND o.id = ANY (asking_offices()))",
  },
];

/**
 * Of a lead, what was reported and the files are read by whoever handles it and by the county legal office. One that
 * names an official is seen by that office alone, from the event on that names him.
 */
export class SealedLeads1763769600034 implements MigrationInterface {
  readonly name = 'SealedLeads1763769600034';

  async up(runner: QueryRunner): Promise<void> {
    await createReaderFunctions(runner, sealedLeadReaderFunctions);
    await runner.query(`
      -- Beside the county legal office: who entered it, or whoever handles the case.
      ALTER TABLE content_seal ADD COLUMN readers text NOT NULL DEFAULT 'taker' CHECK (readers IN ('taker', 'handlers'));
      ALTER TABLE case_file ADD COLUMN handlers_only boolean NOT NULL DEFAULT false;
      ALTER TABLE paper ADD COLUMN handlers_only boolean NOT NULL DEFAULT false;
      CREATE POLICY case_file_of_handlers ON case_file AS RESTRICTIVE FOR SELECT
        USING (NOT handlers_only OR begun_by = asking_actor() OR asking_actor() = 'machine' OR handles_case(case_id) OR county_of_case_asks(case_id));
      CREATE POLICY paper_of_handlers ON paper AS RESTRICTIVE FOR SELECT
        USING (NOT handlers_only OR asking_actor() = 'machine' OR handles_case(case_id) OR county_of_case_asks(case_id));

      -- Only its owner replaces a function.
      GRANT CREATE ON SCHEMA public TO anjuan_reader;
      SET ROLE anjuan_reader;
      CREATE OR REPLACE FUNCTION content_open_to_asking(wanted uuid) RETURNS boolean
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
        SELECT NOT EXISTS (SELECT 1 FROM content_seal s WHERE s.content_id = wanted AND s.taker IS DISTINCT FROM asking_actor()
          AND NOT (s.readers = 'handlers' AND handles_case(s.case_id)) AND NOT county_of_case_asks(s.case_id)) $body$;
      -- Cases that are about the asking person himself; and those about any official, for everybody but the county legal office, the machine, and a party at its door.
      CREATE OR REPLACE FUNCTION barred_cases() RETURNS uuid[]
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
        SELECT coalesce(array_agg(DISTINCT b.case_id), '{}') FROM case_bar b
          WHERE b.person_id = asking_actor() OR NOT (county_of_case_asks(b.case_id) OR coalesce(asking_actor(), '') ~ '^(machine$|party:|agent:|guardian:)') $body$;
      RESET ROLE;
      REVOKE CREATE ON SCHEMA public FROM anjuan_reader;`);
    await runner.query('SELECT confine_cases()');
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
