import { checkIdentityNumber, identityCheckCharacter } from '#law/identity-number';

/**
 * One spelling for what is the same number: full-width digits, spaces and a small x make no other person, and neither
 * does the 15-digit form that identity cards had before GB 11643-1999: it lacks the century (19) and the check
 * character, and is one and the same number with them. Other texts only lose width, case and spaces.
 */
export function sameNumber(text: string): string {
  const plain = text.normalize('NFKC').replace(/\s/gu, '').toUpperCase();
  if (checkIdentityNumber(plain).reason !== 'legacy-15-digit') return plain;
  const digits = `${plain.slice(0, 6)}19${plain.slice(6)}`;
  return digits + identityCheckCharacter(digits);
}
