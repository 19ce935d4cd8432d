/** A mass refund: drawn up in pages, decided by a second person who has seen it, ordered case by case; stopped before and after every commit. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { legalDate } from '#law';
import { openStore, rearmCases, withActor } from '#store';
import type { CommandDeps } from '../deps.ts';
import { rebuild } from '../rebuild.ts';
import { openCounty, type TestCounty } from '../testing/county.ts';
import { accountsOf, ANNA, bankBrings, bankReports, BERT, doneOf, enterFinance, FINANCE_OFFICE, finedOnTheSpot } from '../testing/money.ts';
import { mortal } from '../testing/mortal.ts';
import { bankImportPage } from './book.ts';
import type { MoneyInOutcome } from './receipts.ts';
import { approveRefundRound, askRefundRound, readRefundRound, refundRoundPage, rejectRefundRound, type AskedRound, type RefundRound } from './refund-rounds.ts';
import { askRefund, confirmRefund, readRefundsOf, refundPaid, rejectRefund, type Refund } from './refunds.ts';

const TODAY = legalDate('2025-03-03');
let county: TestCounty;
let owner: DataSource;
beforeAll(async () => {
  county = await openCounty();
  owner = await openStore(county.database.ownerUrl, { applicationName: 'test refund rounds' });
  await enterFinance(county);
});
afterAll(async () => {
  await owner.destroy();
  await county.close();
});

interface Overpaid { caseId: string; reference: string; serials: string[] }
/** Fines of 100.00, each paid with 110.00, 120.00 and so on. */
async function overpaid(many: number): Promise<Overpaid[]> {
  const fines: Overpaid[] = [];
  for (let n = 0; n < many; n += 1) fines.push({ ...await finedOnTheSpot(county), serials: [] });
  const serials = await bankReports(county, fines.flatMap(({ reference }, n) => [{ yuan: '100.00', reference }, { yuan: `${10 * (n + 1)}.00`, reference }]));
  return fines.map((one, n) => ({ ...one, serials: serials.slice(2 * n, 2 * n + 2) })).sort((a, b) => (a.reference < b.reference ? -1 : 1));
}
const ask = async (asked: Partial<AskedRound> = {}, n = ANNA): Promise<MoneyInOutcome<RefundRound>> => askRefundRound(county.deps, await county.actor(n), { reason: '清退多缴款项', payBy: legalDate('2099-06-30'), basis: null, references: null, ground: null, pack: null, decidedFrom: null, decidedTo: null, ...asked });
const approve = async (roundId: string, manifest: string, n = BERT, deps: CommandDeps = county.deps): Promise<MoneyInOutcome<RefundRound>> => approveRefundRound(deps, await county.actor(n), roundId, manifest);
const work = async (roundId: string, deps: CommandDeps = county.deps): Promise<void> => { while ((await refundRoundPage(deps, roundId, 2)).more); };
const inFinance = <T>(look: Parameters<typeof withActor<T>>[2]): Promise<T> => withActor(county.source, { actorId: 'test', offices: [FINANCE_OFFICE] }, look);
const read = async (roundId: string): Promise<RefundRound> => { const found = await inFinance((m) => readRefundRound(m, roundId)); if (found === null) throw new Error('There is no such round.'); return found; };
const refundsOf = (roundId: string): Promise<Refund[]> => inFinance((m) => readRefundsOf(m, roundId, { status: null, after: null, limit: 100 }));
const refusal = (code: string): unknown => expect.objectContaining({ status: 'refused', blockers: [expect.objectContaining({ code })] });
const woken = async (id: string, kind = 'refundround'): Promise<boolean> => (await owner.query<object[]>('SELECT 1 FROM outbox WHERE workflow_id = $1', [`${kind}/${id}`])).length > 0;

describe('a round of refunds', () => {
  it('is drawn up in pages, approved by a second person by its manifest, ordered case by case, and paid line by line', async () => {
    const fines = await overpaid(3);
    const { roundId } = doneOf(await ask({ references: fines.map(({ reference }) => reference) }));
    expect(await woken(roundId)).toBe(true);
    expect(await approve(roundId, 'f'.repeat(64))).toEqual(refusal('roundNotOpen'));
    await work(roundId);
    const lines = await refundsOf(roundId);
    expect(lines.map(({ reference, status, roundId: of }) => [reference, status, of])).toEqual(fines.map(({ reference }) => [reference, 'asked', roundId]));
    const manifest = createHash('sha256').update(lines.map(({ reference, fen }) => `${reference} ${fen}\n`).join('')).digest('hex');
    expect(await read(roundId)).toMatchObject({ status: 'asked', lines: 3, totalFen: '6000', manifest, byStatus: { asked: 3 } });
    // Neither by whoever asked, nor unseen, nor one by one.
    expect(await approve(roundId, manifest, ANNA)).toEqual(refusal('makerIsChecker'));
    expect(await approve(roundId, '0'.repeat(64))).toEqual(refusal('manifestDiffers'));
    expect(await confirmRefund(county.deps, await county.actor(BERT), lines[0]!.refundId)).toEqual(refusal('partOfRound'));
    expect(await rejectRefund(county.deps, await county.actor(BERT), lines[0]!.refundId)).toEqual(refusal('partOfRound'));
    // Between drawing up and approval the bank takes one back: its case refuses, the others go on.
    await bankReports(county, [{ yuan: (Number(lines[1]!.fen) / 100).toFixed(2), reverses: fines[1]!.serials[1]! }]);
    doneOf(await approve(roundId, manifest));
    await work(roundId);
    expect(await read(roundId)).toMatchObject({ status: 'settled', byStatus: { ordered: 2, refused: 1 } });
    expect((await refundsOf(roundId)).map(({ status, reasons }) => [status, reasons.map(({ code }) => code)])).toEqual([['ordered', []], ['refused', ['aboveRefundable']], ['ordered', []]]);
    const paid = async (refundId: string, voucher: string, round = roundId): Promise<MoneyInOutcome<Refund>> => refundPaid(county.deps, await county.actor(ANNA), refundId, { voucher, line: null, on: TODAY }, round);
    for (const [n, index] of [[1, 0], [2, 2]] as const) for (const again of [1, 2]) expect({ again, answer: await paid(lines[index]!.refundId, `M-${n}`) }).toMatchObject({ answer: { status: 'done', answer: { status: 'paid', voucher: `M-${n}` } } });
    expect(await paid(lines[0]!.refundId, 'M-9')).toEqual(refusal('refundNotOpen'));
    expect(await paid(lines[0]!.refundId, 'M-1', '00000000-0000-4000-8000-000000000000')).toEqual({ status: 'notFound' });
    for (const { caseId } of fines) expect(await accountsOf(county, caseId)).toEqual({ principal: '10000', paid: '-10000' });
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  });

  it('takes what is asked for already as it is, is turned down whole, and one that finds nothing is over', async () => {
    const [one, two] = await overpaid(2);
    doneOf(await askRefund(county.deps, await county.actor(ANNA), { reference: one!.reference, fen: 100n, reason: '重复缴款', payBy: legalDate('2099-03-10') }));
    const { roundId } = doneOf(await ask({ ground: 'overpaid' }));
    await work(roundId);
    expect((await refundsOf(roundId)).map(({ reference }) => reference)).toEqual([two!.reference]);
    expect(await rejectRefundRound(county.deps, await county.actor(ANNA), roundId)).toEqual(refusal('makerIsChecker'));
    expect(doneOf(await rejectRefundRound(county.deps, await county.actor(BERT), roundId))).toMatchObject({ status: 'rejected', byStatus: { rejected: 1 } });
    const other = doneOf(await ask({ ground: 'quashed' })).roundId;
    await work(other);
    expect(await read(other)).toMatchObject({ status: 'settled', lines: 0, totalFen: '0' });
    expect(await ask({ references: ['123'] })).toMatchObject({ status: 'invalid', errors: [{ field: 'references.0', rule: 'referenceUnknown' }] });
    expect(await ask({ payBy: legalDate('2001-01-01') })).toMatchObject({ status: 'invalid', errors: [{ field: 'payBy' }] });
    // Those of another office know nothing of it.
    expect(await withActor(county.source, { actorId: 'test', offices: ['mianyang'] }, (m) => readRefundRound(m, roundId))).toBe(null);
  });

  it('is woken again when Temporal has forgotten it, with every import that is not booked', async () => {
    const { roundId } = doneOf(await ask({ ground: 'quashed' }));
    const { importId } = await bankBrings(county, [{ yuan: '100.00', reference: (await finedOnTheSpot(county)).reference }]);
    await owner.query('DELETE FROM outbox');
    await rearmCases(county.source, { everything: true });
    expect([await woken(roundId), await woken(importId, 'bankimport')]).toEqual([true, true]);
    await work(roundId);
    while ((await bankImportPage(county.deps, importId, 10)).more);
    await owner.query('DELETE FROM outbox');
    await rearmCases(county.source, { everything: true });
    expect([await woken(roundId), await woken(importId, 'bankimport')]).toEqual([false, false]);
  });
});

describe('killed at any commit', () => {
  it.each(['before', 'after'] as const)('just %s it, each refund of a round is ordered once', async (when) => {
    for (let at = 1; ; at += 1) {
      const fines = await overpaid(3);
      const { reference: nothingOver } = await finedOnTheSpot(county);
      const { roundId } = doneOf(await ask({ references: [nothingOver, ...fines.map(({ reference }) => reference)] }));
      const life = async (act: (deps: CommandDeps) => Promise<unknown>): Promise<boolean> => {
        const { source, commits } = mortal(county.source, { at, when });
        await act({ ...county.deps, source }).catch((error: unknown) => { expect(String(error)).toMatch(/killed/); });
        await act(county.deps);
        return commits() < at;
      };
      const drawn = await life((deps) => work(roundId, deps));
      const { manifest, lines, leftOut } = await read(roundId);
      expect([lines, leftOut]).toEqual([3, 1]);
      doneOf(await approve(roundId, manifest ?? ''));
      const settled = await life((deps) => work(roundId, deps));
      expect(await read(roundId)).toMatchObject({ status: 'settled', byStatus: { ordered: 3 } });
      expect((await Promise.all(fines.map(({ caseId }) => accountsOf(county, caseId)))).map(({ refundable }) => Number(refundable)).sort((a, b) => a - b)).toEqual([-3000, -2000, -1000]);
      if (drawn && settled) break;
    }
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  }, 240_000);
});
