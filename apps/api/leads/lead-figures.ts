import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { LawBook } from '#law/law-book';
import { legalNow } from '#store';
import { Bilingual, Day } from '../http/schemas.ts';
import { daysAt, Figure, grouped, listAt } from '../overview/figures.ts';
import { ANSWERS, LEAD_ROWS, LEADS, type LeadFilters } from './lead-list.ts';

export const LeadFigureQuery = z.strictObject({ officeId: z.string().regex(/^[A-Za-z0-9-]{1,80}$/).optional() });
const Counts = { open: Figure, dueSoon: Figure, late: Figure, unsettled: Figure };
export const LeadFigures = z.strictObject({
  asOf: Day, soonUntil: Day, ...Counts, aboutOfficials: Figure, answeredLate: Figure.describe('Of all leads, closed ones too.'),
  byOffice: z.array(z.strictObject({ officeId: z.string(), officeName: z.string(), ...Counts })),
  byChannel: z.array(z.strictObject({ channel: z.string(), name: Bilingual, ...Counts })),
  byOutcome: z.array(z.strictObject({ outcome: z.string(), name: Bilingual, all: Figure })).describe('Closed leads too.'),
}).meta({ id: 'LeadFigures' });

/** Open leads and those that were answered late, for the views of team and county. */
export const LeadCounts = z.strictObject({ open: Figure, late: Figure, aboutOfficials: Figure }).meta({ id: 'LeadCounts' });

interface Counted { office_id: string; office_name: string; channel: string; outcome: string; about_official: boolean; open: number; soon: number; late: number; unsettled: number; answered_late: number; all: number }

/** Leads of the offices of this transaction, counted; each figure with the address of its list. */
export async function leadFigures(m: EntityManager, query: z.infer<typeof LeadFigureQuery>, book: LawBook): Promise<z.infer<typeof LeadFigures>> {
  const { today, soonUntil } = daysAt((await legalNow(m)).at);
  const rows = await m.query<Counted[]>(`
    SELECT office_id, office_name, channel, coalesce(outcome, 'none') AS outcome, about_official, count(*)::integer AS all, count(*) FILTER (WHERE closed_on IS NULL)::integer AS open,
      count(*) FILTER (WHERE closed_on IS NULL AND ${ANSWERS.soon})::integer AS soon, count(*) FILTER (WHERE closed_on IS NULL AND ${ANSWERS.late})::integer AS late,
      count(*) FILTER (WHERE closed_on IS NULL AND outcome IS NULL)::integer AS unsettled, count(*) FILTER (WHERE ${ANSWERS.answeredLate})::integer AS answered_late
    FROM (${LEAD_ROWS}) leads WHERE $1::date <= $2::date AND ($3::text IS NULL OR office_id = $3)
    GROUP BY office_id, office_name, channel, outcome, about_official ORDER BY office_id, channel, outcome`, [today, soonUntil, query.officeId ?? null]);
  const pack = book.find(LEADS)?.pack;
  const nameOf = (fact: string, value: string): { zh: string; en: string } => pack?.facts.find((one) => one.code === fact)?.choices?.find((one) => one.value === value)?.label ?? (value === 'none' ? { zh: '尚未处理', en: 'not settled yet' } : { zh: value, en: value });
  const sum = (of: readonly Counted[], key: 'open' | 'soon' | 'late' | 'unsettled' | 'answered_late' | 'all'): number => of.reduce((total, row) => total + row[key], 0);
  const figure = (count: number, filters: LeadFilters): Figure => ({ count, list: listAt('/api/leads', { ...query, ...filters }) });
  const counts = (of: readonly Counted[], more: LeadFilters = {}) => ({
    open: figure(sum(of, 'open'), { ...more, closed: 'false' }), dueSoon: figure(sum(of, 'soon'), { ...more, closed: 'false', answer: 'soon' }),
    late: figure(sum(of, 'late'), { ...more, closed: 'false', answer: 'late' }), unsettled: figure(sum(of, 'unsettled'), { ...more, closed: 'false', outcome: 'none' }),
  });
  return {
    asOf: today, soonUntil, ...counts(rows),
    aboutOfficials: figure(sum(rows.filter((row) => row.about_official), 'open'), { closed: 'false', aboutOfficial: 'true' }), answeredLate: figure(sum(rows, 'answered_late'), { answer: 'answeredLate' }),
    byOffice: grouped(rows, (row) => row.office_id).flatMap((of) => of.slice(0, 1).map((row) => ({ officeId: row.office_id, officeName: row.office_name, ...counts(of, { officeId: row.office_id }) }))),
    byChannel: grouped(rows, (row) => row.channel).flatMap((of) => of.slice(0, 1).map((row) => ({ channel: row.channel, name: nameOf('channel', row.channel), ...counts(of, { channel: row.channel }) }))),
    byOutcome: grouped(rows, (row) => row.outcome).flatMap((of) => of.slice(0, 1).map((row) => ({ outcome: row.outcome, name: nameOf('outcome', row.outcome), all: figure(sum(of, 'all'), { outcome: row.outcome }) }))),
  };
}

/** How many leads are open, unanswered after their period, or about an official: each opens its list. */
export async function leadCounts(m: EntityManager, officeId: string | undefined): Promise<z.infer<typeof LeadCounts>> {
  const { today, soonUntil } = daysAt((await legalNow(m)).at);
  const [row] = await m.query<{ open: number; late: number; about: number }[]>(`
    SELECT count(*)::integer AS open, count(*) FILTER (WHERE ${ANSWERS.late})::integer AS late, count(*) FILTER (WHERE about_official)::integer AS about
    FROM (${LEAD_ROWS}) leads WHERE $1::date <= $2::date AND closed_on IS NULL AND ($3::text IS NULL OR office_id = $3)`, [today, soonUntil, officeId ?? null]);
  const figure = (count: number | undefined, filters: LeadFilters): Figure => ({ count: count ?? 0, list: listAt('/api/leads', { officeId, closed: 'false', ...filters }) });
  return { open: figure(row?.open, {}), late: figure(row?.late, { answer: 'late' }), aboutOfficials: figure(row?.about, { aboutOfficial: 'true' }) };
}
