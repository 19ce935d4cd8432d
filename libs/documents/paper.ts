/** What one field of a paper may hold. All strings are printed as they are, never read as markup. */
export type PaperValue = string | string[] | { label: string; value: string }[] | null;

/** 缴款通知: what is paid, by the debt's name; the reference as it is read out and typed; what its QR code says. It names no person. */
export interface PaymentSlip { name: string; reference: string; code: string }

/** Everything that is printed on one paper (文书). Texts are already in Chinese; dates are China calendar dates (`2025-09-28`). */
export interface PaperContent {
  /** Template code, e.g. `penalty-decision`; `paperTemplates()` lists them. */
  template: string;
  /** Document number such as 某卫罚决字〔2025〕12号, or null for papers that belong to no series. */
  number: string | null;
  /** Day of issue, printed as 二〇二五年九月二十八日. */
  issuedOn: string;
  /** Name of the authority in whose name the paper is issued; under entrustment the principal (Penalty Law art. 20). */
  issuer: string;
  /** Organisation that acts under entrustment; printed as a line of its own, never as the issuer. */
  entrustedTo?: string | null;
  /** In whose place the paper is issued and by which written authority; printed as a line of its own. */
  substitution?: string | null;
  /** The fields that the template declares. An unknown field is refused, so that a misspelt one cannot silently stay unprinted. */
  fields: Record<string, PaperValue>;
  /** Every page carries 培训 TRAINING across it. */
  training: boolean;
  /** What the QR code on every page says (`paperReference`); null for a sheet that nobody files, which carries none. */
  reference: string | null;
  /** The party's code to the door, printed beside the QR code of the first page in words with one sentence. */
  doorCode?: string | null;
  /** Debts that the paper orders, each with the reference by which it is paid: a last page of its own for each, to be taken to the bank. */
  payments?: readonly PaymentSlip[];
  /** Copies and for whom (份数及去向), printed at the foot. */
  copies?: readonly { for: string; count: number }[];
  /** Who signs, and how: 当事人 · 签名或者捺指印. The shared layout prints a place for each; papers with a file of their own have theirs. */
  signs?: readonly { who: string; how: string }[];
  /** Who answers for a decision, by name: who decided and who handled the case; printed at the foot. */
  answeredFor?: string | null;
  /** What is read out or announced when the paper is handed over, printed at the foot. */
  readAloud?: string | null;
}

/** One rendered paper. The same content gives the same bytes on every run. */
export interface RenderedPaper {
  bytes: Uint8Array;
  /** SHA-256 of `bytes`, lower-case hexadecimal. */
  sha256: string;
  mediaType: 'application/pdf';
  pages: number;
  /** SHA-256 over the base layout, the template and its declared fields: which form was printed. */
  templateSha256: string;
}

/** A field is missing, unknown, too long or not of its kind. `field` names it; the message says what to do. */
export class PaperFieldsError extends Error {
  override readonly name = 'PaperFieldsError';
  /** The same sentence in Chinese. */
  readonly zh: string;
  constructor(readonly template: string, readonly field: string, problem: { zh: string; en: string }) {
    super(`Paper ${template}, field ${field}: ${problem.en}`);
    this.zh = `${field}：${problem.zh}`;
  }
}

/** The font of the papers has no glyph for a character, which would be printed as an empty box. */
export class MissingGlyphError extends Error {
  override readonly name = 'MissingGlyphError';
  readonly codePoint: string;
  /** The same sentence in Chinese. */
  readonly zh: string;
  constructor(readonly template: string, readonly field: string, readonly character: string) {
    const codePoint = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    super(`Paper ${template}, field ${field}: the character ${JSON.stringify(character)} (${codePoint}) cannot be printed with the font of the papers. `
      + 'Enter the form of the character that the identity document shows, or issue this paper by hand and file the scan.');
    this.codePoint = codePoint;
    this.zh = `${field}：文书字体没有字符${JSON.stringify(character)}（${codePoint}）。请按身份证件上的写法录入，或者手工制作本文书并将扫描件归档。`;
  }
}

/** The typesetter refused a paper whose fields were in order: a defect of the template or of the installation. */
export class PaperRenderError extends Error {
  override readonly name = 'PaperRenderError';
  constructor(readonly template: string, cause: string) {
    super(`Paper ${template} could not be typeset: ${cause}`);
  }
}
