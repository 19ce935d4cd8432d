import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, additionalFine, compareDates, lateFee, type Fen, type LegalDate } from '#law';
import { ACCOUNTS, accountBalance, balanceAsOf, checkBook, makeSchedule, varyObligation, waiveSurcharge, type AllocationStep, type Balance, type MoneyRules } from './index.ts';
import { Book, FEE_RULES, FEE_TERMS, FINE_RULES, FINE_TERMS, PLAN_CITE, at, d } from './testing/books.ts';

const PRINCIPAL = 100_000n;
const ORDERS: AllocationStep[][] = [['principalDue', 'surcharge', 'principalNotDue'], ['surcharge', 'principalDue', 'principalNotDue'], ['principalDue', 'principalNotDue', 'surcharge']];
const day = fc.integer({ min: -5, max: 120 });
const receipt = fc.record({ on: day, fen: fc.integer({ min: 1, max: 90_000 }).map(BigInt), back: fc.option(fc.integer({ min: 1, max: 60 })), spot: fc.option(fc.record({ after: fc.integer({ min: 0, max: 9 }), share: fc.integer({ min: 1, max: 100 }) })) });
const story = fc.record({
  receipts: fc.array(receipt, { maxLength: 6 }), order: fc.constantFrom(...ORDERS), asOf: fc.integer({ min: 0, max: 200 }), isFee: fc.boolean(),
  plan: fc.option(fc.record({ on: fc.integer({ min: 5, max: 60 }), count: fc.integer({ min: 1, max: 6 }), every: fc.constantFrom<'weekly' | 'monthly'>('weekly', 'monthly'), acceleration: fc.option(fc.integer({ min: 1, max: 3 })) })),
  remedy: fc.option(fc.record({ from: fc.integer({ min: 20, max: 60 }), days: fc.integer({ min: 0, max: 40 }) })),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** A book of the story without its receipts; the debt is served on day 0 and due on its own day. */
function begin({ order, isFee, plan, remedy }: Story): { book: Book; on: (n: number) => LegalDate } {
  const served = isFee ? d('2019-03-05') : d('2025-09-20');
  const on = (n: number): LegalDate => addDays(served, n);
  const rules: MoneyRules = { ...(isFee ? FEE_RULES : FINE_RULES), allocation: order };
  const made = plan === null ? null : makeSchedule({ method: plan.every, first: on(plan.on + 7), count: plan.count }, { totalFen: PRINCIPAL, from: on(plan.on), capMonths: null });
  const terms = {
    ...(isFee ? FEE_TERMS : FINE_TERMS),
    remedies: remedy === null ? [] : [{ from: on(remedy.from), to: on(remedy.from + remedy.days), recordedAt: at('2019-01-01') }],
    history: plan === null || made === null || 'problems' in made ? [] : [{
      kind: 'approved' as const, on: on(plan.on), recordedAt: at('2019-01-01'), instalments: made.instalments, cite: PLAN_CITE,
      ...(plan.acceleration === null ? {} : { acceleration: { unpaidInstalments: plan.acceleration } }),
    }],
  };
  return { book: new Book({ caseId: 'C', party: 'P', debt: 'd' }, terms, rules).serve(served, PRINCIPAL), on };
}

/** `spot`: officers took it, and so much of it reached the bank after so many days; `back` then takes the deposit back. */
type Arrival = { id: string; on: number; fen: Fen; back: number | null; spot: { after: number; fen: Fen } | null };
const arrivalsOf = ({ receipts }: Story): Arrival[] => receipts.map((one, index) => ({ id: `R${index}`, on: one.on, fen: one.fen, back: one.back === null ? null : one.on + one.back + (one.spot?.after ?? 0), spot: one.spot === null ? null : { after: one.spot.after, fen: (one.fen * BigInt(one.spot.share) + 99n) / 100n } }));

function arrive(book: Book, on: (n: number) => LegalDate, arrivals: readonly Arrival[]): void {
  for (const one of arrivals) {
    if (one.spot === null) book.pay(on(one.on), one.fen, at('2026-01-01'), one.id);
    else book.collect(on(one.on), one.fen, at('2026-01-01'), one.id).deposit(on(one.on + one.spot.after), one.spot.fen, at('2026-01-01'), `${one.id}-in`);
  }
  for (const one of arrivals) if (one.back !== null) book.reverse(one.spot === null ? one.id : `${one.id}-in`, on(one.back), at('2026-01-02'));
}

function sound(book: Book, one: Balance): void {
  expect(checkBook(book.entries)).toEqual([]);
  expect(one.principalFen + one.surchargeFen - one.paidFen - one.waivedFen - one.noLongerCollectedFen).toBe(one.balanceFen);
  expect(one.balanceFen >= 0n).toBe(true);
  expect(one.surchargeFen <= one.principalFen).toBe(true);
  expect(one.principalDueFen + one.principalNotDueFen + one.paidPrincipalFen).toBe(one.principalFen);
  expect(one.instalments.reduce((sum, { fen }) => sum + fen, 0n) <= one.principalFen).toBe(true);
  expect(one.lines.reduce((sum, { fen }) => sum + (fen ?? 0n), 0n)).toBe(one.balanceFen);
}

describe('whatever is paid, taken back, agreed and contested', () => {
  it('debits equal credits, the balance is what is ordered and accrued less what was paid, and surcharge never passes the principal', () => {
    fc.assert(fc.property(story, (told) => {
      const { book, on } = begin(told);
      arrive(book, on, arrivalsOf(told));
      sound(book, balanceAsOf(book.entries, book.key, on(told.asOf), book.terms, book.rules));
      // At the end of the story the books hold what the balance says.
      const end = balanceAsOf(book.entries, book.key, on(400), book.terms, book.rules);
      const held = (name: (typeof ACCOUNTS)[number]): Fen => accountBalance(book.entries, book.key, name);
      expect({ principal: held('principal'), paid: -held('paid'), suspense: -held('suspense'), surcharge: held('surcharge') })
        .toEqual({ principal: end.principalFen, paid: end.paidFen, suspense: end.suspenseFen, surcharge: end.paidSurchargeFen });
      expect(ACCOUNTS.reduce((sum, name) => sum + held(name), 0n)).toBe(0n);
      // What officers took pays as what the bank received; until the bank has it, it is in the hands of the office.
      expect(held('inHands')).toBe(arrivalsOf(told).reduce((sum, { spot, fen, back }) => (spot === null ? sum : sum + fen - (back === null ? spot.fen : 0n)), 0n));
      expect(end.inHandsFen).toBe(held('inHands'));
      const atTheBank = begin(told).book;
      for (const one of arrivalsOf(told)) { atTheBank.pay(on(one.on), one.fen, at('2026-01-01'), one.id); if (one.back !== null && one.spot === null) atTheBank.reverse(one.id, on(one.back), at('2026-01-02')); }
      const same = balanceAsOf(atTheBank.entries, book.key, on(400), book.terms, book.rules);
      expect([end.balanceFen, end.paidFen, end.suspenseFen, end.paidInFullOn]).toEqual([same.balanceFen, same.paidFen, same.suspenseFen, same.paidInFullOn]);
    }), { numRuns: 400 });
  });

  it('the order of arrival does not matter: only the value dates do', () => {
    fc.assert(fc.property(story, fc.integer(), (told, seed) => {
      const arrivals = arrivalsOf(told);
      const mixed = [...arrivals].sort((a, b) => ((a.on * 7919 + seed) % 13) - ((b.on * 7919 + seed) % 13));
      const [first, second] = [arrivals, mixed].map((inOrder) => {
        const { book, on } = begin(told);
        arrive(book, on, inOrder);
        const { lines, ...figures } = balanceAsOf(book.entries, book.key, on(told.asOf), book.terms, book.rules);
        return { figures, accounts: ACCOUNTS.map((name) => accountBalance(book.entries, book.key, name)), lines: lines.length };
      });
      expect(second).toEqual(first);
    }), { numRuns: 300 });
  });

  it('a past day recomputed with what was known then gives what was shown then', () => {
    fc.assert(fc.property(story, (told) => {
      const { book, on } = begin(told);
      const shown: { known: string; lines: string[]; figure: Fen }[] = [];
      arrivalsOf(told).forEach((one, index) => {
        const known = `2026-02-${String(index + 1).padStart(2, '0')}`;
        book.pay(on(one.on), one.fen, at(known), one.id);
        const now = balanceAsOf(book.entries, book.key, on(told.asOf), book.terms, book.rules);
        shown.push({ known, lines: now.lines.map(({ en }) => en), figure: now.balanceFen });
      });
      for (const { known, lines, figure } of shown) {
        const then = balanceAsOf(book.entries, book.key, on(told.asOf), book.terms, book.rules, at(known));
        expect({ lines: then.lines.map(({ en }) => en), figure: then.balanceFen }).toEqual({ lines, figure });
      }
    }), { numRuns: 150 });
  });

  it('surcharge is waived down to nothing and a variation leaves the books in order', () => {
    fc.assert(fc.property(story, fc.integer({ min: 1, max: 150_000 }).map(BigInt), fc.integer({ min: 1, max: 100 }), (told, varied, share) => {
      const { book, on } = begin(told);
      arrive(book, on, arrivalsOf(told).map((one) => ({ ...one, back: null, spot: null })));
      const before = balanceAsOf(book.entries, book.key, on(180), book.terms, book.rules);
      const part = (before.surchargeFen - before.paidSurchargeFen) * BigInt(share) / 100n;
      if (part > 0n) book.add(waiveSurcharge(book.account, part, book.voucher(on(180))));
      sound(book, balanceAsOf(book.entries, book.key, on(180), book.terms, book.rules));
      if (varied !== PRINCIPAL) book.add(varyObligation(book.account, varied, book.voucher(on(190))));
      const after = balanceAsOf(book.entries, book.key, on(400), book.terms, book.rules);
      sound(book, after);
      expect(-accountBalance(book.entries, book.key, 'suspense')).toBe(after.suspenseFen);
    }), { numRuns: 200 });
  });
});

describe('against a reckoning day by day', () => {
  const paid = fc.array(fc.record({ on: fc.integer({ min: 1, max: 90 }), fen: fc.integer({ min: 1, max: 60_000 }).map(BigInt) }), { maxLength: 5 });

  it('the additional fine of a sum that falls is 3 % of what was unpaid at the beginning of each day', () => {
    fc.assert(fc.property(paid, fc.integer({ min: 1, max: 100 }), (payments, n) => {
      const book = new Book({ caseId: 'C', party: 'P', debt: 'fine' }, FINE_TERMS, { ...FINE_RULES, allocation: ['principalDue', 'principalNotDue', 'surcharge'] }).serve('2025-09-20', PRINCIPAL);
      const sorted = payments.map(({ on, fen }) => ({ on: addDays(FINE_TERMS.dueDate, on), fen })).sort((a, b) => compareDates(a.on, b.on));
      for (const { on, fen } of sorted) book.pay(on, fen);
      let unpaid = PRINCIPAL;
      let thousandths = 0n;
      for (let i = 1; i <= n; i += 1) {
        thousandths += unpaid * 30n;
        for (const { on, fen } of sorted) if (on === addDays(FINE_TERMS.dueDate, i)) unpaid -= fen < unpaid ? fen : unpaid;
      }
      const expected = thousandths / 1000n;
      expect(balanceAsOf(book.entries, book.key, addDays(FINE_TERMS.dueDate, n), book.terms, book.rules).surchargeFen).toBe(expected > PRINCIPAL ? PRINCIPAL : expected);
    }), { numRuns: 200 });
  });

  it('of one sum that nobody pays, both are what the law library says', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 860 }), fc.integer({ min: 1, max: 9_000_000 }).map(BigInt), (n, fen) => {
      const fee = new Book({ caseId: 'C', party: 'P', debt: 'fee' }, FEE_TERMS, FEE_RULES).serve('2019-03-05', fen);
      const asOf = addDays(FEE_TERMS.dueDate, n);
      expect(balanceAsOf(fee.entries, fee.key, asOf, fee.terms, fee.rules).surchargeFen).toBe(lateFee({ perMillePerMonth: 2, unpaidFen: fen, dueDate: FEE_TERMS.dueDate, asOf }).lateFeeFen);
      const fine = new Book({ caseId: 'C', party: 'P', debt: 'fine' }, FINE_TERMS, FINE_RULES).serve('2025-09-20', fen);
      const on = addDays(FINE_TERMS.dueDate, n);
      expect(balanceAsOf(fine.entries, fine.key, on, fine.terms, fine.rules).surchargeFen).toBe(additionalFine({ perMillePerDay: 30, fineFen: fen, dueDate: FINE_TERMS.dueDate, asOf: on, pauses: [] }).additionalFineFen);
    }), { numRuns: 200 });
  });
});
