/**
 * Work among people: approvals (审批) asked for before a step, and tasks that people take in hand, hand on, delegate.
 * Signatures are given through the service on the day they are recorded; none is dated back.
 */
import type { LegalDate, LegalInstant } from '#law/dates';
import type { PackRole } from '#law/pack-format';
import type { ActedAs } from '../people/types.ts';
import type { ContentRef, Facts, PersonOnDay } from '../values.ts';

/** What an approval covers: a step for a party with the facts with which it is to be taken. `computed`: amounts that follow from them. */
export interface ApprovalItem { step: string; party: string | null; facts: Facts; computed: Facts }

export type Verdict = 'agree' | 'return' | 'refuse';
/** Where an added signer stands: before or after the stage that waits (前加签、后加签), or beside it (并签). */
export type SignerPlace = 'before' | 'after' | 'parallel';
/** claim 签收, assign 指派, transfer 转办, delegate 委派, giveBack 交回, copy 抄送, urge 催办, release 退回待领. */
export type TaskVerb = 'claim' | 'assign' | 'transfer' | 'delegate' | 'giveBack' | 'copy' | 'urge' | 'release';

/**
 * One place in the order of signing. A stage of the pack is open to its roles (`named` null) or to the people named in
 * the request: `any` needs one of them, `all` each. `also` are signers added beside it, all of whom must sign. A turn
 * that was added (`addedBy`) is one person's.
 */
export interface ApprovalTurn {
  key: string;
  stage: string;
  by: PackRole[];
  signing: 'any' | 'all';
  named: string[] | null;
  also: { personId: string; addedBy: string }[];
  addedBy: string | null;
  /** Of signers from another office, the order that lends them. */
  orders?: Record<string, string>;
}

/** `personId`: whose signature it is; `by`: who gave it, a substitute or the same person. */
export interface Signature { seq: number; turn: string; personId: string; by: string; verdict: Verdict; to: string | null; opinion: ContentRef; on: LegalDate; /** False once it was given before a return to or over its turn, or its signer was taken out. */ counts: boolean }

/** What an approval rests on; it is outdated when any of it changed. */
export interface RestsOn { steps: number[]; parties: string[]; voided: number }

export type ApprovalStatus = 'open' | 'approved' | 'returned' | 'refused' | 'withdrawn';
export interface ApprovalState {
  approvalId: string;
  seq: number;
  /** Code of the chain in the pack. */
  approval: string;
  status: ApprovalStatus;
  askedBy: string;
  /** The absent person in whose place it was asked for, and by which authority; null for an own request. */
  askedFor: { personId: string; instrument: string } | null;
  askedOn: LegalDate;
  /** Of the proposal: chain and items as canonical JSON. */
  sha256: string;
  items: (ApprovalItem & { takenSeq: number | null })[];
  /** What the asker says to it. */
  note: ContentRef | null;
  rests: RestsOn;
  turns: ApprovalTurn[];
  /** Key of the turn that waits; null when none does. */
  turn: string | null;
  /** Since when that turn waits. */
  since: LegalInstant;
  signatures: Signature[];
  /** Instants of the warnings that went out, by turn. */
  waited: { turn: string; dueAt: LegalInstant }[];
  /** The day on which it was approved, returned, refused or withdrawn. */
  endedOn: LegalDate | null;
}

/**
 * Who has a task in hand. While it is delegated, `delegators` are those to whom it goes back, the last first; whoever
 * holds it then works on it and gives it back, the step is taken by the first holder.
 */
export interface TaskHand { step: string; party: string | null; holder: string | null; delegators: string[]; copies: string[]; urged: { by: string; on: LegalDate }[]; results: ContentRef[] }

export type OfficeCommand =
  /** `approvers`: by stage, who could sign it today; read from the posts by the edge. */
  | { type: 'askApproval'; approval: string; items: { step: string; party: string | null; facts: Facts }[]; signers: Record<string, PersonOnDay[]>; approvers: Record<string, PersonOnDay[]>; note: ContentRef | null }
  | { type: 'signApproval'; approvalId: string; verdict: Verdict; to: string | null; opinion: ContentRef }
  | { type: 'changeSigners'; approvalId: string; add: { person: PersonOnDay; place: SignerPlace } | null; remove: string | null; reason: ContentRef }
  | { type: 'withdrawApproval'; approvalId: string; reason: ContentRef }
  | { type: 'handleTask'; verb: TaskVerb; step: string; party: string | null; to: PersonOnDay | null; note: ContentRef | null };

export type OfficeEvent =
  | ({ type: 'approvalAsked'; v: 1; occurredOn: LegalDate; approvalId: string; approval: string; sha256: string; items: ApprovalItem[]; rests: RestsOn; turns: ApprovalTurn[]; askedBy: string; note: ContentRef | null } & ActedAs)
  | ({ type: 'approvalSigned'; v: 1; occurredOn: LegalDate; approvalId: string; turn: string; signedBy: string; verdict: Verdict; to: string | null; opinion: ContentRef } & ActedAs)
  /** Where it stands now; `returnedTo` names the turn from which on signatures are to be given anew. */
  | { type: 'approvalMoved'; v: 1; occurredOn: LegalDate; approvalId: string; status: ApprovalStatus; turn: string | null; returnedTo: string | null }
  | ({ type: 'signersChanged'; v: 1; occurredOn: LegalDate; approvalId: string; turns: ApprovalTurn[]; added: string | null; place: SignerPlace | null; removed: string | null; changedBy: string; reason: ContentRef } & ActedAs)
  | ({ type: 'approvalWithdrawn'; v: 1; occurredOn: LegalDate; approvalId: string; withdrawnBy: string; reason: ContentRef } & ActedAs)
  /** A stage has waited for as long as the county allows: somebody is told, nothing is approved. */
  | { type: 'approvalWaited'; v: 1; occurredOn: LegalDate; approvalId: string; turn: string; dueAt: LegalInstant }
  | ({ type: 'taskHandled'; v: 1; occurredOn: LegalDate; verb: TaskVerb; step: string; party: string | null; handledBy: string; to: string | null; note: ContentRef | null; hand: TaskHand } & ActedAs);
