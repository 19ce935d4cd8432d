/** One question, one answer: when does this clock end, counted from this day? For the command line and the API. */
import type { CalendarBook } from './calendar.ts';
import { clockRecord, type ClockRecord } from './clock-reference.ts';
import { legalDate, type LegalDate } from './dates.ts';
import { LawInputError } from './errors.ts';
import { computePeriod, type Citation, type PeriodResult, type PeriodSpec } from './period.ts';

export interface DeadlineQuestion {
  /** Id of the law reference, e.g. 'PEN-05'. */
  clock: string;
  /** The trigger day, 'YYYY-MM-DD'; for a backward clock the day of the event, for a fixed date the date. */
  from: string;
  /** Calendar as known on this day; without it the calendar with every notice loaded. */
  knownOn?: string;
}

export interface DeadlineAnswer {
  clock: string;
  trigger: string;
  actor: string | null;
  consequence: string | null;
  citation: Citation;
  spec: PeriodSpec;
  result: PeriodResult;
  explanation: { zh: string; en: string };
  /** Other lengths in a stated case, and a prolongation that needs a decision; neither is applied by itself. */
  variants: NonNullable<ClockRecord['variants']>;
  extension: ClockRecord['extension'] | null;
  bound: 'at-least' | 'at-most' | null;
  note: string | null;
}

/** Clocks whose length is a parameter, by the name under which a county sets it. */
const PARAMETERS: Record<string, { en: string; zh: string }> = {
  'SMF-05': { en: 'instalment term', zh: '分期缴纳期限' },
  'PEN-07': { en: 'statement period', zh: '陈述申辩期限' },
  'ENT-03': { en: 'township posting period', zh: '乡镇公示期限' },
  'ENT-04': { en: 'county posting period', zh: '县级公示期限' },
  'ENT-10': { en: 'month from which payment stops', zh: '停发起始月份' },
  'DIS-06': { en: 'publicity period of results', zh: '结果公示期限' },
};

/**
 * Answers a question about a clock of the law reference.
 *
 * @throws LawInputError for an unknown clock (listing near ids), a date that does not exist, a trigger day outside the
 *   time in force, a clock whose length a county must set (naming the parameter), and records that are no period.
 */
export function answerDeadline(question: DeadlineQuestion, book: CalendarBook): DeadlineAnswer {
  const record = clockRecord(question.clock);
  const from = legalDate(question.from);
  const calendar = question.knownOn === undefined ? book.final() : book.asKnownOn(legalDate(question.knownOn));
  refuseOutsideForce(record, from);
  const spec = specOf(record);
  const citation = citationOf(record);
  const result = computePeriod(spec, from, calendar, citation);
  return {
    clock: record.id, trigger: record.trigger, actor: record.actor, consequence: record.consequence,
    citation, spec, result, explanation: result.explanation,
    variants: record.variants ?? [], extension: record.extension ?? null, bound: record.bound ?? null, note: record.note ?? null,
  };
}

/** The period of a record. Throws `LawInputError` when the record has none. */
export function specOf(record: ClockRecord): PeriodSpec {
  if (record.rate !== undefined) {
    throw new LawInputError(`${record.id} is no deadline: it accrues ${record.rate.perMille} per mille of ${record.rate.of} per ${record.rate.per}.`, `${record.id}不是期限，而是按期累计的费率：每${record.rate.per === 'day' ? '日' : '月'}千分之${record.rate.perMille}。`);
  }
  if (record.unit === 'PARAM' || (record.length === null && record.unit !== 'FIX' && record.unit !== null)) {
    const name = PARAMETERS[record.id] ?? { en: `length of ${record.trigger}`, zh: record.trigger };
    throw new LawInputError(`${record.id} has no length in law: the county must set the parameter "${name.en}" (${record.lengthText ?? 'no text'}) with a document number.`, `${record.id}没有法定长度：须由县以文号设定参数“${name.zh}”。`);
  }
  if (record.unit === null) throw new LawInputError(`${record.id} takes effect at once (${record.lengthText ?? '0'}): there is no period to count.`, `${record.id}立即生效，没有可以计算的期间。`);
  return {
    length: record.length ?? 0, unit: record.unit, direction: record.direction, roll: record.roll,
    ...(record.laterDateHelps === undefined ? {} : { laterDateHelps: record.laterDateHelps }),
    ...(record.countMode === undefined ? {} : { countMode: record.countMode }),
    ...(record.fixedDate === undefined ? {} : { fixedDate: record.fixedDate }),
    // The court can be applied to after the ten working days of the demand (Compulsion Law art. 54).
    ...(record.id === 'COM-01' ? { firstFilingDay: true } : {}),
  };
}

/** Instrument and article of a record, in both languages where the reference has both. */
export function citationOf(record: ClockRecord): Citation {
  const text = record.instrument ?? 'Local rule (地方规定)';
  const zh = /\(([^()]*\p{Script=Han}[^()]*)\)/u.exec(text)?.[1];
  return {
    instrument: { zh: zh === undefined ? text : zh.startsWith('地方') ? zh : `《${zh}》`, en: text },
    article: record.article ?? '', status: record.status,
  };
}

function refuseOutsideForce(record: ClockRecord, from: LegalDate): void {
  if (record.unit === 'FIX' && record.fixedDate !== undefined) return;
  if ((record.inForceFrom === null || from >= record.inForceFrom) && (record.inForceTo === null || from <= record.inForceTo)) return;
  const since = record.inForceFrom ?? 'an unrecorded day';
  throw new LawInputError(
    `${record.id} was not in force on ${from}: it holds from ${since} to ${record.inForceTo ?? 'today'}.`,
    `${record.id}在${from}不适用：其施行期间为${record.inForceFrom ?? '（未记载）'}至${record.inForceTo ?? '今'}。`,
  );
}
