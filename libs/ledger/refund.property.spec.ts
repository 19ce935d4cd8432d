import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { accountBalance, balanceAsOf, checkBook, orderRefund, payRefund, returnRefund, type Account } from './index.ts';
import { Book, FINE_RULES, FINE_TERMS } from './testing/books.ts';

const PRINCIPAL = 10_000n;
const DAY = '2025-10-01';
const receipts = fc.array(fc.integer({ min: 1, max: 15_000 }).map(BigInt), { minLength: 1, maxLength: 4 });
const wishes = fc.array(fc.record({ share: fc.integer({ min: 1, max: 150 }), end: fc.constantFrom('ordered', 'paid', 'givenUp', 'cameBack') }), { maxLength: 4 });

describe('whatever is paid and asked back', () => {
  it('debits equal credits, no more goes back than lies in suspense, and what is paid of the debt stays', () => {
    fc.assert(fc.property(receipts, wishes, (paid, asked) => {
      const book = new Book({ caseId: 'C', party: 'P', debt: 'fine' }, FINE_TERMS, FINE_RULES).serve('2025-09-20', PRINCIPAL);
      for (const fen of paid) book.pay('2025-09-25', fen);
      const held = (name: Account): bigint => -accountBalance(book.entries, book.key, name);
      const total = paid.reduce((sum, fen) => sum + fen, 0n);
      const applied = held('paid');
      let out = 0n;
      for (const { share, end } of asked) {
        const there = held('suspense');
        const fen = there * BigInt(share) / 100n;
        if (fen === 0n) continue;
        if (fen > there) {
          expect(() => orderRefund(book.account, fen, book.voucher(DAY))).toThrow('suspense');
          continue;
        }
        book.add(orderRefund(book.account, fen, book.voucher(DAY)));
        if (end === 'paid' || end === 'cameBack') book.add(payRefund(book.account, fen, book.voucher(DAY)));
        if (end === 'givenUp' || end === 'cameBack') book.add(returnRefund(book.account, fen, end === 'cameBack' ? 'paid' : 'ordered', book.voucher(DAY)));
        if (end === 'paid') out += fen;
        expect(checkBook(book.entries)).toEqual([]);
      }
      const balance = balanceAsOf(book.entries, book.key, FINE_TERMS.dueDate, book.terms, book.rules);
      expect([balance.refundedFen, balance.refundableFen, balance.suspenseFen, balance.paidFen]).toEqual([out, held('refundable'), held('suspense'), applied]);
      expect(applied + held('suspense') + held('refundable') + out).toBe(total);
    }), { numRuns: 300 });
  });

  it('a receipt that arrives after the order, with an earlier value date, changes neither what goes out nor what is paid', () => {
    fc.assert(fc.property(receipts, fc.integer({ min: 1, max: 15_000 }).map(BigInt), (paid, late) => {
      const played = [false, true].map((after) => {
        const book = new Book({ caseId: 'C', party: 'P', debt: 'fine' }, FINE_TERMS, FINE_RULES).serve('2025-09-20', PRINCIPAL).pay('2025-09-24', PRINCIPAL, undefined, 'R-first');
        for (const fen of paid) book.pay('2025-09-25', fen);
        const back = paid[0] ?? 0n;
        if (!after) book.pay('2025-09-22', late, undefined, 'R-late');
        book.add(orderRefund(book.account, back, book.voucher(DAY, undefined, 'order')));
        if (after) book.pay('2025-09-22', late, undefined, 'R-late');
        expect(checkBook(book.entries)).toEqual([]);
        const { paidFen, suspenseFen, refundableFen, balanceFen } = balanceAsOf(book.entries, book.key, FINE_TERMS.dueDate, book.terms, book.rules);
        return { paidFen, suspenseFen, refundableFen, balanceFen, books: -accountBalance(book.entries, book.key, 'suspense') };
      });
      expect(played[1]).toEqual(played[0]);
      expect(played[0]?.suspenseFen).toBe(played[0]?.books);
    }), { numRuns: 200 });
  });
});
