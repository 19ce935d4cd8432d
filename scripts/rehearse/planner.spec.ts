import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { legalDate } from '#law';
import { lawBookFromFiles, readPack } from '#law/files/pack-files';
import { MAIN } from './cast.ts';
import { Chance } from './chance.ts';
import { canBeLookedAheadAt, declaredBy } from './declared.ts';
import { parametersFor } from './parameters.ts';
import { Planner, type Script } from './planner.ts';

const further = readPack(fileURLToPath(new URL('../../test/packs/road-traffic-fine.json', import.meta.url)));
const bare = lawBookFromFiles({ packs: [further] });
const book = bare.with({ parameters: parametersFor(bare.packs.map((one) => one.pack)) });
const ON = legalDate('2025-03-03');

function look(seed: number): { missing: string[]; scripts: Script[] } {
  const { pack } = further;
  // What a search through the engine cannot show: machines, verbs of tasks.
  const wanted = new Set(declaredBy(pack, book).filter((one) => canBeLookedAheadAt(one, pack)));
  const planner = new Planner({ book, pack, stand: MAIN, harmless: '金丝雀', ordersFrom: ON }, new Chance(seed), '金丝雀', wanted, { looks: 8000, until: legalDate('2027-01-01'), depth: 40 });
  planner.search(ON);
  return { missing: planner.open, scripts: planner.scripts(12) };
}

describe('looking ahead in a pack that nothing here knows', () => {
  it.each([1, 2, 3])('finds every step, event and blocker that it declares (seed %d)', (seed) => {
    const { missing, scripts } = look(seed);
    expect(missing).toEqual([]);
    expect(scripts.length).toBeGreaterThanOrEqual(12);
    for (const { turns } of scripts) expect(turns.map(({ on }) => on)).toEqual(turns.map(({ on }) => on).toSorted((a, b) => a.localeCompare(b)));
  });

  it('answers the same scripts for the same seed, and others for another', () => {
    expect(look(4).scripts).toEqual(look(4).scripts);
    expect(look(4).scripts).not.toEqual(look(5).scripts);
  });

  it('keeps a guard that nobody can break among what was not found', () => {
    const { pack } = further;
    const wanted = new Set([...declaredBy(pack, book), 'blocker neverRefused' as const]);
    const planner = new Planner({ book, pack, stand: MAIN, harmless: '金丝雀', ordersFrom: ON }, new Chance(1), '金丝雀', wanted, { looks: 2000, until: legalDate('2027-01-01'), depth: 40 });
    planner.search(ON);
    expect(planner.open).toContain('blocker neverRefused');
  });
});
