import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { qualificationsOnDay, standingIn, type SignedInActor } from '#access';
import { allowedActions, nextWays, openClocks, type Actor, type CaseState, type Facts, type FactValue } from '#cases';
import { datedTasks, minorsOn } from '#commands';
import { caseWorkflowId, dutyWorkflowId } from '#contracts';
import { chinaDateOf } from '#law/dates';
import type { LawBook } from '#law/law-book';
import type { BilingualText, Pack } from '#law/pack-format';
import { formatYuan } from '#law/money';
import { linksOf } from '#store';
import { isErased, maskIdentity, type ContentStore, type PartyIdentity } from '#store/content';
import type { Configuration } from '../configuration.ts';
import { notFound } from '../problems/problem.ts';
import type { ApprovalToSign, CaseView, FactView, PartyView } from './case-schemas.ts';
import { officePeople, officeView } from './office-view.ts';
import type { SeenCase } from './seen-case.ts';

interface Reading { m: EntityManager; content: ContentStore; book: LawBook; profile: Configuration['profile'] }

/** The case for the asking person: everything with ids and masked identities, nothing in clear. */
export async function caseView({ head, state, at }: SeenCase, actor: SignedInActor, { m, content, book, profile }: Reading): Promise<CaseView> {
  const { pack } = book.pack(state.pack);
  const offices = await namesOf(m, 'SELECT id, name FROM office WHERE id = ANY ($1)', [...new Set([state.officeId, state.body.authorityId])]);
  const people = await namesOf(m, 'SELECT id::text, display_name AS name FROM account WHERE id::text = ANY ($1)', [...new Set([...state.steps.flatMap(({ actorId, officerIds, forParty }) => [actorId, ...officerIds, ...(forParty?.hall?.witnesses ?? [])]), ...state.papers.flatMap(peopleOfSheet), ...officePeople(state)])]);
  const identities = await content.read(m, state.parties.map(({ identity }) => identity.contentId));
  return {
    caseId: state.caseId, caseNumber: head.caseNumber, workflowId: caseWorkflowId(state.caseId), revision: state.revision, asOf: at,
    pack: { id: pack.id, name: pack.name }, packEnded: state.packEnded,
    office: { id: state.officeId, name: offices[state.officeId] ?? state.officeId }, county: state.county,
    authority: { id: state.body.authorityId, name: offices[state.body.authorityId] ?? state.body.authorityId, basis: state.body.basis, instrument: state.body.instrument },
    phase: { code: state.phase, name: nameOf(pack.phases, state.phase) }, openedOn: state.openedOn,
    closed: state.closed === null ? null : { closing: state.closed.closing, name: nameOf(pack.closings, state.closed.closing), on: state.closed.on },
    parties: state.parties.map(({ partyId, kind, ageOnAct, identity }): z.infer<typeof PartyView> => {
      const value = identities.get(identity.contentId);
      return { partyId, kind, ageOnAct, identity: value === undefined || isErased(value) ? null : maskIdentity(value as PartyIdentity), facts: factViews(pack, state.partyFacts[partyId] ?? {}) };
    }),
    facts: factViews(pack, state.facts),
    steps: state.steps.map((step) => ({ seq: step.seq, step: step.step, name: nameOf([...pack.steps, ...pack.reopenings], step.step), on: step.on, party: step.party, by: step.byTime ? null : step.actorId, officers: step.officerIds, byTime: step.byTime, actingFor: step.actingFor ?? null, awaits: step.awaits ?? [], forParty: step.forParty ?? null, namedBy: stepsNaming(state, pack, step.seq) })),
    clocks: openClocks(state, at, book).map(({ candidates, ...clock }) => ({ ...clock, candidates: candidates === null ? null : [...candidates] })),
    tasks: datedTasks(state, at, book),
    duties: state.duties.map((duty) => ({
      dutyId: duty.dutyId, kind: duty.kind, to: duty.to, about: duty.about, status: duty.status, outcome: duty.outcome ?? null, paperId: duty.paperId ?? null, party: duty.party ?? null, dueOn: duty.dueOn ?? null,
      workflowId: dutyWorkflowId(duty.kind, duty.dutyId),
    })),
    papers: paperViews(pack, state),
    ...officeView(state, pack, (facts) => factViews(pack, facts)),
    fileLoans: state.fileLoans,
    links: await linksOf(m, state.caseId),
    files: state.files.map(({ fileId, sha256, purpose }) => ({ fileId, sha256, purpose })),
    actions: allowedActions(state, { ...caseActor(actor, state), qualifications: await qualificationsOnDay(m, actor.personId, chinaDateOf(at)) }, at, book, profile, await minorsOn(m, content, state, pack, chinaDateOf(at))),
    people,
  };
}

/** One approval of a case, for whoever has to sign it. Throws `notFound`. */
export async function approvalToSign({ head, state }: SeenCase, approvalId: string, { m, book }: Pick<Reading, 'm' | 'book'>): Promise<z.infer<typeof ApprovalToSign>> {
  const { pack } = book.pack(state.pack);
  const approval = officeView(state, pack, (facts) => factViews(pack, facts)).approvals.find((one) => one.approvalId === approvalId);
  if (approval === undefined) throw notFound();
  const named = officePeople({ ...state, approvals: state.approvals.filter((one) => one.approvalId === approvalId), taskHands: {} });
  return {
    caseId: state.caseId, caseNumber: head.caseNumber, pack: { id: pack.id, name: pack.name }, office: { id: state.officeId, name: (await namesOf(m, 'SELECT id, name FROM office WHERE id = ANY ($1)', [state.officeId]))[state.officeId] ?? state.officeId },
    revision: state.revision, approval, people: await namesOf(m, 'SELECT id::text, display_name AS name FROM account WHERE id::text = ANY ($1)', named),
  };
}

/** The person in this case as the case engine knows actors: with the roles of the post, or of the loan. */
export function caseActor(actor: SignedInActor, of: Pick<CaseState, 'caseId' | 'officeId'>): Actor {
  const { roles, lent } = standingIn(actor, of);
  return { personId: actor.personId, officeId: actor.officeId, roles, kind: 'person', ...(lent === null ? {} : { lent }) };
}

/** Later steps whose reference names this one: its exclusion, its disposal, its answer. */
function stepsNaming(state: CaseState, pack: Pack, seq: number): { seq: number; step: string }[] {
  const references = pack.facts.filter((fact) => fact.refersTo !== undefined).map((fact) => fact.code);
  return state.steps.filter((one) => references.some((code) => one.facts[code]?.type === 'integer' && one.facts[code].value === seq)).map(({ seq: number, step }) => ({ seq: number, step }));
}

function paperViews(pack: Pack, state: CaseState): CaseView['papers'] {
  return state.papers.map((paper) => {
    const definition = pack.papers.find(({ code }) => code === paper.paper);
    const unserved = definition?.serve === true && !paper.voided && state.closed === null
      ? state.parties.filter(({ partyId }) => (paper.party === null || paper.party === partyId) && paper.served[partyId] === undefined) : [];
    return {
      paperId: paper.paperId, paper: paper.paper, title: definition?.title ?? { zh: paper.paper, en: paper.paper }, party: paper.party, number: paper.number, issuedOn: paper.issuedOn, sha256: paper.sha256, voided: paper.voided,
      copies: definition?.copies ?? [], signs: definition?.signs ?? [], readAloud: definition?.readAloud ?? null, ...sheetView(paper),
      attempts: paper.attempts.map(({ seq, party, attempt, result, awaits }) => ({ seq, party, way: attempt.way, on: attempt.on, outcome: attempt.outcome, result, awaits: awaits ?? [] })),
      served: Object.entries(paper.served).map(([party, { way, rawOn, rolledOn, effectiveOn }]) => ({ party, way, rawOn, rolledOn, effectiveOn })),
      nextWays: unserved.map(({ partyId }) => ({ party: partyId, ways: nextWays(state, paper.paperId, partyId) })),
    };
  });
}

function peopleOfSheet({ original, seals }: CaseState['papers'][number]): string[] {
  return [...seals.flatMap(({ applicantId, inPlaceOf, used }) => [applicantId, inPlaceOf, ...(used === null ? [] : [used.keeperId, used.inPlaceOf])].filter((id) => id !== undefined)), ...(original?.signatures ?? []).flatMap(({ notedBy }) => notedBy.map((officer) => officer.personId))];
}

function sheetView({ original, seals }: CaseState['papers'][number]): Pick<CaseView['papers'][number], 'original' | 'seals'> {
  return {
    original: original === null ? null : { fileId: original.fileId, sha256: original.sha256, on: original.on, signatures: original.signatures.map(({ who, how, notedBy }) => ({ who, how, notedBy: notedBy.map((officer) => officer.personId) })) },
    seals: seals.map(({ seal, askedOn, applicantId, inPlaceOf, used }) => ({ seal, askedOn, applicant: applicantId, inPlaceOf: inPlaceOf ?? null, used: used === null ? null : { on: used.on, keeper: used.keeperId, inPlaceOf: used.inPlaceOf ?? null, sha256: used.sha256 } })),
  };
}

export function factViews(pack: Pack, facts: Facts): z.infer<typeof FactView>[] {
  return Object.entries(facts).map(([code, value]) => {
    const definition = pack.facts.find((fact) => fact.code === code);
    const choice = value.type === 'choice' ? definition?.choices?.find((one) => one.value === value.value)?.label : undefined;
    return { code, label: definition?.label ?? { zh: code, en: code }, type: value.type, value: shown(value), ...(choice === undefined ? {} : { choice }), hidden: value.type === 'text', sealed: definition?.sealed ?? false };
  });
}

function shown(value: FactValue): string | number | boolean | null {
  switch (value.type) {
    case 'money': return formatYuan(BigInt(value.fen));
    case 'person': return value.personId;
    case 'text': return null;
    case 'date':
    case 'integer':
    case 'boolean':
    case 'choice':
    case 'code': return value.value;
  }
}

function nameOf(named: readonly { code: string; name: BilingualText }[], code: string): BilingualText {
  return named.find((one) => one.code === code)?.name ?? { zh: code, en: code };
}

async function namesOf(m: EntityManager, sql: string, ids: readonly string[]): Promise<Record<string, string>> {
  const rows = await m.query<{ id: string; name: string }[]>(sql, [ids]);
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}
