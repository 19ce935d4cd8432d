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
