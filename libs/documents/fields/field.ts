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

/**
 * A part of a form that the shared layout sets, in the order in which it is printed. A part without a given field is left out.
 * - `party`: the party with address and particulars.
 * - `to`: the addressee in a line of its own, with a colon.
 * - `pairs`: names and values, the label of the field before each; rows are printed as they are.
 * - `say`: a fixed sentence with fields in braces.
 * - `section`: a heading and the paragraphs of a field, numbered where `numbered` says so.
 * - `line`: heading and text in one line.
 * - `list`: rows as a numbered table with these headings.
 * - `cells`: a table of labels and contents; an `opinion` has a place for signature and day below it.
 * - `remedies`, `contact`: the paragraphs that decisions share.
 */
export type FormPart =
  | { party: true } | { to: string } | { pairs: readonly string[] } | { say: string }
  | { section: string; of: string; numbered?: true } | { line: string; of: string }
  | { list: readonly [string, string]; of: string }
  | { cells: readonly { of: string; label?: string; opinion?: { signer: string; day: string } }[] }
  | { remedies: true } | { contact: true };

/** How the shared layout sets a form: as a letter that closes with the place of the seal, or as a record that closes with its signatures. */
export interface PaperLayout { as: 'letter' | 'record'; parts: readonly FormPart[] }

/** One form of paper: its code, its Chinese title as printed, and its fields. */
export interface PaperTemplate {
  code: string;
  /** Set by the shared layout; without it by a file of its own. */
  layout?: PaperLayout;
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
export function template(code: string, zh: string, en: string, fields: PaperField[], layout?: PaperLayout): PaperTemplate {
  const all = [must('caseNumber', 'text', '案件编号', 'Case number'), ...fields];
  return {
    code,
    title: { zh, en },
    required: all.filter((field) => field.required === 'always').map((field) => field.name),
    optional: all.filter((field) => field.required !== 'always').map((field) => field.name),
    fields: all,
    ...(layout === undefined ? {} : { layout }),
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

/** The same where a paper may be without remedies: all four or none. */
export const remediesIfAny: PaperField[] = [
  may('reconsiderationBody', 'text', '行政复议机关', 'Body that hears the reconsideration'),
  may('reconsiderationAddress', 'text', '行政复议机关地址', 'Its address and telephone, where the county has set them'),
  mustWith('reconsiderationBody', 'reconsiderationPeriod', 'text', '申请行政复议期限', 'Time limit of reconsideration, e.g. 六十日'),
  mustWith('reconsiderationBody', 'court', 'text', '管辖人民法院', 'Court that hears the suit'),
  may('courtAddress', 'text', '人民法院地址', 'Its address and telephone, where the county has set them'),
  mustWith('reconsiderationBody', 'litigationPeriod', 'text', '提起行政诉讼期限', 'Time limit of litigation, e.g. 六个月'),
];

/** Route and time limit of reconsideration and litigation (Penalty Law art. 59(1)(5)). */
export const remedies: PaperField[] = [
  must('reconsiderationBody', 'text', '行政复议机关', 'Body that hears the reconsideration'),
  may('reconsiderationAddress', 'text', '行政复议机关地址', 'Its address and telephone, where the county has set them'),
  must('reconsiderationPeriod', 'text', '申请行政复议期限', 'Time limit of reconsideration, e.g. 六十日'),
  must('court', 'text', '管辖人民法院', 'Court that hears the suit'),
  may('courtAddress', 'text', '人民法院地址', 'Its address and telephone, where the county has set them'),
  must('litigationPeriod', 'text', '提起行政诉讼期限', 'Time limit of litigation, e.g. 六个月'),
];
