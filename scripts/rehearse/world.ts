/**
 * The rehearsal's own view of a case: the pure engine plays beside the service, so that turns can be looked for before
 * they are sent. It knows what the door would look up: people, posts, certificates, the acting body.
 */
import { type LawBook, type LegalDate, type LegalInstant, type Pack, ageOn, checkIdentityNumber, legalDate, parseYuan, startOfDay } from '#law';
import type { Blocker, CaseCommand, CaseEvent, CaseState, FactValue, Facts, Party, ServiceAttempt } from '#cases/model';
import { advance, decide, evolve, forbiddenWordBlockers, wordingsOfFacts, type ActingBody, type Around, type OfficerOnDay } from '#cases';
import type { EdgeCommand, EdgeFacts, EdgeParty } from '#commands';
import type { LateEntry } from '#cases/model';
import { basisOf, GRANT, memberOf, SINCE, type Stand, STANDS } from './cast.ts';

/** A command as it is sent, with who sends it; a paper is named by its kind, since ids are given by the service. */
export interface Turn {
  by: string;
  command: EdgeCommand;
  /** For commands about a paper: the n-th of this kind for this party (null: for all). */
  paper?: { paper: string; party: string | null; nth: number };
  /** Facts that name an earlier step: the n-th of its kind, since numbers are given by the service. */
  refs?: Record<string, { step: string; nth: number }>;
}

export interface World { book: LawBook; pack: Pack; stand: Stand; /** Words that no rule forbids: the texts that have them need not be looked at. */ harmless: string }
export type Outcome = { events: CaseEvent[]; state: CaseState } | { blockers: Blocker[] } | { invalid: string };

const CASE = '00000000-0000-4000-8000-00000000cafe';
const CONTENT = { contentId: '00000000-0000-4000-8000-000000000000', commitment: '0' };

/** The clock of a rehearsal stands at the beginning of a day. */
export const instantOf = (on: LegalDate): LegalInstant => startOfDay(on);

/** What the engine makes of a turn on this day; `claims`: a register entry that another case holds. */
export function outcomeOf(world: World, state: CaseState | null, turn: Turn, on: LegalDate, claims: Around['claims'] = {}): Outcome {
  const { book, pack, stand } = world;
  const resolved = resolve(world, state, turn, on);
  if ('invalid' in resolved || 'blockers' in resolved) return resolved;
  const who = memberOf(turn.by);
  const around: Around = { actor: { personId: who.id, officeId: stand.officeId, roles: [...who.roles], kind: 'person', qualifications: who.qualified ? qualificationsOf(pack) : [] }, county: stand.county, claims, profile: 'training', caseId: CASE };
  const decision = decide(state, resolved.command, instantOf(on), book, around);
  if ('blockers' in decision) return decision;
  const lapsed = state === null ? [] : advance(state, instantOf(on), book);
  return { events: [...lapsed, ...decision.events], state: follow(state, [...lapsed, ...decision.events], on, pack) };
}

/** Qualifications that a pack asks for. */
export function qualificationsOf(pack: Pack): string[] {
  return [...new Set([...JSON.stringify(pack).matchAll(/"actorQualified":\[([^\]]*)\]/g)].flatMap(([, kinds = '']) => [...kinds.matchAll(/"([^"]+)"/g)].map(([, kind = '']) => kind)))];
}

/** The case after time alone has passed until a day. */
export function timePasses(world: World, state: CaseState, on: LegalDate): { events: CaseEvent[]; state: CaseState } {
  const events = advance(state, instantOf(on), world.book);
  return { events, state: follow(state, events, on, world.pack) };
}

function follow(before: CaseState | null, events: readonly CaseEvent[], on: LegalDate, pack: Pack): CaseState {
  const state = events.reduce<CaseState | null>((all, event) => evolve(all, event, (all?.seq ?? 0) + 1, instantOf(on), CASE), before);
  if (state === null) throw new Error(`A case of ${pack.id} opened without an event.`);
  return state;
}

type Resolved = { command: CaseCommand } | { blockers: Blocker[] } | { invalid: string };

function resolve(world: World, state: CaseState | null, { command, paper }: Turn, on: LegalDate): Resolved {
  const { pack } = world;
  switch (command.type) {
    case 'openCase': {
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
      return { command: { type: 'takeStep', step: command.step, on: day, ...(command.party === undefined ? {} : { party: command.party }), facts: factsOf(pack, command.facts), officers: officersOf(command.officers), body: bodyOf(world, day), ...lateOf(pack, command.late) } };
    }
    case 'recordService': {
      const found = paperOf(state, paper);
      if (found === undefined) return { invalid: 'no such paper' };
      const { note: _, ...attempt } = command.attempt;
      const plain = Object.fromEntries(Object.entries(attempt).filter(([, value]) => value !== undefined)) as Omit<ServiceAttempt, 'note'>;
      return { command: { type: 'recordService', paperId: found, party: command.party, attempt: plain, officers: officersOf(command.officers), body: bodyOf(world, command.attempt.on), ...lateOf(pack, command.late) } };
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
    case 'fileOriginal': case 'askSeal': case 'useSeal': case 'fulfilDuty': case 'advance': case 'askApproval': case 'signApproval': case 'changeSigners': case 'withdrawApproval': case 'handleTask': case 'transferCase': case 'takeOverCase': case 'callInFile': case 'returnFile': case 'confirmStep':
      return { invalid: `a rehearsal does not look ahead at ${command.type}` };
  }
}

/** What the door would find of a late entry: whether the person who consents holds the post. */
function lateOf({ lateEntry }: Pack, late: Extract<EdgeCommand, { type: 'takeStep' }>['late']): { late?: LateEntry } {
  if (late === undefined || lateEntry === undefined) return {};
  const by = STANDS.flatMap(({ members }) => members).find((one) => one.id === late.consent?.personId);
  return { late: { reason: CONTENT, obstacleEndedOn: late.obstacleEndedOn, ...(late.consent === undefined ? {} : { consent: { ...late.consent, entitled: by?.roles.includes(lateEntry.consentBy) ?? false } }) } };
}

function forbidden({ book, pack, harmless }: World, facts: EdgeFacts, on: LegalDate): Blocker[] {
  const texts = Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !entry[1].includes(harmless) && ['text', 'code'].includes(pack.facts.find((one) => one.code === entry[0])?.type ?? '')));
  return Object.keys(texts).length === 0 ? [] : forbiddenWordBlockers(book, pack.id, on, wordingsOfFacts(pack, texts));
}

/** The id of the n-th paper of a kind for a party. */
export function paperOf(state: CaseState | null, paper: Turn['paper']): string | undefined {
  return paper === undefined ? undefined : state?.papers.filter((one) => one.paper === paper.paper && one.party === paper.party && one.about === undefined)[paper.nth]?.paperId;
}

function officersOf(ids: readonly string[]): OfficerOnDay[] {
  return ids.map((personId) => ({ personId, certificate: personId, certifiedOnDay: !personId.endsWith(memberOf('r.trainee').id.slice(-6)) }));
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
