import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The treasury may pay many refunds by one voucher with a list: each is a line of it. */
export class VoucherLines1763769600090 implements MigrationInterface {
  readonly name = 'VoucherLines1763769600090';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE debt_refund
        ADD COLUMN voucher_line integer CHECK (voucher_line BETWEEN 1 AND 99999),
        ADD CONSTRAINT refund_line_of_a_voucher CHECK (voucher_line IS NULL OR voucher IS NOT NULL);
      DROP INDEX refund_voucher_once;
      CREATE UNIQUE INDEX refund_voucher_once ON debt_refund (county, voucher, coalesce(voucher_line, 0)) WHERE voucher IS NOT NULL;
      GRANT UPDATE (voucher_line) ON debt_refund TO anjuan_app;`);
  }

  /** Forward only: a legal record is not unmade by a tool. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
