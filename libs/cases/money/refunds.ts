/**
 * Money that goes back to the party. What lies in suspense with a debt is refundable, and nothing else: too much was
 * paid, or a remedy took away what it had paid. Two persons of finance decide in their register; the case judges again,
 * when it is ordered and when the treasury has paid, so that a reversal by the bank in between lets nothing out twice.
 */
import { chinaDateOf, citationText, type LawBook, type LegalDate } from '#law';
import type { BilingualText, Pack } from '#law/pack-format';
import { accountBalance, orderRefund as ordered, payRefund as paid, returnRefund as returned } from '#ledger';
import type { Around } from '../act-rules.ts';
import { FITS_THE_CASE, blocker, houseRule } from '../blockers.ts';
import { caseMoney } from '../clocks.ts';
import type { EventRun } from '../event-run.ts';
import type { Blocker, CaseCommand, CaseState } from '../model.ts';
import { firstOf, type Rule } from '../rules.ts';
import { bookedEntry, type CaseDebt, type CaseMoney } from './debts.ts';
import { voucherOf } from './payments.ts';
import type { RefundGround, RefundState } from './refund-types.ts';

type Order = Extract<CaseCommand, { type: 'orderRefund' }>;
type Pay = Extract<CaseCommand, { type: 'payRefund' }>;
type Return = Extract<CaseCommand, { type: 'returnRefund' }>;

/** What of a debt can be ordered back on a day, with the reason and the article. `decidedOn`: the day of the decision that established it. */
export interface Refundable { debt: string; party: string; fen: bigint; ground: RefundGround; article: BilingualText; decidedOn: LegalDate }

const ARTICLES: Record<Exclude<RefundGround, 'afterRepeal'>, BilingualText> = {
  quashed: { zh: '《中华人民共和国国家赔偿法》第36条第1项', en: 'State Compensation Law art. 36(1)' },
  varied: { zh: '《中华人民共和国国家赔偿法》第36条第1项', en: 'State Compensation Law art. 36(1)' },
  // Unjust enrichment; the General Provisions of 2017 have it under the same number.
  overpaid: { zh: '《中华人民共和国民法典》第122条（推定适用）', en: 'Civil Code art. 122 (inference)' },
};

function articleOf(ground: RefundGround, { rules: { refusedCite } }: CaseDebt): BilingualText {
  if (ground !== 'afterRepeal') return ARTICLES[ground];
  return refusedCite === null ? ARTICLES.overpaid : citationText(refusedCite.instrument, refusedCite.article);
}

/** Every debt of the case for which money can go back on a day; empty where none can. */
export function refundables(state: CaseState, money: CaseMoney, on: LegalDate): Refundable[] {
  return money.debts.flatMap((debt) => {
    const fen = heldFor(debt, money);
    if (fen <= 0n) return [];
    const ground = groundOf(state, debt, on);
    const decidedOn = state.papers.find(({ paperId }) => paperId === debt.paperId)?.issuedOn ?? debt.establishedOn;
    return [{ debt: debt.key.debt, party: debt.key.party, fen, ground, article: articleOf(ground, debt), decidedOn }];
  });
}

function heldFor({ key }: CaseDebt, { entries }: CaseMoney): bigint {
  return -accountBalance(entries, key, 'suspense');
}

function groundOf(state: CaseState, { key, quashed, varied, fen, rules }: CaseDebt, on: LegalDate): RefundGround {
  if (quashed !== null && quashed.on <= on) return 'quashed';
  const stands = varied.findLast((one) => one.on <= on)?.fen;
  if (stands !== undefined && stands < fen) return 'varied';
  const { refusedFrom } = rules;
  const late = refusedFrom !== null && (state.money?.entries ?? []).some((entry) => entry.kind === 'receiptBooked' && entry.occurredOn >= refusedFrom && entry.postings.some((posting) => posting.account === 'suspense' && posting.debt === key.debt && posting.party === key.party));
  return late ? 'afterRepeal' : 'overpaid';
}

const BY_TWO = houseRule('退款须由财务人员二人办理，经国库退付', 'money goes back by two persons of finance and through the treasury');
const FROM_THE_REGISTER: Rule<{ around: Around }> = {
  codes: ['refundNeedsTwo'],
  judge: ({ around }) => (around.actor.kind === 'machine' ? [] : [blocker('refundNeedsTwo', '退款须由财务人员二人在退款登记中办理', 'a refund is asked for by one person of finance and confirmed by a second, in the register of refunds', BY_TWO)]),
};

interface Asked { command: Order; debt: CaseDebt | undefined; money: CaseMoney; run: EventRun; around: Around }

/** What stands against ordering money back. */
export const REFUND_RULES: readonly Rule<Asked>[] = [
  FROM_THE_REGISTER,
  { codes: ['debtUnknown'], judge: ({ debt }) => (debt === undefined ? [blocker('debtUnknown', '案件没有这项应缴款项', 'the case has no such debt of such a party', FITS_THE_CASE, { field: 'debt' })] : []) },
  { codes: ['amountNotPositive'], judge: ({ command }) => (/^[1-9]\d*$/.test(command.fen) ? [] : [blocker('amountNotPositive', '退款金额应大于零', 'a refund is of more than nothing', FITS_THE_CASE, { field: 'fen' })]) },
  {
    codes: ['aboveRefundable'],
    judge: ({ command, debt, money }) => (debt === undefined || BigInt(command.fen) <= heldFor(debt, money) ? [] : [blocker('aboveRefundable', '退款金额超过可以退还的暂存款项', 'it is more than lies in suspense for the debt', BY_TWO, { field: 'fen' })]),
  },
  { codes: ['payByPast'], judge: ({ command, run }) => (command.payBy >= chinaDateOf(run.at) ? [] : [blocker('payByPast', `退付期限${command.payBy}早于今天`, `the day by which it is paid, ${command.payBy}, lies before today`, FITS_THE_CASE, { field: 'payBy' })]) },
];

/** Orders money back, once for each refund of the register. */
export function orderRefund(run: EventRun, command: Order, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const money = caseMoney(run.state, run.at, book);
  const debt = money.debts.find(({ key }) => key.debt === command.debt && key.party === command.party);
  if (around.actor.kind === 'machine' && refundOf(run.state, command.refundId) !== undefined) return [];
  const blockers = firstOf(REFUND_RULES, { command, debt, money, run, around });
  if (blockers.length > 0 || debt === undefined) return blockers;
  const on = chinaDateOf(run.at);
  const { refundId, party, fen, payBy } = command;
  const entry = ordered({ ...debt, entries: money.entries }, BigInt(fen), voucherOf(run, on, debt.definition.cite, pack));
  run.add({ type: 'refundOrdered', v: 1, occurredOn: on, refundId, debt: command.debt, party, fen, ground: groundOf(run.state, debt, on), payBy, entries: [bookedEntry(entry)] });
  return [];
}

interface AskedOf { command: Pay | Return; refund: RefundState | undefined; money: CaseMoney; run: EventRun; around: Around }
const KNOWN: Rule<AskedOf> = { codes: ['refundUnknown'], judge: ({ refund }) => (refund === undefined ? [blocker('refundUnknown', '案件没有这项退款', 'the case has no such refund', FITS_THE_CASE, { field: 'refundId' })] : []) };
const IN_TIME: Rule<AskedOf> = {
  codes: ['refundOutOfTime'],
  judge: ({ command, refund, run }) => (refund === undefined || (command.on >= (refund.paidOn ?? refund.orderedOn) && command.on <= chinaDateOf(run.at)) ? []
    : [blocker('refundOutOfTime', `日期${command.on}早于${refund.paidOn ?? refund.orderedOn}或者晚于今天`, `the day ${command.on} lies before ${refund.paidOn ?? refund.orderedOn}, or after today`, FITS_THE_CASE, { field: 'on' })]),
};

/** What stands against the treasury's payment of a refund. */
export const REFUND_PAID_RULES: readonly Rule<AskedOf>[] = [
  FROM_THE_REGISTER, KNOWN,
  { codes: ['refundReturned'], judge: ({ refund }) => (refund?.status === 'returned' ? [blocker('refundReturned', '该项退款已撤回或者退回', 'this refund was given up or came back', FITS_THE_CASE, { field: 'refundId' })] : []) },
  {
    // The bank took a receipt back since, or a correction moved one: what was ordered is not there any more.
    codes: ['noLongerRefundable'],
    judge: ({ refund, money }) => (refund === undefined || stillCovered(refund, money) ? [] : [blocker('noLongerRefundable', '决定退还后款项已被冲正或者更正，可退金额不足，应当撤回该项退款', 'money was taken back or corrected after it was ordered: less is there than goes out, so the refund is to be given up', BY_TWO, { field: 'refundId' })]),
  },
  IN_TIME,
];

/** What stands against a refund that comes back. */
export const REFUND_RETURNED_RULES: readonly Rule<AskedOf>[] = [FROM_THE_REGISTER, KNOWN, IN_TIME];

/** Whether what was ordered back is there: the suspense of the debt has not fallen below nothing since. */
export function stillCovered({ debt, party }: Pick<RefundState, 'debt' | 'party'>, { debts, entries }: CaseMoney): boolean {
  const found = debts.find(({ key }) => key.debt === debt && key.party === party);
  return found !== undefined && accountBalance(entries, found.key, 'suspense') <= 0n;
}

/** The treasury has paid; once. */
export function payRefund(run: EventRun, command: Pay, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const refund = refundOf(run.state, command.refundId);
  if (around.actor.kind === 'machine' && refund?.status === 'paid') return [];
  return settled(run, { command, refund, rules: REFUND_PAID_RULES, pack, book, around });
}

/** It did not reach the party; once. What was paid out came back with the day `on`. */
export function returnRefund(run: EventRun, command: Return, pack: Pack, book: LawBook, around: Around): Blocker[] {
  const refund = refundOf(run.state, command.refundId);
  if (around.actor.kind === 'machine' && refund?.status === 'returned') return [];
  return settled(run, { command, refund, rules: REFUND_RETURNED_RULES, pack, book, around });
}

function settled(run: EventRun, { command, refund, rules, pack, book, around }: { command: Pay | Return; refund: RefundState | undefined; rules: readonly Rule<AskedOf>[]; pack: Pack; book: LawBook; around: Around }): Blocker[] {
  const money = caseMoney(run.state, run.at, book);
  const blockers = firstOf(rules, { command, refund, money, run, around });
  if (blockers.length > 0 || refund === undefined) return blockers;
  const debt = money.debts.find(({ key }) => key.debt === refund.debt && key.party === refund.party);
  if (debt === undefined) return [blocker('debtUnknown', '案件目前没有这项应缴款项', 'the case does not have this debt at present', FITS_THE_CASE, { field: 'refundId' })];
  const account = { ...debt, entries: money.entries };
  const voucher = voucherOf(run, command.on, debt.definition.cite, pack);
  const told = { v: 1 as const, occurredOn: command.on, refundId: refund.refundId, debt: refund.debt, party: refund.party, fen: refund.fen };
  if (command.type === 'payRefund') run.add({ type: 'refundPaid', ...told, entries: [bookedEntry(paid(account, BigInt(refund.fen), voucher))] });
  else run.add({ type: 'refundReturned', ...told, entries: [bookedEntry(returned(account, BigInt(refund.fen), refund.status === 'paid' ? 'paid' : 'ordered', voucher))] });
  return [];
}

function refundOf(state: CaseState, refundId: string): RefundState | undefined {
  return state.money?.refunds?.find((one) => one.refundId === refundId);
}
