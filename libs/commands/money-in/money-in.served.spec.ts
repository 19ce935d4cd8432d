import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { readReceiptFile, readPaymentReference } from '#banking';
import { formatYuan, legalDate, parseYuan } from '#law';
import { openStore, recordIsAway, REFERENCES_LEFT_OUT, skipPaymentReferences, withActor } from '#store';
import { asSuperuser } from '../../../scripts/servers/databases.ts';
import type { CommandDeps } from '../deps.ts';
import { rebuild } from '../rebuild.ts';
import { openCounty, personId, type TestCounty } from '../testing/county.ts';
import { accountsOf, ANNA, BERT, enterFinance, FINANCE_OFFICE, finedOnTheSpot } from '../testing/money.ts';
import { mortal } from '../testing/mortal.ts';
import { bankImportPage } from './book.ts';
import { approveDecision, askDecision, confirmReturn, readDecisions, rejectDecision, type ReceiptDecision } from './decisions.ts';
import { importReceipts, retryImport, type Imported } from './import.ts';
import { readImport, readOpenReceipts, readReceiptsOf, type MoneyInOutcome } from './receipts.ts';

const BANK = 'abc';
let county: TestCounty;
let owner: DataSource;
beforeAll(async () => {
  county = await openCounty();
  owner = await openStore(county.database.ownerUrl, { applicationName: 'test money in' });
  await enterFinance(county);
});
afterAll(async () => {
  await owner.destroy();
  await county.close();
});

const fined = (): Promise<{ caseId: string; reference: string }> => finedOnTheSpot(county);

type Row = { serial: string; reference?: string; yuan?: string; on?: string; payer?: string; reverses?: string };
const fileOf = (rows: readonly Row[]): string => `汇总,${rows.length},${formatYuan(rows.reduce((sum, { yuan = '100.00' }) => sum + parseYuan(yuan), 0n))}\n流水号,类型,缴款码,金额,入账日期,付款人,原流水号\n${rows.map(({ serial, reference = '', yuan = '100.00', on = '2025-03-03', payer = '张三丰', reverses = '' }) => [serial, reverses === '' ? '收款' : '冲正', reference, yuan, on, payer, reverses].join(',')).join('\n')}\n`;

let serials = 0;
const serial = (): string => `N-${serials += 1}`;
async function bring(rows: readonly Row[], { deps = county.deps, n = ANNA }: { deps?: CommandDeps; n?: number } = {}): Promise<MoneyInOutcome<Imported>> {
  const bytes = new TextEncoder().encode(fileOf(rows));
  return importReceipts(deps, await county.actor(n), { bank: BANK, sha256: createHash('sha256').update(bytes).digest('hex'), receipts: readReceiptFile(() => [bytes]) });
}
function done<T>(outcome: MoneyInOutcome<T>): T {
  if (outcome.status !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.answer;
}
async function work(importId: string, deps = county.deps): Promise<void> { while ((await bankImportPage(deps, importId, 2)).more); }
/** The running number in a reference. */
const numberOf = (reference: string): number => Number(reference.slice(10, 18));
async function booked(rows: readonly Row[]): Promise<Imported> {
  const answer = done(await bring(rows));
  await work(answer.importId);
  return answer;
}
const finance = <T>(read: Parameters<typeof withActor<T>>[2]): Promise<T> => withActor(county.source, { actorId: 'test', offices: [FINANCE_OFFICE] }, read);
/** Of each line: what became of it, and why. */
const outcomes = async (importId: string): Promise<unknown[]> => (await finance((m) => readReceiptsOf(m, importId, { after: 0, status: null, limit: 100 }))).map(({ status, reasons, overFen }) => [status, ...reasons.map(({ code }) => code), ...(overFen === '0' ? [] : [overFen])]);
const accounts = (caseId: string): Promise<Record<string, string>> => accountsOf(county, caseId);
const OWED = { principal: '10000', treasury: '-10000' };
const PAID = { principal: '10000', paid: '-10000' };
const decide = async (n: number, decide: typeof approveDecision | typeof rejectDecision, id: string): Promise<MoneyInOutcome<ReceiptDecision>> => decide(county.deps, await county.actor(n), id);
const ask = async (n: number, asked: { serial: string; kind: 'match' | 'move' | 'return'; reference?: string }): Promise<MoneyInOutcome<ReceiptDecision>> => askDecision(county.deps, await county.actor(n), { bank: BANK, reason: '付款人来电说明', reference: null, ...asked });

describe('receipts of the bank', () => {
  it('find their debts by the reference of the served decision; what finds none lies in suspense with its reason', async () => {
    const [first, second] = [await fined(), await fined()];
    expect([first.reference, second.reference].map(readPaymentReference)).toEqual([first.reference, second.reference]);
    expect(first.reference).toMatch(/^6107250125/);
    const wrong = `${first.reference.slice(0, 19)}${(Number(first.reference.at(-1)) + 1) % 10}`;
    const answer = await booked([
      { serial: serial(), reference: first.reference }, { serial: serial(), reference: second.reference, yuan: '130.00' }, { serial: serial(), reference: wrong }, { serial: serial(), reference: '61072501250099999995' },
      { serial: serial(), reference: first.reference, on: '2025-03-02' }, { serial: serial(), reference: first.reference },
    ]);
    expect(answer).toMatchObject({ known: false, lines: 6, totalFen: '63000', byStatus: { waiting: 4, suspense: 2 } });
    expect(await outcomes(answer.importId)).toEqual([['booked'], ['booked', '3000'], ['suspense', 'referenceUnreadable'], ['suspense', expect.stringMatching(/^reference/)], ['suspense', 'noServedDecision'], ['booked', '10000']]);
    expect([await accounts(first.caseId), await accounts(second.caseId)]).toEqual([{ ...PAID, suspense: '-10000', treasury: '10000' }, { ...PAID, suspense: '-3000', treasury: '3000' }]);
    expect(await finance((m) => readImport(m, answer.importId))).toMatchObject({ byStatus: { waiting: 0, booked: 3, suspense: 3, failed: 0 }, over: 2 });
    expect((await finance((m) => readOpenReceipts(m, 'suspense', { after: null, limit: 10 }))).map(({ on, payer }) => [on, payer])).toEqual([['2025-03-02', '张**'], ['2025-03-03', '张**'], ['2025-03-03', '张**']]);
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  });

  it('come in once: the same file is the same import, the same serial the same money, with another content refused whole', async () => {
    const { caseId, reference } = await fined();
    const rows = [{ serial: serial(), reference, yuan: '40.00' }];
    const first = await booked(rows);
    expect(done(await bring(rows))).toMatchObject({ importId: first.importId, known: true });
    const more = await booked([...rows, { serial: serial(), reference, yuan: '60.00' }]);
    expect(more).toMatchObject({ known: false, lines: 2, repeated: [{ line: 3, serial: rows[0]?.serial }] });
    expect(await outcomes(more.importId)).toEqual([['booked']]);
    expect(await accounts(caseId)).toEqual(PAID);
    expect(await bring([{ serial: serial(), reference }, { ...rows[0]!, yuan: '41.00' }])).toMatchObject({ status: 'invalid', errors: [{ field: 'receipts.4.serial', rule: 'serialDiffers' }] });
    expect(await finance((m) => m.query('SELECT 1 FROM bank_receipt WHERE serial = $1', [`N-${serials}`]))).toEqual([]);
  });

  it('sent twice at the same moment come in once', async () => {
    const { caseId, reference } = await fined();
    const rows = [{ serial: serial(), reference }];
    const both = await Promise.all([bring(rows), bring(rows, { n: BERT })].map(async (one) => (await one).status));
    expect(both).toEqual(['done', 'done']);
    const [one] = await finance((m) => m.query<{ id: string }[]>('SELECT DISTINCT import_id AS id FROM bank_receipt WHERE serial = $1', [rows[0]?.serial]));
    await Promise.all([work(one!.id), work(one!.id)]);
    expect(await accounts(caseId)).toEqual(PAID);
  });

  it('files that share lines, sent at the same moment, bring each line in once', async () => {
    const { caseId, reference } = await fined();
    const shared = { serial: serial(), reference };
    const files = Array.from({ length: 8 }, () => [shared, { serial: serial() }]);
    const answers = (await Promise.all(files.map((rows, n) => bring(rows, n % 2 === 0 ? {} : { n: BERT })))).map(done);
    expect(answers.filter(({ repeated }) => repeated.length === 0)).toHaveLength(1);
    expect(answers.filter(({ repeated }) => repeated.length === 1)).toHaveLength(7);
    for (const { importId } of answers) await work(importId);
    expect(await accounts(caseId)).toEqual(PAID);
  });

  it('after a restore no reference is given that a lost paper may bear', async () => {
    const before = numberOf((await fined()).reference);
    expect(await skipPaymentReferences(county.source)).toBe(1);
    expect(numberOf((await fined()).reference)).toBe(before + REFERENCES_LEFT_OUT + 1);
  });

  it('a faulty file brings in nothing and names line, column and rule', async () => {
    const { reference } = await fined();
    const good = { serial: serial(), reference };
    expect(await bring([good, { serial: good.serial, reference }])).toMatchObject({ status: 'invalid', errors: [{ field: 'receipts.4.serial', rule: 'repeatedSerial' }] });
    expect(await finance((m) => m.query('SELECT 1 FROM bank_receipt WHERE serial = $1', [good.serial]))).toEqual([]);
  });

  it('a reversal takes back what was booked, or what lay in suspense, and nothing else', async () => {
    const { caseId, reference } = await fined();
    const [paid, odd] = [serial(), serial()];
    const first = await booked([{ serial: paid, reference }, { serial: odd, reference: 'x' }]);
    const back = { reference: '' };
    const second = await booked([{ ...back, serial: serial(), reverses: paid }, { ...back, serial: serial(), reverses: odd }, { ...back, serial: serial(), reverses: 'unknown' }, { ...back, serial: serial(), reverses: paid, yuan: '99.00' }, { ...back, serial: serial(), reverses: paid }]);
    expect(await outcomes(second.importId)).toEqual([['applied'], ['applied'], ['suspense', 'receiptUnknown'], ['suspense', 'amountDiffers'], ['suspense', 'reversedAlready']]);
    expect(await outcomes(first.importId)).toEqual([['reversed'], ['reversed']]);
    expect(await accounts(caseId)).toEqual(OWED);
    // In one file, whatever the order of its lines.
    const late = serial();
    const third = await booked([{ ...back, serial: serial(), reverses: late }, { serial: late, reference }]);
    expect(await outcomes(third.importId)).toEqual([['applied'], ['reversed']]);
    expect(await accounts(caseId)).toEqual(OWED);
  });
});

describe('what two of finance decide', () => {
  it('a receipt in suspense is matched by hand: asked with a reason by one, approved by another, then booked', async () => {
    const { caseId, reference } = await fined();
    const lost = serial();
    const { importId } = await booked([{ serial: lost, reference: '不详' }]);
    expect(await ask(ANNA, { serial: lost, kind: 'match', reference: '61072501259999999999' })).toMatchObject({ status: 'invalid', errors: [{ field: 'reference', rule: 'referenceUnknown' }] });
    expect(await ask(ANNA, { serial: lost, kind: 'move', reference })).toMatchObject({ status: 'refused', blockers: [{ code: 'receiptNotOpen' }] });
    const { decisionId } = done(await ask(ANNA, { serial: lost, kind: 'match', reference }));
    expect(await ask(BERT, { serial: lost, kind: 'return' })).toMatchObject({ status: 'refused', blockers: [{ code: 'decisionUnderWay' }] });
    expect(await decide(ANNA, approveDecision, decisionId)).toMatchObject({ status: 'refused', blockers: [{ code: 'makerIsChecker' }] });
    expect(await accounts(caseId)).toEqual(OWED);
    expect(await decide(BERT, approveDecision, decisionId)).toMatchObject({ status: 'done', answer: { status: 'approved', settledBy: personId(BERT) } });
    expect(await decide(BERT, approveDecision, decisionId)).toMatchObject({ status: 'refused', blockers: [{ code: 'decisionNotOpen' }] });
    await work(importId);
    expect(await outcomes(importId)).toEqual([['booked']]);
    expect(await accounts(caseId)).toEqual(PAID);
  });

  it('a wrong match is moved from one case to another, and back: each time it stands in one of them', async () => {
    const [wrong, right] = [await fined(), await fined()];
    const moved = serial();
    const { importId } = await booked([{ serial: moved, reference: wrong.reference }]);
    expect(await ask(ANNA, { serial: moved, kind: 'move', reference: wrong.reference })).toMatchObject({ status: 'invalid', errors: [{ rule: 'sameDebt' }] });
    for (const [from, to] of [[wrong, right], [right, wrong], [wrong, right]] as const) {
      const { decisionId } = done(await ask(ANNA, { serial: moved, kind: 'move', reference: to.reference }));
      done(await decide(BERT, approveDecision, decisionId));
      await work(importId);
      expect([await accounts(from.caseId), await accounts(to.caseId)]).toEqual([OWED, PAID]);
      expect(await county.owner.query('SELECT at_case FROM receipt_place WHERE receipt_id = $1', [`610725.${BANK}.${moved}`])).toEqual([{ at_case: to.caseId }]);
    }
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  });

  it('money goes back by the treasury alone: asked, approved by another, returned with the voucher', async () => {
    const odd = serial();
    const { importId } = await booked([{ serial: odd, reference: '' }]);
    const refusedOne = done(await ask(BERT, { serial: odd, kind: 'return' }));
    expect(await decide(ANNA, rejectDecision, refusedOne.decisionId)).toMatchObject({ status: 'done', answer: { status: 'rejected' } });
    const { decisionId } = done(await ask(ANNA, { serial: odd, kind: 'return' }));
    const confirm = async (voucher: string, on: string): Promise<MoneyInOutcome<ReceiptDecision>> => confirmReturn(county.deps, await county.actor(ANNA), decisionId, { voucher, on: legalDate(on) });
    expect(await confirm('国库退1', '2025-03-03')).toMatchObject({ status: 'refused', blockers: [{ code: 'decisionNotOpen' }] });
    done(await decide(BERT, approveDecision, decisionId));
    expect((await finance((m) => readDecisions(m, { onlyOpen: true, after: null, limit: 10 }))).map((one) => one.decisionId)).toEqual([decisionId]);
    expect(await confirm('国库退1', '2025-03-02')).toMatchObject({ status: 'invalid', errors: [{ field: 'on', rule: 'outOfTime' }] });
    expect(await confirm('国库退1', '2025-03-03')).toMatchObject({ status: 'done', answer: { status: 'returned', voucher: '国库退1' } });
    expect(await outcomes(importId)).toEqual([['returned', 'referenceUnreadable']]);
    // What the treasury has paid back is no money of ours any more.
    const { importId: second } = await booked([{ serial: serial(), reverses: odd }]);
    expect(await outcomes(second)).toEqual([['suspense', 'returnedAlready']]);
  });

  it('no one statement gives one person both hands, or changes what was imported', async () => {
    const odd = serial();
    await booked([{ serial: odd, reference: '' }]);
    const { decisionId } = done(await ask(ANNA, { serial: odd, kind: 'return' }));
    await expect(finance((m) => m.query("UPDATE receipt_decision SET status = 'approved', settled_by = asked_by, settled_at = now() WHERE decision_id = $1", [decisionId]))).rejects.toThrow('two_hands');
    await expect(finance((m) => m.query('UPDATE bank_receipt SET fen = fen + 1'))).rejects.toThrow('permission denied');
    await expect(finance((m) => m.query('DELETE FROM bank_import'))).rejects.toThrow('permission denied');
    await expect(county.owner.query('UPDATE payment_reference SET party = party')).rejects.toThrow();
    expect(await withActor(county.source, { actorId: 'x', offices: ['mianyang'] }, (m) => m.query('SELECT 1 FROM bank_receipt'))).toEqual([]);
    expect(await decide(1, approveDecision, decisionId)).toMatchObject({ status: 'notFound' });
  });
});

describe('killed at any commit', () => {
  it.each(['before', 'after'] as const)('just %s it, each receipt is booked, moved and taken back once', async (when) => {
    for (let at = 1; ; at += 1) {
      const [first, second] = [await fined(), await fined()];
      const [one, two] = [serial(), serial()];
      const { importId } = done(await bring([{ serial: one, reference: first.reference }, { serial: two, reference: first.reference, yuan: '30.00' }, { serial: serial(), yuan: '30.00', reverses: two }]));
      const life = async (): Promise<boolean> => {
        const { source, commits } = mortal(county.source, { at, when });
        const outcome = await work(importId, { ...county.deps, source }).catch((error: unknown) => error);
        expect(String(outcome)).toMatch(/undefined|killed/);
        await work(importId);
        return commits() < at;
      };
      const whole = await life();
      expect(await outcomes(importId)).toEqual([['booked'], ['reversed'], ['applied']]);
      expect(await accounts(first.caseId)).toEqual(PAID);
      const { decisionId } = done(await ask(ANNA, { serial: one, kind: 'move', reference: second.reference }));
      done(await decide(BERT, approveDecision, decisionId));
      await life();
      expect([await accounts(first.caseId), await accounts(second.caseId)]).toEqual([OWED, PAID]);
      expect(done(await retryImport(county.deps, await county.actor(ANNA), importId)).byStatus.failed).toBe(0);
      if (whole) break;
    }
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  });

  it.each(['before', 'after'] as const)('just %s it, receipts of cases that are booked side by side pay once, those of one case in their order', async (when) => {
    for (let at = 1; ; at += 2) {
      const cases = [await fined(), await fined(), await fined()];
      const halves = [1, 2].flatMap(() => cases.map(({ caseId, reference }) => ({ caseId, row: { serial: serial(), reference, yuan: '50.00' } })));
      const { importId } = done(await bring(halves.map(({ row }) => row)));
      const { source, commits } = mortal(county.source, { at, when });
      const outcome = await bankImportPage({ ...county.deps, source }, importId, 50).catch((error: unknown) => error);
      const whole = commits() < at;
      if (!whole) expect(String(outcome)).toContain('killed');
      while ((await bankImportPage(county.deps, importId, 50)).more);
      expect(await outcomes(importId)).toEqual(Array.from({ length: 6 }, () => ['booked']));
      for (const { caseId } of cases) {
        expect(await accounts(caseId)).toEqual(PAID);
        const rows = await owner.query<{ receipt: string }[]>("SELECT payload->>'receiptId' AS receipt FROM case_event WHERE case_id = $1 AND type = 'paymentBooked' ORDER BY seq", [caseId]);
        expect(rows.map(({ receipt }) => receipt.split('.').at(-1))).toEqual(halves.filter((half) => half.caseId === caseId).map(({ row }) => row.serial));
      }
      if (whole) break;
    }
  });

  it('a connection that is cut in the middle says nothing about the receipt: it waits, and is booked by the next', async () => {
    const { caseId, reference } = await fined();
    const { importId } = done(await bring([{ serial: serial(), reference }]));
    const cut = await owner.transaction(async (holder) => {
      await holder.query('SELECT 1 FROM case_head WHERE case_id = $1 FOR UPDATE', [caseId]);
      const [{ pid: own } = { pid: 0 }] = await holder.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
      const working = work(importId).then(() => null, (error: unknown) => error);
      await asSuperuser(county.database.superuserUrl, async (superuser) => {
        const cutOff = async (): Promise<boolean> => (await superuser.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))', [own])).rows.length > 0;
        while (!await cutOff()) await new Promise((resolve) => { setTimeout(resolve, 20); });
      });
      return working;
    });
    expect(recordIsAway(cut)).toBe(true);
    expect(await outcomes(importId)).toEqual([['waiting']]);
    await work(importId);
    expect(await accounts(caseId)).toEqual(PAID);
  });
});
