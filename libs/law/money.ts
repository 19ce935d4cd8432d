/** Money is whole fen in a bigint. In JSON it is a decimal text in yuan with two digits: "720.00". */
import { LawInputError } from './errors.ts';

export type Fen = bigint;

/** The largest amount that a bigint column of SQL holds. */
const MAX_FEN = 9_223_372_036_854_775_807n;
const YUAN = /^(-?)(0|[1-9]\d{0,16})(?:\.(\d{1,2}))?$/;

/** Reads yuan as text ("720", "720.5", "720.00") into fen. Throws `LawInputError` for any other form, more than two digits after the point, or a negative amount. */
export function parseYuan(text: string): Fen {
  const fen = parseSignedYuan(text);
  if (fen < 0n || text.startsWith('-')) throw new LawInputError(`${JSON.stringify(text)} is negative; an amount of money from 0.00 yuan is needed.`, `${JSON.stringify(text)}为负数，金额不得小于0.00元。`);
  return fen;
}

/** As `parseYuan`, for postings and differences, which may be negative. */
export function parseSignedYuan(text: string): Fen {
  const parts = YUAN.exec(text);
  const whole = parts?.[2];
  if (!parts || whole === undefined) {
    const shown = JSON.stringify(text.slice(0, 40));
    throw new LawInputError(`${shown} is not an amount in yuan with at most two digits after the point, such as "720.00".`, `${shown}不是有效的金额，应以元为单位、最多两位小数，例如"720.00"。`);
  }
  const size = BigInt(whole) * 100n + BigInt((parts[3] ?? '').padEnd(2, '0'));
  if (size > MAX_FEN) throw new LawInputError('The amount is larger than the books can hold.', '金额超出可记录的范围。');
  return parts[1] === '-' ? -size : size;
}

/** Fen as yuan with two digits after the point: 72000n is "720.00". */
export function formatYuan(fen: Fen): string {
  const size = fen < 0n ? -fen : fen;
  return `${fen < 0n ? '-' : ''}${size / 100n}.${(size % 100n).toString().padStart(2, '0')}`;
}

/** Fen from a whole number in a data file. Throws `LawInputError` when it is no safe integer. */
export function fenOf(value: number): Fen {
  if (!Number.isSafeInteger(value)) throw new LawInputError(`${value} is not a whole number of fen.`, `${value}不是整数分。`);
  return BigInt(value);
}
