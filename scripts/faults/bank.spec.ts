import { describe, expect, it } from '@jest/globals';
import type { Client } from 'pg';
import { legalDate } from '#law';
import { Chance } from '../rehearse/chance.ts';
import { Bank } from './bank.ts';
import type { Desk } from './desk.ts';

const on = legalDate('2025-06-02');
interface Sent { receipts: { serial: string; amount: string; kind?: string; reverses?: string }[] }

/** A bank that reported until there are so many receipts, with what the service would have been sent. */
async function reported(many: number, status = 201): Promise<{ bank: Bank; sent: Sent['receipts']; desk: Desk }> {
  const bank = new Bank();
  const sent = new Map<string, Sent['receipts'][number]>();
  const desk = {
    get: () => Promise.resolve({ status: 200, body: { debts: [{ paymentReference: null, balance: '1.00' }, { paymentReference: '61072501250000001273', balance: '8000.00' }] } }),
    post: (_path: string, _by: string, body: Sent) => {
      for (const one of body.receipts) sent.set(one.serial, one);
      return Promise.resolve({ status, body: {} });
    },
  } as unknown as Desk;
  const chance = new Chance(7);
  for (let n = 0; n < 500 && sent.size < many; n += 1) await bank.report(desk, 'a', { by: 'r.head.a', chance, on });
  return { bank, sent: [...sent.values()], desk };
}

type Row = Record<string, unknown> & { serial: string };
const rowOf = ({ serial, amount, reverses }: Sent['receipts'][number]): Row => ({ serial, fen: amount.replace('.', ''), reverses: reverses ?? null, status: reverses === undefined ? 'booked' : 'suspense', booked: reverses === undefined ? 1 : 0, taken_back: 0, in_case: reverses === undefined ? 'a' : null });
const record = (rows: readonly Row[]): Client => ({ query: () => Promise.resolve({ rows }) }) as unknown as Client;

describe('what the bank reported, against the record', () => {
  it('is drawn in part, in full, by a wrong reference and back, and agrees where each stands once', async () => {
    const { bank, sent } = await reported(60);
    expect(new Set(sent.map(({ amount }) => amount)).size).toBeGreaterThan(1);
    expect(sent.some(({ kind }) => kind === 'reversal')).toBe(true);
    expect(await bank.compare(record(sent.map(rowOf)))).toMatchObject({ settled: sent.length, faults: [] });
  });

  it.each<[string, (rows: Row[]) => Row[], RegExp]>([
    ['lost', (rows) => rows.slice(1), /F-1 was taken in and is not in the record/],
    ['with another sum', (rows) => rows.map((row) => (row.serial === 'F-1' ? { ...row, fen: '1' } : row)), /F-1 stands otherwise/],
    ['of nobody', (rows) => [...rows, { ...rows[0], serial: 'F-999' }], /F-999 .* acknowledged to nobody/],
    ['left waiting', (rows) => rows.map((row) => (row.serial === 'F-1' ? { ...row, status: 'waiting' } : row)), /F-1 is waiting/],
    ['booked twice', (rows) => rows.map((row) => (row.serial === 'F-1' ? { ...row, booked: 2 } : row)), /F-1 is booked, was booked 2 times/],
    ['said to be booked and in no case', (rows) => rows.map((row) => (row.serial === 'F-1' ? { ...row, in_case: null } : row)), /F-1 .* stands in no case/],
    ['taken back and still in a case', (rows) => rows.map((row) => (row.serial === 'F-1' ? { ...row, status: 'reversed', taken_back: 1 } : row)), /F-1 is reversed, .* stands in a/],
  ])('finds a receipt that is %s', async (_what, spoil, fault) => {
    const { bank, sent } = await reported(3);
    expect((await bank.compare(record(spoil(sent.map(rowOf))))).faults.join('\n')).toMatch(fault);
  });

  it('counts what was taken in only, and after a restore what was lost again', async () => {
    expect((await reported(3, 503)).bank.size).toBe(0);
    const { bank, sent, desk } = await reported(5);
    const lost = bank.all.slice(2);
    expect(await bank.againExcept(['F-1', 'F-2'], desk)).toBe(lost.length);
    expect(bank.all).toEqual(['F-1', 'F-2', ...lost]);
    expect(await bank.againExcept(bank.all, desk)).toBe(0);
    expect((await bank.compare(record(sent.map(rowOf)))).faults).toEqual([]);
  });
});
