/**
 * What the daily proof compares for one case. Pure: from the events alone it computes which instants are due, and sets
 * beside them what is stored and what was recorded. Each difference gets the cause that the record itself shows.
 */
import { advance, fold, openClocks, type CaseEvent, type CaseState, type OpenClock, type RecordedEvent } from '#cases';
import { addDays, chinaDateOf, endOfDay, legalInstant, startOfDay, type LawBook, type LegalDate, type LegalInstant } from '#law';
import type { KnownLaw } from './known-law.ts';

/** Why a difference is there; `unexplained` calls people. parameterKnownLate: the county set a value for days gone by, and
 * nobody could go by it before `parameterKnownFrom`. packChanged: it is as the pack loaded now has it, and not as the pack
 * that the events name. */
export const proofCauses = ['outage', 'recordedLate', 'calendarAmended', 'withdrawn', 'parameterNotSet', 'parameterKnownLate', 'caseCannotAdvance', 'packChanged', 'unexplained'] as const;
export type ProofCause = (typeof proofCauses)[number];

/** storedDiffers: a clock row is not what the events give. notRecorded: due, and not in the record by the end of the day.
 * recordedLate: recorded that day, after its instant. recordedNotDue: a lapse stands that the events do not give.
 * lapseWithdrawn: taken back that day. notArmed: due within seven days, and nobody sleeps for it. clockMissing: the pack
 * names a clock for what happened, and none exists. packMissing: events name a pack by a hash whose text is not kept. */
export const differenceKinds = ['storedDiffers', 'notRecorded', 'recordedLate', 'recordedNotDue', 'lapseWithdrawn', 'notArmed', 'clockMissing', 'packMissing'] as const;
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
  /** SHA-256 of the pack that each event names, by the number of the event. */
  packs: ReadonlyMap<number, string>;
  clocks: readonly StoredClock[];
  nextWakeAt: string | null;
  armed: boolean;
  cannotAdvance: boolean;
}

/** A lapse or rung recorded later than this after its instant counts as late: wakes may be spread over some minutes. Milliseconds. */
const lateAfter = 15 * 60_000;
const forecastDays = 7;

/** Proves one case for one day, at the instant `now`, each event under the pack that it names. `clocks` is the number of clocks recomputed. */
export function proveCase(found: CaseToProve, day: LegalDate, now: LegalInstant, law: KnownLaw): { clocks: number; differences: ProofDifference[] } {
  const end = endOfDay(day);
  const known = found.events.filter(({ recordedAt }) => recordedAt < end);
  const state = fold(found.caseId, known);
  if (state === null) return { clocks: 0, differences: [] };
  const packSha256 = found.packs.get(state.seq) ?? '';
  const missing = packsMissing(found, known, law, state.county);
  const loaded = law.today.find(state.pack);
  const book = law.under(packSha256, state.county) ?? (loaded === undefined ? null : law.today);
  if (book === null) return { clocks: 0, differences: missing };
  const isToday = now < end;
  const at = isToday ? now : legalInstant(new Date(Date.parse(end) - 1));
  const proof: CaseProof = { found, state, known, at, now, day, book, law, bookOf: (seq) => law.under(found.packs.get(seq) ?? '', state.county) ?? book };
  const clocks = openClocks(state, at, book);
  return { clocks: clocks.length, differences: [...missing, ...explained(differencesOf(proof, clocks), proof).map(reported)] };
}

/** `book`: under the pack of the last event; `bookOf`: under that of an event. */
interface CaseProof { found: CaseToProve; state: CaseState; known: readonly RecordedEvent[]; at: LegalInstant; now: LegalInstant; day: LegalDate; book: LawBook; law: KnownLaw; bookOf: (seq: number) => LawBook }

/** `judgedAt`: by when the record would have had to know the law; `recordedAt`: when it did record. */
interface Finding extends ProofDifference { judgedAt: LegalInstant | null; recordedAt: LegalInstant | null }

function reported({ judgedAt: _judgedAt, recordedAt: _recordedAt, ...difference }: Finding): ProofDifference {
  return difference;
}

/** What is not as the events' packs give it, but as the pack loaded now does, or as a parameter set since does, has its cause there. */
function explained(findings: readonly Finding[], proof: CaseProof): Finding[] {
  const { found, state, known, at, law } = proof;
  const { today } = law;
  const loaded = today.find(state.pack)?.sha256;
  const changed = loaded !== undefined && known.some(({ seq }) => found.packs.get(seq) !== loaded) && findings.some(({ cause }) => cause === 'unexplained')
    ? differencesOf({ ...proof, book: today, bookOf: () => today }, openClocks(state, at, today)) : null;
  return findings.map((finding) => (finding.cause === 'unexplained' && changed !== null && !changed.some((one) => sameFinding(one, finding))
    ? { ...finding, cause: 'packChanged', about: { ...finding.about, packNow: loaded ?? null } } : explainedByParameter(finding, proof)));
}

function sameFinding(a: Finding, b: Finding): boolean {
  return a.kind === b.kind && a.clockId === b.clockId && a.about.clock === b.about.clock && a.about.anchorSeq === b.about.anchorSeq;
}

function differencesOf(proof: CaseProof, recomputed: readonly OpenClock[]): Finding[] {
  return [
    ...notRecorded(proof), ...recordedThatDay(proof, recomputed), ...lapsesNotDue(proof), ...clocksMissing(proof, recomputed),
    ...(proof.known.length === proof.found.events.length ? [...storedDiffers(proof, recomputed), ...notArmed(proof)] : []),
  ];
}

function difference({ found }: Pick<CaseProof, 'found'>, kind: DifferenceKind, cause: ProofCause, clockId: string | null, about: ProofDifference['about'], times: { judgedAt?: LegalInstant; recordedAt?: LegalInstant } = {}): Finding {
  return { caseId: found.caseId, officeId: found.officeId, clockId, kind, cause, about, judgedAt: times.judgedAt ?? null, recordedAt: times.recordedAt ?? null };
}

/** Events whose pack nobody can read again: what they were judged by cannot be shown. */
function packsMissing(found: CaseToProve, known: readonly RecordedEvent[], law: KnownLaw, county: string): ProofDifference[] {
  const hashes = new Map<string, number>();
  for (const { seq } of known) {
    const sha256 = found.packs.get(seq) ?? '';
    if (!hashes.has(sha256)) hashes.set(sha256, seq);
  }
  return [...hashes].filter(([sha256]) => law.under(sha256, county) === null).map(([sha256, seq]) => reported(difference({ found }, 'packMissing', 'unexplained', null, { packSha256: sha256, fromSeq: String(seq) })));
}

/**
 * Whether a parameter that was set for days gone by explains it: the clock stood otherwise by all that was known at the
 * time. What then waited longer than usual after the parameter was known is an outage all the same.
 */
function explainedByParameter(finding: Finding, { state, at, now, book, law }: CaseProof): Finding {
  const { clockId, judgedAt, cause } = finding;
  if (clockId === null || judgedAt === null || (cause !== 'unexplained' && cause !== 'outage')) return finding;
  const standing = (under: LawBook): string | undefined => {
    const clock = openClocks(state, at, under).find((one) => one.clockId === clockId);
    return clock && [clock.dueOn, clock.nextAt, clock.status].join();
  };
  const set = law.setAfter(state.county, state.pack, judgedAt).filter((one) => one <= now);
  if (set.length === 0) return finding;
  const today = standing(book);
  if (standing(law.knownAt(book, judgedAt)) === today) return finding;
  const from = set.find((one) => standing(law.knownAt(book, one)) === today);
  if (from === undefined) return finding;
  const about = { ...finding.about, parameterKnownFrom: from };
  const waitedUntil = finding.recordedAt ?? (finding.kind === 'notRecorded' ? at : from);
  return Date.parse(waitedUntil) - Date.parse(from) > lateAfter ? { ...finding, about } : { ...finding, cause: 'parameterKnownLate', about };
}

/** Due by the events, and not in the record by the end of the day. */
function notRecorded(proof: CaseProof): Finding[] {
  const later = proof.found.events.slice(proof.known.length);
  return advance(proof.state, proof.at, proof.book).flatMap((event) => {
    const due = dueOf(event);
    if (due === null) return [];
    const caught = later.find((one) => sameOccurrence(one.event, event));
    const cause: ProofCause = caught !== undefined ? 'outage' : proof.found.cannotAdvance ? 'caseCannotAdvance' : !proof.found.armed ? 'outage' : 'unexplained';
    return [difference(proof, 'notRecorded', cause, due.clockId, { event: event.type, dueAt: due.at, recordedAt: caught?.recordedAt ?? null }, { judgedAt: due.at })];
  });
}

/** What was recorded on that day after its instant, and what was taken back on it. */
function recordedThatDay(proof: CaseProof, recomputed: readonly OpenClock[]): Finding[] {
  const recordedOf = new Map(proof.known.map(({ seq, recordedAt }) => [seq, recordedAt]));
  const anchors = new Map(recomputed.map(({ clockId, anchorSeq }) => [clockId, recordedOf.get(anchorSeq) ?? null]));
  return proof.known.filter(({ recordedAt }) => chinaDateOf(recordedAt) === proof.day).flatMap(({ event, recordedAt }) => {
    if (event.type === 'lapseWithdrawn') return [difference(proof, 'lapseWithdrawn', 'withdrawn', event.clockId, { reason: event.because.reason, newDueOn: event.because.newDueOn })];
    const due = dueOf(event);
    if (due === null || Date.parse(recordedAt) - Date.parse(due.at) <= lateAfter) return [];
    const anchoredAt = due.clockId === null ? null : anchors.get(due.clockId) ?? null;
    const cause: ProofCause = anchoredAt !== null && anchoredAt > due.at ? 'recordedLate' : moved(proof, due.clockId, due.at) ? 'calendarAmended' : 'outage';
    return [difference(proof, 'recordedLate', cause, due.clockId, { event: event.type, dueAt: due.at, recordedAt }, { judgedAt: due.at, recordedAt })];
  });
}

/** Whether the clock's due day was moved after it had passed: an earlier lapse of it was taken back. */
function moved(proof: CaseProof, clockId: string | null, dueAt: LegalInstant): boolean {
  return proof.known.some(({ event, recordedAt }) => event.type === 'lapseWithdrawn' && event.clockId === clockId && recordedAt > dueAt);
}

/** A lapse stands that the events, under the pack that it names and with the calendar of the day, do not give. */
function lapsesNotDue(proof: CaseProof): Finding[] {
  const { state, at } = proof;
  return state.lapses.filter(({ withdrawn }) => !withdrawn).flatMap((lapse) => {
    const recorded = proof.known.find(({ seq }) => seq === lapse.seq);
    const clock = openClocks(state, at, proof.bookOf(lapse.seq)).find(({ clockId }) => clockId === lapse.clockId);
    const expected = clock?.provisional === true ? clock.candidates?.[0] ?? clock.dueOn : clock?.dueOn ?? null;
    if (expected === lapse.dueOn) return [];
    const calendar = recorded?.event.type === 'clockLapsed' ? recorded.event.calendarVersion : null;
    const cause: ProofCause = clock !== undefined && calendar !== null && calendar !== clock.calendarVersion ? 'calendarAmended' : 'unexplained';
    return [difference(proof, 'recordedNotDue', cause, lapse.clockId, { recordedDueOn: lapse.dueOn, computedDueOn: expected }, recorded === undefined ? {} : { judgedAt: recorded.recordedAt })];
  });
}

/** The rows that lists and wakes are read from, against the events. */
function storedDiffers(proof: CaseProof, recomputed: readonly OpenClock[]): Finding[] {
  const stored = new Map(proof.found.clocks.map((clock) => [clock.clockId, clock]));
  const differing = recomputed.flatMap((clock) => {
    const row = stored.get(clock.clockId);
    stored.delete(clock.clockId);
    if (row !== undefined && row.dueOn === clock.dueOn && row.nextAt === clock.nextAt && row.status === clock.status) return [];
    const cause: ProofCause = row !== undefined && row.calendarVersion !== clock.calendarVersion ? 'calendarAmended' : 'unexplained';
    return [difference(proof, 'storedDiffers', cause, clock.clockId, {
      storedDueOn: row?.dueOn ?? null, computedDueOn: clock.dueOn, storedNextAt: row?.nextAt ?? null, computedNextAt: clock.nextAt, storedStatus: row?.status ?? null, computedStatus: clock.status,
    }, { judgedAt: proof.state.lastRecordedAt })];
  });
  const surplus = [...stored.values()].map((row) => difference(proof, 'storedDiffers', 'unexplained', row.clockId, { storedDueOn: row.dueOn, computedDueOn: null }, { judgedAt: proof.state.lastRecordedAt }));
  return [...differing, ...surplus];
}

/** Forecast: something is due within seven days, and nobody is known to sleep for it. */
function notArmed(proof: CaseProof): Finding[] {
  const { nextWakeAt, armed, cannotAdvance } = proof.found;
  const horizon = startOfDay(addDays(chinaDateOf(proof.now), forecastDays + 1));
  if (nextWakeAt === null || armed || nextWakeAt >= horizon) return [];
  return [difference(proof, 'notArmed', cannotAdvance ? 'caseCannotAdvance' : 'outage', null, { nextWakeAt })];
}

/** Forecast: the pack names a clock for what happened, and none exists. Clocks with a condition of their own are left to the engine. */
function clocksMissing(proof: CaseProof, recomputed: readonly OpenClock[]): Finding[] {
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
  if ('opening' in start) return start.anchorFact === undefined && event.type === 'caseOpened';
  if ('step' in start) return start.anchorFact === undefined && state.steps.some((step) => step.seq === seq && step.step === start.step);
  const paper = (code: string, paperId: string): boolean => state.papers.some((one) => one.paperId === paperId && one.paper === code && !one.voided);
  if ('issued' in start) return event.type === 'paperIssued' && paper(start.issued, event.paper.paperId);
  if ('served' in start) return event.type === 'paperServed' && paper(start.served, event.paperId) && state.papers.some(({ served }) => Object.values(served).some((one) => one.seq === seq));
  if ('paid' in start || 'instalments' in start || 'courtWindow' in start || 'forbearance' in start || 'stages' in start) return false;
  return event.type === 'clockLapsed' && event.clock === ('overdue' in start ? start.overdue : start.lapsed) && state.lapses.some((lapse) => lapse.seq === seq && !lapse.withdrawn);
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
