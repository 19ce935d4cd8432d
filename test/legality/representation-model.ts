/**
 * Who acts for a party, as a model of its own: a minor and an adult, a letter of authority, a guardian, words taken down
 * at the hall. The course is walked as far as the notice and a hearing that is asked for.
 */
import { type LawBook, addDays } from '#law';
import { PARTY_RULES } from '#cases/party-acts';
import { GUARDIAN_RULES } from '#cases/party/guardians';
import { ENDING_RULES, FILING_RULES } from '#cases/party/representatives';
import type { Representative } from '#cases/party/types';
import type { Actor, CaseState, Party } from '#cases/model';
import { COUNTY, TOWN, actor, ownBody } from '#cases/testing/county';
import { factsFor, type PlainFacts } from '#cases/testing/facts';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes } from './probes.ts';

const PACK = 'administrative-penalty';
const CONTENT = { contentId: 'who', commitment: 'who' };
const AT_THE_DOOR = ['notByParty', 'notForOthers'];
/** Blockers that this model must have seen, and the models of the courses need not. */
export const WHO_ACTS_BLOCKERS: readonly string[] = [...new Set([...PARTY_RULES, ...GUARDIAN_RULES, ...FILING_RULES, ...ENDING_RULES].flatMap((rule) => rule.codes))].filter((code) => !AT_THE_DOOR.includes(code));

export function representationModel(book: LawBook, parties: { name: string; party: Party }[]): Model {
  const probes = new Probes(book, PACK);
  return {
    name: 'who acts for a party', book, county: COUNTY,
    starts: parties.map(({ name, party }) => ({ name, on: '2025-07-07', probe: probes.opening(name, '2025-07-07', [party], { actEndedOn: '2025-06-20', discoveredOn: '2025-07-07' }) })),
    probes: (node) => representationProbes(node, probes),
    days: (state) => state.representatives.flatMap((one) => (one.as === 'agent' && one.to !== null ? [one.to] : [])),
    partyMarks: () => null,
    marks: ({ state, on }) => [state.parties[0]?.ageOnAct, [...new Set(state.steps.map((one) => one.step))].sort(), state.representatives.map((one) => [one.as, one.scope, one.ended !== null && one.ended.on <= on]), state.files.length],
    remembers: () => false,
    ignores: () => true,
    wrongs: (before, added, { on }) => added.flatMap((one) => wrongsOf(one, before, on)),
    expectedBlockers: WHO_ACTS_BLOCKERS,
  };
}

function representationProbes(node: Node, probes: Probes): Probe[] {
  const { state, on } = node;
  const taken = (code: string): boolean => state.steps.some((one) => one.step === code);
  const step = (code: string, facts: PlainFacts = {}, options: Parameters<Probes['step']>[3] = {}): Probe => probes.step(node, code, facts, options);
  const once = (code: string, facts: PlainFacts = {}): Probe[] => (taken(code) ? [] : [step(code, facts)]);
  const p1 = { party: 'p1' };
  const minor = (state.parties[0]?.ageOnAct ?? 20) < 18;
  const notice = state.papers.findLast((one) => one.paper === 'penalty-notice');
  const [agent, guardian] = (['agent', 'guardian'] as const).map((as) => state.representatives.findLast((one) => one.as === as && one.ended === null));
  const course = [
    ...once('proposeFiling'), step('fileCase'), ...once('takeEvidence'), ...(taken('takeEvidence') ? [step('reportInvestigation')] : []),
    ...once('issueNotice', minor ? { intendedFine: '300.00', mitigation: 'minor', reduced: true } : {}), ...(notice && notice.served['p1'] === undefined ? [probes.service(node, notice.paperId, 'p1', {})] : []),
  ];
  if (state.phase !== 'noticed') return course;
  const filing = (name: string, more: Partial<Representative>, by = 'wang', day = on): Probe => ({
    name: `file ${name}`, actor: actor(by), command: {
      type: 'fileRepresentative', on: day, representative: { party: 'p1', as: 'agent', authority: 'general', scope: [], profession: 'other', relation: null, ground: null, from: on, to: addDays(on, 1), document: { fileId: 'letter', sha256: 'f' }, identity: CONTENT, ...more },
    },
  });
  const guardianship = { as: 'guardian', authority: null, profession: null, relation: 'father', ground: 'minor', to: null } as const;
  const ending = (number: number, who: Actor = actor('wang'), day = on): Probe => ({ name: `end ${number}`, actor: who, command: { type: 'endRepresentative', number, on: day, reason: CONTENT } });
  const at = (who: Actor, code: string): Probe => ({ name: `${who.personId}: ${code}`, actor: who, command: { type: 'takeStep', step: code, on, party: 'p1', officers: [], body: ownBody, facts: factsFor(probes.pack, probes.pack.steps.find((one) => one.code === code)?.facts ?? [], {}) } });
  const hall = (code: string, by: string, more: object = {}): Probe => { const probe = at(actor(by), code); return { ...probe, name: `hall: ${probe.name}`, command: { ...probe.command, hall: { readBack: true, signed: 'signature', witnesses: [], ...more } } as Probe['command'] }; };
  const last = state.representatives.at(-1);
  return [
    ...course,
    ...(state.files.length === 0 ? [{ name: 'attach', actor: actor('zhang'), command: { type: 'attachFile', file: { fileId: 'letter', sha256: 'f', bytes: 1, mediaType: 'image/jpeg', purpose: 'letter' } } } satisfies Probe] : []),
    ...(state.files.length > 0 && state.representatives.length === 0 ? [filing('a letter', { scope: ['submitStatement'] }), filing('a guardian', guardianship)] : []),
    filing('by nobody of the hall', {}, 'qian'), filing('by the investigator', {}, 'zhang'), ...(state.files.length > 0 ? [filing('of an adult, by an officer', { ...guardianship, ground: 'incapacity' }, 'chen')] : []), filing('tomorrow', {}, 'wang', addDays(on, 1)), filing('before', {}, 'wang', addDays(state.openedOn, -1)), filing('for nobody', { party: 'p9' }), filing('what is not there', { document: { fileId: 'none', sha256: '' } }),
    filing('a decision', { scope: ['decidePenalty'] }), filing('in general', { scope: ['withdrawHearingRequest'] }), ...(agent === undefined || state.representatives.some((one) => one.ended !== null) ? [] : state.representatives.length === 1 && !minor ? [filing('one more', {})] : stands(state, on) === 2 ? [filing('the third', {})] : []),
    ...(last === undefined ? [] : [ending(last.seq), ending(last.seq, actor('qian')), ending(last.seq, actor('zhang')), ending(last.seq, actor('wang'), addDays(on, 1)), ending(last.seq, actor('wang'), addDays(state.openedOn, -1)), ending(last.seq, actor('wang'), addDays(on, -1))]), ending(1),
    ...(agent === undefined ? [] : [at(door('agent', agent.seq), 'submitStatement'), at(door('agent', agent.seq), 'complain'), at(door('agent', agent.seq), 'withdrawHearingRequest'), at(door('agent', 1), 'complain')]),
    ...state.representatives.filter((one) => one.ended !== null).map((one) => at(door(one.as, one.seq), 'submitStatement')), ...(guardian === undefined ? [] : [at(door('guardian', guardian.seq), 'submitStatement')]),
    ...(taken('submitStatement') ? [] : [at(door(), 'submitStatement'), hall('submitStatement', 'wang')]), hall('submitStatement', 'zhang'), step('waiveHearing', {}, { ...p1, by: 'zhang' }), hall('submitStatement', 'wang', { readBack: false }), hall('submitStatement', 'wang', { signed: 'refused' }),
    step('recordStatement', {}, p1), ...(taken('recordStatement') ? [] : [step('recordStatement', { guardianPresent: true }, p1)]),
  ];
}

const stands = (state: CaseState, on: string): number => state.representatives.filter((one) => one.as === 'agent' && one.to !== null && on <= one.to).length;

const door = (as?: 'agent' | 'guardian', authority?: number): Actor => ({ personId: `${as ?? 'party'}:p1`, officeId: TOWN, roles: [], kind: 'party', party: 'p1', ...(as ? { as } : {}), ...(authority === undefined ? {} : { authority }) });

/** Each as a sentence about one event, said anew and not from the pack. */
function wrongsOf({ event }: Placed, before: CaseState, on: string): string[] {
  const found: string[] = [];
  const guardians = before.representatives.filter((one) => one.as === 'guardian' && one.from <= on && (one.ended === null || on < one.ended.on));
  const minor = (before.parties[0]?.ageOnAct ?? 20) < 18;
  if (event.type === 'serviceAttempted' && minor && (event.guardians ?? []).length === 0) found.push('a minor served without the guardian');
  if ((event.type === 'representativeFiled' || event.type === 'representativeEnded') && ['zhang', 'li'].includes(event.actorId)) found.push('whoever investigates settles who acts for the party');
  if (event.type !== 'stepTaken') return found;
  if (['waiveHearing', 'waiveStatement', 'withdrawHearingRequest', 'requestHearing', 'submitStatement'].includes(event.step) && ['zhang', 'li'].includes(event.actorId)) found.push('whoever investigates entered what the party gives up');
  if (event.step === 'recordStatement' && minor && (guardians.length === 0 || event.facts['guardianPresent']?.type !== 'boolean')) found.push('a statement of a minor without the guardian');
  if (event.forParty?.as === 'party' && minor) found.push('a minor acts alone');
  const by = before.representatives.find((one) => one.seq === event.forParty?.authority);
  if (event.forParty?.as === 'agent' && (by === undefined || by.from > on || (by.to !== null && by.to < on) || (by.ended !== null && by.ended.on <= on) || !by.scope.concat(by.scope.length === 0 ? [event.step] : []).includes(event.step))) found.push('an agent acts without a letter for it');
  if (event.forParty?.hall !== undefined && ['zhang', 'li'].includes(event.actorId)) found.push('whoever investigates took down what the party said');
  return found;
}
