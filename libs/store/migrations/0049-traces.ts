import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions } from './reader-function.ts';

/**
 * A wake carries the trace of the command that wrote it (W3C Trace Context: random ids and one flag), so that what the
 * workflow does for it is seen as a part of it. Null where nothing is traced; of several commands, the last.
 */
export class Traces1763769600049 implements MigrationInterface {
  readonly name = 'Traces1763769600049';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE outbox ADD COLUMN traceparent text CHECK (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$')");
    await runner.query('DROP FUNCTION claim_outbox(integer, interval)');
    await createReaderFunctions(runner, [{
      signature: 'claim_outbox(most integer, lease interval)', returns: 'TABLE (workflow_id text, version bigint, attempts integer, traceparent text)', language: 'sql', volatility: 'VOLATILE',
      body: `
      UPDATE outbox o SET claimed_until = clock_timestamp() + lease
      FROM (SELECT c.workflow_id FROM outbox c
            WHERE c.claimed_until IS NULL OR c.claimed_until < clock_timestamp() OR c.claimed_until > clock_timestamp() + interval '2 minutes'
            ORDER BY c.changed_at LIMIT most FOR UPDATE SKIP LOCKED) turn
      WHERE o.workflow_id = turn.workflow_id
      RETURNING o.workflow_id, o.version, o.attempts, o.traceparent`,
    }]);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
