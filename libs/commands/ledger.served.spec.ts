import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asSuperuser } from '../../scripts/servers/databases.ts';
import { legalDate, startOfDay } from '#law';
import { ledgerBalances, MACHINE, openStore, readHead, stepLegalClock, withActor } from '#store';
import type { DataSource } from 'typeorm';
import { advanceCases } from './advance-cases.ts';
import { keepLedger } from './ledger.ts';
import type { CommandOutcome } from './outcome.ts';
import { rebuild } from './rebuild.ts';
import { stateOf } from './record.ts';
import { openCounty, type TestCounty } from './testing/county.ts';
import { accountsOf, finedOnTheSpot } from './testing/money.ts';

let county: TestCounty;
let owner: DataSource;
beforeAll(async () => {
  county = await openCounty();
  owner = await openStore(county.database.ownerUrl, { applicationName: 'test ledger' });
});
afterAll(async () => {
  await owner.destroy();
  await county.close();
});

const stepTo = (day: string) => withActor(county.source, { actorId: 'test', offices: [] }, (manager) => stepLegalClock(manager, startOfDay(legalDate(day))));

/** A fine of 100.00, handed over on a day. */
const served = async (on = '2025-03-10'): Promise<string> => (await finedOnTheSpot(county, on)).caseId;

const bank = (caseId: string, command: Record<string, unknown> & { type: 'bookPayment' | 'reversePayment' }): Promise<CommandOutcome> => county.send(1, caseId, command, { actor: { kind: 'machine', personId: MACHINE } });
const pays = (caseId: string, receiptId: string, fen: string, on: string) => bank(caseId, { type: 'bookPayment', receiptId, reference: 'REF1', debt: 'fine', party: 'p1', on, fen });
const accounts = (caseId: string): Promise<Record<string, string>> => accountsOf(county, caseId);

describe('the ledger', () => {
  it('holds the obligation with its service, each receipt and each reversal in the transaction of its event, and the rebuild finds it whole', async () => {
    const caseId = await served('2025-03-03');
    expect(await accounts(caseId)).toEqual({ principal: '10000', treasury: '-10000' });
    await stepTo('2025-03-10');
    expect(await pays(caseId, 'BANK-1', '10000', '2025-03-07')).toMatchObject({ status: 'done', events: [{ event: { type: 'paymentBooked', occurredOn: '2025-03-07', paidInFullOn: '2025-03-07' } }] });
    expect(await accounts(caseId)).toEqual({ principal: '10000', paid: '-10000' });
    expect(await pays(caseId, 'BANK-1', '10000', '2025-03-07')).toMatchObject({ status: 'done', events: [] });
    expect(await county.owner.query("SELECT status FROM clock WHERE case_id = $1 AND code = 'PEN-09'", [caseId])).toEqual([{ status: 'ended' }]);
    expect(await bank(caseId, { type: 'reversePayment', receiptId: 'BANK-1', on: '2025-03-10' })).toMatchObject({ status: 'done', events: [{ event: { type: 'paymentReversed', paidInFullOn: null } }] });
    expect(await accounts(caseId)).toEqual({ principal: '10000', treasury: '-10000' });
    expect(await county.owner.query("SELECT status FROM clock WHERE case_id = $1 AND code = 'PEN-09'", [caseId])).toEqual([{ status: 'running' }]);
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  });

  it('refuses a receipt that another case has, and money that people enter', async () => {
    const [first, second] = [await served(), await served()];
    expect(await pays(first, 'BANK-2', '100', '2025-03-10')).toMatchObject({ status: 'done' });
    expect(await pays(second, 'BANK-2', '100', '2025-03-10')).toMatchObject({ status: 'refused', blockers: [{ code: 'receiptBookedElsewhere' }] });
    expect(await accounts(second)).toEqual({ principal: '10000', treasury: '-10000' });
    expect(await county.send(1, second, { type: 'bookPayment', receiptId: 'BANK-3', reference: 'R', debt: 'fine', party: 'p1', on: '2025-03-10', fen: '100' })).toMatchObject({ status: 'refused', blockers: [{ code: 'moneyComesFromTheBank' }] });
  });

  it('keeps the database from what does not balance, from changes, and from other offices', async () => {
    const caseId = await served();
    const as = <T>(offices: string[], work: Parameters<typeof withActor<T>>[2]) => withActor(county.source, { actorId: 'x', offices }, work);
    const posting = (fen: number) => `INSERT INTO ledger_posting (case_id, entry_id, n, office_id, account, party, debt, fen) SELECT case_id, entry_id, 3, office_id, 'principal', 'p1', 'fine', ${fen} FROM ledger_entry WHERE case_id = '${caseId}'`;
    await expect(as(['mianyang'], (m) => m.query(posting(1)))).rejects.toThrow('Debits do not equal credits');
    await expect(as(['mianyang'], (m) => m.query(`INSERT INTO ledger_entry (case_id, entry_id, office_id, seq, kind, occurred_on, recorded_at, cite) VALUES ('${caseId}', 'x', 'mianyang', 1, 'corrected', '2025-03-03', now(), '{}')`))).rejects.toThrow('Debits do not equal credits');
    await expect(as(['mianyang'], (m) => m.query('UPDATE ledger_posting SET fen = fen + 1'))).rejects.toThrow('permission denied');
    await expect(county.owner.query('UPDATE ledger_posting SET fen = fen + 1')).rejects.toThrow();
    await expect(county.owner.query('DELETE FROM ledger_entry')).rejects.toThrow();
    expect(await as(['wuhou'], (m) => m.query('SELECT 1 FROM ledger_entry'))).toEqual([]);
    expect(await as(['mianyang'], (m) => m.query('SELECT 1 FROM ledger_entry WHERE case_id = $1', [caseId]))).toHaveLength(1);
  });

  it('is mended from the record where somebody got past the triggers', async () => {
    const caseId = await served();
    expect(await pays(caseId, 'BANK-4', '4000', '2025-03-10')).toMatchObject({ status: 'done' });
    await asSuperuser(county.database.superuserUrl, async (client) => {
      const tables = ['ledger_posting', 'ledger_entry'];
      for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      for (const table of tables) await client.query(`DELETE FROM ${table} WHERE case_id = $1 AND entry_id IN (SELECT entry_id FROM ledger_entry WHERE case_id = $1 AND kind = 'receiptBooked')`, [caseId]);
      for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER; ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_never_changed; ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_never_emptied`);
    });
    const { differences } = await rebuild(owner, county.deps.law, { apply: true });
    expect(differences.map(({ table, key }) => [table, key])).toEqual([['ledger_posting', 'paid.p1.fine.principal'], ['ledger_posting', 'treasury.p1.fine']]);
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
    expect(await accounts(caseId)).toEqual({ principal: '10000', paid: '-4000', treasury: '-6000' });
  });

  it('writes an entry anew that was taken back and is given again, as often as that happens', async () => {
    const caseId = await served();
    // As a stay of execution does it: the period to pay stands still, and goes on.
    for (const round of [1, 2]) {
      await withActor(county.source, { actorId: 'test', offices: ['mianyang'] }, async (manager) => {
        const head = (await readHead(manager, caseId))!;
        const state = await stateOf(manager, head);
        const book = await county.deps.law.bookFor(manager, head);
        const without = { ...state, papers: state.papers.map((paper) => ({ ...paper, served: {} })) };
        const of = { officeId: head.officeId, at: head.lastRecordedAt, book, bookBefore: book };
        await keepLedger(manager, { before: state, state: without, ...of });
        expect(await ledgerBalances(manager, caseId)).toEqual([]);
        await keepLedger(manager, { before: without, state, ...of });
      });
      expect({ round, ...await accounts(caseId) }).toEqual({ round, principal: '10000', treasury: '-10000' });
    }
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  });

  it('a payment reported after the period had lapsed withdraws the lapse', async () => {
    const caseId = await served();
    await stepTo('2025-03-27');
    await advanceCases(county.deps, [caseId]);
    expect(await pays(caseId, 'BANK-5', '10000', '2025-03-25')).toMatchObject({ status: 'done', events: [{ event: { type: 'paymentBooked' } }, { event: { type: 'lapseWithdrawn' } }] });
    expect((await rebuild(owner, county.deps.law)).differences).toEqual([]);
  });
});
