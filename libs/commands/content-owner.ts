import type { Party } from '#cases/model';

/**
 * Under whose key a text lies that names no party in particular: in a case with one party it is about that person, and
 * goes when that person is erased; else it is the case's.
 */
export function personOfCase(parties: readonly Pick<Party, 'partyId'>[]): string {
  const [only, ...others] = parties;
  return only !== undefined && others.length === 0 ? only.partyId : 'case';
}
