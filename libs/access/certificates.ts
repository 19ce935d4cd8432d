import type { LegalDate } from '#law/dates';
import type { EntityManager } from 'typeorm';

/** An officer with the enforcement certificate as it stood on the day of the act (Penalty Law art. 42). */
export interface OfficerOnDay { personId: string; certificate: string | null; certifiedOnDay: boolean }

interface CertificateRow { account_id: string; number: string; valid: boolean }

/**
 * The officers named in a command with their certificates on the day of the act. Without a valid one the last known
 * number is answered with `certifiedOnDay: false`. Ids that hold no post in the caller's offices (row security) are
 * listed in `unknown`. Order and duplicates of `ids` are kept out: each person stands once.
 */
export async function officersOnDay(m: EntityManager, ids: readonly string[], on: LegalDate): Promise<{ officers: OfficerOnDay[]; unknown: string[] }> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return { officers: [], unknown: [] };
  const posts = await m.query<{ account_id: string }[]>(
    `SELECT DISTINCT account_id FROM role_assignment
       WHERE account_id::text = ANY ($1) AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)`, [wanted, on]);
  const known = new Set(posts.map((row) => row.account_id));
  const certificates = await m.query<CertificateRow[]>(
    `SELECT account_id, number, valid_from <= $2 AND valid_to >= $2 AS valid FROM certificate
       WHERE account_id::text = ANY ($1) ORDER BY valid_from`, [wanted, on]);
  const officers = wanted.filter((id) => known.has(id)).map((personId): OfficerOnDay => {
    const own = certificates.filter((row) => row.account_id === personId);
    const valid = own.findLast((row) => row.valid);
    return { personId, certificate: (valid ?? own.at(-1))?.number ?? null, certifiedOnDay: valid !== undefined };
  });
  return { officers, unknown: wanted.filter((id) => !known.has(id)) };
}
