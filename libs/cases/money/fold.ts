/** The fold of money events. */
import type { LegalInstant } from '#law/dates';
import type { MoneyEvent, MoneyState } from './types.ts';

export function foldMoney(before: MoneyState | undefined, event: MoneyEvent, seq: number, recordedAt: LegalInstant): MoneyState {
  const { debt, party, paidInFullOn: on } = event;
  return {
    entries: [...before?.entries ?? [], ...event.entries.map((entry) => ({ ...entry, seq, recordedAt }))],
    paid: [...(before?.paid ?? []).filter((one) => one.debt !== debt || one.party !== party), { debt, party, on, seq }],
  };
}
