import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { chinaDateOf } from '#law/dates';
import { legalNow } from '#store';
import { CASE_MARKS, type CaseMark } from './case-marks.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { Code, Cursor, DateText, Day, Limit, pageOf } from '../http/schemas.ts';

const Flag = z.literal('true').optional();
export const CaseListQuery = z.strictObject({
  phase: Code.optional(),
  pack: Code.optional(),
  officeId: z.string().regex(/^[A-Za-z0-9-]{1,80}$/).optional(),
  closed: z.enum(['true', 'false']).optional(),
  dueBefore: DateText.optional().describe('A clock of the case ends before this day.'),
  overdue: Flag.describe('A period of the authority ended without being met.'),
  escalated: Flag.describe('Put before the county legal office.'),
  provisional: Flag.describe('The end of a running period waits for a holiday notice.'),
  q: z.string().trim().min(1).max(60).optional().describe('Part of the case number.'),
  sort: z.enum(['newest', 'oldest', 'due', 'number']).default('newest'),
  cursor: Cursor,
  limit: Limit,
});

export const CaseRow = z.strictObject({
  caseId: z.uuid(), caseNumber: z.string(), officeId: z.string(), officeName: z.string(), pack: z.string(), phase: z.string(),
  openedOn: Day, closedOn: Day.nullable(), closing: z.string().nullable().describe('How it was closed, by the code of the pack.'), revision: z.number().int(),
  nextDueOn: Day.nullable().describe('The earliest day on which a running clock ends.'), runningClocks: z.number().int(), openTasks: z.number().int(),
}).meta({
  id: 'CaseRow', examples: [{
    caseId: '0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11', caseNumber: '勉阳综执案字〔2025〕1号', officeId: 'mianyang', officeName: '勉县勉阳街道办事处', pack: 'administrative-penalty', phase: 'investigation',
    openedOn: '2025-03-03', closedOn: null, closing: null, revision: 3, nextDueOn: '2025-06-01', runningClocks: 1, openTasks: 2,
  }],
});
export const CasePage = pageOf(CaseRow, 'CasePage');

/** As the index has it; a case without a running clock comes last. */
const DUE = "coalesce(h.next_due_on, 'infinity'::date)";

/** What each sort goes by, as SQL of a case `h` and as the column of the page from whose last row the next page goes on. */
const sorts = {
  newest: { by: 'h.opened_on', key: 'opened_on', type: 'date', descending: true },
  oldest: { by: 'h.opened_on', key: 'opened_on', type: 'date', descending: false },
  due: { by: DUE, key: 'due_key', type: 'date', descending: false },
  number: { by: 'h.case_number', key: 'case_number', type: 'text', descending: false },
} as const;

interface Row {
  case_id: string; case_number: string; office_id: string; office_name: string; pack: string; phase: string; opened_on: string; closed_on: string | null; closing: string | null; revision: number;
  next_due_on: string | null; due_key: string; running: number; tasks: number;
}

/** Who sees one office and nothing else is told so to the database: the rows then come from the index of that office. */
function onlyOfficeOf({ offices, cases, readings }: SignedInActor): string | undefined {
  return offices.length === 1 && cases.length === 0 && readings.length === 0 ? offices[0] : undefined;
}

/** Cases of the offices of this transaction. */
export async function listCases(m: EntityManager, actor: SignedInActor, query: z.infer<typeof CaseListQuery>): Promise<z.infer<typeof CasePage>> {
  const sort = sorts[query.sort];
  const place = placeOf(query.cursor, query.sort);
  const today = chinaDateOf((await legalNow(m)).at);
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const only = onlyOfficeOf(actor);
  const filters = [
    ...(query.phase === undefined ? [] : [`h.phase = ${value(query.phase)}`]), ...(query.pack === undefined ? [] : [`h.pack = ${value(query.pack)}`]),
    ...[query.officeId, only].flatMap((office) => (office === undefined ? [] : [`h.office_id = ${value(office)}`])),
    ...(query.closed === undefined ? [] : [`h.closed_on IS ${query.closed === 'true' ? 'NOT NULL' : 'NULL'}`]),
    ...(query.dueBefore === undefined ? [] : [`${DUE} < ${value(query.dueBefore)}::date`]), ...(query.q === undefined ? [] : [`position(${value(query.q)} IN h.case_number) > 0`]),
    ...(Object.keys(CASE_MARKS) as CaseMark[]).filter((mark) => query[mark] === 'true').map((mark) => CASE_MARKS[mark](value(today))),
    ...(place === null ? [] : [`(${sort.by}, h.case_id) ${sort.descending ? '<' : '>'} (${value(place[0])}::${sort.type}, ${value(place[1])}::uuid)`]),
  ];
  const order = (by: string, id: string): string => (sort.descending ? `${by} DESC, ${id} DESC` : `${by}, ${id}`);
  // The page first, in the order of an index; what is counted for a row is counted for the rows of the page only.
  const rows = await m.query<Row[]>(`
    SELECT page.case_id, page.case_number, page.office_id, o.name AS office_name, page.pack, page.phase, page.opened_on, page.closed_on, page.state->'closed'->>'closing' AS closing, page.revision,
      page.next_due_on, page.due_key, (SELECT count(*)::integer FROM clock c WHERE c.case_id = page.case_id AND c.status = 'running') AS running, (SELECT count(*)::integer FROM task t WHERE t.case_id = page.case_id) AS tasks
    FROM (
      SELECT h.case_id, h.case_number, h.office_id, h.pack, h.phase, h.opened_on, h.closed_on, h.state, h.revision, h.next_due_on, ${DUE} AS due_key FROM case_head h
      ${filters.length === 0 ? '' : `WHERE ${filters.join(' AND ')}`}
      ORDER BY ${order(sort.by, 'h.case_id')} LIMIT ${value(query.limit + 1)}
    ) page JOIN office o ON o.id = page.office_id
    ORDER BY ${order(`page.${sort.key}`, 'page.case_id')}`, values);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      caseId: row.case_id, caseNumber: row.case_number, officeId: row.office_id, officeName: row.office_name, pack: row.pack, phase: row.phase, openedOn: row.opened_on, closedOn: row.closed_on, closing: row.closing,
      revision: row.revision, nextDueOn: row.next_due_on, runningClocks: row.running, openTasks: row.tasks,
    })),
    next: rows.length > query.limit && last !== undefined ? cursorOf(query.sort, [last[sort.key], last.case_id]) : null,
  };
}

const CursorKey = { date: z.union([DateText, z.literal('infinity')]), text: z.string().max(200), id: z.uuid() };

function placeOf(cursor: string | undefined, sort: keyof typeof sorts): [string, string] | null {
  const key = readCursor(cursor, sort, [sort === 'number' ? CursorKey.text : CursorKey.date, CursorKey.id]);
  return key === null ? null : [String(key[0]), String(key[1])];
}
