/** The rows of an inbox as SQL: each kind of thing that can wait for a person is read from an index of its own, and only as far as the page needs. */
import { waitingPlaces, namedPersons } from './waiting-for.ts';

export type InboxSort = 'due' | 'newest';

/** The columns by which a branch is ordered, as it knows them. */
interface OrderColumns { due: string; created: string; id: string }
/** How a page is ordered, and what comes after its place ($1, $2). */
function orderBy(sort: InboxSort, { due, created, id }: OrderColumns): { order: string; after: string } {
  return sort === 'due' ? { order: `${due}, ${id}`, after: `($1::text IS NULL OR (${due}, ${id}) > ($1::date, $2::text))` }
    : { order: `${created} DESC, ${id} DESC`, after: `($1::text IS NULL OR (${created}, ${id}) < ($1::timestamptz, $2::text))` };
}

const TASK_ID = "'task:' || t.case_id || ':' || t.step || ':' || t.party || CASE WHEN t.approval_id IS NULL THEN '' ELSE ':' || t.role END";
// As the index has it.
const TASK_DUE = "coalesce(t.due_on, 'infinity'::date)";
const ENTRY_ID = "'entry:' || e.entry_id";
const ENTRY_DUE = "coalesce((d.payload ->> 'dueOn')::date, 'infinity'::date)";

/** $5 kind, $6 pack, $7 case, $8 due before, $10 role: the filters of the page, for a task `t`. */
const TASK_FILTERS = `($10::text IS NULL OR t.role = $10) AND ($5::text IS NULL OR $5 = CASE WHEN t.approval_id IS NULL THEN 'task' ELSE 'sign' END)
  AND ($7::uuid IS NULL OR t.case_id = $7) AND ($8::date IS NULL OR t.due_on < $8) AND ($6::text IS NULL OR EXISTS (SELECT 1 FROM case_head f WHERE f.case_id = t.case_id AND f.pack = $6))`;
const ENTRY_FILTERS = `($10::text IS NULL OR e.role = $10) AND ($5::text IS NULL OR e.kind = $5) AND ($7::uuid IS NULL OR e.case_id = $7)
  AND ($8::date IS NULL OR (d.payload ->> 'dueOn')::date < $8) AND ($6::text IS NULL OR EXISTS (SELECT 1 FROM case_head f WHERE f.case_id = e.case_id AND f.pack = $6))`;

const MESSAGES = "('remind', 'escalate')";
const inPlace = (row: string): string => `(p.packs = '{}' OR EXISTS (SELECT 1 FROM case_head f WHERE f.case_id = ${row}.case_id AND f.pack = ANY (p.packs)))`;

/** Tasks that wait for the person: by a place, by a case lent to them, by name. `page`: with the columns of the page and no more rows than it needs. */
function tasks(page: InboxSort | null): string {
  const columns = page === null ? 't.case_id, t.step, t.party, t.role' : `${TASK_ID} AS id, CASE WHEN t.approval_id IS NULL THEN 'task' ELSE 'sign' END AS kind, t.role, t.case_id, t.office_id, t.name AS about, CASE WHEN t.approval_id IS NULL THEN t.step END AS step,
      nullif(t.party, '') AS party, t.approval_id, NULL::text AS duty_id, NULL::text AS entry_id, t.due_on, t.not_before, t.created_at, NULL::timestamptz AS read_at, ${TASK_DUE} AS due_key`;
  const by = page === null ? null : orderBy(page, { due: TASK_DUE, created: 't.created_at', id: TASK_ID });
  const after = by === null ? '' : ` AND ${by.after}`;
  const first = by === null ? '' : ` ORDER BY ${by.order} LIMIT $9`;
  return `
    SELECT found.* FROM place p CROSS JOIN LATERAL (SELECT ${columns} FROM task t WHERE t.office_id = p.office AND t.role = p.role AND t.persons = '{}' AND ${inPlace('t')} AND ${TASK_FILTERS}${after}${first}) found WHERE p.office IS NOT NULL
    UNION
    SELECT found.* FROM place p CROSS JOIN LATERAL (SELECT ${columns} FROM task t WHERE t.case_id = p.case_id AND t.role = p.role AND t.persons = '{}' AND ${TASK_FILTERS}${after}) found WHERE p.case_id IS NOT NULL
    UNION
    SELECT ${columns} FROM task t WHERE ${namedPersons('t', '$11')} AND ${TASK_FILTERS}${after}`;
}

/** Messages and duties: the unread and the owed, or ($3 all) everything that ever came. */
function entries(page: InboxSort | null): string {
  const columns = page === null ? 'e.entry_id' : `${ENTRY_ID} AS id, e.kind, e.role, e.case_id, e.office_id, e.about, NULL::text AS step, d.payload ->> 'party' AS party, d.payload ->> 'approvalId' AS approval_id, e.duty_id, e.entry_id::text AS entry_id,
      (d.payload ->> 'dueOn')::date AS due_on, NULL::date AS not_before, e.created_at, e.read_at, ${ENTRY_DUE} AS due_key`;
  const after = page === null ? '' : ` AND ${orderBy(page, { due: ENTRY_DUE, created: 'e.created_at', id: ENTRY_ID }).after}`;
  const open = `(e.kind IN ${MESSAGES} AND e.read_at IS NULL) OR (e.kind NOT IN ${MESSAGES} AND d.status = 'owed')`;
  return `
    SELECT ${columns} FROM place p JOIN inbox_entry e ON e.office_id = p.office AND e.role = p.role LEFT JOIN duty d ON d.duty_id = e.duty_id
      WHERE $3 <> 'all' AND e.person_id IS NULL AND e.read_at IS NULL AND e.kind IN ${MESSAGES} AND ${inPlace('e')} AND ${ENTRY_FILTERS}${after}
    UNION
    SELECT ${columns} FROM place p JOIN duty d ON d.office_id = p.office AND d.status = 'owed' JOIN inbox_entry e ON e.duty_id = d.duty_id
      WHERE $3 <> 'all' AND e.office_id = p.office AND e.role = p.role AND e.person_id IS NULL AND e.kind NOT IN ${MESSAGES} AND ${inPlace('e')} AND ${ENTRY_FILTERS}${after}
    UNION
    SELECT ${columns} FROM place p JOIN inbox_entry e ON e.office_id = p.office AND e.role = p.role LEFT JOIN duty d ON d.duty_id = e.duty_id
      WHERE $3 = 'all' AND e.person_id IS NULL AND ${inPlace('e')} AND ${ENTRY_FILTERS}${after}
    UNION
    SELECT ${columns} FROM place p JOIN inbox_entry e ON e.case_id = p.case_id AND e.role = p.role LEFT JOIN duty d ON d.duty_id = e.duty_id
      WHERE e.person_id IS NULL AND ($3 = 'all' OR ${open}) AND ${ENTRY_FILTERS}${after}
    UNION
    SELECT ${columns} FROM (SELECT i.*, ARRAY[i.person_id] AS persons, '{}'::text[] AS roles FROM inbox_entry i WHERE i.person_id = ANY ((SELECT ids FROM persons_asked)::text[])) e LEFT JOIN duty d ON d.duty_id = e.duty_id
      WHERE ${namedPersons('e', '$11')} AND ($3 = 'all' OR ${open}) AND ${ENTRY_FILTERS}${after}`;
}

const PAGE_COLUMNS = 'id, kind, role, case_id, case_number, office_id, pack, phase, about, step, party, approval_id, duty_id, entry_id, due_on, not_before, due_key, created_at, read_at';

/** What is asked of the person, or of somebody in whose place they act today ($13), in cases that they do not see: signatures, and help asked of their office ($12). */
const ELSEWHERE = `
    SELECT 'task:' || s.case_id || ':' || s.step || ':' || s.party || ':' || s.role AS id, 'sign' AS kind, s.role, s.case_id, s.office_id, s.about, NULL::text AS step, nullif(s.party, '') AS party, s.approval_id, NULL::text AS duty_id, NULL::text AS entry_id,
      s.due_on, NULL::date AS not_before, s.created_at, NULL::timestamptz AS read_at, coalesce(s.due_on, 'infinity'::date) AS due_key, s.case_number, s.pack, s.phase
      FROM (SELECT case_id, office_id, case_number, pack, phase, step, party, role, about, approval_id, due_on, created_at FROM signatures_awaited()
        UNION SELECT case_id, office_id, case_number, pack, phase, step, party, role, about, approval_id, due_on, created_at FROM signatures_awaited_in_place($13::date)) s WHERE NOT EXISTS (SELECT 1 FROM case_head seen WHERE seen.case_id = s.case_id)
        AND ($10::text IS NULL OR s.role = $10) AND ($5::text IS NULL OR $5 = 'sign') AND ($6::text IS NULL OR s.pack = $6) AND ($7::uuid IS NULL OR s.case_id = $7) AND ($8::date IS NULL OR s.due_on < $8)
    UNION ALL
    SELECT 'help:' || a.case_id || '.' || a.seq, 'help', 'officer', a.case_id, a.office_id, '{"zh":"外机关请求协助，请答复","en":"Another office asks for help: answer it"}'::jsonb, NULL, NULL, NULL, NULL, NULL, a.due_on, NULL, a.asked_at, NULL,
      coalesce(a.due_on, 'infinity'::date), a.case_number, a.pack, a.phase
      FROM help_asked_of($12) a WHERE $10::text IS NULL AND ($5::text IS NULL OR $5 = 'help') AND ($6::text IS NULL OR a.pack = $6) AND ($7::uuid IS NULL OR a.case_id = $7) AND ($8::date IS NULL OR a.due_on < $8)`;

/**
 * One page and how many rows the whole list has. Parameters: $1, $2 the place after which the page begins (null: the
 * first), $3 open or all, $4 the places (`placesOf`), $5 kind, $6 pack, $7 case, $8 due before, $9 rows, $10 role,
 * $11 the person, $12 the office that is asked for help, $13 today.
 */
export function inboxRows(sort: InboxSort): string {
  const { order, after } = orderBy(sort, { due: 'due_key', created: 'created_at', id: 'id' });
  return `
    WITH ${waitingPlaces('$4', '$11')},
      shown AS (SELECT * FROM (SELECT * FROM (${tasks(sort)}) waiting_task UNION ALL SELECT * FROM (${entries(sort)}) waiting_entry) here ORDER BY ${order} LIMIT $9),
      elsewhere AS MATERIALIZED (${ELSEWHERE}),
      counted AS (SELECT (SELECT count(*) FROM (${tasks(null)}) each_task) + (SELECT count(*) FROM (${entries(null)}) each_entry) + (SELECT count(*) FROM elsewhere) AS total),
      listed AS (
        SELECT shown.*, h.case_number, h.pack, h.phase FROM shown JOIN case_head h ON h.case_id = shown.case_id
        UNION ALL
        SELECT * FROM elsewhere WHERE ${after})
    -- One row at least, since a page after the last one has a total too.
    SELECT counted.total, ${PAGE_COLUMNS} FROM counted LEFT JOIN (SELECT * FROM listed ORDER BY ${order} LIMIT $9) page ON true ORDER BY ${order}`;
}
