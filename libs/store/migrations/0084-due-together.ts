import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions, type ReaderFunction } from './reader-function.ts';

export const dueReaderFunctions: readonly ReaderFunction[] = [{
  signature: 'take_due_cases(until timestamptz, most integer)', returns: 'SETOF uuid', language: 'sql', volatility: 'VOLATILE',
  body: `
      SELECT h.case_id FROM case_head h
      WHERE h.next_wake_at <= until AND NOT EXISTS (SELECT 1 FROM command_failure f WHERE f.case_id = h.case_id)
      ORDER BY h.next_wake_at, h.case_id LIMIT most FOR NO KEY UPDATE OF h SKIP LOCKED`,
}];

/** Cases that time has reached are taken by the page, each by one worker: those that somebody else has in hand are passed over, and so are those that failed, which their own workflow tries again. */
export class DueTogether1763769600084 implements MigrationInterface {
  readonly name = 'DueTogether1763769600084';

  async up(runner: QueryRunner): Promise<void> {
    await createReaderFunctions(runner, dueReaderFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
