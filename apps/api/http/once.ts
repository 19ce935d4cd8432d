import type { EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { keepOutcome, takeIdempotencyKey } from '#store';
import { Problem } from '../problems/problem.ts';
import type { CommandHeaders } from './command.ts';

/** Does something once for an idempotency key, in the transaction of `m`; a repetition gets the kept answer (references only). */
export async function once<T extends object>(m: EntityManager, actor: SignedInActor, { route, idempotencyKey, bodyHash }: CommandHeaders, work: () => Promise<T>): Promise<T> {
  const key = { actorId: actor.personId, route, key: idempotencyKey };
  const known = await takeIdempotencyKey(m, key, bodyHash);
  if (known.known === 'otherBody') throw keyReused();
  if (known.known === 'sameBody') return known.outcome as T;
  const answer = await work();
  await keepOutcome(m, key, answer);
  return answer;
}

export function keyReused(): Problem {
  return new Problem('idempotencyKeyReused', { zh: '该Idempotency-Key已用于另一内容的命令。', en: 'This Idempotency-Key was used for a command with another content.' }, {
    errors: [{ field: 'Idempotency-Key', rule: 'sameBody', message: { zh: '同一键只能用于同一内容。', en: 'The same key stands for the same content.' } }],
  });
}
