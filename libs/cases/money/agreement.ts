/**
 * The stages of an enforcement agreement (执行协议, Administrative Compulsion Law art. 42): which sum is to be paid by which
 * day. They move no due day and no surcharge: what is owed stays owed, and a missed stage is what a breach is recorded on.
 */
import { addDays, type LegalDate } from '#law';
import type { CaseState } from '../model.ts';
import { balanceOf, type CaseMoney } from './debts.ts';
import { readLines } from './terms-history.ts';

/** `sumFen`: what is to be paid from the day of the agreement up to and with this stage; `metOn`: by when it was. */
export interface Stage { number: number; due: LegalDate; fen: bigint; sumFen: bigint; metOn: LegalDate | null }
/** `seq`: of the step that recorded it; `endedOn`: breached, the execution over, or another agreement made. */
export interface Agreement { seq: number; party: string; on: LegalDate; endedOn: LegalDate | null; stages: Stage[] }

/** The agreements on a debt in the order of the record. */
export function agreementsOf(state: CaseState, money: CaseMoney, debt: string): Agreement[] {
  return money.debts.filter(({ key }) => key.debt === debt).flatMap(({ key, definition, establishedSeq }) => {
    const { agreement } = definition;
    if (agreement === undefined) return [];
    const own = state.steps.filter((step) => step.seq > establishedSeq && (step.party === null || step.party === key.party));
    return own.filter(({ step }) => step === agreement.step).map(({ seq, on, facts }) => {
      const text = facts[agreement.stages];
      const endedOn = own.find((step) => step.seq > seq && (step.step === agreement.step || agreement.ends.includes(step.step)))?.on ?? null;
      const lines = text?.type === 'code' ? readLines(text.value).lines.flatMap(({ due, fen }) => (fen === null ? [] : [{ due, fen }])) : [];
      let sumFen = 0n;
      return { seq, party: key.party, on, endedOn, stages: lines.map(({ due, fen }, index) => { sumFen += fen; return { number: index + 1, due, fen, sumFen, metOn: metOn(money, key, on, sumFen) }; }) };
    });
  });
}

/** The first day at whose end so much had been paid since the agreement; null where it is not paid now. */
function metOn(money: CaseMoney, { debt, party }: { debt: string; party: string }, from: LegalDate, sumFen: bigint): LegalDate | null {
  const paidBy = (day: LegalDate): bigint => balanceOf(money, debt, party, day)?.paidFen ?? 0n;
  const before = paidBy(addDays(from, -1));
  const days = [...new Set(money.entries.flatMap(({ occurredOn, postings }) => (occurredOn >= from && postings.some((one) => one.debt === debt && one.party === party) ? [occurredOn] : [])))].sort();
  const last = days.at(-1);
  if (last === undefined || paidBy(last) - before < sumFen) return null;
  return days.find((day) => paidBy(day) - before >= sumFen) ?? null;
}

/** Whether the last agreement with a party has stages and none of them is past and unpaid on a day. Where none were agreed nothing says so. */
export function stagesKept(agreements: readonly Agreement[], party: string, on: LegalDate): boolean {
  const last = agreements.findLast((one) => one.party === party && one.on <= on);
  return last !== undefined && last.stages.length > 0 && last.stages.every(({ due, metOn: met }) => due >= on || (met !== null && met <= on));
}
