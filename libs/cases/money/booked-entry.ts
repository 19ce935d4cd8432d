import type { LegalDate } from '#law/dates';
import type { Citation } from '#law';
import type { Account, DebtPart, EntryKind } from '#ledger';

/** An entry as an event keeps it: of this case, without what the event itself says. */
export interface BookedEntry {
  entryId: string;
  occurredOn: LegalDate;
  kind: EntryKind;
  cite: Citation;
  receiptId?: string;
  reverses?: string;
  adjusts?: string;
  postings: { account: Account; party: string; debt: string; part?: DebtPart; fen: string }[];
}
