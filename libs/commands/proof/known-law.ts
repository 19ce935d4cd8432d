import type { EntityManager } from 'typeorm';
import { PackFormat, underPack, type LawBook, type LegalInstant, type LoadedPack, type ParameterSetting } from '#law';
import { readPackText } from '#store';
import type { KnownSetting } from '../law-shelf.ts';

/** Packs by their hash, as the record keeps them; read once in a proof. */
export class KeptPacks {
  readonly #known = new Map<string, LoadedPack | null>();

  /** Reads what is not known yet. A hash whose text is not kept, or is no pack that this release can read, stays without one. */
  async load(manager: EntityManager, hashes: Iterable<string>): Promise<void> {
    for (const sha256 of hashes) {
      if (this.#known.has(sha256)) continue;
      const kept = await readPackText(manager, sha256);
      const pack = kept === null ? null : readable(kept.bytes);
      this.#known.set(sha256, pack === null || kept === null ? null : { pack, sha256, bytes: kept.bytes });
    }
  }

  get(sha256: string): LoadedPack | null {
    return this.#known.get(sha256) ?? null;
  }
}

/** By the format alone: what today's rules for authors would say of an old pack is beside the point. */
function readable(bytes: Uint8Array): LoadedPack['pack'] | null {
  try {
    const parsed = PackFormat.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The law under which the events of a proof are judged again: each under the pack that it names, with the parameters known by then. */
export class KnownLaw {
  /** `bundled`: settings of files, known from the beginning; `settings`: what counties have set, the latest approval first. */
  constructor(readonly today: LawBook, private readonly packs: KeptPacks, private readonly bundled: readonly ParameterSetting[], private readonly settings: readonly KnownSetting[], private readonly adopted: ReadonlyMap<string, LoadedPack> = new Map()) {}
  readonly #under = new Map<string, LawBook | null>();

  /** The law of a county with this pack, ended where its newest text has ended; null when its text is not known. */
  under(sha256: string, county: string): LawBook | null {
    const key = `${county} ${sha256}`;
    const known = this.#under.get(key);
    if (known !== undefined) return known;
    const text = this.today.packs.find((one) => one.sha256 === sha256) ?? this.packs.get(sha256);
    const newest = text === null ? undefined : this.adopted.get(`${county} ${text.pack.id}`) ?? this.today.find(text.pack.id) ?? text;
    const book = text === null || newest === undefined ? null : underPack(this.today, text, newest);
    this.#under.set(key, book);
    return book;
  }

  /** The same law without the parameters that were recorded after an instant. */
  knownAt(book: LawBook, at: LegalInstant): LawBook {
    return book.with({ parameters: [...this.bundled, ...this.settings.filter(({ recordedAt }) => recordedAt <= at)] });
  }

  /** When the county set anything for the pack after an instant, earliest first. */
  setAfter(county: string, pack: string, at: LegalInstant): LegalInstant[] {
    return this.settings.filter((one) => one.county === county && one.pack === pack && one.recordedAt > at).map(({ recordedAt }) => recordedAt).sort();
  }
}
