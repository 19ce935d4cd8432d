/** What stands behind the sums of the county: the postings of the ledger, and the debts that are not paid, reckoned. */
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { balanceOf, caseMoney, planInForceSince } from '#cases';
import { type Citation, citationText, formatYuan, type LegalDate } from '#law';
import type { Door } from '../door.module.ts';
import { seeCase } from '../cases/seen-case.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { Bilingual, Cursor, DateText, Day, Limit, pageOf } from '../http/schemas.ts';
import { boundsOf, MONEY_FILTERS, REFUSED_FILTERS, SUM_NAMES, SUMS, Yuan, type SumName } from './county-money.ts';
import { STANDING_NAMES, STANDINGS, UNPAID_DEBTS } from './debt-standings.ts';

export const EntriesQuery = z.strictObject({ figure: z.enum(SUM_NAMES as [SumName, ...SumName[]]), ...MONEY_FILTERS, ...REFUSED_FILTERS, cursor: Cursor, limit: Limit });
export type EntriesQuery = z.infer<typeof EntriesQuery>;
export const EntryRow = z.strictObject({
  caseId: z.uuid(), caseNumber: z.string(), officeId: z.string(), pack: z.string(), party: z.string(), debt: z.string(), entryId: z.string(), line: z.number().int(),
  kind: z.string(), occurredOn: Day.describe('The day in law: of service, of the value date, of the order.'), amount: Yuan.describe('What it adds to the figure.'), article: Bilingual,
}).meta({ id: 'LedgerLine' });
export type EntryRow = z.infer<typeof EntryRow>;
export const EntryPage = pageOf(EntryRow, 'LedgerLinePage');

interface Line { case_id: string; case_number: string; office_id: string; pack: string; party: string; debt: string; entry_id: string; n: number; kind: string; occurred_on: string; fen: string; cite: Citation }

/** The postings that a sum adds up, by day, in pages. */
export async function countyEntries(m: EntityManager, query: EntriesQuery): Promise<z.infer<typeof EntryPage>> {
  const place = readCursor(query.cursor, 'entries', [DateText, z.uuid(), z.string().max(200), z.number().int()]);
  const { where, side } = SUMS[query.figure];
  const rows = await m.query<Line[]>(`
    SELECT p.case_id, h.case_number, h.office_id, h.pack, p.party, p.debt, p.entry_id, p.n, e.kind, e.occurred_on, (${side} * p.fen)::text AS fen, e.cite
    FROM ledger_posting p JOIN ledger_entry e USING (case_id, entry_id) JOIN case_head h USING (case_id)
    WHERE ${where} AND ($1::text IS NULL OR h.office_id = $1) AND ($2::text IS NULL OR h.pack = $2) AND ($3::date IS NULL OR e.occurred_on >= $3) AND ($4::date IS NULL OR e.occurred_on <= $4)
      AND ($5::date IS NULL OR (e.occurred_on, p.case_id, p.entry_id, p.n) > ($5::date, $6::uuid, $7::text, $8::integer))
    ORDER BY e.occurred_on, p.case_id, p.entry_id, p.n LIMIT $9`,
  [query.officeId ?? null, query.pack ?? null, query.from ?? null, query.to ?? null, place?.[0] ?? null, place?.[1] ?? null, place?.[2] ?? null, place?.[3] ?? null, query.limit + 1]);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      caseId: row.case_id, caseNumber: row.case_number, officeId: row.office_id, pack: row.pack, party: row.party, debt: row.debt, entryId: row.entry_id, line: row.n, kind: row.kind, occurredOn: row.occurred_on,
      amount: formatYuan(BigInt(row.fen)), article: citationText(row.cite.instrument, row.cite.article),
    })),
    next: rows.length > query.limit && last !== undefined ? cursorOf('entries', [last.occurred_on, last.case_id, last.entry_id, last.n]) : null,
  };
}

const { officeId, pack } = MONEY_FILTERS;
export const DebtsQuery = z.strictObject({ officeId, pack, standing: z.enum(STANDING_NAMES).optional().describe('Debts of open cases that stand so: the figures of the county by name.'), ...REFUSED_FILTERS, cursor: Cursor, limit: Limit });
export type DebtsQuery = z.infer<typeof DebtsQuery>;
export const DebtRow = z.strictObject({
  caseId: z.uuid(), caseNumber: z.string(), officeId: z.string(), pack: z.string(), party: z.string(), debt: z.string(), name: Bilingual,
  establishedOn: Day, dueOn: Day.nullable().describe('Null while execution is suspended: the period to pay stands still.'), unpaidPrincipal: Yuan, surcharge: Yuan.describe('Accrued and neither paid nor waived.'), balance: Yuan.describe('Owed at the end of today; 0.00 where the law has ended the collection.'), planSince: Day.nullable().describe('Since when approved instalments or a deferral are in force.'), inDefaultSince: Day.nullable(),
  windowEndsOn: Day.nullable().describe('The last day on which the court can be asked; null: there is no window yet, or the court was asked.'), demandBy: Day.nullable().describe('The last day on which a demand leaves time for the court.'), atCourtSince: Day.nullable().describe('Since when an application has been before the court.'),
}).meta({ id: 'UnpaidDebt' });
export type DebtRow = z.infer<typeof DebtRow>;
export const DebtPage = pageOf(DebtRow, 'UnpaidDebtPage');

interface Unpaid { case_id: string; case_number: string; office_id: string; pack: string; party: string; debt: string; fen: string; window_ends_on: string | null; demand_by: string | null; at_court_since: string | null }

/** Debts of which some principal is unpaid, each reckoned from its case as of today; by office and case number, in pages. */
export async function countyDebts(m: EntityManager, query: DebtsQuery, door: Door): Promise<z.infer<typeof DebtPage>> {
  const place = readCursor(query.cursor, 'debts', [z.string().max(80), z.string().max(200), z.string().max(20), z.string().max(80)]);
  const { today, month } = await boundsOf(m);
  const standing = query.standing === undefined ? '' : ` AND d.closed_on IS NULL AND ${STANDINGS[query.standing].where('$8', '$9')}`;
  const rows = await m.query<Unpaid[]>(`
    SELECT d.*, s.window_ends_on, s.demand_by, s.at_court_since FROM (${UNPAID_DEBTS}) d LEFT JOIN debt_standing s USING (case_id, party, debt)
    WHERE $8::date <= $9::date${standing} AND ($1::text IS NULL OR d.office_id = $1) AND ($2::text IS NULL OR d.pack = $2) AND ($3::text IS NULL OR (d.office_id, d.case_number, party, debt) > ($3::text, $4::text, $5::text, $6::text))
    ORDER BY d.office_id, d.case_number, party, debt LIMIT $7`, [query.officeId ?? null, query.pack ?? null, place?.[0] ?? null, place?.[1] ?? null, place?.[2] ?? null, place?.[3] ?? null, query.limit + 1, today, month]);
  const items: DebtRow[] = [];
  for (const row of rows.slice(0, query.limit)) items.push(await reckoned(m, row, today, door));
  const last = rows.slice(0, query.limit).at(-1);
  return { items, next: rows.length > query.limit && last !== undefined ? cursorOf('debts', [last.office_id, last.case_number, last.party, last.debt]) : null };
}

async function reckoned(m: EntityManager, row: Unpaid, today: LegalDate, door: Door): Promise<DebtRow> {
  const book = await door.lawOf(m, row.case_id);
  const { state, at } = await seeCase(m, row.case_id, book);
  const money = caseMoney(state, at, book);
  const debt = money.debts.find(({ key }) => key.party === row.party && key.debt === row.debt);
  const balance = balanceOf(money, row.debt, row.party, today);
  // The tables hold a debt that the record does not give: the rebuild tells of it, and a list does not hide it.
  if (debt === undefined || balance === null) throw new Error(`Case ${row.case_id}: the ledger has a debt ${row.debt} of ${row.party} that its record does not give.`);
  return {
    caseId: row.case_id, caseNumber: row.case_number, officeId: row.office_id, pack: row.pack, party: row.party, debt: row.debt, name: debt.definition.name, establishedOn: debt.establishedOn, dueOn: debt.terms.dueDate,
    unpaidPrincipal: formatYuan(BigInt(row.fen)), surcharge: formatYuan(balance.surchargeFen - balance.paidSurchargeFen - balance.waivedFen), balance: formatYuan(balance.balanceFen), planSince: planInForceSince(debt.terms, today), inDefaultSince: balance.inDefaultSince,
    windowEndsOn: row.window_ends_on, demandBy: row.demand_by, atCourtSince: row.at_court_since,
  };
}
