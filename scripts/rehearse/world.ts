/**
 * The rehearsal's own view of a case: the pure engine plays beside the service, so that turns can be looked for before
 * they are sent. It knows what the door would look up: people, posts, certificates, the acting body.
 */
import { type LawBook, type LegalDate, type LegalInstant, type Pack, ageOn, checkIdentityNumber, legalDate, parseYuan, startOfDay } from '#law';
import type { Representative } from '#cases/party/types';
import type { Blocker, CaseCommand, CaseEvent, CaseState, FactValue, Facts, Party, ServiceAttempt } from '#cases/model';
import { advance, decide, evolve, forbiddenWordBlockers, wordingsOfFacts, type ActingBody, type Around, type OfficerOnDay } from '#cases';
import type { EdgeCommand, EdgeFacts, EdgeParty } from '#commands';
import type { Actor, LateEntry, PaperState, PersonOnDay } from '#cases/model';
import { OFFICE } from '../seed/county.ts';
import { unprintable } from './printed.ts';
import { outOfSight } from './out-of-sight.ts';
import { basisOf, EVERYBODY, GRANT, memberOf, ORDERS, SINCE, type Member, type Stand } from './cast.ts';

/** A command as it is sent, with who sends it; a paper is named by its kind, since ids are given by the service. */
export interface Turn {
  by: string;
  command: EdgeCommand;
  /** For commands about a paper: the n-th of this kind for this party (null: for all). */
  paper?: { paper: string; party: string | null; nth: number };
  /** Facts that name an earlier step: the n-th of its kind, since numbers are given by the service. */
  refs?: Record<string, { step: string; nth: number }>;
  /** For commands about an approval: the n-th request of this chain. */
  approval?: { approval: string; nth: number };
  /** For a confirmation: the n-th step of this kind. */
  confirms?: { step: string; nth: number };
  /** For the return of a file: its n-th loan. */
  loan?: number;
  /** For an original or a letter of authority: the n-th file of the case. */
  file?: number;
  /** For the end of a letter or guardianship: the n-th on file. */
  representative?: number;
  /** Consent that is recorded before it, by whom and to an act of which day. */
  consent?: { by: Member; on: LegalDate };
}

export interface World { book: LawBook; pack: Pack; stand: Stand; /** The day from which substitution and loan count. */ ordersFrom: LegalDate; /** Words that no rule forbids: the texts that have them need not be looked at. */ harmless: string }
export type Outcome = { events: CaseEvent[]; state: CaseState } | { blockers: Blocker[] } | { invalid: string };

const CASE = '00000000-0000-4000-8000-00000000cafe';
/** The hash of a paper that is only looked ahead at; in a command it stands for that of the real one. */
export const SHA_AHEAD = '0'.repeat(64);
const CONTENT = { contentId: '00000000-0000-4000-8000-000000000000', commitment: '0' };

/** Number of the written consent to a late entry. */
export const LATE_CONSENT = '排演函〔2025〕1号';

/** The clock of a rehearsal stands at the beginning of a day. */
export const instantOf = (on: LegalDate): LegalInstant => startOfDay(on);

/** What the engine makes of a turn on this day; `claims`: a register entry that another case holds. */
export function outcomeOf(world: World, state: CaseState | null, turn: Turn, on: LegalDate, claims: Around['claims'] = {}): Outcome {
  const { book, pack, stand } = world;
  const actor = actorOf(world, turn);
  const gone = outOfSight(pack, state, actor);
  if (gone.length > 0) return { blockers: gone };
  const resolved = resolve(world, state, turn, on);
  if ('invalid' in resolved || 'blockers' in resolved) return resolved;
  const around: Around = { actor, county: stand.county, claims, profile: 'training', caseId: CASE };
  const decision = decide(state, resolved.command, instantOf(on), book, around);
  if ('blockers' in decision) return decision;
  const unprinted = state === null ? [] : unprintable(pack, state, decision.events);
  if (unprinted.length > 0) return { blockers: unprinted };
  const lapsed = state === null ? [] : advance(state, instantOf(on), book);
  return { events: [...lapsed, ...decision.events], state: follow(state, [...lapsed, ...decision.events], on, pack) };
}

/** The person as the door sees him in a case of the stand: by post, lent, or in the place of the absent one. */
function actorOf({ pack, stand, ordersFrom }: World, { by, command }: Turn): Actor {
  // Finance brings the bank's receipts in; the machine that reads them books them.
  if (command.type === 'bookPayment' || command.type === 'bookDeposit' || command.type === 'reversePayment') return { personId: 'machine', officeId: stand.officeId, roles: [], kind: 'machine' };
  const who = memberOf(by);
  const roles = [...who.roles];
  const plain: Actor = { personId: who.id, officeId: who.officeId, roles, kind: 'person', qualifications: who.qualified ? qualificationsOf(pack) : [] };
  if (who.id === stand.neighbour?.lent.id) return { ...plain, roles: ['officer'], lent: { instrument: ORDERS.loan, officeId: who.officeId, from: ordersFrom, to: legalDate(ORDERS.to) } };
  const absent = 'actingFor' in command ? command.actingFor : undefined;
  if (absent === undefined) return plain;
  const authority = stand.absence !== null && stand.absence.substitute.id === who.id && stand.absence.absent.id === absent ? stand.absence.absent : null;
  return { ...plain, actingFor: {
    personId: absent, instrument: authority === null ? null : ORDERS.substitution, roles: [...authority?.roles ?? []], packs: [], from: authority === null ? null : ordersFrom, to: authority === null ? null : legalDate(ORDERS.to),
    heldRoles: [...personById(absent)?.roles ?? []], substitutedRoles: [],
  } };
}

const personById = (id: string): Member | undefined => EVERYBODY.find((one) => one.id === id);
const onDay = (one: Member): PersonOnDay => ({ personId: one.id, officeId: one.officeId, roles: [...one.roles], ...(one.officeId === OFFICE.legal ? { countyLegal: true as const } : {}) });
const named = (ids: readonly string[]): PersonOnDay[] => ids.flatMap((id) => { const one = personById(id); return one === undefined ? [] : [onDay(one)]; });

/** A case lies with the office of whoever opens it; the county legal office opens one for the stand only where nobody of the stand may. */
export function opensHere({ pack, stand }: World, username: string): boolean {
  const mayOpen = stand.members.filter((one) => one.officeId === stand.officeId && one.roles.some((role) => pack.opening.by.includes(role)));
  return memberOf(username).officeId === stand.officeId || mayOpen.length === 0;
}

/** Who could sign each stage of a chain today: people of the office and of the county legal office. */
function approversOf({ pack, stand }: World, approval: string): Record<string, PersonOnDay[]> {
  const stages = pack.approvals.find((one) => one.code === approval)?.stages ?? [];
  const own = EVERYBODY.filter((one) => one.officeId === stand.officeId || stand.members.includes(one));
  return Object.fromEntries(stages.map((stage) => [stage.code, own.filter((one) => one.roles.some((role) => stage.by.includes(role))).map(onDay)]));
}

/** In place of a step's code, where an attempt at service is meant. */
export const SERVICE = 'service';
/** Attempts at service of all papers, in their order. */
export function attemptsOf(state: CaseState | null): PaperState['attempts'] {
  return (state?.papers ?? []).flatMap((paper) => paper.attempts).sort((a, b) => a.seq - b.seq);
}

/** Qualifications that a pack asks for. */
export function qualificationsOf(pack: Pack): string[] {
  const found = qualificationsKnown.get(pack) ?? [...new Set([...JSON.stringify(pack).matchAll(/"actorQualified":\[([^\]]*)\]/g)].flatMap(([, kinds = '']) => [...kinds.matchAll(/"([^"]+)"/g)].map(([, kind = '']) => kind)))];
  qualificationsKnown.set(pack, found);
  return found;
}

const qualificationsKnown = new WeakMap<Pack, string[]>();

/** The case after time alone has passed until a day. */
export function timePasses(world: World, state: CaseState, on: LegalDate): { events: CaseEvent[]; state: CaseState } {
  const events = advance(state, instantOf(on), world.book);
  return { events, state: follow(state, events, on, world.pack) };
}

function follow(before: CaseState | null, events: readonly CaseEvent[], on: LegalDate, pack: Pack): CaseState {
  const state = events.reduce<CaseState | null>((all, event) => evolve(all, event.type === 'paperIssued' ? { ...event, sha256: SHA_AHEAD } : event, (all?.seq ?? 0) + 1, instantOf(on), CASE), before);
  if (state === null) throw new Error(`A case of ${pack.id} opened without an event.`);
  return state;
}

type Resolved = { command: CaseCommand } | { blockers: Blocker[] } | { invalid: string };

function resolve(world: World, state: CaseState | null, turn: Turn, on: LegalDate): Resolved {
  const { command, paper } = turn;
  const { pack, stand } = world;
  switch (command.type) {
    case 'openCase': {
      if (!opensHere(world, turn.by)) return { invalid: 'the case would lie with another office' };
      const read = factsOf(pack, command.facts);
      const day = command.on ?? on;
      const actedOn = dateFact(read, pack.party.ageOn) ?? day;
      const wrong = command.parties.map((party) => identityProblem(pack, party, read, actedOn)).find((one) => one !== null);
      if (wrong !== undefined) return { invalid: wrong };
      const words = forbidden(world, command.facts, on);
      if (words.length > 0) return { blockers: words };
      const parties = command.parties.map((party, index): Party => ({ partyId: `p${index + 1}`, kind: party.kind, ageOnAct: ageOf(party, actedOn), identity: CONTENT }));
      return { command: { type: 'openCase', pack: pack.id, on: day, parties, facts: read, body: bodyOf(world, day) } };
    }
    case 'takeStep': {
      const words = forbidden(world, command.facts, on);
      if (words.length > 0) return { blockers: words };
      const day = command.on ?? on;
      return { command: { type: 'takeStep', step: command.step, on: day, ...(command.party === undefined ? {} : { party: command.party }), facts: factsOf(pack, command.facts), officers: officersOf(world, command.officers), body: bodyOf(world, day), ...lateOf(pack, turn, day, command.late), ...(command.confirmations === undefined ? {} : { confirmations: command.confirmations.map(({ personId }) => ({ personId, confirmedAt: instantOf(on) })) }) } };
    }
    case 'recordService': {
      const found = paperOf(state, paper);
      if (found === undefined) return { invalid: 'no such paper' };
      const { note: _, place: __, urgency, ...attempt } = command.attempt;
      const plain = Object.fromEntries(Object.entries(attempt).filter(([, value]) => value !== undefined)) as Omit<ServiceAttempt, 'note' | 'place' | 'urgency'>;
      return { command: { type: 'recordService', paperId: found, party: command.party, attempt: { ...plain, ...(urgency === undefined ? {} : { urgency: CONTENT }) }, officers: officersOf(world, command.officers), body: bodyOf(world, command.attempt.on), ...lateOf(pack, turn, command.attempt.on, command.late) } };
    }
    case 'voidPaper': {
      const found = paperOf(state, paper);
      return found === undefined ? { invalid: 'no such paper' } : { command: { type: 'voidPaper', paperId: found, on: command.on ?? on, reason: CONTENT } };
    }
    case 'reopenCase': {
      const words = forbidden(world, command.facts, on);
      if (words.length > 0) return { blockers: words };
      return { command: { type: 'reopenCase', reopening: command.reopening, on: command.on ?? on, facts: factsOf(pack, command.facts), reason: CONTENT, body: bodyOf(world, command.on ?? on) } };
    }
    case 'closeCase': return { command: { type: 'closeCase', closing: command.closing, on: command.on ?? on, reason: CONTENT } };
    case 'amendParty': {
      const party = state?.parties.find((one) => one.partyId === command.party);
      if (state === null || party === undefined) return { invalid: 'no such party' };
      const actedOn = dateFact(state.facts, pack.party.ageOn) ?? state.openedOn;
      const edge: EdgeParty = { kind: party.kind, identity: command.identity };
      const wrong = identityProblem(pack, edge, state.facts, actedOn);
      return wrong === null ? { command: { type: 'amendParty', on: command.on ?? on, reason: CONTENT, party: { ...party, ageOnAct: ageOf(edge, actedOn) } } } : { invalid: wrong };
    }
    case 'attachFile': return { command: { type: 'attachFile', file: command.file } };
    case 'fileOriginal': {
      const found = paperOf(state, paper);
      const fileId = state?.files[turn.file ?? 0]?.fileId;
      return found === undefined || fileId === undefined ? { invalid: 'no such paper or file' } : { command: { type: 'fileOriginal', paperId: found, fileId, on: command.on ?? on, signatures: command.signatures.map((one) => ({ ...one, notedBy: officersOf(world, one.notedBy) })) } };
    }
    case 'askSeal': case 'useSeal': {
      const found = paperOf(state, paper);
      if (found === undefined) return { invalid: 'no such paper' };
      return { command: command.type === 'askSeal' ? { type: 'askSeal', paperId: found, seal: command.seal, on: command.on ?? on } : { type: 'useSeal', paperId: found, seal: command.seal, sha256: command.sha256, on: command.on ?? on } };
    }
    case 'askApproval': return { command: {
      type: 'askApproval', approval: command.approval, items: command.items.map(({ step, party, facts }) => ({ step, party: party ?? null, facts: factsOf(pack, facts) })),
      signers: Object.fromEntries(Object.entries(command.signers).map(([stage, ids]) => [stage, named(ids)])), approvers: approversOf(world, command.approval), note: command.note === undefined ? null : CONTENT,
    } };
    case 'signApproval': case 'changeSigners': case 'withdrawApproval': {
      const asked = state?.approvals.filter((one) => one.approval === turn.approval?.approval)[turn.approval?.nth ?? 0];
      if (asked === undefined) return { invalid: 'no such approval' };
      const { approvalId } = asked;
      if (command.type === 'signApproval') return { command: { type: 'signApproval', approvalId, verdict: command.verdict, to: command.to ?? null, opinion: CONTENT } };
      if (command.type === 'withdrawApproval') return { command: { type: 'withdrawApproval', approvalId, reason: CONTENT } };
      const [person] = named(command.add === undefined ? [] : [command.add.person]);
      return { command: { type: 'changeSigners', approvalId, add: command.add === undefined || person === undefined ? null : { person, place: command.add.place }, remove: command.remove ?? null, reason: CONTENT } };
    }
    case 'handleTask': return { command: { type: 'handleTask', verb: command.verb, step: command.step, party: command.party ?? null, to: command.to === undefined ? null : named([command.to])[0] ?? null, note: command.note === undefined ? null : CONTENT } };
    case 'transferCase': case 'callInFile': {
      const to = { officeId: command.toOfficeId, countyId: stand.county };
      const order = { on: command.on ?? on, instrument: command.instrument, reason: CONTENT, to };
      return { command: command.type === 'callInFile' ? { type: 'callInFile', ...order } : { type: 'transferCase', ...order, body: { ...bodyOf(world, on), officeId: command.toOfficeId } } };
    }
    case 'returnFile': {
      const loan = state?.fileLoans.filter((one) => one.kind === 'calledIn')[turn.loan ?? 0];
      return loan === undefined ? { invalid: 'no such loan' } : { command: { type: 'returnFile', on: command.on ?? on, loanSeq: loan.seq } };
    }
    case 'confirmStep': {
      const step = turn.confirms?.step === SERVICE ? attemptsOf(state)[turn.confirms.nth] : state?.steps.filter((one) => one.step === turn.confirms?.step)[turn.confirms?.nth ?? 0];
      return step === undefined ? { invalid: 'no such step' } : { command: { type: 'confirmStep', stepSeq: step.seq, personId: command.confirmation.personId, confirmedAt: instantOf(on), reason: command.reason === undefined ? null : CONTENT } };
    }
    case 'fileRepresentative': {
      const file = state?.files[turn.file ?? 0];
      const { representative: sent, party } = command;
      if (file === undefined) return { invalid: 'no such file' };
      const plain = { party, identity: CONTENT, document: { fileId: file.fileId, sha256: file.sha256 } };
      const representative: Representative = sent.as === 'agent' ? { ...plain, as: 'agent', authority: sent.authority, scope: sent.scope, profession: sent.profession, relation: null, ground: null, from: sent.from, to: sent.to }
        : { ...plain, as: 'guardian', authority: null, scope: [], profession: null, relation: sent.relation, ground: sent.ground, from: sent.from ?? command.on ?? on, to: sent.to ?? null };
      return { command: { type: 'fileRepresentative', on: command.on ?? on, representative } };
    }
    case 'endRepresentative': {
      const found = state?.representatives[turn.representative ?? 0];
      return found === undefined ? { invalid: 'no such letter' } : { command: { type: 'endRepresentative', number: found.seq, on: command.on ?? on, reason: CONTENT } };
    }
    // Reports of machines, and what a head of another office does with an offer (`Visits`).
    case 'fulfilDuty': case 'advance': case 'takeOverCase': case 'orderRefund': case 'payRefund': case 'returnRefund': return { invalid: 'sent by machines' };
    case 'bookPayment': case 'bookDeposit': case 'reversePayment': return { command };
  }
}

/** What the door would find of a late entry: whether the consent is to this act, by somebody who holds the post. */
function lateOf({ lateEntry }: Pack, { consent }: Turn, on: LegalDate, late: Extract<EdgeCommand, { type: 'takeStep' }>['late']): { late?: LateEntry } {
  if (late === undefined || lateEntry === undefined) return {};
  return { late: { reason: CONTENT, obstacleEndedOn: late.obstacleEndedOn, ...(consent === undefined ? {} : { consent: { documentNumber: LATE_CONSENT, personId: consent.by.id, entitled: consent.by.roles.includes(lateEntry.consentBy), ...(consent.on === on ? {} : { against: 'otherAct' as const }) } }) } };
}

function forbidden({ book, pack, harmless }: World, facts: EdgeFacts, on: LegalDate): Blocker[] {
  const texts = Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !entry[1].includes(harmless) && ['text', 'code'].includes(pack.facts.find((one) => one.code === entry[0])?.type ?? '')));
  return Object.keys(texts).length === 0 ? [] : forbiddenWordBlockers(book, pack.id, on, wordingsOfFacts(pack, texts));
}

/** The id of the n-th paper of a kind for a party. */
export function paperOf(state: CaseState | null, paper: Turn['paper']): string | undefined {
  return paper === undefined ? undefined : state?.papers.filter((one) => one.paper === paper.paper && one.party === paper.party && one.about === undefined)[paper.nth]?.paperId;
}

function officersOf({ stand }: World, ids: readonly string[]): OfficerOnDay[] {
  return ids.map((personId) => ({ personId, certificate: personId, certifiedOnDay: personById(personId)?.certified ?? false, ...(personId === stand.neighbour?.lent.id ? { lentBy: ORDERS.loan } : {}) }));
}

function bodyOf({ pack, stand }: World, _on: LegalDate): ActingBody {
  const basis = basisOf(pack);
  const written = basis === 'own' ? { instrument: null, publishedOn: null, to: null } : { instrument: GRANT.instrument, publishedOn: legalDate(SINCE), to: basis === 'entrusted' ? legalDate(GRANT.to) : null };
  return { basis, officeId: stand.officeId, authorityId: basis === 'entrusted' ? GRANT.principal : stand.officeId, matters: [pack.id], from: legalDate(SINCE), subEntrusted: false, ...written };
}

/** Facts as the record would hold them; what does not fit its type is left as it is, for the engine to refuse. */
export function factsOf(pack: Pack, plain: EdgeFacts): Facts {
  return Object.fromEntries(Object.entries(plain).flatMap(([code, value]): [string, FactValue][] => {
    const type = pack.facts.find((one) => one.code === code)?.type;
    switch (type) {
      case undefined: return [];
      case 'date': return [[code, { type, value: legalDate(String(value)) }]];
      case 'money': return [[code, { type, fen: parseYuan(String(value)).toString() }]];
      case 'integer': return [[code, { type, value: Number(value) }]];
      case 'boolean': return [[code, { type, value: value === true }]];
      case 'choice': case 'code': return [[code, { type, value: String(value) }]];
      case 'person': return [[code, { type, personId: String(value) }]];
      case 'text': return [[code, { type, content: CONTENT }]];
    }
  }));
}

function dateFact(facts: Facts, code: string | undefined): LegalDate | null {
  const value = code === undefined ? undefined : facts[code];
  return value?.type === 'date' ? value.value : null;
}

const birthOf = ({ identity: { identityNumber } }: EdgeParty): LegalDate | null => (identityNumber === undefined ? null : checkIdentityNumber(identityNumber).birth);

function ageOf(party: EdgeParty, on: LegalDate): number | null {
  const birth = party.kind === 'citizen' ? birthOf(party) : null;
  return birth === null || birth > on ? null : ageOn(birth, on);
}

/** What the door would say of an identity. */
function identityProblem(pack: Pack, party: EdgeParty, facts: Facts, actedOn: LegalDate): string | null {
  const birth = birthOf(party);
  if (birth === null) return null;
  if (birth > actedOn) return 'born after the act';
  const rule = pack.party.olderThan;
  const day = dateFact(facts, rule?.fact);
  return rule !== undefined && day !== null && (birth > day || ageOn(birth, day) < rule.years) ? 'too young for the pack' : null;
}
