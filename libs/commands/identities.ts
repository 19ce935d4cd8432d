import { checkCreditCode, checkIdentityNumber, type LegalDate } from '#law';
import type { PaperRenderer } from '#documents';
import { sameNumber } from '#store/content/same-number';
import type { EdgeParty } from './edge.ts';
import type { FieldError } from './outcome.ts';

/** What identities are held against: the day on which the pack takes a person's age, and what papers can print. */
export interface IdentityCheck { actedOn: LegalDate; renderer: Pick<PaperRenderer, 'unprintable'> }

/**
 * What cannot be in the identities of a new case, by field: numbers of a wrong form (GB 11643-1999, GB 32100-2015), a
 * birth after the act, one person or organisation twice, and names and addresses that no paper could show.
 */
export function identityErrors(parties: readonly EdgeParty[], check: IdentityCheck): FieldError[] {
  const seen = new Set<string>();
  return parties.flatMap((party, index) => {
    const field = `parties.${index}.identity`;
    const errors = [...numberErrors(party, field, check.actedOn), ...notPrintable(check.renderer, `${field}.name`, party.identity.name, 'line'), ...notPrintable(check.renderer, `${field}.address`, party.identity.address, 'line')];
    for (const kind of ['identityNumber', 'creditCode'] as const) {
      const number = party.identity[kind];
      if (number === undefined) continue;
      const one = `${kind} ${sameNumber(number)}`;
      if (!seen.has(one)) seen.add(one);
      else errors.push({ field: `${field}.${kind}`, rule: 'distinct', message: { zh: '与另一名当事人的号码相同：同一人不能两次作为当事人。', en: 'This is the number of another party: nobody is a party twice.' } });
    }
    return errors;
  });
}

/** A text that a paper could not show, with the character that stands against it. A `line` is one line. */
export function notPrintable(renderer: Pick<PaperRenderer, 'unprintable'>, field: string, text: string, form: 'line' | 'text'): FieldError[] {
  const character = renderer.unprintable(text, form);
  if (character === null) return [];
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const shown = /[\p{C}\p{Z}]/u.test(character) ? code : `${character} ${code}`;
  return [{
    field, rule: 'printable', message: {
      zh: `文书无法打印其中的字符（${shown}）；请按身份证件上的写法填写，不含换行和不可见字符。`,
      en: `Papers cannot print a character of this (${shown}). Enter the form that the identity document shows, without line ends and invisible characters.`,
    },
  }];
}

function numberErrors({ kind, identity }: EdgeParty, field: string, actedOn: LegalDate): FieldError[] {
  const errors: FieldError[] = [];
  const { identityNumber, creditCode } = identity;
  if (identityNumber !== undefined) {
    const { outcome, reason, birth } = checkIdentityNumber(identityNumber);
    const rule = reason === 'birth-date' || reason === 'check-digit' ? reason : 'format';
    if (outcome === 'reject') errors.push({ field: `${field}.identityNumber`, rule, message: identityProblem[rule] });
    else if (birth !== null && birth > actedOn) {
      errors.push({ field: `${field}.identityNumber`, rule: 'birth-date', message: { zh: `公民身份号码中的出生日期${birth}晚于${actedOn}。`, en: `By this identity number the person was born on ${birth}, after ${actedOn}.` } });
    }
  }
  if (creditCode !== undefined && checkCreditCode(creditCode).outcome === 'reject') {
    errors.push({ field: `${field}.creditCode`, rule: 'creditCode', message: { zh: '统一社会信用代码应为18位数字或大写字母，不含I、O、S、V、Z（GB 32100-2015）。', en: 'A unified social credit code has 18 digits or capital letters without I, O, S, V, Z (GB 32100-2015).' } });
  }
  if (kind === 'citizen' && creditCode !== undefined) errors.push({ field: `${field}.creditCode`, rule: 'kind', message: { zh: '公民没有统一社会信用代码。', en: 'A citizen has no credit code.' } });
  return errors;
}

const identityProblem = {
  'format': { zh: '公民身份号码应为18位（GB 11643-1999）。', en: 'An identity number has 18 characters (GB 11643-1999).' },
  'birth-date': { zh: '公民身份号码中的出生日期不是日历上的日期。', en: 'The date of birth in the identity number is not a date of the calendar.' },
  'check-digit': { zh: '公民身份号码的校验码不对（GB 11643-1999）。', en: 'The check character of the identity number is wrong (GB 11643-1999).' },
} as const;
