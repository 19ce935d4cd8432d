import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readReceiptFile } from '#banking';
import { chinaDateOf } from '#law';
import { issueElectronicReceipts, legalNow, skipElectronicReceipts, tieElectronicReceipts, withActor, type ReceiptTie } from '#store';
import { openCounty, type TestCounty } from '../testing/county.ts';
import { ANNA, bankBrings, bankReports, BERT, doneOf, enterFinance, FINANCE_OFFICE, finedOnTheSpot } from '../testing/money.ts';
import { bankImportPage } from './book.ts';
import { approveDecision, askDecision } from './decisions.ts';
import { importReceipts } from './import.ts';

let county: TestCounty;
beforeAll(async () => {
  county = await openCounty();
  await enterFinance(county);
});
afterAll(async () => { await county.close(); });

interface Given { running: number; kind: string; reverses: number | null; fen: string; overFen: string; matching: number; ofCase: string }
const given = (serial: string): Promise<Given[]> => county.owner.query<Given[]>('SELECT right(number, 10)::integer AS running, kind, right(reverses, 10)::integer AS reverses, fen::text AS fen, over_fen::text AS "overFen", matching, of_case AS "ofCase" FROM electronic_receipt WHERE serial = $1 ORDER BY number', [serial]);
const tie = (): Promise<ReceiptTie> => withActor(county.source, { actorId: 'test', offices: [FINANCE_OFFICE] }, (m) => tieElectronicReceipts(m, '610725', [FINANCE_OFFICE]));
/** Every booked payment has its receipt, and no number is missing. */
async function tied(): Promise<void> {
  const { series, booked, standing, waiting } = await tie();
  expect({ waiting, standing, missing: series.map(({ last, given: count, leftOut }) => last - count - leftOut) }).toEqual({ waiting: 0, standing: booked, missing: series.map(() => 0) });
}
const work = async (importId: string): Promise<void> => { while ((await bankImportPage(county.deps, importId, 2)).more); };

it('a payment has one, with what it paid; the same page again gives none', async () => {
  const { caseId, reference } = await finedOnTheSpot(county);
  const { importId, named: [serial = ''] } = await bankBrings(county, [{ yuan: '130.00', reference }]);
  await work(importId);
  await work(importId);
  expect(await given(serial)).toEqual([{ running: 1, kind: 'payment', reverses: null, fen: '13000', overFen: '3000', matching: 1, ofCase: caseId }]);
  await tied();
});

it('what found no debt has none until it is matched; what is moved to another debt is taken back and receipted anew', async () => {
  const [one, other] = [await finedOnTheSpot(county), await finedOnTheSpot(county)];
  const bytes = new TextEncoder().encode('汇总,1,100.00\n流水号,缴款码,金额,入账日期,付款人\nM-1,不详,100.00,2025-03-03,张三丰\n');
  const { importId } = doneOf(await importReceipts(county.deps, await county.actor(ANNA), { bank: 'abc', sha256: createHash('sha256').update(bytes).digest('hex'), receipts: readReceiptFile(() => [bytes]) }));
  await work(importId);
  expect(await given('M-1')).toEqual([]);
  const decide = async (kind: 'match' | 'move', reference: string): Promise<void> => {
    const { decisionId } = doneOf(await askDecision(county.deps, await county.actor(ANNA), { bank: 'abc', serial: 'M-1', kind, reference, reason: '付款人来电说明' }));
    doneOf(await approveDecision(county.deps, await county.actor(BERT), decisionId));
  };
  await decide('match', one.reference);
  await work(importId);
  expect(await given('M-1')).toMatchObject([{ kind: 'payment', ofCase: one.caseId, matching: 2 }]);
  await decide('move', other.reference);
  // Decided and not booked yet: the receipt still stands, since the money still pays the first debt.
  expect(await tie()).toMatchObject({ waiting: 0 });
  await work(importId);
  const [first, ...rest] = await given('M-1');
  expect(rest).toMatchObject([{ kind: 'reversal', reverses: first?.running, ofCase: one.caseId, matching: 2 }, { kind: 'payment', reverses: null, ofCase: other.caseId, matching: 3 }]);
  await tied();
});

it('what the bank takes back is taken back; given and taken back in one file, nobody had a receipt', async () => {
  const { reference } = await finedOnTheSpot(county);
  const [kept = ''] = await bankReports(county, [{ yuan: '40.00', reference }]);
  await bankReports(county, [{ yuan: '40.00', reverses: kept }]);
  expect(await given(kept)).toMatchObject([{ kind: 'payment' }, { kind: 'reversal', fen: '4000' }]);
  const bytes = new TextEncoder().encode(`汇总,2,20.00\n流水号,类型,缴款码,金额,入账日期,付款人,原流水号\nQ-1,收款,${reference},10.00,2025-03-03,张三丰,\nQ-2,冲正,${reference},10.00,2025-03-03,张三丰,Q-1\n`);
  const { importId } = doneOf(await importReceipts(county.deps, await county.actor(ANNA), { bank: 'abc', sha256: createHash('sha256').update(bytes).digest('hex'), receipts: readReceiptFile(() => [bytes]) }));
  while ((await bankImportPage(county.deps, importId, 10)).more);
  expect(await given('Q-1')).toEqual([]);
  await tied();
});

it('several at once give numbers without a gap and to each booking one', async () => {
  const fined = await Promise.all(Array.from({ length: 4 }, () => finedOnTheSpot(county)));
  const brought = [];
  for (const { reference } of fined) brought.push(await bankBrings(county, [{ yuan: '25.00', reference }, { yuan: '25.00', reference }]));
  await Promise.all(brought.flatMap(({ importId }) => [work(importId), work(importId)]));
  const all = (await Promise.all(brought.flatMap(({ named }) => named.map(given)))).flat();
  expect(all.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'payment'));
  expect(new Set(all.map(({ running }) => running)).size).toBe(8);
  await tied();
});

it('a stop between booking and receipt leaves it owed, and whoever goes on gives it; so is what an upgrade finds', async () => {
  const { reference } = await finedOnTheSpot(county);
  const { importId, named: [serial = ''] } = await bankBrings(county, [{ yuan: '100.00', reference }]);
  await work(importId);
  // As it is after a stop: booked, and no receipt was committed.
  const running = (await given(serial))[0]?.running;
  await county.owner.query('ALTER TABLE electronic_receipt DISABLE TRIGGER USER');
  await county.owner.query('ALTER TABLE electronic_receipt NO FORCE ROW LEVEL SECURITY');
  await county.owner.query('DELETE FROM electronic_receipt WHERE serial = $1', [serial]);
  await county.owner.query('ALTER TABLE electronic_receipt FORCE ROW LEVEL SECURITY');
  await county.owner.query('ALTER TABLE electronic_receipt ENABLE ALWAYS TRIGGER electronic_receipt_never_changed');
  await county.owner.query("UPDATE electronic_receipt_series SET last_number = last_number - 1");
  await withActor(county.source, { actorId: 'test', offices: [FINANCE_OFFICE] }, (m) => m.query('UPDATE bank_receipt SET receipted = NULL, surcharge_fen = NULL WHERE serial = $1', [serial]));
  expect((await tie()).waiting).toBe(1);
  await county.owner.query('DELETE FROM outbox');
  await county.source.query('SELECT wake_unfinished_pages()');
  expect(await county.owner.query('SELECT workflow_id AS id FROM outbox')).toEqual([{ id: `bankimport/${importId}` }]);
  await work(importId);
  expect(await given(serial)).toMatchObject([{ running, kind: 'payment' }]);
  await tied();
});

it('after a restore it goes on behind the numbers that people of the lost hours hold, which are on record as left out', async () => {
  const { series: [before] } = await tie();
  expect(await skipElectronicReceipts(county.source)).toBe(1);
  const { reference } = await finedOnTheSpot(county);
  const [serial = ''] = await bankReports(county, [{ yuan: '100.00', reference }]);
  expect(await given(serial)).toMatchObject([{ running: (before?.last ?? 0) + 10_001 }]);
  expect((await tie()).series).toMatchObject([{ leftOut: 10_000 }]);
  await tied();
});

it('is never changed nor taken out, not by the application nor by its owner', async () => {
  for (const source of [county.source, county.owner]) {
    await expect(withActor(source, { actorId: 'test', offices: [FINANCE_OFFICE] }, (m) => m.query('UPDATE electronic_receipt SET fen = 1'))).rejects.toThrow();
    await expect(withActor(source, { actorId: 'test', offices: [FINANCE_OFFICE] }, (m) => m.query('DELETE FROM electronic_receipt'))).rejects.toThrow();
  }
});

it('another year has a series of its own', async () => {
  const { reference } = await finedOnTheSpot(county);
  const { importId, named: [serial = ''] } = await bankBrings(county, [{ yuan: '100.00', reference }]);
  await work(importId);
  const { at } = await legalNow(county.owner.manager);
  expect((await county.owner.query<{ year: string }[]>('SELECT substr(number, 7, 2) AS year FROM electronic_receipt WHERE serial = $1', [serial]))[0]?.year).toBe(chinaDateOf(at).slice(2, 4));
  expect(await withActor(county.source, { actorId: 'test', offices: [FINANCE_OFFICE] }, (m) => issueElectronicReceipts(m, { county: '610725', on: chinaDateOf(at), at }, 5))).toBe(0);
});
