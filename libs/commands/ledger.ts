/** The ledger tables of a case beside its record: written in the transaction of the command, compared by the rebuild. */
import type { EntityManager } from 'typeorm';
import { caseMoney, type CaseState } from '#cases';
import { reverseEntry, type Entry } from '#ledger';
import { type LawBook, type LegalInstant } from '#law';
import { enterLedger, ledgerBalances, readLedger, sqlProblem, type LedgerBalance } from '#store';
import { NotDone } from './outcome.ts';
import { referenceOf } from './money-in/references.ts';

/**
 * Brings the tables in line with what the record gives: entries that are missing are written, and one that the record
 * gives no more (a service whose day an amended calendar moved) is taken back by its mirror. Nothing is read where
 * nothing of the money changed.
 */
export async function keepLedger(manager: EntityManager, { before, state, officeId, at, book, bookBefore }: { before: CaseState | null; state: CaseState; officeId: string; at: LegalInstant; book: LawBook; bookBefore: LawBook }): Promise<void> {
  if (book.pack(state.pack).pack.money === undefined) return;
  const was = before === null ? [] : caseMoney(before, before.lastRecordedAt, bookBefore).entries;
  const { entries } = caseMoney(state, at, book);
  if (sameEntries(was, entries)) return;
  try {
    const missing = await missingIn(manager, { was, entries, state, at });
    await enterLedger(manager, { caseId: state.caseId, officeId, at }, missing);
    await nameDebts(manager, missing, { state, officeId, at });
  } catch (error) {
    if (sqlProblem(error)?.constraint !== 'receipt_booked_once') throw error;
    throw new NotDone({
      status: 'refused',
      blockers: [{
        code: 'receiptBookedElsewhere', article: { zh: '本系统规则：一笔收款只入账一次', en: 'Anjuan: a receipt is booked once' },
        message: { zh: '这笔收款已在其他案件入账。', en: 'This receipt is booked in another case.' },
      }],
    });
  }
}

/** Each debt that is established has the reference by which it is paid: from the paper that orders it, or of the year of the service. */
async function nameDebts(manager: EntityManager, written: readonly Entry[], { state, officeId, at }: { state: CaseState; officeId: string; at: LegalInstant }): Promise<void> {
  for (const { kind, occurredOn, postings } of written) {
    const { party, debt } = postings.find(({ account }) => account === 'principal') ?? {};
    if (kind === 'obligationEstablished' && party != null && debt != null) await referenceOf(manager, { caseId: state.caseId, party, debt }, { county: state.county, officeId, on: occurredOn, at });
  }
}

/**
 * What has to be written so that the tables hold what the record gives. An entry that was taken back and is given again
 * (execution was suspended meanwhile, and goes on) is written anew under a name that follows from the first.
 */
async function missingIn(manager: EntityManager, { was, entries, state, at }: { was: readonly Entry[]; entries: readonly Entry[]; state: CaseState; at: LegalInstant }): Promise<Entry[]> {
  const kept = await readLedger(manager, state.caseId);
  const reversed = new Set(kept.map(({ reverses }) => reverses));
  const written = (entryId: string): string[] => kept.map((row) => row.entryId).filter((one) => one === entryId || (one.startsWith(`${entryId}${AGAIN}`) && /^\d+$/.test(one.slice(entryId.length + AGAIN.length))));
  const standing = (entryId: string): string | undefined => written(entryId).find((one) => !reversed.has(one));
  const wanted = new Set(entries.map(({ entryId }) => entryId));
  const cause = { caseId: state.caseId, seq: state.seq };
  const back = was.flatMap((entry) => {
    const name = standing(entry.entryId);
    if (name === undefined || wanted.has(entry.entryId) || entry.adjusts !== undefined || entry.reverses !== undefined) return [];
    const asKept = was.map((one) => (one === entry ? { ...entry, entryId: name } : one));
    return [reverseEntry(asKept, name, 'corrected', { entryId: `${name}.back`, occurredOn: entry.occurredOn, recordedAt: at, cause, cite: entry.cite })];
  });
  const missing = entries.flatMap((entry) => {
    const names = written(entry.entryId);
    if (names.length === 0) return [entry];
    // A payment that the record itself takes back stands reversed for good.
    if (standing(entry.entryId) !== undefined || entries.some(({ reverses }) => reverses === entry.entryId)) return [];
    return [{ ...entry, entryId: `${entry.entryId}${AGAIN}${names.length}` }];
  });
  return [...back, ...missing];
}

const AGAIN = '.again.';

function sameEntries(left: readonly Entry[], right: readonly Entry[]): boolean {
  return left.length === right.length && left.every(({ entryId }, index) => entryId === right[index]?.entryId);
}

/** Accounts of a case that hold something else in the tables than the record gives, by their names. */
export async function ledgerDifferences(manager: EntityManager, state: CaseState, book: LawBook, at: LegalInstant): Promise<string[]> {
  const given = new Map<string, bigint>();
  for (const { postings } of caseMoney(state, at, book).entries) for (const posting of postings) given.set(nameOf(posting), (given.get(nameOf(posting)) ?? 0n) + posting.fen);
  const held = new Map((await ledgerBalances(manager, state.caseId)).map((row) => [nameOf(row), BigInt(row.fen)]));
  return [...new Set([...given.keys(), ...held.keys()])].filter((name) => (given.get(name) ?? 0n) !== (held.get(name) ?? 0n)).sort();
}

/** Writes what the tables lack, for the rebuild. */
export async function mendLedger(manager: EntityManager, { state, officeId, at, book }: { state: CaseState; officeId: string; at: LegalInstant; book: LawBook }): Promise<void> {
  await enterLedger(manager, { caseId: state.caseId, officeId, at }, await missingIn(manager, { was: [], entries: caseMoney(state, at, book).entries, state, at }));
}

const nameOf = ({ account, party, debt, part }: Pick<LedgerBalance, 'account'> & { party: string | null; debt: string | null; part?: string | null }): string => [account, party, debt, ...(part == null ? [] : [part])].join('.');
