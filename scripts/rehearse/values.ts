/** Values that people might enter for the facts of a pack: ordinary ones, and those on both sides of what its guards compare. */
import { type Condition, type LegalDate, type Operand, type Pack, addDays, addYears, daysBetween, formatYuan, isLegalDate, legalDate, parseYuan } from '#law';
import type { EdgeFacts } from '#commands';
import type { CaseState } from '#cases/model';
import { scopeOf } from '#cases/act-rules';
import { operandValue, type Comparable } from '#cases/conditions';
import { bandsOf, versionOn } from '#law/causes/cause-book';
import type { Chance } from './chance.ts';
import { STANDS } from './cast.ts';
import { guardsIn } from './declared.ts';
import { factsOf, instantOf, type World } from './world.ts';

type Plain = EdgeFacts[string];
interface Hint { other: Operand }
/** Values that had better be given, facts that had better be left out, and those that had better be there. */
export interface Wishes { equal: ReadonlyMap<string, Plain>; absent: ReadonlySet<string>; present: ReadonlySet<string> }
export const NO_WISHES: Wishes = { equal: new Map(), absent: new Set(), present: new Set() };

/** All conditions of a pack, flat. */
function conditionsOf(pack: Pack): Condition[] {
  const flat = (one: Condition): Condition[] => ('all' in one ? [one, ...one.all.flatMap(flat)] : 'any' in one ? [one, ...one.any.flatMap(flat)] : 'not' in one ? [one, ...flat(one.not)] : [one]);
  const guards = guardsIn(pack);
  const given = [
    ...guards.flatMap((guard) => [guard.require, ...(guard.when ? [guard.when] : [])]), ...pack.steps.flatMap((step) => [...(step.offer ? [step.offer] : []), ...step.issues.flatMap(({ when }) => when ?? []), ...step.owes.flatMap(({ when }) => when ?? []), ...step.claims.flatMap(({ when }) => when ?? [])]),
    ...pack.clocks.flatMap((clock) => [...(clock.startWhen ? [clock.startWhen] : []), ...clock.variants.map((variant) => variant.when)]),
  ];
  return given.flatMap(flat);
}

/** Facts inside an operand, with whether the fact stands alone. */
function factsIn(operand: Operand): { fact: string; alone: boolean; through?: string }[] {
  if ('fact' in operand) return [{ fact: operand.fact, alone: true }];
  if ('periodEnd' in operand) return factsIn(operand.from).map(({ fact }) => ({ fact, alone: false, through: operand.periodEnd }));
  if ('minus' in operand) return operand.minus.flatMap((one) => factsIn(one).map(({ fact }) => ({ fact, alone: false })));
  return 'yearOf' in operand ? factsIn(operand.yearOf).map(({ fact }) => ({ fact, alone: false })) : [];
}

export class Values {
  private readonly hints = new Map<string, Hint[]>();
  /** Clocks through whose length a date fact is compared. */
  private readonly spans = new Map<string, Set<string>>();
  /** Ages on which something turns. */
  readonly ages: readonly number[];
  private texts = 0;
  /** What had better be said, or left out, on the way to where the search wants to come. */
  wishes: Wishes = NO_WISHES;

  constructor(private readonly world: World, private readonly chance: Chance, readonly canary: string) {
    const ages: number[] = [];
    for (const one of conditionsOf(world.pack)) {
      if ('partyAge' in one) ages.push(one.partyAge.below);
      if (!('left' in one)) continue;
      for (const [side, other] of [[one.left, one.right], [one.right, one.left]] as const) {
        for (const { fact, alone, through } of factsIn(side)) {
          if (alone) this.hints.set(fact, [...(this.hints.get(fact) ?? []), { other }]);
          if (through !== undefined) this.spans.set(fact, (this.spans.get(fact) ?? new Set()).add(through));
        }
      }
    }
    this.ages = [...new Set(ages)];
  }

  /** One assignment of the facts of an act; `keep` are values already chosen. */
  assign(expected: readonly { fact: string; required: boolean }[], at: { state: CaseState | null; on: LegalDate; party: string | null }, keep: EdgeFacts = {}): EdgeFacts {
    const facts: EdgeFacts = { ...keep };
    // Now barely what is asked for, now nearly everything.
    const left = this.chance.oneOf([0.95, 0.8, 0.55, 0.25]) ?? 0.55;
    for (const { fact, required } of this.chance.shuffled(expected)) {
      if (fact in facts || (!required && this.chance.happens(this.wishes.absent.has(fact) ? 0.9 : this.wishes.present.has(fact) ? 0.2 : left))) continue;
      const value = this.value(fact, at, facts);
      if (value !== undefined) facts[fact] = value;
    }
    return facts;
  }

  /** A value for one fact: three times in four one that a comparison of the pack suggests. */
  value(code: string, at: { state: CaseState | null; on: LegalDate; party: string | null }, facts: EdgeFacts): Plain | undefined {
    const definition = this.world.pack.facts.find((one) => one.code === code);
    if (definition === undefined) return undefined;
    const wish = this.wishes.equal.get(code);
    if (wish !== undefined && this.chance.happens(0.6)) return wish;
    const { causes } = this.world.pack;
    if (this.world.pack.steps.some((step) => step.asksHelpOf === code)) return this.chance.oneOf([...(this.world.stand.neighbour === null ? [] : [this.world.stand.neighbour.officeId]), this.world.stand.officeId]);
    if (definition.refersTo !== undefined && at.state !== null && this.chance.happens(0.9)) return this.chance.oneOf(at.state.steps.filter((step) => definition.refersTo?.includes(step.step)))?.seq;
    const library = causes !== undefined && (code === causes.cause || code === causes.band || (causes.amounts.includes(code) && this.chance.happens(0.6))) ? this.fromLibrary(code, at, facts) : [];
    const suggested = library.length > 0 || code === causes?.band ? library : this.suggested(code, definition.type, at, facts);
    if (suggested.length > 0 && this.chance.happens(definition.type === 'code' || definition.type === 'choice' ? 0.5 : 0.75)) return this.chance.oneOf(suggested);
    switch (definition.type) {
      case 'date': return addDays(at.on, -(this.chance.oneOf([0, 0, 1, 2, 5, 10, 30, 200]) ?? 0));
      case 'money': return this.chance.oneOf(['0.01', '100.00', '500.00', '1000.00', '2000.00', '5000.00', '10000.00', '0.00', '200000.00']);
      case 'integer': return this.chance.oneOf([1, 1, 2, 3, 0, 5, Number(at.on.slice(0, 4)) - 1, Number(at.on.slice(0, 4))]);
      case 'boolean': return this.chance.happens(0.7);
      case 'choice': return this.chance.oneOf(definition.choices ?? [])?.value;
      case 'code': return causes !== undefined && suggested.length > 0 ? this.chance.oneOf(suggested) : this.chance.oneOf(['x-1', 'rehearsal', 'X/2']);
      case 'person': return this.chance.oneOf(STANDS.filter(({ county }) => county === this.world.stand.county).flatMap(({ members }) => members).filter(({ roles, officeId }) => (definition.role === undefined || roles.includes(definition.role)) && (definition.roles === undefined || (officeId === this.world.stand.officeId && roles.some((role) => definition.roles?.includes(role))))))?.id;
      case 'text': return this.text();
    }
  }

  /** A text with the canary in it: whatever shows it outside the encrypted content has leaked. */
  text(): string {
    this.texts += 1;
    return `${this.canary}第${this.texts}段`;
  }

  private suggested(code: string, type: string, { state, on, party }: { state: CaseState | null; on: LegalDate; party: string | null }, facts: EdgeFacts): Plain[] {
    const found: Plain[] = [];
    const scope = state === null ? null : scopeOf(state, on, instantOf(on), this.world.book, { party, facts: factsOf(this.world.pack, facts) });
    const plain = factsOf(this.world.pack, facts);
    for (const { other } of this.hints.get(code) ?? []) {
      const fact = 'fact' in other ? plain[other.fact] : undefined;
      const value: Comparable | null = scope !== null ? operandValue(other, scope) : 'value' in other ? literalOf(other.value) : 'date' in other ? { kind: 'text', text: on } : fact?.type === 'date' || fact?.type === 'code' || fact?.type === 'choice' ? { kind: 'text', text: fact.value } : null;
      if (value !== null) found.push(...around(value, type));
    }
    if (type === 'date') for (const clock of this.spans.get(code) ?? []) found.push(...this.daysThrough(clock, scope, on));
    return found;
  }

  /** Days from which the period of a clock ends about now, or that lie about its length ahead. */
  private daysThrough(clock: string, scope: ReturnType<typeof scopeOf> | null, on: LegalDate): LegalDate[] {
    const definition = this.world.pack.clocks.find((one) => one.code === clock);
    const end = scope?.clocks.periodEnd(clock, on, scope.party) ?? null;
    const years = definition?.period.unit === 'YEAR' && typeof definition.period.length === 'number' ? definition.period.length : null;
    const length = end !== null ? daysBetween(on, end) : null;
    const back = years !== null ? [addYears(on, -years), addDays(addYears(on, -years), -1)] : length === null ? [] : [addDays(on, -length), addDays(on, -length - 1)];
    const span = Math.abs(length ?? 7);
    return [...back, on, addDays(on, 1), ...[span, span + 1, span + 3, span + 7, span * 2].map((n) => addDays(on, n)), addDays(on, 400)];
  }

  /** Causes of the library, more often those whose range was read; bands of the chosen one, and amounts at the bounds of both. */
  private fromLibrary(code: string, { state, on }: { state: CaseState | null; on: LegalDate }, facts: EdgeFacts): Plain[] {
    const { book, stand, pack: { causes } } = this.world;
    if (causes === undefined) return [];
    if (code === causes.cause) {
      const known = book.causes.all(stand.county, on).map(({ cause }) => ({ code: cause.code, version: versionOn(cause, on) })).filter(({ version }) => version !== undefined);
      const read = known.filter(({ version }) => version?.status !== 'unverified' && Object.values(version?.ranges ?? {}).some((range) => range !== null && range !== undefined));
      return [...this.chance.shuffled(read.length > 0 && this.chance.happens(0.85) ? read : known).slice(0, 6).map((one) => one.code), ...(this.chance.happens(0.1) ? this.suggested(code, 'code', { state, on, party: null }, facts) : [])];
    }
    const given = facts[causes.cause];
    const recorded = state?.facts[causes.cause];
    const chosen = typeof given === 'string' ? given : recorded?.type === 'code' ? recorded.value : undefined;
    const known = chosen === undefined ? undefined : book.causes.find(chosen, stand.county, on);
    const version = known === undefined ? undefined : versionOn(known.cause, on);
    if (known === undefined || version === undefined) return [];
    const bands = [...bandsOf(known, version, 'citizen'), ...bandsOf(known, version, 'organisation')];
    if (code === causes.band) return [...new Set(bands.map((band) => band.code))];
    const ranges = Object.values(version.ranges).flatMap((range) => (range === null || range === undefined ? [] : range.tiers.flatMap(({ min, max }) => ('yuan' in min && 'yuan' in max ? [{ min: parseYuan(min.yuan), max: parseYuan(max.yuan) }] : []))));
    const shares = bands.flatMap(({ share }) => (share === undefined ? [] : ranges.flatMap(({ min, max }) => [share.from, share.to].map((part) => min + ((max - min) * BigInt(Math.round(Number(part) * 10_000))) / 10_000n))));
    const amounts = bands.flatMap((band) => (band.amounts === undefined ? [] : [parseYuan(band.amounts.from), parseYuan(band.amounts.to)]));
    const bounds = [...ranges.flatMap(({ min, max }) => [min, max, (min + max) / 2n]), ...shares, ...amounts];
    return [...new Set(bounds.flatMap((fen) => [fen, fen, fen - 1n, fen + 1n]))].filter((fen) => fen >= 0n).map((fen) => formatYuan(fen));
  }
}

function literalOf(value: string | number | boolean): Comparable {
  return typeof value === 'boolean' ? { kind: 'boolean', boolean: value } : typeof value === 'number' ? { kind: 'number', number: BigInt(value) } : { kind: 'text', text: value };
}

/** The value itself and its neighbours, as people would write them. */
function around(value: Comparable, type: string): Plain[] {
  switch (value.kind) {
    case 'boolean': return [value.boolean, !value.boolean];
    case 'number': {
      if (type === 'money') return [value.number, value.number - 1n, value.number + 1n, value.number * 2n, value.number / 2n].filter((fen) => fen >= 0n).map((fen) => formatYuan(fen));
      return [Number(value.number), Number(value.number) - 1, Number(value.number) + 1];
    }
    case 'text': return type === 'date' && isLegalDate(value.text) ? [0, -1, 1].map((n) => addDays(legalDate(value.text), n)) : type === 'date' ? [] : type === 'money' && /^\d+\.\d\d$/.test(value.text) ? [value.text] : [value.text];
  }
}
