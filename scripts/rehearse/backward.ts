/**
 * Works backward from something wanted: what its act still lacks becomes the next thing to bring about, down to the
 * steps, papers, days and values that are within reach. Only the pack's own words are followed: phases, guards, clocks.
 */
import { type Condition, type LegalDate, type Operand, type Pack, type PackStep, addDays, isLegalDate, legalDate } from '#law';
import { openClocks } from '#cases';
import { scopeOf } from '#cases/act-rules';
import { holds, operandValue } from '#cases/conditions';
import type { Blocker, CaseState } from '#cases/model';
import type { EdgeFacts } from '#commands';
import type { Candidates } from './candidates.ts';
import type { Chance } from './chance.ts';
import { refusalCode, guardsIn, type Item, item } from './declared.ts';
import { type Target, Targets } from './targets.ts';
import { NO_WISHES, type Values, type Wishes } from './values.ts';
import { factsOf, instantOf, type Turn, type World } from './world.ts';

/** A place in the tree of looked-at states. */
export interface Place { state: CaseState; on: LegalDate }

/** How the search looks at a turn: a new place, what stood against it, or null where it cannot be sent. */
export interface Ground<Node extends Place> {
  act(node: Node, turn: Turn): Node | Blocker[] | null;
  wait(node: Node, day: LegalDate): Node;
  /** What the law took for a step before. */
  known(step: string): readonly Turn[];
  learn(step: string, turn: Turn): void;
  readonly until: LegalDate;
}

type Accept = (state: CaseState, on: LegalDate, facts?: EdgeFacts) => boolean;
interface Aim { party: string | null; wishes: Wishes; accept?: Accept }

const PLAIN: Aim = { party: null, wishes: NO_WISHES };
const VALUES_TRIED = 16;
const VALUES_TRIED_FOR = 60;
const DEEPEST = 28;

export class Backward<Node extends Place> {
  private spent = 0;
  private readonly targets: Targets;

  constructor(private readonly world: World, private readonly chance: Chance, private readonly values: Values, private readonly candidates: Candidates, private readonly ground: Ground<Node>, private readonly isWanted: (one: Item) => boolean) {
    this.targets = new Targets(world.pack);
  }

  private get pack(): Pack { return this.world.pack; }

  /** One attempt from a place at a goal, with so many looks at most; whether it was reached shows in what is wanted. */
  attempt(start: Node, target: Target, looks: number): void {
    this.spent = looks; this.mending = 0; this.stack.clear(); this.wished.splice(0);
    const { goal } = target;
    const code = goal.slice(goal.indexOf(' ') + 1);
    const step = this.chance.oneOf(this.pack.steps.filter((one) => target.steps.has(one.code)));
    const reopening = this.pack.reopenings.find((one) => goal.startsWith('blocker ') && one.guards.some((guard) => guard.code === code));
    if (goal.startsWith('blocker ') && reopening === undefined) this.refuse(start, code, target);
    else if (step !== undefined && !goal.startsWith('closing ') && !goal.startsWith('reopening ')) {
      for (const party of this.partiesOf(step, start.state)) this.take(start, step, { ...PLAIN, party }, DEEPEST);
    } else this.close(start, this.chance.oneOf([...target.closings]), goal);
  }

  // ---- refusals ----

  /** What must hold for this refusal, where only the opening of a case says it. */
  openingFor(target: Target): Condition | null {
    const code = target.goal.slice(target.goal.indexOf(' ') + 1);
    const guard = target.goal.startsWith('blocker ') ? this.pack.steps.flatMap((one) => one.guards).find((one) => one.code === code) : undefined;
    if (guard === undefined) return null;
    const facts = [...JSON.stringify([guard.require, guard.when ?? null]).matchAll(/"(?:fact|present)":"([^"]+)"/g)].map(([, fact = '']) => fact);
    const want: Condition = { all: [...(guard.when === undefined ? [] : [guard.when]), { not: guard.require }] };
    return facts.length > 0 && facts.every((fact) => this.pack.opening.facts.some((one) => one.fact === fact)) ? want : null;
  }

  /** Comes to where this guard speaks, and breaks what it asks for. */
  private refuse(start: Node, code: string, target: Target): void {
    const acts = [...this.pack.steps.filter((one) => target.steps.has(one.code)), ...this.pack.closings.filter((one) => target.closings.has(one.code))].filter((one) => one.guards.some((guard) => refusalCode(guard) === code));
    const act = this.chance.oneOf(acts);
    const guard = act?.guards.find((one) => refusalCode(one) === code);
    if (act === undefined || guard === undefined) return;
    const step = this.pack.steps.find((one) => one === act);
    const party = step === undefined ? null : this.chance.oneOf(this.partiesOf(step, start.state)) ?? null;
    const own = new Set(step?.facts.map(({ fact }) => fact) ?? []);
    const want: Condition = { all: [...(guard.when === undefined ? [] : [guard.when]), { not: guard.require }] };
    let node: Node | null = start;
    const before = this.chance.happens(0.6);
    if (step !== undefined && this.chance.happens(0.7)) this.wished.push(demandsOf({ ...step, guards: step.guards.filter((one) => one.code !== code) }));
    if (this.chance.happens(0.8)) this.wished.push(wishesFor(want, true));
    for (let turns = 0; node !== null && turns < 3 && this.spent > 0 && this.isWanted(item('blocker', code)); turns += 1) {
      if (before || turns > 0) node = this.bring(node, want, true, party, DEEPEST - 1, own) ?? node;
      if (turns === 0 && !act.from.includes(node.state.phase)) node = this.prepared(node, act.guards.filter((one) => one.code !== code), party, DEEPEST - 1);
      const there: Node | null = node === null ? null : this.phase(node, act.from, DEEPEST - 1);
      if (there === null) return;
      node = this.bring(there, want, true, party, DEEPEST - 1, own) ?? there;
      if (!act.from.includes(node.state.phase)) continue;
      if (step === undefined) { for (const turn of this.candidates.closings(node.on).filter(({ command }) => command.type === 'closeCase' && command.closing === act.code)) this.ground.act(node, turn); continue; }
      const done: Node | Blocker[] | null = this.tryValues(node, step, { party, wishes: wishesFor(want, true) }, () => !this.isWanted(item('blocker', code)));
      // Other gates speak first: they are opened.
      if (Array.isArray(done)) node = this.mend(node, step, done.filter((one) => one.code !== code), { ...PLAIN, party }, DEEPEST - 2) ?? node;
    }
  }

  // ---- closings ----

  private close(start: Node, code: string | undefined, goal: Item): Node | null {
    const closing = this.pack.closings.find((one) => one.code === code);
    if (closing === undefined) return null;
    let node: Node | null = start;
    for (let turns = 0; turns < 4 && this.spent > 0; turns += 1) {
      const after = this.pack.reopenings.find((one) => goal === item('reopening', one.code))?.guards ?? [];
      if (turns === 0) node = this.prepared(start, [...after, ...closing.guards], null, DEEPEST - 1);
      node = node === null ? null : this.phase(node, closing.from, DEEPEST - 1);
      if (node === null) return null;
      for (const guard of closing.guards) node = this.guarded(node ?? start, guard, null, DEEPEST - 2, new Set()) ?? node;
      if (node === null) return null;
      for (const turn of this.candidates.closings(node.on).filter(({ command }) => command.type === 'closeCase' && command.closing === code)) {
        const closed = this.act(node, turn);
        if (closed === null || Array.isArray(closed)) continue;
        if (goal.startsWith('reopening ') || goal.startsWith('blocker ')) this.reopen(closed);
        return closed;
      }
    }
    return null;
  }

  private reopen(node: Node): void {
    for (let tries = 0; tries < 12; tries += 1) for (const turn of this.candidates.reopenings(node.state, node.on)) this.act(node, turn);
  }

  // ---- steps ----

  private partiesOf(step: PackStep, state: CaseState): (string | null)[] { return step.perParty ? state.parties.map((one) => one.partyId) : [null]; }

  private act(node: Node, turn: Turn): Node | Blocker[] | null {
    this.spent -= 1;
    return this.ground.act(node, turn);
  }

  /** Takes a step, after bringing about what stands against it. */
  private take(start: Node, step: PackStep, aim: Aim, depth: number): Node | null {
    if (depth <= 0 || step.byTime || this.stack.has(step.code)) return null;
    this.stack.add(step.code);
    this.wished.push(demandsOf(step));
    try {
      let node: Node | null = start;
      for (let rounds = 0; rounds < 7 && node !== null && this.spent > 0; rounds += 1) {
        if (rounds === 0 && this.mending === 0 && !step.from.includes(node.state.phase)) node = this.prepared(node, step.guards, aim.party, depth - 1);
        node = node === null ? null : this.phase(node, step.from, depth - 1);
        if (node === null) return null;
        const done = this.tryValues(node, step, aim);
        if (done === null) return null;
        if (!Array.isArray(done)) return done;
        if (done.length === 0) return null;
        node = this.mend(node, step, done, aim, depth - 1);
      }
      return null;
    } finally { this.stack.delete(step.code); this.wished.pop(); }
  }

  private readonly stack = new Set<string>();
  /** What the acts on the way to the goal will ask of facts that earlier acts give. */
  private readonly wished: Wishes[] = [];
  /** Within the repair of an act the case stays in its phase. */
  private mending = 0;

  /** What the guards ask for is there before the case moves on: behind the move there is often no way back. */
  private prepared(start: Node, guards: readonly { require: Condition; when?: Condition | undefined }[], party: string | null, depth: number): Node | null {
    let node = start;
    for (const guard of guards) if (guard.when === undefined) for (const part of partsOf(guard.require)) if ('step' in part || 'served' in part || 'issued' in part) {
      const next = this.bring(node, part, true, party, depth, new Set());
      if (next === null && this.chance.happens(0.8)) return null;
      node = next ?? node;
    }
    return node;
  }

  private allWishes(own: Wishes): Wishes {
    const all = [...this.wished, own];
    const equal = new Map(all.flatMap((one) => [...one.equal]));
    const present = new Set(all.flatMap((one) => [...one.present]));
    return { equal, present, absent: new Set(all.flatMap((one) => [...one.absent]).filter((fact) => !own.present.has(fact))) };
  }

  /** Tries values, persons and officers of a step in a place; answers the new place, or what least stood against it. */
  private tryValues(node: Node, step: PackStep, { party, wishes, accept }: Aim, enough?: () => boolean): Node | Blocker[] | null {
    const { state, on } = node;
    const before = this.values.wishes;
    const all = this.allWishes(wishes);
    const demands = this.wished.slice(0, -1).flatMap((one) => [...one.equal]).filter(([fact]) => !wishes.equal.has(fact) && step.facts.some((one) => one.fact === fact));
    const fits = ({ command }: Turn): boolean => command.type !== 'takeStep' || demands.every(([code, value]) => command.facts[code] === undefined || command.facts[code] === value);
    // What needs an approval is judged before it is asked for.
    const suits = (one: Turn): boolean => fits(one) && (accept === undefined || one.command.type !== 'takeStep' || accept(state, on, one.command.facts));
    this.values.wishes = all;
    try {
      const known = this.chance.oneOf(this.ground.known(step.code));
      const approved = state.approvals.some((one) => one.status === 'approved' && one.items.some((each) => each.step === step.code && each.party === party && each.takenSeq === null));
      const facts = known?.command.type === 'takeStep' && this.chance.happens(0.6) ? known.command.facts : undefined;
      let turn = this.candidates.step(step, party, state, on, approved ? {} : facts);
      let best: Blocker[] | null = null;
      const most = approved ? 5 : enough !== undefined ? VALUES_TRIED_FOR : accept === undefined && demands.length === 0 ? VALUES_TRIED : VALUES_TRIED_FOR;
      for (let tries = 0; tries < most && this.spent > 0; tries += 1) {
        const next: Turn = tries === 0 || best === null ? (tries === 0 ? turn : this.candidates.step(step, party, state, on)) : approved ? this.candidates.byOthers(turn, step, state) : this.varied(turn, best, step, state, on);
        const answer = this.act(node, next);
        if (enough?.() === true) return best ?? [];
        if (answer === null) continue;
        if (!Array.isArray(answer)) {
          if ((accept === undefined || accept(answer.state, answer.on)) && fits(next)) { this.ground.learn(step.code, next); return answer; }
          turn = next; best = [];
          continue;
        }
        if (best === null || answer.length <= best.length || this.chance.happens(0.1)) { best = answer; turn = next; }
        if (best.some(({ code }) => code === 'wrongPhase' || code === 'stepAlreadyTaken')) break;
        if (enough !== undefined) continue;
        if (best.length > 0 && best.every(({ code }) => code.startsWith('approval')) && suits(turn)) break;
        if (tries > 4 && accept === undefined && best.every((one) => this.isBeyond(one, step))) break;
      }
      this.lastTurn = turn;
      return best;
    } finally { this.values.wishes = before; }
  }

  private lastTurn: Turn | undefined;

  private varied(turn: Turn, against: readonly Blocker[], step: PackStep, state: CaseState, on: LegalDate): Turn {
    const named = against.flatMap(({ code, field }) => [...(field?.startsWith('facts.') ? [field.slice(6)] : []), ...this.factsOf(code)]);
    if (named.length > 0 && this.chance.happens(0.65)) return this.candidates.changed(turn, named, state, on);
    return this.chance.happens(against.length === 0 ? 0.05 : 0.5) ? this.candidates.byOthers(turn, step, state) : this.candidates.changed(turn, [], state, on);
  }

  private factsOf(code: string): string[] {
    return guardsIn(this.pack).filter((guard) => guard.code === code).flatMap((guard) => [...JSON.stringify([guard.require, guard.when ?? null]).matchAll(/"(?:fact|present)":"([^"]+)"/g)].map(([, fact = '']) => fact));
  }

  private isBeyond({ code }: Blocker, step: PackStep): boolean {
    const text = JSON.stringify([...step.guards, ...this.pack.everyAct].filter((guard) => guard.code === code).map((guard) => [guard.require, guard.when ?? null]));
    return text !== '[]' && !step.facts.some(({ fact }) => text.includes(`"${fact}"`)) && !/"(officers|actor|actorRole|actorQualified)"/.test(text);
  }

  /** Brings about what a refusal asks for; null where it cannot. */
  private mend(node: Node, step: PackStep, blockers: readonly Blocker[], { party }: Aim, depth: number): Node | null {
    if (depth <= 0) return null;
    const turn = this.lastTurn;
    if (turn !== undefined && blockers.length > 0 && blockers.every(({ code }) => /^approval(Missing|Outdated|Differs)/.test(code))) return this.approve(node, turn) ?? this.approve(node, turn);
    if (blockers.some(({ code }) => code === 'stepsUnconfirmed')) { const next = this.confirmed(node); if (next !== null) return next; }
    const own = new Set(step.facts.map(({ fact }) => fact));
    let at: Node = node;
    let moved = false;
    for (const blocker of blockers) {
      const guard = [...step.guards, ...this.pack.everyAct].find((one) => one.code === blocker.code);
      if (guard === undefined) continue;
      this.mending += 1;
      const next = this.guarded(at, guard, party, depth - 1, own);
      this.mending -= 1;
      if (next !== null && next !== at) { at = next; moved = true; break; }
    }
    if (moved) return at;
    // What was said for good stands against it.
    if (blockers.some((one) => this.isBeyond(one, step) && this.isSaid(one.code))) return null;
    // The day may be what is lacking.
    const later = this.nextDay(node);
    return later === null ? null : this.ground.wait(node, later);
  }

  private isSaid(code: string): boolean {
    const text = JSON.stringify(guardsIn(this.pack).filter((guard) => guard.code === code).map((guard) => guard.require));
    return !/"(date|running|lapsed|periodEnd|servedOn|stepDate|served)"/.test(text);
  }

  private guarded(node: Node, guard: { require: Condition; when?: Condition | undefined }, party: string | null, depth: number, own: ReadonlySet<string>): Node | null {
    if (guard.when !== undefined && this.chance.happens(0.15)) return this.bring(node, guard.when, false, party, depth, own);
    return this.bring(node, guard.require, true, party, depth, own);
  }

  /** Who has not confirmed yet does so; null where nobody is waited for. */
  private confirmed(start: Node): Node | null {
    let node = start;
    for (let turns = 0; turns < 12 && this.spent > 0; turns += 1) {
      const next = this.candidates.confirmations(node.state, node.on).map((turn) => this.act(node, turn)).find((one): one is Node => one !== null && !Array.isArray(one));
      if (next === undefined) break;
      node = next;
    }
    return node === start ? null : node;
  }

  /** Whether something is wanted that only happens to a request under way. */
  private get wantsSigners(): boolean {
    return (['place before', 'place after', 'place parallel', 'place removed', 'verdict return', 'verdict refuse', 'event approvalWithdrawn'] as const).some((one) => this.isWanted(one));
  }

  private approve(start: Node, turn: Turn): Node | null {
    let node: Node = start;
    for (const asked of this.candidates.asking(turn, node.state)) {
      const answer = this.act(node, asked);
      if (answer === null || Array.isArray(answer)) continue;
      node = answer;
      if (this.wantsSigners) for (let turns = 0; turns < 2; turns += 1) {
        const at: Node = node;
        const changed: Node | undefined = this.chance.shuffled(this.candidates.signing(at.state, at.on, true)).map((one) => ({ one, next: this.act(at, one) })).flatMap(({ one, next }) => (next !== null && !Array.isArray(next) && one.command.type === 'changeSigners' ? [next] : []))[0];
        node = changed ?? node;
      }
      for (let signed = 0; signed < 14 && this.spent > 0; signed += 1) {
        const next = this.candidates.signing(node.state, node.on, false).map((one) => this.act(node, one)).find((one): one is Node => one !== null && !Array.isArray(one));
        if (next === undefined) break;
        node = next;
      }
      return node;
    }
    return null;
  }

  // ---- conditions ----

  holdsAt(condition: Condition, { state, on }: Place, party: string | null, given?: EdgeFacts): boolean | null {
    return holds(condition, scopeOf(state, on, instantOf(on), this.world.book, { party, ...(given === undefined ? {} : { facts: factsOf(this.pack, given) }) }));
  }

  /** Makes a condition come true, or be broken. Facts in `own` are the act's to give. */
  private bring(node: Node, condition: Condition, truth: boolean, party: string | null, depth: number, own: ReadonlySet<string>): Node | null {
    if (this.holdsAt(condition, node, party) === truth) return node;
    if (depth <= 0 || this.spent <= 0) return null;
    if ('not' in condition) return this.bring(node, condition.not, !truth, party, depth, own);
    if ('all' in condition || 'any' in condition) {
      const parts = 'all' in condition ? condition.all : condition.any;
      const every = 'all' in condition === truth;
      if (every && this.chance.happens(0.3)) { const said = this.say(node, condition, truth, party, depth, own); if (said !== null) return said; }
      if (!every) { for (const part of this.chance.shuffled(parts)) { const found = this.bring(node, part, truth, party, depth, own); if (found !== null) return found; } return null; }
      let at = node;
      for (const part of this.chance.happens(0.8) ? parts : this.chance.shuffled(parts)) at = this.bring(at, part, truth, party, depth, own) ?? at;
      return at;
    }
    if ('step' in condition) {
      const code = truth ? condition.step : condition.since === undefined ? null : 'step' in condition.since ? condition.since.step : null;
      if (code !== null) return this.takeCode(node, code, party, depth - 1);
      return !truth && condition.since !== undefined && 'served' in condition.since ? this.serve(node, condition.since.served, party, depth - 1) : null;
    }
    if ('issued' in condition) return truth ? this.issue(node, condition.issued, depth - 1) : null;
    if ('served' in condition) return truth ? this.serve(node, condition.served, party, depth - 1) : this.issue(node, condition.served, depth - 1);
    if ('running' in condition) return truth ? this.startClock(node, condition.running, party, depth - 1) : this.untilDue(node, condition.running);
    if ('lapsed' in condition) return truth ? this.untilDue(node, condition.lapsed) ?? this.startClock(node, condition.lapsed, party, depth - 1) : null;
    if ('suspended' in condition) { const one = this.chance.oneOf(this.pack.steps.filter((step) => JSON.stringify(step).includes(`"${truth ? 'suspends' : 'resumes'}"`))); return one === undefined ? null : this.take(node, one, PLAIN, depth - 1); }
    if ('phase' in condition) return this.phase(node, truth ? condition.phase : this.pack.phases.map(({ code }) => code).filter((code) => !condition.phase.includes(code)), depth - 1);
    if ('unanswered' in condition) { const code = this.chance.oneOf(truth ? condition.unanswered.steps : condition.unanswered.by); return code === undefined ? null : this.takeCode(node, code, party, depth - 1); }
    if ('personTookNone' in condition) return null;
    if ('present' in condition || 'left' in condition) return this.say(node, condition, truth, party, depth, own);
    return null;
  }

  /** An act that gives the facts of the condition gives them so; or its day comes. */
  private say(node: Node, condition: Condition, truth: boolean, party: string | null, depth: number, own: ReadonlySet<string>): Node | null {
    if ('left' in condition) {
      const day = this.dayFor(node, condition, truth, party);
      if (day !== null) return this.ground.wait(node, day);
    }
    const facts = [...JSON.stringify(condition).matchAll(/"(?:fact|present)":"([^"]+)"/g)].map(([, fact = '']) => fact).filter((fact) => !own.has(fact));
    // Computed by the law's own rules from what acts give.
    const computed = this.pack.causes !== undefined && facts.includes(this.pack.causes.outsideBand) ? this.pack.causes.amounts : [];
    const givers = this.chance.shuffled(this.pack.steps.filter((step) => !step.byTime && step.facts.some(({ fact }) => facts.includes(fact) || computed.includes(fact))));
    const here = givers.filter((step) => step.from.includes(node.state.phase));
    const accept: Accept = (state, on, given) => this.holdsAt(condition, { state, on }, party, given) === truth;
    const dates = [...JSON.stringify(condition).matchAll(/"(?:stepDate|servedOn)":"([^"]+)"/g)].map(([, code = '']) => code);
    for (const step of (here.length > 0 || this.mending > 0 ? here : givers).slice(0, 2)) {
      const found = this.take(node, step, { party: step.perParty ? party ?? node.state.parties[0]?.partyId ?? null : null, wishes: wishesFor(condition, truth), ...(dates.length > 0 || JSON.stringify(condition).includes('"actor"') ? {} : { accept }) }, depth - 1);
      if (found !== null) return found;
    }
    for (const code of dates) { const found = this.pack.steps.some((one) => one.code === code) ? this.takeCode(node, code, party, depth - 1) : this.serve(node, code, party, depth - 1); if (found !== null) return found; }
    return null;
  }

  /** Where the day of the act is compared: the day that lies on the other side, if it is still to come. */
  private dayFor(node: Node, condition: Condition & { left: Operand; right: Operand }, truth: boolean, party: string | null): LegalDate | null {
    const { left, right } = condition;
    const other = 'date' in left ? right : 'date' in right ? left : null;
    if (other === null) return null;
    const value = operandValue(other, scopeOf(node.state, node.on, instantOf(node.on), this.world.book, { party }));
    if (value?.kind !== 'text' || !isLegalDate(value.text)) return null;
    return [legalDate(value.text), addDays(legalDate(value.text), 1)].find((day) => day > node.on && day <= this.ground.until && this.holdsAt(condition, { state: node.state, on: day }, party) === truth) ?? null;
  }

  private takeCode(node: Node, code: string, party: string | null, depth: number): Node | null {
    const step = this.pack.steps.find((one) => one.code === code);
    if (step === undefined) return null;
    return this.take(node, step, { ...PLAIN, party: step.perParty ? party ?? this.chance.oneOf(node.state.parties)?.partyId ?? null : null }, depth);
  }

  private issue(node: Node, paper: string, depth: number): Node | null {
    const step = this.chance.oneOf(this.pack.steps.filter((one) => !one.byTime && one.issues.some((issue) => issue.paper === paper)));
    return step === undefined ? null : this.takeCode(node, step.code, null, depth);
  }

  /** A paper reaches whom it is for; it is issued first where it is not there. */
  private serve(start: Node, code: string, party: string | null, depth: number): Node | null {
    const open = (state: CaseState): { partyId: string; paper: CaseState['papers'][number] }[] => state.papers.filter((one) => one.paper === code && !one.voided && one.about === undefined).slice(-1 - state.parties.length).flatMap((paper) => state.parties.filter((one) => (paper.party === null || paper.party === one.partyId) && !paper.served[one.partyId]).map(({ partyId }) => ({ partyId, paper })));
    let node = open(start.state).length > 0 ? start : this.issue(start, code, depth - 1);
    if (node === null) return null;
    for (const { partyId, paper } of open(node.state)) {
      let served: Node | null = null;
      for (let tries = 0; tries < 5 && served === null && this.spent > 0; tries += 1) {
        for (const turn of [...this.candidates.services(paper, partyId, node.state, node.on).slice(0, 1), ...this.chance.shuffled(this.candidates.services(paper, partyId, node.state, node.on).slice(1, 9)).slice(0, 2)]) {
          const answer: Node | Blocker[] | null = this.act(node, turn);
          if (answer === null) continue;
          if (!Array.isArray(answer)) { if (answer.state.papers.some((one) => one.paperId === paper.paperId && one.served[partyId])) { served = answer; break; } continue; }
          if (!answer.some(({ code: why }) => why === 'paperNotSealed')) continue;
          for (let asks = 0; asks < 3; asks += 1) {
            const now: CaseState['papers'][number] = node.state.papers.find((one) => one.paperId === paper.paperId) ?? paper;
            const at: Node = node;
            const sealed: Node | undefined = this.candidates.seals(now, at.state, at.on).map((one) => this.act(at, one)).toReversed().find((one): one is Node => one !== null && !Array.isArray(one));
            if (sealed === undefined) break;
            node = sealed;
            if (node.state.papers.some((one) => one.paperId === paper.paperId && one.seals.some(({ used }) => used !== null))) break;
          }
          break;
        }
      }
      if (served !== null) node = served;
    }
    return node === start ? null : node;
  }

  // ---- clocks and phases ----

  private startClock(node: Node, code: string, party: string | null, depth: number): Node | null {
    const clock = this.pack.clocks.find((one) => one.code === code);
    const triggers = clock === undefined ? [] : [...(clock.start === undefined ? [] : [clock.start]), ...clock.startAlso];
    for (const named of JSON.stringify(triggers).matchAll(/"(step|served|issued)":"([^"]+)"/g)) {
      const [, kind, what = ''] = named;
      const found = kind === 'served' ? this.serve(node, what, party, depth) : kind === 'issued' ? this.issue(node, what, depth) : this.takeCode(node, what, party, depth);
      if (found !== null) return found;
    }
    return null;
  }

  private untilDue(node: Node, code: string): Node | null {
    const due = openClocks(node.state, instantOf(node.on), this.world.book).find((one) => one.clock === code && one.status === 'running')?.dueOn ?? null;
    const day = due === null ? null : addDays(due, 1);
    return day === null || day <= node.on || day > this.ground.until ? null : this.ground.wait(node, day);
  }

  /** The next day on which something falls due or that a fact names, else tomorrow. */
  private nextDay({ state, on }: Node): LegalDate | null {
    const due = openClocks(state, instantOf(on), this.world.book).filter((one) => one.status === 'running').flatMap((one) => one.dueOn ?? []);
    const named = Object.values(state.facts).flatMap((fact) => (fact.type === 'date' ? [fact.value] : []));
    const days = [...named, ...due.map((day) => addDays(day, 1))].filter((day) => day > on && day <= this.ground.until).sort();
    const tomorrow = addDays(on, 1);
    return this.chance.happens(0.4) ? this.chance.oneOf(days.slice(0, 3)) ?? null : tomorrow <= this.ground.until ? tomorrow : null;
  }

  /** Moves the case to one of these phases, by acts, service or lapse. */
  private phase(start: Node, phases: readonly string[], depth: number): Node | null {
    let node = start;
    for (let moves = 0; moves < 9 && this.spent > 0; moves += 1) {
      if (node.state.closed !== null) return null;
      if (phases.includes(node.state.phase)) return node;
      if (depth <= 0 || this.mending > 0) return null;
      const next = this.move(node, this.targets.distances(new Set(phases)), depth);
      if (next === null) return null;
      node = next;
    }
    return null;
  }

  private move(node: Node, distance: ReadonlyMap<string, number>, depth: number): Node | null {
    const here = distance.get(node.state.phase) ?? Number.POSITIVE_INFINITY;
    const nearer = (phase: string | undefined): boolean => phase !== undefined && (distance.get(phase) ?? Number.POSITIVE_INFINITY) < here;
    const steps = this.pack.steps.filter((step) => !step.byTime && step.from.includes(node.state.phase) && nearer(step.to)).map((step) => () => this.take(node, step, { ...PLAIN, party: this.partiesOf(step, node.state)[0] ?? null }, depth));
    const papers = this.pack.papers.filter((paper) => nearer(paper.onServed?.phase)).filter((paper) => node.state.papers.some((one) => one.paper === paper.code && !one.voided)).map((paper) => () => this.serve(node, paper.code, null, depth));
    const lapses = this.pack.clocks.filter((clock) => clock.onLapse.some((effect) => 'phase' in effect && nearer(effect.phase))).map((clock) => () => this.untilDue(node, clock.code));
    for (const way of [...this.chance.shuffled([...steps, ...papers]), ...lapses]) {
      const next = way();
      if (next !== null && next !== node) return next;
    }
    return null;
  }
}

/** The parts of a condition that must all hold. */
function partsOf(condition: Condition): Condition[] {
  return 'all' in condition ? condition.all.flatMap(partsOf) : [condition];
}

const demandsKnown = new WeakMap<PackStep, Wishes>();
/** What the guards of a step ask of facts that it does not give itself. */
function demandsOf(step: PackStep): Wishes {
  const known = demandsKnown.get(step);
  if (known !== undefined) return known;
  const own = new Set(step.facts.map(({ fact }) => fact));
  const all = step.guards.filter((guard) => guard.when === undefined).map((guard) => wishesFor(guard.require, true));
  const conditional = step.guards.flatMap((guard) => (guard.when !== undefined && 'present' in guard.when && !own.has(guard.when.present) ? [guard.when.present] : []));
  const found: Wishes = {
    equal: new Map(step.guards.filter((guard) => guard.when === undefined).flatMap((guard) => partsOf(guard.require)).flatMap((part) => ('left' in part && part.is === '=' && 'fact' in part.left && 'value' in part.right && !own.has(part.left.fact) ? [[part.left.fact, part.right.value] as const] : []))),
    absent: new Set(conditional), present: new Set(all.flatMap((one) => [...one.present])),
  };
  demandsKnown.set(step, found);
  return found;
}

/** Values that would make a condition true, or break it. */
function wishesFor(condition: Condition, truth: boolean): Wishes {
  const equal = new Map<string, string | number | boolean>();
  const absent = new Set<string>();
  const present = new Set<string>();
  const visit = (one: Condition, so: boolean): void => {
    if ('all' in one) for (const part of one.all) visit(part, so);
    else if ('any' in one) for (const part of one.any) visit(part, so);
    else if ('not' in one) visit(one.not, !so);
    else if ('present' in one) (so ? present : absent).add(one.present);
    else if ('left' in one) {
      for (const [, fact = ''] of JSON.stringify([one.left, one.right]).matchAll(/"fact":"([^"]+)"/g)) present.add(fact);
      if ('fact' in one.left && 'value' in one.right && (one.is === '=') === so) equal.set(one.left.fact, one.right.value);
    }
  };
  visit(condition, truth);
  for (const fact of present) absent.delete(fact);
  return { equal, absent, present };
}
