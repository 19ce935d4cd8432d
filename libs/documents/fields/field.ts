/**
 * How a field is given and printed. Every kind can be given as strings, so that a pack can fill it.
 * - `text`: one string, within a line or a cell; a line break in it stays a line break.
 * - `paragraphs`: a string or a list of strings; each line is a paragraph.
 * - `date`: `2025-09-28` or 2025年9月28日, printed 2025年9月28日.
 * - `amount`: yuan with two decimals, `5000.00` (`5,000.00元` is read too), printed 5000.00 before 元; the words are a field of their own.
 * - `ordinal`: a whole number from 1 to 99, `2`, printed 第二个. It cannot carry a name.
 * - `rows`: a list of label and value, or lines 名称：内容.
 */
export type FieldKind = 'text' | 'paragraphs' | 'date' | 'amount' | 'ordinal' | 'rows';

export interface PaperField {
  name: string;
  kind: FieldKind;
  label: { zh: string; en: string };
  /** `always`; only together with another field; unless another field is given; or never. */
  required: 'always' | { with: string } | { unless: string } | 'never';
}

/** One form of paper: its code, its Chinese title as printed, and its fields. */
export interface PaperTemplate {
  code: string;
  title: { zh: string; en: string };
  /** Names of the fields without which the paper is refused. */
  required: string[];
  /** Names of the fields that may be left out; some become required with (or without) another, see `fields`. */
  optional: string[];
  fields: PaperField[];
}

type Label = [name: string, kind: FieldKind, zh: string, en: string];

/** A field that the paper must have. */
export const must = (...[name, kind, zh, en]: Label): PaperField => ({ name, kind, label: { zh, en }, required: 'always' });
/** A field that the paper may have. */
export const may = (...[name, kind, zh, en]: Label): PaperField => ({ name, kind, label: { zh, en }, required: 'never' });
/** A field that the paper must have where another field is given. */
export const mustWith = (other: string, ...[name, kind, zh, en]: Label): PaperField => ({ name, kind, label: { zh, en }, required: { with: other } });
/** A field that the paper must have where another field is not given. */
export const mustUnless = (other: string, ...[name, kind, zh, en]: Label): PaperField => ({ name, kind, label: { zh, en }, required: { unless: other } });

/** Declares a template. Every paper carries the case number in its footer. */
export function template(code: string, zh: string, en: string, fields: PaperField[]): PaperTemplate {
  const all = [must('caseNumber', 'text', '案件编号', 'Case number'), ...fields];
  return {
    code,
    title: { zh, en },
    required: all.filter((field) => field.required === 'always').map((field) => field.name),
    optional: all.filter((field) => field.required !== 'always').map((field) => field.name),
    fields: all,
  };
}

/** The party as the papers name it: name and address (Penalty Law art. 59(1)(1)) and further particulars in rows. */
export const party: PaperField[] = [
  must('partyName', 'text', '当事人', 'Party'),
  must('partyAddress', 'text', '住址（住所）', 'Address'),
  may('partyParticulars', 'rows', '当事人基本情况', 'Further particulars of the party: identity or credit code, legal representative, guardian'),
];

/** Whom and where the party may ask or answer. */
export const contact: PaperField[] = [
  must('contactAddress', 'text', '联系地址', 'Contact address'),
  may('contactPerson', 'text', '联系人', 'Contact person'),
  may('contactPhone', 'text', '联系电话', 'Contact telephone'),
];

/** Route and time limit of reconsideration and litigation (Penalty Law art. 59(1)(5)). */
export const remedies: PaperField[] = [
  must('reconsiderationBody', 'text', '行政复议机关', 'Body that hears the reconsideration'),
  must('reconsiderationPeriod', 'text', '申请行政复议期限', 'Time limit of reconsideration, e.g. 六十日'),
  must('court', 'text', '管辖人民法院', 'Court that hears the suit'),
  must('litigationPeriod', 'text', '提起行政诉讼期限', 'Time limit of litigation, e.g. 六个月'),
];
