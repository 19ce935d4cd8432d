/**
 * Who sees a case beside its office: a person lent to it works on it (`app.cases`), an office that has the file on loan
 * reads it (`app.readings`). Both are settings of the transaction, as `app.offices` is. Rows that can never change keep
 * the office in which they were made; sight of them follows the case, so that a case takes its file along.
 */
export const sight = `
CREATE FUNCTION asking_cases() RETURNS uuid[] LANGUAGE sql STABLE AS
  $$ SELECT string_to_array(nullif(current_setting('app.cases', true), ''), ',')::uuid[] $$;
CREATE FUNCTION asking_readings() RETURNS uuid[] LANGUAGE sql STABLE AS
  $$ SELECT string_to_array(nullif(current_setting('app.readings', true), ''), ',')::uuid[] $$;
REVOKE ALL ON FUNCTION asking_cases(), asking_readings() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION asking_cases(), asking_readings() TO anjuan_app, anjuan_reader;

-- Every table with rows of cases follows lent cases, files on loan and transfers, whichever migration made it: run at
-- the end of each migration, it adds what is missing and leaves the rest.
CREATE FUNCTION confine_cases() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  place record;
  lent constant text := 'case_id = ANY ((SELECT asking_cases())::uuid[])';
  lent_file constant text := 'case_id = ANY ((SELECT asking_readings())::uuid[])';
  -- Of an office only while the case is: a row that stays behind is no key to the file.
  follows constant text := 'coalesce(case_office(case_id), office_id) = ANY ((SELECT asking_offices())::text[])';
  -- Rows of these move with their case, so their own office says it.
  moving constant text[] := ARRAY['case_head', 'clock', 'task', 'duty', 'inbox_entry', 'incident', 'gateway_message', 'command_failure', 'outbox'];
BEGIN
  FOR place IN
    SELECT c.oid, c.relname AS name, EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = c.relname || '_of_own_offices') AS by_office,
      EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'office_id' AND NOT a.attisdropped) AS has_office
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity
      AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'case_id' AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped)
      AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = c.relname || '_not_by_readers_insert')
      AND c.relname <> 'person_loan'
  LOOP
    IF place.by_office THEN
      IF place.name <> ALL (moving) THEN
        EXECUTE format('ALTER POLICY %I ON %I USING (%s) WITH CHECK (%s)', place.name || '_of_own_offices', place.name, follows, follows);
      END IF;
      EXECUTE format('CREATE POLICY %I ON %I USING (%s) WITH CHECK (%s)', place.name || '_of_lent_cases', place.name, lent, lent);
      EXECUTE format('CREATE POLICY %I ON %I FOR SELECT USING (%s)', place.name || '_of_files_on_loan', place.name, lent_file);
    END IF;
    IF place.has_office AND place.name <> ALL (ARRAY['case_head', 'outbox']) AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = place.oid AND p.polname = place.name || '_of_the_cases_office') THEN
      EXECUTE format('CREATE POLICY %I ON %I AS RESTRICTIVE FOR INSERT WITH CHECK (coalesce(case_office(case_id), office_id) = office_id)', place.name || '_under_the_cases_office', place.name);
    END IF;
    -- Who only reads writes nothing, except that he has read.
    IF place.name <> ALL (ARRAY['content', 'person_key', 'reveal_log']) THEN
      EXECUTE format('CREATE POLICY %I ON %I AS RESTRICTIVE FOR INSERT WITH CHECK (NOT coalesce(%s, false))', place.name || '_not_by_readers_insert', place.name, lent_file);
    ELSE
      EXECUTE format('CREATE POLICY %I ON %I FOR INSERT WITH CHECK (%s)', place.name || '_not_by_readers_insert', place.name, lent_file);
    END IF;
    EXECUTE format('CREATE POLICY %I ON %I AS RESTRICTIVE FOR UPDATE USING (NOT coalesce(%s, false))', place.name || '_not_by_readers_update', place.name, lent_file);
    EXECUTE format('CREATE POLICY %I ON %I AS RESTRICTIVE FOR DELETE USING (NOT coalesce(%s, false))', place.name || '_not_by_readers_delete', place.name, lent_file);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION confine_cases() FROM PUBLIC;

-- Parts of files have no case of their own: they are seen with their file.
ALTER POLICY file_part_of_own_offices ON file_part
  USING (EXISTS (SELECT 1 FROM case_file f WHERE f.file_id = file_part.file_id))
  WITH CHECK (EXISTS (SELECT 1 FROM case_file f WHERE f.file_id = file_part.file_id AND NOT coalesce(f.case_id = ANY ((SELECT asking_readings())::uuid[]), false)));
CREATE POLICY file_part_not_by_readers ON file_part AS RESTRICTIVE FOR DELETE
  USING (EXISTS (SELECT 1 FROM case_file f WHERE f.file_id = file_part.file_id AND NOT coalesce(f.case_id = ANY ((SELECT asking_readings())::uuid[]), false)));

-- A lent person works beside the people of the case's office and under its powers.
CREATE POLICY role_assignment_of_lent_cases ON role_assignment FOR SELECT USING (office_id IN (SELECT case_office(lent) FROM unnest((SELECT asking_cases())::uuid[]) lent));
CREATE POLICY authority_grant_of_lent_cases ON authority_grant FOR SELECT USING (office_id IN (SELECT case_office(lent) FROM unnest((SELECT asking_cases())::uuid[]) lent));

-- An office that reads a file knows of its own loan.
CREATE POLICY file_loan_of_readers ON file_loan FOR SELECT USING (to_office_id = ANY ((SELECT asking_offices())::text[]));

-- A case moves inside its county, by the hands of who sees both offices, under the event that says so; what can change goes along.
CREATE FUNCTION move_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE place text;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM office o WHERE o.id = NEW.office_id AND o.county_id = NEW.county_id) OR NEW.county_id <> OLD.county_id THEN
    RAISE EXCEPTION 'A case moves to an office of its county.' USING ERRCODE = 'AJ006';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = NEW.case_id AND e.seq > OLD.seq AND e.seq <= NEW.seq AND e.type = 'caseTransferred' AND e.payload ->> 'officeId' = NEW.office_id) THEN
    RAISE EXCEPTION 'A case moves by the event that transfers it and by nothing else.' USING ERRCODE = 'AJ006';
  END IF;
  FOR place IN
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'case_head'
      AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'case_id' AND NOT a.attisdropped)
      AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'office_id' AND NOT a.attisdropped)
      AND has_column_privilege(c.oid, 'office_id', 'UPDATE')
      AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname IN (c.relname || '_never_changed', c.relname || '_kept'))
  LOOP
    EXECUTE format('UPDATE public.%I SET office_id = $1 WHERE case_id = $2', place) USING NEW.office_id, NEW.case_id;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER case_head_moves AFTER UPDATE OF office_id ON case_head FOR EACH ROW WHEN (NEW.office_id IS DISTINCT FROM OLD.office_id) EXECUTE FUNCTION move_case();
`;
