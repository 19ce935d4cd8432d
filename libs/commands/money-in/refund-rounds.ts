/**
 * A mass refund is a round of refunds: one person of finance asks for many at once, `refundround/<id>` draws them up a page at
 * a time, a second person decides on all that was drawn up, and then the case of each judges and orders its own. What one
 * case refuses stops no other. Where a round stands is kept in the record, so a page that is done twice changes nothing.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { readPaymentReference, useOfReference } from '#banking';
import type { RefundGround } from '#cases';
import type { Blocker } from '#cases/model';
import { refundRoundWorkflowId } from '#contracts';
import { chinaDateOf, type LegalDate, type LegalInstant } from '#law';
import { legalNow, MACHINE, putOutbox, setActor, sqlProblem, withActor } from '#store';
import type { CommandDeps } from '../deps.ts';
import { NotDone } from '../outcome.ts';
import { outcomeOf, type MoneyInOutcome } from './receipts.ts';
import { readRefundables, settleRefund, type RefundableDebt } from './refunds.ts';

/** `drafting`: lines are drawn up. `asked`: a second person is asked. `approved`: the cases are asked. `settled`: each has answered. */
export const refundRoundStatuses = ['drafting', 'asked', 'rejected', 'approved', 'settled'] as const;
export type RefundRoundStatus = (typeof refundRoundStatuses)[number];

export interface RefundRound {
  roundId: string; officeId: string; county: string; reason: string; payBy: LegalDate; wanted: string[] | null; ground: RefundGround | null; status: RefundRoundStatus; afterReference: string | null;
  /** Of what was drawn up; null while it is. `totalFen`: whole fen in decimal text. `manifest`: SHA-256 over reference and sum of each line, in the order of references. */
  lines: number | null; totalFen: string | null; manifest: string | null;
  askedBy: string; askedAt: LegalInstant; settledBy: string | null; settledAt: LegalInstant | null;
  byStatus: Record<string, number>;
}

const COLUMNS = `round_id AS "roundId", office_id AS "officeId", county, reason, pay_by::text AS "payBy", of_references::text[] AS wanted, ground, status, after_reference AS "afterReference", lines, total_fen::text AS "totalFen", manifest,
  asked_by AS "askedBy", asked_at AS "askedAt", settled_by AS "settledBy", settled_at AS "settledAt",
  (SELECT coalesce(jsonb_object_agg(f.status, f.count), '{}') FROM (SELECT status, count(*)::integer AS count FROM debt_refund WHERE debt_refund.round_id = refund_round.round_id GROUP BY status) f) AS "byStatus"`;

export interface AskedRound { reason: string; payBy: LegalDate; references: readonly string[] | null; ground: RefundGround | null }

/** Asks for it. The lines are drawn up by `refundround/<id>`. */
export function askRefundRound(deps: CommandDeps, actor: SignedInActor, asked: AskedRound): Promise<MoneyInOutcome<RefundRound>> {
  return keeping(() => inOffice(deps, actor, async (manager) => {
    const wanted = asked.references?.map((one, index) => {
      const reference = readPaymentReference(one);
      if (reference === null || useOfReference(reference) !== 'debt') throw invalid(`references.${index}`, 'referenceUnknown', `第${index + 1}个不是应缴款项的缴款码。`, `No. ${index + 1} is no payment reference of a debt.`);
      return reference;
    }) ?? null;
    const { at } = await legalNow(manager);
    if (asked.payBy < chinaDateOf(at)) throw invalid('payBy', 'payByPast', '退付期限不得早于今天。', 'The day by which it is paid does not lie before today.');
    const roundId = randomUUID();
    await manager.query('INSERT INTO refund_round (round_id, office_id, county, reason, pay_by, of_references, ground, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [roundId, actor.officeId, actor.countyId, asked.reason, asked.payBy, wanted, asked.ground, actor.personId, at]);
    await putOutbox(manager, refundRoundWorkflowId(roundId));
    return held(manager, roundId, ['drafting']);
  }));
}

/** A second person approves what was drawn up; `manifest` names what this person has seen. */
export function approveRefundRound(deps: CommandDeps, actor: SignedInActor, roundId: string, manifest: string): Promise<MoneyInOutcome<RefundRound>> {
  return keeping(() => inOffice(deps, actor, async (manager) => {
    const round = await held(manager, roundId, ['asked']);
    if (round.manifest !== manifest) throw refused('manifestDiffers', '所确认的清单与本批次的清单不一致。', 'The manifest is not that of this round: read it again.');
    const { at } = await legalNow(manager);
    await manager.query("UPDATE refund_round SET status = 'approved', settled_by = $2, settled_at = $3 WHERE round_id = $1", [roundId, actor.personId, at]);
    await putOutbox(manager, refundRoundWorkflowId(roundId));
    return held(manager, roundId, ['approved']);
  }));
}

/** A second person turns it down, drawn up or not: none of its refunds is made. */
export function rejectRefundRound(deps: CommandDeps, actor: SignedInActor, roundId: string): Promise<MoneyInOutcome<RefundRound>> {
  return keeping(() => inOffice(deps, actor, async (manager) => {
    await held(manager, roundId, ['drafting', 'asked']);
    const { at } = await legalNow(manager);
    await manager.query("UPDATE refund_round SET status = 'rejected', settled_by = $2, settled_at = $3 WHERE round_id = $1", [roundId, actor.personId, at]);
    await manager.query("UPDATE debt_refund SET status = 'rejected', settled_by = $2, settled_at = $3 WHERE round_id = $1 AND status = 'asked'", [roundId, actor.personId, at]);
    return held(manager, roundId, ['rejected']);
  }));
}

/** Rounds of the own office, the newest first. */
export function readRefundRounds(manager: EntityManager, page: { before: [LegalInstant, string] | null; limit: number }): Promise<RefundRound[]> {
  return manager.query<RefundRound[]>(`SELECT ${COLUMNS} FROM refund_round WHERE $1::timestamptz IS NULL OR (asked_at, round_id) < ($1, $2::uuid) ORDER BY asked_at DESC, round_id DESC LIMIT $3`, [page.before?.[0] ?? null, page.before?.[1] ?? null, page.limit]);
}

/** Null when it is not there. */
export async function readRefundRound(manager: EntityManager, roundId: string): Promise<RefundRound | null> {
  const [found] = await manager.query<RefundRound[]>(`SELECT ${COLUMNS} FROM refund_round WHERE round_id = $1`, [roundId]);
  return found ?? null;
}

export interface RefundRoundPageDone { refunds: number; /** Another page waits. False: people are asked, or it is over. */ more: boolean }

/** Does the next page of a round, whatever it waits for. Idempotent: where it stands is kept in the record. */
export async function refundRoundPage(deps: CommandDeps, roundId: string, most: number): Promise<RefundRoundPageDone> {
  const round = await asMachine(deps, roundId, (manager) => readRefundRound(manager, roundId));
  if (round?.status === 'drafting') return draftPage(deps, round, most);
  if (round?.status === 'approved') return settlePage(deps, round, most);
  return { refunds: 0, more: false };
}

async function draftPage(deps: CommandDeps, { roundId, officeId, county, wanted, ground, afterReference }: RefundRound, most: number): Promise<RefundRoundPageDone> {
  // Each case judges what is refundable in it today, before the round is held.
  const { items, last } = await readRefundables(deps, { personId: MACHINE, countyId: county, offices: [officeId] }, { after: afterReference, limit: most });
  const lines = items.filter((one) => (wanted === null || wanted.includes(one.reference)) && (ground === null || one.ground === ground));
  return await asMachine(deps, roundId, async (manager) => {
    const round = await held(manager, roundId, refundRoundStatuses);
    if (round.status !== 'drafting' || round.afterReference !== afterReference) return { refunds: 0, more: round.status === 'drafting' };
    await drawUp(manager, round, lines);
    if (last !== null) await manager.query('UPDATE refund_round SET after_reference = $2 WHERE round_id = $1', [roundId, last]);
    else await openForDecision(manager, round);
    return { refunds: lines.length, more: last !== null };
  }) ?? { refunds: 0, more: false };
}

/** A debt of which a refund is asked for already keeps that one. */
async function drawUp(manager: EntityManager, round: RefundRound, lines: readonly RefundableDebt[]): Promise<void> {
  for (const { reference, fen } of lines) {
    await manager.query(`
      INSERT INTO debt_refund (refund_id, office_id, county, reference, of_case, party, debt, fen, reason, pay_by, asked_by, asked_at, round_id)
      SELECT $1, $2, $3, $4, d.case_id, d.party, d.debt, $5, $6, $7, $8, $9, $10 FROM debts_of_references($3, ARRAY[$4::text]) d
      ON CONFLICT (reference) WHERE status IN ('asked', 'approved') DO NOTHING`,
    [randomUUID(), round.officeId, round.county, reference, String(fen), round.reason, round.payBy, round.askedBy, round.askedAt, round.roundId]);
  }
}

async function openForDecision(manager: EntityManager, { roundId }: RefundRound): Promise<void> {
  const lines = await manager.query<{ reference: string; fen: string }[]>('SELECT reference, fen::text AS fen FROM debt_refund WHERE round_id = $1 ORDER BY reference', [roundId]);
  const total = lines.reduce((sum, { fen }) => sum + BigInt(fen), 0n);
  const manifest = createHash('sha256').update(lines.map(({ reference, fen }) => `${reference} ${fen}\n`).join('')).digest('hex');
  // Nothing to go back: nobody has to decide on it.
  await manager.query('UPDATE refund_round SET status = $2, lines = $3, total_fen = $4, manifest = $5 WHERE round_id = $1', [roundId, lines.length === 0 ? 'settled' : 'asked', lines.length, String(total), manifest]);
}

async function settlePage(deps: CommandDeps, { roundId, officeId }: RefundRound, most: number): Promise<RefundRoundPageDone> {
  const ids = await asMachine(deps, roundId, async (manager) => {
    const { settledBy, settledAt } = await held(manager, roundId, ['approved']);
    const rows = await manager.query<{ id: string }[]>("SELECT refund_id AS id FROM debt_refund WHERE round_id = $1 AND status IN ('asked', 'approved') ORDER BY reference LIMIT $2", [roundId, most]);
    await manager.query("UPDATE debt_refund SET status = 'approved', settled_by = $2, settled_at = $3 WHERE refund_id = ANY ($1::uuid[]) AND status = 'asked'", [rows.map(({ id }) => id), settledBy, settledAt]);
    if (rows.length === 0) await manager.query("UPDATE refund_round SET status = 'settled' WHERE round_id = $1", [roundId]);
    return rows.map(({ id }) => id);
  }) ?? [];
  for (const id of ids) await settleRefund(deps, { personId: MACHINE, offices: [officeId] }, id);
  return { refunds: ids.length, more: ids.length > 0 };
}

/** A transaction of the machine that sees the registers of the round's office. Null when there is no such round. */
function asMachine<T>(deps: CommandDeps, roundId: string, work: (manager: EntityManager) => Promise<T>): Promise<T | null> {
  return withActor(deps.source, { actorId: MACHINE, offices: [] }, async (manager) => {
    const [row] = await manager.query<{ office: string | null }[]>('SELECT refund_round_office($1) AS office', [roundId]);
    if (row?.office == null) return null;
    await setActor(manager, { actorId: MACHINE, offices: [row.office] });
    return work(manager);
  });
}

function inOffice<T>(deps: CommandDeps, actor: Pick<SignedInActor, 'personId' | 'offices'>, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  return withActor(deps.source, { actorId: actor.personId, offices: actor.offices }, work);
}

async function held(manager: EntityManager, roundId: string, statuses: readonly RefundRoundStatus[]): Promise<RefundRound> {
  await manager.query('SELECT 1 FROM refund_round WHERE round_id = $1 FOR UPDATE', [roundId]);
  const found = await readRefundRound(manager, roundId);
  if (found === null) throw new NotDone({ status: 'notFound' });
  if (!statuses.includes(found.status)) throw refused('roundNotOpen', `该批次当前为${found.status}。`, `This round is ${found.status} by now.`);
  return found;
}

async function keeping(work: () => Promise<RefundRound>): Promise<MoneyInOutcome<RefundRound>> {
  try {
    return { status: 'done', answer: await work() };
  } catch (error) {
    if (sqlProblem(error)?.constraint === 'refund_round_by_two') return { status: 'refused', blockers: [blockerOf('makerIsChecker', '提出人不得自行确认。', 'Who asks does not confirm.')] };
    return outcomeOf(error);
  }
}

const ARTICLE = { zh: '本系统规则：批量退付逐案审核，由财务人员二人办理', en: 'Anjuan: a mass refund is judged case by case, and decided by two persons of finance' };
const blockerOf = (code: string, zh: string, en: string): Blocker => ({ code, article: ARTICLE, message: { zh, en } });
const refused = (code: string, zh: string, en: string): NotDone => new NotDone({ status: 'refused', blockers: [blockerOf(code, zh, en)] });
const invalid = (field: string, rule: string, zh: string, en: string): NotDone => new NotDone({ status: 'invalid', errors: [{ field, rule, message: { zh, en } }] });
