import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Proposal } from '#commands';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { Cursor, Instant, Limit, pageOf } from '../http/schemas.ts';

export const ProposalQuery = z.strictObject({ kind: z.enum(['parameter', 'calendar', 'cause']).optional(), status: z.enum(['open', 'approved', 'rejected']).optional(), cursor: Cursor, limit: Limit });
export const ProposalView = z.strictObject({
  proposalId: z.uuid(), officeId: z.string(), kind: z.enum(['parameter', 'calendar', 'cause']), status: z.enum(['open', 'approved', 'rejected']), payload: z.record(z.string(), z.unknown()),
  maker: z.string(), madeAt: Instant, checker: z.string().nullable(), checkedAt: Instant.nullable(),
}).meta({ id: 'Proposal' });
export type ProposalView = z.infer<typeof ProposalView>;
export const ProposalPage = pageOf(ProposalView, 'ProposalPage');

/** Proposals of the offices of this transaction, the newest first. */
export async function proposalPage(m: EntityManager, { kind, status, cursor, limit }: z.infer<typeof ProposalQuery>): Promise<z.infer<typeof ProposalPage>> {
  const place = readCursor(cursor, 'proposals', [z.iso.datetime(), z.uuid()]);
  const rows = await m.query<Proposal[]>(
    `SELECT proposal_id AS "proposalId", office_id AS "officeId", kind, payload, status, maker, made_at AS "madeAt", checker, checked_at AS "checkedAt" FROM proposal
       WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR status = $2) AND ($3::timestamptz IS NULL OR (made_at, proposal_id) < ($3, $4::uuid))
       ORDER BY made_at DESC, proposal_id DESC LIMIT $5`, [kind ?? null, status ?? null, place?.[0] ?? null, place?.[1] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(proposalView), next: rows.length > limit && last !== undefined ? cursorOf('proposals', [last.madeAt, last.proposalId]) : null };
}

export function proposalView({ payload, ...proposal }: Proposal): ProposalView {
  return { ...proposal, payload: { ...payload } };
}
