import { confinedByOffice, neverChanged } from '../reader-function.ts';

const tablesOfAnOffice = ['case_head', 'clock', 'clock_rung', 'task', 'duty', 'paper', 'case_hand', 'document_number'];

/** Cases: the head that a command locks, the chained events, and the read tables written in the same transaction. */
export const caseTables = `
CREATE TABLE case_head (
  case_id uuid PRIMARY KEY,
  office_id text NOT NULL REFERENCES office,
  county_id char(6) NOT NULL REFERENCES county,
  pack text NOT NULL,
  case_number text NOT NULL UNIQUE,
  seq integer NOT NULL CHECK (seq >= 0),
  head_hash char(64) NOT NULL,
  revision integer NOT NULL CHECK (revision >= 0),
  phase text NOT NULL,
  opened_on date NOT NULL,
  closed_on date,
  evolve_version integer NOT NULL,
  state jsonb NOT NULL,
  last_recorded_at timestamptz NOT NULL,
  calendar_version text NOT NULL,
  next_wake_at timestamptz,
  -- What the workflow is known to sleep for, the last event it has seen, and the event of the last wake that it owes a look.
  armed_for timestamptz,
  seen_revision integer,
  woken_seq integer NOT NULL DEFAULT 0
);
CREATE INDEX case_head_by_office ON case_head (office_id, opened_on DESC, case_id);
CREATE INDEX case_head_by_wake ON case_head (next_wake_at) WHERE next_wake_at IS NOT NULL;
CREATE INDEX case_head_by_calendar ON case_head (calendar_version, case_id) WHERE closed_on IS NULL;
CREATE INDEX case_head_unarmed ON case_head (case_id)
  WHERE armed_for IS DISTINCT FROM next_wake_at OR seen_revision IS NULL OR seen_revision < woken_seq;

CREATE TABLE case_event (
  case_id uuid NOT NULL REFERENCES case_head,
  seq integer NOT NULL CHECK (seq >= 1),
  type text NOT NULL,
  schema_version integer NOT NULL CHECK (schema_version >= 1),
  occurred_on date NOT NULL,
  recorded_at timestamptz NOT NULL,
  machine_at timestamptz NOT NULL,
  actor_id text NOT NULL,
  command_id uuid NOT NULL,
  -- Place of the event in its command: a command appends once.
  command_index integer NOT NULL CHECK (command_index >= 0),
  pack text NOT NULL,
  pack_sha256 char(64) NOT NULL,
  calendar_version text NOT NULL,
  payload jsonb NOT NULL,
  previous_hash char(64) NOT NULL,
  hash char(64) NOT NULL,
  -- Readers of all events stop below the oldest transaction still open.
  written_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (case_id, seq),
  UNIQUE (command_id, command_index)
);
CREATE INDEX case_event_by_transaction ON case_event (written_by, case_id, seq);

CREATE FUNCTION refuse_broken_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before case_event;
BEGIN
  IF NEW.seq = 1 THEN
    IF NEW.previous_hash <> repeat('0', 64) THEN RAISE EXCEPTION 'The first event of a case follows no other.' USING ERRCODE = 'AJ004'; END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO before FROM case_event WHERE case_id = NEW.case_id AND seq = NEW.seq - 1;
  IF NOT FOUND OR before.hash <> NEW.previous_hash THEN RAISE EXCEPTION 'Event % does not follow the event before it.', NEW.seq USING ERRCODE = 'AJ004'; END IF;
  IF NEW.recorded_at < before.recorded_at THEN RAISE EXCEPTION 'Event % would be recorded before the event it follows.', NEW.seq USING ERRCODE = 'AJ004'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_event_follows BEFORE INSERT ON case_event FOR EACH ROW EXECUTE FUNCTION refuse_broken_chain();
${neverChanged('case_event')}

ALTER TABLE case_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_event FORCE ROW LEVEL SECURITY;
-- Rights come from the head: an event never names the office, since a case can be transferred.
CREATE POLICY case_event_of_seen_cases ON case_event
  USING (EXISTS (SELECT 1 FROM case_head WHERE case_head.case_id = case_event.case_id))
  WITH CHECK (EXISTS (SELECT 1 FROM case_head WHERE case_head.case_id = case_event.case_id));

CREATE TABLE clock (
  clock_id text PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES case_head,
  office_id text NOT NULL,
  code text NOT NULL,
  party text,
  status text NOT NULL CHECK (status IN ('running', 'suspended', 'lapsed', 'ended')),
  anchor_on date NOT NULL,
  due_on date,
  next_at timestamptz,
  wakes text NOT NULL,
  calendar_version text NOT NULL,
  provisional boolean NOT NULL,
  view jsonb NOT NULL
);
CREATE INDEX clock_by_case ON clock (case_id);
CREATE INDEX clock_by_due ON clock (office_id, due_on) WHERE status = 'running';

-- Each rung stands once for a due instant.
CREATE TABLE clock_rung (
  clock_id text NOT NULL, rung text NOT NULL, due_at timestamptz NOT NULL,
  case_id uuid NOT NULL REFERENCES case_head, office_id text NOT NULL, seq integer NOT NULL,
  PRIMARY KEY (clock_id, rung, due_at)
);
${neverChanged('clock_rung')}

CREATE TABLE task (
  case_id uuid NOT NULL REFERENCES case_head,
  step text NOT NULL,
  party text NOT NULL DEFAULT '',
  office_id text NOT NULL,
  role text NOT NULL,
  due_on date,
  name jsonb NOT NULL,
  PRIMARY KEY (case_id, step, party, role)
);
CREATE INDEX task_by_role ON task (office_id, role, due_on);

CREATE TABLE duty (
  duty_id text PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES case_head,
  office_id text NOT NULL,
  kind text NOT NULL,
  to_role text,
  status text NOT NULL CHECK (status IN ('owed', 'fulfilled', 'withdrawn')),
  outcome text,
  workflow_id text NOT NULL,
  payload jsonb NOT NULL,
  owed_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  last_attempt_at timestamptz,
  last_error text
);
CREATE INDEX duty_by_case ON duty (case_id);
CREATE INDEX duty_owed ON duty (kind, case_id) WHERE status = 'owed';

CREATE TABLE number_series (
  series text NOT NULL, authority_id text NOT NULL REFERENCES office, year integer NOT NULL, last_number integer NOT NULL CHECK (last_number >= 1),
  PRIMARY KEY (series, authority_id, year)
);
CREATE FUNCTION refuse_gap_in_numbers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.last_number = 1 THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND NEW.last_number = OLD.last_number + 1 AND (NEW.series, NEW.authority_id, NEW.year) = (OLD.series, OLD.authority_id, OLD.year) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'A number series starts at 1 and goes up by 1.' USING ERRCODE = 'AJ005';
END $$;
CREATE TRIGGER number_series_without_gap BEFORE INSERT OR UPDATE OR DELETE ON number_series FOR EACH ROW EXECUTE FUNCTION refuse_gap_in_numbers();
CREATE TRIGGER number_series_never_emptied BEFORE TRUNCATE ON number_series FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE document_number (
  series text NOT NULL, authority_id text NOT NULL, year integer NOT NULL, number integer NOT NULL CHECK (number >= 1),
  text text NOT NULL UNIQUE,
  case_id uuid NOT NULL, office_id text NOT NULL,
  -- NULL: the number of the case itself.
  paper_id text,
  taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (series, authority_id, year, number),
  FOREIGN KEY (series, authority_id, year) REFERENCES number_series
);
CREATE INDEX document_number_by_case ON document_number (case_id);
${neverChanged('document_number')}

CREATE TABLE paper (
  paper_id text PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES case_head,
  office_id text NOT NULL,
  seq integer NOT NULL,
  paper text NOT NULL,
  party text,
  number text,
  authority_id text NOT NULL REFERENCES office,
  sha256 char(64) NOT NULL,
  template_sha256 char(64) NOT NULL,
  media_type text NOT NULL,
  -- Sealed under the key of the person it names, or of the case.
  bytes bytea NOT NULL CHECK (octet_length(bytes) <= 1100000),
  key_id uuid NOT NULL,
  issued_on date NOT NULL,
  voided boolean NOT NULL DEFAULT false
);
CREATE INDEX paper_by_case ON paper (case_id, seq);
-- An issued paper stays as it went out; it can only be marked as voided, once.
CREATE FUNCTION keep_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.voided AND NOT OLD.voided AND to_jsonb(NEW) - 'voided' = to_jsonb(OLD) - 'voided' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'An issued paper is kept as it was issued.' USING ERRCODE = 'AJ001';
END $$;
CREATE TRIGGER paper_kept BEFORE UPDATE OR DELETE ON paper FOR EACH ROW EXECUTE FUNCTION keep_paper();
CREATE TRIGGER paper_never_emptied BEFORE TRUNCATE ON paper FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE paper ENABLE ALWAYS TRIGGER paper_kept;
ALTER TABLE paper ENABLE ALWAYS TRIGGER paper_never_emptied;

-- Powers that must not meet in one hand (Penalty Law arts. 57, 58, 64(4); separation of filing and its approval).
CREATE TABLE case_hand (
  case_id uuid NOT NULL REFERENCES case_head,
  office_id text NOT NULL,
  person_id text NOT NULL,
  power text NOT NULL CHECK (power IN ('filer', 'filingApprover', 'investigator', 'drafter', 'legalReviewer', 'hearingChair', 'decider')),
  seq integer NOT NULL,
  PRIMARY KEY (case_id, person_id, power),
  CONSTRAINT filer_approves_not EXCLUDE USING gist (case_id WITH =, person_id WITH =, power WITH <>) WHERE (power IN ('filer', 'filingApprover')),
  CONSTRAINT investigator_chairs_not EXCLUDE USING gist (case_id WITH =, person_id WITH =, power WITH <>) WHERE (power IN ('investigator', 'hearingChair')),
  CONSTRAINT investigator_reviews_not EXCLUDE USING gist (case_id WITH =, person_id WITH =, power WITH <>) WHERE (power IN ('investigator', 'legalReviewer')),
  CONSTRAINT drafter_decides_not EXCLUDE USING gist (case_id WITH =, person_id WITH =, power WITH <>) WHERE (power IN ('drafter', 'decider'))
);
${neverChanged('case_hand')}

${tablesOfAnOffice.map(confinedByOffice).join('\n')}

GRANT SELECT, INSERT, UPDATE ON case_head TO anjuan_app;
GRANT SELECT, INSERT ON case_event, clock_rung, case_hand, document_number TO anjuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON clock, task TO anjuan_app;
GRANT SELECT, INSERT, UPDATE ON duty, number_series TO anjuan_app;
GRANT SELECT, INSERT ON paper TO anjuan_app;
GRANT UPDATE (voided) ON paper TO anjuan_app;
GRANT SELECT ON case_head, case_event, clock, clock_rung, duty, document_number TO anjuan_reader;
GRANT UPDATE (armed_for, seen_revision) ON case_head TO anjuan_reader;
`;
