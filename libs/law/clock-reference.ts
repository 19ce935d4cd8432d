/** The 92 clocks of the law reference (reference/clocks.json), by id. Packs bring their own clocks; these answer questions. */
import { z } from 'zod';
import { isLegalDate, legalDate } from './dates.ts';
import { LawInputError } from './errors.ts';
import { readReference } from './files/reference-files.ts';

const ReferenceDate = z.string().refine(isLegalDate).transform(legalDate);
const Unit = z.enum(['ND', 'WD', 'MO', 'YEAR', 'FIX', 'PARAM']);

const ClockRecord = z.strictObject({
  id: z.string(),
  pack: z.string(),
  trigger: z.string(),
  length: z.number().int().nullable(),
  unit: Unit.nullable(),
  direction: z.enum(['after', 'before']),
  roll: z.enum(['next-working-day', 'next-working-day-citizen-only', 'none', 'previous-working-day', 'absolute']),
  actor: z.string().nullable(),
  consequence: z.string().nullable(),
  instrument: z.string().nullable(),
  article: z.string().nullable(),
  /** Inclusive; null = open or not recorded (the note says which). */
  inForceFrom: ReferenceDate.nullable(),
  inForceTo: ReferenceDate.nullable(),
  status: z.enum(['verified', 'unverified', 'inference']),
  fact: z.string().nullable(),
  note: z.string().nullish(),
  lengthText: z.string().optional(),
  laterDateHelps: z.enum(['citizen', 'authority']).nullish(),
  bound: z.enum(['at-least', 'at-most']).optional(),
  countMode: z.literal('clear').optional(),
  fixedDate: ReferenceDate.optional(),
  variants: z.array(z.strictObject({ when: z.string(), length: z.number().int(), unit: Unit })).optional(),
  extension: z.strictObject({ length: z.number().int(), unit: Unit, when: z.string() }).optional(),
  rate: z.strictObject({ perMille: z.number().int(), per: z.string(), of: z.string(), interest: z.string(), cap: z.string() }).optional(),
});
export type ClockRecord = z.infer<typeof ClockRecord>;

let records: ReadonlyMap<string, ClockRecord> | undefined;

function all(): ReadonlyMap<string, ClockRecord> {
  records ??= new Map(z.array(ClockRecord).parse(readReference('clocks.json')).map((record) => [record.id, record]));
  return records;
}

/** Ids in the order of the reference. */
export function clockIds(): string[] {
  return [...all().keys()];
}

/** A clock by its id. Throws `LawInputError` that lists ids near to it. */
export function clockRecord(id: string): ClockRecord {
  const record = all().get(id);
  if (record !== undefined) return record;
  const near = nearIds(id).join(', ');
  throw new LawInputError(`No clock has the id ${JSON.stringify(id.slice(0, 40))}. Near to it: ${near}.`, `没有编号为${JSON.stringify(id.slice(0, 40))}的期限。相近的编号：${near}。`);
}

/** The five ids that differ least, those of the same group first. */
export function nearIds(id: string): string[] {
  const wanted = id.toUpperCase();
  const group = wanted.split('-')[0] ?? '';
  return clockIds()
    .map((known) => ({ known, distance: editDistance(wanted, known.toUpperCase()) - (group !== '' && known.startsWith(`${group}-`) ? 1 : 0) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 5)
    .map(({ known }) => known);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= Math.min(a.length, 40); i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
