import type { EntityManager } from 'typeorm';

export interface DebtNamed { caseId: string; party: string; debt: string }

/**
 * The payment reference of a debt in a series: the one that it has, or the next number of the series, which stays locked until the
 * transaction ends. `make` makes the digits of a number.
 */
export async function givePaymentReference(manager: EntityManager, { caseId, party, debt }: DebtNamed, of: { officeId: string; county: string; series: string; year: number; at: string }, make: (number: number) => string): Promise<string> {
  const known = await readPaymentReferences(manager, caseId);
  const own = known.find((one) => one.party === party && one.debt === debt && seriesOf(one.reference) === of.series);
  if (own !== undefined) return own.reference;
  const [row] = await manager.query<{ last_number: number }[]>(`
    INSERT INTO payment_reference_series AS s (county, series, year, last_number) VALUES ($1, $2, $3, 1)
    ON CONFLICT (county, series, year) DO UPDATE SET last_number = s.last_number + 1 RETURNING last_number`, [of.county, of.series, of.year]);
  if (row === undefined) throw new Error(`The series of payment references of ${of.county} gave no number.`);
  const reference = make(row.last_number);
  await manager.query('INSERT INTO payment_reference (reference, case_id, office_id, party, debt, given_at) VALUES ($1, $2, $3, $4, $5, $6)', [reference, caseId, of.officeId, party, debt, of.at]);
  return reference;
}

/** The digits in which a reference says its series. */
function seriesOf(reference: string): string {
  return reference.slice(6, 8);
}

/** Numbers of each series that are left out after a restore: more than an office gives between two backups. */
export const REFERENCES_LEFT_OUT = 10_000;

/**
 * Goes on behind the references that papers of the hours lost by a restore bear: a number given a second time would let
 * money that is sent by such a paper pay another's debt. Answers how many series there are.
 */
export async function skipPaymentReferences(manager: Pick<EntityManager, 'query'>): Promise<number> {
  const [, series] = await manager.query<[unknown[], number]>('UPDATE payment_reference_series SET last_number = last_number + $1', [REFERENCES_LEFT_OUT]);
  return series;
}

/** The references of the debts of a case, of every series. */
export function readPaymentReferences(manager: EntityManager, caseId: string): Promise<{ reference: string; party: string; debt: string }[]> {
  return manager.query('SELECT reference, party, debt FROM payment_reference WHERE case_id = $1 ORDER BY reference', [caseId]);
}

/** The debts of a county that references name, of whatever office; a reference of no debt is left out. */
export async function debtsOfReferences(manager: EntityManager, county: string, references: readonly string[]): Promise<Map<string, DebtNamed>> {
  const rows = await manager.query<{ reference: string; case_id: string; party: string; debt: string }[]>('SELECT reference, case_id, party, debt FROM debts_of_references($1, $2)', [county, references]);
  return new Map(rows.map(({ reference, case_id: caseId, party, debt }) => [reference, { caseId, party, debt }]));
}
