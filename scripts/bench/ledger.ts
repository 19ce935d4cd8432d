/** Money: what a hundred thousand debts come to on a past day, and a bank's file of a hundred thousand receipts brought in and matched. */
import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { paymentReference, readReceiptFile } from '#banking';
import { importReceipts, type Importer } from '#commands';
import { formatYuan, legalDate, startOfDay, type Citation } from '#law';
import { balanceAsOf, bookReceipt, establishObligation, type DebtKey, type DebtTerms, type Entry, type MoneyRules } from '#ledger';
import { openStore } from '#store';
import { benchInstance } from './bench-instance.ts';
import { copyIn } from './copy-in.ts';
import { type Bench, drawing, rounded, timed } from './figures.ts';
import { copyCases } from './large-county.ts';

const COUNTY = '610725';
const OFFICE = 'bench-finance';
const CITE: Citation = { instrument: { zh: '《中华人民共和国行政处罚法》', en: 'Administrative Penalty Law' }, article: 'art. 72', status: 'verified' };
const TERMS: DebtTerms = { dueDate: legalDate('2025-03-18'), dueCite: CITE, rateStated: true, history: [], remedies: [] };
const RULES: MoneyRules = {
  surcharge: { kind: 'additionalFine', perMillePerDay: 30, cite: CITE, cappedSince: legalDate('2012-01-01'), capCite: CITE, pausedSince: legalDate('2021-07-15'), pauseCite: CITE },
  allocation: ['principalDue', 'surcharge', 'principalNotDue'], allocationCite: CITE, applicationHolds: false, refusedFrom: null, refusedCite: null,
};
const AS_OF = legalDate('2025-04-10');

export const ledgerBench: Bench = async ({ size, seed, built, say }) => {
  const many = size === 'full' ? 100_000 : 500;
  const broken: string[] = [];
  const books = booksOf(many, seed);
  const balances = await timed(() => books.map(({ key, entries }) => balanceAsOf(entries, key, AS_OF, TERMS, RULES)));
  const wrong = balances.answer.findIndex((one) => one.principalFen + one.surchargeFen - one.paidFen - one.waivedFen !== one.balanceFen);
  if (wrong >= 0) broken.push(`The balance of debt ${wrong} is not what is ordered and accrued, less what was paid.`);
  const bareSum = await timed(() => books.map(({ entries }) => entries.reduce((sum, { postings }) => postings.reduce((all, { fen }) => all + fen, sum), 0n)));
  say(`ledger: ${many} balances of ${AS_OF} in ${rounded(balances.ms / 1000)} s`);

  const instance = await benchInstance(built, 'ledger');
  const owner = new Client({ connectionString: instance.database.ownerUrl });
  const source = await openStore(instance.database.appUrl, { applicationName: 'bench ledger' });
  try {
    await owner.connect();
    const references = await withReferences(owner, instance.database.ownerUrl, many);
    const bytes = fileOf(references, seed);
    const actor: Importer = { personId: randomUUID(), officeId: OFFICE, countyId: COUNTY, offices: [OFFICE] };
    const bring = () => importReceipts({ source }, actor, { bank: 'bench', sha256: createHash('sha256').update(bytes).digest('hex'), receipts: readReceiptFile(() => [bytes]) });
    const reading = await timed(async () => { let lines = 0; for await (const _ of readReceiptFile(() => [bytes])) lines += 1; return lines; });
    const first = await timed(bring);
    const again = await timed(bring);
    if (first.answer.status !== 'done' || again.answer.status !== 'done') throw new Error(`The file was not taken: ${JSON.stringify([first.answer, again.answer]).slice(0, 500)}`);
    const { byStatus, importId } = first.answer.answer;
    // Every fiftieth names no debt.
    const lost = Math.ceil(many / 50);
    if (byStatus.waiting !== many - lost || byStatus.suspense !== lost) broken.push(`Of ${many} receipts ${byStatus.waiting} found their debt and ${byStatus.suspense} did not; ${lost} name none.`);
    if (!again.answer.answer.known || again.answer.answer.importId !== importId) broken.push('The same file was another import.');
    const { rows: [kept] } = await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM bank_receipt WHERE import_id = $1', [importId]);
    if (kept?.n !== many) broken.push(`${kept?.n} receipts are on record, ${many} were sent.`);
    const floor = await bareCopy(owner, references);
    say(`ledger: ${many} receipts brought in and matched in ${rounded(first.ms / 1000)} s`);
    const seconds = first.ms / 1000;
    return {
      bench: 'ledger', shape: { debts: many, entries: books.reduce((sum, { entries }) => sum + entries.length, 0), receipts: many, bytes: bytes.length },
      figures: [
        { name: 'balances of a past day', value: rounded(balances.ms / 1000), unit: 's' }, { name: 'receipts brought in and matched', value: rounded(seconds), unit: 's' }, { name: 'receipts', value: rounded(many / seconds), unit: 'per second' },
        { name: 'the file read and checked alone', value: rounded(reading.ms / 1000), unit: 's' }, { name: 'the same file again', value: rounded(again.ms / 1000), unit: 's' },
      ],
      floors: [{ name: 'the postings added up', value: rounded(bareSum.ms / 1000), unit: 's' }, { name: 'as many rows by COPY into a table with one key', value: rounded(floor), unit: 's' }],
      ratios: [{ name: 'bringing in and matching to the bare COPY', value: rounded(seconds / floor) }],
      aims: [
        { name: 'balances of 100,000 debts under 5 s', met: size === 'full' ? balances.ms < 5000 : null },
        { name: '100,000 receipts brought in and matched under 20 s', met: size === 'full' ? seconds < 20 : null },
      ],
      broken,
    };
  } finally {
    await source.destroy();
    await owner.end();
    await instance.stop();
  }
};

interface Book { key: DebtKey; entries: Entry[] }

/** Fines served on 2025-03-03, of which some are paid in parts, late, or not at all. */
function booksOf(many: number, seed: number): Book[] {
  const draw = drawing(seed);
  return Array.from({ length: many }, (_, n): Book => {
    const key: DebtKey = { caseId: String(n), party: 'p1', debt: 'fine' };
    const fen = BigInt(10_000 + Math.floor(draw() * 1_000_000));
    const on = legalDate('2025-03-03');
    let entries: Entry[] = [establishObligation(key, fen, { entryId: `${n}.1`, occurredOn: on, recordedAt: startOfDay(on), cause: { caseId: key.caseId, seq: 1 }, cite: CITE })];
    for (let part = 0; part < n % 4; part += 1) {
      const day = legalDate(`2025-03-${10 + part * 7}`);
      entries = [...entries, ...bookReceipt({ key, entries, terms: TERMS, rules: RULES }, { receiptId: `${n}.${part}`, fen: fen / 3n, origin: 'bank' }, { entryId: `${n}.${part + 2}`, occurredOn: day, recordedAt: startOfDay(day), cause: { caseId: key.caseId, seq: part + 2 }, cite: CITE })];
    }
    return { key, entries };
  });
}

/** Cases of the county with a reference each, loaded by COPY, and an office of finance. */
async function withReferences(owner: Client, ownerUrl: string, many: number): Promise<string[]> {
  await owner.query("INSERT INTO office (id, county_id, kind, name, short_name, region_code) VALUES ($1, $2::char(6), 'countyDepartment', '测算财政局', '测财', $2::char(6)::text)", [OFFICE, COUNTY]);
  // Those with the shortest files: matching reads the case's head, not its events.
  const { rows: templates } = await owner.query<{ case_id: string }>('SELECT case_id FROM case_head WHERE county_id = $1 AND closed_on IS NULL ORDER BY seq LIMIT 3', [COUNTY]);
  const cases = await copyCases(ownerUrl, { of: templates.map(({ case_id: id }) => id), many, from: 0, armed: true });
  const { rows: heads } = await owner.query<{ case_id: string; office_id: string }>('SELECT case_id, office_id FROM case_head WHERE case_id = ANY ($1::uuid[])', [cases]);
  const rows = heads.map(({ case_id: id, office_id: office }, n) => [paymentReference({ county: COUNTY, series: '01', year: 2099, number: n + 1 }), id, office, 'p1', 'fine', '2025-03-03T00:00:00Z']);
  await copyIn(owner, 'payment_reference', ['reference', 'case_id', 'office_id', 'party', 'debt', 'given_at'], rows);
  await owner.query('ANALYZE payment_reference');
  return rows.map(([reference]) => String(reference));
}

/** Of each debt one receipt, in an order of their own; every fiftieth bears a reference of no debt. */
function fileOf(references: readonly string[], seed: number): Uint8Array {
  const draw = drawing(seed);
  let total = 0n;
  const lines = references.map((reference, n) => {
    const fen = BigInt(1 + Math.floor(draw() * 1_000_000));
    total += fen;
    return `B-${n},${n % 50 === 0 ? '不详' : reference},${formatYuan(fen)},2025-03-${String(1 + (n % 28)).padStart(2, '0')},张三丰`;
  });
  return new TextEncoder().encode(`汇总,${lines.length},${formatYuan(total)}\n流水号,缴款码,金额,入账日期,付款人\n${lines.join('\n')}\n`);
}

async function bareCopy(owner: Client, references: readonly string[]): Promise<number> {
  await owner.query('CREATE TEMP TABLE bench_receipts (serial text PRIMARY KEY, reference text, fen bigint, value_date date, payer text)');
  const { ms } = await timed(() => copyIn(owner, 'bench_receipts', ['serial', 'reference', 'fen', 'value_date', 'payer'], references.map((reference, n) => [`B-${n}`, reference, n + 1, '2025-03-03', '张**'])));
  return Math.max(1, ms) / 1000;
}
