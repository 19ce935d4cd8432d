/** What stands against an act by the rules that hold for every pack: force, phase, dates, roles, competence, powers; then the guards of the pack. */
import { type LawBook, type LegalDate, type LegalInstant, ROLE_NAMES, chinaDateOf, packCitation } from '#law';
import type { Cite, Guard, Pack, PackClosing, PackRole, PackStep } from '#law/pack-format';
import { blocker, houseRule } from './blockers.ts';
import { clockReader } from './clocks.ts';
import type { Measured } from './causes.ts';
import { bodyBlockers } from './competence.ts';
import type { ConditionScope } from './conditions.ts';
import { factBlockers, readableFacts, referenceBlockers } from './fact-checks.ts';
import { actGuards, guardBlockers, parameterBlockers } from './guards.ts';
import type { ActingBody, Blocker, CaseState, Facts, OfficerOnDay, Surroundings } from './model.ts';
import { type CoveredStep, approvalBlockers, handBlockers } from './office/covered-steps.ts';
import { unconfirmedBlockers } from './people/confirmations.ts';
import { openAfterClosing } from './party/after-closing.ts';
import { GUARDIAN_RULES } from './party/guardians.ts';
import { byInvestigator } from './party/standing.ts';
import { HELP_RULES } from './people/help.ts';
import { handsActing } from './people/standing.ts';
import { forborneBlockers } from './money/forbearance.ts';
import { powerBlockers } from './powers.ts';
import { papersReplaced } from './replaced-papers.ts';
import { RECUSAL_RULES } from './recusal.ts';
import { allOf, firstOf, type Rule } from './rules.ts';

export type Around = Surroundings & { caseId: string };

/** A scope for conditions on the day of an act. */
export function scopeOf(state: CaseState, on: LegalDate, at: LegalInstant, book: LawBook, more: { party?: string | null; facts?: Facts; officers?: readonly OfficerOnDay[]; around?: Surroundings }): ConditionScope {
  const calendar = book.calendars.asKnownOn(chinaDateOf(at));
  return {
    state, book, clocks: clockReader(state, calendar, book), on, party: more.party ?? null,
    ...(more.facts ? { facts: more.facts } : {}), ...(more.officers ? { officers: more.officers } : {}), ...(more.around ? { around: more.around } : {}),
  };
}

/** A pack is in force on the day of the act, and a forward act is also recorded while it is: a back-dated one is refused. */
export function forceBlockers(pack: Pack, on: LegalDate, at: LegalInstant, forward: boolean): Blocker[] {
  if (on < pack.inForce.from) return [packBlocker(pack, 'packNotYetInForce', pack.inForce.before)];
  const end = pack.inForce.to;
  if (!forward || end === null || (on <= end && chinaDateOf(at) <= end)) return [];
  return [packBlocker(pack, 'packNoLongerInForce', pack.inForce.after ?? pack.inForce.before)];
}

function packBlocker(pack: Pack, code: string, rule: Pack['inForce']['before']): Blocker {
  return { code, message: rule.message, article: packCitation(pack, rule.cite) };
}

export function dateBlockers(state: CaseState | null, on: LegalDate, at: LegalInstant, pack: Pack): Blocker[] {
  return [...futureBlockers(on, at), ...(state === null ? [] : earlyBlockers(state, on, pack))];
}

function futureBlockers(on: LegalDate, at: LegalInstant): Blocker[] {
  const today = chinaDateOf(at);
  return on <= today ? [] : [blocker('dateInFuture', `日期 ${on} 晚于今天 ${today}`, `the date ${on} lies after today, ${today}`, houseRule('事情办理之后才能登记', 'an act is recorded when it has been done'), { field: 'on' })];
}

/**
 * What is done in the record itself (a case is closed, taken up again, moved, its file called in; a paper is taken back;
 * an identity is corrected; an electronic seal is set) is done when it is entered: it bears the day of recording.
 */
export function recordingDayBlockers(on: LegalDate, at: LegalInstant): Blocker[] {
  const today = chinaDateOf(at);
  if (on >= today) return futureBlockers(on, at);
  return [blocker('notDatedBack', `此事项以登记之日为准，应为今天${today}，不得倒签为${on}`, `this is done when it is entered: its day is today, ${today}, and not ${on}`, houseRule('在案卷中直接办理的事项以登记之日为办理之日，不得倒签', 'what is done in the record itself is done on the day of recording and is not dated back'), { field: 'on', earliest: today })];
}

function earlyBlockers(state: CaseState, on: LegalDate, pack: Pack): Blocker[] {
  if (on < state.openedOn) return [blocker('dateBeforeOpening', `日期 ${on} 早于受理日 ${state.openedOn}`, `the date ${on} lies before the case was opened on ${state.openedOn}`, houseRule('案件中的行为不能早于受理', 'no act of a case precedes it'), { field: 'on', earliest: state.openedOn })];
  const filed = pack.filingStep === undefined ? undefined : state.steps.find((step) => step.step === pack.filingStep)?.on;
  return filed !== undefined && on < filed
    ? [blocker('dateBeforeFiling', `日期 ${on} 早于立案日 ${filed}`, `the date ${on} lies before the filing on ${filed}`, houseRule('立案案件中的行为不能早于立案', 'no act of a filed case precedes its filing'), { field: 'on', earliest: filed })] : [];
}

/** The act belongs to one of these roles; none named: to anybody of the office. */
export function roleBlockers(by: readonly PackRole[], around: Around): Blocker[] {
  // What a party may do for itself was judged before (`PARTY_RULES`).
  if (around.actor.kind === 'party' || around.forParty !== undefined || by.length === 0 || around.actor.roles.some((role) => by.includes(role))) return [];
  const names = { zh: by.map((role) => ROLE_NAMES[role].zh).join('、'), en: by.map((role) => ROLE_NAMES[role].en).join(', ') };
  return [blocker('roleMissing', `此事由${names.zh}办理`, `this is done by: ${names.en}`, houseRule('按机关内职责分工办理', 'roles of the office'), { missing: names })];
}

/** Two officers are two persons (Penalty Law art. 42): nobody stands twice among those named. */
export function namedTwice(officers: readonly OfficerOnDay[]): Blocker[] {
  const at = officers.findIndex((one, index) => officers.findIndex((other) => other.personId === one.personId) < index);
  return at < 0 ? [] : [blocker('officerNamedTwice', '同一人员重复列名：每名人员只能列一次', 'the same person is named twice: each stands once', houseRule('两名执法人员应为两个人', 'two officers are two persons'), { field: `officers.${at}` })];
}

export function closedBlocker(on: LegalDate): Blocker {
  return blocker('caseClosed', `案件已于${on}结案`, `the case was closed on ${on}`, houseRule('已结案件不再办理', 'a closed case is not continued'));
}

/** A step as it is asked for, with everything its rules look at. */
export interface AskedStep {
  step: PackStep; on: LegalDate; party: string | null; facts: Facts; officers: readonly OfficerOnDay[] | undefined; body: ActingBody;
  state: CaseState; at: LegalInstant; pack: Pack; book: LawBook; around: Around;
  /** What the library of causes gives the step beside what people enter. */
  measured?: Measured;
  /** `offer` leaves out what is still to be entered. */
  mode: 'decide' | 'offer';
}

const scopeOfStep = (asked: AskedStep): ConditionScope => scopeOf(asked.state, asked.on, asked.at, asked.book, {
  party: asked.party, facts: { ...readableFacts(asked.pack, asked.facts), ...asked.measured?.facts }, ...(asked.officers ? { officers: asked.officers } : {}), around: asked.around,
});

const covered = (asked: AskedStep): CoveredStep => ({ ...asked, hands: handsActing(asked.around.actor), scope: scopeOfStep(asked), measured: asked.measured?.facts ?? {} });

/** Whether the step can be asked for at all; the first that stands against it is the answer. */
export const STEP_GATES: readonly Rule<AskedStep>[] = [
  { codes: ['packNotYetInForce', 'packNoLongerInForce'], judge: ({ pack, on, at, step }) => forceBlockers(pack, on, at, step.forward) },
  { codes: ['caseClosed'], judge: (asked) => (asked.state.closed === null || openAfterClosing(asked) ? [] : [closedBlocker(asked.state.closed.on)]) },
  { codes: ['wrongPhase'], judge: ({ state, step, pack }) => phaseBlockers(step.from, step.cite, state, pack) },
  {
    codes: ['stepAlreadyTaken'],
    judge({ state, step, party, pack }) {
      const done = state.steps.find((one) => one.step === step.code && (one.party === null || one.party === party));
      return step.repeat === 'once' && done ? [blocker('stepAlreadyTaken', `“${step.name.zh}”已于${done.on}办理`, `"${step.name.en}" was done on ${done.on}`, packCitation(pack, step.cite))] : [];
    },
  },
];

/** What must be there for the step, all of it named at once. */
export const STEP_RULES: readonly Rule<AskedStep>[] = [
  { codes: ['dateInFuture'], judge: ({ on, at }) => futureBlockers(on, at) },
  { codes: ['dateBeforeOpening', 'dateBeforeFiling'], judge: ({ state, on, pack }) => earlyBlockers(state, on, pack) },
  { codes: ['dateBeforePhase'], judge: (asked) => beforePhaseBlockers(asked) },
  {
    // What is issued again voids the unserved one before it: nothing is void before it was there.
    codes: ['voidedBeforeIssue'],
    judge({ state, step, party, pack, on }) {
      const last = papersReplaced(state, step, party, pack).map((paper) => paper.issuedOn).sort().at(-1);
      return last === undefined || on >= last ? [] : [blocker('voidedBeforeIssue', `日期 ${on} 早于其所取代文书的作出日${last}`, `the date ${on} lies before ${last}, when the paper that this one replaces was issued`, packCitation(pack, step.cite), { field: 'on', earliest: last })];
    },
  },
  { codes: ['roleMissing'], judge: ({ step, around }) => roleBlockers(step.by, around) },
  {
    // A decision has a person who answers for it by name; no program decides.
    codes: ['nobodyAnswersForIt'],
    judge: ({ step, around, pack }) => (step.power !== 'decider' || around.actor.kind === 'person' ? [] : [blocker('nobodyAnswersForIt', '决定须由署名的人员作出，系统不作决定', 'a named person answers for a decision: no program makes one', packCitation(pack, step.cite), { missing: { zh: '作出决定的负责人', en: 'the person who decides' } })]),
  },
  // At the hall `PARTY_RULES` have judged it.
  { codes: ['enteredByInvestigator'], judge: ({ step, around, state, pack }) => (step.wordsOfParty && around.forParty === undefined ? byInvestigator({ actor: around.actor, state, pack }) : []) },
  { codes: ['officerNamedTwice'], judge: ({ officers }) => namedTwice(officers ?? []) },
  { codes: ['bodyWithoutPower'], judge: ({ pack, body, on, state, facts }) => bodyBlockers(pack, body, on, { ...state.facts, ...facts }) },
  { codes: ['parameterNotSet'], judge: (asked) => parameterBlockers(asked.pack, asked.step, scopeOfStep(asked)) },
  { codes: ['factUnknown', 'factType', 'factMissing'], judge: ({ pack, step, facts, mode }) => factBlockers(pack, step.facts, facts, mode === 'offer') },
  { codes: HELP_RULES.flatMap((rule) => rule.codes), judge: ({ step, facts, around, state, pack }) => allOf(HELP_RULES, { step, facts, actor: around.actor, state, pack }) },
  { codes: ['stepsUnconfirmed'], judge: ({ step, state, pack }) => unconfirmedBlockers(step, state, pack) },
  { codes: ['forborne'], judge: (asked) => forborneBlockers(asked) },
  { codes: ['powersInOneHand'], judge: ({ step, state, around, officers, pack }) => powerBlockers(step, state, handsActing(around.actor), officers ?? [], pack) },
  { codes: ['stepReferredToUnknown'], judge: ({ pack, state, facts, on }) => referenceBlockers(pack, state, facts, on) },
  {
    codes: [],
    judge: ({ pack, state, on, step, facts, around, officers }) => allOf(RECUSAL_RULES, { state, pack, on, people: [...handsActing(around.actor), ...(officers ?? []).map((one) => one.personId)], step: step.code, facts }),
  },
  { codes: GUARDIAN_RULES.flatMap((rule) => rule.codes), judge: (asked) => allOf(GUARDIAN_RULES, { ...asked, minors: asked.around.minors }) },
  { codes: [], judge: (asked) => (asked.step.forward ? guardBlockers(asked.pack, actGuards(asked.pack, asked.step.code), scopeOfStep(asked), asked.mode) : []) },
  { codes: ['approvalMissing', 'approvalOutdated', 'approvalDiffers'], judge: (asked) => approvalBlockers(covered(asked)) },
  { codes: ['taskHeldBy', 'taskDelegated'], judge: (asked) => handBlockers(covered(asked)) },
  { codes: [], judge: (asked) => guardBlockers(asked.pack, asked.step.guards.filter((guard) => !comparesUnknown(guard, asked.measured)), scopeOfStep(asked), asked.mode) },
];

/** Nothing is said to lie above or below a range that is not known; why it is not known is said instead. */
function comparesUnknown({ require }: Guard, measured: Measured | undefined): boolean {
  const text = JSON.stringify(require);
  return measured?.unknown.some((fact) => text.includes(`{"fact":"${fact}"}`)) ?? false;
}

/** What stands against a step now, in the order in which people mend it. */
export function stepBlockers(asked: AskedStep): Blocker[] {
  const closedTo = firstOf(STEP_GATES, asked);
  if (closedTo.length === 0) return allOf(STEP_RULES, asked);
  // In the wrong phase people also want to know what the step will need: a decision without a notice lacks the notice.
  return closedTo.some((one) => one.code === 'wrongPhase') ? [...closedTo, ...guardBlockers(asked.pack, asked.step.guards, scopeOfStep(asked), 'offer')] : closedTo;
}

/**
 * What moves the case or issues a paper rests on the phase in which it is done, so it is not dated before the case was
 * there: a notice is not older than the report it rests on. Facts (a statement, a request) may come to light later.
 */
function beforePhaseBlockers({ step, state, on, party }: AskedStep): Blocker[] {
  if (step.to === undefined && step.issues.length === 0) return [];
  // A step taken for each party in turn rests on the phase before its own.
  const phase = party !== null && step.to === state.phase ? step.from.find((one) => one !== state.phase) ?? state.phase : state.phase;
  const since = state.phaseDays[phase];
  return since === undefined || on >= since ? [] : [blocker('dateBeforePhase', `日期 ${on} 早于案件进入该阶段的${since}`, `the date ${on} lies before ${since}, when the case came to this phase`, houseRule('所依据的程序完成之后才能办理', 'an act does not precede what it rests on'), { field: 'on', earliest: since })];
}

function phaseBlockers(from: readonly string[], cite: Cite, state: CaseState, pack: Pack): Blocker[] {
  if (from.includes(state.phase)) return [];
  const names = from.map((code) => pack.phases.find((phase) => phase.code === code)?.name ?? { zh: code, en: code });
  return [blocker('wrongPhase', `须处于阶段：${names.map((name) => name.zh).join('、')}`, `possible only in: ${names.map((name) => name.en).join(', ')}`, packCitation(pack, cite))];
}

/** A way of closing as it is asked for. */
interface AskedClosing { closing: PackClosing; on: LegalDate; state: CaseState; at: LegalInstant; pack: Pack; book: LawBook; around: Around; mode: 'decide' | 'offer' }

/** What stands against a way of closing. Closing is never a forward act: it stays possible after the end of the pack. */
export function closingBlockers(asked: AskedClosing): Blocker[] {
  const closedTo = firstOf(CLOSING_GATES, asked);
  return closedTo.length > 0 ? closedTo : allOf(CLOSING_RULES, asked);
}

export const CLOSING_GATES: readonly Rule<AskedClosing>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  { codes: ['wrongPhase'], judge: ({ closing, state, pack }) => phaseBlockers(closing.from, closing.cite, state, pack) },
];

export const CLOSING_RULES: readonly Rule<AskedClosing>[] = [
  { codes: ['stepsUnconfirmed'], judge: ({ closing, state, pack }) => unconfirmedBlockers(closing, state, pack) },
  { codes: ['dateInFuture', 'notDatedBack'], judge: ({ on, at }) => recordingDayBlockers(on, at) },
  { codes: ['roleMissing'], judge: ({ closing, around }) => roleBlockers(closing.by, around) },
  { codes: [], judge: ({ pack, closing, state, on, at, book, around, mode }) => guardBlockers(pack, closing.guards, scopeOf(state, on, at, book, { around }), mode) },
];
