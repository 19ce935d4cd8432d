/** What each thing that happens to a debt posts. Each answers new entries only; nothing that stands is changed. */
import { LawInputError, formatYuan, type Fen, type LegalDate } from '#law';
import type { DebtKey } from './accounts.ts';
import { reckon } from './balance.ts';
import { accountBalance, inHandsOn, postingsAsAdjusted, reverseEntry } from './book.ts';
import { makeEntry, post, type Entry, type Posting, type Voucher } from './entry.ts';
import type { DebtTerms, MoneyRules } from './terms.ts';

/** A debt with all that is known of it. */
export interface DebtAccount { key: DebtKey; entries: readonly Entry[]; terms: DebtTerms; rules: MoneyRules }

/** Money that came. `origin`: straight from the bank, matched out of the suspense of nobody, or taken by officers on the spot. */
export interface Receipt { receiptId: string; fen: Fen; origin: 'bank' | 'unmatched' | 'hands' }

/** A served decision orders a sum. The voucher's day is the day of service. */
export function establishObligation(key: DebtKey, fen: Fen, voucher: Voucher): Entry {
  atLeastOneFen(fen);
  return makeEntry({ ...voucher, kind: 'obligationEstablished', postings: [post('principal', key, fen), post('treasury', key, -fen)] });
}

/** A remedy varied the sum: it stands as `fen` from the beginning, and money that it no longer needs goes to suspense. */
export function varyObligation(account: DebtAccount, fen: Fen, voucher: Voucher): Entry[] {
  atLeastOneFen(fen);
  return orderAnew(account, fen, 'obligationVaried', voucher);
}

/** A remedy quashed the decision: nothing was ever owed, and what was paid lies in suspense until its refund is ordered. */
export function quashObligation(account: DebtAccount, voucher: Voucher): Entry[] {
  return orderAnew(account, 0n, 'obligationQuashed', voucher);
}

/**
 * Books a receipt with the day of its value date, applied in the order of the pack as of that day; what is too much,
 * before a served decision, or of a day on which nothing may be collected lies in suspense. A receipt with an earlier
 * value date than one already booked moves the money of the later one, by entries that name it.
 */
export function bookReceipt(account: DebtAccount, receipt: Receipt, voucher: Voucher): Entry[] {
  const { key, entries } = account;
  atLeastOneFen(receipt.fen);
  if (entries.some((entry) => entry.receiptId === receipt.receiptId && entry.kind === 'receiptBooked' && !entries.some(({ reverses }) => reverses === entry.entryId))) throw new LawInputError(`Receipt ${receipt.receiptId} is booked already.`, `收款${receipt.receiptId}已经入账。`);
  const source: Posting = receipt.origin !== 'unmatched' ? post(receipt.origin === 'bank' ? 'treasury' : 'inHands', key, receipt.fen) : { account: 'suspense', caseId: null, party: null, debt: null, fen: receipt.fen };
  const held = makeEntry({ ...voucher, kind: 'receiptBooked', receiptId: receipt.receiptId, postings: [source, post('suspense', key, -receipt.fen)] });
  const moved = reallocations({ ...account, entries: [...entries, held] }, voucher);
  const own = moved.find(({ adjusts }) => adjusts === held.entryId);
  const booked = own === undefined ? held : makeEntry({ ...held, postings: netted([...held.postings, ...own.postings]) });
  return [booked, ...moved.filter((entry) => entry !== own)];
}

/** The bank reports what the office paid in of the money that its officers took. Throws `LawInputError` when less is in its hands. */
export function bookDeposit(account: Pick<DebtAccount, 'key' | 'entries'>, { receiptId, fen }: Pick<Receipt, 'receiptId' | 'fen'>, voucher: Voucher): Entry {
  atLeastOneFen(fen);
  const held = heldInHands(account.entries, account.key, voucher.occurredOn);
  if (fen > held) throw new LawInputError(`Only ${formatYuan(held)} yuan are in the hands of the office.`, `行政机关手中的当场收缴款项仅为${formatYuan(held)}元。`);
  return makeEntry({ ...voucher, kind: 'depositBooked', receiptId, postings: [post('treasury', account.key, fen), post('inHands', account.key, -fen)] });
}

/** What was in the hands of the office on a day and has not been paid in since. */
export function heldInHands(entries: readonly Entry[], key: DebtKey, on: LegalDate): Fen {
  const now = accountBalance(entries, key, 'inHands');
  const then = inHandsOn(entries, key, on);
  return then < now ? then : now;
}

/** Money whose reference names no debt: it lies in the suspense of nobody until someone matches it or it goes back. */
export function bookUnmatched(receiptId: string, fen: Fen, voucher: Voucher): Entry {
  atLeastOneFen(fen);
  const nobody = { caseId: null, party: null, debt: null };
  return makeEntry({ ...voucher, kind: 'moneyUnmatched', receiptId, postings: [{ account: 'treasury', ...nobody, fen }, { account: 'suspense', ...nobody, fen: -fen }] });
}

/**
 * The bank took a receipt back; what it had paid is owed again from that day, as far as other money does not pay it.
 * `corrected`: it was never for this debt, so its own day is the voucher's, and it counts as never booked.
 */
export function reversePayment(account: DebtAccount, entryId: string, voucher: Voucher, kind: 'paymentReversed' | 'corrected' = 'paymentReversed'): Entry[] {
  const reversal = reverseEntry(account.entries, entryId, kind, voucher);
  return [reversal, ...reallocations({ ...account, entries: [...account.entries, reversal] }, voucher)];
}

/**
 * Surcharge is given up under an enforcement agreement (Compulsion Law art. 42); the principal cannot be.
 * Throws `LawInputError` when less has accrued and is unpaid on the day.
 */
export function waiveSurcharge(account: DebtAccount, fen: Fen, voucher: Voucher): Entry[] {
  atLeastOneFen(fen);
  const { key, entries, terms, rules } = account;
  const { surchargeFen, paidSurchargeFen, waivedFen } = reckon(entries, key, voucher.occurredOn, terms, rules).balance;
  const open = surchargeFen - paidSurchargeFen - waivedFen;
  if (fen > open) throw new LawInputError(`Only ${formatYuan(open)} yuan of surcharge are unpaid on ${voucher.occurredOn}.`, `截至${voucher.occurredOn}，未缴的加收款项仅为${formatYuan(open)}元。`);
  const waiver = makeEntry({ ...voucher, kind: 'surchargeWaived', postings: [post('surcharge', key, fen), post('waived', key, -fen, 'surcharge')] });
  return [waiver, ...reallocations({ ...account, entries: [...entries, waiver] }, voucher)];
}

/** Orders money back that lies in suspense for the debt. Throws `LawInputError` when there is less. */
export function orderRefund(account: DebtAccount, fen: Fen, voucher: Voucher): Entry {
  atLeastOneFen(fen);
  const held = -accountBalance(account.entries, account.key, 'suspense');
  if (fen > held) throw new LawInputError(`Only ${formatYuan(held)} yuan lie in suspense.`, `暂存款项仅为${formatYuan(held)}元。`);
  return makeEntry({ ...voucher, kind: 'refundOrdered', postings: [post('suspense', account.key, fen), post('refundable', account.key, -fen)] });
}

/** The treasury paid a refund. Throws `LawInputError` when less was ordered. */
export function payRefund(account: DebtAccount, fen: Fen, voucher: Voucher): Entry {
  atLeastOneFen(fen);
  const ordered = -accountBalance(account.entries, account.key, 'refundable');
  if (fen > ordered) throw new LawInputError(`Only ${formatYuan(ordered)} yuan are ordered to go back.`, `已决定退还的金额仅为${formatYuan(ordered)}元。`);
  return makeEntry({ ...voucher, kind: 'refundPaid', postings: [post('refundable', account.key, fen), post('treasury', account.key, -fen)] });
}

/** A refund did not reach the party: what was only `ordered`, or what the treasury had `paid` and got back, lies in suspense again. */
export function returnRefund(account: DebtAccount, fen: Fen, from: 'ordered' | 'paid', voucher: Voucher): Entry {
  atLeastOneFen(fen);
  return makeEntry({ ...voucher, kind: 'refundReturned', postings: [post(from === 'ordered' ? 'refundable' : 'treasury', account.key, fen), post('suspense', account.key, -fen)] });
}

/**
 * The charge was repealed: what is unpaid of the principal is written to zero to collect, what was paid stays (fee.md
 * A17, A20). Null when nothing is unpaid. Throws `LawInputError` for a charge that is not repealed on the voucher's day.
 */
export function windDown(account: DebtAccount, voucher: Voucher): Entry | null {
  const { key, entries, rules } = account;
  if (rules.refusedFrom === null || voucher.occurredOn < rules.refusedFrom) throw new LawInputError(`The charge is not repealed on ${voucher.occurredOn}.`, `${voucher.occurredOn}该项征收尚未取消。`);
  const unpaid = accountBalance(entries, key, 'principal') + accountBalance(entries, key, 'paid', 'principal');
  if (unpaid <= 0n) return null;
  return makeEntry({ ...voucher, kind: 'woundDown', postings: [post('treasury', key, unpaid), post('principal', key, -unpaid)] });
}

/**
 * The entries that bring the receipts of a debt to what they pay as all is known now: between principal, surcharge and
 * suspense, one for each receipt that pays otherwise than booked. Empty when the books are right.
 */
export function reallocations(account: DebtAccount, voucher: Voucher): Entry[] {
  const { key, entries, terms, rules } = account;
  let day: LegalDate = voucher.occurredOn;
  for (const { occurredOn } of entries) if (occurredOn > day) day = occurredOn;
  for (const { on } of terms.history) if (on > day) day = on;
  const { applied } = reckon(entries, key, day, terms, rules);
  const reversed = new Set(entries.map((entry) => entry.reverses));
  const moved: Entry[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'receiptBooked' || reversed.has(entry.entryId)) continue;
    const fen = -entry.postings.reduce((sum, posting) => ((posting.account === 'paid' || posting.account === 'suspense') && posting.caseId === key.caseId && posting.party === key.party && posting.debt === key.debt ? sum + posting.fen : sum), 0n);
    if (fen === 0n) continue;
    const use = applied.get(entry.entryId);
    const principal = use?.principalFen ?? 0n;
    const surcharge = use?.surchargeFen ?? 0n;
    const booked = postingsAsAdjusted(entries, entry.entryId);
    const has = (name: Posting['account'], part?: 'principal' | 'surcharge'): Fen => booked.reduce((sum, posting) => (posting.caseId === key.caseId && posting.account === name && posting.part === part ? sum + posting.fen : sum), 0n);
    const toPrincipal = -principal - has('paid', 'principal');
    const toSurcharge = -surcharge - has('paid', 'surcharge');
    const recognised = surcharge - has('surcharge');
    const postings = [
      post('paid', key, toPrincipal, 'principal'), post('paid', key, toSurcharge, 'surcharge'), post('suspense', key, -toPrincipal - toSurcharge),
      post('surcharge', key, recognised), post('treasury', key, -recognised),
    ].filter((posting) => posting.fen !== 0n);
    if (postings.length > 0) moved.push(makeEntry({ ...voucher, entryId: `${voucher.entryId}+${moved.length + 1}`, kind: 'reallocated', adjusts: entry.entryId, ...(entry.receiptId === undefined ? {} : { receiptId: entry.receiptId }), postings }));
  }
  return moved;
}

function orderAnew(account: DebtAccount, fen: Fen, kind: 'obligationVaried' | 'obligationQuashed', voucher: Voucher): Entry[] {
  const { key, entries } = account;
  const stands = accountBalance(entries, key, 'principal');
  if (stands <= 0n) throw new LawInputError('No decision stands that could be varied or quashed.', '没有可以变更或者撤销的有效决定。');
  const order = makeEntry({ ...voucher, kind, postings: [post('principal', key, fen - stands), post('treasury', key, stands - fen)] });
  return [order, ...reallocations({ ...account, entries: [...entries, order] }, voucher)];
}

function netted(postings: readonly Posting[]): Posting[] {
  const sums = new Map<string, Posting>();
  for (const posting of postings) {
    const id = JSON.stringify([posting.account, posting.caseId, posting.party, posting.debt, posting.part ?? null]);
    sums.set(id, { ...posting, fen: (sums.get(id)?.fen ?? 0n) + posting.fen });
  }
  return [...sums.values()].filter(({ fen }) => fen !== 0n);
}

function atLeastOneFen(fen: Fen): void {
  if (fen <= 0n) throw new LawInputError(`${formatYuan(fen)} yuan is no amount to book.`, `${formatYuan(fen)}元不是可以入账的金额。`);
}
