/** Evaluates worked examples (reference/vectors.json, or a file of the same format) against the library. */
import { z } from 'zod';
import { accrue } from './accrual.ts';
import { amountInWords, parseAmountInWords } from './amount-in-words.ts';
import { CalendarBook, type Calendar } from './calendar.ts';
import { checkCreditCode } from './credit-code.ts';
import { isLegalDate, legalDate } from './dates.ts';
import { encodability } from './encoding.ts';
import { FEE_RULES, feeAmount, type ByPerson } from './fee-amount.ts';
import { checkIdentityNumber } from './identity-number.ts';
import { fenOf, type Fen as Money } from './money.ts';
import { computePeriod } from './period.ts';
import { additionalFine, lateFee, lateFeeForMonths } from './surcharge.ts';

export interface VectorFailure { id: string; sentence: string }
export interface VectorReport { passed: number; failed: number; failures: VectorFailure[] }

/** What the library answers to an input; the expected fields are compared one by one. */
type Answer = Record<string, unknown>;

const DateText = z.string().refine(isLegalDate, 'is not a date of the calendar').transform(legalDate);
const Whole = z.number().int();
const Fen = Whole.min(0).transform(fenOf);

const Deadline = z.object({
  trigger: DateText,
  length: Whole.min(0).nullable().transform((length) => length ?? 0),
  unit: z.enum(['ND', 'WD', 'MO', 'YEAR', 'FIX']),
  direction: z.enum(['after', 'before']),
  roll: z.enum(['next-working-day', 'next-working-day-citizen-only', 'none', 'previous-working-day', 'absolute']),
  laterDateHelps: z.enum(['citizen', 'authority']).nullish().transform((helps) => helps ?? null),
  countMode: z.literal('clear').optional(),
  fixedDate: DateText.optional(),
  calendar: z.string(),
  calendarOverrides: z.record(z.string().refine(isLegalDate, 'is not a date of the calendar'), z.enum(['work', 'rest'])).optional(),
  suspensions: z.array(z.object({ from: DateText, to: DateText.nullable(), ground: z.string().default('') })).optional(),
}).refine(({ calendar, calendarOverrides }) => calendar === 'final' || calendarOverrides !== undefined, 'a calendar other than "final" needs calendarOverrides');

function deadline(input: unknown): Answer {
  const { trigger, calendarOverrides, suspensions, countMode, fixedDate, calendar: _, ...spec } = Deadline.parse(input);
  const calendar = calendarOverrides === undefined ? CalendarBook.seed().final() : overridden(calendarOverrides);
  const whole = { ...spec, ...(countMode === undefined ? {} : { countMode }), ...(fixedDate === undefined ? {} : { fixedDate }), firstFilingDay: true };
  return { ...computePeriod(whole, trigger, calendar, { instrument: { zh: '', en: '' }, article: '' }, suspensions) };
}

/** The final calendar with some days changed: a further version for each year concerned. */
function overridden(overrides: Record<string, 'work' | 'rest'>): Calendar {
  let book = CalendarBook.seed();
  const final = book.final();
  const last = book.versions.at(-1)?.notice.publishedOn ?? legalDate('2000-01-01');
  for (const year of new Set(Object.keys(overrides).map((day) => Number(day.slice(0, 4))))) {
    const days: Record<string, 'work' | 'rest'> = {};
    for (const version of book.versions) {
      for (const day of Object.keys(version.days)) if (Number(day.slice(0, 4)) === year) days[day] = final.isWorkingDay(legalDate(day)) ? 'work' : 'rest';
    }
    for (const [day, kind] of Object.entries(overrides)) if (Number(day.slice(0, 4)) === year) days[day] = kind;
    book = book.with({ id: `override-${year}`, region: 'CN', year, notice: { id: `override-${year}`, title: 'calendarOverrides', publishedOn: last, source: 'vector' }, days });
  }
  return book.final();
}

const LateFee = z.object({
  perMillePerMonth: Whole.min(0), unpaidFen: Fen, completedMonths: Whole.min(0).optional(), dueDate: DateText.optional(), asOf: DateText.optional(), abolishedFrom: DateText.optional(),
});

function lateFeeAnswer(input: unknown): Answer {
  const { perMillePerMonth, unpaidFen, completedMonths: months, dueDate, asOf, abolishedFrom } = LateFee.parse(input);
  if (months !== undefined) return { completedMonths: months, ...lateFeeForMonths(perMillePerMonth, unpaidFen, months) };
  if (dueDate === undefined || asOf === undefined) throw new Error('input needs completedMonths, or dueDate and asOf');
  return { ...lateFee({ perMillePerMonth, unpaidFen, dueDate, asOf, ...(abolishedFrom === undefined ? {} : { abolishedFrom }) }) };
}

const AdditionalFine = z.object({
  perMillePerDay: Whole.min(0), fineFen: Fen, dueDate: DateText, asOf: DateText, pauses: z.array(z.object({ from: DateText, to: DateText.nullable() })),
});

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is not a month');
const Accrual = z.object({ fromMonth: Month, toMonth: Month, rates: z.array(z.object({ fromMonth: Month, monthlyFen: Fen })) });

function accrualAnswer(input: unknown): Answer {
  const { fromMonth, toMonth, rates } = Accrual.parse(input);
  const { parts, totalFen } = accrue(fromMonth, toMonth, rates);
  return { parts: parts.map(({ months, monthlyFen }) => ({ months, monthlyFen })), totalFen };
}

const FenByPerson = z.record(z.string(), Fen);
const Multiple = z.union([z.number(), z.string()]);
const Amount = z.object({
  rule: z.enum(FEE_RULES), multiple: Multiple.optional(), baseFen: z.union([Fen, FenByPerson]), extraChildren: Whole.optional(),
  realIncomeFen: FenByPerson.optional(), excessFactor: Multiple.optional(), alreadyLevied: z.record(z.string(), z.boolean()).optional(),
});

function amountAnswer(input: unknown): Answer {
  const { rule, multiple, baseFen, extraChildren, realIncomeFen, excessFactor, alreadyLevied } = Amount.parse(input);
  const people = realIncomeFen === undefined ? ['man', 'woman'] : Object.keys(realIncomeFen);
  const bases: ByPerson<Money> = typeof baseFen === 'bigint' ? Object.fromEntries(people.map((person) => [person, baseFen])) : baseFen;
  return {
    ...feeAmount({
      rule, baseFen: bases, ...(multiple === undefined ? {} : { multiple }), ...(extraChildren === undefined ? {} : { extraChildren }),
      ...(realIncomeFen === undefined ? {} : { realIncomeFen }), ...(excessFactor === undefined ? {} : { excessFactor }), ...(alreadyLevied === undefined ? {} : { alreadyLevied }),
    }),
  };
}

const Words = z.object({ amountFen: Fen });
const Identity = z.object({ number: z.string() });
const Credit = z.object({ code: z.string() });
const Text = z.object({ text: z.string(), codePoints: z.array(z.string()).optional() });

function encodingAnswer(input: unknown): Answer {
  const { text, codePoints } = Text.parse(input);
  const named = codePoints?.map((name) => String.fromCodePoint(Number.parseInt(name.replace(/^U\+/, ''), 16))).join('');
  if (named !== undefined && named !== text) throw new Error('input.codePoints do not spell input.text');
  return { ...encodability(text) };
}

const KINDS: Record<string, (input: unknown) => Answer> = {
  deadline,
  'late-fee': lateFeeAnswer,
  'additional-fine': (input) => ({ ...additionalFine(AdditionalFine.parse(input)) }),
  accrual: accrualAnswer,
  amount: amountAnswer,
  'amount-in-words': (input) => ({ text: amountInWords(Words.parse(input).amountFen) }),
  'id-number': (input) => ({ ...checkIdentityNumber(Identity.parse(input).number) }),
  uscc: (input) => ({ ...checkCreditCode(Credit.parse(input).code) }),
  gb18030: encodingAnswer,
};

const Entry = z.object({ id: z.string().optional(), kind: z.string(), input: z.record(z.string(), z.unknown()), expected: z.record(z.string(), z.unknown()) });

/** Checks every entry; an unknown kind, a malformed entry, and an expected field that nobody computes are failures with a sentence. */
export function checkVectors(json: unknown): VectorReport {
  if (!Array.isArray(json)) return { passed: 0, failed: 1, failures: [{ id: '(file)', sentence: 'The file must hold a JSON array of vectors.' }] };
  const failures: VectorFailure[] = [];
  for (const [index, entry] of json.entries()) {
    const sentence = failureOf(entry);
    if (sentence !== null) failures.push({ id: idOf(entry, index), sentence });
  }
  return { passed: json.length - failures.length, failed: failures.length, failures };
}

function idOf(entry: unknown, index: number): string {
  const id = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
  return typeof id === 'string' ? id : `entry ${index + 1}`;
}

function failureOf(entry: unknown): string | null {
  try {
    const { kind, input, expected } = Entry.parse(entry);
    const compute = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
    if (compute === undefined) return `unknown kind ${JSON.stringify(kind)}; known: ${Object.keys(KINDS).join(', ')}`;
    if (Object.keys(expected).length === 0) return 'expected is empty: nothing to compare';
    const answer = compute(input);
    const differences = Object.entries(expected).flatMap(([field, value]) => differenceOf(kind, field, value, answer, input));
    return differences.length === 0 ? null : differences.join('; ');
  } catch (error) {
    if (error instanceof z.ZodError) return `malformed: ${error.issues.map((issue) => `${issue.path.join('.') || 'entry'} ${issue.message}`).join('; ')}`;
    if (error instanceof Error) return error.message;
    throw error;
  }
}

function differenceOf(kind: string, field: string, expected: unknown, answer: Answer, input: Record<string, unknown>): string[] {
  if (kind === 'amount-in-words' && field === 'alsoAccept') return otherForms(expected, input);
  if (!Object.hasOwn(answer, field)) return [`expected.${field} is not computed for ${kind}`];
  const got = canonical(answer[field]);
  return got === canonical(expected) ? [] : [`${field}: expected ${canonical(expected)}, got ${got}`];
}

function otherForms(expected: unknown, input: Record<string, unknown>): string[] {
  const { amountFen } = Words.parse(input);
  return z.array(z.string()).parse(expected).flatMap((form) => (parseAmountInWords(form) === amountFen ? [] : [`alsoAccept: ${form} is another amount`]));
}

/** JSON with sorted keys; fen as numbers, as in the file. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return Number(part);
    if (part !== null && typeof part === 'object' && !Array.isArray(part)) return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
    return part;
  });
}

