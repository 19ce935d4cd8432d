/**
 * What workflows and activities say to each other. Ids, dates and counts only: a workflow's history is kept by another
 * server, so nothing about a person may stand in it.
 */
import { z } from 'zod';
import { dutyKinds } from './workflow-ids.ts';

const Instant = z.iso.datetime({ precision: 3 });
/** `<case id>` */
export const CaseIdMessage = z.uuid();
/** `<case id>.<seq>` */
export const DutyIdMessage = z.string().regex(/^[0-9a-f-]{36}\.\d+$/, 'a duty id is <case id>.<seq>');

export const CaseInput = z.strictObject({
  caseId: CaseIdMessage,
  /** Carried over by continue-as-new: duties whose own workflows were started and not yet seen to end. */
  started: z.array(DutyIdMessage).default([]),
});
export type CaseInput = z.input<typeof CaseInput>;

export const DutyInput = z.strictObject({ dutyId: DutyIdMessage });
export type DutyInput = z.infer<typeof DutyInput>;

export const CalendarInput = z.strictObject({
  version: z.string().min(1),
  /** The last case of the page before, null at the beginning. */
  after: CaseIdMessage.nullable().default(null),
  seen: z.number().int().nonnegative().default(0),
});
export type CalendarInput = z.input<typeof CalendarInput>;

/** Where a change of law stands is kept in the record, so its id is all that a run needs. */
export const LawChangeInput = z.strictObject({ lawChangeId: z.uuid(), seen: z.number().int().nonnegative().default(0) });
export type LawChangeInput = z.input<typeof LawChangeInput>;

/** Where a round of refunds stands is kept in the record, so its id is all that a run needs. */
export const RefundRoundInput = z.strictObject({ roundId: z.uuid(), seen: z.number().int().nonnegative().default(0) });
export type RefundRoundInput = z.input<typeof RefundRoundInput>;

/** Where an import of bank receipts stands is kept in the record, so its id is all that a run needs. */
export const BankImportInput = z.strictObject({ importId: z.uuid(), seen: z.number().int().nonnegative().default(0) });
export type BankImportInput = z.input<typeof BankImportInput>;

export const ProofInput = z.strictObject({ date: z.iso.date() });
export type ProofInput = z.infer<typeof ProofInput>;

/** A duty that is owed, as `advance` answers it. */
export const OwedDuty = z.strictObject({ dutyId: DutyIdMessage, kind: z.enum(dutyKinds), workflowId: z.string() });
export type OwedDuty = z.infer<typeof OwedDuty>;

/** The record's answer to a wake. `wakeAt` is an instant of the wall clock; null = only a wake ends the sleep. */
export const CaseAdvanced = z.strictObject({
  phase: z.string(),
  closed: z.boolean(),
  duties: z.array(OwedDuty),
  wakeAt: Instant.nullable(),
  revision: z.number().int(),
  /** Duties that the asking process has done and that the record, restored from a backup, owes again. */
  lost: z.array(DutyIdMessage).optional(),
});
export type CaseAdvanced = z.infer<typeof CaseAdvanced>;

/** Where one duty stands, as the record has it. */
export const DutyProgress = z.strictObject({
  status: z.enum(['owed', 'fulfilled', 'withdrawn']),
  /** The record shows that what was owed has happened, and the duty still awaits this report. */
  outcome: z.string().nullable(),
  /** Ways of service that the record allows next, in its order; empty for other duties. */
  nextWays: z.array(z.string()),
  /** What the responsible person should be told now: a key that stands for one telling, once; null = nothing. */
  tell: z.string().nullable(),
  /** Wall instant of the next look without a wake. */
  wakeAt: Instant.nullable(),
  /** Tellings that the asking process has done and of which the record, restored from a backup, knows nothing. */
  lost: z.array(z.string()).optional(),
});
export type DutyProgress = z.infer<typeof DutyProgress>;

/** How a message went out. */
export const MessageSent = z.strictObject({ attempts: z.number().int().positive() });
export type MessageSent = z.infer<typeof MessageSent>;

export const CalendarPage = z.strictObject({ last: CaseIdMessage.nullable(), cases: z.number().int().nonnegative() });
export type CalendarPage = z.infer<typeof CalendarPage>;

/** `more`: another page waits; false: people are asked, or it is over. */
export const LawChangePage = z.strictObject({ cases: z.number().int().nonnegative(), more: z.boolean() });
export type LawChangePage = z.infer<typeof LawChangePage>;

/** `more`: another page waits. */
export const BankImportPage = z.strictObject({ receipts: z.number().int().nonnegative(), more: z.boolean() });
export type BankImportPage = z.infer<typeof BankImportPage>;

/** `more`: another page waits; false: people are asked, or it is over. */
export const RefundRoundPage = z.strictObject({ refunds: z.number().int().nonnegative(), more: z.boolean() });
export type RefundRoundPage = z.infer<typeof RefundRoundPage>;

export const ProofDone = z.strictObject({ cases: z.number().int(), clocks: z.number().int(), differences: z.number().int(), unexplained: z.number().int() });
export type ProofDone = z.infer<typeof ProofDone>;

/** The activities that the worker offers to workflows. */
export interface Activities {
  /** Brings a case to now; short, so it runs as a local activity. `done`: duties that the asking process has done. */
  advance(caseId: string, done?: string[]): Promise<CaseAdvanced>;
  /** Answers once PostgreSQL does. */
  awaitRecord(): Promise<void>;
  /** Starts the workflow of each duty, or wakes it if it runs. Idempotent by duty id. */
  startDuties(duties: OwedDuty[]): Promise<void>;
  /** Tells the workflows of duties that are no longer owed to look at the record. */
  wakeDuties(dutyIds: string[]): Promise<void>;
  /** Where a duty stands. `told`: keys of what the asking process has told. */
  dutyProgress(dutyId: string, told?: string[]): Promise<DutyProgress>;
  /** Puts the duty into the inbox of the one who must act; a second call changes nothing. */
  putIntoInbox(dutyId: string): Promise<void>;
  /** One message through the gateway: that there is something, and the case id. Once in effect for (duty, key). */
  sendMessage(dutyId: string, key: string): Promise<MessageSent>;
  /** Reports a duty as fulfilled through the one door. Already fulfilled or withdrawn: nothing happens. */
  reportFulfilled(dutyId: string, outcome: string, attempts: number): Promise<void>;
  /** Writes the incident that people see; one open incident a subject and kind. */
  reportIncident(subject: string, kind: IncidentKind): Promise<void>;
  /** The subject works again. */
  endIncident(subject: string, kind: IncidentKind): Promise<void>;
  /** Advances the next page of open cases whose clocks the calendar version touches. */
  advanceCalendarPage(version: string, after: string | null): Promise<CalendarPage>;
  /** Draws up or applies the next page of a change of law, whatever it waits for. */
  workLawChangePage(lawChangeId: string): Promise<LawChangePage>;
  /** Books the next page of receipts of an import, each in its own case and transaction. */
  bookReceiptPage(importId: string): Promise<BankImportPage>;
  /** Draws up or settles the next page of a round of refunds, whatever it waits for. */
  workRefundRoundPage(roundId: string): Promise<RefundRoundPage>;
  proveDay(date: string): Promise<ProofDone>;
  /** Begins a day: asks for yesterday's proof and wakes what is owed and not armed. */
  beginDay(): Promise<{ date: string }>;
}

/** Why people are called. */
export const incidentKinds = ['caseCannotAdvance', 'dutyCannotBeRead', 'messageNotDelivered', 'calendarNoticeMissing', 'proofMissing', 'proofDiffers'] as const;
export type IncidentKind = (typeof incidentKinds)[number];
