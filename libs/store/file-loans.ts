import type { EntityManager } from 'typeorm';
import type { CaseState } from '#cases/model';

/** Brings the list of offices that read a case's file in line with its state; called when an event has changed it. */
export async function writeFileLoans(manager: EntityManager, { caseId, officeId, fileLoans }: Pick<CaseState, 'caseId' | 'officeId' | 'fileLoans'>): Promise<void> {
  await manager.query(`
    INSERT INTO file_loan AS f (case_id, seq, office_id, to_office_id, kind, from_on, returned_on)
    SELECT $1, seq, $2, "officeId", kind, "from", "to" FROM jsonb_to_recordset($3::jsonb) AS l(seq integer, "officeId" text, kind text, "from" date, "to" date)
    ON CONFLICT (case_id, seq) DO UPDATE SET returned_on = excluded.returned_on WHERE f.returned_on IS DISTINCT FROM excluded.returned_on`, [caseId, officeId, JSON.stringify(fileLoans)]);
}
