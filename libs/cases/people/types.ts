import type { LegalDate, LegalInstant } from '#law/dates';
import type { PackRole } from '#law/pack-format';

/** The absent person in whose place somebody acts, with the written authority as the edge found it; judged by the engine. Dates are inclusive. */
export interface ActingFor {
  personId: string;
  /** Number of the instrument; null: there is none between these two. */
  instrument: string | null;
  /** Roles and procedures that it names; no procedure named: all. */
  roles: PackRole[];
  packs: string[];
  from: LegalDate | null;
  to: LegalDate | null;
  /** Roles that the absent person held by post on the day of the act, in the same office. */
  heldRoles: PackRole[];
  /** Roles that this person held on that day only as somebody else's substitute. */
  substitutedRoles: PackRole[];
}

/** The order by which another office lent the person who acts. Dates are inclusive; `to` null: until the case is closed. */
export interface LentBy { instrument: string; officeId: string; from: LegalDate; to: LegalDate | null }

/** How it came that this person acted, as events keep it. */
export interface ActedAs {
  actingFor?: { personId: string; instrument: string };
  lent?: { instrument: string; officeId: string };
}

/** A file that another office reads: called in for review (调审), or lent with a request for help. `seq`: the event that lent it. */
export interface FileLoan { seq: number; kind: 'calledIn' | 'help'; officeId: string; from: LegalDate; to: LegalDate | null; /** Of a request for help: what it shows. */ shows?: HelpShows }

/** What a request for help names of the case: ids of papers and files, codes of facts, parties. */
export interface HelpShows { papers: string[]; files: string[]; facts: string[]; parties: string[] }

/** A second officer's own confirmation of an act, with the instant at which the PIN was given. */
export interface Confirmation { personId: string; confirmedAt: LegalInstant }

/** What a step adds for officers who confirm with a PIN, and where it lends the file out or brings it back. */
export interface StepAround { confirmedBy?: Confirmation[]; awaits?: string[]; lendsTo?: string; shows?: HelpShows; returnsFrom?: string }

/** A transfer by both heads: the offer, who gave and who took over. */
export interface Agreement { offerId: string; givenBy: string; takenBy: string }
