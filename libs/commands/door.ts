import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { formatDocumentNumber, type LawBook, type LegalDate, type LegalInstant } from '#law';
import type { Pack } from '#law/pack-format';
import { actingForOn, qualificationsOnDay, standingIn, type SignedInActor, type Standing } from '#access';
import { advance, decide, evolve } from '#cases';
import type { Actor, CaseCommand, CaseState } from '#cases/model';
import { spanned, type Facts, type Note } from '#traces';
import { insertHead, keepOutcome, legalNow, lockHead, NO_EVENT_BEFORE, readEvents, readHead, seeCase, takeIdempotencyKey, takeNumber, together, withActor, type CaseHead, type IdempotencyKey, type LegalNow } from '#store';
import { basedOnEarlier, movedBetween } from './based-on.ts';
import { canBeJudgedAgain, claimHashes, existingClaims, type ClaimHashes } from './claims.ts';
import { dayOfCommand } from './day-of-command.ts';
import type { CommandDeps } from './deps.ts';
import type { EdgeCommand } from './edge.ts';
import { identityWarnings } from './identities.ts';
import { goneFromSight, openedElsewhere, openingOffice } from './leads/complained-of.ts';
import { NotDone, type CommandDone, type CommandOutcome, type CommandRequest, type MovedSince } from './outcome.ts';
import { minorsOn } from './party/minors.ts';
import { checkConfirmations } from './people/pins.ts';
import { lockFromElsewhere } from './people/hands.ts';
import { absentElsewhere, lockForSigner, standingOfSigner } from './people/signers.ts';
import { recordEvents, stateOf, type Recorded } from './record.ts';
import { resolveCommand } from './resolve.ts';

/** How often a command is judged again after running into another one, before the sender is told. */
const ATTEMPTS = 6;
/** Series of the number under which a case is kept: the principal's where the office is entrusted (Penalty Law art. 20). */
const CASE_SERIES = '案字';

/**
 * The one door. A command in one transaction, always in this order: actor, idempotency key, lock of the case, legal
 * time, advance, decide, numbers and papers, events, read tables, outbox. Whatever is not `done` changed nothing.
 * Throws only for troubles of the service: no database, a case whose pack is not loaded, a broken record.
 */
export function executeCommand(deps: CommandDeps, request: CommandRequest): Promise<CommandOutcome> {
  const { command, caseId, actor } = request;
  const facts = { 'anjuan.command': command.type, 'anjuan.case': caseId, 'anjuan.actor': actor.kind };
  return spanned(`command ${command.type}`, { facts }, async (note) => {
    const outcome = await judged(deps, request, note);
    note(outcomeFacts(outcome));
    return outcome;
  });
}

/** How a command ended, for its span: codes and counts. */
function outcomeFacts(outcome: CommandOutcome): Facts {
  switch (outcome.status) {
    case 'done': return { 'anjuan.outcome': outcome.repeated ? 'repeated' : 'done', 'anjuan.revision': outcome.revision, 'anjuan.events': outcome.events.length, 'anjuan.warnings': outcome.warnings.length };
    case 'refused': return { 'anjuan.outcome': outcome.status, 'anjuan.blockers': outcome.blockers.map(({ code }) => code) };
    case 'invalid': return { 'anjuan.outcome': outcome.status, 'anjuan.rules': outcome.errors.map(({ rule }) => rule) };
    case 'stale': return { 'anjuan.outcome': outcome.status, 'anjuan.revision': outcome.revision };
    case 'notFound':
    case 'keyReused': return { 'anjuan.outcome': outcome.status };
  }
}

/** Pack and step for the span of the command; a code that the pack does not have may be anything that somebody typed. */
function noteProcedure(note: Note, pack: Pack, command: EdgeCommand): void {
  note({ 'anjuan.pack': pack.id, ...('step' in command && pack.steps.some(({ code }) => code === command.step) ? { 'anjuan.step': command.step } : {}) });
}

async function judged(deps: CommandDeps, request: CommandRequest, note: Note): Promise<CommandOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (attempt === 1) await checkConfirmations(deps, request);
      else note({ 'anjuan.attempts': attempt });
      return await perform(deps, request, note);
    } catch (error) {
      if (error instanceof NotDone) return error.outcome;
      if (attempt === ATTEMPTS || !canBeJudgedAgain(error)) throw error;
      await sleep(Math.random() * 20 * attempt);
    }
  }
}

function perform(deps: CommandDeps, request: CommandRequest, note: Note): Promise<CommandOutcome> {
  const { actor } = request;
  return withActor(deps.source, { actorId: actor.personId, ...sightOf(actor) }, async (manager) => {
    // A party is known by the same words in every case.
    const key: IdempotencyKey = { actorId: actor.personId, route: actor.kind === 'party' ? `${request.route} of ${actor.caseId}${actor.authority === undefined ? '' : ` by ${actor.authority}`}` : request.route, key: request.idempotencyKey };
    // Sent together and in this order: the law's instant is told after the case is locked.
    const lock = (): Promise<CaseHead | null> => (request.command.type === 'openCase' ? Promise.resolve(null) : lockHead(manager, request.caseId));
    const sight = actor.kind === 'machine' ? seeCase(manager, request.caseId) : Promise.resolve(actor.officeId);
    const [office, known, head, now, book] = await together([sight, takeIdempotencyKey(manager, key, request.bodyHash), lock(), legalNow(manager), deps.law.book(manager)]);
    if (office === null) throw new NotDone({ status: 'notFound' });
    if (known.known === 'otherBody') throw new NotDone({ status: 'keyReused' });
    if (known.known === 'sameBody') return repeat(manager, known.outcome as KeptOutcome);
    const done = request.command.type === 'openCase' ? await openCase(deps, manager, request, { now, book }, note) : await act(deps, manager, request, { head, now, book }, note);
    const kept: KeptOutcome = { caseId: done.caseId, caseNumber: done.caseNumber, phase: done.phase, revision: done.revision, seqs: done.seqs, ...(done.warnings.length === 0 ? {} : { warnings: done.warnings }), ...(done.movedSince === null ? {} : { movedSince: { basedOn: done.movedSince.basedOn, foundAt: done.movedSince.foundAt } }) };
    await keepOutcome(manager, key, kept);
    return done;
  });
}

/** What the transaction sees: the offices and cases of a person, the one case of a party, nothing yet for the machine. */
function sightOf(actor: CommandRequest['actor']): { offices: readonly string[]; cases?: readonly string[]; readings?: readonly string[] } {
  switch (actor.kind) {
    case 'machine': return { offices: [] };
    case 'party': return { offices: [], cases: [actor.caseId] };
    case 'person': return { offices: actor.offices, cases: actor.cases, readings: actor.readings };
  }
}

/** What an idempotency key keeps: references, and which fields were warned of. */
type KeptOutcome = Pick<CommandDone, 'caseId' | 'caseNumber' | 'phase' | 'revision' | 'seqs'> & Partial<Pick<CommandDone, 'warnings'>> & { movedSince?: Omit<MovedSince, 'events'> };

async function repeat(manager: EntityManager, kept: KeptOutcome): Promise<CommandDone> {
  const events = kept.seqs === null ? [] : await readEvents(manager, kept.caseId, kept.seqs[0] - 1, kept.seqs[1] - kept.seqs[0] + 1);
  const movedSince = kept.movedSince === undefined ? null : await movedBetween(manager, kept.caseId, kept.movedSince);
  return { status: 'done', ...kept, warnings: kept.warnings ?? [], movedSince, events, repeated: true };
}

/** The person in this case, or the machine on behalf of nobody, as the engine sees it: by post, by a loan, or in the place of somebody. */
async function actorOf(manager: EntityManager, { actor, command }: CommandRequest, of: { caseId: string; officeId: string; answersHelp?: boolean }, on: LegalDate): Promise<Actor> {
  if (actor.kind === 'machine') return { personId: actor.personId, officeId: of.officeId, roles: [], kind: 'machine' };
  if (actor.kind === 'party') return { personId: actor.personId, officeId: of.officeId, roles: [], kind: 'party', party: actor.party, ...(actor.as === undefined ? {} : { as: actor.as }), ...(actor.authority === undefined ? {} : { authority: actor.authority }) };
  const forOwnOffice = command.type === 'takeOverCase' || (command.type === 'takeStep' && (of.answersHelp === true || (actor.helping.includes(of.caseId) && !actor.ownOffices.includes(of.officeId) && !actor.cases.includes(of.caseId))));
  const { roles, lent } = forOwnOffice ? { roles: actor.roles, lent: null } : await standingHere(manager, actor, command, of, on);
  const absent = 'actingFor' in command ? command.actingFor : undefined;
  const found = absent === undefined ? null : await actingForOn(manager, actor, absent, on);
  const elsewhere = found === null || forOwnOffice || actor.officeId === of.officeId ? null : await absentElsewhere(manager, actor, command, found, of, on);
  const actingFor = elsewhere?.actingFor ?? found;
  const order = elsewhere?.lent ?? lent;
  return { personId: actor.personId, officeId: actor.officeId, roles, kind: 'person', qualifications: await qualificationsOnDay(manager, actor.personId, on), ...(order === null ? {} : { lent: order }), ...(actingFor === null ? {} : { actingFor }) };
}

/** By post or by a loan; who sees nothing of the case but an approval signs it as such. */
async function standingHere(manager: EntityManager, actor: SignedInActor, command: EdgeCommand, of: { caseId: string; officeId: string }, on: LegalDate): Promise<Standing> {
  const seen = actor.offices.includes(of.officeId) || actor.cases.includes(of.caseId);
  const here = standingIn(actor, of);
  if (actor.officeId === of.officeId || (command.type !== 'signApproval' && command.type !== 'changeSigners')) return here;
  const signer = await standingOfSigner(manager, actor, of, on);
  if (!seen) return signer;
  return signer.lent === null ? here : { roles: [...new Set([...here.roles, ...signer.roles])], lent: signer.lent };
}

/** An answer to a request for help is given by the office that was asked, in the roles that its people have there. */
function answersHelp(command: EdgeCommand, pack: Pack): boolean {
  return command.type === 'takeStep' && pack.steps.some((step) => step.code === command.step && step.answersHelp);
}

/** What every command begins with. */
interface Found { now: LegalNow; book: LawBook }

async function act(deps: CommandDeps, manager: EntityManager, request: CommandRequest, found: Found & { head: CaseHead | null }, note: Note): Promise<CommandDone> {
  const head = found.head ?? await lockForOther(deps, manager, request);
  const now = found.head === null ? await legalNow(manager) : found.now;
  const at = later(now.at, head.lastRecordedAt);
  const book = await deps.law.bookFor(manager, head, found.book);
  const before = await stateOf(manager, head);
  noteProcedure(note, book.pack(before.pack).pack, request.command);
  const lapsed = advance(before, at, book);
  const state = lapsed.reduce<CaseState>((all, event) => evolve(all, event, all.seq + 1, at, head.caseId), before);
  if (request.ifMatch !== undefined && request.ifMatch !== state.revision) throw new NotDone({ status: 'stale', revision: state.revision });
  const basedOn = basedOnEarlier(request.command, state.revision);
  const receivedAt = arrivedAt(request, at);
  const on = dayOfCommand(request.command, { receivedAt, at });
  const actor = await actorOf(manager, request, { ...head, answersHelp: answersHelp(request.command, book.pack(state.pack).pack) }, on);
  const command = await resolveCommand(request.command, {
    deps, manager, caseId: head.caseId, officeId: head.officeId, state, book, at, receivedAt, actor,
  });
  const hashes = await hashesFor(deps, manager, command, state, book);
  const minors = await minorsOn(manager, deps.content, state, book.pack(state.pack).pack, on);
  const decision = decide(before, command, at, book, { actor, county: head.countyId, claims: await existingClaims(manager, hashes, head.caseId), profile: deps.profile, caseId: head.caseId, minors });
  if ('blockers' in decision) throw new NotDone({ status: 'refused', blockers: decision.blockers });
  const recorded = await recordEvents(deps, manager, [...lapsed, ...decision.events], {
    head, before, at, machineAt: now.machineAt, book, actorId: actor.personId, commandId: randomUUID(), claims: hashes, wake: request.byOwnWorkflow !== true,
  });
  const done = doneOf(head, recorded, request, basedOn === null ? null : await movedBetween(manager, head.caseId, { basedOn, foundAt: state.revision }));
  return request.actor.kind !== 'person' ? done : { ...done, warnings: [...done.warnings, ...await goneFromSight(manager, head, book.pack(state.pack).pack, recorded.events, request.actor)] };
}

/**
 * A case that cannot be locked is unknown, or its file is here to be read only; or somebody of another office does the
 * one thing that is theirs: signs, answers a request for help, takes the case over.
 */
async function lockForOther(deps: CommandDeps, manager: EntityManager, { actor, caseId, command }: CommandRequest): Promise<CaseHead> {
  const signer = actor.kind === 'person' ? await lockForSigner(manager, actor, caseId, command) : null;
  if (signer !== null) return signer;
  const elsewhere = actor.kind === 'person' ? await lockFromElsewhere(deps, manager, actor, caseId, command) : null;
  if (elsewhere !== null) return elsewhere;
  const head = await readHead(manager, caseId);
  if (head === null || actor.kind !== 'person') throw new NotDone({ status: 'notFound' });
  throw new NotDone({ status: 'refused', blockers: [{
    code: 'fileOnLoanIsReadOnly', article: { zh: '本系统规则：调阅的案卷只供阅看', en: 'Anjuan: a file on loan is for reading' },
    message: { zh: '本案卷系调阅，只能阅看，不能办理。', en: 'This file is on loan to your office: it is read and not worked on.' },
  }] });
}

async function openCase(deps: CommandDeps, manager: EntityManager, request: CommandRequest, { now, book: law }: Found, note: Note): Promise<CommandDone> {
  const { caseId, actor: sender, command: plain } = request;
  if (sender.kind !== 'person' || plain.type !== 'openCase') throw new NotDone({ status: 'notFound' });
  const { at } = now;
  const book = await deps.law.openingBook(manager, sender.countyId, law);
  const known = book.find(plain.pack);
  if (known !== undefined) noteProcedure(note, known.pack, plain);
  const receivedAt = arrivedAt(request, at);
  const actor = await actorOf(manager, request, { caseId, officeId: sender.officeId }, dayOfCommand(plain, { receivedAt, at }));
  const command = await resolveCommand(plain, { deps, manager, caseId, officeId: await openingOffice(manager, known?.pack, plain.facts, sender), state: null, book, at, receivedAt, actor });
  const decision = decide(null, command, at, book, { actor, county: sender.countyId, claims: {}, profile: deps.profile, caseId });
  if ('blockers' in decision) throw new NotDone({ status: 'refused', blockers: decision.blockers });
  const opened = decision.events[0];
  if (opened?.type !== 'caseOpened') throw new Error('A case was opened without an opening event.');
  const year = Number(opened.occurredOn.slice(0, 4));
  const series = book.pack(opened.pack).pack.caseSeries ?? CASE_SERIES;
  const { text: caseNumber } = await takeNumber(manager, { series, authorityId: opened.body.authorityId, year, caseId, officeId: opened.officeId, paperId: null },
    (short, number) => formatDocumentNumber(`${short}${series}`, year, number));
  await insertHead(manager, { caseId, officeId: opened.officeId, countyId: opened.county, pack: opened.pack, caseNumber, openedOn: opened.occurredOn, at });
  const head = { caseId, officeId: opened.officeId, caseNumber, seq: 0, headHash: NO_EVENT_BEFORE, nextWakeAt: null, calendarVersion: '', evolveVersion: 0, readTablesSha256: null, packSha256: '' };
  const recorded = await recordEvents(deps, manager, decision.events, {
    head, before: null, at, machineAt: now.machineAt, book, actorId: actor.personId, commandId: randomUUID(), claims: {}, wake: true,
  });
  const done = doneOf(head, recorded, request);
  return { ...done, warnings: [...done.warnings, ...openedElsewhere(book.pack(opened.pack).pack, opened.officeId, sender)] };
}

async function hashesFor(deps: CommandDeps, manager: EntityManager, command: CaseCommand, state: CaseState, book: LawBook): Promise<ClaimHashes> {
  if (command.type !== 'takeStep') return {};
  const { pack } = book.pack(state.pack);
  const step = pack.steps.find((one) => one.code === command.step);
  return step === undefined || step.claims.length === 0 ? {} : claimHashes(deps, manager, { pack, step, state, party: step.perParty ? command.party ?? null : null, facts: command.facts });
}

function doneOf(head: Pick<CaseHead, 'caseId' | 'caseNumber'>, { state, events }: Recorded, { command }: CommandRequest, movedSince: MovedSince | null = null): CommandDone {
  const [first, last] = [events[0], events.at(-1)];
  return {
    status: 'done', caseId: head.caseId, caseNumber: head.caseNumber, phase: state.phase, revision: state.revision,
    seqs: first === undefined || last === undefined ? null : [first.seq, last.seq], events, movedSince, warnings: identityWarnings(command), repeated: false,
  };
}

/** A person's request counts from its arrival, if that was within the hour: no queue of ours is longer, and an instant of another clock is none of ours. */
function arrivedAt({ receivedAt }: CommandRequest, at: LegalInstant): LegalInstant {
  const waited = receivedAt === undefined ? 0 : Date.parse(at) - Date.parse(receivedAt);
  return receivedAt !== undefined && waited > 0 && waited < 3_600_000 ? receivedAt : at;
}

/** The record never goes back, whatever the clock of the machine does. */
export function later(a: LegalInstant, b: LegalInstant): LegalInstant {
  return a > b ? a : b;
}
