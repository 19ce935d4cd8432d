/** What a pack declares and a rehearsal must therefore see: each item by its kind and code. */
import type { Guard, LawBook, Owe, Pack, PackStep } from '#law';
import type { CaseEventType, ServiceWay } from '#cases/model';
import { LATE_RULES } from '#cases/late-entry';
import { bearsSeal } from '#cases/sheets/seals';
import type { EdgeCommand } from '#commands';
import { ChangeSignersCommand, SignApprovalCommand, TaskVerbField } from '#commands/office-edge';
import { AskSealCommand } from '#commands/sheet-edge';
import { answeredByDoor, OUT_OF_SIGHT } from './out-of-sight.ts';
import { openKinds } from '../../apps/api/party/party-requests.ts';

/** `stood`: how a person came to act; `place`: where a signer was added; `request`: what a party asked for through its own door; `operation`: an address of the service. */
export type ItemKind = 'command' | 'step' | 'closing' | 'reopening' | 'event' | 'blocker' | 'duty' | 'verb' | 'way' | 'late' | 'verdict' | 'place' | 'seal' | 'stood' | 'request' | 'claim' | 'operation';
/** `kind code`, so that items are compared as texts. */
export type Item = `${ItemKind} ${string}`;
export const item = (kind: ItemKind, code: string): Item => `${kind} ${code}`;

/** Every guard of a pack, wherever it stands: whatever has a code and a condition that it requires. */
export function guardsIn(part: object): readonly Guard[] {
  const known = guardsKnown.get(part);
  if (known !== undefined) return known;
  const found = findGuards(part);
  guardsKnown.set(part, found);
  return found;
}

const guardsKnown = new WeakMap<object, readonly Guard[]>();

function findGuards(part: unknown): Guard[] {
  if (Array.isArray(part)) return part.flatMap(findGuards);
  if (part === null || typeof part !== 'object') return [];
  const own = 'code' in part && 'require' in part && 'message' in part ? [part as Guard] : [];
  return [...own, ...Object.values(part).flatMap(findGuards)];
}
/** The code under which a guard refuses: one that asks whether something is set at all is answered by the name of what is not. */
export const refusalCode = (guard: Guard): string => ('parameterSet' in guard.require ? 'parameterNotSet' : guard.code);

export const owesOf = (pack: Pack): Owe[] => [
  ...pack.steps.flatMap((step) => step.owes.map(({ owe }) => owe)), ...pack.clocks.flatMap((clock) => clock.rungs.map(({ owe }) => owe)),
  ...pack.clocks.flatMap((clock) => clock.onLapse.flatMap((effect) => ('owe' in effect ? [effect.owe] : []))),
];

/** What a pack has, as far as it decides what can occur under it. */
interface Traits { pack: Pack; issued: boolean; served: boolean; sealed: boolean; waits: boolean }

function traitsOf(pack: Pack): Traits {
  const issuedPapers = pack.papers.filter((paper) => pack.steps.some((step) => step.issues.some((issue) => issue.paper === paper.code)));
  return {
    pack, issued: issuedPapers.length > 0, served: issuedPapers.some((paper) => paper.serve), sealed: issuedPapers.some((paper) => bearsSeal(paper)),
    waits: pack.approvals.some((chain) => chain.stages.some((stage) => stage.waits !== undefined)),
  };
}

type Occurs = (traits: Traits) => boolean;
const always: Occurs = () => true;
const never: Occurs = () => false;
const approves: Occurs = ({ pack }) => pack.approvals.length > 0;
const confirms: Occurs = ({ pack }) => pack.confirmation !== undefined;
const servesPapers: Occurs = ({ served }) => served;
const seals: Occurs = ({ sealed }) => sealed;
const closes: Occurs = ({ pack }) => pack.closings.length > 0;
const reopens: Occurs = ({ pack }) => pack.reopenings.length > 0;
const helps: Occurs = ({ pack }) => pack.steps.some((step) => step.asksHelpOf !== undefined);
const hasParties: Occurs = ({ pack }) => pack.party.max > 0;
/** Officers take money on the spot, and the office pays it in. */
const collects: Occurs = ({ pack }) => pack.money?.debts.some(({ collection }) => collection !== undefined) === true;
/** Finance brings in what the bank reports. */
const owesMoney: Occurs = ({ pack }) => pack.money !== undefined;
const offers: Occurs = ({ pack }) => pack.steps.some((step) => step.offer !== undefined && step.by.length > 0);

/** Under which packs a command can be done. Whoever adds one to the door says it here, or nothing compiles. */
const COMMANDS: Record<EdgeCommand['type'], Occurs> = {
  openCase: always, takeStep: always, recordService: servesPapers, voidPaper: servesPapers, amendParty: hasParties, attachFile: always, closeCase: closes, reopenCase: reopens,
  transferCase: always, takeOverCase: always, callInFile: always, returnFile: always, confirmStep: confirms, fileOriginal: ({ issued }) => issued, askSeal: seals, useSeal: seals, fulfilDuty: ({ pack, served }) => owesOf(pack).length > 0 || served,
  advance: ({ pack }) => startsClocks(pack), askApproval: approves, signApproval: approves, changeSigners: approves, withdrawApproval: approves, handleTask: offers,
  fileRepresentative: hasParties, endRepresentative: hasParties,
  bookPayment: owesMoney, bookDeposit: collects, reversePayment: owesMoney,
  // The register of refunds is not among what people and time do in a rehearsal.
  orderRefund: never, payRefund: never, returnRefund: never,
};

const startsClocks = (pack: Pack): boolean => pack.clocks.some((clock) => clock.start !== undefined);
const lapses: Occurs = ({ pack }) => startsClocks(pack);

/** Under which packs an event can occur; exhaustive for the same reason. */
const EVENTS: Record<CaseEventType, Occurs> = {
  caseOpened: always, stepTaken: always, fileAttached: always, partyAmended: hasParties, caseClosed: closes, caseReopened: reopens,
  paperIssued: ({ issued }) => issued, paperVoided: servesPapers, serviceAttempted: servesPapers, paperServed: servesPapers, originalFiled: ({ issued }) => issued, sealAsked: seals, sealUsed: seals,
  clockLapsed: lapses, lapseWithdrawn: ({ pack }) => pack.clocks.some((clock) => clock.start !== undefined && clock.ends.length > 0), rungReached: ({ pack }) => pack.clocks.some((clock) => clock.start !== undefined && clock.rungs.length > 0),
  stepFellDue: ({ pack }) => pack.clocks.some((clock) => clock.onLapse.some((effect) => 'produce' in effect)),
  phaseEntered: ({ pack }) => pack.clocks.some((clock) => clock.onLapse.some((effect) => 'phase' in effect)) || pack.papers.some((paper) => paper.onServed !== undefined),
  dutyOwed: ({ pack, served }) => owesOf(pack).length > 0 || served, dutyFulfilled: ({ pack, served }) => owesOf(pack).length > 0 || served, dutyWithdrawn: servesPapers,
  caseTransferred: always, fileCalledIn: always, fileReturned: always, stepConfirmed: confirms, packEnded: ({ pack }) => pack.inForce.to !== null, /** No rehearsal changes its packs. */ lawChanged: () => false, historyImported: never,
  approvalAsked: approves, approvalSigned: approves, approvalMoved: approves, signersChanged: approves, approvalWithdrawn: approves, approvalWaited: ({ waits }) => waits, taskHandled: offers,
  representativeFiled: hasParties, representativeEnded: hasParties, paymentBooked: owesMoney, paymentReversed: owesMoney, moneyCollected: collects, depositBooked: collects, depositReversed: collects, refundOrdered: never, refundPaid: never, refundReturned: never,
};

const occurring = <Kind extends string>(table: Record<Kind, Occurs>, traits: Traits): Kind[] => (Object.keys(table) as Kind[]).filter((kind) => table[kind](traits));

/** What no rehearsal can come to, with the reason; scenarios see it. */
const BEYOND: ReadonlyMap<string, string> = new Map([
  ['step decideWindow', 'a window over the change of law of 2012: no round begins before it'], ['blocker courtWindowUndecided', 'the same'],
  ['blocker suspendedThreeYears', 'three years of suspension'], ['closing in_court_withdraw', 'the application lies before the end of the fee and the closing after it: in two rounds'],
]);

/** Every item that the pack declares, by itself and by what the service can do with its cases. */
export function declaredBy(pack: Pack, book: LawBook): Item[] {
  const traits = traitsOf(pack);
  const { served } = traits;
  const items = [
    ...occurring(COMMANDS, traits).map((type) => item('command', type)),
    ...pack.steps.filter((step) => !step.byTime).map((step) => item('step', step.code)),
    ...pack.closings.map((closing) => item('closing', closing.code)),
    ...pack.reopenings.map((reopening) => item('reopening', reopening.code)),
    ...occurring(EVENTS, traits).map((type) => item('event', type)),
    ...new Set([...guardsIn(pack).filter((guard) => !answeredByDoor(pack, guard)).map(refusalCode), ...(pack.complainedOf === undefined ? [] : [OUT_OF_SIGHT]), ...wordRules(pack, book)].map((code) => item('blocker', code))),
    ...new Set([...owesOf(pack).map((owe) => owe.duty), ...(served ? ['serve'] : [])].map((kind) => item('duty', kind))),
    ...(served ? waysOf(pack).map((way) => item('way', way)) : []),
    ...(offers(traits) ? TaskVerbField.options.map((verb) => item('verb', verb)) : []),
    ...(approves(traits) ? [...SignApprovalCommand.shape.verdict.options.map((verdict) => item('verdict', verdict)), ...ChangeSignersCommand.shape.add.unwrap().shape.place.options.map((place) => item('place', place)), item('place', 'removed')] : []),
    ...(seals(traits) ? AskSealCommand.shape.seal.options.map((seal) => item('seal', seal)) : []),
    item('stood', 'actingFor'), ...(pack.steps.some((step) => step.by.includes('officer') && !step.answersHelp) ? [item('stood', 'lent')] : []),
    ...(pack.lateEntry === undefined ? [] : [item('late', 'stepTaken'), ...LATE_RULES.flatMap((rule) => rule.codes).filter((code) => code !== 'parameterNotSet').map((code) => item('blocker', code))]),
    ...new Set(pack.steps.flatMap(({ claims }) => claims.map(({ register }) => item('claim', register)))),
    ...new Set(openKinds(pack).map(({ kind }) => item('request', kind))),
  ];
  return items.filter((one) => !BEYOND.has(one));
}

/** Whether a search through the engine alone can show it: not what machines report, parties ask at their door, people do with tasks in hand, or another case holds. */
export function canBeLookedAheadAt(one: Item, pack: Pack): boolean {
  const code = one.slice(one.indexOf(' ') + 1);
  if (one.startsWith('blocker ') && guardsIn(pack).some((guard) => guard.code === code) && guardsIn(pack).every((guard) => guard.code !== code || JSON.stringify(guard.require).includes('"claimFree"'))) return false;
  return !/^(verb |request |operation |(command|event) (handleTask|taskHandled|fulfilDuty|advance|takeOverCase)$)/.test(one);
}

/** Parameters of which a guard asks that the county has set them at all. */
export function parametersAskedFor(pack: Pack): Set<string> {
  const text = JSON.stringify(guardsIn(pack).map((guard) => guard.require));
  return new Set([...text.matchAll(/"parameterSet":"([^"]+)"/g)].map(([, code = '']) => code));
}

/** Addresses that need something of the procedures; all others are always open. */
const NEEDS: Record<string, Occurs> = {
  'GET /api/cases/{id}/approvals/{approvalId}': approves, 'GET /api/help-requests/{requestId}': helps, 'POST /api/help-requests/{requestId}/reveal': helps,
  'POST /api/cases/{id}/approvals': approves, 'POST /api/cases/{id}/approvals/{approvalId}/sign': approves, 'POST /api/cases/{id}/approvals/{approvalId}/signers': approves, 'POST /api/cases/{id}/approvals/{approvalId}/withdraw': approves,
  'POST /api/cases/{id}/approvals/{approvalId}/reveal': approves, 'POST /api/cases/{id}/tasks/{step}/reveal': offers, 'POST /api/cases/{id}/tasks/{step}/{verb}': offers, 'POST /api/cases/{id}/confirmations': confirms,
  'POST /api/people/{personId}/pin/unlock': confirms, 'POST /api/cases/{id}/reopen': reopens, 'POST /api/cases/{id}/close': closes, 'POST /api/cases/{id}/parties/{partyId}/amend': hasParties, 'POST /api/cases/{id}/parties/{partyId}/reveal': hasParties,
  'GET /api/cases/{id}/papers/{paperId}': ({ issued }) => issued, 'GET /api/scans/{reference}': ({ issued }) => issued, 'POST /api/cases/{id}/scans': ({ issued }) => issued, 'POST /api/scans': ({ issued }) => issued,
  'POST /api/cases/{id}/papers/{paperId}/service': servesPapers, 'POST /api/cases/{id}/papers/{paperId}/void': servesPapers, 'POST /api/cases/{id}/papers/{paperId}/seal-requests': seals, 'POST /api/cases/{id}/papers/{paperId}/seals': seals,
  'POST /api/cases/{id}/parties/{partyId}/door-code': hasParties, 'POST /api/cases/{id}/parties/{partyId}/door-unlock': hasParties, 'GET /api/cases/{id}/parties/{partyId}/door-log': hasParties,
  'GET /api/cases/{id}/parties/{partyId}/representatives': hasParties, 'POST /api/cases/{id}/parties/{partyId}/representatives': hasParties, 'POST /api/cases/{id}/parties/{partyId}/representatives/{number}/end': hasParties,
  'POST /api/cases/{id}/parties/{partyId}/representatives/{number}/reveal': hasParties, 'POST /api/party/representatives/{number}/end': hasParties, 'POST /api/cases/{id}/parties/{partyId}/requests': ({ pack }) => openKinds(pack).length > 0,
  'POST /api/party/sessions': hasParties, 'GET /api/party/case': hasParties, 'GET /api/party/opened': hasParties, 'GET /api/party/papers/{paperId}': servesPapers, 'POST /api/party/requests': ({ pack }) => openKinds(pack).length > 0,
  ...Object.fromEntries(['GET /api/refundables', 'GET /api/refunds', 'POST /api/refunds', ...['approve', 'reject', 'paid', 'returned'].map((verb) => `POST /api/refunds/{refundId}/${verb}`), 'GET /api/refund-rounds', 'POST /api/refund-rounds', 'GET /api/refund-rounds/{roundId}', ...['refunds', 'refunds/export', 'left-out'].map((list) => `GET /api/refund-rounds/{roundId}/${list}`), ...['approve', 'reject', 'withdraw', 'paid'].map((verb) => `POST /api/refund-rounds/{roundId}/${verb}`)].map((one) => [one, owesMoney])),
  'GET /api/cases/{id}/electronic-receipts/{number}': owesMoney, 'GET /api/electronic-receipts/{number}/shown': owesMoney, 'GET /api/party/electronic-receipts': owesMoney, 'GET /api/party/electronic-receipts/{number}': owesMoney, 'GET /api/cases/{id}/electronic-receipts': owesMoney,
  // A package takes every original and service receipt of the file, which no rehearsal scans: the served test sees it.
  'GET /api/cases/{id}/court-packages/{step}': never, 'GET /api/cases/{id}/court-packages/{step}/download': never,
  'POST /api/parameters': chooses, 'POST /api/parameters/{id}/approve': chooses, 'POST /api/parameters/{id}/reject': chooses, 'POST /api/inbox/{entryId}/read': ({ pack, served }) => owesOf(pack).length > 0 || served,
  'POST /api/cases/{id}/facts/{fact}/reveal': ({ pack }) => pack.facts.some((fact) => fact.type === 'text'),
};

function chooses({ pack }: Traits): boolean {
  return pack.parameters.some((one) => one.type === 'choice' && (one.choices ?? []).length > 1);
}

/** Whether any of these procedures gives an operation something to do. */
export function isOpen(operation: Item, packs: readonly Pack[]): boolean {
  const needs = NEEDS[operation.slice('operation '.length)] ?? always;
  return packs.some((pack) => needs(traitsOf(pack)));
}

/** What a party may ask for through its own door under this pack, and whether words belong to it. */
export function openKindsOf(pack: Pack): { kind: string; step: PackStep; takesText: boolean; namesPerson: boolean }[] {
  return openKinds(pack).map(({ kind, step, text, person }) => ({ kind, step, takesText: text !== null, namesPerson: person !== null }));
}

/** Rules on words of this pack that bind its own cases. */
function wordRules(pack: Pack, book: LawBook): string[] {
  const texts = pack.facts.some((fact) => !fact.quotes && (fact.type === 'text' || fact.type === 'code'));
  return texts ? book.packs.flatMap((one) => one.pack.forbiddenWords.filter((rule) => one.pack.id === pack.id && rule.cases !== 'others').map((rule) => rule.code)) : [];
}

/** The ways of the law of service; a coresident only receives for a citizen. */
function waysOf(pack: Pack): ServiceWay[] {
  const all: ServiceWay[] = ['direct', 'coResident', 'leftInPlace', 'electronic', 'post', 'entrusted', 'transfer', 'announcement'];
  return all.filter((way) => way !== 'coResident' || pack.party.kinds.includes('citizen'));
}
