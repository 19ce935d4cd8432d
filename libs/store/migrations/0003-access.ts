import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who may act: accounts, posts with their dates, enforcement certificates, and the grants under which an office acts.
 * The application reads these tables; only the owner (provisioning, seed) writes them.
 */
export class Access1795300000003 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- btree_gist is not in every distribution of PostgreSQL: overlapping terms are refused by a trigger below.
      CREATE TABLE account (
        id uuid PRIMARY KEY,
        username text NOT NULL UNIQUE CHECK (username ~ '^[a-z][a-z0-9._-]{0,62}$'),
        display_name text NOT NULL CHECK (display_name <> ''),
        -- "sub" of the identity provider; NULL: the account's id.
        subject text UNIQUE CHECK (subject <> ''),
        disabled_on date
      );

      CREATE TABLE role_assignment (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account,
        office_id text NOT NULL REFERENCES office,
        role text NOT NULL CHECK (role IN ('officer', 'sectionHead', 'head', 'legalReviewer', 'hearingChair', 'countyLegalOffice')),
        valid_from date NOT NULL,
        valid_to date CHECK (valid_to >= valid_from),
        UNIQUE (account_id, office_id, role, valid_from)
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
    `);

    await runner.query(`
      -- One post in one role at one office at a time; a person sits in one office on any day.
      CREATE FUNCTION refuse_overlapping_posts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM 1 FROM account WHERE id = NEW.account_id FOR UPDATE;
        IF EXISTS (SELECT 1 FROM role_assignment r WHERE r.account_id = NEW.account_id AND r.id <> NEW.id
            AND (r.office_id <> NEW.office_id OR r.role = NEW.role)
            AND daterange(r.valid_from, r.valid_to, '[]') && daterange(NEW.valid_from, NEW.valid_to, '[]')) THEN
          RAISE EXCEPTION 'account % already holds a post in these days', NEW.account_id USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'one_office_a_day';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER one_office_a_day BEFORE INSERT OR UPDATE ON role_assignment FOR EACH ROW EXECUTE FUNCTION refuse_overlapping_posts();
    `);

    await runner.query(`
      ALTER TABLE role_assignment ENABLE ROW LEVEL SECURITY;
      ALTER TABLE role_assignment FORCE ROW LEVEL SECURITY;
      CREATE POLICY own_offices ON role_assignment USING (office_id = ANY (string_to_array(nullif(current_setting('app.offices', true), ''), ',')));
      ALTER TABLE certificate ENABLE ROW LEVEL SECURITY;
      ALTER TABLE certificate FORCE ROW LEVEL SECURITY;
      -- Through the posts, whose own policy applies inside: only officers of one's own offices.
      CREATE POLICY own_officers ON certificate USING (EXISTS (SELECT 1 FROM role_assignment r WHERE r.account_id = certificate.account_id));
      ALTER TABLE authority_grant ENABLE ROW LEVEL SECURITY;
      ALTER TABLE authority_grant FORCE ROW LEVEL SECURITY;
      CREATE POLICY own_offices ON authority_grant USING (office_id = ANY (string_to_array(nullif(current_setting('app.offices', true), ''), ',')));
      GRANT SELECT ON account, role_assignment, certificate, authority_grant TO anjuan_app;
      GRANT SELECT ON account, role_assignment, office TO anjuan_reader;
    `);

    await runner.query(`
      -- Before sign-in there is no office to confine to: who sits where on a day, as ids only.
      CREATE FUNCTION posts_of(account uuid, on_day date) RETURNS TABLE (office_id text, county_id text, role text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT r.office_id, o.county_id::text, r.role FROM role_assignment r
          JOIN office o ON o.id = r.office_id JOIN account a ON a.id = r.account_id
          WHERE r.account_id = posts_of.account AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day)
            AND (a.disabled_on IS NULL OR a.disabled_on > on_day)
          ORDER BY r.office_id, r.role
      $$;
      -- The offices whose cases the county legal office oversees.
      CREATE FUNCTION offices_of_county(county text) RETURNS SETOF text
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT o.id FROM office o WHERE o.county_id::text = county ORDER BY o.id
      $$;
      REVOKE ALL ON FUNCTION posts_of(uuid, date), offices_of_county(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION posts_of(uuid, date), offices_of_county(text) TO anjuan_app;
      GRANT CREATE ON SCHEMA public TO anjuan_reader;
      ALTER FUNCTION posts_of(uuid, date) OWNER TO anjuan_reader;
      ALTER FUNCTION offices_of_county(text) OWNER TO anjuan_reader;
      REVOKE CREATE ON SCHEMA public FROM anjuan_reader;
    `);
  }

  /** Migrations go forward only. */
  public async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
