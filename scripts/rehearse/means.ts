/** Brings about what a condition of a pack asks for: steps, papers, values, days, clocks, phases; or breaks it. */
import { type Condition, type LegalDate, type Operand, type Pack, type PackStep, addDays, isLegalDate, legalDate } from '#law';
import { openClocks } from '#cases';
import { scopeOf } from '#cases/act-rules';
import { holds, operandValue } from '#cases/conditions';
import type { Blocker, CaseState } from '#cases/model';
import type { EdgeFacts } from '#commands';
import type { Candidates } from './candidates.ts';
import type { Chance } from './chance.ts';
import type { Item } from './declared.ts';
import { Targets } from './targets.ts';
import type { Values, Wishes } from './values.ts';
import { NO_WISHES } from './values.ts';
import { wishesFor } from './wishes.ts';
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

export type Accept = (state: CaseState, on: LegalDate, facts?: EdgeFacts) => boolean;
export interface Aim { party: string | null; wishes: Wishes; accept?: Accept }

export const PLAIN: Aim = { party: null, wishes: NO_WISHES };

/** Whether a condition asks about money. */
export const asksOfMoney = (one: Condition): boolean => 'paid' in one || ('left' in one && (debtIn(one.left) ?? debtIn(one.right)) !== null);

/** The debt that an operand asks about. */
function debtIn(operand: Operand): string | null {
  return 'balance' in operand ? operand.balance : 'received' in operand ? operand.received : 'unpaid' in operand ? operand.unpaid : 'inHands' in operand ? operand.inHands : null;
}

export abstract class Means<Node extends Place> {
  protected spent = 0;
  protected readonly targets: Targets;
  /** Within the repair of an act the case stays in its phase. */
  protected mending = 0;

  constructor(protected readonly world: World, protected readonly chance: Chance, protected readonly values: Values, protected readonly candidates: Candidates, protected readonly ground: Ground<Node>, protected readonly isWanted: (one: Item) => boolean) {
    this.targets = new Targets(world.pack);
  }

  /** Takes a step, after bringing about what stands against it. */
  protected abstract take(start: Node, step: PackStep, aim: Aim, depth: number): Node | null;

  protected get pack(): Pack { return this.world.pack; }

  protected partiesOf(step: PackStep, state: CaseState): (string | null)[] { return step.perParty ? state.parties.map((one) => one.partyId) : [null]; }

  protected act(node: Node, turn: Turn): Node | Blocker[] | null {
    this.spent -= 1;
    return this.ground.act(node, turn);
  }

  holdsAt(condition: Condition, { state, on }: Place, party: string | null, given?: EdgeFacts): boolean | null {
    return holds(condition, scopeOf(state, on, instantOf(on), this.world.book, { party, ...(given === undefined ? {} : { facts: factsOf(this.pack, given) }) }));
  }

  /** Makes a condition come true, or be broken. Facts in `own` are the act's to give. */
  protected bring(node: Node, condition: Condition, truth: boolean, party: string | null, depth: number, own: ReadonlySet<string>): Node | null {
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
    if ('paid' in condition) return this.money(node, condition, truth, party, depth, condition.paid);
    if ('inDefault' in condition) return truth ? this.untilDue(node, this.pack.money?.debts.find(({ code }) => code === condition.inDefault)?.due ?? '') : this.money(node, condition, truth, party, depth, condition.inDefault);
    if ('left' in condition) { const debt = debtIn(condition.left) ?? debtIn(condition.right); if (debt !== null) return this.money(node, condition, truth, party, depth, debt); }
    if ('personTookNone' in condition) return null;
    if ('present' in condition || 'left' in condition) return this.say(node, condition, truth, party, depth, own);
    return null;
  }

  /** The paper that makes the debt is served; then receipts come, or are taken back, until the condition is so. */
  private money(start: Node, condition: Condition, truth: boolean, party: string | null, depth: number, debt: string): Node | null {
    const paper = this.pack.money?.debts.find(({ code }) => code === debt)?.paper;
    const owed = (at: Node): boolean => this.candidates.receipts(at.state, at.on).length > 0;
    let node: Node = owed(start) || paper === undefined ? start : this.serve(start, paper, null, depth - 1) ?? start;
    if (this.holdsAt(condition, node, party) === truth) return node;
    for (let receipts = 0; receipts < 4 && this.spent > 0; receipts += 1) {
      const after: Node[] = this.chance.shuffled(this.candidates.receipts(node.state, node.on)).map((turn) => this.act(node, turn)).filter((one): one is Node => one !== null && !Array.isArray(one));
      const done = after.find((one) => this.holdsAt(condition, one, party) === truth);
      const [next] = after;
      if (done !== undefined || next === undefined) return done ?? null;
      node = next;
    }
    return null;
  }

  /** An act that gives the facts of the condition gives them so; or its day comes. */
  protected say(node: Node, condition: Condition, truth: boolean, party: string | null, depth: number, own: ReadonlySet<string>): Node | null {
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
  protected dayFor(node: Node, condition: Condition & { left: Operand; right: Operand }, truth: boolean, party: string | null): LegalDate | null {
    const { left, right } = condition;
    const other = 'date' in left ? right : 'date' in right ? left : null;
    if (other === null) return null;
    const value = operandValue(other, scopeOf(node.state, node.on, instantOf(node.on), this.world.book, { party }));
    if (value?.kind !== 'text' || !isLegalDate(value.text)) return null;
    return [legalDate(value.text), addDays(legalDate(value.text), 1)].find((day) => day > node.on && day <= this.ground.until && this.holdsAt(condition, { state: node.state, on: day }, party) === truth) ?? null;
  }

  protected takeCode(node: Node, code: string, party: string | null, depth: number): Node | null {
    const step = this.pack.steps.find((one) => one.code === code);
    if (step === undefined) return null;
    return this.take(node, step, { ...PLAIN, party: step.perParty ? party ?? this.chance.oneOf(node.state.parties)?.partyId ?? null : null }, depth);
  }

  protected issue(node: Node, paper: string, depth: number): Node | null {
    const step = this.chance.oneOf(this.pack.steps.filter((one) => !one.byTime && one.issues.some((issue) => issue.paper === paper)));
    return step === undefined ? null : this.takeCode(node, step.code, null, depth);
  }

  /** A paper reaches whom it is for; it is issued first where it is not there. */
  protected serve(start: Node, code: string, party: string | null, depth: number): Node | null {
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

  protected startClock(node: Node, code: string, party: string | null, depth: number): Node | null {
    const clock = this.pack.clocks.find((one) => one.code === code);
    const triggers = clock === undefined ? [] : [...(clock.start === undefined ? [] : [clock.start]), ...clock.startAlso];
    for (const named of JSON.stringify(triggers).matchAll(/"(step|served|issued)":"([^"]+)"/g)) {
      const [, kind, what = ''] = named;
      const found = kind === 'served' ? this.serve(node, what, party, depth) : kind === 'issued' ? this.issue(node, what, depth) : this.takeCode(node, what, party, depth);
      if (found !== null) return found;
    }
    return null;
  }

  protected untilDue(node: Node, code: string): Node | null {
    const due = openClocks(node.state, instantOf(node.on), this.world.book).find((one) => one.clock === code && one.status === 'running')?.dueOn ?? null;
    const day = due === null ? null : addDays(due, 1);
    return day === null || day <= node.on || day > this.ground.until ? null : this.ground.wait(node, day);
  }

  /** The next day on which something falls due or that a fact names, else tomorrow. */
  protected nextDay({ state, on }: Node): LegalDate | null {
    const due = openClocks(state, instantOf(on), this.world.book).filter((one) => one.status === 'running').flatMap((one) => one.dueOn ?? []);
    const named = Object.values(state.facts).flatMap((fact) => (fact.type === 'date' ? [fact.value] : []));
    const days = [...named, ...due.map((day) => addDays(day, 1))].filter((day) => day > on && day <= this.ground.until).sort();
    const tomorrow = addDays(on, 1);
    return this.chance.happens(0.4) ? this.chance.oneOf(days.slice(0, 3)) ?? null : tomorrow <= this.ground.until ? tomorrow : null;
  }

  /** Moves the case to one of these phases, by acts, service or lapse. */
  protected phase(start: Node, phases: readonly string[], depth: number): Node | null {
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

  protected move(node: Node, distance: ReadonlyMap<string, number>, depth: number): Node | null {
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
