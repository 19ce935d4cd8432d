import { describe, expect, it } from '@jest/globals';
import { CalendarBook } from './calendar.ts';
import { dateOfDay, dayNumberOf, legalDate, type LegalDate } from './dates.ts';
import { computePeriod, type PeriodSpec } from './period.ts';

const law = { instrument: { zh: '', en: '' }, article: '' };
const specs: PeriodSpec[] = [
  { length: 0, unit: 'ND', direction: 'after', roll: 'next-working-day' },
  { length: 0, unit: 'ND', direction: 'after', roll: 'previous-working-day' },
  ...[1, 3, 5, 10, 20].map((length): PeriodSpec => ({ length, unit: 'WD', direction: 'after', roll: 'none' })),
  { length: 7, unit: 'WD', direction: 'before', roll: 'previous-working-day', countMode: 'clear' },
];

/** Had the notice of a year not been there, would the day that it brought have lain between the candidates? */
describe('the candidates of a provisional period', () => {
  it.each(Array.from({ length: 20 }, (_, i) => 2007 + i))('held the day that the notice for %i brought', (year) => {
    const final = CalendarBook.seed().final();
    const without = new CalendarBook(CalendarBook.seed().versions.filter((version) => version.year !== year)).final();
    const missed: string[] = [];
    let provisional = 0;
    for (let n = dayNumberOf(`${year - 1}-11-25` as LegalDate); n <= dayNumberOf(`${year}-12-31` as LegalDate); n += 1) {
      for (const spec of specs) {
        const due = String(computePeriod(spec, dateOfDay(n), final, law).due);
        const guess = computePeriod(spec, dateOfDay(n), without, law);
        if (guess.provisional) provisional += 1;
        if (due < String(guess.earliestCandidate) || due > String(guess.latestCandidate)) missed.push(`${JSON.stringify(spec)} ${dateOfDay(n)}: ${due} not in ${guess.earliestCandidate}..${guess.latestCandidate}`);
        if (!guess.provisional && guess.due !== due) missed.push(`${dateOfDay(n)} was called settled`);
      }
    }
    expect(provisional).toBeGreaterThan(2500);
    expect(missed).toEqual([]);
  });

  it('stay near each other', () => {
    const calendar = CalendarBook.seed().final();
    let widest = 0;
    for (let n = dayNumberOf(legalDate('2027-01-01')); n <= dayNumberOf(legalDate('2027-12-31')); n += 1) {
      const { earliestCandidate, latestCandidate } = computePeriod({ length: 5, unit: 'WD', direction: 'after', roll: 'none' }, dateOfDay(n), calendar, law);
      widest = Math.max(widest, dayNumberOf(latestCandidate as LegalDate) - dayNumberOf(earliestCandidate as LegalDate));
    }
    expect(widest).toBeLessThanOrEqual(21);
  });
});
