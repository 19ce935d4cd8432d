/** The instalments of a case as runnings of a clock: each is due on its day, ends with its payment or with the terms. */
import { addDays, chinaDateOf, type LegalDate } from '#law';
import type { Pack } from '#law/pack-format';
import { balanceAsOf, type InstalmentState } from '#ledger';
import type { CaseState } from '../model.ts';
import type { CaseDebt, CaseMoney } from './debts.ts';

/** `plan`: the number (seq) of the step that fixed it; `endedOn`: paid, or its terms replaced, by then. */
export interface PlannedInstalment { plan: number; number: number; party: string; from: LegalDate; due: LegalDate; endedOn: LegalDate | null }

/** Whether terms were ever approved: most cases have none, and ask no further. */
export function termsApproved(state: CaseState, pack: Pack): boolean {
  const approvals = pack.money?.debts.flatMap(({ terms }) => terms?.approvals ?? []) ?? [];
  return approvals.length > 0 && state.steps.some(({ step }) => approvals.includes(step));
}

/**
 * The instalments of all terms of a debt. What fell due under earlier terms keeps the day on which it did; what would
 * have fallen due since ends with them.
 */
export function plannedInstalments(state: CaseState, money: CaseMoney, debt: string): PlannedInstalment[] {
  return money.debts.filter(({ key }) => key.debt === debt).flatMap((one) => {
    const { terms } = one.definition;
    if (terms === undefined) return [];
    const turns = state.steps.filter((step) => step.seq > one.establishedSeq && (step.party === null || step.party === one.key.party) && (terms.approvals.includes(step.step) || terms.ends.includes(step.step)));
    return turns.flatMap((turn, index) => {
      if (!terms.approvals.includes(turn.step)) return [];
      const replacedOn = turns[index + 1]?.on ?? one.quashed?.on ?? null;
      return instalmentsAt(one, money, replacedOn === null ? latestDay(state, money) : addDays(replacedOn, -1), turn.on)
        .flatMap(({ number, due, paidOn }) => (due === null ? [] : [{ plan: turn.seq, number, party: one.key.party, from: turn.on, due, endedOn: endOf({ due, paidOn }, replacedOn) }]));
    });
  });
}

function instalmentsAt(one: CaseDebt, { entries }: CaseMoney, day: LegalDate, from: LegalDate): readonly InstalmentState[] {
  // Terms replaced on their own day never ran.
  return day < from ? [] : balanceAsOf(entries, one.key, day, one.terms, one.rules).instalments;
}

function endOf({ due, paidOn }: { due: LegalDate; paidOn: LegalDate | null }, replacedOn: LegalDate | null): LegalDate | null {
  if (paidOn !== null) return paidOn;
  return replacedOn !== null && replacedOn <= due ? replacedOn : null;
}

/** To this day everything on record is played. */
function latestDay(state: CaseState, { entries }: CaseMoney): LegalDate {
  return entries.reduce((day, { occurredOn }) => (occurredOn > day ? occurredOn : day), chinaDateOf(state.lastRecordedAt));
}
