/** Instalment schedules (分期缴纳): how they are made, and everything that is wrong with one, named at once. */
import { LawInputError, addDays, addMonths, formatYuan, isLegalDate, type Fen, type LegalDate } from '#law';

export interface Instalment { due: LegalDate; fen: Fen }

/** How a schedule is asked for. In all but `custom` the last instalment takes the remainder to the fen. */
export type ScheduleRequest =
  /** Equal shares, weekly or monthly from the first day on; `firstShareFen`: a larger or smaller first payment. Months are counted from the first day, never from a clamped one (Civil Code art. 202). */
  | { method: 'weekly' | 'monthly'; first: LegalDate; count: number; firstShareFen?: Fen }
  | { method: 'dates'; dates: readonly LegalDate[]; firstShareFen?: Fen }
  | { method: 'custom'; instalments: readonly Instalment[] };

export interface ScheduleLimits {
  /** What the schedule must add up to: the principal unpaid on the day of approval. */
  totalFen: Fen;
  /** The day from which the terms run. */
  from: LegalDate;
  /** The county's cap in months with its document; null where none is set: then none applies (fee.md A9). */
  capMonths: number | null;
  /** The first refused day of the pack, if known: no instalment may fall on or after it. */
  refusedFrom?: LegalDate | null;
}

/** Not more instalments than weeks in ten years: a longer list means that a field holds something else. */
const MOST_INSTALMENTS = 520;

export interface ScheduleProblem { code: 'total' | 'count' | 'amount' | 'sum' | 'dateForm' | 'beforeTerms' | 'dateOrder' | 'cap' | 'refusedDay' | 'firstShare'; zh: string; en: string }

/** The schedule that is asked for, or what is wrong with it: every fault, not only the first. */
export function makeSchedule(request: ScheduleRequest, limits: ScheduleLimits): { instalments: Instalment[] } | { problems: ScheduleProblem[] } {
  const { totalFen } = limits;
  if (totalFen <= 0n) return { problems: [{ code: 'total', en: 'There is nothing left to pay in instalments.', zh: '已无可分期缴纳的金额。' }] };
  const problems: ScheduleProblem[] = [];
  const count = request.method === 'custom' ? request.instalments.length : request.method === 'dates' ? request.dates.length : request.count;
  if (!Number.isSafeInteger(count) || count < 1 || count > MOST_INSTALMENTS) {
    return { problems: [{ code: 'count', en: `${count} instalments: 1 to ${MOST_INSTALMENTS} are possible.`, zh: `${count}期：期数应为1至${MOST_INSTALMENTS}。` }] };
  }
  const given = request.method === 'custom' ? request.instalments.map(({ due }) => due) : request.method === 'dates' ? request.dates : [request.first];
  given.forEach((date, index) => {
    if (!isLegalDate(date)) problems.push({ code: 'dateForm', en: `Instalment ${index + 1}: ${JSON.stringify(date)} is no date.`, zh: `第${index + 1}期：${JSON.stringify(date)}不是有效日期。` });
  });
  if (problems.length > 0) return { problems };
  const instalments = request.method === 'custom' ? [...request.instalments] : shared(datesOf(request, count), totalFen, request.firstShareFen, problems);
  problems.push(...scheduleProblems(instalments, limits));
  return problems.length > 0 ? { problems } : { instalments };
}

/** Everything that is wrong with a schedule: amounts, sum, order of dates, cap, first refused day. Empty when it can stand. */
export function scheduleProblems(instalments: readonly Instalment[], limits: ScheduleLimits): ScheduleProblem[] {
  const problems: ScheduleProblem[] = [];
  let sum = 0n;
  let before = limits.from;
  instalments.forEach(({ due, fen }, index) => {
    const n = index + 1;
    sum += fen;
    if (fen <= 0n) problems.push({ code: 'amount', en: `Instalment ${n} is ${formatYuan(fen)} yuan.`, zh: `第${n}期金额为${formatYuan(fen)}元。` });
    if (index === 0 ? due < limits.from : due <= before) {
      problems.push(index === 0
        ? { code: 'beforeTerms', en: `Instalment 1 is due on ${due}, before the terms begin on ${limits.from}.`, zh: `第1期到期日${due}早于分期起始日${limits.from}。` }
        : { code: 'dateOrder', en: `Instalment ${n} is due on ${due}, not after instalment ${index} on ${before}.`, zh: `第${n}期到期日${due}不晚于第${index}期的${before}。` });
    }
    if (limits.refusedFrom !== undefined && limits.refusedFrom !== null && due >= limits.refusedFrom) {
      problems.push({ code: 'refusedDay', en: `Instalment ${n} is due on ${due}; from ${limits.refusedFrom} nothing may be collected.`, zh: `第${n}期到期日为${due}；自${limits.refusedFrom}起不得再行收缴。` });
    }
    before = due;
  });
  if (sum !== limits.totalFen) problems.push({ code: 'sum', en: `The instalments add up to ${formatYuan(sum)} yuan, not to ${formatYuan(limits.totalFen)}.`, zh: `各期合计${formatYuan(sum)}元，应为${formatYuan(limits.totalFen)}元。` });
  const last = instalments.at(-1)?.due;
  if (last !== undefined && limits.capMonths !== null && last > addMonths(limits.from, limits.capMonths)) {
    problems.push({ code: 'cap', en: `The last instalment is due on ${last}; ${limits.capMonths} months from ${limits.from} end on ${addMonths(limits.from, limits.capMonths)}.`, zh: `末期到期日为${last}；自${limits.from}起${limits.capMonths}个月至${addMonths(limits.from, limits.capMonths)}为止。` });
  }
  return problems;
}

function datesOf(request: Exclude<ScheduleRequest, { method: 'custom' }>, count: number): LegalDate[] {
  if (request.method === 'dates') return [...request.dates];
  return Array.from({ length: count }, (_, index) => request.method === 'weekly' ? addDays(request.first, 7 * index) : addMonths(request.first, index));
}

function shared(dates: readonly LegalDate[], totalFen: Fen, firstShareFen: Fen | undefined, problems: ScheduleProblem[]): Instalment[] {
  const count = dates.length;
  if (firstShareFen !== undefined && (firstShareFen <= 0n || (count === 1 ? firstShareFen !== totalFen : firstShareFen >= totalFen))) {
    problems.push({ code: 'firstShare', en: `A first share of ${formatYuan(firstShareFen)} yuan leaves nothing to divide of ${formatYuan(totalFen)}.`, zh: `首期${formatYuan(firstShareFen)}元与总额${formatYuan(totalFen)}元不符，无法分期。` });
    return [];
  }
  const rest = firstShareFen === undefined ? totalFen : totalFen - firstShareFen;
  const shares = BigInt(firstShareFen === undefined ? count : Math.max(1, count - 1));
  const share = rest / shares;
  let left = totalFen;
  return dates.map((due, index) => {
    const fen = index === count - 1 ? left : index === 0 && firstShareFen !== undefined ? firstShareFen : share;
    left -= fen;
    return { due, fen };
  });
}

/** The share of the first instalment as so many per mille of the whole, cut down to the fen. Throws `LawInputError` outside 1 to 999. */
export function firstShareOf(totalFen: Fen, perMille: number): Fen {
  if (!Number.isSafeInteger(perMille) || perMille < 1 || perMille > 999) throw new LawInputError(`${perMille} per mille is no first share: 1 to 999.`, `首期比例千分之${perMille}无效，应为1至999。`);
  return totalFen * BigInt(perMille) / 1000n;
}
