/** What a case can be marked by in lists and counts, as SQL on `case_head h`; the argument is the placeholder of today. */
export const CASE_MARKS = {
  // A period of the authority that ended without being met, recorded or not yet.
  overdue: (today: string): string => `EXISTS (SELECT 1 FROM clock m WHERE m.case_id = h.case_id AND m.view ->> 'actor' = 'agency' AND (m.status = 'lapsed' OR (m.status = 'running' AND m.due_on < ${today}::date)))`,
  // Put before the county legal office.
  escalated: (today: string): string => `EXISTS (SELECT 1 FROM duty m WHERE m.case_id = h.case_id AND m.kind = 'escalate' AND m.status <> 'withdrawn' AND ${today}::date IS NOT NULL)`,
  // The end of a running period waits for a holiday notice.
  provisional: (today: string): string => `EXISTS (SELECT 1 FROM clock m WHERE m.case_id = h.case_id AND m.status = 'running' AND m.provisional AND ${today}::date IS NOT NULL)`,
} as const;
export type CaseMark = keyof typeof CASE_MARKS;
