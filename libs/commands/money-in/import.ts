/**
 * The bank's receipts come into the record: all of a file or nothing, once. Each is matched by its payment reference
 * here; it is booked in its case by `bankimport/<id>`.
 */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { readPaymentReference, ReceiptFileRefused, type BankReceipt } from '#banking';
import { bankImportWorkflowId } from '#contracts';
import { debtsOfReferences, legalNow, putOutbox, withActor } from '#store';
import { maskName } from '#store/content';
import type { CommandDeps } from '../deps.ts';
import { NotDone } from '../outcome.ts';
import { importOf, outcomeOf, readImport, type MoneyInOutcome, type ReadImport, type ReceiptReason } from './receipts.ts';

/** Receipts that one statement brings in. */
const TOGETHER = 5000;

export interface ReceiptImport {
  /** Whose file it is, as the county names its bank. */
  bank: string;
  /** Of the content as it came. */
  sha256: string;
  receipts: AsyncIterable<BankReceipt> | Iterable<BankReceipt>;
}
/** Of whom a receipt is on record, and for which county. */
export type Importer = Pick<SignedInActor, 'personId' | 'officeId' | 'countyId' | 'offices'>;

export interface Imported extends ReadImport { /** This content was here before; nothing was brought in. */ known: boolean }

/** Brings the receipts in. Idempotent by content and by the bank's serial: a serial with another content refuses the whole. */
export async function importReceipts(deps: Pick<CommandDeps, 'source'>, actor: Importer, given: ReceiptImport): Promise<MoneyInOutcome<Imported>> {
  const asActor = <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> => withActor(deps.source, { actorId: actor.personId, offices: actor.offices }, work);
  try {
    // Read to its end first: a transaction that waits for a file holds what others need, and is cut off after a minute.
    const receipts: BankReceipt[] = [];
    for await (const receipt of given.receipts) receipts.push(receipt);
    return { status: 'done', answer: await asActor((manager) => bringIn(manager, actor, { ...given, receipts })) };
  } catch (error) {
    if (error instanceof ReceiptFileRefused) return { status: 'invalid', errors: error.problems.map(({ line, column, rule, zh, en }) => ({ field: `receipts.${line}${column === null ? '' : `.${column}`}`, rule, message: { zh: `第${line}行：${zh}`, en: `line ${line}: ${en}` } })) };
    return outcomeOf(error);
  }
}

async function bringIn(manager: EntityManager, actor: Importer, { bank, sha256, receipts }: ReceiptImport & { receipts: readonly BankReceipt[] }): Promise<Imported> {
  // One import of a bank at a time: whoever sends the same file, or one with the same lines, at the same moment finds what the other brought.
  await manager.query("SELECT pg_advisory_xact_lock(hashtextextended('bank import/' || $1 || '/' || $2, 0))", [actor.countyId, bank]);
  if (await importOf(manager, actor.countyId, bank, sha256) !== null) return knownImport(manager, actor, { bank, sha256 });
  const importId = randomUUID();
  const taken: Taken = { lines: 0, fen: 0n, repeated: [] };
  const { at } = await legalNow(manager);
  // The figures of the import are known after its receipts, which refer to it: the reference is judged at the end of the transaction.
  for (let from = 0; from < receipts.length; from += TOGETHER) await bringInBatch(manager, actor, { bank, importId }, receipts.slice(from, from + TOGETHER), taken);
  await manager.query('INSERT INTO bank_import (import_id, office_id, county, bank, sha256, lines, total_fen, repeated, imported_by, imported_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [importId, actor.officeId, actor.countyId, bank, sha256, taken.lines, String(taken.fen), JSON.stringify(taken.repeated), actor.personId, at]);
  await putOutbox(manager, bankImportWorkflowId(importId));
  return { ...await seen(manager, importId), known: false };
}

interface Taken { lines: number; fen: bigint; repeated: { line: number; serial: string }[] }

async function bringInBatch(manager: EntityManager, actor: Importer, { bank, importId }: { bank: string; importId: string }, batch: readonly BankReceipt[], taken: Taken): Promise<void> {
  const county = actor.countyId;
  // Joined, not `= ANY ($3)`: a plan made while the table was small compares each of its rows with each of these serials.
  const rows = await manager.query<{ serial: string; kind: string; reference: string; fen: string; on: string; reverses: string | null }[]>('SELECT b.serial, b.kind, b.reference, b.fen::text AS fen, b.value_date::text AS "on", b.reverses FROM unnest($3::text[]) AS asked(serial) JOIN bank_receipt b ON b.county = $1 AND b.bank = $2 AND b.serial = asked.serial', [county, bank, batch.map(({ serial }) => serial)]);
  const known = new Map(rows.map((row) => [row.serial, row]));
  const fresh = batch.filter((receipt) => {
    taken.lines += 1;
    taken.fen += receipt.fen;
    const before = known.get(receipt.serial);
    if (before === undefined) return true;
    if (before.kind !== receipt.kind || before.reference !== receipt.reference || before.fen !== String(receipt.fen) || before.on !== receipt.on || before.reverses !== receipt.reverses) throw serialDiffers(receipt);
    taken.repeated.push({ line: receipt.line, serial: receipt.serial });
    return false;
  });
  if (fresh.length === 0) return;
  const read = fresh.map(({ reference }) => readPaymentReference(reference));
  const debts = await debtsOfReferences(manager, county, [...new Set(read.filter((one) => one !== null))]);
  const found = read.map((reference) => (reference === null ? undefined : debts.get(reference)));
  const column = <T>(of: (receipt: BankReceipt, index: number) => T): T[] => fresh.map(of);
  const waits = (receipt: BankReceipt, index: number): boolean => receipt.kind === 'reversal' || found[index] !== undefined;
  await manager.query(`
    INSERT INTO bank_receipt (county, bank, serial, import_id, office_id, line, kind, reference, fen, value_date, payer, reverses, status, of_case, party, debt, to_reference, reasons)
    SELECT $1, $2, serial, $3, $4, line, kind, reference, fen, value_date, payer, reverses, status, of_case, party, debt, to_reference, reasons
    FROM unnest($5::text[], $6::integer[], $7::text[], $8::text[], $9::bigint[], $10::date[], $11::text[], $12::text[], $13::text[], $14::uuid[], $15::text[], $16::text[], $17::text[], $18::jsonb[])
      AS r(serial, line, kind, reference, fen, value_date, payer, reverses, status, of_case, party, debt, to_reference, reasons)`,
  [county, bank, importId, actor.officeId, column(({ serial }) => serial), column(({ line }) => line), column(({ kind }) => kind), column(({ reference }) => reference), column(({ fen }) => String(fen)), column(({ on }) => on),
    column(({ payer }) => maskName(payer)), column(({ reverses }) => reverses), column((receipt, index) => (waits(receipt, index) ? 'waiting' : 'suspense')),
    column((_, index) => found[index]?.caseId ?? null), column((_, index) => found[index]?.party ?? null), column((_, index) => found[index]?.debt ?? null), column((_, index) => (found[index] === undefined ? null : read[index])),
    column((receipt, index) => JSON.stringify(waits(receipt, index) ? [] : [read[index] === null ? NO_REFERENCE : UNKNOWN_REFERENCE]))]);
}

const NO_REFERENCE: ReceiptReason = { code: 'referenceUnreadable', zh: '缴款码缺失或者校验位不符', en: 'there is no payment reference, or its check digits do not fit' };
const UNKNOWN_REFERENCE: ReceiptReason = { code: 'referenceUnknown', zh: '没有该缴款码对应的应缴款项', en: 'no debt has this payment reference' };

function serialDiffers({ line, serial }: BankReceipt): NotDone {
  return new NotDone({ status: 'invalid', errors: [{ field: `receipts.${line}.serial`, rule: 'serialDiffers', message: { zh: `第${line}行：流水号${serial}此前已以另一内容入账，请与银行核对。`, en: `line ${line}: the serial ${serial} came before with another content; clear it with the bank.` } }] });
}

async function knownImport(manager: EntityManager, actor: Importer, { bank, sha256 }: Pick<ReceiptImport, 'bank' | 'sha256'>): Promise<Imported> {
  const importId = await importOf(manager, actor.countyId, bank, sha256);
  if (importId === null) throw new Error('An import of this content stands in the way and is not seen.');
  return { ...await seen(manager, importId), known: true };
}

async function seen(manager: EntityManager, importId: string): Promise<ReadImport> {
  const found = await readImport(manager, importId);
  if (found === null) throw new Error(`The import ${importId} was written and is not seen.`);
  return found;
}

/** Tries again what failed. */
export async function retryImport(deps: CommandDeps, actor: SignedInActor, importId: string): Promise<MoneyInOutcome<ReadImport>> {
  try {
    return { status: 'done', answer: await withActor(deps.source, { actorId: actor.personId, offices: actor.offices }, async (manager) => {
      if (await readImport(manager, importId) === null) throw new NotDone({ status: 'notFound' });
      await manager.query("UPDATE bank_receipt SET status = 'waiting', reasons = '[]', changed_at = clock_timestamp() WHERE import_id = $1 AND status = 'failed'", [importId]);
      await putOutbox(manager, bankImportWorkflowId(importId));
      return seen(manager, importId);
    }) };
  } catch (error) {
    return outcomeOf(error);
  }
}
