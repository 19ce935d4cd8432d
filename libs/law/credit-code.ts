/** The unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters without I O S V Z, the last a check. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const FORM = /^[0-9A-HJ-NP-RTUWXY]{18}$/;

export interface CreditCodeCheck {
  outcome: 'accept' | 'warn' | 'reject';
  /** A wrong check character is only a warning: early Fujian codes fail the check and are legal. */
  reason: null | 'format' | 'check-digit';
  computedCheck: string | null;
}

/** Check character of the first 17 characters: weights are the powers of 3 modulo 31. */
export function creditCodeCheckCharacter(code: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Checks form and check character. */
export function checkCreditCode(code: string): CreditCodeCheck {
  if (!FORM.test(code)) return { outcome: 'reject', reason: 'format', computedCheck: null };
  const computedCheck = creditCodeCheckCharacter(code);
  return computedCheck === code.charAt(17) ? { outcome: 'accept', reason: null, computedCheck } : { outcome: 'warn', reason: 'check-digit', computedCheck };
}
