import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { chinaDateOf } from '#law/dates';
import type { BilingualText } from '#law/pack-format';
import { legalNow } from '#store';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { inboxRows } from './inbox-rows.ts';
import { placesOf } from './waiting-for.ts';
import { Bilingual, Code, Cursor, DateText, Day, Instant, Limit, pageOf } from '../http/schemas.ts';

export const InboxQuery = z.strictObject({
  kind: z.enum(['task', 'sign', 'help', 'serve', 'remind', 'escalate', 'holdHearing', 'referToCourt', 'resolveCalendar']).optional(),
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
export const InboxPage = pageOf(InboxItem, 'InboxPage').extend({ total: z.number().int().describe('How many rows the whole list has, over all pages.') }).meta({ id: 'InboxPage' });

interface Row {
  id: string; kind: string; role: string; case_id: string; case_number: string; office_id: string; pack: string; phase: string; about: BilingualText; step: string | null; party: string | null; approval_id: string | null; duty_id: string | null; entry_id: string | null;
  due_on: string | null; not_before: string | null; due_key: string; created_at: string; read_at: string | null; total: string;
}

/** Who answers for an office that is asked for help. */
const HELPERS = new Set<SignedInActor['roles'][number]>(['officer', 'sectionHead', 'head']);

const cursors = {
  due: { key: (row: Row) => row.due_key, part: z.union([DateText, z.literal('infinity')]) },
  newest: { key: (row: Row) => row.created_at, part: z.iso.datetime() },
} as const;

/** What waits for the asking person: steps offered to their roles, and what workflows have put into the inbox. */
export async function inboxPage(m: EntityManager, actor: SignedInActor, query: z.infer<typeof InboxQuery>): Promise<z.infer<typeof InboxPage>> {
  const cursor = cursors[query.sort];
  const place = readCursor(query.cursor, query.sort, [cursor.part, z.string().max(300)]);
  const today = chinaDateOf((await legalNow(m)).at);
  const { text, values } = inboxRows({
    sort: query.sort, after: place === null ? null : [String(place[0]), String(place[1])], state: query.state,
    kind: query.kind ?? null, pack: query.pack ?? null, caseId: query.caseId ?? null, dueBefore: query.dueBefore ?? null, role: query.role ?? null, rows: query.limit + 1,
    places: placesOf(actor), person: actor.personId, helping: actor.roles.some((role) => HELPERS.has(role)) ? actor.officeId : '', today,
  });
  const found = await m.query<(Row | { [column in keyof Row]: column extends 'total' ? string : null })[]>(text, values);
  const rows = found.filter((row): row is Row => row.id !== null);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      id: row.id, kind: row.kind, role: row.role, caseId: row.case_id, caseNumber: row.case_number, officeId: row.office_id, pack: row.pack, phase: row.phase, about: row.about, step: row.step, party: row.party, approvalId: row.approval_id,
      dutyId: row.duty_id, entryId: row.entry_id, dueOn: row.due_on, notBefore: row.not_before !== null && row.not_before > today ? row.not_before : null, createdAt: row.created_at, readAt: row.read_at,
    })),
    next: rows.length > query.limit && last !== undefined ? cursorOf(query.sort, [cursor.key(last), last.id]) : null,
    total: Number(found[0]?.total ?? 0),
  };
}
