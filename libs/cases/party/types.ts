/** Who acts for a party, and how it is kept: the party itself, an agent by a filed letter of authority, a guardian. */

/** In what quality somebody acts for a party. */
export type PartyRole = 'party' | 'agent' | 'guardian';

/** Whose act a step is, where a party took it: through its own door, or by word of mouth at the hall. */
export interface PartyAct {
  party: string;
  as: PartyRole;
}
