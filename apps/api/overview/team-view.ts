import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { BilingualText } from '#law/pack-format';
import { legalNow } from '#store';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { Bilingual, Code, Cursor, DateText, Day, Instant, Limit, pageOf } from '../http/schemas.ts';
import { LeadCounts, leadCounts } from '../leads/lead-figures.ts';
import { daysAt, Figure, grouped, listAt, type Days } from './figures.ts';

const OfficeId = z.string().regex(/^[A-Za-z0-9-]{1,80}$/);
export const TeamQuery = z.strictObject({ officeId: OfficeId.optional(), pack: Code.optional() });
export const TeamTaskQuery = z.strictObject({
  officeId: OfficeId.optional(), pack: Code.optional(), role: Code.optional(), step: Code.optional(),
  holder: z.union([z.uuid(), z.literal('none')]).optional().describe('Whose hand the task is in; none: anybody of the role.'),
  due: z.enum(['overdue', 'soon', 'later', 'none']).optional().describe('overdue: due before today; soon: within seven days; later; none: no day is set.'),
  sort: z.enum(['due', 'newest']).default('due'), cursor: Cursor, limit: Limit,
});

const Counts = { open: Figure, overdue: Figure, dueSoon: Figure };
export const TeamView = z.strictObject({
  asOf: Day, soonUntil: Day, ...Counts, dueLater: Figure, withoutDay: Figure,
  byOffice: z.array(z.strictObject({ officeId: z.string(), officeName: z.string(), ...Counts })),
  byRole: z.array(z.strictObject({ role: z.string(), ...Counts })),
  byHolder: z.array(z.strictObject({ personId: z.uuid().nullable().describe('null: in nobody\'s hand yet.'), name: z.string().nullable(), ...Counts })),
  byStep: z.array(z.strictObject({ pack: z.string(), step: z.string(), name: Bilingual, ...Counts })),
  leads: LeadCounts,
}).meta({ id: 'TeamView' });

export const TeamTask = z.strictObject({
  caseId: z.uuid(), caseNumber: z.string(), officeId: z.string(), pack: z.string(), phase: z.string(), step: z.string(), name: Bilingual, party: z.string().nullable(), role: z.string(), holders: z.array(z.uuid()), dueOn: Day.nullable(), createdAt: Instant,
}).meta({ id: 'TeamTask' });
export const TeamTaskPage = pageOf(TeamTask, 'TeamTaskPage');

/** Which tasks a filter on the due day leaves; $1 is today, $2 the last day that is soon. */
const DUE = { overdue: 't.due_on < $1::date', soon: 't.due_on BETWEEN $1::date AND $2::date', later: 't.due_on > $2::date', none: 't.due_on IS NULL' } as const;
const days = ({ today, soonUntil }: Days): [string, string] => [today, soonUntil];

interface Counted { office_id: string; office_name: string; pack: string; role: string; step: string; name: BilingualText; open: number; overdue: number; soon: number; later: number; none: number }

/** Open tasks of the offices of this transaction, counted; each figure with the address of its list. */
export async function teamView(m: EntityManager, query: z.infer<typeof TeamQuery>): Promise<z.infer<typeof TeamView>> {
  const now = daysAt((await legalNow(m)).at);
  const rows = await m.query<Counted[]>(`
    SELECT t.office_id, o.name AS office_name, h.pack, t.role, t.step, (array_agg(t.name))[1] AS name, count(*)::integer AS open,
      ${Object.entries(DUE).map(([name, where]) => `count(*) FILTER (WHERE ${where})::integer AS "${name}"`).join(', ')}
    FROM task t JOIN case_head h ON h.case_id = t.case_id JOIN office o ON o.id = t.office_id
    WHERE ($3::text IS NULL OR t.office_id = $3) AND ($4::text IS NULL OR h.pack = $4)
    GROUP BY t.office_id, o.name, h.pack, t.role, t.step ORDER BY t.office_id, h.pack, t.role, t.step`, [...days(now), query.officeId ?? null, query.pack ?? null]);
  const held = await m.query<(Counted & { person_id: string; person: string | null })[]>(`
    SELECT held.person_id, a.display_name AS person, count(*)::integer AS open, ${Object.entries(DUE).map(([name, where]) => `count(*) FILTER (WHERE ${where})::integer AS "${name}"`).join(', ')}
    FROM task t JOIN case_head h ON h.case_id = t.case_id CROSS JOIN LATERAL unnest(CASE WHEN cardinality(t.persons) = 0 THEN ARRAY['none'] ELSE t.persons END) AS held(person_id) LEFT JOIN account a ON a.id::text = held.person_id
    WHERE ($3::text IS NULL OR t.office_id = $3) AND ($4::text IS NULL OR h.pack = $4)
    GROUP BY held.person_id, a.display_name ORDER BY a.display_name NULLS FIRST, held.person_id`, [...days(now), query.officeId ?? null, query.pack ?? null]);
  const figure = (of: readonly Counted[], count: keyof Pick<Counted, 'open' | 'overdue' | 'soon' | 'later' | 'none'>, more: Record<string, string> = {}): Figure => ({
    count: of.reduce((sum, row) => sum + row[count], 0), list: listAt('/api/team/tasks', { ...query, ...more, ...(count === 'open' ? {} : { due: count }) }),
  });
  const counts = (of: readonly Counted[], more: Record<string, string> = {}) => ({ open: figure(of, 'open', more), overdue: figure(of, 'overdue', more), dueSoon: figure(of, 'soon', more) });
  const by = <T>(key: (row: Counted) => string, view: (row: Counted, of: readonly Counted[]) => T): T[] => grouped(rows, key).flatMap((of) => (of[0] === undefined ? [] : [view(of[0], of)]));
  return {
    asOf: now.today, soonUntil: now.soonUntil, ...counts(rows), dueLater: figure(rows, 'later'), withoutDay: figure(rows, 'none'),
    byOffice: by((row) => row.office_id, (row, of) => ({ officeId: row.office_id, officeName: row.office_name, ...counts(of, { officeId: row.office_id }) })),
    byRole: by((row) => row.role, (row, of) => ({ role: row.role, ...counts(of, { role: row.role }) })),
    byHolder: held.map((row) => ({ personId: row.person_id === 'none' ? null : row.person_id, name: row.person, ...counts([row], { holder: row.person_id }) })),
    byStep: by((row) => `${row.pack} ${row.step}`, (row, of) => ({ pack: row.pack, step: row.step, name: row.name, ...counts(of, { pack: row.pack, step: row.step }) })),
    leads: await leadCounts(m, query.officeId),
  };
}

interface Row { id: string; case_id: string; case_number: string; office_id: string; pack: string; phase: string; step: string; name: BilingualText; party: string; role: string; persons: string[]; due_on: string | null; due_key: string; created_at: string }

const sorts = {
  due: { order: 'due_key, id', after: '(due_key, id) > ($3::date, $4::text)', key: (row: Row) => row.due_key, part: z.union([DateText, z.literal('infinity')]) },
  newest: { order: 'created_at DESC, id DESC', after: '(created_at, id) < ($3::timestamptz, $4::text)', key: (row: Row) => row.created_at, part: z.iso.datetime() },
} as const;

/** The rows behind a figure, in pages. */
export async function teamTasks(m: EntityManager, query: z.infer<typeof TeamTaskQuery>): Promise<z.infer<typeof TeamTaskPage>> {
  const sort = sorts[query.sort];
  const place = readCursor(query.cursor, query.sort, [sort.part, z.string().max(300)]);
  const rows = await m.query<Row[]>(`
    SELECT * FROM (
      SELECT t.case_id || ':' || t.step || ':' || t.party || ':' || t.role AS id, t.case_id, h.case_number, t.office_id, h.pack, h.phase, t.step, t.name, t.party, t.role, t.persons, t.due_on, coalesce(t.due_on, 'infinity'::date) AS due_key, t.created_at
      FROM task t JOIN case_head h ON h.case_id = t.case_id
      WHERE $1::date <= $2::date AND ($5::text IS NULL OR t.office_id = $5) AND ($6::text IS NULL OR h.pack = $6) AND ($7::text IS NULL OR t.role = $7) AND ($8::text IS NULL OR t.step = $8)
        AND ($10::text IS NULL OR CASE WHEN $10 = 'none' THEN cardinality(t.persons) = 0 ELSE $10 = ANY (t.persons) END)
        AND ${query.due === undefined ? 'true' : DUE[query.due]}
    ) listed WHERE $3::text IS NULL OR ${sort.after}
    ORDER BY ${sort.order} LIMIT $9`,
  [...days(daysAt((await legalNow(m)).at)), place?.[0] ?? null, place?.[1] ?? null, query.officeId ?? null, query.pack ?? null, query.role ?? null, query.step ?? null, query.limit + 1, query.holder ?? null]);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({ caseId: row.case_id, caseNumber: row.case_number, officeId: row.office_id, pack: row.pack, phase: row.phase, step: row.step, name: row.name, party: row.party === '' ? null : row.party, role: row.role, holders: row.persons, dueOn: row.due_on, createdAt: row.created_at })),
    next: rows.length > query.limit && last !== undefined ? cursorOf(query.sort, [sort.key(last), last.id]) : null,
  };
}
