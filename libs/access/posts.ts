import type { EntityManager } from 'typeorm';
import type { LegalDate } from '#law/dates';
import type { PackRole } from '#law/pack-format';

/** The office and county in which a person sat on a day, and the roles held there. */
export interface PostOnDay { officeId: string; countyId: string; roles: PackRole[] }

/** The post of a person on a day, in whatever office; null for an unknown id (any text) and for a day without a post. */
export async function postOnDay(m: EntityManager, personId: string, on: LegalDate): Promise<PostOnDay | null> {
  const rows = await m.query<{ office_id: string; county_id: string; role: PackRole }[]>(
    'SELECT p.office_id, p.county_id, p.role FROM account a CROSS JOIN LATERAL posts_of(a.id, $2) p WHERE a.id::text = $1', [personId, on]);
  const [first] = rows;
  return first === undefined ? null : { officeId: first.office_id, countyId: first.county_id, roles: rows.map((row) => row.role) };
}

/** Everybody who holds one of these roles on a day, in the office or in the legal office of its county: ids and posts only. */
export async function holdersInCounty(m: EntityManager, officeId: string, roles: readonly PackRole[], on: LegalDate): Promise<{ personId: string; officeId: string; roles: PackRole[] }[]> {
  const rows = await m.query<{ person_id: string; office_id: string; roles: PackRole[] }[]>('SELECT person_id, office_id, roles FROM holders_of($1, $2, $3) ORDER BY person_id', [officeId, roles, on]);
  return rows.map((row) => ({ personId: row.person_id, officeId: row.office_id, roles: row.roles }));
}
