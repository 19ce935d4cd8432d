/** Where in a procedure something wanted can be shown, and how far each phase is from there. */
import type { Condition, Pack } from '#law';
import { refusalCode, type Item, item } from './declared.ts';

/** Steps (or ways of closing) that can show it; by phase, how many steps that move the case lie between. */
export interface Target { /** What earlier acts had better say, or leave out, so that guards let these steps pass. */ equal: ReadonlyMap<string, string | number | boolean>; absent: ReadonlySet<string>; present: ReadonlySet<string>; goal: Item; steps: ReadonlySet<string>; closings: ReadonlySet<string>; distance: ReadonlyMap<string, number> }

export class Targets {
  private readonly known = new Map<Item, Target | null>();
  private readonly moves: { from: string; to: string }[];

  constructor(private readonly pack: Pack) {
    const served = pack.papers.flatMap((paper) => (paper.onServed === undefined ? [] : pack.steps.filter((step) => step.issues.some((issue) => issue.paper === paper.code)).flatMap((step) => [step.to ?? '', ...step.from].map((from) => ({ from, to: paper.onServed?.phase ?? '' })))));
    const lapsed = pack.clocks.flatMap((clock) => clock.onLapse.flatMap((effect) => ('phase' in effect ? pack.phases.map(({ code }) => ({ from: code, to: effect.phase })) : [])));
    this.moves = [...pack.steps.flatMap((step) => (step.to === undefined ? [] : step.from.map((from) => ({ from, to: step.to ?? '' })))), ...served, ...lapsed].filter(({ from, to }) => from !== to && from !== '');
  }

  /** Null where no act of the procedure in particular shows it. */
  of(goal: Item): Target | null {
    const known = this.known.get(goal);
    if (known !== undefined) return known;
    const found = this.find(goal);
    this.known.set(goal, found);
    return found;
  }

  /** Steps that its guards name, and those that issue the papers that they name. */
  prerequisites({ steps, closings }: Target): ReadonlySet<string> {
    const guards = [...this.pack.steps.filter((one) => steps.has(one.code)), ...this.pack.closings.filter((one) => closings.has(one.code))].flatMap((one) => one.guards.filter((guard) => guard.when === undefined).map((guard) => guard.require));
    const named = new Set([...JSON.stringify(guards).matchAll(/"(?:step|served|issued|stepDate|servedOn)":"([^"]+)"/g)].map(([, code = '']) => code));
    return new Set(this.pack.steps.filter((step) => named.has(step.code) || step.issues.some((issue) => named.has(issue.paper))).map((step) => step.code));
  }

  private find(goal: Item): Target | null {
    const { pack } = this;
    const code = goal.slice(goal.indexOf(' ') + 1);
    const steps = pack.steps.filter((step) => !step.byTime && (goal === item('step', step.code) || step.claims.some(({ register }) => goal === item('claim', register)) || goal === item('blocker', code) && step.guards.some((guard) => refusalCode(guard) === code)));
    const reopening = pack.reopenings.find((one) => goal === item('reopening', one.code) || (goal === item('blocker', code) && one.guards.some((guard) => guard.code === code)));
    const closings = pack.closings.filter((closing) => goal === item('closing', closing.code) || (goal === item('blocker', code) && closing.guards.some((guard) => guard.code === code)) || reopening?.from.includes(closing.code) === true);
    const approvals = /^(verdict|place|event (approval|signers)|command (askApproval|signApproval|changeSigners|withdrawApproval))/.test(goal) ? pack.steps.filter((step) => pack.approvals.some((chain) => chain.covers.includes(step.code))) : [];
    const all = [...steps, ...approvals];
    const phases = [...all.flatMap((step) => step.from), ...closings.flatMap((closing) => closing.from)];
    return phases.length === 0 ? null : { ...wishes(all, goal), goal, steps: new Set(all.map((step) => step.code)), closings: new Set(closings.map((closing) => closing.code)), distance: this.distances(new Set(phases)) };
  }

  /** How many moves lie between each phase and the nearest of these. */
  distances(to: ReadonlySet<string>): Map<string, number> {
    const distance = new Map([...to].map((phase): [string, number] => [phase, 0]));
    for (let changed = true; changed;) {
      changed = false;
      for (const move of this.moves) {
        const next = (distance.get(move.to) ?? Number.POSITIVE_INFINITY) + 1;
        if (next < (distance.get(move.from) ?? Number.POSITIVE_INFINITY)) { distance.set(move.from, next); changed = true; }
      }
    }
    return distance;
  }
}

/** What guards of these steps ask of facts that other acts give: to let them pass, or, where a refusal is wanted, to be broken. */
function wishes(steps: readonly Pack['steps'][number][], goal: Item): Pick<Target, 'equal' | 'absent' | 'present'> {
  const equal = new Map<string, string | number | boolean>();
  const absent = new Set<string>();
  const present = new Set<string>();
  for (const step of steps) {
    const own = new Set(step.facts.map(({ fact }) => fact));
    for (const { register, when } of step.claims) if (goal === item('claim', register)) for (const [, fact = ''] of JSON.stringify(when ?? null).matchAll(/"(?:fact|present)":"([^"]+)"/g)) present.add(fact);
    for (const guard of step.guards) {
      if (goal === item('blocker', guard.code)) {
        for (const [, fact = ''] of JSON.stringify([guard.require, guard.when ?? null]).matchAll(/"(?:fact|present)":"([^"]+)"/g)) present.add(fact);
        continue;
      }
      if (guard.when !== undefined && 'present' in guard.when && !own.has(guard.when.present)) absent.add(guard.when.present);
      if (guard.when === undefined) for (const [fact, value] of equalities(guard.require)) if (!own.has(fact)) equal.set(fact, value);
    }
  }
  for (const fact of present) { absent.delete(fact); equal.delete(fact); }
  return { equal, absent, present };
}

function equalities(condition: Condition): [string, string | number | boolean][] {
  if ('all' in condition) return condition.all.flatMap(equalities);
  return 'left' in condition && condition.is === '=' && 'fact' in condition.left && 'value' in condition.right ? [[condition.left.fact, condition.right.value]] : [];
}
