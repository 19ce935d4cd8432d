import { describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.ts';

describe('wakes that arrive together', () => {
  it('share transactions of at most a hundred cases in id order, each case once', async () => {
    const turns: string[][] = [];
    const gathering = new Gathering(async (ids) => { turns.push([...ids]); return new Map(); });
    const ids = Array.from({ length: 250 }, (_, index) => `case-${String((index * 7) % 250).padStart(3, '0')}`);
    await Promise.all([...ids, 'case-003'].map((id) => gathering.advance(id)));
    expect(turns.map((turn) => turn.length)).toEqual([100, 100, 50]);
    for (const turn of turns) expect(turn).toEqual([...turn].sort());
    expect(new Set(turns.flat()).size).toBe(250);
  });

  it('a case that fails fails alone', async () => {
    const gathering = new Gathering(async (ids) => new Map(ids.map((id) => [id, id === 'bad' ? new Error('poison') : null])));
    const ends = await Promise.allSettled(['a', 'bad', 'z'].map((id) => gathering.advance(id)));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('a transaction that fails as a whole fails for all, and the next one is tried', async () => {
    let calls = 0;
    const gathering = new Gathering(async () => { calls += 1; if (calls === 1) throw new Error('away'); return new Map(); });
    await expect(Promise.all([gathering.advance('a'), gathering.advance('b')])).rejects.toThrow('away');
    await expect(gathering.advance('a')).resolves.toBeUndefined();
  });
});
