/**
 * All law that the service knows: packs, calendars, the law of service of documents, and what counties have set.
 * `libs/cases` picks from it by date; nothing here does I/O (see `files.ts` and the store for loading).
 */
import { z } from 'zod';
import type { CalendarBook } from './calendar.ts';
import { CauseBook } from './causes/cause-book.ts';
import { isLegalDate, type LegalDate } from './dates.ts';
import type { Pack, PackParameter, PackPeriod } from './pack-format.ts';
import type { PeriodSpec } from './period.ts';

/** A pack as loaded, with the bytes of its file and their SHA-256 (hex) that every event of its cases names. */
export interface LoadedPack { pack: Pack; sha256: string; bytes: Uint8Array }

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
  readonly causes: CauseBook;

  constructor(input: { packs: readonly LoadedPack[]; calendars: CalendarBook; service: ServiceLaw; parameters: readonly ParameterSetting[]; causes?: CauseBook }) {
    this.#packs = new Map(input.packs.map((loaded) => [loaded.pack.id, loaded]));
    this.calendars = input.calendars;
    this.service = input.service;
    this.settings = input.parameters;
    this.causes = input.causes ?? new CauseBook([]);
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

  with(change: { calendars?: CalendarBook; parameters?: readonly ParameterSetting[]; packs?: readonly LoadedPack[]; causes?: CauseBook }): LawBook {
    return new LawBook({ packs: change.packs ?? this.packs, calendars: change.calendars ?? this.calendars, service: this.service, parameters: change.parameters ?? this.settings, causes: change.causes ?? this.causes });
  }
}

/** Bounds of a whole number where the pack gives none: at least one, at most ten years of days. */
const LEAST = 1;
const MOST = 3650;

const say = (zh: string, en: string): { zh: string; en: string } => ({ zh, en });

/** Whether a value fits the declared type and range of a parameter; answers what would, in both languages. */
export function parameterProblem(parameter: PackParameter, value: unknown): { zh: string; en: string } | null {
  const [min, max] = [parameter.min ?? LEAST, parameter.max ?? MOST];
  const whole = (n: unknown): n is number => typeof n === 'number' && Number.isInteger(n) && n >= min && n <= max;
  switch (parameter.type) {
    case 'integer': return whole(value) ? null : say(`须为${min}至${max}的整数`, `a whole number from ${min} to ${max} is needed`);
    case 'integers': return Array.isArray(value) && value.length > 0 && value.every(whole) && value.every((n, i) => i === 0 || n > Number(value[i - 1]))
      ? null : say(`须为${min}至${max}的整数，由小到大且不重复`, `whole numbers from ${min} to ${max} are needed, in rising order and none twice`);
    case 'money': return typeof value === 'string' && /^\d{1,12}\.\d{2}$/.test(value) ? null : say('须为以元为单位、两位小数的金额，例如5000.00', 'an amount in yuan with two decimals is needed, such as "5000.00"');
    case 'choice': return typeof value === 'string' && (parameter.choices ?? []).includes(value) ? null : say(`须为${(parameter.choices ?? []).join('、')}之一`, `one of ${(parameter.choices ?? []).join(', ')} is needed`);
    case 'time': return typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? null : say('须为时刻，例如09:00', 'a time of day is needed, such as "09:00"');
    case 'date': return typeof value === 'string' && isLegalDate(value) ? null : say('须为日期，例如2021-05-31', 'a date is needed, such as "2021-05-31"');
    case 'text': return typeof value === 'string' && value.trim() !== '' && !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Extended_Pictographic}]/u.test(value.replaceAll(/[0-9#*]/g, ''))
      ? null : say('须为可以印在文书上的文字', 'a text that can be printed on a paper is needed');
  }
}

/** Days of escalation must lie within the clock that they belong to. */
export function rungProblem(pack: Pack, code: string, value: unknown): { zh: string; en: string } | null {
  const clock = pack.clocks.find((one) => one.rungs.some((rung) => typeof rung.daysAfterStart !== 'number' && rung.daysAfterStart.parameter === code));
  // Days before an instalment, or before the window to the court ends, count back from its day: they have no length to lie in.
  if (clock?.start !== undefined && ('instalments' in clock.start || 'courtWindow' in clock.start)) return null;
  const length = clock?.period.unit === 'ND' && typeof clock.period.length === 'number' ? clock.period.length : null;
  if (length === null || ![value].flat().some((day) => typeof day === 'number' && day >= length)) return null;
  return { zh: `须早于“${clock?.name.zh ?? ''}”届满的第${length}日`, en: `each must come before day ${length}, on which "${clock?.name.en ?? ''}" ends` };
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
