import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice, createReaderFunctions, type ReaderFunction } from './reader-function.ts';

/** Across offices: debts of the county with money in suspense, by their payment references. */
export const refundReaderFunctions: readonly ReaderFunction[] = [
  {
    signature: 'debts_with_suspense(in_county text, last text, most integer)', returns: 'TABLE (reference text, case_id uuid, party text, debt text)', language: 'sql', volatility: 'STABLE',
    body: `SELECT r.reference::text, r.case_id, r.party, r.debt FROM payment_reference r JOIN case_head h ON h.case_id = r.case_id
      WHERE h.county_id = in_county AND (last IS NULL OR r.reference > last::char(20))
        AND (SELECT sum(p.fen) FROM ledger_posting p WHERE p.case_id = r.case_id AND p.party = r.party AND p.debt = r.debt AND p.account = 'suspense') < 0
      ORDER BY r.reference LIMIT most`,
  },
];

/** The register of refunds: one person of finance asks, another confirms, the case judges, the treasury pays. */
export class Refunds1763769600065 implements MigrationInterface {
  readonly name = 'Refunds1763769600065';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE debt_refund (
        refund_id uuid PRIMARY KEY,
        office_id text NOT NULL REFERENCES office,
        county char(6) NOT NULL REFERENCES county,
        reference char(20) NOT NULL REFERENCES payment_reference,
        -- of_case, not case_id: it belongs to the office of finance and does not move with the case.
        of_case uuid NOT NULL REFERENCES case_head,
        party text NOT NULL,
        debt text NOT NULL,
        fen bigint NOT NULL CHECK (fen > 0),
        reason text NOT NULL CHECK (reason <> ''),
        pay_by date NOT NULL,
        -- approved, confirmed, returning: the case has not answered yet.
        status text NOT NULL DEFAULT 'asked' CHECK (status IN ('asked', 'rejected', 'approved', 'refused', 'ordered', 'confirmed', 'paid', 'returning', 'returned')),
        asked_by text NOT NULL,
        asked_at timestamptz NOT NULL,
        settled_by text,
        settled_at timestamptz,
        -- The treasury's own confirmation that it paid.
        voucher text CHECK (voucher <> ''),
        paid_on date,
        returned_on date,
        return_reason text CHECK (return_reason <> ''),
        -- Why the case refused what was asked last.
        reasons jsonb NOT NULL DEFAULT '[]',
        CONSTRAINT refund_by_two CHECK (settled_by <> asked_by),
        CHECK ((status = 'asked') = (settled_by IS NULL)),
        CHECK ((voucher IS NULL) = (paid_on IS NULL)),
        CHECK (status NOT IN ('confirmed', 'paid') OR voucher IS NOT NULL),
        CHECK ((status IN ('returning', 'returned')) = (returned_on IS NOT NULL AND return_reason IS NOT NULL))
      );
      CREATE UNIQUE INDEX one_refund_asked ON debt_refund (reference) WHERE status IN ('asked', 'approved');
      CREATE UNIQUE INDEX refund_voucher_once ON debt_refund (county, voucher) WHERE voucher IS NOT NULL;
      CREATE INDEX debt_refund_in_order ON debt_refund (office_id, asked_at, refund_id);
      ${confinedByOffice('debt_refund')}
      GRANT SELECT, INSERT ON debt_refund TO anjuan_app;
      GRANT UPDATE (status, settled_by, settled_at, voucher, paid_on, returned_on, return_reason, reasons) ON debt_refund TO anjuan_app;
      GRANT SELECT ON ledger_posting, payment_reference, case_head TO anjuan_reader;`);
    await createReaderFunctions(runner, refundReaderFunctions);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
