import { confinedByOffice } from '../reader-function.ts';

/** An order of two persons: proposed, approved or rejected once, perhaps ended early once; nothing else of it changes. */
const orderColumns = `
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'approved', 'rejected')),
  maker text NOT NULL,
  made_at timestamptz NOT NULL,
  checker text,
  checked_at timestamptz,
  -- The last day on which it counts, where it was ended early.
  ended_on date,
  ended_by text,
  CHECK ((status = 'open') = (checker IS NULL)),
  CHECK ((checker IS NULL) = (checked_at IS NULL)),
  CHECK ((ended_on IS NULL) = (ended_by IS NULL)),
  CHECK (ended_on IS NULL OR status = 'approved')`;

const orderTriggers = (table: string): string => `
CREATE TRIGGER ${table}_kept BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION keep_personnel_order();
CREATE TRIGGER ${table}_never_emptied BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_kept;
ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_never_emptied;`;

export const peopleTables = `
CREATE FUNCTION keep_personnel_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE checking text[] := '{status,checker,checked_at}'; ending text[] := '{ended_on,ended_by}';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.status = 'open' AND NEW.status <> 'open' AND to_jsonb(NEW) - checking = to_jsonb(OLD) - checking THEN RETURN NEW; END IF;
    IF OLD.ended_on IS NULL AND NEW.ended_on IS NOT NULL AND to_jsonb(NEW) - ending = to_jsonb(OLD) - ending THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'An order about persons is checked once and ended once; nothing else of it changes.' USING ERRCODE = 'AJ001';
END $$;

-- Who acts in the place of an absent official: by a written instrument, in named roles and matters, for named days.
CREATE TABLE substitution (
  substitution_id uuid PRIMARY KEY,
  office_id text NOT NULL REFERENCES office,
  absent_id uuid NOT NULL REFERENCES account,
  substitute_id uuid NOT NULL REFERENCES account,
  instrument text NOT NULL CHECK (instrument <> ''),
  roles text[] NOT NULL CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['officer', 'sectionHead', 'head', 'legalReviewer', 'hearingChair', 'countyLegalOffice']),
  -- Empty: all procedures.
  packs text[] NOT NULL DEFAULT '{}',
  valid_from date NOT NULL,
  valid_to date NOT NULL CHECK (valid_to >= valid_from),
  ${orderColumns},
  CONSTRAINT nobody_substitutes_himself CHECK (absent_id <> substitute_id),
  CONSTRAINT substitution_maker_is_not_checker CHECK (maker <> checker),
  CONSTRAINT substitute_approves_not CHECK (checker <> substitute_id::text)
);
CREATE INDEX substitution_by_office ON substitution (office_id, substitute_id);
${orderTriggers('substitution')}
${confinedByOffice('substitution')}

-- An officer, a chair or a reviewer whom one office lends to another: for one case, or for days.
CREATE TABLE person_loan (
  loan_id uuid PRIMARY KEY,
  order_number text NOT NULL CHECK (order_number <> ''),
  account_id uuid NOT NULL REFERENCES account,
  role text NOT NULL CHECK (role IN ('officer', 'hearingChair', 'legalReviewer')),
  lending_office text NOT NULL REFERENCES office,
  borrowing_office text NOT NULL REFERENCES office,
  case_id uuid REFERENCES case_head,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to >= valid_from),
  ${orderColumns},
  CONSTRAINT lent_to_another_office CHECK (lending_office <> borrowing_office),
  CONSTRAINT for_a_case_or_for_days CHECK (case_id IS NOT NULL OR valid_to IS NOT NULL),
  CONSTRAINT loan_maker_is_not_checker CHECK (maker <> checker),
  CONSTRAINT lent_person_approves_not CHECK (checker <> account_id::text)
);
CREATE INDEX person_loan_by_account ON person_loan (account_id);
CREATE INDEX person_loan_by_office ON person_loan (borrowing_office);
${orderTriggers('person_loan')}
ALTER TABLE person_loan ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_loan FORCE ROW LEVEL SECURITY;
CREATE POLICY person_loan_of_both_offices ON person_loan
  USING (lending_office = ANY ((SELECT asking_offices())::text[]) OR borrowing_office = ANY ((SELECT asking_offices())::text[]))
  WITH CHECK (lending_office = ANY ((SELECT asking_offices())::text[]) OR borrowing_office = ANY ((SELECT asking_offices())::text[]));

-- The PIN with which an officer confirms on a colleague's device, stretched with a salt over a key that is not in the database.
CREATE TABLE officer_pin (
  account_id uuid PRIMARY KEY REFERENCES account,
  hash text NOT NULL CHECK (hash <> ''),
  set_at timestamptz NOT NULL,
  failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
  locked_at timestamptz
);

-- A file that another office reads: called in for review, or lent for help. Follows the events of its case.
CREATE TABLE file_loan (
  case_id uuid NOT NULL REFERENCES case_head,
  seq integer NOT NULL,
  office_id text NOT NULL REFERENCES office,
  to_office_id text NOT NULL REFERENCES office,
  kind text NOT NULL CHECK (kind IN ('calledIn', 'help')),
  from_on date NOT NULL,
  returned_on date,
  PRIMARY KEY (case_id, seq)
);
CREATE INDEX file_loan_by_reader ON file_loan (to_office_id) WHERE returned_on IS NULL;
${confinedByOffice('file_loan')}

GRANT SELECT, INSERT ON substitution, person_loan TO anjuan_app;
GRANT UPDATE (status, checker, checked_at, ended_on, ended_by) ON substitution, person_loan TO anjuan_app;
GRANT SELECT, INSERT, UPDATE ON officer_pin, file_loan TO anjuan_app;
GRANT SELECT ON person_loan, file_loan, certificate, substitution TO anjuan_reader;
`;
