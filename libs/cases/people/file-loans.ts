/** The file of a case read by another office: called in for review (调审), until it is returned. Reading changes nothing. */
import type { LegalInstant } from '#law';
import type { Pack } from '#law/pack-format';
import { type Around, recordingDayBlockers, roleBlockers } from '../act-rules.ts';
import { blocker, houseRule } from '../blockers.ts';
import type { CaseCommand, CaseState } from '../model.ts';
import type { Rule } from '../rules.ts';

type Of<T extends CaseCommand['type']> = Extract<CaseCommand, { type: T }>;
interface AskedCall { command: Of<'callInFile'>; state: CaseState; at: LegalInstant; pack: Pack; around: Around }
interface AskedReturn { command: Of<'returnFile'>; state: CaseState; at: LegalInstant; pack: Pack; around: Around }

const call = houseRule('调阅案卷须有文号，载明调阅机关', 'a file is called in by a numbered order that names the reading office');

/** Closed cases are reviewed too: calling in asks nothing of the phase. */
export const CALL_RULES: readonly Rule<AskedCall>[] = [
  { codes: ['roleMissing'], judge: ({ around }) => roleBlockers(['countyLegalOffice'], around) },
  { codes: ['dateInFuture', 'notDatedBack'], judge: ({ command, at }) => recordingDayBlockers(command.on, at) },
  {
    codes: ['readerIsTheOffice'],
    judge: ({ command, state }) => (command.to.officeId === state.officeId ? [blocker('readerIsTheOffice', '该机关即本案承办机关，无须调阅', 'this is the office of the case: it has the file', call, { field: 'toOfficeId' })] : []),
  },
  {
    codes: ['readerOutOfCounty'],
    judge: ({ command, state }) => (command.to.countyId === state.county ? [] : [blocker('readerOutOfCounty', '只能由本县的机关调阅', 'the file goes to an office of the county only', call, { field: 'toOfficeId' })]),
  },
  {
    codes: ['fileOutAlready'],
    judge: ({ command, state }) => (state.fileLoans.some((one) => one.to === null && one.officeId === command.to.officeId && one.kind === 'calledIn') ? [blocker('fileOutAlready', '该机关已调阅本案卷，尚未归还', 'this office has the file on loan already', call)] : []),
  },
];

export const RETURN_RULES: readonly Rule<AskedReturn>[] = [
  {
    codes: ['fileNotOut'],
    judge: ({ command, state }) => (state.fileLoans.some((one) => one.seq === command.loanSeq && one.to === null && one.kind === 'calledIn') ? [] : [blocker('fileNotOut', '没有这一尚未归还的调阅', 'there is no such call-in that is still open', call, { field: 'loanSeq' })]),
  },
  { codes: ['roleMissing'], judge: ({ around }) => roleBlockers(['countyLegalOffice'], around) },
  { codes: ['dateInFuture', 'notDatedBack'], judge: ({ command, at }) => recordingDayBlockers(command.on, at) },
];
