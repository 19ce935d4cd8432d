/**
 * A mass refund is a round of refunds: one person of finance asks for many at once, `refundround/<id>` draws them up a page at
 * a time, a second person decides on all that was drawn up, and then the case of each judges and orders its own. What one
 * case refuses, and a case that cannot be judged, stops no other. What was wanted and got no line is listed with its reason.
 * Where a round stands is kept in the record, so a page that is done twice changes nothing.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { readPaymentReference, useOfReference } from '#banking';
import type { RefundGround } from '#cases';
import type { Blocker } from '#cases/model';
import { refundRoundWorkflowId } from '#contracts';
import { chinaDateOf, type LegalDate, type LegalInstant } from '#law';
import { legalNow, MACHINE, putOutbox, recordIsAway, setActor, sqlProblem, withActor } from '#store';
import { canBeJudgedAgain } from '../claims.ts';
import type { CommandDeps } from '../deps.ts';
import { NotDone, type CommandOutcome } from '../outcome.ts';
import { outcomeOf, type MoneyInOutcome } from './receipts.ts';
import { readRefundables, settleRefund, type RefundableDebt } from './refunds.ts';

/** `drafting`: lines are drawn up. `asked`: a second person is asked. `withdrawn`: by whoever asked for it. `approved`: the cases are asked. `settled`: each has answered. */
export const refundRoundStatuses = ['drafting', 'asked', 'withdrawn', 'rejected', 'approved', 'settled'] as const;
export type RefundRoundStatus = (typeof refundRoundStatuses)[number];

/** Why a debt that was wanted got no line; `notJudged`: its case could not be judged, whoever wanted it. */
export const leftOutCodes = ['referenceUnknown', 'nothingRefundable', 'outsideSelection', 'refundUnderWay', 'notJudged'] as const;
export type LeftOutCode = (typeof leftOutCodes)[number];
export interface LeftOut { reference: string; code: LeftOutCode }

/** Which debts a round takes in; null: whichever. `wanted`: by their references. Days of the decisions, both included. */
export interface RoundSelection { wanted: string[] | null; ground: RefundGround | null; pack: string | null; decidedFrom: LegalDate | null; decidedTo: LegalDate | null }
/** The document by which money goes back to many, and its article. */
export interface RoundBasis { document: string; article: string }

export interface RefundRound extends RoundSelection {
  roundId: string; officeId: string; county: string; reason: string; basis: RoundBasis | null; payBy: LegalDate; status: RefundRoundStatus; afterReference: string | null;
  /** Of what was drawn up; null while it is. `totalFen`: whole fen in decimal text. `manifest`: SHA-256 over reference and sum of each line, in the order of references. */
  lines: number | null; totalFen: string | null; manifest: string | null;
  askedBy: string; askedAt: LegalInstant; settledBy: string | null; settledAt: LegalInstant | null; withdrawnAt: LegalInstant | null;
  byStatus: Record<string, number>;
  leftOut: number;
}

const COLUMNS = `CASE WHEN basis_document IS NOT NULL THEN jsonb_build_object('document', basis_document, 'article', basis_article) END AS basis, round_id AS "roundId", office_id AS "officeId", county, reason, pay_by::text AS "payBy", of_references::text[] AS wanted, ground, pack, decided_from::text AS "decidedFrom", decided_to::text AS "decidedTo", status, after_reference AS "afterReference", lines, total_fen::text AS "totalFen", manifest,
  asked_by AS "askedBy", asked_at AS "askedAt", settled_by AS "settledBy", settled_at AS "settledAt", withdrawn_at AS "withdrawnAt",
  (SELECT count(*)::integer FROM refund_round_left_out o WHERE o.round_id = refund_round.round_id) AS "leftOut",
  (SELECT coalesce(jsonb_object_agg(f.status, f.count), '{}') FROM (SELECT status, count(*)::integer AS count FROM debt_refund WHERE debt_refund.round_id = refund_round.round_id GROUP BY status) f) AS "byStatus"`;

export interface AskedRound extends Omit<RoundSelection, 'wanted'> { reason: string; basis: RoundBasis | null; payBy: LegalDate; references: readonly string[] | null }

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
    const { basis, pack, decidedFrom, decidedTo } = asked;
    if (pack !== null && !(await deps.law.book(manager)).packs.some((one) => one.pack.id === pack)) throw invalid('pack', 'packUnknown', '没有该办案程序。', 'There is no such pack.');
    if (decidedFrom !== null && decidedTo !== null && decidedTo < decidedFrom) throw invalid('decidedTo', 'order', '截止日期不得早于起始日期。', 'The last day does not lie before the first.');
    const roundId = randomUUID();
    await manager.query('INSERT INTO refund_round (round_id, office_id, county, reason, basis_document, basis_article, pay_by, of_references, ground, pack, decided_from, decided_to, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)',
      [roundId, actor.officeId, actor.countyId, asked.reason, basis?.document ?? null, basis?.article ?? null, asked.payBy, wanted, asked.ground, pack, decidedFrom, decidedTo, actor.personId, at]);
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
    // Every case would refuse its order.
    if (round.payBy < chinaDateOf(at)) throw refused('payByPast', `退付期限${round.payBy}已过，请撤回本批次后另行提出。`, `The day by which it is paid, ${round.payBy}, has passed: take the round back, or turn it down, and ask again.`);
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

/** Whoever asked for it takes it back, drawn up or not, as long as nobody has decided on it. */
export function withdrawRefundRound(deps: CommandDeps, actor: SignedInActor, roundId: string): Promise<MoneyInOutcome<RefundRound>> {
  return keeping(() => inOffice(deps, actor, async (manager) => {
    await held(manager, roundId, ['drafting', 'asked']);
    const { at } = await legalNow(manager);
    await manager.query("UPDATE refund_round SET status = 'withdrawn', withdrawn_by = $2, withdrawn_at = $3 WHERE round_id = $1", [roundId, actor.personId, at]);
    await manager.query("UPDATE debt_refund SET status = 'withdrawn' WHERE round_id = $1 AND status = 'asked'", [roundId]);
    return held(manager, roundId, ['withdrawn']);
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

/** What a round leaves out, by reference. */
export function readLeftOut(manager: EntityManager, roundId: string, page: { after: string | null; limit: number }): Promise<LeftOut[]> {
  return manager.query<LeftOut[]>('SELECT reference::text AS reference, code FROM refund_round_left_out WHERE round_id = $1 AND ($2::text IS NULL OR reference > $2::char(20)) ORDER BY reference LIMIT $3', [roundId, page.after, page.limit]);
}

export interface RefundRoundPageDone { refunds: number; /** Another page waits. False: people are asked, or it is over. */ more: boolean }

/** Does the next page of a round, whatever it waits for. Idempotent: where it stands is kept in the record. */
export async function refundRoundPage(deps: CommandDeps, roundId: string, most: number): Promise<RefundRoundPageDone> {
  const round = await asMachine(deps, roundId, (manager) => readRefundRound(manager, roundId));
  if (round?.status === 'drafting') return draftPage(deps, round, most);
  if (round?.status === 'approved') return settlePage(deps, round, most);
  return { refunds: 0, more: false };
}

async function draftPage(deps: CommandDeps, drafting: RefundRound, most: number): Promise<RefundRoundPageDone> {
  const { roundId, officeId, county, wanted, afterReference } = drafting;
  const leftOut: LeftOut[] = [];
  // Each case judges what is refundable in it today, before the round is held.
  const { items, last } = await readRefundables(deps, { personId: MACHINE, countyId: county, offices: [officeId] }, { after: afterReference, limit: most }, (reference, error) => {
    onlyOdd(error);
    if (wanted === null || wanted.includes(reference)) leftOut.push({ reference, code: 'notJudged' });
  });
  const among = items.filter(({ reference }) => wanted === null || wanted.includes(reference));
  const lines = among.filter((one) => takesIn(drafting, one));
  if (wanted !== null) leftOut.push(...among.filter((one) => !takesIn(drafting, one)).map(({ reference }) => ({ reference, code: 'outsideSelection' as const })));
  return await asMachine(deps, roundId, async (manager) => {
    const round = await held(manager, roundId, refundRoundStatuses);
    if (round.status !== 'drafting' || round.afterReference !== afterReference) return { refunds: 0, more: round.status === 'drafting' };
    await drawUp(manager, round, lines);
    for (const one of leftOut) await leaveOut(manager, round, one);
    if (last !== null) await manager.query('UPDATE refund_round SET after_reference = $2 WHERE round_id = $1', [roundId, last]);
    else await openForDecision(manager, round);
    return { refunds: lines.length, more: last !== null };
  }) ?? { refunds: 0, more: false };
}

function takesIn({ ground, pack, decidedFrom, decidedTo }: RoundSelection, one: RefundableDebt): boolean {
  return (ground === null || one.ground === ground) && (pack === null || one.pack === pack) && (decidedFrom === null || one.decidedOn >= decidedFrom) && (decidedTo === null || one.decidedOn <= decidedTo);
}

async function leaveOut(manager: EntityManager, { roundId, officeId }: RefundRound, { reference, code }: LeftOut): Promise<void> {
  await manager.query('INSERT INTO refund_round_left_out (round_id, reference, office_id, code) VALUES ($1, $2, $3, $4) ON CONFLICT (round_id, reference) DO NOTHING', [roundId, reference, officeId, code]);
}

/** A debt of which a refund is asked for already keeps that one. */
async function drawUp(manager: EntityManager, round: RefundRound, lines: readonly RefundableDebt[]): Promise<void> {
  for (const { reference, fen } of lines) {
    const drawn = await manager.query<object[]>(`
      INSERT INTO debt_refund (refund_id, office_id, county, reference, of_case, party, debt, fen, reason, pay_by, asked_by, asked_at, round_id)
      SELECT $1, $2, $3, $4, d.case_id, d.party, d.debt, $5, $6, $7, $8, $9, $10 FROM debts_of_references($3, ARRAY[$4::text]) d
      ON CONFLICT (reference) WHERE status IN ('asked', 'approved') DO NOTHING RETURNING refund_id`,
    [randomUUID(), round.officeId, round.county, reference, String(fen), round.reason, round.payBy, round.askedBy, round.askedAt, round.roundId]);
    if (drawn.length === 0) await leaveOut(manager, round, { reference, code: 'refundUnderWay' });
  }
}

async function openForDecision(manager: EntityManager, { roundId, county, wanted }: RefundRound): Promise<void> {
  await manager.query(`
    INSERT INTO refund_round_left_out (round_id, reference, office_id, code)
    SELECT DISTINCT g.round_id, w.reference, g.office_id, CASE WHEN d.reference IS NULL THEN 'referenceUnknown' ELSE 'nothingRefundable' END
    FROM refund_round g CROSS JOIN unnest(g.of_references) w (reference) LEFT JOIN debts_of_references($2, $3) d ON d.reference = w.reference::text
    WHERE g.round_id = $1 AND NOT EXISTS (SELECT 1 FROM debt_refund f WHERE f.round_id = g.round_id AND f.reference = w.reference)
    ON CONFLICT (round_id, reference) DO NOTHING`, [roundId, county, wanted ?? []]);
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
  for (const id of ids) await settleRefund(deps, { personId: MACHINE, offices: [officeId] }, id, notJudged);
  return { refunds: ids.length, more: ids.length > 0 };
}

/** Throws what may go well the next time: then the whole page is done again. */
function onlyOdd(error: unknown): void {
  if (canBeJudgedAgain(error) || recordIsAway(error)) throw error;
}

/** The case is odd, not the round: its refund is refused with the kind of the trouble, never with values of the case. */
function notJudged(error: unknown): CommandOutcome {
  onlyOdd(error);
  return { status: 'refused', blockers: [blockerOf('notJudged', '该案未能审核，请查看该案后另行提出退款。', `The case could not be judged (${error instanceof Error ? error.name : 'error'}): look at it, then ask for this refund again.`)] };
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
    const constraint = sqlProblem(error)?.constraint;
    if (constraint === 'refund_round_withdrawn_by_asker') return { status: 'refused', blockers: [blockerOf('notAsker', '只有提出人可以撤回，他人可以驳回。', 'Only whoever asked takes it back; another person turns it down.')] };
    if (constraint === 'refund_round_by_two') return { status: 'refused', blockers: [blockerOf('makerIsChecker', '提出人不得自行确认。', 'Who asks does not confirm.')] };
    return outcomeOf(error);
  }
}

const ARTICLE = { zh: '本系统规则：批量退付逐案审核，由财务人员二人办理', en: 'Anjuan: a mass refund is judged case by case, and decided by two persons of finance' };
const blockerOf = (code: string, zh: string, en: string): Blocker => ({ code, article: ARTICLE, message: { zh, en } });
const refused = (code: string, zh: string, en: string): NotDone => new NotDone({ status: 'refused', blockers: [blockerOf(code, zh, en)] });
const invalid = (field: string, rule: string, zh: string, en: string): NotDone => new NotDone({ status: 'invalid', errors: [{ field, rule, message: { zh, en } }] });
