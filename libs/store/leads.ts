import type { DataSource, EntityManager } from 'typeorm';
import { withActor } from './actor.ts';

/** Seals content that is kept already: beside the county legal office only `taker` reads it from now on, or (`handlers`) whoever handles the case. */
export async function sealContent(m: EntityManager, { contentId, caseId, officeId, fact, taker, readers }: { contentId: string; caseId: string; officeId: string; fact: string; taker: string; readers: 'taker' | 'handlers' }): Promise<void> {
  await m.query('INSERT INTO content_seal (content_id, case_id, office_id, fact, taker, readers) VALUES ($1, $2, $3, $4, $5, $6)', [contentId, caseId, officeId, fact, taker, readers]);
}

/** Whoever records an act in a case handles it: from here on this transaction reads what is sealed for its handlers, so that a paper can print it. */
export async function handleCase(m: EntityManager, caseId: string): Promise<void> {
  await m.query("SELECT set_config('app.handling', $1, true)", [caseId]);
}

/** From here on this transaction sees the county's legal office too, so that it can end what it began in a case that leaves its sight; null where the county has none. */
export async function seeLegalOffice(m: EntityManager, caseId: string): Promise<string | null> {
  const [row] = await m.query<{ id: string }[]>(`
    SELECT o.id FROM case_head h JOIN office o ON o.county_id = h.county_id AND o.kind = 'countyLegalOffice' WHERE h.case_id = $1 ORDER BY o.id LIMIT 1`, [caseId]);
  if (row === undefined) return null;
  await m.query("SELECT set_config('app.offices', concat_ws(',', nullif(current_setting('app.offices', true), ''), $1::text), true)", [row.id]);
  return row.id;
}

/** Whether the person of this transaction may read this content: always, unless it is sealed. */
export async function isOpenToAsking(m: EntityManager, contentId: string): Promise<boolean> {
  const [row] = await m.query<{ open: boolean }[]>('SELECT content_open_to_asking($1) AS open', [contentId]);
  return row?.open === true;
}

/** From now on these persons see nothing of the case. */
export async function barFromCase(m: EntityManager, of: { caseId: string; officeId: string }, bars: readonly { personId: string; seq: number }[]): Promise<void> {
  for (const { personId, seq } of bars) {
    await m.query('INSERT INTO case_bar (case_id, office_id, person_id, seq) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [of.caseId, of.officeId, personId, seq]);
  }
}

export interface NamedCase { caseId: string; officeId: string; pack: string }

/** The case with this number, if the transaction may write to it; a file that is only read here is not linked. */
export async function findCaseByNumber(m: EntityManager, caseNumber: string): Promise<NamedCase | null> {
  const [row] = await m.query<{ case_id: string; office_id: string; pack: string }[]>(
    'SELECT case_id, office_id, pack FROM case_head WHERE case_number = $1 AND NOT coalesce(case_id = ANY ((SELECT asking_readings())::uuid[]), false)', [caseNumber]);
  return row === undefined ? null : { caseId: row.case_id, officeId: row.office_id, pack: row.pack };
}

/** Enters a link in both cases. */
export async function linkCases(m: EntityManager, from: { caseId: string; officeId: string }, to: { caseId: string; officeId: string }, { fact, seq }: { fact: string; seq: number }): Promise<void> {
  await m.query('INSERT INTO case_link (case_id, office_id, other_case_id, fact, seq, names_other) VALUES ($1, $2, $3, $5, $6, true), ($3, $4, $1, $5, $6, false)', [from.caseId, from.officeId, to.caseId, to.officeId, fact, seq]);
}

export interface CaseLink { caseId: string; caseNumber: string; pack: string; phase: string; closedOn: string | null; fact: string; seq: number; namesOther: boolean }

/** Links of a case to cases that this transaction sees, in the order in which they were made. */
export async function linksOf(m: EntityManager, caseId: string): Promise<CaseLink[]> {
  const rows = await m.query<{ case_id: string; case_number: string; pack: string; phase: string; closed_on: string | null; fact: string; seq: number; names_other: boolean }[]>(`
    SELECT l.other_case_id AS case_id, h.case_number, h.pack, h.phase, h.closed_on, l.fact, l.seq, l.names_other
    FROM case_link l JOIN case_head h ON h.case_id = l.other_case_id WHERE l.case_id = $1 ORDER BY l.link_id`, [caseId]);
  return rows.map((row) => ({ caseId: row.case_id, caseNumber: row.case_number, pack: row.pack, phase: row.phase, closedOn: row.closed_on, fact: row.fact, seq: row.seq, namesOther: row.names_other }));
}

/** Cases about an official of which this person therefore sees nothing: he is the one, or not of the county legal office. */
export function barredCases(source: DataSource, { personId, offices }: { personId: string; offices: readonly string[] }): Promise<string[]> {
  return withActor(source, { actorId: personId, offices }, async (m) => {
    const [row] = await m.query<{ barred: string[] }[]>('SELECT barred_cases() AS barred');
    return row?.barred ?? [];
  });
}
