/** Guards of a pack as blockers: what is missing, the article, the earliest lawful day. */
import { addDays, type LegalDate, LawInputError, packCitation } from '#law';
import type { Condition, Guard, Pack, PackClock, PackStep } from '#law/pack-format';
import { paperParameters } from '#law/packs/check-pack';
import { type ConditionScope, holds, operandValue, unsetParameters } from './conditions.ts';
import { fieldsOf } from './paper-variants.ts';
import type { Blocker } from './model.ts';

/**
 * `decide`: what the record does not say is not established, so the guard refuses. `offer`: what is still to be entered
 * is no blocker yet.
 */
export function guardBlockers(pack: Pack, guards: readonly Guard[], scope: ConditionScope, mode: 'decide' | 'offer'): Blocker[] {
  return guards.flatMap((guard) => {
    try {
      return standsAgainst(pack, guard, scope, mode);
    } catch (error) {
      // A day so far away that no period can be counted to it: the fact is refused, nothing breaks.
      if (!(error instanceof LawInputError)) throw error;
      return [{ code: 'dateNotComputable', message: { zh: error.zh, en: error.message }, article: packCitation(pack, guard.cite), ...fieldOf(guard.require) }];
    }
  });
}

/** The guards of every forward act: `act` is the code of a step, or `opening` or `service`. */
export function actGuards(pack: Pack, act: string): readonly Guard[] {
  return pack.everyAct.filter((guard) => !guard.except.includes(act));
}

function standsAgainst(pack: Pack, guard: Guard, scope: ConditionScope, mode: 'decide' | 'offer'): Blocker[] {
  const binds = guard.when ? holds(guard.when, scope) : true;
  // A parameter that decides whether the guard binds blocks too while nobody has set it: it never counts as "no".
  const undecided = binds === null && guard.when ? unsetParameters(guard.when, scope) : [];
  if (undecided.length > 0) return undecided.map((code) => parameterBlocker(pack, code));
  if (binds === null && guard.when && asksAge(guard.when)) return mode === 'offer' ? [] : [ageUnknown(pack, guard)];
  if (binds !== true) return [];
  const answer = holds(guard.require, scope);
  if (answer === true) return [];
  // What is refused whatever the county might set is refused for that.
  const unset = answer === null || 'parameterSet' in guard.require ? unsetParameters(guard.require, scope) : [];
  if (unset.length > 0) return unset.map((code) => parameterBlocker(pack, code));
  if (answer === null && mode === 'offer') return [];
  return [answer === null && asksAge(guard.require) ? ageUnknown(pack, guard) : guardBlocker(pack, guard, scope)];
}

/** Nobody is said to be a child because the record does not say how old he is. */
function ageUnknown(pack: Pack, guard: Guard): Blocker {
  return {
    code: 'ageUnknown', article: packCitation(pack, guard.cite), field: 'parties',
    message: { zh: '当事人的年龄不明：缺少公民身份号码或者出生日期', en: 'the age of the party is not known: its identity number is missing' },
    missing: { zh: '当事人的公民身份号码', en: 'the identity number of the party' },
  };
}

function asksAge(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(asksAge);
  if ('any' in condition) return condition.any.some(asksAge);
  return 'not' in condition ? asksAge(condition.not) : 'partyAge' in condition;
}

/** The fact that a comparison is about, as a field of the command. */
function fieldOf(condition: Condition): { field?: string } {
  if (!('left' in condition)) return {};
  const side = [condition.left, condition.right, ...[condition.left, condition.right].flatMap((one) => ('periodEnd' in one ? [one.from] : []))].find((one) => 'fact' in one);
  return side && 'fact' in side ? { field: `facts.${side.fact}` } : {};
}

function guardBlocker(pack: Pack, guard: Guard, scope: ConditionScope): Blocker {
  const end = guard.earliestAfter === undefined ? null : endOfRunning(guard.earliestAfter, scope);
  const holder = 'claimFree' in guard.require ? scope.around?.claims[guard.require.claimFree]?.heldBy : undefined;
  const held = holder ? { zh: `${holder.office}${holder.number ?? ''}`, en: `${holder.office} ${holder.number ?? ''}`.trim() } : undefined;
  const missing = held ?? wanted(guard.require, scope) ?? guard.missing;
  return {
    code: guard.code, message: guard.message, article: packCitation(pack, guard.cite), ...fieldOf(guard.require),
    ...(missing ? { missing } : {}), ...(end === null ? {} : { earliest: addDays(end, 1) }),
  };
}

/** How far ahead a lawful day is looked for. */
const LOOK_AHEAD = 366;

/** The value that would do, where the rule gives one: the year that counts, the first day for which notice is still in time. */
function wanted(condition: Condition, scope: ConditionScope): Blocker['missing'] {
  if (!('left' in condition) || !('fact' in condition.left || 'periodEnd' in condition.right)) return undefined;
  if (condition.is === '=' && 'yearOf' in condition.right) {
    const year = operandValue(condition.right, scope);
    return year?.kind === 'number' ? { zh: `应为${year.number}年`, en: `the year ${year.number}` } : undefined;
  }
  const { left, right } = condition;
  if (condition.is !== '<=' || !('date' in left) || !('periodEnd' in right) || !('fact' in right.from)) return undefined;
  for (let day = addDays(scope.on, 1), tried = 0; tried < LOOK_AHEAD; day = addDays(day, 1), tried += 1) {
    const latest = scope.clocks.periodEnd(right.periodEnd, day, scope.party);
    if (latest !== null && latest >= scope.on) return { zh: `最早可定于${day}`, en: `${day} or a later day` };
  }
  return undefined;
}

/** The last of the running instances of a clock ends here; null when none runs or an end is not fixed. */
function endOfRunning(code: string, scope: ConditionScope): LegalDate | null {
  const ends = scope.clocks.running(code, scope.on).filter((one) => scope.party === null || one.party === null || one.party === scope.party).map((one) => one.endsOn);
  return ends.includes(null) ? null : ends.filter((end): end is LegalDate => end !== null).sort().at(-1) ?? null;
}

export function parameterBlocker(pack: Pack, code: string): Blocker {
  const parameter = pack.parameters.find((one) => one.code === code);
  if (!parameter) throw new Error(`Pack ${pack.id} reads a parameter ${code} that it does not declare.`);
  return {
    code: 'parameterNotSet', article: packCitation(pack, parameter.cite),
    message: { zh: `参数“${parameter.name.zh}”（${code}）尚未由县设定`, en: `the parameter "${parameter.name.en}" (${code}) has not been set by the county` },
    missing: { zh: `${parameter.name.zh}及其发文字号`, en: `${parameter.name.en}, with its document number` },
  };
}

/** Clocks that the step would start, directly or by the papers it issues, must have their length and rungs, and papers what they print. */
export function parameterBlockers(pack: Pack, step: PackStep, scope: ConditionScope): Blocker[] {
  const papers = new Set(step.issues.map((issue) => issue.paper));
  const started = pack.clocks.filter(({ start, startAlso }) => (start ? [start, ...startAlso] : []).some((one) => ('step' in one && one.step === step.code) || ('issued' in one && papers.has(one.issued)) || ('served' in one && papers.has(one.served)) || ('instalments' in one && pack.money?.debts.some((debt) => debt.code === one.instalments && debt.terms?.approvals.includes(step.code)))));
  const printed = pack.papers.filter((paper) => papers.has(paper.code)).flatMap((paper) => paperParameters(fieldsOf(paper, scope)));
  return unsetOf(pack, [...printed, ...parametersOf(pack, started, scope)], scope);
}

/** The same for the clocks that the opening starts. */
export function openingParameterBlockers(pack: Pack, scope: ConditionScope): Blocker[] {
  const started = pack.clocks.filter(({ start, startAlso }) => (start ? [start, ...startAlso] : []).some((one) => 'opening' in one));
  return unsetOf(pack, parametersOf(pack, started, scope), scope);
}

/** Lengths, rungs and the hour of reminders that the county sets for these clocks, where they start. */
function parametersOf(pack: Pack, clocks: readonly PackClock[], scope: ConditionScope): string[] {
  return clocks.filter(({ startWhen }) => startWhen === undefined || holds(startWhen, scope) !== false).flatMap((clock) => [
    ...(typeof clock.period.length === 'number' ? [] : [clock.period.length.parameter]),
    ...clock.rungs.flatMap((rung) => (typeof rung.daysAfterStart === 'number' ? [] : [rung.daysAfterStart.parameter])),
    ...(clock.rungs.length > 0 && pack.parameters.some((one) => one.code === 'reminderHour') ? ['reminderHour'] : []),
  ]);
}

function unsetOf(pack: Pack, named: readonly string[], scope: ConditionScope): Blocker[] {
  return [...new Set(named)].filter((code) => scope.book.parameter(scope.state.county, pack.id, code, scope.on) === null).map((code) => parameterBlocker(pack, code));
}
