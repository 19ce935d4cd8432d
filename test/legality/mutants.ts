/**
 * Each rule switched off alone: guards of both packs (opening, steps, closings), what packs say of steps, clocks and
 * papers beside their guards, and the rules of the engine that hold for every pack.
 */
import type { Owe, Pack } from '#law/pack-format';
import { COLLECTION_RULES, DEPOSIT_RULES } from '#cases/money/collections';
import { PAYMENT_RULES, REVERSAL_RULES } from '#cases/money/payments';
import { EXECUTION_HOURS_RULES } from '#cases/execution-hours';
import { FORBEARANCE_RULES } from '#cases/money/forbearance-grant';
import { STAGE_RULES } from '#cases/money/agreement-rules';
import { TERMS_RULES } from '#cases/money/terms';
import { REFUND_PAID_RULES, REFUND_RETURNED_RULES, REFUND_RULES } from '#cases/money/refunds';
import { AMENDMENT_RULES } from '#cases/acts/amendment';
import { OPENING_RULES } from '#cases/acts/opening';
import { ATTEMPT_RULES, LATE_SERVICE_RULES } from '#cases/acts/service-attempt';
import { VOID_GATES, VOID_RULES } from '#cases/acts/voiding';
import { LATE_RULES } from '#cases/late-entry';
import { CLOSING_GATES, CLOSING_RULES, STEP_GATES, STEP_RULES } from '#cases/act-rules';
import { KIND_RULES } from '#cases/cause-kinds';
import { BASIS_RULES, FINE_RULES } from '#cases/causes';
import { GRANT_RULES } from '#cases/competence';
import { COMPLAINT_RULES } from '#cases/complained-of';
import { CONFIRM_RULES, WITH_SERVICE_RULES, WITH_STEP_RULES } from '#cases/people/confirmations';
import { CALL_RULES, RETURN_RULES } from '#cases/people/file-loans';
import { HELP_RULES } from '#cases/people/help';
import { SHOWS_RULES } from '#cases/people/shown';
import { STANDING_RULES } from '#cases/people/standing';
import { ASK_GATES, ASK_RULES, SIGN_RULES, WITHDRAW_RULES } from '#cases/office/approvals';
import { SIGNER_RULES } from '#cases/office/signers';
import { TASK_RULES } from '#cases/office/tasks';
import { TRANSFER_RULES } from '#cases/people/transfer';
import { GUARDIAN_RULES } from '#cases/party/guardians';
import { ENDING_RULES, FILING_RULES } from '#cases/party/representatives';
import { PARTY_RULES } from '#cases/party-acts';
import { INCOMPATIBLE_POWERS } from '#cases/powers';
import { PART_RULES, RECUSAL_RULES } from '#cases/recusal';
import type { Rule } from '#cases/rules';
import { REOPENING_GATES, REOPENING_RULES } from '#cases/reopen';
import { SERVICE_RULES, WAY_RULES } from '#cases/service';
import { ORIGINAL_GATES, ORIGINAL_RULES } from '#cases/sheets/originals';
import { ASK_SEAL_RULES, SEAL_GATES, USE_SEAL_RULES } from '#cases/sheets/seals';

/** Mutants that change nothing that could be noticed, each with the reason. One that is no mutant any more fails the run. */
export const EQUIVALENT: ReadonlyMap<string, string> = new Map([
  ['engine: asking for approval, caseClosed, wrongPhase, stepAlreadyTaken, packNoLongerInForce: never stepAlreadyTaken', 'a step that chains cover and that is taken once moves the case: its phase stands against it first'],
  ...['administrative-penalty', 'social-maintenance-fee'].flatMap((pack) => ['recordCourtAcceptance', 'recordCourtRefusal'].map((step) => [`${pack}: clock COM-04 is ended by any ${step}`, 'a second application waits until the first is over: the court never answers another one meanwhile'] as const)),
  ...['administrative-penalty', 'social-maintenance-fee'].map((pack) => [`${pack}: step recordReconsideration clears nothing`, 'each reconsideration says whether its procedure is the simple one: what an earlier one said is never asked'] as const),
  ...['approveTerms', 'refuseTerms'].map((step) => [`social-maintenance-fee: clock SMF-03 is ended by any ${step}`, 'a second application of a party waits for the answer to the first: there is never another that an answer could name'] as const),
]);

/** One rule switched off; `apply` answers how to switch it on again. */
export interface Mutant { name: string; pack: string | null; mutate?: (pack: Pack) => Pack; switchOff?: () => () => void }

export function mutantsOf(packs: readonly Pack[]): Mutant[] {
  return [...packs.flatMap(packMutants), ...engineMutants()];
}

type Change = (pack: Pack) => void;

/** What a clock owes by its rungs and its lapse. */
const owesOf = ({ rungs, onLapse }: Pack['clocks'][number]): { code: string; owe: Owe }[] => [...rungs.map(({ code, owe }) => ({ code, owe })), ...onLapse.flatMap((effect) => ('owe' in effect ? [{ code: 'lapse', owe: effect.owe }] : []))];

function packMutants(pack: Pack): Mutant[] {
  const found: Mutant[] = [];
  const add = (name: string, change: Change): void => {
    found.push({ name: `${pack.id}: ${name}`, pack: pack.id, mutate: (original) => { const copy = structuredClone(original); change(copy); return copy; } });
  };
  pack.opening.guards.forEach((guard, at) => add(`opening, guard ${guard.code}`, (copy) => { copy.opening.guards.splice(at, 1); }));
  pack.everyAct.forEach((guard, at) => add(`every act, guard ${guard.code}`, (copy) => { copy.everyAct.splice(at, 1); }));
  pack.steps.forEach((step, s) => {
    step.guards.forEach((guard, at) => add(`step ${step.code}, guard ${guard.code}`, (copy) => { copy.steps[s]?.guards.splice(at, 1); }));
    const of = (copy: Pack): Pack['steps'][number] => copy.steps[s] as Pack['steps'][number];
    // The range and its bands come from the library.
    if (pack.causes && pack.causes.amounts.some((code) => step.facts.some((one) => one.fact === code))) add(`step ${step.code} is not measured by the library`, (copy) => { delete copy.causes; });
    if (step.claims.length > 0) add(`step ${step.code} claims nothing`, (copy) => { of(copy).claims = []; });
    if (step.releases.length > 0) add(`step ${step.code} releases nothing`, (copy) => { of(copy).releases = []; });
    if (step.owes.length > 0) add(`step ${step.code} owes nothing`, (copy) => { of(copy).owes = []; });
    if (step.power !== undefined && pack.steps.some((other) => other !== step && other.power !== step.power && INCOMPATIBLE_POWERS.some((pair) => pair.includes(step.power as never) && pair.includes(other.power as never)))) {
      add(`step ${step.code} has no power`, (copy) => { delete of(copy).power; });
    }
    if (step.afterClosing) add(`step ${step.code} is closed with the case`, (copy) => { of(copy).afterClosing = false; });
    if (step.byParty) add(`step ${step.code} is not open to the party`, (copy) => { of(copy).byParty = false; });
    step.suspends.forEach((clock) => add(`step ${step.code} does not suspend ${clock}`, (copy) => { of(copy).suspends = []; }));
    step.resumes.forEach((clock) => add(`step ${step.code} does not resume ${clock}`, (copy) => { of(copy).resumes = []; }));
    if (step.clears.length > 0) add(`step ${step.code} clears nothing`, (copy) => { of(copy).clears = []; });
    step.computes.forEach((rule) => add(`step ${step.code} does not compute ${rule.fact}`, (copy) => { of(copy).computes = []; }));
  });
  pack.clocks.forEach((clock, c) => {
    const of = (copy: Pack): Pack['clocks'][number] => copy.clocks[c] as Pack['clocks'][number];
    clock.startAlso.forEach((start, at) => add(`clock ${clock.code} is not also started by ${JSON.stringify(start)}`, (copy) => { of(copy).startAlso.splice(at, 1); }));
    clock.ends.forEach((end, at) => add(`clock ${clock.code} is not ended by ${JSON.stringify(end)}`, (copy) => { of(copy).ends.splice(at, 1); }));
    clock.ends.forEach((end, at) => { if ('ref' in end && end.ref !== undefined) add(`clock ${clock.code} is ended by any ${end.step}`, (copy) => { delete (of(copy).ends[at] as { ref?: string }).ref; }); });
    if (clock.startWhen) add(`clock ${clock.code} starts always`, (copy) => { delete of(copy).startWhen; });
    clock.variants.forEach((variant, at) => add(`clock ${clock.code} without its variant ${variant.cite.article}`, (copy) => { of(copy).variants.splice(at, 1); }));
    if (clock.onLapse.length > 0) add(`the lapse of ${clock.code} does nothing`, (copy) => { of(copy).onLapse = []; });
    if (clock.survivesEnd) add(`clock ${clock.code} ends with the pack`, (copy) => { of(copy).survivesEnd = false; });
    owesOf(clock).forEach(({ code, owe }, at) => {
      if (owe.towardsParty) add(`clock ${clock.code}, ${code} goes on in forbearance`, (copy) => { delete owesOf(of(copy))[at]?.owe.towardsParty; });
    });
    if (clock.rungs.length > 0) add(`clock ${clock.code} has no rungs`, (copy) => { of(copy).rungs = []; });
  });
  pack.papers.forEach((paper, p) => {
    const of = (copy: Pack): Pack['papers'][number] => copy.papers[p] as Pack['papers'][number];
    if (paper.variants.length > 0) add(`paper ${paper.code} reads the same in every case`, (copy) => { of(copy).variants = []; });
    if (paper.serve) add(`paper ${paper.code} need not be served`, (copy) => { of(copy).serve = false; });
    if (paper.replacesUnserved) add(`paper ${paper.code} issued again leaves the earlier one standing`, (copy) => { of(copy).replacesUnserved = false; });
    // Papers of a closing are signed when the case takes no more scans.
    if (paper.signs?.some((one) => one.who !== 'authority') && !pack.closings.some((closing) => closing.issues.some((one) => one.paper === paper.code))) add(`paper ${paper.code} asks for no signature`, (copy) => { of(copy).signs = []; });
    if (paper.onServed) add(`service of ${paper.code} moves nothing`, (copy) => { delete of(copy).onServed; });
  });
  pack.closings.forEach((closing, c) => closing.guards.forEach((guard, at) => add(`closing ${closing.code}, guard ${guard.code}`, (copy) => { copy.closings[c]?.guards.splice(at, 1); })));
  pack.closings.forEach((closing, c) => { if (closing.issues.length > 0) add(`closing ${closing.code} issues nothing`, (copy) => { (copy.closings[c] as Pack['closings'][number]).issues = []; }); });
  for (const part of ['agents', 'special', 'guardian'] as const) if (pack.representation?.[part]) add(`representation says nothing of: ${part}`, (copy) => { delete copy.representation?.[part]; });
  pack.representation?.guardian?.steps.forEach((step, at) => add(`step ${step} needs no guardian`, (copy) => { copy.representation?.guardian?.steps.splice(at, 1); }));
  pack.representation?.special?.steps.forEach((step, at) => add(`step ${step} needs no special letter`, (copy) => { copy.representation?.special?.steps.splice(at, 1); }));
  if (pack.lateEntry) add('what was done is entered at any later time', (copy) => { delete copy.lateEntry; });
  if (pack.confirmation) add('nobody confirms an act of officers', (copy) => { delete copy.confirmation; });
  if (pack.confirmation?.service) add('service is confirmed by nobody', (copy) => { delete copy.confirmation?.service; });
  if (pack.sealBeforeService) add('no seal is asked for before service', (copy) => { delete copy.sealBeforeService; });
  pack.forbiddenWords.forEach((rule, r) => {
    const of = (copy: Pack): Pack['forbiddenWords'][number] => copy.forbiddenWords[r] as Pack['forbiddenWords'][number];
    add(`forbidden words ${rule.code} not looked for`, (copy) => { copy.forbiddenWords.splice(r, 1); });
    if (rule.except.length > 0) add(`forbidden words ${rule.code} without exceptions`, (copy) => { of(copy).except = []; });
    if (rule.from !== undefined) add(`forbidden words ${rule.code} from ever`, (copy) => { delete of(copy).from; });
    if (rule.cases !== 'all') add(`forbidden words ${rule.code} in all cases`, (copy) => { of(copy).cases = 'all'; });
  });
  pack.facts.forEach((fact, f) => { if (fact.quotes) add(`fact ${fact.code} is no quotation`, (copy) => { (copy.facts[f] as Pack['facts'][number]).quotes = false; }); });
  pack.reopenings.forEach((reopening, r) => {
    reopening.guards.forEach((guard, at) => add(`reopening ${reopening.code}, guard ${guard.code}`, (copy) => { copy.reopenings[r]?.guards.splice(at, 1); }));
    if (reopening.clears.length > 0) add(`reopening ${reopening.code} clears nothing`, (copy) => { const one = copy.reopenings[r]; if (one) one.clears = []; });
    if (reopening.resumes.length > 0) add(`reopening ${reopening.code} resumes nothing`, (copy) => { const one = copy.reopenings[r]; if (one) one.resumes = []; });
  });
  pack.approvals.forEach((approval, a) => {
    const of = (copy: Pack): Pack['approvals'][number] => copy.approvals[a] as Pack['approvals'][number];
    approval.covers.forEach((step, at) => add(`approval ${approval.code} does not cover ${step}`, (copy) => { of(copy).covers.splice(at, 1); }));
    approval.unaffectedBy.forEach((step, at) => add(`approval ${approval.code} is outdated by ${step}`, (copy) => { of(copy).unaffectedBy.splice(at, 1); }));
    if (approval.when) add(`approval ${approval.code} binds always`, (copy) => { delete of(copy).when; });
    approval.stages.forEach((stage, at) => {
      const stageOf = (copy: Pack): Pack['approvals'][number]['stages'][number] => of(copy).stages[at] as Pack['approvals'][number]['stages'][number];
      add(`approval ${approval.code} without its stage ${stage.code}`, (copy) => { of(copy).stages.splice(at, 1); });
      if (stage.when) add(`approval ${approval.code}, stage ${stage.code} binds always`, (copy) => { delete stageOf(copy).when; });
      if (stage.fromCounty.length > 0) add(`approval ${approval.code}, stage ${stage.code} is signed by nobody of the county legal office`, (copy) => { stageOf(copy).fromCounty = []; });
      if (stage.power) add(`approval ${approval.code}, stage ${stage.code} has no power`, (copy) => { delete stageOf(copy).power; });
      if (stage.waits) add(`approval ${approval.code}, stage ${stage.code} waits in silence`, (copy) => { delete stageOf(copy).waits; });
      if (stage.signing === 'all') add(`approval ${approval.code}, stage ${stage.code} is content with one`, (copy) => { stageOf(copy).signing = 'any'; });
    });
  });
  pack.money?.debts.forEach(({ forbearance }, d) => forbearance?.withholds.forEach((step, at) => add(`forbearance withholds no ${step}`, (copy) => { copy.money?.debts[d]?.forbearance?.withholds.splice(at, 1); })));
  if (pack.executionHours) {
    add('execution at any hour', (copy) => { delete copy.executionHours; });
    if (pack.executionHours.from > pack.inForce.from) add('hours of execution from ever', (copy) => { if (copy.executionHours) copy.executionHours.from = '1900-01-01'; });
    pack.executionHours.service.ways.forEach((way, at) => add(`handed over at any hour: ${way}`, (copy) => { copy.executionHours?.service.ways.splice(at, 1); }));
  }
  if (pack.complainedOf) add('whom it is about takes part', (copy) => { delete copy.complainedOf; });
  if (pack.inForce.to !== null) add('the pack has no end', (copy) => { copy.inForce.to = null; });
  add('the pack has no beginning', (copy) => { copy.inForce.from = '1900-01-01'; });
  if (pack.filingStep !== undefined) add('no filing step', (copy) => { delete copy.filingStep; });
  return found;
}

/** Every list of rules of the engine, with what it is about. A list that is missing here fails `mutants.spec.ts`. */
export const ruleLists: readonly [string, readonly Rule<never>[]][] = [
  ['late entry', LATE_RULES],
  ['late service', LATE_SERVICE_RULES],
  ['opening', OPENING_RULES],
  ['step', STEP_GATES],
  ['step', STEP_RULES],
  ['closing', CLOSING_GATES],
  ['closing', CLOSING_RULES],
  ['service attempt', ATTEMPT_RULES],
  ['service', SERVICE_RULES],
  ['way of service', WAY_RULES],
  ['voiding', VOID_GATES],
  ['voiding', VOID_RULES],
  ['payment', PAYMENT_RULES],
  ['payment taken back', REVERSAL_RULES],
  ['collection on the spot', COLLECTION_RULES],
  ['deposit', DEPOSIT_RULES],
  ['terms', TERMS_RULES],
  ['stages of an agreement', STAGE_RULES],
  ['forbearance', FORBEARANCE_RULES],
  ['hours of execution', EXECUTION_HOURS_RULES],
  ['refund', REFUND_RULES],
  ['refund paid', REFUND_PAID_RULES],
  ['refund returned', REFUND_RETURNED_RULES],
  ['amendment', AMENDMENT_RULES],
  ['grant', GRANT_RULES],
  ['standing', STANDING_RULES],
  ['transfer', TRANSFER_RULES],
  ['file called in', CALL_RULES],
  ['file returned', RETURN_RULES],
  ['confirmation', CONFIRM_RULES],
  ['confirmation with a step', WITH_STEP_RULES],
  ['confirmation with service', WITH_SERVICE_RULES],
  ['penalty by its cause', KIND_RULES],
  ['help', HELP_RULES],
  ['what help shows', SHOWS_RULES],
  ['cause', BASIS_RULES],
  ['fine by its cause', FINE_RULES],
  ['recusal', RECUSAL_RULES],
  ['part of who was recused', PART_RULES],
  ['party', PARTY_RULES],
  ['guardian', GUARDIAN_RULES],
  ['letter of authority', FILING_RULES],
  ['end of a letter', ENDING_RULES],
  ['complained of', COMPLAINT_RULES],
  ['reopening', REOPENING_GATES],
  ['reopening', REOPENING_RULES],
  ['original', ORIGINAL_GATES],
  ['original', ORIGINAL_RULES],
  ['seal', SEAL_GATES],
  ['asking for the seal', ASK_SEAL_RULES],
  ['using the seal', USE_SEAL_RULES],
  ['asking for approval', ASK_GATES],
  ['asking for approval', ASK_RULES],
  ['signing', SIGN_RULES],
  ['signers', SIGNER_RULES],
  ['withdrawing a request', WITHDRAW_RULES],
  ['task in hand', TASK_RULES],
];

function engineMutants(): Mutant[] {
  const rules = ruleLists.flatMap(([room, list]) => list.flatMap((rule): Mutant[] => {
    const about = `engine: ${room}, ${rule.codes.length > 0 ? rule.codes.join(', ') : 'guards of the pack'}${'ways' in rule ? ` (${String(rule.ways)})` : ''}`;
    // What one rule refuses for several reasons is switched off for each of them too.
    const reasons = rule.codes.length < 2 ? [] : rule.codes.map((code): Mutant => ({ name: `${about}: never ${code}`, pack: null, switchOff: never(rule, code) }));
    return [{ name: about, pack: null, switchOff: without(list, rule) }, ...reasons];
  }));
  const powers = INCOMPATIBLE_POWERS.map((pair): Mutant => ({ name: `engine: ${pair.join(' and ')} in one hand`, pack: null, switchOff: without(INCOMPATIBLE_POWERS, pair) }));
  return [...rules, ...powers];
}

/** A rule that finds everything but this. */
function never(rule: Rule<never>, code: string): () => () => void {
  return () => {
    const judge = rule.judge.bind(rule);
    rule.judge = (asked) => judge(asked).filter((one) => one.code !== code);
    return () => { rule.judge = judge; };
  };
}

/** Takes an element out of a list of rules; the answer puts it back in its place. */
function without<T>(list: readonly T[], element: T): () => () => void {
  return () => {
    const open = list as T[];
    const at = open.indexOf(element);
    open.splice(at, 1);
    return () => { open.splice(at, 0, element); };
  };
}

