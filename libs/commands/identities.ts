import { addYears, checkCreditCode, checkIdentityNumber, type LegalDate } from '#law';
import type { PaperRenderer } from '#documents';
import { sameNumber } from '#store/content/same-number';
import type { BilingualText } from '#law/pack-format';
import type { EdgeCommand, EdgeParty } from './edge.ts';
import type { FieldError, FieldWarning } from './outcome.ts';

/** What identities are held against: the day on which the pack takes a person's age, and what papers can print. */
export interface IdentityCheck { actedOn: LegalDate; renderer: Pick<PaperRenderer, 'unprintable'>; olderThan?: OlderThan | null }

/** Citizens of this case were so many years old on a day (a parent at the birth of the child), by the rule of the pack. */
export interface OlderThan { on: LegalDate; years: number; message: BilingualText; article: BilingualText }

/**
 * What cannot be in the identities of a new case, by field: numbers of a wrong form (GB 11643-1999, GB 32100-2015), a
 * birth after the act, one person or organisation twice, and names and addresses that no paper could show.
 */
export function identityErrors(parties: readonly EdgeParty[], check: IdentityCheck): FieldError[] {
  const seen = new Set<string>();
  return parties.flatMap((party, index) => {
    const field = `parties.${index}.identity`;
    const errors = [...numberErrors(party, field, check), ...notPrintable(check.renderer, `${field}.name`, party.identity.name, 'line'), ...notPrintable(check.renderer, `${field}.address`, party.identity.address, 'line')];
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

function numberErrors({ kind, identity }: EdgeParty, field: string, { actedOn, olderThan }: IdentityCheck): FieldError[] {
  const errors: FieldError[] = [];
  const { identityNumber, creditCode } = identity;
  if (identityNumber !== undefined) {
    const { outcome, reason, birth } = checkIdentityNumber(identityNumber);
    const rule = reason === 'birth-date' || reason === 'check-digit' ? reason : 'format';
    if (outcome === 'reject') errors.push({ field: `${field}.identityNumber`, rule, message: identityProblem[rule] });
    else if (birth !== null && birth > actedOn) {
      errors.push({ field: `${field}.identityNumber`, rule: 'birth-date', message: { zh: `公民身份号码中的出生日期${birth}晚于${actedOn}。`, en: `By this identity number the person was born on ${birth}, after ${actedOn}.` } });
    } else if (birth !== null && olderThan && (birth > olderThan.on || addYears(birth, olderThan.years) > olderThan.on)) {
      errors.push({ field: `${field}.identityNumber`, rule: 'olderThan', message: {
        zh: `公民身份号码中的出生日期${birth}与${olderThan.on}不符：${olderThan.message.zh}（${olderThan.article.zh}）。`,
        en: `By this identity number the person was born on ${birth}, which does not fit ${olderThan.on}: ${olderThan.message.en} (${olderThan.article.en}).`,
      } });
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

/**
 * Numbers that are taken as they are and may all the same be wrong: a credit code whose check character does not fit
 * (codes of the first years are such, and are legal), an identity number of the 15 digits of old files.
 */
export function identityWarnings(command: EdgeCommand): FieldWarning[] {
  const identities = command.type === 'openCase' ? command.parties.map(({ identity }, index) => ({ field: `parties.${index}.identity`, identity })) : command.type === 'amendParty' ? [{ field: 'identity', identity: command.identity }] : [];
  return identities.flatMap(({ field, identity: { identityNumber, creditCode } }) => [
    ...(identityNumber !== undefined && checkIdentityNumber(identityNumber).reason === 'legacy-15-digit' ? [{ field: `${field}.identityNumber`, rule: 'legacy-15-digit', message: identityWarning.legacy }] : []),
    ...(creditCode !== undefined && checkCreditCode(creditCode).outcome === 'warn' ? [{ field: `${field}.creditCode`, rule: 'check-digit', message: identityWarning.creditCode }] : []),
  ]);
}

const identityWarning = {
  legacy: { zh: '这是15位的旧号码，没有校验码；请核对现行18位公民身份号码（GB 11643-1999）。', en: 'This is an old number of 15 digits without a check character; look up the present number of 18 characters (GB 11643-1999).' },
  creditCode: { zh: '统一社会信用代码的校验码不符（GB 32100-2015）；早期赋码确有此情形，请对照营业执照核对。', en: 'The check character of this credit code does not fit (GB 32100-2015); some early codes are so. Compare it with the licence.' },
} as const;

const words = (text: string | undefined): string | null => text?.trim() ?? null;
const number = (text: string | undefined): string | null => text?.normalize('NFKC').replaceAll(/\s/gu, '').toUpperCase() ?? null;

/** Whether two identities say the same. The 18 characters of today in place of an old number of 15 digits are a correction. */
export function sameIdentity(one: EdgeParty['identity'], other: EdgeParty['identity']): boolean {
  return words(one.name) === words(other.name) && words(one.address) === words(other.address) && words(one.phone) === words(other.phone)
    && number(one.identityNumber) === number(other.identityNumber) && number(one.creditCode) === number(other.creditCode);
}
