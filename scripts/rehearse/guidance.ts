/** Where a search had better go on: what is wanted, what stands least against it, and what that still lacks. */
import { daysBetween, type PackStep } from '#law';
import type { Blocker, CaseEvent } from '#cases/model';
import type { Chance } from './chance.ts';
import { guardsIn, type Item, item } from './declared.ts';
import { type Node, SearchTree } from './search-tree.ts';
import { type Target, Targets } from './targets.ts';
import type { World } from './world.ts';

interface Near { node: Node; against: number; codes: string[]; tried: number }

const NEAREST = 12;
const asksAboutMoney = (part: object): boolean => /"(paid|inDefault|balance|received|unpaid)":/.test(JSON.stringify(part));

export class Guidance extends SearchTree {
  protected readonly done = new Map<string, number>();
  /** For each wanted step the states in which least stood against it, and how often each was gone on from. */
  protected readonly near = new Map<Item, Near[]>();
  protected readonly exhausted = new Set<Node>();
  /** For each wanted step what was said in states from which no way leads to it. */
  protected readonly hopeless = new Map<Item, Set<string>>();
  /** What the present way is gone for; null: wherever it leads. */
  protected target: Target | null = null;
  protected readonly targets: Targets;
  /** For each wanted step what its nearest state still lacks: steps to take, papers to issue or serve. */
  protected readonly lacks = new Map<Item, ReadonlySet<string>>();
  protected readonly beyond = new Map<string, boolean>();
  protected readonly factsByGuard = new Map<string, readonly string[]>();

  constructor(world: World, chance: Chance, wanted: Set<Item>) {
    super(world, chance, wanted);
    this.targets = new Targets(world.pack);
  }

  /** What stood against each wanted step where least did. */
  get obstacles(): Map<Item, readonly string[]> { return new Map([...this.near].filter(([one]) => this.wanted.has(one)).map(([one, all]) => [one, all[0]?.codes ?? []])); }

  protected pick(): Node | null {
    if (this.nodes.length === 0) return null;
    if (this.fresh.length > 0 && this.chance.happens(0.5)) return this.fresh.pop() ?? null;
    const phases = new Set(this.world.pack.steps.filter((step) => this.wantsOf(step)).flatMap((step) => step.from)
      .concat(this.world.pack.closings.filter((closing) => this.wanted.has(item('closing', closing.code))).flatMap((closing) => closing.from)));
    const pool = phases.size > 0 && this.chance.happens(0.7) ? this.nodes.filter((node) => phases.has(node.state.phase) && node.state.closed === null) : this.nodes;
    const [best] = this.chance.shuffled(pool.length > 0 ? pool : this.nodes).slice(0, 6).sort((a, b) => a.picked - b.picked);
    if (best !== undefined) best.picked += 1;
    return best ?? null;
  }

  /** Something wanted that an act of the procedure can show. */
  protected aim(): Target | null {
    const found = this.chance.oneOf([...this.wanted].flatMap((one) => this.targets.of(one) ?? []).filter(({ distance }) => this.nodes.some((node) => distance.has(node.state.phase))));
    return found === undefined ? null : this.before(found);
  }

  /** What must be there first, where that is wanted too: a decision before what becomes of it. */
  protected before(target: Target): Target {
    let first = target;
    for (let chain = 0; chain < 6 && this.chance.happens(0.85); chain += 1) {
      const needed = new Set([...this.lacks.get(first.goal) ?? [], ...this.targets.prerequisites(first)]);
      const earlier = this.chance.oneOf([...needed].filter((code) => this.wanted.has(item('step', code)) && !first.steps.has(code)));
      const next = earlier === undefined ? null : this.targets.of(item('step', earlier));
      if (next === null) return first;
      first = next;
    }
    return first;
  }

  /** A state from which it is not far. */
  protected towards({ goal, distance }: Target): Node | null {
    const near = this.near.get(goal);
    if (near !== undefined && near.length > 0 && this.chance.happens(0.5)) return this.nearest(near);
    const hopeless = this.hopeless.get(goal);
    const open = this.nodes.filter((node) => node.state.closed === null && distance.has(node.state.phase) && hopeless?.has(this.saidIn(node.state)) !== true);
    const far = (node: Node): number => (distance.get(node.state.phase) ?? 0) + node.picked + this.chance.next() * 3;
    const [best] = open.map((node) => ({ node, far: far(node) })).sort((a, b) => a.far - b.far);
    if (best !== undefined) best.node.picked += 1;
    return best?.node ?? null;
  }

  /** Whether a step is wanted for the target itself, moves the case towards it, or is what it still lacks. */
  protected leads(step: PackStep, { goal, steps, distance }: Target, phase: string): boolean {
    if (steps.has(step.code) || this.lacks.get(goal)?.has(step.code) === true) return true;
    return step.to !== undefined && (distance.get(step.to) ?? Number.POSITIVE_INFINITY) < (distance.get(phase) ?? Number.POSITIVE_INFINITY);
  }

  /** One of the nearest; what was gone on from in vain makes room for others. */
  protected nearest(all: Near[]): Node | null {
    const one = this.chance.oneOf(all);
    if (one === undefined) return null;
    one.tried += 1;
    if (one.tried > 4) { all.splice(all.indexOf(one), 1); this.exhausted.add(one.node); }
    return one.node;
  }

  protected noteNear(goal: Item, node: Node, step: PackStep, answer: readonly Blocker[]): void {
    if (answer.some(({ code }) => code === 'wrongPhase') || this.exhausted.has(node)) return;
    if (answer.some((blocker) => this.isFinal(blocker, step))) {
      this.hopeless.set(goal, (this.hopeless.get(goal) ?? new Set()).add(this.saidIn(node.state)));
      return;
    }
    const all = this.near.get(goal) ?? [];
    this.near.set(goal, all);
    if (all.some((one) => one.node === node)) return;
    const worst = all[NEAREST - 1];
    if (worst !== undefined && worst.against < answer.length) return;
    // Different obstacles side by side: behind some of them there is no way.
    const codes = [...new Set(answer.map(({ code }) => code))].sort();
    const alike = all.filter((one) => one.codes.join() === codes.join());
    if (alike.length >= 2) all.splice(all.indexOf(this.chance.oneOf(alike) ?? worst ?? all[0] as Near), 1);
    all.push({ node, against: answer.length, codes, tried: 0 });
    all.sort((a, b) => a.against - b.against || b.node.depth - a.node.depth).splice(NEAREST);
    if (!this.nodes.includes(node)) this.nodes.push(node);
    this.lacks.set(goal, this.neededBy(step, answer));
  }

  /** Steps and papers that the refusing guards ask for. */
  protected neededBy(step: PackStep, blockers: readonly Blocker[]): Set<string> {
    const text = JSON.stringify(step.guards.filter((guard) => blockers.some(({ code }) => code === guard.code)).map((guard) => guard.require));
    const named = new Set([...text.matchAll(/"(?:step|served|issued|lapsed|running|stepDate|servedOn|fact)":"([^"]+)"/g)].map(([, code = '']) => code));
    // A paper comes from the step that issues it.
    for (const other of this.world.pack.steps) if (other.issues.some((issue) => named.has(issue.paper)) || other.facts.some(({ fact }) => named.has(fact))) named.add(other.code);
    return named;
  }

  /** What is lacking for the target, or for anything wanted where there is none. */
  protected get lacked(): ReadonlySet<string>[] {
    if (this.target !== null) return [this.lacks.get(this.target.goal) ?? new Set<string>()];
    return [...this.lacks].flatMap(([goal, needed]) => (this.wanted.has(goal) ? [needed] : []));
  }

  protected lacking(child: Node, events: readonly CaseEvent[]): boolean {
    const { turn, on, state } = child;
    if (turn === null) {
      // Time is what is lacking: a lapse, or the day that a fact names.
      const lapsed = new Set(events.flatMap((event) => (event.type === 'clockLapsed' ? [event.clock] : [])));
      const named = Object.entries(state.facts).filter(([, fact]) => fact.type === 'date' && fact.value === on).map(([code]) => code);
      return this.lacked.some((needed) => [...lapsed, ...named].some((code) => needed.has(code)));
    }
    const code = turn?.command.type === 'takeStep' ? turn.command.step : turn?.command.type === 'recordService' ? turn.paper?.paper : undefined;
    return code !== undefined && this.lacked.some((needed) => needed.has(code));
  }

  /** Whether a guard looks at nothing that the act itself says. */
  protected isBeyond({ code }: Blocker, step: PackStep): boolean {
    const key = `${step.code} ${code}`;
    const known = this.beyond.get(key);
    if (known !== undefined) return known;
    const guards = [...step.guards, ...this.world.pack.everyAct].filter((guard) => guard.code === code);
    const text = JSON.stringify(guards.map((guard) => [guard.require, guard.when ?? null]));
    const own = step.facts.some(({ fact }) => text.includes(`"${fact}"`)) || /"(officers|actor|actorRole|actorQualified|date)"/.test(text);
    const found = guards.length > 0 && !own;
    this.beyond.set(key, found);
    return found;
  }

  /** Whether what was said earlier stands against it for good. */
  protected isFinal({ code }: Blocker, step: PackStep): boolean {
    if (!this.isBeyond({ code } as Blocker, step)) return false;
    const text = JSON.stringify(step.guards.filter((guard) => guard.code === code).map((guard) => [guard.require, guard.when ?? null]));
    return text !== '[]' && !/"(step|served|issued|lapsed|running|unanswered|stepDate|servedOn|date|claimFree|parameterSet|parameter|periodEnd)"/.test(text);
  }

  /** Facts that the refusals are about: named by them, or read by the guard that refuses. */
  protected factsNamed(blockers: readonly Blocker[]): string[] {
    return blockers.flatMap(({ code, field }) => {
      const own = field?.startsWith('facts.') ? [field.slice(6)] : [];
      return [...own, ...this.factsOfGuards(code)];
    });
  }

  protected factsOfGuards(code: string): readonly string[] {
    const known = this.factsByGuard.get(code);
    if (known !== undefined) return known;
    const text = JSON.stringify(guardsIn(this.world.pack).filter((guard) => guard.code === code).map((guard) => [guard.require, guard.when ?? null]));
    const found = [...text.matchAll(/"(?:fact|present)":"([^"]+)"/g)].map(([, fact = '']) => fact);
    this.factsByGuard.set(code, found);
    return found;
  }

  protected wantsOf(step: PackStep): boolean {
    return this.wanted.has(item('step', step.code)) || step.guards.some((guard) => this.wanted.has(item('blocker', guard.code)));
  }

  /** By chance, more often where something of this kind is wanted. */
  protected wants(kind: RegExp, wanted: number, else_: number): boolean {
    return this.chance.happens([...this.wanted].some((one) => kind.test(one)) ? wanted : else_);
  }

  protected wantsWords(step: PackStep): boolean {
    return this.world.book.packs.some(({ pack }) => pack.forbiddenWords.some((rule) => this.wanted.has(item('blocker', rule.code)))) && step.facts.length > 0 && this.chance.happens(0.3);
  }

  protected wantsService(): boolean {
    return [...this.wanted].some((one) => one.startsWith('way ') || one === 'event lapseWithdrawn');
  }

  protected wantsClosing(): boolean {
    return this.world.pack.closings.some((closing) => this.wanted.has(item('closing', closing.code)) || closing.guards.some((guard) => this.wanted.has(item('blocker', guard.code))));
  }

  /** By chance, more often where something wanted asks about money. */
  protected wantsMoney(): boolean {
    const { pack } = this.world;
    const acts = [...pack.closings.filter((one) => this.wanted.has(item('closing', one.code))), ...pack.reopenings.filter((one) => this.wanted.has(item('reopening', one.code)))];
    return this.wants(/^(command|event) (bookPayment|bookDeposit|reversePayment|paymentBooked|paymentReversed|depositBooked|depositReversed)$/, 0.5, acts.some(asksAboutMoney) || guardsIn(pack).some((guard) => this.wanted.has(item('blocker', guard.code)) && asksAboutMoney(guard)) ? 0.5 : 0.03);
  }

  /** Done often, nothing in it is wanted, nothing wanted lacks it. */
  protected dull(step: PackStep): boolean {
    return (this.done.get(step.code) ?? 0) > 6 && !this.matters(step);
  }

  protected matters(step: PackStep): boolean {
    return this.wantsOf(step) || [...this.lacks].some(([goal, needed]) => this.wanted.has(goal) && needed.has(step.code));
  }

  /** The further from the target, the less. */
  protected pull({ state, turn }: Node): number {
    if (this.target === null) return turn === null && this.chance.happens(0.15) ? -2 : 0;
    const far = this.target.distance.get(state.phase);
    return (far === undefined ? 8 : far * 2) + (turn === null && this.chance.happens(0.1) ? -2 : 0);
  }

  protected rarity({ turn, on, parent }: Node): number {
    // A request leads on when it is signed.
    if (turn?.command.type === 'askApproval' || (turn?.command.type === 'signApproval' && turn.command.verdict === 'agree')) return -2;
    if (turn === null) return 0.5 + daysBetween(parent?.on ?? on, on) / 1000;
    return turn.command.type === 'takeStep' ? (this.done.get(turn.command.step) ?? 0) / 10 : 1;
  }
}
