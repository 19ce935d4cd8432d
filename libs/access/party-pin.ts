import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** At least six digits, at most twelve: something that can be said on the telephone and typed on any keypad. */
export const PIN = /^\d{6,12}$/;
const COST = { N: 16_384, r: 8, p: 1 };
const LENGTH = 32;

/** Hash of a PIN with a salt of its own, for keeping. `peppered` is the PIN under a key that lies outside the database. */
export async function hashPin(peppered: Buffer): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt:${salt.toString('base64')}:${(await derive(peppered, salt)).toString('base64')}`;
}

/** Whether this is the PIN. Against null it takes as long and answers false, so that nobody learns from the time whether there is one. */
export async function isPin(peppered: Buffer, kept: string | null): Promise<boolean> {
  const [, salt = '', hash = ''] = kept?.split(':') ?? [];
  const derived = await derive(peppered, kept === null ? Buffer.alloc(16) : Buffer.from(salt, 'base64'));
  const expected = Buffer.from(hash, 'base64');
  return kept !== null && expected.length === derived.length && timingSafeEqual(expected, derived);
}

function derive(secret: Buffer, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => { scrypt(secret, salt, LENGTH, COST, (error, key) => { if (error === null) resolve(key); else reject(error); }); });
}
