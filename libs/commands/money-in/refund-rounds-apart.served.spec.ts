/** What stands apart in a mass refund: an odd case, what was asked for and got no line, a round that is taken back, one whose day has passed. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { paymentReference } from '#banking';
import { legalDate } from '#law';
import { openStore, withActor } from '#store';
import { openCounty, type TestCounty } from '../testing/county.ts';
import { ANNA, bankReports, BERT, doneOf, enterFinance, FINANCE_OFFICE, finedOnTheSpot } from '../testing/money.ts';
import type { MoneyInOutcome } from './receipts.ts';
import { approveRefundRound, askRefundRound, readLeftOut, readRefundRound, refundRoundPage, rejectRefundRound, withdrawRefundRound, type AskedRound, type LeftOut, type RefundRound } from './refund-rounds.ts';
import { askRefund, confirmRefund, readRefundsOf, refundPaid, type Refund } from './refunds.ts';

let county: TestCounty;
let owner: DataSource;
beforeAll(async () => {
  county = await openCounty();
  owner = await openStore(county.database.ownerUrl, { applicationName: 'test refund rounds apart' });
  await enterFinance(county);
});
afterAll(async () => {
  await owner.destroy();
  await county.close();
});

interface Overpaid { caseId: string; reference: string }
/** Fines of 100.00, each paid with 110.00, by reference. */
async function overpaid(many: number): Promise<Overpaid[]> {
  const fines: Overpaid[] = [];
  for (let n = 0; n < many; n += 1) fines.push(await finedOnTheSpot(county));
  await bankReports(county, fines.map(({ reference }) => ({ yuan: '110.00', reference })));
  return fines.sort((a, b) => (a.reference < b.reference ? -1 : 1));
}
const ask = async (asked: Partial<AskedRound> = {}): Promise<MoneyInOutcome<RefundRound>> => askRefundRound(county.deps, await county.actor(ANNA), { reason: '清退多缴款项', payBy: legalDate('2099-06-30'), basis: null, references: null, ground: null, pack: null, decidedFrom: null, decidedTo: null, ...asked });
/** Until it waits for people or is over; a page that fails for ever fails the test. */
const work = async (roundId: string): Promise<void> => { while ((await refundRoundPage(county.deps, roundId, 2)).more); };
const inFinance = <T>(look: Parameters<typeof withActor<T>>[2]): Promise<T> => withActor(county.source, { actorId: 'test', offices: [FINANCE_OFFICE] }, look);
const read = async (roundId: string): Promise<RefundRound> => { const found = await inFinance((m) => readRefundRound(m, roundId)); if (found === null) throw new Error('There is no such round.'); return found; };
const refundsOf = (roundId: string): Promise<Refund[]> => inFinance((m) => readRefundsOf(m, roundId, { status: null, after: null, limit: 100 }));
const leftOutOf = (roundId: string): Promise<LeftOut[]> => inFinance((m) => readLeftOut(m, roundId, { after: null, limit: 100 }));
const refusal = (code: string): unknown => expect.objectContaining({ status: 'refused', blockers: [expect.objectContaining({ code })] });
const spoilt = (caseId: string): Promise<unknown> => owner.query("UPDATE case_head SET state = jsonb_set(state::jsonb, '{pack}', '\"lost-pack\"') WHERE case_id = $1", [caseId]);
const mended = (caseId: string): Promise<unknown> => owner.query("UPDATE case_head SET state = jsonb_set(state::jsonb, '{pack}', '\"administrative-penalty-summary\"') WHERE case_id = $1", [caseId]);

describe('a case that cannot be judged', () => {
  it('is refused with its trouble when its turn comes to be ordered, and stops no other', async () => {
    const fines = await overpaid(3);
    const { roundId } = doneOf(await ask({ references: fines.map(({ reference }) => reference) }));
    await work(roundId);
    doneOf(await approveRefundRound(county.deps, await county.actor(BERT), roundId, (await read(roundId)).manifest ?? ''));
    await spoilt(fines[0]!.caseId);
    await work(roundId);
    expect((await refundsOf(roundId)).map(({ status, reasons }) => [status, reasons.map(({ code }) => code)])).toEqual([['refused', ['notJudged']], ['ordered', []], ['ordered', []]]);
    expect((await read(roundId)).status).toBe('settled');
    await mended(fines[0]!.caseId);
  });

  it('is left out with its trouble when lines are drawn up', async () => {
    const fines = await overpaid(3);
    await spoilt(fines[1]!.caseId);
    const { roundId } = doneOf(await ask({ references: fines.map(({ reference }) => reference) }));
    await work(roundId);
    expect((await refundsOf(roundId)).map(({ reference }) => reference)).toEqual([fines[0]!.reference, fines[2]!.reference]);
    expect([await leftOutOf(roundId), (await read(roundId)).leftOut]).toEqual([[{ reference: fines[1]!.reference, code: 'notJudged' }], 1]);
    doneOf(await withdrawRefundRound(county.deps, await county.actor(ANNA), roundId));
    // It is told of as well where nobody named it.
    const whole = doneOf(await ask()).roundId;
    await work(whole);
    expect(await leftOutOf(whole)).toEqual([{ reference: fines[1]!.reference, code: 'notJudged' }]);
    doneOf(await withdrawRefundRound(county.deps, await county.actor(ANNA), whole));
    await mended(fines[1]!.caseId);
  });

  it('is no reason to refuse anything while the record is away: the page is done again', async () => {
    const [fine] = await overpaid(1);
    const { roundId } = doneOf(await ask({ references: [fine!.reference] }));
    const away = Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
    // Whatever is asked of the law of a case.
    const law = new Proxy(county.deps.law, { get: (of, name) => (['book', 'bookFor', 'bookOfCase'].includes(String(name)) ? () => Promise.reject(away) : Reflect.get(of, name) as unknown) });
    await expect(refundRoundPage({ ...county.deps, law }, roundId, 2)).rejects.toThrow('terminating');
    await work(roundId);
    expect([await leftOutOf(roundId), (await refundsOf(roundId)).length]).toEqual([[], 1]);
    doneOf(await approveRefundRound(county.deps, await county.actor(BERT), roundId, (await read(roundId)).manifest ?? ''));
    await expect(refundRoundPage({ ...county.deps, law }, roundId, 2)).rejects.toThrow('terminating');
    await work(roundId);
    expect((await read(roundId)).byStatus).toEqual({ ordered: 1 });
  });
});

describe('what was wanted and got no line', () => {
  it('is listed with its reason', async () => {
    const [drawn, underWay, paid] = [...await overpaid(2), await finedOnTheSpot(county)];
    doneOf(await askRefund(county.deps, await county.actor(ANNA), { reference: underWay!.reference, fen: 100n, reason: '重复缴款', payBy: legalDate('2099-03-10') }));
    const unknown = paymentReference({ county: '610725', series: '01', year: 2025, number: 9_999_999 });
    const { roundId } = doneOf(await ask({ references: [drawn, underWay!, paid!].map(({ reference }) => reference).concat(unknown, unknown) }));
    await work(roundId);
    expect((await refundsOf(roundId)).map(({ reference }) => reference)).toEqual([drawn.reference]);
    expect(await leftOutOf(roundId)).toEqual([{ reference: underWay!.reference, code: 'refundUnderWay' }, { reference: paid!.reference, code: 'nothingRefundable' }, { reference: unknown, code: 'referenceUnknown' }].sort((a, b) => (a.reference < b.reference ? -1 : 1)));
    expect(await withActor(county.source, { actorId: 'test', offices: ['mianyang'] }, (m) => readLeftOut(m, roundId, { after: null, limit: 100 }))).toEqual([]);
    doneOf(await rejectRefundRound(county.deps, await county.actor(BERT), roundId));
  });

  it('may lie outside pack, days of decision or ground; both days count', async () => {
    const [fine] = await overpaid(1);
    const references = [fine!.reference];
    const [{ on } = { on: '' }] = await owner.query<{ on: string }[]>("SELECT (SELECT e ->> 'issuedOn' FROM jsonb_array_elements(state::jsonb -> 'papers') e LIMIT 1) AS on FROM case_head WHERE case_id = $1", [fine!.caseId]);
    const [before, after] = [-1, 1].map((days) => legalDate(new Date(Date.parse(on) + days * 86_400_000).toISOString().slice(0, 10)));
    const taken = async (asked: Partial<AskedRound>): Promise<boolean> => {
      const { roundId } = doneOf(await ask({ references, ...asked }));
      await work(roundId);
      const lines = (await refundsOf(roundId)).length;
      expect((await leftOutOf(roundId)).map(({ code }) => code)).toEqual(lines === 0 ? ['outsideSelection'] : []);
      if (lines > 0) doneOf(await withdrawRefundRound(county.deps, await county.actor(ANNA), roundId));
      return lines > 0;
    };
    expect(await taken({ pack: 'administrative-penalty-summary', decidedFrom: legalDate(on), decidedTo: legalDate(on), ground: 'overpaid' })).toBe(true);
    expect(await taken({ pack: 'administrative-penalty' })).toBe(false);
    expect(await taken({ decidedFrom: after! })).toBe(false);
    expect(await taken({ decidedTo: before! })).toBe(false);
    expect(await taken({ ground: 'quashed' })).toBe(false);
    expect(await ask({ pack: 'no-such-pack' })).toMatchObject({ status: 'invalid', errors: [{ field: 'pack', rule: 'packUnknown' }] });
    expect(await ask({ decidedFrom: after!, decidedTo: before! })).toMatchObject({ status: 'invalid', errors: [{ field: 'decidedTo', rule: 'order' }] });
  });
});

describe('a round that is not to go on', () => {
  it('is taken back by whoever asked, and by nobody else; its debts are free again', async () => {
    const [fine] = await overpaid(1);
    const references = [fine!.reference];
    const basis = { document: '勉财发〔2025〕18号', article: '第二条' };
    const { roundId } = doneOf(await ask({ references, basis }));
    await work(roundId);
    expect(await withdrawRefundRound(county.deps, await county.actor(BERT), roundId)).toEqual(refusal('notAsker'));
    expect(doneOf(await withdrawRefundRound(county.deps, await county.actor(ANNA), roundId))).toMatchObject({ status: 'withdrawn', basis, settledBy: null, byStatus: { withdrawn: 1 } });
    for (const undo of [withdrawRefundRound, rejectRefundRound]) expect(await undo(county.deps, await county.actor(ANNA), roundId)).toEqual(refusal('roundNotOpen'));
    expect(await approveRefundRound(county.deps, await county.actor(BERT), roundId, (await read(roundId)).manifest ?? '')).toEqual(refusal('roundNotOpen'));
    const [line] = await refundsOf(roundId);
    expect(await confirmRefund(county.deps, await county.actor(BERT), line!.refundId)).toEqual(refusal('refundNotOpen'));
    const drafting = doneOf(await ask({ references })).roundId;
    expect(doneOf(await withdrawRefundRound(county.deps, await county.actor(ANNA), drafting))).toMatchObject({ status: 'withdrawn', lines: null });
    await work(drafting);
    expect(await refundsOf(drafting)).toEqual([]);
    const again = doneOf(await ask({ references })).roundId;
    await work(again);
    expect(await read(again)).toMatchObject({ status: 'asked', lines: 1, leftOut: 0 });
    doneOf(await withdrawRefundRound(county.deps, await county.actor(ANNA), again));
  });

  it('is not approved when its day to pay has passed: every case would refuse', async () => {
    const [fine] = await overpaid(1);
    const { roundId } = doneOf(await ask({ references: [fine!.reference] }));
    await work(roundId);
    await owner.query("UPDATE refund_round SET pay_by = '2001-01-01' WHERE round_id = $1", [roundId]);
    expect(await approveRefundRound(county.deps, await county.actor(BERT), roundId, (await read(roundId)).manifest ?? '')).toEqual(refusal('payByPast'));
    expect((await read(roundId)).status).toBe('asked');
    doneOf(await rejectRefundRound(county.deps, await county.actor(BERT), roundId));
  });
});

describe("the treasury's list sent again after a stop", () => {
  it('goes on with the voucher that stands, and puts no other in its place', async () => {
    const [fine] = await overpaid(1);
    const { roundId } = doneOf(await ask({ references: [fine!.reference] }));
    await work(roundId);
    doneOf(await approveRefundRound(county.deps, await county.actor(BERT), roundId, (await read(roundId)).manifest ?? ''));
    await work(roundId);
    const [line] = await refundsOf(roundId);
    const paid = async (voucher: string, on: string): Promise<MoneyInOutcome<Refund>> => refundPaid(county.deps, await county.actor(ANNA), line!.refundId, { voucher, line: null, on: legalDate(on) }, roundId);
    const [{ on } = { on: '' }] = await owner.query<{ on: string }[]>('SELECT max(e.occurred_on)::text AS on FROM ledger_entry e WHERE case_id = $1', [fine!.caseId]);
    await owner.query("UPDATE debt_refund SET status = 'confirmed', voucher = 'W-1', paid_on = $2 WHERE refund_id = $1", [line!.refundId, on]);
    expect(await paid('W-2', on)).toEqual(refusal('refundNotOpen'));
    expect(await paid('W-1', '2001-01-01')).toEqual(refusal('refundNotOpen'));
    expect(doneOf(await paid('W-1', on))).toMatchObject({ status: 'paid', voucher: 'W-1', paidOn: on });
  });
});
