import type { EntityManager } from 'typeorm';
import { PackFormat, underPack, type CalendarVersion, type LawBook, type LegalDate, type LegalInstant, type LoadedPack, type ParameterSetting, type ParameterValue } from '#law';
import { readPackText } from '#store';
import { readCountyCauses } from './county-causes.ts';

/**
 * All law that is in use: packs, bundled calendars and the law of service as loaded from files, and over them what
 * counties have set and which calendar notices two persons have entered. Read again only when the settings changed.
 */
export class LawShelf {
  #mark: string | null = null;
  #book: LawBook;
  /** Texts by their hash: what they say never changes. */
  readonly #texts = new Map<string, LoadedPack>();
  /** By the law as it stood: what counties had adopted over the files, the latest first. */
  readonly #adopted = new WeakMap<LawBook, readonly Adoption[]>();
  /** By the law as it stood: books of cases and of openings. The engine knows a book by its identity. */
  readonly #bound = new WeakMap<LawBook, Map<string, LawBook>>();
  constructor(private readonly bundled: LawBook) {
    this.#book = bundled;
  }

  /** What the files bring along: known from the beginning. */
  get bundledSettings(): readonly ParameterSetting[] {
    return this.bundled.settings;
  }

  /** The law as it stands in this transaction. */
  async book(manager: EntityManager): Promise<LawBook> {
    const [row] = await manager.query<{ mark: string }[]>('SELECT mark FROM law_revision');
    const mark = row?.mark ?? null;
    if (mark !== null && mark === this.#mark) return this.#book;
    const [parameters, calendars, causes] = [await readSettings(manager), await readCalendars(manager), await readCountyCauses(manager)];
    const book = this.bundled.with({
      parameters: [...this.bundled.settings, ...parameters],
      calendars: calendars.reduce((all, version) => all.with(version), this.bundled.calendars),
      causes: this.bundled.causes.with([...this.bundled.causes.county, ...causes]),
    });
    this.#adopted.set(book, await readAdoptions(manager));
    this.#book = book;
    this.#mark = mark;
    return book;
  }

  /** The law of a case: under the text of the pack by which it was judged last, ended where the newest text has ended. `law`: as this transaction has read it already. */
  async bookFor(manager: EntityManager, { countyId, pack, packSha256 }: { countyId: string; pack: string; packSha256: string }, law?: LawBook): Promise<LawBook> {
    const book = law ?? await this.book(manager);
    const newest = await this.newest(manager, countyId, pack, book);
    // A pack that is not loaded is a poison case, whatever text is kept of it.
    if (newest === null) return book;
    return this.#under(book, packSha256 === '' ? newest : await this.text(manager, packSha256, book), newest);
  }

  /** The same by the id of the case, as it stands or as it stood at an instant; for one that the transaction does not see, the law of everybody. */
  async bookOfCase(manager: EntityManager, caseId: string, known: LegalInstant | null = null): Promise<LawBook> {
    const [row] = await manager.query<{ countyId: string; pack: string; packSha256: string }[]>(`
      SELECT county_id AS "countyId", pack, coalesce((SELECT e.pack_sha256 FROM case_event e WHERE $2::timestamptz IS NOT NULL AND e.case_id = h.case_id AND e.recorded_at <= $2 ORDER BY e.seq DESC LIMIT 1), h.pack_sha256) AS "packSha256"
      FROM case_head h WHERE case_id = $1`, [caseId, known]);
    return row === undefined ? this.book(manager) : this.bookFor(manager, row);
  }

  /** The law by which the county opens cases: the newest text of each pack. */
  async openingBook(manager: EntityManager, countyId: string, law?: LawBook): Promise<LawBook> {
    const book = law ?? await this.book(manager);
    let opening = book;
    for (const pack of new Set(this.#adoptedIn(book).filter(({ county }) => county === countyId).map((one) => one.pack))) {
      const newest = await this.newest(manager, countyId, pack, book);
      if (newest !== null) opening = this.#under(opening, newest, newest);
    }
    return opening;
  }

  /** The newest text of a pack for a county: what it has adopted over the file of this release, else the file. Null when there is no such pack. */
  async newest(manager: EntityManager, countyId: string, pack: string, law?: LawBook): Promise<LoadedPack | null> {
    const book = law ?? await this.book(manager);
    const file = book.find(pack);
    if (file === undefined) return null;
    const adopted = this.#adoptedIn(book).find((one) => one.county === countyId && one.pack === pack);
    // A release that has brought another file since is the newer.
    return adopted?.fileSha256 === file.sha256 ? this.text(manager, adopted.sha256, book) : file;
  }

  /** The newest texts where counties have adopted one over the file, by county and pack. */
  async adoptedTexts(manager: EntityManager, law: LawBook): Promise<ReadonlyMap<string, LoadedPack>> {
    const found = new Map<string, LoadedPack>();
    for (const { county, pack } of this.#adoptedIn(law)) {
      const newest = await this.newest(manager, county, pack, law);
      if (newest !== null) found.set(`${county} ${pack}`, newest);
    }
    return found;
  }

  /** A text that the record keeps. Throws when it is not kept or this release cannot read it: a poison case, not a refusal. */
  async text(manager: EntityManager, sha256: string, law: LawBook = this.bundled): Promise<LoadedPack> {
    const known = law.packs.find((one) => one.sha256 === sha256) ?? this.#texts.get(sha256);
    if (known !== undefined) return known;
    const kept = await readPackText(manager, sha256);
    if (kept === null) throw new Error(`The record names the text ${sha256} of a pack and does not keep it.`);
    const loaded: LoadedPack = { pack: PackFormat.parse(JSON.parse(Buffer.from(kept.bytes).toString('utf8'))), sha256, bytes: kept.bytes };
    this.#texts.set(sha256, loaded);
    return loaded;
  }

  #adoptedIn(book: LawBook): readonly Adoption[] {
    return this.#adopted.get(book) ?? [];
  }

  #under(book: LawBook, text: LoadedPack, newest: LoadedPack): LawBook {
    const bound = this.#bound.get(book) ?? new Map<string, LawBook>();
    this.#bound.set(book, bound);
    const key = `${text.sha256} ${newest.sha256}`;
    const known = bound.get(key) ?? underPack(book, text, newest);
    bound.set(key, known);
    return known;
  }
}

/** A text that a county goes by over the file of a release. */
interface Adoption { county: string; pack: string; sha256: string; fileSha256: string }

async function readAdoptions(manager: EntityManager): Promise<Adoption[]> {
  return manager.query<Adoption[]>('SELECT county, pack, sha256, file_sha256 AS "fileSha256" FROM pack_adoption ORDER BY adopted_at DESC, law_change_id');
}

/** A county's value with the legal instant at which its approval was recorded: before it, nobody could go by it. */
export interface KnownSetting extends ParameterSetting { recordedAt: LegalInstant }

/**
 * Everything that counties have ever set, the latest approval first, each with the days for which it was set: the first
 * that covers a day is the one that counted once it was recorded.
 */
export async function readKnownSettings(manager: EntityManager): Promise<KnownSetting[]> {
  const rows = await manager.query<(SettingRow & { recorded_at: LegalInstant })[]>('SELECT county, pack, code, value, document_number, valid_from, set_to AS valid_to, recorded_at FROM parameter_setting ORDER BY recorded_at DESC, valid_from DESC');
  return rows.map((row) => ({ ...settingOf(row), recordedAt: row.recorded_at }));
}

/** The law as it stands in this transaction. */
export function loadLawBook(manager: EntityManager, shelf: LawShelf): Promise<LawBook> {
  return shelf.book(manager);
}

interface SettingRow { county: string; pack: string; code: string; value: ParameterValue; document_number: string; valid_from: LegalDate; valid_to: LegalDate | null }

async function readSettings(manager: EntityManager): Promise<ParameterSetting[]> {
  const rows = await manager.query<SettingRow[]>('SELECT county, pack, code, value, document_number, valid_from, valid_to FROM parameter_setting WHERE replaced_by IS NULL ORDER BY county, pack, code, valid_from');
  return rows.map(settingOf);
}

function settingOf(row: SettingRow): ParameterSetting {
  return { county: row.county, pack: row.pack, code: row.code, value: row.value, documentNumber: row.document_number, from: row.valid_from, to: row.valid_to };
}

async function readCalendars(manager: EntityManager): Promise<CalendarVersion[]> {
  return manager.query<CalendarVersion[]>('SELECT id, region, year, notice, days FROM calendar_version ORDER BY published_on, id');
}
