import { randomInt } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { LegalDate, LegalInstant } from '#law';

/** A receipt for a payment, or one that takes it back. Sums are whole fen in decimal text. */
export interface ElectronicReceipt {
  /** 18 digits: county (6), year (2), running number (10). */
  number: string;
  /** What a person who shows the receipt tells beside its number. */
  checkCode: string;
  kind: 'payment' | 'reversal';
  /** Of a reversal: the receipt that it takes back. */
  reverses: string | null;
  /** The receipt that took this one back. */
  reversedBy: string | null;
  caseId: string; party: string; debt: string;
  reference: string;
  /** Masked. */
  payer: string;
  valueDate: LegalDate;
  fen: string;
  /** What of it paid a surcharge, null where that was not kept; what of it paid nothing. */
  surchargeFen: string | null; overFen: string;
  issuedOn: LegalDate; issuedAt: LegalInstant;
}

const COLUMNS = `e.number, e.check_code AS "checkCode", e.kind, e.reverses, r.number AS "reversedBy", e.of_case AS "caseId", e.party, e.debt, e.reference, e.payer, e.value_date::text AS "valueDate",
  e.fen::text AS fen, e.surcharge_fen::text AS "surchargeFen", e.over_fen::text AS "overFen", e.issued_on::text AS "issuedOn", e.issued_at AS "issuedAt"`;
const FROM = 'electronic_receipt e LEFT JOIN electronic_receipt r ON r.reverses = e.number';

/** Without signs that look alike. */
const CHECK_SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CHECK_LENGTH = 6;

interface Wanting { bank: string; serial: string; matching: number; receipted: number | null; status: string; series: string; caseId: string; party: string; debt: string; reference: string; payer: string; valueDate: string; fen: string; surchargeFen: string | null; overFen: string }
interface Standing { number: string; caseId: string; party: string; debt: string; reference: string; payer: string; valueDate: string; fen: string; surchargeFen: string | null; overFen: string }

/**
 * Gives the next receipts to what the offices of the actor have booked and not receipted yet, and takes back those whose
 * booking was undone: at most for `most` bookings, the oldest value date first. The series is locked until the transaction
 * ends, so its numbers have no gap. Answers for how many bookings it was done.
 */
export async function issueElectronicReceipts(manager: EntityManager, { county, on, at }: { county: string; on: LegalDate; at: LegalInstant }, most: number): Promise<number> {
  const [waiting] = await manager.query<object[]>('SELECT 1 FROM bank_receipt WHERE county = $1 AND wants_electronic_receipt LIMIT 1', [county]);
  if (waiting === undefined) return 0;
  const year = Number(on.slice(0, 4));
  await manager.query('INSERT INTO electronic_receipt_series (county, year, last_number) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING', [county, year]);
  const [series] = await manager.query<{ last: string }[]>('SELECT last_number::text AS last FROM electronic_receipt_series WHERE county = $1 AND year = $2 FOR UPDATE', [county, year]);
  const wanting = await manager.query<(Wanting & { standing: Standing | null })[]>(`
    SELECT b.bank, b.serial, b.matching, b.receipted, b.status, substr(b.to_reference, 7, 2) AS series, b.of_case AS "caseId", b.party, b.debt, b.to_reference AS reference, b.payer, b.value_date::text AS "valueDate",
      b.fen::text AS fen, b.surcharge_fen::text AS "surchargeFen", b.over_fen::text AS "overFen",
      (SELECT jsonb_build_object('number', e.number, 'caseId', e.of_case, 'party', e.party, 'debt', e.debt, 'reference', e.reference, 'payer', e.payer, 'valueDate', e.value_date, 'fen', e.fen::text, 'surchargeFen', e.surcharge_fen::text, 'overFen', e.over_fen::text)
       FROM electronic_receipt e WHERE e.county = b.county AND e.bank = b.bank AND e.serial = b.serial AND e.matching = b.receipted AND e.kind = 'payment') AS standing
    FROM bank_receipt b WHERE b.county = $1 AND b.wants_electronic_receipt ORDER BY b.value_date, b.bank, b.serial LIMIT $2 FOR UPDATE OF b`, [county, most]);
  let last = BigInt(series?.last ?? '0');
  const next = (): string => `${county}${String(year % 100).padStart(2, '0')}${String(last += 1n).padStart(10, '0')}`;
  const made: object[] = [];
  const receipted: object[] = [];
  for (const { standing, ...booked } of wanting) {
    const key = { bank: booked.bank, serial: booked.serial };
    if (booked.receipted !== null) {
      if (standing === null) throw new Error(`The receipt ${booked.bank} ${booked.serial} is said to have an electronic receipt and has none.`);
      made.push({ ...columnsOf(standing), ...key, matching: booked.receipted, number: next(), check_code: checkCode(), kind: 'reversal', reverses: standing.number });
    }
    const paid = booked.status === 'booked' && booked.series === '01';
    if (paid) made.push({ ...columnsOf(booked), ...key, matching: booked.matching, number: next(), check_code: checkCode(), kind: 'payment', reverses: null });
    receipted.push({ ...key, receipted: paid ? booked.matching : null });
  }
  // A deposit that was a payment before is receipted no more, and asks for nothing.
  if (receipted.length === 0) return 0;
  await manager.query(`
    INSERT INTO electronic_receipt (number, check_code, kind, reverses, office_id, county, bank, serial, matching, of_case, party, debt, reference, payer, value_date, fen, surcharge_fen, over_fen, issued_on, issued_at)
    SELECT m.number, m.check_code, m.kind, m.reverses, b.office_id, b.county, m.bank, m.serial, m.matching, m.of_case, m.party, m.debt, m.reference, m.payer, m.value_date, m.fen, m.surcharge_fen, m.over_fen, $3, $4
    FROM jsonb_to_recordset($1::jsonb) AS m (number text, check_code text, kind text, reverses text, bank text, serial text, matching integer, of_case uuid, party text, debt text, reference text, payer text, value_date date, fen bigint, surcharge_fen bigint, over_fen bigint)
    JOIN bank_receipt b ON b.county = $2 AND b.bank = m.bank AND b.serial = m.serial ORDER BY m.number`, [JSON.stringify(made), county, on, at]);
  await manager.query('UPDATE bank_receipt b SET receipted = w.receipted FROM jsonb_to_recordset($1::jsonb) AS w (bank text, serial text, receipted integer) WHERE b.county = $2 AND b.bank = w.bank AND b.serial = w.serial', [JSON.stringify(receipted), county]);
  await manager.query('UPDATE electronic_receipt_series SET last_number = $3 WHERE county = $1 AND year = $2', [county, year, String(last)]);
  return wanting.length;
}

function columnsOf({ caseId, party, debt, reference, payer, valueDate, fen, surchargeFen, overFen }: Standing | Wanting): object {
  return { of_case: caseId, party, debt, reference, payer, value_date: valueDate, fen, surcharge_fen: surchargeFen, over_fen: overFen };
}

function checkCode(): string {
  return Array.from({ length: CHECK_LENGTH }, () => CHECK_SIGNS[randomInt(CHECK_SIGNS.length)] ?? '').join('');
}

/** Numbers of each series that are left out after a restore: more than an office gives between two backups. */
const LEFT_OUT = 10_000;

/** Goes on behind the numbers of receipts that people of the hours lost by a restore hold, and keeps on record which were left out. Answers how many series there are. */
export async function skipElectronicReceipts(manager: Pick<EntityManager, 'query'>): Promise<number> {
  const [{ series } = { series: 0 }] = await manager.query<{ series: number }[]>(`
    WITH moved AS (UPDATE electronic_receipt_series SET last_number = last_number + $1 RETURNING county, year, last_number),
      told AS (INSERT INTO electronic_receipt_left_out (county, year, from_number, to_number, at) SELECT county, year, last_number - $1 + 1, last_number, clock_timestamp() FROM moved)
    SELECT count(*)::integer AS series FROM moved`, [LEFT_OUT]);
  return series;
}

/** The receipts of a case that the actor sees, in the order of their numbers; `party`: of one party. */
export function electronicReceiptsOfCase(manager: EntityManager, caseId: string, party: string | null = null): Promise<ElectronicReceipt[]> {
  return manager.query<ElectronicReceipt[]>(`SELECT ${COLUMNS} FROM ${FROM} WHERE e.of_case = $1 AND ($2::text IS NULL OR e.party = $2) ORDER BY e.number`, [caseId, party]);
}

export interface ReceiptsWanted { from: LegalDate | null; to: LegalDate | null; kind: ElectronicReceipt['kind'] | null; after: string | null; limit: number }

/** The receipts that the offices have given, in the order of their numbers. */
export function electronicReceiptsGiven(manager: EntityManager, offices: readonly string[], { from, to, kind, after, limit }: ReceiptsWanted): Promise<ElectronicReceipt[]> {
  return manager.query<ElectronicReceipt[]>(`SELECT ${COLUMNS} FROM ${FROM} WHERE e.office_id = ANY ($1) AND ($2::date IS NULL OR e.issued_on >= $2) AND ($3::date IS NULL OR e.issued_on <= $3) AND ($4::text IS NULL OR e.kind = $4) AND ($5::text IS NULL OR e.number > $5::char(18)) ORDER BY e.number LIMIT $6`,
    [offices, from, to, kind, after, limit]);
}

export interface ReceiptShown { county: string; kind: ElectronicReceipt['kind']; fen: string; valueDate: LegalDate; issuedOn: LegalDate; reversedOn: LegalDate | null }

/** A receipt that somebody shows, by its number and check code; null where it is none of ours. It names nobody. */
export async function electronicReceiptShown(manager: EntityManager, number: string, check: string): Promise<ReceiptShown | null> {
  const [found] = await manager.query<ReceiptShown[]>('SELECT county, kind, fen::text AS fen, value_date::text AS "valueDate", issued_on::text AS "issuedOn", reversed_on::text AS "reversedOn" FROM electronic_receipt_shown($1, $2)', [number, check]);
  return found ?? null;
}

export interface ReceiptTie {
  /** Numbers of each year: the last, how many were given, how many left out after a restore. Whole: the last is the sum of the other two. */
  series: { year: number; last: number; given: number; leftOut: number }[];
  /** Of the bank's receipts of the offices: payments that are booked, and what of them waits for its electronic receipt or for its taking back. */
  booked: { count: number; fen: string }; waiting: number;
  /** Electronic receipts of the offices that were not taken back. */
  standing: { count: number; fen: string };
}

/** Whether the receipts given are those of the payments booked, by count and sum. */
export async function tieElectronicReceipts(manager: EntityManager, county: string, offices: readonly string[]): Promise<ReceiptTie> {
  const series = await manager.query<ReceiptTie['series']>('SELECT year, last_number::integer AS last, given::integer AS given, left_out::integer AS "leftOut" FROM electronic_receipts_counted($1)', [county]);
  const [booked] = await manager.query<{ count: number; fen: string; waiting: number }[]>(`
    SELECT count(*) FILTER (WHERE status = 'booked' AND substr(to_reference, 7, 2) = '01')::integer AS count, coalesce(sum(fen) FILTER (WHERE status = 'booked' AND substr(to_reference, 7, 2) = '01'), 0)::text AS fen,
      count(*) FILTER (WHERE wants_electronic_receipt)::integer AS waiting FROM bank_receipt WHERE office_id = ANY ($1)`, [offices]);
  const [standing] = await manager.query<ReceiptTie['standing'][]>("SELECT count(*)::integer AS count, coalesce(sum(e.fen), 0)::text AS fen FROM electronic_receipt e WHERE e.office_id = ANY ($1) AND e.kind = 'payment' AND NOT EXISTS (SELECT 1 FROM electronic_receipt r WHERE r.reverses = e.number)", [offices]);
  return { series, booked: { count: booked?.count ?? 0, fen: booked?.fen ?? '0' }, waiting: booked?.waiting ?? 0, standing: standing ?? { count: 0, fen: '0' } };
}
