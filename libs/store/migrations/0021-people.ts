import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions, type ReaderFunction } from './reader-function.ts';
import { sight } from './0021-people/sight.ts';
import { peopleTables } from './0021-people/tables.ts';

/** What absence, lending and second officers ask across offices: ids, numbers of orders and certificates, dates. */
export const peopleReaderFunctions: readonly ReaderFunction[] = [
  {
    // Approved loans of a person, whatever the day; a loan for a case ends with the case.
    signature: 'loans_of(lent uuid)', language: 'sql', volatility: 'STABLE',
    returns: 'TABLE (loan_id uuid, order_number text, role text, lending_office text, borrowing_office text, case_id uuid, valid_from date, valid_to date)',
    body: `
      SELECT l.loan_id, l.order_number, l.role, l.lending_office, l.borrowing_office, l.case_id, l.valid_from, least(l.valid_to, l.ended_on, h.closed_on)
        FROM person_loan l LEFT JOIN case_head h ON h.case_id = l.case_id
        WHERE l.account_id = lent AND l.status = 'approved' ORDER BY l.valid_from, l.loan_id`,
  },
  {
    signature: 'lent_on(at_office text, in_case uuid, on_day date, wanted text[])', returns: 'TABLE (account_id uuid, role text, order_number text)', language: 'sql', volatility: 'STABLE',
    body: `
      SELECT l.account_id, l.role, l.order_number FROM person_loan l
        JOIN role_assignment r ON r.account_id = l.account_id AND r.office_id = l.lending_office AND r.role = l.role AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day)
        WHERE l.account_id::text = ANY (wanted) AND l.status = 'approved' AND (l.case_id = in_case OR l.case_id IS NULL AND l.borrowing_office = at_office)
          AND l.valid_from <= on_day AND (l.valid_to IS NULL OR l.valid_to >= on_day) AND (l.ended_on IS NULL OR l.ended_on >= on_day)
        ORDER BY l.account_id, l.role, l.made_at`,
  },
  {
    // As printed beside the names of officers of whatever office.
    signature: 'certificates_on(wanted text[], on_day date)', returns: 'TABLE (account_id uuid, number text, valid boolean)', language: 'sql', volatility: 'STABLE',
    body: 'SELECT c.account_id, c.number, c.valid_from <= on_day AND c.valid_to >= on_day FROM certificate c WHERE c.account_id::text = ANY (wanted) ORDER BY c.account_id, c.valid_from',
  },
  {
    signature: 'files_lent_to(reader text)', returns: 'TABLE (case_id uuid, kind text)', language: 'sql', volatility: 'STABLE',
    body: 'SELECT f.case_id, f.kind FROM file_loan f WHERE f.to_office_id = reader AND f.returned_on IS NULL ORDER BY f.case_id',
  },
];

/** Absence, lending of persons and files, PINs of second officers, and cases that move from one office to another. */
export class People1763769600021 implements MigrationInterface {
  readonly name = 'People1763769600021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(peopleTables);
    await createReaderFunctions(runner, peopleReaderFunctions);
    await runner.query(sight);
    await runner.query('SELECT confine_cases()');
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
