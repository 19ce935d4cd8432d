import type { MigrationInterface, QueryRunner } from 'typeorm';
import { confinedByOffice } from './reader-function.ts';

/** What a round of refunds stands on and takes in, what it leaves out and why, and that whoever asked for it may take it back. */
export class RefundRoundsApart1763769600088 implements MigrationInterface {
  readonly name = 'RefundRoundsApart1763769600088';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE refund_round
        -- The document by which money goes back to many, and its article.
        ADD COLUMN basis_document text CHECK (basis_document <> ''),
        ADD COLUMN basis_article text CHECK (basis_article <> ''),
        -- Only debts of cases of this pack; only of decisions of these days.
        ADD COLUMN pack text, ADD COLUMN decided_from date, ADD COLUMN decided_to date,
        ADD COLUMN withdrawn_by text, ADD COLUMN withdrawn_at timestamptz,
        DROP CONSTRAINT refund_round_status_check,
        ADD CONSTRAINT refund_round_status_check CHECK (status IN ('drafting', 'asked', 'withdrawn', 'rejected', 'approved', 'settled')),
        ADD CONSTRAINT refund_round_basis_whole CHECK ((basis_document IS NULL) = (basis_article IS NULL)),
        ADD CONSTRAINT refund_round_days_in_order CHECK (decided_from <= decided_to),
        ADD CONSTRAINT refund_round_withdrawn_by_asker CHECK (withdrawn_by = asked_by),
        ADD CONSTRAINT refund_round_withdrawn CHECK ((status = 'withdrawn') = (withdrawn_by IS NOT NULL AND withdrawn_at IS NOT NULL));
      GRANT UPDATE (withdrawn_by, withdrawn_at) ON refund_round TO anjuan_app;
      ALTER TABLE debt_refund
        DROP CONSTRAINT debt_refund_status_check,
        ADD CONSTRAINT debt_refund_status_check CHECK (status IN ('asked', 'withdrawn', 'rejected', 'approved', 'refused', 'ordered', 'confirmed', 'paid', 'returning', 'returned')),
        DROP CONSTRAINT debt_refund_check,
        ADD CONSTRAINT refund_settled_by_somebody CHECK ((status IN ('asked', 'withdrawn')) = (settled_by IS NULL)),
        ADD CONSTRAINT refund_withdrawn_with_its_round CHECK (status <> 'withdrawn' OR round_id IS NOT NULL);
      CREATE TABLE refund_round_left_out (
        round_id uuid NOT NULL REFERENCES refund_round,
        reference char(20) NOT NULL,
        office_id text NOT NULL REFERENCES office,
        code text NOT NULL CHECK (code IN ('referenceUnknown', 'nothingRefundable', 'outsideSelection', 'refundUnderWay', 'notJudged')),
        PRIMARY KEY (round_id, reference)
      );
      ${confinedByOffice('refund_round_left_out')}
      GRANT SELECT, INSERT ON refund_round_left_out TO anjuan_app;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
