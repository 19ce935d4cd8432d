import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** What signers from another office need: ids, numbers of orders, places in a chain of approval. */
export const signerReaderFunctions: readonly ReaderFunction[] = [
  {
    // Everybody lent to a case on a day, also for its approvals only, who holds the role at home that day.
    signature: 'signers_lent(at_office text, in_case uuid, on_day date)', language: 'sql', volatility: 'STABLE',
    returns: 'TABLE (person_id text, lending_office text, role text, order_number text, approvals_only boolean, valid_from date, valid_to date)',
    body: `
      SELECT l.account_id::text, l.lending_office, l.role, l.order_number, l.approvals_only, l.valid_from, least(l.valid_to, l.ended_on) FROM person_loan l
        JOIN role_assignment r ON r.account_id = l.account_id AND r.office_id = l.lending_office AND r.role = l.role AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day)
        WHERE l.status = 'approved' AND (l.case_id = in_case OR l.case_id IS NULL AND l.borrowing_office = at_office)
          AND l.valid_from <= on_day AND (l.valid_to IS NULL OR l.valid_to >= on_day) AND (l.ended_on IS NULL OR l.ended_on >= on_day)
        ORDER BY l.account_id, l.role, l.made_at`,
  },
  {
    // Signatures that wait for the asking person by name, in whatever office.
    signature: 'signatures_awaited()', language: 'sql', volatility: 'STABLE',
    returns: 'TABLE (case_id uuid, office_id text, case_number text, pack text, phase text, step text, party text, role text, about jsonb, approval_id text, due_on date, created_at timestamptz)',
    body: `
      SELECT t.case_id, t.office_id, h.case_number, h.pack, h.phase, t.step, t.party, t.role, t.name, t.approval_id, t.due_on, t.created_at
        FROM task t JOIN case_head h ON h.case_id = t.case_id WHERE t.approval_id IS NOT NULL AND t.persons @> ARRAY[asking_actor()]`,
  },
];

/**
 * Signers from another office: lent for the approvals of a case only, they see what they are to sign and nothing else.
 * Substitutes of named signers and of keepers of the seal.
 */
export class Signers1763769600031 implements MigrationInterface {
  readonly name = 'Signers1763769600031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE person_loan ADD COLUMN approvals_only boolean NOT NULL DEFAULT false,
        DROP CONSTRAINT person_loan_role_check,
        ADD CONSTRAINT person_loan_role_check CHECK (role IN ('officer', 'hearingChair', 'legalReviewer') OR approvals_only AND role IN ('sectionHead', 'deputyHead', 'head')),
        ADD CONSTRAINT approvals_of_one_case CHECK (NOT approvals_only OR case_id IS NOT NULL);
      ALTER TABLE substitution DROP CONSTRAINT substitution_roles_check,
        ADD CONSTRAINT substitution_roles_check CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['officer', 'sectionHead', 'deputyHead', 'head', 'legalReviewer', 'hearingChair', 'countyLegalOffice', 'sealKeeper']);

      -- Of a signature that waits for people by name: in which roles they sign.
      ALTER TABLE task ADD COLUMN roles text[] NOT NULL DEFAULT '{}';
      CREATE INDEX task_by_signer ON task USING gin (persons) WHERE approval_id IS NOT NULL;
      GRANT SELECT ON task TO anjuan_reader;

      -- In whose place the seal was asked for and used; neither is the other.
      ALTER TABLE seal_use ADD COLUMN applicant_for text, ADD COLUMN keeper_for text,
        ADD CONSTRAINT keeper_is_not_the_absent_applicant CHECK (keeper_id IS DISTINCT FROM applicant_for AND applicant_id IS DISTINCT FROM keeper_for AND (keeper_for IS NULL OR keeper_for IS DISTINCT FROM applicant_for));

      -- Who is lent for approvals only sees no file and is named in no other act. Only its owner replaces a function.
      GRANT CREATE ON SCHEMA public TO anjuan_reader;
      SET ROLE anjuan_reader;
      CREATE OR REPLACE FUNCTION loans_of(lent uuid) RETURNS TABLE (loan_id uuid, order_number text, role text, lending_office text, borrowing_office text, case_id uuid, valid_from date, valid_to date)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
        SELECT l.loan_id, l.order_number, l.role, l.lending_office, l.borrowing_office, l.case_id, l.valid_from, least(l.valid_to, l.ended_on, h.closed_on)
          FROM person_loan l LEFT JOIN case_head h ON h.case_id = l.case_id
          WHERE l.account_id = lent AND l.status = 'approved' AND NOT l.approvals_only ORDER BY l.valid_from, l.loan_id $body$;
      CREATE OR REPLACE FUNCTION lent_on(at_office text, in_case uuid, on_day date, wanted text[]) RETURNS TABLE (account_id uuid, role text, order_number text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$
        SELECT l.account_id, l.role, l.order_number FROM person_loan l
          JOIN role_assignment r ON r.account_id = l.account_id AND r.office_id = l.lending_office AND r.role = l.role AND r.valid_from <= on_day AND (r.valid_to IS NULL OR r.valid_to >= on_day)
          WHERE l.account_id::text = ANY (wanted) AND l.status = 'approved' AND NOT l.approvals_only AND (l.case_id = in_case OR l.case_id IS NULL AND l.borrowing_office = at_office)
            AND l.valid_from <= on_day AND (l.valid_to IS NULL OR l.valid_to >= on_day) AND (l.ended_on IS NULL OR l.ended_on >= on_day)
          ORDER BY l.account_id, l.role, l.made_at $body$;
      RESET ROLE;
      REVOKE CREATE ON SCHEMA public FROM anjuan_reader;`);
    await createReaderFunctions(runner, signerReaderFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
