/** Papers that a step replaces by issuing them again: those that reached nobody are void by the same act, their numbers kept. */
import type { Pack, PackStep } from '#law/pack-format';
import type { CaseState, PaperState } from './model.ts';

/** A letter without an outcome so far. An announcement can be taken down again, a letter cannot. */
export function onItsWay(paper: PaperState): boolean {
  return paper.attempts.some((pending) => pending.result === 'pending' && pending.attempt.way === 'post'
    && !paper.attempts.some((one) => one.seq > pending.seq && one.party === pending.party && one.attempt.way === pending.attempt.way && one.result !== 'pending'));
}

/**
 * What a step for this party (null: for all) makes void where its papers are issued again. What was served stands and is
 * replaced by the service of the new one; what is in the post stands until its outcome is known.
 */
export function papersReplaced(state: CaseState, step: PackStep, party: string | null, pack: Pack): PaperState[] {
  const codes = new Set(step.issues.map((issue) => issue.paper).filter((code) => pack.papers.find((one) => one.code === code)?.replacesUnserved));
  return state.papers.filter((paper) => codes.has(paper.paper) && !paper.voided && (paper.party === null || party === null || paper.party === party) && Object.keys(paper.served).length === 0 && !onItsWay(paper));
}
