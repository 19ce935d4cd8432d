/**
 * What time alone did up to an instant: periods lapsed, rungs reached, announcements that now count as service, the
 * end of the pack; and lapses that a later fact, suspension or calendar made untrue. Pure and idempotent: one long jump
 * gives the same events as many short ones, because calendars become known in the order of their notices.
 */
import { type Calendar, type CalendarBook, type LawBook, type LegalDate, type LegalInstant, addDays, chinaDateOf, endOfDay, legalDate, startOfDay } from '#law';
import type { Pack, PackClock } from '#law/pack-format';
import { type ClockInstance, announcementCounted, clockInstances, effectiveEnd, endedInTime, goesOn, nextOf, rungReached, standingLapse } from './clocks.ts';
import { receiverOf } from './complained-of.ts';
import { lastPaper } from './conditions.ts';
import { EventRun } from './event-run.ts';
import { forbearancesOf, standsOn } from './money/forbearance.ts';
import type { CaseEvent, CaseState } from './model.ts';
import { approvalOccurrences, closeApprovalDuties } from './office/waiting.ts';
import { stepsRestingOn } from './reliance.ts';

/** Events that time alone brings up to and including `at`; [] if nothing. The state's own last instant is the start. */
export function advance(state: CaseState, until: LegalInstant, book: LawBook): CaseEvent[] {
  if (isAtRest(state)) return [];
  const at = until > state.lastRecordedAt ? until : state.lastRecordedAt;
  const run = new EventRun(state, at);
  for (const [index, segment] of calendarSegments(state.lastRecordedAt, at, book).entries()) {
    const calendar = book.calendars.asKnownOn(segment.knownOn);
    if (index > 0) run.today = segment.knownOn;
    settle(run, calendar, book);
    for (let step = nextOccurrence(run.state, segment.until, calendar, book); step !== null; step = nextOccurrence(run.state, segment.until, calendar, book)) {
      run.today = chinaDateOf(step.at);
      step.record(run);
      settle(run, calendar, book);
    }
  }
  return run.events;
}

/** Days on which the notices of a book were published, each with its beginning. */
const publications = new WeakMap<CalendarBook, { day: LegalDate; at: LegalInstant }[]>();
function publicationsOf(calendars: CalendarBook): { day: LegalDate; at: LegalInstant }[] {
  const known = publications.get(calendars) ?? [...new Set(calendars.versions.map((version) => version.notice.publishedOn))].sort().map((day) => ({ day, at: startOfDay(day) }));
  publications.set(calendars, known);
  return known;
}

/** A closed case, in which nobody has asked for anything since: time records nothing in it any more. */
export function isAtRest(state: CaseState): boolean {
  return state.closed !== null && !state.steps.some((step) => step.afterClosing);
}

/** Spans between which the known calendars do not change; each is judged by the notices published by then. */
function calendarSegments(from: LegalInstant, until: LegalInstant, book: LawBook): { knownOn: LegalDate; until: LegalInstant }[] {
  const published = publicationsOf(book.calendars).filter(({ at }) => at > from && at <= until);
  return [chinaDateOf(from), ...published.map(({ day }) => day)].map((day, index) => {
    const next = published[index];
    return { knownOn: day, until: next === undefined ? until : justBefore(next.at) };
  });
}

function justBefore(at: LegalInstant): LegalInstant {
  return new Date(Date.parse(at) - 1).toISOString() as LegalInstant;
}

interface Occurrence { at: LegalInstant; rank: number; key: string; record(run: EventRun): void }

/** The earliest thing that time brings by `until`; ties in a fixed order, so that every replay agrees. */
function nextOccurrence(state: CaseState, until: LegalInstant, calendar: Calendar, book: LawBook): Occurrence | null {
  const { pack } = book.pack(state.pack);
  const due = clockInstances(state, calendar, book).filter((instance) => goesOn(state, instance)).flatMap((instance) => occurrencesOf(state, instance, pack));
  if (pack.inForce.to !== null && !state.packEnded && state.closed === null) {
    const lastDay = legalDate(pack.inForce.to);
    due.push({ at: endOfDay(lastDay), rank: 3, key: pack.id, record: (run) => recordPackEnd(run, pack, lastDay) });
  }
  if (state.closed === null) due.push(...approvalOccurrences(state, book));
  const [first] = due.filter((one) => one.at <= until).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.rank - b.rank || (a.key < b.key ? -1 : 1)));
  return first ?? null;
}

function occurrencesOf(state: CaseState, instance: ClockInstance, pack: Pack): Occurrence[] {
  if (standingLapse(state, instance.clockId) || endedInTime(instance)) return [];
  if (announcementCounted(state, instance)) return [];
  const { endsOn, waitsForNotice } = effectiveEnd(instance);
  const found: Occurrence[] = instance.rungs.filter((rung) => !rungReached(state, instance.clockId, rung) && (endsOn === null || rung.at < endOfDay(endsOn)))
    .map((rung) => ({ at: rung.at, rank: 0, key: `${instance.clockId} ${rung.rung}`, record: (run: EventRun) => recordRung(run, instance, rung, pack) }));
  if (endsOn !== null) {
    found.push({ at: endOfDay(endsOn), rank: instance.definition === null ? 1 : 2, key: instance.clockId, record: (run) => (instance.definition === null ? recordDeemedService(run, instance, endsOn) : recordLapse(run, instance, instance.definition, endsOn, pack)) });
  }
  if (waitsForNotice !== null && !state.duties.some((duty) => duty.kind === 'resolveCalendar' && duty.clockId === instance.clockId)) {
    found.push({ at: endOfDay(waitsForNotice), rank: 2, key: instance.clockId, record: (run) => recordWait(run, instance, waitsForNotice) });
  }
  return found;
}

function recordRung(run: EventRun, instance: ClockInstance, rung: ClockInstance['rungs'][number], pack: Pack): void {
  const on = chinaDateOf(rung.at);
  run.add({ type: 'rungReached', v: 1, occurredOn: on, clockId: instance.clockId, clock: instance.code, rung: rung.rung, dueAt: rung.at });
  const owe = instance.definition?.rungs[rung.index]?.owe;
  if (owe) run.owe({ kind: owe.duty, to: receiverOf(pack, run.state, owe.to), about: owe.about, clockId: instance.clockId, rung: rung.rung, ...(instance.party === null ? {} : { party: instance.party }), ...(instance.endsOn === null ? {} : { dueOn: instance.endsOn }) }, on);
}

function recordLapse(run: EventRun, instance: ClockInstance, clock: PackClock, endsOn: LegalDate, pack: Pack): void {
  run.add({ type: 'clockLapsed', v: 1, occurredOn: endsOn, clockId: instance.clockId, clock: clock.code, party: instance.party, dueOn: endsOn, calendarVersion: instance.period.calendarVersion, provisional: instance.period.provisional });
  // Nothing is said to the party while forbearance stands; its end tells the office.
  const withheld = forbearancesOf(run.state, pack).some((one) => standsOn(one, instance.party, endsOn));
  for (const effect of clock.onLapse) {
    if ('owe' in effect && effect.owe.towardsParty === true && withheld) continue;
    if ('produce' in effect) run.add({ type: 'stepFellDue', v: 1, occurredOn: endsOn, step: effect.produce, party: instance.party, clockId: instance.clockId });
    else if ('phase' in effect) run.add({ type: 'phaseEntered', v: 1, occurredOn: endsOn, phase: effect.phase, because: clock.code });
    else run.owe({ kind: effect.owe.duty, to: effect.owe.to, about: effect.owe.about, clockId: instance.clockId, ...(effect.owe.fulfilledBy ? { fulfilledBy: effect.owe.fulfilledBy } : {}), ...(instance.party === null ? {} : { party: instance.party }), dueOn: endsOn }, endsOn);
  }
}

/** Public announcement: the raw and the rolled day are both kept, the party's clocks start at the later. */
function recordDeemedService(run: EventRun, instance: ClockInstance, endsOn: LegalDate): void {
  if (instance.paperId === null || instance.party === null) throw new Error('An announcement without its paper.');
  run.add({ type: 'paperServed', v: 1, occurredOn: endsOn, paperId: instance.paperId, party: instance.party, way: 'announcement', rawOn: instance.period.raw ?? endsOn, rolledOn: endsOn, effectiveOn: endsOn });
}

/** A last day that no notice has settled: the party's lapse waits, and the county legal office is told once. */
function recordWait(run: EventRun, instance: ClockInstance, waitsFor: LegalDate): void {
  run.owe({
    kind: 'resolveCalendar', to: 'countyLegalOffice', clockId: instance.clockId, dueOn: waitsFor, ...(instance.party === null ? {} : { party: instance.party }),
    about: {
      zh: `${instance.period.provisionalYears.join('、')}年的放假安排通知尚未录入，期限“${instance.name.zh}”的届满日暂不能确定，录入通知后重新计算。`,
      en: `The holiday notice for ${instance.period.provisionalYears.join(', ')} is not loaded; the end of "${instance.name.en}" cannot be fixed until it is.`,
    },
  }, waitsFor);
}

/** What is owed to a party's remedy: the answer to it stays possible, and the law's period for it runs on. */
function outlivesEnd({ fulfilledBy = [] }: CaseState['duties'][number], pack: Pack): boolean {
  return pack.clocks.some((clock) => clock.survivesEnd && clock.ends.some((end) => 'step' in end && fulfilledBy.includes(end.step)));
}

function recordPackEnd(run: EventRun, pack: Pack, lastDay: LegalDate): void {
  run.add({ type: 'packEnded', v: 1, occurredOn: addDays(lastDay, 1), pack: pack.id, lastDay });
  for (const duty of run.state.duties.filter((one) => one.status === 'owed' && !outlivesEnd(one, pack))) {
    run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: addDays(lastDay, 1), dutyId: duty.dutyId, because: 'packEnded' });
  }
}

/**
 * Brings the record in line with what is known now: lapses and deemed service that a later fact, a suspension or a
 * calendar made untrue are corrected, with the duties and phases they opened; duties are closed whose paper was served
 * or replaced, whose clock ended, whose step was taken. A closed or ended case stays as it is, but for what was asked since.
 */
export function settle(run: EventRun, calendar: Calendar, book: LawBook): void {
  if (run.state.closed !== null) {
    if (isAtRest(run.state)) return;
    const since = new Set(clockInstances(run.state, calendar, book).filter((one) => goesOn(run.state, one)).map((one) => one.clockId));
    withdrawUntrueLapses(run, calendar, book, ({ clockId }) => since.has(clockId));
    closeDutiesByStep(run, calendar, book);
    withdrawIdleDuties(run, calendar, book);
    return;
  }
  if (run.state.packEnded) {
    withdrawUntrueLapses(run, calendar, book, ({ clock }) => book.pack(run.state.pack).pack.clocks.some((one) => one.code === clock && one.survivesEnd));
    closeDutiesByStep(run, calendar, book);
    withdrawIdleDuties(run, calendar, book);
    return;
  }
  correctDeemedService(run, calendar, book);
  withdrawUntrueLapses(run, calendar, book);
  closeServiceDuties(run, book);
  closeDutiesByStep(run, calendar, book);
  withdrawIdleDuties(run, calendar, book);
  closeApprovalDuties(run);
}

/** A calendar that became known later moves the end of an announcement that had counted already, and with it the party's clocks. */
function correctDeemedService(run: EventRun, calendar: Calendar, book: LawBook): void {
  for (const instance of clockInstances(run.state, calendar, book).filter((one) => announcementCounted(run.state, one))) {
    const { endsOn } = effectiveEnd(instance);
    const served = run.state.papers.find((paper) => paper.paperId === instance.paperId)?.served[instance.party ?? ''];
    if (endsOn !== null && served && served.effectiveOn !== endsOn) recordDeemedService(run, instance, endsOn);
  }
}

function withdrawUntrueLapses(run: EventRun, calendar: Calendar, book: LawBook, of: (lapse: { clock: string; clockId: string }) => boolean = () => true): void {
  const { today } = run;
  for (const lapse of run.state.lapses.filter((one) => !one.withdrawn && of(one))) {
    const instance = clockInstances(run.state, calendar, book).find((one) => one.clockId === lapse.clockId);
    const endsOn = instance ? effectiveEnd(instance).endsOn : null;
    if (instance && !endedInTime(instance) && endsOn === lapse.dueOn) continue;
    const reason = !instance ? 'anchorGone' : endedInTime(instance) ? 'inTime' : instance.period.suspensions.length > 0 || instance.period.due === null ? 'suspended' : 'calendarAmended';
    const resting = stepsRestingOn(run.state, lapse, book);
    const effects = (instance?.definition ?? book.pack(run.state.pack).pack.clocks.find((one) => one.code === lapse.clock))?.onLapse ?? [];
    const produced = new Set(effects.flatMap((effect) => ('produce' in effect ? [effect.produce] : [])));
    const fallen = run.state.steps.filter((step) => step.byTime && step.seq > lapse.seq && step.on === lapse.dueOn && step.party === lapse.party && produced.has(step.step)).map((step) => step.seq);
    run.add({ type: 'lapseWithdrawn', v: 1, occurredOn: today, clockId: lapse.clockId, lapseSeq: lapse.seq, because: { reason, newDueOn: endsOn }, fallen });
    if (run.state.phase !== lapse.phaseBefore && effects.some((effect) => 'phase' in effect && effect.phase === run.state.phase)) {
      run.add({ type: 'phaseEntered', v: 1, occurredOn: today, phase: lapse.phaseBefore, because: 'lapseWithdrawn' });
    }
    for (const duty of run.state.duties.filter((one) => one.status === 'owed' && one.clockId === lapse.clockId && one.seq > lapse.seq && one.kind !== 'resolveCalendar' && one.rung === undefined)) {
      run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: today, dutyId: duty.dutyId, because: 'lapseWithdrawn' });
    }
    if (resting.length > 0) {
      run.owe({
        kind: 'escalate', to: 'countyLegalOffice', clockId: lapse.clockId,
        about: {
          zh: `期限届满的记录已撤回，但已据此办理：${resting.map((step) => step.name.zh).join('、')}。请复核。`,
          en: `A lapse was withdrawn after acts that rested on it: ${resting.map((step) => step.name.en).join(', ')}. Review them.`,
        },
      }, today);
    }
  }
}

function closeServiceDuties(run: EventRun, book: LawBook): void {
  const { today } = run;
  for (const duty of run.state.duties.filter((one) => one.kind === 'serve' && one.status === 'owed')) {
    const paper = run.state.papers.find((one) => one.paperId === duty.paperId);
    if (!paper || paper.voided) run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: today, dutyId: duty.dutyId, because: 'paperVoided' });
    else if (duty.party && lastPaper(run.state, paper.paper, duty.party)?.paperId !== paper.paperId && !paper.served[duty.party]) run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: today, dutyId: duty.dutyId, because: 'paperReplaced' });
    else if (duty.party && paper.served[duty.party]) run.add({ type: 'dutyFulfilled', v: 1, occurredOn: today, dutyId: duty.dutyId, outcome: `served:${paper.served[duty.party]?.way ?? ''}`, attempts: paper.attempts.length });
  }
  const { pack } = book.pack(run.state.pack);
  for (const definition of pack.papers) {
    const target = definition.onServed;
    if (!target || run.state.phase === target.phase) continue;
    // Of each party the last one counts: a decision made anew is served anew.
    const current = [...new Set(run.state.parties.flatMap((party) => lastPaper(run.state, definition.code, party.partyId) ?? []))];
    const served = run.state.parties.filter((party) => lastPaper(run.state, definition.code, party.partyId)?.served[party.partyId]);
    const last = current.flatMap((paper) => Object.values(paper.served)).map((service) => service.seq).sort((a, b) => b - a)[0];
    const enough = target.whenEach ? served.length === run.state.parties.length : served.length > 0;
    const wentBack = run.state.steps.findLast((step) => step.phases !== null && !entered({ phase: step.phases.to }, pack.phases.map((phase) => phase.code), step.phases.from))?.seq ?? 0;
    // What was served before the case went back to an earlier phase does not move it again.
    if (enough && last !== undefined && last > wentBack && !entered(run.state, pack.phases.map((phase) => phase.code), target.phase)) {
      run.add({ type: 'phaseEntered', v: 1, occurredOn: current.flatMap((paper) => Object.values(paper.served)).map((service) => service.effectiveOn).sort().at(-1) ?? today, phase: target.phase, because: definition.code });
    }
  }
}

/** Phases stand in the order of the procedure; service never moves a case back. */
function entered(state: Pick<CaseState, 'phase'>, phases: readonly string[], target: string): boolean {
  return phases.indexOf(state.phase) >= phases.indexOf(target);
}

/** Duties that a step of the pack fulfils, such as a hearing that was held; one that was owed anew replaces the earlier. */
function closeDutiesByStep(run: EventRun, calendar: Calendar, book: LawBook): void {
  for (const duty of run.state.duties.filter((one) => one.status === 'owed' && one.fulfilledBy !== undefined)) {
    // What a lapse asked for is done when its own clock was ended, though late: another preservation disposed of does not do.
    const late = duty.clockId !== undefined && clockInstances(run.state, calendar, book).find((one) => one.clockId === duty.clockId)?.endedOn == null;
    const step = late ? undefined : run.state.steps.find((one) => one.seq > duty.seq && duty.fulfilledBy?.includes(one.step));
    const again = run.state.duties.some((one) => one.seq > duty.seq && one.status === 'owed' && one.kind === duty.kind && one.party === duty.party && one.clockId === duty.clockId && one.fulfilledBy?.join() === duty.fulfilledBy?.join());
    if (step) run.add({ type: 'dutyFulfilled', v: 1, occurredOn: run.today, dutyId: duty.dutyId, outcome: step.step, attempts: 0 });
    else if (again) run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: run.today, dutyId: duty.dutyId, because: 'replaced' });
  }
}

/** Reminders and warnings of a clock that ended in time, and questions about a calendar that is known by now. */
function withdrawIdleDuties(run: EventRun, calendar: Calendar, book: LawBook): void {
  const owed = run.state.duties.filter((duty) => duty.status === 'owed' && duty.clockId !== undefined && (duty.rung !== undefined || duty.kind === 'remind' || duty.kind === 'resolveCalendar'));
  if (owed.length === 0) return;
  const instances = clockInstances(run.state, calendar, book);
  for (const duty of owed) {
    const instance = instances.find((one) => one.clockId === duty.clockId);
    const settled = duty.kind === 'resolveCalendar' && instance?.period.provisional === false;
    // What followed on a missed day is over when it was made good, however late.
    const madeGood = instance?.endedOn != null && [instance.definition?.start, ...instance.definition?.startAlso ?? []].some((trigger) => trigger !== undefined && ('overdue' in trigger || 'stages' in trigger));
    if (!instance || endedInTime(instance) || settled || madeGood) run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: run.today, dutyId: duty.dutyId, because: settled ? 'calendarLoaded' : 'clockEnded' });
  }
}

/** The next instant at which time alone will change this case: the wake that the record owes; null when none. */
export function nextWake(state: CaseState, at: LegalInstant, book: LawBook): LegalInstant | null {
  if (isAtRest(state)) return null;
  const { pack } = book.pack(state.pack);
  const instants = runningOn(book.calendars.asKnownOn(chinaDateOf(at)), state, book).map((instance) => nextOf(state, instance));
  const packEnd = pack.inForce.to === null || state.packEnded || state.closed !== null ? null : endOfDay(legalDate(pack.inForce.to));
  const next = [...instants, packEnd, ...(state.closed === null ? approvalOccurrences(state, book) : []).map((one) => one.at)].filter((one): one is LegalInstant => one !== null).sort()[0] ?? null;
  return noticeBefore(next, state, at, book) ?? next;
}

function runningOn(calendar: Calendar, state: CaseState, book: LawBook): ClockInstance[] {
  return clockInstances(state, calendar, book).filter((one) => goesOn(state, one) && !standingLapse(state, one.clockId) && !endedInTime(one) && !announcementCounted(state, one));
}

/** The first notice that will be published before the next wake and moves a clock of this case (a training clock runs through years whose notices are known). */
function noticeBefore(next: LegalInstant | null, state: CaseState, at: LegalInstant, book: LawBook): LegalInstant | null {
  const today = chinaDateOf(at);
  const ends = (on: LegalDate) => clockInstances(state, book.calendars.asKnownOn(on), book).map((one) => `${one.clockId} ${effectiveEnd(one).endsOn ?? ''}`).join();
  const coming = publicationsOf(book.calendars).filter(({ day, at: published }) => day > today && (next === null || published < next)).map(({ day }) => day);
  const now = coming.length === 0 ? '' : ends(today);
  const moving = coming.find((day) => ends(day) !== now);
  return moving === undefined ? null : startOfDay(moving);
}
