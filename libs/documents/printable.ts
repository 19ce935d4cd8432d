import { chineseCount, dateInCharacters, dateInFigures, readCalendarDay, readPrintedDay } from './chinese-date.ts';
import type { PaperField, PaperTemplate } from './fields/field.ts';
import { printedParts, type PrintedPart } from './form-parts.ts';
import type { GlyphCoverage } from './glyphs.ts';
import type { PaperContent, PaperValue } from './paper.ts';
import { MissingGlyphError, PaperFieldsError } from './paper.ts';
import { qrPicture, referenceInWords } from './paper-reference.ts';

/** A paper is set inside a database transaction: more text than this belongs in an attachment. About 90 pages. */
export const MAX_CHARACTERS = 60_000;

/** Refuses the paper for one field, in both languages. */
type Refuse = (field: string, zh: string, en: string) => never;

type Printed = string | string[] | { label: string; value: string }[];

/** What the typesetter gets, as JSON: strings that are printed, nothing that is evaluated. */
export interface PrintablePaper {
  title: string;
  number: string | null;
  issuer: string;
  entrustedTo: string | null;
  substitution: string | null;
  issuedOn: string;
  date: { year: number; month: number; day: number };
  training: boolean;
  fields: Record<string, Printed>;
  /** Of the shared layout; empty where a template has a file of its own. */
  layout: 'letter' | 'record' | null;
  parts: PrintedPart[];
  /** Who signs and how; of a letter without the authority, whose seal has a place of its own. */
  signs: string[];
  /** At the foot of every page: what is read out, copies and for whom. */
  notes: string[];
  qr: string | null;
  referenceWords: string | null;
  doorCode: string | null;
  payments: { name: string; reference: string; qr: string }[];
}

/**
 * Checks a paper against the fields of its template and brings dates, amounts and ordinals into their printed form.
 * @throws PaperFieldsError for a field that is missing, unknown, too long or not of its kind
 * @throws MissingGlyphError for a character that the font cannot print, or that is invisible and would change the order of the text
 */
export function toPrintable(content: PaperContent, template: PaperTemplate, glyphs: GlyphCoverage): PrintablePaper {
  const refuse: Refuse = (field, zh, en) => {
    throw new PaperFieldsError(template.code, field, { zh, en });
  };
  const date = readCalendarDay(content.issuedOn) ?? refuse('issuedOn', `“${content.issuedOn}”不是日历上的日期，例如2025-09-28。`, `"${content.issuedOn}" is not a calendar date like 2025-09-28.`);
  if (content.issuer.trim() === '') refuse('issuer', '缺少制作机关的名称。', 'the name of the issuing authority is missing.');
  if (content.number !== null && content.number.trim() === '') refuse('number', '应填写文号；不编文号的文书为空值。', 'give the document number, or null for a paper without a series.');

  const declared = new Map(template.fields.map((field) => [field.name, field]));
  for (const name of Object.keys(content.fields)) {
    if (!declared.has(name)) refuse(name, `本文书没有此项。可填写：${[...declared.keys()].join('、')}。`, `this template has no such field. Its fields: ${[...declared.keys()].join(', ')}.`);
  }
  const given = (name: string): boolean => isGiven(content.fields[name]);
  const fields: Record<string, Printed> = {};
  for (const field of template.fields) {
    const value = content.fields[field.name];
    if (isGiven(value)) fields[field.name] = printed(value, field, refuse);
    else if (field.required === 'always') refuse(field.name, `应先填写“${field.label.zh}”，再制作文书。`, `${field.label.zh} (${field.label.en}) is required; enter it before the paper is issued.`);
    else if (typeof field.required === 'object' && 'with' in field.required && given(field.required.with)) {
      refuse(field.name, `已填写${field.required.with}，应同时填写“${field.label.zh}”。`, `${field.label.zh} (${field.label.en}) is required because ${field.required.with} is given.`);
    } else if (typeof field.required === 'object' && 'unless' in field.required && !given(field.required.unless)) {
      refuse(field.name, `未填写${field.required.unless}的，应填写“${field.label.zh}”。`, `${field.label.zh} (${field.label.en}) is required unless ${field.required.unless} is given.`);
    }
  }
  const paper: PrintablePaper = {
    title: template.title.zh,
    number: content.number,
    issuer: content.issuer,
    entrustedTo: content.entrustedTo?.trim() ? content.entrustedTo : null,
    substitution: content.substitution?.trim() ? content.substitution : null,
    issuedOn: dateInCharacters(date),
    date,
    training: content.training,
    fields,
    layout: template.layout?.as ?? null,
    parts: printedParts(template, fields),
    signs: (content.signs ?? []).filter(({ how }) => template.layout?.as === 'record' || how !== SEALED).map(({ who, how }) => `${who}${how}${template.layout?.as === 'record' && how !== SEALED ? '、日期' : ''}`),
    notes: [...(content.answeredFor ? [content.answeredFor] : []), ...(content.readAloud ? [content.readAloud] : []), ...copiesLine(content.copies ?? [])],
    qr: content.reference === null ? null : qrPicture(content.reference),
    referenceWords: content.reference === null ? null : referenceInWords(content.reference),
    doorCode: content.doorCode ?? null,
    payments: (content.payments ?? []).map(({ name, reference, code }) => ({ name, reference, qr: qrPicture(code) })),
  };
  checkCharacters(paper, template.code, glyphs);
  return paper;
}

const SEALED = '盖章';

/** 本文书一式三份：当事人一份，案卷二份。 */
function copiesLine(copies: NonNullable<PaperContent['copies']>): string[] {
  if (copies.length === 0) return [];
  const all = copies.reduce((sum, { count }) => sum + count, 0);
  return [`本文书一式${inCopies(all)}份：${copies.map((one) => `${one.for}${inCopies(one.count)}份`).join('，')}。`];
}

/** Copies are counted 两份, not 二份. */
function inCopies(count: number): string {
  return count === 2 ? '两' : chineseCount(count);
}

const blank = (text: string): boolean => text.trim() === '';

function isGiven(value: PaperValue | undefined): value is NonNullable<PaperValue> {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return !blank(value);
  return value.some((part) => (typeof part === 'string' ? !blank(part) : !blank(part.label) || !blank(part.value)));
}

function printed(value: NonNullable<PaperValue>, field: PaperField, refuse: Refuse): Printed {
  const expected = (zh: string, en: string): never => refuse(field.name, `“${field.label.zh}”应为${zh}。`, `${field.label.zh} must be ${en}.`);
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? lines(value).join('\n') : expected('一段文字', 'one text');
    case 'paragraphs': {
      const texts = typeof value === 'string' ? [value] : value;
      return texts.flatMap((each) => (typeof each === 'string' ? lines(each) : expected('文字或者若干段文字', 'a text or a list of texts'))).filter((line) => line.trim() !== '');
    }
    case 'date': {
      const day = typeof value === 'string' ? readPrintedDay(value.trim()) : null;
      return day ? dateInFigures(day) : expected('日历上的日期，例如2025-09-28', 'a calendar date like 2025-09-28');
    }
    case 'amount': {
      const yuan = typeof value === 'string' ? /^(0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(\.\d{2})元?$/.exec(value.trim()) : null;
      return yuan ? `${(yuan[1] ?? '').replaceAll(',', '')}${yuan[2] ?? ''}` : expected('以元为单位、两位小数的金额，例如5000.00', 'an amount in yuan with two decimals, like 5000.00');
    }
    case 'ordinal':
      return typeof value === 'string' && /^[1-9]\d?$/.test(value) ? `第${chineseCount(Number(value))}个` : expected('1至99的整数', 'a whole number from 1 to 99');
    case 'rows':
      return (typeof value === 'string' ? [value] : value).flatMap((row) => (typeof row === 'string'
        ? lines(row).flatMap(rowOfLine)
        : [{ label: lines(row.label).join('\n'), value: lines(row.value).join('\n') }]));
  }
}

/** A row written as a line 名称：内容. A line without a colon is a label alone; a label without content is left out, since nothing is known. */
function rowOfLine(line: string): { label: string; value: string }[] {
  if (blank(line)) return [];
  const colon = line.search(/[：:]/);
  if (colon < 0) return [{ label: line.trim(), value: '' }];
  const value = line.slice(colon + 1).trim();
  return value === '' ? [] : [{ label: line.slice(0, colon).trim(), value }];
}

/** Lines of a text; Windows line ends count as one, a tab as a space. */
export function lines(text: string): string[] {
  return text.replaceAll('\t', ' ').split(/\r\n|\r|\n/);
}

/** The first character, other than the end of a line, that a paper cannot show; null when there is none. */
export function firstUnprintable(text: string, glyphs: GlyphCoverage): string | null {
  for (const character of text) {
    if (character === '\n') continue;
    if (!glyphs.has(character.codePointAt(0) ?? 0) || /[\p{C}\p{Zl}\p{Zp}]/u.test(character)) return character;
  }
  return null;
}

/** Every character must have a glyph; control, format and private-use characters are refused even where a font has one. */
function checkCharacters(paper: PrintablePaper, template: string, glyphs: GlyphCoverage): void {
  let total = 0;
  const check = (field: string, text: string): void => {
    total += text.length;
    if (total > MAX_CHARACTERS) {
      throw new PaperFieldsError(template, field, { zh: `文书超过${MAX_CHARACTERS}字，请缩短文字，或者将其作为附件归档。`, en: `the paper holds more than ${MAX_CHARACTERS} characters. Shorten the text or file it as an attachment.` });
    }
    const character = firstUnprintable(text, glyphs);
    if (character !== null) throw new MissingGlyphError(template, field, character);
  };
  check('number', paper.number ?? '');
  check('issuer', paper.issuer);
  check('entrustedTo', paper.entrustedTo ?? '');
  check('substitution', paper.substitution ?? '');
  check('signs', paper.signs.join(''));
  check('notes', paper.notes.join(''));
  check('doorCode', paper.doorCode ?? '');
  check('payments', paper.payments.map(({ name, reference }) => `${name}${reference}`).join(''));
  for (const [name, value] of Object.entries(paper.fields)) {
    if (typeof value === 'string') check(name, value);
    else for (const part of value) {
      if (typeof part === 'string') check(name, part);
      else {
        check(name, part.label);
        check(name, part.value);
      }
    }
  }
}
