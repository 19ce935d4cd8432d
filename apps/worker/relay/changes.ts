import type { DataSource } from 'typeorm';

/** Channel of "something changed" for the streams of the API; its payload is a JSON list of `{caseId, officeId}`. */
export const changedChannel = 'changed';
const atOnce = 50;

/**
 * Tells the API's streams that these cases changed. By the relay, not by commands: NOTIFY takes a lock of the whole
 * database at commit. Ids only; unknown cases are left out.
 */
export async function tellChanged(source: DataSource, caseIds: readonly string[]): Promise<void> {
  const cases = [...new Set(caseIds)];
  for (let from = 0; from < cases.length; from += atOnce) {
    await source.query(`
      SELECT pg_notify($1, jsonb_agg(jsonb_build_object('caseId', c.id, 'officeId', case_office(c.id)))::text)
      FROM unnest($2::uuid[]) AS c(id) WHERE case_office(c.id) IS NOT NULL HAVING count(*) > 0`, [changedChannel, cases.slice(from, from + atOnce)]);
  }
}
