/** A paper taken back before anybody received it. */
import type { LegalInstant } from '#law';
import type { Pack, PackRole } from '#law/pack-format';
import { type Around, closedBlocker, forceBlockers, recordingDayBlockers, roleBlockers } from '../act-rules.ts';
import { FITS_THE_CASE, blocker, houseRule } from '../blockers.ts';
import type { EventRun } from '../event-run.ts';
import { stepOfPaper } from '../evolve.ts';
import type { Blocker, CaseCommand, CaseState, PaperState } from '../model.ts';
import { onItsWay } from '../replaced-papers.ts';
import { allOf, firstOf, type Rule } from '../rules.ts';

type VoidPaper = Extract<CaseCommand, { type: 'voidPaper' }>;

/** `by`: who may take the step that issued the paper; nobody else takes it back. */
interface AskedVoiding { command: VoidPaper; paper: PaperState; by: readonly PackRole[]; state: CaseState; at: LegalInstant; pack: Pack; around: Around }

/** Whether a paper can be taken back at all, then by whom and as of when. */
export const VOID_GATES: readonly Rule<AskedVoiding>[] = [
  { codes: ['caseClosed'], judge: ({ state }) => (state.closed === null ? [] : [closedBlocker(state.closed.on)]) },
  // After the end of a pack a decision stands as it is and the case is closed accordingly: nothing is undone, whatever day is claimed.
  { codes: ['packNoLongerInForce'], judge: ({ command, at, pack }) => forceBlockers(pack, command.on, at, true) },
  { codes: ['paperVoided'], judge: ({ paper }) => (paper.voided ? [blocker('paperVoided', '文书已作废', 'the paper is void already', FITS_THE_CASE)] : []) },
  {
    codes: ['paperNotVoidable'],
    judge: ({ paper, pack }) => (pack.papers.find((one) => one.code === paper.paper)?.serve ? [] : [blocker('paperNotVoidable', '此文书属于案卷记录，不得作废', 'this paper is a record of the file and is not taken back', houseRule('案卷记录不得撤回', 'records of a file stand'))]),
  },
  {
    // A letter on its way can still turn out to have been served.
    codes: ['paperOnItsWay'],
    judge: ({ paper }) => (onItsWay(paper) ? [blocker('paperOnItsWay', '文书正在邮寄途中，结果记录后方可作废', 'the paper is in the post; it can be voided once the outcome is recorded', houseRule('已发出的文书不得撤回', 'what is on its way to the party is not taken back'))] : []),
  },
  {
    codes: ['paperServed'],
    judge: ({ paper }) => (Object.keys(paper.served).length === 0 ? [] : [blocker('paperServed', '文书已送达，不能作废；应另行作出变更或撤销决定', 'the paper was served and cannot be voided; it is changed or quashed by a decision of its own', houseRule('已送达当事人的文书不得撤回', 'what reached the party stands'))]),
  },
];

export const VOID_RULES: readonly Rule<AskedVoiding>[] = [
  { codes: ['dateInFuture', 'notDatedBack'], judge: ({ command, at }) => recordingDayBlockers(command.on, at) },
  { codes: ['roleMissing'], judge: ({ by, around }) => roleBlockers(by, around) },
];

/** Who may take the step that issued a paper. */
export function voidedBy(paperId: string, state: CaseState, pack: Pack): readonly PackRole[] {
  const paper = state.papers.find((one) => one.paperId === paperId);
  const step = paper && stepOfPaper(state, paper.seq);
  return pack.steps.find((one) => one.code === step?.step)?.by ?? [];
}

/**
 * Takes back a paper before anybody received it: its number stays, void, and the step that issued it is undone, so that
 * it can be taken again. Records and forms of the file are not papers to take back.
 */
export function voidPaper(run: EventRun, command: VoidPaper, pack: Pack, around: Around): Blocker[] {
  const { state } = run;
  const paper = state.papers.find((one) => one.paperId === command.paperId);
  if (!paper) return [blocker('paperUnknown', '案卷中没有这份文书', 'the case has no such paper', FITS_THE_CASE, { field: 'paperId' })];
  const step = stepOfPaper(state, paper.seq);
  const asked = { command, paper, by: voidedBy(paper.paperId, state, pack), state, at: run.at, pack, around };
  const closedTo = firstOf(VOID_GATES, asked);
  const refused = closedTo.length > 0 ? closedTo : allOf(VOID_RULES, asked);
  if (refused.length > 0) return refused;
  run.add({ type: 'paperVoided', v: 1, occurredOn: command.on, paperId: command.paperId, reason: command.reason });
  if (!step || run.state.steps.some((one) => one.seq === step.seq)) return [];
  const next = state.steps.find((one) => one.seq > step.seq)?.seq ?? Number.POSITIVE_INFINITY;
  for (const duty of state.duties.filter((one) => one.status === 'owed' && one.fulfilledBy !== undefined && one.seq > step.seq && one.seq < next)) {
    run.add({ type: 'dutyWithdrawn', v: 1, occurredOn: command.on, dutyId: duty.dutyId, because: 'paperVoided' });
  }
  return [];
}
