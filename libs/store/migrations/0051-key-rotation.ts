import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The keys of an instance can be replaced: each purpose has generations, the latest of which is in use, and a signing
 * key is vouched for by the one before. A process that still holds replaced keys can neither wrap a data key nor sign a
 * day. Only the owner of the tables adds a generation.
 */
export class KeyRotation1763769600051 implements MigrationInterface {
  readonly name = 'KeyRotation1763769600051';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE instance_key
        ADD COLUMN generation integer NOT NULL DEFAULT 1 CHECK (generation >= 1),
        ADD COLUMN vouched_by bytea CHECK (octet_length(vouched_by) = 64),
        DROP CONSTRAINT instance_key_pkey,
        ADD PRIMARY KEY (purpose, generation),
        ADD UNIQUE (purpose, fingerprint),
        ADD CONSTRAINT signing_key_vouched_for CHECK ((purpose = 'signing' AND generation > 1) = (vouched_by IS NOT NULL)),
        ADD CONSTRAINT lookup_key_stays CHECK (purpose <> 'lookup' OR generation = 1);
      REVOKE INSERT ON instance_key FROM anjuan_app;
      GRANT INSERT (purpose, fingerprint, public_key) ON instance_key TO anjuan_app;

      CREATE FUNCTION refuse_replaced_key(of_purpose text, used text) RETURNS void LANGUAGE plpgsql STABLE AS $$
      DECLARE in_use text := (SELECT k.fingerprint FROM instance_key k WHERE k.purpose = of_purpose ORDER BY k.generation DESC LIMIT 1);
      BEGIN
        IF in_use <> used AND EXISTS (SELECT 1 FROM instance_key k WHERE k.purpose = of_purpose AND k.fingerprint = used) THEN
          RAISE EXCEPTION 'The % was replaced by a rotation: this process holds the keys of before and must be started again with the new file.', CASE of_purpose WHEN 'signing' THEN 'signing key' ELSE 'key-encryption key' END USING ERRCODE = 'AJ001';
        END IF;
      END $$;
      CREATE FUNCTION refuse_replaced_signing_key() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM refuse_replaced_key('signing', NEW.key_fingerprint);
        RETURN NEW;
      END $$;
      CREATE TRIGGER daily_head_key_in_use BEFORE INSERT ON daily_head FOR EACH ROW EXECUTE FUNCTION refuse_replaced_signing_key();
      CREATE FUNCTION refuse_replaced_encryption_key() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM refuse_replaced_key('keyEncryption', NEW.kek);
        RETURN NEW;
      END $$;
      CREATE TRIGGER person_key_kek_in_use BEFORE INSERT OR UPDATE OF kek ON person_key FOR EACH ROW EXECUTE FUNCTION refuse_replaced_encryption_key();

      -- A key is used as it was made, wrapped anew by a rotation, or destroyed for ever.
      CREATE OR REPLACE FUNCTION keep_person_key() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.wrapped IS NOT NULL AND (NEW.wrapped IS NULL OR NEW.wrapped = OLD.wrapped)
          AND to_jsonb(NEW) - '{wrapped,subject_hash,destroyed_at,destroyed_by}'::text[] = to_jsonb(OLD) - '{wrapped,subject_hash,destroyed_at,destroyed_by}'::text[] THEN RETURN NEW; END IF;
        IF TG_OP = 'UPDATE' AND OLD.wrapped IS NOT NULL AND NEW.wrapped IS NOT NULL AND NEW.kek <> OLD.kek
          AND NEW.kek = (SELECT k.fingerprint FROM instance_key k WHERE k.purpose = 'keyEncryption' ORDER BY k.generation DESC LIMIT 1)
          AND to_jsonb(NEW) - '{wrapped,kek}'::text[] = to_jsonb(OLD) - '{wrapped,kek}'::text[] THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'A data key is only made, wrapped anew by a rotation, and destroyed.' USING ERRCODE = 'AJ001';
      END $$;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
