/** What stays open to a party when the case is closed: to ask for a copy or a correction and to complain, until its last remedy is over. */
import { type LawBook, type LegalDate, type LegalInstant, chinaDateOf } from '#law';
import type { Pack, PackStep } from '#law/pack-format';
import { clockInstances, effectiveEnd } from '../clocks.ts';
import type { CaseState } from '../model.ts';

interface AskedAfterClosing { step: PackStep; party: string | null; state: CaseState; on: LegalDate; at: LegalInstant; pack: Pack; book: LawBook }

/** Whether a closed case takes the step: a request while a remedy of the party runs; the answer to one at any time. */
export function openAfterClosing({ step, party, state, on, at, pack, book }: AskedAfterClosing): boolean {
  if (!step.afterClosing) return false;
  if (!step.byParty) return true;
  const remedies = clockInstances(state, book.calendars.asKnownOn(chinaDateOf(at)), book)
    .filter((one) => (one.party === null || party === null || one.party === party) && pack.clocks.some((clock) => clock.code === one.code && clock.remedy));
  // An end that still waits for the calendar notice is no end.
  return remedies.some((one) => { const { endsOn } = effectiveEnd(one); return endsOn === null || on <= endsOn; });
}
