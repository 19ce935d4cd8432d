/** Values of the record that commands, events and state share. */
import type { LegalDate } from '#law/dates';
import type { PackRole } from '#law/pack-format';

/** A fact as the record holds it: never free text about a person, only a reference to encrypted content. */
export type FactValue =
  | { type: 'date'; value: LegalDate }
  | { type: 'money'; fen: string }
  | { type: 'integer'; value: number }
  | { type: 'boolean'; value: boolean }
  | { type: 'choice'; value: string }
  | { type: 'code'; value: string }
  | { type: 'person'; personId: string }
  | { type: 'text'; content: ContentRef };

/** Personal content lies encrypted beside the record; the event holds a salted commitment to it. */
export interface ContentRef { contentId: string; commitment: string }
export type Facts = Record<string, FactValue>;

/** An official named in a command, in the office and with the roles of that day: those of the loan for whom `lentBy` names the order. `countyLegal`: sits in the county legal office. */
export interface PersonOnDay { personId: string; officeId: string; roles: PackRole[]; lentBy?: string; countyLegal?: true }

/** What is said of an act that is entered late. */
export interface LateEntry {
  reason: ContentRef;
  /** The day on which it could be entered again. */
  obstacleEndedOn: LegalDate;
  /** Written consent to an entry after the limit; `entitled`: the person held the post that gives it; `against`: it is to something else, or another entry rests on it. */
  consent?: { consentId?: string; documentNumber: string; personId: string; entitled: boolean; against?: 'otherAct' | 'used' };
}

/** How an event is marked: when the act was really done, why it came late, by which consent. */
export interface LateMark { doneOn: LegalDate; obstacleEndedOn: LegalDate; reason: ContentRef; /** `consentId`: as recorded by that person. */ consent?: { consentId?: string; documentNumber: string; personId: string } }
