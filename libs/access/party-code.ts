import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, so that nothing read aloud or copied by hand is taken for something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The 37 check characters of the same scheme: the 32 and five that occur in no code. */
const CHECKS = `${ALPHABET}*~$=U`;
/** 80 bits. */
const BYTES = 10;

/**
 * A new code of the party's door: 80 random bits as sixteen characters and a check character, in groups of four
 * (K7QM-2XVT-9HRD-4W8N-P). Only its keyed hash is kept.
 */
export function newPartyCode(): string {
  const value = BigInt(`0x${randomBytes(BYTES).toString('hex')}`);
  let text = '';
  for (let at = 0, rest = value; at < 16; at += 1, rest /= 32n) text = (ALPHABET[Number(rest % 32n)] ?? '') + text;
  return `${text.match(/.{4}/g)?.join('-') ?? ''}-${CHECKS[Number(value % 37n)] ?? ''}`;
}

/**
 * The ten bytes of a code as a person types it: case, spaces and hyphens do not matter, O is 0, I and L are 1. Null when
 * it is no code or its check character does not fit, which a slip of the pen makes likely.
 */
export function readPartyCode(typed: string): Buffer | null {
  const text = typed.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '');
  if (text.length !== 17) return null;
  const digits = Array.from(text.slice(0, 16).replaceAll('O', '0').replaceAll(/[IL]/g, '1'), (one) => ALPHABET.indexOf(one));
  if (digits.includes(-1)) return null;
  const value = digits.reduce((sum, digit) => sum * 32n + BigInt(digit), 0n);
  const check = text.slice(16).replace('O', '0').replace(/[IL]/, '1');
  return CHECKS[Number(value % 37n)] === check ? Buffer.from(value.toString(16).padStart(BYTES * 2, '0'), 'hex') : null;
}
