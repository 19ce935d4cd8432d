import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { BilingualText } from '#law/pack-format';
import { legalNow } from '#store';
import { CASE_MARKS, type CaseMark } from '../cases/case-marks.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { Bilingual, Code, Cursor, DateText, Day, Limit, pageOf } from '../http/schemas.ts';
import { LeadCounts, leadCounts } from '../leads/lead-figures.ts';
import { boundsOf, RUNG } from './county-money.ts';
import { daysAt, Figure, grouped, listAt } from './figures.ts';

const OfficeId = z.string().regex(/^[A-Za-z0-9-]{1,80}$/);
export const CountyQuery = z.strictObject({ officeId: OfficeId.optional(), pack: Code.optional() });
export const ClockQuery = z.strictObject({
  officeId: OfficeId.optional(), pack: Code.optional(), clock: Code.optional(),
  state: z.enum(['running', 'soon', 'month', 'overdue', 'provisional', 'rung']).default('running').describe('soon: ends within seven days; month: within thirty; overdue: a period of the authority that ended without being met; provisional: its end waits for a holiday notice; rung: running or lapsed, and its last rung of warning is `rung`.'),
  rung: z.string().regex(/^[A-Za-z0-9-]{1,80}$/).optional().describe('With the state rung; absent: any.'),
  cursor: Cursor, limit: Limit,
});

const Counts = { open: Figure, overdue: Figure, escalated: Figure, provisional: Figure };
export const CountyView = z.strictObject({
  asOf: Day, soonUntil: Day, ...Counts,
  byOffice: z.array(z.strictObject({ officeId: z.string(), officeName: z.string(), ...Counts })),
  byPack: z.array(z.strictObject({ pack: z.string(), ...Counts })),
  byPhase: z.array(z.strictObject({ pack: z.string(), phase: z.string(), ...Counts })),
  clocks: z.array(z.strictObject({ pack: z.string(), clock: z.string(), name: Bilingual, running: Figure, dueSoon: Figure, overdue: Figure, provisional: Figure })),
  leads: LeadCounts.describe('Leads and complaints; counted among the cases too.'),
}).meta({ id: 'CountyView' });

export const ClockRow = z.strictObject({
  clockId: z.string(), caseId: z.uuid(), caseNumber: z.string(), officeId: z.string(), pack: z.string(), clock: z.string(), name: Bilingual, party: z.string().nullable(), actor: z.string(), status: z.string(), anchorOn: Day, dueOn: Day.nullable(), provisional: z.boolean(),
}).meta({ id: 'ClockRow' });
export const ClockPage = pageOf(ClockRow, 'ClockPage');

/** Which clocks of open cases are counted; $1 is today, $2 the last day that is soon. */
const CLOCKS = {
  running: "c.status = 'running'",
  soon: "c.status = 'running' AND c.due_on BETWEEN $1::date AND $2::date",
  overdue: "c.view ->> 'actor' = 'agency' AND (c.status = 'lapsed' OR (c.status = 'running' AND c.due_on < $1::date))",
  provisional: "c.status = 'running' AND c.provisional",
} as const;

/** Of a list alone: $9 is the last of thirty days, $10 the rung asked for. */
const LISTED = {
  ...CLOCKS,
  month: "c.status = 'running' AND c.due_on BETWEEN $1::date AND $9::date",
  rung: `c.status IN ('running', 'lapsed') AND ${RUNG} = coalesce($10::text, ${RUNG})`,
} as const;

type Counted = { office_id: string; office_name: string; pack: string; phase: string; open: number } & Record<CaseMark, number>;
type CountedClock = { pack: string; code: string; name: BilingualText } & Record<keyof typeof CLOCKS, number>;

/** Open cases and their clocks in the offices of this transaction, counted; each figure with the address of its list. */
export async function countyView(m: EntityManager, query: z.infer<typeof CountyQuery>): Promise<z.infer<typeof CountyView>> {
  const { today, soonUntil } = daysAt((await legalNow(m)).at);
  const filters = [query.officeId ?? null, query.pack ?? null];
  const marks = Object.entries(CASE_MARKS).map(([mark, where]) => `count(*) FILTER (WHERE ${where('$1')})::integer AS ${mark}`).join(', ');
  const rows = await m.query<Counted[]>(`
    SELECT h.office_id, o.name AS office_name, h.pack, h.phase, count(*)::integer AS open, ${marks}
    FROM case_head h JOIN office o ON o.id = h.office_id
    WHERE h.closed_on IS NULL AND ($2::text IS NULL OR h.office_id = $2) AND ($3::text IS NULL OR h.pack = $3)
    GROUP BY h.office_id, o.name, h.pack, h.phase ORDER BY h.office_id, h.pack, h.phase`, [today, ...filters]);
  const clocks = await m.query<CountedClock[]>(`
    SELECT h.pack, c.code, (array_agg(c.view -> 'name'))[1] AS name, ${Object.entries(CLOCKS).map(([name, where]) => `count(*) FILTER (WHERE ${where})::integer AS ${name}`).join(', ')}
    FROM clock c JOIN case_head h ON h.case_id = c.case_id
    WHERE h.closed_on IS NULL AND ($3::text IS NULL OR h.office_id = $3) AND ($4::text IS NULL OR h.pack = $4)
    GROUP BY h.pack, c.code ORDER BY h.pack, c.code`, [today, soonUntil, ...filters]);
  const figure = (of: readonly Counted[], mark: CaseMark | 'open', more: Record<string, string> = {}): Figure => ({
    count: of.reduce((sum, row) => sum + row[mark], 0), list: listAt('/api/cases', { ...query, ...more, closed: 'false', ...(mark === 'open' ? {} : { [mark]: 'true' }) }),
  });
  const counts = (of: readonly Counted[], more: Record<string, string> = {}) => ({ open: figure(of, 'open', more), overdue: figure(of, 'overdue', more), escalated: figure(of, 'escalated', more), provisional: figure(of, 'provisional', more) });
  const by = <T>(key: (row: Counted) => string, view: (row: Counted, of: readonly Counted[]) => T): T[] => grouped(rows, key).flatMap((of) => (of[0] === undefined ? [] : [view(of[0], of)]));
  const clockFigure = (row: CountedClock, state: keyof typeof CLOCKS): Figure => ({ count: row[state], list: listAt('/api/county/clocks', { ...query, pack: row.pack, clock: row.code, state }) });
  return {
    asOf: today, soonUntil, ...counts(rows),
    byOffice: by((row) => row.office_id, (row, of) => ({ officeId: row.office_id, officeName: row.office_name, ...counts(of, { officeId: row.office_id }) })),
    byPack: by((row) => row.pack, (row, of) => ({ pack: row.pack, ...counts(of, { pack: row.pack }) })),
    byPhase: by((row) => `${row.pack} ${row.phase}`, (row, of) => ({ pack: row.pack, phase: row.phase, ...counts(of, { pack: row.pack, phase: row.phase }) })),
    clocks: clocks.map((row) => ({ pack: row.pack, clock: row.code, name: row.name, running: clockFigure(row, 'running'), dueSoon: clockFigure(row, 'soon'), overdue: clockFigure(row, 'overdue'), provisional: clockFigure(row, 'provisional') })),
    leads: await leadCounts(m, query.officeId),
  };
}

interface Row { clock_id: string; case_id: string; case_number: string; office_id: string; pack: string; code: string; party: string | null; status: string; anchor_on: string; due_on: string | null; due_key: string; provisional: boolean; name: BilingualText; actor: string }

/** The clocks behind a figure, in pages, the earliest end first. */
export async function countyClocks(m: EntityManager, query: z.infer<typeof ClockQuery>): Promise<z.infer<typeof ClockPage>> {
  const place = readCursor(query.cursor, 'due', [z.union([DateText, z.literal('infinity')]), z.string().max(300)]);
  const { today, week, month } = await boundsOf(m);
  const rows = await m.query<Row[]>(`
    SELECT * FROM (
      SELECT c.clock_id, c.case_id, h.case_number, h.office_id, h.pack, c.code, c.party, c.status, c.anchor_on, c.due_on, coalesce(c.due_on, 'infinity'::date) AS due_key, c.provisional, c.view -> 'name' AS name, c.view ->> 'actor' AS actor
      FROM clock c JOIN case_head h ON h.case_id = c.case_id
      WHERE $1::date <= $2::date AND $1::date <= $9::date AND ($10::text IS NULL OR $10 <> '') AND h.closed_on IS NULL AND ($5::text IS NULL OR h.office_id = $5) AND ($6::text IS NULL OR h.pack = $6) AND ($7::text IS NULL OR c.code = $7) AND ${LISTED[query.state]}
    ) listed WHERE $3::text IS NULL OR (due_key, clock_id) > ($3::date, $4::text)
    ORDER BY due_key, clock_id LIMIT $8`, [today, week, place?.[0] ?? null, place?.[1] ?? null, query.officeId ?? null, query.pack ?? null, query.clock ?? null, query.limit + 1, month, query.rung ?? null]);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      clockId: row.clock_id, caseId: row.case_id, caseNumber: row.case_number, officeId: row.office_id, pack: row.pack, clock: row.code, name: row.name, party: row.party, actor: row.actor, status: row.status, anchorOn: row.anchor_on, dueOn: row.due_on, provisional: row.provisional,
    })),
    next: rows.length > query.limit && last !== undefined ? cursorOf('due', [last.due_key, last.clock_id]) : null,
  };
}
