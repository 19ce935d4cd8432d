/** Numbers of the treasury's vouchers: each stands for one payment back, or for a list of refunds of which each is a line. */
import type { EntityManager } from 'typeorm';

export interface Voucher { voucher: string; /** Of a voucher with a list: which of its lines, from 1. */ line: number | null }

/**
 * Whether a voucher (or this line of it) stands for another payment back already; a voucher that was entered whole has no
 * lines, and one with lines stands for nothing whole. Whoever enters the same number waits until the transaction ends.
 */
export async function voucherUsed(manager: EntityManager, county: string, { voucher, line }: Voucher): Promise<boolean> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`voucher ${county} ${voucher}`]);
  const [used] = await manager.query<object[]>(`
    SELECT 1 FROM receipt_decision WHERE county = $1 AND voucher = $2
    UNION ALL SELECT 1 FROM debt_refund WHERE county = $1 AND voucher = $2 AND (voucher_line IS NULL OR $3::integer IS NULL OR voucher_line = $3) LIMIT 1`, [county, voucher, line]);
  return used !== undefined;
}
