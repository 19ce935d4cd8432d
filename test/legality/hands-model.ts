/** Who has a case in hand, as a model of its own: the case moves, its file is read elsewhere, another office helps, a second officer confirms. */
import { type LawBook, addDays } from '#law';
import type { Actor, CaseCommand, Party } from '#cases/model';
import { CONFIRM_RULES, WITH_SERVICE_RULES, WITH_STEP_RULES } from '#cases/people/confirmations';
import { CALL_RULES, RETURN_RULES } from '#cases/people/file-loans';
import { HELP_RULES } from '#cases/people/help';
import { SHOWS_RULES } from '#cases/people/shown';
import { TRANSFER_RULES } from '#cases/people/transfer';
import { COUNTY, DEPARTMENT, TOWN, actor, certified, ownBody } from '#cases/testing/county';
import { instant } from '#cases/testing/story';
import type { Model, Node, Probe } from './model-check.ts';
import { Probes } from './probes.ts';

const PACK = 'administrative-penalty';
const NEIGHBOUR = 'neighbour-town';
const reason = { contentId: 'reason', commitment: 'reason' };
const neighbour: Actor = { personId: 'neighbour', officeId: NEIGHBOUR, roles: ['officer'], kind: 'person' };
const neighbourBody = { ...ownBody, officeId: NEIGHBOUR, authorityId: NEIGHBOUR };

/** `book`: a county that has introduced the confirmation by the second officer. */
export function handsModel(book: LawBook, party: Party): Model {
  const probes = new Probes(book, PACK);
  const codes = [TRANSFER_RULES, CALL_RULES, RETURN_RULES, CONFIRM_RULES, WITH_STEP_RULES, WITH_SERVICE_RULES, HELP_RULES, SHOWS_RULES].flatMap((rules) => rules.flatMap((rule) => rule.codes)).filter((code) => code !== 'parameterNotSet');
  return {
    name: 'hands', book, county: COUNTY,
    starts: [{ name: 'a lead', on: '2025-07-07', probe: probes.opening('a lead', '2025-07-07', [party], { actEndedOn: '2025-07-01', discoveredOn: '2025-07-07' }) }],
    probes: (node) => handsProbes(node, probes),
    days: (state) => [state.openedOn, addDays(state.openedOn, 8)],
    partyMarks: () => null,
    marks: ({ state }) => [state.officeId, state.fileLoans.map(({ kind, officeId, to }) => [kind, officeId, to === null]), state.steps.map((one) => [one.step, one.awaits ?? []])],
    remembers: () => false,
    ignores: (clock) => clock !== 'helpAnswerPeriod',
    wrongs(before, added) {
      return added.flatMap(({ event }) => {
        if (event.type === 'stepTaken' && event.step === 'reportInvestigation' && before.steps.some((one) => (one.awaits ?? []).length > 0)) return ['a report on an act that one officer alone stands behind'];
        if (event.type === 'stepTaken' && event.returnsFrom === before.officeId) return ['an office answers its own request'];
        if (event.type === 'caseTransferred' && event.officeId === before.officeId) return ['a case moved to where it was'];
        return [];
      });
    },
    expectedBlockers: [...new Set([...codes, 'stepsUnconfirmed'])],
  };
}

const by = (name: string, command: CaseCommand, who: Actor): Probe => ({ name, command, actor: who });

/** A step that shows a paper, or nothing. */
function shown(node: Node, probes: Probes, step: string, ...papers: string[]): Probe {
  const probe = probes.step(node, step);
  return probe.command.type === 'takeStep' ? { ...probe, name: `${step} shows`, command: { ...probe.command, shows: { papers, files: [], facts: [], parties: [] } } } : probe;
}

/** An attempt that one officer alone makes, or that somebody else confirms: refused before anybody looks for the paper. */
function serve(names: string[], confirming: string[], on: Node['on']): Probe {
  return by('serve', { type: 'recordService', paperId: 'none', party: 'p1', attempt: { way: 'direct', on, outcome: 'received' }, officers: certified(...names), confirmations: confirming.map((personId) => ({ personId, confirmedAt: instant(on) })) }, actor('zhang'));
}

function handsProbes(node: Node, probes: Probes): Probe[] {
  const { state, on } = node;
  const taken = (code: string): boolean => state.steps.some((one) => one.step === code);
  const move = (more: Partial<Extract<CaseCommand, { type: 'transferCase' }>> = {}, who = actor('zhou')): Probe => by('transfer', { type: 'transferCase', on, instrument: 'x', reason, to: { officeId: NEIGHBOUR, countyId: COUNTY }, body: neighbourBody, ...more }, who);
  const call = (more: Partial<Extract<CaseCommand, { type: 'callInFile' }>> = {}, who = actor('zhou')): Probe => by('call in', { type: 'callInFile', on, instrument: 'x', reason, to: { officeId: DEPARTMENT, countyId: COUNTY }, ...more }, who);
  const calls = state.fileLoans.filter((one) => one.kind === 'calledIn');
  const giveBack = (more: Partial<Extract<CaseCommand, { type: 'returnFile' }>> = {}, who = actor('zhou')): Probe => by('return', { type: 'returnFile', on, loanSeq: calls.at(-1)?.seq ?? 0, ...more }, who);
  const open = state.steps.find((one) => (one.awaits ?? []).length > 0);
  const confirm = (personId: string, withReason: boolean, who = actor('zhang')): Probe => by(`confirm ${personId}`, { type: 'confirmStep', stepSeq: open?.seq ?? 1, personId, confirmedAt: instant(on), reason: withReason ? reason : null }, who);
  const answer = (who: Actor): Probe => ({ ...probes.step(node, 'answerHelp', {}, { by: 'zhang' }), actor: who });
  return [
    ...(taken('proposeFiling') ? [] : [probes.step(node, 'proposeFiling')]), ...(taken('fileCase') ? [] : [probes.step(node, 'fileCase')]), ...(taken('reportInvestigation') ? [] : [probes.step(node, 'reportInvestigation')]),
    { ...probes.step(node, 'takeEvidence'), command: { type: 'takeStep', step: 'takeEvidence', on, facts: {}, officers: certified('zhang', 'li'), body: ownBody, confirmations: [{ personId: 'chen', confirmedAt: instant(on) }] } },
    ...(state.officeId === TOWN ? [move()] : []), move({}, actor('zhao')), move({ to: { officeId: state.officeId, countyId: COUNTY } }), move({ to: { officeId: NEIGHBOUR, countyId: '610727' } }), move({ on: addDays(on, 1) }), move({ on: addDays(state.openedOn, -1) }),
    ...(state.openedOn < on ? [move({ on: state.openedOn })] : []), move({ to: { officeId: 'third-town', countyId: COUNTY }, body: { ...neighbourBody, basis: 'handedOver', instrument: 'x', publishedOn: on, matters: ['other'] } }),
    ...(calls.some((one) => one.to !== null) ? [] : [call()]), call({}, actor('zhao')), call({ to: { officeId: state.officeId, countyId: COUNTY } }), call({ to: { officeId: DEPARTMENT, countyId: '610727' } }), call({ on: addDays(on, 1) }), call({ on: addDays(state.openedOn, -1) }),
    giveBack({ loanSeq: 0 }), giveBack({}, actor('zhao')), giveBack({ on: addDays(on, 1) }), ...(calls.some((one) => one.from > state.openedOn) ? [giveBack({ on: state.openedOn })] : []), ...(state.steps.length > 1 ? [] : [giveBack()]),
    confirm('li', false), confirm('chen', false), confirm('li', true, actor('zhou')),
    ...(state.steps.length === 1 ? [shown(node, probes, 'askHelp', 'other.9'), shown(node, probes, 'takeEvidence')] : []), move({ agreement: { offerId: 'x', givenBy: { personId: 'zhao', officeId: 'third-town', roles: ['head'] } } }, { ...neighbour, roles: ['head'] }),
    ...(state.steps.length === 1 ? [serve(['zhang'], [], on), serve(['zhang', 'li'], ['chen'], on)] : []),
    probes.step(node, 'askHelp', { helpOffice: state.officeId }), ...(taken('askHelp') && state.fileLoans.every((one) => one.kind !== 'help' || one.to !== null) ? [] : [probes.step(node, 'askHelp')]), answer(actor('zhang')), answer(neighbour),
    ...(state.steps.length === 0 ? [probes.closing(node, 'notFiled')] : []),
  ];
}
