/** Keeps what searches find: of all walks few that together show everything, each without the turns that show nothing. */
import { addDays, legalDate, type LawBook, type Pack } from '#law';
import { MAIN, SILENT, SINCE, type Stand } from './cast.ts';
import { Chance } from './chance.ts';
import { canBeLookedAheadAt, declaredBy, type Item } from './declared.ts';
import { adoptedBands, otherChoices, withBands, withChoices } from './orders.ts';
import { Planner, type PlanLimits } from './planner.ts';
import { shownBy } from './replay.ts';
import { dressed, kept, type KeptWalks, type Walk } from './walks.ts';
import type { Turn, World } from './world.ts';

const CANARY = '金丝雀存';
const DEEPEST = 80;
/** Counted beside its turns, so that few walks are kept rather than many short ones. */
const WALK_COSTS = 6;

export class Keeper {
  private walks: readonly Walk[];
  private readonly books: LawBook[] = [];
  private readonly wanted: readonly Item[];
  private readonly accepted = new Map<string, Turn[]>();

  constructor(private readonly pack: Pack, book: LawBook, private readonly known: KeptWalks, private readonly say: (line: string) => void) {
    this.walks = known.walks;
    this.wanted = declaredBy(pack, book).filter((one) => canBeLookedAheadAt(one, pack));
    const [first] = known.rounds;
    let law = first === undefined ? book : withBands(book, adoptedBands(book, [pack], first.from));
    for (const [round, { from }] of known.rounds.entries()) {
      if (round > 0) law = withChoices(law, otherChoices(pack, law, from, round));
      this.books.push(law);
    }
  }

  get kept(): KeptWalks { return { ...this.known, walks: this.walks }; }

  /** How many items can be shown by looking ahead at all. */
  get declared(): number { return this.wanted.length; }

  /** What no kept walk shows. */
  get missing(): Item[] {
    const shown = new Set(this.walks.flatMap((walk) => [...this.shows(walk)]));
    return this.wanted.filter((one) => !shown.has(one));
  }

  /** Walks that no longer show what they were kept for, and what that was. */
  get lost(): { walk: number; items: Item[] }[] {
    return this.walks.map((walk, at) => { const shown = this.shows(walk); return { walk: at + 1, items: walk.shows.filter((one) => !shown.has(one)) }; }).filter(({ items }) => items.length > 0);
  }

  /** One search with a seed from what is kept; with `anew` as if nothing were. Keeps what it found. */
  search(seed: number, looks: number, anew: boolean): void {
    const chance = new Chance(seed);
    const wanted = new Set(anew ? this.wanted : this.missing);
    const found: Walk[] = [];
    for (const [round, span] of this.known.rounds.entries()) {
      for (const stand of [MAIN, SILENT]) {
        if (wanted.size === 0) continue;
        const planner = new Planner(this.world(round, stand), chance, CANARY, wanted, { looks: stand === MAIN ? looks : looks * 0.4, until: span.until, depth: DEEPEST } satisfies PlanLimits, this.accepted);
        if (!anew) for (const walk of this.walks) if (walk.round === round + 1 && this.standOf(walk) === stand) planner.follow(dressed(walk, chance, CANARY));
        const before = wanted.size;
        planner.search(addDays(span.from, chance.below(20)));
        found.push(...planner.findings().map((script) => kept(script, CANARY, round + 1, [])));
        this.say(`${this.pack.id}, seed ${seed}, round ${round + 1}, ${stand === MAIN ? 'main' : 'silent'}: ${before} wanted, ${wanted.size} left after ${planner.looks} looks${wanted.size > 0 && wanted.size < 30 ? `: ${[...wanted].join(', ')}` : ''}`);
        for (const [one, codes] of wanted.size < 30 ? planner.obstacles : []) this.say(`    ${one} <- ${codes.join(' ')}`);
      }
    }
    if (found.length > 0) this.choose([...this.walks, ...found]);
  }

  /** Few of these walks that together show as much, each barely as long as it must be. */
  private choose(all: readonly Walk[]): void {
    const shown = new Map(all.map((walk) => [walk, this.shows(walk)]));
    const open = new Set(this.wanted);
    const chosen: Walk[] = [];
    for (;;) {
      const gains = all.map((walk) => { const items = [...shown.get(walk) ?? []].filter((one) => open.has(one)); return { walk, items, worth: items.length / (walk.turns.length + WALK_COSTS) }; });
      const [best] = gains.filter(({ items }) => items.length > 0).sort((a, b) => b.worth - a.worth);
      if (best === undefined) break;
      for (const one of best.items) open.delete(one);
      chosen.push(this.pruned({ ...best.walk, shows: best.items.sort() }));
    }
    // What later ones show too need not be shown by an earlier one.
    this.walks = chosen;
    this.say(`${this.pack.id}: ${chosen.length} walks of ${all.length}, ${chosen.reduce((sum, { turns }) => sum + turns.length, 0)} turns, ${new Set(chosen.flatMap(({ turns }) => turns.map(({ on }) => on))).size} days; ${this.missing.length} of ${this.wanted.length} shown by none`);
  }

  /** Without every turn that nothing of what it is kept for needs. */
  private pruned(walk: Walk): Walk {
    let best = walk;
    for (let at = walk.turns.length - 1; at > 0; at -= 1) {
      const shorter = { ...best, turns: best.turns.filter((_, n) => n !== at) };
      const shown = this.shows(shorter);
      if (walk.shows.every((one) => shown.has(one))) best = shorter;
    }
    if (best.until !== undefined) {
      const { until: _, ...ended } = best;
      const shown = this.shows(ended);
      if (walk.shows.every((one) => shown.has(one))) best = ended;
    }
    return best;
  }

  private shows(walk: Walk): Set<Item> {
    return shownBy(this.world(walk.round - 1, this.standOf(walk)), dressed(walk, new Chance(1), CANARY));
  }

  private standOf({ stand }: Walk): Stand { return stand === 'main' ? MAIN : SILENT; }

  private world(round: number, stand: Stand): World {
    const book = this.books[round];
    if (book === undefined) throw new Error(`${this.pack.id} is not rehearsed in a round ${round + 1}.`);
    return { book, pack: this.pack, stand, harmless: CANARY, ordersFrom: legalDate(SINCE) };
  }
}
