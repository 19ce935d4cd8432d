/**
 * The public format of a library of causes of action (案由; docs/causes.md): which act, by which article of which
 * instrument, the statutory range of the fine, and the discretion bands, each with the days for which it holds and
 * the source that was read. `npm run law -- schema causes` prints it as JSON Schema.
 */
import { z } from 'zod';
import { isLegalDate, type LegalDate } from '../dates.ts';

const Code = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);
const Day = z.string().refine((text): text is LegalDate => isLegalDate(text), { message: 'not a date of the calendar: YYYY-MM-DD' });
const Text = z.strictObject({ zh: z.string().min(1).max(500), en: z.string().min(1).max(500) });
const Yuan = z.string().regex(/^\d{1,12}\.\d{2}$/, 'an amount in yuan with two decimals is needed, such as "500.00"');
const Ratio = z.string().regex(/^\d{1,4}(\.\d{1,4})?$/, 'a decimal number such as "0.05" is needed');
const Article = z.string().regex(/^arts?\. \d+(-\d+)?(\(\d+\))*(, \d+(-\d+)?(\(\d+\))*)*$/, 'an article such as "art. 60(1)(5)" is needed');

/** Statuses as in the law reference: read in a source, not yet read, or concluded from what was read. */
export const CauseStatus = z.enum(['verified', 'unverified', 'inference']);

/** What may set a penalty (Penalty Law arts. 10-14) and, named so that it can be refused by its name, what may not (art. 16). */
export const LAWFUL_KINDS = ['law', 'administrativeRegulation', 'localRegulation', 'governmentRule'] as const;
export const REFUSED_KINDS = ['circular', 'unitRule', 'villageCharter'] as const;
export const InstrumentKind = z.enum([...LAWFUL_KINDS, ...REFUSED_KINDS]);
export type InstrumentKind = z.infer<typeof InstrumentKind>;

export const Source = z.strictObject({ title: z.string().min(1).max(200), url: z.url().max(500), readOn: Day });

export const CauseInstrument = z.strictObject({
  id: Code, name: Text, kind: InstrumentKind,
  /** Inclusive days; null where the source that was read does not say, or for an open end. */
  inForce: z.strictObject({ from: Day.nullable(), to: Day.nullable() }),
  source: Source,
});
export type CauseInstrument = z.infer<typeof CauseInstrument>;

/** A bound of the range: so many yuan, so many times the base amount, or so many yuan for each unit of the base. */
const Bound = z.union([z.strictObject({ yuan: Yuan }), z.strictObject({ times: Ratio }), z.strictObject({ yuanPerUnit: Yuan })]);
export type Bound = z.infer<typeof Bound>;
/** Tiers by the size of the base, in rising order; the last has no `below`. */
const Range = z.strictObject({
  base: z.strictObject({ code: Code, kind: z.enum(['amount', 'quantity']), name: Text }).optional(),
  tiers: z.array(z.strictObject({ below: Yuan.optional(), min: Bound, max: Bound })).min(1).max(10),
});
export type CauseRange = z.infer<typeof Range>;

/** A part of the statutory range for stated circumstances (裁量基准, Penalty Law art. 34): a share of it, or amounts. Only a verified one binds. */
export const Band = z.strictObject({
  code: Code, name: Text, when: Text,
  share: z.strictObject({ from: Ratio, to: Ratio }).optional(),
  amounts: z.strictObject({ from: Yuan, to: Yuan, for: z.enum(['citizen', 'organisation']).optional() }).optional(),
  status: CauseStatus, source: Source,
}).refine((band) => (band.share === undefined) !== (band.amounts === undefined), { message: 'a band needs either its share of the range or its amounts' });
export type CauseBand = z.infer<typeof Band>;

export const CauseVersion = z.strictObject({
  /** Inclusive days of the act for which this version holds. */
  from: Day,
  to: Day.nullable(),
  /** Set with `to`: from the next day the act is no longer unlawful (art. 37), not merely governed by other data. */
  lawfulAfterwards: z.literal(true).optional(),
  /** Each instrument with the article of the duty and that of the penalty; without the latter it was not read. */
  basis: z.array(z.strictObject({ instrument: Code, duty: Article.optional(), penalty: Article.optional() })).min(1).max(10),
  /** The fine is lawful only after an order to correct was refused or not met in time. */
  correctFirst: z.literal(true).optional(),
  /** By kind of party. Left out: the law gives no fine for it; null: its amount was not read. */
  ranges: z.strictObject({ citizen: Range.nullable().optional(), organisation: Range.nullable().optional() }),
  /** What stands beside the fine. */
  other: z.array(z.enum(['warning', 'confiscateIncome', 'confiscateGoods', 'orderToStop', 'demolition', 'restoration', 'closure', 'replant'])).default([]),
  bands: z.array(Band).max(20).default([]),
  status: CauseStatus,
  note: Text.optional(),
});
export type CauseVersion = z.infer<typeof CauseVersion>;

export const Cause = z.strictObject({
  code: Code, name: Text,
  /** What must be established for the act to be this one. */
  elements: z.array(Text).min(1).max(20),
  versions: z.array(CauseVersion).min(1).max(50),
});
export type Cause = z.infer<typeof Cause>;

/** One file of the library: causes of one topic with the instruments that they name. */
export const CauseFile = z.strictObject({ $schema: z.string().optional(), causesFormat: z.literal(1), topic: Code, instruments: z.array(CauseInstrument).min(1), causes: z.array(Cause).min(1) });
export type CauseFile = z.infer<typeof CauseFile>;
