/**
 * The register of refunds: one person of finance asks with a reason, another confirms, and the case judges whether so
 * much is refundable; then the treasury pays, and its voucher and day are entered. Each of these is on record here
 * before the case is asked, so that after a stop in between the same act goes on where it was. The case knows a refund
 * by its id and takes each of its acts once.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { readPaymentReference, useOfReference } from '#banking';
import { caseMoney, refundables, stillCovered, type Refundable } from '#cases';
import type { Blocker } from '#cases/model';
import { chinaDateOf, type Fen, type LegalDate, type LegalInstant } from '#law';
import { debtsOfReferences, legalNow, MACHINE, readHead, sqlProblem, withActor, withCase } from '#store';
import type { CommandDeps } from '../deps.ts';
import { executeCommand } from '../door.ts';
import type { EdgeCommand } from '../edge.ts';
import { NotDone, type CommandOutcome } from '../outcome.ts';
import { stateOf } from '../record.ts';
import { outcomeOf, type MoneyInOutcome, type ReceiptReason } from './receipts.ts';
import { voucherUsed, type Voucher } from './vouchers.ts';

/**
 * `asked`, `withdrawn` (with its round), `rejected`: by people. `approved`, `confirmed`, `returning`: the case has not answered yet. `refused`: the case
 * has no such money. `ordered`: the treasury is to pay. `paid`, `returned`: it did, or it did not reach the party.
 */
export const refundStatuses = ['asked', 'withdrawn', 'rejected', 'approved', 'refused', 'ordered', 'confirmed', 'paid', 'returning', 'returned'] as const;
export type RefundStatus = (typeof refundStatuses)[number];

export interface Refund {
  refundId: string; officeId: string; county: string; reference: string; caseId: string; party: string; debt: string;
  /** Whole fen in decimal text. */
  fen: string;
  reason: string; payBy: LegalDate; status: RefundStatus; askedBy: string; askedAt: LegalInstant; settledBy: string | null; settledAt: LegalInstant | null;
  /** The round that it was drawn up with; null: asked for by itself. */
  roundId: string | null;
  voucher: string | null; /** Of a voucher with a list. */ voucherLine: number | null; paidOn: LegalDate | null; returnedOn: LegalDate | null; returnReason: string | null; reasons: ReceiptReason[];
}

/** By whom, and in which offices, the register is read and written. */
type Hand = Pick<SignedInActor, 'personId' | 'offices'>;

const COLUMNS = `refund_id AS "refundId", office_id AS "officeId", county, reference, of_case AS "caseId", party, debt, fen::text AS fen, reason, pay_by::text AS "payBy", status, asked_by AS "askedBy", asked_at AS "askedAt",
  settled_by AS "settledBy", settled_at AS "settledAt", round_id AS "roundId", voucher, voucher_line AS "voucherLine", paid_on::text AS "paidOn", returned_on::text AS "returnedOn", return_reason AS "returnReason", reasons`;

export interface RefundableDebt extends Refundable { reference: string; pack: string }

/** Debts of the county with money that can go back, by reference; each judged in its case today. What a case that cannot be judged throws is thrown, or told to `odd`. */
export async function readRefundables(deps: CommandDeps, actor: Pick<SignedInActor, 'personId' | 'countyId' | 'offices'>, { after, limit }: { after: string | null; limit: number }, odd?: (reference: string, error: unknown) => void): Promise<{ items: RefundableDebt[]; last: string | null }> {
  const rows = await withActor(deps.source, { actorId: actor.personId, offices: actor.offices }, (manager) => manager.query<{ reference: string; case_id: string; party: string; debt: string }[]>('SELECT reference, case_id, party, debt FROM debts_with_suspense($1, $2, $3)', [actor.countyId, after, limit]));
  const items: RefundableDebt[] = [];
  for (const row of rows) {
    const found = await judgedToday(deps, row.case_id).catch((error: unknown) => {
      if (odd === undefined) throw error;
      odd(row.reference, error);
      return null;
    });
    const one = found?.refundable.find(({ debt, party }) => debt === row.debt && party === row.party);
    if (found !== null && one !== undefined) items.push({ ...one, reference: row.reference, pack: found.pack });
  }
  return { items, last: rows.length === limit ? rows.at(-1)?.reference ?? null : null };
}

/** Asks for it: so much of what lies in suspense with the debt of a payment reference. */
export function askRefund(deps: CommandDeps, actor: SignedInActor, asked: { reference: string; fen: Fen; reason: string; payBy: LegalDate }): Promise<MoneyInOutcome<Refund>> {
  return keeping(async () => {
    const reference = readPaymentReference(asked.reference);
    const debt = reference === null || useOfReference(reference) !== 'debt' ? undefined : await inOffice(deps, actor, async (m) => (await debtsOfReferences(m, actor.countyId, [reference])).get(reference));
    if (reference === null || debt === undefined) throw invalid('reference', 'referenceUnknown', '没有该缴款码对应的应缴款项。', 'No debt has this payment reference.');
    const today = await judgedToday(deps, debt.caseId);
    const found = today?.refundable.find((one) => one.debt === debt.debt && one.party === debt.party);
    if (asked.fen > (found?.fen ?? 0n)) throw refused('aboveRefundable', '退款金额超过可以退还的暂存款项。', 'It is more than lies in suspense for the debt.');
    return inOffice(deps, actor, async (manager) => {
      const { at } = await legalNow(manager);
      if (asked.payBy < chinaDateOf(at)) throw invalid('payBy', 'payByPast', '退付期限不得早于今天。', 'The day by which it is paid does not lie before today.');
      const refundId = randomUUID();
      await manager.query('INSERT INTO debt_refund (refund_id, office_id, county, reference, of_case, party, debt, fen, reason, pay_by, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
        [refundId, actor.officeId, actor.countyId, reference, debt.caseId, debt.party, debt.debt, String(asked.fen), asked.reason, asked.payBy, actor.personId, at]);
      return held(manager, refundId, ['asked']);
    });
  });
}

/** A second person confirms it, and the case is asked; again after a stop in between. */
export function confirmRefund(deps: CommandDeps, actor: SignedInActor, refundId: string): Promise<MoneyInOutcome<Refund>> {
  return keeping(async () => {
    await inOffice(deps, actor, async (manager) => {
      const refund = await held(manager, refundId, ['asked', 'approved']);
      if (refund.status === 'approved') return;
      notOfRound(refund);
      const { at } = await legalNow(manager);
      await manager.query("UPDATE debt_refund SET status = 'approved', settled_by = $2, settled_at = $3 WHERE refund_id = $1", [refundId, actor.personId, at]);
    });
    return settleRefund(deps, actor, refundId);
  });
}

/** A second person turns it down. */
export function rejectRefund(deps: CommandDeps, actor: SignedInActor, refundId: string): Promise<MoneyInOutcome<Refund>> {
  return keeping(() => inOffice(deps, actor, async (manager) => {
    notOfRound(await held(manager, refundId, ['asked']));
    const { at } = await legalNow(manager);
    await manager.query("UPDATE debt_refund SET status = 'rejected', settled_by = $2, settled_at = $3 WHERE refund_id = $1", [refundId, actor.personId, at]);
    return held(manager, refundId, ['rejected']);
  }));
}

/** The treasury has paid: its voucher, or one line of it, and its own day. `ofRound`: it must be part of this round. */
export function refundPaid(deps: CommandDeps, actor: SignedInActor, refundId: string, paid: Voucher & { on: LegalDate }, ofRound?: string): Promise<MoneyInOutcome<Refund>> {
  return keeping(async () => {
    await inOffice(deps, actor, async (manager) => {
      const refund = await held(manager, refundId, ['ordered', 'confirmed', ...(ofRound === undefined ? [] : ['paid' as const])]);
      if (ofRound !== undefined && refund.roundId !== ofRound) throw new NotDone({ status: 'notFound' });
      // Sent again, after a stop or with the treasury's whole list: what it says stands already, and nothing else takes its place.
      if (refund.status !== 'ordered' && (refund.voucher !== paid.voucher || refund.voucherLine !== paid.line || refund.paidOn !== paid.on)) throw refused('refundNotOpen', '该项退款已登记其他国库凭证或者日期。', 'Another voucher, or another day, is entered for this refund.');
      if (refund.status !== 'ordered') return;
      if (await voucherUsed(manager, refund.county, paid)) throw refused(...VOUCHER_USED);
      await manager.query("UPDATE debt_refund SET status = 'confirmed', voucher = $2, voucher_line = $3, paid_on = $4, reasons = '[]' WHERE refund_id = $1", [refundId, paid.voucher, paid.line, paid.on]);
    });
    return settleRefund(deps, actor, refundId);
  });
}

/** It did not reach the party: given up before the treasury paid, or it came back on that day. */
export function refundReturned(deps: CommandDeps, actor: SignedInActor, refundId: string, { on, reason }: { on: LegalDate; reason: string }): Promise<MoneyInOutcome<Refund>> {
  return keeping(async () => {
    await inOffice(deps, actor, async (manager) => {
      const refund = await held(manager, refundId, ['ordered', 'paid', 'returning']);
      if (refund.status === 'returning') return;
      await manager.query("UPDATE debt_refund SET status = 'returning', returned_on = $2, return_reason = $3, reasons = '[]' WHERE refund_id = $1", [refundId, on, reason]);
    });
    return settleRefund(deps, actor, refundId);
  });
}

/**
 * Asks the case what the register says of a refund, and writes down its answer. Done twice it changes nothing. `odd` answers for a
 * case that could not be judged when it was to order one, or throws; without it the trouble is thrown.
 */
export async function settleRefund(deps: CommandDeps, actor: Hand, refundId: string, odd?: (error: unknown) => CommandOutcome): Promise<Refund> {
  const refund = await inOffice(deps, actor, (manager) => held(manager, refundId, refundStatuses));
  const { status, debt, party, fen, payBy, paidOn, returnedOn, voucher, voucherLine } = refund;
  if (status === 'approved') {
    const outcome = await send(deps, refund, 'order', { type: 'orderRefund', refundId, debt, party, fen, payBy }).catch((error: unknown) => {
      if (odd === undefined) throw error;
      return odd(error);
    });
    return write(deps, actor, refund, outcome.status === 'done' ? "status = 'ordered', reasons = '[]'" : "status = 'refused', reasons = $3", outcome);
  }
  if (status === 'confirmed' && paidOn !== null) {
    const outcome = await send(deps, refund, `paid ${voucher ?? ''}${voucherLine === null ? '' : ` line ${voucherLine}`}`, { type: 'payRefund', refundId, on: paidOn });
    return write(deps, actor, refund, outcome.status === 'done' ? "status = 'paid', reasons = '[]'" : "status = 'ordered', voucher = NULL, voucher_line = NULL, paid_on = NULL, reasons = $3", outcome);
  }
  if (status === 'returning' && returnedOn !== null) {
    const outcome = await send(deps, refund, `returned ${returnedOn}`, { type: 'returnRefund', refundId, on: returnedOn });
    const before = voucher === null ? 'ordered' : 'paid';
    return write(deps, actor, refund, outcome.status === 'done' ? "status = 'returned', reasons = '[]'" : `status = '${before}', returned_on = NULL, return_reason = NULL, reasons = $3`, outcome);
  }
  return refund;
}

/** Refunds of the own office, those that wait for somebody or all, the oldest first. */
export function readRefunds(manager: EntityManager, page: { onlyOpen: boolean; after: [LegalInstant, string] | null; limit: number }): Promise<Refund[]> {
  return manager.query<Refund[]>(`
    SELECT ${COLUMNS} FROM debt_refund WHERE ($1::timestamptz IS NULL OR (asked_at, refund_id) > ($1, $2::uuid)) AND (NOT $3 OR status IN ('asked', 'approved', 'ordered', 'confirmed', 'returning'))
    ORDER BY asked_at, refund_id LIMIT $4`, [page.after?.[0] ?? null, page.after?.[1] ?? null, page.onlyOpen, page.limit]);
}

/** Refunds of a round in the order of their references. */
export function readRefundsOf(manager: EntityManager, roundId: string, page: { status: RefundStatus | null; after: [string, string] | null; limit: number }): Promise<Refund[]> {
  return manager.query<Refund[]>(`SELECT ${COLUMNS} FROM debt_refund WHERE round_id = $1 AND ($2::text IS NULL OR status = $2) AND ($3::text IS NULL OR (reference, refund_id) > ($3::char(20), $4::uuid)) ORDER BY reference, refund_id LIMIT $5`,
    [roundId, page.status, page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit]);
}

/** Of those that the treasury is to pay: the ones whose money was taken back or corrected since, which are to be given up. */
export async function uncoveredRefunds(deps: CommandDeps, refunds: readonly Refund[]): Promise<Set<string>> {
  const cases = new Set(refunds.flatMap(({ status, caseId }) => (status === 'ordered' ? [caseId] : [])));
  const all = new Set<string>();
  for (const caseId of cases) for (const refundId of (await judgedToday(deps, caseId))?.uncovered ?? []) all.add(refundId);
  return all;
}

/** What is refundable in a case today, and whether what is ordered back is still there. Null when there is no such case. */
async function judgedToday(deps: CommandDeps, caseId: string): Promise<{ pack: string; refundable: Refundable[]; uncovered: string[] } | null> {
  return withCase(deps.source, caseId, async (manager) => {
    const head = await readHead(manager, caseId);
    if (head === null) return null;
    const book = await deps.law.bookOfCase(manager, caseId);
    const state = await stateOf(manager, head);
    const { at } = await legalNow(manager);
    const money = caseMoney(state, at, book);
    return { pack: state.pack, refundable: refundables(state, money, chinaDateOf(at)), uncovered: (state.money?.refunds ?? []).filter((one) => one.status === 'ordered' && !stillCovered(one, money)).map(({ refundId }) => refundId) };
  });
}

function send(deps: CommandDeps, { refundId, caseId }: Refund, act: string, command: EdgeCommand): Promise<CommandOutcome> {
  return executeCommand(deps, { actor: { kind: 'machine', personId: MACHINE }, route: 'refund', idempotencyKey: `refund ${refundId} ${act}`, bodyHash: createHash('sha256').update(JSON.stringify(command)).digest('hex'), caseId, command });
}

/** Only over the status that was read: what somebody else has settled meanwhile stays. */
function write(deps: CommandDeps, actor: Hand, { refundId, status }: Refund, set: string, outcome: CommandOutcome): Promise<Refund> {
  return inOffice(deps, actor, async (manager) => {
    await manager.query(`UPDATE debt_refund SET ${set} WHERE refund_id = $1 AND status = $2`, [refundId, status, ...(set.includes('$3') ? [JSON.stringify(reasonsOf(outcome))] : [])]);
    return held(manager, refundId, refundStatuses);
  });
}

function reasonsOf(outcome: CommandOutcome): ReceiptReason[] {
  switch (outcome.status) {
    case 'done': return [];
    case 'refused': return outcome.blockers.map(({ code, message }: Blocker) => ({ code, zh: message.zh, en: message.en }));
    case 'invalid': return outcome.errors.map(({ rule, message }) => ({ code: rule, zh: message.zh, en: message.en }));
    case 'notFound': case 'stale': case 'keyReused': return [{ code: outcome.status, zh: '案件不能办理退款', en: `the case could not take it (${outcome.status})` }];
  }
}

function inOffice<T>(deps: CommandDeps, actor: Hand, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  return withActor(deps.source, { actorId: actor.personId, offices: actor.offices }, work);
}

async function held(manager: EntityManager, refundId: string, statuses: readonly RefundStatus[]): Promise<Refund> {
  const [found] = await manager.query<Refund[]>(`SELECT ${COLUMNS} FROM debt_refund WHERE refund_id = $1 FOR UPDATE`, [refundId]);
  if (found === undefined) throw new NotDone({ status: 'notFound' });
  if (!statuses.includes(found.status)) throw refused('refundNotOpen', `该项退款当前为${found.status}。`, `This refund is ${found.status} by now.`);
  return found;
}

/** What was drawn up with a round is decided with it. */
function notOfRound({ roundId }: Refund): void {
  if (roundId !== null) throw refused('partOfRound', `该项退款属于批次${roundId}，随批次审核。`, `This refund is part of the round ${roundId}: decide on the round.`);
}

const VOUCHER_USED = ['voucherUsed', '该国库凭证号（或者该行次）已使用。', 'This voucher of the treasury, or this line of it, stands for another payment back.'] as const;

async function keeping(work: () => Promise<Refund>): Promise<MoneyInOutcome<Refund>> {
  try {
    return { status: 'done', answer: await work() };
  } catch (error) {
    const constraint = sqlProblem(error)?.constraint;
    if (constraint === 'refund_by_two') return { status: 'refused', blockers: [blockerOf('makerIsChecker', '提出人不得自行确认。', 'Who asks does not confirm.')] };
    if (constraint === 'one_refund_asked') return { status: 'refused', blockers: [blockerOf('refundUnderWay', '该应缴款项已有退款待确认。', 'Another refund of this debt waits to be confirmed.')] };
    if (constraint === 'refund_voucher_once') return { status: 'refused', blockers: [blockerOf(...VOUCHER_USED)] };
    return outcomeOf(error);
  }
}

const ARTICLE = { zh: '本系统规则：退款须由财务人员二人办理，经国库退付', en: 'Anjuan: money goes back by two persons of finance and through the treasury' };
const blockerOf = (code: string, zh: string, en: string): Blocker => ({ code, article: ARTICLE, message: { zh, en } });
const refused = (code: string, zh: string, en: string): NotDone => new NotDone({ status: 'refused', blockers: [blockerOf(code, zh, en)] });
const invalid = (field: string, rule: string, zh: string, en: string): NotDone => new NotDone({ status: 'invalid', errors: [{ field, rule, message: { zh, en } }] });
