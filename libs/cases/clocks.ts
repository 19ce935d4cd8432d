/**
 * The clocks of a case, always derived from its events: anchor, length, unit, article, calendar version, suspensions
 * and due day are computed anew each time, so that nothing like an "overdue" flag can go stale.
 */
import { type Calendar, type Citation, type LegalDate, type LegalInstant, type LawBook, type PeriodResult, addDays, chinaDateOf, citationText, computePeriod, endOfDay, legalInstant, packCitation, resolvePeriod, startOfDay } from '#law';
import type { BilingualText, Cite, Pack, PackClock, Trigger } from '#law/pack-format';
import { type ClockReader, type ConditionScope, holds, referredTo } from './conditions.ts';
import { stepOfPaper } from './evolve.ts';
import type { CaseState, OpenClock, PaperState } from './model.ts';
import { chosenWindow, lastSafeDemand, overdueSince, standingOf, windowOfDebt, windowRunnings, type WindowPlace } from './money/court.ts';
import { balanceOf, moneyOf, type CaseDebt, type CaseMoney } from './money/debts.ts';
import { inHandsOn } from '#ledger';
import { agreementsOf, stagesKept } from './money/agreement.ts';
import { forbearancesOf, forborneDays } from './money/forbearance.ts';
import { plannedInstalments, termsApproved } from './money/instalments.ts';

/** The code of the clock that a public announcement starts (Civil Procedure Law art. 95); it belongs to every pack. */
export const ANNOUNCEMENT = 'announcement';

/** One running of a clock: the pack's definition, its anchor in the record, and the period computed on a calendar. */
export interface ClockInstance {
  clockId: string;
  definition: PackClock | null;
  code: string;
  party: string | null;
  anchorOn: LegalDate;
  anchorSeq: number;
  /** The paper, for a paper's clock (announcement). */
  paperId: string | null;
  period: PeriodResult;
  /** The last day that the person bound must keep: due, or the rolled end of an announcement. */
  endsOn: LegalDate | null;
  endedOn: LegalDate | null;
  actor: 'party' | 'agency' | 'system';
  name: BilingualText;
  consequence: BilingualText;
  readonly article: BilingualText;
  rungs: { rung: string; at: LegalInstant; index: number }[];
}

/** `since`: the day of the step that set a day to come, from which on it can be ended. `of`: the step that the reference fact of an end names; undefined where the end is of every running. */
interface Anchor { on: LegalDate; seq: number; party: string | null; paperId: string | null; since?: LegalDate; of?: number | null }

/** The instances of a state never change for one calendar and one law; a state is asked many times in one command. */
const computed = new WeakMap<CaseState, { calendar: Calendar; book: LawBook; instances: readonly ClockInstance[] }[]>();

/** All instances that the record has started, ended ones included, on `calendar`. */
export function clockInstances(state: CaseState, calendar: Calendar, book: LawBook): readonly ClockInstance[] {
  const known = computed.get(state) ?? [];
  const found = known.find((one) => one.calendar === calendar && one.book === book);
  if (found) return found.instances;
  const entry = { calendar, book, instances: computeInstances(state, calendar, book) as readonly ClockInstance[] };
  computed.set(state, [...known, entry]);
  // Instalments and stages follow from the money, and the money from the clocks above: so these stand before.
  entry.instances = [...entry.instances, ...instalmentInstances(state, calendar, book), ...stageInstances(state, calendar, book)];
  // What is overdue follows from both, and the window to the court from the time to sue.
  entry.instances = [...entry.instances, ...overdueInstances(state, calendar, book, entry.instances), ...windowInstances(state, calendar, book)];
  return entry.instances;
}

function instalmentInstances(state: CaseState, calendar: Calendar, book: LawBook): ClockInstance[] {
  const { pack } = book.pack(state.pack);
  const clocks = pack.clocks.filter(({ start }) => start !== undefined && 'instalments' in start);
  if (clocks.length === 0 || !termsApproved(state, pack)) return [];
  const money = moneyOn(state, calendar, book);
  return clocks.flatMap((definition) => {
    const { start, code } = definition;
    return start === undefined || !('instalments' in start) ? [] : plannedInstalments(state, money, start.instalments).map((one) => {
      const clockId = `${state.caseId}.${code}.${one.plan}-${String(one.number).padStart(3, '0')}.${one.party}`;
      const period = computePeriod({ length: 0, unit: 'ND', direction: 'after', roll: 'absolute' }, one.due, calendar, citation(pack, definition.cite));
      return {
        clockId, definition, code, party: one.party, anchorOn: one.from, anchorSeq: one.plan, paperId: null, period, endsOn: one.due, endedOn: one.endedOn, actor: definition.actor,
        name: { zh: `${definition.name.zh}（第${one.number}期）`, en: `${definition.name.en} (no. ${one.number})` }, consequence: definition.consequence,
        get article() { return packCitation(pack, definition.cite); },
        rungs: rungsBefore(definition, { ...one, clockId }, state, book, pack),
      };
    });
  });
}

/** Each stage of an enforcement agreement; those of one that has ended by then no longer fall due. */
function stageInstances(state: CaseState, calendar: Calendar, book: LawBook): ClockInstance[] {
  const { pack } = book.pack(state.pack);
  return pack.clocks.flatMap((definition) => {
    const { start, code } = definition;
    if (start === undefined || !('stages' in start) || !pack.money?.debts.some((debt) => debt.code === start.stages && state.steps.some(({ step }) => step === debt.agreement?.step))) return [];
    return agreementsOf(state, moneyOn(state, calendar, book), start.stages).flatMap(({ seq, party, on, endedOn, stages }) => stages.map(({ number, due, metOn }) => ({
      clockId: `${state.caseId}.${code}.${seq}-${String(number).padStart(3, '0')}.${party}`, definition, code, party, anchorOn: on, anchorSeq: seq, paperId: null,
      period: computePeriod({ length: 0, unit: 'ND', direction: 'after', roll: 'absolute' }, due, calendar, citation(pack, definition.cite)), endsOn: due,
      endedOn: earlier(metOn, endedOn), actor: definition.actor,
      name: { zh: `${definition.name.zh}（第${number}阶段）`, en: `${definition.name.en} (no. ${number})` }, consequence: definition.consequence,
      get article() { return packCitation(pack, definition.cite); }, rungs: [],
    })));
  });
}

/** Each lapse of what a clock watches, until it is made good: the ladder of what follows on a day to pay that was missed. */
function overdueInstances(state: CaseState, calendar: Calendar, book: LawBook, known: readonly ClockInstance[]): ClockInstance[] {
  const { pack } = book.pack(state.pack);
  return pack.clocks.flatMap((clock) => (clock.start ? [clock.start, ...clock.startAlso] : []).flatMap((trigger) => {
    if (!('overdue' in trigger)) return [];
    return state.lapses.filter((lapse) => lapse.clock === trigger.overdue && !lapse.withdrawn).flatMap((lapse) => {
      const lapsed = known.find((one) => one.clockId === lapse.clockId);
      return instanceOf(clock, { on: lapse.dueOn, seq: lapse.seq, party: lapse.party, paperId: null }, state, calendar, book, pack)
        .map((one) => ({ ...one, endedOn: earlier(one.endedOn, lapsed?.endedOn ?? null) }));
    });
  }));
}

function earlier(one: LegalDate | null, other: LegalDate | null): LegalDate | null {
  return one === null || (other !== null && other < one) ? other : one;
}

/** The window to the court of each debt, and the last day of a demand that leaves time for it. */
function windowInstances(state: CaseState, calendar: Calendar, book: LawBook): ClockInstance[] {
  const { pack } = book.pack(state.pack);
  const clocks = pack.clocks.filter(({ start }) => start !== undefined && 'courtWindow' in start);
  if (clocks.length === 0 || !state.papers.some(({ paper, served }) => pack.money?.debts.some((debt) => debt.paper === paper) === true && Object.keys(served).length > 0)) return [];
  const money = moneyOn(state, calendar, book);
  return clocks.flatMap((definition) => {
    const { start, code } = definition;
    if (start === undefined || !('courtWindow' in start)) return [];
    return windowRunnings(windowPlace(state, calendar, book), money, start.courtWindow, start.last, citation(pack, definition.cite)).map((one) => ({ ...one, clockId: `${state.caseId}.${code}.${one.seq}.${one.party}` })).map((one) => ({
      clockId: one.clockId, definition, code, party: one.party, anchorOn: one.from, anchorSeq: one.seq, paperId: null,
      period: one.period, endsOn: one.period.due, endedOn: one.endedOn, actor: definition.actor, name: definition.name, consequence: definition.consequence,
      get article() { return packCitation(pack, definition.cite); },
      rungs: one.period.due === null ? [] : rungsBefore(definition, { due: one.period.due, from: one.from, party: one.party, clockId: one.clockId }, state, book, pack),
    }));
  });
}

/** The last day on which a demand leaves time for the court, as it is known at an instant; null where nothing more hangs on it. */
export function lastSafeDemandOf(state: CaseState, at: LegalInstant, book: LawBook, debt: string, party: string, on: LegalDate): LegalDate | null {
  const calendar = book.calendars.asKnownOn(chinaDateOf(at));
  return lastSafeDemand(windowPlace(state, calendar, book), moneyOn(state, calendar, book), debt, party, on);
}

function windowPlace(state: CaseState, calendar: Calendar, book: LawBook): WindowPlace {
  return { state, pack: book.pack(state.pack).pack, book, calendar, instances: clockInstances(state, calendar, book) };
}

/** The window of a debt of a party on a day, as it is known at an instant; null where there is none. */
export function courtWindowOf(state: CaseState, at: LegalInstant, book: LawBook, one: CaseDebt, on: LegalDate): ReturnType<typeof windowOfDebt> {
  const calendar = book.calendars.asKnownOn(chinaDateOf(at));
  return windowOfDebt(windowPlace(state, calendar, book), one, moneyOn(state, calendar, book), on);
}

/** So many days before the last day, never before the beginning. What speaks to the party waits for the end of a forbearance. */
function rungsBefore(clock: PackClock, { due, from, party, clockId }: { due: LegalDate; from: LegalDate; party: string; clockId: string }, state: CaseState, book: LawBook, pack: Pack): ClockInstance['rungs'] {
  const parameter = (code: string) => book.parameter(state.county, pack.id, code, from)?.value ?? null;
  const hour = parameter('reminderHour');
  return clock.rungs.flatMap((rung, index) => {
    const given = typeof rung.daysAfterStart === 'number' ? rung.daysAfterStart : parameter(rung.daysAfterStart.parameter);
    const days = typeof given === 'number' ? [given] : Array.isArray(given) ? given : [];
    const withheld = rung.owe.towardsParty === true ? forborneDays(state, pack, party) : [];
    return days.map((day) => ({ on: addDays(due, -day), day })).filter(({ on }) => on >= from).map(({ on, day }) => {
      const name = `${rung.code}-${day}`;
      return { rung: name, at: once(state, clockId, name, withheld, officeHour(freeDay(on, withheld), typeof hour === 'string' ? hour : '00:00')), index };
    });
  });
}

function computeInstances(state: CaseState, calendar: Calendar, book: LawBook): ClockInstance[] {
  const { pack } = book.pack(state.pack);
  const instances = pack.clocks.flatMap((clock) => {
    if (!clock.start) return [];
    return [clock.start, ...clock.startAlso].flatMap((trigger) => anchorsOf(trigger, state)).flatMap((anchor) => {
      if (clock.startWhen && holds(clock.startWhen, { state, book, clocks: clockReader(state, calendar, book), on: anchor.on, party: anchor.party, ...givenAt(anchor, state) }) !== true) return [];
      return instanceOf(clock, anchor, state, calendar, book, pack);
    });
  });
  return [...instances, ...forbearanceInstances(state, calendar, pack), ...announcementInstances(state, calendar, book)];
}

/** Each forbearance as a running to its last day, that day included. */
function forbearanceInstances(state: CaseState, calendar: Calendar, pack: Pack): ClockInstance[] {
  return pack.clocks.flatMap((clock) => {
    const { start } = clock;
    if (start === undefined || !('forbearance' in start)) return [];
    return forbearancesOf(state, pack).filter(({ debt }) => debt === start.forbearance).map((one) => {
      const anchor = { on: one.from, seq: one.grant, party: one.party, paperId: null };
      return {
        clockId: clockIdOf(state, clock, anchor), definition: clock, code: clock.code, party: one.party, anchorOn: one.from, anchorSeq: one.grant, paperId: null,
        period: computePeriod({ length: 0, unit: 'ND', direction: 'after', roll: 'absolute' }, one.until, calendar, citation(pack, clock.cite)), endsOn: one.until, endedOn: endOf(clock, anchor, state, pack),
        actor: clock.actor, name: clock.name, consequence: clock.consequence, get article() { return packCitation(pack, clock.cite); }, rungs: [],
      };
    });
  });
}

/** Reads the clocks of a state for conditions; instances are computed once. */
export function clockReader(state: CaseState, calendar: Calendar, book: LawBook): ClockReader {
  return {
    lapsed(code, party, on) {
      const last = clockInstances(state, calendar, book).filter((one) => one.code === code && one.anchorOn <= on && (party === null || one.party === null || one.party === party))
        .reduce<ClockInstance | null>((latest, one) => (latest === null || one.anchorSeq > latest.anchorSeq ? one : latest), null);
      const lapse = last && standingLapse(state, last.clockId);
      return lapse != null && lapse.dueOn < on;
    },
    running(code, on) {
      return clockInstances(state, calendar, book).filter((instance) => {
        if (instance.code !== code || instance.anchorOn > on) return false;
        if (endedInTime(instance) && instance.endedOn !== null && instance.endedOn <= on) return false;
        const { endsOn } = effectiveEnd(instance);
        return endsOn === null || endsOn >= on;
      }).map((instance) => ({ party: instance.party, endsOn: effectiveEnd(instance).endsOn }));
    },
    periodEnd(code, from, party) {
      const { pack } = book.pack(state.pack);
      const clock = pack.clocks.find((one) => one.code === code);
      if (!clock) throw new Error(`Pack ${pack.id} has no clock ${code}.`);
      return periodOf(clock, from, state, calendar, book, pack, party)?.period.due ?? null;
    },
    balance: (debt, party, on) => balanceOf(moneyOn(state, calendar, book), debt, party, on),
    overdueSince: (debt, party, on) => overdueSince(moneyOn(state, calendar, book), debt, party, on),
    stagesKept: (debt, party, on) => stagesKept(agreementsOf(state, moneyOn(state, calendar, book), debt), party, on),
    window(debt, party, on) {
      const money = moneyOn(state, calendar, book);
      const one = money.debts.find(({ key }) => key.debt === debt && key.party === party);
      return standingOf(one === undefined ? null : windowOfDebt(windowPlace(state, calendar, book), one, money, on), one === undefined ? null : chosenWindow(state, one.definition, party, on), on);
    },
    inHands: (debt, party, on) => inHandsOn(moneyOn(state, calendar, book).entries, { caseId: state.caseId, party, debt }, on),
  };
}

/** What was said with the step that starts a running, or that issued its paper: a later step of the kind, with other facts or none, leaves it as it is. */
function givenAt({ seq, paperId }: Pick<Anchor, 'seq' | 'paperId'>, state: CaseState): Pick<ConditionScope, 'facts'> {
  const paper = paperId === null ? undefined : state.papers.find((one) => one.paperId === paperId);
  const facts = (paper === undefined ? state.steps.find((step) => step.seq === seq) : stepOfPaper(state, paper.seq))?.facts;
  return facts === undefined ? {} : { facts };
}

/** The money of a case as known at an instant: its debts and all entries. */
export function caseMoney(state: CaseState, at: LegalInstant, book: LawBook): CaseMoney {
  return moneyOn(state, book.calendars.asKnownOn(chinaDateOf(at)), book);
}

/** As the instances: of a state the money never changes, and one command asks for it often. */
const reckoned = new WeakMap<CaseState, { calendar: Calendar; book: LawBook; money: CaseMoney }[]>();

function moneyOn(state: CaseState, calendar: Calendar, book: LawBook): CaseMoney {
  const known = reckoned.get(state) ?? [];
  const found = known.find((one) => one.calendar === calendar && one.book === book);
  if (found) return found.money;
  const money = moneyOf(state, book, clockInstances(state, calendar, book), clockReader(state, calendar, book));
  reckoned.set(state, [...known, { calendar, book, money }]);
  return money;
}

/** The ladder after a missed day whose end asks for an act towards the party: its days are the county's, and forbearance is not counted in them. */
function standsStill(clock: PackClock): boolean {
  return clock.start !== undefined && 'overdue' in clock.start && clock.onLapse.some((effect) => 'owe' in effect && effect.owe.towardsParty === true);
}

function periodOf(clock: PackClock, anchorOn: LegalDate, state: CaseState, calendar: Calendar, book: LawBook, pack: Pack, party: string | null, given: Pick<ConditionScope, 'facts'> = {}): { period: PeriodResult; cite: Cite } | null {
  const variant = clock.variants.find((one) => holds(one.when, { state, book, clocks: clockReader(state, calendar, book), on: anchorOn, party, ...given }) === true);
  const chosen = variant ?? clock;
  const spec = resolvePeriod(chosen.period, (code) => book.parameter(state.county, pack.id, code, anchorOn)?.value ?? null);
  if (!spec) return null;
  const suspensions = [...state.suspensions.filter((one) => one.clock === clock.code).map(({ from, to, step }) => ({ from, to, ground: stepName(pack, step).zh })), ...(standsStill(clock) ? forborneDays(state, pack, party) : [])];
  return { period: computePeriod(spec, anchorOn, calendar, citation(pack, chosen.cite), suspensions), cite: chosen.cite };
}

const clockIdOf = (state: CaseState, clock: PackClock, anchor: Anchor): string => `${state.caseId}.${clock.code}.${anchor.seq}.${anchor.party ?? '-'}`;

function instanceOf(clock: PackClock, anchor: Anchor, state: CaseState, calendar: Calendar, book: LawBook, pack: Pack): ClockInstance[] {
  const computed = periodOf(clock, anchor.on, state, calendar, book, pack, anchor.party, givenAt(anchor, state));
  // The step that would start a clock with an unset parameter is refused by name (`parameterNotSet`), so none runs here.
  if (!computed) return [];
  const { period, cite } = computed;
  return [{
    clockId: clockIdOf(state, clock, anchor), definition: clock, code: clock.code, party: anchor.party, anchorOn: anchor.on, anchorSeq: anchor.seq, paperId: anchor.paperId,
    period, endsOn: period.due, endedOn: endOf(clock, anchor, state, pack), actor: clock.actor, name: clock.name, consequence: clock.consequence,
    get article() { return packCitation(pack, cite); }, rungs: rungsOf(clock, anchor, state, calendar, book, pack),
  }];
}

/** The first day, from a day on, on which nothing is withheld. */
function freeDay(on: LegalDate, withheld: readonly { from: LegalDate; to: LegalDate }[]): LegalDate {
  const covering = withheld.find(({ from, to }) => from <= on && on <= to);
  return covering === undefined ? on : freeDay(addDays(covering.to, 1), withheld);
}

/** What was said to the party for this running is not said again because a forbearance came after it, or ended before its day. */
function once(state: CaseState, clockId: string, rung: string, withheld: readonly unknown[], at: LegalInstant): LegalInstant {
  return withheld.length === 0 ? at : state.rungs.find((one) => one.clockId === clockId && one.rung === rung)?.dueAt ?? at;
}

/** A reminder or escalation goes out at the county's office hour of its day. Days of forbearance are not counted for what speaks to the party. */
function rungsOf(clock: PackClock, anchor: Anchor, state: CaseState, calendar: Calendar, book: LawBook, pack: Pack): ClockInstance['rungs'] {
  const parameter = (code: string) => book.parameter(state.county, pack.id, code, anchor.on)?.value ?? null;
  return clock.rungs.flatMap((rung, index) => {
    const given = typeof rung.daysAfterStart === 'number' ? rung.daysAfterStart : parameter(rung.daysAfterStart.parameter);
    const days = typeof given === 'number' ? [given] : Array.isArray(given) ? given : [];
    const hour = parameter('reminderHour');
    return days.flatMap((day) => {
      const withheld = rung.owe.towardsParty === true ? forborneDays(state, pack, anchor.party) : [];
      const suspensions = [...state.suspensions.filter((one) => one.clock === clock.code).map(({ from, to }) => ({ from, to, ground: '' })), ...withheld];
      const { raw } = computePeriod({ length: day, unit: 'ND', direction: 'after', roll: 'absolute' }, anchor.on, calendar, citation(pack, clock.cite), suspensions);
      const name = `${rung.code}-${day}`;
      return raw === null ? [] : [{ rung: name, at: once(state, clockIdOf(state, clock, anchor), name, withheld, officeHour(raw, typeof hour === 'string' ? hour : '00:00')), index }];
    });
  });
}

function officeHour(on: LegalDate, time: string): LegalInstant {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return legalInstant(new Date(Date.parse(startOfDay(on)) + (hours * 60 + minutes) * 60_000));
}

function anchorsOf(trigger: Trigger, state: CaseState): Anchor[] {
  if ('opening' in trigger) {
    const fact = trigger.anchorFact === undefined ? undefined : state.openingFacts[trigger.anchorFact];
    if (trigger.anchorFact === undefined) return [{ on: state.openedOn, seq: 1, party: null, paperId: null }];
    return fact?.type === 'date' ? [{ on: fact.value, seq: 1, party: null, paperId: null }] : [];
  }
  if ('step' in trigger) {
    return state.steps.filter((step) => step.step === trigger.step).flatMap((step) => {
      const { ref } = trigger;
      const named = ref === undefined ? {} : { of: referredTo(step.facts[ref]) };
      if (trigger.anchorFact === undefined) return [{ on: step.on, seq: step.seq, party: step.party, paperId: null, ...named }];
      const fact = step.facts[trigger.anchorFact];
      return fact?.type === 'date' ? [{ on: fact.value, seq: step.seq, party: step.party, paperId: null, ...(step.on < fact.value ? { since: step.on } : {}), ...named }] : [];
    });
  }
  if ('issued' in trigger) {
    return state.papers.filter((paper) => paper.paper === trigger.issued && !paper.voided).map((paper) => ({ on: paper.issuedOn, seq: paper.seq, party: paper.party, paperId: paper.paperId }));
  }
  if ('served' in trigger) {
    return state.papers.filter((paper) => paper.paper === trigger.served && !paper.voided)
      .flatMap((paper) => Object.entries(paper.served).map(([party, service]) => ({ on: service.effectiveOn, seq: service.seq, party, paperId: paper.paperId })));
  }
  if ('paid' in trigger) return (state.money?.paid ?? []).flatMap(({ debt, party, on, seq }) => (debt === trigger.paid && on !== null ? [{ on, seq, party, paperId: null }] : []));
  // Instalments, stages, what is overdue, forbearance and the window to the court are runnings of their own kind, made when the rest is known.
  if ('instalments' in trigger || 'overdue' in trigger || 'courtWindow' in trigger || 'forbearance' in trigger || 'stages' in trigger) return [];
  return state.lapses.filter((lapse) => lapse.clock === trigger.lapsed && !lapse.withdrawn).map((lapse) => ({ on: lapse.dueOn, seq: lapse.seq, party: lapse.party, paperId: null }));
}

/** The day on which something ended the clock: the first ending event of its party from the anchor on. */
function endOf(clock: PackClock, anchor: Anchor, state: CaseState, pack: Pack): LegalDate | null {
  // What was done before a reopening, were it on the same day, ends nothing that begins with it.
  const reopened = state.steps.some((step) => step.seq === anchor.seq && pack.reopenings.some((one) => one.code === step.step));
  const days = clock.ends.flatMap((trigger) => anchorsOf(trigger, state))
    .filter((end) => end.on >= (anchor.since ?? anchor.on) && end.seq !== anchor.seq && (!reopened || end.seq > anchor.seq) && (anchor.party === null || end.party === null || end.party === anchor.party) && (end.of === undefined || end.of === anchor.seq))
    .map((end) => end.on).sort();
  return days[0] ?? null;
}

/**
 * A posted announcement: deemed service by lapse of time, from the later of raw and rolled end. A paper posted again
 * before that counts from the last posting (CPL Interpretation art. 138).
 */
function announcementInstances(state: CaseState, calendar: Calendar, book: LawBook): ClockInstance[] {
  return state.papers.filter((paper) => !paper.voided).flatMap((paper) => state.parties.flatMap(({ partyId }) => {
    const posted = paper.attempts.filter((one) => one.party === partyId && one.attempt.way === ANNOUNCEMENT && one.result === 'pending')
      .reduce<PaperState['attempts'][number] | null>((last, one) => (last === null || one.attempt.on >= last.attempt.on ? one : last), null);
    if (posted === null) return [];
    const rule = announcementRule(posted.attempt.on, book);
    const period = computePeriod({ length: rule.days, unit: 'ND', direction: 'after', roll: 'next-working-day-citizen-only', laterDateHelps: 'citizen' }, posted.attempt.on, calendar,
      { instrument: book.service.instrument, article: rule.article, status: rule.status });
    const served = paper.served[partyId];
    return [{
      clockId: `${state.caseId}.${ANNOUNCEMENT}.${posted.seq}.${partyId}`, definition: null, code: ANNOUNCEMENT, party: partyId,
      anchorOn: posted.attempt.on, anchorSeq: posted.seq, paperId: paper.paperId, period, endsOn: period.due,
      endedOn: served && served.way !== ANNOUNCEMENT ? served.rawOn : null, actor: 'party' as const,
      name: book.service.ways.announcement.name, consequence: { zh: '视为送达', en: 'deemed served' },
      get article() { return citationText(book.service.instrument, rule.article); }, rungs: [],
    }];
  }));
}

/** An announcement that has counted as service already. */
export function announcementCounted(state: CaseState, instance: ClockInstance): boolean {
  return instance.definition === null && state.papers.find((paper) => paper.paperId === instance.paperId)?.served[instance.party ?? '']?.way === ANNOUNCEMENT;
}

/** The announcement period by the law of the day of posting (60 days before 2022-01-01, 30 from then on). */
export function announcementRule(postedOn: LegalDate, book: LawBook): LawBook['service']['announcement'][number] {
  const rule = book.service.announcement.find((one) => (one.postedFrom === null || one.postedFrom <= postedOn) && (one.postedTo === null || postedOn <= one.postedTo));
  if (!rule) throw new Error(`The law of service has no announcement period for ${postedOn}.`);
  return rule;
}

/** Whether the clock still runs where the case or its pack has ended: the party's remedies do. */
export function outlives(state: CaseState, instance: ClockInstance): boolean {
  return (state.closed === null && !state.packEnded) || instance.definition?.survivesEnd === true;
}

/** Whether time still changes the record by this clock: in a closed case by those alone that were started since. */
export function goesOn(state: CaseState, instance: ClockInstance): boolean {
  return state.closed === null ? outlives(state, instance) : startedAfterClosing(state, instance);
}

function startedAfterClosing(state: CaseState, { anchorSeq }: ClockInstance): boolean {
  return state.steps.some((step) => step.afterClosing === true && step.seq === anchorSeq);
}

/** The lapse that stands for an instance, if any. */
export function standingLapse(state: CaseState, clockId: string): CaseState['lapses'][number] | undefined {
  return state.lapses.find((lapse) => lapse.clockId === clockId && !lapse.withdrawn);
}

/** Ended before its last day was over: whatever came after the due day came too late. */
export function endedInTime(instance: ClockInstance): boolean {
  return instance.endedOn !== null && (instance.endsOn === null || instance.endedOn <= instance.endsOn);
}

/**
 * A provisional end waits for the calendar notice where a lapse would burden the party, and counts at the earlier
 * candidate where it binds the authority.
 */
export function effectiveEnd(instance: ClockInstance): { endsOn: LegalDate | null; waitsForNotice: LegalDate | null } {
  if (!instance.period.provisional) return { endsOn: instance.endsOn, waitsForNotice: null };
  return instance.actor === 'agency'
    ? { endsOn: instance.period.earliestCandidate, waitsForNotice: null }
    : { endsOn: null, waitsForNotice: instance.period.earliestCandidate };
}

/** Clocks as people see them, with what is next; `calendar` as known on the day of `at`. */
export function openClocks(state: CaseState, at: LegalInstant, book: LawBook, calendar: Calendar): OpenClock[] {
  return clockInstances(state, calendar, book).map((instance) => {
    const lapse = standingLapse(state, instance.clockId);
    const ended = endedInTime(instance) || !(outlives(state, instance) || goesOn(state, instance));
    // A closed case records no lapse of what ran before, so it is read from the day.
    const over = state.closed !== null && !ended && instance.endsOn !== null && endOfDay(instance.endsOn) <= at;
    const status = lapse || over || announcementCounted(state, instance) ? 'lapsed' : ended ? 'ended' : instance.period.due === null ? 'suspended' : 'running';
    return {
      clockId: instance.clockId, clock: instance.code, name: instance.name, party: instance.party, actor: instance.actor,
      anchorOn: instance.anchorOn, anchorSeq: instance.anchorSeq, status, rawOn: instance.period.raw, dueOn: instance.period.due,
      provisional: instance.period.provisional,
      candidates: instance.period.earliestCandidate && instance.period.latestCandidate && instance.period.provisional ? [instance.period.earliestCandidate, instance.period.latestCandidate] : null,
      calendarVersion: instance.period.calendarVersion, article: instance.article, explanation: { ...instance.period.explanation }, consequence: instance.consequence,
      nextAt: status === 'running' && goesOn(state, instance) ? nextOf(state, instance) : null,
    };
  });
}

/** The next instant of one running instance at which time alone changes the record. */
export function nextOf(state: CaseState, instance: ClockInstance): LegalInstant | null {
  const { endsOn, waitsForNotice } = effectiveEnd(instance);
  const dueAt = endsOn === null ? null : endOfDay(endsOn);
  const asked = waitsForNotice === null || state.duties.some((duty) => duty.kind === 'resolveCalendar' && duty.clockId === instance.clockId) ? null : endOfDay(waitsForNotice);
  const rungs = instance.rungs.filter((rung) => !rungReached(state, instance.clockId, rung) && (dueAt === null || rung.at < dueAt)).map((rung) => rung.at);
  return [dueAt, asked, ...rungs].filter((one): one is LegalInstant => one !== null).sort()[0] ?? null;
}

/** Each rung stands once per instant at which it was due: a suspension after it does not repeat it. */
export function rungReached(state: CaseState, clockId: string, { rung, at }: ClockInstance['rungs'][number]): boolean {
  return state.rungs.some((one) => one.clockId === clockId && one.rung === rung && one.dueAt === at);
}

export function citation(pack: Pack, cite: Cite): Citation {
  const instrument = pack.instruments.find((one) => one.id === cite.instrument);
  if (!instrument) throw new Error(`Pack ${pack.id} cites an instrument ${cite.instrument} that it does not name.`);
  return { instrument: instrument.name, article: cite.article, status: cite.status };
}

export function stepName(pack: Pack, code: string): BilingualText {
  return [...pack.steps, ...pack.reopenings].find((step) => step.code === code)?.name ?? { zh: code, en: code };
}
