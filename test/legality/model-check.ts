/**
 * Model check of legality: breadth first over the states of a procedure. Time is abstracted to before, on and after each
 * due day: from any state time may only jump to the nearest due day or to the day after one. Two states that agree in
 * everything that a rule can ask about are one (`abstractionOf`). In each state every probe is tried, lawful and
 * unlawful ones; what is allowed leads on, what is refused is counted by its blocker.
 */
import { type LawBook, type LegalDate, addDays, legalDate } from '#law';
import { type CaseCommand, type CaseEvent, type CaseState, type Actor, type OpenClock, type Surroundings, advance, decide, evolve, openClocks } from '#cases';
import { instant } from '#cases/testing/story';

/** Something that somebody might try. */
export interface Probe { name: string; command: CaseCommand; actor: Actor; claims?: Surroundings['claims'] }

/** A state with the events that led to it, for the rules that look back. */
export interface Node { state: CaseState; on: LegalDate; events: readonly Placed[]; depth: number; path: readonly string[] }
export interface Placed { event: CaseEvent; seq: number; recordedOn: LegalDate }

export interface Model {
  name: string;
  book: LawBook;
  county: string;
  starts: { name: string; on: string; probe: Probe }[];
  /** What is tried in a state. */
  probes(node: Node): Probe[];
  /** Days beside the due days on which something changes: a hearing, the end of a pack. */
  days(state: CaseState): LegalDate[];
  /** What else tells two states apart. */
  marks(node: Node): unknown;
  /** The same for each party. */
  partyMarks(node: Node, party: string): unknown;
  /** Whether a clock that does not run any more can still matter to a rule. */
  remembers(clock: string, state: CaseState): boolean;
  /** Whether a clock that runs decides nothing at this point; its lapse is tried all the same. */
  ignores(clock: string, state: CaseState): boolean;
  /** What must never be: sentences about the step from one node to the next. */
  wrongs(before: CaseState, added: readonly Placed[], after: Node): string[];
  /** Blockers that must have been seen. */
  expectedBlockers: readonly string[];
}

export interface ModelReport {
  states: number; depth: number; transitions: number; complete: boolean;
  blockers: Map<string, number>; events: Map<string, number>; wrongs: string[]; neverSeen: string[];
}

export function explore(model: Model, most: { states: number }): ModelReport {
  const report: ModelReport = { states: 0, depth: 0, transitions: 0, complete: true, blockers: new Map(), events: new Map(), wrongs: [], neverSeen: [] };
  const seen = new Set<string>();
  const queue: Node[] = [];
  const enter = (node: Node): void => {
    const key = abstractionOf(model, node);
    if (seen.has(key)) return;
    if (seen.size >= most.states) { report.complete = false; return; }
    seen.add(key);
    queue.push(node);
    report.depth = Math.max(report.depth, node.depth);
  };
  for (const start of model.starts) {
    const opened = attempt(model, null, start.probe, legalDate(start.on), report);
    if (opened) enter({ ...opened, path: [start.name] });
  }
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const next of successors(model, node, report)) enter(next);
  }
  report.states = seen.size;
  report.neverSeen = model.expectedBlockers.filter((code) => !report.blockers.has(code));
  return report;
}

function* successors(model: Model, node: Node, report: ModelReport): Generator<Node> {
  for (const probe of model.probes(node)) {
    const next = attempt(model, node, probe, node.on, report);
    if (next) yield next;
  }
  const on = nextDay(model, node);
  if (on !== null) yield timePasses(model, node, on, report);
}

function attempt(model: Model, node: Node | null, probe: Probe, on: LegalDate, report: ModelReport): Node | null {
  const at = instant(on, '12:00');
  const before = node?.state ?? null;
  const caseId = before?.caseId ?? '00000000-0000-4000-8000-000000000001';
  const decision = decide(before, probe.command, at, model.book, { actor: probe.actor, county: model.county, claims: probe.claims ?? {}, profile: 'production', caseId });
  if ('blockers' in decision) {
    for (const one of decision.blockers) count(report.blockers, one.code);
    return null;
  }
  return follow(model, node, decision.events, on, probe.name, report, caseId);
}

function timePasses(model: Model, node: Node, on: LegalDate, report: ModelReport): Node {
  return follow(model, node, advance(node.state, instant(on, '12:00'), model.book), on, on, report, node.state.caseId);
}

function follow(model: Model, node: Node | null, events: readonly CaseEvent[], on: LegalDate, name: string, report: ModelReport, caseId: string): Node {
  let state = node?.state ?? null;
  const placed: Placed[] = [];
  for (const event of events) {
    count(report.events, event.type);
    const seq: number = (state?.seq ?? 0) + 1;
    // What the door fills in when it prints.
    state = evolve(state, event.type === 'paperIssued' ? { ...event, sha256: 'a'.repeat(64) } : event, seq, instant(on, '12:00'), caseId);
    placed.push({ event, seq, recordedOn: on });
  }
  if (state === null) throw new Error('A case opened without an event.');
  report.transitions += 1;
  const after: Node = { state, on, events: [...(node?.events ?? []), ...placed], depth: (node?.depth ?? -1) + 1, path: [...(node?.path ?? []), name] };
  if (node !== null) {
    for (const wrong of model.wrongs(node.state, placed, after)) report.wrongs.push(`${wrong} (${after.path.join(' > ')})`);
  }
  return after;
}

/** The nearest due day after today, or the day after one: nothing that a rule can ask about changes between. */
function nextDay(model: Model, node: Node): LegalDate | null {
  const due = openClocks(node.state, instant(node.on, '12:00'), model.book).filter((clock) => clock.status === 'running').flatMap((clock) => (clock.dueOn === null ? [] : [clock.dueOn]));
  const days = [...due, ...model.days(node.state)].flatMap((day) => [day, addDays(day, 1)]).filter((day) => day > node.on).sort();
  return days[0] ?? null;
}

/** Parties are named in the order that gives the least text, so that a case and its mirror image are one state. */
function abstractionOf(model: Model, node: Node): string {
  const { state } = node;
  // After the closing only money still moves.
  if (state.closed !== null) return `${state.closed.closing} ${state.money?.entries.length ?? 0}`;
  const parties = state.parties.map((one) => one.partyId);
  const orders = parties.length === 2 ? [parties, parties.toReversed()] : [parties];
  return orders.map((order) => abstractionIn(model, node, order)).sort()[0] ?? '';
}

function abstractionIn(model: Model, node: Node, order: readonly string[]): string {
  const { state, on } = node;
  const name = (party: string | null): string => (party === null ? '' : `party${order.indexOf(party) + 1}`);
  const side = (day: LegalDate | null): string => (day === null ? 'open' : on < day ? 'before' : on === day ? 'on' : 'after');
  const clocks = openClocks(state, instant(on, '12:00'), model.book).map((clock: OpenClock) => [clock.clock, name(clock.party), clock.status, clock.status === 'running' ? side(clock.dueOn) : '']);
  const latest = [...new Map(clocks.map((clock) => [`${clock[0]} ${clock[1]}`, clock])).values()]
    .filter(([code, , status]) => (status === 'running' ? !model.ignores(String(code), state) : model.remembers(String(code), state)));
  return JSON.stringify([
    state.phase, state.packEnded, latest.map((clock) => clock.join(' ')).sort(), model.days(state).map(side),
    state.suspensions.some((one) => one.to === null), papersOf(model, state, name), model.marks(node), order.map((party) => model.partyMarks(node, party)),
  ]);
}

function papersOf(model: Model, state: CaseState, name: (party: string | null) => string): string[] {
  const served = new Set(model.book.pack(state.pack).pack.papers.filter((one) => one.serve).map((one) => one.code));
  const latest = new Map<string, string>();
  for (const paper of state.papers.filter((one) => !one.voided && served.has(one.paper))) {
    const attempts = paper.attempts.filter((one) => !paper.served[one.party]).map((one) => `${name(one.party)} ${one.attempt.way} ${one.result}`).sort();
    latest.set(`${paper.paper} ${name(paper.party)}`, JSON.stringify([paper.paper, name(paper.party), Object.keys(paper.served).map(name).sort(), attempts]));
  }
  return [...latest.values()].sort();
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function table(map: Map<string, number>): string {
  return [...map].sort((a, b) => b[1] - a[1]).map(([key, n]) => `${key} ${n}`).join(', ');
}

/** The report as people read it. */
export function printReport(name: string, report: ModelReport): string {
  return [
    `${name}: ${report.states} states, depth ${report.depth}, ${report.transitions} transitions, ${report.complete ? 'all reached' : 'bound reached'}`,
    `  events: ${table(report.events)}`, `  blockers: ${table(report.blockers)}`,
    ...report.neverSeen.map((code) => `  never seen: ${code}`), ...report.wrongs.slice(0, 10).map((wrong) => `  WRONG: ${wrong}`),
  ].join('\n');
}
