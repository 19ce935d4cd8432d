import { describe, expect, it } from '@jest/globals';
import { allowedActions, fold, openClocks } from '#cases';
import { actor } from '#cases/testing/county';
import { lawWith } from '#cases/testing/scenario';
import { asKnownToday, firstBreak, type StoredEvent } from '#store/events';
import { NO_EVENT_BEFORE } from '#store/chain';
import { currentVersions } from '#store/upcast';
import { choose, readCorpus, shapeOf } from '../../scripts/corpus/corpus.ts';

/** Procedures and types of events that no case of the corpus shows yet: those that came after the last release. */
const NOT_YET = ['stepFellDue', 'lawChanged', 'historyImported', 'approvalWithdrawn', 'approvalWaited', 'caseTransferred', 'fileCalledIn', 'fileReturned', 'stepConfirmed', 'representativeFiled', 'representativeEnded', 'paymentBooked', 'paymentReversed', 'moneyCollected', 'depositBooked', 'depositReversed', 'refundOrdered', 'refundPaid', 'refundReturned'];

const corpus = readCorpus();
const whole = (events: readonly StoredEvent[]) => firstBreak(events, { seq: 0, hash: NO_EVENT_BEFORE, recordedAt: null });
const folded = (events: readonly StoredEvent[]) => fold(events[0]?.caseId ?? '', events.map(asKnownToday));

describe.each(corpus.map((one) => [`${one.version}/${one.name}`, one.kept] as const))('%s', (_, { events, state }) => {
  it('is chained as it was written', () => {
    expect(whole(events)).toBeNull();
  });

  it('says what it said then: a later release adds to the state and changes nothing of it', () => {
    expect(folded(events)).toMatchObject(state);
  });

  it('can be worked on with the law of today', () => {
    const now = folded(events);
    const at = events.at(-1)?.recordedAt;
    if (now === null || at === undefined) throw new Error('It has no events.');
    const book = lawWith().book();
    expect(openClocks(now, at, book).map((clock) => clock.clockId)).toEqual(expect.any(Array));
    expect(allowedActions(now, actor('zhang'), at, book, 'training')).toEqual(expect.any(Array));
  });
});

describe('the corpus', () => {
  it('has a case of every procedure and every type of event that were released', () => {
    const seen = new Set(corpus.flatMap(({ kept }) => kept.events).flatMap((event) => [event.pack, event.type]));
    const all = [...lawWith().book().packs.map(({ pack }) => pack.id), ...Object.keys(currentVersions)];
    expect(all.filter((one) => !seen.has(one))).toEqual(NOT_YET);
  });

  it('would notice an event that was changed, and a fold that says something else', () => {
    const [first] = corpus;
    if (first === undefined) throw new Error('The corpus is empty.');
    const { events, state } = first.kept;
    const changed = events.map((event, at) => (at === 1 ? { ...event, occurredOn: '2001-01-01' as typeof event.occurredOn } : event));
    expect(whole(changed)).toMatchObject({ seq: 2, why: 'hash' });
    expect(() => expect(folded(events.slice(0, -1))).toMatchObject(state)).toThrow();
  });

  it('takes the fewest cases that show what is new', () => {
    const cases = [{ pack: 'a', shapes: new Set(['x', 'y']) }, { pack: 'a', shapes: new Set(['x']) }, { pack: 'b', shapes: new Set(['x']) }, { pack: 'a', shapes: new Set(['z', 'x']) }];
    expect(choose(cases, new Set(), new Set())).toEqual([cases[0], cases[3], cases[2]]);
    expect(choose(cases, new Set(['x', 'y', 'z']), new Set())).toEqual([cases[0], cases[2]]);
    expect(choose(cases, new Set(['x', 'y', 'z']), new Set(['a']))).toEqual([cases[2]]);
    expect(shapeOf({ type: 'stepTaken', schemaVersion: 1, payload: { step: 's', facts: { a: 1 }, late: { doneOn: 'd', reason: { contentId: 'c' } } } })).toBe('stepTaken@1(facts late.doneOn late.reason.contentId step)');
  });
});
