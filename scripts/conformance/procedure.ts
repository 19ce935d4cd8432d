/**
 * A pack as a procedure that tools of process mining can read: a Petri net of its phases, steps, closings, reopenings
 * and of what time brings, and the orders in which things must come ("this only after one of those"). Drawn from the
 * data of the pack alone, never from the engine, so that the log of the engine can be held against it. What depends on
 * amounts, persons and days is not in it: whatever the law allows fits, not everything that fits is lawful.
 */
import type { Condition, Pack, PackStep, Trigger } from '#law/pack-format';

/** A transition: `label` as the export names the activity, null for one that is not seen. Arcs have weight 1. */
export interface Transition { id: string; label: string | null; from: string[]; to: string[] }
export interface Net { places: string[]; transitions: Transition[]; start: string; end: string }
/** `act` comes only after one of `after`. `because`: what of the pack says so. */
export interface Order { act: string; after: string[]; because: string }
export interface Procedure { pack: string; net: Net; orders: Order[] }

const START = 'start';
const END = 'end';
const open = (phase: string): string => `open/${phase}`;
const closed = (closing: string): string => `closed/${closing}`;

/** Types of events that the procedure speaks of; the others (files, duties, approvals, seals) are beside its course. */
export const OF_THE_COURSE = ['caseOpened', 'stepTaken', 'stepFellDue', 'paperIssued', 'paperVoided', 'paperServed', 'clockLapsed', 'lapseWithdrawn', 'phaseEntered', 'caseClosed', 'caseReopened'] as const;
const WITHDRAWN = ['anchorGone', 'inTime', 'suspended', 'calendarAmended'].map((reason) => `lapseWithdrawn:${reason}`);

export function procedureOf(pack: Pack): Procedure {
  return { pack: pack.id, net: new Drawing(pack).net(), orders: ordersOf(pack) };
}

class Drawing {
  private readonly transitions: Transition[] = [];
  private readonly counters: string[][] = [];

  constructor(private readonly pack: Pack) {}

  net(): Net {
    const { pack } = this;
    const phases = pack.phases.map((phase) => phase.code);
    for (const step of pack.steps) if (!step.byTime) this.step(step);
    this.add(`caseOpened:${pack.id}`, [START], [open(pack.initialPhase), ...this.counters.flatMap(([none = '']) => none)]);
    for (const closing of pack.closings) for (const phase of closing.from) this.add(`caseClosed:${closing.code}`, [open(phase)], [closed(closing.code)]);
    for (const one of pack.reopenings) for (const closing of one.from) this.add(`caseReopened:${one.code}`, [closed(closing)], [open(one.to)]);
    // Papers and service take a token of the course and give it back: none before the opening.
    for (const paper of pack.papers) for (const type of ['paperIssued', 'paperServed']) this.inEveryState(`${type}:${paper.code}`, [], []);
    for (const paper of pack.papers.filter((one) => one.serve)) this.voiding(paper.code);
    for (const clock of pack.clocks) this.lapse(clock.code, clock.onLapse);
    for (const paper of pack.papers) if (paper.onServed) this.enters(paper.onServed.phase, [], []);
    for (const label of WITHDRAWN) this.inEveryState(label, [], []);
    // After a lapse that was withdrawn the case is again where it was.
    for (const phase of phases) this.enters(phase, [], []);
    this.finish();
    return { places: [...new Set(this.transitions.flatMap((one) => [...one.from, ...one.to]))], transitions: this.transitions, start: START, end: END };
  }

  private add(label: string | null, from: string[], to: string[]): void {
    const same = this.transitions.some((one) => one.label === label && one.from.join() === from.join() && one.to.join() === to.join());
    if (!same) this.transitions.push({ id: `t${this.transitions.length + 1}`, label, from, to });
  }

  private states(): string[] {
    return [...this.pack.phases.map(({ code }) => open(code)), ...this.pack.closings.map(({ code }) => closed(code))];
  }

  private inEveryState(label: string, from: string[], to: string[]): void {
    for (const state of this.states()) this.add(label, [state, ...from], [state, ...to]);
  }

  /** A closed case stays closed, whatever phase it comes to. */
  private enters(phase: string, from: string[], to: string[]): void {
    for (const { code } of this.pack.phases) this.add(`phaseEntered:${phase}`, [open(code), ...from], [open(phase), ...to]);
    for (const { code } of this.pack.closings) this.add(`phaseEntered:${phase}`, [closed(code), ...from], [closed(code), ...to]);
  }

  /** Taken in its phases only; a step of once is taken once (for each party), unless the paper that it issued is taken back. */
  private step(step: PackStep): void {
    const label = `stepTaken:${step.code}`;
    const uses = this.countOf(step);
    for (const phase of step.from) {
      const targets = new Set([...(step.to === undefined || step.toWhenEach ? [phase] : []), ...(step.to === undefined ? [] : [step.to])]);
      for (const target of targets) for (const [from, to] of uses) this.add(label, [open(phase), ...from], [open(target), ...to]);
    }
    if (step.afterClosing) for (const { code } of this.pack.closings) for (const [from, to] of uses) this.add(label, [closed(code), ...from], [closed(code), ...to]);
  }

  private countOf(step: PackStep): [string[], string[]][] {
    const most = step.perParty ? this.pack.party.max : 1;
    const takenBack = step.issues.some((issue) => this.pack.papers.find((paper) => paper.code === issue.paper)?.serve);
    if (step.repeat === 'many' || takenBack || most === 0) return [[[], []]];
    const places = Array.from({ length: most + 1 }, (_, n) => `taken/${step.code}/${n}`);
    this.counters.push(places);
    return places.slice(1).map((place, n): [string[], string[]] => [[places[n] ?? ''], [place]]);
  }

  /** A paper taken back undoes the step that issued it, and the case is where it was before that step. */
  private voiding(paper: string): void {
    const label = `paperVoided:${paper}`;
    this.inEveryState(label, [], []);
    for (const step of this.pack.steps) {
      const { to } = step;
      if (to !== undefined && step.issues.some((issue) => issue.paper === paper)) for (const phase of step.from) this.add(label, [open(to)], [open(phase)]);
    }
  }

  /** What a lapse brings follows it in the order of the pack; a lapse that brings nothing leaves no trace. */
  private lapse(clock: string, effects: Pack['clocks'][number]['onLapse']): void {
    const owed = effects.filter((one) => !('owe' in one));
    const place = (n: number): string[] => (n < owed.length ? [`lapsed/${clock}/${n}`] : []);
    this.inEveryState(`clockLapsed:${clock}`, [], place(0));
    owed.forEach((effect, n) => {
      if ('produce' in effect) this.inEveryState(`stepFellDue:${effect.produce}`, place(n), place(n + 1));
      else if ('phase' in effect) this.enters(effect.phase, place(n), place(n + 1));
    });
  }

  /** A case may be read at any time, open or closed, but never with a lapse whose effects are missing. */
  private finish(): void {
    for (const state of this.states()) this.add(null, [state], ['read/0']);
    this.counters.forEach((places, at) => { for (const place of places) this.add(null, [`read/${at}`, place], [`read/${at + 1}`]); });
    this.add(null, [`read/${this.counters.length}`], [END]);
  }
}

function ordersOf(pack: Pack): Order[] {
  const found: Order[] = [];
  const order = (act: string, after: readonly string[] | null, because: string): void => {
    if (after !== null && after.length > 0 && !after.includes(act)) found.push({ act, after: [...new Set(after)], because });
  };
  const guards = (act: string, list: readonly { code: string; when?: Condition | undefined; require: Condition }[]): void => {
    for (const guard of list) if (guard.when === undefined) for (const after of needed(guard.require, pack)) order(act, after, `guard ${guard.code}`);
  };
  for (const step of pack.steps) if (!step.byTime) guards(`stepTaken:${step.code}`, step.guards);
  for (const closing of pack.closings) guards(`caseClosed:${closing.code}`, closing.guards);
  for (const one of pack.reopenings) guards(`caseReopened:${one.code}`, one.guards);
  for (const clock of pack.clocks) if (clock.start) order(`clockLapsed:${clock.code}`, [clock.start, ...clock.startAlso].flatMap((one) => labelsOf(one, pack)), `start of ${clock.code}`);
  for (const paper of pack.papers) {
    order(`paperServed:${paper.code}`, [`paperIssued:${paper.code}`], 'service');
    if (paper.serve) order(`paperVoided:${paper.code}`, [`paperIssued:${paper.code}`], 'voiding');
    order(`paperIssued:${paper.code}`, issuersOf(paper.code, pack), 'issue');
  }
  const entered = new Set([...pack.clocks.flatMap((clock) => clock.onLapse.flatMap((one) => ('phase' in one ? [one.phase] : []))), ...pack.papers.flatMap((paper) => paper.onServed?.phase ?? []), ...pack.phases.map((one) => one.code)]);
  for (const phase of entered) {
    const lapses = pack.clocks.filter((clock) => clock.onLapse.some((one) => 'phase' in one && one.phase === phase)).map((clock) => `clockLapsed:${clock.code}`);
    const served = pack.papers.filter((paper) => paper.onServed?.phase === phase).map((paper) => `paperServed:${paper.code}`);
    order(`phaseEntered:${phase}`, [...lapses, ...served, ...WITHDRAWN], 'what enters the phase');
  }
  for (const label of WITHDRAWN) order(label, pack.clocks.map((clock) => `clockLapsed:${clock.code}`), 'a lapse is there before it is withdrawn');
  return found;
}

/** The steps that issue a paper; null where something else may issue it too. */
function issuersOf(paper: string, pack: Pack): string[] | null {
  const beside = [pack.servicePapers?.receipt, pack.servicePapers?.announcement, ...pack.closings.flatMap((one) => one.issues.map((issue) => issue.paper)), ...pack.approvals.map((one) => one.sheet)];
  if (beside.includes(paper)) return null;
  return pack.steps.filter((step) => step.issues.some((issue) => issue.paper === paper)).flatMap((step) => taken(step.code, pack));
}

/** Each inner list: one of these must have happened. What says nothing of an order adds none. */
function needed(condition: Condition, pack: Pack): string[][] {
  if ('all' in condition) return condition.all.flatMap((one) => needed(one, pack));
  if ('any' in condition) {
    const ways = condition.any.map((one) => needed(one, pack));
    // One alternative without an order, and nothing follows; of several orders of one alternative the first is enough.
    return ways.some((way) => way.length === 0) ? [] : [ways.flatMap((way) => way[0] ?? [])];
  }
  if ('step' in condition) return [taken(condition.step, pack)];
  if ('issued' in condition) return [[`paperIssued:${condition.issued}`]];
  if ('served' in condition) return [[`paperServed:${condition.served}`]];
  if ('lapsed' in condition) return [[`clockLapsed:${condition.lapsed}`]];
  return [];
}

/** A reopening counts as a step that was taken. */
function taken(step: string, pack: Pack): string[] {
  if (pack.reopenings.some((one) => one.code === step)) return [`caseReopened:${step}`];
  return [pack.steps.find((one) => one.code === step)?.byTime ? `stepFellDue:${step}` : `stepTaken:${step}`];
}

function labelsOf(trigger: Trigger, pack: Pack): string[] {
  if ('opening' in trigger) return [`caseOpened:${pack.id}`];
  if ('step' in trigger) return taken(trigger.step, pack);
  if ('issued' in trigger) return [`paperIssued:${trigger.issued}`];
  if ('served' in trigger) return [`paperServed:${trigger.served}`];
  if ('paid' in trigger) return [`paymentBooked:${trigger.paid}`];
  if ('instalments' in trigger) return pack.money?.debts.find(({ code }) => code === trigger.instalments)?.terms?.approvals.flatMap((step) => taken(step, pack)) ?? [];
  if ('overdue' in trigger) return [`clockLapsed:${trigger.overdue}`];
  if ('courtWindow' in trigger) return pack.money?.debts.filter(({ code }) => code === trigger.courtWindow).map(({ paper }) => `paperServed:${paper}`) ?? [];
  if ('forbearance' in trigger) return pack.money?.debts.filter(({ code }) => code === trigger.forbearance).flatMap(({ forbearance }) => (forbearance === undefined ? [] : taken(forbearance.grant, pack))) ?? [];
  if ('stages' in trigger) return pack.money?.debts.filter(({ code }) => code === trigger.stages).flatMap(({ agreement }) => (agreement === undefined ? [] : taken(agreement.step, pack))) ?? [];
  return [`clockLapsed:${trigger.lapsed}`];
}
