import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What counties put in force over the library of causes: a cause of their own or a verified range, and discretion bands, each by two persons and a document. */
export class CountyCauses1763769600023 implements MigrationInterface {
  readonly name = 'CountyCauses1763769600023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE proposal DROP CONSTRAINT proposal_kind_check, ADD CONSTRAINT proposal_kind_check CHECK (kind IN ('parameter', 'calendar', 'cause'));

      CREATE TABLE county_cause (
        proposal_id uuid PRIMARY KEY,
        proposal_status text NOT NULL DEFAULT 'approved' CHECK (proposal_status = 'approved'),
        county char(6) NOT NULL REFERENCES county,
        code text NOT NULL CHECK (code ~ '^[A-Za-z][A-Za-z0-9_-]{0,63}$'),
        kind text NOT NULL CHECK (kind IN ('cause', 'bands')),
        sets jsonb NOT NULL,
        document_number text NOT NULL CHECK (document_number <> ''),
        valid_from date NOT NULL,
        valid_to date CHECK (valid_to >= valid_from),
        replaced_by uuid REFERENCES proposal,
        FOREIGN KEY (proposal_id, proposal_status) REFERENCES proposal (proposal_id, status),
        -- Only a law, a regulation or a rule sets a penalty (Administrative Penalty Law art. 16).
        CONSTRAINT basis_is_law CHECK (kind <> 'cause' OR (
          jsonb_array_length(sets -> 'instruments') > 0
          AND NOT jsonb_path_exists(sets, '$.instruments[*] ? (!(@.kind == "law" || @.kind == "administrativeRegulation" || @.kind == "localRegulation" || @.kind == "governmentRule"))'))),
        CONSTRAINT one_cause_a_day EXCLUDE USING gist (county WITH =, code WITH =, kind WITH =, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (replaced_by IS NULL)
      );
      CREATE TRIGGER county_cause_counts AFTER INSERT OR UPDATE OR DELETE ON county_cause FOR EACH STATEMENT EXECUTE FUNCTION count_law_revision();
      GRANT SELECT, INSERT ON county_cause TO anjuan_app;
      GRANT UPDATE (valid_to, replaced_by) ON county_cause TO anjuan_app;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
