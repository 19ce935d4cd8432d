/**
 * Consent to an entry that comes after its time: recorded by the person who gives it, under the own sign-in, for one act
 * of one day; the late command names it. It is never changed, and one entry uses it up.
 */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { chinaDateOf, packCitation, type LegalDate, type LegalInstant } from '#law';
import type { Pack } from '#law/pack-format';
import { ROLE_NAMES } from '#law/role-names';
import { legalNow, readHead } from '#store';
import type { CommandDeps } from '../deps.ts';
import { PartyId } from '../edge-fields.ts';
import { LegalDateField } from '../legal-date-field.ts';
import { NotDone } from '../outcome.ts';
import { inOrder, type OrderOutcome, refused, type Sought, wrong } from './orders.ts';

const shared = {
  on: LegalDateField.describe('The day on which the act was really done'),
  documentNumber: z.string().trim().min(3).max(100).describe('文号 of the written consent'),
};
const PaperId = z.string().regex(/^[0-9a-f-]{36}\.\d{1,9}$/);
const Code = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/);

/** What is consented to: a case that an office opens; a step of a case; the service of a paper, the use of a seal of rubber on it or the request for that; somebody who acts for a party is filed, or does so no more. */
export const LateConsent = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('opening'), pack: Code, officeId: z.string().regex(/^[A-Za-z0-9-]{1,80}$/).describe('The office that opens the case'), ...shared }),
  z.strictObject({ act: z.literal('step'), caseId: z.uuid(), step: Code, ...shared }),
  z.strictObject({ act: z.literal('service'), caseId: z.uuid(), paperId: PaperId, ...shared }),
  z.strictObject({ act: z.literal('seal'), caseId: z.uuid(), paperId: PaperId, ...shared }),
  z.strictObject({ act: z.literal('representation'), caseId: z.uuid(), party: PartyId, ...shared }),
  z.strictObject({ act: z.literal('representationEnd'), caseId: z.uuid(), number: z.number().int().min(1).describe('Under which the letter or guardian is on file'), ...shared }),
]);
export type LateConsent = z.infer<typeof LateConsent>;

/** `about`: code of the step, id of the paper, the party, number of the letter or guardian. */
export interface GivenConsent {
  consentId: string; officeId: string; caseId: string | null; pack: string; act: LateConsent['act']; about: string | null; on: LegalDate; documentNumber: string; givenBy: string; givenAt: LegalInstant;
  /** An entry rests on it. */
  used: boolean;
}

/** Records it. Only whoever holds the role that the pack names gives it. */
export function giveLateConsent(deps: CommandDeps, actor: SignedInActor, consent: LateConsent): Promise<OrderOutcome<GivenConsent>> {
  return inOrder(deps, actor, async (m) => {
    const { at } = await legalNow(m);
    const head = consent.act === 'opening' ? null : await readHead(m, consent.caseId);
    const book = head === null ? await deps.law.openingBook(m, actor.countyId) : await deps.law.bookFor(m, head);
    if (consent.act !== 'opening' && head === null) throw new NotDone({ status: 'notFound' });
    const pack = book.find(consent.act === 'opening' ? consent.pack : head?.pack ?? '')?.pack;
    if (pack === undefined) throw wrong('pack', 'unknownPack', `没有这个程序，现有：${book.packs.map((one) => one.pack.id).join('、')}。`, `There is no such pack; there are: ${book.packs.map((one) => one.pack.id).join(', ')}.`);
    if (pack.lateEntry === undefined) throw wrong('pack', 'notOfThisProcedure', '本程序没有补录期限。', 'This procedure has no limit for late entries.');
    mayConsent(actor, pack, pack.lateEntry);
    if (consent.on > chinaDateOf(at)) throw wrong('on', 'period', '日期晚于今天。', 'The day lies after today.');
    const about = await aboutOf(m, consent, pack);
    const officeId = consent.act === 'opening' ? consent.officeId : head?.officeId ?? '';
    if (!actor.ownOffices.includes(officeId)) throw wrong('officeId', 'office', '不是本县的机关。', 'This is no office of the county.');
    const id = randomUUID();
    await m.query('INSERT INTO late_consent (consent_id, office_id, case_id, pack, act, about, done_on, document_number, given_by, given_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
      [id, officeId, head?.caseId ?? null, pack.id, consent.act, about, consent.on, consent.documentNumber, actor.personId, at]);
    const given = await findLateConsent(m, id);
    if (given === null) throw new Error(`The consent ${id} was written and is not seen.`);
    return given;
  });
}

function mayConsent(actor: SignedInActor, pack: Pack, { consentBy, cite }: NonNullable<Pack['lateEntry']>): void {
  if (actor.roles.includes(consentBy)) return;
  const { zh, en } = ROLE_NAMES[consentBy];
  throw refused({ code: 'roleMissing', article: packCitation(pack, cite), message: { zh: `补录由${zh}同意。`, en: `The ${en} consents to a late entry.` }, missing: { zh, en } });
}

async function aboutOf(m: EntityManager, consent: LateConsent, pack: Pack): Promise<string | null> {
  if (consent.act === 'opening') return null;
  if (consent.act === 'step') {
    if (!pack.steps.some((one) => one.code === consent.step && !one.byTime)) throw wrong('step', 'choice', '本程序没有这个步骤。', 'This procedure has no such step.');
    return consent.step;
  }
  if (consent.act === 'representation') {
    const [party] = await m.query<unknown[]>("SELECT 1 FROM case_event WHERE case_id = $1 AND type = 'caseOpened' AND payload->'parties' @> jsonb_build_array(jsonb_build_object('partyId', $2::text))", [consent.caseId, consent.party]);
    if (party === undefined) throw wrong('party', 'unknownParty', '本案没有这名当事人。', 'The case has no such party.');
    return consent.party;
  }
  if (consent.act === 'representationEnd') {
    const [filed] = await m.query<unknown[]>("SELECT 1 FROM case_event WHERE case_id = $1 AND type = 'representativeFiled' AND seq = $2", [consent.caseId, consent.number]);
    if (filed === undefined) throw wrong('number', 'unknownNumber', '案卷中没有这一代理或者监护。', 'The case has no letter of authority or guardian of this number.');
    return String(consent.number);
  }
  const [paper] = await m.query<unknown[]>('SELECT 1 FROM paper WHERE case_id = $1 AND paper_id = $2', [consent.caseId, consent.paperId]);
  if (paper === undefined) throw wrong('paperId', 'unknownPaper', '本案没有这份文书。', 'The case has no such paper.');
  return consent.paperId;
}

const COLUMNS = `consent_id AS "consentId", office_id AS "officeId", case_id AS "caseId", pack, act, about, done_on::text AS "on", document_number AS "documentNumber", given_by AS "givenBy", given_at AS "givenAt",
  late_consent_used(consent_id) AS used`;

/** Consents that the asking person sees, the newest first. */
export function readLateConsents(m: EntityManager, { id, after = [null, null], limit = 1 }: Sought): Promise<GivenConsent[]> {
  return m.query<GivenConsent[]>(`
    SELECT ${COLUMNS} FROM late_consent WHERE ($1::uuid IS NULL OR consent_id = $1) AND ($2::timestamptz IS NULL OR (given_at, consent_id) < ($2, $3::uuid)) ORDER BY given_at DESC, consent_id DESC LIMIT $4`, [id ?? null, ...after, limit]);
}

/** One consent, or null where the asking person sees none of this id. */
export async function findLateConsent(m: EntityManager, id: string): Promise<GivenConsent | null> {
  return (await readLateConsents(m, { id }))[0] ?? null;
}

/** Of two entries that name it at once, the second waits for the first. */
export async function takeLateConsent(m: EntityManager, id: string): Promise<GivenConsent | null> {
  await m.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 38))', [id]);
  return findLateConsent(m, id);
}
