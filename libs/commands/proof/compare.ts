/**
 * What the daily proof compares for one case. Pure: from the events alone it computes which instants are due, and sets
 * beside them what is stored and what was recorded. Each difference gets the cause that the record itself shows.
 */
import { advance, fold, openClocks, type CaseEvent, type CaseState, type OpenClock, type RecordedEvent } from '#cases';
import { addDays, chinaDateOf, endOfDay, legalInstant, startOfDay, type LawBook, type LegalDate, type LegalInstant } from '#law';

/** Why a difference is there; `unexplained` calls people. */
export const proofCauses = ['outage', 'recordedLate', 'calendarAmended', 'withdrawn', 'parameterNotSet', 'caseCannotAdvance', 'packChanged', 'unexplained'] as const;
export type ProofCause = (typeof proofCauses)[number];

/** storedDiffers: a clock row is not what the events give. notRecorded: due, and not in the record by the end of the day.
 * recordedLate: recorded that day, after its instant. recordedNotDue: a lapse stands that the events do not give.
 * lapseWithdrawn: taken back that day. notArmed: due within seven days, and nobody sleeps for it. clockMissing: the pack
 * names a clock for what happened, and none exists. */
export const differenceKinds = ['storedDiffers', 'notRecorded', 'recordedLate', 'recordedNotDue', 'lapseWithdrawn', 'notArmed', 'clockMissing'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export interface ProofDifference {
  caseId: string;
  officeId: string;
  clockId: string | null;
  kind: DifferenceKind;
  cause: ProofCause;
  /** Dates, instants and codes only. */
  about: Record<string, string | null>;
}

/** A clock row as it is stored. */
export interface StoredClock { clockId: string; code: string; status: string; dueOn: string | null; nextAt: string | null; calendarVersion: string }

/** One case as the record has it, read in one transaction. */
export interface CaseToProve {
  caseId: string;
  officeId: string;
  events: readonly RecordedEvent[];
  /** SHA-256 of the pack that the last event names. */
  packSha256: string;
  clocks: readonly StoredClock[];
  nextWakeAt: string | null;
  armed: boolean;
  cannotAdvance: boolean;
}

/** A lapse or rung recorded later than this after its instant counts as late: wakes may be spread over some minutes. Milliseconds. */
const lateAfter = 15 * 60_000;
const forecastDays = 7;

/** Proves one case for one day, at the instant `now`. `clocks` is the number of clocks recomputed. */
export function proveCase(found: CaseToProve, day: LegalDate, now: LegalInstant, book: LawBook): { clocks: number; differences: ProofDifference[] } {
  const end = endOfDay(day);
  const known = found.events.filter(({ recordedAt }) => recordedAt < end);
  const state = fold(found.caseId, known);
  if (state === null) return { clocks: 0, differences: [] };
  const isToday = now < end;
  const at = isToday ? now : legalInstant(new Date(Date.parse(end) - 1));
  const proof: CaseProof = { found, state, known, at, day, book, packChanged: book.pack(state.pack).sha256 !== found.packSha256 };
  const recomputed = openClocks(state, at, book);
  return {
    clocks: recomputed.length,
    differences: [
      ...notRecorded(proof), ...recordedThatDay(proof, recomputed), ...lapsesNotDue(proof, recomputed), ...clocksMissing(proof, recomputed),
      ...(known.length === found.events.length ? [...storedDiffers(proof, recomputed), ...notArmed(proof, now)] : []),
    ],
  };
}

interface CaseProof { found: CaseToProve; state: CaseState; known: readonly RecordedEvent[]; at: LegalInstant; day: LegalDate; book: LawBook; packChanged: boolean }

function difference({ found }: CaseProof, kind: DifferenceKind, cause: ProofCause, clockId: string | null, about: ProofDifference['about']): ProofDifference {
  return { caseId: found.caseId, officeId: found.officeId, clockId, kind, cause, about };
}

/** Due by the events, and not in the record by the end of the day. */
function notRecorded(proof: CaseProof): ProofDifference[] {
  const later = proof.found.events.slice(proof.known.length);
  return advance(proof.state, proof.at, proof.book).flatMap((event) => {
    const due = dueOf(event);
    if (due === null) return [];
    const caught = later.find((one) => sameOccurrence(one.event, event));
    const cause: ProofCause = caught !== undefined ? 'outage' : proof.found.cannotAdvance ? 'caseCannotAdvance' : proof.packChanged ? 'packChanged' : !proof.found.armed ? 'outage' : 'unexplained';
    return [difference(proof, 'notRecorded', cause, due.clockId, { event: event.type, dueAt: due.at, recordedAt: caught?.recordedAt ?? null })];
  });
}

/** What was recorded on that day after its instant, and what was taken back on it. */
function recordedThatDay(proof: CaseProof, recomputed: readonly OpenClock[]): ProofDifference[] {
  const recordedOf = new Map(proof.known.map(({ seq, recordedAt }) => [seq, recordedAt]));
  const anchors = new Map(recomputed.map(({ clockId, anchorSeq }) => [clockId, recordedOf.get(anchorSeq) ?? null]));
  return proof.known.filter(({ recordedAt }) => chinaDateOf(recordedAt) === proof.day).flatMap(({ event, recordedAt }) => {
    if (event.type === 'lapseWithdrawn') return [difference(proof, 'lapseWithdrawn', 'withdrawn', event.clockId, { reason: event.because.reason, newDueOn: event.because.newDueOn })];
    const due = dueOf(event);
    if (due === null || Date.parse(recordedAt) - Date.parse(due.at) <= lateAfter) return [];
    const anchoredAt = due.clockId === null ? null : anchors.get(due.clockId) ?? null;
    const cause: ProofCause = anchoredAt !== null && anchoredAt > due.at ? 'recordedLate' : moved(proof, due.clockId, due.at) ? 'calendarAmended' : 'outage';
    return [difference(proof, 'recordedLate', cause, due.clockId, { event: event.type, dueAt: due.at, recordedAt })];
  });
}

/** Whether the clock's due day was moved after it had passed: an earlier lapse of it was taken back. */
function moved(proof: CaseProof, clockId: string | null, dueAt: LegalInstant): boolean {
  return proof.known.some(({ event, recordedAt }) => event.type === 'lapseWithdrawn' && event.clockId === clockId && recordedAt > dueAt);
}

/** A lapse stands that the events, with the calendar of the day, do not give. */
function lapsesNotDue(proof: CaseProof, recomputed: readonly OpenClock[]): ProofDifference[] {
  return proof.state.lapses.filter(({ withdrawn }) => !withdrawn).flatMap((lapse) => {
    const clock = recomputed.find(({ clockId }) => clockId === lapse.clockId);
    const expected = clock?.provisional === true ? clock.candidates?.[0] ?? clock.dueOn : clock?.dueOn ?? null;
    if (expected === lapse.dueOn) return [];
    const recorded = proof.known.find(({ seq }) => seq === lapse.seq)?.event;
    const calendar = recorded?.type === 'clockLapsed' ? recorded.calendarVersion : null;
    const cause: ProofCause = clock !== undefined && calendar !== null && calendar !== clock.calendarVersion ? 'calendarAmended' : proof.packChanged ? 'packChanged' : 'unexplained';
    return [difference(proof, 'recordedNotDue', cause, lapse.clockId, { recordedDueOn: lapse.dueOn, computedDueOn: expected })];
  });
}

/** The rows that lists and wakes are read from, against the events. */
function storedDiffers(proof: CaseProof, recomputed: readonly OpenClock[]): ProofDifference[] {
  const stored = new Map(proof.found.clocks.map((clock) => [clock.clockId, clock]));
  const differing = recomputed.flatMap((clock) => {
    const row = stored.get(clock.clockId);
    stored.delete(clock.clockId);
    if (row !== undefined && row.dueOn === clock.dueOn && row.nextAt === clock.nextAt && row.status === clock.status) return [];
    const cause: ProofCause = row !== undefined && row.calendarVersion !== clock.calendarVersion ? 'calendarAmended' : proof.packChanged ? 'packChanged' : 'unexplained';
    return [difference(proof, 'storedDiffers', cause, clock.clockId, {
      storedDueOn: row?.dueOn ?? null, computedDueOn: clock.dueOn, storedNextAt: row?.nextAt ?? null, computedNextAt: clock.nextAt, storedStatus: row?.status ?? null, computedStatus: clock.status,
    })];
  });
  const surplus = [...stored.values()].map((row) => difference(proof, 'storedDiffers', proof.packChanged ? 'packChanged' : 'unexplained', row.clockId, { storedDueOn: row.dueOn, computedDueOn: null }));
  return [...differing, ...surplus];
}

/** Forecast: something is due within seven days, and nobody is known to sleep for it. */
function notArmed(proof: CaseProof, now: LegalInstant): ProofDifference[] {
  const { nextWakeAt, armed, cannotAdvance } = proof.found;
  const horizon = startOfDay(addDays(chinaDateOf(now), forecastDays + 1));
  if (nextWakeAt === null || armed || nextWakeAt >= horizon) return [];
  return [difference(proof, 'notArmed', cannotAdvance ? 'caseCannotAdvance' : 'outage', null, { nextWakeAt })];
}

/** Forecast: the pack names a clock for what happened, and none exists. Clocks with a condition of their own are left to the engine. */
function clocksMissing(proof: CaseProof, recomputed: readonly OpenClock[]): ProofDifference[] {
  const { pack } = proof.book.pack(proof.state.pack);
  return pack.clocks.filter(({ start, startWhen }) => start !== undefined && startWhen === undefined).flatMap((clock) => {
    const anchors = proof.known.filter(({ seq, event }) => starts(event, clock.start, seq, proof.state)).map(({ seq }) => seq);
    return anchors.filter((seq) => !recomputed.some((one) => one.clock === clock.code && one.anchorSeq === seq)).map((seq) => {
      const { length } = clock.period;
      const unset = typeof length !== 'number' && proof.book.parameter(proof.state.county, pack.id, length.parameter, proof.day) === null;
      return difference(proof, 'clockMissing', unset ? 'parameterNotSet' : 'unexplained', null, { clock: clock.code, anchorSeq: String(seq) });
    });
  });
}

function starts(event: CaseEvent, start: CaseToProveTrigger, seq: number, state: CaseState): boolean {
  if (start === undefined) return false;
  if ('step' in start) return start.anchorFact === undefined && state.steps.some((step) => step.seq === seq && step.step === start.step);
  const paper = (code: string, paperId: string): boolean => state.papers.some((one) => one.paperId === paperId && one.paper === code && !one.voided);
  if ('issued' in start) return event.type === 'paperIssued' && paper(start.issued, event.paper.paperId);
  if ('served' in start) return event.type === 'paperServed' && paper(start.served, event.paperId) && state.papers.some(({ served }) => Object.values(served).some((one) => one.seq === seq));
  return event.type === 'clockLapsed' && event.clock === start.lapsed && state.lapses.some((lapse) => lapse.seq === seq && !lapse.withdrawn);
}
type CaseToProveTrigger = ReturnType<LawBook['pack']>['pack']['clocks'][number]['start'];

/** The instant at which time alone brings an event, and its clock; null for what people do. */
function dueOf(event: CaseEvent): { at: LegalInstant; clockId: string | null } | null {
  if (event.type === 'clockLapsed') return { at: endOfDay(event.dueOn), clockId: event.clockId };
  return event.type === 'packEnded' ? { at: endOfDay(event.lastDay), clockId: null } : null;
}

function sameOccurrence(a: CaseEvent, b: CaseEvent): boolean {
  if (a.type === 'clockLapsed' && b.type === 'clockLapsed') return a.clockId === b.clockId && a.dueOn === b.dueOn;
  return a.type === b.type && a.type === 'packEnded';
}
