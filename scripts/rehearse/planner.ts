/**
 * Looks for turns that show what has not been seen yet: a search through the pure engine from state to state, guided by
 * how rarely a state was met, with the guards of the pack as hints. What it finds is played against the service, whose
 * answers alone count.
 */
import { type LegalDate, addDays, daysBetween, legalDate } from '#law';
import { openClocks } from '#cases';
import type { Blocker, CaseEvent, CaseState } from '#cases/model';
import { Backward } from './backward.ts';
import { Candidates } from './candidates.ts';
import type { Chance } from './chance.ts';
import { guardsIn, type Item, item } from './declared.ts';
import { itemsOf, withNumbers } from './shown.ts';
import { type Target, Targets } from './targets.ts';
import { NO_WISHES, Values } from './values.ts';
import { attemptsOf, instantOf, outcomeOf, timePasses, type Turn, type World } from './world.ts';

/** A turn of a script and the day on which it is sent. */
export interface DatedTurn { on: LegalDate; turn: Turn }
/** A case as it is to be played. */
export interface Script { stand: World['stand']; turns: DatedTurn[]; /** A later day whose coming alone shows something. */ until?: LegalDate; /** The same persons once more, after the other: what only one case may hold is refused. */ twin?: true }

interface Node {
  parent: Node | null; turn: Turn | null; on: LegalDate; state: CaseState; depth: number;
  /** Turns worth trying here that change nothing. */
  tries: Turn[];
  picked: number;
}

interface Near { node: Node; against: number; codes: string[]; tried: number }

export interface PlanLimits { /** Turns looked at at most. */ looks: number; /** The last day of a case. */ until: LegalDate; depth: number }

const LAWFUL_SEARCH = 14;
const OTHER_STANDING = /^(substitution|loanOutside)/;
const NEAREST = 12;
/** The share of all looks after which a search without a find ends. */
const IN_VAIN = 0.5;
/** How often the step is tried for which a state was chosen. */
const FOCUS = 4;
/** Ways gone by chance before any is worked out backward, and the looks that one attempt may take. */
const FORWARD = 8;
const BACKWARD = 900;

export class Planner {
  private readonly values: Values;
  private readonly candidates: Candidates;
  private readonly visits = new Map<string, number>();
  private readonly backward: Backward<Node>;
  private readonly nodes: Node[] = [];
  private readonly finds: { item: Item; node: Node }[] = [];
  private readonly done = new Map<string, number>();
  looks = 0;
  private firstDay: LegalDate | null = null;
  private lastFindAt = 0;

  constructor(private readonly world: World, private readonly chance: Chance, canary: string, private readonly wanted: Set<Item>, private readonly limits: PlanLimits, /** Turns with which a step was accepted before, also in an earlier search. */ private readonly accepted = new Map<string, Turn[]>()) {
    this.values = new Values(world, chance, canary);
    this.candidates = new Candidates(world, chance, this.values);
    this.targets = new Targets(world.pack);
    this.backward = new Backward<Node>(world, chance, this.values, this.candidates, {
      act: (node, turn) => this.actBackward(node, turn), wait: (node, day) => this.childOf(node, null, day, timePasses(world, node.state, day)),
      known: (step) => this.accepted.get(step) ?? [], learn: (step, turn) => { this.learn(step, turn); }, until: limits.until,
    }, (one) => wanted.has(one));
    const guards = JSON.stringify(guardsIn(world.pack).map((guard) => [guard.require, guard.when ?? null]));
    this.factsInGuards = new Set([...guards.matchAll(/"(?:fact|present)":"([^"]+)"/g)].map(([, fact = '']) => fact));
  }

  /** Items not yet found by looking ahead. */
  get open(): Item[] { return [...this.wanted]; }

  /** What stood against each wanted step where least did. */
  get obstacles(): Map<Item, readonly string[]> { return new Map([...this.near].filter(([one]) => this.wanted.has(one)).map(([one, all]) => [one, all[0]?.codes ?? []])); }

  /** Goes a known script as far as it holds: what it shows counts, and the search goes on from its places too. */
  follow({ turns, until }: Script): void {
    let node: Node | null = null;
    for (const { on, turn } of turns) {
      const opens = turn.command.type === 'openCase';
      if (node === null ? !opens : on < node.on) continue;
      if (node !== null && on > node.on) node = this.childOf(node, null, on, timePasses(this.world, node.state, on));
      const asked: Turn = withNumbers(turn, node?.state ?? null);
      const outcome = this.look(opens ? null : node?.state ?? null, asked, on);
      if ('invalid' in outcome) continue;
      if ('blockers' in outcome) { if (node !== null && this.news(outcome.blockers).length > 0) this.keep(node, asked, outcome.blockers); continue; }
      if (node !== null && opens) continue;
      if (asked.command.type === 'takeStep') this.learn(asked.command.step, asked);
      if (node === null) {
        node = { parent: null, turn: asked, on, state: outcome.state, depth: 0, tries: [], picked: 0 };
        this.nodes.push(node);
        this.note(outcome.events, node);
      } else node = this.childOf(node, asked, on, outcome);
    }
    if (node !== null && until !== undefined && until > node.on) this.childOf(node, null, until, timePasses(this.world, node.state, until));
  }

  private learn(step: string, turn: Turn): void {
    this.accepted.set(step, [...(this.accepted.get(step) ?? []).slice(-7), turn]);
  }

  /** Looks from a day on until everything wanted is found or the limit is reached. */
  search(on: LegalDate): void {
    this.firstDay = on;
    this.openings(on, 80);
    for (let rounds = 0; this.looks < this.limits.looks && (this.wanted.size > 0 || rounds < 30); rounds += 1) {
      // Where nothing new has come to light for long, nothing will.
      if (this.looks - this.lastFindAt > this.limits.looks * IN_VAIN) return;
      if (rounds % 12 === 11) this.openings(on, 12);
      if (rounds >= FORWARD && this.wanted.size > 0 && this.chance.happens(this.backwardShare)) { this.goBackward(); continue; }
      this.target = this.chance.happens(0.7) ? this.aim() : null;
      this.values.wishes = this.target ?? NO_WISHES;
      const start = (this.target === null ? null : this.towards(this.target)) ?? this.pick();
      if (start === null) return;
      this.rollOut(start);
    }
  }

  /** What no act of the procedure in particular shows is left to chance. */
  private get backwardShare(): number {
    const wanted = [...this.wanted];
    return 0.2 + 0.7 * (wanted.filter((one) => this.targets.of(one) !== null).length / Math.max(1, wanted.length));
  }

  /** Whether only a county that has not set something shows it. */
  private asksForSetting(goal: Item): boolean {
    return goal === item('blocker', 'parameterNotSet');
  }

  private readonly attempts = new Map<Item, number>();
  /** From one of the places that are open, toward something wanted. */
  private goBackward(): void {
    const tried = (one: Target): number => this.attempts.get(one.goal) ?? 0;
    const unset = (one: Target): boolean => this.asksForSetting(one.goal);
    const silent = this.world.stand.neighbour === null;
    const all = this.chance.shuffled([...this.wanted].flatMap((one) => this.targets.of(one) ?? []).filter((one) => silent || !unset(one))).sort((a, b) => tried(a) - tried(b) - (silent ? (unset(a) ? 4 : 0) - (unset(b) ? 4 : 0) : 0));
    const [least] = all;
    const target = least === undefined || this.chance.happens(0.5) ? least : this.before(least);
    if (least !== undefined) this.attempts.set(least.goal, tried(least) + 1);
    if (target === undefined) { this.looks += 1; return; }
    const open = this.nodes.filter((node) => node.state.closed === null && target.distance.has(node.state.phase) && node.depth < this.limits.depth - 15 && [...target.equal].every(([code, value]) => { const fact = node.state.facts[code]; return fact === undefined || !('value' in fact) || fact.value === value; }));
    const roots = open.filter((node) => node.parent === null);
    const deep = this.chance.shuffled(open).slice(0, 5).sort((a, b) => (target.distance.get(a.state.phase) ?? 9) - (target.distance.get(b.state.phase) ?? 9))[0];
    const start = this.chance.happens(0.75) ? this.chance.oneOf(roots) : this.chance.happens(0.5) ? deep : this.chance.oneOf(open);
    this.values.wishes = NO_WISHES;
    const opening = this.backward.openingFor(target);
    if (opening !== null) {
      for (let tries = 0; tries < 4; tries += 1) {
        const before = this.nodes.length;
        this.openings(this.firstDay ?? this.limits.until, 15);
        const fitting = this.nodes.slice(before).find((node) => node.parent === null && this.backward.holdsAt(opening, node, null) === true);
        if (fitting !== undefined) { this.backward.attempt(fitting, target, BACKWARD); return; }
      }
    }
    if (start !== undefined) this.backward.attempt(start, target, BACKWARD);
    else this.looks += 1;
  }

  private actBackward(node: Node, turn: Turn): Node | Blocker[] | null {
    if (node.depth >= this.limits.depth || node.state.officeId !== this.world.stand.officeId) return null;
    const outcome = this.look(node.state, turn, node.on);
    if ('invalid' in outcome) return null;
    if (!('blockers' in outcome)) return this.childOf(node, turn, node.on, outcome);
    if (this.news(outcome.blockers).length > 0) this.keep(node, turn, outcome.blockers);
    return outcome.blockers;
  }

  private childOf(parent: Node, turn: Turn | null, on: LegalDate, { state, events }: { state: CaseState; events: CaseEvent[] }): Node {
    const child: Node = { parent, turn, on, state, depth: parent.depth + 1, tries: [], picked: 0 };
    const news = this.newsOfChild(child, events);
    const key = this.keyOf(child);
    if (news.length > 0 || !this.visits.has(key)) this.nodes.push(child);
    this.visits.set(key, (this.visits.get(key) ?? 0) + 1);
    if (news.length > 0) this.note(events, child);
    else this.noteClaims(events, child);
    return child;
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

  private cover(): { leaves: Node[]; covered: ReadonlySet<Node> } {
    const leaves: Node[] = [];
    const covered = new Set<Node>();
    for (const node of this.finds.map((find) => find.node).sort((a, b) => b.depth - a.depth)) {
      if (covered.has(node)) continue;
      leaves.push(node);
      for (let one: Node | null = node; one !== null; one = one.parent) covered.add(one);
    }
    return { leaves, covered };
  }

  private scriptOf(leaf: Node): Script {
    const path: Node[] = [];
    for (let one: Node | null = leaf; one !== null; one = one.parent) path.unshift(one);
    return {
      stand: this.world.stand, ...(leaf.turn === null ? { until: leaf.on } : {}),
      turns: path.flatMap((node) => [...(node.turn === null ? [] : [{ on: node.on, turn: this.withRefs(node.turn, node.parent?.state ?? null) }]), ...node.tries.map((turn) => ({ on: node.on, turn: this.withRefs(turn, node.state) }))]),
    };
  }

  /** Numbers of steps as the look-ahead knows them, told as the n-th step of a kind. */
  private withRefs(turn: Turn, state: CaseState | null): Turn {
    const { command } = turn;
    if (state === null || !('facts' in command)) return turn;
    const refs = Object.fromEntries(this.world.pack.facts.filter((fact) => fact.refersTo !== undefined && command.facts[fact.code] !== undefined).flatMap((fact) => {
      const step = state.steps.find((one) => one.seq === command.facts[fact.code]);
      return step === undefined ? [] : [[fact.code, { step: step.step, nth: state.steps.filter((one) => one.step === step.step).indexOf(step) }]];
    }));
    return Object.keys(refs).length === 0 ? turn : { ...turn, refs };
  }

  // ---- the search ----

  private openings(on: LegalDate, many: number): void {
    for (const turn of this.candidates.openings(on, many)) {
      let asked = turn;
      for (let tries = 0; tries < LAWFUL_SEARCH; tries += 1) {
        const outcome = this.look(null, asked, on);
        if ('state' in outcome) {
          const node: Node = { parent: null, turn: asked, on, state: outcome.state, depth: 0, tries: [], picked: 0 };
          this.nodes.push(node);
          this.note(outcome.events, node);
          break;
        }
        if ('blockers' in outcome && this.news(outcome.blockers).length > 0) this.strays.push({ turn: asked, blockers: outcome.blockers });
        asked = this.candidates.changed(asked, 'blockers' in outcome ? this.factsNamed(outcome.blockers) : [], null, on);
      }
    }
    // An opening that is refused belongs to no case: it is tried in front of one.
    const [first] = this.nodes;
    if (first === undefined) return;
    for (const { turn, blockers } of this.strays.splice(0)) {
      if (this.news(blockers).length === 0) continue;
      this.keep(first, turn, blockers);
    }
  }

  /** Where something was found that nobody has gone on from yet. */
  private readonly fresh: Node[] = [];
  private readonly strays: { turn: Turn; blockers: Blocker[] }[] = [];
  /** For each wanted step the states in which least stood against it, and how often each was gone on from. */
  private readonly near = new Map<Item, Near[]>();
  private readonly exhausted = new Set<Node>();
  /** For each wanted step what was said in states from which no way leads to it. */
  private readonly hopeless = new Map<Item, Set<string>>();
  /** What the present way is gone for; null: wherever it leads. */
  private target: Target | null = null;
  private readonly targets: Targets;
  /** For each wanted step what its nearest state still lacks: steps to take, papers to issue or serve. */
  private readonly lacks = new Map<Item, ReadonlySet<string>>();
  /** Where a register was claimed: played twice, the second is refused. */
  private readonly claimers: Node[] = [];

  private pick(): Node | null {
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
  private aim(): Target | null {
    const found = this.chance.oneOf([...this.wanted].flatMap((one) => this.targets.of(one) ?? []).filter(({ distance }) => this.nodes.some((node) => distance.has(node.state.phase))));
    return found === undefined ? null : this.before(found);
  }

  /** What must be there first, where that is wanted too: a decision before what becomes of it. */
  private before(target: Target): Target {
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
  private towards({ goal, distance }: Target): Node | null {
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
  private leads(step: World['pack']['steps'][number], { goal, steps, distance }: Target, phase: string): boolean {
    if (steps.has(step.code) || this.lacks.get(goal)?.has(step.code) === true) return true;
    return step.to !== undefined && (distance.get(step.to) ?? Number.POSITIVE_INFINITY) < (distance.get(phase) ?? Number.POSITIVE_INFINITY);
  }

  /** One of the nearest; what was gone on from in vain makes room for others. */
  private nearest(all: Near[]): Node | null {
    const one = this.chance.oneOf(all);
    if (one === undefined) return null;
    one.tried += 1;
    if (one.tried > 4) { all.splice(all.indexOf(one), 1); this.exhausted.add(one.node); }
    return one.node;
  }

  private wantsOf(step: World['pack']['steps'][number]): boolean {
    return this.wanted.has(item('step', step.code)) || step.guards.some((guard) => this.wanted.has(item('blocker', guard.code)));
  }

  private rollOut(start: Node): void {
    let node: Node | null = start;
    for (let steps = 0; node !== null && steps < 12 && node.depth < this.limits.depth && this.looks < this.limits.looks; steps += 1) node = this.next(node);
  }

  /** Tries what there is to try in a state and goes on with what leads where it was least. */
  private next(node: Node): Node | null {
    const { state, on } = node;
    // In the hands of another office its own people go on.
    if (state.officeId !== this.world.stand.officeId) return null;
    const ways: { turn: Turn | null; on: LegalDate; state: CaseState; events: CaseEvent[] }[] = [];
    const consider = (turn: Turn): 'refused' | 'done' | Blocker[] => {
      const outcome = this.look(state, turn, on);
      if ('invalid' in outcome) return 'refused';
      if ('blockers' in outcome) { if (this.news(outcome.blockers).length > 0) this.keep(node, turn, outcome.blockers); return outcome.blockers; }
      ways.push({ turn, on, state: outcome.state, events: outcome.events });
      return 'done';
    };
    if (state.closed === null) {
      const { target } = this;
      for (const step of this.chance.shuffled(this.world.pack.steps)) {
        if (step.byTime) continue;
        const leads = target !== null && step.from.includes(state.phase) && this.leads(step, target, state.phase);
        if (target !== null && !leads && this.chance.happens(0.75)) continue;
        if (leads) for (let more = 0; more < FOCUS && this.wanted.has(target.goal); more += 1) for (const party of step.perParty ? state.parties.map((one) => one.partyId) : [null]) if (this.tryStep(node, step, party, consider)) more = FOCUS;
        const open = step.from.includes(state.phase);
        if (!open && this.chance.happens(0.85)) continue;
        if (this.dull(step) && this.chance.happens(0.7)) continue;
        if (step.repeat === 'once' && state.steps.some((one) => one.step === step.code) && this.chance.happens(0.9)) continue;
        for (const party of step.perParty ? state.parties.map((one) => one.partyId) : [null]) this.tryStep(node, step, party, consider);
      }
      for (const paper of state.papers.filter((one) => !one.voided && one.about === undefined)) {
        const serve = this.world.pack.papers.find((one) => one.code === paper.paper)?.serve === true;
        for (const { partyId } of serve ? state.parties.filter((one) => (paper.party === null || paper.party === one.partyId) && !paper.served[one.partyId]) : []) {
          const all = this.candidates.services(paper, partyId, state, on);
          const answers = [...all.slice(0, 1), ...this.chance.shuffled(all).slice(0, this.wantsService() ? 10 : 3)].map(consider);
          if (answers.some((answer) => Array.isArray(answer) && answer.some(({ code }) => code === 'paperNotSealed'))) for (const turn of this.candidates.seals(paper, state, on)) consider(turn);
        }
        if (this.wants(/^(seal|(command|event) \w*[sS]eal)/, 0.6, 0.02)) for (const turn of this.candidates.seals(paper, state, on)) consider(turn);
        if (this.wants(/^(command|event) (fileOriginal|originalFiled)/, 0.6, 0.02)) for (const turn of this.candidates.originals(paper, state, on)) consider(turn);
        if (this.chance.happens(this.wanted.has(item('command', 'voidPaper')) ? 0.5 : 0.05)) for (const turn of this.candidates.voiding(paper, state, on)) consider(turn);
      }
      for (const turn of this.candidates.signing(state, on, this.wants(/^(verdict|place|(command|event) (signers|changeSigners|withdraw|approvalWith))/, 1, 0.1))) consider(turn);
      for (const turn of this.candidates.confirmations(state, on)) consider(turn);
      if (this.wants(/^(command|event) (transferCase|callInFile|returnFile|caseTransferred|fileCalledIn|fileReturned)/, 0.8, 0.02)) for (const turn of this.candidates.hands(state, on)) consider(turn);
      if (this.wants(/^(command|event) (\w+Representative|representative\w+)$/, 0.6, 0.02) || state.parties.some(({ ageOnAct }) => ageOnAct !== null && ageOnAct < 18)) for (const turn of this.candidates.representatives(state, on)) consider(turn);
      for (const turn of this.candidates.closings(on)) if (this.chance.happens(this.wantsClosing() ? 0.8 : 0.1)) consider(turn);
      if (this.chance.happens(this.wanted.has(item('command', 'amendParty')) ? 0.5 : 0.05)) for (const turn of this.candidates.amendments(state, on)) consider(turn);
      if (this.chance.happens(this.wants(/^command (attachFile|fileOriginal|fileRepresentative)/, 0.5, 0.02) ? 1 : 0)) consider(this.candidates.file(state));
    }
    if (state.closed !== null) {
      for (const asked of this.candidates.reopenings(state, on)) {
        let turn = asked;
        for (let tries = 0; tries < 5; tries += 1) {
          const answer = consider(turn);
          if (!Array.isArray(answer)) break;
          turn = this.candidates.changed(turn, this.factsNamed(answer), state, on);
        }
      }
    }
    for (const day of this.days(node)) {
      const passed = timePasses(this.world, state, day);
      ways.push({ turn: null, on: day, ...passed });
    }
    const children = ways.map((way): Node => ({ parent: node, turn: way.turn, on: way.on, state: way.state, depth: node.depth + 1, tries: [], picked: 0 }));
    for (const [index, child] of children.entries()) {
      const events = ways[index]?.events ?? [];
      const seen = this.newsOfChild(child, events);
      const claims = this.claimers.length < 3 && events.some((event) => event.type === 'stepTaken' && event.claims.length > 0);
      if (seen.length > 0 || claims) { this.nodes.push(child); this.note(events, child); }
    }
    const ranked = this.chance.shuffled(children.map((child, index) => ({ child, events: ways[index]?.events ?? [] }))).map(({ child, events }) => ({ child, visits: this.visits.get(this.keyOf(child)) ?? 0, rare: this.rarity(child) - (this.lacking(child, events) ? 3 : 0) + this.pull(child) })).sort((a, b) => a.visits + a.rare - b.visits - b.rare);
    const [best] = ranked;
    if (best === undefined) return null;
    const key = this.keyOf(best.child);
    if (best.visits === 0 && !this.nodes.includes(best.child)) this.nodes.push(best.child);
    this.visits.set(key, best.visits + 1);
    if (best.child.turn?.command.type === 'takeStep') this.done.set(best.child.turn.command.step, (this.done.get(best.child.turn.command.step) ?? 0) + 1);
    return best.child;
  }

  private tryStep(node: Node, step: World['pack']['steps'][number], party: string | null, consider: (turn: Turn) => 'refused' | 'done' | Blocker[]): boolean {
    const { state, on } = node;
    const before = this.chance.oneOf(this.accepted.get(step.code) ?? []);
    const known = before?.command.type === 'takeStep' && this.chance.happens(0.5) ? before.command.facts : undefined;
    const approved = state.approvals.some((one) => one.status === 'approved' && one.items.some((each) => each.step === step.code && each.party === party && each.takenSeq === null));
    // What was approved is done as it was approved.
    let turn = this.candidates.step(step, party, state, on, approved ? {} : known);
    let answer = consider(turn);
    if (approved && answer === 'done') return true;
    const patience = this.matters(step) ? LAWFUL_SEARCH : 4;
    for (let tries = 0; Array.isArray(answer) && tries < patience; tries += 1) {
      const named = this.factsNamed(answer);
      if (answer.some(({ code }) => code === 'wrongPhase' || code === 'stepAlreadyTaken')) break;
      // Who stands in for somebody without being allowed to makes way.
      if (answer.some(({ code }) => OTHER_STANDING.test(code))) { turn = this.candidates.byOthers(turn, step, state); answer = consider(turn); continue; }
      if (named.length === 0 && tries > 5) break;
      // What another day or another act must bring is not mended here.
      if (tries > 0 && answer.some((blocker) => this.isBeyond(blocker, step))) break;
      const changed = named.length === 0 || this.chance.happens(0.15) ? this.candidates.byOthers(turn, step, state) : this.candidates.changed(turn, named, state, on);
      const better = consider(changed);
      if (better === 'refused') continue;
      // Now and then a step back, or nothing leads out of a corner.
      if (!Array.isArray(better) || better.length <= answer.length || (better.length <= answer.length + 2 && this.chance.happens(0.25))) { turn = changed; answer = better; }
    }
    const goal = item('step', step.code);
    if (Array.isArray(answer) && this.wanted.has(goal) && !answer.some(({ code }) => OTHER_STANDING.test(code))) this.noteNear(goal, node, step, answer);
    const awaits = Array.isArray(answer) && answer.length > 0 && answer.every(({ code }) => code === 'approvalMissing' || code === 'approvalOutdated' || code === 'approvalDiffers');
    if (awaits) for (const asked of this.candidates.asking(turn, state)) consider(asked);
    if (answer === 'done') this.learn(step.code, turn);
    const worth = answer === 'done' || this.chance.happens(0.1);
    if (worth && (step.guards.some((guard) => this.wanted.has(item('blocker', guard.code))) || this.chance.happens(0.03) || this.wantsWords(step))) {
      for (const wrong of this.candidates.unlawful(turn, step, state, on)) consider(wrong);
    }
    if (worth && [...this.wanted].some((one) => one.startsWith('late ') || one.startsWith('blocker lateEntry'))) for (const late of this.candidates.lateEntries(turn, state, on)) consider(late);
    if (worth && this.wanted.has(item('event', 'lapseWithdrawn')) && state.lapses.some((lapse) => !lapse.withdrawn)) for (const wrong of this.candidates.unlawful(turn, step, state, on).slice(0, 9)) consider(wrong);
    return answer === 'done' || (Array.isArray(answer) && answer.some((blocker) => this.isBeyond(blocker, step)));
  }

  private noteNear(goal: Item, node: Node, step: World['pack']['steps'][number], answer: readonly Blocker[]): void {
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
  private neededBy(step: World['pack']['steps'][number], blockers: readonly Blocker[]): Set<string> {
    const text = JSON.stringify(step.guards.filter((guard) => blockers.some(({ code }) => code === guard.code)).map((guard) => guard.require));
    const named = new Set([...text.matchAll(/"(?:step|served|issued|lapsed|running|stepDate|servedOn|fact)":"([^"]+)"/g)].map(([, code = '']) => code));
    // A paper comes from the step that issues it.
    for (const other of this.world.pack.steps) if (other.issues.some((issue) => named.has(issue.paper)) || other.facts.some(({ fact }) => named.has(fact))) named.add(other.code);
    return named;
  }

  /** What is lacking for the target, or for anything wanted where there is none. */
  private get lacked(): ReadonlySet<string>[] {
    if (this.target !== null) return [this.lacks.get(this.target.goal) ?? new Set<string>()];
    return [...this.lacks].flatMap(([goal, needed]) => (this.wanted.has(goal) ? [needed] : []));
  }

  private lacking(child: Node, events: readonly CaseEvent[]): boolean {
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

  /** By chance, more often where something of this kind is wanted. */
  private wants(kind: RegExp, wanted: number, else_: number): boolean {
    return this.chance.happens([...this.wanted].some((one) => kind.test(one)) ? wanted : else_);
  }

  private wantsWords(step: World['pack']['steps'][number]): boolean {
    return this.world.book.packs.some(({ pack }) => pack.forbiddenWords.some((rule) => this.wanted.has(item('blocker', rule.code)))) && step.facts.length > 0 && this.chance.happens(0.3);
  }

  private wantsService(): boolean {
    return [...this.wanted].some((one) => one.startsWith('way ') || one === 'event lapseWithdrawn');
  }

  private wantsClosing(): boolean {
    return this.world.pack.closings.some((closing) => this.wanted.has(item('closing', closing.code)) || closing.guards.some((guard) => this.wanted.has(item('blocker', guard.code))));
  }

  /** Days to which time may jump: the next one, due days and the days after them, days that facts name, the end of the pack. */
  private days({ state, on }: Node): LegalDate[] {
    const due = state.closed === null ? openClocks(state, instantOf(on), this.world.book).filter((clock) => clock.status === 'running').flatMap((clock) => clock.dueOn ?? []) : [];
    const facts = [...Object.values(state.facts), ...state.steps.flatMap((step) => Object.values(step.facts))].flatMap((fact) => (fact.type === 'date' ? [fact.value] : []));
    const end = this.world.pack.inForce.to === null ? [] : [legalDate(this.world.pack.inForce.to)];
    if (state.closed !== null && this.chance.happens(0.5)) return [];
    const over = this.wantsClosing() && end[0] !== undefined && end[0] >= on && end[0] < this.limits.until && this.chance.happens(0.3) ? [addDays(end[0], 1)] : [];
    if (over.length > 0) return over;
    const later = [...new Set([addDays(on, 1), ...[...due, ...facts, ...end].flatMap((day) => [day, addDays(day, 1)])])].filter((day) => day > on && day <= this.limits.until).sort();
    return [...later.slice(0, 3), ...this.chance.shuffled(later.slice(3)).slice(0, 2)];
  }

  private look(state: CaseState | null, turn: Turn, on: LegalDate): ReturnType<typeof outcomeOf> {
    this.looks += 1;
    return outcomeOf(this.world, state, turn, on);
  }

  /** Facts that the refusals are about: named by them, or read by the guard that refuses. */
  private factsNamed(blockers: readonly Blocker[]): string[] {
    return blockers.flatMap(({ code, field }) => {
      const own = field?.startsWith('facts.') ? [field.slice(6)] : [];
      return [...own, ...this.factsOfGuards(code)];
    });
  }

  /** Whether a guard looks at nothing that the act itself says. */
  private isBeyond({ code }: Blocker, step: World['pack']['steps'][number]): boolean {
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

  private readonly factsInGuards: ReadonlySet<string>;
  private readonly beyond = new Map<string, boolean>();
  private readonly factsByGuard = new Map<string, readonly string[]>();
  private factsOfGuards(code: string): readonly string[] {
    const known = this.factsByGuard.get(code);
    if (known !== undefined) return known;
    const text = JSON.stringify(guardsIn(this.world.pack).filter((guard) => guard.code === code).map((guard) => [guard.require, guard.when ?? null]));
    const found = [...text.matchAll(/"(?:fact|present)":"([^"]+)"/g)].map(([, fact = '']) => fact);
    this.factsByGuard.set(code, found);
    return found;
  }

  private news(blockers: readonly Blocker[]): Item[] {
    return blockers.map(({ code }) => item('blocker', code)).filter((one) => this.wanted.has(one));
  }

  private keep(node: Node, turn: Turn, blockers: readonly Blocker[]): void {
    node.tries.push(turn);
    this.lastFindAt = this.looks;
    for (const found of this.news(blockers)) { this.wanted.delete(found); this.finds.push({ item: found, node }); }
  }

  private newsOfChild(child: Node, events: readonly CaseEvent[]): Item[] {
    return itemsOf(child.turn, events).filter((one) => this.wanted.has(one));
  }

  private note(events: readonly CaseEvent[], node: Node): void {
    this.noteClaims(events, node);
    const news = this.newsOfChild(node, events);
    if (news.length > 0) { this.fresh.push(node); this.lastFindAt = this.looks; }
    for (const found of news) { this.wanted.delete(found); this.finds.push({ item: found, node }); }
  }

  private noteClaims(events: readonly CaseEvent[], node: Node): void {
    if (this.claimers.length < 3 && events.some((event) => event.type === 'stepTaken' && event.claims.length > 0)) this.claimers.push(node);
  }

  /** Done often, nothing in it is wanted, nothing wanted lacks it. */
  private dull(step: World['pack']['steps'][number]): boolean {
    return (this.done.get(step.code) ?? 0) > 6 && !this.matters(step);
  }

  private matters(step: World['pack']['steps'][number]): boolean {
    return this.wantsOf(step) || [...this.lacks].some(([goal, needed]) => this.wanted.has(goal) && needed.has(step.code));
  }

  /** The further from the target, the less. */
  private pull({ state, turn }: Node): number {
    if (this.target === null) return turn === null && this.chance.happens(0.15) ? -2 : 0;
    const far = this.target.distance.get(state.phase);
    return (far === undefined ? 8 : far * 2) + (turn === null && this.chance.happens(0.1) ? -2 : 0);
  }

  private rarity({ turn, on, parent }: Node): number {
    // A request leads on when it is signed.
    if (turn?.command.type === 'askApproval' || (turn?.command.type === 'signApproval' && turn.command.verdict === 'agree')) return -2;
    if (turn === null) return 0.5 + daysBetween(parent?.on ?? on, on) / 1000;
    return turn.command.type === 'takeStep' ? (this.done.get(turn.command.step) ?? 0) / 10 : 1;
  }

  /** What was said in the case as far as guards look at it. */
  private saidIn(state: CaseState): string {
    return Object.entries(state.facts).flatMap(([code, fact]) => ((fact.type === 'choice' || fact.type === 'boolean') && this.factsInGuards.has(code) ? [`${code}${String(fact.value)}`] : [])).sort().join();
  }

  /** Whether what was said earlier stands against it for good. */
  private isFinal({ code }: Blocker, step: World['pack']['steps'][number]): boolean {
    if (!this.isBeyond({ code } as Blocker, step)) return false;
    const text = JSON.stringify(step.guards.filter((guard) => guard.code === code).map((guard) => [guard.require, guard.when ?? null]));
    return text !== '[]' && !/"(step|served|issued|lapsed|running|unanswered|stepDate|servedOn|date|claimFree|parameterSet|parameter|periodEnd)"/.test(text);
  }

  /** What tells two states apart for the search. */
  private keyOf({ state }: Node): string {
    const steps = [...new Set(state.steps.map((step) => `${step.step}${step.party ?? ''}`))].sort();
    const papers = state.papers.filter((paper) => paper.about === undefined).map((paper) => `${paper.paper}${paper.party ?? ''}${paper.voided ? 'v' : ''}${Object.keys(paper.served).length}${paper.attempts.at(-1)?.result ?? ''}${paper.original === null ? '' : 'o'}${paper.seals.map(({ used }) => (used === null ? 'a' : 's')).join('')}`).sort();
    const office = [state.approvals.map((one) => `${one.approval}${one.status}${one.turn ?? ''}${one.signatures.length}`), [...state.steps, ...attemptsOf(state)].filter((one) => (one.awaits ?? []).length > 0).length, state.fileLoans.filter((loan) => loan.to === null).length, Math.min(state.files.length, 1), state.officeId, state.representatives.map((one) => `${one.party}${one.as}${one.ended === null ? '' : 'e'}`)];
    const said = this.saidIn(state);
    return JSON.stringify([state.phase, steps, papers, office, said, state.lapses.filter((lapse) => !lapse.withdrawn).map((lapse) => lapse.clock).sort(), state.suspensions.some((one) => one.to === null), state.closed?.closing ?? null]);
  }
}
