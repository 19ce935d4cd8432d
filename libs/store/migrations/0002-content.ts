import type { MigrationInterface, QueryRunner } from 'typeorm';
import { contentTables, headTables } from './0002-content/tables.ts';
import { createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** What this room asks across offices. */
export const contentReaderFunctions: readonly ReaderFunction[] = [
  {
    // "Who levied already": the deciding office and the number of its document, and nothing else.
    signature: 'register_holder(wanted text, wanted_hash bytea)', returns: 'TABLE (office text, number text)', language: 'sql', volatility: 'STABLE',
    body: 'SELECT o.name, r.number FROM register_claim r JOIN office o ON o.id = r.office_id WHERE r.register = wanted AND r.key_hash = wanted_hash',
  },
  {
    signature: 'heads_to_sign()', returns: 'TABLE (case_id uuid, seq integer, hash text)', language: 'sql', volatility: 'STABLE',
    body: `
      SELECT h.case_id, h.seq, h.head_hash::text FROM case_head h
      LEFT JOIN LATERAL (SELECT s.seq, s.hash FROM daily_head_case s WHERE s.case_id = h.case_id ORDER BY s.day DESC LIMIT 1) signed ON true
      WHERE h.seq > 0 AND (signed.seq IS NULL OR signed.seq <> h.seq OR signed.hash <> h.head_hash)
      ORDER BY h.case_id`,
  },
  {
    signature: 'record_size()', returns: 'TABLE (cases integer, events bigint)', language: 'sql', volatility: 'STABLE',
    body: 'SELECT count(*)::integer, coalesce(sum(seq), 0)::bigint FROM case_head WHERE seq > 0',
  },
];

/** Personal content, registers, files and signed heads. */
export class Content1763769600002 implements MigrationInterface {
  readonly name = 'Content1763769600002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(contentTables);
    await runner.query(headTables);
    await createReaderFunctions(runner, contentReaderFunctions);
  }

  /** Forward only. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
