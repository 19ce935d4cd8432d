import type { EntityManager } from 'typeorm';
import { sendAhead } from './actor.ts';

/** A command is told from another by who sends it, where, and the key that the sender chose. */
export interface IdempotencyKey { actorId: string; route: string; key: string }

export type KnownKey =
  | { known: 'no' }
  | { known: 'sameBody'; outcome: unknown }
  | { known: 'otherBody' };

/**
 * Takes the key for this transaction. A second request with the same key waits for the first to end; if the first was
 * refused or failed, its row is gone with it and the second is judged anew.
 */
export async function takeIdempotencyKey(manager: EntityManager, { actorId, route, key }: IdempotencyKey, bodyHash: string): Promise<KnownKey> {
  const taken = await manager.query<unknown[]>('INSERT INTO idempotency (actor_id, route, key, body_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1', [actorId, route, key, bodyHash]);
  if (taken.length === 1) return { known: 'no' };
  const [row] = await manager.query<{ body_hash: string; outcome: unknown }[]>('SELECT body_hash, outcome FROM idempotency WHERE actor_id = $1 AND route = $2 AND key = $3', [actorId, route, key]);
  // The row went between the two statements (pruned, or its transaction rolled back): take it again.
  if (row === undefined) return takeIdempotencyKey(manager, { actorId, route, key }, bodyHash);
  return row.body_hash === bodyHash ? { known: 'sameBody', outcome: row.outcome } : { known: 'otherBody' };
}

/** Keeps what the command came to (references only, nothing about persons), in the same transaction. */
export async function keepOutcome(manager: EntityManager, { actorId, route, key }: IdempotencyKey, outcome: object): Promise<void> {
  await sendAhead(manager, manager.query('UPDATE idempotency SET outcome = $4 WHERE actor_id = $1 AND route = $2 AND key = $3', [actorId, route, key, JSON.stringify(outcome)]));
}
