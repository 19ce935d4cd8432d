/**
 * Looks for turns that show what has not been seen yet: a search through the pure engine from state to state, guided by
 * how rarely a state was met, with the guards of the pack as hints. What it finds is played against the service, whose
 * answers alone count.
 */
import { type LegalDate, type PackStep, addDays, legalDate } from '#law';
import { openClocks } from '#cases';
import type { Blocker, CaseEvent, CaseState } from '#cases/model';
import { Backward } from './backward.ts';
import { Candidates } from './candidates.ts';
import type { Chance } from './chance.ts';
import { type Item, item } from './declared.ts';
import { Guidance } from './guidance.ts';
import type { Script } from './script.ts';
import type { Node } from './search-tree.ts';
import { withNumbers } from './shown.ts';
import type { Target } from './targets.ts';
import { NO_WISHES, Values } from './values.ts';
import { instantOf, timePasses, type Turn, type World } from './world.ts';

export type { DatedTurn, Script } from './script.ts';

export interface PlanLimits { /** Turns looked at at most. */ looks: number; /** The last day of a case. */ until: LegalDate; depth: number }

/** Only a county that has not set something shows it. */
const unset = ({ goal }: Target): boolean => goal === item('blocker', 'parameterNotSet');

const LAWFUL_SEARCH = 14;
const OTHER_STANDING = /^(substitution|loanOutside)/;
/** The share of all looks after which a search without a find ends. */
const IN_VAIN = 0.5;
/** How often the step is tried for which a state was chosen. */
const FOCUS = 4;
/** Ways gone by chance before any is worked out backward, and the looks that one attempt may take. */
const FORWARD = 8;
const BACKWARD = 900;

export class Planner extends Guidance {
  private readonly values: Values;
  private readonly candidates: Candidates;
  private readonly backward: Backward<Node>;
  private firstDay: LegalDate | null = null;
  private readonly attempts = new Map<Item, number>();
  private readonly strays: { turn: Turn; blockers: Blocker[] }[] = [];

  constructor(world: World, chance: Chance, canary: string, wanted: Set<Item>, private readonly limits: PlanLimits, /** Turns with which a step was accepted before, also in an earlier search. */ private readonly accepted = new Map<string, Turn[]>()) {
    super(world, chance, wanted);
    this.values = new Values(world, chance, canary);
    this.candidates = new Candidates(world, chance, this.values);
    this.backward = new Backward<Node>(world, chance, this.values, this.candidates, {
      act: (node, turn) => this.actBackward(node, turn), wait: (node, day) => this.childOf(node, null, day, timePasses(world, node.state, day)),
      known: (step) => this.accepted.get(step) ?? [], learn: (step, turn) => { this.learn(step, turn); }, until: limits.until,
    }, (one) => wanted.has(one));
  }

  /** Items not yet found by looking ahead. */
  get open(): Item[] { return [...this.wanted]; }

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

  /** From one of the places that are open, toward something wanted. */
  private goBackward(): void {
    const tried = (one: Target): number => this.attempts.get(one.goal) ?? 0;
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
      if (this.wantsMoney()) for (const turn of this.candidates.receipts(state, on)) consider(turn);
      if (this.wants(/^(command|event) (transferCase|callInFile|returnFile|caseTransferred|fileCalledIn|fileReturned)/, 0.8, 0.02)) for (const turn of this.candidates.hands(state, on)) consider(turn);
      if (this.wants(/^(command|event) (\w+Representative|representative\w+)$/, 0.6, 0.02) || state.parties.some(({ ageOnAct }) => ageOnAct !== null && ageOnAct < 18)) for (const turn of this.candidates.representatives(state, on)) consider(turn);
      for (const turn of this.candidates.closings(on)) if (this.chance.happens(this.wantsClosing() ? 0.8 : 0.1)) consider(turn);
      if (this.chance.happens(this.wanted.has(item('command', 'amendParty')) ? 0.5 : 0.05)) for (const turn of this.candidates.amendments(state, on)) consider(turn);
      if (this.chance.happens(this.wants(/^command (attachFile|fileOriginal|fileRepresentative)/, 0.5, 0.02) ? 1 : 0)) consider(this.candidates.file(state));
    }
    if (state.closed !== null) {
      if (this.wantsMoney()) for (const turn of this.candidates.receipts(state, on)) consider(turn);
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

  private tryStep(node: Node, step: PackStep, party: string | null, consider: (turn: Turn) => 'refused' | 'done' | Blocker[]): boolean {
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
}
