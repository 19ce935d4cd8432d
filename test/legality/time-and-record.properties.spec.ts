/** What must hold for every case, whatever people do and whenever the service looks (design notes, "Time"). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { CalendarBook, type LegalInstant, chinaDateOf, legalDate } from '#law';
import { type CaseState, type RecordedEvent, advance, evolve, fold, openClocks } from '#cases';
import { citizen, settingsWith } from '#cases/testing/county';
import { lawWith } from '#cases/testing/scenario';
import { instant } from '#cases/testing/story';
import { feeModel } from './fee-model.ts';
import type { Model, Probe } from './model-check.ts';
import { fine } from './models.ts';
import { penaltyModel } from './penalty-model.ts';
import { CASE, type Choice, Walk, later } from './walk.ts';

/** A notice that moves days in the middle of every walk: its days are published long after the cases are opened. */
const moving = CalendarBook.seed().with({
  id: 'CN-2025-amended-demo', region: 'CN', year: 2025, notice: { id: 'CN-2025-amended-demo', title: '演示：2025年调整', publishedOn: legalDate('2025-07-15'), known: 'exact' },
  days: { '2025-07-16': 'rest', '2025-07-17': 'rest', '2025-07-19': 'work', '2025-07-25': 'rest', '2025-07-28': 'rest', '2025-08-02': 'work', '2025-08-15': 'rest', '2025-09-30': 'rest', '2025-10-10': 'rest' },
} as unknown as Parameters<CalendarBook['with']>[0]);

const models: Record<string, () => { model: Model; at: LegalInstant }> = {
  fine: () => ({ model: fine([], false), at: instant('2025-07-07', '09:00') }),
  fineWithAmendedCalendar() {
    const book = lawWith().book({ parameters: settingsWith('administrative-penalty', { suspensionGrounds: '鉴定' }) }).with({ calendars: moving });
    return { model: penaltyModel(book, [{ name: 'an adult', party: citizen('p1', '1985-01-01', '2025-06-20') }]), at: instant('2025-07-07', '09:00') };
  },
  fee: () => ({ model: feeModel(lawWith().book()), at: instant('2021-08-09', '09:00') }),
};

const choice: fc.Arbitrary<Choice> = fc.oneof({ weight: 1, arbitrary: fc.record({ wait: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 24 * 3 }) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 24 * 40 }) }) }) }, { weight: 4, arbitrary: fc.record({ probe: fc.nat({ max: 5000 }) }) });
const walk = fc.array(choice, { minLength: 10, maxLength: 70, size: 'max' });
const runs = { numRuns: process.env['ANJUAN_TEST_TIER'] === 'fast' ? 8 : 40 };

function advanceIn(state: CaseState, from: LegalInstant, hours: readonly number[], book: Parameters<typeof advance>[2]): { state: CaseState; events: unknown[] } {
  let at = from;
  let now = state;
  const events: unknown[] = [];
  for (const one of hours) {
    at = later(at, one);
    for (const event of advance(now, at, book)) {
      events.push(event);
      now = evolve(now, event, now.seq + 1, at, CASE);
    }
  }
  return { state: now, events };
}

it('the walks reach every phase, lapses and closings', () => {
  const seen = new Set<string>();
  for (const [name, make] of Object.entries(models)) {
    // The fee has eleven days left to come to its end: few walks do.
    for (const choices of fc.sample(walk, { numRuns: name === 'fee' ? 60 : 30, seed: 2 })) {
      const { model, at } = make();
      const { state, events } = new Walk(model, at).go([...choices, { wait: 24 * 100 }]);
      for (const { event } of events) seen.add(event.type).add(`${model.name} ${state.phase}`);
    }
  }
  const wanted = ['clockLapsed', 'paperServed', 'paperVoided', 'caseClosed', 'packEnded', 'rungReached', 'fine decided', 'fine served', 'fee served'];
  expect(wanted.filter((one) => !seen.has(one))).toEqual([]);
});

/** What must hold of any list of recorded events. */
function checkRecord(events: readonly RecordedEvent[], state: CaseState): void {
  expect(fold(CASE, events)).toEqual(state);
  expect(fold(CASE, JSON.parse(JSON.stringify(events)) as RecordedEvent[])).toEqual(JSON.parse(JSON.stringify(state)));
  const half = Math.ceil(events.length / 2);
  expect(fold(CASE, events.slice(half), fold(CASE, events.slice(0, half)))).toEqual(state);
  // A closing withdraws what is still owed in the same command; nothing comes after that.
  const closed = events.findIndex(({ event }) => event.type === 'caseClosed');
  if (closed >= 0) expect(events.slice(closed + 1).filter(({ event }) => event.type !== 'dutyWithdrawn')).toEqual([]);
  for (const { event, recordedAt } of events) if (event.type === 'clockLapsed') expect(event.dueOn < chinaDateOf(recordedAt)).toBe(true);
  expect(events.map((one) => one.recordedAt)).toEqual(events.map((one) => one.recordedAt).sort());
}

/** Papers that steps issued, in their order. */
function issued(state: CaseState): CaseState['papers'] {
  return state.papers.filter((one) => one.about === undefined);
}

/** The same act in a case whose events stand elsewhere: a paper is known by its kind and its turn. */
function inCaseOf(state: CaseState, probe: Probe, from: CaseState): Probe {
  const { command } = probe;
  if (command.type !== 'recordService' && command.type !== 'voidPaper') return probe;
  const turn = issued(from).findIndex((one) => one.paperId === command.paperId);
  return { ...probe, command: { ...command, paperId: issued(state)[turn]?.paperId ?? command.paperId } };
}

/** What is done in the record itself (decision 36) is known when it is done, and so is all that came before it. */
function nextInTheRecord(acts: Walk['acts'], from: number): LegalInstant[] {
  return acts.slice(from).filter(({ probe: { command } }) => command.type === 'voidPaper' || command.type === 'amendParty').slice(0, 1).map(({ at }) => at);
}

describe.each(Object.entries(models))('any case: %s', (_name, make) => {
  it('one jump of advance equals many small ones, advance adds nothing twice, the fold of the events is the state, nothing follows a closing', () => {
    fc.assert(fc.property(walk, fc.array(fc.integer({ min: 1, max: 24 * 60 }), { minLength: 2, maxLength: 12 }), (choices, hours) => {
      const { model, at } = make();
      const { state, at: now, book, events } = new Walk(model, at).go(choices);
      const whole = hours.reduce((sum, one) => sum + one, 0);
      expect(advanceIn(state, now, hours, book).events).toEqual(advanceIn(state, now, [whole], book).events);
      expect(advance(state, now, book)).toEqual([]);
      checkRecord(events, state);
    }), runs);
  });

  it('when the record learns of an act does not change its legal dates', () => {
    fc.assert(fc.property(walk, fc.array(fc.integer({ min: 0, max: 24 * 5 }), { minLength: 5, maxLength: 5 }), (choices, delays) => {
      const { model, at } = make();
      const prompt = new Walk(model, at).go(choices);
      // The fee's acts count by the day of recording too: a delay over its end is another case.
      if (prompt.state.closed !== null || prompt.state.packEnded) return;
      const late = new Walk(model, at);
      for (const [index, act] of prompt.acts.entries()) {
        const [known = act.at] = [later(act.at, delays[index % delays.length] ?? 0), ...nextInTheRecord(prompt.acts, index)].sort();
        late.at = known > late.at ? known : late.at;
        if (late.model.name === 'fee' && chinaDateOf(late.at) > legalDate('2021-08-19')) return;
        expect({ act: act.probe.name, done: late.tries(inCaseOf(late.state, act.probe, prompt.state)) }).toEqual({ act: act.probe.name, done: true });
      }
      const horizon = later(prompt.at > late.at ? prompt.at : late.at, 24 * 30);
      const view = (one: Walk): unknown => {
        const { state } = advanceIn(one.state, one.at, [(Date.parse(horizon) - Date.parse(one.at)) / 3_600_000], one.book);
        return openClocks(state, horizon, one.book).map(({ clock, party, anchorOn, dueOn, status }) => `${clock} ${party} ${anchorOn} ${dueOn} ${status}`).sort();
      };
      expect(view(late)).toEqual(view(prompt));
    }), runs);
  });
});
