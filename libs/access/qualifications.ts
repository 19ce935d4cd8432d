import type { LegalDate } from '#law/dates';
import type { EntityManager } from 'typeorm';

/**
 * Kinds of qualification that a person holds on a day, in whatever office, such as `legalProfession` (Penalty Law
 * art. 58(2)): a reviewer may be lent by another office. None for an unknown id.
 */
export async function qualificationsOnDay(m: EntityManager, personId: string, on: LegalDate): Promise<string[]> {
  const rows = await m.query<{ kind: string }[]>('SELECT q.kind FROM qualifications_of($1, $2) q', [personId, on]);
  return rows.map((row) => row.kind);
}
