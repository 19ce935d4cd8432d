/**
 * The amount of the social maintenance fee, by the rule of the province (Order 357 art. 3(2); historical). Computed
 * for each parent, since each is decided and served separately. A party already levied once is not levied again for
 * the same fact (art. 5).
 */
import { Decimal } from 'decimal.js';
import { LawInputError } from './errors.ts';
import type { Fen } from './money.ts';

/** Parents, or any other names under which the parties are kept apart. */
export type ByPerson<T> = Record<string, T>;

export interface FeeAmountInput {
  /** shandong-2016 (arts. 36, 37): multiple x base for each extra child; henan (art. 35): 3 x base; jiangsu: multiple x base and a factor of the excess. */
  rule: FeeRule;
  /** Default 3, and always 3 in Henan; Jiangsu 4 for one extra child. */
  multiple?: number | string;
  /** Reference base of each parent. */
  baseFen: ByPerson<Fen>;
  /** Default 1; Shandong only. */
  extraChildren?: number;
  /** Jiangsu: real income of the year, and the factor from 1 to 2. Excess = income above the base (inference). */
  realIncomeFen?: ByPerson<Fen>;
  excessFactor?: number | string;
  alreadyLevied?: ByPerson<boolean>;
}

export type FeeRule = 'shandong-2016' | 'henan' | 'jiangsu';
export const FEE_RULES: readonly FeeRule[] = ['shandong-2016', 'henan', 'jiangsu'];

export interface FeeAmount { perPersonFen: ByPerson<Fen>; totalFen: Fen }

/** Computes the fee, cut down to whole fen (in the party's favour: inference). Throws `LawInputError` when the rule lacks a figure that it needs. */
export function feeAmount(input: FeeAmountInput): FeeAmount {
  const people = Object.entries(input.baseFen);
  if (people.length === 0) throw new LawInputError('No base is given for anybody.', '未提供任何当事人的计征基数。');
  const perPersonFen: ByPerson<Fen> = {};
  let totalFen = 0n;
  for (const [person, base] of people) {
    const fen = input.alreadyLevied?.[person] === true ? 0n : forPerson(input, person, base);
    perPersonFen[person] = fen;
    totalFen += fen;
  }
  return { perPersonFen, totalFen };
}

function forPerson(input: FeeAmountInput, person: string, base: Fen): Fen {
  if (base < 0n) throw new LawInputError('A base is negative.', '计征基数为负数。');
  switch (input.rule) {
    case 'shandong-2016': return cut(amount(base).times(factor(input.multiple ?? 3)).times(children(input.extraChildren ?? 1)));
    case 'henan':
      if (input.multiple !== undefined && !factor(input.multiple).equals(3)) throw new LawInputError('The Henan rule has the multiple 3 and no other.', '河南省规定的倍数为3倍，不得另定。');
      return cut(amount(base).times(3));
    case 'jiangsu': {
      const income = input.realIncomeFen?.[person];
      if (income === undefined) throw new LawInputError('The Jiangsu rule needs the real income of each parent.', '江苏省规定需要每一方的实际收入。');
      const usual = amount(base).times(factor(input.multiple ?? 4));
      if (income < base * 2n) return cut(usual);
      if (input.excessFactor === undefined) throw new LawInputError('Real income is at least twice the base: the factor for the excess (1 to 2) is needed.', '实际收入达到基数两倍以上，须确定超出部分的加收倍数（1至2倍）。');
      const excess = factor(input.excessFactor);
      if (excess.lessThan(1) || excess.greaterThan(2)) throw new LawInputError('The factor for the excess lies between 1 and 2.', '超出部分的加收倍数应为1至2倍。');
      return cut(usual.plus(amount(income - base).times(excess)));
    }
  }
}

/** 40 digits: any amount times any factor stays exact until it is cut. */
const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_DOWN });
const amount = (fen: Fen): Decimal => new Exact(fen.toString());

function factor(value: number | string): Decimal {
  const text = String(value);
  if (!/^\d{1,4}(\.\d{1,6})?$/.test(text)) throw new LawInputError(`${JSON.stringify(value)} is not a multiple.`, `${JSON.stringify(value)}不是有效的倍数。`);
  return new Exact(text);
}

function children(value: number): number {
  if (!Number.isInteger(value) || value < 1 || value > 20) throw new LawInputError(`${value} is not a number of extra children.`, `${value}不是有效的多生育子女数。`);
  return value;
}

function cut(value: Decimal): Fen {
  return BigInt(value.toDecimalPlaces(0, Decimal.ROUND_DOWN).toFixed(0));
}
