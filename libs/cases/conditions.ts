/**
 * Evaluates the conditions of a pack on the record as it stood on a day. Three-valued: `null` means that the record
 * does not say (a fact not yet given), so that what an officer has still to enter is never shown as unlawful.
 */
import { type LawBook, type LegalDate, parseYuan } from '#law';
import type { Balance } from '#ledger';
import type { Condition, Operand, PartyScope } from '#law/pack-format';
import type { WindowStanding } from './money/window-standing.ts';
import { handsActing } from './people/standing.ts';
import type { CaseState, Facts, FactValue, OfficerOnDay, PaperState, Surroundings, TakenStep } from './model.ts';

/** What a condition asks about clocks; made by `clocks.ts`. */
export interface ClockReader {
  /** Instances of a clock that run on a day, by party; a suspended clock runs too. */
  running(code: string, on: LegalDate): { party: string | null; endsOn: LegalDate | null }[];
  /** Whether the last running of a clock for a party (null: of the case) lapsed before a day, and the lapse stands. */
  lapsed(code: string, party: string | null, on: LegalDate): boolean;
  /** Last day of a clock's period counted from a given day. */
  periodEnd(code: string, from: LegalDate, party: string | null): LegalDate | null;
  /** What a debt of a party comes to at the end of a day; null where no served decision has established it. */
  balance(debt: string, party: string, on: LegalDate): Balance | null;
  /** Since when a party has been behind with a debt on a day; null: it is not. */
  overdueSince(debt: string, party: string, on: LegalDate): LegalDate | null;
  /** Whether the last enforcement agreement with a party has stages, and none of them is past and unpaid on a day. */
  stagesKept(debt: string, party: string, on: LegalDate): boolean;
  /** How the window to the court of a party's debt stands on a day. */
  window(debt: string, party: string, on: LegalDate): WindowStanding;
  /** What was collected of it on the spot and is not at the bank, in fen; whatever became of the decision since. */
  inHands(debt: string, party: string, on: LegalDate): bigint;
}

export interface ConditionScope {
  state: CaseState;
  book: LawBook;
  clocks: ClockReader;
  /** The day of the act: only what had happened by then counts. */
  on: LegalDate;
  party: string | null;
  /** Facts given with the command, over those of the record. */
  facts?: Facts;
  officers?: readonly OfficerOnDay[];
  around?: Surroundings;
}

type Answer = boolean | null;

const all = (answers: Answer[]): Answer => (answers.includes(false) ? false : answers.includes(null) ? null : true);
const any = (answers: Answer[]): Answer => (answers.includes(true) ? true : answers.includes(null) ? null : false);

/** Whether a condition holds; null when the record does not say. */
export function holds(condition: Condition, scope: ConditionScope): Answer {
  const { state, on } = scope;
  if ('all' in condition) return all(condition.all.map((one) => holds(one, scope)));
  if ('any' in condition) return any(condition.any.map((one) => holds(one, scope)));
  if ('not' in condition) { const answer = holds(condition.not, scope); return answer === null ? null : !answer; }
  if ('step' in condition) {
    const taken = state.steps.filter((step) => step.step === condition.step && step.on <= on);
    return forParties(condition.party, scope, (party) => taken.some((step) => (step.party === null || step.party === party) && follows(step, condition.since, party, scope)), taken.length > 0);
  }
  if ('issued' in condition) {
    const papers = state.papers.filter((paper) => paper.paper === condition.issued && !paper.voided && paper.issuedOn <= on);
    return forParties(condition.party, scope, (party) => papers.some((paper) => paper.party === null || paper.party === party), papers.length > 0);
  }
  if ('served' in condition) {
    const servedTo = (party: string) => { const service = lastPaper(state, condition.served, party, on)?.served[party]; return service !== undefined && service.effectiveOn <= on; };
    return forParties(condition.party, scope, servedTo, false);
  }
  if ('lapsed' in condition) {
    return forParties(condition.party, scope, (party) => scope.clocks.lapsed(condition.lapsed, party, on), scope.clocks.lapsed(condition.lapsed, null, on));
  }
  if ('running' in condition) {
    const running = scope.clocks.running(condition.running, on);
    return forParties(condition.party, scope, (party) => running.some((one) => one.party === null || one.party === party), running.length > 0);
  }
  if ('suspended' in condition) return state.suspensions.some((one) => one.clock === condition.suspended && one.to === null && one.from <= on);
  if ('phase' in condition) return condition.phase.includes(state.phase);
  if ('present' in condition) {
    return forParties(condition.party, scope, (party) => factOf(condition.present, { ...scope, party }) !== undefined, factOf(condition.present, scope) !== undefined);
  }
  if ('paid' in condition) {
    const paid = (party: string) => { const owed = scope.clocks.balance(condition.paid, party, on); return owed !== null && owed.paidInFullOn !== null; };
    return forParties(condition.party, scope, paid, false);
  }
  if ('inDefault' in condition) return forParties(condition.party, scope, (party) => scope.clocks.balance(condition.inDefault, party, on)?.inDefaultSince != null, false);
  if ('overdue' in condition) return forParties(condition.party, scope, (party) => scope.clocks.overdueSince(condition.overdue, party, on) !== null, false);
  if ('stagesKept' in condition) return forParties(condition.party, scope, (party) => scope.clocks.stagesKept(condition.stagesKept, party, on), false);
  if ('courtWindow' in condition) return forParties(condition.party, scope, (party) => scope.clocks.window(condition.courtWindow, party, on)[condition.is], false);
  if ('left' in condition) return compare(condition, scope);
  if ('parameterSet' in condition) return scope.book.parameter(state.county, state.pack, condition.parameterSet, on) !== null;
  if ('officers' in condition) {
    if (!scope.officers) return null;
    return new Set(scope.officers.filter((officer) => officer.certifiedOnDay).map((officer) => officer.personId)).size >= condition.officers;
  }
  if ('actorTookNone' in condition) {
    return scope.around ? handsActing(scope.around.actor).every((personId) => tookNone(personId, condition.actorTookNone, state)) : null;
  }
  if ('unanswered' in condition) return unanswered(condition.unanswered, scope);
  if ('actorQualified' in condition) {
    const held = scope.around?.actor.qualifications;
    return scope.around ? condition.actorQualified.some((one) => held?.includes(one)) : null;
  }
  if ('actorRole' in condition) return scope.around ? scope.around.actor.roles.some((role) => condition.actorRole.includes(role)) : null;
  if ('personTookNone' in condition) {
    const fact = factOf(condition.personTookNone.fact, scope);
    return fact?.type === 'person' ? tookNone(fact.personId, condition.personTookNone.steps, state) : null;
  }
  if ('partyKind' in condition) {
    return forParties('this', scope, (party) => state.parties.some((one) => one.partyId === party && one.kind === condition.partyKind), state.parties.every((one) => one.kind === condition.partyKind));
  }
  if ('partyAge' in condition) {
    const party = state.parties.find((one) => one.partyId === (scope.party ?? state.parties[0]?.partyId));
    return party?.ageOnAct == null ? (party?.kind === 'organisation' ? false : null) : party.ageOnAct < condition.partyAge.below;
  }
  return scope.around ? scope.around.claims[condition.claimFree] == null : null;
}

/** Whether one of these steps (or the one that the command names) has no later step that names it; of a step for one party, those of that party. */
function unanswered({ steps, by, ref, named }: { steps: string[]; by: string[]; ref: string; named?: true }, scope: ConditionScope): Answer {
  const { state, on } = scope;
  const answered = new Set(state.steps.filter((step) => by.includes(step.step) && step.on <= on).map((step) => referredTo(step.facts[ref])));
  const open = state.steps.filter((step) => steps.includes(step.step) && step.on <= on && (scope.party === null || step.party === null || step.party === scope.party) && !answered.has(step.seq));
  if (named !== true) return open.length > 0;
  const asked = referredTo(scope.facts?.[ref]);
  return asked === null ? null : open.some((step) => step.seq === asked);
}

/** The number of the step that a reference fact names. */
export function referredTo(fact: FactValue | undefined): number | null {
  return fact?.type === 'integer' ? fact.value : null;
}

/** The last paper of a kind issued to a party (by a day): it replaces those before it, served or not. */
export function lastPaper(state: CaseState, code: string, party: string, on?: LegalDate): PaperState | undefined {
  return state.papers.findLast((paper) => paper.paper === code && !paper.voided && (on === undefined || paper.issuedOn <= on) && (paper.party === null || paper.party === party));
}

/** Whether a step came after what it must answer: the service of the last paper, or the last taking of another step. */
function follows(step: TakenStep, since: { served: string } | { step: string } | undefined, party: string, { state, on }: ConditionScope): boolean {
  if (since === undefined) return true;
  if ('served' in since) {
    const paper = lastPaper(state, since.served, party, on);
    const service = paper?.served[party];
    return paper !== undefined && service !== undefined && step.seq > paper.seq && step.on >= service.effectiveOn;
  }
  const last = state.steps.findLast((one) => one.step === since.step && one.on <= on && (one.party === null || one.party === party));
  return last === undefined || step.seq > last.seq;
}

/** A step for one party asks about that party; a step of the case asks about every party. */
function forParties(asked: PartyScope | undefined, scope: ConditionScope, one: (party: string) => boolean, ofCase: boolean): boolean {
  const parties = scope.state.parties.map((party) => party.partyId);
  if (asked === 'any') return parties.length === 0 ? ofCase : parties.some(one);
  if (asked !== 'each' && scope.party !== null) return one(scope.party);
  return parties.length === 0 ? ofCase : parties.every(one);
}

function tookNone(personId: string, steps: readonly string[], state: CaseState): boolean {
  return !state.steps.some((step) => steps.includes(step.step) && (step.actorId === personId || step.actingFor?.personId === personId || step.officerIds.includes(personId)));
}

export function factOf(code: string, scope: Pick<ConditionScope, 'state' | 'facts' | 'party'>): FactValue | undefined {
  return scope.facts?.[code] ?? (scope.party === null ? undefined : scope.state.partyFacts[scope.party]?.[code]) ?? scope.state.facts[code];
}

/** A comparable value: dates and texts as text, money in fen, whole numbers as they are. */
export type Comparable = { kind: 'text'; text: string } | { kind: 'number'; number: bigint } | { kind: 'boolean'; boolean: boolean };

export function operandValue(operand: Operand, scope: ConditionScope): Comparable | null {
  const { state, book, on } = scope;
  if ('value' in operand) return literal(operand.value);
  if ('fact' in operand) { const fact = factOf(operand.fact, scope); return fact ? ofFact(fact) : null; }
  if ('parameter' in operand) {
    const value = book.parameter(state.county, state.pack, operand.parameter, on)?.value;
    return value === undefined || Array.isArray(value) ? null : literal(value);
  }
  if ('date' in operand) return { kind: 'text', text: on };
  if ('stepDate' in operand) {
    const days = state.steps.filter((step) => step.step === operand.stepDate && step.on <= on && (step.party === null || scope.party === null || step.party === scope.party)).map((step) => step.on).sort();
    const last = days.at(-1);
    return last === undefined ? null : { kind: 'text', text: last };
  }
  if ('servedOn' in operand) {
    const asked = scope.party === null ? state.parties.map((one) => one.partyId) : [scope.party];
    const last = asked.map((party) => lastPaper(state, operand.servedOn, party, on)?.served[party]?.effectiveOn).filter((day) => day !== undefined).sort().at(-1);
    return last === undefined ? null : { kind: 'text', text: last };
  }
  if ('refDate' in operand) {
    const seq = referredTo(factOf(operand.refDate, scope));
    const step = state.steps.find((one) => one.seq === seq);
    return step === undefined ? null : { kind: 'text', text: step.on };
  }
  if ('minus' in operand) {
    const [left, right] = [operandValue(operand.minus[0], scope), operandValue(operand.minus[1], scope)];
    return left?.kind === 'number' && right?.kind === 'number' ? { kind: 'number', number: left.number - right.number } : null;
  }
  if ('balance' in operand) {
    const owed = balancesOf(operand.balance, scope).map(({ balanceFen }) => balanceFen);
    return owed.length === 0 ? null : { kind: 'number', number: owed.reduce((sum, fen) => sum + fen, 0n) };
  }
  if ('received' in operand) return { kind: 'number', number: balancesOf(operand.received, scope).reduce((sum, { paidFen }) => sum + paidFen, 0n) };
  if ('unpaid' in operand) return { kind: 'number', number: balancesOf(operand.unpaid, scope).reduce((sum, { balanceFen, noLongerCollectedFen }) => sum + balanceFen + noLongerCollectedFen, 0n) };
  if ('surchargeOwed' in operand) return { kind: 'number', number: balancesOf(operand.surchargeOwed, scope).reduce((sum, { surchargeFen, paidSurchargeFen, waivedFen }) => sum + surchargeFen - paidSurchargeFen - waivedFen, 0n) };
  if ('overdueSince' in operand) {
    const days = (scope.party === null ? state.parties.map(({ partyId }) => partyId) : [scope.party]).map((party) => scope.clocks.overdueSince(operand.overdueSince, party, on)).filter((day) => day !== null).sort();
    return days[0] === undefined ? null : { kind: 'text', text: days[0] };
  }
  if ('inHands' in operand) return { kind: 'number', number: partiesAsked(scope).reduce((sum, party) => sum + scope.clocks.inHands(operand.inHands, party, scope.on), 0n) };
  // Who was named for a role may be represented in it by his substitute.
  if ('actor' in operand) return scope.around ? { kind: 'text', text: scope.around.actor.actingFor?.personId ?? scope.around.actor.personId } : null;
  if ('yearOf' in operand) {
    const day = operandValue(operand.yearOf, scope);
    return day?.kind === 'text' ? { kind: 'number', number: BigInt(day.text.slice(0, 4)) + BigInt(operand.plus ?? 0) } : null;
  }
  const from = operandValue(operand.from, scope);
  if (from?.kind !== 'text') return null;
  const due = scope.clocks.periodEnd(operand.periodEnd, from.text as LegalDate, scope.party);
  return due === null ? null : { kind: 'text', text: due };
}

/** A debt of the party asked about, or of every party that owes it. */
function balancesOf(debt: string, scope: ConditionScope): Balance[] {
  return partiesAsked(scope).map((one) => scope.clocks.balance(debt, one, scope.on)).filter((one) => one !== null);
}

function partiesAsked({ state, party }: ConditionScope): string[] {
  return party === null ? state.parties.map(({ partyId }) => partyId) : [party];
}

function literal(value: string | number | boolean): Comparable {
  if (typeof value === 'boolean') return { kind: 'boolean', boolean: value };
  if (typeof value === 'number') return { kind: 'number', number: BigInt(value) };
  return /^\d+\.\d{2}$/.test(value) ? { kind: 'number', number: parseYuan(value) } : { kind: 'text', text: value };
}

function ofFact(fact: FactValue): Comparable | null {
  switch (fact.type) {
    case 'date': case 'choice': case 'code': return { kind: 'text', text: fact.value };
    case 'money': return { kind: 'number', number: BigInt(fact.fen) };
    case 'integer': return { kind: 'number', number: BigInt(fact.value) };
    case 'boolean': return { kind: 'boolean', boolean: fact.value };
    case 'person': return { kind: 'text', text: fact.personId };
    case 'text': return null;
  }
}

function compare(condition: { left: Operand; is: '=' | '!=' | '<' | '<=' | '>' | '>='; right: Operand }, scope: ConditionScope): Answer {
  const left = operandValue(condition.left, scope);
  const right = operandValue(condition.right, scope);
  if (left === null || right === null) return null;
  const order = orderOf(left, right);
  switch (condition.is) {
    case '=': return order === 0;
    case '!=': return order !== 0;
    case '<': return order < 0;
    case '<=': return order <= 0;
    case '>': return order > 0;
    case '>=': return order >= 0;
  }
}

function orderOf(left: Comparable, right: Comparable): number {
  if (left.kind === 'number' && right.kind === 'number') return left.number < right.number ? -1 : left.number > right.number ? 1 : 0;
  if (left.kind === 'boolean' && right.kind === 'boolean') return Number(left.boolean) - Number(right.boolean);
  if (left.kind === 'text' && right.kind === 'text') return left.text < right.text ? -1 : left.text > right.text ? 1 : 0;
  throw new Error(`A pack compares ${left.kind} with ${right.kind}.`);
}

/** Parameters that a condition reads and that the county has not set. */
export function unsetParameters(condition: Condition, scope: ConditionScope): string[] {
  const codes = new Set<string>();
  const ofOperand = (operand: Operand): void => {
    if ('parameter' in operand && scope.book.parameter(scope.state.county, scope.state.pack, operand.parameter, scope.on) === null) codes.add(operand.parameter);
    if ('periodEnd' in operand) ofOperand(operand.from);
    if ('yearOf' in operand) ofOperand(operand.yearOf);
    if ('minus' in operand) operand.minus.forEach(ofOperand);
  };
  const visit = (one: Condition): void => {
    if ('all' in one) one.all.forEach(visit);
    else if ('any' in one) one.any.forEach(visit);
    else if ('not' in one) visit(one.not);
    else if ('parameterSet' in one) ofOperand({ parameter: one.parameterSet });
    else if ('left' in one) { ofOperand(one.left); ofOperand(one.right); }
  };
  visit(condition);
  return [...codes];
}
