/** The states that a search came to, what each of them shows, and the scripts that lead there. */
import type { LegalDate } from '#law';
import type { Blocker, CaseEvent, CaseState } from '#cases/model';
import type { Chance } from './chance.ts';
import { guardsIn, type Item, item } from './declared.ts';
import type { Script } from './script.ts';
import { itemsOf } from './shown.ts';
import { attemptsOf, outcomeOf, type Turn, type World } from './world.ts';

export interface Node {
  parent: Node | null; turn: Turn | null; on: LegalDate; state: CaseState; depth: number;
  /** Turns worth trying here that change nothing. */
  tries: Turn[];
  picked: number;
}

export class SearchTree {
  protected readonly nodes: Node[] = [];
  protected readonly visits = new Map<string, number>();
  protected readonly finds: { item: Item; node: Node }[] = [];
  looks = 0;
  protected lastFindAt = 0;
  /** Where something was found that nobody has gone on from yet. */
  protected readonly fresh: Node[] = [];
  /** Where a register was claimed: played twice, the second is refused. */
  protected readonly claimers: Node[] = [];
  protected readonly factsInGuards: ReadonlySet<string>;

  constructor(protected readonly world: World, protected readonly chance: Chance, protected readonly wanted: Set<Item>) {
    const guards = JSON.stringify(guardsIn(world.pack).map((guard) => [guard.require, guard.when ?? null]));
    this.factsInGuards = new Set([...guards.matchAll(/"(?:fact|present)":"([^"]+)"/g)].map(([, fact = '']) => fact));
  }

  protected look(state: CaseState | null, turn: Turn, on: LegalDate): ReturnType<typeof outcomeOf> {
    this.looks += 1;
    return outcomeOf(this.world, state, turn, on);
  }

  protected childOf(parent: Node, turn: Turn | null, on: LegalDate, { state, events }: { state: CaseState; events: CaseEvent[] }): Node {
    const child: Node = { parent, turn, on, state, depth: parent.depth + 1, tries: [], picked: 0 };
    const news = this.newsOfChild(child, events);
    const key = this.keyOf(child);
    if (news.length > 0 || !this.visits.has(key)) this.nodes.push(child);
    this.visits.set(key, (this.visits.get(key) ?? 0) + 1);
    if (news.length > 0) this.note(events, child);
    else this.noteClaims(events, child);
    return child;
  }

  protected news(blockers: readonly Blocker[]): Item[] {
    return blockers.map(({ code }) => item('blocker', code)).filter((one) => this.wanted.has(one));
  }

  protected keep(node: Node, turn: Turn, blockers: readonly Blocker[]): void {
    node.tries.push(turn);
    this.lastFindAt = this.looks;
    for (const found of this.news(blockers)) { this.wanted.delete(found); this.finds.push({ item: found, node }); }
  }

  protected newsOfChild(child: Node, events: readonly CaseEvent[]): Item[] {
    return itemsOf(child.turn, events).filter((one) => this.wanted.has(one));
  }

  protected note(events: readonly CaseEvent[], node: Node): void {
    this.noteClaims(events, node);
    const news = this.newsOfChild(node, events);
    if (news.length > 0) { this.fresh.push(node); this.lastFindAt = this.looks; }
    for (const found of news) { this.wanted.delete(found); this.finds.push({ item: found, node }); }
  }

  protected noteClaims(events: readonly CaseEvent[], node: Node): void {
    if (this.claimers.length < 3 && events.some((event) => event.type === 'stepTaken' && event.claims.length > 0)) this.claimers.push(node);
  }

  /** Scripts that together show every find; twins for what only one case may hold; then random ones up to `many`. */
  scripts(many: number): Script[] {
    const { leaves, covered } = this.cover();
    const others = this.chance.shuffled(this.nodes.filter((node) => !covered.has(node) && node.depth > 3)).slice(0, Math.max(0, many - leaves.length));
    const scripts = [...leaves, ...others].map((node) => this.scriptOf(node));
    return [...scripts, ...this.claimers.flatMap((node): Script[] => [this.scriptOf(node), { ...this.scriptOf(node), twin: true }])];
  }

  /** Scripts that together show every find, and nothing else. */
  findings(): Script[] {
    return this.cover().leaves.map((node) => this.scriptOf(node));
  }

  protected cover(): { leaves: Node[]; covered: ReadonlySet<Node> } {
    const leaves: Node[] = [];
    const covered = new Set<Node>();
    for (const node of this.finds.map((find) => find.node).sort((a, b) => b.depth - a.depth)) {
      if (covered.has(node)) continue;
      leaves.push(node);
      for (let one: Node | null = node; one !== null; one = one.parent) covered.add(one);
    }
    return { leaves, covered };
  }

  protected scriptOf(leaf: Node): Script {
    const path: Node[] = [];
    for (let one: Node | null = leaf; one !== null; one = one.parent) path.unshift(one);
    return {
      stand: this.world.stand, ...(leaf.turn === null ? { until: leaf.on } : {}),
      turns: path.flatMap((node) => [...(node.turn === null ? [] : [{ on: node.on, turn: this.withRefs(node.turn, node.parent?.state ?? null) }]), ...node.tries.map((turn) => ({ on: node.on, turn: this.withRefs(turn, node.state) }))]),
    };
  }

  /** Numbers of steps as the look-ahead knows them, told as the n-th step of a kind. */
  protected withRefs(turn: Turn, state: CaseState | null): Turn {
    const { command } = turn;
    if (state === null || !('facts' in command)) return turn;
    const refs = Object.fromEntries(this.world.pack.facts.filter((fact) => fact.refersTo !== undefined && command.facts[fact.code] !== undefined).flatMap((fact) => {
      const step = state.steps.find((one) => one.seq === command.facts[fact.code]);
      return step === undefined ? [] : [[fact.code, { step: step.step, nth: state.steps.filter((one) => one.step === step.step).indexOf(step) }]];
    }));
    return Object.keys(refs).length === 0 ? turn : { ...turn, refs };
  }

  /** What was said in the case as far as guards look at it. */
  protected saidIn(state: CaseState): string {
    return Object.entries(state.facts).flatMap(([code, fact]) => ((fact.type === 'choice' || fact.type === 'boolean') && this.factsInGuards.has(code) ? [`${code}${String(fact.value)}`] : [])).sort().join();
  }

  /** What tells two states apart for the search. */
  protected keyOf({ state }: Node): string {
    const steps = [...new Set(state.steps.map((step) => `${step.step}${step.party ?? ''}`))].sort();
    const papers = state.papers.filter((paper) => paper.about === undefined).map((paper) => `${paper.paper}${paper.party ?? ''}${paper.voided ? 'v' : ''}${Object.keys(paper.served).length}${paper.attempts.at(-1)?.result ?? ''}${paper.original === null ? '' : 'o'}${paper.seals.map(({ used }) => (used === null ? 'a' : 's')).join('')}`).sort();
    const office = [state.approvals.map((one) => `${one.approval}${one.status}${one.turn ?? ''}${one.signatures.length}`), [...state.steps, ...attemptsOf(state)].filter((one) => (one.awaits ?? []).length > 0).length, state.fileLoans.filter((loan) => loan.to === null).length, Math.min(state.files.length, 1), state.officeId, state.representatives.map((one) => `${one.party}${one.as}${one.ended === null ? '' : 'e'}`)];
    const said = this.saidIn(state);
    const receipts = state.money === undefined ? [] : [state.money.entries.map(({ kind }) => kind).sort(), state.money.paid.map(({ on }) => on !== null)];
    return JSON.stringify([state.phase, receipts, steps, papers, office, said, state.lapses.filter((lapse) => !lapse.withdrawn).map((lapse) => lapse.clock).sort(), state.suspensions.some((one) => one.to === null), state.closed?.closing ?? null]);
  }
}
