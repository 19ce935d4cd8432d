import type { EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { keepOutcome, takeIdempotencyKey, type IdempotencyKey, type KnownKey } from '#store';
import { Problem } from '../problems/problem.ts';
import type { CommandHeaders } from './command.ts';

/** Does something once for an idempotency key, in the transaction of `m`; a repetition gets the kept answer (references only). */
export async function once<T extends object>(m: EntityManager, actor: SignedInActor, headers: CommandHeaders, work: () => Promise<T>): Promise<T> {
  const key = keyOf(actor, headers);
  const kept = keptAnswer(await takeIdempotencyKey(m, key, headers.bodyHash));
  if (kept !== null) return kept as T;
  const answer = await work();
  await keepOutcome(m, key, answer);
  return answer;
}

/** Work in transactions of its own, for `onceApart`. */
export type InTransaction = <T>(work: (m: EntityManager) => Promise<T>) => Promise<T>;

/**
 * The same for work that has transactions of its own: the key is taken before and freed when the work is refused. A
 * repetition while it is under way, or after a crash in the middle, is told so and never does it twice.
 */
export async function onceApart<T extends object>(run: InTransaction, actor: SignedInActor, headers: CommandHeaders, work: () => Promise<T>): Promise<T> {
  const key = keyOf(actor, headers);
  const kept = keptAnswer(await run((m) => takeIdempotencyKey(m, key, headers.bodyHash)));
  if (kept !== null) return kept as T;
  try {
    const answer = await work();
    await run((m) => keepOutcome(m, key, answer));
    return answer;
  } catch (error) {
    await run((m) => m.query('DELETE FROM idempotency WHERE actor_id = $1 AND route = $2 AND key = $3 AND outcome IS NULL', [key.actorId, key.route, key.key]));
    throw error;
  }
}

/**
 * The same for what is shown once and kept nowhere, such as a code: only that it was shown is kept, and a repetition is
 * told so and does nothing.
 */
export async function onceShown<T extends object>(m: EntityManager, actor: SignedInActor, headers: CommandHeaders, work: () => Promise<T>): Promise<T> {
  const key = keyOf(actor, headers);
  if (keptAnswer(await takeIdempotencyKey(m, key, headers.bodyHash)) !== null) throw new Problem('conflict', { zh: '该命令已经办理，其结果只显示一次：如未收到，请用新的Idempotency-Key另行办理，前一查询码随即终止。', en: 'This command was done, and its answer is shown once: if it did not arrive, send it anew with another Idempotency-Key; the code before ends then.' });
  const answer = await work();
  await keepOutcome(m, key, { shown: true });
  return answer;
}

function keyOf(actor: SignedInActor, { route, idempotencyKey }: CommandHeaders): IdempotencyKey {
  return { actorId: actor.personId, route, key: idempotencyKey };
}

function keptAnswer(known: KnownKey): object | null {
  if (known.known === 'no') return null;
  if (known.known === 'otherBody') throw keyReused();
  if (known.outcome == null) throw new Problem('conflict', { zh: '同一命令正在办理，或曾中断；请先查看结果。', en: 'The same command is under way, or was broken off: look at its outcome first.' });
  return known.outcome;
}

export function keyReused(): Problem {
  return new Problem('idempotencyKeyReused', { zh: '该Idempotency-Key已用于另一内容的命令。', en: 'This Idempotency-Key was used for a command with another content.' }, {
    errors: [{ field: 'Idempotency-Key', rule: 'sameBody', message: { zh: '同一键只能用于同一内容。', en: 'The same key stands for the same content.' } }],
  });
}
