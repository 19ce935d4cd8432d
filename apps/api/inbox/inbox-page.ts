import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { chinaDateOf } from '#law/dates';
import type { BilingualText } from '#law/pack-format';
import { legalNow } from '#store';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { placesOf, standsInFor, waitsFor } from './waiting-for.ts';
import { Bilingual, Code, Cursor, DateText, Day, Instant, Limit, pageOf } from '../http/schemas.ts';

export const InboxQuery = z.strictObject({
  kind: z.enum(['task', 'sign', 'help', 'serve', 'remind', 'escalate', 'holdHearing', 'resolveCalendar']).optional(),
  pack: Code.optional(),
  caseId: z.uuid().optional(),
  role: z.enum(['officer', 'sectionHead', 'deputyHead', 'head', 'legalReviewer', 'hearingChair', 'countyLegalOffice']).optional().describe('One of the own roles.'),
  dueBefore: DateText.optional(),
  state: z.enum(['open', 'all']).default('open').describe('open: still to be done, or a message not yet read.'),
  sort: z.enum(['due', 'newest']).default('due'),
  cursor: Cursor,
  limit: Limit,
});

export const InboxItem = z.strictObject({
  id: z.string(), kind: z.string().describe('task: a step that waits for this role, or for this person who has it in hand; sign: a signature; help: a request of another office for help, under /api/help-requests; else the kind of duty.'), role: z.string(),
  caseId: z.uuid(), caseNumber: z.string(), officeId: z.string(), pack: z.string(), phase: z.string(),
  about: Bilingual, step: z.string().nullable(), party: z.string().nullable(), approvalId: z.string().nullable().describe('The approval that a signature or a message is about.'), dutyId: z.string().nullable(), entryId: z.string().nullable().describe('For marking as read.'),
  dueOn: Day.nullable(), notBefore: Day.nullable().describe('Of a task: the earliest lawful day of its step, where that is still to come.'), createdAt: Instant, readAt: Instant.nullable(),
}).meta({
  id: 'InboxItem', examples: [{
    id: 'task:0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11:fileCase:', kind: 'task', role: 'head', caseId: '0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11', caseNumber: '勉阳综执案字〔2025〕1号', officeId: 'mianyang', pack: 'administrative-penalty', phase: 'lead',
    about: { zh: '立案', en: 'File the case' }, step: 'fileCase', party: null, approvalId: null, dutyId: null, entryId: null, dueOn: null, notBefore: null, createdAt: '2025-03-03T02:00:00.000Z', readAt: null,
  }],
});
export const InboxPage = pageOf(InboxItem, 'InboxPage');

interface Row {
  id: string; kind: string; role: string; case_id: string; case_number: string; office_id: string; pack: string; phase: string; about: BilingualText; step: string | null; party: string | null; approval_id: string | null; duty_id: string | null; entry_id: string | null;
  due_on: string | null; not_before: string | null; due_key: string; created_at: string; read_at: string | null;
}

/** Who answers for an office that is asked for help. */
const HELPERS = new Set<SignedInActor['roles'][number]>(['officer', 'sectionHead', 'head']);

const sorts = {
  due: { order: 'due_key, id', after: '(due_key, id) > ($1::date, $2::text)', key: (row: Row) => row.due_key, part: z.union([DateText, z.literal('infinity')]) },
  newest: { order: 'created_at DESC, id DESC', after: '(created_at, id) < ($1::timestamptz, $2::text)', key: (row: Row) => row.created_at, part: z.iso.datetime() },
} as const;

/** What waits for the asking person: steps offered to their roles, and what workflows have put into the inbox. */
export async function inboxPage(m: EntityManager, actor: SignedInActor, query: z.infer<typeof InboxQuery>): Promise<z.infer<typeof InboxPage>> {
  const sort = sorts[query.sort];
  const place = readCursor(query.cursor, query.sort, [sort.part, z.string().max(300)]);
  const today = chinaDateOf((await legalNow(m)).at);
  const rows = await m.query<Row[]>(`
    SELECT * FROM (
      SELECT waiting.*, h.case_number, h.pack, h.phase, coalesce(waiting.due_on, 'infinity'::date) AS due_key
      FROM (
        SELECT 'task:' || t.case_id || ':' || t.step || ':' || t.party || CASE WHEN t.approval_id IS NULL THEN '' ELSE ':' || t.role END AS id, CASE WHEN t.approval_id IS NULL THEN 'task' ELSE 'sign' END AS kind, t.role, t.case_id, t.office_id, t.name AS about, CASE WHEN t.approval_id IS NULL THEN t.step END AS step, nullif(t.party, '') AS party, t.approval_id, t.persons, t.roles,
          NULL AS duty_id, NULL AS entry_id, t.due_on, t.not_before, t.created_at, NULL::timestamptz AS read_at
        FROM task t
        UNION ALL
        SELECT 'entry:' || e.entry_id, e.kind, e.role, e.case_id, e.office_id, e.about, NULL, d.payload ->> 'party', d.payload ->> 'approvalId', CASE WHEN e.person_id IS NULL THEN '{}' ELSE ARRAY[e.person_id] END, '{}', e.duty_id, e.entry_id::text, (d.payload ->> 'dueOn')::date, NULL, e.created_at, e.read_at
        FROM inbox_entry e LEFT JOIN duty d ON d.duty_id = e.duty_id
        WHERE $3 = 'all' OR (e.kind IN ('remind', 'escalate') AND e.read_at IS NULL) OR (e.kind NOT IN ('remind', 'escalate') AND d.status = 'owed')
      ) waiting JOIN case_head h ON h.case_id = waiting.case_id
      WHERE (CASE WHEN waiting.persons = '{}' THEN ${waitsFor('waiting', '$4')} ELSE $11 = ANY (waiting.persons) OR ${standsInFor('waiting')} END) AND ($10::text IS NULL OR waiting.role = $10) AND ($5::text IS NULL OR waiting.kind = $5) AND ($6::text IS NULL OR h.pack = $6) AND ($7::uuid IS NULL OR waiting.case_id = $7)
        AND ($8::date IS NULL OR waiting.due_on < $8)
      UNION ALL
      -- A signature for which the person, or somebody in whose place he acts, was named in a case of another office: what is to be signed is all they see of it.
      SELECT 'task:' || s.case_id || ':' || s.step || ':' || s.party || ':' || s.role, 'sign', s.role, s.case_id, s.office_id, s.about, NULL, nullif(s.party, ''), s.approval_id, '{}', '{}', NULL, NULL, s.due_on, NULL, s.created_at, NULL,
          s.case_number, s.pack, s.phase, coalesce(s.due_on, 'infinity'::date)
        FROM (SELECT case_id, office_id, case_number, pack, phase, step, party, role, about, approval_id, due_on, created_at FROM signatures_awaited()
          UNION SELECT case_id, office_id, case_number, pack, phase, step, party, role, about, approval_id, due_on, created_at FROM signatures_awaited_in_place($13::date)) s WHERE NOT EXISTS (SELECT 1 FROM case_head seen WHERE seen.case_id = s.case_id)
          AND ($10::text IS NULL OR s.role = $10) AND ($5::text IS NULL OR $5 = 'sign') AND ($6::text IS NULL OR s.pack = $6) AND ($7::uuid IS NULL OR s.case_id = $7) AND ($8::date IS NULL OR s.due_on < $8)
      UNION ALL
      SELECT 'help:' || a.case_id || '.' || a.seq, 'help', 'officer', a.case_id, a.office_id, '{"zh":"外机关请求协助，请答复","en":"Another office asks for help: answer it"}'::jsonb, NULL, NULL, NULL, '{}', '{}', NULL, NULL, a.due_on, NULL, a.asked_at, NULL,
          a.case_number, a.pack, a.phase, coalesce(a.due_on, 'infinity'::date)
        FROM help_asked_of($12) a WHERE $10::text IS NULL AND ($5::text IS NULL OR $5 = 'help') AND ($6::text IS NULL OR a.pack = $6) AND ($7::uuid IS NULL OR a.case_id = $7) AND ($8::date IS NULL OR a.due_on < $8)
    ) listed
    WHERE $1::text IS NULL OR ${sort.after}
    ORDER BY ${sort.order} LIMIT $9`,
  [place?.[0] ?? null, place?.[1] ?? null, query.state, placesOf(actor), query.kind ?? null, query.pack ?? null, query.caseId ?? null, query.dueBefore ?? null, query.limit + 1, query.role ?? null, actor.personId, actor.roles.some((role) => HELPERS.has(role)) ? actor.officeId : '', today]);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      id: row.id, kind: row.kind, role: row.role, caseId: row.case_id, caseNumber: row.case_number, officeId: row.office_id, pack: row.pack, phase: row.phase, about: row.about, step: row.step, party: row.party, approvalId: row.approval_id,
      dutyId: row.duty_id, entryId: row.entry_id, dueOn: row.due_on, notBefore: row.not_before !== null && row.not_before > today ? row.not_before : null, createdAt: row.created_at, readAt: row.read_at,
    })),
    next: rows.length > query.limit && last !== undefined ? cursorOf(query.sort, [sort.key(last), last.id]) : null,
  };
}
