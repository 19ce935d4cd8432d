/**
 * Orders about persons: who acts for an absent official, who is lent to another office. One person writes the order
 * down, another approves it; until then it counts for nothing. An order can be ended early, and is never changed.
 */
import type { EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { addDays, chinaDateOf, type LegalDate, type LegalInstant } from '#law';
import type { Blocker } from '#cases/model';
import { legalNow, sqlProblem, withActor } from '#store';
import type { CommandDeps } from '../deps.ts';
import { NotDone, type CommandOutcome } from '../outcome.ts';

/** What every order has: made, checked, perhaps ended. `to` of the order and `endedOn` are last days. */
export interface Checked {
  status: 'open' | 'approved' | 'rejected';
  maker: string;
  madeAt: LegalInstant;
  checker: string | null;
  checkedAt: LegalInstant | null;
  endedOn: LegalDate | null;
  endedBy: string | null;
}
export const CHECKED_COLUMNS = 'status, maker, made_at AS "madeAt", checker, checked_at AS "checkedAt", ended_on::text AS "endedOn", ended_by AS "endedBy"';

export type OrderOutcome<T> = { status: 'done'; order: T } | Extract<CommandOutcome, { status: 'invalid' | 'refused' | 'notFound' }>;

/** One order by its id, or a page of a list: after a place (when made, id), so many. */
export interface Sought { id?: string; after?: readonly (string | null)[]; limit?: number }

/** The two kinds of order, by the tables in which they stand. */
export const ORDERS = { substitution: 'substitution_id', person_loan: 'loan_id' } as const;

const article = { zh: '本系统规则：人员代行和借调由两人办理', en: 'Anjuan: orders about persons are made by two persons' };
export const orderRefusal = (code: string, zh: string, en: string, more: Partial<Blocker> = {}): Blocker => ({ code, article, message: { zh, en }, ...more });

const BY_CONSTRAINT: Readonly<Record<string, Blocker>> = {
  substitution_maker_is_not_checker: orderRefusal('makerIsChecker', '提出人不得自行批准。', 'Who proposed cannot approve.', { missing: { zh: '由另一人批准', en: 'the approval of another person' } }),
  loan_maker_is_not_checker: orderRefusal('makerIsChecker', '提出人不得自行批准。', 'Who proposed cannot approve.', { missing: { zh: '由另一人批准', en: 'the approval of another person' } }),
  substitute_approves_not: orderRefusal('substituteApproves', '代行人不得批准对自己的委托。', 'The substitute does not approve the own authority.'),
  lent_person_approves_not: orderRefusal('lentPersonApproves', '被借调人不得批准对自己的借调。', 'The lent person does not approve the own loan.'),
  nobody_substitutes_himself: orderRefusal('substituteForOneself', '不得委托自己代行自己的职责。', 'Nobody acts in his own place.'),
};

/** Work on an order in one transaction of the person. */
export async function inOrder<T>(deps: CommandDeps, actor: SignedInActor, work: (m: EntityManager) => Promise<T>): Promise<OrderOutcome<T>> {
  try {
    return { status: 'done', order: await withActor(deps.source, { actorId: actor.personId, offices: actor.ownOffices }, work) };
  } catch (error) {
    if (error instanceof NotDone) return error.outcome as Exclude<OrderOutcome<T>, { status: 'done' }>;
    const known = BY_CONSTRAINT[sqlProblem(error)?.constraint ?? ''];
    if (known !== undefined) return { status: 'refused', blockers: [known] };
    throw error;
  }
}

export function wrong(field: string, rule: string, zh: string, en: string): NotDone {
  return new NotDone({ status: 'invalid', errors: [{ field, rule, message: { zh, en } }] });
}

export function refused(...blockers: Blocker[]): NotDone {
  return new NotDone({ status: 'refused', blockers });
}

/** Approves or rejects an open order as the second person. `fits` judges who that may be. */
export async function checkOrder(m: EntityManager, actor: SignedInActor, table: keyof typeof ORDERS, id: string, to: 'approved' | 'rejected', fits: (maker: string) => Promise<void>): Promise<void> {
  const [order] = await m.query<{ status: Checked['status']; maker: string }[]>(`SELECT status, maker FROM ${table} WHERE ${ORDERS[table]} = $1 FOR UPDATE`, [id]);
  if (order === undefined) throw new NotDone({ status: 'notFound' });
  if (order.status !== 'open') throw refused(orderRefusal('orderChecked', `该文件已处理（${order.status}）。`, `This order was ${order.status} already.`));
  mayOrder(actor);
  if (order.maker === actor.personId) throw refused(...Object.values(BY_CONSTRAINT).slice(0, 1));
  await fits(order.maker);
  const { at } = await legalNow(m);
  await m.query(`UPDATE ${table} SET status = $2, checker = $3, checked_at = $4 WHERE ${ORDERS[table]} = $1`, [id, to, actor.personId, at]);
}

/** Ends an approved order early; what was done under it stands. `lastDay` is today, or yesterday to end it at once. */
export async function endOrder(m: EntityManager, actor: SignedInActor, table: keyof typeof ORDERS, id: string, lastDay: LegalDate | undefined): Promise<void> {
  const [order] = await m.query<{ status: Checked['status']; ended_on: string | null }[]>(`SELECT status, ended_on FROM ${table} WHERE ${ORDERS[table]} = $1 FOR UPDATE`, [id]);
  if (order === undefined) throw new NotDone({ status: 'notFound' });
  mayOrder(actor);
  if (order.status !== 'approved' || order.ended_on !== null) throw refused(orderRefusal('orderNotInForce', '该文件未生效或者已经终止。', 'This order is not in force or has been ended.'));
  const today = chinaDateOf((await legalNow(m)).at);
  const on = lastDay ?? today;
  if (on < addDays(today, -1)) throw refused(orderRefusal('orderEndedInThePast', '不得对过去的日期终止：其间已办理的事项有效。', 'It is not ended for days gone by: what was done on them stands.', { field: 'lastDay', earliest: addDays(today, -1) }));
  await m.query(`UPDATE ${table} SET ended_on = $2, ended_by = $3 WHERE ${ORDERS[table]} = $1`, [id, on, actor.personId]);
}

/** Orders are the heads' and the county legal office's. */
export function mayOrder(actor: SignedInActor): void {
  if (!actor.roles.some((role) => role === 'head' || role === 'countyLegalOffice')) {
    throw refused(orderRefusal('roleMissing', '此事由负责人或县司法行政部门办理。', 'This is done by a head or the county legal office.', { missing: { zh: '负责人、县司法行政部门', en: 'the head, the county legal office' } }));
  }
}
