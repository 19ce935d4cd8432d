/**
 * Plays a case forward on assumptions ("served on Friday by post, no hearing asked"): the same advance and decide as the
 * record, on a copy that nobody keeps. Who would act is assumed to be entitled, registers are assumed free; everything
 * else that the law asks for is asked for here too.
 */
import { type LawBook, type LegalDate, type LegalInstant, chinaDateOf, startOfDay } from '#law';
import type { BilingualText, Pack, PackStep } from '#law/pack-format';
import type { Around } from './act-rules.ts';
import { advance } from './advance.ts';
import { openClocks } from './actions.ts';
import { blocker, houseRule } from './blockers.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import type { Actor, Blocker, CaseCommand, CaseEvent, CaseState, Facts, OfficerOnDay, OpenClock, ServiceAttempt } from './model.ts';
import { eventSentence } from './sentences.ts';

/** What is assumed to happen on a day, or never to happen. */
export type Assumption =
  | { on: LegalDate; step: string; party?: string; facts: Facts }
  | { on: LegalDate; served: string; party?: string; attempt: Omit<ServiceAttempt, 'on'> }
  | { on: LegalDate; closing: string }
  /** A step, by its code or a word of it: nobody takes it. */
  | { none: string };

/** One line of the timeline. `on` is the legal day. */
export interface Moment {
  on: LegalDate;
  kind: 'happens' | 'clockBegins' | 'clockMoves' | 'refused';
  /** Type of the event, code of the clock, or what was assumed. */
  about: string;
  sentence: BilingualText;
  /** Of a clock: the sentence that explains its end, and the article. */
  explanation?: BilingualText;
  article?: BilingualText;
  dueOn?: LegalDate | null;
  party?: string | null;
  /** Which assumption, from 0; absent for what time alone brings. */
  assumption?: number;
  blockers?: Blocker[];
}

export interface Simulation { moments: Moment[]; /** The case at the end of the time played. */ state: CaseState; at: LegalInstant }

/** Noon in China: an assumed act is done during its day. */
const DURING_THE_DAY = 12 * 3_600_000;

/**
 * Plays `assumptions` in the order of their days, then time alone up to the end of `until`. `at` is the instant from
 * which the case goes on; an earlier day is recorded at `at`. Throws nothing for bad assumptions: each that the law
 * refuses stands in the timeline with its blockers and changes nothing.
 */
export function simulate(before: CaseState, assumptions: readonly Assumption[], until: LegalDate, at: LegalInstant, book: LawBook, around: Pick<Around, 'county' | 'profile'>): Simulation {
  const run = new Forward(before, at, book, around);
  const never = new Map(assumptions.flatMap((one, index) => ('none' in one ? stepsMeant(run.pack, one.none).map((step): [string, number] => [step, index]) : [])));
  for (const [index, one] of assumptions.entries()) if ('none' in one && stepsMeant(run.pack, one.none).length === 0) run.refuse(chinaDateOf(at), index, one.none, [unknownStep(one.none)]);
  const dated = assumptions.map((one, index) => ({ one, index })).filter((each): each is { one: Exclude<Assumption, { none: string }>; index: number } => !('none' in each.one))
    .sort((a, b) => (a.one.on < b.one.on ? -1 : a.one.on > b.one.on ? 1 : a.index - b.index));
  for (const { one, index } of dated) {
    run.passTo(new Date(Date.parse(startOfDay(one.on)) + DURING_THE_DAY).toISOString() as LegalInstant);
    const contradicted = 'step' in one ? never.get(one.step) : undefined;
    if (contradicted === undefined) run.take(one, index);
    else run.refuse(one.on, index, 'step' in one ? one.step : '', [blocker('assumptionContradicted', `与第${contradicted + 1}项假设矛盾`, `assumption ${contradicted + 1} says that this does not happen`, houseRule('假设之间不得矛盾', 'assumptions do not contradict each other'))]);
  }
  run.passTo(new Date(Date.parse(startOfDay(until)) + 24 * 3_600_000).toISOString() as LegalInstant);
  return { moments: run.moments, state: run.state, at: run.at };
}

/** Steps that a word means: the one of this code, else those whose code has the word. */
function stepsMeant(pack: Pack, word: string): string[] {
  const codes = pack.steps.map((step) => step.code);
  return codes.includes(word) ? [word] : codes.filter((code) => code.toLowerCase().includes(word.toLowerCase()));
}

const unknownStep = (code: string): Blocker => blocker('stepUnknown', `程序没有步骤“${code}”`, `the procedure has no step "${code}"`, houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'));

class Forward {
  readonly moments: Moment[] = [];
  readonly pack: Pack;
  private clocks: Map<string, OpenClock>;

  constructor(public state: CaseState, public at: LegalInstant, private readonly book: LawBook, private readonly around: Pick<Around, 'county' | 'profile'>) {
    this.pack = book.pack(state.pack).pack;
    this.clocks = this.clocksNow();
  }

  passTo(instant: LegalInstant): void {
    if (instant > this.at) this.at = instant;
    this.follow(advance(this.state, this.at, this.book));
  }

  take(assumed: Exclude<Assumption, { none: string }>, index: number): void {
    const about = 'step' in assumed ? assumed.step : 'served' in assumed ? assumed.served : assumed.closing;
    const made = this.commandOf(assumed);
    if ('blockers' in made) { this.refuse(assumed.on, index, about, made.blockers); return; }
    const decision = decide(this.state, made.command, this.at, this.book, { ...this.around, actor: made.actor, claims: {}, caseId: this.state.caseId });
    if ('blockers' in decision) this.refuse(assumed.on, index, about, decision.blockers);
    else this.follow(decision.events, index);
  }

  refuse(on: LegalDate, assumption: number, about: string, blockers: Blocker[]): void {
    this.moments.push({
      on, kind: 'refused', about, assumption, blockers,
      sentence: { zh: `不能成立：${blockers.map((one) => one.message.zh).join('；')}`, en: `cannot be: ${blockers.map((one) => one.message.en).join('; ')}` },
    });
  }

  private commandOf(assumed: Exclude<Assumption, { none: string }>): { command: CaseCommand; actor: Actor } | { blockers: Blocker[] } {
    const { pack, state } = this;
    if ('closing' in assumed) {
      const closing = pack.closings.find((one) => one.code === assumed.closing);
      return { command: { type: 'closeCase', closing: assumed.closing, on: assumed.on, reason: null }, actor: this.actor(assumed.closing, closing?.by ?? []) };
    }
    if ('served' in assumed) {
      const party = assumed.party ?? state.parties[0]?.partyId ?? '';
      const of = state.papers.filter((one) => !one.voided && (one.paper === assumed.served || one.paperId === assumed.served) && (one.party === null || one.party === party));
      const paper = of.findLast((one) => !one.served[party]) ?? of.at(-1);
      if (paper === undefined) return { blockers: [blocker('paperUnknown', `届时案卷中没有文书“${assumed.served}”`, `the case then has no paper "${assumed.served}"`, houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure'))] };
      return { command: { type: 'recordService', paperId: paper.paperId, party, attempt: { ...assumed.attempt, on: assumed.on }, officers: OFFICERS, body: state.body }, actor: this.actor('service', ['officer']) };
    }
    const step = pack.steps.find((one) => one.code === assumed.step && !one.byTime);
    if (step === undefined) return { blockers: [unknownStep(assumed.step)] };
    const party = assumed.party ?? (step.perParty && state.parties.length === 1 ? state.parties[0]?.partyId : undefined);
    return {
      command: { type: 'takeStep', step: step.code, on: assumed.on, ...(party === undefined ? {} : { party }), facts: { ...textsAssumed(pack, step), ...assumed.facts }, officers: step.by.includes('officer') || JSON.stringify(step.guards).includes('"officers"') ? OFFICERS : [], body: state.body },
      actor: this.actor(step.code, step.by, this.personNamed(step)),
    };
  }

  /** Somebody entitled, another person for each step, so that hands that must not meet do not meet here. */
  private actor(act: string, by: PackStep['by'], personId = `assumed-${act}`): Actor {
    const qualifications = [...JSON.stringify(this.pack).matchAll(/"actorQualified":\[([^\]]*)\]/g)].flatMap(([, kinds = '']) => [...kinds.matchAll(/"([^"]+)"/g)].map(([, kind = '']) => kind));
    return { personId, officeId: this.state.officeId, roles: [...by], kind: 'person', qualifications };
  }

  /** The person whom a guard of the step asks for by a fact, such as the chair of the hearing. */
  private personNamed(step: PackStep): string | undefined {
    const facts = step.guards.map((guard) => JSON.stringify(guard.require)).filter((text) => text.includes('"actor":true')).flatMap((text) => [...text.matchAll(/"fact":"([^"]+)"/g)].map(([, code = '']) => this.state.facts[code]));
    const person = facts.find((fact) => fact?.type === 'person');
    return person?.type === 'person' ? person.personId : undefined;
  }

  private follow(events: readonly CaseEvent[], assumption?: number): void {
    for (const event of events) {
      this.state = evolve(this.state, event, this.state.seq + 1, this.at, this.state.caseId);
      this.moments.push({ on: event.occurredOn, kind: 'happens', about: event.type, sentence: eventSentence(event, this.pack, this.state), ...(assumption === undefined ? {} : { assumption }), ...lapseOf(event, this.clocks) });
      this.tellClocks(event.occurredOn, assumption);
    }
  }

  /** Clocks that begin by the last event, and ends that it moves. */
  private tellClocks(on: LegalDate, assumption?: number): void {
    const now = this.clocksNow();
    for (const clock of now.values()) {
      const before = this.clocks.get(clock.clockId);
      if (before !== undefined && before.dueOn === clock.dueOn) continue;
      this.moments.push({
        on, kind: before === undefined ? 'clockBegins' : 'clockMoves', about: clock.clock, party: clock.party, dueOn: clock.dueOn, explanation: clock.explanation, article: clock.article, ...(assumption === undefined ? {} : { assumption }),
        sentence: before === undefined
          ? { zh: `期限开始：${clock.name.zh}，至${clock.dueOn ?? '（暂不能确定）'}`, en: `begins: ${clock.name.en}, until ${clock.dueOn ?? '(not yet fixed)'}` }
          : { zh: `期限变更：${clock.name.zh}，由${before.dueOn ?? '（暂不能确定）'}改为${clock.dueOn ?? '（中止）'}`, en: `moves: ${clock.name.en}, from ${before.dueOn ?? '(not yet fixed)'} to ${clock.dueOn ?? '(suspended)'}` },
      });
    }
    this.clocks = now;
  }

  private clocksNow(): Map<string, OpenClock> {
    return new Map(openClocks(this.state, this.at, this.book).map((clock) => [clock.clockId, clock]));
  }
}

function lapseOf(event: CaseEvent, clocks: ReadonlyMap<string, OpenClock>): Partial<Moment> {
  if (event.type !== 'clockLapsed') return {};
  const clock = clocks.get(event.clockId);
  return clock === undefined ? { party: event.party } : { party: event.party, dueOn: event.dueOn, explanation: clock.consequence, article: clock.article };
}

/** Texts that a step asks for stand as assumed; dates, amounts and choices must be given. */
function textsAssumed(pack: Pack, step: PackStep): Facts {
  return Object.fromEntries(step.facts.filter(({ fact, required }) => required && pack.facts.find((one) => one.code === fact)?.type === 'text').map(({ fact }) => [fact, { type: 'text' as const, content: { contentId: 'assumed', commitment: 'assumed' } }]));
}

const OFFICERS: OfficerOnDay[] = ['assumed-officer-1', 'assumed-officer-2'].map((personId) => ({ personId, certificate: personId, certifiedOnDay: true }));
