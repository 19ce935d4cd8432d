import type { EntityManager } from 'typeorm';

/** A number that was taken: its year and place, and the text that is printed. */
export interface TakenNumber { year: number; number: number; text: string }

export interface NumberWanted {
  /** Series of the document, such as 罚决字. */
  series: string;
  /** The authority in whose name the paper goes out; under entrustment the principal. */
  authorityId: string;
  /** Year of the China date of issue. */
  year: number;
  caseId: string;
  officeId: string;
  /** Null for the number of the case itself. */
  paperId: string | null;
}

/**
 * Takes the next number of a series and keeps it with the case. The row of the series stays locked until the
 * transaction ends, so numbers have no gaps; take it last before the append. `print` makes the printed text, such as
 * 某卫征决字〔2019〕12号.
 */
export async function takeNumber(manager: EntityManager, wanted: NumberWanted, print: (authorityShortName: string, number: number) => string): Promise<TakenNumber> {
  const { series, authorityId, year, caseId, officeId, paperId } = wanted;
  const [row] = await manager.query<{ last_number: number; short_name: string }[]>(`
    INSERT INTO number_series AS s (series, authority_id, year, last_number) VALUES ($1, $2, $3, 1)
    ON CONFLICT (series, authority_id, year) DO UPDATE SET last_number = s.last_number + 1
    RETURNING last_number, (SELECT short_name FROM office WHERE id = $2) AS short_name`, [series, authorityId, year]);
  if (row === undefined) throw new Error(`Series ${series} of ${authorityId} gave no number.`);
  const text = print(row.short_name, row.last_number);
  await manager.query('INSERT INTO document_number (series, authority_id, year, number, text, case_id, office_id, paper_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [series, authorityId, year, row.last_number, text, caseId, officeId, paperId]);
  return { year, number: row.last_number, text };
}
