import { confinedByOffice } from '../reader-function.ts';

/** What is owed to workflows and people beside the cases: outbox, idempotency, inbox, incidents, proposals and settings of law. */
export const workTables = `
-- One open row a workflow. A claim is a lease, committed before Temporal is called; the row goes only where nobody wrote it since.
CREATE TABLE outbox (
  workflow_id text PRIMARY KEY,
  case_id uuid,
  office_id text,
  version bigint NOT NULL DEFAULT 1,
  claimed_until timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX outbox_by_turn ON outbox (changed_at);
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY outbox_of_own_offices ON outbox
  USING (office_id IS NULL OR office_id = ANY ((SELECT asking_offices())::text[]))
  WITH CHECK (office_id IS NULL OR office_id = ANY ((SELECT asking_offices())::text[]));

CREATE TABLE idempotency (
  actor_id text NOT NULL, route text NOT NULL, key text NOT NULL,
  body_hash char(64) NOT NULL,
  outcome jsonb,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (actor_id, route, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency FORCE ROW LEVEL SECURITY;
CREATE POLICY idempotency_of_own ON idempotency USING (actor_id = (SELECT asking_actor())) WITH CHECK (actor_id = (SELECT asking_actor()));

CREATE TABLE incident (
  incident_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Names what is wrong; while it stands open, the same trouble counts up instead of opening a second one.
  subject text NOT NULL,
  case_id uuid,
  office_id text NOT NULL REFERENCES office,
  kind text NOT NULL,
  about jsonb NOT NULL,
  times integer NOT NULL DEFAULT 1,
  opened_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by text
);
CREATE UNIQUE INDEX incident_open_once ON incident (subject) WHERE closed_at IS NULL;
CREATE INDEX incident_by_office ON incident (office_id, opened_at DESC);

CREATE TABLE inbox_entry (
  entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  duty_id text NOT NULL UNIQUE,
  case_id uuid NOT NULL REFERENCES case_head,
  office_id text NOT NULL,
  role text NOT NULL,
  kind text NOT NULL,
  about jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  read_at timestamptz
);
CREATE INDEX inbox_entry_by_role ON inbox_entry (office_id, role, created_at DESC, entry_id DESC);

CREATE TABLE gateway_message (
  duty_id text PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES case_head,
  office_id text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  status text NOT NULL CHECK (status IN ('owed', 'sent', 'failed')),
  last_error text,
  changed_at timestamptz NOT NULL
);

-- What a workflow could not get done with a case, by case: ten attempts, then an incident and an hourly retry.
CREATE TABLE command_failure (
  case_id uuid PRIMARY KEY,
  office_id text NOT NULL,
  attempts integer NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  last_error text NOT NULL
);

-- Two persons: one proposes, another approves.
CREATE TABLE proposal (
  proposal_id uuid PRIMARY KEY,
  office_id text NOT NULL REFERENCES office,
  kind text NOT NULL CHECK (kind IN ('parameter', 'calendar')),
  payload jsonb NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'approved', 'rejected')),
  maker text NOT NULL,
  made_at timestamptz NOT NULL,
  checker text,
  checked_at timestamptz,
  UNIQUE (proposal_id, status),
  CONSTRAINT maker_is_not_checker CHECK (maker <> checker),
  CHECK ((status = 'open') = (checker IS NULL)),
  CHECK ((checker IS NULL) = (checked_at IS NULL))
);

CREATE TABLE parameter_setting (
  county char(6) NOT NULL REFERENCES county,
  pack text NOT NULL,
  code text NOT NULL,
  value jsonb NOT NULL,
  document_number text NOT NULL CHECK (document_number <> ''),
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to >= valid_from),
  proposal_id uuid NOT NULL,
  proposal_status text NOT NULL DEFAULT 'approved' CHECK (proposal_status = 'approved'),
  PRIMARY KEY (county, pack, code, valid_from),
  FOREIGN KEY (proposal_id, proposal_status) REFERENCES proposal (proposal_id, status),
  CONSTRAINT one_value_a_day EXCLUDE USING gist (county WITH =, pack WITH =, code WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);

CREATE TABLE calendar_version (
  id text PRIMARY KEY,
  region text NOT NULL,
  year integer NOT NULL,
  notice jsonb NOT NULL,
  days jsonb NOT NULL,
  published_on date NOT NULL,
  loaded_at timestamptz NOT NULL,
  proposal_id uuid NOT NULL,
  proposal_status text NOT NULL DEFAULT 'approved' CHECK (proposal_status = 'approved'),
  FOREIGN KEY (proposal_id, proposal_status) REFERENCES proposal (proposal_id, status)
);

-- Counts every change of the settings of law, so that a process reads them again only when they changed.
CREATE TABLE law_revision (one boolean PRIMARY KEY DEFAULT true CHECK (one), revision bigint NOT NULL);
INSERT INTO law_revision (revision) VALUES (1);
CREATE FUNCTION count_law_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE law_revision SET revision = revision + 1; RETURN NULL; END $$;
CREATE TRIGGER parameter_setting_counts AFTER INSERT OR UPDATE OR DELETE ON parameter_setting FOR EACH STATEMENT EXECUTE FUNCTION count_law_revision();
CREATE TRIGGER calendar_version_counts AFTER INSERT OR UPDATE OR DELETE ON calendar_version FOR EACH STATEMENT EXECUTE FUNCTION count_law_revision();

${['incident', 'inbox_entry', 'gateway_message', 'command_failure', 'proposal'].map(confinedByOffice).join('\n')}

GRANT SELECT, INSERT, UPDATE, DELETE ON outbox, command_failure TO anjuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO anjuan_app;
GRANT SELECT, INSERT, UPDATE ON incident, inbox_entry, gateway_message, proposal TO anjuan_app;
GRANT SELECT, INSERT ON parameter_setting, calendar_version TO anjuan_app;
GRANT UPDATE (valid_to) ON parameter_setting TO anjuan_app;
GRANT SELECT, UPDATE ON law_revision TO anjuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO anjuan_reader;
GRANT SELECT, DELETE ON idempotency TO anjuan_reader;
`;
