import type { LegalDate } from '#law/dates';
import type { PackRole } from '#law/pack-format';
import type { EntityManager } from 'typeorm';

/** A person lent to another office, for one case (`caseId`) or for its cases on these days. Dates are inclusive; `to` null: until the case is closed. */
export interface PersonLoan {
  loanId: string;
  orderNumber: string;
  role: PackRole;
  lendingOffice: string;
  borrowingOffice: string;
  caseId: string | null;
  from: LegalDate;
  to: LegalDate | null;
}

/** A loan as the database answers it. */
export interface LoanRow { loan_id: string; order_number: string; role: PackRole; lending_office: string; borrowing_office: string; case_id: string | null; valid_from: LegalDate; valid_to: LegalDate | null }

export function loanFrom(row: LoanRow): PersonLoan {
  return { loanId: row.loan_id, orderNumber: row.order_number, role: row.role, lendingOffice: row.lending_office, borrowingOffice: row.borrowing_office, caseId: row.case_id, from: row.valid_from, to: row.valid_to };
}

/** The approved loans of a person, whatever the day. */
export async function loansOf(m: EntityManager, personId: string): Promise<PersonLoan[]> {
  const rows = await m.query<LoanRow[]>('SELECT loan_id, order_number, role, lending_office, borrowing_office, case_id, valid_from::text, valid_to::text FROM loans_of($1)', [personId]);
  return rows.map(loanFrom);
}

/** Who is lent to a case, also to sign its approvals only (`approvalsOnly`). */
export interface LentSigner { personId: string; lendingOffice: string; role: PackRole; orderNumber: string; approvalsOnly: boolean; from: LegalDate; to: LegalDate | null }

/** Everybody lent to a case of an office on a day, each role on a row of its own. */
export async function signersLent(m: EntityManager, of: { caseId: string; officeId: string }, on: LegalDate): Promise<LentSigner[]> {
  const rows = await m.query<{ person_id: string; lending_office: string; role: PackRole; order_number: string; approvals_only: boolean; valid_from: LegalDate; valid_to: LegalDate | null }[]>(
    'SELECT person_id, lending_office, role, order_number, approvals_only, valid_from::text, valid_to::text FROM signers_lent($1, $2, $3)', [of.officeId, of.caseId, on]);
  return rows.map((row) => ({ personId: row.person_id, lendingOffice: row.lending_office, role: row.role, orderNumber: row.order_number, approvalsOnly: row.approvals_only, from: row.valid_from, to: row.valid_to }));
}

/** Whether a loan counts on a day for a person who holds these roles in this office by post: nobody lends what he does not hold. */
export function loanCounts(loan: PersonLoan, on: LegalDate, post: { officeId: string; roles: readonly PackRole[] }): boolean {
  return loan.from <= on && (loan.to === null || on <= loan.to) && loan.lendingOffice === post.officeId && post.roles.includes(loan.role);
}
