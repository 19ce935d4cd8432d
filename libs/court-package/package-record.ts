/** What a package is made from: the record of a case as it stood at the step that asks the court, and nothing later. */
import type { CaseState, PaperState, TakenStep } from '#cases/model';
import type { LawBook, LegalInstant } from '#law';
import type { BilingualText } from '#law/pack-format';
import type { PackageKind } from './kinds.ts';

/** A file of the case. `about`: the party under whose key it lies; null: the case. `withheld`: why the asking person does not get it. */
export interface FileOnRecord { fileId: string; sha256: string; purpose: string; mediaType: string; bytes: number; enteredSeq: number; about: string | null; withheld: 'sealed' | 'removed' | null }

export interface PackageRecord {
  /** The fold of the events up to the command that took the step. */
  state: CaseState;
  at: LegalInstant;
  /** As it was known then. */
  book: LawBook;
  step: TakenStep;
  caseNumber: string;
  files: readonly FileOnRecord[];
  /** Free text of the record in clear, by content id; null: erased with its person. */
  texts: ReadonlyMap<string, string | null>;
  /** The application as it came back signed and sealed (art. 55(2)): necessarily later than the step. */
  signedApplication: { fileId: string; sha256: string; seq: number } | null;
}

/** Where the bytes of an entry are. */
export type EntrySource = { type: 'paper'; paperId: string; sha256: string | null } | { type: 'file'; fileId: string; sha256: string; bytes: number } | { type: 'page'; bytes: Buffer };

export interface PlannedEntry {
  kind: PackageKind;
  /** The name of the file behind its number. It says what it is and never who. */
  name: string;
  title: BilingualText;
  mediaType: string;
  /** The event that brought it on record; null for pages that are reckoned from the record. */
  recordSeq: number | null;
  source: EntrySource;
}

/** Something that one might look for here, and why it is not in the package. */
export interface NotEnclosed { kind: PackageKind; what: BilingualText; why: BilingualText }

/** The party for whom the application is made; null where the step names none and the case has several. */
export function partyOf({ state, step }: Pick<PackageRecord, 'state' | 'step'>): string | null {
  const [only, ...others] = state.parties;
  return step.party ?? (others.length === 0 ? only?.partyId ?? null : null);
}

/** Papers that stand and go to this party or to the case. */
export function papersFor(state: CaseState, party: string): PaperState[] {
  return state.papers.filter((paper) => !paper.voided && (paper.party === null || paper.party === party));
}

/** The last standing paper of a code for the party. */
export function lastPaperFor(state: CaseState, code: string | null, party: string): PaperState | undefined {
  return papersFor(state, party).findLast(({ paper, about }) => paper === code && about === undefined);
}
