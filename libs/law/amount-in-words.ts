/**
 * Amounts in capital numerals (大写金额) as the rules for filling in bills ask: 人民币 without a gap before it, 整 after
 * 元, no 整 after 分. Computed in whole fen.
 */
import { LawInputError } from './errors.ts';
import type { Fen } from './money.ts';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
/** Below one 万亿 yuan: larger sums do not occur on a bill and have no settled form. */
const LIMIT = 100_000_000_000_000n;

/**
 * The preferred form: 整 after 元 and after 角; a 零 for empty places between two figures; where the units of 元 are
 * empty, a 零 before 角 only when 分 follow (both forms are correct).
 *
 * @throws LawInputError for negative amounts and amounts of one 万亿 yuan or more.
 */
export function amountInWords(fen: Fen): string {
  if (fen < 0n || fen >= LIMIT) throw new LawInputError('Only amounts from 0.00 yuan to below one trillion yuan can be written in words.', '大写金额仅适用于0.00元以上、一万亿元以下的金额。');
  const yuan = fen / 100n;
  const jiao = Number((fen / 10n) % 10n);
  const cents = Number(fen % 10n);
  if (fen === 0n) return '人民币零元整';
  let text = yuan === 0n ? '' : `${wholeYuan(yuan)}元`;
  if (jiao === 0 && cents === 0) return `人民币${text}整`;
  if (jiao !== 0) {
    if (yuan !== 0n && yuan % 10n === 0n && cents !== 0) text += '零';
    text += `${DIGITS[jiao]}角`;
  } else if (yuan !== 0n) text += '零';
  return `人民币${text}${cents === 0 ? '整' : `${DIGITS[cents]}分`}`;
}

function wholeYuan(yuan: bigint): string {
  const groups = [{ value: Number(yuan / 100_000_000n), name: '亿' }, { value: Number((yuan / 10_000n) % 10_000n), name: '万' }, { value: Number(yuan % 10_000n), name: '' }];
  let text = '';
  for (const { value, name } of groups) {
    if (value === 0) continue;
    if (text !== '' && value < 1000) text += '零';
    text += `${fourDigits(value)}${name}`;
  }
  return text;
}

function fourDigits(value: number): string {
  let text = '';
  let gap = false;
  for (let place = 3; place >= 0; place -= 1) {
    const figure = Math.floor(value / 10 ** place) % 10;
    if (figure === 0) { gap = text !== ''; continue; }
    text += `${gap ? '零' : ''}${DIGITS[figure]}${PLACES[place]}`;
    gap = false;
  }
  return text;
}

const WORDS = /^人民币(?:([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?零?(?:([壹贰叁肆伍陆柒捌玖])角)?零?(?:([壹贰叁肆伍陆柒捌玖])分)?整?$/;

/**
 * Reads an amount in words, in any of its correct forms. Throws `LawInputError` when the text is none: it is read back
 * by the strict reader and must be a form of the figure that it names.
 */
export function parseAmountInWords(text: string): Fen {
  const parts = WORDS.exec(text);
  if (!parts || (parts[1] === undefined && parts[2] === undefined && parts[3] === undefined)) throw notWords(text);
  const yuan = parts[1] === undefined ? 0n : readYuan(parts[1]);
  const jiao = parts[2] === undefined ? 0 : DIGITS.indexOf(parts[2]);
  const cents = parts[3] === undefined ? 0 : DIGITS.indexOf(parts[3]);
  const fen = yuan * 100n + BigInt(jiao * 10 + cents);
  // Leaving out every 零 and 整, each figure has exactly one form; 整 is required after 元 and excluded after 分.
  const complete = text.endsWith('整') || jiao !== 0 || cents !== 0;
  if (fen >= LIMIT || bare(text) !== bare(amountInWords(fen)) || !complete || (cents !== 0 && text.endsWith('整')) || /零零|零元(?!整$)|零[万亿]/.test(text)) throw notWords(text);
  return fen;
}

function bare(words: string): string {
  return words.replace(/[零整]/g, '');
}

function readYuan(text: string): bigint {
  const [below = '', above = ''] = text.split('亿').toReversed();
  return readBelowYi(above) * 100_000_000n + readBelowYi(below);
}

function readBelowYi(text: string): bigint {
  const [below = '', above = ''] = text.split('万').toReversed();
  return BigInt(readGroup(above) * 10_000 + readGroup(below));
}

function readGroup(text: string): number {
  let group = 0;
  let figure = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    if (digit >= 0) figure = digit;
    else {
      group += figure * 10 ** PLACES.indexOf(character);
      figure = 0;
    }
  }
  return group + figure;
}

function notWords(text: string): LawInputError {
  const shown = JSON.stringify(text.slice(0, 60));
  return new LawInputError(`${shown} is not an amount in words.`, `${shown}不是规范的大写金额。`);
}
