/** What a row of the log says of money, as acts on the record of its case. */
import type { CaseState } from '#cases';
import { formatYuan, parseYuan } from '#law';
import type { FineRow } from './fine-file.ts';

/** A step with its facts, service of the paper that it issued, or a receipt of the bank in fen. */
export type MoneyAct = { act: 'step'; step: string; facts: Record<string, string> } | { act: 'serve' } | { act: 'receive'; fen: string };

/**
 * The dismissals after which nothing was ever paid or collected in the log: `#` on an appeal sent to the prefect, `G` on
 * one to the judge. The source does not say what its codes mean; this is an inference from what followed.
 */
export function isDismissal({ activityName, facts }: FineRow): boolean {
  return (activityName === 'Send Appeal to Prefecture' && facts['dismissal'] === '#') || (activityName === 'Appeal to Judge' && facts['dismissal'] === 'G');
}

/** In their order; `state` is asked after the row itself is on record. */
export function moneyActs(row: FineRow, state: () => CaseState | null): MoneyAct[] {
  if (isDismissal(row)) return [{ act: 'step', step: 'dismissFine', facts: {} }];
  switch (row.activityName) {
    case 'Create Fine': return [{ act: 'step', step: 'handOverTicket', facts: { amountDue: amountDue(state()) } }, { act: 'serve' }];
    case 'Send Fine': case 'Add penalty': return [{ act: 'step', step: 'setAmountDue', facts: { amountDue: amountDue(state()) } }];
    case 'Payment': return [{ act: 'receive', fen: String(parseYuan(String(row.facts['paymentAmount'] ?? '0'))) }];
    default: return [];
  }
}

/** The last amount and the cost of sending, as the case has them on record. */
function amountDue(state: CaseState | null): string {
  const fen = (code: string): bigint => { const fact = state?.facts[code]; return fact?.type === 'money' ? BigInt(fact.fen) : 0n; };
  return formatYuan((fen('penaltyAmount') === 0n ? fen('fineAmount') : fen('penaltyAmount')) + fen('expense'));
}
