/** The library of causes as loaded: the causes that ship, and over them what counties have put in force by a document. */
import { citationText } from '../citation-text.ts';
import type { LegalDate } from '../dates.ts';
import type { BilingualText } from '../pack-format.ts';
import type { Cause, CauseBand, CauseFile, CauseInstrument, CauseVersion } from './cause-format.ts';

/**
 * What a county has set, with its document (发文字号): a cause of its own, or one in place of a cause that ships; or the
 * bands of a cause. Steps of these days follow it, both inclusive.
 */
export interface CountyCauses {
  county: string;
  code: string;
  documentNumber: string;
  from: LegalDate;
  to: LegalDate | null;
  sets: { kind: 'cause'; cause: Cause; instruments: readonly CauseInstrument[] } | { kind: 'bands'; bands: readonly CauseBand[] };
}

/** A cause as it stands for a county on a day, with the instruments that it names. */
export interface KnownCause { cause: Cause; instruments: readonly CauseInstrument[]; topic: string; documentNumber: string | null; bands: CountyCauses | null }

export class CauseBook {
  readonly #shipped: ReadonlyMap<string, KnownCause>;
  readonly #files: readonly CauseFile[];
  readonly county: readonly CountyCauses[];

  constructor(files: readonly CauseFile[], county: readonly CountyCauses[] = []) {
    this.#shipped = new Map(files.flatMap((file) => file.causes.map((cause) => [cause.code, { cause, instruments: file.instruments, topic: file.topic, documentNumber: null, bands: null }] as const)));
    this.#files = files;
    this.county = county;
  }

  /** The same library with other settings of counties. */
  with(county: readonly CountyCauses[]): CauseBook {
    return new CauseBook(this.#files, county);
  }

  /** The cause of this code as a step of this day knows it in the county; undefined when there is none. */
  find(code: string, county: string, on: LegalDate): KnownCause | undefined {
    const own = this.county.filter((one) => one.county === county && one.code === code && one.from <= on && (one.to === null || on <= one.to));
    const set = own.findLast((one) => one.sets.kind === 'cause');
    const bands = own.findLast((one) => one.sets.kind === 'bands') ?? null;
    const known = set?.sets.kind === 'cause'
      ? { cause: set.sets.cause, instruments: set.sets.instruments, topic: 'county', documentNumber: set.documentNumber, bands: null } : this.#shipped.get(code);
    return known === undefined ? undefined : { ...known, bands };
  }

  /** Every cause that a step of this day knows in the county, by code. */
  all(county: string, on: LegalDate): KnownCause[] {
    const codes = new Set([...this.#shipped.keys(), ...this.county.filter((one) => one.county === county).map((one) => one.code)]);
    return [...codes].sort().flatMap((code) => this.find(code, county, on) ?? []);
  }
}

/** The version that holds for an act of this day. */
export function versionOn(cause: Cause, actedOn: LegalDate): CauseVersion | undefined {
  return cause.versions.find((one) => one.from <= actedOn && (one.to === null || actedOn <= one.to));
}

/** The articles of the penalty with their instruments, as people cite them; an article that was not read is left out. */
export function basisText({ instruments }: Pick<KnownCause, 'instruments'>, version: CauseVersion, which: 'penalty' | 'duty' = 'penalty'): BilingualText {
  const cited = version.basis.flatMap((one) => {
    const instrument = instruments.find((each) => each.id === one.instrument);
    if (instrument === undefined || (which === 'duty' && one.duty === undefined)) return [];
    const text = citationText(instrument.name, one[which] ?? '');
    return [{ zh: text.zh.trim(), en: text.en.trim() }];
  });
  return { zh: cited.map((one) => one.zh).join('、'), en: cited.map((one) => one.en).join('; ') };
}

/** The bands that bind a fine for this kind of party: those of the county's document, else the verified ones of the cause. */
export function bandsOf(known: KnownCause, version: CauseVersion, kind: 'citizen' | 'organisation'): readonly CauseBand[] {
  const bands = known.bands?.sets.kind === 'bands' ? known.bands.sets.bands : version.bands.filter((one) => one.status === 'verified');
  return bands.filter((one) => one.amounts?.for === undefined || one.amounts.for === kind);
}
