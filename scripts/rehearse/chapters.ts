/** When each pack is rehearsed: in its time, the earlier first, since the legal clock only goes forward. */
import { addDays, addYears, legalDate, type LegalDate, type LoadedPack, type Pack } from '#law';
import type { Chance } from './chance.ts';
import type { KeptWalks, Span, Walk } from './walks.ts';

export interface Chapter {
  pack: Pack; from: LegalDate;
  /** Last days of the rounds, each a little later. */
  untils: readonly LegalDate[];
  /** First days of the rounds at the earliest; where walks are kept, these are the days for which they are. */
  starts: readonly LegalDate[];
  /** Days after the first of a round on which the search lets new cases begin. */
  shift: number;
  walks: readonly Walk[];
}

/** Where no end makes another day better: a year whose calendars are known. */
const USUAL = legalDate('2025-02-10');

/** `known`: what is kept for a pack. */
export function chaptersOf(packs: readonly LoadedPack[], chance: Chance, known: (pack: string) => KeptWalks | null = () => null): Chapter[] {
  return packs.map(({ pack }): Chapter => {
    const shift = chance.below(40);
    const kept = known(pack.id);
    if (kept !== null) return { pack, walks: kept.walks, shift: Math.floor(shift / 2), ...inRounds(kept.rounds) };
    const rounds = roundsOf(pack, shift);
    return { pack, walks: [], shift: 0, from: rounds.from, untils: rounds.untils, starts: rounds.untils.map(() => rounds.from) };
  }).sort((a, b) => (a.from < b.from ? -1 : 1));
}

function inRounds(rounds: readonly Span[]): Pick<Chapter, 'from' | 'untils' | 'starts'> {
  const [first] = rounds;
  if (first === undefined) throw new Error('Kept walks say no round.');
  return { from: first.from, untils: rounds.map(({ until }) => until), starts: rounds.map(({ from }) => from) };
}

function roundsOf({ inForce }: Pack, shift: number): Pick<Chapter, 'from' | 'untils'> {
  const begin = legalDate(inForce.from);
  if (inForce.to === null) {
    const from = addDays(begin > USUAL ? addDays(begin, 5) : USUAL, shift);
    return { from, untils: [addYears(from, 1), addYears(from, 2), addYears(from, 3), addYears(from, 4)] };
  }
  const end = legalDate(inForce.to);
  const from = later(addDays(end, -330 - shift), addDays(begin, 5));
  return { from, untils: [addDays(end, -200), addDays(end, -90), addDays(end, 20), addDays(end, 50)].map((day) => later(day, addDays(from, 10))) };
}

const later = (a: LegalDate, b: LegalDate): LegalDate => (a > b ? a : b);
