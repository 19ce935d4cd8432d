import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { postOnDay, type SignedInActor } from '#access';
import { chinaDateOf, type LegalDate } from '#law';
import type { PackRole } from '#law/pack-format';
import { ROLE_NAMES } from '#law/role-names';
import { legalNow } from '#store';
import type { CommandDeps } from '../deps.ts';
import { LegalDateField } from '../edge.ts';
import { CHECKED_COLUMNS, type Checked, checkOrder, endOrder, inOrder, mayOrder, type OrderOutcome, type Sought, wrong } from './orders.ts';

const Role = z.enum(['officer', 'sectionHead', 'deputyHead', 'head', 'legalReviewer', 'hearingChair', 'countyLegalOffice', 'sealKeeper']);

/** A written authority to act for an absent official (代行职责). */
export const SubstitutionOrder = z.strictObject({
  absentId: z.uuid(),
  substituteId: z.uuid(),
  instrument: z.string().trim().min(3).max(100).describe('发文字号 of the written authority'),
  roles: z.array(Role).min(1).max(6).describe('Roles of the absent person in which the substitute acts'),
  packs: z.array(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/)).max(20).default([]).describe('Procedures; none: all'),
  from: LegalDateField,
  to: LegalDateField,
});
export type SubstitutionOrder = z.infer<typeof SubstitutionOrder>;

export interface Substitution extends Checked {
  substitutionId: string; officeId: string; absentId: string; substituteId: string; instrument: string; roles: PackRole[]; packs: string[]; from: LegalDate; to: LegalDate;
}

/** Writes the authority down, for another person to approve. The absent person, a head or the county legal office proposes. */
export function proposeSubstitution(deps: CommandDeps, actor: SignedInActor, order: SubstitutionOrder): Promise<OrderOutcome<Substitution>> {
  return inOrder(deps, actor, async (m) => {
    if (order.to < order.from) throw wrong('to', 'period', '止日早于起日。', 'The last day lies before the first.');
    if (order.absentId !== actor.personId) mayOrder(actor);
    const { at } = await legalNow(m);
    if (order.from < chinaDateOf(at)) throw wrong('from', 'period', '代行不得追溯：起日不得早于今日。', 'Nobody is substituted for days gone by: the first day is today or later.');
    const absent = await postOnDay(m, order.absentId, order.from);
    if (absent === null || !actor.ownOffices.includes(absent.officeId)) throw wrong('absentId', 'unknownPerson', `没有这名人员，或者此人在${order.from}未在本机关任职。`, `There is no such person, or this person holds no post in the office on ${order.from}.`);
    const substitute = await postOnDay(m, order.substituteId, order.from);
    if (substitute?.officeId !== absent.officeId) throw wrong('substituteId', 'unknownPerson', `代行人在${order.from}未在同一机关任职。`, `The substitute holds no post in the same office on ${order.from}.`);
    const foreign = order.roles.filter((role) => !absent.roles.includes(role));
    if (foreign.length > 0) throw wrong('roles', 'rolesNotHeld', `被代行人未担任：${foreign.map((role) => ROLE_NAMES[role].zh).join('、')}。`, `The absent person is not: ${foreign.map((role) => ROLE_NAMES[role].en).join(', ')}.`);
    const unknown = await unknownPack(deps, m, order.packs);
    if (unknown !== null) throw wrong('packs', 'unknownPack', `没有名为“${unknown}”的程序。`, `There is no pack "${unknown}".`);
    if (deps.renderer.unprintable(order.instrument, 'line') !== null) throw wrong('instrument', 'printable', '发文字号含有不能印出的字符。', 'The document number has a character that cannot be printed.');
    const id = randomUUID();
    await m.query('INSERT INTO substitution (substitution_id, office_id, absent_id, substitute_id, instrument, roles, packs, valid_from, valid_to, maker, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
      [id, absent.officeId, order.absentId, order.substituteId, order.instrument, [...new Set(order.roles)], [...new Set(order.packs)], order.from, order.to, actor.personId, at]);
    return one(m, id);
  });
}

/** A head or the county legal office approves, neither the proposer nor the substitute. */
export function checkSubstitution(deps: CommandDeps, actor: SignedInActor, id: string, to: 'approved' | 'rejected'): Promise<OrderOutcome<Substitution>> {
  return inOrder(deps, actor, async (m) => {
    await checkOrder(m, actor, 'substitution', id, to, () => Promise.resolve());
    return one(m, id);
  });
}

export function endSubstitution(deps: CommandDeps, actor: SignedInActor, id: string, lastDay: LegalDate | undefined): Promise<OrderOutcome<Substitution>> {
  return inOrder(deps, actor, async (m) => {
    await endOrder(m, actor, 'substitution', id, lastDay);
    return one(m, id);
  });
}

/** Authorities of the offices of the transaction, the newest first; with an id only that one. */
export function readSubstitutions(m: EntityManager, { id, after = [null, null], limit = 1 }: Sought): Promise<Substitution[]> {
  return m.query<Substitution[]>(`
    SELECT substitution_id AS "substitutionId", office_id AS "officeId", absent_id AS "absentId", substitute_id AS "substituteId", instrument, roles, packs, valid_from::text AS "from", valid_to::text AS "to", ${CHECKED_COLUMNS}
      FROM substitution WHERE ($1::uuid IS NULL OR substitution_id = $1) AND ($2::timestamptz IS NULL OR (made_at, substitution_id) < ($2, $3::uuid)) ORDER BY made_at DESC, substitution_id DESC LIMIT $4`, [id ?? null, ...after, limit]);
}

async function one(m: EntityManager, id: string): Promise<Substitution> {
  const [found] = await readSubstitutions(m, { id });
  if (found === undefined) throw new Error(`The substitution ${id} was written and is not seen.`);
  return found;
}

async function unknownPack(deps: CommandDeps, m: EntityManager, packs: readonly string[]): Promise<string | null> {
  const book = await deps.law.book(m);
  return packs.find((pack) => book.find(pack) === undefined) ?? null;
}
