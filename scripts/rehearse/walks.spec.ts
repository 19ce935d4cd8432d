import { beforeAll, describe, expect, it } from '@jest/globals';
import { lawBookFromFiles } from '#law/files/pack-files';
import type { LawBook, Pack } from '#law';
import { MAIN } from './cast.ts';
import { Chance } from './chance.ts';
import { Keeper } from './keeper.ts';
import { parametersFor } from './parameters.ts';
import { readWalks } from './walk-files.ts';
import { dressed, kept, type KeptWalks } from './walks.ts';

let book: LawBook;
beforeAll(() => {
  const bare = lawBookFromFiles();
  book = bare.with({ parameters: parametersFor(bare.packs.map(({ pack }) => pack)) });
});

const packOf = (id: string): Pack => book.pack(id).pack;
function walksOf(id: string): KeptWalks {
  const found = readWalks(id);
  if (found === null) throw new Error(`Nothing is kept for ${id}.`);
  return found;
}
const keeperOf = (id: string, known = walksOf(id)): Keeper => new Keeper(packOf(id), book, known, () => undefined);

describe('kept walks', () => {
  // A change of the law may cost a few: a rehearsal then searches for them, and `npm run walks` keeps what it finds.
  it.each(['administrative-penalty', 'administrative-penalty-summary', 'leads', 'social-maintenance-fee'])('show nearly everything that %s declares', (id) => {
    const keeper = keeperOf(id);
    expect(keeper.missing.length).toBeLessThanOrEqual(keeper.declared / 20);
    expect(keeper.lost.length).toBeLessThanOrEqual(keeper.kept.walks.length / 5);
  });

  it('say what no longer holds', () => {
    const known = walksOf('leads');
    const [first, ...others] = known.walks;
    if (first === undefined) throw new Error('Nothing is kept.');
    expect(first.shows.some((one) => one.startsWith('step '))).toBe(true);
    const broken = { ...first, turns: first.turns.slice(0, 1) };
    expect(keeperOf('leads', { ...known, walks: [broken, ...others] }).lost).toEqual([{ walk: 1, items: expect.arrayContaining(first.shows.filter((one) => one.startsWith('step '))) }]);
  });

  it('let a search find what one of them no longer shows', () => {
    const known = walksOf('leads');
    const keeper = keeperOf('leads', { ...known, walks: known.walks.slice(1) });
    const before = keeper.missing;
    expect(before.length).toBeGreaterThan(0);
    keeper.search(1, 8000, false);
    expect(keeper.missing.length).toBeLessThan(before.length);
  });

  it('are about the people and words of the run, and keep nothing of it', () => {
    const { walks } = walksOf('administrative-penalty');
    for (const walk of walks) {
      const script = dressed(walk, new Chance(7), '金丝雀七');
      const text = JSON.stringify(script.turns);
      expect(text).not.toContain('"@');
      expect(text).toContain('金丝雀七');
      if (walk.stand === 'main') expect(script.stand).toBe(MAIN);
      expect(kept(script, '金丝雀七', walk.round, walk.shows)).toEqual(walk);
    }
    expect(dressed(walks[0] as (typeof walks)[number], new Chance(8), '金丝雀七')).not.toEqual(dressed(walks[0] as (typeof walks)[number], new Chance(7), '金丝雀七'));
  });
});
