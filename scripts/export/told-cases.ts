/** The record as exports tell it: case by case, in one snapshot, in the order of the ids. */
import type { DataSource } from 'typeorm';
import { asKnownToday, readStoredEvents } from '#store';
import { toldEvent, type ToldEvent } from './told-event.ts';

export interface ToldCase { caseId: string; caseNumber: string; pack: string; officeId: string; openedOn: string; closedOn: string | null; events: ToldEvent[] }

/** Reads as the owner, past row security. `pack`: cases of this pack only. */
export async function eachCase(owner: DataSource, pack: string | null, tell: (one: ToldCase) => Promise<void>): Promise<number> {
  return owner.transaction('REPEATABLE READ', async (m) => {
    await m.query('SET TRANSACTION READ ONLY');
    let last: string | null = null;
    let cases = 0;
    for (;;) {
      const page: { case_id: string; case_number: string; pack: string; office_id: string; opened_on: string; closed_on: string | null }[] = await m.query(
        'SELECT case_id, case_number, pack, office_id, opened_on, closed_on FROM case_head WHERE ($1::uuid IS NULL OR case_id > $1) AND ($2::text IS NULL OR pack = $2) ORDER BY case_id LIMIT 500', [last, pack]);
      if (page.length === 0) return cases;
      for (const row of page) {
        const papers = new Map<string, string>();
        const stored = await readStoredEvents(m, row.case_id);
        await tell({
          caseId: row.case_id, caseNumber: row.case_number, pack: row.pack, officeId: row.office_id, openedOn: row.opened_on, closedOn: row.closed_on,
          events: stored.map((one) => toldEvent(row.case_id, asKnownToday(one), one, papers)),
        });
        cases += 1;
        last = row.case_id;
      }
    }
  });
}
