import { confinedByOffice, neverChanged } from '../reader-function.ts';

/** Nobody writes into the case of another office under the name of his own; a case that is just being opened has no office yet. */
function ofTheCasesOffice(table: string): string {
  return `CREATE POLICY ${table}_of_the_cases_office ON ${table} AS RESTRICTIVE FOR INSERT WITH CHECK (coalesce(case_office(case_id), office_id) = office_id);`;
}

/** Keys, encrypted content, reveals, registers and files of cases. */
export const contentTables = `
-- Recognises the keys that lie outside the database; from the first start on, no others are taken.
CREATE TABLE instance_key (
  purpose text PRIMARY KEY CHECK (purpose IN ('keyEncryption', 'lookup', 'signing')),
  fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{32}$'),
  public_key bytea CHECK ((purpose = 'signing') = (public_key IS NOT NULL)),
  first_seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
${neverChanged('instance_key')}

-- One data key for each person in a case (person_ref = party id) and one for the case itself ('case').
CREATE TABLE person_key (
  key_id uuid PRIMARY KEY,
  -- Deferred: the content of the command that opens a case is written before the case's head.
  case_id uuid NOT NULL REFERENCES case_head DEFERRABLE INITIALLY DEFERRED,
  office_id text NOT NULL REFERENCES office,
  person_ref text NOT NULL CHECK (person_ref ~ '^[A-Za-z0-9._-]{1,64}$'),
  -- Fingerprint of the key-encryption key that wraps it.
  kek text NOT NULL,
  wrapped bytea CHECK (octet_length(wrapped) = 60),
  -- Keyed hash of the identity number or credit code: one person in all his cases.
  subject_hash bytea CHECK (octet_length(subject_hash) = 32),
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  destroyed_at timestamptz,
  destroyed_by text,
  UNIQUE (case_id, person_ref),
  CONSTRAINT destroyed_means_gone CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL) AND (wrapped IS NOT NULL OR subject_hash IS NULL))
);
CREATE INDEX person_key_by_subject ON person_key (subject_hash) WHERE subject_hash IS NOT NULL;
-- A key is used as it was made, or destroyed for ever.
CREATE FUNCTION keep_person_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.wrapped IS NOT NULL AND (NEW.wrapped IS NULL OR NEW.wrapped = OLD.wrapped)
    AND to_jsonb(NEW) - '{wrapped,subject_hash,destroyed_at,destroyed_by}'::text[] = to_jsonb(OLD) - '{wrapped,subject_hash,destroyed_at,destroyed_by}'::text[] THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'A data key is only made and destroyed.' USING ERRCODE = 'AJ001';
END $$;
CREATE TRIGGER person_key_kept BEFORE UPDATE OR DELETE ON person_key FOR EACH ROW EXECUTE FUNCTION keep_person_key();
CREATE TRIGGER person_key_never_emptied BEFORE TRUNCATE ON person_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE content (
  content_id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES case_head DEFERRABLE INITIALLY DEFERRED,
  office_id text NOT NULL REFERENCES office,
  key_id uuid NOT NULL REFERENCES person_key,
  -- iv, then salt and canonical JSON encrypted, then tag.
  sealed bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 61 AND 1100000),
  -- What events carry: SHA-256 of salt and canonical JSON.
  commitment char(64) NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX content_by_case ON content (case_id);
CREATE INDEX content_by_key ON content (key_id);
${neverChanged('content')}

-- Who saw what in full, when and why (Personal Information Protection Law arts. 51 and 54: operations are recorded).
CREATE TABLE reveal_log (
  reveal_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  actor_id text NOT NULL CHECK (actor_id <> ''),
  case_id uuid NOT NULL REFERENCES case_head,
  office_id text NOT NULL REFERENCES office,
  content_id uuid NOT NULL REFERENCES content,
  why_content_id uuid NOT NULL REFERENCES content,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX reveal_log_by_case ON reveal_log (case_id, reveal_id);
${neverChanged('reveal_log')}

-- One levy only: unique across offices, whatever row security hides.
CREATE TABLE register_claim (
  register text NOT NULL CHECK (register ~ '^[A-Za-z0-9._-]{1,64}$'),
  key_hash bytea NOT NULL CHECK (octet_length(key_hash) = 32),
  case_id uuid NOT NULL REFERENCES case_head DEFERRABLE INITIALLY DEFERRED,
  office_id text NOT NULL REFERENCES office,
  number text CHECK (number <> ''),
  claimed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (register, key_hash)
);
CREATE INDEX register_claim_by_case ON register_claim (case_id);
CREATE FUNCTION keep_register_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.number IS NULL AND NEW.number IS NOT NULL AND to_jsonb(NEW) - 'number' = to_jsonb(OLD) - 'number' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'An entry of a register stays; it is given the number of its document once.' USING ERRCODE = 'AJ001';
END $$;
CREATE TRIGGER register_claim_kept BEFORE UPDATE OR DELETE ON register_claim FOR EACH ROW EXECUTE FUNCTION keep_register_claim();
CREATE TRIGGER register_claim_never_emptied BEFORE TRUNCATE ON register_claim FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Papers, photos, scans and recordings: what is known of them. The bytes lie encrypted in the file storage.
CREATE TABLE case_file (
  file_id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES case_head,
  office_id text NOT NULL REFERENCES office,
  key_id uuid NOT NULL REFERENCES person_key,
  purpose text NOT NULL CHECK (purpose ~ '^[A-Za-z0-9._-]{1,64}$'),
  media_type text NOT NULL,
  -- Announced at the beginning; received so far; hash of the whole once it is complete.
  bytes bigint NOT NULL CHECK (bytes > 0),
  received bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND bytes),
  sha256 char(64),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'complete', 'removed')),
  begun_by text NOT NULL CHECK (begun_by <> ''),
  begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  completed_at timestamptz,
  removed_at timestamptz,
  CHECK (status <> 'complete' OR (sha256 IS NOT NULL AND received = bytes AND completed_at IS NOT NULL)),
  CHECK ((status = 'removed') = (removed_at IS NOT NULL))
);
CREATE INDEX case_file_by_case ON case_file (case_id, begun_at);
CREATE INDEX case_file_open ON case_file (begun_at) WHERE status = 'open';
CREATE FUNCTION keep_case_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status <> 'removed' AND to_jsonb(NEW) - '{received,sha256,status,completed_at,removed_at}'::text[] = to_jsonb(OLD) - '{received,sha256,status,completed_at,removed_at}'::text[]
    AND (OLD.status = 'open' AND NEW.received >= OLD.received OR NEW.status = 'removed' AND (NEW.received, NEW.sha256, NEW.completed_at) IS NOT DISTINCT FROM (OLD.received, OLD.sha256, OLD.completed_at))
    THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'A complete file is kept as it is.' USING ERRCODE = 'AJ001';
END $$;
CREATE TRIGGER case_file_kept BEFORE UPDATE OR DELETE ON case_file FOR EACH ROW EXECUTE FUNCTION keep_case_file();
CREATE TRIGGER case_file_never_emptied BEFORE TRUNCATE ON case_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One object in the storage, named by part_id and nothing else.
CREATE TABLE file_part (
  part_id uuid PRIMARY KEY,
  file_id uuid NOT NULL REFERENCES case_file,
  office_id text NOT NULL REFERENCES office,
  at_offset bigint NOT NULL CHECK (at_offset >= 0),
  bytes integer NOT NULL CHECK (bytes > 0),
  UNIQUE (file_id, at_offset)
);
${neverChanged('file_part')}

${['person_key', 'content', 'reveal_log', 'register_claim', 'case_file', 'file_part'].map(confinedByOffice).join('\n')}
${['person_key', 'content', 'reveal_log', 'register_claim', 'case_file'].map(ofTheCasesOffice).join('\n')}
CREATE POLICY file_part_of_seen_files ON file_part AS RESTRICTIVE FOR INSERT
  WITH CHECK (EXISTS (SELECT 1 FROM case_file f WHERE f.file_id = file_part.file_id AND f.office_id = file_part.office_id AND f.status = 'open'));

GRANT SELECT, INSERT ON instance_key, person_key, content, reveal_log, register_claim, case_file, file_part TO anjuan_app;
GRANT UPDATE (wrapped, subject_hash, destroyed_at, destroyed_by) ON person_key TO anjuan_app;
GRANT UPDATE (number) ON register_claim TO anjuan_app;
GRANT UPDATE (received, sha256, status, completed_at, removed_at) ON case_file TO anjuan_app;
GRANT SELECT ON register_claim TO anjuan_reader;
`;

/** Signed heads: each day the cases whose head changed, chained to the day before and signed. */
export const headTables = `
CREATE TABLE daily_head (
  day date PRIMARY KEY,
  cases integer NOT NULL CHECK (cases >= 0),
  events bigint NOT NULL CHECK (events >= 0),
  changed integer NOT NULL CHECK (changed >= 0),
  -- SHA-256 over the day's rows of daily_head_case in case order; hash of the signed text of the day before.
  list_hash char(64) NOT NULL,
  previous_hash char(64) NOT NULL,
  hash char(64) NOT NULL UNIQUE,
  signature bytea NOT NULL CHECK (octet_length(signature) = 64),
  key_fingerprint text NOT NULL,
  signed_at timestamptz NOT NULL
);
CREATE TABLE daily_head_case (
  day date NOT NULL REFERENCES daily_head DEFERRABLE INITIALLY DEFERRED,
  case_id uuid NOT NULL,
  seq integer NOT NULL CHECK (seq >= 1),
  hash char(64) NOT NULL,
  PRIMARY KEY (day, case_id)
);
CREATE INDEX daily_head_case_by_case ON daily_head_case (case_id, day DESC);
${neverChanged('daily_head')}
${neverChanged('daily_head_case')}
-- The application adds to the list across offices and reads none of it.
ALTER TABLE daily_head_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE daily_head_case FORCE ROW LEVEL SECURITY;
CREATE POLICY daily_head_case_only_added ON daily_head_case FOR INSERT WITH CHECK (true);
GRANT SELECT, INSERT ON daily_head TO anjuan_app;
GRANT INSERT ON daily_head_case TO anjuan_app;
GRANT SELECT ON daily_head, daily_head_case TO anjuan_reader;
`;
