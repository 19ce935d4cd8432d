import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions } from './reader-function.ts';

/**
 * No lease and no delay of the outbox is longer than a minute. One that ends later was given before the machine's clock
 * was set back, and would keep its wake from going out for as long as the clock went back.
 */
export class SetBackClock1763769600046 implements MigrationInterface {
  readonly name = 'SetBackClock1763769600046';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION claim_outbox(integer, interval)');
    await createReaderFunctions(runner, [{
      signature: 'claim_outbox(most integer, lease interval)', returns: 'TABLE (workflow_id text, version bigint, attempts integer)', language: 'sql', volatility: 'VOLATILE',
      body: `
      UPDATE outbox o SET claimed_until = clock_timestamp() + lease
      FROM (SELECT c.workflow_id FROM outbox c
            WHERE c.claimed_until IS NULL OR c.claimed_until < clock_timestamp() OR c.claimed_until > clock_timestamp() + interval '2 minutes'
            ORDER BY c.changed_at LIMIT most FOR UPDATE SKIP LOCKED) turn
      WHERE o.workflow_id = turn.workflow_id
      RETURNING o.workflow_id, o.version, o.attempts`,
    }]);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
