import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What moves with a case is found by the columns that a table has, in one look. */
export class MovedCases1763769600022 implements MigrationInterface {
  readonly name = 'MovedCases1763769600022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION move_case() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE place text;
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM office o WHERE o.id = NEW.office_id AND o.county_id = NEW.county_id) OR NEW.county_id <> OLD.county_id THEN
          RAISE EXCEPTION 'A case moves to an office of its county.' USING ERRCODE = 'AJ006';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = NEW.case_id AND e.seq > OLD.seq AND e.seq <= NEW.seq AND e.type = 'caseTransferred' AND e.payload ->> 'officeId' = NEW.office_id) THEN
          RAISE EXCEPTION 'A case moves by the event that transfers it and by nothing else.' USING ERRCODE = 'AJ006';
        END IF;
        FOR place IN
          SELECT c.relname FROM pg_class c
            JOIN pg_attribute of_case ON of_case.attrelid = c.oid AND of_case.attname = 'case_id' AND NOT of_case.attisdropped
            JOIN pg_attribute of_office ON of_office.attrelid = c.oid AND of_office.attname = 'office_id' AND NOT of_office.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'case_head' AND has_column_privilege(c.oid, of_office.attnum, 'UPDATE')
              AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname IN (c.relname || '_never_changed', c.relname || '_kept'))
            ORDER BY c.relname
        LOOP
          EXECUTE format('UPDATE public.%I SET office_id = $1 WHERE case_id = $2', place) USING NEW.office_id, NEW.case_id;
        END LOOP;
        RETURN NULL;
      END $$;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
