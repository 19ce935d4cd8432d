import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { legalNow, sqlProblem } from '#store';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { Cursor, Instant, Limit, pageOf } from '../http/schemas.ts';
import { notFound, Problem } from '../problems/problem.ts';

export type ProposalKind = 'parameter' | 'calendar';
export const ProposalQuery = z.strictObject({ kind: z.enum(['parameter', 'calendar']).optional(), status: z.enum(['open', 'approved', 'rejected']).optional(), cursor: Cursor, limit: Limit });
export const ProposalView = z.strictObject({
  proposalId: z.uuid(), kind: z.enum(['parameter', 'calendar']), status: z.enum(['open', 'approved', 'rejected']), payload: z.record(z.string(), z.unknown()),
  maker: z.string(), madeAt: Instant, checker: z.string().nullable(), checkedAt: Instant.nullable(),
}).meta({ id: 'Proposal' });
export type ProposalView = z.infer<typeof ProposalView>;
export const ProposalPage = pageOf(ProposalView, 'ProposalPage');

interface Row {
  proposal_id: string; kind: ProposalKind; status: 'open' | 'approved' | 'rejected'; payload: Record<string, unknown>; maker: string; made_at: string; checker: string | null; checked_at: string | null;
}

/** Proposals of the own offices, the newest first. */
export async function listProposals(m: EntityManager, { kind, status, cursor, limit }: z.infer<typeof ProposalQuery>): Promise<z.infer<typeof ProposalPage>> {
  const place = readCursor(cursor, 'proposals', [z.iso.datetime(), z.uuid()]);
  const rows = await m.query<Row[]>(
    `SELECT * FROM proposal WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR status = $2) AND ($3::timestamptz IS NULL OR (made_at, proposal_id) < ($3, $4::uuid))
       ORDER BY made_at DESC, proposal_id DESC LIMIT $5`, [kind ?? null, status ?? null, place?.[0] ?? null, place?.[1] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(viewOf), next: rows.length > limit && last !== undefined ? cursorOf('proposals', [last.made_at, last.proposal_id]) : null };
}

/** Enters a proposal of the asking person. */
export async function propose(m: EntityManager, actor: SignedInActor, kind: ProposalKind, payload: Record<string, unknown>): Promise<ProposalView> {
  const { at } = await legalNow(m);
  const [row] = await m.query<Row[]>(
    'INSERT INTO proposal (proposal_id, office_id, kind, payload, maker, made_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING *', [randomUUID(), actor.officeId, kind, JSON.stringify(payload), actor.personId, at]);
  if (row === undefined) throw new Error('The proposal was not entered.');
  return viewOf(row);
}

/**
 * Approves an open proposal as its second person, and puts it in force by `enforce`. Refuses the maker; the database
 * refuses the same once more.
 */
export async function approve(m: EntityManager, actor: SignedInActor, kind: ProposalKind, proposalId: string, enforce: (payload: unknown) => Promise<void>): Promise<ProposalView> {
  const [found] = await m.query<Row[]>('SELECT * FROM proposal WHERE proposal_id = $1 AND kind = $2 FOR UPDATE', [proposalId, kind]);
  if (found === undefined) throw notFound();
  if (found.status !== 'open') throw new Problem('conflict', { zh: '该提议已经处理。', en: 'This proposal has been dealt with.' });
  if (found.maker === actor.personId) {
    throw new Problem('blocked', { zh: '提议人不得批准自己的提议。', en: 'Who proposes cannot approve.' }, {
      blockers: [{ code: 'makerIsChecker', message: { zh: '须由另一人批准（四眼原则）。', en: 'Another person has to approve (four eyes).' }, article: 'Anjuan: maker is not checker', missing: { zh: '另一名人员的批准', en: 'approval by another person' } }],
    });
  }
  const { at } = await legalNow(m);
  const [rows] = await m.query<[Row[], number]>("UPDATE proposal SET status = 'approved', checker = $2, checked_at = $3 WHERE proposal_id = $1 RETURNING *", [proposalId, actor.personId, at]);
  const [row] = rows;
  if (row === undefined) throw new Error(`Proposal ${proposalId} was not approved.`);
  try {
    await enforce(row.payload);
  } catch (error) {
    const code = sqlProblem(error)?.code;
    if (code !== '23P01' && code !== '23505') throw error;
    throw new Problem('conflict', { zh: '同一日期已有设定，或该版本已经载入。', en: 'For some of these days something is set already, or this version is loaded.' });
  }
  return viewOf(row);
}

function viewOf(row: Row): ProposalView {
  return { proposalId: row.proposal_id, kind: row.kind, status: row.status, payload: row.payload, maker: row.maker, madeAt: row.made_at, checker: row.checker, checkedAt: row.checked_at };
}
