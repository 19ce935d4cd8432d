/** The book as a whole: what its accounts hold, how an entry is taken back, and whether it can be believed. */
import { LawInputError, formatYuan, type Fen, type LegalDate, type LegalInstant } from '#law';
import { NORMAL_SIDE, type Account, type DebtKey, type DebtPart } from './accounts.ts';
import { entryProblem, isOf, makeEntry, type Entry, type Posting, type Voucher } from './entry.ts';

/** The entries that were known at an instant; without one, all. */
export function knownAt(entries: readonly Entry[], at: LegalInstant | undefined): readonly Entry[] {
  return at === undefined ? entries : entries.filter((entry) => entry.recordedAt <= at);
}

/** What an account of a debt holds, signed: positive on the debit side. */
export function accountBalance(entries: readonly Entry[], key: DebtKey, account: Account, part?: DebtPart): Fen {
  let sum = 0n;
  for (const { postings } of entries) for (const posting of postings) if (posting.account === account && isOf(posting, key) && (part === undefined || posting.part === part)) sum += posting.fen;
  return sum;
}

/** What officers took for a debt up to a day and the bank had not reported on it. */
export function inHandsOn(entries: readonly Entry[], key: DebtKey, day: LegalDate): Fen {
  return accountBalance(entries.filter(({ occurredOn }) => occurredOn <= day), key, 'inHands');
}

/** An entry with what has been moved since by those that adjust it, one sum per account, part and debt. */
export function postingsAsAdjusted(entries: readonly Entry[], entryId: string): Posting[] {
  const sums = new Map<string, Posting>();
  for (const entry of entries) {
    if (entry.entryId !== entryId && entry.adjusts !== entryId) continue;
    for (const posting of entry.postings) {
      const id = JSON.stringify([posting.account, posting.caseId, posting.party, posting.debt, posting.part ?? null]);
      sums.set(id, { ...posting, fen: (sums.get(id)?.fen ?? 0n) + posting.fen });
    }
  }
  return [...sums.values()].filter(({ fen }) => fen !== 0n);
}

/**
 * Takes an entry back by its mirror. For `paymentReversed` the voucher's day is the bank's own value date: until then
 * the treasury had the money and nothing accrued on it (inference, in the party's favour). For `corrected` it is the day
 * of the entry that should never have been.
 *
 * @throws LawInputError when there is no such entry, it is itself a reversal or an adjustment, or it was reversed before.
 */
export function reverseEntry(entries: readonly Entry[], entryId: string, kind: 'paymentReversed' | 'corrected', voucher: Voucher): Entry {
  const target = entries.find((entry) => entry.entryId === entryId);
  if (target === undefined) throw new LawInputError(`There is no entry ${entryId}.`, `没有分录${entryId}。`);
  if (target.reverses !== undefined || target.adjusts !== undefined) throw new LawInputError(`Entry ${entryId} is itself a reversal or an adjustment.`, `分录${entryId}本身即为冲正或调整分录。`);
  if (entries.some((entry) => entry.reverses === entryId)) throw new LawInputError(`Entry ${entryId} was reversed before.`, `分录${entryId}已经冲正。`);
  if (kind === 'paymentReversed' && !['receiptBooked', 'depositBooked', 'moneyUnmatched'].includes(target.kind)) throw new LawInputError(`Entry ${entryId} is no receipt of money.`, `分录${entryId}不是收款分录。`);
  if (voucher.occurredOn < target.occurredOn) throw new LawInputError('A reversal lies before what it reverses.', '冲正日期早于被冲正的分录。');
  if (kind === 'corrected' && voucher.occurredOn !== target.occurredOn) throw new LawInputError('A correction has the day of what it corrects.', '更正分录的日期应与被更正的分录相同。');
  const postings = postingsAsAdjusted(entries, entryId).map((posting) => ({ ...posting, fen: -posting.fen }));
  return makeEntry({ ...voucher, kind, reverses: entryId, ...(target.receiptId === undefined ? {} : { receiptId: target.receiptId }), postings });
}

export interface BookProblem { entryId: string; zh: string; en: string }

/**
 * Whether the book can be believed: every entry balanced, no id twice, every reversal the exact mirror of one entry that
 * was reversed once, every adjustment of a receipt that exists, every account on its own side. Empty when it can.
 */
export function checkBook(entries: readonly Entry[]): BookProblem[] {
  const problems: BookProblem[] = [];
  const put = (entryId: string, problem: { en: string; zh: string } | null): void => { if (problem !== null) problems.push({ entryId, ...problem }); };
  const seen = new Map<string, Entry>();
  const reversed = new Set<string>();
  entries.forEach((entry, index) => {
    put(entry.entryId, entryProblem(entry));
    if (seen.has(entry.entryId)) put(entry.entryId, { en: 'The id stands twice.', zh: '分录编号重复。' });
    const named = entry.reverses ?? entry.adjusts;
    if (named !== undefined && !seen.has(named)) put(entry.entryId, { en: `It names entry ${named}, which does not stand before it.`, zh: `所指分录${named}不在其前。` });
    if (entry.reverses !== undefined) {
      if (reversed.has(entry.reverses)) put(entry.entryId, { en: `Entry ${entry.reverses} is reversed twice.`, zh: `分录${entry.reverses}被重复冲正。` });
      reversed.add(entry.reverses);
      const before = postingsAsAdjusted(entries.slice(0, index), entry.reverses);
      if (!isMirror(before, entry.postings)) put(entry.entryId, { en: `It is no mirror of entry ${entry.reverses}.`, zh: `与被冲正的分录${entry.reverses}不一致。` });
    }
    seen.set(entry.entryId, entry);
  });
  const sums = new Map<string, { posting: Posting; fen: Fen }>();
  for (const { postings } of entries) for (const posting of postings) {
    const id = JSON.stringify([posting.account, posting.caseId, posting.party, posting.debt, posting.part ?? null]);
    sums.set(id, { posting, fen: (sums.get(id)?.fen ?? 0n) + posting.fen });
  }
  for (const { posting: { account, caseId, party, debt }, fen } of sums.values()) {
    const side = NORMAL_SIDE[account];
    if ((side === 'debit' && fen < 0n) || (side === 'credit' && fen > 0n)) {
      put('', { en: `Account ${account} of ${[caseId, party, debt].join('/')} stands on the wrong side: ${formatYuan(fen)}.`, zh: `${[caseId, party, debt].join('/')}的${account}账户余额方向有误：${formatYuan(fen)}元。` });
    }
  }
  return problems;
}

function isMirror(before: readonly Posting[], after: readonly Posting[]): boolean {
  const left = new Map<string, Fen>();
  for (const posting of [...before, ...after]) {
    const id = JSON.stringify([posting.account, posting.caseId, posting.party, posting.debt, posting.part ?? null]);
    left.set(id, (left.get(id) ?? 0n) + posting.fen);
  }
  return [...left.values()].every((fen) => fen === 0n);
}
