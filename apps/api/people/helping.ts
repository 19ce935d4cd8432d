import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import type { CaseState } from '#cases';
import { NOTHING, shownTo } from '#cases/people/shown';
import type { HelpShows } from '#cases/people/types';
import { stateOf } from '#commands';
import type { LawBook } from '#law/law-book';
import { readHead } from '#store';
import { isErased, maskIdentity, type ContentStore, type PartyIdentity } from '#store/content';
import { FactView } from '../cases/case-schemas.ts';
import { factViews } from '../cases/case-view.ts';
import { RevealedParty, revealParty } from '../cases/reveal.ts';
import { seeCase } from '../cases/seen-case.ts';
import type { Door } from '../door.module.ts';
import { Bilingual, Day, Instant, pageOf } from '../http/schemas.ts';
import { notFound } from '../problems/problem.ts';
import { listPage, type OrderQuery } from './order-page.ts';

/** Whether the asking person sees the case only by a request for help. */
export function onlyHelps(actor: SignedInActor, caseId: string): boolean {
  return actor.helping.includes(caseId) && !actor.cases.includes(caseId) && !actor.readings.includes(caseId);
}

/**
 * A transaction that sees one thing of a case: for an office that was asked for help, if the request shows it (`sees`);
 * for everybody else, as ever. Throws `notFound`.
 */
export function asHelper<T>(door: Door, actor: SignedInActor, caseId: string, sees: (shows: HelpShows, m: EntityManager) => boolean | Promise<boolean>, work: (m: EntityManager) => Promise<T>): Promise<T> {
  if (!onlyHelps(actor, caseId)) return door.as(actor, work);
  return door.as({ ...actor, cases: [...actor.cases, caseId] }, async (m) => {
    const head = await readHead(m, caseId);
    const shows = head === null ? null : shownTo(actor.officeId, await stateOf(m, head));
    if (shows === null || !await sees(shows, m)) throw notFound();
    return work(m);
  });
}

const Request = {
  requestId: z.string().describe('CASE.EVENT'), caseId: z.uuid(), caseNumber: z.string(), pack: z.string(), office: z.string().describe('The office that asks.'), askedAt: Instant, on: Day,
  dueOn: Day.nullable().describe('By when it is to be answered.'),
};
export const HelpRequestList = pageOf(z.strictObject(Request), 'HelpRequestList');
export const HelpRequestView = z.strictObject({
  ...Request, phase: Bilingual,
  facts: z.array(FactView).describe('Of the request, and those that it shows; free text by a reveal.'),
  parties: z.array(z.strictObject({ partyId: z.string(), kind: z.string(), identity: z.record(z.string(), z.unknown()).nullable().describe('Masked.') })),
  papers: z.array(z.strictObject({ paperId: z.string(), title: Bilingual, number: z.string().nullable(), issuedOn: Day, sha256: z.string().nullable() })).describe('Under /api/cases/:id/papers/:paperId.'),
  files: z.array(z.strictObject({ fileId: z.string(), purpose: z.string(), sha256: z.string() })).describe('Under /api/cases/:id/files/:fileId.'),
  answer: z.string().describe('The address that takes the answer, as POST.'),
}).meta({ id: 'HelpRequest' });
export const RevealedRequest = z.strictObject({ texts: z.record(z.string(), z.string()).describe('Free text of the request and of what it shows, by fact.'), parties: z.array(RevealedParty) }).meta({ id: 'RevealedHelpRequest' });

interface Row { case_id: string; seq: number; office_id: string; case_number: string; pack: string; phase: string; from_on: string; due_on: string | null; asked_at: string }

/** Open requests to the office of the asking person, the earliest due first. */
export function helpRequests(m: EntityManager, actor: SignedInActor, query: z.infer<typeof OrderQuery>): Promise<z.infer<typeof HelpRequestList>> {
  const due = "coalesce(due_on, 'infinity')";
  return listPage(query, {
    sort: 'help', parts: [z.string().regex(/^(infinity|\d{4}-\d\d-\d\d)$/), z.uuid(), z.string().regex(/^\d{1,9}$/)],
    read: async ({ after = [null, null, null], limit }) => (await m.query<Row[]>(`
      SELECT case_id, seq, office_id, case_number, pack, phase, from_on::text, due_on::text, asked_at FROM help_asked_of($1)
      WHERE $2::date IS NULL OR (${due}, case_id, seq) > ($2::date, $3::uuid, $4::integer) ORDER BY ${due}, case_id, seq LIMIT $5`, [actor.officeId, ...after, limit])).map(listed),
    keyOf: ({ dueOn, requestId }) => [dueOn ?? 'infinity', ...requestId.split('.')],
  });
}

const listed = (row: Row): z.infer<typeof HelpRequestList>['items'][number] => ({ requestId: `${row.case_id}.${row.seq}`, caseId: row.case_id, caseNumber: row.case_number, pack: row.pack, office: row.office_id, askedAt: row.asked_at, on: row.from_on, dueOn: row.due_on });

interface Asked { row: Row; state: CaseState; shows: HelpShows; step: CaseState['steps'][number] }

/** One open request, in a transaction that sees its case. Throws `notFound`. */
function withRequest<T>(door: Door, actor: SignedInActor, requestId: string, work: (m: EntityManager, asked: Asked, book: LawBook) => Promise<T>): Promise<T> {
  const [caseId = '', seq = ''] = requestId.split('.');
  return asHelper(door, actor, caseId, () => true, async (m) => {
    const [row] = await m.query<Row[]>('SELECT case_id, seq, office_id, case_number, pack, phase, from_on::text, due_on::text, asked_at FROM help_asked_of($1) WHERE case_id = $2 AND seq = $3', [actor.officeId, caseId, Number(seq)]);
    if (row === undefined) throw notFound();
    const book = await door.lawOf(m, caseId);
    const { state } = await seeCase(m, caseId, book);
    const step = state.steps.find((one) => one.seq === row.seq);
    const loan = state.fileLoans.find((one) => one.seq === row.seq);
    if (step === undefined || loan === undefined) throw notFound();
    return work(m, { row, state, shows: loan.shows ?? NOTHING, step }, book);
  });
}

/** A request with what it shows; the look is logged as a reveal is. */
export function helpRequest(door: Door, actor: SignedInActor, requestId: string): Promise<z.infer<typeof HelpRequestView>> {
  return withRequest(door, actor, requestId, async (m, { row, state, shows, step }, book) => {
    const { pack } = book.pack(state.pack);
    const parties = state.parties.filter((one) => shows.parties.includes(one.partyId));
    await door.deps.content.logReveal(m, { caseId: state.caseId, officeId: state.officeId, contentIds: parties.map(({ identity }) => identity.contentId), why: 'request for help' });
    const identities = await door.deps.content.read(m, parties.map(({ identity }) => identity.contentId));
    const named = Object.fromEntries(Object.entries(state.facts).filter(([code]) => shows.facts.includes(code)));
    return {
      ...listed(row), phase: pack.phases.find((one) => one.code === state.phase)?.name ?? { zh: state.phase, en: state.phase },
      facts: factViews(pack, { ...named, ...requestFacts(step, pack.steps.find((one) => one.code === step.step)?.facts.map(({ fact }) => fact) ?? []) }),
      parties: parties.map(({ partyId, kind, identity }) => { const value = identities.get(identity.contentId); return { partyId, kind, identity: value === undefined || isErased(value) ? null : { ...maskIdentity(value as PartyIdentity) } }; }),
      papers: state.papers.filter((one) => shows.papers.includes(one.paperId)).map(({ paperId, paper, number, issuedOn, sha256 }) => ({ paperId, title: pack.papers.find((one) => one.code === paper)?.title ?? { zh: paper, en: paper }, number, issuedOn, sha256 })),
      files: state.files.filter((one) => shows.files.includes(one.fileId)),
      answer: `/api/cases/${state.caseId}/steps/${pack.steps.find((one) => one.answersHelp)?.code ?? ''}`,
    };
  });
}

/** What the request says and shows, in clear; logged. */
export function revealRequest(door: Door, actor: SignedInActor, requestId: string, why: string): Promise<z.infer<typeof RevealedRequest>> {
  return withRequest(door, actor, requestId, async (m, { state, shows, step }, book) => {
    const { content } = door.deps;
    const facts = { ...Object.fromEntries(Object.entries(state.facts).filter(([code]) => shows.facts.includes(code))), ...requestFacts(step, book.pack(state.pack).pack.steps.find((one) => one.code === step.step)?.facts.map(({ fact }) => fact) ?? []) };
    const texts = Object.entries(facts).flatMap(([code, value]): [string, string][] => (value.type === 'text' ? [[code, value.content.contentId]] : []));
    const read = await (content satisfies ContentStore).reveal(m, { caseId: state.caseId, officeId: state.officeId, why, contentIds: texts.map(([, contentId]) => contentId) });
    const seen = await seeCase(m, state.caseId, book);
    const parties = [];
    for (const partyId of shows.parties) {
      // Facts about the party are shown where the request names them.
      const { texts: _texts, ...revealed } = await revealParty(m, content, seen, partyId, why);
      parties.push({ ...revealed, texts: {} });
    }
    return { texts: Object.fromEntries(texts.flatMap(([code, contentId]) => { const text = read.get(contentId); return typeof text === 'string' ? [[code, text]] : []; })), parties };
  });
}

/** Facts given with the request itself. */
function requestFacts(step: CaseState['steps'][number], codes: readonly string[]): CaseState['facts'] {
  return Object.fromEntries(Object.entries(step.facts).filter(([code]) => codes.includes(code)));
}
