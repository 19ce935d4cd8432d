/** What the record offers: tasks by role, and every step with what still stands against it. */
import { type LawBook, type LegalDate, type LegalInstant, chinaDateOf } from '#law';
import type { Pack, PackStep } from '#law/pack-format';
import { type Around, closingBlockers, scopeOf, stepBlockers } from './act-rules.ts';
import { clockInstances, endedInTime, openClocks as clocksOn, standingLapse } from './clocks.ts';
import { complainedOfInCase } from './complained-of.ts';
import { holds } from './conditions.ts';
import { withoutFacts } from './evolve.ts';
import { referencesOpen, stepsReferredTo } from './fact-checks.ts';
import type { Actor, AllowedAction, CaseState, DutyState, OpenClock, OpenTask } from './model.ts';
import { partBlockers } from './recusal.ts';
import { reopeningActions } from './reopen.ts';
import { handKey } from './office/fold.ts';
import { approvalActions, signatureTasks } from './office/offers.ts';

/** Clocks of the case as known on the day of `at`. */
export function openClocks(state: CaseState, at: LegalInstant, book: LawBook): OpenClock[] {
  return clocksOn(state, at, book, book.calendars.asKnownOn(chinaDateOf(at)));
}

/** Duties still owed. */
export function openDuties(state: CaseState): DutyState[] {
  return state.duties.filter((duty) => duty.status === 'owed');
}

/** Work that waits for a person: steps whose `offer` holds and which are not yet taken. */
export function openTasks(state: CaseState, at: LegalInstant, book: LawBook): OpenTask[] {
  const { pack } = book.pack(state.pack);
  const today = chinaDateOf(at);
  // What is about an official of the office waits for the county legal office.
  const besideOffice = complainedOfInCase(pack, state).length > 0;
  // Of a closed case only the answers that are owed since.
  const steps = pack.steps.filter((step) => state.closed === null || (step.afterClosing && !step.byParty)).flatMap((step): OpenTask[] => {
    const role = besideOffice && step.by.includes('countyLegalOffice') ? 'countyLegalOffice' : step.by[0];
    if (!step.offer || role === undefined || !step.from.includes(state.phase) || (state.packEnded && step.forward)) return [];
    const { offer } = step;
    return receivers(step, state).flatMap((party) => {
      if (step.repeat === 'once' && taken(step, party, state)) return [];
      if (holds(offer, scopeOf(state, today, at, book, { party })) !== true) return [];
      const holder = state.taskHands[handKey(step.code, party)]?.holder ?? null;
      return [{ step: step.code, name: step.name, party, role, dueOn: dueOf(step, party, state, at, book), persons: holder === null ? [] : [holder], approvalId: null }];
    });
  });
  return state.closed === null ? [...steps, ...signatureTasks(state, pack)] : steps;
}

/** The day by which a step is due: the earliest running clock of the authority that the step ends. */
function dueOf(step: PackStep, party: string | null, state: CaseState, at: LegalInstant, book: LawBook): LegalDate | null {
  const days = clockInstances(state, book.calendars.asKnownOn(chinaDateOf(at)), book)
    .filter((one) => one.definition?.actor === 'agency' && !endedInTime(one) && !standingLapse(state, one.clockId))
    .filter((one) => one.party === null || party === null || one.party === party)
    .filter((one) => one.definition?.ends.some((end) => ('step' in end && end.step === step.code) || ('issued' in end && step.issues.some((issue) => issue.paper === end.issued))))
    .flatMap((one) => (one.endsOn === null ? [] : [one.endsOn])).sort();
  return days[0] ?? null;
}

function receivers(step: PackStep, state: CaseState): (string | null)[] {
  return step.perParty ? state.parties.map((party) => party.partyId) : [null];
}

function taken(step: PackStep, party: string | null, state: CaseState): boolean {
  return state.steps.some((one) => one.step === step.code && (one.party === null || one.party === party));
}

/** Every step, service and closing for the asking person today: allowed, or what is missing and why. */
export function allowedActions(state: CaseState, actor: Actor, at: LegalInstant, book: LawBook, profile: Around['profile'] = 'production', minors?: readonly string[]): AllowedAction[] {
  const { pack } = book.pack(state.pack);
  const on = chinaDateOf(at);
  const around: Around = { actor, county: state.county, claims: {}, profile, caseId: state.caseId, ...(minors === undefined ? {} : { minors }) };
  const recused = partBlockers({ state, pack, actor, command: null, today: on });
  const others = [...serviceActions(pack, state), ...closingActions(pack, state, at, on, book, around), ...reopeningActions(pack, state, at, on, book, around), ...approvalActions(pack, state, at, on, book, around)];
  return [...stepActions(pack, state, at, on, book, around), ...others.map((one) => (recused.length === 0 ? one : { ...one, allowed: false, blockers: [...recused, ...one.blockers] }))];
}

function stepActions(pack: Pack, state: CaseState, at: LegalInstant, on: LegalDate, book: LawBook, around: Around): AllowedAction[] {
  return pack.steps.filter((step) => !step.byTime).flatMap((step) => receivers(step, state)
    .filter((party) => !(step.repeat === 'once' && taken(step, party, state)))
    .map((party) => {
      const judged = stepBlockers({ step, on, party, facts: {}, officers: undefined, body: state.body, state: step.clears.length > 0 ? { ...state, facts: withoutFacts(state.facts, step.clears) } : state, at, pack, book, around, mode: 'offer' });
      const blockers = judged.length > 0 ? judged : referencesOpen(pack, step.facts, state, on);
      const needs = step.facts.map(({ fact, required }) => {
        const definition = pack.facts.find((one) => one.code === fact);
        return { fact, label: definition?.label ?? { zh: fact, en: fact }, type: definition?.type ?? 'text', required, ...(definition?.refersTo ? { among: stepsReferredTo(definition, state, on) } : {}) };
      });
      return { action: 'takeStep' as const, code: step.code, name: step.name, party, allowed: blockers.length === 0, needs, blockers };
    }));
}

function serviceActions(pack: Pack, state: CaseState): AllowedAction[] {
  return state.papers.filter((paper) => !paper.voided).flatMap((paper) => {
    const definition = pack.papers.find((one) => one.code === paper.paper);
    if (!definition?.serve || state.closed !== null || state.packEnded) return [];
    return state.parties.filter((party) => (paper.party === null || paper.party === party.partyId) && !paper.served[party.partyId])
      .map((party) => ({ action: 'recordService' as const, code: paper.paperId, name: { zh: `送达《${definition.title.zh}》`, en: `serve "${definition.title.en}"` }, party: party.partyId, allowed: true, needs: [], blockers: [] }));
  });
}

function closingActions(pack: Pack, state: CaseState, at: LegalInstant, on: LegalDate, book: LawBook, around: Around): AllowedAction[] {
  if (state.closed !== null) return [];
  return pack.closings.map((closing) => {
    const blockers = closingBlockers({ closing, on, state, at, pack, book, around, mode: 'offer' });
    return { action: 'closeCase' as const, code: closing.code, name: closing.name, party: null, allowed: blockers.length === 0, needs: [], blockers };
  });
}
