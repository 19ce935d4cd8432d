import type { SignedInActor } from '#access';
import type { Blocker, RecordedEvent } from '#cases/model';
import type { BilingualText } from '#law/pack-format';
import type { LegalInstant } from '#law/dates';
import type { EdgeCommand } from './edge.ts';

/** Timers, duties and relays; it sees only the office of the case on which it works. */
export interface MachineActor { readonly kind: 'machine'; readonly personId: string; readonly officeId?: string; readonly roles?: readonly [] | readonly string[] }

/** A party at its own door: it sees its one case and acts for itself (`party:p1`, `agent:p1`, `guardian:p1` in events). */
export interface PartyActor { readonly kind: 'party'; readonly personId: string; readonly caseId: string; readonly officeId: string; readonly party: string; /** An agent or guardian, with the number of the letter or record. */ readonly as?: 'agent' | 'guardian'; readonly authority?: number }

/** One command for the door. */
export interface CommandRequest {
  actor: SignedInActor | MachineActor | PartyActor;
  /** Where it was sent: with actor and key it names the command. */
  route: string;
  /** Chosen by the sender; the same key answers the same outcome for 90 days. */
  idempotencyKey: string;
  /** SHA-256 (hex) of the body as it was sent. */
  bodyHash: string;
  /** Of an existing case, or for `openCase` the id of the new one. */
  caseId: string;
  /** The revision that the sender has seen (`If-Match`). */
  ifMatch?: number;
  /** When the request arrived at the edge, as an instant of the legal clock: a command without a date counts from then, so that our queue makes nobody late. */
  receivedAt?: LegalInstant;
  /** Sent by the workflow of the case itself, which looks at the record again afterwards and needs no wake. */
  byOwnWorkflow?: true;
  command: EdgeCommand;
}

/** A value in the command that cannot be: names the field (`facts.income`, `parties.0.identity.identityNumber`) and the rule. */
export interface FieldError { field: string; rule: string; message: BilingualText }

/** A value that was taken as it is and may all the same be wrong: the field, the rule, what to look at. */
export type FieldWarning = FieldError;

/** The record had gone on from `basedOn` to `foundAt` when the command was judged: by these events, reminders left out. */
export interface MovedSince { basedOn: number; foundAt: number; events: RecordedEvent[] }

export interface CommandDone {
  status: 'done';
  caseId: string;
  caseNumber: string;
  phase: string;
  /** The ETag of the case from now on. */
  revision: number;
  /** First and last event that the command appended; null when it changed nothing. */
  seqs: [number, number] | null;
  events: RecordedEvent[];
  /** What had come on record after the revision on which the sender said to act; null when nothing had, or none was named. */
  movedSince: MovedSince | null;
  /** What somebody should look at again; nothing was refused for it. */
  warnings: FieldWarning[];
  /** True when the command had been done before under the same key. */
  repeated: boolean;
}

export type CommandOutcome =
  | CommandDone
  /** The law, or the state of the case, is against it: each reason with its article. */
  | { status: 'refused'; blockers: Blocker[] }
  | { status: 'invalid'; errors: FieldError[] }
  /** The case has changed since the sender looked; `revision` is where it stands. */
  | { status: 'stale'; revision: number }
  | { status: 'notFound' }
  /** The key was used with another body. */
  | { status: 'keyReused' };

/** Carries an outcome that is not `done` out of the transaction, which is rolled back: a refused command changes nothing. */
export class NotDone extends Error {
  override readonly name = 'NotDone';
  constructor(readonly outcome: Exclude<CommandOutcome, CommandDone>) {
    super(outcome.status);
  }
}
