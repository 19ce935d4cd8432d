import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, neverChanged } from './reader-function.ts';

/**
 * The register of use of the seals. What must hold whoever writes: one keeper who is not the applicant, an issued paper
 * that is not void and its very bytes, once for each kind of seal, as an event of that case says.
 */
export class Seals1763769600026 implements MigrationInterface {
  readonly name = 'Seals1763769600026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE role_assignment DROP CONSTRAINT IF EXISTS role_assignment_role_check,
        ADD CONSTRAINT role_assignment_role_check CHECK (role IN ('officer', 'sectionHead', 'deputyHead', 'head', 'legalReviewer', 'hearingChair', 'countyLegalOffice', 'sealKeeper'));
      ALTER TABLE paper ADD CONSTRAINT paper_with_its_bytes UNIQUE (paper_id, sha256);

      CREATE TABLE seal_use (
        case_id uuid NOT NULL REFERENCES case_head,
        seq integer NOT NULL,
        office_id text NOT NULL REFERENCES office,
        paper_id text NOT NULL,
        sha256 char(64) NOT NULL,
        seal text NOT NULL CHECK (seal IN ('physical', 'electronic')),
        applicant_id text NOT NULL,
        keeper_id text NOT NULL,
        asked_on date NOT NULL,
        used_on date NOT NULL CHECK (used_on >= asked_on),
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (case_id, seq),
        CONSTRAINT a_seal_once_a_paper UNIQUE (paper_id, seal),
        CONSTRAINT keeper_is_not_applicant CHECK (keeper_id <> applicant_id),
        CONSTRAINT sealed_as_issued FOREIGN KEY (paper_id, sha256) REFERENCES paper (paper_id, sha256)
      );
      CREATE INDEX seal_use_by_office ON seal_use (office_id, recorded_at DESC, case_id, seq);

      CREATE FUNCTION seal_use_as_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = NEW.case_id AND e.seq = NEW.seq AND e.type = 'sealUsed' AND e.payload ->> 'paperId' = NEW.paper_id AND e.payload ->> 'keeperId' = NEW.keeper_id) THEN
          RAISE EXCEPTION 'A use of the seal is entered by its event and by nothing else.' USING ERRCODE = 'AJ001';
        END IF;
        IF EXISTS (SELECT 1 FROM paper p WHERE p.paper_id = NEW.paper_id AND (p.voided OR p.case_id <> NEW.case_id)) THEN
          RAISE EXCEPTION 'A void paper, or one of another case, is not sealed.' USING ERRCODE = 'AJ001';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER seal_use_recorded BEFORE INSERT ON seal_use FOR EACH ROW EXECUTE FUNCTION seal_use_as_recorded();
      ${neverChanged('seal_use')}
      ${confinedByOffice('seal_use')}
      GRANT SELECT, INSERT ON seal_use TO anjuan_app;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
