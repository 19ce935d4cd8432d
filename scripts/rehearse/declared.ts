/** What a pack declares and a rehearsal must therefore see: each item by its kind and code. */
import type { Guard, LawBook, Owe, Pack } from '#law';
import type { CaseEventType, ServiceWay } from '#cases/model';
import { LATE_RULES } from '#cases/late-entry';
import { TaskVerbField } from '#commands/office-edge';

export type ItemKind = 'command' | 'step' | 'closing' | 'reopening' | 'event' | 'blocker' | 'duty' | 'verb' | 'way' | 'late';
/** `kind code`, so that items are compared as texts. */
export type Item = `${ItemKind} ${string}`;
export const item = (kind: ItemKind, code: string): Item => `${kind} ${code}`;

/** Every guard of a pack, wherever it stands: whatever has a code and a condition that it requires. */
export function guardsIn(part: unknown): Guard[] {
  if (Array.isArray(part)) return part.flatMap(guardsIn);
  if (part === null || typeof part !== 'object') return [];
  const own = 'code' in part && 'require' in part && 'message' in part ? [part as Guard] : [];
  return [...own, ...Object.values(part).flatMap(guardsIn)];
}
export const owesOf = (pack: Pack): Owe[] => [
  ...pack.steps.flatMap((step) => step.owes.map(({ owe }) => owe)), ...pack.clocks.flatMap((clock) => clock.rungs.map(({ owe }) => owe)),
  ...pack.clocks.flatMap((clock) => clock.onLapse.flatMap((effect) => ('owe' in effect ? [effect.owe] : []))),
];

/** Commands that a rehearsal sends or watches; what the door takes beside these is told as not rehearsed. */
export const REHEARSED: ReadonlySet<string> = new Set(['openCase', 'takeStep', 'recordService', 'voidPaper', 'amendParty', 'attachFile', 'closeCase', 'reopenCase', 'fulfilDuty', 'advance', 'handleTask']);

/** Every item that the pack declares. `commands` are those that the door takes. */
export function declaredBy(pack: Pack, book: LawBook, commands: readonly string[]): Item[] {
  const served = pack.papers.some((paper) => paper.serve && pack.steps.some((step) => step.issues.some((issue) => issue.paper === paper.code)));
  const issued = pack.steps.some((step) => step.issues.length > 0);
  const works = commands.filter((type) => (type === 'recordService' || type === 'voidPaper' ? served : type === 'closeCase' ? pack.closings.length > 0 : type === 'reopenCase' ? pack.reopenings.length > 0 : true));
  return [
    ...works.map((type) => item('command', type)),
    ...pack.steps.filter((step) => !step.byTime).map((step) => item('step', step.code)),
    ...pack.closings.map((closing) => item('closing', closing.code)),
    ...pack.reopenings.map((reopening) => item('reopening', reopening.code)),
    ...eventsOf(pack, served, issued).map((type) => item('event', type)),
    ...new Set([...guardsIn(pack).map((guard) => guard.code), ...wordRules(pack, book)].map((code) => item('blocker', code))),
    ...new Set([...owesOf(pack).map((owe) => owe.duty), ...(served ? ['serve'] : [])].map((kind) => item('duty', kind))),
    ...(served ? waysOf(pack).map((way) => item('way', way)) : []),
    ...TaskVerbField.options.map((verb) => item('verb', verb)),
    ...(pack.lateEntry === undefined ? [] : [item('late', 'stepTaken'), ...LATE_RULES.flatMap((rule) => rule.codes).filter((code) => code !== 'parameterNotSet').map((code) => item('blocker', code))]),
  ];
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

function eventsOf(pack: Pack, served: boolean, issued: boolean): CaseEventType[] {
  const runs = pack.clocks.some((clock) => clock.start !== undefined);
  const rungs = pack.clocks.some((clock) => clock.start !== undefined && clock.rungs.length > 0);
  const produces = pack.clocks.some((clock) => clock.onLapse.some((effect) => 'produce' in effect));
  const enters = pack.clocks.some((clock) => clock.onLapse.some((effect) => 'phase' in effect)) || pack.papers.some((paper) => paper.onServed !== undefined);
  const owes = owesOf(pack).length > 0 || served;
  const ended = pack.clocks.some((clock) => clock.start !== undefined && clock.ends.length > 0);
  return [
    'caseOpened', 'stepTaken', 'fileAttached', 'partyAmended', ...(pack.closings.length > 0 ? ['caseClosed' as const] : []), ...(pack.reopenings.length > 0 ? ['caseReopened' as const] : []),
    ...(issued ? ['paperIssued' as const] : []), ...(served ? ['paperVoided' as const, 'serviceAttempted' as const, 'paperServed' as const] : []),
    ...(runs ? ['clockLapsed' as const] : []), ...(runs && ended ? ['lapseWithdrawn' as const] : []), ...(rungs ? ['rungReached' as const] : []), ...(produces ? ['stepFellDue' as const] : []), ...(enters ? ['phaseEntered' as const] : []),
    ...(owes ? ['dutyOwed' as const, 'dutyFulfilled' as const] : []), ...(served ? ['dutyWithdrawn' as const] : []), ...(pack.inForce.to === null ? [] : ['packEnded' as const]),
  ];
}
