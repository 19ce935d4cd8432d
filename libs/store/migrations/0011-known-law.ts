import type { MigrationInterface, QueryRunner } from 'typeorm';
import { neverChanged } from './reader-function.ts';

/** What the law was when an event was recorded: the pack whose hash the event carries, and since when each parameter was known. */
export class KnownLaw1763769600011 implements MigrationInterface {
  readonly name = 'KnownLaw1763769600011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Addressed by content: the row cannot be anything but what its hash says, for the owner neither.
      CREATE TABLE pack_text (
        sha256 char(64) PRIMARY KEY CHECK (sha256 = encode(sha256(bytes), 'hex')),
        pack text NOT NULL CHECK (pack <> ''),
        bytes bytea NOT NULL,
        kept_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      ${neverChanged('pack_text')}
      GRANT SELECT, INSERT ON pack_text TO anjuan_app;

      ALTER TABLE parameter_setting
        -- The legal instant of the approval; the last day as it was set, whatever a later value made of it.
        ADD COLUMN recorded_at timestamptz,
        ADD COLUMN set_to date;
      UPDATE parameter_setting s SET recorded_at = p.checked_at, set_to = CASE WHEN p.payload ? 'to' THEN (p.payload ->> 'to')::date ELSE s.valid_to END
        FROM proposal p WHERE p.proposal_id = s.proposal_id;
      ALTER TABLE parameter_setting ALTER COLUMN recorded_at SET NOT NULL;
      CREATE FUNCTION date_parameter_setting() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- Without an approved proposal the foreign key refuses the row.
        NEW.recorded_at := coalesce((SELECT checked_at FROM proposal WHERE proposal_id = NEW.proposal_id), clock_timestamp());
        NEW.set_to := NEW.valid_to;
        RETURN NEW;
      END $$;
      CREATE TRIGGER parameter_setting_dated BEFORE INSERT ON parameter_setting FOR EACH ROW EXECUTE FUNCTION date_parameter_setting();`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
