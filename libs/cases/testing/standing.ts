import { legalDate } from '#law';
import type { PackRole } from '#law/pack-format';
import type { ActingFor, LentBy } from '../people/types.ts';
import { people } from './county.ts';

/** A written authority to act for somebody of the demo office, by default in his role and for July and August 2025. */
export function inPlaceOf(personId: string, more: Partial<ActingFor> = {}): { actingFor: ActingFor } {
  const role = people[personId];
  const heldRoles: PackRole[] = role === undefined ? [] : [role];
  return { actingFor: { personId, instrument: '演示代〔2025〕1号', roles: heldRoles, packs: [], from: legalDate('2025-07-01'), to: legalDate('2025-08-31'), heldRoles, substitutedRoles: [], ...more } };
}

/** Lent by the neighbour township for July and August 2025. */
export const lent: { lent: LentBy } = { lent: { instrument: '演示借〔2025〕1号', officeId: 'neighbour-town', from: legalDate('2025-07-01'), to: legalDate('2025-08-31') } };
