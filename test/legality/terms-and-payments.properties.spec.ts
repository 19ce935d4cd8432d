/**
 * Money of a case, whatever was agreed, paid, taken back and contested: played through the engine's own commands, so that
 * terms, remedies and bookings are derived as in the record. The ledger alone is tried in libs/ledger.
 */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { balanceOf, caseMoney } from '#cases';
import { lawWith } from '#cases/testing/scenario';
import type { Story } from '#cases/testing/story';
import { addDays, formatYuan, legalDate, type LegalDate } from '#law';
import { ACCOUNTS, accountBalance, checkBook, type Balance } from '#ledger';
import { feeDecided } from '../scenarios/beginnings.ts';

const SERVED = legalDate('2018-03-22');
const APPLIED = 19;
const CONTESTED = 21;
const APPROVED = 25;
const UPHELD = 60;
const RENEGOTIATED = 90;
/** Nothing is told later: the last day looked at. */
const LAST = 299;
const on = (n: number): LegalDate => addDays(SERVED, n);

const told = fc.record({
  terms: fc.option(fc.record({ count: fc.integer({ min: 1, max: 6 }), accelerates: fc.integer({ min: 0, max: 2 }), anew: fc.option(fc.integer({ min: 1, max: 5 })) })),
  contested: fc.boolean(),
  receipts: fc.array(fc.record({ day: fc.integer({ min: 0, max: 250 }), fen: fc.integer({ min: 1, max: 2_500_000 }).map(BigInt), back: fc.option(fc.integer({ min: 0, max: 45 })) }), { maxLength: 5 }),
});
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;

interface Act { day: number; play(story: Story): void }

/** What people do and decide, without the bank. */
function actsOf({ terms, contested }: Told): Act[] {
  const p1 = { party: 'p1' };
  const remedy = { remedyAppliedOn: on(CONTESTED - 1), remedyAcceptedOn: on(CONTESTED), copyReceivedOn: on(CONTESTED) };
  return [
    ...(terms === null ? [] : [
      { day: APPLIED, play: (it: Story) => { it.takes('applyForTerms', { termsInWriting: true, hardshipProof: true }, p1).takes('consentToTerms', { termsApplication: it.seqOf('applyForTerms') }, p1); } },
      { day: APPROVED, play: (it: Story) => { if (isOwed(it)) it.takes('approveTerms', { termsApplication: it.seqOf('applyForTerms'), planMethod: 'monthly', planFirst: '2018-05-31', planCount: terms.count, ...(terms.accelerates === 0 ? {} : { planAccelerates: terms.accelerates }) }, p1); } },
      ...(terms.anew === null ? [] : [{ day: RENEGOTIATED, play: (it: Story) => { if (isOwed(it) && it.eventsOf('stepTaken').some(({ step }) => step === 'approveTerms')) it.takes('renegotiateTerms', { planMethod: 'monthly', planFirst: '2018-07-31', planCount: terms.anew ?? 1 }, p1); } }]),
    ]),
    ...(contested ? [
      { day: CONTESTED, play: (it: Story) => { it.takes('recordReconsideration', remedy, p1); } },
      { day: UPHELD, play: (it: Story) => { it.takes('remedyUpheld', { remedy: it.seqOf('recordReconsideration'), decisionServedOn: on(UPHELD) }, p1); } },
    ] : []),
  ];
}

/** What the bank tells of one receipt: it came, and perhaps was taken back. */
function bankOf({ receipts }: Told): { came: Act; back: Act | null }[] {
  return receipts.map(({ day, fen, back }, index) => ({
    came: { day, play: (it) => { it.receives('fee', formatYuan(fen), { receiptId: `R${index}`, on: on(day) }); } },
    back: back === null ? null : { day: day + back, play: (it) => { it.takesBack(`R${index}`, { on: on(day + back) }); } },
  }));
}

const begun = (): Story => feeDecided(lawWith()).at(SERVED).serves('levy-decision', {}, { party: 'p1' });

function balance(story: Story, day: LegalDate): Balance {
  const found = balanceOf(caseMoney(story.state, story.now, story.book), 'fee', 'p1', day);
  if (found === null) throw new Error(`There is no debt on ${day}.`);
  return found;
}

const isOwed = (story: Story): boolean => balance(story, legalDate(story.today)).balanceFen > 0n;

/** What a person sees of it, without the sentences that name entries. */
function shown(story: Story, day: LegalDate): Omit<Balance, 'lines'> {
  const { lines: _, ...figures } = balance(story, day);
  return figures;
}

function sound(story: Story, one: Balance): void {
  const { entries } = caseMoney(story.state, story.now, story.book);
  expect(checkBook(entries)).toEqual([]);
  expect(ACCOUNTS.reduce((sum, name) => sum + accountBalance(entries, one.key, name), 0n)).toBe(0n);
  expect(one.principalFen + one.surchargeFen - one.paidFen - one.waivedFen - one.noLongerCollectedFen).toBe(one.balanceFen);
  expect(one.balanceFen >= 0n && one.surchargeFen <= one.principalFen).toBe(true);
  expect(one.lines.reduce((sum, { fen }) => sum + (fen ?? 0n), 0n)).toBe(one.balanceFen);
}

const byDay = (acts: readonly Act[]): Act[] => acts.map((act, index) => ({ act, index })).sort((a, b) => a.act.day - b.act.day || a.index - b.index).map(({ act }) => act);
const LOOKS = [0, 33, 70, 101, 131, 162, 193, 224, LAST].map(on);

describe('terms, payments, reversals and remedies in any order', () => {
  it('debits equal credits, the balance adds up, surcharge stays under the principal, and a past day is shown as it was shown then', () => {
    let defaults = 0;
    fc.assert(fc.property(told, (one) => {
      const story = begun();
      const bank = bankOf(one).flatMap(({ came, back }) => (back === null ? [came] : [came, back]));
      const then: { day: LegalDate; figures: Omit<Balance, 'lines'> }[] = [];
      const acts = byDay([...actsOf(one), ...bank]);
      for (const [index, act] of acts.entries()) {
        story.at(on(act.day), '12:00');
        act.play(story);
        sound(story, balance(story, on(act.day)));
        // The end of a day is shown when nothing more is told of it.
        if (acts[index + 1]?.day !== act.day) then.push({ day: on(act.day), figures: shown(story, on(act.day)) });
      }
      story.at(on(LAST), '12:00');
      for (const { day, figures } of then) expect(shown(story, day)).toEqual(figures);
      for (const day of LOOKS) sound(story, balance(story, day));
      defaults += story.lapses('instalment').length;
    }), { numRuns: 15 });
    expect(defaults).toBeGreaterThan(0);
  });

  it('receipts that are told late give the same whatever the order in which they are told', () => {
    fc.assert(fc.property(told, fc.infiniteStream(fc.nat({ max: 1000 })), (one, chances) => {
      const mixed = bankOf(one).map((each) => ({ each, chance: chances.next().value ?? 0 })).sort((a, b) => a.chance - b.chance).map(({ each }) => each);
      const [first, second] = [bankOf(one), mixed].map((bank) => {
        const story = begun();
        for (const act of byDay(actsOf(one))) act.play(story.at(on(act.day), '12:00'));
        story.at(on(LAST), '12:00');
        for (const { came, back } of bank) { came.play(story); back?.play(story); }
        return { days: LOOKS.map((day) => shown(story, day)), lapses: story.lapses('instalment').sort() };
      });
      expect(second).toEqual(first);
    }), { numRuns: 15 });
  });
});
