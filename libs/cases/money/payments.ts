/**
 * Money that the bank reports. Nobody enters it by hand and no office takes it: it comes from the machine that reads the
 * bank's receipts (收支两条线, 罚缴分离). It is booked in a closed case too, and after the end of the pack where its value
 * date lies before: what was paid in time is paid.
 */
import { chinaDateOf, packCitation, type LawBook, type LegalDate } from '#law';
import type { Cite, Pack } from '#law/pack-format';
import { bookReceipt, reckon, reverseEntry, reversePayment as reversed, type Entry, type Voucher } from '#ledger';
import type { Around } from '../act-rules.ts';
import { FITS_THE_CASE, blocker } from '../blockers.ts';
import { caseMoney } from '../clocks.ts';
import type { EventRun } from '../event-run.ts';
import type { Blocker, CaseCommand, CaseState } from '../model.ts';
import { firstOf, type Rule } from '../rules.ts';
import { bookedEntry, type CaseDebt } from './debts.ts';
import type { BookedEntry } from './types.ts';

type Book = Extract<CaseCommand, { type: 'bookPayment' }>;
type Reverse = Extract<CaseCommand, { type: 'reversePayment' }>;
type Deposit = Extract<CaseCommand, { type: 'bookDeposit' }>;
export interface AskedBooking { command: Book | Deposit; debt: CaseDebt | undefined; run: EventRun; pack: Pack; around: Around }

export const FROM_THE_BANK: Rule<{ around: Around }> = {
  codes: ['moneyComesFromTheBank'],
  judge: ({ around }) => (around.actor.kind === 'machine' ? [] : [blocker('moneyComesFromTheBank', '款项以银行入账信息为准，不得手工录入', 'money is booked from the receipts of the bank and is not entered by hand', { zh: '《中华人民共和国行政处罚法》第67条、《社会抚养费征收管理办法》第10条', en: 'Administrative Penalty Law art. 67; Order 357 art. 10' })]),
};

export const OF_A_DEBT: Rule<AskedBooking> = {
  codes: ['debtUnknown'],
  judge: ({ command, pack, run }) => (pack.money?.debts.some(({ code }) => code === command.debt) === true && run.state.parties.some(({ partyId }) => partyId === command.party) ? []
    : [blocker('debtUnknown', '案件没有这项应缴款项', 'the case has no such debt of such a party', FITS_THE_CASE, { field: 'debt' })]),
};
export const OF_MORE_THAN_NOTHING: Rule<AskedBooking> = {
  codes: ['amountNotPositive'],
  judge: ({ command }) => (/^[1-9]\d*$/.test(command.fen) ? [] : [blocker('amountNotPositive', '收款金额应大于零', 'a receipt is of more than nothing', FITS_THE_CASE, { field: 'fen' })]),
};
export const NOT_AHEAD: Rule<AskedBooking> = {
  codes: ['valueDateInFuture'],
  judge: ({ command, run }) => (command.on <= chinaDateOf(run.at) ? [] : [blocker('valueDateInFuture', `到账日${command.on}晚于今天`, `the value date ${command.on} lies after today`, FITS_THE_CASE, { field: 'on' })]),
};

/** What stands against booking a receipt; money that is refused lies in suspense at the bank's matching and goes back. */
export const PAYMENT_RULES: readonly Rule<AskedBooking>[] = [
  FROM_THE_BANK,
  OF_A_DEBT, OF_MORE_THAN_NOTHING, NOT_AHEAD,
  {
    // Order 357 art. 6, Penalty Law art. 67: the duty to pay begins with the decision received; before it there is neither fee nor fine.
    codes: ['noServedDecision'],
    judge: ({ command, debt, pack }) => {
      if (debt !== undefined && debt.establishedOn <= command.on && (debt.quashed === null || debt.quashed.on > command.on)) return [];
      const cite = pack.money?.debts.find(({ code }) => code === command.debt)?.cite;
      return [blocker('noServedDecision', `${command.on}当日没有已送达的有效决定，所收款项不得作为该项缴款入账，应予退还`, `on ${command.on} no served decision stands: the money is not accepted as such and goes back`, cite === undefined ? FITS_THE_CASE : packCitation(pack, cite), { field: 'on', ...(debt === undefined || debt.establishedOn <= command.on ? {} : { earliest: debt.establishedOn }) })];
    },
  },
  {
    codes: ['moneyAfterTheEnd'],
    judge: ({ command, debt, pack }) => (debt?.rules.refusedFrom == null || command.on < debt.rules.refusedFrom || pack.inForce.after === undefined ? []
      : [blocker('moneyAfterTheEnd', `自${debt.rules.refusedFrom}起不得再行征收，${command.on}到账的款项应予退还`, `from ${debt.rules.refusedFrom} nothing may be collected: money of ${command.on} goes back`, packCitation(pack, pack.inForce.after.cite), { field: 'on' })]),
  },
];

/** Books a receipt once, however often it is reported; once more (`again`) only where it was matched anew after it had been taken back. */
export function bookPayment(run: EventRun, command: Book, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const money = caseMoney(run.state, run.at, book);
  const debt = money.debts.find(({ key }) => key.debt === command.debt && key.party === command.party);
  const blockers = firstOf(PAYMENT_RULES, { command, debt, run, pack, around });
  if (blockers.length > 0 || debt === undefined || standingReceipt(run.state, command.receiptId) !== undefined) return blockers;
  if (command.again !== true && receiptOf(run.state, command.receiptId) !== undefined) return blockers;
  const entries = bookReceipt({ ...debt, entries: money.entries }, { receiptId: command.receiptId, fen: BigInt(command.fen), origin: 'bank' }, voucherOf(run, command.on, debt.definition.cite, pack));
  const { balance } = reckon([...money.entries, ...entries], debt.key, latest(run, [...money.entries, ...entries]), debt.terms, debt.rules);
  run.add({
    type: 'paymentBooked', v: 1, occurredOn: command.on, receiptId: command.receiptId, reference: command.reference, debt: command.debt, party: command.party, fen: command.fen,
    entries: entries.map(bookedEntry), paidInFullOn: balance.paidInFullOn,
  });
  if (balance.suspenseFen > 0n) tellOfExcess(run, command.party);
  return [];
}

/** More came than is owed: somebody sees to its return. */
export function tellOfExcess(run: EventRun, party: string): void {
  if (run.state.closed !== null || run.state.packEnded) return;
  run.owe({ kind: 'remind', to: 'officer', party, about: { zh: '收到超额或者重复缴款，请办理退还', en: 'more was paid than is owed: see to its return' } }, chinaDateOf(run.at));
}

interface AskedReversal { command: Reverse; receipt: BookedEntry | undefined; run: EventRun; around: Around }

/** What stands against taking a receipt back. */
export const REVERSAL_RULES: readonly Rule<AskedReversal>[] = [
  FROM_THE_BANK,
  { codes: ['receiptUnknown'], judge: ({ receipt }) => (receipt === undefined ? [blocker('receiptUnknown', '案件没有这笔收款', 'the case has no such receipt', FITS_THE_CASE, { field: 'receiptId' })] : []) },
  {
    codes: ['reversalOutOfTime'],
    judge: ({ command, receipt, run }) => (receipt === undefined || (command.wrongMatch === true ? command.on === receipt.occurredOn : command.on >= receipt.occurredOn && command.on <= chinaDateOf(run.at)) ? []
      : [blocker('reversalOutOfTime', `冲正日期${command.on}早于到账日${receipt.occurredOn}或者晚于今天`, `the reversal of ${command.on} lies before the receipt of ${receipt.occurredOn}, or after today`, FITS_THE_CASE, { field: 'on' })]),
  },
];

/** Takes a receipt back once; what it had paid is owed again, and the clock of its period runs on. */
export function reversePayment(run: EventRun, command: Reverse, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const receipt = standingReceipt(run.state, command.receiptId) ?? receiptOf(run.state, command.receiptId);
  const blockers = firstOf(REVERSAL_RULES, { command, receipt, run, around });
  const owner = receipt?.postings.find(({ account }) => account === 'paid' || account === 'suspense' || account === 'inHands');
  if (blockers.length > 0 || receipt === undefined || owner === undefined || run.state.money?.entries.some((entry) => entry.reverses === receipt.entryId) === true) return blockers;
  const money = caseMoney(run.state, run.at, book);
  if (receipt.kind === 'depositBooked') return depositTakenBack(run, command, receipt, owner, money.entries);
  const debt = money.debts.find(({ key }) => key.debt === owner.debt && key.party === owner.party);
  if (debt === undefined) throw new Error(`Case ${run.state.caseId} has a receipt for the debt ${owner.debt} of ${owner.party} and no such debt.`);
  const entries = reversed({ ...debt, entries: money.entries }, receipt.entryId, voucherOf(run, command.on, debt.definition.cite, pack), command.wrongMatch === true ? 'corrected' : 'paymentReversed');
  const { balance } = reckon([...money.entries, ...entries], debt.key, latest(run, [...money.entries, ...entries]), debt.terms, debt.rules);
  const fen = receipt.postings.reduce((sum, posting) => (posting.account === 'paid' || posting.account === 'suspense' ? sum - BigInt(posting.fen) : sum), 0n);
  run.add({ type: 'paymentReversed', v: 1, occurredOn: command.on, receiptId: command.receiptId, debt: debt.key.debt, party: debt.key.party, fen: String(fen), entries: entries.map(bookedEntry), paidInFullOn: balance.paidInFullOn });
  // Order 357 art. 8, Penalty Law art. 66(1): what was closed as performed is not performed any more; whether it is taken up again is the county's act.
  if (run.state.closed !== null && !run.state.packEnded && balance.paidInFullOn === null && balance.balanceFen > 0n) {
    run.owe({ kind: 'escalate', to: 'countyLegalOffice', party: debt.key.party, about: { zh: '结案后缴款被银行冲正，应缴款项未缴清，请决定恢复办理', en: 'after the closing the bank took a payment back and money is owed again: decide whether the case is taken up again' } }, chinaDateOf(run.at));
  }
  return [];
}

/** The party has paid, so it owes nothing anew: the office holds the money again and pays it in once more (Penalty Law art. 71). */
function depositTakenBack(run: EventRun, { receiptId, on, wrongMatch }: Reverse, { entryId, cite }: BookedEntry, { party, debt }: BookedEntry['postings'][number], before: readonly Entry[]): Blocker[] {
  const voucher = { entryId: run.nextId, occurredOn: on, recordedAt: run.at, cause: { caseId: run.state.caseId, seq: run.nextSeq }, cite };
  const entries = [reverseEntry(before, entryId, wrongMatch === true ? 'corrected' : 'paymentReversed', voucher)];
  const fen = entries.flatMap(({ postings }) => postings).reduce((sum, posting) => (posting.account === 'inHands' ? sum + posting.fen : sum), 0n);
  run.add({ type: 'depositReversed', v: 1, occurredOn: on, receiptId, debt, party, fen: String(fen), entries: entries.map(bookedEntry) });
  // What was matched wrongly was never a deposit; what the bank took back is owed to it anew.
  if (wrongMatch !== true && !run.state.packEnded) run.owe({ kind: 'escalate', to: 'countyLegalOffice', party, about: { zh: '银行冲正了当场收缴款项的缴存，请督促行政机关重新缴付', en: 'the bank took back the deposit of money collected on the spot: see that the office pays it in again' } }, chinaDateOf(run.at));
  return [];
}

/** The booking of what the bank reported, a payment or a deposit, that was not taken back. */
export function standingReceipt(state: CaseState, receiptId: string): BookedEntry | undefined {
  const entries = state.money?.entries ?? [];
  return entries.find((entry) => isFromTheBank(entry) && entry.receiptId === receiptId && !entries.some(({ reverses }) => reverses === entry.entryId));
}

export function receiptOf(state: CaseState, receiptId: string): BookedEntry | undefined {
  return state.money?.entries.find((entry) => isFromTheBank(entry) && entry.receiptId === receiptId);
}

/** What officers took is none of the bank's receipts, and the bank takes back only its own. */
export function isFromTheBank({ kind, postings }: Pick<BookedEntry, 'kind' | 'postings'>): boolean {
  return kind === 'depositBooked' || (kind === 'receiptBooked' && postings.every(({ account }) => account !== 'inHands'));
}

export function voucherOf(run: EventRun, on: LegalDate, cite: Cite, pack: Pack): Voucher {
  return { entryId: run.nextId, occurredOn: on, recordedAt: run.at, cause: { caseId: run.state.caseId, seq: run.nextSeq }, cite: { instrument: pack.instruments.find((one) => one.id === cite.instrument)?.name ?? packCitation(pack, cite), article: cite.article, status: cite.status } };
}

/** The day to which everything known is played: today, or the last value date. */
export function latest(run: EventRun, entries: readonly Entry[]): Book['on'] {
  return entries.reduce((day, { occurredOn }) => (occurredOn > day ? occurredOn : day), chinaDateOf(run.at));
}
