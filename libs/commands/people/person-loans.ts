import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { postOnDay, type PersonLoan, type SignedInActor } from '#access';
import { chinaDateOf, type LegalDate } from '#law';
import { ROLE_NAMES } from '#law/role-names';
import { legalNow, officeOfCase } from '#store';
import type { CommandDeps } from '../deps.ts';
import { LegalDateField } from '../edge.ts';
import { CHECKED_COLUMNS, type Checked, checkOrder, endOrder, inOrder, mayOrder, type OrderOutcome, orderRefusal, refused, type Sought, wrong } from './orders.ts';

/** An order that lends an officer, a chair or a reviewer (借调) for one case, or for the cases of an office on some days. */
export const LoanOrder = z.strictObject({
  personId: z.uuid(),
  role: z.enum(['officer', 'hearingChair', 'legalReviewer', 'sectionHead', 'deputyHead', 'head']).describe('Leaders are lent to sign approvals only'),
  approvalsOnly: z.boolean().default(false).describe('For the approvals of one case: the person sees what is to be signed and nothing else of the case'),
  toOfficeId: z.string().regex(/^[A-Za-z0-9-]{1,80}$/),
  orderNumber: z.string().trim().min(3).max(100).describe('发文字号 of the order'),
  caseId: z.uuid().optional().describe('For this case only; without it for all cases of the office on these days'),
  from: LegalDateField,
  to: LegalDateField.optional().describe('The last day; only a loan for a case can do without it and ends with the case'),
});
export type LoanOrder = z.infer<typeof LoanOrder>;

/** Roles in which a person is lent to work on a case. */
const WORKING = new Set<LoanOrder['role']>(['officer', 'hearingChair', 'legalReviewer']);

export interface OrderedLoan extends PersonLoan, Checked { personId: string; approvalsOnly: boolean }

/** Writes the order down, for another person to approve. The head of either office or the county legal office proposes. */
export function proposeLoan(deps: CommandDeps, actor: SignedInActor, order: LoanOrder): Promise<OrderOutcome<OrderedLoan>> {
  return inOrder(deps, actor, async (m) => {
    mayOrder(actor);
    if (order.to === undefined && order.caseId === undefined) throw wrong('to', 'required', '不限于一案的借调须载明止日。', 'A loan that is not for one case needs its last day.');
    if (order.to !== undefined && order.to < order.from) throw wrong('to', 'period', '止日早于起日。', 'The last day lies before the first.');
    if (order.approvalsOnly && order.caseId === undefined) throw wrong('caseId', 'required', '仅限审批签署的借调须载明案件。', 'A loan for approvals only names its case.');
    if (!order.approvalsOnly && !WORKING.has(order.role)) throw wrong('role', 'approvalsOnly', `${ROLE_NAMES[order.role].zh}只能为签署审批借调。`, `A ${ROLE_NAMES[order.role].en} is lent to sign approvals only.`);
    const today = chinaDateOf((await legalNow(m)).at);
    if (order.from < today) throw wrong('from', 'period', '借调不得追溯：起日不得早于今日。', 'Nobody is lent for days gone by: the first day is today or later.');
    const post = await postOnDay(m, order.personId, order.from);
    const [office] = await m.query<{ county_id: string }[]>('SELECT county_id FROM office WHERE id = $1', [order.toOfficeId]);
    if (post === null || post.countyId !== actor.countyId) throw wrong('personId', 'unknownPerson', `没有这名人员，或者此人在${order.from}未在本县任职。`, `There is no such person, or this person holds no post in the county on ${order.from}.`);
    if (office?.county_id !== post.countyId || post.officeId === order.toOfficeId) throw wrong('toOfficeId', 'office', '借入机关应为本县的另一机关。', 'The borrowing office must be another office of the county.');
    if (!actor.ownOffices.includes(post.officeId) && !actor.ownOffices.includes(order.toOfficeId)) throw wrong('toOfficeId', 'office', '只能办理本机关借出或者借入的人员。', 'Only what the own office lends or borrows is ordered here.');
    if (!post.roles.includes(order.role)) throw wrong('role', 'personHasNoSuchRole', `此人在${order.from}未担任${ROLE_NAMES[order.role].zh}。`, `On ${order.from} this person was no ${ROLE_NAMES[order.role].en}.`);
    if (order.caseId !== undefined && await officeOfCase(m, order.caseId) !== order.toOfficeId) throw wrong('caseId', 'unknownCase', '借入机关没有这个案件。', 'The borrowing office has no such case.');
    const { at } = await legalNow(m);
    const id = randomUUID();
    await m.query('INSERT INTO person_loan (loan_id, order_number, account_id, role, lending_office, borrowing_office, case_id, valid_from, valid_to, maker, made_at, approvals_only) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
      [id, order.orderNumber, order.personId, order.role, post.officeId, order.toOfficeId, order.caseId ?? null, order.from, order.to ?? null, actor.personId, at, order.approvalsOnly]);
    return one(m, id);
  });
}

/** A second person approves: of the other office, or of the county legal office. */
export function checkLoan(deps: CommandDeps, actor: SignedInActor, id: string, to: 'approved' | 'rejected'): Promise<OrderOutcome<OrderedLoan>> {
  return inOrder(deps, actor, async (m) => {
    await checkOrder(m, actor, 'person_loan', id, to, async (maker) => {
      if (actor.roles.includes('countyLegalOffice')) return;
      const made = await postOnDay(m, maker, chinaDateOf((await legalNow(m)).at));
      if (made?.officeId === actor.officeId) throw refused(orderRefusal('loanNeedsBothOffices', '须由对方机关或者县司法行政部门批准。', 'This is approved by the other office or by the county legal office.'));
    });
    return one(m, id);
  });
}

export function endLoan(deps: CommandDeps, actor: SignedInActor, id: string, lastDay: LegalDate | undefined): Promise<OrderOutcome<OrderedLoan>> {
  return inOrder(deps, actor, async (m) => {
    await endOrder(m, actor, 'person_loan', id, lastDay);
    return one(m, id);
  });
}

/** Loans that the offices of the transaction lend or borrow, the newest first; with an id only that one. */
export function readLoans(m: EntityManager, { id, after = [null, null], limit = 1 }: Sought): Promise<OrderedLoan[]> {
  return m.query<OrderedLoan[]>(`
    SELECT loan_id AS "loanId", order_number AS "orderNumber", account_id AS "personId", role, lending_office AS "lendingOffice", borrowing_office AS "borrowingOffice", case_id AS "caseId", approvals_only AS "approvalsOnly",
      valid_from::text AS "from", valid_to::text AS "to", ${CHECKED_COLUMNS}
      FROM person_loan WHERE ($1::uuid IS NULL OR loan_id = $1) AND ($2::timestamptz IS NULL OR (made_at, loan_id) < ($2, $3::uuid)) ORDER BY made_at DESC, loan_id DESC LIMIT $4`, [id ?? null, ...after, limit]);
}

async function one(m: EntityManager, id: string): Promise<OrderedLoan> {
  const [found] = await readLoans(m, { id });
  if (found === undefined) throw new Error(`The loan ${id} was written and is not seen.`);
  return found;
}
