import type { EntityManager } from 'typeorm';
import type { CalendarVersion, LawBook, LegalDate, LegalInstant, ParameterSetting, ParameterValue } from '#law';
import { readCountyCauses } from './county-causes.ts';

/**
 * All law that is in use: packs, bundled calendars and the law of service as loaded from files, and over them what
 * counties have set and which calendar notices two persons have entered. Read again only when the settings changed.
 */
export class LawShelf {
  #mark: string | null = null;
  #book: LawBook;
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
    this.#book = book;
    this.#mark = mark;
    return book;
  }
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
