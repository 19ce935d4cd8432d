import { describe, expect, it } from '@jest/globals';
import { CalendarBook } from './calendar.ts';
import { clockIds, clockRecord, nearIds } from './clock-reference.ts';
import { answerDeadline, specOf } from './deadline-answer.ts';
import { LawInputError } from './errors.ts';

const book = CalendarBook.seed();

describe('one question about a clock', () => {
  it('is answered with its reasons', () => {
    const answer = answerDeadline({ clock: 'PEN-05', from: '2025-09-28' }, book);
    expect(answer.result).toMatchObject({ due: '2025-10-11', provisional: false, calendarVersion: 'CN@2025-11-04' });
    expect(answer.explanation.zh).toContain('《行政处罚法》第64条第1项、第85条');
    expect(answer.citation).toMatchObject({ article: 'art. 64(1), 85', status: 'verified' });
  });

  it('is answered as known on a day', () => {
    expect(answerDeadline({ clock: 'SMF-01', from: '2020-01-01', knownOn: '2020-01-26' }, book).result.due).toBe('2020-01-31');
    expect(answerDeadline({ clock: 'SMF-01', from: '2020-01-01', knownOn: '2020-01-27' }, book).result.due).toBe('2020-02-03');
    expect(answerDeadline({ clock: 'SMF-01', from: '2020-01-01' }, book).result.due).toBe('2020-02-03');
  });

  it('names the first filing day after a demand, and what a decision could change', () => {
    expect(answerDeadline({ clock: 'COM-01', from: '2026-02-09' }, book).result.firstFilingDay).toBe('2026-03-02');
    expect(answerDeadline({ clock: 'REC-08', from: '2026-02-09' }, book).extension).toMatchObject({ length: 30, unit: 'ND' });
    expect(answerDeadline({ clock: 'REC-05', from: '2026-02-09' }, book).variants).toHaveLength(1);
  });

  it.each([
    ['an unknown clock', { clock: 'PEN5', from: '2025-09-28' }, /No clock has the id "PEN5". Near to it: PEN-05/],
    ['a name of the language', { clock: '__proto__', from: '2025-09-28' }, /No clock/],
    ['a day that does not exist', { clock: 'PEN-05', from: '2026-02-30' }, /not a date/],
    ['a known-on that does not exist', { clock: 'PEN-05', from: '2026-02-27', knownOn: '2026-02-30' }, /not a date/],
    ['a clock that a county must set', { clock: 'PEN-07', from: '2025-09-28' }, /county must set the parameter "statement period"/],
    ['a rate', { clock: 'PEN-10', from: '2025-09-28' }, /accrues 30 per mille/],
    ['what takes effect at once', { clock: 'DAT-04', from: '2025-09-28' }, /no period|at once/],
    ['a clock before its law', { clock: 'PEN-05', from: '2021-07-14' }, /not in force on 2021-07-14: it holds from 2021-07-15/],
    ['a clock after its law', { clock: 'SMF-01', from: '2021-08-20' }, /to 2021-08-19/],
  ])('is refused for %s', (_, question, sentence) => {
    expect(() => answerDeadline(question, book)).toThrow(LawInputError);
    expect(() => answerDeadline(question, book)).toThrow(sentence);
  });
});

describe('the reference', () => {
  it('holds 92 clocks; each has a period or a sentence why not', () => {
    expect(clockIds()).toHaveLength(92);
    const without = clockIds().filter((id) => {
      try { specOf(clockRecord(id)); return false; } catch (error) { expect(error).toBeInstanceOf(LawInputError); return true; }
    });
    expect(without).toEqual(['SMF-04', 'SMF-05', 'PEN-07', 'PEN-10', 'COM-14', 'SVC-01', 'ENT-03', 'ENT-04', 'ENT-10', 'DIS-06', 'DAT-04']);
  });

  it('finds what was probably meant', () => {
    expect(nearIds('lit01')).toContain('LIT-01');
    expect(nearIds('COM-1').slice(0, 5)).toContain('COM-01');
    expect(nearIds('')).toHaveLength(5);
  });
});
