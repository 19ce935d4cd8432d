/**
 * What `bankimport/<id>` gets done, a page at a time: each receipt is booked in its case, or taken back there, through
 * the one door and in a transaction of its own. A stop after any of them leaves nothing half done: the command is known
 * by the receipt and its matching, and done again it changes nothing. One odd case stops no other.
 */
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Blocker, RecordedEvent } from '#cases/model';
import { useOfReference } from '#banking';
import { chinaDateOf } from '#law';
import { issueElectronicReceipts, legalNow, MACHINE, recordIsAway } from '#store';
import { canBeJudgedAgain } from '../claims.ts';
import type { CommandDeps } from '../deps.ts';
import { executeCommand } from '../door.ts';
import type { EdgeCommand } from '../edge.ts';
import type { CommandOutcome } from '../outcome.ts';
import { asImporter, readReceipt, RECEIPT_COLUMNS_SQL, receiptIdOf, type ReceiptReason, type ReceiptStatus, type StoredReceipt } from './receipts.ts';

export interface BankImportPageDone { receipts: number; /** Another page waits. */ more: boolean }

/**
 * Settles the next receipts of an import, by value date, reversals last, and gives electronic receipts for what the office
 * has booked. Idempotent: where it stands is kept in the record.
 */
export async function bankImportPage(deps: CommandDeps, importId: string, most: number): Promise<BankImportPageDone> {
  const waiting = await asImporter(deps, importId, (manager) => manager.query<StoredReceipt[]>(`SELECT ${RECEIPT_COLUMNS_SQL} FROM bank_receipt WHERE import_id = $1 AND status = 'waiting' ORDER BY (kind = 'reversal'), value_date, line LIMIT $2`, [importId, most])) ?? [];
  for (const chains of inOrder(waiting)) await sideBySide(deps, chains);
  const receipted = await asImporter(deps, importId, async (manager) => {
    const { at } = await legalNow(manager);
    return issueElectronicReceipts(manager, { county: await countyOf(manager, importId), on: chinaDateOf(at), at }, RECEIPTED_TOGETHER);
  }) ?? 0;
  return { receipts: waiting.length, more: waiting.length === most || receipted === RECEIPTED_TOGETHER };
}

/** Bookings that one transaction gives electronic receipts: more than a page books, so that what an upgrade finds is worked off too. */
const RECEIPTED_TOGETHER = 500;

async function countyOf(manager: EntityManager, importId: string): Promise<string> {
  const [found] = await manager.query<{ county: string }[]>('SELECT county FROM bank_import WHERE import_id = $1', [importId]);
  if (found === undefined) throw new Error(`The import ${importId} is not seen by its own office.`);
  return found.county;
}

/** Cases in which receipts of one page are booked at the same time: the command waits for PostgreSQL most of its time, and people's commands need connections too. */
const CASES_TOGETHER = 6;

/**
 * Receipts that touch one case each, by case: they may be booked side by side, those of one case in their order. A receipt
 * that moves from one case to another, and a reversal, come alone, after all before them.
 */
function inOrder(receipts: readonly StoredReceipt[]): StoredReceipt[][][] {
  const stretches: { alone: boolean; of: Map<string, StoredReceipt[]> }[] = [];
  for (const receipt of receipts) {
    const alone = receipt.kind === 'reversal' || receipt.movesFrom !== null;
    let last = stretches.at(-1);
    if (last === undefined || alone || last.alone) stretches.push(last = { alone, of: new Map() });
    const key = receipt.caseId ?? '';
    last.of.set(key, [...(last.of.get(key) ?? []), receipt]);
  }
  return stretches.map(({ of }) => [...of.values()]);
}

/** Throws what failed first, once nothing is under way any more; what was not begun then waits for the next page. */
async function sideBySide(deps: CommandDeps, chains: StoredReceipt[][]): Promise<void> {
  const waiting = [...chains];
  const failures: unknown[] = [];
  await Promise.all(Array.from({ length: Math.min(CASES_TOGETHER, chains.length) }, async () => {
    for (let chain = waiting.shift(); chain !== undefined && failures.length === 0; chain = waiting.shift()) {
      try {
        for (const receipt of chain) await settle(deps, receipt);
      } catch (error) {
        failures.push(error);
      }
    }
  }));
  if (failures.length > 0) throw failures[0];
}

async function settle(deps: CommandDeps, receipt: StoredReceipt): Promise<void> {
  try {
    await (receipt.kind === 'reversal' ? takeBack(deps, receipt) : book(deps, receipt));
  } catch (error) {
    if (canBeJudgedAgain(error) || recordIsAway(error)) throw error;
    // The receipt or its case is odd, not the file: it is listed, never with values of the case.
    await put(deps, receipt, 'failed', { reasons: [{ code: 'failed', zh: '处理失败，请查看该案后重试', en: `it could not be judged (${error instanceof Error ? error.name : 'error'}): look at the case, then try again` }] });
  }
}

async function book(deps: CommandDeps, receipt: StoredReceipt): Promise<void> {
  const { caseId, party, debt, toReference, movesFrom, matching, on, fen } = receipt;
  if (caseId === null || party === null || debt === null || toReference === null) throw new Error('A receipt without a debt waits to be booked.');
  const receiptId = receiptIdOf(receipt);
  if (movesFrom !== null) {
    const moved = await send(deps, movesFrom, `receipt ${receiptId} ${matching} out`, { type: 'reversePayment', receiptId, on, wrongMatch: true });
    if (moved.status !== 'done') return put(deps, receipt, 'failed', { reasons: reasonsOf(moved) });
    await asImporter(deps, receipt.importId, (manager) => manager.query('UPDATE bank_receipt SET moves_from = NULL WHERE county = $1 AND bank = $2 AND serial = $3 AND matching = $4', [receipt.county, receipt.bank, receipt.serial, matching]));
  }
  // The reference alone says which it is: a payment of the party, or the office's deposit of what has paid already.
  const type = useOfReference(toReference) === 'deposit' ? 'bookDeposit' : 'bookPayment';
  const outcome = await send(deps, caseId, `receipt ${receiptId} ${matching}`, { type, receiptId, reference: toReference, debt, party, on, fen, ...(matching > 1 ? { again: true } : {}) });
  if (outcome.status === 'done') await put(deps, receipt, 'booked', paidOf(outcome.events));
  else await put(deps, receipt, 'suspense', { reasons: reasonsOf(outcome) });
}

/** The bank takes a receipt back that it reported before, in this file or an earlier one. */
async function takeBack(deps: CommandDeps, reversal: StoredReceipt): Promise<void> {
  const of = { county: reversal.county, bank: reversal.bank, serial: reversal.reverses ?? '' };
  let receipt = await asImporter(deps, reversal.importId, (manager) => readReceipt(manager, of));
  if (receipt?.status === 'waiting') {
    await settle(deps, receipt);
    receipt = await asImporter(deps, reversal.importId, (manager) => readReceipt(manager, of));
  }
  const problem = problemOf(reversal, receipt);
  if (problem !== null || receipt === null) return put(deps, reversal, 'suspense', { reasons: problem === null ? [] : [problem] });
  if (receipt.status === 'booked' && receipt.caseId !== null) {
    const receiptId = receiptIdOf(receipt);
    const outcome = await send(deps, receipt.caseId, `receipt ${receiptIdOf(reversal)} of ${receiptId} ${receipt.matching}`, { type: 'reversePayment', receiptId, on: reversal.on });
    if (outcome.status !== 'done') return put(deps, reversal, 'suspense', { reasons: reasonsOf(outcome) });
  }
  const taken = receipt;
  const settled = await asImporter(deps, reversal.importId, async (manager) => {
    if (!await write(manager, taken, 'reversed', {})) return false;
    await manager.query("UPDATE receipt_decision SET status = 'rejected', settled_by = $4, settled_at = clock_timestamp() WHERE county = $1 AND bank = $2 AND serial = $3 AND status = 'asked'", [of.county, of.bank, of.serial, MACHINE]);
    return write(manager, reversal, 'applied', {});
  });
  // People moved the receipt to another debt meanwhile: it is taken back from there.
  if (settled !== true) return takeBack(deps, reversal);
}

function problemOf(reversal: StoredReceipt, receipt: StoredReceipt | null): ReceiptReason | null {
  if (receipt === null || receipt.kind !== 'receipt') return { code: 'receiptUnknown', zh: '原流水号没有对应的收款', en: 'no receipt has the serial that it takes back' };
  if (receipt.fen !== reversal.fen) return { code: 'amountDiffers', zh: '冲正金额与原收款不同', en: 'its amount is not that of the receipt' };
  if (reversal.on < receipt.on) return { code: 'reversalOutOfTime', zh: '冲正日期早于到账日', en: 'it lies before the receipt' };
  if (receipt.status === 'reversed') return { code: 'reversedAlready', zh: '原收款已冲正', en: 'the receipt was taken back before' };
  if (receipt.status === 'returned') return { code: 'returnedAlready', zh: '原收款已由国库退付', en: 'the treasury has paid the receipt back' };
  if (receipt.status === 'failed') return { code: 'receiptFailed', zh: '原收款处理失败，应先处理', en: 'the receipt itself failed: settle it first' };
  return null;
}

function send(deps: CommandDeps, caseId: string, idempotencyKey: string, command: EdgeCommand): Promise<CommandOutcome> {
  return executeCommand(deps, { actor: { kind: 'machine', personId: MACHINE }, route: 'bank import', idempotencyKey, bodyHash: createHash('sha256').update(JSON.stringify(command)).digest('hex'), caseId, command });
}

function reasonsOf(outcome: Exclude<CommandOutcome, { status: 'done' }>): ReceiptReason[] {
  switch (outcome.status) {
    case 'refused': return outcome.blockers.map(({ code, message }: Blocker) => ({ code, zh: message.zh, en: message.en }));
    case 'invalid': return outcome.errors.map(({ rule, message }) => ({ code: rule, zh: message.zh, en: message.en }));
    case 'notFound': case 'stale': case 'keyReused': return [{ code: outcome.status, zh: '案件不能入账', en: `the case could not take it (${outcome.status})` }];
  }
}

/** What a booking left in suspense, and what it paid of a surcharge, in fen. */
function paidOf(events: readonly RecordedEvent[]): Pick<Told, 'overFen' | 'surchargeFen'> {
  const postings = events.flatMap(({ event }) => (event.type !== 'paymentBooked' ? [] : event.entries.filter(({ kind, receiptId }) => kind === 'receiptBooked' && receiptId === event.receiptId).flatMap((entry) => entry.postings)));
  const credited = (of: (posting: typeof postings[number]) => boolean): bigint => postings.filter(of).reduce((sum, { fen }) => sum - BigInt(fen), 0n);
  return { overFen: credited(({ account }) => account === 'suspense'), surchargeFen: credited(({ account, part }) => account === 'paid' && part === 'surcharge') };
}

interface Told { reasons?: ReceiptReason[]; overFen?: bigint; surchargeFen?: bigint }

async function put(deps: CommandDeps, receipt: StoredReceipt, status: ReceiptStatus, told: Told): Promise<void> {
  await asImporter(deps, receipt.importId, (manager) => write(manager, receipt, status, told));
}

/** Only over the state that was read: what somebody else has settled meanwhile stays, and false is answered. */
async function write(manager: EntityManager, { county, bank, serial, matching, status: before }: StoredReceipt, status: ReceiptStatus, { reasons = [], overFen = 0n, surchargeFen }: Told): Promise<boolean> {
  const rows = await manager.query<[unknown[], number]>('UPDATE bank_receipt SET status = $4, reasons = $5, over_fen = $6, surcharge_fen = $9, changed_at = clock_timestamp() WHERE county = $1 AND bank = $2 AND serial = $3 AND matching = $7 AND status = $8', [county, bank, serial, status, JSON.stringify(reasons), String(overFen), matching, before, surchargeFen === undefined ? null : String(surchargeFen)]);
  return rows[1] > 0;
}
