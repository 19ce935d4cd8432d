import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { allowedActions, openClocks, type Actor, type CaseState, type RefundGround } from '#cases';
import { referredTo } from '#cases/conditions';
import { stepOfPaper } from '#cases/evolve';
import { beyondTheParty } from '#cases/party-acts';
import { minorsOn, type PartyAtDoor } from '#commands';
import { chinaDateOf, type LegalInstant } from '#law/dates';
import type { LawBook } from '#law/law-book';
import { formatYuan } from '#law/money';
import type { BilingualText, Pack, PackStep } from '#law/pack-format';
import { isErased, type ContentStore, type PartyIdentity } from '#store/content';
import type { Configuration } from '../configuration.ts';
import type { SeenCase } from '../cases/seen-case.ts';
import { openKinds } from './party-requests.ts';
import { answersFor, handlersOf } from './handlers.ts';
import { codesOf, looksAt } from './looks.ts';
import type { PartyCaseView } from './party-schemas.ts';
import { representativeViews } from './representative-view.ts';

type View = z.infer<typeof PartyCaseView>;
interface Reading { m: EntityManager; content: ContentStore; book: LawBook; profile: Configuration['profile'] }

/** The case for one of its parties: its own papers, the clocks that run for or against it, its requests, who looked; nothing of another party. */
export async function partyCaseView({ head, state, at }: SeenCase, who: PartyAtDoor, { m, content, book, profile }: Reading): Promise<View> {
  const { pack } = book.pack(state.pack);
  const offices = new Map((await m.query<{ id: string; name: string; address: string | null; phone: string | null }[]>('SELECT id, name, address, phone FROM office WHERE id = ANY ($1)', [[state.officeId, state.body.authorityId]])).map((row) => [row.id, row]));
  const authority = offices.get(state.body.authorityId);
  const party = state.parties.find((one) => one.partyId === who.party);
  const identity = party === undefined ? undefined : (await content.read(m, [party.identity.contentId])).get(party.identity.contentId);
  const parameter = (code: string): string | null => { const value = book.parameter(state.county, pack.id, code, chinaDateOf(at))?.value; return typeof value === 'string' ? value : null; };
  const handlers = await handlersOf(m, state, chinaDateOf(at));
  const looks = await looksAt(m, { caseId: head.caseId, party: who.party }, { cursor: undefined, limit: 50 });
  return {
    caseNumber: head.caseNumber, procedure: pack.name, asOf: at, stands: standing(state, pack),
    you: { party: who.party, name: identity === undefined || isErased(identity) ? null : (identity as PartyIdentity).name, as: who.holder, authority: who.authority },
    authority: { name: authority?.name ?? state.body.authorityId, address: authority?.address ?? null, phone: authority?.phone ?? null, handledBy: offices.get(state.officeId)?.name ?? state.officeId },
    handlers,
    papers: ownPapers(state, pack, who.party).map((paper) => ({
      paperId: paper.paperId, title: pack.papers.find((one) => one.code === paper.paper)?.title ?? { zh: paper.paper, en: paper.paper }, number: paper.number, issuedOn: paper.issuedOn,
      servedOn: paper.served[who.party]?.effectiveOn ?? null, voided: paper.voided, href: `/api/party/papers/${paper.paperId}`, ...answersFor(state, pack, paper, handlers),
    })),
    clocks: openClocks(state, at, book).filter((clock) => clock.actor !== 'system' && (clock.party === null || clock.party === who.party)).map((clock) => ({
      clock: clock.clock, name: clock.name, whose: clock.actor, status: clock.status, from: clock.anchorOn, lastDay: clock.dueOn, provisional: clock.provisional,
      explanation: clock.explanation, consequence: clock.consequence, article: clock.article,
    })),
    remedies: { reconsiderationBody: parameter('reconsiderationBody'), reconsiderationAddress: parameter('reconsiderationAddress'), court: parameter('court'), courtAddress: parameter('courtAddress') },
    representatives: (await representativeViews(m, content, state, pack, who.party, chinaDateOf(at), true)).map(({ number, as, name, authority: power, scope, from, to, endedOn, stands }) => ({ number, as, name, authority: power, scope, from, to, endedOn, stands })),
    refunds: refundsOf(state, pack, who.party),
    requests: ownRequests(state, pack, who.party, handlers),
    may: mayAsk(state, who, at, book, profile, await minorsOn(m, content, state, pack, chinaDateOf(at))),
    codes: await codesOf(m, { caseId: head.caseId, party: who.party }),
    opened: looks.items, openedNext: looks.next,
  };
}

/** Money that goes back to the party: what, why, by when, and how far it has come. */
function refundsOf(state: CaseState, pack: Pack, party: string): View['refunds'] {
  return (state.money?.refunds ?? []).filter((one) => one.party === party).map(({ refundId, debt, fen, ground, payBy, status, orderedOn, paidOn, returnedOn }) => ({
    refundId, name: pack.money?.debts.find(({ code }) => code === debt)?.name ?? { zh: debt, en: debt }, amount: formatYuan(BigInt(fen)), why: WHY[ground], orderedOn, payBy, status, paidOn, returnedOn,
  }));
}

const WHY: Record<RefundGround, BilingualText> = {
  overpaid: { zh: '多缴或者重复缴纳', en: 'more was paid than was owed' }, quashed: { zh: '决定已被撤销', en: 'the decision was quashed' },
  varied: { zh: '决定的金额已被变更减少', en: 'the decision now orders less' }, afterRepeal: { zh: '停止征收后缴纳', en: 'it was paid after the charge had ended' },
};

/** Papers that were served on the party, and those for it that need no service: made out to it, or issued with the answer to a request of its own. */
export function ownPapers(state: CaseState, pack: Pack, party: string): CaseState['papers'] {
  const own = new Set(requestsOf(state, pack, party).map((step) => step.seq));
  const references = referenceFacts(pack);
  const answers = (seq: number): boolean => { const step = stepOfPaper(state, seq); return step !== undefined && references.some((code) => own.has(referredTo(step.facts[code]) ?? 0)); };
  return state.papers.filter((paper) => {
    const definition = pack.papers.find((one) => one.code === paper.paper);
    if (paper.served[party] !== undefined) return true;
    if (definition?.serve !== false || !(definition.copies ?? []).some((copy) => copy.for.zh === '当事人')) return false;
    return paper.party === party || (paper.party === null && paper.about === undefined && paper.closing === undefined && answers(paper.seq));
  });
}

/** Steps that the party took itself, through the door or at the hall. */
function requestsOf(state: CaseState, pack: Pack, party: string): CaseState['steps'] {
  const open = new Set(pack.steps.filter((step) => step.byParty).map((step) => step.code));
  return state.steps.filter((step) => open.has(step.step) && (step.party === party || step.forParty?.party === party));
}

/** Facts by which a step names another one. */
function referenceFacts(pack: Pack): string[] {
  return pack.facts.filter((fact) => fact.refersTo !== undefined).map((fact) => fact.code);
}

function standing(state: CaseState, pack: Pack): BilingualText {
  const phase = pack.phases.find((one) => one.code === state.phase)?.name ?? { zh: state.phase, en: state.phase };
  if (state.closed !== null) {
    const closing = pack.closings.find((one) => one.code === state.closed?.closing)?.name ?? phase;
    return { zh: `本案已于${state.closed.on}结案：${closing.zh}。`, en: `The case was closed on ${state.closed.on}: ${closing.en}.` };
  }
  return { zh: `本案于${state.openedOn}受理，现处于“${phase.zh}”阶段。`, en: `The case was opened on ${state.openedOn} and stands at: ${phase.en}.` };
}

/** Its own requests, and when each was answered: by the step that names it, or for a statement by the record that follows. */
function ownRequests(state: CaseState, pack: Pack, party: string, handlers: View['handlers']): View['requests'] {
  const references = referenceFacts(pack);
  return requestsOf(state, pack, party).map((step) => {
    const named = state.steps.find((other) => references.some((code) => referredTo(other.facts[code]) === step.seq));
    const answer = named ?? (step.step === 'submitStatement' ? state.steps.find((other) => other.seq > step.seq && other.step === 'recordStatement' && other.party === party) : undefined);
    const kind = step.facts['requestKind'];
    return { number: step.seq, step: step.step, name: pack.steps.find((one) => one.code === step.step)?.name ?? { zh: step.step, en: step.step }, kind: kind?.type === 'choice' ? kind.value : step.step === pack.recusal?.request ? 'recusal' : null, on: step.on, answeredOn: answer?.on ?? null, answeredBy: handlers.find((one) => one.person === answer?.actorId)?.name ?? null, by: step.forParty?.as ?? 'party', atHall: step.forParty?.hall !== undefined };
  });
}

function mayAsk(state: CaseState, who: PartyAtDoor, at: LegalInstant, book: LawBook, profile: Configuration['profile'], minors: readonly string[]): View['may'] {
  const { pack } = book.pack(state.pack);
  const self: Actor = { personId: `${who.holder}:${who.party}`, officeId: state.officeId, roles: [], kind: 'party', party: who.party, ...(who.holder === 'party' ? {} : { as: who.holder }), ...(who.authority === null ? {} : { authority: who.authority }) };
  const on = chinaDateOf(at);
  const actions = allowedActions(state, self, at, book, profile, minors);
  return openKinds(pack).map(({ kind, step }) => {
    const beyond = beyondTheParty({ command: { type: 'takeStep', step: step.code, on, party: who.party, facts: {}, officers: [], body: state.body }, pack, actor: self, state, book, on, minors });
    const action = actions.find((one) => one.action === 'takeStep' && one.code === step.code && (one.party ?? who.party) === who.party);
    return { kind, step: step.code, name: nameOfKind(pack, kind, step), allowed: beyond.length === 0 && (action?.allowed ?? false), blockers: beyond.length > 0 ? beyond : action?.blockers ?? [] };
  });
}

/** What is asked for, by the word of the procedure for that kind of request. */
function nameOfKind(pack: Pack, kind: string, step: PackStep): BilingualText {
  const choice = step.code === pack.recusal?.request ? undefined : step.facts.flatMap(({ fact }) => pack.facts.find((one) => one.code === fact)?.choices ?? []).find((one) => one.value === kind);
  return choice?.label ?? step.name;
}
