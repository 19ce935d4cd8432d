import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** What the streams of the API ask across offices. */
export const changeReaderFunctions: readonly ReaderFunction[] = [
  {
    // Cases with events or messages that were committed after the snapshot `seen` was taken. The upper bound leaves out
    // what a restored record brought along from the transactions of another server.
    signature: 'changed_since(seen pg_snapshot)', returns: 'TABLE (case_id uuid, office_id text)', language: 'sql', volatility: 'STABLE',
    body: `
      SELECT h.case_id, h.office_id FROM case_head h WHERE h.case_id IN (
        SELECT e.case_id FROM case_event e
        WHERE e.written_by >= pg_snapshot_xmin(seen) AND e.written_by < pg_snapshot_xmax(pg_current_snapshot()) AND NOT pg_visible_in_snapshot(e.written_by, seen)
        UNION ALL
        SELECT i.case_id FROM inbox_entry i
        WHERE i.written_by >= pg_snapshot_xmin(seen) AND i.written_by < pg_snapshot_xmax(pg_current_snapshot()) AND NOT pg_visible_in_snapshot(i.written_by, seen))
      ORDER BY h.case_id`,
  },
];

/** Whoever follows the record asks what was committed since the last look; commands tell nobody. */
export class Changes1763769600007 implements MigrationInterface {
  readonly name = 'Changes1763769600007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE inbox_entry ADD COLUMN written_by xid8 NOT NULL DEFAULT pg_current_xact_id();
      CREATE INDEX inbox_entry_by_transaction ON inbox_entry (written_by);
      GRANT SELECT ON inbox_entry TO anjuan_reader;`);
    await createReaderFunctions(runner, changeReaderFunctions);
  }

  /** Forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
