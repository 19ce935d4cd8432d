import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/**
 * Who may act: accounts, posts with their dates, enforcement certificates, and the grants under which an office acts.
 * The application only reads these tables; provisioning writes them as the owner.
 */
export class Access1763769600003 implements MigrationInterface {
  readonly name = 'Access1763769600003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(accessTables);
    await createReaderFunctions(runner, accessFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

/** What access asks across offices: ids only. */
export const accessFunctions: readonly ReaderFunction[] = [
  {
    // Before sign-in there is no office to confine to: who sits where on a day.
    signature: 'posts_of(account uuid, on_day date)', returns: 'TABLE (office_id text, county_id text, role text)', language: 'sql', volatility: 'STABLE',
    body: `
      SELECT r.office_id, o.county_id::text, r.role FROM role_assignment r
        JOIN office o ON o.id = r.office_id JOIN account a ON a.id = r.account_id
        WHERE r.account_id = posts_of.account AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day)
          AND (a.disabled_on IS NULL OR a.disabled_on > on_day)
        ORDER BY r.office_id, r.role`,
  },
];

const accessTables = `
CREATE TABLE account (
  id uuid PRIMARY KEY,
  username text NOT NULL UNIQUE CHECK (username ~ '^[a-z][a-z0-9._-]{0,62}$'),
  display_name text NOT NULL CHECK (display_name <> ''),
  -- What the identity provider calls the person ("sub"); NULL: the account's id.
  subject text UNIQUE CHECK (subject <> ''),
  disabled_on date
);
CREATE UNIQUE INDEX account_by_subject ON account ((coalesce(subject, id::text)));

CREATE TABLE role_assignment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  office_id text NOT NULL REFERENCES office,
  role text NOT NULL CHECK (role IN ('officer', 'sectionHead', 'head', 'legalReviewer', 'hearingChair', 'countyLegalOffice')),
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to >= valid_from),
  CONSTRAINT one_office_a_day EXCLUDE USING gist (account_id WITH =, office_id WITH <>, daterange(valid_from, valid_to, '[]') WITH &&),
  CONSTRAINT a_role_once_a_day EXCLUDE USING gist (account_id WITH =, role WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
CREATE INDEX role_assignment_by_office ON role_assignment (office_id);

CREATE TABLE certificate (
  account_id uuid NOT NULL REFERENCES account,
  number text NOT NULL UNIQUE CHECK (number <> ''),
  valid_from date NOT NULL,
  valid_to date NOT NULL CHECK (valid_to >= valid_from),
  PRIMARY KEY (account_id, number)
);

CREATE TABLE authority_grant (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  office_id text NOT NULL REFERENCES office,
  principal_office_id text REFERENCES office,
  basis text NOT NULL CHECK (basis IN ('own', 'handedOver', 'entrusted')),
  packs text[] NOT NULL CHECK (cardinality(packs) > 0),
  -- Empty: all matters of the packs (own power and powers handed over only).
  matters text[] NOT NULL DEFAULT '{}',
  instrument text,
  published_on date,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to >= valid_from),
  granted_under_entrustment boolean NOT NULL DEFAULT false,
  -- Penalty Law art. 20: a written and published letter with matters and term, in the principal's name.
  CONSTRAINT entrustment_is_written CHECK (basis <> 'entrusted' OR (principal_office_id IS NOT NULL AND principal_office_id <> office_id
    AND instrument IS NOT NULL AND published_on IS NOT NULL AND cardinality(matters) > 0 AND valid_to IS NOT NULL)),
  -- Penalty Law art. 24: the province's decision must be published.
  CONSTRAINT handing_over_is_published CHECK (basis <> 'handedOver' OR (instrument IS NOT NULL AND published_on IS NOT NULL)),
  CONSTRAINT only_entrustment_has_a_principal CHECK ((basis = 'entrusted') = (principal_office_id IS NOT NULL))
);
CREATE INDEX authority_grant_by_office ON authority_grant (office_id);

${['role_assignment', 'authority_grant'].map(confinedByOffice).join('\n')}
ALTER TABLE certificate ENABLE ROW LEVEL SECURITY;
ALTER TABLE certificate FORCE ROW LEVEL SECURITY;
-- Through the posts, whose own policy applies inside: only officers of one's own offices.
CREATE POLICY certificate_of_own_officers ON certificate USING (EXISTS (SELECT 1 FROM role_assignment r WHERE r.account_id = certificate.account_id));

GRANT SELECT ON account, role_assignment, certificate, authority_grant TO anjuan_app;
GRANT SELECT ON account, role_assignment TO anjuan_reader;
`;
