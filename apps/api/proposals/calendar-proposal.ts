import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { calendarWorkflowId } from '#contracts';
import type { CalendarVersion } from '#law/calendar-version';
import { chinaDateOf } from '#law/dates';
import { LawInputError } from '#law/errors';
import type { LawBook } from '#law/law-book';
import { legalNow, putOutbox } from '#store';
import { DateText } from '../http/schemas.ts';
import { wrongField } from '../problems/problem.ts';

export const CalendarBody = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9@._-]{3,60}$/),
  region: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,6})?$/).default('CN'),
  year: z.number().int().min(1990).max(2200),
  notice: z.strictObject({ id: z.string().trim().min(1).max(100), title: z.string().trim().min(1).max(200), publishedOn: DateText, source: z.string().trim().min(1).max(500) }),
  days: z.record(z.string().regex(/^\d{4}-\d{2}-\d{2}$/), z.enum(['work', 'rest'])).describe('Only the days that differ from Monday to Friday work, Saturday and Sunday rest.'),
}).meta({ id: 'ProposeCalendar', examples: [{ id: 'CN-2020-b', region: 'CN', year: 2020, notice: { id: '国办发明电〔2020〕1号', title: '国务院办公厅关于延长2020年春节假期的通知', publishedOn: '2020-01-27', source: 'http://www.gov.cn/' }, days: { '2020-01-31': 'rest' } }] });

/** The notice as it would be known. Throws the problem that names the field. */
export function checkedCalendar(book: LawBook, body: z.infer<typeof CalendarBody>, today: string): CalendarVersion {
  if (body.notice.publishedOn > today) throw wrongField('notice.publishedOn', 'notYet', '通知尚未公布。', 'The notice has not been published yet.');
  try {
    book.calendars.with(body);
    return body;
  } catch (error) {
    if (error instanceof LawInputError) throw wrongField('days', 'calendar', error.zh, error.message);
    throw error;
  }
}

/** Loads an approved notice and starts the workflow that brings the open cases to it. */
export async function enforceCalendar(m: EntityManager, book: LawBook, proposalId: string, payload: unknown): Promise<void> {
  const version = CalendarBody.parse(payload);
  const { at } = await legalNow(m);
  await m.query('INSERT INTO calendar_version (id, region, year, notice, days, published_on, loaded_at, proposal_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [version.id, version.region, version.year, JSON.stringify(version.notice), JSON.stringify(version.days), version.notice.publishedOn, at, proposalId]);
  await putOutbox(m, calendarWorkflowId(book.calendars.with(version).asKnownOn(chinaDateOf(at)).version));
}
