/**
 * What finance decides of a receipt: that it pays a certain debt although it does not say so, that it was matched
 * wrongly, that it goes back. One person asks, with a reason; another approves. Money that goes back is paid by the
 * treasury, and is on record as returned only with the treasury's voucher.
 */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { readPaymentReference } from '#banking';
import type { Blocker } from '#cases/model';
import { bankImportWorkflowId } from '#contracts';
import { chinaDateOf, type LegalDate, type LegalInstant } from '#law';
import { debtsOfReferences, legalNow, putOutbox, sqlProblem, withActor } from '#store';
import type { CommandDeps } from '../deps.ts';
import { NotDone } from '../outcome.ts';
import { voucherUsed } from './vouchers.ts';
import { outcomeOf, readReceipt, type MoneyInOutcome, type ReceiptStatus, type StoredReceipt } from './receipts.ts';

export const decisionKinds = ['match', 'move', 'return'] as const;
export type DecisionKind = (typeof decisionKinds)[number];
export const decisionStatuses = ['asked', 'approved', 'rejected', 'returned'] as const;

export interface ReceiptDecision {
  decisionId: string; county: string; bank: string; serial: string; kind: DecisionKind; toReference: string | null; reason: string; status: (typeof decisionStatuses)[number];
  askedBy: string; askedAt: LegalInstant; settledBy: string | null; settledAt: LegalInstant | null; voucher: string | null; returnedOn: LegalDate | null;
}

/** Where a receipt must stand for each. */
const FROM: Record<DecisionKind, ReceiptStatus> = { match: 'suspense', move: 'booked', return: 'suspense' };

/** Asks for it. `reference` names the debt for `match` and `move`. */
export function askDecision(deps: CommandDeps, actor: SignedInActor, asked: { bank: string; serial: string; kind: DecisionKind; reference: string | null; reason: string }): Promise<MoneyInOutcome<ReceiptDecision>> {
  return deciding(deps, actor, async (manager) => {
    const receipt = await held(manager, { county: actor.countyId, bank: asked.bank, serial: asked.serial });
    fits(receipt, asked.kind);
    const to = asked.kind === 'return' ? null : await debtTo(manager, actor, asked.reference ?? '', receipt);
    const { at } = await legalNow(manager);
    const decisionId = randomUUID();
    await manager.query('INSERT INTO receipt_decision (decision_id, office_id, county, bank, serial, kind, to_reference, reason, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
      [decisionId, receipt.officeId, receipt.county, receipt.bank, receipt.serial, asked.kind, to, asked.reason, actor.personId, at]);
    return seen(manager, decisionId);
  });
}

/** A second person approves it. What is matched or moved is booked by the import's workflow; what goes back waits for the treasury. */
export function approveDecision(deps: CommandDeps, actor: SignedInActor, decisionId: string): Promise<MoneyInOutcome<ReceiptDecision>> {
  return deciding(deps, actor, async (manager) => {
    const decision = await open(manager, decisionId, 'asked');
    const receipt = await held(manager, decision);
    fits(receipt, decision.kind);
    await settle(manager, decision, actor, 'approved');
    if (decision.toReference === null) return seen(manager, decisionId);
    const debt = (await debtsOfReferences(manager, actor.countyId, [decision.toReference])).get(decision.toReference);
    if (debt === undefined) throw refused('referenceUnknown', '该缴款码对应的应缴款项已不存在。', 'The debt of this payment reference is gone.');
    await manager.query(`
      UPDATE bank_receipt SET status = 'waiting', of_case = $4, party = $5, debt = $6, to_reference = $7, moves_from = $8, matching = matching + 1, over_fen = 0, reasons = '[]', changed_at = clock_timestamp()
      WHERE county = $1 AND bank = $2 AND serial = $3`,
    [receipt.county, receipt.bank, receipt.serial, debt.caseId, debt.party, debt.debt, decision.toReference, decision.kind === 'move' ? receipt.caseId : null]);
    await putOutbox(manager, bankImportWorkflowId(receipt.importId));
    return seen(manager, decisionId);
  });
}

/** A second person turns it down. */
export function rejectDecision(deps: CommandDeps, actor: SignedInActor, decisionId: string): Promise<MoneyInOutcome<ReceiptDecision>> {
  return deciding(deps, actor, async (manager) => {
    await settle(manager, await open(manager, decisionId, 'asked'), actor, 'rejected');
    return seen(manager, decisionId);
  });
}

/** The treasury has paid the money back: its voucher and day. */
export function confirmReturn(deps: CommandDeps, actor: SignedInActor, decisionId: string, paid: { voucher: string; on: LegalDate }): Promise<MoneyInOutcome<ReceiptDecision>> {
  return deciding(deps, actor, async (manager) => {
    const decision = await open(manager, decisionId, 'approved');
    const receipt = await held(manager, decision);
    if (decision.kind !== 'return') throw refused('decisionNotOpen', '该事项不是退还。', 'This is no return of money.');
    fits(receipt, 'return');
    const { at } = await legalNow(manager);
    if (paid.on < receipt.on || paid.on > chinaDateOf(at)) throw new NotDone({ status: 'invalid', errors: [{ field: 'on', rule: 'outOfTime', message: { zh: `退付日期应在${receipt.on}至今天之间。`, en: `The day lies between ${receipt.on} and today.` } }] });
    if (await voucherUsed(manager, receipt.county, { voucher: paid.voucher, line: null })) throw refused('voucherUsed', '该国库凭证号已使用。', 'This voucher of the treasury stands for another payment back.');
    await manager.query("UPDATE receipt_decision SET status = 'returned', voucher = $2, returned_on = $3 WHERE decision_id = $1", [decisionId, paid.voucher, paid.on]);
    await manager.query("UPDATE bank_receipt SET status = 'returned', changed_at = clock_timestamp() WHERE county = $1 AND bank = $2 AND serial = $3", [receipt.county, receipt.bank, receipt.serial]);
    return seen(manager, decisionId);
  });
}

const COLUMNS = `decision_id AS "decisionId", county, bank, serial, kind, to_reference AS "toReference", reason, status, asked_by AS "askedBy", asked_at AS "askedAt",
  settled_by AS "settledBy", settled_at AS "settledAt", voucher, returned_on::text AS "returnedOn"`;

/** Decisions of the own office, open ones or all, the oldest first. */
export function readDecisions(manager: EntityManager, page: { onlyOpen: boolean; after: [LegalInstant, string] | null; limit: number }): Promise<ReceiptDecision[]> {
  return manager.query<ReceiptDecision[]>(`
    SELECT ${COLUMNS} FROM receipt_decision WHERE ($1::timestamptz IS NULL OR (asked_at, decision_id) > ($1, $2::uuid)) AND (NOT $3 OR status = 'asked' OR (status = 'approved' AND kind = 'return'))
    ORDER BY asked_at, decision_id LIMIT $4`, [page.after?.[0] ?? null, page.after?.[1] ?? null, page.onlyOpen, page.limit]);
}

async function seen(manager: EntityManager, decisionId: string): Promise<ReceiptDecision> {
  const [found] = await manager.query<ReceiptDecision[]>(`SELECT ${COLUMNS} FROM receipt_decision WHERE decision_id = $1`, [decisionId]);
  if (found === undefined) throw new Error(`The decision ${decisionId} was written and is not seen.`);
  return found;
}

async function open(manager: EntityManager, decisionId: string, status: ReceiptDecision['status']): Promise<ReceiptDecision> {
  const [found] = await manager.query<ReceiptDecision[]>(`SELECT ${COLUMNS} FROM receipt_decision WHERE decision_id = $1 FOR UPDATE`, [decisionId]);
  if (found === undefined) throw new NotDone({ status: 'notFound' });
  if (found.status !== status) throw refused('decisionNotOpen', `该事项当前为${found.status}。`, `This is ${found.status} by now.`);
  return found;
}

async function held(manager: EntityManager, of: { county: string; bank: string; serial: string }): Promise<StoredReceipt> {
  const receipt = await readReceipt(manager, of, true);
  if (receipt === null) throw new NotDone({ status: 'notFound' });
  return receipt;
}

function fits(receipt: StoredReceipt, kind: DecisionKind): void {
  if (receipt.kind === 'receipt' && receipt.status === FROM[kind]) return;
  throw refused('receiptNotOpen', `该笔款项当前状态为${receipt.status}，不能这样办理。`, `The receipt is ${receipt.status}: this cannot be done with it.`);
}

async function debtTo(manager: EntityManager, actor: SignedInActor, text: string, receipt: StoredReceipt): Promise<string> {
  const reference = readPaymentReference(text);
  const debt = reference === null ? undefined : (await debtsOfReferences(manager, actor.countyId, [reference])).get(reference);
  if (reference === null || debt === undefined) throw new NotDone({ status: 'invalid', errors: [{ field: 'reference', rule: 'referenceUnknown', message: { zh: '没有该缴款码对应的应缴款项。', en: 'No debt has this payment reference.' } }] });
  if (receipt.status === 'booked' && receipt.toReference === reference) throw new NotDone({ status: 'invalid', errors: [{ field: 'reference', rule: 'sameDebt', message: { zh: '该笔款项已在该项应缴款项下入账。', en: 'The receipt is booked under this debt already.' } }] });
  return reference;
}

async function settle(manager: EntityManager, { decisionId }: ReceiptDecision, actor: SignedInActor, status: 'approved' | 'rejected'): Promise<void> {
  const { at } = await legalNow(manager);
  await manager.query('UPDATE receipt_decision SET status = $2, settled_by = $3, settled_at = $4 WHERE decision_id = $1', [decisionId, status, actor.personId, at]);
}

async function deciding(deps: CommandDeps, actor: SignedInActor, work: (manager: EntityManager) => Promise<ReceiptDecision>): Promise<MoneyInOutcome<ReceiptDecision>> {
  try {
    return { status: 'done', answer: await withActor(deps.source, { actorId: actor.personId, offices: actor.offices }, work) };
  } catch (error) {
    const constraint = sqlProblem(error)?.constraint;
    if (constraint === 'two_hands') return { status: 'refused', blockers: [blockerOf('makerIsChecker', '提出人不得自行审批。', 'Who asks does not settle.')] };
    if (constraint === 'one_open_decision') return { status: 'refused', blockers: [blockerOf('decisionUnderWay', '该笔款项已有事项待审批。', 'Another decision on this receipt is open.')] };
    if (constraint === 'voucher_used_once') return { status: 'refused', blockers: [blockerOf('voucherUsed', '该国库凭证号已使用。', 'This voucher of the treasury stands for another return.')] };
    return outcomeOf(error);
  }
}

const ARTICLE = { zh: '本系统规则：暂存款项的认领、调整和退还须由两人办理', en: 'Anjuan: money in suspense is matched, moved and returned by two persons' };
const blockerOf = (code: string, zh: string, en: string): Blocker => ({ code, article: ARTICLE, message: { zh, en } });
const refused = (code: string, zh: string, en: string): NotDone => new NotDone({ status: 'refused', blockers: [blockerOf(code, zh, en)] });
