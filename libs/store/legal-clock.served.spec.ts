import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { legalInstant } from '#law';
import { keptProfile, useProfile, WrongProfileError } from './instance.ts';
import { legalNow, legalSpeed, setLegalClock, stepLegalClock, tickLegalClock } from './legal-clock.ts';
import { openRecord, type TestRecord } from './testing/record.ts';

let record: TestRecord;
beforeEach(async () => { record = await openRecord(); });
afterEach(() => record.close());
const march = legalInstant('2018-03-01T00:00:00.000Z');
const now = () => record.in([], legalNow);
const set = (setting: Parameters<typeof setLegalClock>[1]) => record.in([], (m) => setLegalClock(m, setting));

describe('the legal clock', () => {
  it('in wall mode is the machine clock, and a production instance knows no other', async () => {
    await useProfile(record.app, 'production', { mode: 'wall' });
    const { at, machineAt, mode } = await now();
    expect({ at, mode }).toEqual({ at: machineAt, mode: 'wall' });
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(5_000);
    await expect(set({ mode: 'stepped', at: march })).rejects.toThrow('wall clock only');
    await expect(set({ mode: 'running', at: march, speed: 10 })).rejects.toThrow('wall clock only');
    await expect(record.owner.query("UPDATE legal_clock SET mode = 'stepped', at = '2018-03-01'")).rejects.toThrow('wall clock only');
    await expect(record.owner.query('DELETE FROM legal_clock')).rejects.toThrow('not removed');
  });

  it('refuses a production instance that begins stepped', async () => {
    await expect(useProfile(record.app, 'production', { mode: 'stepped', at: march })).rejects.toThrow('wall clock only');
    expect(await keptProfile(record.app)).toBeNull();
  });

  it('stepped stands still, moves forward only, and keeps the machine instant beside it', async () => {
    await useProfile(record.app, 'training', { mode: 'stepped', at: march });
    expect(await now()).toMatchObject({ at: march, mode: 'stepped' });
    await sleep(20);
    expect((await now()).at).toBe(march);
    expect(await record.in([], (m) => stepLegalClock(m, legalInstant('2018-04-01T16:00:00.000Z')))).toBe(true);
    const later = await now();
    expect(later.at).toBe('2018-04-01T16:00:00.000Z');
    expect(Date.parse(later.machineAt)).toBeGreaterThan(Date.parse('2026-01-01'));
    await expect(record.in([], (m) => stepLegalClock(m, march))).rejects.toThrow('does not go back');
    await expect(set({ mode: 'wall' })).rejects.toThrow('does not run on the wall clock');
    expect(await record.in([], legalSpeed)).toBeNull();
  });

  it('running goes at its speed, is carried on by ticks, and stands still when nobody ticks', async () => {
    const began = Date.now();
    await useProfile(record.app, 'training', { mode: 'running', at: march, speed: 86_400 });
    await sleep(100);
    const days = (Date.parse((await now()).at) - Date.parse(march)) / 86_400_000;
    expect(days).toBeGreaterThan(0.09);
    // A day a second: no more days than seconds went by, on however busy a machine.
    expect(days).toBeLessThan((Date.now() - began) / 1000 + 0.5);
    await record.in([], tickLegalClock);
    expect((await now()).at > march).toBe(true);
    await record.owner.query("UPDATE legal_clock SET anchored_at = clock_timestamp() - interval '3 days'");
    const [before, after] = [await now(), await now()];
    expect(Date.parse(after.at) - Date.parse(before.at)).toBe(0);
    expect(await record.in([], (m) => stepLegalClock(m, legalInstant('2030-01-01T00:00:00.000Z')))).toBe(false);
  });

  it('development steps while it is seeded, then goes over to the wall clock once and for ever', async () => {
    await useProfile(record.app, 'development', { mode: 'stepped', at: march });
    await expect(set({ mode: 'running', at: march, speed: 5 })).rejects.toThrow('does not run its legal clock');
    await set({ mode: 'wall' });
    await expect(set({ mode: 'stepped', at: legalInstant('2030-01-01T00:00:00.000Z') })).rejects.toThrow('stays on it');
  });

  it('cannot go over to the wall clock from a day that has not come', async () => {
    await useProfile(record.app, 'development', { mode: 'stepped', at: legalInstant('2090-01-01T00:00:00.000Z') });
    await expect(set({ mode: 'wall' })).rejects.toThrow('does not go back');
  });
});

describe('the profile', () => {
  it('is kept by the database, which refuses another, also past the service', async () => {
    await useProfile(record.app, 'training', { mode: 'stepped', at: march });
    await useProfile(record.app, 'training', { mode: 'stepped', at: legalInstant('2019-01-01T00:00:00.000Z') });
    expect((await now()).at).toBe(march);
    await expect(useProfile(record.app, 'production', { mode: 'wall' })).rejects.toThrow(WrongProfileError);
    await expect(record.owner.query("UPDATE instance SET profile = 'production'")).rejects.toThrow('belongs to the profile training');
    await expect(record.owner.query('DELETE FROM instance')).rejects.toThrow('kept for ever');
  });
});
