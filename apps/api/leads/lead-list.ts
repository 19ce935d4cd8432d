import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { legalNow } from '#store';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { Code, Cursor, DateText, Day, Limit, pageOf } from '../http/schemas.ts';
import { daysAt, type Days } from '../overview/figures.ts';

/** The pack of leads; a lead is a case of it. */
export const LEADS = 'leads';

/** How the period to answer the complainant stands; $1 is today, $2 the last day that is soon. */
export const ANSWERS = {
  due: "answered_on IS NULL AND answer_status = 'running' AND answer_due_on >= $1::date",
  soon: "answered_on IS NULL AND answer_status = 'running' AND answer_due_on BETWEEN $1::date AND $2::date",
  late: "answered_on IS NULL AND closed_on IS NULL AND (answer_status = 'lapsed' OR (answer_status = 'running' AND answer_due_on < $1::date))",
  answered: "answered_on IS NOT NULL AND answer_status <> 'lapsed'",
  answeredLate: "answered_on IS NOT NULL AND answer_status = 'lapsed'",
} as const;
export type AnswerState = keyof typeof ANSWERS;

export const LeadQuery = z.strictObject({
  officeId: z.string().regex(/^[A-Za-z0-9-]{1,80}$/).optional(), channel: Code.optional().describe('How it came: a choice of the pack, such as `hotline`.'), phase: Code.optional(),
  outcome: z.union([z.literal('none'), Code]).optional().describe('How it was settled; none: not yet.'),
  answer: z.enum(['due', 'soon', 'late', 'answered', 'answeredLate']).optional().describe('soon: due within seven days; late: the period ended and nobody was answered; answeredLate: answered, or why not recorded, after it ended.'),
  aboutOfficial: z.enum(['true', 'false']).optional(), linked: z.enum(['true', 'false']).optional().describe('Names a case to which it went.'), closed: z.enum(['true', 'false']).optional(),
  sort: z.enum(['due', 'newest']).default('due'), cursor: Cursor, limit: Limit,
});
export type LeadFilters = Partial<Omit<z.infer<typeof LeadQuery>, 'cursor' | 'limit' | 'sort'>>;

export const LeadRow = z.strictObject({
  caseId: z.uuid(), caseNumber: z.string(), officeId: z.string(), officeName: z.string(), phase: z.string(), channel: z.string(), receivedOn: Day, complainantKind: z.string().describe('named, anonymous or none; never who.'),
  aboutOfficial: z.boolean(), outcome: z.string().nullable(), linkedCase: z.string().nullable(), answerDueOn: Day.nullable(), answeredOn: Day.nullable(), answer: z.enum(['due', 'late', 'answered', 'answeredLate']).nullable(), closedOn: Day.nullable(), closing: z.string().nullable(),
}).meta({ id: 'LeadRow', examples: [{
  caseId: '0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11', caseNumber: '勉阳综执线字〔2025〕1号', officeId: 'mianyang', officeName: '勉县勉阳街道办事处', phase: 'settled', channel: 'hotline', receivedOn: '2025-03-03', complainantKind: 'named',
  aboutOfficial: false, outcome: 'linked', linkedCase: '勉阳综执案字〔2025〕1号', answerDueOn: '2025-04-15', answeredOn: null, answer: 'due', closedOn: null, closing: null,
}] });
export const LeadPage = pageOf(LeadRow, 'LeadPage');

const choice = (fact: string): string => `h.state #>> '{facts,${fact},value}'`;

/** Leads of the offices of this transaction with the last running of their answer period, as a subquery. */
export const LEAD_ROWS = `
  SELECT h.case_id, h.case_number, h.office_id, o.name AS office_name, h.phase, h.closed_on, h.state #>> '{closed,closing}' AS closing,
    ${choice('channel')} AS channel, (h.state #>> '{openingFacts,receivedOn,value}')::date AS received_on, ${choice('complainantKind')} AS complainant_kind,
    EXISTS (SELECT 1 FROM case_bar b WHERE b.case_id = h.case_id) AS about_official, ${choice('outcome')} AS outcome, ${choice('linkedCase')} AS linked_case,
    a.status AS answer_status, a.due_on AS answer_due_on,
    CASE WHEN h.phase = 'answered' THEN (SELECT max(s ->> 'on')::date FROM json_array_elements(h.state -> 'steps') s WHERE s ->> 'step' IN ('answerLead', 'recordNoAnswer')) END AS answered_on
  FROM case_head h JOIN office o ON o.id = h.office_id
    LEFT JOIN LATERAL (SELECT status, due_on FROM clock WHERE clock.case_id = h.case_id AND clock.code = 'answer' ORDER BY anchor_on DESC, clock_id DESC LIMIT 1) a ON true
  WHERE h.pack = '${LEADS}'`;

/** The filters as SQL; placeholders from $3 on, in the order of `filterValues`. */
export function filterSql(query: LeadFilters): string {
  return `$1::date <= $2::date AND ($3::text IS NULL OR office_id = $3) AND ($4::text IS NULL OR channel = $4) AND ($5::text IS NULL OR phase = $5)
    AND ($6::text IS NULL OR coalesce(outcome, 'none') = $6) AND ($7::boolean IS NULL OR about_official = $7) AND ($8::boolean IS NULL OR (linked_case IS NOT NULL) = $8) AND ($9::boolean IS NULL OR (closed_on IS NOT NULL) = $9)
    AND ${query.answer === undefined ? 'true' : ANSWERS[query.answer]}`;
}
const yesNo = (text: 'true' | 'false' | undefined): boolean | null => (text === undefined ? null : text === 'true');

export function filterValues(query: LeadFilters, { today, soonUntil }: Days): unknown[] {
  return [today, soonUntil, query.officeId ?? null, query.channel ?? null, query.phase ?? null, query.outcome ?? null, yesNo(query.aboutOfficial), yesNo(query.linked), yesNo(query.closed)];
}

interface Row {
  case_id: string; case_number: string; office_id: string; office_name: string; phase: string; channel: string; received_on: string; complainant_kind: string; about_official: boolean; outcome: string | null; linked_case: string | null;
  answer_status: string | null; answer_due_on: string | null; due_key: string; answered_on: string | null; closed_on: string | null; closing: string | null;
}

const sorts = {
  due: { order: 'due_key, case_id', after: '(due_key, case_id) > ($10::date, $11::uuid)', key: (row: Row) => row.due_key, part: z.union([DateText, z.literal('infinity')]) },
  newest: { order: 'received_on DESC, case_id DESC', after: '(received_on, case_id) < ($10::date, $11::uuid)', key: (row: Row) => row.received_on, part: DateText },
} as const;

/** Leads that this transaction sees, in pages: never who complained, and none that is about the asking person. */
export async function listLeads(m: EntityManager, query: z.infer<typeof LeadQuery>): Promise<z.infer<typeof LeadPage>> {
  const sort = sorts[query.sort];
  const place = readCursor(query.cursor, query.sort, [sort.part, z.uuid()]);
  const days = daysAt((await legalNow(m)).at);
  const rows = await m.query<Row[]>(`
    SELECT * FROM (SELECT leads.*, coalesce(answer_due_on, 'infinity'::date) AS due_key FROM (${LEAD_ROWS}) leads WHERE ${filterSql(query)}) listed
    WHERE $10::text IS NULL OR ${sort.after} ORDER BY ${sort.order} LIMIT $12`, [...filterValues(query, days), place?.[0] ?? null, place?.[1] ?? null, query.limit + 1]);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      caseId: row.case_id, caseNumber: row.case_number, officeId: row.office_id, officeName: row.office_name, phase: row.phase, channel: row.channel, receivedOn: row.received_on, complainantKind: row.complainant_kind, aboutOfficial: row.about_official,
      outcome: row.outcome, linkedCase: row.linked_case, answerDueOn: row.answer_due_on, answeredOn: row.answered_on, answer: answerOf(row, days.today), closedOn: row.closed_on, closing: row.closing,
    })),
    next: rows.length > query.limit && last !== undefined ? cursorOf(query.sort, [sort.key(last), last.case_id]) : null,
  };
}

function answerOf(row: Row, today: string): z.infer<typeof LeadRow>['answer'] {
  if (row.answered_on !== null) return row.answer_status === 'lapsed' ? 'answeredLate' : 'answered';
  if (row.answer_due_on === null || row.closed_on !== null) return null;
  return row.answer_status === 'lapsed' || row.answer_due_on < today ? 'late' : 'due';
}
