/** Which steps of a procedure ask the court to enforce, and for what: the one place that reads it from the pack. */
import type { Pack, PackDebt } from '#law/pack-format';

/** A debt that a step takes to the court, and the paper that had to demand it first (Administrative Compulsion Law art. 54). */
export interface AppliedDebt { debt: PackDebt; demand: string | null }

/** The debts for which this step applies to the court; none: it is no application. */
export function appliedDebts(pack: Pack, step: string): AppliedDebt[] {
  return (pack.money?.debts ?? []).filter(({ terms }) => terms?.window?.application === step).map((debt) => ({ debt, demand: debt.terms?.window?.demand ?? null }));
}
