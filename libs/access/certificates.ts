import { together } from '#store';
import type { LegalDate } from '#law/dates';
import type { PackRole } from '#law/pack-format';
import type { EntityManager } from 'typeorm';

/** An officer with the enforcement certificate as it stood on the day of the act (Penalty Law art. 42). */
export interface OfficerOnDay { personId: string; certificate: string | null; certifiedOnDay: boolean; /** The order by which another office lent the officer. */ lentBy?: string }

/** The case, or the office that opens one, for which officers are named. */
export interface NamedFor { caseId: string | null; officeId: string }

interface CertificateRow { account_id: string; number: string; valid: boolean }

/**
 * The officers named in a command with their certificates on the day of the act: people of the office of the case, and
 * those lent to it. Without a valid certificate the last known number is answered with `certifiedOnDay: false`. Ids
 * that hold no post there and are not lent are listed in `unknown`. Order and duplicates of `ids` are kept out: each
 * person stands once.
 */
export async function officersOnDay(m: EntityManager, ids: readonly string[], on: LegalDate, of: NamedFor): Promise<{ officers: OfficerOnDay[]; unknown: string[] }> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return { officers: [], unknown: [] };
  const [posts, certificates] = await together([
    m.query<{ account_id: string }[]>(
      `SELECT DISTINCT account_id FROM role_assignment
         WHERE account_id::text = ANY ($1) AND office_id = $3 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)`, [wanted, on, of.officeId]),
    certificatesOn(m, wanted, on),
  ]);
  const known = new Set(posts.map((row) => row.account_id));
  const lent = await lentOn(m, wanted.filter((id) => !known.has(id)), on, of);
  const officers = wanted.filter((id) => known.has(id) || lent.has(id)).map((personId): OfficerOnDay => {
    const order = lent.get(personId)?.orderNumber;
    return { personId, ...(certificates.get(personId) ?? { certificate: null, certifiedOnDay: false }), ...(order === undefined ? {} : { lentBy: order }) };
  });
  return { officers, unknown: wanted.filter((id) => !known.has(id) && !lent.has(id)) };
}

/** Those of these people who are lent to a case, or to its office for the day: their roles there and the order. */
export async function lentOn(m: EntityManager, ids: readonly string[], on: LegalDate, { caseId, officeId }: NamedFor): Promise<Map<string, { orderNumber: string; roles: PackRole[] }>> {
  if (ids.length === 0) return new Map();
  const rows = await m.query<{ account_id: string; role: PackRole; order_number: string }[]>('SELECT account_id, role, order_number FROM lent_on($1, $2, $3, $4)', [officeId, caseId, on, ids]);
  return new Map(rows.map((row) => [row.account_id, { orderNumber: row.order_number, roles: rows.filter((one) => one.account_id === row.account_id).map((one) => one.role) }]));
}

/** The certificate of each person on a day, whatever the office: the valid one, else the last known. */
export async function certificatesOn(m: EntityManager, ids: readonly string[], on: LegalDate): Promise<Map<string, Pick<OfficerOnDay, 'certificate' | 'certifiedOnDay'>>> {
  const rows = await m.query<CertificateRow[]>('SELECT account_id, number, valid FROM certificates_on($1, $2)', [ids, on]);
  return new Map(ids.map((id) => {
    const own = rows.filter((row) => row.account_id === id);
    const valid = own.findLast((row) => row.valid);
    return [id, { certificate: (valid ?? own.at(-1))?.number ?? null, certifiedOnDay: valid !== undefined }];
  }));
}
