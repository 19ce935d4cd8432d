/** When each pack is rehearsed: in its time, the earlier first, since the legal clock only goes forward. */
import { addDays, addYears, legalDate, type LegalDate, type LoadedPack, type Pack } from '#law';
import type { Chance } from './chance.ts';

export interface Chapter { pack: Pack; from: LegalDate; /** Last days of the rounds, each a little later. */ untils: readonly LegalDate[] }

/** Where no end makes another day better: a year whose calendars are known. */
const USUAL = legalDate('2025-02-10');

export function chaptersOf(packs: readonly LoadedPack[], chance: Chance): Chapter[] {
  return packs.map(({ pack }): Chapter => {
    const begin = legalDate(pack.inForce.from);
    const shift = chance.below(40);
    if (pack.inForce.to === null) {
      const from = addDays(begin > USUAL ? addDays(begin, 5) : USUAL, shift);
      return { pack, from, untils: [addYears(from, 1), addYears(from, 2), addYears(from, 3), addYears(from, 4)] };
    }
    const end = legalDate(pack.inForce.to);
    const from = later(addDays(end, -330 - shift), addDays(begin, 5));
    return { pack, from, untils: [addDays(end, -200), addDays(end, -90), addDays(end, 20), addDays(end, 50)].map((day) => later(day, addDays(from, 10))) };
  }).sort((a, b) => (a.from < b.from ? -1 : 1));
}

const later = (a: LegalDate, b: LegalDate): LegalDate => (a > b ? a : b);
