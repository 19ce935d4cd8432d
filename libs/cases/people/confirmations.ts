/**
 * The second officer confirms with an own PIN, at the time of the act or within the county's days, where the county has
 * introduced it (a parameter with its document number). An act without it is recorded, marked, and nothing is decided
 * on it.
 */
import { type Calendar, type LawBook, type LegalDate, type LegalInstant, chinaDateOf, computePeriod, packCitation } from '#law';
import type { Condition, Pack, PackStep } from '#law/pack-format';
import { blocker } from '../blockers.ts';
import { parameterBlocker } from '../guards.ts';
import type { Actor, Blocker, CaseCommand, CaseState, OfficerOnDay, TakenStep } from '../model.ts';
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

/** Acts of the case that an officer has still to confirm. */
export function unconfirmed(state: CaseState): TakenStep[] {
  return state.steps.filter((one) => (one.awaits ?? []).length > 0);
}

/** What rests on the acts of two officers waits until both stand behind them. */
export function unconfirmedBlockers(step: PackStep, state: CaseState, pack: Pack): Blocker[] {
  const { confirmation } = pack;
  const open = confirmation?.before.includes(step.code) ? unconfirmed(state) : [];
  if (confirmation === undefined || open.length === 0) return [];
  const names = open.map((one) => ({ on: one.on, name: pack.steps.find((each) => each.code === one.step)?.name ?? { zh: one.step, en: one.step } }));
  return [blocker('stepsUnconfirmed', '所依据的办理事项尚未经另一名执法人员确认', 'acts on which this rests have not been confirmed by the second officer', packCitation(pack, confirmation.cite), {
    missing: { zh: names.map(({ on, name }) => `${on}“${name.zh}”`).join('、'), en: names.map(({ on, name }) => `${name.en} of ${on}`).join(', ') },
  })];
}

interface AskedConfirm { command: Confirm; step: TakenStep | undefined; actor: Actor; state: CaseState; at: LegalInstant; pack: Pack; book: LawBook; calendar: Calendar }

/** The last day on which an act is confirmed without more; null where the county sets none. */
export function confirmableUntil(step: TakenStep, { state, pack, book, calendar }: Pick<AskedConfirm, 'state' | 'pack' | 'book' | 'calendar'>): LegalDate | null {
  const days = pack.confirmation === undefined ? undefined : book.parameter(state.county, pack.id, pack.confirmation.within, step.on)?.value;
  if (pack.confirmation === undefined || typeof days !== 'number') return null;
  return computePeriod({ length: days, unit: 'WD', direction: 'after', roll: 'none' }, step.on, calendar, { instrument: packCitation(pack, pack.confirmation.cite), article: pack.confirmation.cite.article, status: pack.confirmation.cite.status }).due;
}

export const CONFIRM_RULES: readonly Rule<AskedConfirm>[] = [
  {
    codes: ['confirmationNotAwaited'],
    judge: ({ command, step, pack }) => (step?.awaits?.includes(command.personId) ? [] : [blocker('confirmationNotAwaited', '该事项不待此人确认', 'no confirmation of this person is awaited for that act', packCitation(pack, pack.confirmation?.cite ?? pack.opening.cite), { field: 'stepSeq' })]),
  },
  {
    // After the county's days only with the consent of its legal office, and a reason: then the record says that it was late.
    codes: ['confirmationTooLate'],
    judge(asked) {
      const { command, step, actor, at, pack } = asked;
      if (!step || !isLate(asked) || (actor.roles.includes('countyLegalOffice') && command.reason !== null)) return [];
      const until = confirmableUntil(step, asked);
      return [blocker('confirmationTooLate', `确认期限已于${until ?? ''}届满`, `the days for confirming ended on ${until ?? ''}`, packCitation(pack, pack.confirmation?.cite ?? pack.opening.cite), { missing: { zh: `县司法行政部门的同意及理由（今日${chinaDateOf(at)}）`, en: `the consent of the county legal office, with a reason (today is ${chinaDateOf(at)})` } })];
    },
  },
];

export function isLate(asked: Pick<AskedConfirm, 'step' | 'at' | 'state' | 'pack' | 'book' | 'calendar'>): boolean {
  const until = asked.step === undefined ? null : confirmableUntil(asked.step, asked);
  return until !== null && chinaDateOf(asked.at) > until;
}
