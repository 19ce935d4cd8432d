/**
 * All law that the service knows: packs, calendars, the law of service of documents, and what counties have set.
 * `libs/cases` picks from it by date; nothing here does I/O (see `files.ts` and the store for loading).
 */
import { z } from 'zod';
import type { CalendarBook } from './calendar.ts';
import type { LegalDate } from './dates.ts';
import type { Pack, PackParameter, PackPeriod } from './pack-format.ts';
import type { PeriodSpec } from './period.ts';

/** A pack as loaded, with the SHA-256 of its file that every event of its cases names. */
export interface LoadedPack { pack: Pack; sha256: string }

export type ParameterValue = string | number | number[];

/** A county's own value of a parameter, with the document (发文字号) that set it. Dates are inclusive. */
export interface ParameterSetting {
  county: string;
  pack: string;
  code: string;
  value: ParameterValue;
  documentNumber: string;
  from: LegalDate;
  to: LegalDate | null;
}

const Text = z.strictObject({ zh: z.string(), en: z.string() });

/** The law of service (送达): one file for all packs, since the Penalty Law art. 61 sends us to the Civil Procedure Law. */
export const ServiceLawFormat = z.strictObject({
  id: z.literal('service-of-documents'),
  instrument: Text,
  ways: z.record(z.enum(['direct', 'coResident', 'leftInPlace', 'electronic', 'post', 'entrusted', 'transfer', 'announcement']), z.strictObject({ name: Text, article: z.string() })),
  /** Length by the day of posting, inclusive; the first that fits. */
  announcement: z.array(z.strictObject({ postedFrom: z.string().nullable(), postedTo: z.string().nullable(), days: z.number().int(), article: z.string(), status: z.enum(['verified', 'unverified', 'inference']) })).min(1),
});
export type ServiceLaw = z.infer<typeof ServiceLawFormat>;

export class LawBook {
  readonly #packs: ReadonlyMap<string, LoadedPack>;
  readonly calendars: CalendarBook;
  readonly service: ServiceLaw;
  readonly settings: readonly ParameterSetting[];

  constructor(input: { packs: readonly LoadedPack[]; calendars: CalendarBook; service: ServiceLaw; parameters: readonly ParameterSetting[] }) {
    this.#packs = new Map(input.packs.map((loaded) => [loaded.pack.id, loaded]));
    this.calendars = input.calendars;
    this.service = input.service;
    this.settings = input.parameters;
  }

  get packs(): LoadedPack[] { return [...this.#packs.values()]; }
  find(id: string): LoadedPack | undefined { return this.#packs.get(id); }

  /** The pack of an existing case; throws when a pack that the record names is not loaded (a poison case, not a refusal). */
  pack(id: string): LoadedPack {
    const loaded = this.#packs.get(id);
    if (!loaded) throw new Error(`The record names the pack "${id}", which is not loaded. Load it and try again.`);
    return loaded;
  }

  /** What the county has set for a day; null when nobody has. An unset parameter never counts as 0. */
  parameter(county: string, packId: string, code: string, on: LegalDate): ParameterSetting | null {
    return this.settings.find((setting) => setting.county === county && setting.pack === packId && setting.code === code
      && setting.from <= on && (setting.to === null || on <= setting.to)) ?? null;
  }

  with(change: { calendars?: CalendarBook; parameters?: readonly ParameterSetting[]; packs?: readonly LoadedPack[] }): LawBook {
    return new LawBook({ packs: change.packs ?? this.packs, calendars: change.calendars ?? this.calendars, service: this.service, parameters: change.parameters ?? this.settings });
  }
}

/** Whether a value fits the declared type of a parameter; answers the sentence that says what would. */
export function parameterProblem(parameter: PackParameter, value: unknown): string | null {
  switch (parameter.type) {
    case 'integer': return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? null : 'a whole number of 0 or more is needed';
    case 'integers': return Array.isArray(value) && value.length > 0 && value.every((n) => typeof n === 'number' && Number.isInteger(n) && n > 0) ? null : 'a list of whole numbers above 0 is needed';
    case 'money': return typeof value === 'string' && /^\d+\.\d{2}$/.test(value) ? null : 'an amount in yuan with two decimals is needed, such as "5000.00"';
    case 'choice': return typeof value === 'string' && (parameter.choices ?? []).includes(value) ? null : `one of ${(parameter.choices ?? []).join(', ')} is needed`;
    case 'time': return typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? null : 'a time of day is needed, such as "09:00"';
    case 'text': return typeof value === 'string' && value.trim() !== '' ? null : 'a text is needed';
  }
}

/** A pack's period with its parameter filled in; null when the parameter is not set. */
export function resolvePeriod(period: PackPeriod, parameter: (code: string) => ParameterValue | null): PeriodSpec | null {
  const { length, ...rest } = period;
  const days = typeof length === 'number' ? length : parameter(length.parameter);
  if (typeof days !== 'number') return null;
  return {
    length: days, unit: rest.unit, direction: rest.direction, roll: rest.roll,
    ...(rest.laterDateHelps === undefined ? {} : { laterDateHelps: rest.laterDateHelps }),
    ...(rest.countMode === undefined ? {} : { countMode: rest.countMode }),
    ...(rest.fixedDate === undefined ? {} : { fixedDate: rest.fixedDate as LegalDate }),
  };
}
