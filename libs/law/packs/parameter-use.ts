/** Where a pack reads a parameter: which steps are refused while a county has not set it. */
import type { Condition, Operand, Pack, PackStep } from '../pack-format.ts';
import { paperParameters } from './check-pack.ts';

/** What the opening is called among the steps that wait. */
export const OPENING = 'opening';

/**
 * Codes of the steps (and `opening`) that are refused (`parameterNotSet`, or a guard of the pack that names it) while the parameter is
 * unset, in the order of the pack. Empty: nothing waits for it.
 */
export function stepsWaitingFor(pack: Pack, parameter: string): string[] {
  return [...(parametersOfOpening(pack).has(parameter) ? [OPENING] : []), ...pack.steps.filter((step) => parametersOfStep(pack, step).has(parameter)).map((step) => step.code)];
}

/** Parameters that the clocks of the opening are counted by. */
function parametersOfOpening(pack: Pack): Set<string> {
  return new Set(pack.clocks.filter(({ start, startAlso }) => (start === undefined ? [] : [start, ...startAlso]).some((trigger) => 'opening' in trigger)).flatMap(({ code }) => clockParameters(pack, code)));
}

/** Parameters without which a step is refused: those its guards and formulas read, its papers print, the clocks it starts are counted by. */
export function parametersOfStep(pack: Pack, step: PackStep): Set<string> {
  const found = new Set<string>();
  const ofOperand = (operand: Operand): void => {
    if ('parameter' in operand) found.add(operand.parameter);
    else if ('periodEnd' in operand) {
      clockParameters(pack, operand.periodEnd).forEach((code) => found.add(code));
      ofOperand(operand.from);
    } else if ('yearOf' in operand) ofOperand(operand.yearOf);
    else if ('minus' in operand) operand.minus.forEach(ofOperand);
  };
  const ofCondition = (one: Condition): void => {
    if ('all' in one) one.all.forEach(ofCondition);
    else if ('any' in one) one.any.forEach(ofCondition);
    else if ('not' in one) ofCondition(one.not);
    else if ('parameterSet' in one) found.add(one.parameterSet);
    else if ('left' in one) { ofOperand(one.left); ofOperand(one.right); }
  };
  // Where it is entered later than on its day.
  if (pack.lateEntry !== undefined) found.add(pack.lateEntry.parameter);
  // Where a minor is concerned.
  if (pack.representation?.guardian?.steps.includes(step.code) === true) found.add(pack.representation.guardian.parameter);
  const acts = step.forward ? pack.everyAct.filter((guard) => !guard.except.includes(step.code)) : [];
  [...acts, ...step.guards].forEach((guard) => { ofCondition(guard.require); if (guard.when) ofCondition(guard.when); });
  for (const approval of pack.approvals.filter((one) => one.covers.includes(step.code))) {
    if (approval.when) ofCondition(approval.when);
    for (const { when, waits } of approval.stages) {
      if (when) ofCondition(when);
      if (waits) found.add(waits.days.parameter);
    }
  }
  for (const { inputs, optional } of step.computes) {
    for (const [input, operand] of Object.entries(inputs)) if (!optional.includes(input)) ofOperand(operand);
  }
  const papers = new Set(step.issues.map((issue) => issue.paper));
  for (const paper of pack.papers) if (papers.has(paper.code)) {
    paperParameters(paper.fields).forEach((code) => found.add(code));
    for (const { when, fields } of paper.variants) paperParameters(fields).filter((code) => !askedFor(when).includes(code)).forEach((code) => found.add(code));
  }
  // Terms begin the clocks of their instalments.
  for (const { start, code } of pack.clocks) if (start !== undefined && 'instalments' in start && pack.money?.debts.some((debt) => debt.code === start.instalments && debt.terms?.approvals.includes(step.code))) clockParameters(pack, code).forEach((each) => found.add(each));
  for (const { start, startAlso, code } of pack.clocks) for (const trigger of start === undefined ? [] : [start, ...startAlso]) {
    const begins = ('step' in trigger && trigger.step === step.code) || ('issued' in trigger && papers.has(trigger.issued)) || ('served' in trigger && papers.has(trigger.served));
    if (begins) clockParameters(pack, code).forEach((each) => found.add(each));
  }
  return found;
}

/** A length, a rung or the hour of its reminders that the county sets. */
function clockParameters(pack: Pack, code: string): string[] {
  const clock = pack.clocks.find((one) => one.code === code);
  if (clock === undefined) return [];
  return [
    ...(typeof clock.period.length === 'number' ? [] : [clock.period.length.parameter]),
    ...clock.rungs.flatMap((rung) => (typeof rung.daysAfterStart === 'number' ? [] : [rung.daysAfterStart.parameter])),
    ...(clock.rungs.length > 0 && pack.parameters.some((one) => one.code === 'reminderHour') ? ['reminderHour'] : []),
  ];
}

/** Parameters that a condition asks whether they are set: what it lets print is left out while they are not. */
function askedFor(when: Condition): string[] {
  if ('parameterSet' in when) return [when.parameterSet];
  return 'all' in when ? when.all.flatMap(askedFor) : [];
}
