/**
 * Works backward from something wanted: what its act still lacks becomes the next thing to bring about, down to the
 * steps, papers, days and values that are within reach. Only the pack's own words are followed: phases, guards, clocks.
 */
import type { Condition, LegalDate, PackStep } from '#law';
import type { Blocker, CaseState } from '#cases/model';
import { refusalCode, guardsIn, type Item, item } from './declared.ts';
import { type Aim, asksOfMoney, Means, type Place, PLAIN } from './means.ts';
import type { Target } from './targets.ts';
import type { Wishes } from './values.ts';
import { demandsOf, partsOf, wishesFor } from './wishes.ts';
import type { Turn } from './world.ts';

const VALUES_TRIED = 16;
const VALUES_TRIED_FOR = 60;
const DEEPEST = 28;

export class Backward<Node extends Place> extends Means<Node> {
  /** One attempt from a place at a goal, with so many looks at most; whether it was reached shows in what is wanted. */
  attempt(start: Node, target: Target, looks: number): void {
    this.spent = looks; this.mending = 0; this.stack.clear(); this.wished.splice(0);
    const { goal } = target;
    const code = goal.slice(goal.indexOf(' ') + 1);
    const step = this.chance.oneOf(this.pack.steps.filter((one) => target.steps.has(one.code)));
    const reopening = this.pack.reopenings.find((one) => goal.startsWith('blocker ') && one.guards.some((guard) => guard.code === code));
    if (goal.startsWith('blocker ') && reopening === undefined) this.refuse(start, code, target);
    else if (step !== undefined && !goal.startsWith('closing ') && !goal.startsWith('reopening ')) {
      for (const party of this.partiesOf(step, start.state)) this.take(start, step, { ...PLAIN, party, ...this.claiming(step, goal) }, DEEPEST);
    } else this.close(start, this.chance.oneOf([...target.closings]), goal);
  }

  /** What the step must say to claim a register, where that is the goal. */
  private claiming(step: PackStep, goal: Item): Pick<Aim, 'wishes'> | object {
    const when = step.claims.find(({ register }) => goal === item('claim', register))?.when;
    return when === undefined ? {} : { wishes: wishesFor(when, true) };
  }

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
    const reopen = (at: Node): void => { for (let tries = 0; tries < 12; tries += 1) for (const turn of this.candidates.reopenings(at.state, at.on)) this.act(at, turn); };
    reopen(node);
    // What was paid is taken back after the closing.
    for (const turn of this.candidates.receipts(node.state, node.on)) { const next = this.act(node, turn); if (next !== null && !Array.isArray(next)) reopen(next); }
  }

  /** Takes a step, after bringing about what stands against it. */
  protected take(start: Node, step: PackStep, aim: Aim, depth: number): Node | null {
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

  /** What the guards ask for is there before the case moves on: behind the move there is often no way back. */
  private prepared(start: Node, guards: readonly { require: Condition; when?: Condition | undefined }[], party: string | null, depth: number): Node | null {
    let node = start;
    for (const guard of guards) if (guard.when === undefined) for (const part of partsOf(guard.require)) if ('step' in part || 'served' in part || 'issued' in part || asksOfMoney(part)) {
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
}
