/**
 * The payment reference (缴款码) that a payment notice carries and the bank reports with the money: 20 digits, so that it
 * can be typed at a counter. It names a debt and no person.
 *
 * county (6, administrative division) + series (2) + year (2) + number (8) + check (2, ISO 7064 MOD 97-10: one wrong digit,
 * and any two that changed places, are noticed).
 */
import { LawInputError } from '#law';

export interface PaymentReference {
  /** Six digits of the administrative division. */
  county: string;
  /** Two digits: what the money is for. */
  series: string;
  /** Year in which it was given, from 2000 to 2099. */
  year: number;
  /** From 1, within county, series and year. */
  number: number;
}

/** What the money is for: a debt that is paid, or the deposit of money that officers took for one on the spot. */
export const REFERENCE_SERIES = { debt: '01', deposit: '02' } as const;
export type ReferenceUse = keyof typeof REFERENCE_SERIES;

/** Our QR codes for money begin with this; the 1 is the version of what follows. */
const KIND = 'AJP1';
const FORM = /^(\d{6})(\d{2})(\d{2})(\d{8})\d{2}$/;

/** The 20 digits. Throws `LawInputError` for parts that do not fit their places. */
export function paymentReference({ county, series, year, number }: PaymentReference): string {
  if (!/^\d{6}$/.test(county) || !/^\d{2}$/.test(series)) throw new LawInputError('A payment reference needs six digits of the county and two of the series.', '缴款码须有六位行政区划代码和两位系列号。');
  if (!Number.isInteger(year) || year < 2000 || year > 2099) throw new LawInputError(`${year} is not a year of a payment reference.`, `${year}不是有效的缴款码年份。`);
  if (!Number.isInteger(number) || number < 1 || number > 99_999_999) throw new LawInputError(`${number} is not a number of a payment reference.`, `${number}不是有效的缴款码顺序号。`);
  const body = `${county}${series}${String(year % 100).padStart(2, '0')}${String(number).padStart(8, '0')}`;
  return `${body}${checkDigits(body)}`;
}

/** ISO 7064 MOD 97-10: what makes the whole number leave 1 when divided by 97. */
export function checkDigits(body: string): string {
  return String(98n - ((BigInt(body) * 100n) % 97n)).padStart(2, '0');
}

/**
 * The 20 digits out of what was typed, scanned or reported: spaces, hyphens and full-width figures are read, the text of
 * our QR code as well. Null for anything else, and where the check digits do not fit.
 */
export function readPaymentReference(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s-]/g, '').replace(new RegExp(`^${KIND}:`, 'i'), '');
  return FORM.test(digits) && checkDigits(digits.slice(0, 18)) === digits.slice(18) ? digits : null;
}

/** The parts of a reference that was read. Throws `LawInputError` for one that is not. */
export function partsOfReference(reference: string): PaymentReference {
  const [, county = '', series = '', year = '', number = ''] = FORM.exec(readPaymentReference(reference) ?? '') ?? [];
  if (county === '') throw new LawInputError(`${JSON.stringify(reference.slice(0, 40))} is not a payment reference.`, `${JSON.stringify(reference.slice(0, 40))}不是有效的缴款码。`);
  return { county, series, year: 2000 + Number(year), number: Number(number) };
}

/** What the money of a reference that was read is for. */
export function useOfReference(reference: string): ReferenceUse {
  return partsOfReference(reference).series === REFERENCE_SERIES.deposit ? 'deposit' : 'debt';
}

/** In groups of four, as it is printed. */
export function referenceInGroups(reference: string): string {
  return reference.replace(/(\d{4})(?=\d)/g, '$1 ');
}

/** What the QR code beside it says. The amount is not in it: it may grow or be paid in part. */
export function paymentCode(reference: string): string {
  return `${KIND}:${reference}`;
}
