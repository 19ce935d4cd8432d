import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a task has waited, and the release of a register's key when the paper that stands for it was voided. */
export class RecordCorrections1763769600005 implements MigrationInterface {
  readonly name = 'RecordCorrections1763769600005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- First seen; a rewrite of the read table keeps it.
      ALTER TABLE task ADD COLUMN created_at timestamptz NOT NULL DEFAULT clock_timestamp();

      -- A claim goes with the decision for which it stands: once its numbered paper is void, the key is free in all
      -- offices. That it was claimed and voided stays in the events.
      CREATE OR REPLACE FUNCTION keep_register_claim() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.number IS NULL AND NEW.number IS NOT NULL AND to_jsonb(NEW) - 'number' = to_jsonb(OLD) - 'number' THEN RETURN NEW; END IF;
        IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM paper p WHERE p.case_id = OLD.case_id AND p.number = OLD.number AND p.voided) THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'An entry of a register stays until its document is void; it is given the number of its document once.' USING ERRCODE = 'AJ001';
      END $$;
      GRANT DELETE ON register_claim TO anjuan_app;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
