/** A balance line by line, as a finance officer would check it: the day, the sum, the rate, the article. */
import { citationText, formatYuan, type Citation, type Fen, type LegalDate } from '#law';
import type { EntryKind } from './entry.ts';
import type { BalanceLine, Reckoning } from './reckoning.ts';
import type { Accrual } from './replay.ts';
import type { DebtTerms, MoneyRules, SurchargeRule } from './terms.ts';

const ORDERED: Partial<Record<EntryKind, { zh: string; en: string }>> = {
  obligationEstablished: { en: 'The served decision orders', zh: '决定书送达，应缴' },
  obligationVaried: { en: 'The decision was varied:', zh: '决定变更，增减' },
  obligationQuashed: { en: 'The decision was quashed:', zh: '决定撤销，核减' },
};
const INFERENCE = { en: ' (inference)', zh: '（推定）' };

export function explainBalance({ timeline, history, applied, accruals, balance }: Reckoning, terms: DebtTerms, rules: MoneyRules): BalanceLine[] {
  const lines: BalanceLine[] = [];
  const put = (code: string, on: LegalDate, fen: Fen | null, en: string, zh: string): void => { lines.push({ code, on, fen, en, zh }); };
  const { asOf } = balance;

  for (const entry of timeline.orders) {
    if (entry.kind === 'woundDown') continue;
    const fen = entry.postings.reduce((sum, posting) => (posting.account === 'principal' && posting.caseId === balance.key.caseId && posting.party === balance.key.party && posting.debt === balance.key.debt ? sum + posting.fen : sum), 0n);
    const word = ORDERED[entry.kind] ?? { en: 'Corrected:', zh: '更正' };
    const cite = cited(entry.cite);
    put('ordered', entry.occurredOn, fen, `${entry.occurredOn}: ${word.en} ${formatYuan(fen)} yuan (${cite.en}).`, `${entry.occurredOn}：${word.zh}${formatYuan(fen)}元（${cite.zh}）。`);
  }
  const due = cited(terms.dueCite);
  if (timeline.principalFen > 0n && terms.dueDate === null) put('due', terms.standsSince ?? asOf, null, `Execution is suspended${terms.standsSince === undefined ? '' : ` since ${terms.standsSince}`}: the period to pay stands still, and its last day is not known yet (${due.en}).`, `${terms.standsSince === undefined ? '' : `自${terms.standsSince}起`}中止执行，缴纳期限停止计算，届满日待恢复执行后确定（${due.zh}）。`);
  else if (timeline.principalFen > 0n && terms.dueDate !== null) put('due', terms.dueDate, null, `To be paid by ${terms.dueDate} (${due.en}).`, `缴纳期限至${terms.dueDate}届满（${due.zh}）。`);
  for (const event of history) {
    if (event.kind === 'applied') {
      put('terms', event.on, null, `${event.on}: terms were applied for${event.timely ? ' in time' : ' out of time'}.`, `${event.on}：当事人${event.timely ? '在期限内' : '逾期'}申请暂缓或者分期缴纳。`);
    } else if (event.kind === 'refused') {
      put('terms', event.on, null, `${event.on}: the application was refused; the first due date${terms.dueDate === null ? '' : ` ${terms.dueDate}`} stands.`, `${event.on}：申请未获批准，恢复原缴纳期限${terms.dueDate ?? ''}。`);
    } else {
      const cite = cited(event.cite);
      if (event.kind === 'ended') put('terms', event.on, null, `${event.on}: the terms ended; what is unpaid is due on this day (${cite.en}).`, `${event.on}：暂缓或者分期终止，未缴部分于当日到期（${cite.zh}）。`);
      else put('terms', event.on, null, `${event.on}: ${event.instalments.length} instalment(s) to ${event.instalments.at(-1)?.due ?? event.on} were approved (${cite.en}).`, `${event.on}：批准分${event.instalments.length}期缴纳，末期至${event.instalments.at(-1)?.due ?? event.on}（${cite.zh}）。`);
    }
  }
  if (balance.acceleratedOn !== null) put('terms', balance.acceleratedOn, null, `${balance.acceleratedOn}: the whole rest fell due, as the approval says.`, `${balance.acceleratedOn}：依批准文书的约定，剩余款项全部到期。`);

  surcharge(put, accruals, balance, terms, rules);
  if (balance.heldSince !== null) put('surcharge', balance.heldSince, null, `Held since ${balance.heldSince}: the application for terms is not answered yet.`, `自${balance.heldSince}起暂停计算：暂缓或者分期申请尚未答复。`);

  const order = cited(rules.allocationCite);
  for (const { entryId, on, fen, kind, reverses, onTheSpot } of timeline.moves) {
    if (kind === 'receiptBooked' && reverses === undefined) {
      const use = applied.get(entryId);
      const principal = use?.principalFen ?? 0n;
      const paid = principal + (use?.surchargeFen ?? 0n);
      put('paid', on, -paid, `${on}: ${formatYuan(fen)} yuan ${onTheSpot ? 'collected on the spot' : 'received'}; principal ${formatYuan(principal)}, surcharge ${formatYuan(use?.surchargeFen ?? 0n)}, suspense ${formatYuan(fen - paid)} (${order.en}).`,
        `${on}：${onTheSpot ? '当场收缴' : '收到'}${formatYuan(fen)}元，其中抵缴本金${formatYuan(principal)}元、加收款项${formatYuan(use?.surchargeFen ?? 0n)}元，暂存${formatYuan(fen - paid)}元（${order.zh}）。`);
    } else if (kind === 'refundOrdered') put('refund', on, null, `${on}: ${formatYuan(-fen)} yuan was ordered to go back.`, `${on}：决定退还${formatYuan(-fen)}元。`);
    else if (kind === 'refundReturned') put('refund', on, null, `${on}: ${formatYuan(fen)} yuan did not reach the party and lies in suspense again.`, `${on}：退款${formatYuan(fen)}元未能退付，重新暂存。`);
    else put('reversal', on, null, `${on}: the bank took ${formatYuan(-fen)} yuan back; it pays nothing.`, `${on}：银行冲正${formatYuan(-fen)}元，不再抵缴。`);
  }
  if (balance.inHandsFen > 0n) put('inHands', asOf, null, `Of what was collected on the spot, ${formatYuan(balance.inHandsFen)} yuan have not reached the bank; the office owes them, not the party.`, `当场收缴的款项中尚有${formatYuan(balance.inHandsFen)}元未缴付银行，由行政机关缴付，与当事人无涉。`);
  if (balance.waivedFen > 0n) put('waived', timeline.waivers.at(-1)?.on ?? asOf, -balance.waivedFen, `Surcharge of ${formatYuan(balance.waivedFen)} yuan was waived under an enforcement agreement (Administrative Compulsion Law art. 42).`, `执行协议减免加收款项${formatYuan(balance.waivedFen)}元（《中华人民共和国行政强制法》第42条）。`);
  if (balance.noLongerCollectedFen > 0n && rules.refusedFrom !== null) {
    const cite = rules.refusedCite === null ? { en: '', zh: '' } : cited(rules.refusedCite);
    put('noLongerCollected', rules.refusedFrom, -balance.noLongerCollectedFen, `From ${rules.refusedFrom} ${formatYuan(balance.noLongerCollectedFen)} yuan are no longer collected (${cite.en}).`, `自${rules.refusedFrom}起，未缴的${formatYuan(balance.noLongerCollectedFen)}元不再征收（${cite.zh}）。`);
  }
  put('balance', asOf, null, `At the end of ${asOf}: ${formatYuan(balance.balanceFen)} yuan are owed, ${formatYuan(balance.principalNotDueFen)} of them not due yet.`, `截至${asOf}终了，尚欠${formatYuan(balance.balanceFen)}元，其中${formatYuan(balance.principalNotDueFen)}元尚未到期。`);
  return lines;
}

type Put = (code: string, on: LegalDate, fen: Fen | null, en: string, zh: string) => void;

function surcharge(put: Put, accruals: readonly Accrual[], { asOf, surchargeFen, surchargeCapReached }: Reckoning['balance'], terms: DebtTerms, rules: MoneyRules): void {
  const rule = rules.surcharge;
  if (rule === null) return;
  if (!terms.rateStated) {
    put('surcharge', asOf, null, 'Nothing accrues: the served paper does not state the rate (Administrative Compulsion Law art. 45(1)).', '送达的文书未载明加收标准，不予加收（《中华人民共和国行政强制法》第45条第1款）。');
    return;
  }
  const cite = cited(rule.cite);
  for (const one of accruals) {
    const rate = rateOf(rule, one);
    put('surcharge', one.until, null, `${formatYuan(one.fen)} yuan unpaid from ${one.from} to ${one.until}: ${rate.en} (${cite.en}).`, `${formatYuan(one.fen)}元自${one.from}次日起至${one.until}未缴：${rate.zh}（${cite.zh}）。`);
  }
  if (surchargeFen === 0n) return;
  const cap = cited(rule.capCite);
  put('surchargeTotal', asOf, surchargeFen,
    `Together, cut down to the fen: ${formatYuan(surchargeFen)} yuan${surchargeCapReached ? `; it stops at the principal (${cap.en})` : ''}.`,
    `合计（不足一分舍去）${formatYuan(surchargeFen)}元${surchargeCapReached ? `，以本金数额为限（${cap.zh}）` : ''}。`);
}

function rateOf(rule: SurchargeRule, { fen, count, thousandths }: Accrual): { zh: string; en: string } {
  const sum = exact(thousandths);
  if (rule.kind === 'lateFee') return { en: `${formatYuan(fen)} x ${rule.perMillePerMonth} per mille x ${count} whole month(s) = ${sum}`, zh: `${formatYuan(fen)}×${rule.perMillePerMonth}‰×${count}个整月＝${sum}` };
  return { en: `${formatYuan(fen)} x ${rule.perMillePerDay} per mille x ${count} day(s), days of remedies left out = ${sum}`, zh: `${formatYuan(fen)}×${rule.perMillePerDay}‰×${count}日（复议、诉讼期间不计）＝${sum}` };
}

/** Thousandths of a fen as yuan with as many digits as it needs, at least two. */
function exact(thousandths: bigint): string {
  const digits = (thousandths % 100_000n).toString().padStart(5, '0').replace(/0{1,3}$/, '');
  return `${thousandths / 100_000n}.${digits}`;
}

/** A citation in words, an inference named as such. */
export function cited({ instrument, article, status }: Citation): { zh: string; en: string } {
  const { zh, en } = citationText(instrument, article);
  return status === 'inference' ? { en: `${en}${INFERENCE.en}`, zh: `${zh}${INFERENCE.zh}` } : { en, zh };
}
