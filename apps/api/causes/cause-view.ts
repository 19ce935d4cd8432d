import { z } from 'zod';
import { bandsOf, basisText, statutoryRange, versionOn, type CauseVersion, type KnownCause } from '#law';
import type { LawBook } from '#law/law-book';
import type { LegalDate } from '#law/dates';
import { formatYuan } from '#law/money';
import { Bilingual, Day } from '../http/schemas.ts';

const Range = z.strictObject({
  is: z.enum(['range', 'baseMissing', 'noFine', 'unverified']).describe('range: fixed bounds; baseMissing: measured by `base`; noFine: the law gives none for such a party; unverified: nobody has read the amount, notice and decision are refused.'),
  minimum: z.string().optional(), maximum: z.string().optional(), base: Bilingual.optional(),
}).meta({ id: 'CauseRange' });
const Both = z.strictObject({ citizen: Range, organisation: Range });
const Status = z.enum(['verified', 'unverified', 'inference']);

export const CauseSummary = z.strictObject({
  code: z.string(), name: Bilingual, topic: z.string(), article: Bilingual, status: Status, ranges: Both,
  documentNumber: z.string().nullable().describe("Set where the cause is the county's own."), bandsBy: z.string().nullable().describe("The county's document, where bands of its own bind."),
}).meta({ id: 'CauseSummary' });
export const CauseList = z.strictObject({ on: Day, items: z.array(CauseSummary) }).meta({ id: 'CauseList' });
export const CauseView = CauseSummary.extend({
  on: Day, elements: z.array(Bilingual), duty: Bilingual, note: Bilingual.nullable(),
  version: z.record(z.string(), z.unknown()).describe('The version for an act of this day as data (docs/causes.md).'),
  versions: z.array(z.strictObject({ from: Day, to: Day.nullable(), status: Status })),
  instruments: z.array(z.record(z.string(), z.unknown())).describe('Each with its kind, days in force and the source that was read.'),
  bands: z.array(z.record(z.string(), z.unknown())).describe('The discretion bands that bind.'),
}).meta({ id: 'Cause' });

function rangeOf(book: LawBook, county: string, code: string, party: 'citizen' | 'organisation', on: LegalDate): z.infer<typeof Range> {
  const answer = statutoryRange(book.causes, { county, code, party, actedOn: on, on, base: {} });
  switch (answer.is) {
    case 'range': return { is: 'range', minimum: formatYuan(answer.range.min), maximum: formatYuan(answer.range.max) };
    case 'baseMissing': return { is: 'baseMissing', base: answer.base.name };
    case 'noFine': return { is: 'noFine' };
    case 'unknown': case 'notLaw': case 'notInForce': case 'lawfulSince': case 'unverified': return { is: 'unverified' };
  }
}

/** A cause in a line, for an act of a day; null where it holds on no such day. */
export function summaryOf(book: LawBook, county: string, known: KnownCause, on: LegalDate): z.infer<typeof CauseSummary> | null {
  const version = versionOn(known.cause, on);
  return version === undefined ? null : summary(book, county, known, version, on);
}

function summary(book: LawBook, county: string, known: KnownCause, version: CauseVersion, on: LegalDate): z.infer<typeof CauseSummary> {
  const { cause: { code, name }, topic, documentNumber, bands } = known;
  return { code, name, topic, article: basisText(known, version), status: version.status, documentNumber, bandsBy: bands?.documentNumber ?? null, ranges: { citizen: rangeOf(book, county, code, 'citizen', on), organisation: rangeOf(book, county, code, 'organisation', on) } };
}

/** A cause whole, for an act of a day; null where it holds on no such day. */
export function causeView(book: LawBook, county: string, known: KnownCause, on: LegalDate): z.infer<typeof CauseView> | null {
  const version = versionOn(known.cause, on);
  if (version === undefined) return null;
  const named = new Set(known.cause.versions.flatMap((one) => one.basis.map((basis) => basis.instrument)));
  const bands = [...new Set([...bandsOf(known, version, 'citizen'), ...bandsOf(known, version, 'organisation')])];
  return {
    ...summary(book, county, known, version, on), on, elements: known.cause.elements, duty: basisText(known, version, 'duty'), note: version.note ?? null, version: { ...version },
    versions: known.cause.versions.map(({ from, to, status }) => ({ from, to, status })), instruments: known.instruments.filter((one) => named.has(one.id)).map((one) => ({ ...one })), bands: bands.map((one) => ({ ...one })),
  };
}
