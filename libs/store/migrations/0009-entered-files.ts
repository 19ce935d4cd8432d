import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** What the sweep of uploads asks across offices. */
export const fileReaderFunctions: readonly ReaderFunction[] = [
  {
    // Uploads that no event entered and nobody touched since `untouched_since`, and removed files of which bytes may be left.
    signature: 'abandoned_files(untouched_since timestamptz, most integer)', returns: 'TABLE (file_id uuid, office_id text)', language: 'sql', volatility: 'STABLE',
    body: `
      SELECT f.file_id, f.office_id FROM case_file f
      WHERE f.bytes_gone_at IS NULL AND (f.status = 'removed' OR f.entered_seq IS NULL) AND f.touched_at < untouched_since
      ORDER BY f.touched_at, f.file_id LIMIT most`,
  },
];

/**
 * A file belongs to the case once an event has entered it. Until then it is its uploader's alone, and is swept away when
 * nobody goes on with it.
 */
export class EnteredFiles1763769600009 implements MigrationInterface {
  readonly name = 'EnteredFiles1763769600009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE case_file
        -- The event that entered it; none: an upload of one person.
        ADD COLUMN entered_seq integer,
        -- By the machine's clock, as begun_at: when the last part came, or the file was completed or removed.
        ADD COLUMN touched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- Nothing of a removed file is left in the storage.
        ADD COLUMN bytes_gone_at timestamptz,
        ADD CONSTRAINT only_whole_files_are_entered CHECK (entered_seq IS NULL OR sha256 IS NOT NULL),
        ADD CONSTRAINT bytes_go_with_removal CHECK (bytes_gone_at IS NULL OR status = 'removed');
      CREATE INDEX case_file_untouched ON case_file (touched_at) WHERE bytes_gone_at IS NULL AND (status = 'removed' OR entered_seq IS NULL);

      CREATE OR REPLACE FUNCTION keep_case_file() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE changes text[] := '{received,sha256,status,completed_at,removed_at,touched_at,entered_seq,bytes_gone_at}';
      BEGIN
        IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - changes <> to_jsonb(OLD) - changes THEN
          RAISE EXCEPTION 'A complete file is kept as it is.' USING ERRCODE = 'AJ001';
        END IF;
        -- Entered once, by the event that names it with its hash.
        IF NEW.entered_seq IS DISTINCT FROM OLD.entered_seq AND (OLD.entered_seq IS NOT NULL OR NOT EXISTS (
          SELECT 1 FROM case_event e WHERE e.case_id = NEW.case_id AND e.seq = NEW.entered_seq AND e.type = 'fileAttached'
            AND e.payload #>> '{file,fileId}' = NEW.file_id::text AND e.payload #>> '{file,sha256}' = NEW.sha256)) THEN
          RAISE EXCEPTION 'File % is entered by its event and by nothing else.', NEW.file_id USING ERRCODE = 'AJ001';
        END IF;
        IF OLD.status = 'open' AND NEW.received >= OLD.received THEN RETURN NEW; END IF;
        IF (NEW.received, NEW.sha256, NEW.completed_at) IS NOT DISTINCT FROM (OLD.received, OLD.sha256, OLD.completed_at)
          AND (NEW.status = OLD.status AND NEW.removed_at IS NOT DISTINCT FROM OLD.removed_at OR OLD.status = 'complete' AND NEW.status = 'removed') THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'A complete file is kept as it is.' USING ERRCODE = 'AJ001';
      END $$;

      CREATE FUNCTION enter_case_file() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE case_file SET entered_seq = NEW.seq WHERE file_id::text = NEW.payload #>> '{file,fileId}' AND case_id = NEW.case_id AND entered_seq IS NULL;
        RETURN NULL;
      END $$;
      CREATE TRIGGER case_event_enters_file AFTER INSERT ON case_event FOR EACH ROW WHEN (NEW.type = 'fileAttached') EXECUTE FUNCTION enter_case_file();
      UPDATE case_file f SET entered_seq = e.seq
        FROM (SELECT case_id, payload #>> '{file,fileId}' AS file_id, min(seq) AS seq FROM case_event WHERE type = 'fileAttached' GROUP BY 1, 2) e
        WHERE e.case_id = f.case_id AND e.file_id = f.file_id::text;
      GRANT UPDATE (touched_at, entered_seq, bytes_gone_at) ON case_file TO anjuan_app;
      GRANT SELECT ON case_file TO anjuan_reader;

      -- What no event has entered is seen by its uploader only, whatever the office.
      CREATE POLICY case_file_entered_or_own ON case_file AS RESTRICTIVE
        USING (entered_seq IS NOT NULL OR begun_by = (SELECT asking_actor()) OR (SELECT asking_actor()) = 'machine')
        WITH CHECK (true);`);
    await createReaderFunctions(runner, fileReaderFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
