/** Signed sheets and seals as a model of their own: a fine goes the straight way to its decision, and at each point everything is tried with its papers. */
import { type LawBook, addDays } from '#law';
import type { CaseState, SealKind, SheetSignature } from '#cases/model';
import { ASK_SEAL_RULES, SEAL_GATES, USE_SEAL_RULES } from '#cases/sheets/seals';
import { ORIGINAL_GATES, ORIGINAL_RULES } from '#cases/sheets/originals';
import { COUNTY, actor, certified, citizen } from '#cases/testing/county';
import type { Model, Node, Placed, Probe } from './model-check.ts';
import { Probes } from './probes.ts';

const PACK = 'administrative-penalty';
/** Papers on which everything is tried: one that is served and sealed, one that is signed, one that a closing would follow. */
const TRIED = new Set(['penalty-notice', 'inquiry-record', 'no-penalty-decision']);

export function sheetsModel(book: LawBook): Model {
  const probes = new Probes(book, PACK);
  const start = { name: 'an adult', on: '2025-07-07', probe: probes.opening('an adult', '2025-07-07', [citizen('p1', '1985-01-01', '2025-06-20')], { actEndedOn: '2025-06-20', discoveredOn: '2025-07-07' }) };
  return {
    name: 'sheets and seals', book, county: COUNTY, starts: [start], probes: (node) => sheetProbes(node, probes),
    days: (state) => (['lead', 'reported', 'noticed'].includes(state.phase) ? [state.phaseDays[state.phase] ?? state.openedOn] : []),
    partyMarks: () => null, marks: ({ state }) => [state.steps.length, state.files.length, tried(state).map((one) => [one.paper, one.voided, one.original !== null, one.seals.map((seal) => seal.used !== null)])],
    remembers: () => false, ignores: () => true, wrongs: (before, added) => added.flatMap((one) => wrongsOf(one, before)),
    expectedBlockers: [...new Set([...[ORIGINAL_GATES, ORIGINAL_RULES, SEAL_GATES, ASK_SEAL_RULES, USE_SEAL_RULES].flatMap((list) => list.flatMap((rule) => rule.codes)), 'paperNotSealed', 'paperUnknown', 'paperOfOtherCase', 'nothingToSeal'])]
      .filter((code) => code !== 'packNoLongerInForce'),
  };
}

/** The last paper of each kind: what was void before is as void as it was. */
function tried(state: CaseState): CaseState['papers'] {
  return [...new Map(state.papers.filter((one) => TRIED.has(one.paper)).map((one) => [one.paper, one])).values()];
}

function sheetProbes(node: Node, probes: Probes): Probe[] {
  const { state, on } = node;
  const way = straightOn(node, probes);
  const file: Probe = { name: 'scan', actor: actor('zhang'), command: { type: 'attachFile', file: { fileId: 'scan', sha256: 'f'.repeat(64), bytes: 1, mediaType: 'image/png', purpose: 'scan' } } };
  const papers = tried(state);
  return [
    ...way, ...(papers.length > 0 && state.files.length === 0 ? [file] : []), ...original(node, 'none', []), ...original(node, `${state.caseId}.999`, []), ...seal(node, 'none'),
    ...papers.flatMap(({ paperId, paper }) => [
      ...original(node, paperId, (probes.pack.papers.find((one) => one.code === paper)?.signs ?? []).map(({ who, how }) => ({ who, how, notedBy: [] }))),
      ...seal(node, paperId), ...(paper === 'penalty-notice' && state.papers.every((one) => !one.voided) ? [probes.voiding(node, paperId, { by: 'zhang' }), probes.service(node, paperId, 'p1', {})] : []),
    ]),
    ...(on > addDays(state.openedOn, 400) ? [] : probes.pack.closings.map((closing) => probes.closing(node, closing.code))),
  ];
}

/** The next step of the straight way, one at a time. */
function straightOn(node: Node, probes: Probes): Probe[] {
  const { state } = node;
  const taken = (code: string): boolean => state.steps.some((one) => one.step === code);
  const decision = state.papers.find((one) => one.paper === 'no-penalty-decision');
  if (decision && !decision.served['p1']) return [probes.service(node, decision.paperId, 'p1', {})];
  const next = ['proposeFiling', 'fileCase', 'takeEvidence', 'recordInquiry', 'reportInvestigation'].find((code) => !taken(code));
  if (next !== undefined) return [probes.step(node, next), ...(next === 'reportInvestigation' ? [probes.step(node, next, { reportedProposal: 'noPenalty' })] : [])];
  return state.facts['reportedProposal']?.type === 'choice' && state.facts['reportedProposal'].value === 'noPenalty' ? (decision ? [] : [probes.step(node, 'decideNoPenalty')]) : taken('issueNotice') ? [] : [probes.step(node, 'issueNotice')];
}

/** A sheet filed as it should be, and in every way in which it should not. */
function original({ on, state }: Node, paperId: string, signatures: SheetSignature[]): Probe[] {
  const filed = (given: SheetSignature[], more: { day?: typeof on; by?: string; fileId?: string } = {}): Probe => ({ name: 'original', actor: actor(more.by ?? 'zhang'), command: { type: 'fileOriginal', paperId, fileId: more.fileId ?? 'scan', on: more.day ?? on, signatures: given } });
  const first = signatures.slice(0, 1);
  const changed = (change: Partial<SheetSignature>): SheetSignature[] => [...first.map((one) => ({ ...one, ...change })), ...signatures.slice(1)];
  return [
    filed(signatures), filed([]), filed(signatures, { fileId: 'none' }), filed(signatures, { by: 'zhou' }), filed(signatures, { day: addDays(on, 1) }), filed(signatures, { day: addDays(state.openedOn, -1) }), filed(signatures, { day: state.openedOn }),
    filed(changed({ how: 'seal' })), filed(changed({ how: 'signature' })), filed(changed({ how: 'refused', notedBy: certified('zhang') })), filed(changed({ how: 'refused', notedBy: certified('zhang', 'li') })), filed([...signatures, { who: 'officers', how: 'refused', notedBy: certified('zhang', 'li') }]),
  ];
}

function seal({ on, state }: Node, paperId: string): Probe[] {
  const sha256 = state.papers.find((one) => one.paperId === paperId)?.sha256 ?? '';
  const ask = (by: string, day = on, kind: SealKind = 'physical'): Probe => ({ name: 'ask for the seal', actor: actor(by), command: { type: 'askSeal', paperId, seal: kind, on: day } });
  const use = (by: string, bytes = sha256, day = on): Probe => ({ name: 'use the seal', actor: actor(by), command: { type: 'useSeal', paperId, seal: 'physical', sha256: bytes, on: day } });
  const own: Probe = { ...use('zhang'), actor: { ...actor('zhang'), roles: ['officer', 'sealKeeper'] } };
  return [ask('zhang'), ask('yin'), ask('zhang', addDays(on, 1)), ask('zhang', addDays(state.openedOn, -1)), ask('zhang', state.openedOn), ask('zhang', addDays(on, -1), 'electronic'), use('yin'), use('zhang'), use('yin', 'other'), use('yin', sha256, addDays(on, 1)), use('yin', sha256, state.openedOn), use('yin', sha256, addDays(on, -1)), own];
}

/** What must never be, said anew: one original a paper, no void or foreign one, the seal in two hands and on the very bytes, after its request. */
function wrongsOf({ event }: Placed, before: CaseState): string[] {
  if (event.type !== 'originalFiled' && event.type !== 'sealUsed' && event.type !== 'paperServed') return [];
  const paper = before.papers.find((one) => one.paperId === event.paperId);
  if (paper === undefined) return [`${event.type} of no paper`];
  const found = paper.voided ? [`${event.type} of a void paper`] : [];
  if (event.type === 'originalFiled') {
    if (paper.original !== null) found.push('a second original');
    if (event.occurredOn < paper.issuedOn) found.push('signed before it was issued');
    for (const one of event.signatures) if (one.how === 'refused' && new Set(one.notedBy.map((officer) => officer.personId)).size < 2) found.push('a refusal that two did not note');
  }
  if (event.type === 'sealUsed') {
    if (event.applicantId === event.keeperId) found.push('the seal asked for and used by one person');
    if (event.sha256 !== paper.sha256) found.push('another paper sealed');
    if (!paper.seals.some((one) => one.seq === event.requestSeq && one.used === null)) found.push('the seal used unasked');
  }
  if (event.type === 'paperServed' && paper.paper === 'penalty-notice' && !paper.seals.some((one) => one.used !== null)) found.push('served unsealed where the county asks for the seal');
  return found;
}
