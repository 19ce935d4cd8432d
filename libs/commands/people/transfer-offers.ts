import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { postOnDay, type SignedInActor } from '#access';
import { forbiddenWordBlockers, partBlockers } from '#cases';
import type { CaseEvent, ContentRef, PersonOnDay } from '#cases/model';
import { chinaDateOf, type LegalDate, type LegalInstant } from '#law';
import { legalNow, readHead, sqlProblem } from '#store';
import { OWN_WORDS } from '../arrival.ts';
import { personOfCase } from '../content-owner.ts';
import type { CommandDeps } from '../deps.ts';
import { NotDone } from '../outcome.ts';
import { inOrder, type OrderOutcome, orderRefusal, refused, wrong, type Sought } from './orders.ts';

/** A head offers a case to another office of the county (协商移送管辖); the head there takes it over or declines. */
export const TransferOffer = z.strictObject({
  toOfficeId: z.string().regex(/^[A-Za-z0-9-]{1,80}$/),
  instrument: z.string().trim().min(3).max(100).describe('发文字号 of the letter by which the case is offered'),
  reason: z.string().trim().min(1).max(2000),
});
export type TransferOffer = z.infer<typeof TransferOffer>;

export interface OfferedCase {
  offerId: string; caseId: string; caseNumber: string; fromOfficeId: string; toOfficeId: string; instrument: string;
  status: 'open' | 'approved' | 'rejected'; maker: string; madeAt: LegalInstant; checker: string | null; checkedAt: LegalInstant | null;
}

const leads = (actor: SignedInActor): boolean => actor.roles.includes('head') || actor.roles.includes('countyLegalOffice');
const notLeading = orderRefusal('roleMissing', '此事由机关负责人办理。', 'This is done by the head of the office.', { missing: { zh: '机关负责人', en: 'the head of the office' } });
const offerOpen = orderRefusal('caseOfferedAlready', '本案已提出移送，尚未答复。', 'The case is offered already, and not answered yet.');

/** Writes the offer down. The reason is kept as content of the case. */
export function offerCase(deps: CommandDeps, actor: SignedInActor, caseId: string, offer: TransferOffer): Promise<OrderOutcome<OfferedCase>> {
  return inOrder(deps, actor, async (m) => {
    const head = await readHead(m, caseId);
    if (head === null || !actor.ownOffices.includes(head.officeId)) throw new NotDone({ status: 'notFound' });
    if (!actor.roles.includes('head') || actor.officeId !== head.officeId) throw refused(notLeading);
    if (head.closedOn !== null) throw refused(orderRefusal('caseClosed', '案件已结案。', 'The case is closed.'));
    const { at } = await legalNow(m);
    const book = await deps.law.bookFor(m, head);
    const { pack } = book.pack(head.pack);
    const recused = partBlockers({ state: head.state, pack, actor: { personId: actor.personId, officeId: actor.officeId, roles: actor.roles, kind: 'person' }, command: null, today: chinaDateOf(at) });
    if (recused.length > 0) throw refused(...recused);
    const words = forbiddenWordBlockers(book, head.pack, chinaDateOf(at), [{ field: 'reason', label: OWN_WORDS.reason, text: offer.reason }]);
    if (words.length > 0) throw refused(...words);
    const [office] = await m.query<{ county_id: string }[]>('SELECT county_id FROM office WHERE id = $1', [offer.toOfficeId]);
    if (office?.county_id !== head.countyId || offer.toOfficeId === head.officeId) throw wrong('toOfficeId', 'office', '受移送机关应为本县的另一机关。', 'The case is offered to another office of the county.');
    const kept = await deps.content.put(m, { caseId, officeId: head.officeId, personRef: personOfCase(head.state.parties), value: offer.reason });
    const id = randomUUID();
    try {
      await m.query('INSERT INTO transfer_offer (offer_id, case_id, case_number, from_office, to_office, instrument, reason_content, reason_commitment, maker, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
        [id, caseId, head.caseNumber, head.officeId, offer.toOfficeId, offer.instrument, kept.contentId, kept.commitment, actor.personId, at]);
    } catch (error) {
      if (sqlProblem(error)?.constraint === 'one_open_offer_a_case') throw refused(offerOpen);
      throw error;
    }
    return one(m, id);
  });
}

/** The receiving head declines, or the giving one takes the offer back. */
export function declineOffer(deps: CommandDeps, actor: SignedInActor, offerId: string): Promise<OrderOutcome<OfferedCase>> {
  return inOrder(deps, actor, async (m) => {
    const [offer] = await m.query<{ status: string; offices: string[] }[]>('SELECT status, ARRAY[from_office, to_office] AS offices FROM transfer_offer WHERE offer_id = $1 FOR UPDATE', [offerId]);
    if (offer === undefined || !offer.offices.some((office) => actor.ownOffices.includes(office))) throw new NotDone({ status: 'notFound' });
    if (!leads(actor)) throw refused(notLeading);
    if (offer.status !== 'open') throw refused(orderRefusal('orderChecked', '该移送已答复。', 'This offer was answered already.'));
    await m.query("UPDATE transfer_offer SET status = 'rejected', checker = $2, checked_at = $3 WHERE offer_id = $1", [offerId, actor.personId, (await legalNow(m)).at]);
    return one(m, offerId);
  });
}

/** Offers that the offices of the transaction have made or received, the open ones and then the newest first; with an id only that one. */
export function readOffers(m: EntityManager, { id, after = [null, null, null], limit = 1 }: Sought): Promise<OfferedCase[]> {
  return m.query<OfferedCase[]>(`
    SELECT offer_id AS "offerId", case_id AS "caseId", case_number AS "caseNumber", from_office AS "fromOfficeId", to_office AS "toOfficeId", instrument,
      status, maker, made_at AS "madeAt", checker, checked_at AS "checkedAt"
      FROM transfer_offer WHERE ($1::uuid IS NULL OR offer_id = $1) AND ($2::boolean IS NULL OR (status = 'open', made_at, offer_id) < ($2, $3::timestamptz, $4::uuid))
      ORDER BY status = 'open' DESC, made_at DESC, offer_id DESC LIMIT $5`, [id ?? null, ...after, limit]);
}

async function one(m: EntityManager, id: string): Promise<OfferedCase> {
  const [found] = await readOffers(m, { id });
  if (found === undefined) throw new Error(`The offer ${id} was written and is not seen.`);
  return found;
}

/** An open offer as the engine judges it: who gave, in which post today. */
export async function offerGiven(m: EntityManager, offerId: string, caseId: string, on: LegalDate): Promise<{ toOfficeId: string; instrument: string; reason: ContentRef; givenBy: PersonOnDay }> {
  const [offer] = await m.query<{ maker: string; to_office: string; instrument: string; reason_content: string; reason_commitment: string }[]>("SELECT maker, to_office, instrument, reason_content, reason_commitment FROM transfer_offer WHERE offer_id = $1 AND case_id = $2 AND status = 'open' FOR UPDATE", [offerId, caseId]);
  if (offer === undefined) throw new NotDone({ status: 'notFound' });
  const post = await postOnDay(m, offer.maker, on);
  return {
    toOfficeId: offer.to_office, instrument: offer.instrument, reason: { contentId: offer.reason_content, commitment: offer.reason_commitment },
    givenBy: { personId: offer.maker, officeId: post?.officeId ?? '', roles: post?.roles ?? [] },
  };
}

/** What a transfer does to the open offers of the case: the one that it takes up is accepted, any other falls. */
export async function settleOffers(m: EntityManager, caseId: string, events: readonly CaseEvent[], actorId: string, at: LegalInstant): Promise<void> {
  for (const event of events) {
    if (event.type !== 'caseTransferred') continue;
    await m.query("UPDATE transfer_offer SET status = CASE WHEN offer_id::text = $2 THEN 'approved' ELSE 'rejected' END, checker = $3, checked_at = $4 WHERE case_id = $1 AND status = 'open'", [caseId, event.agreement?.offerId ?? '', actorId, at]);
  }
}

