/**
 * A case told as a story: `at` moves time, `takes`, `serves`, `closes` act, `refused` expects a refusal. Each act goes
 * through advance, decide and evolve as the service does it, and after each one the story checks what must always hold:
 * nothing changes what was kept, time alone has nothing more to add, a snapshot is plain JSON.
 */
import { type LawBook, type LegalDate, type LegalInstant, formatYuan, legalDate, legalInstant, parseSignedYuan } from '#law';
import type { Pack } from '#law/pack-format';
import { advance, type Around, balanceOf, caseMoney, decide, evolve, idOf, openClocks, openTasks, allowedActions } from '../index.ts';
import type { ActingBody, Actor, Blocker, CaseCommand, CaseEvent, CaseEventType, CaseState, DutyState, OfficerOnDay, OpenClock, PaperState, Party, RecordedEvent, SealKind, ServiceAttempt, SheetSignature, Surroundings } from '../model.ts';
import type { LateEntry } from '../model.ts';
import { COUNTY, actor, certified, holderOf, machine, ownBody } from './county.ts';
import { factsFor, type PlainFacts } from './facts.ts';

export class StoryError extends Error { override readonly name = 'StoryError'; }

/** The engine refused an act of the story. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly blockers: Blocker[];
  constructor(act: string, blockers: Blocker[]) {
    super(`${act} was refused: ${blockers.map((one) => `${one.code} (${one.message.en})`).join('; ')}`);
    this.blockers = blockers;
  }
}

export interface ActOptions {
  /** Entered late. */
  late?: LateEntry;
  by?: string;
  /** The day of the act, when it is recorded later. */
  on?: string;
  party?: string;
  officers?: OfficerOnDay[];
  body?: ActingBody;
  claims?: Surroundings['claims'];
  /** How the person comes to act, where it is not by post. */
  standing?: Pick<Actor, 'actingFor' | 'lent'>;
}

export interface Opening {
  book: LawBook;
  pack: string;
  on: string;
  /** Day of recording, when the case is entered late. */
  recordedOn?: string;
  /** What is said of that. */
  late?: LateEntry;
  parties: Party[];
  facts?: PlainFacts;
  by?: string;
  body?: ActingBody;
  county?: string;
  profile?: Around['profile'];
}

/** An instant from a China day and time of day. */
export function instant(day: string, time = '10:00'): LegalInstant {
  return legalInstant(`${day}T${time.length === 5 ? `${time}:00` : time}+08:00`);
}

export class Story {
  /** What must always hold is looked at after each act; the mutants, which only ask whether a story fails, leave it out. */
  static checking = true;
  private static readonly looked = new Set<string>();
  /** Codes that the stories told meanwhile came across (packs, steps, papers, clocks, refusals); null where nobody asks. */
  static touched: Set<string> | null = null;
  /** The stories told meanwhile; null where nobody asks. */
  static told: Story[] | null = null;
  #state: CaseState | null = null;
  readonly events: RecordedEvent[] = [];
  now: LegalInstant;
  book: LawBook;
  readonly county: string;
  readonly profile: Around['profile'];
  readonly caseId = '00000000-0000-4000-8000-000000000001';
  #body: ActingBody;

  private constructor(opening: Opening) {
    this.book = opening.book;
    this.now = instant(opening.recordedOn ?? opening.on, '09:00');
    this.county = opening.county ?? COUNTY;
    this.profile = opening.profile ?? 'production';
    this.#body = opening.body ?? ownBody;
    Story.told?.push(this);
  }

  /** Opens a case; throws `RefusedError` when the law refuses. */
  static open(opening: Opening): Story {
    const story = new Story(opening);
    const { pack } = story.book.pack(opening.pack);
    story.command({ type: 'openCase', pack: opening.pack, on: legalDate(opening.on), parties: opening.parties, facts: factsFor(pack, pack.opening.facts, opening.facts ?? {}), body: story.#body, ...(opening.late ? { late: opening.late } : {}) }, actor(opening.by ?? holderOf(pack.opening.by)));
    return story;
  }

  get state(): CaseState {
    if (this.#state === null) throw new StoryError('The case is not open.');
    return this.#state;
  }
  get pack(): Pack { return this.book.pack(this.state.pack).pack; }
  get codes(): CaseEventType[] { return this.events.map((one) => one.event.type); }

  /** Time passes until a day and time of day (China); what it brings is recorded then. */
  at(day: string, time = '10:00'): this {
    this.now = instant(day, time);
    if (this.#state !== null) this.append(advance(this.state, this.now, this.book));
    return this;
  }

  /** Time passes, and nobody looks: the timer is late. The next act advances first. */
  silentlyAt(day: string, time = '10:00'): this {
    this.now = instant(day, time);
    return this;
  }

  /** Other law from now on: a calendar notice was loaded, a parameter was set. */
  law(book: LawBook): this {
    this.book = book;
    return this;
  }

  takes(step: string, facts: PlainFacts = {}, options: ActOptions = {}): this {
    const definition = this.pack.steps.find((one) => one.code === step);
    // What the party says is entered by an officer who takes no part in the inquiry.
    const by = options.by ?? (definition?.wordsOfParty ? 'chen' : definition && definition.by.length > 0 ? holderOf(definition.by) : 'zhang');
    const officers = options.officers ?? (definition?.by.includes('officer') && !options.by ? certified('zhang', 'li') : []);
    this.command({
      type: 'takeStep', step, ...(options.late ? { late: options.late } : {}), on: legalDate(options.on ?? this.today), facts: factsFor(this.pack, definition?.facts ?? [], facts), officers, body: options.body ?? this.#body,
      ...(options.party === undefined ? (definition?.perParty && this.state.parties.length === 1 ? { party: 'p1' } : {}) : { party: options.party }),
    }, { ...actor(by), ...options.standing }, options.claims ?? {});
    return this;
  }

  /** Records an attempt at service of the last paper with this code (for this party). */
  serves(paper: string, attempt: Partial<ServiceAttempt> & { on?: LegalDate } = {}, options: Pick<ActOptions, 'party' | 'officers' | 'by' | 'standing' | 'late'> = {}): this {
    const party = options.party ?? 'p1';
    this.command({
      type: 'recordService', ...(options.late ? { late: options.late } : {}), paperId: this.paper(paper, party).paperId, party, officers: options.officers ?? certified('zhang', 'li'),
      attempt: { way: 'direct', outcome: 'received', ...attempt, on: attempt.on ?? this.today },
    }, { ...actor(options.by ?? 'zhang'), ...options.standing });
    return this;
  }

  voids(paper: string, options: Pick<ActOptions, 'party' | 'on' | 'by' | 'standing'> = {}): this {
    const { paperId, seq } = this.paper(paper, options.party ?? 'p1');
    const step = this.state.steps.findLast((one) => one.seq < seq)?.step;
    const by = options.by ?? holderOf(this.pack.steps.find((one) => one.code === step)?.by ?? []);
    this.command({ type: 'voidPaper', paperId, on: legalDate(options.on ?? this.today), reason: { contentId: 'reason', commitment: 'reason' } }, { ...actor(by), ...options.standing });
    return this;
  }

  closes(closing: string, options: Pick<ActOptions, 'on' | 'by' | 'standing'> = {}): this {
    this.command({ type: 'closeCase', closing, on: legalDate(options.on ?? this.today), reason: null }, { ...actor(options.by ?? 'zhao'), ...options.standing });
    return this;
  }

  reopens(reopening: string, facts: PlainFacts = {}, options: Pick<ActOptions, 'on' | 'by' | 'body'> = {}): this {
    const definition = this.pack.reopenings.find((one) => one.code === reopening);
    this.command({
      type: 'reopenCase', reopening, on: legalDate(options.on ?? this.today), facts: factsFor(this.pack, definition?.facts ?? [], facts), body: options.body ?? this.#body,
      reason: { contentId: 'reason', commitment: 'reason' },
    }, actor(options.by ?? holderOf(definition?.by ?? [])));
    return this;
  }

  /** The identity of a party is corrected; its age follows from it. */
  amends(party: Party, options: Pick<ActOptions, 'on' | 'by'> & { unchanged?: boolean } = {}): this {
    this.command({ type: 'amendParty', party, ...(options.unchanged ? { unchanged: true } : {}), on: legalDate(options.on ?? this.today), reason: { contentId: 'reason', commitment: 'reason' } }, actor(options.by ?? holderOf(this.pack.opening.by)));
    return this;
  }

  attaches(fileId: string): this {
    this.command({ type: 'attachFile', file: { fileId, sha256: 'f'.repeat(64), bytes: 1, mediaType: 'image/jpeg', purpose: 'evidence' } }, actor('zhang'));
    return this;
  }

  /** A scan becomes the original of the last paper with this code; without signatures those that the pack asks for. */
  filesOriginal(paper: string, fileId: string, options: Pick<ActOptions, 'party' | 'on' | 'by'> & { signatures?: SheetSignature[]; paperId?: string } = {}): this {
    const signs = this.pack.papers.find((one) => one.code === paper)?.signs ?? [];
    this.command({
      type: 'fileOriginal', paperId: options.paperId ?? this.paper(paper, options.party ?? 'p1').paperId, fileId, on: legalDate(options.on ?? this.today),
      signatures: options.signatures ?? signs.map(({ who, how }) => ({ who, how, notedBy: [] })),
    }, actor(options.by ?? 'zhang'));
    return this;
  }

  /** The seal is asked for on the last paper with this code. */
  asksSeal(paper: string, options: Pick<ActOptions, 'on' | 'late'> & { who?: Actor; seal?: SealKind; paperId?: string } = {}): this {
    this.command({ type: 'askSeal', paperId: options.paperId ?? this.paper(paper, 'p1').paperId, seal: options.seal ?? 'physical', on: legalDate(options.on ?? this.today), ...(options.late ? { late: options.late } : {}) }, options.who ?? actor('zhang'));
    return this;
  }

  /** The keeper uses it on those bytes; without others, on the paper's own. */
  seals(paper: string, options: Pick<ActOptions, 'on' | 'late'> & { who?: Actor; seal?: SealKind; sha256?: string; paperId?: string } = {}): this {
    const paperId = options.paperId ?? this.paper(paper, 'p1').paperId;
    const own = this.state.papers.find((one) => one.paperId === paperId)?.sha256 ?? '';
    this.command({ type: 'useSeal', paperId, seal: options.seal ?? 'physical', sha256: options.sha256 ?? own, on: legalDate(options.on ?? this.today), ...(options.late ? { late: options.late } : {}) }, options.who ?? actor('yin'));
    return this;
  }

  /** The bank reports a receipt: yuan, with its value date (today where none is given). */
  receives(debt: string, yuan: string, options: { party?: string; on?: string; receiptId?: string; who?: Actor; again?: true } = {}): this {
    const on = legalDate(options.on ?? this.today);
    this.command({ type: 'bookPayment', receiptId: options.receiptId ?? `R${this.state.seq}`, reference: 'REF1', debt, party: options.party ?? 'p1', on, fen: String(parseSignedYuan(yuan)), again: options.again }, options.who ?? machine);
    return this;
  }

  /** The bank reports a deposit of money that was collected on the spot. */
  deposits(debt: string, yuan: string, options: { party?: string; on?: string; receiptId?: string; who?: Actor; again?: true } = {}): this {
    const on = legalDate(options.on ?? this.today);
    this.command({ type: 'bookDeposit', receiptId: options.receiptId ?? `D${this.state.seq}`, reference: 'REF2', debt, party: options.party ?? 'p1', on, fen: String(parseSignedYuan(yuan)), again: options.again }, options.who ?? machine);
    return this;
  }

  /** What was collected on the spot and has not reached the bank, in yuan. */
  inHands(debt: string, party = 'p1', on: string = this.today): string {
    return formatYuan(balanceOf(caseMoney(this.state, this.now, this.book), debt, party, legalDate(on))?.inHandsFen ?? 0n);
  }

  /** The bank takes a receipt back. */
  takesBack(receiptId: string, options: { on?: string; who?: Actor; wrongMatch?: true } = {}): this {
    this.command({ type: 'reversePayment', receiptId, on: legalDate(options.on ?? this.today), wrongMatch: options.wrongMatch }, options.who ?? machine);
    return this;
  }

  /** Money is ordered back, as the register of refunds has it; paid by the treasury; or it comes back. */
  refunds(refundId: string, debt: string, yuan: string, options: { party?: string; payBy?: string; who?: Actor } = {}): this {
    this.command({ type: 'orderRefund', refundId, debt, party: options.party ?? 'p1', fen: String(parseSignedYuan(yuan)), payBy: legalDate(options.payBy ?? this.today) }, options.who ?? machine);
    return this;
  }

  refundSettled(type: 'payRefund' | 'returnRefund', refundId: string, options: { on?: string; who?: Actor } = {}): this {
    this.command({ type, refundId, on: legalDate(options.on ?? this.today) }, options.who ?? machine);
    return this;
  }

  /** What is owed of a debt at the end of a day, in yuan, with what lies in suspense for it. */
  owed(debt: string, party = 'p1', on: string = this.today): { balance: string; surcharge: string; suspense: string; paidInFullOn: LegalDate | null; inDefaultSince: LegalDate | null } | null {
    const one = balanceOf(caseMoney(this.state, this.now, this.book), debt, party, legalDate(on));
    return one === null ? null : { balance: formatYuan(one.balanceFen), surcharge: formatYuan(one.surchargeFen), suspense: formatYuan(one.suspenseFen), paidInFullOn: one.paidInFullOn, inDefaultSince: one.inDefaultSince };
  }

  fulfils(dutyId: string, outcome = 'done'): this {
    this.command({ type: 'fulfilDuty', dutyId, outcome, attempts: 1 }, machine);
    return this;
  }

  /** Expects an act to be refused with exactly these codes, and that it changed nothing. */
  refused(codes: string | string[], act: (story: this) => unknown): this {
    this.refusal(codes, act);
    return this;
  }

  /** As `refused`, and answers the blockers. */
  refusal(codes: string | string[], act: (story: this) => unknown): Blocker[] {
    const before = this.events.length;
    let blockers: Blocker[] | null = null;
    try {
      act(this);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      ({ blockers } = error);
    }
    const expected = [codes].flat().sort().join(', ');
    if (blockers === null) throw new StoryError(`Expected a refusal for ${expected}, but the act was done.`);
    // In the wrong phase the needs of the step are listed as well; a story that expects the phase leaves them out.
    const told = blockers.some((one) => one.code === 'wrongPhase') ? blockers.slice(0, 1) : blockers;
    const got = [...new Set(told.map((one) => one.code))].sort().join(', ');
    if (got !== expected) throw new StoryError(`Expected a refusal for ${expected}, not for ${got}: ${blockers.map((one) => one.message.en).join('; ')}`);
    if (this.events.length !== before) throw new StoryError('A refused act left events.');
    for (const one of blockers) if (one.message.zh === '' || one.article.zh === '' || one.article.en === '') throw new StoryError(`The refusal ${one.code} lacks its sentence or its article.`);
    return blockers;
  }

  // ---- what the story sees ----

  get today(): LegalDate { return legalDate(new Date(Date.parse(this.now) + 8 * 3_600_000).toISOString().slice(0, 10)); }

  paper(code: string, party = 'p1'): PaperState {
    const found = this.state.papers.filter((one) => one.paper === code && !one.voided && (one.party === null || one.party === party)).at(-1);
    if (!found) throw new StoryError(`There is no paper ${code}; there are: ${this.state.papers.map((one) => one.paper).join(', ')}.`);
    return found;
  }

  /** The number under which a step was last taken, as reference facts name it. */
  seqOf(step: string): number {
    const found = this.state.steps.findLast((one) => one.step === step);
    if (!found) throw new StoryError(`The step ${step} was not taken.`);
    return found.seq;
  }

  clock(code: string, party?: string): OpenClock {
    const found = openClocks(this.state, this.now, this.book).filter((one) => one.clock === code && (party === undefined || one.party === party)).at(-1);
    if (!found) throw new StoryError(`There is no clock ${code}.`);
    return found;
  }
  hasClock(code: string): boolean { return openClocks(this.state, this.now, this.book).some((one) => one.clock === code); }

  expectClock(code: string, expected: Partial<Pick<OpenClock, 'dueOn' | 'rawOn' | 'status' | 'provisional' | 'anchorOn' | 'calendarVersion'>> | { [key: string]: unknown }, party?: string): this {
    const clock = this.clock(code, party);
    for (const [key, value] of Object.entries(expected)) same(clock[key as keyof OpenClock], value, `clock ${code}, ${key}`);
    return this;
  }

  expectPhase(phase: string): this {
    same(this.state.phase, phase, 'phase');
    return this;
  }

  duties(kind: DutyState['kind'], status: DutyState['status'] = 'owed'): DutyState[] {
    return this.state.duties.filter((one) => one.kind === kind && one.status === status);
  }
  expectDuties(kind: DutyState['kind'], count: number, status: DutyState['status'] = 'owed'): this {
    same(this.duties(kind, status).length, count, `duties ${kind} ${status}`);
    return this;
  }

  eventsOf<T extends CaseEventType>(type: T): Extract<CaseEvent, { type: T }>[] {
    return this.events.map((one) => one.event).filter((one): one is Extract<CaseEvent, { type: T }> => one.type === type);
  }
  expectEvents(type: CaseEventType, count: number): this {
    same(this.eventsOf(type).length, count, `events ${type}`);
    return this;
  }

  lapses(clock: string): string[] { return this.state.lapses.filter((one) => one.clock === clock && !one.withdrawn).map((one) => one.dueOn); }
  expectLapse(clock: string, ...on: string[]): this {
    same(this.lapses(clock).sort(), on, `lapses of ${clock}`);
    return this;
  }

  tasks(): string[] { return openTasks(this.state, this.now, this.book).map((one) => one.step); }

  // ---- how it is done ----

  command(command: CaseCommand, who: Actor, claims: Surroundings['claims'] = {}, more: Pick<Surroundings, 'minors'> = {}): void {
    const before = this.#state;
    const around: Around = { actor: who, county: this.county, claims, profile: this.profile, caseId: this.caseId, ...more };
    const lapsed = before === null ? [] : advance(before, this.now, this.book);
    const decision = decide(before, command, this.now, this.book, around);
    touch(command, 'blockers' in decision ? decision.blockers : decision.events);
    if ('blockers' in decision) throw new RefusedError('step' in command ? command.step : 'closing' in command ? command.closing : command.type, decision.blockers);
    this.append([...lapsed, ...decision.events]);
  }

  private append(events: readonly CaseEvent[]): void {
    touch(this.#state?.pack, events);
    for (const event of events) {
      const seq = (this.#state?.seq ?? 0) + 1;
      // What the door fills in before the append.
      const complete = event.type === 'paperIssued' ? { ...event, number: event.paper.series === null ? null : `演示${event.paper.series}〔${event.occurredOn.slice(0, 4)}〕${seq}号`, sha256: 'a'.repeat(64), templateSha256: 'b'.repeat(64) } : event;
      this.#state = evolve(this.#state, complete, seq, this.now, this.caseId);
      this.events.push({ seq, recordedAt: this.now, event: complete });
    }
    if (Story.checking) this.checkAlways();
  }

  private checkAlways(): void {
    const { state } = this;
    // Nothing writes into a state or an event that was kept: so folding the events again gives the same state.
    keepPlain(state, 'the snapshot');
    for (const recorded of this.events) keepPlain(recorded, 'an event');
    same(advance(state, this.now, this.book), [], 'what time adds right after an act');
    same(state.duties.filter((one) => one.dutyId !== idOf(this.caseId, one.seq)), [], 'duty ids');
    // What is offered is looked at once for each place that the stories of a file come to: it is most of the work.
    const place = [state.pack, state.phase, state.closed?.closing, state.steps.at(-1)?.step, state.approvals.at(-1)?.status, state.parties.length].join();
    if (Story.looked.has(place)) return;
    Story.looked.add(place);
    allowedActions(state, actor('zhang'), this.now, this.book, this.profile);
  }
}

/** Every text in it that can be a code. */
function touch(...values: readonly unknown[]): void {
  if (Story.touched === null) return;
  for (const value of values) {
    if (typeof value === 'string') Story.touched.add(value);
    else if (typeof value === 'object' && value !== null) touch(...Object.values(value));
  }
}

/** Freezes a value, and all that it holds and was not frozen before; throws where a part is nothing that JSON can say. */
function keepPlain(value: unknown, what: string): void {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return;
  if (typeof value !== 'object' || !(Array.isArray(value) || (Object.getPrototypeOf(value) as object | null)?.constructor.name === 'Object')) throw new StoryError(`${what} holds what is no plain JSON: a ${typeof value}`);
  if (Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) keepPlain(part, what);
}

/** Throws with both values when they differ (compared as canonical plain values). */
export function same(got: unknown, expected: unknown, what: string): void {
  if (plain(got) !== plain(expected)) throw new StoryError(`${what}: expected ${plain(expected)}, got ${plain(got)}`);
}

function plain(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (one !== null && typeof one === 'object' && !Array.isArray(one)
    ? Object.fromEntries(Object.entries(one).filter(([, part]) => part !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))) : one)) ?? 'undefined';
}
