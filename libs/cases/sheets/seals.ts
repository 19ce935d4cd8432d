/**
 * Use of the authority's seal, on paper or electronic: asked for by one person, done by the keeper, each time for one
 * issued paper and its very bytes. There is no sealing of a blank.
 */
import { type LawBook, type LegalInstant, packCitation } from '#law';
import type { Pack, PackPaper, PackRole } from '#law/pack-format';
import { type Around, closedBlocker, dateBlockers, forceBlockers, recordingDayBlockers, roleBlockers } from '../act-rules.ts';
import { blocker, houseRule } from '../blockers.ts';
import { judgeLateEntry, marked, type LateJudged } from '../late-entry.ts';
import type { Blocker, CaseCommand, CaseEvent, CaseState, PaperState, SealRequest } from '../model.ts';
import { handsActing } from '../people/standing.ts';
import { allOf, firstOf, type Rule } from '../rules.ts';

type AskSeal = Extract<CaseCommand, { type: 'askSeal' }>;
type UseSeal = Extract<CaseCommand, { type: 'useSeal' }>;
interface AskedSeal<Command> { command: Command; paper: PaperState; definition: PackPaper | undefined; request: SealRequest | undefined; late: LateJudged; state: CaseState; at: LegalInstant; pack: Pack; around: Around }

/** Who may ask for the seal, and who keeps it. */
export const SEAL_APPLICANTS: readonly PackRole[] = ['officer', 'sectionHead', 'head', 'hearingChair'];
export const SEAL_KEEPERS: readonly PackRole[] = ['sealKeeper'];

const sealRule = houseRule('印章由专人保管，一文一用，逐次登记；不得预先在空白文书上盖章', 'the seal has its keeper, is used for one paper at a time, each use is entered, and no blank is sealed');
const wrong = (code: string, zh: string, en: string, more: Partial<Blocker> = {}): Blocker => blocker(code, zh, en, sealRule, more);

/** What holds for asking and for using. A sealed paper goes out: sealing is a forward act. */
export const SEAL_GATES: readonly Rule<AskedSeal<AskSeal | UseSeal>>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  { codes: ['packNoLongerInForce'], judge: ({ command, at, pack }) => forceBlockers(pack, command.on, at, true) },
  { codes: ['paperVoided'], judge: ({ paper }) => (paper.voided ? [wrong('paperVoided', '文书已作废，不得用印', 'the paper is void and is not sealed')] : []) },
  {
    codes: ['paperBearsNoSeal'],
    judge: ({ definition }) => (bearsSeal(definition) ? [] : [wrong('paperBearsNoSeal', '此文书是案卷记录，不加盖机关印章', 'this paper is a record of the file and bears no seal of the authority')]),
  },
];

/** An electronic seal is set in the record. One of rubber is used also where there is no network, on what was printed before, and is entered afterwards. */
const DAYS: Rule<AskedSeal<AskSeal | UseSeal>> = {
  codes: ['dateInFuture', 'notDatedBack', 'dateBeforeOpening'],
  judge: ({ command, state, at, pack }) => (command.seal === 'electronic' ? recordingDayBlockers(command.on, at) : dateBlockers(state, command.on, at, pack)),
};
/** An act of the authority like any other: after the limit it counts from the day of recording, and seals nothing that was served before. */
const LATE: Rule<AskedSeal<AskSeal | UseSeal>> = { codes: [], judge: ({ late }) => late.blockers };

export const ASK_SEAL_RULES: readonly Rule<AskedSeal<AskSeal>>[] = [
  DAYS,
  LATE,
  {
    codes: ['sealBeforeIssue'],
    judge: ({ command, paper }) => (command.on >= paper.issuedOn ? [] : [wrong('sealBeforeIssue', `文书于${paper.issuedOn}作出，此前不得用印`, `the paper was issued on ${paper.issuedOn}: before that there is nothing to seal`, { field: 'on', earliest: paper.issuedOn })]),
  },
  { codes: ['roleMissing'], judge: ({ around }) => roleBlockers(SEAL_APPLICANTS, around) },
  {
    // All copies of a paper are sealed in one use; a sheet that is lost is voided and issued anew.
    codes: ['paperSealed'],
    judge({ command, paper }) {
      const done = paper.seals.find((one) => one.seal === command.seal)?.used;
      return done ? [wrong('paperSealed', `该文书已于${done.on}用印`, `the paper was sealed on ${done.on}`)] : [];
    },
  },
  { codes: ['sealAsked'], judge: ({ request }) => (request === undefined ? [] : [wrong('sealAsked', `已于${request.askedOn}申请用印，尚未办理`, `the seal was asked for on ${request.askedOn} and has not been used yet`)]) },
];

export const USE_SEAL_RULES: readonly Rule<AskedSeal<UseSeal>>[] = [
  DAYS,
  LATE,
  { codes: ['roleMissing'], judge: ({ around }) => roleBlockers(SEAL_KEEPERS, around) },
  {
    codes: ['sealNotAsked'],
    judge: ({ request }) => (request === undefined ? [wrong('sealNotAsked', '没有待办理的用印申请', 'nobody has asked for this seal on this paper', { missing: { zh: '用印申请', en: 'the request of an officer or head' } })] : []),
  },
  {
    codes: ['sealedBeforeAsked'],
    judge: ({ late, request }) => (request === undefined || late.blockers.length > 0 || late.countsOn >= request.askedOn ? [] : [wrong('sealedBeforeAsked', `用印日期早于申请日${request.askedOn}`, `the seal was asked for on ${request.askedOn}, after that day`, { field: 'on', earliest: request.askedOn })]),
  },
  {
    codes: ['keeperAsked'],
    judge: ({ request, around }) => (request && handsActing(around.actor).some((hand) => hand === request.applicantId || hand === request.inPlaceOf) ? [wrong('keeperAsked', '申请人与印章管理人员不得为同一人', 'who asked for the seal does not use it', { missing: { zh: '另一名印章管理人员', en: 'another keeper of the seal' } })] : []),
  },
  {
    codes: ['sealOfOtherBytes'],
    judge: ({ command, paper }) => (command.sha256 === paper.sha256 ? [] : [wrong('sealOfOtherBytes', '待用印的文件与作出的文书不一致', 'what lies before the keeper is not the paper as it was issued: its SHA-256 differs', { field: 'sha256' })]),
  },
];

/** A paper bears the seal where the pack says so; where a pack says nothing of signatures, every paper that is served does. */
export function bearsSeal(definition: PackPaper | undefined): boolean {
  if (definition === undefined) return false;
  return definition.signs?.some((one) => one.who === 'authority' && one.how === 'seal') ?? definition.serve;
}

interface Ground { state: CaseState; at: LegalInstant; pack: Pack; book: LawBook; around: Around }

function judged<Command extends AskSeal | UseSeal>(rules: readonly Rule<AskedSeal<Command>>[], command: Command, { state, at, pack, book, around }: Ground): { late: LateJudged; request: SealRequest | undefined } | { blockers: Blocker[] } {
  const paper = state.papers.find((one) => one.paperId === command.paperId);
  if (paper === undefined) return { blockers: [wrong('nothingToSeal', '没有这份文书：空白文书不得用印', 'there is no such paper: a blank is not sealed', { field: 'paperId' })] };
  const request = paper.seals.find((one) => one.seal === command.seal && one.used === null);
  const late = judgeLateEntry({ on: command.on, late: command.late, helps: 'authority' }, { at, pack, book, county: state.county, actorId: around.actor.personId });
  const asked: AskedSeal<Command> = { command, paper, definition: pack.papers.find((one) => one.code === paper.paper), request, late, state, at, pack, around };
  const closedTo = firstOf(SEAL_GATES, asked);
  const blockers = closedTo.length > 0 ? closedTo : allOf(rules, asked);
  return blockers.length > 0 ? { blockers } : { late, request };
}

/** The request for the seal. */
export function askSeal(command: AskSeal, ground: Ground): { event: CaseEvent } | { blockers: Blocker[] } {
  const found = judged(ASK_SEAL_RULES, command, ground);
  if ('blockers' in found) return found;
  return { event: { type: 'sealAsked', v: 1, occurredOn: found.late.countsOn, paperId: command.paperId, seal: command.seal, applicantId: ground.around.actor.personId, ...marked(found.late) } };
}

/** Its use by the keeper. */
export function useSeal(command: UseSeal, ground: Ground): { event: CaseEvent } | { blockers: Blocker[] } {
  const found = judged(USE_SEAL_RULES, command, ground);
  if ('blockers' in found || found.request === undefined) return 'blockers' in found ? found : { blockers: [] };
  const { late, request } = found;
  return { event: { type: 'sealUsed', v: 1, occurredOn: late.countsOn, paperId: command.paperId, requestSeq: request.seq, seal: command.seal, sha256: command.sha256, applicantId: request.applicantId, keeperId: ground.around.actor.personId, ...marked(late) } };
}

/** A county may ask that a paper is sealed before it is served (`sealBeforeService`); the statute does not say in which order. */
export function unsealedBlockers(state: CaseState, service: Extract<CaseCommand, { type: 'recordService' }>, pack: Pack, book: LawBook): Blocker[] {
  const rule = pack.sealBeforeService;
  const paper = state.papers.find((one) => one.paperId === service.paperId);
  if (rule === undefined || paper === undefined || !bearsSeal(pack.papers.find((one) => one.code === paper.paper))) return [];
  if (book.parameter(state.county, pack.id, rule.parameter, service.attempt.on)?.value !== 'yes') return [];
  if (paper.seals.some((one) => one.used !== null && one.used.on <= service.attempt.on)) return [];
  return [blocker('paperNotSealed', '本县规定文书盖章后方可送达，此文书尚未用印', 'this county serves sealed papers only, and this one has not been sealed', packCitation(pack, rule.cite), { missing: { zh: '用印登记', en: 'the entry of the seal' } })];
}
