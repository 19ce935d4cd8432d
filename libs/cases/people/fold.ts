/** What the record says after an event about who has the case in hand. */
import type { CaseEvent, CaseState } from '../model.ts';
import type { FileLoan, StepAround } from './types.ts';

export type PeopleEvent = Extract<CaseEvent, { type: 'caseTransferred' | 'fileCalledIn' | 'fileReturned' | 'stepConfirmed' }>;

export function foldPeople(state: CaseState, event: PeopleEvent, seq: number): CaseState {
  switch (event.type) {
    // Who now has the case has its file: what was lent to this office, or asked of it, has come to an end.
    case 'caseTransferred': return { ...state, officeId: event.officeId, body: event.body, fileLoans: state.fileLoans.map((one) => (one.to === null && one.officeId === event.officeId ? { ...one, to: event.occurredOn } : one)) };
    case 'fileCalledIn': return { ...state, fileLoans: [...state.fileLoans, { seq, kind: 'calledIn', officeId: event.officeId, from: event.occurredOn, to: null }] };
    case 'fileReturned': return { ...state, fileLoans: state.fileLoans.map((one) => (one.seq === event.loanSeq ? { ...one, to: event.occurredOn } : one)) };
    case 'stepConfirmed': {
      const left = (awaits: readonly string[] = []): string[] => awaits.filter((personId) => personId !== event.personId);
      return {
        ...state, steps: state.steps.map((step) => (step.seq === event.stepSeq ? { ...step, awaits: left(step.awaits) } : step)),
        papers: state.papers.map((paper) => (paper.attempts.some((one) => one.seq === event.stepSeq) ? { ...paper, attempts: paper.attempts.map((one) => (one.seq === event.stepSeq ? { ...one, awaits: left(one.awaits) } : one)) } : paper)),
      };
    }
  }
}

/** Loans of the file after a step that lends it out with a request for help, or brings it back with the answer. */
export function fileLoansAfter(loans: readonly FileLoan[], { lendsTo, shows, returnsFrom }: StepAround, seq: number, on: FileLoan['from']): FileLoan[] {
  const returned = loans.map((one) => (returnsFrom !== undefined && one.kind === 'help' && one.to === null && one.officeId === returnsFrom ? { ...one, to: on } : one));
  return lendsTo === undefined ? returned : [...returned, { seq, kind: 'help', officeId: lendsTo, from: on, to: null, ...(shows === undefined ? {} : { shows }) }];
}
