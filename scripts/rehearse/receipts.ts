/** Money in a rehearsal: what the bank might report of a debt on a day. Nobody enters it; finance brings the bank's receipts in. */
import { addDays, type LegalDate } from '#law';
import type { CaseState } from '#cases/model';
import { caseMoney } from '#cases/clocks';
import { balanceOf } from '#cases/money/debts';
import { isFromTheBank } from '#cases/money/payments';
import type { Chance } from './chance.ts';
import { instantOf, type Turn, type World } from './world.ts';

/** In place of the payment reference, which only the service gives. */
const REFERENCE_AHEAD = 'ahead';
const FEN_TOO_MUCH = 100n;

/** Under what name the n-th receipt of a case, counted from 1, is known in its turns. */
export const receiptName = (nth: number): string => `receipt-${nth}`;
export const numberOfReceipt = (receiptId: string): string => receiptId.slice('receipt-'.length);

/** What is owed in full, in part, and with an earlier value date; too much now and then. Receipts that stand are taken back. */
export function receiptTurns({ pack, book, stand: { finance } }: World, chance: Chance, state: CaseState | null, on: LegalDate): Turn[] {
  if (finance === null || pack.money === undefined || state === null) return [];
  const money = caseMoney(state, instantOf(on), book);
  const entries = state.money?.entries ?? [];
  const name = receiptName(entries.filter(isFromTheBank).length + 1);
  const paid = money.debts.flatMap(({ key: { debt, party }, establishedOn, rules: { refusedFrom } }): Turn[] => {
    const last = refusedFrom !== null && refusedFrom <= on ? addDays(refusedFrom, -1) : on;
    const days = [...new Set([last, ...(establishedOn < last ? [establishedOn, addDays(last, -1)] : [])])].filter((day) => day >= establishedOn && day <= on);
    return days.flatMap((day): Turn[] => {
      const owed = balanceOf(money, debt, party, day)?.balanceFen ?? 0n;
      if (owed <= 0n) return [];
      const sums = [owed, ...(owed > 1n ? [owed / 2n] : []), ...(chance.happens(0.1) ? [owed + FEN_TOO_MUCH] : [])];
      return sums.map((fen): Turn => ({ by: finance, command: { type: 'bookPayment', receiptId: name, reference: REFERENCE_AHEAD, debt, party, on: day, fen: String(fen) } }));
    });
  });
  const deposits = money.debts.flatMap(({ key: { debt, party } }): Turn[] => {
    const held = balanceOf(money, debt, party, on)?.inHandsFen ?? 0n;
    return held <= 0n ? [] : [held, ...(chance.happens(0.1) ? [held + FEN_TOO_MUCH] : [])].map((fen): Turn => ({ by: finance, command: { type: 'bookDeposit', receiptId: name, reference: REFERENCE_AHEAD, debt, party, on, fen: String(fen) } }));
  });
  const standing = entries.filter((entry) => isFromTheBank(entry) && !entries.some(({ reverses }) => reverses === entry.entryId));
  return [...paid, ...deposits, ...standing.flatMap(({ receiptId }): Turn[] => (receiptId === undefined ? [] : [{ by: finance, command: { type: 'reversePayment', receiptId, on } }]))];
}
