/** What waits for a person of finance: money that pays nothing, decisions and refunds that need a second hand or the treasury. Read from the registers each time; what is done is gone from the list. */
import type { EntityManager } from 'typeorm';
import type { LegalDate } from '#law';

export const FINANCE_TASKS = {
  settleReceipt: { zh: '收款未对应应缴款项：请匹配或者退回', en: 'A receipt found no debt: match it or send it back' },
  retryReceipt: { zh: '收款未能入账：请查明原因后重试', en: 'A receipt could not be booked: find out why, and try again' },
  checkDecision: { zh: '对收款的处理待第二人审核', en: 'A decision on a receipt waits for a second person' },
  enterReturn: { zh: '退回款项：请登记国库凭证', en: "Money goes back to its payer: enter the treasury's voucher" },
  askRefund: { zh: '多缴或者不应缴纳的款项：请提出退付', en: 'More was paid than is owed: ask that it go back' },
  checkRefund: { zh: '退付待第二人确认', en: 'A refund waits for a second person' },
  checkRefundRound: { zh: '批量退付待第二人审核', en: 'A round of refunds waits for a second person' },
  enterRefund: { zh: '退付当事人：请登记国库凭证', en: "A refund is to be paid: enter the treasury's voucher" },
  resumeRefund: { zh: '退付尚未在案件中办结：请再次提交', en: 'The case has not answered a refund yet: send it again' },
} as const;
export type FinanceTaskKind = keyof typeof FINANCE_TASKS;
export const financeTaskKinds = Object.keys(FINANCE_TASKS) as [FinanceTaskKind, ...FinanceTaskKind[]];

export interface FinanceTask {
  kind: FinanceTaskKind;
  /** Of the receipt (`bank.serial`), the decision, the refund, or the payment reference of the debt. */
  id: string;
  /** The import that brought the receipt; of other tasks null. */
  importId: string | null;
  /** Whole fen in decimal text. */
  fen: string;
  reference: string | null;
  /** Since when it waits: the value date, or the day on which somebody asked. */
  since: LegalDate;
  /** By when a refund is to be paid. */
  dueOn: LegalDate | null;
}

/** $1: who asks; $2: the county. What this person asked for waits for another one, so it is not on this person's list. */
const TASKS = `
  SELECT CASE status WHEN 'failed' THEN 'retryReceipt' ELSE 'settleReceipt' END AS kind, r.bank || '.' || r.serial AS id, r.import_id::text AS import_id, r.fen, nullif(r.reference, '') AS reference, r.value_date AS since, NULL::date AS due_on
    FROM bank_receipt r WHERE r.status IN ('suspense', 'failed')
      AND NOT EXISTS (SELECT 1 FROM receipt_decision d WHERE (d.county, d.bank, d.serial) = (r.county, r.bank, r.serial) AND (d.status = 'asked' OR (d.status = 'approved' AND d.kind = 'return')))
  UNION ALL
  SELECT CASE d.status WHEN 'asked' THEN 'checkDecision' ELSE 'enterReturn' END, d.decision_id::text, NULL, r.fen, d.to_reference::text, (d.asked_at AT TIME ZONE 'Asia/Shanghai')::date, NULL
    FROM receipt_decision d JOIN bank_receipt r ON (r.county, r.bank, r.serial) = (d.county, d.bank, d.serial)
    WHERE (d.status = 'asked' AND d.asked_by <> $1) OR (d.status = 'approved' AND d.kind = 'return')
  UNION ALL
  SELECT CASE f.status WHEN 'asked' THEN 'checkRefund' WHEN 'ordered' THEN 'enterRefund' ELSE 'resumeRefund' END, f.refund_id::text, NULL, f.fen, f.reference::text, (f.asked_at AT TIME ZONE 'Asia/Shanghai')::date, f.pay_by
    FROM debt_refund f WHERE (f.status = 'asked' AND f.asked_by <> $1 AND f.round_id IS NULL) OR f.status IN ('ordered', 'confirmed', 'returning') OR (f.status = 'approved' AND f.round_id IS NULL)
  UNION ALL
  SELECT 'checkRefundRound', g.round_id::text, NULL, g.total_fen::bigint, NULL, (g.asked_at AT TIME ZONE 'Asia/Shanghai')::date, g.pay_by
    FROM refund_round g WHERE g.status = 'asked' AND g.asked_by <> $1
  UNION ALL
  SELECT 'askRefund', s.reference, NULL, s.fen, s.reference, s.since, NULL
    FROM debts_with_suspense($2, NULL, 100000) s WHERE NOT EXISTS (SELECT 1 FROM debt_refund f WHERE f.reference = s.reference AND f.status IN ('asked', 'approved'))`;

export interface FinanceTaskPlace { due: LegalDate | 'infinity'; since: LegalDate; id: string }

/** Tasks in pages: what has a day first, by it, then what has waited longest; with how many there are in all, by kind. */
export async function readFinanceTasks(manager: EntityManager, { personId, countyId }: { personId: string; countyId: string }, page: { kind: FinanceTaskKind | null; after: FinanceTaskPlace | null; limit: number }): Promise<{ items: FinanceTask[]; byKind: { kind: FinanceTaskKind; count: number }[] }> {
  const byKind = await manager.query<{ kind: FinanceTaskKind; count: number }[]>(`SELECT kind, count(*)::integer AS count FROM (${TASKS}) t GROUP BY kind`, [personId, countyId]);
  const items = await manager.query<FinanceTask[]>(`
    SELECT kind, id, import_id AS "importId", fen::text AS fen, reference, since::text AS since, due_on::text AS "dueOn" FROM (${TASKS}) t
    WHERE ($3::text IS NULL OR kind = $3) AND ($4::date IS NULL OR (coalesce(due_on, 'infinity'::date), since, kind || ' ' || id) > ($4::date, $5::date, $6::text))
    ORDER BY coalesce(due_on, 'infinity'::date), since, kind || ' ' || id LIMIT $7`,
  [personId, countyId, page.kind, page.after?.due ?? null, page.after?.since ?? null, page.after?.id ?? null, page.limit]);
  return { items, byKind };
}
