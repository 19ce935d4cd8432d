/** The citizen number (公民身份号码, GB 11643-1999): 6 digits area at first registration, 8 birth, 3 sequence, check character. */
import { isLegalDate, legalDate, type LegalDate } from './dates.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

export interface IdentityNumberCheck {
  outcome: 'accept' | 'warn' | 'reject';
  /** `legacy-15-digit`: numbers of old files are kept and warned of (their treatment is unverified). */
  reason: null | 'format' | 'birth-date' | 'check-digit' | 'legacy-15-digit';
  birth: LegalDate | null;
  sex: 'male' | 'female' | null;
}

/** Check character of the first 17 digits. */
export function identityCheckCharacter(digits: string): string {
  let sum = 0;
  for (const [i, weight] of WEIGHTS.entries()) sum += weight * (digits.charCodeAt(i) - 48);
  return CHECKS.charAt(sum % 11);
}

/**
 * Checks form, birth date and check character. The area code is not looked up: it is that of first registration and
 * may be abolished. A lower-case x is no form of the standard and is rejected; upper-case it where people type.
 */
export function checkIdentityNumber(number: string): IdentityNumberCheck {
  if (/^[1-9]\d{14}$/.test(number)) {
    const birth = `19${number.slice(6, 8)}-${number.slice(8, 10)}-${number.slice(10, 12)}`;
    if (!isLegalDate(birth)) return rejected('birth-date');
    return { outcome: 'warn', reason: 'legacy-15-digit', birth: legalDate(birth), sex: sexOf(number.charCodeAt(14)) };
  }
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return rejected('format');
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isLegalDate(birth)) return rejected('birth-date');
  if (identityCheckCharacter(number) !== number.charAt(17)) return rejected('check-digit');
  return { outcome: 'accept', reason: null, birth: legalDate(birth), sex: sexOf(number.charCodeAt(16)) };
}

/** Odd sequence = male (GB 11643-1999). The code of a digit is odd when the digit is. */
function sexOf(code: number): 'male' | 'female' {
  return code % 2 === 1 ? 'male' : 'female';
}

function rejected(reason: 'format' | 'birth-date' | 'check-digit'): IdentityNumberCheck {
  return { outcome: 'reject', reason, birth: null, sex: null };
}
