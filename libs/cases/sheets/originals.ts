/**
 * The signed sheet: printed, signed by hand, scanned, and from then on the original of the paper. What must be on it is
 * what the pack says of the paper (`signs`); who refused to sign is noted, not left out.
 */
import { chinaDateOf, type LegalInstant } from '#law';
import type { Pack, PackPaper, PackRole, PackSign } from '#law/pack-format';
import { SIGNER_NAMES, SIGNING_NAMES } from '#law/role-names';
import { type Around, closedBlocker, dateBlockers, roleBlockers } from '../act-rules.ts';
import { blocker, houseRule } from '../blockers.ts';
import type { Blocker, CaseCommand, CaseEvent, CaseState, PaperState, SheetSignature } from '../model.ts';
import { allOf, firstOf, type Rule } from '../rules.ts';

type FileOriginal = Extract<CaseCommand, { type: 'fileOriginal' }>;
interface AskedOriginal { command: FileOriginal; paper: PaperState; definition: PackPaper | undefined; state: CaseState; at: LegalInstant; pack: Pack; around: Around }

/** Who brings a signed sheet into the file. */
export const SHEET_FILERS: readonly PackRole[] = ['officer', 'sectionHead', 'head', 'hearingChair', 'legalReviewer'];
/** Who is asked to sign and may refuse; who signs by office may not. */
const MAY_REFUSE: ReadonlySet<PackSign['who']> = new Set<PackSign['who']>(['party', 'agent', 'askedPerson', 'presentPerson', 'witness', 'recipient']);
/** How each way of signing that a pack asks for can be done. */
const DONE_BY: Record<PackSign['how'], readonly SheetSignature['how'][]> = { signature: ['signature'], fingerMark: ['signature', 'fingerMark'], seal: ['seal'] };

const sheetRule = houseRule('签名的原件是什么，就登记什么', 'the signed sheet is entered as it is');
const wrong = (code: string, zh: string, en: string, more: Partial<Blocker> = {}): Blocker => blocker(code, zh, en, sheetRule, more);

/** The paper of a closing is signed when the case is closed: until its original is on file, its sheet may still come back, and nothing else. */
export function mayComeBack(state: CaseState, paperId: string): boolean {
  return state.papers.some((one) => one.paperId === paperId && one.closing !== undefined && !one.voided && one.original === null);
}

/** Whether this sheet can become the original of this paper at all. */
export const ORIGINAL_GATES: readonly Rule<AskedOriginal>[] = [
  { codes: ['caseClosed'], judge: ({ state, paper }) => (state.closed === null || mayComeBack(state, paper.paperId) ? [] : [closedBlocker(state.closed.on)]) },
  { codes: ['paperVoided'], judge: ({ paper }) => (paper.voided ? [wrong('paperVoided', '文书已作废，其签名件不得归档为原件', 'the paper is void: a signed sheet of it is no original')] : []) },
  {
    codes: ['originalOnFile'],
    judge: ({ paper }) => (paper.original === null ? [] : [wrong('originalOnFile', `该文书的原件已于${paper.original.on}归档`, `the original of this paper was filed on ${paper.original.on}`)]),
  },
  {
    codes: ['fileNotOfCase'],
    judge: ({ command, state }) => (state.files.some((one) => one.fileId === command.fileId) ? [] : [wrong('fileNotOfCase', '案卷中没有这个扫描件', 'the case has no such file: upload and complete the scan first', { field: 'fileId' })]),
  },
  {
    codes: ['scanIsAnotherOriginal'],
    judge({ command, state }) {
      const other = state.papers.find((one) => one.original?.fileId === command.fileId);
      return other === undefined ? [] : [wrong('scanIsAnotherOriginal', '该扫描件已是另一份文书的原件', `this scan is the original of another paper, ${other.paperId}`, { field: 'fileId' })];
    },
  },
];

/** What must be noted of the signatures. */
export const ORIGINAL_RULES: readonly Rule<AskedOriginal>[] = [
  { codes: ['dateInFuture', 'dateBeforeOpening'], judge: ({ command, state, at, pack }) => dateBlockers(state, command.on, at, pack) },
  {
    codes: ['signedBeforeIssue'],
    judge: ({ command, paper }) => (command.on >= paper.issuedOn ? [] : [wrong('signedBeforeIssue', `签名日期早于文书作出日${paper.issuedOn}`, `the paper was issued on ${paper.issuedOn}, after that day`, { field: 'on', earliest: paper.issuedOn })]),
  },
  { codes: ['roleMissing'], judge: ({ around }) => roleBlockers(SHEET_FILERS, around) },
  {
    codes: ['signatureMissing'],
    judge({ command, definition }) {
      const wanted = definition?.signs ?? [];
      const missing = wanted.filter(({ who }) => !command.signatures.some((one) => one.who === who));
      if (wanted.length === 0 && command.signatures.length === 0) return [wrong('signatureMissing', '须写明何人签名', 'say who signed', { field: 'signatures' })];
      return missing.map(({ who, how }) => wrong('signatureMissing', `原件缺少${SIGNER_NAMES[who].zh}${SIGNING_NAMES[how].zh}`, `the sheet lacks the ${SIGNING_NAMES[how].en} of: ${SIGNER_NAMES[who].en}`, {
        field: 'signatures', missing: { zh: `${SIGNER_NAMES[who].zh}${SIGNING_NAMES[how].zh}，或者拒绝签名的记明`, en: `${SIGNER_NAMES[who].en}: ${SIGNING_NAMES[how].en}, or the note of a refusal` },
      }));
    },
  },
  {
    codes: ['signatureDoesNotFit'],
    judge: ({ command, definition }) => (definition?.signs ?? []).flatMap(({ who, how }) => command.signatures.filter((one) => one.who === who && one.how !== 'refused' && !DONE_BY[how].includes(one.how))
      .map(() => wrong('signatureDoesNotFit', `${SIGNER_NAMES[who].zh}应为：${SIGNING_NAMES[how].zh}`, `${SIGNER_NAMES[who].en}: the sheet needs ${SIGNING_NAMES[how].en}`, { field: 'signatures' }))),
  },
  {
    codes: ['refusalDoesNotFit'],
    judge: ({ command }) => command.signatures.filter((one) => one.how === 'refused' && !MAY_REFUSE.has(one.who))
      .map(({ who }) => wrong('refusalDoesNotFit', `${SIGNER_NAMES[who].zh}依职责签名，不适用拒绝签名`, `${SIGNER_NAMES[who].en} sign by office; a refusal is noted of the party's side only`, { field: 'signatures' })),
  },
  {
    codes: ['refusalNotNoted'],
    judge: ({ command, definition }) => command.signatures.filter((one) => one.how === 'refused' && !refusalNoted(one, definition))
      .map(({ who }) => blocker('refusalNotNoted', `${SIGNER_NAMES[who].zh}拒绝签名的，须由两名当日持证的执法人员记明；听证笔录由听证主持人记明`,
        `a refusal to sign (${SIGNER_NAMES[who].en}) is noted by two officers certified on that day; on the record of a hearing by its chair`, houseRule('拒绝签名由两人共同记明', 'a refusal to sign has two who note it'), {
          field: 'signatures', missing: { zh: '两名当日持证的执法人员', en: 'two officers certified on that day' },
        })),
  },
];

/** The chair notes a refusal on the record of a hearing (Penalty Law art. 64(8)); elsewhere two officers do. */
function refusalNoted({ notedBy }: SheetSignature, definition: PackPaper | undefined): boolean {
  const chaired = (definition?.signs ?? []).some((one) => one.who === 'chair');
  if (chaired) return notedBy.length > 0;
  return new Set(notedBy.filter((officer) => officer.certifiedOnDay).map((officer) => officer.personId)).size >= 2;
}

/** The event that makes a scan the original of its paper, or what stands against it. */
export function fileOriginal(state: CaseState, command: FileOriginal, at: LegalInstant, pack: Pack, around: Around): { event: CaseEvent } | { blockers: Blocker[] } {
  const paper = state.papers.find((one) => one.paperId === command.paperId);
  if (paper === undefined) return { blockers: [paperElsewhere(state, command.paperId)] };
  const asked: AskedOriginal = { command, paper, definition: pack.papers.find((one) => one.code === paper.paper), state, at, pack, around };
  const closedTo = firstOf(ORIGINAL_GATES, asked);
  const blockers = closedTo.length > 0 ? closedTo : allOf(ORIGINAL_RULES, asked);
  const file = state.files.find((one) => one.fileId === command.fileId);
  if (blockers.length > 0 || file === undefined) return { blockers };
  return { event: { type: 'originalFiled', v: 1, occurredOn: command.on <= chinaDateOf(at) ? command.on : chinaDateOf(at), paperId: paper.paperId, fileId: file.fileId, sha256: file.sha256, signatures: command.signatures } };
}

/** A sheet of another case is told apart from a code that no paper has. */
function paperElsewhere(state: CaseState, paperId: string): Blocker {
  return paperId.startsWith(`${state.caseId}.`)
    ? wrong('paperUnknown', '案卷中没有这份文书', 'the case has no such paper', { field: 'paperId' })
    : wrong('paperOfOtherCase', '该文书属于另一案件，不得归入本案', 'this sheet belongs to another case', { field: 'paperId' });
}
