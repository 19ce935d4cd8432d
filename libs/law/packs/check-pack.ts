/** Whether a pack is whole: its format, and that everything it names exists. Sentences for the author of a pack. */
import { z } from 'zod';
import { type Condition, type Guard, type Operand, type Pack, type PackDebt, PackFormat, type PackForbearance, type PackMoney, type PackTerms } from '../pack-format.ts';
import { placeholderProblems, sealedProblems } from './placeholders.ts';

export type PackCheck = { pack: Pack; problems: [] } | { pack: null; problems: string[] };

/** Validates parsed JSON as a pack. Every problem is named with its place; none is thrown. */
export function checkPack(input: unknown): PackCheck {
  const parsed = PackFormat.safeParse(input);
  if (!parsed.success) {
    return { pack: null, problems: parsed.error.issues.map((issue) => `${issue.path.length > 0 ? issue.path.join('.') : 'the file'}: ${issue.message}`) };
  }
  const problems = referenceProblems(parsed.data);
  return problems.length === 0 ? { pack: parsed.data, problems: [] } : { pack: null, problems };
}

/** The JSON Schema of the public format (`npm run law -- schema`). */
export function packSchema(): unknown {
  return z.toJSONSchema(PackFormat, { io: 'input' });
}

/** Parameters that the placeholders of a paper read. */
export function paperParameters(fields: Record<string, string | string[] | null>): string[] {
  return Object.values(fields).flat().flatMap((text) => text === null ? [] : [...text.matchAll(/\{parameter:([A-Za-z0-9-]+)\}/g)].map((match) => match[1] ?? ''));
}

/** A clock that depended on clocks could depend on itself. */
function asksOfClocks(one: Condition): boolean {
  if ('all' in one) return one.all.some(asksOfClocks);
  if ('any' in one) return one.any.some(asksOfClocks);
  if ('not' in one) return asksOfClocks(one.not);
  if ('left' in one) return [one.left, one.right].some((side) => 'periodEnd' in side || 'balance' in side || 'received' in side || 'unpaid' in side || 'overdueSince' in side || 'surchargeOwed' in side || 'inHands' in side || ('yearOf' in side && 'periodEnd' in side.yearOf));
  return 'lapsed' in one || 'running' in one || 'suspended' in one || 'paid' in one || 'inDefault' in one || 'overdue' in one || 'stagesKept' in one || 'courtWindow' in one;
}

function referenceProblems(pack: Pack): string[] {
  const problems: string[] = [];
  const names = {
    phase: new Set(pack.phases.map((one) => one.code)), step: new Set([...pack.steps, ...pack.reopenings].map((one) => one.code)), paper: new Set(pack.papers.map((one) => one.code)),
    clock: new Set(pack.clocks.map((one) => one.code)), fact: new Set(pack.facts.map((one) => one.code)), parameter: new Set(pack.parameters.map((one) => one.code)),
    register: new Set(pack.registers.map((one) => one.code)), instrument: new Set(pack.instruments.map((one) => one.id)), debt: new Set(pack.money?.debts.map((one) => one.code)),
  };
  type Kind = keyof typeof names;
  const needs = (kind: Kind, code: string, place: string): void => {
    if (!names[kind].has(code)) problems.push(`${place}: names the ${kind} "${code}", which the pack does not have`);
  };
  const unique = (kind: string, codes: string[]): void => {
    for (const code of new Set(codes.filter((one, index) => codes.indexOf(one) !== index))) problems.push(`${kind} "${code}" is declared twice`);
  };
  const reference = (code: string, place: string): void => {
    needs('fact', code, place);
    if (!pack.facts.find((fact) => fact.code === code)?.refersTo) problems.push(`${place}: "${code}" is not a fact that refers to steps`);
  };
  const windowed = (code: string, place: string): void => {
    needs('debt', code, place);
    if (pack.money?.debts.find((one) => one.code === code)?.terms?.window === undefined) problems.push(`${place}: the debt "${code}" has no window to the court`);
  };
  const agreed = (code: string, place: string): void => {
    needs('debt', code, place);
    if (pack.money?.debts.find((one) => one.code === code)?.agreement === undefined) problems.push(`${place}: the debt "${code}" knows no enforcement agreement`);
  };
  const operand = (one: Operand, place: string): void => {
    if ('fact' in one) needs('fact', one.fact, place);
    else if ('parameter' in one) needs('parameter', one.parameter, place);
    else if ('stepDate' in one) needs('step', one.stepDate, place);
    else if ('servedOn' in one) needs('paper', one.servedOn, place);
    else if ('refDate' in one) reference(one.refDate, place);
    else if ('minus' in one) one.minus.forEach((part) => operand(part, place));
    else if ('periodEnd' in one) { needs('clock', one.periodEnd, place); operand(one.from, place); }
    else if ('yearOf' in one) operand(one.yearOf, place);
    else if ('balance' in one) needs('debt', one.balance, place);
    else if ('received' in one) needs('debt', one.received, place);
    else if ('unpaid' in one) needs('debt', one.unpaid, place);
    else if ('overdueSince' in one) needs('debt', one.overdueSince, place);
    else if ('surchargeOwed' in one) needs('debt', one.surchargeOwed, place);
    else if ('inHands' in one) needs('debt', one.inHands, place);
  };
  const condition = (one: Condition, place: string): void => {
    if ('all' in one) one.all.forEach((part) => condition(part, place));
    else if ('any' in one) one.any.forEach((part) => condition(part, place));
    else if ('not' in one) condition(one.not, place);
    else if ('step' in one) {
      needs('step', one.step, place);
      if (one.since) { if ('served' in one.since) needs('paper', one.since.served, place); else needs('step', one.since.step, place); }
    }
    else if ('issued' in one) needs('paper', one.issued, place);
    else if ('served' in one) needs('paper', one.served, place);
    else if ('lapsed' in one) needs('clock', one.lapsed, place);
    else if ('running' in one) needs('clock', one.running, place);
    else if ('suspended' in one) needs('clock', one.suspended, place);
    else if ('phase' in one) one.phase.forEach((code) => needs('phase', code, place));
    else if ('present' in one) needs('fact', one.present, place);
    else if ('paid' in one) needs('debt', one.paid, place);
    else if ('inDefault' in one) needs('debt', one.inDefault, place);
    else if ('overdue' in one) needs('debt', one.overdue, place);
    else if ('stagesKept' in one) agreed(one.stagesKept, place);
    else if ('courtWindow' in one) windowed(one.courtWindow, place);
    else if ('left' in one) { operand(one.left, place); operand(one.right, place); }
    else if ('parameterSet' in one) needs('parameter', one.parameterSet, place);
    else if ('unanswered' in one) { [...one.unanswered.steps, ...one.unanswered.by].forEach((code) => needs('step', code, place)); reference(one.unanswered.ref, place); }
    else if ('actorTookNone' in one) one.actorTookNone.forEach((code) => needs('step', code, place));
    else if ('personTookNone' in one) { needs('fact', one.personTookNone.fact, place); one.personTookNone.steps.forEach((code) => needs('step', code, place)); }
    else if ('claimFree' in one) needs('register', one.claimFree, place);
  };
  const guards = (list: readonly Guard[], place: string): void => list.forEach((guard) => {
    condition(guard.require, `${place}, guard ${guard.code}`);
    if (guard.when) condition(guard.when, `${place}, guard ${guard.code}`);
    if (guard.earliestAfter !== undefined) needs('clock', guard.earliestAfter, `${place}, guard ${guard.code}`);
    needs('instrument', guard.cite.instrument, `${place}, guard ${guard.code}`);
  });

  unique('step', [...pack.steps, ...pack.reopenings].map((one) => one.code));
  unique('paper', pack.papers.map((one) => one.code));
  unique('clock', pack.clocks.map((one) => one.code));
  unique('fact', pack.facts.map((one) => one.code));
  unique('parameter', pack.parameters.map((one) => one.code));
  unique('phase', pack.phases.map((one) => one.code));
  unique('closing', pack.closings.map((one) => one.code));
  unique('approval', pack.approvals.map((one) => one.code));
  unique('register', pack.registers.map((one) => one.code));
  unique('instrument', pack.instruments.map((one) => one.id));
  needs('phase', pack.initialPhase, 'initialPhase');
  if (pack.servicePapers) for (const code of Object.values(pack.servicePapers)) needs('paper', code, 'servicePapers');
  if (pack.sealBeforeService) { needs('parameter', pack.sealBeforeService.parameter, 'sealBeforeService'); needs('instrument', pack.sealBeforeService.cite.instrument, 'sealBeforeService'); }
  if (pack.party.ageOn !== undefined) needs('fact', pack.party.ageOn, 'party.ageOn');
  if (pack.party.olderThan) {
    const { fact, cite } = pack.party.olderThan;
    needs('instrument', cite.instrument, 'party.olderThan');
    if (pack.facts.find((one) => one.code === fact)?.type !== 'date') problems.push(`party.olderThan: names the fact "${fact}", which is no date of the pack`);
  }
  unique('forbiddenWords', pack.forbiddenWords.map((one) => one.code));
  for (const rule of pack.forbiddenWords) {
    needs('instrument', rule.cite.instrument, `forbiddenWords ${rule.code}`);
    if (rule.from !== undefined && rule.to !== undefined && rule.to < rule.from) problems.push(`forbiddenWords ${rule.code}: ends before it begins`);
    for (const word of [...rule.words, ...rule.except]) if (!/[\p{L}\p{N}]/u.test(word)) problems.push(`forbiddenWords ${rule.code}: "${word}" has neither letter nor digit`);
    for (const longer of rule.except) if (!rule.words.some((word) => longer.includes(word) && longer !== word)) problems.push(`forbiddenWords ${rule.code}: the exception "${longer}" holds none of the words`);
  }
  if (pack.filingStep !== undefined) needs('step', pack.filingStep, 'filingStep');
  if (pack.whereaboutsStep !== undefined) needs('step', pack.whereaboutsStep, 'whereaboutsStep');
  if (pack.inForce.to !== null && !pack.inForce.after) problems.push('inForce: a pack with an end needs "after", the sentence that refuses later acts');
  needs('instrument', pack.inForce.before.cite.instrument, 'inForce.before');
  for (const body of pack.bodies) needs('instrument', body.cite.instrument, `body ${body.basis}`);
  if (pack.confirmation) {
    const { required, within, before, service, cite } = pack.confirmation;
    for (const code of [required, within]) needs('parameter', code, 'confirmation');
    before.forEach((code) => { if (!pack.closings.some((one) => one.code === code)) needs('step', code, 'confirmation'); });
    if (service) needs('instrument', service.cite.instrument, 'confirmation');
    needs('instrument', cite.instrument, 'confirmation');
  }
  for (const parameter of pack.parameters) {
    needs('instrument', parameter.cite.instrument, `parameter ${parameter.code}`);
    if (parameter.type === 'choice' && !parameter.choices?.length) problems.push(`parameter ${parameter.code}: a choice needs its choices`);
  }
  for (const fact of pack.facts) if (fact.type === 'choice' && !fact.choices?.length) problems.push(`fact ${fact.code}: a choice needs its choices`);
  for (const fact of pack.facts.filter((one) => one.refersTo !== undefined)) {
    if (fact.type !== 'integer' || fact.perParty) problems.push(`fact ${fact.code}: what refers to a step is a whole number of the case`);
    fact.refersTo?.forEach((code) => needs('step', code, `fact ${fact.code}`));
  }
  for (const register of pack.registers) for (const part of register.key) if ('fact' in part) for (const code of [part.fact, ...(part.else === undefined ? [] : [part.else])]) needs('fact', code, `register ${register.code}`);
  if (pack.causes) {
    const { cites, amounts, actedOn, refused, kinds, ...facts } = pack.causes;
    for (const { fact, cite } of kinds) { needs('fact', fact, 'causes'); needs('instrument', cite.instrument, 'causes'); }
    for (const code of [...Object.values(facts), ...amounts, ...actedOn, ...refused.map((one) => one.fact)]) needs('fact', code, 'causes');
    for (const cite of Object.values(cites)) needs('instrument', cite.instrument, 'causes');
  }
  guards(pack.opening.guards, 'opening');
  guards(pack.everyAct, 'everyAct');
  for (const guard of pack.everyAct) for (const act of guard.except) if (act !== 'opening' && act !== 'service') needs('step', act, `everyAct, guard ${guard.code}`);
  for (const fact of pack.facts) if (fact.namesCase && fact.type !== 'code') problems.push(`fact ${fact.code}: only a code names a case`);
  problems.push(...sealedProblems(pack));
  if (pack.complainedOf) {
    needs('instrument', pack.complainedOf.cite.instrument, 'complainedOf');
    if (pack.facts.find((one) => one.code === pack.complainedOf?.person)?.type !== 'person') problems.push(`complainedOf: "${pack.complainedOf.person}" is no fact that names a person`);
  }
  pack.opening.facts.forEach(({ fact }) => needs('fact', fact, 'opening'));
  for (const step of pack.steps) {
    const place = `step ${step.code}`;
    needs('instrument', step.cite.instrument, place);
    step.from.forEach((code) => needs('phase', code, place));
    if (step.to !== undefined) needs('phase', step.to, place);
    step.facts.forEach(({ fact }) => needs('fact', fact, place));
    if (step.asksHelpOf !== undefined) needs('fact', step.asksHelpOf, place);
    guards(step.guards, place);
    if (step.offer) condition(step.offer, `${place}, offer`);
    step.issues.forEach((issue) => { needs('paper', issue.paper, place); if (issue.when) condition(issue.when, place); });
    step.computes.forEach((rule) => { needs('fact', rule.fact, place); Object.values(rule.inputs).forEach((one) => operand(one, place)); });
    [...step.claims.map((claim) => claim.register), ...step.releases].forEach((code) => needs('register', code, place));
    step.clears.forEach((code) => needs('fact', code, place));
    [...step.suspends, ...step.resumes].forEach((code) => needs('clock', code, place));
    step.owes.forEach(({ owe }) => { owe.fulfilledBy?.forEach((code) => needs('step', code, place)); if (owe.dueFact !== undefined) needs('fact', owe.dueFact, place); });
    if (!step.perParty && step.computes.some((rule) => pack.facts.find((fact) => fact.code === rule.fact)?.perParty)) problems.push(`${place}: computes a fact of each party but is not taken for each party`);
  }
  for (const paper of pack.papers) {
    needs('instrument', paper.cite.instrument, `paper ${paper.code}`);
    if (paper.onServed) needs('phase', paper.onServed.phase, `paper ${paper.code}`);
    for (const { when, fields } of [...paper.variants, { when: null, fields: paper.fields }]) {
      if (when !== null) condition(when, `paper ${paper.code}, variant`);
      paperParameters(fields).forEach((code) => needs('parameter', code, `paper ${paper.code}`));
    }
  }
  problems.push(...placeholderProblems(pack));
  for (const clock of pack.clocks) {
    const place = `clock ${clock.code}`;
    needs('instrument', clock.cite.instrument, place);
    for (const trigger of [...(clock.start ? [clock.start] : []), ...clock.startAlso, ...clock.ends]) {
      if ('opening' in trigger) { if (trigger.anchorFact !== undefined) needs('fact', trigger.anchorFact, place); }
      else if ('step' in trigger) { needs('step', trigger.step, place); if (trigger.anchorFact !== undefined) needs('fact', trigger.anchorFact, place); if (trigger.ref !== undefined) reference(trigger.ref, place); }
      else if ('issued' in trigger) needs('paper', trigger.issued, place);
      else if ('served' in trigger) needs('paper', trigger.served, place);
      else if ('lapsed' in trigger) needs('clock', trigger.lapsed, place);
      else if ('paid' in trigger) needs('debt', trigger.paid, place);
      else if ('overdue' in trigger) needs('clock', trigger.overdue, place);
      else if ('courtWindow' in trigger) windowed(trigger.courtWindow, place);
      else if ('forbearance' in trigger) {
        needs('debt', trigger.forbearance, place);
        if (pack.money?.debts.find((one) => one.code === trigger.forbearance)?.forbearance === undefined) problems.push(`${place}: the debt "${trigger.forbearance}" knows no forbearance`);
      }
      else if ('stages' in trigger) agreed(trigger.stages, place);
      else needs('debt', trigger.instalments, place);
    }
    if ([...(clock.start ? [clock.start] : []), ...clock.startAlso].some((trigger) => 'paid' in trigger)) problems.push(`${place}: a payment in full ends a clock and starts none`);
    if ([...clock.startAlso, ...clock.ends].some((trigger) => 'instalments' in trigger || 'courtWindow' in trigger || 'forbearance' in trigger || 'stages' in trigger)) problems.push(`${place}: instalments, stages, the window to the court and a forbearance start a clock by "start" and end none`);
    if (clock.ends.some((trigger) => 'overdue' in trigger)) problems.push(`${place}: what is overdue starts a clock and ends none`);
    if (clock.startWhen) condition(clock.startWhen, place);
    for (const one of [...(clock.startWhen ? [clock.startWhen] : []), ...clock.variants.map((variant) => variant.when)]) {
      if (asksOfClocks(one)) problems.push(`${place}: whether and how long a clock runs cannot depend on clocks (lapsed, running, suspended, periodEnd)`);
    }
    for (const period of [clock.period, ...clock.variants.map((one) => one.period)]) if (typeof period.length !== 'number') needs('parameter', period.length.parameter, place);
    clock.variants.forEach((variant) => { condition(variant.when, place); needs('instrument', variant.cite.instrument, place); });
    clock.rungs.forEach((rung) => { if (typeof rung.daysAfterStart !== 'number') needs('parameter', rung.daysAfterStart.parameter, place); });
    clock.onLapse.forEach((effect) => {
      if ('produce' in effect) {
        needs('step', effect.produce, place);
        if (!pack.steps.find((step) => step.code === effect.produce)?.byTime) problems.push(`${place}: produces the step "${effect.produce}", which is not marked byTime`);
      } else if ('phase' in effect) needs('phase', effect.phase, place);
    });
  }
  for (const { closing } of pack.history?.states ?? []) if (!pack.closings.some(({ code }) => code === closing)) problems.push(`history: names the closing "${closing}", which the pack does not have`);
  for (const closing of pack.closings) {
    closing.from.forEach((code) => needs('phase', code, `closing ${closing.code}`));
    guards(closing.guards, `closing ${closing.code}`);
    closing.issues.forEach((issue) => { needs('paper', issue.paper, `closing ${closing.code}`); if (issue.when) condition(issue.when, `closing ${closing.code}`); });
    needs('instrument', closing.cite.instrument, `closing ${closing.code}`);
  }
  for (const reopening of pack.reopenings) {
    const place = `reopening ${reopening.code}`;
    reopening.from.forEach((code) => { if (!pack.closings.some((one) => one.code === code)) problems.push(`${place}: names the closing "${code}", which the pack does not have`); });
    needs('phase', reopening.to, place);
    reopening.clears.forEach((code) => needs('fact', code, place));
    reopening.resumes.forEach((code) => needs('clock', code, place));
    reopening.facts.forEach(({ fact }) => needs('fact', fact, place));
    guards(reopening.guards, place);
    needs('instrument', reopening.cite.instrument, place);
  }
  if (pack.lateEntry) {
    needs('parameter', pack.lateEntry.parameter, 'lateEntry');
    needs('instrument', pack.lateEntry.cite.instrument, 'lateEntry');
    if (pack.parameters.find((one) => one.code === pack.lateEntry?.parameter)?.type !== 'integer') problems.push('lateEntry: its parameter is a whole number of working days');
  }
  if (pack.representation) {
    const { agents, special, guardian } = pack.representation;
    for (const cite of [agents?.cite, special?.cite, guardian?.cite]) if (cite !== undefined) needs('instrument', cite.instrument, 'representation');
    for (const code of special?.steps ?? []) if (pack.steps.find((one) => one.code === code)?.byParty !== true) problems.push(`representation.special: "${code}" is no step that is open to a party`);
    if (guardian !== undefined) {
      needs('parameter', guardian.parameter, 'representation.guardian');
      for (const code of guardian.steps) if (pack.steps.find((one) => one.code === code)?.facts.some(({ fact }) => fact === guardian.present) !== true) problems.push(`representation.guardian: the step "${code}" does not take the fact "${guardian.present}"`);
      if (pack.facts.find((one) => one.code === guardian.present)?.type !== 'boolean') problems.push(`representation.guardian: "${guardian.present}" is no boolean fact of the pack`);
    }
  }
  if (pack.money) problems.push(...moneyProblems(pack, pack.money, needs, unique));
  if (pack.executionHours) {
    const { service, night, cite } = pack.executionHours;
    service.papers.forEach((code) => needs('paper', code, 'executionHours'));
    needs('instrument', cite.instrument, 'executionHours');
    for (const code of [night.begins, night.ends]) {
      needs('parameter', code, 'executionHours');
      if (pack.parameters.find((one) => one.code === code)?.type !== 'time') problems.push(`executionHours: the parameter "${code}" is a time`);
    }
  }
  if (pack.recusal) {
    const { request, decision, person, ref, granted, cite } = pack.recusal;
    [request, decision].forEach((code) => needs('step', code, 'recusal'));
    [person, granted].forEach((code) => needs('fact', code, 'recusal'));
    reference(ref, 'recusal');
    needs('instrument', cite.instrument, 'recusal');
  }
  for (const approval of pack.approvals) {
    if (approval.sheet !== undefined) needs('paper', approval.sheet, `approval ${approval.code}`);
    const place = `approval ${approval.code}`;
    needs('instrument', approval.cite.instrument, place);
    [...approval.covers, ...approval.unaffectedBy].forEach((code) => needs('step', code, place));
    if (approval.when) condition(approval.when, place);
    unique(`${place}: stage`, approval.stages.map((one) => one.code));
    for (const stage of approval.stages) {
      if (stage.when) condition(stage.when, `${place}, stage ${stage.code}`);
      if (stage.waits) needs('parameter', stage.waits.days.parameter, `${place}, stage ${stage.code}`);
    }
  }
  return problems;
}

/** Whether each debt names a paper that is served, an amount of money, and the clock that its service starts. */
function moneyProblems(pack: Pack, money: PackMoney, needs: (kind: 'paper' | 'clock' | 'fact' | 'step' | 'instrument' | 'parameter', code: string, place: string) => void, unique: (kind: string, codes: string[]) => void): string[] {
  const problems: string[] = [];
  unique('debt', money.debts.map((one) => one.code));
  if (new Set(money.allocation).size !== money.allocation.length) problems.push('money: the allocation names each step once');
  needs('instrument', money.allocationCite.instrument, 'money');
  for (const debt of money.debts) {
    const place = `debt ${debt.code}`;
    needs('paper', debt.paper, place);
    needs('clock', debt.due, place);
    debt.quashedBy.forEach((code) => needs('step', code, place));
    debt.variedBy.forEach(({ step, amount }) => { needs('step', step, place); needs('fact', amount, place); });
    if (debt.remedies) {
      [...debt.remedies.begin, ...debt.remedies.end].forEach((code) => needs('step', code, place));
      [debt.remedies.beginOn, ...debt.remedies.endOn, debt.remedies.ref].forEach((code) => needs('fact', code, place));
    }
    if (debt.waivedBy) { needs('step', debt.waivedBy.step, place); needs('fact', debt.waivedBy.ref, place); needs('fact', debt.waivedBy.amount, place); }
    needs('instrument', debt.cite.instrument, place);
    const paper = pack.papers.find((one) => one.code === debt.paper);
    if (paper?.serve === false) problems.push(`${place}: only a paper that is served establishes a debt`);
    if (pack.facts.find((one) => one.code === debt.amount)?.type !== 'money') problems.push(`${place}: "${debt.amount}" is no fact of money`);
    const { start } = pack.clocks.find((one) => one.code === debt.due) ?? {};
    if (start === undefined || !('served' in start) || start.served !== debt.paper) problems.push(`${place}: the clock "${debt.due}" does not begin with the service of "${debt.paper}"`);
    if (debt.collection) problems.push(...collectionProblems(pack, debt.collection, place, needs));
    if (debt.forbearance) problems.push(...forbearanceProblems(pack, debt.forbearance, place, needs));
    if (debt.agreement) problems.push(...agreementProblems(pack, debt.agreement, place, needs));
    if (debt.terms) problems.push(...termsProblems(pack, debt.terms, place, needs));
    if (debt.surcharge === undefined) continue;
    if (paper !== undefined && !(debt.surcharge.statedIn in paper.fields)) problems.push(`${place}: the paper "${debt.paper}" has no field "${debt.surcharge.statedIn}" that states the rate`);
    for (const cite of [debt.surcharge.cite, debt.surcharge.capCite, ...(debt.surcharge.kind === 'additionalFine' ? [debt.surcharge.pauseCite] : [])]) needs('instrument', cite.instrument, place);
  }
  return problems;
}

/** Whether a forbearance is proposed, granted, consented to and ended by steps for each party, and says why, by what and how long. */
function forbearanceProblems(pack: Pack, { grant, ref, reason, document, until, end, endRef, consent, withholds, cite }: PackForbearance, place: string, needs: (kind: 'fact' | 'step' | 'instrument', code: string, place: string) => void): string[] {
  [grant, end, consent, ...withholds].forEach((code) => needs('step', code, place));
  needs('instrument', cite.instrument, place);
  const types: [string, string][] = [[ref, 'integer'], [endRef, 'integer'], [reason, 'text'], [document, 'code'], [until, 'date']];
  const proposals = pack.facts.find((one) => one.code === ref)?.refersTo ?? [];
  const takes = (step: string, fact: string): boolean => pack.steps.find((one) => one.code === step)?.facts.some((one) => one.fact === fact && one.required) === true;
  return [
    ...types.filter(([code, type]) => pack.facts.find((one) => one.code === code)?.type !== type).map(([code, type]) => `${place}: "${code}" of the forbearance is no ${type}`),
    ...[grant, end, consent, ...withholds].filter((code) => pack.steps.find((one) => one.code === code)?.perParty === false).map((code) => `${place}: "${code}" of the forbearance is no step for each party`),
    ...(proposals.length === 0 || proposals.some((step) => [reason, document, until].some((fact) => !takes(step, fact))) ? [`${place}: a forbearance is proposed with its reason, document and last day`] : []),
    ...(takes(grant, ref) && takes(consent, ref) && takes(end, endRef) ? [] : [`${place}: grant and consent of a forbearance name its proposal, its end names the grant`]),
  ];
}

/** Whether an agreement is recorded by a step for each party that can give its stages, and ended by others. */
function agreementProblems(pack: Pack, { step, stages, ends, cite }: NonNullable<PackDebt['agreement']>, place: string, needs: (kind: 'fact' | 'step' | 'instrument', code: string, place: string) => void): string[] {
  for (const code of [step, ...ends]) needs('step', code, place);
  needs('fact', stages, place);
  needs('instrument', cite.instrument, place);
  const recorded = pack.steps.find((one) => one.code === step);
  return [
    ...(recorded !== undefined && (!recorded.perParty || !recorded.facts.some(({ fact }) => fact === stages)) ? [`${place}: "${step}" is no step for each party that can give "${stages}"`] : []),
    ...(pack.facts.some(({ code, type }) => code === stages && type !== 'code') ? [`${place}: "${stages}" is no code`] : []),
  ];
}

const METHODS = ['weekly', 'monthly', 'dates', 'custom', 'deferral'];
/** Whether money is taken by a step for each party, with a receipt, and paid in by a paper of its own. */
function collectionProblems(pack: Pack, { step, amount, receipt, slip, cite }: NonNullable<PackDebt['collection']>, place: string, needs: (kind: 'paper' | 'fact' | 'step' | 'instrument', code: string, place: string) => void): string[] {
  needs('step', step, place);
  needs('fact', amount, place);
  needs('fact', receipt, place);
  needs('paper', slip, place);
  needs('instrument', cite.instrument, place);
  const taken = pack.steps.find((one) => one.code === step);
  const fact = pack.facts.find((one) => one.code === amount);
  return [
    ...(taken !== undefined && (!taken.perParty || !taken.facts.some((one) => one.fact === amount && one.required)) ? [`${place}: "${step}" is no step for each party that must give "${amount}"`] : []),
    ...(taken !== undefined && taken.issues.every((one) => one.when !== undefined || pack.papers.find((paper) => paper.code === one.paper)?.series == null) ? [`${place}: "${step}" issues no numbered receipt`] : []),
    ...(fact !== undefined && (fact.type !== 'money' || !fact.perParty) ? [`${place}: "${amount}" is no fact of money of a party`] : []),
    ...(pack.facts.some((one) => one.code === receipt && one.type !== 'code') ? [`${place}: "${receipt}" is no code`] : []),
  ];
}

const PLAN_TYPES = { method: 'choice', first: 'date', count: 'integer', firstShare: 'money', lines: 'code', accelerates: 'integer', schedule: 'code' } as const;

/** Whether terms name steps for one party, facts of their types, and methods that the ledger knows. */
function termsProblems(pack: Pack, terms: PackTerms, place: string, needs: (kind: 'clock' | 'fact' | 'step' | 'instrument' | 'parameter', code: string, place: string) => void): string[] {
  const problems: string[] = [];
  const { window, plan } = terms;
  const steps = [terms.application, ...terms.refusals, ...terms.approvals, ...terms.ends, ...(window?.consent === undefined ? [] : [window.consent])];
  for (const code of steps) {
    needs('step', code, place);
    if (pack.steps.find((one) => one.code === code)?.perParty === false) problems.push(`${place}: terms are of one party, and the step "${code}" is not taken for each`);
  }
  for (const clock of [...(terms.within === undefined ? [] : [terms.within]), ...window?.sue ?? []]) needs('clock', clock, place);
  for (const parameter of [terms.capMonths, window?.rule, window?.margin]) if (parameter !== undefined) needs('parameter', parameter, place);
  for (const cite of [terms.cite, ...(window === undefined ? [] : [window.cite])]) needs('instrument', cite.instrument, place);
  for (const step of [...window?.remedies?.begin ?? [], ...window?.remedies?.end ?? []]) needs('step', step, place);
  if (window?.remedies !== undefined) needs('fact', window.remedies.ref, place);
  for (const step of [...window?.judgments?.steps ?? [], ...(window?.application === undefined ? [] : [window.application]), ...(window?.chosen === undefined ? [] : [window.chosen.step])]) needs('step', step, place);
  for (const fact of [window?.judgments?.on, window?.chosen?.fact]) if (fact !== undefined) needs('fact', fact, place);
  if (window?.atCourt !== undefined && pack.steps.find((step) => step.code === window.application)?.guards.some((guard) => guard.code === window.atCourt) !== true) problems.push(`${place}: "${window.atCourt}" is no guard of the step that asks the court`);
  if (window?.demand !== undefined && pack.papers.find((one) => one.code === window.demand)?.serve !== true) problems.push(`${place}: the demand "${window.demand}" is no paper that is served`);
  needs('fact', terms.ref, place);
  for (const [role, type] of Object.entries(PLAN_TYPES)) {
    const code = plan[role as keyof typeof PLAN_TYPES];
    needs('fact', code, place);
    const fact = pack.facts.find((one) => one.code === code);
    if (fact !== undefined && fact.type !== type) problems.push(`${place}: "${code}" must be of type ${type}`);
    if (role === 'method') for (const { value } of fact?.choices ?? []) if (!METHODS.includes(value)) problems.push(`${place}: "${code}" has the method "${value}"; known: ${METHODS.join(', ')}`);
  }
  return problems;
}
