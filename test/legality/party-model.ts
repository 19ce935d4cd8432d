/**
 * A party at its own door, on the straight way of an adult's fine: it states, asks for a hearing, asks and complains, each
 * once, in any order with the acts of the authority. The course itself is the model next door.
 */
import type { LawBook } from '#law';
import type { Actor, CaseState, Party } from '#cases/model';
import { COUNTY, TOWN, ownBody } from '#cases/testing/county';
import { factsFor, type PlainFacts } from '#cases/testing/facts';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes } from './probes.ts';
import { WHO_ACTS_BLOCKERS } from './representation-model.ts';

const PACK = 'administrative-penalty';
/** Said of letters and guardians too, and not for the first time. */
const SHARED_BLOCKERS: readonly string[] = ['roleMissing', 'dateInFuture', 'dateBeforeOpening', 'partyUnknown'];
/** Blockers that this model must have seen, and the models of the courses need not. */
const SEEN_HERE: readonly string[] = ['notByParty', 'notForOthers', 'statementUnanswered', 'requestAnswered', 'complaintAnswered'];
export const DOOR_BLOCKERS: readonly string[] = [...SEEN_HERE, ...WHO_ACTS_BLOCKERS.filter((code) => !SHARED_BLOCKERS.includes(code))];
const ANSWERS: Readonly<Record<string, string>> = { askByParty: 'answerRequest', complain: 'answerComplaint', submitStatement: 'recordStatement' };

export function partyModel(book: LawBook, party: Party): Model {
  const probes = new Probes(book, PACK);
  return {
    name: 'the party at its door', book, county: COUNTY,
    starts: [{ name: 'an adult', on: '2025-07-07', probe: probes.opening('an adult', '2025-07-07', [party], { actEndedOn: '2025-06-20', discoveredOn: '2025-07-07' }) }],
    probes: (node) => doorProbes(node, probes),
    days: () => [],
    partyMarks: () => null,
    marks: ({ state }) => [[...new Set(state.steps.map((one) => one.step))].sort(), state.steps.findLastIndex((one) => one.step === 'submitStatement') > state.steps.findLastIndex((one) => one.step === 'recordStatement')],
    remembers: (clock) => clock === 'PEN-05' || clock === 'PEN-07',
    ignores: (clock) => !['PEN-05', 'PEN-07'].includes(clock),
    wrongs: (before, added) => added.flatMap((one) => wrongsOf(one, before)),
    expectedBlockers: SEEN_HERE,
  };
}

function doorProbes(node: Node, probes: Probes): Probe[] {
  const { state, on } = node;
  const taken = (code: string): boolean => state.steps.some((one) => one.step === code);
  const seqOf = (code: string): number => state.steps.findLast((one) => one.step === code)?.seq ?? 0;
  const step = (code: string, facts: PlainFacts = {}, options: Parameters<Probes['step']>[3] = {}): Probe => probes.step(node, code, facts, options);
  const self = (code: string, of = 'p1', facts: PlainFacts = {}): Probe => ({
    name: `party: ${code} ${of}`, actor: { personId: 'party:p1', officeId: TOWN, roles: [], kind: 'party', party: 'p1' } satisfies Actor,
    command: { type: 'takeStep', step: code, on, party: of, officers: [], body: ownBody, facts: factsFor(probes.pack, probes.pack.steps.find((one) => one.code === code)?.facts ?? [], facts) },
  });
  const once = (code: string, ...made: Probe[]): Probe[] => (taken(code) ? [] : made);
  const p1 = { party: 'p1' };
  const notice = state.papers.findLast((one) => one.paper === 'penalty-notice');
  return [
    ...once('proposeFiling', step('proposeFiling')), step('fileCase'), ...once('takeEvidence', step('takeEvidence')), ...(taken('takeEvidence') ? [step('reportInvestigation')] : []), ...once('issueNotice', step('issueNotice')),
    ...(notice && notice.served['p1'] === undefined ? [probes.service(node, notice.paperId, 'p1', {})] : []), ...once('decidePenalty', step('decidePenalty')),
    ...(state.phase === 'noticed' ? [...once('submitStatement', self('submitStatement')), ...once('recordStatement', ...(taken('submitStatement') ? [step('recordStatement', {}, p1)] : [])), ...once('requestHearing', self('requestHearing'))] : [self('submitStatement'), self('requestHearing')]),
    ...(state.phase === 'noticed' || state.phase === 'decided' ? [
      ...once('askByParty', self('askByParty', 'p1', { requestKind: 'fileCopy' })), ...once('complain', self('complain')),
      step('answerRequest', { answeredRequest: seqOf('askByParty') }, p1), step('answerComplaint', { answeredComplaint: seqOf('complain') }, p1),
    ] : []),
    self('decidePenalty'), self('recordStatement'), self('complain', 'p9'), { ...self('complain'), name: 'party: close', command: { type: 'closeCase', closing: 'withdrawn', on, reason: null } },
  ];
}

/** Art. 45 and what follows from an own door, each as a sentence about one event, said anew and not from the pack. */
function wrongsOf({ event }: Placed, before: CaseState): string[] {
  const found: string[] = [];
  if (event.type !== 'stepTaken') return found;
  const last = (code: string): number => before.steps.findLast((one) => one.step === code)?.seq ?? 0;
  if (event.step === 'decidePenalty' && last('submitStatement') > last('recordStatement')) found.push('a decision over a statement that nobody checked (art. 45)');
  if (event.actorId.startsWith('party:') && (event.party !== event.actorId.slice('party:'.length) || !['submitStatement', 'requestHearing', 'askByParty', 'complain', 'requestRecusal'].includes(event.step))) found.push(`a party did what is not its own: ${event.step}`);
  for (const [asked, answer] of Object.entries(ANSWERS)) {
    if (answer === event.step && asked !== 'submitStatement' && before.steps.filter((one) => one.step === asked).length <= before.steps.filter((one) => one.step === answer).length) found.push(`an answer (${answer}) to nothing`);
  }
  return found;
}
