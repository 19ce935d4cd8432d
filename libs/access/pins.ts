import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { LegalInstant } from '#law/dates';
import type { Keys } from '#store/keys';

/** So many wrong tries lock a PIN; the head of the office lifts it. */
export const MOST_WRONG_PINS = 5;
/** Work of one check: about 60 ms. A PIN has six digits; what makes a stolen table useless is the key outside the database. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;

/** Why a PIN does not count. */
export type PinProblem = 'notSet' | 'locked' | 'wrong';

/** Sets or changes the own PIN; a lock is not lifted by it. Answers whether it could be set. */
export async function setPin(m: EntityManager, keys: Keys, personId: string, pin: string, at: LegalInstant): Promise<boolean> {
  const salt = randomBytes(16);
  const hash = `${salt.toString('hex')}.${(await stretch(keys, personId, pin, salt)).toString('hex')}`;
  const rows = await m.query<unknown[]>(`
    INSERT INTO officer_pin AS p (account_id, hash, set_at) VALUES ($1, $2, $3)
    ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at, failures = 0 WHERE p.locked_at IS NULL RETURNING 1`, [personId, hash, at]);
  return rows.length > 0;
}

/** Checks a PIN and counts a wrong one, in a transaction that must be committed whatever becomes of the command. Null: it is right. */
export async function checkPin(m: EntityManager, keys: Keys, personId: string, pin: string, at: LegalInstant): Promise<PinProblem | null> {
  const [row] = await m.query<{ hash: string; failures: number; locked_at: string | null }[]>('SELECT hash, failures, locked_at FROM officer_pin WHERE account_id::text = $1 FOR UPDATE', [personId]);
  if (row === undefined) return 'notSet';
  if (row.locked_at !== null) return 'locked';
  const [salt = '', kept = ''] = row.hash.split('.');
  if (timingSafeEqual(await stretch(keys, personId, pin, Buffer.from(salt, 'hex')), Buffer.from(kept, 'hex'))) {
    if (row.failures > 0) await m.query('UPDATE officer_pin SET failures = 0 WHERE account_id = $1', [personId]);
    return null;
  }
  const locked = row.failures + 1 >= MOST_WRONG_PINS;
  await m.query('UPDATE officer_pin SET failures = failures + 1, locked_at = $2 WHERE account_id = $1', [personId, locked ? at : null]);
  return 'wrong';
}

/** Lifts a lock. Answers whether there was one. */
export async function unlockPin(m: EntityManager, personId: string): Promise<boolean> {
  const [, count] = await m.query<[unknown[], number]>('UPDATE officer_pin SET failures = 0, locked_at = NULL WHERE account_id = $1 AND locked_at IS NOT NULL RETURNING 1', [personId]);
  return count > 0;
}

function stretch(keys: Keys, personId: string, pin: string, salt: Buffer): Promise<Buffer> {
  const secret = keys.keyedHash('pin', Buffer.from(`${personId}|${pin}`));
  return new Promise((resolve, reject) => { scrypt(secret, salt, 32, COST, (error, key) => { if (error === null) resolve(key); else reject(error); }); });
}
