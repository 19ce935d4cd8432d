/** What the replay found of money: each balance against what the file says, and who would have been referred and when. */
import { balanceOf, caseMoney } from '#cases';
import { formatYuan, type LawBook, type LegalDate, parseYuan } from '#law';
import type { Balance } from '#ledger';
import { isDismissal } from './money-acts.ts';
import type { FineRow } from './fine-file.ts';
import type { ReplayedCase } from './replay-case.ts';

export interface BalanceDifference { case: string; ledger: string | null; suspense: string | null; expected: string; expectedSuspense: string }

export interface MoneyReport {
  /** Balances are those at the end of this day, the last of the file. */
  asOf: LegalDate;
  /** Cases whose balance and suspense are, to the fen, what the columns of the file come to. */
  balancesAsInTheFile: number;
  balanceDifferences: BalanceDifference[];
  owing: number;
  paidInFull: number;
  /** Of those: with money in suspense. */
  overpaid: number;
  dismissed: number;
  /** In yuan. */
  owed: string;
  inSuspense: string;
  refusedReceipts: number;
  referrals: {
    logged: number;
    /** Logged, and lawful in the engine on that day; `refused` is the rest. */
    allowed: number;
    refused: string[];
    /** Cases paid in full that were referred, or that the engine would let go to collection on the last day. */
    ofThePaidInFull: string[];
    /** Cases that the engine would have let go to collection, by the first day of the stretch that lasted. */
    wouldHaveBeen: number;
    firstDay: LegalDate | null;
    lastDay: LegalDate | null;
    /** Of those, not in the log; by what stands in their files. */
    notLogged: { appealed: number; paidInPart: number; other: number };
    /** Days from the first lawful day to the logged one. */
    daysUntilLogged: { least: number; median: number; most: number } | null;
  };
}

const DIFFERENCES_SHOWN = 20;
const DAY_MS = 86_400_000;

export class MoneyTally {
  readonly #asOf: LegalDate;
  readonly #book: LawBook;
  readonly #differences: BalanceDifference[] = [];
  readonly #counts = { same: 0, owing: 0, paidInFull: 0, overpaid: 0, dismissed: 0, refusedReceipts: 0, logged: 0, allowed: 0, would: 0, appealed: 0, paidInPart: 0, other: 0 };
  readonly #refused: string[] = [];
  readonly #wronged: string[] = [];
  readonly #since: LegalDate[] = [];
  readonly #waits: number[] = [];
  #owed = 0n;
  #suspense = 0n;

  constructor(asOf: LegalDate, book: LawBook) {
    this.#asOf = asOf;
    this.#book = book;
  }

  add(rows: readonly FineRow[], one: ReplayedCase): void {
    const expected = expectedOf(rows);
    const balance = one.state === null ? null : balanceOf(caseMoney(one.state, one.state.lastRecordedAt, this.#book), 'fine', 'p1', this.#asOf);
    this.#compare(one.caseId, balance, expected);
    this.#counts.refusedReceipts += one.moneyRefused.filter(({ row }) => row.activityName === 'Payment').length;
    if (balance !== null) {
      this.#owed += balance.balanceFen;
      this.#suspense += balance.suspenseFen;
      if (rows.some(isDismissal)) this.#counts.dismissed += 1;
      else if (balance.balanceFen > 0n) this.#counts.owing += 1;
      else this.#counts.paidInFull += 1;
      if (balance.suspenseFen > 0n) this.#counts.overpaid += 1;
    }
    this.#referral(rows, one, balance);
  }

  #compare(caseId: string, balance: Balance | null, expected: { owed: bigint; suspense: bigint }): void {
    if (balance?.balanceFen === expected.owed && balance.suspenseFen === expected.suspense) this.#counts.same += 1;
    else if (this.#differences.length < DIFFERENCES_SHOWN) {
      this.#differences.push({ case: caseId, ledger: balance === null ? null : formatYuan(balance.balanceFen), suspense: balance === null ? null : formatYuan(balance.suspenseFen), expected: formatYuan(expected.owed), expectedSuspense: formatYuan(expected.suspense) });
    }
  }

  #referral(rows: readonly FineRow[], one: ReplayedCase, balance: Balance | null): void {
    const logged = rows.find(({ activityName }) => activityName === 'Send for Credit Collection')?.on ?? null;
    if (logged !== null) {
      this.#counts.logged += 1;
      if (one.referredOn === logged) this.#counts.allowed += 1;
      else this.#refused.push(one.caseId);
    }
    // What lasted to the logged referral, or to the end of the log.
    const end = one.referredOn ?? this.#asOf;
    const lasting = one.collectible.find(({ since, until }) => since <= end && (until === null || (one.referredOn === null ? until > end : until >= end)));
    if (balance?.paidInFullOn != null && (logged !== null || lasting !== undefined)) this.#wronged.push(one.caseId);
    if (lasting === undefined) return;
    this.#counts.would += 1;
    this.#since.push(lasting.since);
    if (one.referredOn !== null) this.#waits.push((Date.parse(one.referredOn) - Date.parse(lasting.since)) / DAY_MS);
    else if (rows.some(({ activityName }) => activityName.includes('Appeal'))) this.#counts.appealed += 1;
    else if ((balance?.paidFen ?? 0n) > 0n) this.#counts.paidInPart += 1;
    else this.#counts.other += 1;
  }

  report(): MoneyReport {
    const { same, owing, paidInFull, overpaid, dismissed, refusedReceipts, logged, allowed, would, appealed, paidInPart, other } = this.#counts;
    const since = this.#since.sort();
    const waits = this.#waits.sort((a, b) => a - b);
    const [least] = waits;
    const most = waits.at(-1);
    const median = waits[Math.floor(waits.length / 2)];
    return {
      asOf: this.#asOf, balancesAsInTheFile: same, balanceDifferences: this.#differences, owing, paidInFull, overpaid, dismissed, owed: formatYuan(this.#owed), inSuspense: formatYuan(this.#suspense), refusedReceipts,
      referrals: {
        logged, allowed, refused: this.#refused.slice(0, DIFFERENCES_SHOWN), ofThePaidInFull: this.#wronged.slice(0, DIFFERENCES_SHOWN), wouldHaveBeen: would, firstDay: since[0] ?? null, lastDay: since.at(-1) ?? null,
        notLogged: { appealed, paidInPart, other },
        daysUntilLogged: least === undefined || most === undefined || median === undefined ? null : { least, median, most },
      },
    };
  }
}

function fen(row: FineRow | undefined, fact: string): bigint {
  return parseYuan(String(row?.facts[fact] ?? '0'));
}

/** By the columns alone: the last amount and the cost of sending, less what was paid; nothing where the fine was dismissed. */
function expectedOf(rows: readonly FineRow[]): { owed: bigint; suspense: bigint } {
  const created = rows.find(({ activityName }) => activityName === 'Create Fine');
  const penalty = rows.findLast(({ activityName }) => activityName === 'Add penalty');
  const due = (penalty === undefined ? fen(created, 'fineAmount') : fen(penalty, 'penaltyAmount')) + fen(rows.findLast(({ activityName }) => activityName === 'Send Fine'), 'expense');
  const paid = rows.filter(({ activityName }) => activityName === 'Payment').reduce((sum, row) => sum + fen(row, 'paymentAmount'), 0n);
  if (rows.some(isDismissal)) return { owed: 0n, suspense: paid };
  return paid > due ? { owed: 0n, suspense: paid - due } : { owed: due - paid, suspense: 0n };
}

/** The report in words. */
export function moneyWords({ asOf, balancesAsInTheFile, balanceDifferences, owing, paidInFull, overpaid, dismissed, owed, inSuspense, refusedReceipts, referrals }: MoneyReport, cases: number): string {
  const { logged, allowed, refused, ofThePaidInFull, wouldHaveBeen, firstDay, lastDay, notLogged, daysUntilLogged } = referrals;
  return [
    `Money at the end of ${asOf}: ${balancesAsInTheFile} of ${cases} balances are what the file comes to, to the fen${balanceDifferences.length === 0 ? '' : `; the first that are not: ${balanceDifferences.map((one) => one.case).join(', ')}`}.`,
    `  ${owing} cases owe ${owed}, ${paidInFull} are paid in full, ${dismissed} were dismissed and owe nothing; ${inSuspense} of ${overpaid} cases lie in suspense; ${refusedReceipts} receipts were refused.`,
    `Credit collection: ${allowed} of the ${logged} logged referrals were lawful on their day${refused.length === 0 ? '' : `; refused: ${refused.join(', ')}`}; paid in full and still referred: ${ofThePaidInFull.length === 0 ? 'none' : ofThePaidInFull.join(', ')}.`,
    `  ${wouldHaveBeen} cases could have gone, the first from ${firstDay ?? '-'}, the last from ${lastDay ?? '-'}${daysUntilLogged === null ? '' : `; the logged ones went ${daysUntilLogged.least} to ${daysUntilLogged.most} days after their first lawful day (median ${daysUntilLogged.median})`}.`,
    `  Not in the log are ${notLogged.appealed + notLogged.paidInPart + notLogged.other} of them: ${notLogged.appealed} with an appeal, ${notLogged.paidInPart} paid in part, ${notLogged.other} others.`,
  ].join('\n');
}
