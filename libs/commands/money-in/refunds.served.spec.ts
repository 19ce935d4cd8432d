import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { legalDate, parseYuan } from '#law';
import { openStore, withActor } from '#store';
import type { CommandDeps } from '../deps.ts';
import { rebuild } from '../rebuild.ts';
import { openCounty, personId, type TestCounty } from '../testing/county.ts';
import { accountsOf, ANNA, bankReports, BERT, doneOf, enterFinance, FINANCE_OFFICE, finedOnTheSpot } from '../testing/money.ts';
import { mortal } from '../testing/mortal.ts';
import type { MoneyInOutcome } from './receipts.ts';
import { askRefund, confirmRefund, readRefundables, readRefunds, refundPaid, refundReturned, rejectRefund, uncoveredRefunds, type Refund } from './refunds.ts';

const TODAY = legalDate('2025-03-03');
let county: TestCounty;
let owner: DataSource;
beforeAll(async () => {
  county = await openCounty();
  owner = await openStore(county.database.ownerUrl, { applicationName: 'test refunds' });
  await enterFinance(county);
});
afterAll(async () => {
  await owner.destroy();
  await county.close();
});

interface Fined { caseId: string; reference: string; serials: string[] }
/** A fine of 100.00 with what was paid of it, in yuan, on 2025-03-03. */
async function fined(...paid: string[]): Promise<Fined> {
  const { caseId, reference } = await finedOnTheSpot(county);
  return { caseId, reference, serials: await bank(paid.map((yuan) => ({ yuan, reference }))) };
}

const bank = (rows: Parameters<typeof bankReports>[1]): Promise<string[]> => bankReports(county, rows);
const done = doneOf;
const accounts = (caseId: string): Promise<Record<string, string>> => accountsOf(county, caseId);
const PAID = { principal: '10000', paid: '-10000' };
const ask = async (reference: string, yuan: string, n = ANNA): Promise<MoneyInOutcome<Refund>> => askRefund(county.deps, await county.actor(n), { reference, fen: parseYuan(yuan), reason: '重复缴款', payBy: legalDate('2099-03-10') });
const confirm = async (refundId: string, n = BERT, deps: CommandDeps = county.deps): Promise<MoneyInOutcome<Refund>> => confirmRefund(deps, await county.actor(n), refundId);
const pay = async (refundId: string, voucher: string, deps: CommandDeps = county.deps, line: number | null = null): Promise<MoneyInOutcome<Refund>> => refundPaid(deps, await county.actor(ANNA), refundId, { voucher, line, on: TODAY });
const giveUp = async (refundId: string): Promise<MoneyInOutcome<Refund>> => refundReturned(county.deps, await county.actor(ANNA), refundId, { on: TODAY, reason: '账户已销户' });
const refusal = (code: string): unknown => expect.objectContaining({ status: 'refused', blockers: [expect.objectContaining({ code })] });
/** Ordered: asked by one, confirmed by the other. */
async function ordered(reference: string, yuan: string): Promise<string> {
  const { refundId } = done(await ask(reference, yuan));
  expect(done(await confirm(refundId))).toMatchObject({ status: 'ordered', reasons: [] });
  return refundId;
}

describe('money that goes back', () => {
  it('is listed with its reason, asked for by one, confirmed by another and paid by the treasury', async () => {
    const { caseId, reference } = await fined('130.00');
    const list = await readRefundables(county.deps, await county.actor(ANNA), { after: null, limit: 100 });
    expect(list.items.find((one) => one.reference === reference)).toMatchObject({ fen: 3000n, ground: 'overpaid', article: { en: expect.stringContaining('art. 122') } });
    expect(await ask(reference, '30.01')).toEqual(refusal('aboveRefundable'));
    const { refundId } = done(await ask(reference, '30.00'));
    expect(await ask(reference, '1.00', BERT)).toEqual(refusal('refundUnderWay'));
    expect(await confirm(refundId, ANNA)).toEqual(refusal('makerIsChecker'));
    expect(await confirm(refundId, 1)).toMatchObject({ status: 'notFound' });
    expect(await pay(refundId, 'V-0')).toEqual(refusal('refundNotOpen'));
    expect(done(await confirm(refundId))).toMatchObject({ status: 'ordered', settledBy: personId(BERT) });
    expect(await accounts(caseId)).toEqual({ ...PAID, refundable: '-3000', treasury: '3000' });
    expect(done(await pay(refundId, 'V-1'))).toMatchObject({ status: 'paid', voucher: 'V-1' });
    expect(await accounts(caseId)).toEqual(PAID);
    expect(await pay(refundId, 'V-1')).toEqual(refusal('refundNotOpen'));
    expect((await readRefundables(county.deps, await county.actor(ANNA), { after: null, limit: 100 })).items.map((one) => one.reference)).not.toContain(reference);
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  });

  it('is turned down by a second person only, and a voucher of the treasury stands for one refund', async () => {
    const { reference } = await fined('150.00');
    const first = done(await ask(reference, '50.00'));
    expect(await rejectRefund(county.deps, await county.actor(ANNA), first.refundId)).toEqual(refusal('makerIsChecker'));
    expect(done(await rejectRefund(county.deps, await county.actor(BERT), first.refundId))).toMatchObject({ status: 'rejected' });
    const [one, two] = [await ordered(reference, '20.00'), await ordered(reference, '30.00')];
    done(await pay(one, 'V-2'));
    expect(await pay(two, 'V-2')).toEqual(refusal('voucherUsed'));
  });

  it('by one voucher with a list: each line stands for one; a voucher entered whole has no lines, one with lines stands for nothing whole', async () => {
    const { reference } = await fined('150.00');
    const [one, two, three] = [await ordered(reference, '5.00'), await ordered(reference, '6.00'), await ordered(reference, '7.00')];
    done(await pay(one, 'L-1', county.deps, 1));
    expect(await pay(two, 'L-1', county.deps, 1)).toEqual(refusal('voucherUsed'));
    expect(await pay(two, 'L-1')).toEqual(refusal('voucherUsed'));
    expect(done(await pay(two, 'L-1', county.deps, 2))).toMatchObject({ status: 'paid', voucher: 'L-1', voucherLine: 2 });
    done(await pay(three, 'L-2'));
    const four = await ordered(reference, '8.00');
    expect(await pay(four, 'L-2', county.deps, 1)).toEqual(refusal('voucherUsed'));
    const five = await ordered(reference, '9.00');
    const atOnce = await Promise.all([pay(four, 'L-3'), pay(five, 'L-3', county.deps, 1)]);
    expect(atOnce.map(({ status }) => status).sort()).toEqual(['done', 'refused']);
  });

  it('comes back and may be ordered again; a reversal by the bank in between stops the payment until it is given up', async () => {
    const back = await fined('130.00');
    const first = await ordered(back.reference, '30.00');
    done(await pay(first, 'V-3'));
    expect(done(await giveUp(first))).toMatchObject({ status: 'returned' });
    expect(await accounts(back.caseId)).toEqual({ ...PAID, suspense: '-3000', treasury: '3000' });
    await ordered(back.reference, '30.00');
    const taken = await fined('100.00', '100.00');
    const second = await ordered(taken.reference, '100.00');
    await bank([{ yuan: '100.00', reverses: taken.serials[1]! }]);
    const open = await withActor(county.source, { actorId: 'test', offices: [FINANCE_OFFICE] }, (m) => readRefunds(m, { onlyOpen: true, after: null, limit: 100 }));
    expect([...await uncoveredRefunds(county.deps, open)]).toEqual([second]);
    expect(done(await pay(second, 'V-4'))).toMatchObject({ status: 'ordered', voucher: null, reasons: [{ code: 'noLongerRefundable' }] });
    done(await giveUp(second));
    expect(await accounts(taken.caseId)).toEqual(PAID);
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  });

  it('meeting a reversal or another refund at the same moment, never goes out above what is there', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { caseId, reference, serials: [, twice = ''] } = await fined('100.00', '100.00');
      const { refundId } = done(await ask(reference, '100.00'));
      const both = await Promise.all([confirm(refundId), confirm(refundId), ask(reference, '100.00', BERT), bank([{ yuan: '100.00', reverses: twice }])]);
      const settled = done(both[0]).status === 'approved' ? done(await confirm(refundId)) : done(both[0]);
      const paid = settled.status === 'ordered' ? done(await pay(refundId, `R-${round}`)) : settled;
      expect(['refused', 'ordered']).toContain(paid.status);
      if (paid.status === 'ordered') done(await giveUp(refundId));
      expect(await accounts(caseId)).toEqual(PAID);
    }
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  });
});

describe('killed at any commit', () => {
  it.each(['before', 'after'] as const)('just %s it, a refund is ordered and paid once when the act is sent again', async (when) => {
    for (let at = 1; ; at += 1) {
      const { caseId, reference } = await fined('130.00');
      const { refundId } = done(await ask(reference, '30.00'));
      const life = async (act: (deps: CommandDeps) => Promise<unknown>): Promise<boolean> => {
        const { source, commits } = mortal(county.source, { at, when });
        await act({ ...county.deps, source }).catch((error: unknown) => { expect(String(error)).toMatch(/killed/); });
        await act(county.deps);
        return commits() < at;
      };
      const whole = [await life((deps) => confirm(refundId, BERT, deps)), await life((deps) => pay(refundId, `K-${when}-${at}`, deps))];
      expect(await accounts(caseId)).toEqual(PAID);
      if (whole.every(Boolean)) break;
    }
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  });
});
