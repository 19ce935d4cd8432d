import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions } from './reader-function.ts';
import { readerFunctions } from './0001-record/reader-functions.ts';
import { caseTables } from './0001-record/case-tables.ts';
import { workTables } from './0001-record/work-tables.ts';

/** The legal record: instance and legal clock, offices, cases with their events and read tables, and what is owed. */
export class Record1763769600001 implements MigrationInterface {
  readonly name = 'Record1763769600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE EXTENSION IF NOT EXISTS btree_gist');
    await runner.query(foundation);
    await runner.query(caseTables);
    await runner.query(workTables);
    await createReaderFunctions(runner, readerFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const foundation = `
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO anjuan_app;

-- An empty setting means no office: after a transaction-local setting PostgreSQL answers '' and not NULL.
CREATE FUNCTION asking_offices() RETURNS text[] LANGUAGE sql STABLE AS
  $$ SELECT string_to_array(nullif(current_setting('app.offices', true), ''), ',') $$;
CREATE FUNCTION asking_actor() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('app.actor', true), '') $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The record is only appended to: % on % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'AJ001';
END $$;

CREATE TABLE instance (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  profile text NOT NULL CHECK (profile IN ('development', 'training', 'production')),
  -- The Temporal namespace that was last seen; another one knows nothing of what this database believes to be armed.
  temporal_namespace text,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- In wall mode the legal instant is the machine's. Otherwise it is at; a running clock adds speed times the time since
-- anchored_at, at most five seconds of it, so that an instance that nobody ticks stands still.
CREATE TABLE legal_clock (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  mode text NOT NULL CHECK (mode IN ('wall', 'running', 'stepped')),
  at timestamptz,
  speed double precision CHECK (speed > 0),
  anchored_at timestamptz,
  CHECK (mode <> 'wall' OR (at IS NULL AND speed IS NULL AND anchored_at IS NULL)),
  CHECK (mode <> 'stepped' OR (at IS NOT NULL AND speed IS NULL AND anchored_at IS NULL)),
  CHECK (mode <> 'running' OR (at IS NOT NULL AND speed IS NOT NULL AND anchored_at IS NOT NULL))
);

CREATE FUNCTION keep_profile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION 'The profile of a database is kept for ever.' USING ERRCODE = 'AJ002'; END IF;
  IF NEW.profile <> OLD.profile THEN RAISE EXCEPTION 'This database belongs to the profile %, not %.', OLD.profile, NEW.profile USING ERRCODE = 'AJ002'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER instance_keeps_profile BEFORE UPDATE OR DELETE ON instance FOR EACH ROW EXECUTE FUNCTION keep_profile();
CREATE TRIGGER instance_never_emptied BEFORE TRUNCATE ON instance FOR EACH STATEMENT EXECUTE FUNCTION keep_profile();

-- Production knows the wall clock only; development steps while it is seeded and then goes over to the wall clock once
-- and for ever; legal time never goes back.
CREATE FUNCTION keep_legal_clock_lawful() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kept text;
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN RAISE EXCEPTION 'The legal clock is not removed.' USING ERRCODE = 'AJ003'; END IF;
  SELECT profile INTO kept FROM instance;
  IF kept IS NULL THEN RAISE EXCEPTION 'The legal clock is set after the profile of the database.' USING ERRCODE = 'AJ003'; END IF;
  IF kept = 'production' AND NEW.mode <> 'wall' THEN
    RAISE EXCEPTION 'A production instance runs on the wall clock only.' USING ERRCODE = 'AJ003';
  END IF;
  IF kept = 'development' AND NEW.mode = 'running' THEN
    RAISE EXCEPTION 'A development instance does not run its legal clock at a speed of its own.' USING ERRCODE = 'AJ003';
  END IF;
  IF kept = 'training' AND NEW.mode = 'wall' THEN
    RAISE EXCEPTION 'A training instance does not run on the wall clock.' USING ERRCODE = 'AJ003';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.mode = 'wall' AND NEW.mode <> 'wall' THEN
      RAISE EXCEPTION 'Once on the wall clock, an instance stays on it.' USING ERRCODE = 'AJ003';
    END IF;
    IF NEW.at < OLD.at OR (NEW.mode = 'wall' AND OLD.at > clock_timestamp()) THEN
      RAISE EXCEPTION 'Legal time does not go back.' USING ERRCODE = 'AJ003';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER legal_clock_lawful BEFORE INSERT OR UPDATE OR DELETE ON legal_clock FOR EACH ROW EXECUTE FUNCTION keep_legal_clock_lawful();
CREATE TRIGGER legal_clock_never_emptied BEFORE TRUNCATE ON legal_clock FOR EACH STATEMENT EXECUTE FUNCTION keep_legal_clock_lawful();

-- Read after the row lock of a case: now() would be the start of a transaction that may have waited over midnight.
CREATE FUNCTION legal_now(OUT mode text, OUT at timestamptz, OUT machine_at timestamptz) LANGUAGE plpgsql VOLATILE AS $$
DECLARE clock legal_clock;
BEGIN
  SELECT * INTO clock FROM legal_clock;
  IF NOT FOUND THEN RAISE EXCEPTION 'The legal clock of this database is not set yet.' USING ERRCODE = 'AJ003'; END IF;
  machine_at := date_trunc('milliseconds', clock_timestamp());
  mode := clock.mode;
  at := date_trunc('milliseconds', CASE clock.mode
    WHEN 'wall' THEN machine_at
    WHEN 'stepped' THEN clock.at
    ELSE clock.at + clock.speed * least(greatest(clock_timestamp() - clock.anchored_at, interval '0'), interval '5 seconds') END);
END $$;
REVOKE ALL ON FUNCTION legal_now() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION legal_now() TO anjuan_app;
REVOKE ALL ON FUNCTION asking_offices(), asking_actor() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION asking_offices(), asking_actor() TO anjuan_app, anjuan_reader;

CREATE TABLE county (id char(6) PRIMARY KEY CHECK (id ~ '^[0-9]{6}$'), name text NOT NULL);
CREATE TABLE office (
  id text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9-]+$'),
  county_id char(6) NOT NULL REFERENCES county,
  kind text NOT NULL CHECK (kind IN ('township', 'countyDepartment', 'countyLegalOffice')),
  name text NOT NULL,
  -- The word before the series in a document number, such as 勉综执 in 勉综执罚决字〔2025〕12号.
  short_name text NOT NULL,
  region_code text NOT NULL,
  -- Printed on papers: where the party can turn.
  address text,
  phone text
);
GRANT SELECT, INSERT, UPDATE (temporal_namespace) ON instance TO anjuan_app;
GRANT SELECT, INSERT, UPDATE ON legal_clock TO anjuan_app;
GRANT SELECT ON county, office TO anjuan_app, anjuan_reader;
GRANT SELECT ON instance, legal_clock TO anjuan_reader;
GRANT UPDATE (temporal_namespace) ON instance TO anjuan_reader;
`;
