/** Guards of a pack as blockers: what is missing, the article, the earliest lawful day. */
import { addDays, type LegalDate } from '#law';
import type { Guard, Pack, PackStep } from '#law/pack-format';
import { paperParameters } from '#law/packs/check-pack';
import { articleText } from './clocks.ts';
import { type ConditionScope, holds, unsetParameters } from './conditions.ts';
import type { Blocker } from './model.ts';

/**
 * `decide`: what the record does not say is not established, so the guard refuses. `offer`: what is still to be entered
 * is no blocker yet.
 */
export function guardBlockers(pack: Pack, guards: readonly Guard[], scope: ConditionScope, mode: 'decide' | 'offer'): Blocker[] {
  return guards.flatMap((guard) => {
    const binds = guard.when ? holds(guard.when, scope) : true;
    // A parameter that decides whether the guard binds blocks too while nobody has set it: it never counts as "no".
    if (binds === null && guard.when) return unsetParameters(guard.when, scope).map((code) => parameterBlocker(pack, code));
    if (binds !== true) return [];
    const answer = holds(guard.require, scope);
    if (answer === true || (answer === null && mode === 'offer')) return [];
    const unset = unsetParameters(guard.require, scope);
    if (unset.length > 0) return unset.map((code) => parameterBlocker(pack, code));
    return [guardBlocker(pack, guard, scope)];
  });
}

function guardBlocker(pack: Pack, guard: Guard, scope: ConditionScope): Blocker {
  const end = guard.earliestAfter === undefined ? null : endOfRunning(guard.earliestAfter, scope);
  const holder = 'claimFree' in guard.require ? scope.around?.claims[guard.require.claimFree]?.heldBy : undefined;
  const held = holder ? { zh: `${holder.office}${holder.number ?? ''}`, en: `${holder.office} ${holder.number ?? ''}`.trim() } : undefined;
  const missing = held ?? guard.missing;
  return {
    code: guard.code, message: guard.message, article: articleText(pack, guard.cite),
    ...(missing ? { missing } : {}), ...(end === null ? {} : { earliest: addDays(end, 1) }),
  };
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
    code: 'parameterNotSet', article: articleText(pack, parameter.cite),
    message: { zh: `参数“${parameter.name.zh}”（${code}）尚未由县设定`, en: `the parameter "${parameter.name.en}" (${code}) has not been set by the county` },
    missing: { zh: `${parameter.name.zh}及其发文字号`, en: `${parameter.name.en}, with its document number` },
  };
}

/** Clocks that the step would start, directly or by the papers it issues, must have their length and rungs, and papers what they print. */
export function parameterBlockers(pack: Pack, step: PackStep, scope: ConditionScope): Blocker[] {
  const papers = new Set(step.issues.map((issue) => issue.paper));
  const started = pack.clocks.filter(({ start, startAlso }) => (start ? [start, ...startAlso] : []).some((one) => ('step' in one && one.step === step.code) || ('issued' in one && papers.has(one.issued)) || ('served' in one && papers.has(one.served))));
  const printed = pack.papers.filter((paper) => papers.has(paper.code)).flatMap((paper) => paperParameters(paper.fields));
  const named = [...printed, ...started.flatMap((clock) => [
    ...(typeof clock.period.length === 'number' ? [] : [clock.period.length.parameter]),
    ...clock.rungs.flatMap((rung) => (typeof rung.daysAfterStart === 'number' ? [] : [rung.daysAfterStart.parameter])),
    ...(clock.rungs.length > 0 && pack.parameters.some((one) => one.code === 'reminderHour') ? ['reminderHour'] : []),
  ])];
  return [...new Set(named)].filter((code) => scope.book.parameter(scope.state.county, pack.id, code, scope.on) === null).map((code) => parameterBlocker(pack, code));
}
