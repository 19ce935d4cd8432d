/** How much a fine may be: the statutory range of a cause for a party and an act, by the law that counts. */
import type { LegalDate } from '../dates.ts';
import { type Fen, parseYuan } from '../money.ts';
import type { BilingualText } from '../pack-format.ts';
import { basisText, type CauseBook, type KnownCause, versionOn } from './cause-book.ts';
import { type Bound, type CauseBand, type CauseRange, type CauseVersion, type InstrumentKind, REFUSED_KINDS } from './cause-format.ts';

export interface FineRange { min: Fen; max: Fen }
/** What the range is counted from, where the law names such a base: an amount in fen, or a number of units. */
export interface RangeBase { amount?: Fen; quantity?: bigint }

export interface RangeQuestion { county: string; code: string; party: 'citizen' | 'organisation'; actedOn: LegalDate; /** The day of the step: a lighter later law wins (Penalty Law art. 37). */ on: LegalDate; base: RangeBase }

/** The answer names what stands in the way; `range` alone lets a fine be measured. */
export type RangeAnswer =
  | { is: 'unknown' }
  | { is: 'notLaw'; kind: InstrumentKind; instrument: BilingualText }
  | { is: 'notInForce'; known: KnownCause; from: LegalDate | null }
  | { is: 'lawfulSince'; known: KnownCause; article: BilingualText; day: LegalDate }
  | { is: 'noFine'; known: KnownCause; version: CauseVersion; article: BilingualText }
  | { is: 'unverified'; known: KnownCause; version: CauseVersion; article: BilingualText }
  | { is: 'baseMissing'; known: KnownCause; article: BilingualText; base: NonNullable<CauseRange['base']> }
  | { is: 'range'; known: KnownCause; version: CauseVersion; article: BilingualText; range: FineRange };

/** The statutory range for one cause. Nothing is thrown: every obstacle is an answer. */
export function statutoryRange(book: CauseBook, question: RangeQuestion): RangeAnswer {
  const { county, code, actedOn, on } = question;
  const known = book.find(code, county, on);
  if (known === undefined) return { is: 'unknown' };
  const refused = known.instruments.find((one) => isRefused(one.kind));
  if (refused !== undefined) return { is: 'notLaw', kind: refused.kind, instrument: refused.name };
  const ofAct = versionOn(known.cause, actedOn);
  if (ofAct === undefined) return { is: 'notInForce', known, from: known.cause.versions.map((one) => one.from).filter((from) => from > actedOn).sort()[0] ?? null };
  if (ofAct.lawfulAfterwards && ofAct.to !== null && on > ofAct.to) return { is: 'lawfulSince', known, article: basisText(known, ofAct), day: ofAct.to };
  const first = judged(known, ofAct, question);
  const ofStep = versionOn(known.cause, on);
  if (first.is !== 'range' || ofStep === undefined || ofStep === ofAct) return first;
  // A later law counts only where it is lighter; as long as its amounts were not read nobody can say whether it is.
  const later = judged(known, ofStep, question);
  return later.is !== 'range' || isLighter(later, first) ? later : first;
}

/** Of several norms that one act breaks, the one with the higher fine (Penalty Law art. 29); an obstacle in any of them is the answer. */
export function highestRange(answers: readonly RangeAnswer[]): RangeAnswer {
  const ranges = answers.filter((one) => one.is === 'range');
  // A norm without a fine takes no part in the comparison; alone it lets nobody be fined.
  const obstacle = answers.find((one) => one.is !== 'range' && (one.is !== 'noFine' || ranges.length === 0));
  return obstacle ?? ranges.reduce((highest, one) => (one.range.max > highest.range.max || (one.range.max === highest.range.max && one.range.min > highest.range.min) ? one : highest));
}

function isRefused(kind: InstrumentKind): boolean {
  return (REFUSED_KINDS as readonly InstrumentKind[]).includes(kind);
}

function isLighter(later: { version: CauseVersion; range: FineRange }, first: { version: CauseVersion; range: FineRange }): boolean {
  if (later.range.max !== first.range.max) return later.range.max < first.range.max;
  if (later.range.min !== first.range.min) return later.range.min < first.range.min;
  return later.version.correctFirst === true && first.version.correctFirst !== true;
}

function judged(known: KnownCause, version: CauseVersion, { party, base }: RangeQuestion): RangeAnswer {
  const article = basisText(known, version);
  const range = version.ranges[party];
  if (range === undefined && version.status !== 'unverified') return { is: 'noFine', known, version, article };
  if (range == null || version.status === 'unverified') return { is: 'unverified', known, version, article };
  const amounts = measured(range, base);
  return amounts === null && range.base !== undefined ? { is: 'baseMissing', known, article, base: range.base }
    : amounts === null ? { is: 'unverified', known, version, article } : { is: 'range', known, version, article, range: noHigher(amounts) };
}

/** The range in fen; null while the base that it is counted from is not given. A lower bound is rounded up, an upper one down, to the fen. */
export function measured(range: CauseRange, base: RangeBase): FineRange | null {
  const size = range.base === undefined ? 0n : range.base.kind === 'amount' ? base.amount : base.quantity;
  if (size === undefined) return null;
  const tier = range.tiers.find((one) => one.below === undefined || size < parseYuan(one.below));
  return tier === undefined ? null : { min: bound(tier.min, size, 'up'), max: bound(tier.max, size, 'down') };
}

/** Where no whole fen lies between the bounds the upper one counts: nobody pays more than the law lets. */
const noHigher = ({ min, max }: FineRange): FineRange => ({ min: min > max ? max : min, max });

const SCALE = 10_000n;

function bound(one: Bound, size: bigint, round: 'up' | 'down'): Fen {
  if ('yuan' in one) return parseYuan(one.yuan);
  if ('yuanPerUnit' in one) return parseYuan(one.yuanPerUnit) * size;
  return share(size, one.times, round);
}

function share(size: Fen, ratio: string, round: 'up' | 'down'): Fen {
  const [whole = '0', part = ''] = ratio.split('.');
  const product = size * (BigInt(whole) * SCALE + BigInt(part.padEnd(4, '0')));
  return round === 'up' ? (product + SCALE - 1n) / SCALE : product / SCALE;
}

/** The part of the statutory range that a band allows; never outside it. */
export function bandRange(band: CauseBand, { min, max }: FineRange): FineRange {
  const within = (fen: Fen): Fen => (fen < min ? min : fen > max ? max : fen);
  if (band.amounts) return { min: within(parseYuan(band.amounts.from)), max: within(parseYuan(band.amounts.to)) };
  const { from, to } = band.share ?? { from: '0', to: '1' };
  return noHigher({ min: within(min + share(max - min, from, 'up')), max: within(min + share(max - min, to, 'down')) });
}
