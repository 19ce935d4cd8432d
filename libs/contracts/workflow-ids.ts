/**
 * Names under which Temporal knows our processes. A workflow id is derived from what it serves, so whoever knows the
 * case, duty or date can wake the right workflow, and two who start it start one.
 */

/** One task queue: every worker can do everything, and more workers are simply more of the same. */
export const taskQueue = 'anjuan';

/** The only signal: "look at the record again". It carries nothing, because nothing it carried could be trusted. */
export const wakeSignalName = 'wake';

/** Header of signals, starts and activities that carries the trace to which they belong (W3C Trace Context); ids only. */
export const traceHeader = 'traceparent';

/** The kinds of workflow, by the first part of their id. */
export const workflowKinds = ['case', 'service', 'hearing', 'referral', 'calendar', 'lawchange', 'bankimport', 'refundround', 'proof'] as const;
export type WorkflowKind = (typeof workflowKinds)[number];

/** The exported function of `workflows/` that runs each kind. */
export const workflowTypes = {
  case: 'caseLife',
  service: 'serviceOfPaper',
  hearing: 'hearing',
  referral: 'referralToCourt',
  calendar: 'calendarChange',
  lawchange: 'lawChange',
  bankimport: 'bankImport',
  refundround: 'refundRound',
  proof: 'dailyProof',
} as const satisfies Record<WorkflowKind, string>;

/** Id of the workflow that runs once a day and starts the proof: `daily/<China date>`. */
export const dailyScheduleId = 'daily';
export const dailyWorkflowType = 'dailyRound';

export const caseWorkflowId = (caseId: string): string => `case/${caseId}`;
export const serviceWorkflowId = (dutyId: string): string => `service/${dutyId}`;
export const hearingWorkflowId = (dutyId: string): string => `hearing/${dutyId}`;
export const referralWorkflowId = (dutyId: string): string => `referral/${dutyId}`;
export const calendarWorkflowId = (version: string): string => `calendar/${version}`;
export const lawChangeWorkflowId = (lawChangeId: string): string => `lawchange/${lawChangeId}`;
export const bankImportWorkflowId = (importId: string): string => `bankimport/${importId}`;
export const refundRoundWorkflowId = (roundId: string): string => `refundround/${roundId}`;
export const proofWorkflowId = (date: string): string => `proof/${date}`;

/** Kinds of duty; the same union as the record's, repeated here because this room imports nothing of ours. */
export const dutyKinds = ['serve', 'remind', 'escalate', 'holdHearing', 'referToCourt', 'resolveCalendar'] as const;
export type DutyKindName = (typeof dutyKinds)[number];

/** The case to which a duty belongs: a duty id is `<caseId>.<seq>`. */
export function caseOfDuty(dutyId: string): string {
  const dot = dutyId.indexOf('.');
  return dot === -1 ? dutyId : dutyId.slice(0, dot);
}

/**
 * Which workflow gets a duty done. Service, hearings and what lies at the court take weeks and have a workflow of their own; the case's own
 * workflow reminds, escalates, and tells the county legal office that a calendar notice is missing.
 */
export function dutyWorkflowId(kind: DutyKindName, dutyId: string): string {
  switch (kind) {
    case 'serve': return serviceWorkflowId(dutyId);
    case 'holdHearing': return hearingWorkflowId(dutyId);
    case 'referToCourt': return referralWorkflowId(dutyId);
    case 'remind':
    case 'escalate':
    case 'resolveCalendar': return caseWorkflowId(caseOfDuty(dutyId));
  }
}

/** What a workflow id names, or null if it is none of ours. */
export function parseWorkflowId(workflowId: string): { kind: WorkflowKind; key: string } | null {
  const slash = workflowId.indexOf('/');
  const kind = workflowKinds.find((known) => known === workflowId.slice(0, slash));
  const key = workflowId.slice(slash + 1);
  return slash > 0 && kind !== undefined && key !== '' ? { kind, key } : null;
}
