import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { LegalDate, LegalInstant } from '#law/dates';
import type { Keys } from '../keys.ts';
import { dayHash, headLine, type HeadLine, noDayBefore, type SignedDay, signedText } from './signed-day.ts';

export type { SignedDay } from './signed-day.ts';

/** Any number: whoever holds this advisory lock signs. */
const signingLock = 4_018_225;

/**
 * Signs the heads of all cases for a day: the cases whose head changed since they were last signed, chained to the day
 * before, so that each day stands for the whole record. Works as the application's role across offices. Answers the
 * day's row with its hash; a day that is signed already, or lies before the last signed one, stays as it is (`already`).
 * `at` is the machine's instant.
 */
export async function signDailyHeads(m: EntityManager, keys: Keys, { day, at }: { day: LegalDate; at: LegalInstant }): Promise<{ already: boolean; day: LegalDate; hash: string; changed: number }> {
  await m.query('SELECT pg_advisory_xact_lock($1)', [signingLock]);
  const [last] = await m.query<{ day: LegalDate; hash: string; changed: number }[]>('SELECT day, hash, changed FROM daily_head ORDER BY day DESC LIMIT 1');
  if (last && last.day >= day) return { already: true, ...last };

  // One statement, one snapshot: the counts and the list are of the same instant.
  const rows = await m.query<({ cases: number; events: string } & { [part in keyof HeadLine]: HeadLine[part] | null })[]>(
    'SELECT s.cases, s.events, h.case_id, h.seq, h.hash FROM record_size() s LEFT JOIN heads_to_sign() h ON true ORDER BY h.case_id');
  const lines = rows.flatMap(({ case_id, seq, hash }) => (case_id === null || seq === null || hash === null ? [] : [{ case_id, seq, hash }]));
  const list = createHash('sha256');
  for (const line of lines) list.update(headLine(line));
  const signed: SignedDay = {
    day, cases: rows[0]?.cases ?? 0, events: Number(rows[0]?.events ?? 0), changed: lines.length, listHash: list.digest('hex'),
    previousHash: last?.hash ?? noDayBefore, keyFingerprint: keys.fingerprints.signing, signedAt: at,
  };
  const text = signedText(signed);
  const hash = dayHash(text);
  await m.query(
    `INSERT INTO daily_head (day, cases, events, changed, list_hash, previous_hash, hash, signature, key_fingerprint, signed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [day, signed.cases, signed.events, signed.changed, signed.listHash, signed.previousHash, hash, keys.sign(text), signed.keyFingerprint, signed.signedAt]);
  await m.query(
    'INSERT INTO daily_head_case (day, case_id, seq, hash) SELECT $1, * FROM unnest($2::uuid[], $3::integer[], $4::text[])',
    [day, lines.map((line) => line.case_id), lines.map((line) => line.seq), lines.map((line) => line.hash)]);
  return { already: false, day, hash, changed: lines.length };
}
