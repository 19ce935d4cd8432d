/** Document numbers (发文字号): agency code, year in hexagonal brackets, number without leading zeros, 号 (GB/T 9704-2012: unverified). */
import { LawInputError } from './errors.ts';

export interface DocumentNumber { agencyCode: string; year: number; number: number }

const CODE = /^[\p{Script=Han}A-Za-z]{1,30}$/u;
const NUMBER = /^([\p{Script=Han}A-Za-z]{1,30})〔(\d{4})〕([1-9]\d{0,8})号$/u;

/** formatDocumentNumber('某卫征决字', 2019, 12) = 某卫征决字〔2019〕12号. Throws `LawInputError` for a code with other signs, a year before 1949 or a number below 1. */
export function formatDocumentNumber(agencyCode: string, year: number, number: number): string {
  if (!CODE.test(agencyCode)) throw new LawInputError(`${JSON.stringify(agencyCode)} is not an agency code: characters and letters only.`, `${JSON.stringify(agencyCode)}不是有效的机关代字。`);
  if (!Number.isInteger(year) || year < 1949 || year > 9999) throw new LawInputError(`${year} is not a year of issue.`, `${year}不是有效的年份。`);
  if (!Number.isInteger(number) || number < 1 || number > 999_999_999) throw new LawInputError(`${number} is not a document number from 1.`, `${number}不是有效的顺序号。`);
  return `${agencyCode}〔${year}〕${number}号`;
}

/** Reads a document number. Throws `LawInputError` for other brackets, leading zeros or a missing 号. */
export function parseDocumentNumber(text: string): DocumentNumber {
  const parts = NUMBER.exec(text);
  const agencyCode = parts?.[1];
  if (!parts || agencyCode === undefined || Number(parts[2]) < 1949) {
    const shown = JSON.stringify(text.slice(0, 60));
    throw new LawInputError(`${shown} is not a document number such as 某卫征决字〔2019〕12号.`, `${shown}不是规范的发文字号，例如：某卫征决字〔2019〕12号。`);
  }
  return { agencyCode, year: Number(parts[2]), number: Number(parts[3]) };
}
