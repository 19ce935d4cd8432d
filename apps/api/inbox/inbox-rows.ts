/** The rows of an inbox as SQL: each kind of thing that can wait for a person is read from an index of its own, and only as far as the page needs. */
import { waitingPlaces, namedPersons } from './waiting-for.ts';

export type InboxSort = 'due' | 'newest';

/** What is asked of an inbox; `null` filters nothing. */
export interface InboxAsked {
  sort: InboxSort;
  /** The place after which the page begins: due day or instant, and id. */
  after: readonly [string, string] | null;
  state: 'open' | 'all';
  kind: string | null; pack: string | null; caseId: string | null; dueBefore: string | null; role: string | null;
  rows: number;
  /** Where which role counts (`placesOf`). */
  places: string;
  person: string;
  /** The office in whose name the person answers requests for help; '' for nobody. */
  helping: string;
  today: string;
}

type Filter = 'kind' | 'pack' | 'caseId' | 'dueBefore' | 'role';
/** The conditions of the filters that were given: what names no filter can be read from an index alone. */
function given(asked: InboxAsked, conditions: Record<Filter, string>): string {
  return (Object.keys(conditions) as Filter[]).filter((filter) => asked[filter] !== null).map((filter) => ` AND ${conditions[filter]}`).join('');
}

/** The columns by which a branch is ordered, as it knows them. */
interface OrderColumns { due: string; created: string; id: string }
/** How a page is ordered, and the condition of what comes after its place. */
function orderBy({ sort, after }: InboxAsked, { due, created, id }: OrderColumns): { order: string; after: string } {
  const place = (condition: string): string => (after === null ? '' : ` AND ${condition}`);
  return sort === 'due' ? { order: `${due}, ${id}`, after: place(`(${due}, ${id}) > ($afterKey::date, $afterId::text)`) }
    : { order: `${created} DESC, ${id} DESC`, after: place(`(${created}, ${id}) < ($afterKey::timestamptz, $afterId::text)`) };
}

const TASK_ID = "'task:' || t.case_id || ':' || t.step || ':' || t.party || CASE WHEN t.approval_id IS NULL THEN '' ELSE ':' || t.role END";
// As the index has it.
const TASK_DUE = "coalesce(t.due_on, 'infinity'::date)";
const ENTRY_ID = "'entry:' || e.entry_id";
const ENTRY_DUE = "coalesce((d.payload ->> 'dueOn')::date, 'infinity'::date)";

const packOf = (row: string): string => `EXISTS (SELECT 1 FROM case_head f WHERE f.case_id = ${row}.case_id AND f.pack = $pack)`;
const TASK_FILTERS: Record<Filter, string> = {
  role: 't.role = $role', kind: "$kind = CASE WHEN t.approval_id IS NULL THEN 'task' ELSE 'sign' END", caseId: 't.case_id = $caseId::uuid', dueBefore: 't.due_on < $dueBefore::date', pack: packOf('t'),
};
const ENTRY_FILTERS: Record<Filter, string> = {
  role: 'e.role = $role', kind: 'e.kind = $kind', caseId: 'e.case_id = $caseId::uuid', dueBefore: "(d.payload ->> 'dueOn')::date < $dueBefore::date", pack: packOf('e'),
};

const MESSAGES = "('remind', 'escalate')";
const inPlace = (row: string): string => `(p.packs = '{}' OR EXISTS (SELECT 1 FROM case_head f WHERE f.case_id = ${row}.case_id AND f.pack = ANY (p.packs)))`;

/** Tasks that wait for the person: by a place, by a case lent to them, by name. `page`: with the columns of the page and no more rows than it needs. */
function tasks(asked: InboxAsked, page: boolean): string {
  const filters = given(asked, TASK_FILTERS);
  const columns = !page ? 't.case_id, t.step, t.party, t.role' : `${TASK_ID} AS id, CASE WHEN t.approval_id IS NULL THEN 'task' ELSE 'sign' END AS kind, t.role, t.case_id, t.office_id, t.name AS about, CASE WHEN t.approval_id IS NULL THEN t.step END AS step,
      nullif(t.party, '') AS party, t.approval_id, NULL::text AS duty_id, NULL::text AS entry_id, t.due_on, t.not_before, t.created_at, NULL::timestamptz AS read_at, ${TASK_DUE} AS due_key`;
  const { order, after: place } = orderBy(asked, { due: TASK_DUE, created: 't.created_at', id: TASK_ID });
  const after = page ? place : '';
  // Each place by its own index: one after the other, not all rows of the offices together.
  const first = page ? ` ORDER BY ${order} LIMIT $rows` : ' OFFSET 0';
  return `
    SELECT found.* FROM place p CROSS JOIN LATERAL (SELECT ${columns} FROM task t WHERE t.office_id = p.office AND t.role = p.role AND t.persons = '{}' AND ${inPlace('t')}${filters}${after}${first}) found WHERE p.office IS NOT NULL
    UNION
    SELECT found.* FROM place p CROSS JOIN LATERAL (SELECT ${columns} FROM task t WHERE t.case_id = p.case_id AND t.role = p.role AND t.persons = '{}'${filters}${after}) found WHERE p.case_id IS NOT NULL
    UNION
    SELECT ${columns} FROM task t WHERE ${namedPersons('t', '$person')}${filters}${after}`;
}

/** Messages and duties: the unread and the owed, or ($3 all) everything that ever came. */
function entries(asked: InboxAsked, page: boolean): string {
  const filters = given(asked, ENTRY_FILTERS);
  const columns = !page ? 'e.entry_id' : `${ENTRY_ID} AS id, e.kind, e.role, e.case_id, e.office_id, e.about, NULL::text AS step, d.payload ->> 'party' AS party, d.payload ->> 'approvalId' AS approval_id, e.duty_id, e.entry_id::text AS entry_id,
      (d.payload ->> 'dueOn')::date AS due_on, NULL::date AS not_before, e.created_at, e.read_at, ${ENTRY_DUE} AS due_key`;
  const after = page ? orderBy(asked, { due: ENTRY_DUE, created: 'e.created_at', id: ENTRY_ID }).after : '';
  const from = `SELECT ${columns} FROM place p JOIN inbox_entry e ON e.office_id = p.office AND e.role = p.role LEFT JOIN duty d ON d.duty_id = e.duty_id`;
  const byPlace = asked.state === 'all' ? `
    ${from}
      WHERE e.person_id IS NULL AND ${inPlace('e')}${filters}${after}` : `
    ${from}
      WHERE e.person_id IS NULL AND e.read_at IS NULL AND e.kind IN ${MESSAGES} AND ${inPlace('e')}${filters}${after}
    UNION
    SELECT ${columns} FROM place p JOIN duty d ON d.office_id = p.office AND d.status = 'owed' JOIN inbox_entry e ON e.duty_id = d.duty_id
      WHERE e.office_id = p.office AND e.role = p.role AND e.person_id IS NULL AND e.kind NOT IN ${MESSAGES} AND ${inPlace('e')}${filters}${after}`;
  const open = asked.state === 'all' ? '' : ` AND ((e.kind IN ${MESSAGES} AND e.read_at IS NULL) OR (e.kind NOT IN ${MESSAGES} AND d.status = 'owed'))`;
  return `${byPlace}
    UNION
    SELECT ${columns} FROM place p JOIN inbox_entry e ON e.case_id = p.case_id AND e.role = p.role LEFT JOIN duty d ON d.duty_id = e.duty_id
      WHERE e.person_id IS NULL${open}${filters}${after}
    UNION
    SELECT ${columns} FROM (SELECT i.*, ARRAY[i.person_id] AS persons, '{}'::text[] AS roles FROM inbox_entry i WHERE i.person_id = ANY ((SELECT ids FROM persons_asked)::text[])) e LEFT JOIN duty d ON d.duty_id = e.duty_id
      WHERE ${namedPersons('e', '$person')}${open}${filters}${after}`;
}

const PAGE_COLUMNS = 'id, kind, role, case_id, case_number, office_id, pack, phase, about, step, party, approval_id, duty_id, entry_id, due_on, not_before, due_key, created_at, read_at';

/** What is asked of the person, or of somebody in whose place they act today, in cases that they do not see: signatures, and help asked of their office. */
function elsewhere(asked: InboxAsked): string {
  const signed = asked.kind === null || asked.kind === 'sign';
  // A request for help is asked of an office, not of a role.
  const helped = asked.role === null && (asked.kind === null || asked.kind === 'help');
  return `
    SELECT 'task:' || s.case_id || ':' || s.step || ':' || s.party || ':' || s.role AS id, 'sign' AS kind, s.role, s.case_id, s.office_id, s.about, NULL::text AS step, nullif(s.party, '') AS party, s.approval_id, NULL::text AS duty_id, NULL::text AS entry_id,
      s.due_on, NULL::date AS not_before, s.created_at, NULL::timestamptz AS read_at, coalesce(s.due_on, 'infinity'::date) AS due_key, s.case_number, s.pack, s.phase
      FROM (SELECT case_id, office_id, case_number, pack, phase, step, party, role, about, approval_id, due_on, created_at FROM signatures_awaited()
        UNION SELECT case_id, office_id, case_number, pack, phase, step, party, role, about, approval_id, due_on, created_at FROM signatures_awaited_in_place($today::date)) s
      WHERE ${signed} AND NOT EXISTS (SELECT 1 FROM case_head seen WHERE seen.case_id = s.case_id)
        ${given({ ...asked, kind: null }, { role: 's.role = $role', kind: '', pack: 's.pack = $pack', caseId: 's.case_id = $caseId::uuid', dueBefore: 's.due_on < $dueBefore::date' })}
    UNION ALL
    SELECT 'help:' || a.case_id || '.' || a.seq, 'help', 'officer', a.case_id, a.office_id, '{"zh":"外机关请求协助，请答复","en":"Another office asks for help: answer it"}'::jsonb, NULL, NULL, NULL, NULL, NULL, a.due_on, NULL, a.asked_at, NULL,
      coalesce(a.due_on, 'infinity'::date), a.case_number, a.pack, a.phase
      FROM help_asked_of($helping) a
      WHERE ${helped}${given({ ...asked, kind: null, role: null }, { role: '', kind: '', pack: 'a.pack = $pack', caseId: 'a.case_id = $caseId::uuid', dueBefore: 'a.due_on < $dueBefore::date' })}`;
}

/** One page, and in each row how many rows the whole list has; a page after the last one has a row of nulls. The text names only what was asked. */
export function inboxRows(asked: InboxAsked): { text: string; values: unknown[] } {
  const { order, after } = orderBy(asked, { due: 'due_key', created: 'created_at', id: 'id' });
  return numbered(`
    WITH ${waitingPlaces('$places', '$person')},
      shown AS (SELECT * FROM (SELECT * FROM (${tasks(asked, true)}) waiting_task UNION ALL SELECT * FROM (${entries(asked, true)}) waiting_entry) here ORDER BY ${order} LIMIT $rows),
      elsewhere AS MATERIALIZED (${elsewhere(asked)}),
      counted AS (SELECT (SELECT count(*) FROM (${tasks(asked, false)}) each_task) + (SELECT count(*) FROM (${entries(asked, false)}) each_entry) + (SELECT count(*) FROM elsewhere) AS total),
      listed AS (
        SELECT shown.*, h.case_number, h.pack, h.phase FROM shown JOIN case_head h ON h.case_id = shown.case_id
        UNION ALL
        SELECT * FROM elsewhere WHERE true${after})
    -- One row at least, since a page after the last one has a total too.
    SELECT counted.total, ${PAGE_COLUMNS} FROM counted LEFT JOIN (SELECT * FROM listed ORDER BY ${order} LIMIT $rows) page ON true ORDER BY ${order}`,
  { ...asked, afterKey: asked.after?.[0], afterId: asked.after?.[1] });
}

/** Parameters by name (`$rows`) become those of PostgreSQL, in the order in which the text names them. */
function numbered(text: string, byName: Record<string, unknown>): { text: string; values: unknown[] } {
  const names: string[] = [];
  const numberedText = text.replaceAll(/\$([a-z]\w*)/gi, (_, name: string) => `$${names.includes(name) ? names.indexOf(name) + 1 : names.push(name)}`);
  return { text: numberedText, values: names.map((name) => byName[name]) };
}
