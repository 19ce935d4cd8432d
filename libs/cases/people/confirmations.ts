/**
 * The second officer confirms with an own PIN, at the time of the act or within the county's days, where the county has
 * introduced it (a parameter with its document number). An act without it is recorded, marked, and nothing is decided
 * on it.
 */
import { type Calendar, type LawBook, type LegalDate, type LegalInstant, chinaDateOf, computePeriod, packCitation } from '#law';
import type { BilingualText, Condition, Pack, PackStep } from '#law/pack-format';
import { blocker } from '../blockers.ts';
import { parameterBlocker } from '../guards.ts';
import type { Actor, Blocker, CaseCommand, CaseState, OfficerOnDay } from '../model.ts';
import type { Rule } from '../rules.ts';
import type { Confirmation, StepAround } from './types.ts';

type Confirm = Extract<CaseCommand, { type: 'confirmStep' }>;
type Rules = NonNullable<Pack['confirmation']>;

/** How many certified officers the pack asks of a step. */
export function officersNeeded(step: PackStep): number {
  const most = (one: Condition): number => ('officers' in one ? one.officers : 'all' in one ? Math.max(...one.all.map(most)) : 0);
  return Math.max(0, ...step.guards.map((guard) => most(guard.require)));
}

/** Whether the county has introduced confirmation by the day of the act. */
function introduced(rules: Rules | undefined, pack: Pack, state: CaseState, on: LegalDate, book: LawBook): rules is Rules {
  return rules !== undefined && book.parameter(state.county, pack.id, rules.required, on)?.value === 'yes';
}

/** An act of officers: a step, or an attempt at service. `seq` names it for a confirmation. */
export interface OfficersAct { seq: number; on: LegalDate; awaits: string[]; name: BilingualText }

/** Every act of the case that officers can have still to confirm. */
export function actsOf(state: CaseState, pack: Pack): OfficersAct[] {
  const steps = state.steps.map((one) => ({ seq: one.seq, on: one.on, awaits: one.awaits ?? [], name: pack.steps.find((each) => each.code === one.step)?.name ?? { zh: one.step, en: one.step } }));
  const services = state.papers.flatMap((paper) => paper.attempts.map((one) => { const title = pack.papers.find((each) => each.code === paper.paper)?.title ?? { zh: paper.paper, en: paper.paper }; return { seq: one.seq, on: one.attempt.on, awaits: one.awaits ?? [], name: { zh: `送达《${title.zh}》`, en: `service of "${title.en}"` } }; }));
  return [...steps, ...services].sort((a, b) => a.seq - b.seq);
}

interface AskedConfirmations { step: PackStep; on: LegalDate; officers: readonly OfficerOnDay[]; confirmations: readonly Confirmation[]; actor: Actor; state: CaseState; pack: Pack; book: LawBook }

/** What a step keeps of confirmations: those given with it, and the officers whose own is still awaited. */
export function confirmationsOf({ step, on, officers, confirmations, actor, state, pack, book }: AskedConfirmations): Pick<StepAround, 'confirmedBy' | 'awaits'> {
  const needed = officersNeeded(step) >= 2 && introduced(pack.confirmation, pack, state, on, book);
  const awaits = needed ? officers.filter(({ personId }) => personId !== actor.personId && !confirmations.some((one) => one.personId === personId)).map(({ personId }) => personId) : [];
  return { ...(confirmations.length > 0 ? { confirmedBy: [...confirmations] } : {}), ...(awaits.length > 0 ? { awaits } : {}) };
}

/** With the step itself: who confirms was named, and the county has said within how many days it can be done later. */
export const WITH_STEP_RULES: readonly Rule<AskedConfirmations>[] = [
  {
    codes: ['confirmationNotNamed'],
    judge: ({ officers, confirmations, step, pack }) => (confirmations.every((one) => officers.some(({ personId }) => personId === one.personId)) ? []
      : [blocker('confirmationNotNamed', '确认人不在本次办理的执法人员之列', 'who confirms is not among the officers named', packCitation(pack, pack.confirmation?.cite ?? step.cite), { field: 'confirmations' })]),
  },
  {
    codes: ['parameterNotSet'],
    judge({ step, on, state, pack, book }) {
      const { confirmation } = pack;
      if (officersNeeded(step) < 2 || !introduced(confirmation, pack, state, on, book)) return [];
      return book.parameter(state.county, pack.id, confirmation.within, on) === null ? [parameterBlocker(pack, confirmation.within)] : [];
    },
  },
];

type RecordService = Extract<CaseCommand, { type: 'recordService' }>;
interface AskedServiceConfirmations { command: RecordService; actor: Actor; state: CaseState; pack: Pack; book: LawBook }

/** The rule for service by this way, where the county has introduced confirmation by the day of the attempt. */
function serviceRule({ command, state, pack, book }: Omit<AskedServiceConfirmations, 'actor'>): { officers: number; article: BilingualText } | null {
  const rule = pack.confirmation?.service;
  return rule !== undefined && rule.ways.includes(command.attempt.way) && introduced(pack.confirmation, pack, state, command.attempt.on, book) ? { officers: rule.officers, article: packCitation(pack, rule.cite) } : null;
}

/** With the attempt: as many certified officers as the pack asks, and who confirms is among them. */
export const WITH_SERVICE_RULES: readonly Rule<AskedServiceConfirmations>[] = [
  {
    codes: ['serversTooFew'],
    judge(asked) {
      const rule = serviceRule(asked);
      const certified = asked.command.officers.filter((one) => one.certifiedOnDay).length;
      return rule === null || certified >= rule.officers ? [] : [blocker('serversTooFew', `以此方式送达须有${rule.officers}名当日持证的执法人员，现有${certified}名`, `service by this way needs ${rule.officers} officers certified on that day, not ${certified}`, rule.article, { field: 'officers' })];
    },
  },
  {
    codes: ['confirmationNotNamed'],
    judge: ({ command, pack }) => ((command.confirmations ?? []).every((one) => command.officers.some(({ personId }) => personId === one.personId)) ? []
      : [blocker('confirmationNotNamed', '确认人不在本次送达的执法人员之列', 'who confirms is not among the officers who served', packCitation(pack, pack.confirmation?.cite ?? pack.opening.cite), { field: 'confirmations' })]),
  },
  {
    codes: ['parameterNotSet'],
    judge: (asked) => (serviceRule(asked) !== null && asked.pack.confirmation !== undefined && asked.book.parameter(asked.state.county, asked.pack.id, asked.pack.confirmation.within, asked.command.attempt.on) === null ? [parameterBlocker(asked.pack, asked.pack.confirmation.within)] : []),
  },
];

/** What an attempt keeps of confirmations. */
export function serviceConfirmations(asked: AskedServiceConfirmations): Pick<StepAround, 'confirmedBy' | 'awaits'> {
  const { command: { officers, confirmations = [] }, actor } = asked;
  const awaits = serviceRule(asked) === null ? [] : officers.filter(({ personId }) => personId !== actor.personId && !confirmations.some((one) => one.personId === personId)).map(({ personId }) => personId);
  return { ...(confirmations.length > 0 ? { confirmedBy: [...confirmations] } : {}), ...(awaits.length > 0 ? { awaits } : {}) };
}

/** Acts of the case that an officer has still to confirm. */
export function unconfirmed(state: CaseState, pack: Pack): OfficersAct[] {
  return actsOf(state, pack).filter((one) => one.awaits.length > 0);
}

/** What rests on the acts of two officers waits until both stand behind them. */
export function unconfirmedBlockers(step: { code: string }, state: CaseState, pack: Pack): Blocker[] {
  const { confirmation } = pack;
  const open = confirmation?.before.includes(step.code) ? unconfirmed(state, pack) : [];
  if (confirmation === undefined || open.length === 0) return [];
  return [blocker('stepsUnconfirmed', '所依据的办理事项尚未经另一名执法人员确认', 'acts on which this rests have not been confirmed by the second officer', packCitation(pack, confirmation.cite), {
    missing: { zh: open.map(({ on, name }) => `${on}“${name.zh}”`).join('、'), en: open.map(({ on, name }) => `${name.en} of ${on}`).join(', ') },
  })];
}

interface AskedConfirm { command: Confirm; act: OfficersAct | undefined; actor: Actor; state: CaseState; at: LegalInstant; pack: Pack; book: LawBook; calendar: Calendar }

/** The last day on which an act is confirmed without more; null where the county sets none. */
export function confirmableUntil(act: OfficersAct, { state, pack, book, calendar }: Pick<AskedConfirm, 'state' | 'pack' | 'book' | 'calendar'>): LegalDate | null {
  const days = pack.confirmation === undefined ? undefined : book.parameter(state.county, pack.id, pack.confirmation.within, act.on)?.value;
  if (pack.confirmation === undefined || typeof days !== 'number') return null;
  return computePeriod({ length: days, unit: 'WD', direction: 'after', roll: 'none' }, act.on, calendar, { instrument: packCitation(pack, pack.confirmation.cite), article: pack.confirmation.cite.article, status: pack.confirmation.cite.status }).due;
}

export const CONFIRM_RULES: readonly Rule<AskedConfirm>[] = [
  {
    codes: ['confirmationNotAwaited'],
    judge: ({ command, act, pack }) => (act?.awaits.includes(command.personId) ? [] : [blocker('confirmationNotAwaited', '该事项不待此人确认', 'no confirmation of this person is awaited for that act', packCitation(pack, pack.confirmation?.cite ?? pack.opening.cite), { field: 'stepSeq' })]),
  },
  {
    // After the county's days only with the consent of its legal office, and a reason: then the record says that it was late.
    codes: ['confirmationTooLate'],
    judge(asked) {
      const { command, act, actor, at, pack } = asked;
      if (!act || !isLate(asked) || (actor.roles.includes('countyLegalOffice') && command.reason !== null)) return [];
      const until = confirmableUntil(act, asked);
      return [blocker('confirmationTooLate', `确认期限已于${until ?? ''}届满`, `the days for confirming ended on ${until ?? ''}`, packCitation(pack, pack.confirmation?.cite ?? pack.opening.cite), { missing: { zh: `县司法行政部门的同意及理由（今日${chinaDateOf(at)}）`, en: `the consent of the county legal office, with a reason (today is ${chinaDateOf(at)})` } })];
    },
  },
];

export function isLate(asked: Pick<AskedConfirm, 'act' | 'at' | 'state' | 'pack' | 'book' | 'calendar'>): boolean {
  const until = asked.act === undefined ? null : confirmableUntil(asked.act, asked);
  return until !== null && chinaDateOf(asked.at) > until;
}
