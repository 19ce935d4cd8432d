/** Who acts for a party, and how it is kept: the party itself, an agent by a filed letter of authority, a guardian. */
import type { LegalDate } from '#law/dates';
import type { ContentRef, LateEntry, LateMark } from '../values.ts';

/** In what quality somebody acts for a party. */
export type PartyRole = 'party' | 'agent' | 'guardian';

/** How words of a party were taken down at the hall: read back, signed or finger-marked; a refusal is noted by two others. `authority`: number of the agent's letter or of the guardian's record, where one of them came. */
export interface HallRecord { authority?: number; readBack: boolean; signed: 'signature' | 'fingerMark' | 'refused'; witnesses: string[] }

/** Whose act a step is, where a party took it: through its own door, or by word of mouth at the hall. `authority`: number of the letter or of the guardian's record. */
export interface PartyAct {
  party: string;
  as: PartyRole;
  authority?: number;
  hall?: { signed: HallRecord['signed']; witnesses: string[] };
}

/** Somebody who acts for a party: an agent within his letter, a guardian with the power of the law. Dates are inclusive; `to` null: until it ends. */
export interface Representative {
  party: string;
  as: 'agent' | 'guardian';
  /** Of an agent: a general letter covers what is asked and stated; acts that give a right up need a special one that names them. */
  authority: 'general' | 'special' | null;
  /** Steps that the letter names; of those that any letter covers, none named means all. */
  scope: string[];
  profession: 'lawyer' | 'legalWorker' | 'other' | null;
  /** Of a guardian: what he is to the party, and why one is needed. */
  relation: string | null;
  ground: 'minor' | 'incapacity' | null;
  from: LegalDate;
  to: LegalDate | null;
  /** The letter, or what shows the guardianship, as a file of the case. */
  document: { fileId: string; sha256: string };
  identity: ContentRef;
}

/** As the case keeps it; `seq` is its number. */
export interface RepresentativeState extends Representative { seq: number; ended: { seq: number; on: LegalDate } | null }

export type RepresentativeCommand =
  /** `document.sha256` is of the file as the record has it. */
  | { type: 'fileRepresentative'; on: LegalDate; representative: Representative; late?: LateEntry }
  /** Withdrawn by the party, laid down, or the guardianship is over. */
  | { type: 'endRepresentative'; number: number; on: LegalDate; reason: ContentRef; late?: LateEntry };

export type RepresentativeEvent =
  | { type: 'representativeFiled'; v: 1; occurredOn: LegalDate; representative: Representative; actorId: string; late?: LateMark }
  | { type: 'representativeEnded'; v: 1; occurredOn: LegalDate; number: number; reason: ContentRef; actorId: string; late?: LateMark };
