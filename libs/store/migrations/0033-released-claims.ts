import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A register's key is free again once the decision for which it stands was quashed or found void: an event of the case says so. */
export class ReleasedClaims1763769600033 implements MigrationInterface {
  readonly name = 'ReleasedClaims1763769600033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION keep_register_claim() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.number IS NULL AND NEW.number IS NOT NULL AND to_jsonb(NEW) - 'number' = to_jsonb(OLD) - 'number' THEN RETURN NEW; END IF;
        IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM paper p WHERE p.case_id = OLD.case_id AND p.number = OLD.number AND p.voided) THEN RETURN OLD; END IF;
        IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM case_event e WHERE e.case_id = OLD.case_id AND e.type = 'stepTaken' AND e.payload -> 'releases' ? OLD.register) THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'An entry of a register stays until its document is void or its decision was quashed; it is given the number of its document once.' USING ERRCODE = 'AJ001';
      END $$;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
