export * from './edge.ts';
export { executeCommand } from './door.ts';
export { advanceCases, MOST_CASES_A_TRANSACTION, type AdvanceOutcome } from './advance-cases.ts';
export type { CommandDone, CommandOutcome, CommandRequest, FieldError, MachineActor } from './outcome.ts';
export { openCommandDeps, type CommandDeps } from './deps.ts';
export { LawShelf, loadLawBook } from './law-shelf.ts';
export { stateOf } from './record.ts';
export { approveProposal, CalendarProposal, ParameterProposal, proposeCalendar, proposeParameter, readProposals, rejectProposal, type Proposal, type ProposalOutcome } from './proposals.ts';
export { rebuild, type RebuildReport } from './rebuild.ts';
